"""Excel workbooks, read as the table that a person sees in them.

What a spreadsheet shows and what its file holds are two different things: a formula may have no stored result, a row
may be hidden, and a file of a few kilobytes may unpack to gigabytes. Whatever keeps the list from being read as it
looks is reported.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element, iterparse

from postcheck.errors import PostcheckError
from postcheck.formats import textfile
from postcheck.formats.ordinary import refuse_special
from postcheck.formats.tables import MAX_PREAMBLE, FileRemark, Header, Row, fitted, read_updated_on, trimmed
from postcheck.formats.workbook_marks import marks

MAX_UNPACKED = 150_000_000
"""How many bytes a workbook may unpack to; a list of ten thousand pupils takes a tenth of that."""
MAX_ROWS = 200_000
"""How many rows a sheet may have."""
MAX_COLUMNS = 16_384
"""As many as Excel has."""

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NAMESPACE = re.compile(r"\{[^}]*\}")
_CELL = re.compile(r"(?P<letters>[A-Z]+)[0-9]+")
_SAVE_AS = "Open it in Excel and save it as an Excel workbook (.xlsx) or as CSV UTF-8."
NO_RESULT = (
    "holds a formula whose result is not stored",
    "Open the workbook in Excel and save it, or replace the formula by its value.",
)
CELL_ERROR = ("shows an error instead of a value", "Put the formula right, or type in the value.")


@dataclass(frozen=True)
class SheetTable:
    """A sheet whose header row has been found. Its lines are the spreadsheet's rows; its columns are counted from A."""

    file: str
    header: Row
    remarks: tuple[FileRemark, ...]
    updated_on: str
    _rows: tuple[Row, ...]
    ragged = True

    def rows(self) -> Iterator[Row]:
        """Yield the rows; one with cells beyond the header has a fault."""
        width = len(self.header.cells)
        for row in self._rows:
            padded = (*row.cells, *[""] * (width - len(row.cells)))
            yield fitted(Row(row.line, padded, bad=row.bad), width)

    def records(self) -> Iterator[Row]:
        """Yield the rows as they stand; cells at their end that are blank may be missing."""
        return iter(self._rows)

    def place(self, line: int, index: int) -> tuple[int, int]:
        """Return the row, and the column from 1."""
        return line, index + 1


class _FaultError(Exception):
    """Why a workbook cannot be read, and what to do."""

    def __init__(self, message: str, advice: str = _SAVE_AS) -> None:
        super().__init__(message)
        self.message, self.advice = message, advice


@dataclass(frozen=True)
class _Markup:
    """What openpyxl does not tell about a sheet that it reads as a stream."""

    hidden_rows: tuple[int, ...]
    hidden_columns: frozenset[int]
    """From 0."""
    merged: bool
    no_result: frozenset[tuple[int, int]]
    """Cells (row from 1, column from 0) with a formula and no result."""
    on_cells: tuple[FileRemark, ...] = ()
    """What stands on cells: a line through them, a comment."""


def read_sheet(
    path: Path,
    sheet: str,
    name: str,
    *,
    what: str,
    error: type[PostcheckError],
    is_header: Header | None = None,
    advice: str = "The first row of the sheet must name the columns.",
) -> SheetTable:
    """Read a sheet of a workbook.

    Parameters
    ----------
    path:
        The workbook.
    sheet:
        The name of the sheet; empty means the first that is not hidden.
    name, what, error, is_header, advice:
        As for :func:`postcheck.formats.table_file.read_table`.

    Raises
    ------
    PostcheckError
        ``error``, if it cannot be read or has no header row.
    """
    try:
        filled, markup, others = _read(path, sheet)
    except OSError as exception:
        raise error(
            f"The {what}: {textfile.why_not_opened(exception)}", advice=textfile.how_to_open(exception), file=name
        ) from None
    except _FaultError as fault:
        raise error(f"The {what} {fault.message}", advice=fault.advice, file=name) from None
    table = headed(filled, name, what=what, error=error, is_header=is_header, advice=advice)
    return replace(table, remarks=tuple(_remarks(markup, others, table.header, tuple(table.records()))))


def headed(
    filled: list[Row], name: str, *, what: str, error: type[PostcheckError], is_header: Header | None, advice: str
) -> SheetTable:
    """Return the rows of a sheet as a table, once its header row is found.

    Raises
    ------
    PostcheckError
        ``error``, if there is none, or if a heading shows an error: its column would be passed over.
    """
    updated_on = read_updated_on(filled[0].cells[0]) if filled else None
    if updated_on is not None:
        del filled[0]
    for number, row in enumerate(filled[: MAX_PREAMBLE if is_header else 1]):
        if is_header is None or is_header(row.cells):
            for index, wrong, remedy in row.bad:
                raise error(
                    f"Line {row.line}: The heading of column {index + 1} {wrong}.",
                    advice=remedy,
                    file=name,
                    line=row.line,
                    column=index + 1,
                )
            return SheetTable(
                name, Row(row.line, trimmed(row.cells)), (), updated_on or "", tuple(filled[number + 1 :])
            )
    raise error(f"The {what} has no header row that can be read.", advice=advice, file=name)


def _read(path: Path, sheet: str) -> tuple[list[Row], _Markup, tuple[int, int]]:
    """Return the rows that are not blank, the sheet's peculiarities, and how many other sheets there are.

    The last is a pair: how many other sheets, and how many of those are hidden.
    """
    refuse_special(path)
    with path.open("rb") as file:
        _refuse_other_formats(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that it leaves out
        import openpyxl  # noqa: PLC0415 - it loads numpy and Pillow

        try:
            # openpyxl goes by a path's ending, whatever the file holds
            with zipfile.ZipFile(path) as archive, path.open("rb") as opened:
                _refuse_bombs(archive)
                workbook = openpyxl.load_workbook(opened, read_only=True, data_only=True, keep_links=False)
                try:
                    chosen = _chosen(workbook, sheet)
                    with archive.open(chosen._worksheet_path) as part:  # noqa: SLF001 - there is no public way to the sheet's own XML
                        markup = _markup(part)
                    on_cells = marks(archive, chosen._worksheet_path)  # noqa: SLF001 - the same
                    rows = [row for row in _rows(chosen, markup) if any(map(str.strip, row.cells)) or row.bad]
                    others = [one for one in workbook.worksheets if one is not chosen]
                    hidden = sum(one.sheet_state != "visible" for one in others)
                finally:
                    workbook.close()
        except (_FaultError, OSError):
            raise
        except Exception:  # noqa: BLE001 - a damaged workbook raises anything, with the contents of cells in its text
            raise _FaultError("is damaged, or is no Excel workbook.") from None
    return rows, replace(markup, on_cells=on_cells), (len(others), hidden)


def _refuse_other_formats(file: IO[bytes]) -> None:
    head = file.read(4)
    if head == _OLE:
        if _ENCRYPTED in head + file.read():
            raise _FaultError(
                "is protected with a password.",
                "Open it in Excel, take the password off (File, Info, Protect Workbook, Encrypt with Password: "
                "leave it empty) and save a copy.",
            )
        raise _FaultError(
            "is a workbook of the old kind (.xls), whatever its name says.",
            "Give it a name that ends in .xls, or save it as .xlsx.",
        )
    if head[:2] != b"PK":
        raise _FaultError(
            "is no Excel workbook, whatever its name says.", "If it is a CSV file, give it a name that ends in .csv."
        )


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _FaultError(
            f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB, too much for a list of pupils.",
            "Save only its list as CSV UTF-8.",
        )
    if any(part.flag_bits & 1 for part in parts):
        raise _FaultError("is protected with a password.", "Take the password off and save a copy.")
    for part in parts:
        with archive.open(part) as stream:
            if b"<!DOCTYPE" in stream.read(4096).replace(b"\0", b"").upper():
                raise _FaultError("holds something that no Excel workbook holds (a document type).")


def _chosen(workbook: Any, sheet: str) -> Any:  # noqa: ANN401 - openpyxl has no types
    sheets = [one for one in workbook.worksheets if hasattr(one, "_worksheet_path")]
    if not sheets:
        raise _FaultError("has no sheet with cells.")
    if sheet:
        for one in sheets:
            if one.title.strip().casefold() == sheet.casefold():
                return one
        titles = ", ".join(f'"{one.title}"' for one in sheets)
        raise _FaultError(f'has no sheet named "{sheet}".', f"Its sheets are: {titles}.")
    return next((one for one in sheets if one.sheet_state == "visible"), sheets[0])


def _rows(sheet: Any, markup: _Markup) -> Iterator[Row]:  # noqa: ANN401 - openpyxl has no types
    sheet.reset_dimensions()  # what the file says about its own size is often wrong
    for line, cells in enumerate(sheet.iter_rows(), 1):
        if line > MAX_ROWS:
            raise _FaultError(
                f"has more than {MAX_ROWS} rows.",
                "Delete the empty rows below the list, or save the list alone as CSV UTF-8.",
            )
        if cells:
            bad = [(index, *CELL_ERROR) for index, cell in enumerate(cells) if cell.data_type == "e"]
            bad += [(index, *NO_RESULT) for index in range(len(cells)) if (line, index) in markup.no_result]
            yield Row(
                line, tuple("" if cell.data_type == "e" else cell_text(cell.value) for cell in cells), bad=tuple(bad)
            )


def is_workbook(path: Path) -> bool:
    """Whether a file is an Excel workbook of today by what it holds, whatever its name says."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        names = {name.casefold() for name in archive.namelist()}
    return "[content_types].xml" in names and not any(name.endswith("workbook.bin") for name in names)


def cell_text(value: object) -> str:
    """Return the text that a cell's value stands for: a date as ISO, a whole number without decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).casefold()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _markup(part: IO[bytes]) -> _Markup:
    """Read from a sheet's own XML what is hidden and which formulas have no result."""
    hidden_rows: list[int] = []
    hidden_columns: set[int] = set()
    no_result: set[tuple[int, int]] = set()
    merged = False
    number = 0
    for event, element in iterparse(part, events=("start", "end")):  # noqa: S314 - documents with a DTD, which could hold entities, are refused
        tag = _NAMESPACE.sub("", element.tag)
        if event == "start":
            number = int(element.get("r", number + 1)) if tag == "row" else number
        elif tag == "row":
            hidden_rows += [number] if _is_hidden(element) else []
            no_result |= {(number, _column(cell)) for cell in element if _lacks_result(cell)}
            element.clear()
        elif tag == "col" and _is_hidden(element):
            hidden_columns.update(range(int(element.get("min", 1)) - 1, min(int(element.get("max", 1)), MAX_COLUMNS)))
        merged = merged or tag == "mergeCell"
    return _Markup(tuple(hidden_rows), frozenset(hidden_columns), merged, frozenset(no_result))


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") in {"1", "true"}


def _lacks_result(cell: Element) -> bool:
    children = {_NAMESPACE.sub("", child.tag): child for child in cell}
    return "f" in children and ("v" not in children or (children["v"].text is None and cell.get("t") != "str"))


def _column(cell: Element) -> int:
    """Return the column of a cell that says where it is ("AB7"), from 0; -1 if it does not."""
    place = _CELL.fullmatch(cell.get("r", ""))
    number = 0
    for letter in place["letters"] if place else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _remarks(markup: _Markup, others: tuple[int, int], header: Row, rows: tuple[Row, ...]) -> Iterator[FileRemark]:
    sheets, hidden = others
    if sheets:
        if sheets == 1:
            which = f"one more sheet, which is {'hidden and ' if hidden else ''}not read"
        else:
            which = f"{sheets} more sheets, which are not read{f' ({hidden} of them hidden)' if hidden else ''}"
        advice = "If the list is on another sheet, name it: consent.xlsx#Name of the sheet."
        yield FileRemark(0, f"The workbook has {which}.", advice, unread=True)
    unseen = [row.line for row in rows if row.line in frozenset(markup.hidden_rows)]
    if unseen:
        message = (
            f"Row {unseen[0]} of the sheet is hidden"
            if len(unseen) == 1
            else f"Rows {_ranges(unseen)} of the sheet are hidden"
        )
        advice = "Show all rows in Excel (take filters off), and delete the pupils who should not be there."
        yield FileRemark(unseen[0], f"{message}, and counted like all others.", advice)
    yield from markup.on_cells
    if any(index < len(header.cells) for index in markup.hidden_columns):
        yield FileRemark(
            0,
            "The sheet has hidden columns, and they count like all others.",
            "Show them in Excel, and check what they say.",
        )
    if markup.merged:
        advice = "Undo the merging in Excel, and fill in every cell."
        yield FileRemark(
            0, "The sheet has merged cells. Only the first cell of each counts; the others are read as blank.", advice
        )


def _ranges(numbers: Iterable[int]) -> str:
    """Return row numbers in words: "3, 5 to 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
