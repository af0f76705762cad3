"""Says why a name is taken for a child's, a grown-up's or a figure's (``--explain``)."""

from __future__ import annotations

from postcheck.model.mention import Naming, Role

_WHOSE = {
    Role.CHILD: "a child",
    Role.ADULT: "an adult",
    Role.FIGURE: "somebody public, historical or made up",
}
_SIDES = {
    **{role.value: f"for {whose}" for role, whose in _WHOSE.items()},
    "none": "for no name",
    "not none": "for a name",
    **{f"not {role}": f"against {whose}" for role, whose in _WHOSE.items()},
}
_LIKELY, _POSSIBLE = 0.5, 0.1
"""From which probability on it is most likely, and from which on it is possible at all."""


def why_words(naming: Naming | None) -> str:
    """Return whose name it most likely is, what speaks for that and what against: sentences without a name.

    They are empty for a flag that is about no name, and where nothing is known of it.
    """
    if naming is None or not naming.grounds:
        return ""
    sure = naming.confidence
    likely = "most likely" if sure >= _LIKELY else "perhaps" if sure >= _POSSIBLE else "hardly"
    # Nothing is ever quite sure.
    words = [f"{likely} {_WHOSE[naming.role]} ({min(99, max(1, round(100 * sure)))} in 100)."]
    by_side: dict[str, list[str]] = {}
    for ground in naming.grounds:
        by_side.setdefault(ground.toward, []).append(ground.says)
    for toward, said in sorted(by_side.items(), key=lambda side: side[0].startswith("not ")):
        words.append(f"What speaks {_SIDES[toward]}: {'; '.join(said)}.")
    return " ".join(words)
