"""Spreadsheets of the old kind and of OpenDocument: their values are read, and what isn't told is said."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlwt

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
