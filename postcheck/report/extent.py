"""Where a flag begins and ends in a text file, in lines and columns, for the formats that editors and forges read."""

from __future__ import annotations

from dataclasses import dataclass

from postcheck.model.report import DraftReport
from postcheck.model.text import PlaceKind, Where


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of a text file; lines and columns count from 1, in characters."""

    line: int
    column: int
    end_line: int
    end_column: int
    """The column after the last character."""


def extent(post: DraftReport, where: Where) -> Extent | None:
    """Return the lines and columns of a place in a text file, or None if it is not in one."""
    if where.kind is not PlaceKind.TEXT or where.line is None:
        return None
    column = where.column or 1
    file = post.draft.file
    if file is None or file.name != where.file or where.end is None:
        return Extent(where.line, column, where.line, column)
    return Extent(where.line, column, *file.line_column(where.end))
