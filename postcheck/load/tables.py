"""Tables as schools have them, with the place of every cell: CSV files here, Excel workbooks in ``workbook.py``.

Excel, Google Sheets and school systems write commas, semicolons or tabs, one of several encodings, blank lines and trailing empty columns. What they
do not do is leave a quotation mark open or cut a row short: that loses pupils, so it is a fault and never guessed at.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Protocol

from rapidfuzz.distance import OSA

from postcheck.errors import PostcheckError, UnreadableError
from postcheck.load import textfile

_DELIMITERS = ",;\t"
_EXCEL_SEPARATOR = re.compile(r'"?sep=(?P<delimiter>[,;\t])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_UPDATED_ON = re.compile(r'"?#[ \t]*updated[ _]?on[ \t]*[:=][ \t]*(?P<day>[^",;\t\r\n]*?)[ \t]*"?[,;\t ]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_WORKBOOK = re.compile(r"(?P<file>.+\.xls[xm]?)#(?P<sheet>.+)", re.IGNORECASE | re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n")
_NO_LETTER = re.compile(r"[\W_]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
MAX_PREAMBLE = 25
"""How many rows from the top a header row is looked for in an export."""
_LONG_NAME = 7
"""From this many letters on, a column's name may be misspelt in two places."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with at least one cell that is not blank."""

    line: int
    """The line of the file on which it starts, from 1."""
    cells: tuple[str, ...]
    """As many as the table has columns, untouched; empty if the row has a fault."""
    fault: str = ""
    """Why it cannot be read, in half a sentence without its contents; empty if it can."""
    bad: tuple[tuple[int, str, str], ...] = ()
    """Cells that hold nothing that can be read (a spreadsheet's errors): index, half a sentence, and what to do."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the file that a person should know, though it can be read."""

    line: int
    message: str
    advice: str


class Grid(Protocol):
    """A table whose header row has been read."""

    @property
    def file(self) -> str:
        """The path as messages show it."""

    @property
    def header(self) -> Row:
        """The columns' names as they are written."""

    @property
    def updated_on(self) -> str:
        """What a first line such as ``# updated_on: 2026-09-01`` says; empty if there is none."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is odd about the file as a whole."""

    @property
    def ragged(self) -> bool:
        """Whether rows may be shorter than the header without having lost anything."""

    def rows(self) -> Iterator[Row]:
        """Yield the rows; one with the wrong number of cells has a fault."""

    def records(self) -> Iterator[Row]:
        """Yield the rows as they stand, however many cells they have."""

    def place(self, line: int, index: int) -> tuple[int, int]:
        """Return line and column, both from 1, of the cell ``index`` (from 0) of the row that starts on ``line``."""


Header = Callable[[tuple[str, ...]], bool]
"""Tells whether cells are the header row that is looked for."""


@dataclass(frozen=True)
class CsvTable:
    """A CSV file whose header row has been read."""

    file: str
    """The path as messages show it."""
    text: str
    delimiter: str
    header: Row
    """The columns' names as they are written."""
    _skip: int
    """How many rows to leave out, the header included."""
    _start: tuple[int, int]
    """Offset and line at which the first row is looked for."""
    updated_on: str = ""
    remarks: tuple[Remark, ...] = ()
    ragged = False

    def rows(self) -> Iterator[Row]:
        """Yield the rows. One with the wrong number of cells has a fault; one whose quotation marks do not match has one and is the last."""
        for row in self.records():
            yield fitted(row, len(self.header.cells))

    def records(self) -> Iterator[Row]:
        """Yield the rows as they stand. One whose quotation marks do not match has a fault, and is the last."""
        return islice(_records(self.text, self.delimiter, *self._start), self._skip, None)

    def place(self, line: int, index: int) -> tuple[int, int]:
        """Return line and column, both from 1, of the cell ``index`` (from 0) of the row that starts on ``line``."""
        at = self._line_starts[line - 1]
        for _ in range(index):
            at = _cell_end(self.text, at, self.delimiter) + 1
        while self.text.startswith(" ", at):
            at += 1
        row = bisect_right(self._line_starts, at)
        return row, at - self._line_starts[row - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]


def split_sheet(path: Path) -> tuple[Path, str]:
    """Return the file and the sheet that ``consent.xlsx#Year 4`` means; the sheet is empty if the path names none."""
    match = _WORKBOOK.fullmatch(str(path))
    return (path, "") if match is None or path.exists() else (Path(match["file"]), match["sheet"].strip())


def fitted(row: Row, width: int) -> Row:
    """Return a row with as many cells as the header has, or with a fault if it loses something by that."""
    if row.fault or len(row.cells) == width:
        return row
    if len(row.cells) < width:
        return Row(row.line, (), f"has {len(row.cells)} cells, but the header row has {width}")
    if any(cell.strip() for cell in row.cells[width:]):
        return Row(row.line, (), f"has more cells than the header row, which has {width}")
    return Row(row.line, row.cells[:width], bad=row.bad)


def read_table(
    path: Path,
    name: str,
    *,
    columns: Collection[str],
    what: str,
    error: type[PostcheckError],
    is_header: Header | None = None,
    advice: str = "Its first row must name the columns.",
) -> Grid:
    """Read a CSV file or an Excel workbook up to its header row.

    Parameters
    ----------
    path:
        Where to open it; ``#`` and the name of a sheet may follow the name of a workbook, which is otherwise its first sheet.
    name:
        Its path as messages show it.
    columns:
        The names of columns that it may have; they tell which character separates the cells.
    what:
        What it is, for messages: "consent list".
    error:
        What to raise.
    is_header:
        Tells the header row from rows above it, such as a report's title; without it the first row is the header.
    advice:
        What to do if there is no header row.

    Raises
    ------
    PostcheckError
        ``error``, if the file cannot be read or has no header row.
    """
    file, sheet = split_sheet(path)
    if sheet or file.suffix.casefold() in {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}:
        from postcheck.load import workbook  # noqa: PLC0415 - the spreadsheet reader is only loaded for a spreadsheet

        return workbook.read_sheet(file, sheet, name, what=what, error=error, is_header=is_header, advice=advice)
    try:
        data = path.read_bytes()
        text = textfile.decode(data, name).text
    except OSError as exception:
        raise error(f"The {what}: {textfile.why_not_opened(exception)}", advice=textfile.how_to_open(exception), file=name) from None
    except UnreadableError as exception:
        raise error(f"The {what}: {exception.message}", advice="Save it as CSV UTF-8 and try again.", file=name) from None
    known = {squash(column) for column in columns}
    start, line = 0, 1
    delimiters = _DELIMITERS
    if (match := _EXCEL_SEPARATOR.match(text)) is not None:
        start, line, delimiters = match.end(), 2, match["delimiter"]
    updated_on = ""
    if (match := _UPDATED_ON.match(text, start)) is not None:
        start, line, updated_on = match.end(), line + 1, match["day"]
    best: tuple[int, int] = (-1, -1)
    chosen: tuple[str, Row, int] | None = None
    for delimiter in delimiters:
        for skipped, header in enumerate(islice(_records(text, delimiter, start, line), MAX_PREAMBLE if is_header else 1)):
            score = sum(squash(cell) in known for cell in header.cells), len(header.cells)
            if not header.fault and score > best and (is_header is None or is_header(header.cells)):
                best, chosen = score, (delimiter, header, skipped)
    if chosen is None:
        raise error(f"The {what} has no header row that can be read.", advice=advice, file=name, line=line)
    delimiter, header, skipped = chosen
    return CsvTable(name, text, delimiter, Row(header.line, trimmed(header.cells)), skipped + 1, (start, line), updated_on, _encoding(data))


def read_updated_on(cell: str) -> str | None:
    """Return what a cell such as ``# updated_on: 2026-09-01`` says, or None if it is no such cell."""
    match = _UPDATED_ON.fullmatch(cell)
    return match["day"] if match else None


def _encoding(data: bytes) -> tuple[Remark, ...]:
    """Return a remark if the bytes are a text of Windows' code page, in which letters beyond Western Europe are lost when it is saved."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        return ()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        message = "The file is not UTF-8: letters with accents were read as Windows' own (code page 1252)."
        advice = "Check a name with an accent, and save the list as “CSV UTF-8”. The plain “CSV” of Excel loses letters such as ł or ș for good."
        return (Remark(len(_LINE_END.findall(data[: fault.start].decode("cp1252", "replace"))) + 1, message, advice),)
    return ()


def squash(name: str) -> str:
    """Return a column's name for comparison: letter case, spaces, hyphens and other punctuation aside."""
    return _NO_LETTER.sub("", name).casefold()


def near_miss(name: str, columns: Iterable[str]) -> str | None:
    """Return the one of ``columns`` that ``name`` probably misspells, or None."""
    written = squash(name)
    ranked = sorted((OSA.distance(written, squash(column)), column) for column in columns)
    return next((column for distance, column in ranked if 0 < distance <= (2 if len(squash(column)) >= _LONG_NAME else 1)), None)


def tidy(cell: str) -> str:
    """Return a cell's text with single spaces and without what cannot be seen (soft hyphens, marks of direction)."""
    return " ".join((cell if cell.isascii() else _INVISIBLE.sub("", cell)).split())


def folded(cell: str) -> str:
    """Return a cell for comparison with words of a fixed list: ``Not asked`` as ``not_asked``."""
    return re.sub(r"[\s\-_]+", "_", tidy(cell).casefold())


def words(text: str) -> frozenset[str]:
    """Return the words of a text, letter case aside."""
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold()))


def quoted(cell: str, names: Collection[str]) -> str:
    """Return a cell's value for a message, unless a word of it is one of ``names``: in a shifted row a name may stand anywhere."""
    value = tidy(cell)
    if not words(value).isdisjoint(names):
        return "this value (not shown, as it holds a name)"
    return f'"{value[:37]}..."' if len(value) > 40 else f'"{value}"'  # noqa: PLR2004 - enough to find it by


def _records(text: str, delimiter: str, start: int, line: int) -> Iterator[Row]:
    """Yield every row from the offset ``start``, which is on ``line``, blank ones left out."""
    # newline="" keeps line ends inside cells as they are and, as editors do, lets a lone carriage return end a line.
    stream = io.StringIO(text[start:], newline="")
    reader = csv.reader(stream, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        first = line + reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(first, (), 'has a quotation mark (") that is not closed, or text behind a closed one')
            return
        if any(map(str.strip, cells)):
            yield Row(first, tuple(cells))


def _cell_end(text: str, at: int, delimiter: str) -> int:
    """Return the offset of the delimiter behind the cell that starts at ``at``."""
    while text.startswith(" ", at):
        at += 1
    if text.startswith('"', at):
        at += 1
        while text[at] != '"' or text.startswith('""', at):
            at += 2 if text[at] == '"' else 1
    return text.index(delimiter, at)


def trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the header without empty columns at its end."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells
