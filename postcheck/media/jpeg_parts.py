"""The segments of a JPEG (ISO/IEC 10918-1, annex B), and what Photoshop keeps in one of them."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

from PIL import Image

from postcheck.media.jumbf import JumbfSegments
from postcheck.media.part import Part, PartKind

SIGNATURE = b"\xff\xd8\xff"
START_OF_SCAN = 0xDA
_MARKER, _FILL, _END_OF_IMAGE, _TEMPORARY = 0xFF, 0xFF, 0xD9, 0x01
_RESTARTS = range(0xD0, 0xD8)
_APPLICATIONS = range(0xE0, 0xF0)
_COMMENT, _PROVENANCE = 0xFE, 0xEB
_RESERVED = (*range(0xF0, 0xFE), *range(0x02, 0xC0), 0xC8, 0xDC, 0xDE, 0xDF)
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

_JFIF, _JFXX = b"JFIF\0", b"JFXX\0"
_EXIF = b"Exif\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_MORE = b"http://ns.adobe.com/xmp/extension/\0"
_XMP_MORE_HEAD = len(_XMP_MORE) + 40
"""Bytes before a piece of a longer XMP packet: the name of the segment, a digest of the packet, its length and the
offset of the piece (Adobe XMP Specification, part 3)."""
_PHOTOSHOP = b"Photoshop 3.0\0"
_TECHNICAL = (
    b"ICC_PROFILE\0",
    b"MPF\0",
    b"Adobe",
    b"Ducky",
    b"FPXR\0",
    b"Meta\0",
    b"urn:iso:std:iso:ts:21496",
    b"AROT\0",
    b"GoPro\0",
)
"""Beginnings of segments that are known to show nothing: colours, lists of further pictures, quality."""
_RESOURCE_IPTC, _RESOURCE_EXIF, _RESOURCE_XMP = 1028, (1058, 1059), 1060
_RESOURCE_THUMBNAILS = (1033, 1036)
_THUMBNAIL_HEADER = 28
"""Bytes before the JPEG in a Photoshop thumbnail (Adobe Photoshop File Formats Specification, "Thumbnail resource
format")."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of a JPEG, or what stands between two of them."""

    marker: int
    """What follows the byte 255; 0 for bytes that belong to no segment."""
    start: int
    """Where its content begins."""
    end: int
    """Where its content ends."""
    after: int
    """Where the next one begins: after the data of a scan, if it starts one."""


def segments(data: bytes | mmap) -> Iterator[Segment]:
    """Yield the segments of a JPEG, the mark of its end last; decoders skip what stands between them, and go on."""
    position = 2
    while position + 2 <= len(data):
        if data[position] != _MARKER:
            mark = _NEXT_MARKER.search(data, position)
            after = mark.start() if mark else len(data)
            yield Segment(0, position, after, after)
            position = after
            continue
        marker = data[position + 1]
        if marker == _END_OF_IMAGE:
            yield Segment(marker, position + 2, position + 2, position + 2)
            return
        if marker == _FILL:
            position += 1
        elif marker == _TEMPORARY or marker in _RESTARTS:
            position += 2
        else:
            end = position + 2 + max(2, int.from_bytes(data[position + 2 : position + 4], "big"))
            after = end
            if marker == START_OF_SCAN:
                scan = _NEXT_MARKER.search(data, end)
                after = scan.start() if scan else len(data)
            yield Segment(marker, position + 4, end, after)
            position = after


def jpeg_parts(data: bytes, found: list[Part]) -> int:
    """Add the parts of a JPEG, and return the offset at which it ends."""
    end = len(data)
    pieces: dict[bytes, dict[int, bytes]] = {}
    provenance = JumbfSegments()
    for segment in segments(data):
        content = data[segment.start : segment.end]
        if segment.marker == _END_OF_IMAGE:
            end = segment.end
        elif segment.marker == _PROVENANCE and content.startswith(JumbfSegments.NAME):
            provenance.add(content)
        else:
            _segment(segment.marker, content, found, pieces)
    found += [
        Part(PartKind.XMP, "its XMP", b"".join(packet[offset] for offset in sorted(packet)))
        for packet in pieces.values()
    ]
    found += provenance.parts()
    return end


def _segment(marker: int, content: bytes, found: list[Part], pieces: dict[bytes, dict[int, bytes]]) -> None:
    what = f"its segment APP{marker - 0xE0}" if marker in _APPLICATIONS else "a segment of it"
    if marker == _COMMENT:
        found.append(Part(PartKind.TEXT, "its comment", content))
    elif marker == 0:
        found.append(Part(PartKind.UNKNOWN, "what stands between its segments", content))
    elif marker in _RESERVED:
        found.append(Part(PartKind.UNKNOWN, what, content))
    elif marker not in _APPLICATIONS:
        return
    elif content.startswith((_JFIF, _JFXX)):
        found.extend(_jfif(content))
    elif content.startswith(_EXIF):
        found.append(Part(PartKind.EXIF, "its EXIF data", content[6:]))
    elif content.startswith(_XMP):
        found.append(Part(PartKind.XMP, "its XMP", content[len(_XMP) :]))
    elif content.startswith(_XMP_MORE):
        head = content[len(_XMP_MORE) : _XMP_MORE_HEAD]
        offset = int.from_bytes(head[-4:], "big")
        pieces.setdefault(head[:32], {}).setdefault(offset, content[_XMP_MORE_HEAD:])
    elif content.startswith(_PHOTOSHOP):
        found.extend(photoshop_parts(content[len(_PHOTOSHOP) :]))
    else:
        kind = PartKind.TECHNICAL if content.startswith(_TECHNICAL) else PartKind.UNKNOWN
        found.append(Part(kind, what, content))


def _jfif(content: bytes) -> list[Part]:
    """Return the thumbnail of a JFIF segment, as a picture file (JFIF 1.02, "JFIF Extension")."""
    kind, head, colours = (content[5:6], 6, 768 if content[5:6] == b"\x11" else 0)
    if content.startswith(_JFIF):
        kind, head = b"\x13", 12
    body = content[head:]
    if kind == b"\x10":
        return [Part(PartKind.PICTURE, "its thumbnail", body)]
    if len(body) < 2 or kind not in {b"\x11", b"\x13"}:  # noqa: PLR2004 - width and height
        return [Part(PartKind.UNKNOWN, "its JFIF segment", body)] if body else []
    return _raw_thumbnail(body[0], body[1], body[2 + colours :], body[2 : 2 + colours])


def _raw_thumbnail(width: int, height: int, pixels: bytes, palette: bytes) -> list[Part]:
    """Return uncompressed pixels as a picture file, and what follows them."""
    mode, length = ("P", width * height) if palette else ("RGB", 3 * width * height)
    parts = []
    if length and len(pixels) >= length:
        picture = Image.frombytes(mode, (width, height), pixels[:length])
        if palette:
            picture.putpalette(palette)
        file = io.BytesIO()
        picture.save(file, "PNG")
        parts.append(Part(PartKind.PICTURE, "its thumbnail", file.getvalue()))
        pixels = pixels[length:]
    return [*parts, Part(PartKind.UNKNOWN, "its JFIF segment", pixels)] if pixels else parts


def photoshop_parts(data: bytes) -> list[Part]:
    """Return what a block of Photoshop's resources holds."""
    found: list[Part] = []
    position = 0
    while position + 12 <= len(data):
        if data[position : position + 1] != b"8" and data[position : position + 4] not in {
            b"MeSa",
            b"PHUT",
            b"AgHg",
            b"DCSR",
        }:
            break
        (number,) = struct.unpack_from(">H", data, position + 4)
        name_length = data[position + 6]
        name = data[position + 7 : position + 7 + name_length]
        start = position + 7 + name_length + (name_length + 1) % 2
        if start + 4 > len(data):
            break
        (length,) = struct.unpack_from(">I", data, start)
        content = data[start + 4 : start + 4 + length]
        position = start + 4 + length + length % 2
        if name:
            found.append(Part(PartKind.TEXT, "its Photoshop data", name))
        found.append(_resource(number, content))
    if data[position:].strip(b"\0"):
        found.append(Part(PartKind.TECHNICAL, "its Photoshop data", data[position:]))
    return found


def _resource(number: int, content: bytes) -> Part:
    what = "its Photoshop data"
    if number == _RESOURCE_IPTC:
        return Part(PartKind.IPTC, "its IPTC data", content)
    if number in _RESOURCE_EXIF:
        return Part(PartKind.EXIF, "its EXIF data", content)
    if number == _RESOURCE_XMP:
        return Part(PartKind.XMP, "its XMP", content)
    if number in _RESOURCE_THUMBNAILS:
        return Part(PartKind.PICTURE, "its thumbnail of Photoshop's", content[_THUMBNAIL_HEADER:])
    return Part(PartKind.TECHNICAL, what, content)
