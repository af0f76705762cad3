"""Several answers in one cell: "School website, School Facebook page", as forms write what was ticked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from postcheck.consent.consent_list import OUTLETS
from postcheck.consent.refusals import may_invert
from postcheck.formats.cells import collapse_whitespace, folded, normalize_header
from postcheck.model.people import Outlet

_PARTS = re.compile(r"[,;\n]|\band\b|&", re.IGNORECASE)
_NOWHERE = frozenset({"none", "nowhere", "none_of_these", "none_of_the_above", "no", "n/a"})
_WORD = re.compile(r"[^\W_]+")


def options(cell: str) -> tuple[str, ...]:
    """Return what was ticked, option by option."""
    return tuple(text for part in _PARTS.split(cell) if (text := collapse_whitespace(part)))


def outlets_of(option: str, own: Mapping[str, frozenset[Outlet]]) -> frozenset[Outlet] | None:
    """Return the outlets that an option names, none for "none of these", or None if that is not known.

    Parameters
    ----------
    option:
        One option, as it was ticked.
    own:
        What the school says of its own options, folded.
    """
    if folded(option) in own:
        return own[folded(option)]
    if folded(option) in _NOWHERE:
        return frozenset()
    found = frozenset(_named(option))
    return found if len(found) == 1 and not may_invert(option) else None


def _named(option: str) -> Iterator[Outlet]:
    words = [normalize_header(word) for word in _WORD.findall(option)]
    for size in (1, 2):
        for start in range(len(words) - size + 1):
            outlet = OUTLETS.get("".join(words[start : start + size]))
            if outlet is not None:
                yield Outlet(outlet)
