"""CSV files as tables, with the place of every cell."""

from __future__ import annotations

import codecs
import csv
import io
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from postcheck.errors import PostcheckError, UnreadableError
from postcheck.formats import code_pages, textfile
from postcheck.formats.cells import normalize_header
from postcheck.formats.ordinary import refuse_special
from postcheck.formats.tables import MAX_PREAMBLE, UPDATED_ON, FileRemark, Header, Row, fitted, trimmed

_DELIMITERS = ",;\t"
_EXCEL_SEPARATOR = re.compile(r'"?sep=(?P<delimiter>[,;\t])"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")


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
    """Offset and line from which the first row is looked for."""
    updated_on: str = ""
    remarks: tuple[FileRemark, ...] = ()
    ragged = False

    def rows(self) -> Iterator[Row]:
        """Yield the rows. One with the wrong number of cells has a fault.

        One whose quotation marks do not match has a fault as well, and is the last.
        """
        for row in self.records():
            yield fitted(row, len(self.header.cells))

    def records(self) -> Iterator[Row]:
        """Yield the rows as they stand. One whose quotation marks do not match has a fault and is the last."""
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


def read_csv(
    path: Path,
    name: str,
    *,
    columns: Collection[str],
    what: str,
    error: type[PostcheckError],
    is_header: Header | None,
    advice: str,
) -> CsvTable:
    """Read a CSV file up to its header row; see :func:`postcheck.formats.table_file.read_table`."""
    try:
        refuse_special(path)
        data = path.read_bytes()
        text = textfile.decode(data, name).text
    except OSError as exception:
        raise error(
            f"The {what}: {textfile.why_not_opened(exception)}", advice=textfile.how_to_open(exception), file=name
        ) from None
    except UnreadableError as exception:
        raise error(
            f"The {what}: {exception.message}", advice="Save it as CSV UTF-8 and try again.", file=name
        ) from None
    known = {normalize_header(column) for column in columns}
    start, line = 0, 1
    delimiters = _DELIMITERS
    if (match := _EXCEL_SEPARATOR.match(text)) is not None:
        start, line, delimiters = match.end(), 2, match["delimiter"]
    updated_on = ""
    if (match := UPDATED_ON.match(text, start)) is not None:
        start, line, updated_on = match.end(), line + 1, match["day"]
    best: tuple[int, int] = (-1, -1)
    chosen: tuple[str, Row, int] | None = None
    for delimiter in delimiters:
        for skipped, header in enumerate(
            islice(_records(text, delimiter, start, line), MAX_PREAMBLE if is_header else 1)
        ):
            score = sum(normalize_header(cell) in known for cell in header.cells), len(header.cells)
            if not header.fault and score > best and (is_header is None or is_header(header.cells)):
                best, chosen = score, (delimiter, header, skipped)
    if chosen is None:
        raise error(f"The {what} has no header row that can be read.", advice=advice, file=name, line=line)
    delimiter, header, skipped = chosen
    return CsvTable(
        name,
        text,
        delimiter,
        Row(header.line, trimmed(header.cells)),
        skipped + 1,
        (start, line),
        updated_on,
        _encoding(data),
    )


def _encoding(data: bytes) -> tuple[FileRemark, ...]:
    """Return a remark if the file is in a code page, which loses the letters of other languages."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        return ()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        page = code_pages.guess(data) or code_pages.WINDOWS
        message = f"The file is not UTF-8: letters with accents were read as {code_pages.CODE_PAGES[page]}."
        advice = (
            "Check a name with an accent, and save the list as “CSV UTF-8”. "
            "The plain “CSV” of Excel loses letters such as ł or ș for good."
        )
        return (
            FileRemark(len(_LINE_END.findall(data[: fault.start].decode("cp1252", "replace"))) + 1, message, advice),
        )
    return ()


def _records(text: str, delimiter: str, start: int, line: int) -> Iterator[Row]:
    """Yield every row that is not blank, from the offset ``start``, which is on ``line``."""
    # newline="" keeps line ends inside cells as they are, and lets a lone carriage return end a line as editors do.
    stream = io.StringIO(text[start:], newline="")
    reader = csv.reader(stream, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        first = line + reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Row(first, (), 'has a quotation mark (") that is not closed, or text after a closed one')
            return
        if any(map(str.strip, cells)):
            yield Row(first, tuple(cells))


def _cell_end(text: str, at: int, delimiter: str) -> int:
    """Return the offset of the delimiter after the cell that starts at ``at``."""
    while text.startswith(" ", at):
        at += 1
    if text.startswith('"', at):
        at += 1
        while text[at] != '"' or text.startswith('""', at):
            at += 2 if text[at] == '"' else 1
    return text.index(delimiter, at)
