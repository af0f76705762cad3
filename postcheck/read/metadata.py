"""Reads the unseen text of an image file: EXIF, IPTC, XMP, PNG text and comments, and whether it has a GPS position."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import regex
from PIL import Image, ImageFile, IptcImagePlugin

from postcheck.media.part import Part, PartKind, decoded, utf16
from postcheck.media.picture_file import complaints, frame_count
from postcheck.read.stray import names_device, parts_in, stray_words


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the metadata of an image says."""

    texts: tuple[tuple[str, str], ...] = ()
    """Each entry that a person could have written: its field (``exif``, ``iptc``, ``xmp``, ``png``, ``comment``) and
    text."""
    has_gps: bool = False
    artist: str = ""
    copyright: str = ""
    problems: tuple[str, ...] = ()
    """Reasons why some of it could not be read."""
    stray: tuple[str, ...] = ()
    """Words from elsewhere in the file: in what programs write for programs, in what is of no known kind, after it."""


def read_metadata(image: Image.Image, path: Path) -> Metadata:
    """Return the metadata of an opened image. Never raises.

    The image should be loaded if it can be: PNG keeps some metadata after the pixels.
    """
    parts = parts_in(path, frame_count(image).total if image.format == "MPO" else 1)
    found = _Collector()
    for name, read in (("EXIF", _exif), ("IPTC", _iptc), ("XMP", _xmp), ("text", _text)):
        found.guarded(name, partial(read, image, parts, found))
    texts = dict.fromkeys(found.texts)
    known = {text for _, text in texts}
    stray = [text for text in stray_words(parts, image.info.get("exif")) if text not in known]
    return Metadata(
        tuple(texts), found.has_gps, found.artist, found.copyright, tuple(found.problems), tuple(dict.fromkeys(stray))
    )


@dataclass(slots=True)
class _Collector:
    texts: list[tuple[str, str]] = field(default_factory=list)
    has_gps: bool = False
    artist: str = ""
    copyright: str = ""
    problems: list[str] = field(default_factory=list)

    def add(self, name: str, value: str) -> None:
        value = value.replace("\0", " ").strip()
        if _WORDS.search(value):
            self.texts.append((name, value))

    def guarded(self, name: str, read: Callable[[], None]) -> None:
        """Run ``read``; metadata that Pillow chokes on or complains about counts as not examined."""
        with complaints() as collected:
            try:
                read()
                damaged = any(issubclass(complaint.category, UserWarning) for complaint in collected)
            except Exception:  # noqa: BLE001 - broken metadata fails in every possible way, and all of them mean the same
                damaged = True
        if damaged:
            self.problems.append(
                f"its {name} metadata is damaged and could not be read in full; save the image again without metadata"
            )


# Two letters in a row: anything less is a number, a unit or a code.
_WORDS = regex.compile(r"[^\W\d_]{2}")

# EXIF

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_ARTIST, _COPYRIGHT, _XMP_TAG, _IPTC_TAG, _PHOTOSHOP_TAG, _USER_COMMENT = 0x013B, 0x8298, 0x02BC, 0x83BB, 0x8649, 0x9286
_HOST = 0x013C
"""The device on which a picture was made; its owner may have named it."""
_XP_TAGS = range(0x9C9B, 0x9CA0)
# What cameras and programs write about themselves: maker, model, software, dates, lens, serial numbers, versions,
# profiles.
_TECHNICAL_TAGS = frozenset(
    {
        0x010F,
        0x0110,
        0x0131,
        0x0132,
        0x000B,
        0x0212,
        0x1000,
        0x1001,
        0x9003,
        0x9004,
        0x9010,
        0x9011,
        0x9012,
        0x9290,
        0x9291,
        0x9292,
    }
    | {
        0xA433,
        0xA434,
        0xA435,
        0xA431,
        0xA420,
        0xC614,
        0xC62F,
        0xC68B,
        0xC6F8,
        0xA005,
        0xC615,
        0x8773,
        0x828D,
        0x0001,
        0x0002,
        0x9000,
        0xA000,
    }
    | {_XMP_TAG, _IPTC_TAG, _PHOTOSHOP_TAG, 0x927C, 0x9101, 0xA300, 0xA301, 0xA302, 0xC4A5, 0x935C, 0x02BC, 0x014A}
)
_GPS_TEXTS = (0x1B, 0x1C)
_GPS_PLACES = (0x02, 0x04, 0x14, 0x16)


def _exif(image: Image.Image, _parts: Sequence[Part], found: _Collector) -> None:
    exif = image.getexif()
    if isinstance(raw := image.info.get("exif"), bytes):
        # Read again: Pillow has read it once, when opening the file, and complains about each fault only once.
        exif = Image.Exif()
        exif.load(raw)
    gps = exif.get_ifd(_GPS_IFD)
    found.has_gps = found.has_gps or any(tag in gps for tag in _GPS_PLACES)
    for tag in _GPS_TEXTS:
        if tag in gps:
            found.add("exif", _tag_text(_USER_COMMENT, gps[tag]))
    for tag, value in [*exif.items(), *exif.get_ifd(_EXIF_IFD).items()]:
        if tag in _TECHNICAL_TAGS:
            continue
        text = _tag_text(tag, value)
        if tag == _HOST and names_device(text):
            continue
        if tag == _ARTIST:
            found.artist = found.artist or text
        elif tag == _COPYRIGHT:
            found.copyright = found.copyright or text
        found.add("exif", text)


def _tag_text(tag: int, value: object) -> str:
    """Return the text of an EXIF value, empty for numbers."""
    if isinstance(value, tuple) and value and all(isinstance(part, int) and 0 <= part < 256 for part in value):  # noqa: PLR2004 - bytes
        value = bytes(value)
    if isinstance(value, tuple):
        return " ".join(part for part in value if isinstance(part, str))
    if isinstance(value, str):
        return _repaired(value)
    if not isinstance(value, bytes):
        return ""
    return value.decode("utf-16-le", "replace").partition("\0")[0] if tag in _XP_TAGS else _comment(value)


def _comment(value: bytes) -> str:
    """Decode a ``UserComment``, which begins with the name of its encoding; without one it is UTF-8 or Windows-1252."""
    encoding, text = value[:8], value[8:]
    if encoding in {b"ASCII\0\0\0", b"\0" * 8}:
        return decoded(text)
    if encoding == b"UNICODE\0":
        return utf16(text)
    return text.decode("iso2022_jp", "replace") if encoding == b"JIS\0\0\0\0\0" else decoded(value)


def _repaired(value: str) -> str:
    """Undo Pillow's reading of UTF-8 as Latin-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


# IPTC

_IPTC_TECHNICAL = frozenset(
    {
        0,
        3,
        7,
        8,
        10,
        22,
        26,
        30,
        35,
        37,
        38,
        42,
        45,
        47,
        50,
        55,
        60,
        62,
        63,
        65,
        70,
        75,
        100,
        125,
        130,
        131,
        135,
        184,
        185,
        186,
    }
)
_IPTC_BYLINE, _IPTC_COPYRIGHT = 80, 116


def _iptc(image: Image.Image, parts: Sequence[Part], found: _Collector) -> None:
    info = IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None
    sets = [
        (number, part)
        for (record, number), value in (info or {}).items()
        if record == 2  # noqa: PLR2004 - the application record holds what people write
        for part in (value if isinstance(value, list) else [value])
    ]
    for block in (part.data for part in parts if part.kind is PartKind.IPTC):
        sets += [(match[1][0], match[3][: int.from_bytes(match[2], "big")]) for match in _IPTC_SET.finditer(block)]
    for number, value in sets:
        if number in _IPTC_TECHNICAL:
            continue
        text = decoded(value)
        if number == _IPTC_BYLINE:
            found.artist = found.artist or text
        elif number == _IPTC_COPYRIGHT:
            found.copyright = found.copyright or text
        found.add("iptc", text)


_IPTC_SET = regex.compile(rb"\x1c\x02(.)([\x00-\x7f].)(?=((?:(?!\x1c\x02).)*+))", regex.DOTALL)


# XMP

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_EXIF_NS = "http://ns.adobe.com/exif/1.0/"
# Vocabularies in which programs write about files and cameras, with the few properties in them that hold a person's
# words.
_TECHNICAL_NAMESPACES: dict[str, frozenset[str]] = {
    _RDF: frozenset(),
    "http://www.w3.org/XML/1998/namespace": frozenset(),
    "adobe:ns:meta/": frozenset(),
    "http://ns.adobe.com/xap/1.0/": frozenset(
        {"Label", "Nickname", "Identifier", "Author", "Description", "Title", "Keywords"}
    ),
    "http://ns.adobe.com/xap/1.0/mm/": frozenset(),
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": frozenset(),
    "http://ns.adobe.com/xap/1.0/sType/ResourceRef#": frozenset(),
    "http://ns.adobe.com/xap/1.0/sType/Dimensions#": frozenset(),
    "http://ns.adobe.com/xmp/sType/Area#": frozenset(),
    "http://ns.adobe.com/xmp/note/": frozenset(),
    "http://ns.adobe.com/camera-raw-settings/1.0/": frozenset(),
    "http://ns.adobe.com/camera-raw-defaults/1.0/": frozenset(),
    "http://ns.adobe.com/hdr-gain-map/1.0/": frozenset(),
    _EXIF_NS: frozenset({"UserComment", "GPSAreaInformation", "GPSProcessingMethod"}),
    "http://ns.adobe.com/exif/1.0/aux/": frozenset({"OwnerName"}),
    "http://cipa.jp/exif/1.0/": frozenset(
        {"CameraOwnerName", "OwnerName", "Photographer", "ImageEditor", "ImageTitle"}
    ),
    "http://ns.adobe.com/tiff/1.0/": frozenset({"Artist", "Copyright", "ImageDescription", "HostComputer"}),
}
_TECHNICAL_PROPERTIES = frozenset(
    {
        (_DC, "format"),
        ("http://ns.adobe.com/photoshop/1.0/", "ColorMode"),
        ("http://ns.adobe.com/photoshop/1.0/", "ICCProfile"),
        ("http://ns.adobe.com/photoshop/1.0/", "DateCreated"),
        ("http://ns.adobe.com/photoshop/1.0/", "LegacyIPTCDigest"),
        ("http://www.metadataworkinggroup.com/schemas/regions/", "Type"),
    }
)
_MARKUP = regex.compile(r"<[^<>]*+>?")
_ATTRIBUTE_VALUE = regex.compile(r"""=\s*+(?:"([^"<>]*+)"|'([^'<>]*+)')""")
_XMP_LIMIT = 16_000_000


def read_xmp(packets: Iterable[bytes]) -> Metadata:
    """Return what XMP packets say, wherever they were found. Never raises."""
    found = _Collector()
    found.guarded("XMP", partial(_from_packets, [decoded(packet) for packet in packets], found))
    return Metadata(tuple(found.texts), found.has_gps, found.artist, found.copyright, tuple(found.problems))


def _xmp(image: Image.Image, parts: Sequence[Part], found: _Collector) -> None:
    _from_packets(_packets(image, parts), found)


def _from_packets(packets: Iterable[str], found: _Collector) -> None:
    for packet in dict.fromkeys(packets):
        # A packet too long to be parsed is searched as text, like one that does not parse.
        properties = list(_properties(packet)) if len(packet) <= _XMP_LIMIT else []
        if not properties:
            _xmp_as_text(packet, found)
        for namespace, name, text in properties:
            if namespace == _EXIF_NS and name in {"GPSLatitude", "GPSLongitude"}:
                found.has_gps = True
            if name == "HostComputer" and names_device(text):
                continue
            if (namespace, name) in _TECHNICAL_PROPERTIES or name not in _TECHNICAL_NAMESPACES.get(namespace, {name}):
                continue
            if (namespace, name) == (_DC, "creator"):
                found.artist = found.artist or text
            elif (namespace, name) == (_DC, "rights"):
                found.copyright = found.copyright or text
            found.add("xmp", text)


def _xmp_as_text(packet: str, found: _Collector) -> None:
    """Take every attribute and every text of a packet that is not well-formed XML."""
    found.has_gps = found.has_gps or "GPSLatitude" in packet
    for match in _ATTRIBUTE_VALUE.finditer(packet):
        found.add("xmp", html.unescape(match[1] or match[2] or ""))
    for line in _MARKUP.sub("\n", packet).splitlines():
        found.add("xmp", html.unescape(line))


def _packets(image: Image.Image, parts: Sequence[Part]) -> Iterator[str]:
    """Yield the XMP packets of an image, wherever its format keeps them."""
    tags = getattr(image, "tag_v2", {})
    values = [image.info.get("xmp"), image.info.get("XML:com.adobe.xmp"), tags.get(_XMP_TAG) if tags else None]
    values += [part.data for part in parts if part.kind is PartKind.XMP]
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, bytes) and value:
            yield utf16(value) if b"\0" in value[:4] or value[:2] in {b"\xff\xfe", b"\xfe\xff"} else decoded(value)


def _properties(packet: str) -> Iterator[tuple[str, str, str]]:
    """Yield namespace, name and text of each XMP property.

    A packet that is not well-formed XML, or that declares a document type, yields nothing.
    """
    start = packet.find("<")
    end = packet.rfind(_END) + len(_END) if _END in packet else packet.rfind(">") + 1  # in a GIF, bytes follow it
    if start < 0 or "<!DOCTYPE" in packet or "<!ENTITY" in packet:
        return
    try:
        root = ET.fromstring(_DECLARATION.sub("", packet[start:end].rstrip("\0")))  # noqa: S314 - no document type, see above
    except ET.ParseError:
        return
    stack = [(root, "", "")]
    while stack:
        element, namespace, name = stack.pop()
        own = _split(element.tag)
        if own[0] != _RDF:
            namespace, name = own
        if element.text and element.text.strip():
            yield namespace, name, element.text
        for key, value in element.attrib.items():
            yield *_split(key), value
        stack += [(child, namespace, name) for child in reversed(element)]


_END = "</x:xmpmeta>"
_DECLARATION = regex.compile(r"<\?xml[^>]*\?>")


def _split(tag: str) -> tuple[str, str]:
    namespace, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    return namespace, name


# PNG text, comments

_PNG_TECHNICAL = frozenset(
    {"xml:com.adobe.xmp", "software", "creation time", "date:create", "date:modify", "date:timestamp", "icc:model"}
)


def _text(image: Image.Image, _parts: Sequence[Part], found: _Collector) -> None:
    for key, value in getattr(image, "text", {}).items():
        name = key.lower()
        if name in _PNG_TECHNICAL or name.startswith("raw profile type"):
            continue
        text = str(value)
        if name in {"author", "artist"}:
            found.artist = found.artist or text
        elif name == "copyright":
            found.copyright = found.copyright or text
        found.add("png", text)
    comment = image.info.get("comment")
    if isinstance(comment, (bytes, str)):
        found.add("comment", decoded(comment) if isinstance(comment, bytes) else comment)
