"""Tables as schools have them, with the place of every cell, whatever file they come from.

Excel, Google Sheets and school systems write commas, semicolons or tabs, one of several encodings, blank lines and
trailing empty columns. They do not leave a quotation mark open or cut a row short: that loses pupils, so it counts as a
fault, and the rest is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

UPDATED_ON = re.compile(
    r'"?#[ \t]*updated[ _]?on[ \t]*[:=][ \t]*(?P<day>[^",;\t\r\n]*?)[ \t]*"?[,;\t ]*(?:\r\n|\r|\n|$)', re.IGNORECASE
)
MAX_PREAMBLE = 25
"""How far down an export its header row is looked for, in rows."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with at least one cell that is not blank."""

    line: int
    """The line of the file on which it starts, from 1."""
    cells: tuple[str, ...]
    """As many as the table has columns, untouched; empty if the row has a fault."""
    fault: str = ""
    """Why it cannot be read, in half a sentence without its contents; empty if it can."""
    bad: tuple[tuple[int, str, str], ...] = ()
    """Cells that cannot be read (a spreadsheet's errors): index, half a sentence, and what to do."""


@dataclass(frozen=True, slots=True)
class FileRemark:
    """Something about the file that a person should know, though it can be read."""

    line: int
    message: str
    advice: str
    unread: bool = False
    """Whether it is about a part of the file that isn't read."""


class Grid(Protocol):
    """A table whose header row has been read."""

    @property
    def file(self) -> str:
        """The path as messages show it."""

    @property
    def header(self) -> Row:
        """The columns' names as they are written."""

    @property
    def updated_on(self) -> str:
        """What a first line such as ``# updated_on: 2026-09-01`` says; empty if there is none."""

    @property
    def remarks(self) -> tuple[FileRemark, ...]:
        """What is odd about the file as a whole."""

    @property
    def ragged(self) -> bool:
        """Whether rows may be shorter than the header without having lost anything."""

    def rows(self) -> Iterator[Row]:
        """Yield the rows; one with the wrong number of cells has a fault."""

    def records(self) -> Iterator[Row]:
        """Yield the rows as they stand, however many cells they have."""

    def place(self, line: int, index: int) -> tuple[int, int]:
        """Return line and column, both from 1, of the cell ``index`` (from 0) of the row that starts on ``line``."""


Header = Callable[[tuple[str, ...]], bool]
"""Tells whether some cells are the header row."""


def fitted(row: Row, width: int) -> Row:
    """Return a row with as many cells as the header has, or with a fault if that would lose something."""
    if row.fault or len(row.cells) == width:
        return row
    if len(row.cells) < width:
        return Row(row.line, (), f"has {len(row.cells)} cells, but the header row has {width}")
    if any(cell.strip() for cell in row.cells[width:]):
        return Row(row.line, (), f"has more cells than the header row, which has {width}")
    return Row(row.line, row.cells[:width], bad=row.bad)


def read_updated_on(cell: str) -> str | None:
    """Return what a cell such as ``# updated_on: 2026-09-01`` says, or None if it isn't such a cell."""
    match = UPDATED_ON.fullmatch(cell)
    return match["day"] if match else None


def trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the header without empty columns at its end."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells
