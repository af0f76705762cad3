"""Spreadsheets that are no Excel workbooks of today: ``.xls``, ``.xlsb`` and OpenDocument's ``.ods``.

python-calamine reads their values, and ``cell_errors`` says which cells show an error. Of hidden rows and comments
nothing is told, and a remark says so.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from postcheck.errors import PostcheckError
from postcheck.formats import cell_errors, textfile, workbook
from postcheck.formats.ordinary import refuse_special
from postcheck.formats.tables import FileRemark, Header, Row
from postcheck.formats.workbook import (
    CELL_ERROR,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED,
    NO_RESULT,
    SheetTable,
    cell_text,
    headed,
    is_workbook,
)

_SAVE_AS = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx) or as CSV UTF-8."

_WRONG = {
    cell_errors.ERROR: CELL_ERROR,
    cell_errors.NO_RESULT: NO_RESULT,
    cell_errors.UNREAD: ("shows something that cannot be read", "Save the list as an Excel workbook (.xlsx)."),
}


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
    """Read a sheet, as :func:`postcheck.formats.workbook.read_sheet` does of an Excel workbook.

    Raises
    ------
    PostcheckError
        ``error``, if it cannot be read or has no header row.
    """
    try:
        refuse_special(path)
        if is_workbook(path):
            return workbook.read_sheet(path, sheet, name, what=what, error=error, is_header=is_header, advice=advice)
        _refuse_bomb(path)
        filled, others = _read(path, sheet)
    except OSError as exception:
        raise error(
            f"The {what}: {textfile.why_not_opened(exception)}", advice=textfile.how_to_open(exception), file=name
        ) from None
    except _FaultError as fault:
        raise error(f"The {what} {fault}", advice=_SAVE_AS, file=name) from None
    table = headed(filled, name, what=what, error=error, is_header=is_header, advice=advice)
    return replace(table, remarks=tuple(_remarks(path, others)))


class _FaultError(Exception):
    """Why a spreadsheet cannot be read."""


def _refuse_bomb(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise _FaultError("is protected with a password.")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _FaultError(f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB, too much for a list of pupils.")


def _read(path: Path, sheet: str) -> tuple[list[Row], int]:
    """Return the rows that are not blank, and how many other sheets there are."""
    import python_calamine  # noqa: PLC0415 - only for such a spreadsheet

    try:
        with path.open("rb") as file, python_calamine.load_workbook(file) as opened:
            metadata = [one for one in opened.sheets_metadata if one.typ == python_calamine.SheetTypeEnum.WorkSheet]
            chosen = _chosen(metadata, sheet, python_calamine.SheetVisibleEnum.Visible)
            read = _cells(opened.get_sheet_by_name(chosen))
            sheets = tuple(one.name for one in opened.sheets_metadata)
        rows = [*_rows(read, cell_errors.spans(path, sheets, chosen, MAX_ROWS))]
    except (_FaultError, OSError):
        raise
    except python_calamine.PasswordError:
        raise _FaultError("is protected with a password.") from None
    except Exception:  # noqa: BLE001 - a damaged file raises anything, with the contents of cells in its text
        raise _FaultError("is damaged, or is no spreadsheet.") from None
    return rows, len(metadata) - 1


def _chosen(sheets: list[Any], wanted: str, visible: object) -> str:
    if not sheets:
        raise _FaultError("has no sheet with cells.")
    if wanted:
        for one in sheets:
            if one.name.strip().casefold() == wanted.casefold():
                return str(one.name)
        titles = ", ".join(f'"{one.name}"' for one in sheets)
        raise _FaultError(f'has no sheet named "{wanted}". Its sheets are: {titles}.')
    return str(next((one for one in sheets if one.visible == visible), sheets[0]).name)


def _cells(sheet: Any) -> list[tuple[str, ...]]:  # noqa: ANN401 - rows of any values
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise _FaultError("has more rows or columns than a list of pupils can have.")
    return [tuple(cell_text(cell) for cell in cells) for cells in sheet.to_python(skip_empty_area=False)]


def _rows(read: list[tuple[str, ...]], spans: cell_errors.Spans) -> Iterator[Row]:
    """Yield the rows that are not blank, with the cells that show an error; those may lie beyond what was read."""
    width = max(map(len, read), default=0)
    for line in range(1, max(len(read), *spans) + 1 if spans else len(read) + 1):
        texts = read[line - 1] if line <= len(read) else ()
        bad = {
            index: wrong
            for first, last, wrong, if_blank in spans.get(line, ())
            for index in range(first, max(first, min(last, width)) + 1)
            if not (if_blank and index < len(texts) and texts[index].strip())
        }
        cells = tuple("" if index in bad else text for index, text in enumerate(texts))
        cells += ("",) * (max(bad, default=-1) + 1 - len(cells))
        if bad or any(text.strip() for text in cells):
            yield Row(line, cells, bad=tuple((index, *_WRONG[bad[index]]) for index in sorted(bad)))


def _remarks(path: Path, others: int) -> Iterator[FileRemark]:
    advice = "Save it as an Excel workbook (.xlsx) to have them examined."
    yield FileRemark(
        0, f"Of hidden rows, comments and lines through cells a {path.suffix.casefold()} file tells nothing.", advice
    )
    if others:
        which = "one more sheet, which is not read" if others == 1 else f"{others} more sheets, which are not read"
        yield FileRemark(
            0,
            f"The workbook has {which}.",
            f"If the list is on another sheet, name it: consent{path.suffix.casefold()}#Name of the sheet.",
            unread=True,
        )
