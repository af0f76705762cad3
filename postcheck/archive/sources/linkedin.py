"""LinkedIn: the archive of a profile (``Shares.csv`` …) and the reports on the posts of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from postcheck.archive.base import ItemKind, ItemText
from postcheck.archive.export import Export, Found
from postcheck.archive.moments import from_american, from_sentence
from postcheck.archive.passed_over import ACCOUNT, ADVERTS, MESSAGES, SEEN
from postcheck.errors import UnreadableError
from postcheck.formats.cells import normalize_header
from postcheck.formats.csv_table import CsvTable
from postcheck.formats.filetypes import suffix
from postcheck.formats.table_file import read_table
from postcheck.formats.tables import Grid

MAX_BYTES = 100_000_000
"""In bytes; a larger table is not opened."""
TABLES = frozenset({".csv", ".xls", ".xlsx"})
_SHEETS = ("All posts", "All updates", "Update engagement", "Post engagement", "Posts", "Updates")
"""What the sheet with the posts is called in the workbooks of reports."""
_SUFFIX = r"(?:_\d+)?\.csv"
_LINE_END = re.compile(r'"(\r\n|\n|\r)"')
"""How an archive writes the end of a line within a post."""
_ESCAPED = re.compile(r'\\(?P<what>["\\])')
"""How an archive writes a quotation mark within a comment, where tables have it twice."""


@dataclass(frozen=True, slots=True)
class Table:
    """One sort of table, and what its columns are; letter case and blanks in their names do not count."""

    kind: ItemKind
    texts: Mapping[str, str]
    """The columns with words, each with the field that they are given as; empty if all columns have words."""
    moment: tuple[str, ...]
    address: tuple[str, ...]
    needed: tuple[tuple[str, ...], ...]
    """Of each of these groups of columns there has to be one."""
    american: bool = False
    """Whether its days are written with the month first."""


_SHARES = Table(
    ItemKind.POST,
    {"ShareCommentary": "body", "SharedUrl": "link", "MediaUrl": "link"},
    ("Date",),
    ("ShareLink",),
    (("Date",), ("ShareCommentary",)),
)
_COMMENTS = Table(ItemKind.COMMENT, {"Message": "comment"}, ("Date",), ("Link",), (("Date",), ("Message",)))
_MEDIA = Table(
    ItemKind.MEDIA,
    {"Media Description": "caption"},
    ("Date/Time", "Date"),
    ("Media Link",),
    (("Media Link",), ("Media Description",)),
)
_PROFILE = Table(ItemKind.PROFILE, {"Headline": "title", "Summary": "body"}, (), (), (("Headline",), ("First Name",)))
_REPORT = Table(
    ItemKind.POST,
    {"Post title": "body", "Update title": "body", "Posted by": "author", "Campaign name": "campaign"},
    ("Created date",),
    ("Post link", "Update link"),
    (("Post title", "Update title"), ("Post link", "Update link")),
    american=True,
)
_RECOMMENDED = Table(ItemKind.COMMENT, {"Text": "body", "Company": "name"}, ("Creation Date",), (), (("Text",),))
_OF_PROFILE = Table(ItemKind.PROFILE, {}, (), (), ())
_PARTS_OF_PROFILE = (
    r"(?:positions|education|skills|languages|certifications|courses|honors|organizations|patents|projects"
    r"|publications|volunteering|profile summary|causes[^/]*|test scores)"
)
_KNOWN = (
    (re.compile(rf"(?:.*/)?Shares{_SUFFIX}", re.IGNORECASE), _SHARES),
    (re.compile(rf"(?:.*/)?Comments{_SUFFIX}", re.IGNORECASE), _COMMENTS),
    (re.compile(rf"(?:.*/)?Rich[ _]Media{_SUFFIX}", re.IGNORECASE), _MEDIA),
    (re.compile(rf"(?:.*/)?Profile{_SUFFIX}", re.IGNORECASE), _PROFILE),
    (re.compile(rf"(?:.*/)?Recommendations_Given{_SUFFIX}", re.IGNORECASE), _RECOMMENDED),
    (re.compile(rf"(?:.*/)?{_PARTS_OF_PROFILE}{_SUFFIX}", re.IGNORECASE), _OF_PROFILE),
)
_NOT_PUBLISHED = (
    (re.compile(r"(?:.*/)?(?:guide_|learning_role_play_|learning_coach_|coach_)?messages[^/]*\.csv"), MESSAGES),
    (re.compile(r"(?:.*/)?(?:ads?[ _]|lan ads)[^/]*\.csv", re.IGNORECASE), ADVERTS),
    (
        re.compile(
            r"(?:.*/)?(?:connections|reactions|votes|invitations|importedcontacts|company[ _]follows|member_follows"
            r"|hashtag_follows|events|savedjobalerts|saved[ _][^/]*|recommendations_received|endorsement_[^/]*"
            r"|instantreposts|job[ _s][^/]*)" + _SUFFIX,
            re.IGNORECASE,
        ),
        SEEN,
    ),
    (
        re.compile(
            r"(?:.*/)?(?:logins|security[ _]challenges|searchqueries|receipts[^/]*|registration|email[ _]addresses"
            r"|phonenumbers|whatsapp[^/]*|inferences[^/]*|private_identity_asset"
            r"|verifications/[^/]*"
            r"|verifications|services[^/]*|learning|identity[^/]*|account status history|content posts)" + _SUFFIX,
            re.IGNORECASE,
        ),
        ACCOUNT,
    ),
)


def account_of(export: Export) -> str:
    """Return the name that the profile has; reports on pages don't say whose they are."""
    for name in export.files.names():
        if _KNOWN[3][0].fullmatch(name):
            try:
                with export.files.local(name) as path:
                    grid = _table(str(path), name, _PROFILE)
                    for row in grid.rows():
                        cells = _Cells(grid.header.cells, row.cells)
                        return f"{cells.of('First Name')} {cells.of('Last Name')}".strip()
            except UnreadableError:
                continue
    return ""


def read(export: Export) -> Iterator[Found]:
    """Yield what the account published."""
    for name in export.files.names():
        known = next((table for path, table in _KNOWN if path.fullmatch(name)), None)
        what = next((what for path, what in _NOT_PUBLISHED if path.fullmatch(name)), "")
        if known is not None:
            yield from _rows(name, known, export)
        elif what:
            export.pass_over(name, what)
        elif suffix(name) in TABLES:
            yield from _rows(name, _REPORT, export)


def _rows(name: str, table: Table, export: Export) -> Iterator[Found]:
    export.reading(name)
    if export.files.size(name) > MAX_BYTES:
        yield export.not_read(name, f"It is larger than {MAX_BYTES // 1_000_000} MB. Split it.")
        return
    try:
        with export.files.local(name) as path:
            grid = _with_quotes(_sheet(str(path), name, table))
            for row in grid.rows():
                if row.fault:
                    reason = f"A row {row.fault}, so it and perhaps what follows was not read. Download it again."
                    yield export.not_read(name, reason, line=row.line)
                else:
                    yield from _item(name, row.line, _Cells(grid.header.cells, row.cells), table, export)
    except UnreadableError as error:
        yield export.fault(name, error)


def _with_quotes(grid: Grid) -> Grid:
    """Return a table, or what it is with quotation marks that a backslash marks, if that is more of it."""
    if not isinstance(grid, CsvTable) or not any(row.fault for row in grid.rows()):
        return grid
    other = replace(grid, text=_ESCAPED.sub(lambda match: '""' if match["what"] == '"' else match[0], grid.text))
    return max(grid, other, key=lambda one: sum(1 if not row.fault else -1 for row in one.rows()))


def _sheet(path: str, name: str, table: Table) -> Grid:
    """Return the table of a file; in a workbook it is on a sheet of its own, after one with figures a day."""
    tries = (path,) if suffix(name) == ".csv" else (*(f"{path}#{sheet}" for sheet in _SHEETS), path)
    fault: UnreadableError | None = None
    for one in tries:
        try:
            return _table(one, name, table)
        except UnreadableError as error:
            fault = error
    raise fault or UnreadableError("It holds no table.")


def _table(path: str, name: str, table: Table) -> Grid:
    needed = " and ".join(f"“{' or '.join(group)}”" for group in table.needed)
    return read_table(
        Path(path),
        name,
        columns=[*table.texts, *table.moment, *table.address],
        what="table",
        error=UnreadableError,
        is_header=lambda cells: _has(cells, table),
        advice=f"It has no columns {needed}: the layout of the export has changed, or it is no export of posts.",
    )


def _has(cells: tuple[str, ...], table: Table) -> bool:
    columns = {normalize_header(cell) for cell in cells}
    return all(columns.intersection(map(normalize_header, group)) for group in table.needed)


class _Cells:
    """The cells of a row by the names of their columns."""

    def __init__(self, columns: tuple[str, ...], cells: tuple[str, ...]) -> None:
        self._cells = dict(zip(map(normalize_header, columns), map(str.strip, cells), strict=False))

    def every(self) -> Iterator[tuple[str, str]]:
        """Yield all cells, each after the name of its column."""
        yield from self._cells.items()

    def of(self, *columns: str) -> str:
        """Return what stands in the first of some columns that isn't blank; empty if there is none."""
        return next(filter(None, (self._cells.get(normalize_header(column), "") for column in columns)), "")


def _item(name: str, line: int, cells: _Cells, table: Table, export: Export) -> Iterator[Found]:
    found = [(field, cells.of(column)) for column, field in table.texts.items()] or [*cells.every()]
    texts = [ItemText(field, _LINE_END.sub(r"\1", text)) for field, text in found if text]
    address, written = cells.of(*table.address), cells.of(*table.moment)
    if not texts and not address:
        return
    moment: date | datetime | None = from_american(written) if table.american else from_sentence(written)
    yield export.item(
        export.place(name, line=line),
        kind=table.kind,
        moment=moment,
        texts=texts,
        address="" if table.kind is ItemKind.COMMENT else address,  # a comment's is that of what it is about
        told_by=[address, *(text.text for text in texts)],
    )
