"""The parts of GIF, WebP, BMP, ICO and ICNS files."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from postcheck.media.jumbf import jumbf_parts
from postcheck.media.part import Part, PartKind

# GIF (GIF89a Specification, sections 23 to 26)

_GIF_KNOWN = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012", b"fractintOOO", b"ImageMagick")
_GIF_XMP, _GIF_PROVENANCE = b"XMP DataXMP", b"C2PA_GIF"
_GIF_PALETTE = 0x80


def gif_parts(data: bytes, found: list[Part]) -> int:
    """Add the parts of a GIF, and return the offset at which it ends."""
    position = 13 + _palette(data[10])
    while position < len(data):
        mark = data[position : position + 1]
        if mark == b";":
            return position + 1
        if mark == b"!":
            label = data[position + 1]
            content, position = _blocks(data, position + 2)
            found.extend(_extension(label, content))
        elif mark == b",":
            position += 10 + _palette(data[position + 9])
            _, position = _blocks(data, position + 1)
        else:
            position += 1  # as Pillow does
    return len(data)


def gif_frame(data: bytes, number: int, without: int = 0) -> bytes:
    """Return one frame of a GIF as a file of its own, with nothing transparent.

    Parameters
    ----------
    data:
        The GIF.
    number:
        Which frame, from 0.
    without:
        How many of the last bytes of its pixels are left out.

    Raises
    ------
    IndexError
        If there is no such frame.
    """
    position = 13 + _palette(data[10])
    head = data[:6]
    palette = data[10:position]
    while True:
        mark, position = data[position], position + 1
        if mark == _GIF_IMAGE:
            start = position
            position += 10 + _palette(data[position + 8])
            first = position
            blocks, position = _blocks(data, position)
            if not number:
                head += data[start + 4 : start + 8] + palette + b"," + bytes(4) + data[start + 4 : first]
                pixels = b"".join(blocks)
                pixels = pixels[: max(0, len(pixels) - without)]
                cut = (pixels[at : at + 255] for at in range(0, len(pixels), 255))
                return head + b"".join(bytes([len(block)]) + block for block in cut) + b"\0;"
            number -= 1
        elif mark == _GIF_EXTENSION:
            _, position = _blocks(data, position + 1)


_GIF_IMAGE, _GIF_EXTENSION = b",!"


def _palette(flags: int) -> int:
    return 6 << (flags & 7) if flags & _GIF_PALETTE else 0


def _blocks(data: bytes, position: int) -> tuple[list[bytes], int]:
    """Return the blocks that begin at an offset, and the offset of what follows them."""
    blocks = []
    while length := data[position]:
        blocks.append(data[position + 1 : position + 1 + length])
        position += 1 + length
    return blocks, position + 1


def _extension(label: int, blocks: list[bytes]) -> list[Part]:
    if label == 0xFE:  # noqa: PLR2004 - numbers of the specification
        return [Part(PartKind.TEXT, "its comment", b"".join(blocks))]
    if label == 0x01:
        return [Part(PartKind.TEXT, "a text that is drawn on it", b"".join(blocks[1:]))]
    if label == 0xF9 or not blocks:  # noqa: PLR2004 - as above
        return []
    if blocks[0] == _GIF_XMP:
        # The packet is not cut into blocks: its bytes pass for their lengths.
        return [Part(PartKind.XMP, "its XMP", b"".join(bytes([len(block)]) + block for block in blocks[1:]))]
    if blocks[0].startswith(_GIF_PROVENANCE):
        return jumbf_parts(b"".join(blocks[1:]))
    known = blocks[0] in _GIF_KNOWN
    return [Part(PartKind.TECHNICAL if known else PartKind.UNKNOWN, "data of a program in it", b"".join(blocks))]


# WebP (RFC 9649, section 2)

_WEBP_PIXELS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_HEAD = 12


WEBP_FRAME_HEAD = 16
"""Bytes of a frame of an animation before its chunks: where it lies, how large it is, how long it is shown."""


def riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and the content of each chunk of a WebP picture."""
    size = int.from_bytes(data[4:8], "little")
    yield from _riff_chunks(data, _WEBP_HEAD, min(len(data), 8 + size + size % 2))


def _riff_chunks(data: bytes, position: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    while position + 8 <= end:
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        yield data[position : position + 4], data[position + 8 : position + 8 + length]
        position += 8 + length + length % 2


def webp_parts(data: bytes, found: list[Part]) -> int:
    """Add the parts of a WebP picture, and return the offset at which it ends."""
    size = int.from_bytes(data[4:8], "little")
    animated = data[_WEBP_HEAD : _WEBP_HEAD + 4] == b"VP8X" and bool(data[_WEBP_HEAD + 8] & 2)
    pictures = 0
    for kind, content in riff_chunks(data):
        pictures += kind in {b"VP8 ", b"VP8L"}
        if kind == b"ANMF" and animated:
            found += _frame_parts(content)
        else:
            found += _webp_chunk(kind, content, pixels=kind in _WEBP_PIXELS and kind != b"ANMF" and pictures <= 1)
    return min(len(data), 8 + size + size % 2)


def _frame_parts(frame: bytes) -> Iterator[Part]:
    """Yield what a frame of an animation holds beside its pixels."""
    pictures = 0
    for kind, content in _riff_chunks(frame, WEBP_FRAME_HEAD, len(frame)):
        pictures += kind in {b"VP8 ", b"VP8L"}
        yield from _webp_chunk(kind, content, pixels=kind in {b"ALPH", b"VP8 ", b"VP8L"} and pictures <= 1)


def _webp_chunk(kind: bytes, content: bytes, *, pixels: bool) -> list[Part]:
    if pixels:
        return []
    if kind == b"EXIF":
        return [Part(PartKind.EXIF, "its EXIF data", content.removeprefix(b"Exif\0\0"))]
    if kind == b"XMP ":
        return [Part(PartKind.XMP, "its XMP", content)]
    if kind == b"C2PA":
        return jumbf_parts(content)
    if kind == b"ICCP":
        return [Part(PartKind.TECHNICAL, "its colour profile", content)]
    what = f"its chunk {kind.decode('ascii').strip()}" if kind.strip().isalnum() else "a chunk of it"
    return [Part(PartKind.UNKNOWN, what, content)]


# BMP

_BMP_HEAD = 14


def bmp_parts(data: bytes, found: list[Part]) -> int:
    """Add what lies between the header and the pixels of a BMP, and return the offset at which it ends."""
    pixels, header = map(int, struct.unpack_from("<II", data, 10))
    if header < 40:  # noqa: PLR2004 - OS/2
        return len(data)
    width, height, _, bits, packing, size, _, _, colours = map(int, struct.unpack_from("<iiHHIIiiI", data, 18))
    palette = 4 * (colours or (1 << bits if bits <= 8 else 0))  # noqa: PLR2004 - more bits a pixel need no palette
    masks = 16 if packing in {3, 6} and header == 40 else 0  # noqa: PLR2004 - longer headers hold the masks
    gap = data[_BMP_HEAD + header + palette + masks : pixels]
    if gap.strip(b"\0"):
        found.append(Part(PartKind.UNKNOWN, "what comes before its pixels", gap))
    rows = int(-(-width * bits // 32) * 4 * abs(height))
    end = pixels + (rows if packing in {0, 3, 6} else size)
    profile_start, profile_length = struct.unpack_from("<II", data, _BMP_HEAD + 112) if header >= 124 else (0, 0)  # noqa: PLR2004 - as above
    if profile_length:
        end = max(end, _BMP_HEAD + profile_start + profile_length)
    return end


# ICO and ICNS

_MOST_SIZES = 64


def icon_parts(data: bytes, found: list[Part]) -> int:
    """Add each size of an icon as a picture of its own, and return the offset at which the file ends."""
    if data.startswith(b"icns"):
        return _icns_parts(data, found)
    count = int.from_bytes(data[4:6], "little")
    end = 6 + 16 * count
    seen: set[tuple[int, int]] = set()
    for number in range(count):
        entry = data[6 + 16 * number : 22 + 16 * number]
        length, start = struct.unpack_from("<II", entry, 8)
        if (start, length) in seen:
            continue
        seen.add((start, length))
        if len(seen) > _MOST_SIZES:
            found.append(Part(PartKind.DAMAGED, "one of more sizes than an icon has", b""))
            return len(data)
        single = data[:4] + b"\1\0" + entry[:12] + struct.pack("<I", 22) + data[start : start + length]
        found.append(Part(PartKind.PICTURE, "another size of the icon", single))
        end = max(end, start + length)
    return end


_ICNS_TECHNICAL = frozenset({b"TOC ", b"icnV", b"name", b"info"})


def _icns_parts(data: bytes, found: list[Part]) -> int:
    end = min(len(data), int.from_bytes(data[4:8], "big"))
    position = 8
    while position + 8 <= end:
        kind, length = data[position : position + 4], int.from_bytes(data[position + 4 : position + 8], "big")
        if length < 8:  # noqa: PLR2004 - its head
            break
        block = data[position : position + length]
        if kind in _ICNS_TECHNICAL:
            found.append(Part(PartKind.TECHNICAL, "its icon data", block[8:]))
        elif re.fullmatch(rb"ic\d\d|icp\d", kind):
            single = b"icns" + struct.pack(">I", 8 + length) + block
            found.append(Part(PartKind.PICTURE, "another size of the icon", single))
        position += length
    return end
