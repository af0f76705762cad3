"""Consent lists as Excel workbooks: what a person sees in the sheet is what is read, and what cannot be is said."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from postcheck.consent.consent_list import load_consent
from postcheck.consent.doubts import inspect_consent
from postcheck.errors import ConsentListError
from postcheck.formats import workbook
from postcheck.formats.table_file import split_sheet
from postcheck.model.people import Answer

HEADER = ["pupil_id", "forename", "surname", "year_group", "given_on", "expires_on", "photo_social", "name_first", None]
TODAY = date(2026, 11, 21)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "consent.xlsx"


def save(
    path: Path,
    *rows: Sequence[object],
    change: Callable[[Worksheet], None] | None = None,
    header: Sequence[object] | None = None,
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in ([*(header or HEADER)], *rows):
        sheet.append(row)
    if change:
        change(sheet)
    book.save(path)


AMELIA = [7.0, "Amelia", "Carter", 4, datetime(2026, 9, 1), "31/8/2027", True, "given", None]  # noqa: DTZ001 - Excel knows no time zones
RHYS = ["P8", "Rhys", "Morgan", "Year 9", date(2026, 9, 1), None, 0, None, None]


def test_cells_arrive_as_they_look(path: Path) -> None:
    save(path, AMELIA, [None], RHYS)
    roll = load_consent(path, name="consent.xlsx")
    assert (roll.file, roll.columns) == ("consent.xlsx", ("photo_social", "name_first"))
    amelia, rhys = roll.pupils
    assert (amelia.id, amelia.year_group, amelia.given_on, amelia.expires_on) == (
        "7",
        "4",
        date(2026, 9, 1),
        date(2027, 8, 31),
    )
    assert amelia.answers == (("photo_social", Answer.GIVEN), ("name_first", Answer.GIVEN))
    assert rhys.answers == (("photo_social", Answer.REFUSED), ("name_first", Answer.BLANK))
    assert (amelia.line, rhys.line) == (2, 4)


def test_another_sheet_can_be_named(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Read me"
    book.active.title = "Notes"
    sheet = book.create_sheet("Year 4")
    for row in (HEADER, AMELIA):
        sheet.append(row)
    book.save(path)
    assert [pupil.id for pupil in load_consent(Path(f"{path}#year 4")).pupils] == ["7"]
    with pytest.raises(ConsentListError, match='has no sheet named "Year 5"') as caught:
        load_consent(Path(f"{path}#Year 5"))
    assert '"Notes", "Year 4"' in caught.value.advice
    with pytest.raises(ConsentListError, match="no column"):
        load_consent(path)


def test_a_file_may_have_a_hash_in_its_name(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx#1.csv"
    path.write_text("pupil_id,forename\nP1,Ann\n")
    assert split_sheet(path) == (path, "")
    assert load_consent(path).pupils[0].id == "P1"


def test_a_hidden_sheet_in_front_is_passed_over(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    for row in (HEADER, RHYS):
        book.active.append(row)
    sheet = book.create_sheet("List")
    for row in (HEADER, AMELIA):
        sheet.append(row)
    book.save(path)
    found = inspect_consent(path, today=TODAY)
    assert found.roll
    assert [pupil.id for pupil in found.roll.pupils] == ["7"]
    (problem,) = found.problems
    assert problem.message == "The workbook has one more sheet, which is hidden and not read."


def hide_a_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[9].hidden = True


def hide_a_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["G"].hidden = True


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (hide_a_row, 3, "Row 3 of the sheet is hidden, and counted like all others."),
        (hide_a_column, 0, "The sheet has hidden columns"),
        (lambda sheet: sheet.merge_cells("D2:D3"), 0, "The sheet has merged cells"),
    ],
)
def test_what_is_hidden_counts_and_is_told(
    path: Path, change: Callable[[Worksheet], None], line: int, said: str
) -> None:
    save(path, AMELIA, RHYS, change=change)
    found = inspect_consent(path, today=TODAY)
    assert found.roll
    assert len(found.roll.pupils) == 2
    (problem,) = found.problems
    assert problem.line == line
    assert said in problem.message


def test_columns_that_are_hidden_beside_the_list_are_nobodys_business(path: Path) -> None:
    save(path, AMELIA, change=lambda sheet: setattr(sheet.column_dimensions["Z"], "hidden", True))
    assert inspect_consent(path, today=TODAY).problems == ()


@pytest.mark.parametrize(
    ("cell", "column", "at"), [("G2", "photo_social", 7), ("A2", "pupil_id", 1), ("C2", "surname", 3)]
)
def test_a_formula_without_a_stored_result_is_an_error(path: Path, cell: str, column: str, at: int) -> None:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = '=IF(1,"given","given")'

    save(path, AMELIA, change=change)
    with pytest.raises(ConsentListError) as caught:
        load_consent(path)
    assert f'Line 2, column "{column}": This cell holds a formula whose result is not stored.' in caught.value.message
    assert (caught.value.line, caught.value.column) == (2, at)


def test_a_formula_outside_the_known_columns_does_not_matter(path: Path) -> None:
    save(path, [*AMELIA[:8], "=TODAY()"], header=[*HEADER[:8], "age"])
    assert len(load_consent(path).pupils) == 1


def test_an_error_in_a_cell_is_an_error(path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["G2"] = "#N/A"
        sheet["G2"].data_type = "e"

    save(path, AMELIA, change=change)
    with pytest.raises(ConsentListError, match="shows an error instead of a value"):
        load_consent(path)


def test_an_unknown_answer_names_the_spreadsheets_row_and_column(path: Path) -> None:
    save(path, AMELIA, [None], [*RHYS[:6], "maybe", None])
    with pytest.raises(ConsentListError) as caught:
        load_consent(path, name="consent.xlsx")
    assert caught.value.message == 'Line 4, column "photo_social": "maybe" is no consent answer.'
    assert caught.value.place == "consent.xlsx:4:7"


def test_cells_beyond_the_header_are_not_lost(path: Path) -> None:
    save(path, [*AMELIA, None, "refused"])
    with pytest.raises(ConsentListError, match="more cells than the header row"):
        load_consent(path)


def test_the_first_line_may_say_when_the_list_was_updated(path: Path) -> None:
    save(path, HEADER, AMELIA, header=["# updated_on: 1/10/2026"])
    assert load_consent(path).updated_on == date(2026, 10, 1)
    save(path, AMELIA)
    os.utime(path, (1_782_946_800, 1_782_946_800))
    assert load_consent(path).updated_on == load_consent(Path(f"{path}#Sheet")).updated_on == date(2026, 7, 2)


def rewritten(path: Path, change: Callable[[zipfile.ZipFile], None], pattern: str = "", replacement: str = "") -> None:
    """Write the workbook again, with a part changed or one more."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, re.sub(pattern.encode(), replacement.encode(), data) if pattern else data)
        change(new)


def test_a_bomb_is_not_unpacked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(path, AMELIA)
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1_000_000)
    rewritten(path, lambda archive: archive.writestr("xl/media/picture.png", b"\0" * 2_000_000))
    assert path.stat().st_size < 20_000
    with pytest.raises(ConsentListError, match="unpacks to more than 1 MB"):
        load_consent(path)


def test_entities_are_not_unfolded(path: Path) -> None:
    save(path, AMELIA)
    rewritten(path, lambda _: None, "<worksheet ", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet ')
    with pytest.raises(ConsentListError, match="document type"):
        load_consent(path)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("list.xls", OLE, "damaged"),
        ("list.xlsx", OLE, "old kind"),
        ("list.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        ("list.xlsx", b"pupil_id,forename\nP1,Ann\n", "no Excel workbook"),
        ("list.xlsx", b"PK\x03\x04 and no more", "damaged"),
        ("list.xlsx", b"", "no Excel workbook"),
        ("list.ods", b"PK\x03\x04", "damaged"),
        ("list.xlsb", b"PK\x03\x04", "damaged"),
    ],
)
def test_other_files_are_refused_with_a_remedy(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ConsentListError) as caught:
        load_consent(path, name=name)
    assert said in caught.value.message
    assert caught.value.file == name
    assert re.search(r"\.xlsx|CSV|\.csv|password", caught.value.advice)


def test_a_workbook_of_something_else_is_damaged(path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    path.write_bytes(stream.getvalue())
    with pytest.raises(ConsentListError, match="damaged, or is no Excel workbook"):
        load_consent(path)


def test_a_missing_workbook_is_said(tmp_path: Path) -> None:
    for name in ("gone.xlsx", "gone.xlsx#List"):
        with pytest.raises(ConsentListError, match="no such file"):
            load_consent(tmp_path / name)


def test_a_line_through_an_answer_and_a_comment_are_doubted(path: Path) -> None:
    def mark(sheet: Worksheet) -> None:
        sheet["G2"].comment = Comment("Mum rang: no more", "Office")
        sheet["G3"].font = Font(strike=True)
        sheet["B4"].font = Font(strike=True)  # nothing stands in it
        sheet["H3"] = CellRichText(TextBlock(InlineFont(strike=True), "gi"), "ven")

    save(path, AMELIA, RHYS, change=mark)
    found = [(problem.line, problem.message) for problem in inspect_consent(path, today=TODAY).problems]
    assert [one for one in found if "Cell" in one[1]] == [
        (2, "Cell G2 has a comment, which is not read."),
        (3, "Cell G3 is struck through, and still counts as what it says."),
        (3, "Cell H3 is struck through, and still counts as what it says."),
    ]
