"""Cells that show an error, or lack a formula's result, in ``.xls``, ``.xlsb`` and ``.ods`` files.

python-calamine reads them as blank, and a blank cell of a consent list means "not barred" and "never expires". So the
file itself is asked where they are; where it cannot be followed, it is refused.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, fromstring, iterparse

from postcheck.formats.compound import stream_of

Span = tuple[int, int, str, bool]
"""The first and the last column, from 0; what is wrong; and whether that is so only if the cell reads as blank."""
Spans = Mapping[int, list[Span]]
"""By row, from 1."""

ERROR, NO_RESULT, UNREAD = "error", "no result", "unread"

_NAMESPACE = re.compile(r"\{[^}]*\}")
_SHOWN_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)|Err:[0-9]{3}", re.IGNORECASE)

_BOF, _EOF, _BOUND_SHEET = 0x0809, 0x000A, 0x0085
_FORMULA, _BOOL_OR_ERROR, _RICH_STRING = 0x0006, 0x0205, 0x00D6
_IS_TEXT, _IS_ERROR = 0, 2
_ROW_12, _ERROR_12, _FORMULA_ERROR_12, _BUNDLE_SHEET_12 = 0, 3, 11, 156


def spans(path: Path, sheets: tuple[str, ...], chosen: str, most_rows: int) -> Spans:
    """Return the cells of a sheet that may show an error or lack a result.

    Parameters
    ----------
    path:
        The spreadsheet.
    sheets:
        The names of all its sheets, in its own order.
    chosen:
        The sheet that is read.
    most_rows:
        How far down cells that are said to repeat themselves are counted.

    Raises
    ------
    ValueError, KeyError, IndexError, zipfile.BadZipFile, xml.etree.ElementTree.ParseError
        If the file cannot be followed.
    """
    found: dict[int, list[Span]] = defaultdict(list)
    if not zipfile.is_zipfile(path):
        stream = stream_of(path.read_bytes(), ("Workbook", "Book"))
        starts = [int.from_bytes(data[:4], "little") for kind, data in _records(stream, 0) if kind == _BOUND_SHEET]
        number = sheets.index(chosen)
        for start in [starts[number]] if len(starts) == len(sheets) else starts:
            _add_old(stream, start, found)
        return found
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "content.xml" in names:
            with archive.open("content.xml") as part:
                _add_open_document(part, chosen, most_rows, found)
        else:
            parts = _binary_sheets(archive)
            for name in [parts[sheets.index(chosen)]] if len(parts) == len(sheets) else parts:
                _add_binary(archive.read(name), found)
    return found


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of an old workbook's substream, up to its end; what is nested in it is left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = int.from_bytes(stream[at : at + 2], "little"), int.from_bytes(stream[at + 2 : at + 4], "little")
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
    raise ValueError


def _add_old(stream: bytes, start: int, found: dict[int, list[Span]]) -> None:
    for kind, data in _records(stream, start):
        if kind not in {_FORMULA, _BOOL_OR_ERROR, _RICH_STRING}:
            continue
        row, column = int.from_bytes(data[:2], "little") + 1, int.from_bytes(data[2:4], "little")
        if kind == _BOOL_OR_ERROR and data[7]:
            found[row].append((column, column, ERROR, False))
        elif kind == _RICH_STRING:
            found[row].append((column, column, UNREAD, True))
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == _IS_ERROR:
            found[row].append((column, column, ERROR, False))
        elif kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == _IS_TEXT:
            found[row].append((column, column, NO_RESULT, True))


def _records_12(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part of an ``.xlsb`` file."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at, 2)
        size, at = _number(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where it ends."""
    value = 0
    for index in range(most):
        value |= (data[at + index] & 0x7F) << (7 * index)
        if not data[at + index] & 0x80:
            return value, at + index + 1
    return value, at + most


def _binary_sheets(archive: zipfile.ZipFile) -> list[str]:
    """Return the parts of the sheets, in their order."""
    relations = archive.read("xl/_rels/workbook.bin.rels")
    if b"<!DOCTYPE" in relations.replace(b"\0", b"").upper():
        raise ValueError
    targets = {one.get("Id", ""): one.get("Target", "") for one in fromstring(relations)}  # noqa: S314 - no document type
    parts = []
    for kind, data in _records_12(archive.read("xl/workbook.bin")):
        if kind == _BUNDLE_SHEET_12:
            length = int.from_bytes(data[8:12], "little")
            target = targets[data[12 : 12 + 2 * length].decode("utf-16-le")]
            parts.append(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/"))
    return parts


def _add_binary(data: bytes, found: dict[int, list[Span]]) -> None:
    row = 0
    for kind, record in _records_12(data):
        if kind == _ROW_12:
            row = int.from_bytes(record[:4], "little") + 1
        elif kind in {_ERROR_12, _FORMULA_ERROR_12}:
            column = int.from_bytes(record[:4], "little")
            found[row].append((column, column, ERROR, False))


def _add_open_document(part: IO[bytes], chosen: str, most_rows: int, found: dict[int, list[Span]]) -> None:
    if b"<!DOCTYPE" in part.read(4096).replace(b"\0", b"").upper():
        raise ValueError
    part.seek(0)
    within: list[str] = []
    row = 0
    for event, element in iterparse(part, events=("start", "end")):  # noqa: S314 - no document type, so no entities
        tag = _NAMESPACE.sub("", element.tag)
        if tag == "table" and event == "start":
            row = row if within else 0
            within.append(_attribute(element, "name"))
        elif tag == "table":
            within.pop()
            element.clear()
        elif tag == "table-row" and event == "end" and len(within) == 1:
            repeated = int(_attribute(element, "number-rows-repeated") or 1)
            if within == [chosen]:
                bad = list(_of_row(element))
                for line in range(row + 1, min(row + repeated, most_rows) + 1) if bad else ():
                    found[line].extend(bad)
            row += repeated
            element.clear()


def _of_row(row: Element) -> Iterator[Span]:
    column = 0
    for cell in row:
        if _NAMESPACE.sub("", cell.tag) not in {"table-cell", "covered-table-cell"}:
            continue
        repeated = int(_attribute(cell, "number-columns-repeated") or 1)
        last = column + repeated - 1
        shown = " ".join("".join(text.itertext()) for text in cell if _NAMESPACE.sub("", text.tag) == "p").strip()
        types = {value for key, value in cell.attrib.items() if key.endswith("}value-type")}
        if "error" in types or _SHOWN_ERROR.fullmatch(shown):
            yield column, last, ERROR, False
        elif shown:
            yield column, last, UNREAD, True
        elif not types and _attribute(cell, "formula"):
            yield column, last, NO_RESULT, True
        column = last + 1


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")
