"""The boxes of HEIC, AVIF and JPEG 2000 files, and those of videos (ISO/IEC 14496-12, 23008-12, 15444-1)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from postcheck.media.box_head import box_head
from postcheck.media.heif_items import item_parts
from postcheck.media.jumbf import jumbf_parts
from postcheck.media.part import Part, PartKind
from postcheck.media.trailer import is_trailer, trailer_parts

_BOXES = frozenset(
    {
        b"ftyp",
        b"styp",
        b"meta",
        b"mdat",
        b"idat",
        b"moov",
        b"moof",
        b"mfra",
        b"sidx",
        b"free",
        b"skip",
        b"wide",
        b"pdin",
        b"jP  ",
        b"jp2h",
        b"jp2c",
        b"res ",
        b"uinf",
        b"asoc",
        b"xml ",
    }
)
JPEG_2000 = b"\0\0\0\x0cjP  \r\n\x87\n"
"""The first box of a JPEG 2000 file."""
_UNKNOWN = frozenset({b"free", b"skip", b"uuid", b"jumb", b"udta", b"asoc"})
_MOVING = frozenset({b"avis"})
"""Files that move by a film of their own, whose pictures are their frames."""
_VIDEO_BOXES = frozenset({b"mpvd"})
_PROVENANCE = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_UUIDS = {
    bytes.fromhex("be7acfcb97a942e89c71999491e3afac"): (PartKind.XMP, "its XMP"),
    b"JpgTiffExif->JP2": (PartKind.EXIF, "its EXIF data"),
    bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38"): (PartKind.IPTC, "its IPTC data"),
}
_OF_CAMERAS = b"cdif"
"""Beginning of what Samsung's cameras note for their makers."""
_BOX = "a box of it"


def box_parts(data: bytes, found: list[Part]) -> int:
    """Add the parts of a file made of boxes, and return the offset at which its last box ends."""
    end = len(data)
    meta: tuple[int, int] | None = None
    payloads: list[tuple[int, int]] = []
    moving = False
    for kind, start, stop in boxes(data):
        if kind is None:
            end = stop
        elif kind == b"meta":
            meta = meta or (start, stop)
        elif kind in {b"mdat", b"idat"}:
            payloads.append((start, stop))
        else:
            moves = kind in {b"moov", b"moof"}
            moving = moving or moves
            if moves and data[8:12] not in _MOVING:
                found.append(Part(PartKind.VIDEO, _BOX, data[start:stop]))
            _box(kind, data[start:stop], found)
    if meta:
        item_parts(data, meta, () if moving else payloads, found)
    return end


def boxes(data: bytes) -> Iterator[tuple[bytes | None, int, int]]:
    """Yield the kind of each box, where its content begins and where it ends; None at last, where the file ends."""
    position = 0
    while position + 8 <= len(data):
        size, kind, head = box_head(data, position)
        if size == 0 and kind in {b"mdat", b"jp2c"}:
            size = len(data) - position
        known = kind in _BOXES or kind in _UNKNOWN
        another = position > 0 and kind == b"ftyp" and data[:12] != JPEG_2000
        if size < head or position + size > len(data) or another or not (known or kind.isalnum()):
            cut_short = known and not another and size >= head
            yield None, position, len(data) if cut_short else position  # decoding says that it is cut short
            return
        yield kind, position + head, position + size
        position += size
    yield None, position, position


def _box(kind: bytes, content: bytes, found: list[Part]) -> None:
    if kind == b"jumb":
        found += jumbf_parts(struct.pack(">I4s", 8 + len(content), kind) + content)
    elif kind == b"uuid":
        found += _uuid(content)
    elif kind == b"xml ":
        found.append(Part(PartKind.XMP if b"<x:xmpmeta" in content else PartKind.TEXT, "its XML", content))
    elif kind in _VIDEO_BOXES:
        found.append(Part(PartKind.VIDEO, _BOX, content))
    elif is_trailer(content):
        found += trailer_parts(content)
    elif kind == b"jp2c":
        end = content.find(b"\xff\xd9") + 2  # no other bytes of it look like its end
        if end > 1 and content[end:]:
            found.append(Part(PartKind.TRAILING, "what follows its end", content[end:]))
    elif kind in {b"jp2h", b"res ", b"uinf"} or content.startswith(_OF_CAMERAS):
        found.append(Part(PartKind.TECHNICAL, _BOX, content))
    elif kind in _UNKNOWN or kind not in _BOXES:
        found.append(Part(PartKind.UNKNOWN, _BOX, content))


def _uuid(content: bytes) -> list[Part]:
    if content.startswith(_PROVENANCE):
        return _provenance(content)
    kind, what = _UUIDS.get(content[:16], (PartKind.UNKNOWN, _BOX))
    return [Part(kind, what, content[16:].removeprefix(b"Exif\0\0"))]


def _provenance(content: bytes) -> list[Part]:
    """Return what a C2PA box holds: its identity, a name of what follows, and that (C2PA, "Embedding manifests")."""
    start = content.find(b"\0", 20) + 1
    name = content[20:start]
    start += 8 * name.startswith(b"manifest")  # the offset of another such box
    return jumbf_parts(content[start:]) if name else [Part(PartKind.UNKNOWN, _BOX, content)]
