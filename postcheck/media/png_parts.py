"""The chunks of a PNG (Portable Network Graphics Specification, third edition, sections 5 and 11)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from mmap import mmap

from postcheck.media.jpeg_parts import photoshop_parts
from postcheck.media.jumbf import jumbf_parts
from postcheck.media.part import Part, PartKind

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_PIXELS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"})
_PNG_TECHNICAL = frozenset(
    b"cHRM gAMA sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs tIME oFFs sCAL sTER dSIG gIFg gIFx sPLT pCAL iDOT CgBI "
    b"vpAg caNv orNT npTc npOl npLb".split()
)
_MOST_TEXT = 16_000_000
"""Bytes to which a compressed text is unpacked, at most."""


def chunks(data: bytes | mmap) -> Iterator[tuple[bytes, int, int]]:
    """Yield the kind of each chunk of a PNG, and where its content begins and ends; nothing after its last one."""
    position = len(PNG_SIGNATURE)
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        kind = data[position + 4 : position + 8]
        yield kind, position + 8, position + 8 + length
        if kind == b"IEND":
            return
        position += 12 + length


def png_parts(data: bytes, found: list[Part]) -> int:
    """Add the parts of a PNG, and return the offset at which it ends."""
    end = len(data)
    for kind, start, stop in chunks(data):
        content = data[start:stop]
        if kind == b"IEND":
            if content:
                found.append(Part(PartKind.UNKNOWN, "its last chunk", content))
            end = stop + 4
        elif kind not in _PNG_PIXELS:
            found.extend(_chunk(kind, content))
    return end


def _chunk(kind: bytes, content: bytes) -> list[Part]:
    if kind in {b"tEXt", b"zTXt", b"iTXt"}:
        return _png_text(kind, content)
    if kind in {b"eXIf", b"exIf", b"zxIf"}:
        return [Part(PartKind.EXIF, "its EXIF data", content.removeprefix(b"Exif\0\0"))]
    if kind == b"caBX":
        return jumbf_parts(content)
    if kind == b"iCCP":
        name, _, packed = content.partition(b"\0")
        return [Part(PartKind.TECHNICAL, "its colour profile", name + b"\0" + _unpacked(packed[1:], b""))]
    what = f"its chunk {kind.decode('ascii')}" if kind.isalpha() else "a chunk of it"
    return [Part(PartKind.TECHNICAL if kind in _PNG_TECHNICAL else PartKind.UNKNOWN, what, content)]


def _png_text(kind: bytes, content: bytes) -> list[Part]:
    """Return keyword, translated keyword and text; if it cannot be unpacked, what can be seen of it is unknown."""
    key, _, text = content.partition(b"\0")
    parts = [Part(PartKind.TECHNICAL, "the keyword of a text in it", key)]
    try:
        if kind == b"zTXt":
            text = _unpacked(text[1:])
        elif kind == b"iTXt":
            packed, text = text[:1] == b"\1", text[2:]
            _, _, text = text.partition(b"\0")
            translated, _, text = text.partition(b"\0")
            parts.append(Part(PartKind.TEXT, "the keyword of a text in it", translated))
            text = _unpacked(text) if packed else text
    except ValueError:
        return [*parts, Part(PartKind.DAMAGED, "a text in it", content)]
    if key == b"XML:com.adobe.xmp":
        return [*parts, Part(PartKind.XMP, "its XMP", text)]
    if profile := _RAW_PROFILE.fullmatch(key):
        return [*parts, *_raw_profile(profile[1].lower(), text)]
    technical = key.lower() in {b"software", b"icc:model"}
    return [*parts, Part(PartKind.TECHNICAL if technical else PartKind.TEXT, "a text in it", text)]


_RAW_PROFILE = re.compile(rb"Raw profile type (\w+)")
_DIGITS = re.compile(rb"\s*[^\n]+\n\s*\d+\s+([0-9a-fA-F\s]+)")
_EXIF, _XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"


def _raw_profile(kind: bytes, text: bytes) -> list[Part]:
    """Return what ImageMagick keeps of another format's metadata: hexadecimal digits after a name and a length."""
    what = f"its profile {kind.decode('ascii', 'replace')}"
    digits = _DIGITS.match(text)
    try:
        content = bytes.fromhex(digits[1].decode("ascii")) if digits else text
    except ValueError:
        return [Part(PartKind.DAMAGED, what, text)]
    if kind in {b"exif", b"app1"} and not content.startswith(_XMP):
        return [Part(PartKind.EXIF, what, content.removeprefix(_EXIF))]
    if kind in {b"xmp", b"app1"}:
        return [Part(PartKind.XMP, what, content.removeprefix(_XMP))]
    if kind in {b"iptc", b"8bim"} and content.startswith(b"8BIM"):
        return photoshop_parts(content)
    if kind in {b"iptc", b"8bim"}:
        return [Part(PartKind.IPTC, what, content)]
    return [Part(PartKind.TECHNICAL, what, content)]


def _unpacked(packed: bytes, otherwise: bytes | None = None) -> bytes:
    engine = zlib.decompressobj()
    try:
        text = engine.decompress(packed, _MOST_TEXT)
    except zlib.error:
        text = b""
    if engine.eof:
        return text
    if otherwise is None:
        raise ValueError("not whole")
    return otherwise
