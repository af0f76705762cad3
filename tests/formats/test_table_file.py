"""Tables in files: what a path means, and what is read by which reader."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from postcheck.errors import PeopleListError
from postcheck.formats.csv_table import CsvTable
from postcheck.formats.table_file import read_table, split_sheet
from postcheck.formats.tables import Grid
from postcheck.formats.workbook import SheetTable

COLUMNS = ("name", "kind", "note")


def read(path: Path) -> Grid:
    return read_table(path, "list", columns=COLUMNS, what="people list", error=PeopleListError)


def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(PeopleListError) as caught:
            read_table(path, "list.csv", columns=COLUMNS, what="people list", error=PeopleListError)
        assert str(caught.value).startswith("list.csv: The people list: ")
        assert caught.value.advice


@pytest.mark.parametrize(
    ("written", "file", "sheet"),
    [
        ("list.xlsx", "list.xlsx", ""),
        ("list.xlsx#Year 4", "list.xlsx", "Year 4"),
        ("lists/a#b.XLSM# Year 4 ", "lists/a#b.XLSM", "Year 4"),
        ("list.xlsx#a#b", "list.xlsx", "a#b"),
        ("list.csv#Year 4", "list.csv#Year 4", ""),
        ("list.xlsx#", "list.xlsx#", ""),
    ],
)
def test_a_sheet_may_follow_the_name_of_a_workbook(written: str, file: str, sheet: str) -> None:
    assert split_sheet(Path(written)) == (Path(file), sheet)


def test_a_file_that_is_called_so_is_no_sheet(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx#1.csv"
    path.write_text("name,kind\nAnn,staff\n")
    assert split_sheet(path) == (path, "")
    assert [row.cells for row in read(path).rows()] == [("Ann", "staff")]


def test_the_name_tells_the_reader(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["name", "kind"])
    book.worksheets[0].append(["Ann", "staff"])
    book.save(tmp_path / "list.XLSX")
    (tmp_path / "list.csv").write_text("name,kind\nAnn,staff\n")
    sheet, text = read(tmp_path / "list.XLSX"), read(tmp_path / "list.csv")
    assert (type(sheet), type(text)) == (SheetTable, CsvTable)
    assert [row.cells for row in sheet.rows()] == [row.cells for row in text.rows()] == [("Ann", "staff")]
    (tmp_path / "list.ods").write_text("name,kind\nAnn,staff\n")
    with pytest.raises(PeopleListError, match="damaged"):
        read(tmp_path / "list.ods")
