"""Spreadsheets of the old kind and of OpenDocument: their values are read, and what isn't told is said."""

from __future__ import annotations

import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlwt
from openpyxl import Workbook

from postcheck.consent.consent_list import load_consent
from postcheck.consent.doubts import inspect_consent
from postcheck.errors import ConsentListError
from postcheck.model.people import Answer

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = f"""<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/></manifest:manifest>"""
_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"""
HEADER = ("pupil_id", "forename", "photo_social", "given_on")


def ods(path: Path, **sheets: list[tuple[str, ...]]) -> Path:
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(_CELL.format(cell) for cell in row)}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", _CONTENT.format(tables))
    return path


def xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Year 4")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, heading in enumerate(HEADER):
        sheet.write(0, column, heading)
    sheet.write(2, 0, 7)
    sheet.write(2, 1, "Zoë")
    sheet.write(2, 2, "given")
    sheet.write(2, 3, date(2026, 9, 1), day)
    book.add_sheet("Notes").write(0, 0, "nothing")
    book.save(str(path))
    return path


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    path = xls(tmp_path / "consent.xls")
    (pupil,) = load_consent(path).pupils
    assert (pupil.id, pupil.forename, pupil.answers, pupil.given_on, pupil.line) == (
        "7",
        "Zoë",
        (("photo_social", Answer.GIVEN),),
        date(2026, 9, 1),
        3,
    )
    said = [problem.message for problem in inspect_consent(path, today=date(2026, 11, 21)).problems]
    assert "Of hidden rows, comments and lines through cells a .xls file tells nothing." in said
    assert "The workbook has one more sheet, which is not read." in said


def test_a_sheet_is_named(tmp_path: Path) -> None:
    path = ods(tmp_path / "list.ods", One=[HEADER, ("P1", "Ann", "given", "")], Two=[HEADER, ("P2", "Bo", "no", "")])
    assert [pupil.id for pupil in load_consent(path).pupils] == ["P1"]
    assert [pupil.id for pupil in load_consent(Path(f"{path}#Two")).pupils] == ["P2"]
    with pytest.raises(ConsentListError, match=r'has no sheet named "Three"\. Its sheets are: "One", "Two"\.'):
        load_consent(Path(f"{path}#Three"))


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    locked = ods(tmp_path / "locked.ods", One=[HEADER])
    data = bytearray(locked.read_bytes())
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    locked.write_bytes(data)
    with pytest.raises(ConsentListError, match="protected with a password"):
        load_consent(locked)
    (tmp_path / "page.xls").write_text("<table><tr><td>pupil_id</td></tr></table>")
    with pytest.raises(ConsentListError, match="damaged, or is no spreadsheet"):
        load_consent(tmp_path / "page.xls")


BARRED = ("pupil_id", "forename", "do_not_publish", "expires_on", "photo", "note")


def ods_cells(path: Path, *cells: str) -> Path:
    """Write a list whose second row ends in cells as they stand in the file."""
    head, start = "".join(map(_CELL.format, BARRED)), "".join(map(_CELL.format, ("P1", "Robert")))
    table = f"<table:table-row>{head}</table:table-row><table:table-row>{start}{''.join(cells)}</table:table-row>"
    content = _CONTENT.format(f'<table:table table:name="One">{table}</table:table>').replace(
        "<office:document-content", '<office:document-content xmlns:calcext="urn:org:documentfoundation:calcext"'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", content)
    return path


def xlsb(path: Path, rows: list[list[str | int]]) -> Path:
    """Write a binary workbook of one sheet; a number stands for a cell with that error."""

    def record(kind: int, data: bytes) -> bytes:
        first = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return first + bytes([len(data)]) + data

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    sheet = record(129, b"") + record(148, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + record(145, b"")
    for line, row in enumerate(rows):
        sheet += record(0, struct.pack("<I", line) + b"\0" * 13)
        for column, value in enumerate(row):
            at = struct.pack("<2I", column, 0)
            sheet += record(3, at + bytes([value])) if isinstance(value, int) else record(6, at + text(value))
    sheet += record(146, b"") + record(130, b"")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    book = record(131, b"") + record(143, b"") + record(156, struct.pack("<2I", 0, 1) + text("rId1") + text("One"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book + record(144, b"") + record(132, b""))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def wrong(path: Path) -> list[tuple[int, int, str, str]]:
    """Return the errors of a list: line, position, column and message."""
    return [
        (one.line, one.at, one.column, one.message)
        for one in inspect_consent(path, today=date(2026, 11, 21)).problems
        if one.level == "error"
    ]


ERROR = "This cell shows an error instead of a value."
NO_RESULT = "This cell holds a formula whose result is not stored."


_NOT_AVAILABLE = (
    '<table:table-cell {}table:formula="of:=NA()" office:value-type="string" office:string-value="" '
    'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
)
_ERR_508 = (
    '<table:table-cell table:formula="of:=A" office:value-type="float" office:value="0"><text:p>Err:508</text:p>'
    "</table:table-cell>"
)
_UNREAD = '<table:table-cell office:value-type="string" office:string-value=""><text:p>all</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (_NOT_AVAILABLE.format(""), ERROR),
        (_ERR_508, ERROR),
        ('<table:table-cell table:formula="of:=[.A1]"/>', NO_RESULT),
        (_UNREAD, "This cell shows something that cannot be read."),
    ],
)
def test_an_error_in_an_open_document_is_no_blank(tmp_path: Path, cell: str, message: str) -> None:
    path = ods_cells(tmp_path / "list.ods", cell, _CELL.format("2027-01-01"), _CELL.format("given"))
    assert wrong(path) == [(2, 3, "do_not_publish", message)]
    with pytest.raises(ConsentListError, match=r"column .do_not_publish.: This cell"):
        load_consent(path)


def test_errors_that_repeat_themselves_are_all_found(tmp_path: Path) -> None:
    error = _NOT_AVAILABLE.format('table:number-columns-repeated="2" ')
    assert wrong(ods_cells(tmp_path / "list.ods", error, _CELL.format("given"))) == [
        (2, 3, "do_not_publish", ERROR),
        (2, 4, "expires_on", ERROR),
    ]


def test_blanks_and_remarks_of_an_open_document_are_no_errors(tmp_path: Path) -> None:
    noted = "<table:table-cell><office:annotation><text:p>#N/A</text:p></office:annotation></table:table-cell>"
    empty = '<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string"><text:p/></table:table-cell>'
    path = ods_cells(tmp_path / "list.ods", noted, empty, _CELL.format("given"))
    assert wrong(path) == []
    assert load_consent(path).pupils[0].answers == (("photo", Answer.GIVEN),)


def test_an_error_in_an_old_workbook_is_no_blank(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    notes, sheet = book.add_sheet("Notes"), book.add_sheet("List", cell_overwrite_ok=True)
    notes.row(1).set_cell_error(2, "#REF!")
    for column, heading in enumerate(BARRED):
        sheet.write(0, column, heading)
    for column, value in enumerate(("P1", "Robert", "", "", "given")):
        sheet.write(3, column, value)
    sheet.row(3).set_cell_error(2, "#N/A!")
    sheet.row(3).set_cell_error(5, "#DIV/0!")  # beside the list's columns
    path = tmp_path / "list.xls"
    book.save(str(path))
    assert wrong(Path(f"{path}#List")) == [(4, 3, "do_not_publish", ERROR)]


@pytest.mark.parametrize(
    ("result", "message"),
    [(b"\x02\0\x2a\0\0\0\xff\xff", ERROR), (b"\0\0\0\0\0\0\xff\xff", NO_RESULT)],
)
def test_a_formula_of_an_old_workbook_whose_result_is_an_error_or_missing(
    tmp_path: Path, result: bytes, message: str
) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("List")
    for column, heading in enumerate(BARRED):
        sheet.write(0, column, heading)
    for column, value in enumerate(("P1", "Robert", "", "", "given")):
        sheet.write(1, column, value) if column != 2 else sheet.write(1, 2, xlwt.Formula("A1"))
    path = tmp_path / "list.xls"
    book.save(str(path))
    data = path.read_bytes()
    at = data.index(struct.pack("<4H", 0x0006, 27, 1, 2)) + 10  # a formula's record, its length, row and column
    path.write_bytes(data[:at] + result + data[at + 8 :])
    assert wrong(path) == [(2, 3, "do_not_publish", message)]


def test_an_error_in_a_binary_workbook_is_no_blank(tmp_path: Path) -> None:
    good: list[list[str | int]] = [[*BARRED], ["P1", "Robert", "", "", "given", ""]]
    path = xlsb(tmp_path / "list.xlsb", good)
    assert wrong(path) == []
    assert load_consent(path).pupils[0].forename == "Robert"
    path = xlsb(tmp_path / "list.xlsb", [[*BARRED], ["P1", "Robert", 0x2A, 0x17, "given", ""]])
    assert wrong(path) == [(2, 3, "do_not_publish", ERROR), (2, 4, "expires_on", ERROR)]


@pytest.mark.parametrize("name", ["list.xls", "list.xlsb", "list.ods"])
def test_a_workbook_of_today_is_read_as_one_whatever_its_name(tmp_path: Path, name: str) -> None:
    book = Workbook()
    book.active.append(BARRED)
    book.active.append(("P1", "Robert", "#N/A", None, "given"))
    book.active["C2"].data_type = "e"
    book.active.row_dimensions[2].hidden = True
    book.save(tmp_path / "list.xlsx")
    path = (tmp_path / "list.xlsx").rename(tmp_path / name)
    assert wrong(path) == [(2, 3, "do_not_publish", ERROR)]
    assert "Row 2 of the sheet is hidden, and counted like all others." in [
        one.message for one in inspect_consent(path).problems
    ]


@pytest.mark.parametrize("name", ["list.xlsx", "list.xls"])
def test_a_heading_that_shows_an_error_is_refused(tmp_path: Path, name: str) -> None:
    book = Workbook()
    book.active.append(("pupil_id", "forename", "#REF!", "photo"))
    book.active["C1"].data_type = "e"
    book.active.append(("P1", "Robert", "all", "given"))
    book.save(tmp_path / "list.xlsx")
    path = (tmp_path / "list.xlsx").rename(tmp_path / name)
    with pytest.raises(ConsentListError, match="Line 1: The heading of column 3 shows an error instead of a value"):
        load_consent(path)


def test_a_spreadsheet_that_cannot_be_followed_is_refused(tmp_path: Path) -> None:
    path = xlsb(tmp_path / "list.xlsb", [[*BARRED], ["P1", "Robert", "", "", "given", ""]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data[:-1] if part.endswith("sheet1.bin") else data)
    with pytest.raises(ConsentListError, match="damaged, or is no spreadsheet"):
        load_consent(path)
