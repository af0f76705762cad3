"""csv-spectrum through the reader of tables: odd but valid CSV comes back cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postcheck.errors import PeopleListError
from postcheck.formats.table_file import read_table
from tests.outside.suites import needs, suite

ODD = "location_coordinates"
"""What the suite expects of this file is no list, and of another telephone number than the file has."""
FILES = sorted((suite("csv-spectrum") / "csvs").glob("*.csv"))


@needs("csv-spectrum")
def test_the_suite_is_whole() -> None:
    assert len(FILES) == 12


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_cell_comes_back(path: Path) -> None:
    expected = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
    if path.stem == ODD:
        expected = [expected | {"Contact Phone Number": "2095257564"}]
    columns = tuple(expected[0])
    table = read_table(path, path.name, columns=columns, what="list", error=PeopleListError)
    rows = [*table.rows()]
    assert [row.fault for row in rows] == [""] * len(rows)
    assert table.header.cells == columns
    assert [row.cells for row in rows] == [tuple(row.values()) for row in expected]
