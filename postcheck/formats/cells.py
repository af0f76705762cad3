"""What stands in one cell of a table, made comparable: headers, values, words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from rapidfuzz.distance import OSA

from postcheck.text.characters import plain_letters, without_ignorable

_NO_LETTER = re.compile(r"[\W_]+")
_LONG_NAME = 7
"""From this many letters on, a column's name may be misspelt in two places."""


def normalize_header(name: str) -> str:
    """Return a column's name for comparison: letter case, spaces, hyphens and other punctuation aside."""
    return _NO_LETTER.sub("", without_ignorable(plain_letters(name))).casefold()


def near_miss(name: str, columns: Iterable[str]) -> str | None:
    """Return the one of ``columns`` that ``name`` probably misspells, or None."""
    written = normalize_header(name)
    ranked = sorted((OSA.distance(written, normalize_header(column)), column) for column in columns)
    return next(
        (
            column
            for distance, column in ranked
            if 0 < distance <= (2 if len(normalize_header(column)) >= _LONG_NAME else 1)
        ),
        None,
    )


def collapse_whitespace(cell: str) -> str:
    """Return a cell's text with single spaces and without invisible characters."""
    return " ".join(without_ignorable(cell).split())


def folded(cell: str) -> str:
    """Return a cell for comparison with words of a fixed list: ``Not asked`` as ``not_asked``."""
    return re.sub(r"[\s\-_]+", "_", collapse_whitespace(cell).casefold())


def words(text: str) -> frozenset[str]:
    """Return the words of a text, letter case aside."""
    return frozenset(re.findall(r"[^\W\d_]+", without_ignorable(plain_letters(text)).casefold()))


def quoted(cell: str, names: Collection[str]) -> str:
    """Return a cell's value for a message, unless one of its words is in ``names``.

    In a shifted row, a name may stand anywhere.
    """
    value = collapse_whitespace(cell)
    if not words(value).isdisjoint(names):
        return "this value (not shown, as it holds a name)"
    return f'"{value[:37]}..."' if len(value) > 40 else f'"{value}"'  # noqa: PLR2004 - enough to find it by
