"""The parts of pictures in formats that few programs write: PPM and its kin, QOI, PCX, bare JPEG 2000."""

from __future__ import annotations

import re

from postcheck.media.part import Part, PartKind

PLAIN = re.compile(rb"P[1-7yfF]|qoif|\x0a[\x00\x02\x03\x04\x05]\x01[\x01\x02\x04\x08]")
_HEADER = re.compile(rb"P([456])((?:\s|#[^\n]*\n)+)(\d+)((?:\s|#[^\n]*\n)+)(\d+)(?:((?:\s|#[^\n]*\n)+)(\d+))?\s")
_QOI_END = bytes(7) + b"\x01"
_PCX_PALETTE = 769
_WHAT = "its data"


def plain_parts(data: bytes, found: list[Part]) -> int:
    """Add the words of a picture without segments, and return the offset at which it ends."""
    if data.startswith(b"qoif"):
        end = data.find(_QOI_END) + len(_QOI_END)
        return end if end > len(_QOI_END) else len(data)
    if data.startswith(b"\x0a"):
        found.append(Part(PartKind.TECHNICAL, _WHAT, data[:128]))
        return _pcx_end(data)
    match = _HEADER.match(data)
    if match is None:
        found.append(Part(PartKind.TECHNICAL, _WHAT, data))
        return len(data)
    if b"#" in match[0]:
        found.append(Part(PartKind.TEXT, "its comment", match[0]))
    width, height = int(match[3]), int(match[5])
    if match[1] == b"4":
        # A bitmap has no greatest value; what was taken for one is its pixels.
        return match.end(5) + 1 + (width + 7) // 8 * height
    return match.end() + width * height * (3 if match[1] == b"6" else 1) * (2 if int(match[7] or 0) > 255 else 1)  # noqa: PLR2004 - what a byte holds


def _pcx_end(data: bytes) -> int:
    """Unpack the rows of a PCX, which are all that tells where it ends."""
    left, top, right, bottom = (int.from_bytes(data[at : at + 2], "little") for at in (4, 6, 8, 10))
    wanted = data[65] * int.from_bytes(data[66:68], "little") * (bottom - top + 1)
    position, have = 128, 0
    while have < wanted and position < len(data):
        run = data[position] >= 0xC0  # noqa: PLR2004 - a count and a value
        have += data[position] & 0x3F if run else 1
        position += 2 if run else 1
    del left, right
    return position + _PCX_PALETTE if data[position : position + 1] == b"\x0c" else position


def codestream_parts(data: bytes, found: list[Part]) -> int:
    """Add the comments of a bare JPEG 2000 codestream, and return the offset at which it ends."""
    end = data.find(b"\xff\xd9") + 2  # no other bytes of it look like its end
    start = data.find(b"\xff\x90")
    found.append(Part(PartKind.TECHNICAL, "its header", data[: max(0, start)]))
    return end if end > 1 else len(data)
