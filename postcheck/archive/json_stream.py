"""JSON files that are larger than memory, record by record."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Protocol

import ijson

from postcheck.errors import UnreadableError

Value = str | int | float | Decimal | bool | None | list["Value"] | dict[str, "Value"]
Event = tuple[str, str | int | Decimal | bool | None]


class Readable(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes; none at the end."""


MAX_RECORD = 64_000_000
"""In bytes: what a single record may come to."""
MAX_DEPTH = 60
_OF_RECORD = frozenset({"timestamp", "creation_timestamp", "string_map_data", "label_values"})
"""Keys that an entry has, and a file of entries has not."""
_PARTS_OF_RECORD = frozenset({"media", "data", "attachments"})
_BEGINS_RECORD = _OF_RECORD | _PARTS_OF_RECORD | {"title", "tags", "fbid", "media_list_data"}
_BUFFER = 1 << 16
_HEAD = 1_024
_OTHER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_AGAIN = "Download the export again."
SCRIPT = re.compile(rb"\s*window\.(?:YTD\.[\w.]+|__\w+)\s*=\s*")
"""What stands before the JSON in a file of an X archive."""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a JSON file."""

    key: str
    """The key that it stands under; empty if the whole file is a list."""
    index: int
    """Its place in its list, from 1; 0 if what stands under the key is no list."""
    value: Value


def records(file: Readable, *, before: re.Pattern[bytes] | None = None) -> Iterator[Record]:
    """Yield the entries of a list, or of each list in an object, in order, holding no more than one at a time.

    An object that is an entry itself is the only one.

    Parameters
    ----------
    file:
        The opened file.
    before:
        What has to stand before the JSON; a semicolon may follow it then.

    Raises
    ------
    UnreadableError
        Where the file is cut short, damaged, not UTF-8 or of a different layout. What came before it is yielded.
    """
    source = _Source(file, before)
    try:
        yield from _entries(source)
    except (ijson.JSONError, UnicodeDecodeError, ArithmeticError, RecursionError) as error:
        raise source.fault(error) from None  # the error quotes the file


def _entries(source: _Source) -> Iterator[Record]:
    events: Iterator[Event] = iter(ijson.basic_parse(source, buf_size=_BUFFER))
    kind, _ = next(events)
    if kind == "start_array":
        yield from _listed("", events, source)
    elif kind == "start_map":
        first = next(events)
        if first[1] in _BEGINS_RECORD:
            yield from _alone(first, events)
            first = "end_map", None
        for kind, key in chain((first,), events):
            if kind == "end_map":
                break
            following = next(events)
            if following[0] == "start_array":
                yield from _listed(str(key), events, source)
            else:
                yield Record(str(key), 0, _value(following, events))
                source.begin_record()
    else:
        raise UnreadableError("It holds a single value and no list.", advice=_AGAIN)
    for _ in events:  # what stands behind it is an error
        pass


def _alone(first: Event, events: Iterator[Event]) -> Iterator[Record]:
    """Yield the one entry that an object is, or else the entries of the lists in it.

    An export of a single post or comment has it by itself, in no list.
    """
    value = _value(("start_map", None), chain((first,), events))
    if not isinstance(value, dict):
        return
    if not _OF_RECORD.isdisjoint(value) or ("title" in value and not _PARTS_OF_RECORD.isdisjoint(value)):
        yield Record("", 1, value)
        return
    for key, inner in value.items():
        if isinstance(inner, list):
            yield from (Record(key, index, one) for index, one in enumerate(inner, start=1))
        else:
            yield Record(key, 0, inner)


def _listed(key: str, events: Iterator[Event], source: _Source) -> Iterator[Record]:
    for index, event in enumerate(events, start=1):
        if event[0] == "end_array":
            return
        yield Record(key, index, _value(event, events))
        source.begin_record()


def _value(event: Event, events: Iterator[Event], depth: int = 0) -> Value:
    """Return the value that begins with an event."""
    kind, value = event
    if depth > MAX_DEPTH:
        raise UnreadableError("It is nested far too deeply for an export.", advice=_AGAIN)
    if kind == "start_map":
        made: dict[str, Value] = {}
        for inner, key in events:
            if inner == "end_map":
                break
            found = _value(next(events), events, depth + 1)
            name = str(key)
            made[name] = [made[name], found] if name in made else found  # of two of one name neither is lost
        return made
    if kind == "start_array":
        listed: list[Value] = []
        for inner_event in events:
            if inner_event[0] == "end_array":
                break
            listed.append(_value(inner_event, events, depth + 1))
        return listed
    return value


class _Source:
    """The bytes of the file without what stands around the JSON, and not too many of them for one record."""

    def __init__(self, file: Readable, before: re.Pattern[bytes] | None) -> None:
        self._file = file
        self._before = before
        self._since = 0
        self._started = self._ended = False
        self._held = b""

    def begin_record(self) -> None:
        """Count anew."""
        self._since = 0

    def read(self, size: int) -> bytes:
        """Return some bytes; none at the end."""
        if size == 0:
            return b""
        if not self._started:
            self._started = True
            return self._first() or self.read(size)
        chunk = self._file.read(size)
        self._ended = not chunk
        self._since += len(chunk)
        if self._since > MAX_RECORD:
            raise UnreadableError(
                f"An entry is larger than {MAX_RECORD // 1_000_000} MB, too large for a post.", advice=_AGAIN
            )
        return self._unfinished(chunk, size)

    def _first(self) -> bytes:
        head = self._file.read(_HEAD)
        if head.startswith(_OTHER_MARKS):
            raise UnreadableError("It is not in UTF-8.", advice=_AGAIN)
        head = head.removeprefix(codecs.BOM_UTF8)
        if self._before is not None:
            match = self._before.match(head)
            if match is None:
                raise UnreadableError("It does not begin as files of such an archive do.", advice=_AGAIN)
            head = head[match.end() :]
        return self._unfinished(head, _HEAD) if head else b""

    def _unfinished(self, chunk: bytes, size: int) -> bytes:
        """Return a chunk less what may be the end of the script around the JSON."""
        if self._before is None or (not chunk and self._ended):
            return chunk
        data = self._held + chunk
        kept = data.rstrip(b" \t\r\n;")
        if kept:
            self._held = data[len(kept) :]
            return kept
        self._held = b"" if len(data) > _BUFFER else data
        return self.read(size) if self._held else data

    def fault(self, error: Exception) -> UnreadableError:
        """Return what is wrong with the file."""
        if isinstance(error, UnicodeDecodeError) or "UTF8" in str(error) or "utf-8" in str(error):
            return UnreadableError("From some entry on it is not in UTF-8.", advice=_AGAIN)
        if self._ended:
            return UnreadableError("It ends in the middle: it was not downloaded or unpacked whole.", advice=_AGAIN)
        return UnreadableError("From some entry on it is no JSON that can be read.", advice=_AGAIN)
