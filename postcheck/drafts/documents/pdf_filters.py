"""How the streams of a PDF are packed, and unpacking them."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from postcheck.drafts.documents.pdf_objects import TooMuchError

MAX_UNPACKED = 2_000_000_000
"""How many bytes the streams of one PDF may unpack to."""
PICTURES = frozenset({"DCTDecode", "DCT", "JPXDecode"})
"""Pictures that are decoded here, to see whether all of them is there."""
FAXES = frozenset({"CCITTFaxDecode", "CCF", "JBIG2Decode"})
"""Pictures that only PDFium decodes."""
_CHUNK = 1_000_000
_FLATE = frozenset({"FlateDecode", "Fl"})
_ZLIB_HEADER = 2
_SLOW = 20_000_000
"""Bytes, at most, that are unpacked in other ways."""
_LZW_CLEAR, _LZW_END, _LZW_BITS, _LZW_LAST = 256, 257, 9, 4096
_RUN_END = 128


class UndecodableError(Exception):
    """A stream is damaged."""


class Unpacked(NamedTuple):
    """What a stream holds."""

    kept: bytes
    """The beginning of it."""
    size: int
    """How many bytes all of it has."""
    left: tuple[str, ...]
    """The ways in which it is still packed; empty if it is not."""


@dataclass
class Unpacker:
    """Unpacks the streams of one PDF, within limits."""

    unpacked: int = 0

    def unpack(self, data: bytes, names: Sequence[str], most: int) -> Unpacked:
        """Unpack a stream as far as that is done here, and keep at most so many bytes of it.

        Raises
        ------
        UndecodableError
            If it is damaged.
        TooMuchError
            If all streams together unpack to more than is looked at.
        """
        size = len(data)
        for number, name in enumerate(names):
            if name in PICTURES | FAXES:
                return Unpacked(data, size, tuple(names[number:]))
            if name == "Crypt":
                continue
            last = number + 1 == len(names)
            if name in _FLATE:
                data, size = self._inflated(data, most if last else MAX_UNPACKED)
            else:
                if len(data) > _SLOW:
                    raise TooMuchError
                data = _OTHERS[name](data)
                size = len(data)
                self._count(size)
        return Unpacked(data[:most], size, ())

    def _count(self, size: int) -> None:
        self.unpacked += size
        if self.unpacked > MAX_UNPACKED:
            raise TooMuchError

    def _inflated(self, data: bytes, most: int) -> tuple[bytes, int]:
        try:
            return self._inflated_as(data, most, zlib.MAX_WBITS)
        except zlib.error as error:
            if "incorrect data check" not in str(error):
                raise UndecodableError from error
        return self._inflated_as(data[_ZLIB_HEADER:], most, -zlib.MAX_WBITS)  # without its wrong check sum

    def _inflated_as(self, data: bytes, most: int, bits: int) -> tuple[bytes, int]:
        unpack = zlib.decompressobj(bits)
        kept = bytearray()
        rest, piece, size = data, b"first", 0
        while not unpack.eof and (rest or piece):
            piece = unpack.decompress(rest, _CHUNK)
            rest = unpack.unconsumed_tail
            self._count(len(piece))
            size += len(piece)
            kept += piece[: max(0, most - len(kept))]
        if not unpack.eof:
            raise UndecodableError
        return bytes(kept), size


_SPACE = regex.compile(rb"\s+")


def _from_hex(data: bytes) -> bytes:
    digits = _SPACE.sub(b"", data.partition(b">")[0])
    try:
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    except ValueError as error:
        raise UndecodableError from error


def _from_ascii85(data: bytes) -> bytes:
    text = data.strip().removeprefix(b"<~").partition(b"~")[0]
    try:
        return base64.a85decode(text)
    except ValueError as error:
        raise UndecodableError from error


def _from_runs(data: bytes) -> bytes:
    out = bytearray()
    position = 0
    while position < len(data) and data[position] != _RUN_END:
        length = data[position]
        if length < _RUN_END:
            out += data[position + 1 : position + 2 + length]
            position += 2 + length
        else:
            out += data[position + 1 : position + 2] * (257 - length)
            position += 2
        if len(out) > MAX_UNPACKED:
            raise TooMuchError
    if position > len(data):
        raise UndecodableError
    return bytes(out)


def _from_lzw(data: bytes) -> bytes:
    """Unpack LZW as PDFs have it (PDF 32000-1, 7.4.4), the width of codes growing one code early."""
    table = [bytes([value]) for value in range(256)] + [b"", b""]
    out = bytearray()
    width, held, bits = _LZW_BITS, 0, 0
    before = b""
    for byte in data:
        held, bits = held << 8 | byte, bits + 8
        if bits < width:
            continue
        bits -= width
        code, held = held >> bits, held & ((1 << bits) - 1)
        if code == _LZW_END:
            return bytes(out)
        if code == _LZW_CLEAR:
            del table[258:]
            width, before = _LZW_BITS, b""
            continue
        if code > len(table) or (code == len(table) and not before):
            raise UndecodableError
        piece = table[code] if code < len(table) else before + before[:1]
        out += piece
        if len(out) > MAX_UNPACKED:
            raise TooMuchError
        if before and len(table) < _LZW_LAST:
            table.append(before + piece[:1])
        before = piece
        width = min(12, (len(table) + 1).bit_length()) if len(table) + 1 >= 1 << width else width
    return bytes(out)


_OTHERS = {
    **dict.fromkeys(("ASCIIHexDecode", "AHx"), _from_hex),
    **dict.fromkeys(("ASCII85Decode", "A85"), _from_ascii85),
    **dict.fromkeys(("RunLengthDecode", "RL"), _from_runs),
    **dict.fromkeys(("LZWDecode", "LZW"), _from_lzw),
}
KNOWN = frozenset({*_FLATE, *PICTURES, *FAXES, *_OTHERS, "Crypt"})
"""The ways of packing that PDF readers know."""
