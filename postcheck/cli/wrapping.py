"""Lines for a person at a terminal, as wide as it is; what goes into a pipe or a file is not wrapped."""

from __future__ import annotations

import textwrap

from postcheck.cli.output import width

_WIDEST = 100
"""Columns beyond which lines are hard to read."""
_NARROWEST = 30


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Return a paragraph in lines, the first of which begins with ``first`` and the others with ``rest``.

    Without ``rest`` the others begin with as many blanks as ``first`` has characters. Nothing breaks within a word or
    a path.
    """
    rest = " " * len(first) if rest is None else rest
    columns = width()
    if columns is None:
        return f"{first}{text}"
    return textwrap.fill(
        text,
        max(_NARROWEST, min(columns, _WIDEST)),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
