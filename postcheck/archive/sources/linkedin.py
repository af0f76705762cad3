"""LinkedIn: the archive of a profile (``Shares.csv`` …) and the reports on the posts of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from postcheck.archive.base import ItemKind, ItemText
from postcheck.archive.export import Export, Found
from postcheck.archive.moments import from_american, from_text
from postcheck.archive.passed_over import ACCOUNT, ADVERTS, MESSAGES, SEEN
from postcheck.errors import UnreadableError
from postcheck.formats.cells import normalize_header
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


@dataclass(frozen=True, slots=True)
class Table:
    """One sort of table: its columns, as :func:`~postcheck.formats.cells.normalize_header` writes them."""

    kind: ItemKind
    texts: Mapping[str, str]
    """The columns with words, each with the field that they are given as."""
    moment: tuple[str, ...]
    address: tuple[str, ...]
    needed: tuple[tuple[str, ...], ...]
    """Of each of these groups of columns there has to be one."""
    american: bool = False
    """Whether its days are written with the month first."""


_SHARES = Table(
    ItemKind.POST,
    {"sharecommentary": "body", "sharedurl": "link", "mediaurl": "link"},
    ("date",),
    ("sharelink",),
    (("date",), ("sharecommentary",)),
)
_COMMENTS = Table(ItemKind.COMMENT, {"message": "comment"}, ("date",), ("link",), (("date",), ("message",)))
_MEDIA = Table(
    ItemKind.MEDIA,
    {"media_description": "caption"},
    ("date_time", "date"),
    ("media_link",),
    (("media_link",), ("media_description",)),
)
_PROFILE = Table(
    ItemKind.PROFILE, {"headline": "title", "summary": "body"}, (), (), (("headline", "summary"), ("first_name",))
)
_REPORT = Table(
    ItemKind.POST,
    {"post_title": "body", "update_title": "body", "posted_by": "author", "campaign_name": "campaign"},
    ("created_date",),
    ("post_link", "update_link"),
    (("post_title", "update_title"), ("post_link", "update_link")),
    american=True,
)
_KNOWN = (
    (re.compile(rf"(?:.*/)?Shares{_SUFFIX}", re.IGNORECASE), _SHARES),
    (re.compile(rf"(?:.*/)?Comments{_SUFFIX}", re.IGNORECASE), _COMMENTS),
    (re.compile(rf"(?:.*/)?Rich[ _]Media{_SUFFIX}", re.IGNORECASE), _MEDIA),
    (re.compile(rf"(?:.*/)?Profile{_SUFFIX}", re.IGNORECASE), _PROFILE),
)
_NOT_PUBLISHED = (
    (re.compile(r"(?:.*/)?(?:guide_|learning_role_play_|learning_coach_|coach_)?messages[^/]*\.csv"), MESSAGES),
    (re.compile(r"(?:.*/)?(?:ads?[ _]|lan ads)[^/]*\.csv", re.IGNORECASE), ADVERTS),
    (
        re.compile(
            r"(?:.*/)?(?:connections|reactions|votes|invitations|importedcontacts|company[ _]follows|member_follows"
            r"|hashtag_follows|events|savedjobalerts|saved[ _][^/]*|recommendations_[^/]*|endorsement_[^/]*"
            r"|instantreposts|job[ _s][^/]*)" + _SUFFIX,
            re.IGNORECASE,
        ),
        SEEN,
    ),
    (
        re.compile(
            r"(?:.*/)?(?:logins|security[ _]challenges|searchqueries|receipts[^/]*|registration|email[ _]addresses"
            r"|phonenumbers|whatsapp[^/]*|inferences[^/]*|private_identity_asset|profile summary|positions|education"
            r"|skills|languages|certifications|courses|honors|projects|publications|volunteering|verifications/[^/]*"
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
                    columns = [normalize_header(cell) for cell in grid.header.cells]
                    for row in grid.rows():
                        cells = dict(zip(columns, row.cells, strict=False))
                        return " ".join(filter(None, (cells.get("first_name", ""), cells.get("last_name", ""))))
            except UnreadableError:
                continue
    return ""


def is_report(export_files_name: str, columns: tuple[str, ...]) -> bool:
    """Whether a table with these columns is a report on the posts of a page."""
    return suffix(export_files_name) in TABLES and _has(columns, _REPORT)


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
            grid = _sheet(str(path), name, table)
            columns = [normalize_header(cell) for cell in grid.header.cells]
            for row in grid.rows():
                if row.fault:
                    reason = f"A row {row.fault}, so it and perhaps what follows was not read. Download it again."
                    yield export.not_read(name, reason, line=row.line)
                else:
                    yield from _item(name, row.line, dict(zip(columns, row.cells, strict=False)), table, export)
    except UnreadableError as error:
        yield export.fault(name, error)


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
    from pathlib import Path  # noqa: PLC0415

    needed = " and ".join(f"“{' or '.join(group)}”".replace("_", " ") for group in table.needed)
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
    return all(columns.intersection(group) for group in table.needed)


def _item(name: str, line: int, cells: Mapping[str, str], table: Table, export: Export) -> Iterator[Found]:
    texts = []
    for column, field in table.texts.items():
        text = _LINE_END.sub(r"\1", cells.get(column, "")).strip()
        if text:
            texts.append(ItemText(field, text))
    address = next((found for column in table.address if (found := cells.get(column, "").strip())), "")
    if not texts and not address:
        return
    written = next((found for column in table.moment if (found := cells.get(column, "").strip())), "")
    moment: date | datetime | None = from_american(written) if table.american else from_text(written)
    yield export.item(
        export.place(name, line=line),
        kind=table.kind,
        moment=moment,
        texts=texts,
        address=address if table.kind is not ItemKind.COMMENT else "",
        told_by=[address, *(text.text for text in texts)],
    )
