"""From where to where a flag reaches."""

from __future__ import annotations

import dataclasses

import pytest

from postcheck.model.draft import Draft
from postcheck.model.text import PlaceKind, TextFile, Where
from postcheck.report.extent import Extent, extent

from . import build

FILE = TextFile("a.md", "One\r\nTwo Zoë\r\nThree")
POST = dataclasses.replace(build.fair(), draft=Draft("a.md", None, FILE))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (9, 12, Extent(2, 5, 2, 8)),
        (0, 3, Extent(1, 1, 1, 4)),
        (9, 19, Extent(2, 5, 3, 6)),
        (9, 14, Extent(2, 5, 3, 1)),
    ],
)
def test_in_text(start: int, end: int, expected: Extent) -> None:
    line, column = FILE.line_column(start)
    assert extent(POST, Where(PlaceKind.TEXT, "a.md", "body", line, column, start, end)) == expected


def test_in_another_file_only_the_start_is_known() -> None:
    assert extent(POST, Where(PlaceKind.TEXT, "b.csv", "body", 7, 3, 90, 95)) == Extent(7, 3, 7, 3)


@pytest.mark.parametrize(
    "where",
    [Where(PlaceKind.POST, "a.md", line=1), Where(PlaceKind.IMAGE, "a.jpg"), Where(PlaceKind.TEXT, "a.md", "title")],
)
def test_elsewhere(where: Where) -> None:
    assert extent(POST, where) is None
