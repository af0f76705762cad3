"""What was weighed for a mention, in words that an officer understands: the cues' own, and ``data/evidence.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any

import tomli

from postcheck.find.decide import Decision
from postcheck.find.evidence.cues import cues
from postcheck.find.evidence.features import Features
from postcheck.model.mention import Ground

_MOST = 6
"""How many pieces of evidence are kept with a mention."""
_LEAST = 0.15
"""What a piece of evidence weighs at least to be told."""
_KINDS = ("child", "adult", "figure", "none")


@dataclass(frozen=True, slots=True)
class _Words:
    """What a piece of evidence says."""

    code: str
    says: str
    toward: str
    """What the words speak for; empty if they may speak for anything."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """Words for several features of which the strongest counts."""

    code: str
    seen: str
    """The feature that is below 0 where no kind holds; empty if there is none."""
    kinds: Mapping[str, tuple[str, str]]
    """For a kind, the feature that says how strongly it holds, and the words."""

    def words(self, features: Features) -> _Words | None:
        """Return the words for the kind that holds most."""
        if self.seen and features.get(self.seen, 0.0) < 0:
            kind = "none"
        else:
            there = [kind for kind, (feature, _) in self.kinds.items() if feature in features]
            if not there:
                return None
            kind = max(there, key=lambda kind: features[self.kinds[kind][0]])
        return _Words(f"{self.code}_{kind}", self.kinds[kind][1], kind)


@dataclass(frozen=True, slots=True)
class _Table:
    """``data/evidence.toml``."""

    rows: tuple[tuple[tuple[str, ...], _Words | _Compared], ...]
    """Patterns of features, and what is said of these."""
    left_out: tuple[str, ...]

    def find(self, feature: str) -> _Words | _Compared | None:
        return next((words for patterns, words in self.rows if _matches(feature, patterns)), None)


def grounds(decision: Decision, role: str) -> tuple[Ground, ...]:
    """Return what spoke most for a role, and what most against it, the weightiest first.

    Evidence that a person would put in the same words is added up. Words that speak for one thing and were weighed for
    another (which a fit does with words that mostly stand beside stronger ones) are left out: they explain nothing.

    Parameters
    ----------
    decision:
        What was decided of a name.
    role:
        ``child``, ``adult``, ``figure``, or ``none``.
    """
    sums: dict[_Words, float] = {}
    for feature, weight in decision.reasons(role):
        words = _told(feature)
        if isinstance(words, _Compared):
            words = words.words(decision.features)
        if words is not None:
            sums[words] = sums.get(words, 0.0) + weight
    found = [
        Ground(words.code, words.says, role if weight > 0 else f"not {role}", abs(weight))
        for words, weight in sums.items()
        if abs(weight) >= _LEAST and (not words.toward or (words.toward == role) is (weight > 0))
    ]
    return tuple(sorted(found, key=lambda ground: -ground.weight)[:_MOST])


def is_told(feature: str) -> bool:
    """Whether a feature has words."""
    return _told(feature) is not None


def is_left_out(feature: str) -> bool:
    """Whether a feature has no words on purpose."""
    return not is_told(feature) and _matches(feature, _table().left_out)


@cache
def _told(feature: str) -> _Words | _Compared | None:
    return _cues().get(feature) or _table().find(feature)


@cache
def _cues() -> dict[str, _Words]:
    return {f"cue: {cue.id}": _Words(cue.id, cue.says, cue.toward) for cue in cues()}


@cache
def _table() -> _Table:
    text = (resources.files("postcheck.find") / "data" / "evidence.toml").read_text("utf-8")
    raw: dict[str, Any] = tomli.loads(text)
    rows: list[tuple[tuple[str, ...], _Words | _Compared]] = [
        (tuple(row["features"]), _Words(row["code"], row["says"], row.get("toward", ""))) for row in raw["said"]
    ]
    for row in raw["compared"]:
        kinds = {kind: (row[kind][0], row[kind][1]) for kind in _KINDS if kind in row}
        rows.append((tuple(row["features"]), _Compared(row["code"], row.get("seen", ""), kinds)))
    return _Table(tuple(rows), tuple(raw["left_out"]))


def _matches(feature: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(feature, pattern) for pattern in patterns)
