"""Words anywhere in a picture file but in its pixels: in what programs write for programs, where nothing belongs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from postcheck.media.jpeg_parts import photoshop_parts
from postcheck.media.part import Part, PartKind, decoded, words_in
from postcheck.media.parts import contents_of
from postcheck.media.tiff_parts import directories

_LARGEST = 256_000_000
_PHOTOSHOP = 0x8649
_MAKER = (
    r"(?:apple|iphone|ipad|ipod|macbook|samsung|galaxy|google|pixel|huawei|xiaomi|redmi|poco|oneplus|oppo|vivo|realme|nokia"
    r"|motorola|moto|lg|htc|sony|xperia|ilce|dsc|canon|eos|powershot|ef|ef-s|rf|nikon|nikkor|coolpix|af|fuji|fujifilm"
    r"|finepix|panasonic|lumix|dmc|olympus|om|leica|pentax|ricoh|kodak|casio|hewlett|packard|hp|epson|brother|gopro|hero"
    r"|dji|hasselblad|sigma|tamron|tokina|zeiss|adobe|photoshop|lightroom|gimp|picasa|microsoft|canva|instagram|snapseed"
    r"|android|hdr|srgb|display)"
)
_OF_MAKERS = (
    r"(?:pro|max|mark|plus|mini|air|ultra|note|edge|neo|lite|camera|phone|lens|rear|back|front|dual|triple|quad|wide|tele"
    r"|digital|imaging|electronics|corporation|corp|inc|company|ltd|optical|express|classic|elements|windows|macintosh"
    r"|\w{1,3}|\w*\d\w*)"
)
_DEVICES = re.compile(rf"(?i)\W*{_MAKER}(?:[\W_]+(?:{_MAKER}|{_OF_MAKERS}))*\W*")
"""What cameras and programs call themselves, and nothing else: models are called Max, Mark or Pro, too."""
_ID = re.compile(r"(?i)\b(?:[0-9a-f]{1,8}-)?(?:[0-9a-f]{4}-){2,3}[0-9a-f]{12}\b|\b(?=[a-f]*[0-9])[0-9a-f]{16,}\b")
"""Numbers that programs give to files, of which letters are part; at their beginning one may be cut."""
_OF_PROGRAMS = frozenset({PartKind.EXIF, PartKind.TIFF, PartKind.TECHNICAL})
"""Parts in which a program names itself."""


def parts_in(path: Path, pictures: int = 1) -> list[Part]:
    """Return all that a picture file holds beside its pixels; nothing if it cannot be read, as whoever opens it says.

    Parameters
    ----------
    path:
        The file.
    pictures:
        How many pictures of an MPO follow one another in it.
    """
    try:
        with path.open("rb") as file:
            return contents_of(file.read(_LARGEST), pictures)
    except OSError:
        return []


def stray_words(parts: Sequence[Part], exif: object = None) -> Iterator[str]:
    """Yield every stretch of words in a picture file that is none of its pixels.

    Most of them are also read by the readers of their formats, which know better what they mean.

    Parameters
    ----------
    parts:
        What the file holds.
    exif:
        EXIF data that a decoder took out of it, for formats whose own place for it is not known here.
    """
    if isinstance(exif, bytes):
        parts = [*parts, Part(PartKind.EXIF, "its EXIF data", exif.removeprefix(b"Exif\0\0"))]
    for part in parts:
        for text in _words_of(part):
            if part.kind in _OF_PROGRAMS and names_device(text):
                continue
            words = _ID.sub(" ", text)
            if words == text or words.strip():
                yield words


def names_device(text: str) -> bool:
    """Whether a text is what a camera, a phone or a program calls itself, and nothing else: "iPhone XS Max"."""
    return _DEVICES.fullmatch(text) is not None


def _words_of(part: Part) -> Iterator[str]:
    if part.kind in {PartKind.PICTURE, PartKind.INNER}:
        return
    if part.kind in {PartKind.EXIF, PartKind.TIFF}:
        yield from _exif_words(part.data)
    elif part.kind is PartKind.IPTC:
        for value in _IPTC.split(part.data):
            yield from words_in(value[4:])
    elif part.kind is PartKind.XMP:
        for piece in _XML_PIECE.split(_NAMESPACE.sub("", decoded(part.data))):
            if _TWO_WORDS.search(piece):
                yield html.unescape(piece)
    else:
        yield from words_in(part.data)


_IPTC = re.compile(rb"\x1c(?=[\x01-\x09])")
_NAMESPACE = re.compile(r"""xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"]*"|'[^']*')""")
_XML_PIECE = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>|</?[\w:.-]+|[\w:.-]+\s*=\s*[\"']|[\"']?\s*/?>|[\"']\s+|\s{2,}")
_TWO_WORDS = re.compile(r"[^\W\d_]{2}[\s_.+-]+[^\W\d_]{2}")
"""One word alone in XMP is a choice of some program's."""


def _exif_words(block: bytes) -> Iterator[str]:
    try:
        found = directories(block)
    except (ValueError, OverflowError):
        yield from words_in(block)
        return
    for entry in found.entries:
        if entry.tag == _PHOTOSHOP:
            for part in photoshop_parts(entry.data):
                yield from _words_of(part)
        else:
            yield from words_in(entry.data)
    for gap in found.gaps:
        yield from words_in(gap)
