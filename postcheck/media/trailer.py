"""What phones add after the end of a photo: Samsung's blocks (as ExifTool describes them), and videos."""

from __future__ import annotations

import re
import struct

from postcheck.media.box_head import box_head
from postcheck.media.part import Part, PartKind

_END, _HEAD = b"SEFT", b"SEFH"
_ENTRY, _BLOCK_HEAD = 12, 8
_OF_CAMERAS = re.compile(rb"(?i)depth|core_info|extra_info|meta_info")
"""In the names of blocks that show nothing but how far away things are, and how they were taken."""
_VIDEO_START = re.compile(rb"....ftyp(?!heic|heix|heim|heis|hevc|hevx|hevm|hevs|mif1|msf1|avif|avis)", re.DOTALL)
_BOX = re.compile(rb"[A-Za-z0-9 ]{4}")
WHAT = "a block after its end"


def is_trailer(data: bytes) -> bool:
    """Whether data end with a list of Samsung's blocks."""
    return data.endswith(_END) and _HEAD in data


def trailer_parts(data: bytes) -> list[Part]:
    """Return Samsung's blocks, and what comes before them."""
    start = data.rfind(_HEAD)
    if len(data) - start < _ENTRY + 8:
        return [Part(PartKind.TRAILING, "what follows its end", data)]
    (count,) = struct.unpack_from("<I", data, start + 8)
    found: list[Part] = []
    first = start
    for place in range(start + 12, min(start + 12 + _ENTRY * count, len(data) - 8), _ENTRY):
        back, length = struct.unpack_from("<II", data, place + 4)
        if not _BLOCK_HEAD <= length <= back <= start:
            continue
        block = data[start - back : start - back + length]
        first = min(first, start - back)
        (name,) = struct.unpack_from("<I", block, 4)
        content = block[_BLOCK_HEAD + name :]
        found.append(Part(PartKind.TECHNICAL, WHAT, block[_BLOCK_HEAD : _BLOCK_HEAD + name]))
        video = bool(_VIDEO_START.match(content))
        known = PartKind.TECHNICAL if _OF_CAMERAS.search(block[: _BLOCK_HEAD + name]) else PartKind.UNKNOWN
        found.append(Part(PartKind.VIDEO if video else known, WHAT, content))
    if data[:first].strip(b"\0"):
        found.insert(0, Part(PartKind.TRAILING, "what follows its end", data[:first]))
    return found


def video_in(data: bytes) -> tuple[int, int] | None:
    """Return where a video begins in other bytes, and where its last box ends; None if there is none."""
    match = _VIDEO_START.search(data)
    if match is None:
        return None
    position = match.start()
    while position + 8 <= len(data):
        size, kind, _ = box_head(data, position)
        if size == 0:
            size = len(data) - position
        if size < 8 or not _BOX.fullmatch(kind):  # noqa: PLR2004 - its head
            break
        position = min(position + size, len(data))
    return match.start(), max(position, match.end())
