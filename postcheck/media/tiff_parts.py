"""The directories of a TIFF file or a block of EXIF data, and the bytes between them (TIFF 6.0, section 2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_BIG = 43
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
"""Bytes of a value of each type."""
_BYTES = frozenset({1, 2, 7, 129})
"""Types whose values may be text."""
_NUMBERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
SUB_IFDS, _EXIF, _GPS, _INTEROPERABILITY = 0x014A, 0x8769, 0x8825, 0xA005
_FURTHER = {SUB_IFDS, _EXIF, _GPS, _INTEROPERABILITY}
"""Tags whose values are the offsets of other directories."""
_STRETCHES = ((273, 279), (324, 325), (0x0201, 0x0202))
"""Tags with the offsets and the lengths of strips, tiles and a thumbnail."""
_STRIPS, _TILES, _PACKING, _OLD_JPEG = 273, 324, 259, 6
_JPEG, _JPEG_LENGTH = 0x0201, 0x0202
_MOST = 2_000
"""Directories, at most, that are followed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that may be text."""

    directory: int
    """The tag that leads to its directory; 0 for a page, or the thumbnail of EXIF data."""
    tag: int
    data: bytes


@dataclass(slots=True)
class Directories:
    """What the directories hold."""

    entries: list[Entry] = field(default_factory=list)
    sub_pictures: list[int] = field(default_factory=list)
    """Offsets of the directories of pictures that are no pages."""
    thumbnails: list[tuple[int, int]] = field(default_factory=list)
    """Where JPEG files begin and end that stand beside pages which have pixels of their own."""
    pages: list[int] = field(default_factory=list)
    """Offsets of the directories in the list of pages that have pixels."""
    gaps: list[bytes] = field(default_factory=list)
    """Stretches of bytes that nothing leads to."""
    first: int = 0
    """Offset of the first directory."""
    end: int = 0
    """Where the last byte ends that something leads to."""


def directories(data: bytes) -> Directories:
    """Follow every directory.

    Raises
    ------
    ValueError
        If it is no TIFF, or nothing can be followed.
    """
    return _Walk(data).result


class _Walk:
    def __init__(self, data: bytes) -> None:
        if data[:2] not in {b"II", b"MM"}:
            raise ValueError("no byte order")
        self._data = data
        self._order = "<" if data.startswith(b"II") else ">"
        self._big = self._number("H", 2) == _BIG
        self._word = "Q" if self._big else "I"
        self._used = [(0, 16 if self._big else 8)]
        self._taken: set[tuple[int, int]] = set()
        self.result = Directories()
        self.result.first = self._number(self._word, 8 if self._big else 4)
        seen: set[int] = set()
        waiting = [(self.result.first, 0)]
        while waiting and len(seen) < _MOST:
            start, parent = waiting.pop(0)
            if start and start not in seen and start < len(data):
                seen.add(start)
                try:
                    waiting += self._directory(start, parent)
                except struct.error:
                    continue  # decoding says that it is cut short
        self.result.gaps = list(self._gaps())
        self.result.end = max(end for _, end in self._used)

    def _number(self, kind: str, place: int) -> int:
        return int(struct.unpack_from(self._order + kind, self._data, place)[0])

    def _directory(self, start: int, parent: int) -> list[tuple[int, int]]:
        """Read a directory, and return those that it leads to."""
        head, size, inline = (8, 20, 8) if self._big else (2, 12, 4)
        count = self._number("Q" if self._big else "H", start)
        end = start + head + count * size
        self._used.append((start, end + (8 if self._big else 4)))
        further: list[tuple[int, int]] = []
        numbers: dict[int, tuple[int, ...]] = {}
        for place in range(start + head, min(end, len(self._data)), size):
            tag, kind = self._number("H", place), self._number("H", place + 2)
            values = self._number(self._word, place + 4)
            length = values * _SIZES.get(kind, 1)
            value = place + (12 if self._big else 8)
            if length > inline:
                value = self._number(self._word, value)
                self._used.append((value, value + length))
            if tag in _FURTHER or tag == _PACKING or any(tag in pair for pair in _STRETCHES):
                numbers[tag] = self._numbers(kind, values, value)
            # A file may point at one value thousands of times.
            if (kind in _BYTES or kind not in _SIZES) and (value, length) not in self._taken:
                self._taken.add((value, length))
                self.result.entries.append(Entry(parent, tag, self._data[value : value + length]))
        for tag in _FURTHER & numbers.keys():
            further += [(offset, tag) for offset in numbers[tag]]
        self.result.sub_pictures += numbers.get(SUB_IFDS, ())
        for offsets, lengths in _STRETCHES:
            pairs = zip(numbers.get(offsets, ()), numbers.get(lengths, ()), strict=False)
            self._used += [(offset, offset + length) for offset, length in pairs]
        self._pixels(start, parent, numbers)
        if parent == 0 and end + 4 <= len(self._data):
            further.append((self._number(self._word, end), 0))
        return further

    def _pixels(self, start: int, parent: int, numbers: dict[int, tuple[int, ...]]) -> None:
        """Note a directory that has pixels, and the JPEG beside them."""
        if _STRIPS not in numbers and _TILES not in numbers:
            return
        if parent == 0:
            self.result.pages.append(start)
        if numbers.get(_PACKING) != (_OLD_JPEG,):
            pairs = zip(numbers.get(_JPEG, ()), numbers.get(_JPEG_LENGTH, ()), strict=False)
            self.result.thumbnails += [(offset, offset + length) for offset, length in pairs if length]

    def _numbers(self, kind: str | int, count: int, place: int) -> tuple[int, ...]:
        letter = _NUMBERS.get(int(kind))
        if letter is None or count > len(self._data):
            return ()
        try:
            return struct.unpack_from(f"{self._order}{count}{letter}", self._data, place)
        except struct.error:
            return ()

    def _gaps(self) -> Iterator[bytes]:
        last = 0
        for start, end in sorted(self._used):
            if start > last and self._data[last:start].strip(b"\0"):
                yield self._data[last:start]
            last = max(last, end)
        if self._data[last:].strip(b"\0"):
            yield self._data[last:]


def picture_at(data: bytes, directory: int) -> bytes:
    """Return a TIFF whose first page is the picture in another of its directories."""
    order = "<" if data.startswith(b"II") else ">"
    if struct.unpack_from(f"{order}H", data, 2)[0] == _BIG:
        return data[:8] + struct.pack(f"{order}Q", directory) + data[16:]
    return data[:4] + struct.pack(f"{order}I", directory) + data[8:]
