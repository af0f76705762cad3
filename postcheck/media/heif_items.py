"""The items of a HEIC or AVIF file: what is said beside its pictures, and what belongs to none (ISO/IEC 23008-12)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postcheck.media.part import Part, PartKind

_PICTURES = frozenset({b"hvc1", b"hev1", b"lhv1", b"av01", b"avc1", b"vvc1", b"evc1", b"j2k1", b"unci", b"jpeg"})
_DERIVED = frozenset({b"grid", b"iden", b"iovl"})
_OF_COLOURS = frozenset({b"tmap", b"hvt1", b"sato"})
_PROPERTIES = frozenset(
    {b"ispe", b"pixi", b"hvcC", b"av1C", b"irot", b"imir", b"clap", b"pasp", b"auxC", b"rloc", b"lsel", b"a1lx"}
)
_NAMES = frozenset({b"", b"Color", b"Alpha", b"Exif", b"XMP"})
"""What programs call the items."""
_XMP_NAME = b"http://ns.adobe.com/xap/1.0/\0"
"""What some programs put before the XMP, as a JPEG would have it."""
AUXILIARY = "an auxiliary picture in it"
"""What says something of each place of the main picture: how far away it is, say, or what is skin and what is sky."""
_BESIDE = {b"thmb": "its thumbnail", b"auxl": AUXILIARY}
"""What a picture is that refers to another, by the kind of the reference."""
_MOST = 24
"""Pictures that are nobody's frame, at most, that are looked at."""
_HIDDEN = 1
_LATER = 2
"""Version from which on an item says what it is."""


@dataclass(slots=True)
class _Item:
    number: int
    kind: bytes
    name: bytes
    content_type: bytes = b""
    hidden: bool = False
    flags: int = 0
    """Where the byte stands that says so."""


def item_parts(data: bytes, meta: tuple[int, int], payloads: Sequence[tuple[int, int]], found: list[Part]) -> None:
    """Add what the items say, the pictures that are no frames, and the stretches that belong to no item.

    Parameters
    ----------
    data:
        The file.
    meta:
        Where the content of its box of items begins and ends.
    payloads:
        Where what its items consist of begins and ends; nothing if that is also what a moving picture consists of.
    found:
        Where the parts are put.
    """
    inner = {kind: (start, stop) for kind, start, stop in _children(data, meta[0] + 4, meta[1])}
    places = _places(data, inner)
    items = [_named(data, start, stop) for start, stop in _infos(data, inner)]
    for item in items:
        found += _item_parts(item, b"".join(data[start:stop] for start, stop in places.get(item.number, ())))
    found += _property_parts(data, inner)
    found += _pictures(data, inner, items)
    used = [place for stretches in places.values() for place in stretches]
    more = [*payloads, inner[b"idat"]] if payloads and b"idat" in inner else payloads
    for start, stop in more:
        gaps = _gaps(data, start, stop, used)
        found += [Part(PartKind.UNKNOWN, "what belongs to none of its pictures", gap) for gap in gaps]


def _children(data: bytes, position: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while position + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, position)
        if size < 8 or position + size > end:  # noqa: PLR2004 - its head
            return
        yield kind, position + 8, position + size
        position += size


def _infos(data: bytes, inner: dict[bytes, tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start, stop = inner.get(b"iinf", (0, 0))
    for kind, inside, end in _children(data, start + (8 if data[start] else 6), stop) if stop else ():
        if kind == b"infe":
            yield inside, end


def _named(data: bytes, start: int, stop: int) -> _Item:
    version, flags = data[start], data[start + 3]
    wide = version > _LATER
    number = int.from_bytes(data[start + 4 : start + (8 if wide else 6)], "big")
    place = start + (10 if wide else 8)
    kind = b""
    if version >= _LATER:
        kind, place = data[place : place + 4], place + 4
    name, _, rest = data[place:stop].partition(b"\0")
    return _Item(number, kind, name, rest.partition(b"\0")[0], bool(flags & _HIDDEN), start + 3)


def _item_parts(item: _Item, content: bytes) -> list[Part]:
    parts = [Part(PartKind.TECHNICAL, "the name of a picture in it", item.name)] if item.name not in _NAMES else []
    if item.kind in _PICTURES | _DERIVED | _OF_COLOURS or not content:
        return parts
    if item.kind == b"Exif":
        start = 4 + int.from_bytes(content[:4], "big")
        return [*parts, Part(PartKind.EXIF, "its EXIF data", content[start:].removeprefix(b"Exif\0\0"))]
    if b"rdf+xml" in item.content_type:
        return [*parts, Part(PartKind.XMP, "its XMP", content.removeprefix(_XMP_NAME))]
    return [*parts, Part(PartKind.UNKNOWN, "an item of it", content)]


def _property_parts(data: bytes, inner: dict[bytes, tuple[int, int]]) -> list[Part]:
    parts = []
    for kind, start, stop in _children(data, *inner.get(b"iprp", (0, 0))):
        for name, inside, end in _children(data, start, stop) if kind == b"ipco" else ():
            colours = name == b"colr" and data[inside : inside + 4] not in {b"prof", b"rICC"}
            if name not in _PROPERTIES and not colours:
                what = PartKind.TEXT if name == b"udes" else PartKind.TECHNICAL
                parts.append(Part(what, "a property of it", data[inside:end]))
    return parts


def _places(data: bytes, inner: dict[bytes, tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Return of which stretches of the file each item consists."""
    start, stop = inner.get(b"iloc", (0, 0))
    if not stop:
        return {}
    version = data[start]
    sizes = (data[start + 4] >> 4, data[start + 4] & 15, data[start + 5] >> 4, data[start + 5] & 15 if version else 0)
    place = start + 6

    def number(length: int) -> int:
        nonlocal place
        place += length
        return int.from_bytes(data[place - length : place], "big")

    wide = 4 if version >= _LATER else 2
    found: dict[int, list[tuple[int, int]]] = {}
    for _ in range(number(wide)):
        if place >= stop:
            break
        item = number(wide)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(sizes[2]) + (inner.get(b"idat", (0, 0))[0] if method == 1 else 0)
        for _ in range(number(2)):
            number(sizes[3])
            offset, length = number(sizes[0]), number(sizes[1])
            found.setdefault(item, []).append((base + offset, base + offset + length if length else len(data)))
    return found


def _pictures(data: bytes, inner: dict[bytes, tuple[int, int]], items: list[_Item]) -> list[Part]:
    """Return thumbnails and hidden pictures, each as the same file with that as its main picture.

    Of an AVIF file, decoders show none but the main picture.
    """
    place = inner.get(b"pitm", (0, 0))[0]
    if not place:
        return []
    length = 4 if data[place] else 2
    beside, parts_of_others = _related(data, inner)
    # Decoders show no thumbnail, nothing hidden and no depth map, unless the file doesn't say that it is one.
    # Where they cannot decode the main picture, they show another in its place, unless all others are hidden.
    changes = [(at, b"skip") for kind, at, _, _ in _references(data, inner) if kind in _BESIDE]
    changes += [(item.flags, bytes([data[item.flags] | _HIDDEN])) for item in items]
    single = data[8:12] in {b"avif", b"avis"}
    found: list[Part] = []
    for item in items:
        shown = not (single or item.hidden or item.number in beside)
        if shown or item.kind not in _PICTURES | _DERIVED or item.number in parts_of_others:
            continue
        if len(found) == _MOST:
            return [*found, Part(PartKind.DAMAGED, "one of many pictures in it", b"")]
        copy = bytearray(data)
        first = (place + 4, item.number.to_bytes(length, "big"))
        for at, new in [*changes, first, (item.flags, bytes([data[item.flags] & ~_HIDDEN]))]:
            copy[at : at + len(new)] = new
        found.append(Part(PartKind.INNER, beside.get(item.number, "another picture in it"), bytes(copy)))
    return found


def pictures_shown(data: bytes) -> int:
    """Return how many pictures of a HEIC file its viewers can show, whether or not they can be decoded here."""
    for kind, start, stop in _children(data, 0, len(data)):
        if kind == b"meta":
            inner = {name: (begin, end) for name, begin, end in _children(data, start + 4, stop)}
            beside, others = _related(data, inner)
            main = _main(data, inner)
            items = [_named(data, begin, end) for begin, end in _infos(data, inner)]
            pictures = [item for item in items if item.kind in _PICTURES | _DERIVED and item.number not in beside]
            return sum(item.number == main or not (item.hidden or item.number in others) for item in pictures)
    return 0


def _main(data: bytes, inner: dict[bytes, tuple[int, int]]) -> int:
    start = inner.get(b"pitm", (0, 0))[0]
    return int.from_bytes(data[start + 4 : start + (8 if data[start] else 6)], "big") if start else -1


def _related(data: bytes, inner: dict[bytes, tuple[int, int]]) -> tuple[dict[int, str], set[int]]:
    """Return which pictures stand beside another, as its thumbnail say, and which are the main one or parts of one."""
    references = list(_references(data, inner))
    beside = {source: _BESIDE[kind] for kind, _, source, _ in references if kind in _BESIDE}
    parts = {target for kind, _, _, targets in references if kind == b"dimg" for target in targets}
    return beside, {_main(data, inner), *parts}


def _references(data: bytes, inner: dict[bytes, tuple[int, int]]) -> Iterator[tuple[bytes, int, int, list[int]]]:
    """Yield each reference: its kind, where that stands, which item refers, and to which others."""
    start, stop = inner.get(b"iref", (0, 0))
    width = 4 if stop and data[start] else 2
    for kind, inside, end in _children(data, start + 4, stop) if stop else ():
        targets = range(inside + width + 2, end, width)
        source, *others = (int.from_bytes(data[at : at + width], "big") for at in (inside, *targets))
        yield kind, inside - 4, source, others


def _gaps(data: bytes, start: int, stop: int, used: list[tuple[int, int]]) -> Iterator[bytes]:
    last = start
    for begin, end in sorted(used):
        if end <= start or begin >= stop:
            continue
        if begin > last and data[last:begin].strip(b"\0"):
            yield data[last:begin]
        last = max(last, end)
    if last < stop and data[last:stop].strip(b"\0"):
        yield data[last:stop]
