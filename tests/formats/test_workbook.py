"""A workbook is read as the table that a person sees in it, cell by cell."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from postcheck.errors import PeopleListError
from postcheck.formats.tables import Row
from postcheck.formats.workbook import SheetTable, read_sheet


def saved(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def read(path: Path, sheet: str = "") -> SheetTable:
    return read_sheet(path, sheet, "list.xlsx", what="people list", error=PeopleListError)


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("Ann", "Ann"),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        (True, "true"),
        (False, "false"),
        (date(2026, 9, 1), "2026-09-01"),
        (datetime(2026, 9, 1, 9, 30), "2026-09-01 09:30:00"),  # noqa: DTZ001 - Excel knows no time zones
        (time(9, 30), "09:30:00"),
        ("\n two  words ", "\n two  words "),
    ],
)
def test_a_cell_is_text_as_it_looks(tmp_path: Path, value: object, seen: str) -> None:
    table = read(saved(tmp_path / "a.xlsx", ["name", "kind"], ["x", value]))
    (row,) = table.rows()
    assert row.cells == ("x", seen)


def test_rows_have_the_numbers_and_places_of_the_sheet(tmp_path: Path) -> None:
    table = read(saved(tmp_path / "a.xlsx", ["name", "kind"], ["Ann", "staff"], [], ["Bo"]))
    assert table.header == Row(1, ("name", "kind"))
    assert [(row.line, row.cells) for row in table.rows()] == [(2, ("Ann", "staff")), (4, ("Bo", ""))]
    assert table.place(4, 1) == (4, 2)


def test_cells_beyond_the_header_are_a_fault(tmp_path: Path) -> None:
    table = read(saved(tmp_path / "a.xlsx", ["name", "kind"], ["Ann", "staff", "more"]))
    (row,) = table.rows()
    assert (row.line, row.cells) == (2, ())
    assert "more cells than the header row" in row.fault


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"name,kind\nAnn,staff\n", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(PeopleListError) as caught:
        read(tmp_path / "a.xlsx")
    assert caught.value.file == "list.xlsx"
    assert "Ann" not in str(caught.value)


def test_an_empty_sheet_has_no_header(tmp_path: Path) -> None:
    with pytest.raises(PeopleListError, match="no header row"):
        read(saved(tmp_path / "a.xlsx"))
