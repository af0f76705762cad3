"""What the finder knows of English: ordinary words, places, titles, roles, common surnames, spelling variants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import tomli

from postcheck.text.folding import fold

_COMMON_TIER = 2


@dataclass(frozen=True)
class Lexicon:
    """Ordinary words and word classes, all as folded keys."""

    tiers: dict[str, int]
    """Each ordinary word's tier: 1 for the commonest, 3 for the rarer ones."""
    classes: dict[str, frozenset[str]]
    """Word classes by name: ``titles``, ``determiners`` …"""
    generations: dict[str, int]
    """How much commoner a forename is among today's children than among grown-ups, in half powers of ten, -4 to 4."""
    gazetteer: frozenset[str]
    """Towns and villages: evidence that a place is meant, where :meth:`place` has those that hardly anybody is called.
    """
    figures: dict[str, frozenset[str]]
    """First names of figures of scripture, history and books, each with words that stand beside hardly any other bearer
    of the name."""

    def known(self, key: str) -> bool:
        """Whether this is an English word, however rare."""
        return key in self.tiers or key in self.classes["also"]

    def ordinary(self, key: str) -> bool:
        """Whether a name of this spelling is also an ordinary word, so that only its context can tell."""
        return (
            self.tiers.get(key, 9) <= _COMMON_TIER and key not in self.classes["names_first"]
        ) or key in self.classes["also"]

    def everyday(self, key: str) -> bool:
        """Whether this is one of the commonest words."""
        return self.tiers.get(key) == 1

    def place(self, key: str) -> bool:
        """Whether this is the name of a town, a county or a country."""
        return key in self.classes["places"]

    def given(self, key: str) -> bool:
        """Whether this is a common forename and nothing else: no word and no place."""
        return key in self.classes["given"] and not self.known(key) and not self.place(key)

    def forename(self, key: str) -> bool:
        """Whether this is a usual forename, of today or of yesterday, whatever else it may be."""
        return key in self.generations or key in self.classes["given"]

    def is_a(self, key: str, *classes: str) -> bool:
        """Whether ``key`` is in any of these word classes."""
        return any(key in self.classes[name] for name in classes)


def _lines(name: str) -> list[str]:
    text = (resources.files("postcheck.find") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and line[0] != "#"]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships with postcheck."""
    tiers: dict[str, int] = {}
    tier = 0
    for line in _lines("words.txt"):
        if line[0] == "=":
            tier = int(line[1:])
        else:
            tiers[line] = tier
    raw: dict[str, Any] = tomli.loads((resources.files("postcheck.find") / "data" / "lists.toml").read_text("utf-8"))
    classes = {
        **{name: frozenset(raw["words"][name]) for name in raw["words"]},
        "titles": frozenset(raw["adults"]["titles"]),
        "dotted": frozenset(raw["adults"]["dotted"]),
        "roles": frozenset(raw["adults"]["roles"]),
        "visitors": frozenset(raw["adults"]["visitors"]),
        "creatures": frozenset(raw["adults"]["creatures"]),
        "reaching": frozenset(raw["adults"]["reaching"]),
        "named_after": frozenset(raw["places"]["named_after"]),
        "foods": frozenset(raw["places"]["foods"]),
        "groups": frozenset(raw["places"]["groups"]),
        "firms": frozenset(raw["places"]["firms"]),
        "services": frozenset(raw["places"]["services"]),
        "storms": frozenset(raw["places"]["storms"]),
        "accounts": frozenset(raw["places"]["accounts"]),
        "brands": frozenset(raw["places"]["brands"]),
        "doubtful_titles": frozenset(raw["adults"]["doubtful_titles"]),
        "sights": frozenset(raw["places"]["sights"]),
        "after": frozenset(raw["places"]["after"]),
        "firm": frozenset(raw["places"]["firm"]),
        "before": frozenset(raw["places"]["before"]),
        "places": frozenset(raw["places"]["names"]),
        "common_surnames": frozenset(raw["surnames"]["common"]),
        "particles": frozenset(raw["surnames"]["particles"]),
        "given": frozenset(fold(name.replace("-", "")) for line in _lines("given_names.txt") for name in line.split()),
    }
    generations: dict[str, int] = {}
    generation = 0
    for line in _lines("generations.txt"):
        if line.startswith("="):
            generation = int(line[1:])
        else:
            generations.update(dict.fromkeys(line.split(), generation))
    gazetteer = frozenset(word for line in _lines("gazetteer.txt") for word in line.split())
    figures = {name: frozenset(words.split()) for name, words in raw["figures"].items()}
    return Lexicon(tiers, classes, generations, gazetteer, figures)


def is_ordinary(key: str) -> bool:
    """Whether a folded name is also an ordinary word; see :meth:`Lexicon.ordinary`."""
    return lexicon().ordinary(key)


@cache
def spellings() -> dict[str, tuple[str, ...]]:
    """Return the other usual spellings of each name."""
    found: dict[str, dict[str, None]] = {}
    for line in _lines("variants.txt"):
        group = line.split()
        for name in group:
            found.setdefault(name, {}).update((other, None) for other in group if other != name)
    return {name: tuple(others) for name, others in found.items()}


@cache
def short_forms() -> dict[str, tuple[str, ...]]:
    """Return the usual short forms of each name."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _lines("nicknames.txt"):
        name, *short = line.split()
        found[name] = tuple(short)
    return found


@cache
def usual_short_forms() -> frozenset[str]:
    """Return everything that is a usual short form of some name."""
    return frozenset(short for forms in short_forms().values() for short in forms)


@cache
def well_known() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the full names of well-known people and characters, and the folded single names that mean one of them."""
    lines = _lines("well_known.txt")
    cut = lines.index("= single")
    return tuple(lines[:cut]), frozenset(fold(line.replace(" ", "")) for line in lines[cut + 1 :])
