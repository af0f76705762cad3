"""What a picture file holds beside the pixels that people see.

A reader that picks the parts it knows loses the others without a word. Here a file is taken apart from its first byte
to its last, so that whatever is none of its pixels can be read, looked at, or said.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from postcheck.media.block_parts import (
    PNG_SIGNATURE,
    bmp_parts,
    box_parts,
    gif_parts,
    icon_parts,
    png_parts,
    webp_parts,
)
from postcheck.media.jpeg_parts import SIGNATURE, jpeg_parts
from postcheck.media.part import Part, PartKind
from postcheck.media.tiff_parts import directories, picture_at

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


def _tiff_parts(data: bytes, found: list[Part]) -> int:
    """Add the words of a TIFF, its pictures that are no pages, and what nothing leads to."""
    what = directories(data)
    found.append(Part(PartKind.EXIF, "its data", data))
    found += [
        Part(PartKind.PICTURE, "a picture that is none of its pages", picture_at(data, offset))
        for offset in what.sub_pictures
    ]
    found += [Part(PartKind.UNKNOWN, "what belongs to none of its pages", gap) for gap in what.gaps]
    return len(data)


_WALKS = (
    (re.compile(re.escape(SIGNATURE)), jpeg_parts),
    (re.compile(re.escape(PNG_SIGNATURE)), png_parts),
    (re.compile(rb"GIF8[79]a"), gif_parts),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), webp_parts),
    (re.compile(rb"....ftyp", re.DOTALL), box_parts),
    (re.compile(rb"BM"), bmp_parts),
    (re.compile(rb"II[\x2a\x2b]\0|MM\0[\x2a\x2b]"), _tiff_parts),
    (re.compile(rb"\x00\x00\x01\x00|icns"), icon_parts),
)

_WHOLE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP", re.DOTALL)
"""Beginnings of pictures that mark their end."""
_MOST_PICTURES = 200
"""How many pictures are looked for among other bytes, which are said where there are many of them."""


def pictures_in(data: bytes) -> Iterator[bytes]:
    """Yield the whole pictures that stand somewhere among other bytes."""
    position = 0
    for _ in range(_MOST_PICTURES):
        match = _WHOLE.search(data, position)
        if match is None:
            return
        end = match.start() + _walked(data[match.start() :], [])
        yield data[match.start() : end]
        position = max(end, match.end())
