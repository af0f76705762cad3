"""The CSV reader: any file that a spreadsheet writes comes back cell by cell, with the line and column of each."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postcheck.errors import PeopleListError
from postcheck.formats.csv_table import CsvTable
from postcheck.formats.table_file import read_table
from postcheck.formats.tables import Grid, Row

COLUMNS = ("name", "kind", "note")


def table_of(data: bytes | str, path: Path, columns: tuple[str, ...] = COLUMNS) -> Grid:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_table(path, "list.csv", columns=columns, what="people list", error=PeopleListError)


def cells(table: Grid) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(path: Path, encoding: str) -> None:
    table = table_of("name,kind\nZoë Brontë,staff\n".encode(encoding), path)
    assert table.header == Row(1, ("name", "kind"))
    assert cells(table) == [("Zoë Brontë", "staff")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(path: Path, delimiter: str, end: str) -> None:
    lines = ["Name|Kind|Other", "", '"Ann; Lee, or\tBo"|staff|x', "||", 'Ann|"a|b"|']
    table = table_of(end.join(line.replace("|", delimiter) for line in lines), path)
    assert list(table.rows()) == [Row(3, ("Ann; Lee, or\tBo", "staff", "x")), Row(5, ("Ann", f"a{delimiter}b", ""))]


def test_the_delimiter_is_the_one_that_gives_known_columns(path: Path) -> None:
    assert cells(table_of("name;remark, or so, or so, or so;kind\nAnn;x;staff\n", path)) == [("Ann", "x", "staff")]


def test_excel_may_name_the_delimiter_first(path: Path) -> None:
    table = table_of("sep=;\r\nname;kind\r\nAnn;staff\r\n", path)
    assert table.header == Row(2, ("name", "kind"))
    assert list(table.rows()) == [Row(3, ("Ann", "staff"))]
    assert table.place(3, 1) == (3, 5)


def test_empty_columns_at_the_end_are_left_out(path: Path) -> None:
    table = table_of("name,kind,, \nAnn,staff,,\nBo,staff\n,,,\nCy,staff, ,\n", path)
    assert [row.cells for row in table.rows()] == [("Ann", "staff"), ("Bo", "staff"), ("Cy", "staff")]


def test_blanks_around_a_quoted_cell_in_front_do_not_matter(path: Path) -> None:
    assert cells(table_of('name, kind\nAnn, "staff, or so"\n', path)) == [("Ann", "staff, or so")]


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        ("name,kind,note\nAnn,staff,x\n\nBo,staff\n", 4, "has 2 cells, but the header row has 3"),
        ('name,kind\n"A\nB",staff\nBo,staff,x\n', 4, "has more cells than the header row, which has 2"),
        ('name,kind\nAnn,staff\n"Bo,staff\nCy,staff\n', 3, "has a quotation mark"),
        ('name,kind\nAnn,"staff" or so\n', 2, "has a quotation mark"),
        ("name,kind\n" + 'Ann,"' + "x" * 200_000 + "\n", 2, "has a quotation mark"),
    ],
)
def test_rows_that_lose_cells_are_faults(path: Path, text: str, line: int, fault: str) -> None:
    last = list(table_of(text, path).rows())[-1]
    assert last.line == line
    assert last.cells == ()
    assert fault in last.fault
    assert "Bo" not in last.fault


@pytest.mark.parametrize("data", [b"", b"\n\n  \n", b'"name', b"sep=;\n"])
def test_a_file_without_header_row_is_refused(path: Path, data: bytes) -> None:
    with pytest.raises(PeopleListError, match="no header row"):
        table_of(data, path)


@pytest.mark.parametrize("data", [b"PK\x03\x04zip", b"name\0\0\xff\xfe\0kind", b"%PDF-1.7"])
def test_what_is_no_text_is_refused(path: Path, data: bytes) -> None:
    with pytest.raises(PeopleListError) as caught:
        table_of(data, path)
    assert caught.value.file == "list.csv"
    assert "CSV UTF-8" in caught.value.advice


CELL = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from('",;\t\n\r\' "'), max_size=8
)


@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@example(
    rows=[["a\r\nb\rc\nd", "", "x"], ["", "y", ""]], delimiter=",", end="\r\n", quoting=csv.QUOTE_ALL, encoding="utf-8"
)
def test_what_was_written_is_read_back_with_its_place(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[list[str]],
    delimiter: str,
    end: str,
    quoting: int,
    encoding: str,
) -> None:
    # A blank in front of a cell is no part of it; and csv.writer leaves a lone carriage return without quotation marks,
    # where it would end the row.
    rows = [[cell.lstrip(" ") for cell in row] for row in rows]
    if quoting == csv.QUOTE_MINIMAL:
        rows = [[cell.replace("\r", "\n") for cell in row] for row in rows]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type] # a constant of the module
    writer.writerow(COLUMNS)
    expected = []
    for row in rows:
        start = stream.tell()
        writer.writerow(row)
        if any(cell.strip() for cell in row):
            expected.append((stream.getvalue()[:start], tuple(row)))
    table = table_of(stream.getvalue().encode(encoding), tmp_path_factory.getbasetemp() / "any.csv")
    assert isinstance(table, CsvTable)
    found = list(table.rows())
    assert [row.cells for row in found] == [row for _, row in expected]
    for found_row, (before, written) in zip(found, expected, strict=True):
        assert found_row.line == len(io.StringIO(before + "x", newline="").readlines())
        lines = io.StringIO(table.text, newline="").readlines()
        for index, cell in enumerate(written):
            line, column = table.place(found_row.line, index)
            rest = "".join([lines[line - 1][column - 1 :], *lines[line:]])
            here = next(
                csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
            )
            assert (here or [""])[0] == cell
