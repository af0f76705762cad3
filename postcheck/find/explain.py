"""What was weighed for a mention, in words that an officer understands."""

from __future__ import annotations

from functools import cache

from postcheck.find.decide import Decision
from postcheck.find.evidence.cues import cues
from postcheck.model.mention import Ground

_MOST = 6
"""How many pieces of evidence are kept with a mention."""
_LEAST = 0.15
"""What a piece of evidence weighs at least to be told."""


def grounds(decision: Decision, role: str) -> tuple[Ground, ...]:
    """Return what spoke most for a role, and what most against it, the weightiest first.

    Parameters
    ----------
    decision:
        What was decided of a name.
    role:
        ``child``, ``adult``, ``figure``, or ``none``.
    """
    weighed = sorted(decision.reasons(role), key=lambda reason: -abs(reason[1]))
    found = []
    for name, weight in weighed:
        says = _words().get(name)
        if says and abs(weight) >= _LEAST and len(found) < _MOST:
            found.append(Ground(_code(name), says, role if weight > 0 else f"not {role}", abs(weight)))
    return tuple(found)


def _code(feature: str) -> str:
    return feature.removeprefix("cue: ").removeprefix("fact: ").replace("'s", "s").replace(": ", "_").replace(" ", "_")


@cache
def _words() -> dict[str, str]:
    return {f"cue: {cue.id}": cue.says for cue in cues()}
