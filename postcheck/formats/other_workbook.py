"""Spreadsheets that are no Excel workbooks of today: ``.xls``, ``.xlsb`` and OpenDocument's ``.ods``.

python-calamine reads their values. Of hidden rows, comments and cells that show an error it tells nothing, and a remark
says so.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from postcheck.errors import PostcheckError
from postcheck.formats import textfile
from postcheck.formats.ordinary import refuse_special
from postcheck.formats.tables import MAX_PREAMBLE, FileRemark, Header, Row, read_updated_on, trimmed
from postcheck.formats.workbook import MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED, SheetTable, cell_text

_SAVE_AS = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx) or as CSV UTF-8."


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
        _refuse_bomb(path)
        filled, others = _read(path, sheet)
    except OSError as exception:
        raise error(
            f"The {what}: {textfile.why_not_opened(exception)}", advice=textfile.how_to_open(exception), file=name
        ) from None
    except _FaultError as fault:
        raise error(f"The {what} {fault}", advice=_SAVE_AS, file=name) from None
    updated_on = read_updated_on(filled[0].cells[0]) if filled else None
    if updated_on is not None:
        del filled[0]
    for number, row in enumerate(filled[: MAX_PREAMBLE if is_header else 1]):
        if is_header is None or is_header(row.cells):
            header = Row(row.line, trimmed(row.cells))
            rest = tuple(filled[number + 1 :])
            return SheetTable(name, header, tuple(_remarks(path, others)), updated_on or "", rest)
    raise error(f"The {what} has no header row that can be read.", advice=advice, file=name)


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
        with path.open("rb") as file, python_calamine.load_workbook(file) as workbook:
            metadata = [one for one in workbook.sheets_metadata if one.typ == python_calamine.SheetTypeEnum.WorkSheet]
            chosen = _chosen(metadata, sheet, python_calamine.SheetVisibleEnum.Visible)
            rows = [*_rows(workbook.get_sheet_by_name(chosen))]
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


def _rows(sheet: Any) -> Iterator[Row]:  # noqa: ANN401 - rows of any values
    if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
        raise _FaultError("has more rows or columns than a list of pupils can have.")
    for line, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        texts = tuple(cell_text(cell) for cell in cells)
        if any(text.strip() for text in texts):
            yield Row(line, texts)


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
