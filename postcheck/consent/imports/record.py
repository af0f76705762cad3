"""A row of an export and its cells, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from postcheck.consent.consent_list import NAMES, parse_date
from postcheck.consent.imports.base import NO, YES, ExportField
from postcheck.errors import ConsentListError
from postcheck.formats.cells import collapse_whitespace, folded
from postcheck.formats.tables import Grid

ID = "pupil_id"
NAME_FIELDS = frozenset({*NAMES, ExportField.LEGAL_FORENAME, ExportField.LEGAL_SURNAME, ExportField.FULL_NAME})
"""Fields that hold a name."""
_WRITTEN_DATES = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y", "%d %b, %Y", "%a, %d %b %Y")


@dataclass(frozen=True)
class Cell:
    """A cell, with its place."""

    text: str
    grid: Grid
    line: int
    index: int

    @property
    def heading(self) -> str:
        """What stands above it."""
        return collapse_whitespace(self.grid.header.cells[self.index])

    def error(self, message: str, advice: str) -> ConsentListError:
        """Return an error about this cell; ``message`` does not quote what may be a name."""
        line, column = self.grid.place(self.line, self.index)
        return ConsentListError(
            f'Line {line}, column "{self.heading}": {message}',
            advice=advice,
            file=self.grid.file,
            line=line,
            column=column,
        )


@dataclass(frozen=True)
class Layout:
    """What the columns of a file are about."""

    id: int | None
    """None where pupils go by name and class, as in the answers to a form."""
    fields: Mapping[str, int]
    """Of the consent list's own columns, and of the parts of an export: where each stands."""
    consents: tuple[tuple[int, str], ...]
    """Columns that are a type of consent each."""

    @property
    def names(self) -> tuple[int, ...]:
        """Where names stand."""
        return tuple(index for name, index in self.fields.items() if name in NAME_FIELDS)


@dataclass
class Record:
    """A row of an export."""

    id: Cell
    """The pupil's id; a name, where the file has no ids."""
    key: str
    """What rows of one pupil have in common."""
    named: bool
    """Whether the key is made of name and class, for want of an id."""
    cells: dict[str, Cell]
    type: str | None
    """The type of consent that it is about; None if its columns are."""
    consents: tuple[tuple[str, Cell], ...]

    def text(self, name: str) -> str:
        """Return what stands in a field; nothing if the file has no such column."""
        return collapse_whitespace(self.cells[name].text) if name in self.cells else ""


def is_ticked(cell: Cell) -> bool:
    """Whether a cell holds a tick, a yes or the day on which it was ticked."""
    word = folded(cell.text)
    if word in YES or parse_export_date(collapse_whitespace(cell.text)):
        return True
    if not word or word in NO:
        return False
    raise cell.error("This is neither yes nor no.", "Correct it in the school system, and export again.")


def parse_export_date(text: str) -> date | None:
    """Return the day that is written as ``2026-09-01``, ``01/09/2026`` or ``1 Sep 2026``, or None if it is not one."""
    day = parse_date(text)
    for pattern in () if day else _WRITTEN_DATES:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return day


def is_name(text: str) -> bool:
    """Whether a text can be a name."""
    return any(char.isalpha() for char in text)


def plain_form(text: str) -> str:
    """Return a heading or a type for comparison: letter case and spacing aside."""
    return collapse_whitespace(text).casefold()
