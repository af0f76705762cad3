"""What stands in one cell of a table, made comparable: headers, values, words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from rapidfuzz.distance import OSA

_NO_LETTER = re.compile(r"[\W_]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_LONG_NAME = 7
"""From this many letters on, a column's name may be misspelt in two places."""


def squash(name: str) -> str:
    """Return a column's name for comparison: letter case, spaces, hyphens and other punctuation aside."""
    return _NO_LETTER.sub("", name).casefold()


def near_miss(name: str, columns: Iterable[str]) -> str | None:
    """Return the one of ``columns`` that ``name`` probably misspells, or None."""
    written = squash(name)
    ranked = sorted((OSA.distance(written, squash(column)), column) for column in columns)
    return next(
        (column for distance, column in ranked if 0 < distance <= (2 if len(squash(column)) >= _LONG_NAME else 1)), None
    )


def tidy(cell: str) -> str:
    """Return a cell's text with single spaces and without what cannot be seen (soft hyphens, marks of direction)."""
    return " ".join((cell if cell.isascii() else _INVISIBLE.sub("", cell)).split())


def folded(cell: str) -> str:
    """Return a cell for comparison with words of a fixed list: ``Not asked`` as ``not_asked``."""
    return re.sub(r"[\s\-_]+", "_", tidy(cell).casefold())


def words(text: str) -> frozenset[str]:
    """Return the words of a text, letter case aside."""
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold()))


def quoted(cell: str, names: Collection[str]) -> str:
    """Return a cell's value for a message, unless a word of it is one of ``names``: in a shifted row a name may stand anywhere."""
    value = tidy(cell)
    if not words(value).isdisjoint(names):
        return "this value (not shown, as it holds a name)"
    return f'"{value[:37]}..."' if len(value) > 40 else f'"{value}"'  # noqa: PLR2004 - enough to find it by
