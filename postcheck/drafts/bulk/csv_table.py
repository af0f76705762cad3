"""A scheduler's CSV, every cell with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import regex

from postcheck.drafts.bulk.layout import (
    HEADER_WITHIN,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Identities,
    Layout,
    Row,
    Table,
    layout_of,
    planner_of,
    refuse_list,
    renamed,
    too_many,
)
from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.formats.yaml_document import place
from postcheck.late import late_regex
from postcheck.model.settings import BulkSettings
from postcheck.model.text import SourceText, TextFile, Where

_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = late_regex(r'"?sep=(?P<delimiter>[,;\t|])"?[ \t]*(?:\r\n|\r|\n|\Z)', regex.IGNORECASE)
_LINE_END = late_regex(r"\r\n|\r|\n|\Z")


@dataclass(frozen=True)
class _CsvRecord:
    start: int
    cells: tuple[SourceText, ...]
    """All its cells; one with the whole record if it has a fault."""
    fault: str = ""


def read_csv(path: Path, name: str, settings: BulkSettings) -> Table:
    """Read a CSV file.

    Raises
    ------
    UnreadableError
        If it cannot be read, or isn't a table of posts.
    """
    file = textfile.read(path, name)
    start, delimiters = 0, _DELIMITERS
    if (match := _SEPARATOR_LINE.match(file.text)) is not None:
        start, delimiters = match.end(), match["delimiter"]
    delimiter, layout, head = _layout(file, start, delimiters, settings)
    from_offset = head[layout.first].start if layout.first < len(head) else len(file.text)
    above = [cell for number, record in enumerate(head[: layout.first]) for cell in _above(record, number, layout)]
    rows: list[Row] = []
    problems: tuple[str, ...] = ()
    identities = Identities()
    for number, record in enumerate(_records(file, delimiter, start), start=1):
        if record.start < from_offset or not _filled(record):
            continue
        if len(rows) == MAX_ROWS:
            problems = (too_many(),)
            break
        layout = renamed([cell.text for cell in record.cells], layout, settings)
        rows.append(_csv_row(record, f"row {number}", layout, identities))
    if not rows:
        raise UnreadableError("It names the columns of posts but holds none.", advice="Fill it in, or remove it.")
    rows[0] = replace(rows[0], cells=(*rows[0].cells, *above))
    return Table(file, tuple(rows), problems)


def _layout(
    file: TextFile, start: int, delimiters: str, settings: BulkSettings
) -> tuple[str, Layout, list[_CsvRecord]]:
    """Return the delimiter that makes most sense of a file, what its columns mean then, and its first records.

    Raises
    ------
    UnreadableError
        If it is a list of pupils, or empty.
    """
    best = None
    unlike: list[tuple[str, list[_CsvRecord], list[list[str]]]] = []
    """The first rows as split by each delimiter that doesn't tell which column holds the texts."""
    for delimiter in delimiters:
        head = [record for record in islice(_records(file, delimiter, start), 3 * HEADER_WITHIN) if _filled(record)][
            :HEADER_WITHIN
        ]
        written = [[cell.text for cell in record.cells] for record in head]
        layout = layout_of(written, settings)
        if layout is None:
            unlike.append((delimiter, head, written))
            continue
        refuse_list(written[: layout.first])  # posts come below the columns' names, and may say anything
        if best is None or layout.known > best[1].known:
            best = delimiter, layout, head
    if best is not None:
        return best
    for _, _, written in unlike:
        refuse_list(written)
    delimiter, head, written = max(unlike, key=lambda split: _evenness(split[2]))
    if not head:
        raise UnreadableError("It holds no posts.", advice="Fill it in, or remove it.")
    return delimiter, planner_of(written, settings), head


def _evenness(rows: list[list[str]]) -> tuple[bool, int]:
    """Return how much rows look as if they were split at the right places: into as many cells each, and many."""
    widths = {len(row) for row in rows}
    return len(widths) == 1 and widths != {1}, sum(map(len, rows))


def _filled(record: _CsvRecord) -> bool:
    return bool(record.fault) or any(cell.text.strip() for cell in record.cells)


def _above(record: _CsvRecord, number: int, layout: Layout) -> Iterator[Cell]:
    """Yield the cells of a row above the posts that say more than what a column is called."""
    for index in layout.told_above(number, [cell.text for cell in record.cells]):
        source = record.cells[index]
        yield Cell("beside", source, _where(source, "beside"))


def _csv_row(record: _CsvRecord, label: str, layout: Layout, identities: Identities) -> Row:
    cells = []
    channels: dict[str, None] = {}
    for index, source in enumerate(record.cells):
        if source.text.strip():
            kind = "text" if record.fault else layout.kind(index, source.text)
            cells.append(Cell(kind, source, _where(source, kind)))
            channels |= dict.fromkeys(layout.channel(index))
    fault = record.fault
    extra = [source for source in record.cells[len(layout.kinds) :] if source.text.strip()]
    if extra and layout.names and not fault:
        fault = (
            f"This row has more cells than the {len(layout.kinds)} columns that the first row names. "
            "Put text with commas into quotation marks."
        )
    return Row(label, tuple(cells), identities.of(cells), fault, tuple(channels))


def _where(source: SourceText, kind: str) -> Where:
    return place(source.file, kind, *source.origin(0, len(source.text)))


def _records(file: TextFile, delimiter: str, at: int) -> Iterator[_CsvRecord]:
    """Yield every record, blank ones too; one whose quotation marks do not match is the last."""
    quoted = regex.compile(
        r'[ ]*+"(?P<text>(?:[^"]|"")*+)"[ \t]*+' if delimiter != "\t" else r'[ ]*+"(?P<text>(?:[^"]|"")*+)"[ ]*+'
    )
    bare = regex.compile(rf"[^{regex.escape(delimiter)}\r\n]*+")
    text, start = file.text, at
    cells: list[SourceText] = []
    while at < len(text) or cells:
        match = quoted.match(text, at)
        if match:
            cells.append(SourceText.assembled(file, _unquoted(text, *match.span("text"))))
        elif text[at : at + 64].lstrip(" ").startswith('"'):
            yield _CsvRecord(
                start,
                (SourceText.slice(file, start, len(text)),),
                'A quotation mark (") is not closed here. Close it; nothing below was read.',
            )
            return
        else:
            match = bare.match(text, at)
            cells.append(SourceText.slice(file, at, match.end() if match else at))
        at = match.end() if match else at
        if text.startswith(delimiter, at):
            at += 1
            if len(cells) < MAX_COLUMNS and at < len(text):
                continue
            if at < len(text):
                at = _next_line(text, at)
                yield _CsvRecord(
                    start,
                    (SourceText.slice(file, start, at),),
                    f"It has more than {MAX_COLUMNS} cells. Split the table.",
                )
                start, cells = at, []
                continue
        elif match and match.re is quoted and at < len(text) and text[at] not in "\r\n":
            at = _next_line(text, at)
            yield _CsvRecord(
                start,
                (SourceText.slice(file, start, at),),
                "Text stands behind a closing quotation mark. Write marks within a text twice.",
            )
            cells = []
            start = at
            continue
        at = _past_line_end(text, at)
        yield _CsvRecord(start, tuple(cells))
        start, cells = at, []


def _unquoted(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    at = start
    while (mark := text.find('""', at, end)) >= 0:
        yield text[at:mark], at, mark
        yield '"', mark, mark + 2
        at = mark + 2
    yield text[at:end], at, end


def _past_line_end(text: str, at: int) -> int:
    return at + 2 if text.startswith("\r\n", at) else at + 1


def _next_line(text: str, at: int) -> int:
    match = _LINE_END.search(text, at)
    return match.end() if match else len(text)
