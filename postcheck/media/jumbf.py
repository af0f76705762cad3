"""What a JUMBF block holds (ISO/IEC 19566-5): in these, C2PA keeps who made a picture, with what, and from what."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from postcheck.media.box_head import box_head
from postcheck.media.part import Part, PartKind

WHAT = "its Content Credentials"
_DEEPEST = 12
"""How deep boxes, and values of CBOR, are followed in one another."""
_MOST_VALUES = 20_000
_BOXES = frozenset({b"jumb", b"jumd", b"json", b"cbor", b"xml ", b"bfdb", b"bidb", b"jp2c", b"uuid", b"c2sh", b"free"})


def jumbf_parts(data: bytes) -> list[Part]:
    """Return the texts and the pictures in JUMBF blocks that follow one another, and what cannot be followed."""
    found: list[Part] = []
    _walk(data, found, 0)
    return found


def _walk(data: bytes, found: list[Part], depth: int) -> None:
    position = 0
    while position + 8 <= len(data):
        size, kind, head = box_head(data, position)
        if size == 0:
            size = len(data) - position
        if size < head or position + size > len(data) or kind not in _BOXES or depth > _DEEPEST:
            break
        _box(kind, data[position + head : position + size], found, depth)
        position += size
    if data[position:].strip(b"\0"):
        found.append(Part(PartKind.UNKNOWN, WHAT, data[position:]))


def _box(kind: bytes, content: bytes, found: list[Part], depth: int) -> None:
    if kind == b"jumb":
        _walk(content, found, depth + 1)
    elif kind == b"jumd":
        found.append(Part(PartKind.TECHNICAL, WHAT, content[17:]))
    elif kind in {b"json", b"xml "}:
        found.append(Part(PartKind.TEXT, WHAT, content))
    elif kind == b"cbor":
        found.extend(_cbor_parts(content))
    elif kind in {b"bidb", b"jp2c", b"uuid"}:
        found.append(Part(PartKind.UNKNOWN, WHAT, content))
    else:  # the type of a file, a salt, room to spare
        found.append(Part(PartKind.TECHNICAL, WHAT, content))


def _cbor_parts(data: bytes) -> list[Part]:
    """Return the texts of a CBOR value (RFC 8949), each on a line of its own, and its strings of bytes.

    Its texts follow their lengths, which look like letters: swept as they stand, names would run into them.
    """
    texts: list[str] = []
    blocks: list[bytes] = []
    try:
        _Cbor(data, texts, blocks).value(0)
    except (IndexError, ValueError, struct.error):
        blocks.append(data)
    parts = [Part(PartKind.TEXT, WHAT, "\n".join(texts).encode())] if texts else []
    return [*parts, *(Part(PartKind.TECHNICAL, WHAT, block) for block in blocks)]  # signatures and digests


_BYTES, _TEXT, _LIST, _MAP, _TAG = 2, 3, 4, 5, 6
_ENDLESS = 31
_BREAK = 0xFF


class _Cbor:
    def __init__(self, data: bytes, texts: list[str], blocks: list[bytes]) -> None:
        self._data, self._texts, self._blocks = data, texts, blocks
        self._place = self._count = 0

    def value(self, depth: int) -> None:
        self._count += 1
        if depth > _DEEPEST or self._count > _MOST_VALUES:
            raise ValueError("too deep")
        kind, low = divmod(self._data[self._place], 32)
        self._place += 1
        if low == _ENDLESS and kind in {_BYTES, _TEXT, _LIST, _MAP}:
            while self._data[self._place] != _BREAK:
                self.value(depth + 1)
            self._place += 1
            return
        number = self._number(low)
        if kind in {_BYTES, _TEXT}:
            content = self._data[self._place : self._place + number]
            if len(content) < number:
                raise ValueError("cut short")
            self._place += number
            if kind == _TEXT:
                self._texts.append(content.decode("utf-8", "replace"))
            else:
                self._blocks.append(content)
        for _ in range({_LIST: number, _MAP: 2 * number, _TAG: 1}.get(kind, 0)):
            self.value(depth + 1)

    def _number(self, low: int) -> int:
        if low < 24:  # noqa: PLR2004 - RFC 8949, section 3
            return low
        length = {24: 1, 25: 2, 26: 4, 27: 8}.get(low, 0)
        if not length:
            raise ValueError("no number")
        number = int.from_bytes(self._data[self._place : self._place + length], "big")
        self._place += length
        return number


class JumbfSegments:
    """Puts JUMBF blocks together again that a JPEG has cut into segments APP11 (ISO/IEC 19566-5, annex D)."""

    NAME = b"JP"
    _HEAD = 8
    """Bytes before a piece: the name, the number of the block, the number of the piece."""

    def __init__(self) -> None:
        self._blocks: dict[int, dict[int, bytes]] = {}
        self._lost: list[bytes] = []

    def add(self, content: bytes) -> None:
        """Add the content of a segment."""
        if len(content) < self._HEAD + 8:
            self._lost.append(content)
            return
        block, number = struct.unpack_from(">HI", content, 2)
        pieces = self._blocks.setdefault(block, {})
        if number in pieces:
            self._lost.append(content)
        else:
            pieces[number] = content[self._HEAD :]

    def parts(self) -> Iterator[Part]:
        """Yield what the blocks hold."""
        for pieces in self._blocks.values():
            first, *others = (pieces[number] for number in sorted(pieces))
            # Every piece begins with the head of the box that is cut.
            head = 16 if first[:4] == b"\0\0\0\1" else 8
            whole = first + b"".join(piece[head:] if piece[4:8] == first[4:8] else piece for piece in others)
            yield from jumbf_parts(whole)
        for content in self._lost:
            yield Part(PartKind.UNKNOWN, "its segment APP11", content)
