"""What a picture file holds beside the pixels that people see.

A reader that picks the parts it knows loses the others without a word. Here a file is taken apart from its first byte
to its last, so that whatever is none of its pixels can be read, looked at, or said.
"""

from __future__ import annotations

import base64
import dataclasses
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from postcheck.media.block_parts import bmp_parts, gif_parts, icon_parts, webp_parts
from postcheck.media.box_parts import JPEG_2000, box_parts
from postcheck.media.jpeg_parts import SIGNATURE, jpeg_parts
from postcheck.media.jumbf import jumbf_parts
from postcheck.media.part import Part, PartKind
from postcheck.media.plain_parts import PLAIN, codestream_parts, plain_parts
from postcheck.media.png_parts import PNG_SIGNATURE, png_parts
from postcheck.media.tiff_parts import directories, picture_at
from postcheck.media.trailer import is_trailer, trailer_parts, video_in

_WALKS: tuple[tuple[re.Pattern[bytes], Callable[[bytes, list[Part]], int]], ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a picture file that are none of its pixels, and where the picture ends."""

    parts: tuple[Part, ...]
    end: int
    """Offset at which the picture ends; what comes after it belongs to nothing."""


def parts_of(data: bytes, pictures: int = 1) -> Parts:
    """Take a picture file apart. Whatever cannot be followed to its end is left to those who decode it.

    Parameters
    ----------
    data:
        The file.
    pictures:
        How many pictures of an MPO follow one another in it; they are its frames.
    """
    found: list[Part] = []
    end = _walked(data, found)
    for _ in range(pictures - 1):
        start = data.find(SIGNATURE, end)
        if start < 0:
            break
        end = start + _walked(data[start:], found)
    return Parts(tuple(found), min(end, len(data)))


def _walked(data: bytes, found: list[Part]) -> int:
    """Add the parts of the picture at the start of ``data``, and return the offset at which it ends.

    For formats that do not mark their end, that is the end of the data.
    """
    for beginning, walk in _WALKS:
        if beginning.match(data):
            try:
                return walk(data, found)
            except (struct.error, IndexError, ValueError, OverflowError):
                return len(data)  # damaged; decoding says so
    return len(data)


_PROVENANCE = 0xCD41
"""The tag of a TIFF with its Content Credentials (C2PA, "Embedding manifests into various file formats")."""


def _tiff_parts(data: bytes, found: list[Part]) -> int:
    """Add the words of a TIFF, its pictures that are no pages, and what nothing leads to."""
    what = directories(data)
    found.append(Part(PartKind.TIFF, "its data", data))
    found += [
        Part(PartKind.INNER, "a picture that is none of its pages", picture_at(data, offset))
        for offset in what.sub_pictures
    ]
    found += [Part(PartKind.PICTURE, "its thumbnail", data[start:end]) for start, end in what.thumbnails]
    for entry in what.entries:
        if entry.tag == _PROVENANCE:
            found += jumbf_parts(entry.data)
    found += [Part(PartKind.UNKNOWN, "what belongs to none of its pages", gap) for gap in what.gaps]
    return len(data)


_WALKS = (
    (re.compile(re.escape(SIGNATURE)), jpeg_parts),
    (re.compile(re.escape(PNG_SIGNATURE)), png_parts),
    (re.compile(rb"GIF8[79]a"), gif_parts),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), webp_parts),
    (re.compile(rb"....ftyp|" + re.escape(JPEG_2000), re.DOTALL), box_parts),
    (re.compile(rb"BM"), bmp_parts),
    (re.compile(rb"II[\x2a\x2b]\0|MM\0[\x2a\x2b]"), _tiff_parts),
    (re.compile(rb"\x00\x00\x01\x00|icns"), icon_parts),
    (re.compile(rb"\xff\x4f\xff\x51"), codestream_parts),
    (PLAIN, plain_parts),
)

_WHOLE = re.compile(
    rb"\xff\xd8\xff[\xc0-\xcf\xda\xdb\xdd\xe0-\xef\xfe]|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP|BM....\0\0\0\0..\0\0[\x28\x34\x38\x6c\x7c]\0\0\0"
    rb"|II\x2a\0|MM\0\x2a|ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avi[fs])",
    re.DOTALL,
)
"""Beginnings of pictures; those of HEIC and AVIF stand after the length of their first box."""
_MOST_PICTURES = 200
"""How many pictures are looked for among other bytes, which are said where there are many of them."""
_BASE64 = re.compile(rb"(?:/9j/|iVBORw0KGgo|R0lGOD[dl]h|UklGR)(?:[A-Za-z0-9+/]|\s|&#x[aA];|\\[nr/]|\\)+={0,2}")
_BASE64_BETWEEN = re.compile(rb"&#x[aA];|\\[nr]|[\s\\]+")
_LEAST_BASE64 = 200
_XMP_THUMBNAIL = re.compile(rb"<xmpGImg:image>.*?</xmpGImg:image>|xmpGImg:image=\".*?\"", re.DOTALL)
"""Thumbnails that have their own place, and are read there."""
_DEEPEST = 3
"""How deep pictures in pictures are followed."""
_WITH_TIFF = frozenset({PartKind.UNKNOWN, PartKind.TRAILING})
"""Parts in which a TIFF is a picture; in others, it is more likely a block of EXIF data."""


FOUND = "a picture"
"""How the description of a picture begins that nothing announces."""


def contents_of(data: bytes, pictures: int = 1, depth: int = 0) -> list[Part]:
    """Take a picture file apart, what follows its end and the pictures in its parts included.

    Parameters
    ----------
    data:
        The file.
    pictures:
        How many pictures of an MPO follow one another in it; they are its frames.
    depth:
        In how many other pictures it lies.
    """
    whole = parts_of(data, pictures)
    parts = [*whole.parts, *_trailing(data[whole.end :])]
    found: list[Part] = []
    for part in parts:
        if depth and part.kind in {PartKind.UNKNOWN, PartKind.TRAILING, PartKind.DAMAGED}:
            # What is unknown in a picture that is hidden itself is searched, and not said.
            part = dataclasses.replace(part, kind=PartKind.TECHNICAL)  # noqa: PLW2901 - as said
        if part.kind is PartKind.PICTURE:
            found += [part, *_in_picture(part, depth)]
        elif part.kind in {PartKind.INNER, PartKind.VIDEO, PartKind.TIFF}:
            found.append(part)
        else:
            found += _searched(part, depth)
    return found


def _trailing(data: bytes) -> list[Part]:
    bare = data.rstrip(b"\0")
    if is_trailer(bare):
        return trailer_parts(bare)
    return [Part(PartKind.TRAILING, "what follows its end", data)] if bare else []


def _in_picture(picture: Part, depth: int) -> list[Part]:
    return contents_of(picture.data, depth=depth + 1) if depth < _DEEPEST else []


def _searched(part: Part, depth: int) -> Iterator[Part]:
    """Yield the pictures and the video in a part, and what is left of it."""
    what = f"{FOUND} after its end" if part.kind is PartKind.TRAILING else f"{FOUND} in {part.what}"
    left, last = b"", 0
    for start, end, kind in _stretches(part):
        left, last = left + part.data[last:start], end
        piece = Part(kind, what if kind is PartKind.PICTURE else part.what, part.data[start:end])
        yield piece
        if kind is PartKind.PICTURE:
            yield from _in_picture(piece, depth)
    left += part.data[last:]
    for picture in _written_out(part):
        yield Part(PartKind.PICTURE, what, picture)
    if part.kind is PartKind.EXIF:
        yield from _uncompressed(part)
        left = part.data  # its directories count from its first byte
    yield dataclasses.replace(part, data=left)


def _stretches(part: Part) -> list[tuple[int, int, PartKind]]:
    video = video_in(part.data) if part.kind in _WITH_TIFF else None
    if video is None:
        return [(start, end, PartKind.PICTURE) for start, end in _places(part.data, part.kind in _WITH_TIFF)]
    start, end = video
    before = Part(part.kind, part.what, part.data[:start])
    after = Part(part.kind, part.what, part.data[end:])
    return [
        *_stretches(before),
        (start, end, PartKind.VIDEO),
        *((begin + end, stop + end, kind) for begin, stop, kind in _stretches(after)),
    ]


def _places(data: bytes, with_tiff: bool) -> Iterator[tuple[int, int]]:
    """Yield where whole pictures begin and end that stand somewhere among other bytes."""
    position = 0
    for _ in range(_MOST_PICTURES):
        match = _WHOLE.search(data, position)
        if match is None:
            return
        start = match.start()
        position = match.end()
        if match[0].startswith(b"ftyp"):
            start -= 4
        tiff = match[0][:2] in {b"II", b"MM"}
        if start < 0 or (tiff and not (with_tiff and _is_picture(data[start:]))) or not _goes_on(data, start):
            continue
        length = directories(data[start:]).end if tiff else _walked(data[start:], [])
        yield start, min(start + length, len(data))
        position = max(start + length, position)


def _goes_on(data: bytes, start: int) -> bool:
    """Whether what begins like a JPEG has a second segment where its first one ends."""
    if data[start : start + 2] != SIGNATURE[:2]:
        return True
    second = start + 4 + int.from_bytes(data[start + 4 : start + 6], "big")
    return data[second : second + 1] == b"\xff"


def _is_picture(data: bytes) -> bool:
    try:
        found = directories(data)
    except (ValueError, struct.error, OverflowError):
        return False
    return bool(found.pages) and found.end <= len(data)


def _written_out(part: Part) -> Iterator[bytes]:
    """Yield the pictures that are written as text."""
    data = _XMP_THUMBNAIL.sub(b"", part.data) if part.kind is PartKind.XMP else part.data
    for match in _BASE64.finditer(data):
        digits = _BASE64_BETWEEN.sub(b"", match[0]).rstrip(b"=")
        if len(digits) >= _LEAST_BASE64:
            digits = digits[:-1] if len(digits) % 4 == 1 else digits
            yield base64.b64decode(digits + b"=" * (-len(digits) % 4))


def _uncompressed(part: Part) -> Iterator[Part]:
    """Yield the thumbnails in EXIF data that are no JPEG."""
    try:
        found = directories(part.data)
    except (ValueError, struct.error, OverflowError):
        return
    if found.end <= len(part.data):
        for page in found.pages:
            if page != found.first:
                yield Part(PartKind.INNER, "its thumbnail", picture_at(part.data, page))
