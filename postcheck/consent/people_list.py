"""The people list: names that aren't pupils', so that staff, governors and places aren't reported as unknown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from postcheck.errors import PeopleListError
from postcheck.formats.cells import collapse_whitespace, folded, near_miss, normalize_header, quoted, words
from postcheck.formats.table_file import read_table
from postcheck.formats.tables import Grid
from postcheck.model.people import KnownName, PeopleList, PersonKind

_COLUMNS = ("name", "kind", "note")
_KINDS = {"": PersonKind.OTHER, **{str(kind): kind for kind in PersonKind}}


def load_people(paths: Sequence[Path]) -> PeopleList:
    """Load people lists and join them.

    Raises
    ------
    PeopleListError
        With its place, if a file cannot be read, has no column ``name``, or has a row or a kind that makes no sense.
    """
    return PeopleList(tuple(dict.fromkeys(name for path in paths for name in _load(path))))


def _load(path: Path) -> list[KnownName]:
    table = read_table(path, str(path), columns=_COLUMNS, what="people list", error=PeopleListError)
    index = _columns(table)
    rows = list(table.rows())
    on_list = frozenset().union(*(words(row.cells[index["name"]]) for row in rows if row.cells))
    names: list[KnownName] = []
    for row in rows:
        if row.fault:
            advice = "Correct the row in a text editor, or save the list from the spreadsheet again as CSV UTF-8."
            raise PeopleListError(
                f"Line {row.line}: This row {row.fault}.", advice=advice, file=table.file, line=row.line
            )
        for position, wrong, advice in row.bad:
            if position in index.values():
                raise _error(table, row.line, position, f"This cell {wrong}.", advice)
        name, kind, note = (row.cells[index[column]] if column in index else "" for column in _COLUMNS)
        if not collapse_whitespace(name):
            raise _error(
                table, row.line, index["name"], "This row has no name.", "Fill in the name, or take the row out."
            )
        if folded(kind) not in _KINDS:
            message = f"{quoted(kind, on_list)} is no kind of person."
            raise _error(
                table, row.line, index["kind"], message, f"Use one of {', '.join(PersonKind)}, or leave it blank."
            )
        names.append(KnownName(collapse_whitespace(name), _KINDS[folded(kind)], collapse_whitespace(note)))
    return names


def _columns(table: Grid) -> dict[str, int]:
    """Return the columns' positions. An unknown column is not read; one that looks like a known one is an error."""
    known = {normalize_header(column): column for column in _COLUMNS}
    index: dict[str, int] = {}
    for position, cell in enumerate(table.header.cells):
        column = known.get(normalize_header(cell))
        if column in index:
            raise _error(
                table, table.header.line, position, f'Two columns are named "{column}".', "Keep the one that is right."
            )
        if column is not None:
            index[column] = position
    if "name" not in index:
        # The header isn't quoted: it may be somebody's name.
        message, advice = (
            'The people list has no column "name".',
            "Name the columns in the first row: name, kind, note.",
        )
        raise PeopleListError(message, advice=advice, file=table.file, line=table.header.line)
    for position, cell in enumerate(table.header.cells):
        if normalize_header(cell) not in known and "kind" not in index and near_miss(cell, ("kind",)):
            message = "This column is not known, and would not be read."
            raise _error(table, table.header.line, position, message, 'Call it "kind" if that is meant.')
    return index


def _error(table: Grid, line: int, position: int, message: str, advice: str) -> PeopleListError:
    row, column = table.place(line, position)
    return PeopleListError(
        f'Line {row}, column "{collapse_whitespace(table.header.cells[position])}": {message}',
        advice=advice,
        file=table.file,
        line=row,
        column=column,
    )
