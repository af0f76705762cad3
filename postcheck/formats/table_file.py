"""Tables in files: CSV or a workbook, told apart by their names."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from postcheck.errors import PostcheckError
from postcheck.formats.csv_table import read_csv
from postcheck.formats.tables import Grid, Header

_WORKBOOK = re.compile(r"(?P<file>.+\.(?:xls[xmb]?|ods))#(?P<sheet>.+)", re.IGNORECASE | re.DOTALL)


def split_sheet(path: Path) -> tuple[Path, str]:
    """Return the file and the sheet that ``consent.xlsx#Year 4`` names; the sheet is empty if it names none."""
    match = _WORKBOOK.fullmatch(str(path))
    return (path, "") if match is None or path.exists() else (Path(match["file"]), match["sheet"].strip())


def read_table(
    path: Path,
    name: str,
    *,
    columns: Collection[str],
    what: str,
    error: type[PostcheckError],
    is_header: Header | None = None,
    advice: str = "Its first row must name the columns.",
) -> Grid:
    """Read a CSV file or a spreadsheet up to its header row.

    Parameters
    ----------
    path:
        Where to open it. ``#`` and the name of a sheet may follow the name of a workbook; otherwise its first sheet is
        read.
    name:
        Its path as messages show it.
    columns:
        The names of columns that it may have; they show which character separates the cells.
    what:
        What it is, for messages: "consent list".
    error:
        What to raise.
    is_header:
        Tells the header row from rows above it, such as a report's title; without it the first row is the header.
    advice:
        What to do if there is no header row.

    Raises
    ------
    PostcheckError
        ``error``, if the file cannot be read or has no header row.
    """
    file, sheet = split_sheet(path)
    if file.suffix.casefold() in {".xls", ".xlsb", ".ods"}:
        from postcheck.formats import other_workbook  # noqa: PLC0415 - the spreadsheet reader is only loaded for a spreadsheet

        return other_workbook.read_sheet(file, sheet, name, what=what, error=error, is_header=is_header, advice=advice)
    if sheet or file.suffix.casefold() in {".xlsx", ".xlsm"}:
        from postcheck.formats import workbook  # noqa: PLC0415 - the same

        return workbook.read_sheet(file, sheet, name, what=what, error=error, is_header=is_header, advice=advice)
    return read_csv(path, name, columns=columns, what=what, error=error, is_header=is_header, advice=advice)
