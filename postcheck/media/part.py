"""A part of a picture file that is none of the pixels that people see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto


class PartKind(Enum):
    """What a part of a picture file is."""

    EXIF = auto()
    """A block of EXIF data, from its byte order on."""
    XMP = auto()
    IPTC = auto()
    """A block of IPTC data sets."""
    TEXT = auto()
    """A comment or the like, in an encoding that nothing states."""
    TECHNICAL = auto()
    """Something for programs, such as a colour profile; its words are read, as somebody may have put others there."""
    TIFF = auto()
    """A whole TIFF file, with its words in its directories."""
    PICTURE = auto()
    """A whole picture file."""
    INNER = auto()
    """The same file once more, with another of its pictures first."""
    VIDEO = auto()
    DAMAGED = auto()
    """Something that people could read if it were whole."""
    UNKNOWN = auto()
    """Something that is not known to be anything."""
    TRAILING = auto()
    """What stands after the end of the picture, and is not known to be anything."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture file that is none of the pixels that people see."""

    kind: PartKind
    what: str
    """What it is, to go on "in …": "its segment APP5"."""
    data: bytes


_LATIN = rb"(?:[\x20-\x7e\t\r\n]|[\xc3-\xf4][\x80-\xbf]{1,3}|(?<=[A-Za-z])[\xc0-\xff](?=[A-Za-z]))"
_RUNS = (
    (re.compile(_LATIN + rb"{4,}"), "utf-8"),
    (re.compile(rb"(?:[\x20-\xff]\0|[\x00-\xff][\x01\x02]|[\xa0-\xff]\x1e){4,}"), "utf-16-le"),
    (re.compile(rb"(?:\0[\x20-\xff]|[\x01\x02][\x00-\xff]|\x1e[\xa0-\xff]){4,}"), "utf-16-be"),
    (re.compile(rb"(?:[\x20-\xff]\0\0\0|[\x00-\xff][\x01\x1e]\0\0){4,}"), "utf-32-le"),
    (re.compile(rb"(?:\0\0\0[\x20-\xff]|\0\0[\x01\x1e][\x00-\xff]){4,}"), "utf-32-be"),
)
_WORD = re.compile(r"(?<![^\W\d_])(?:[^\W\d_][^\W\d_A-Z]{2,}|[A-Z]{3,})(?![^\W\d_])")
"""A word as people write it: small letters after the first, or capitals throughout."""
_TWO_WORDS = re.compile(rf"{_WORD.pattern}[ _-]{_WORD.pattern}")
_SEARCHED = 2_000_000
"""Bytes of a part, at most, in which words are looked for."""
_SMALL = 20_000
"""Bytes up to which a single word is one. In more of them, chance makes words; two in a row, hardly."""


_SHORT = re.compile(rb"(?<![^\0])[A-Z][a-z]{2}(?![^\0])")
"""A word of three letters that fills a field."""


def words_in(data: bytes) -> list[str]:
    """Return the stretches of bytes that a person can read as words, whatever they stand between.

    They may be in UTF-8, Windows-1252, UTF-16 or UTF-32.
    """
    data = data[:_SEARCHED]
    wanted = _WORD if len(data) <= _SMALL else _TWO_WORDS
    found = []
    for pattern, encoding in _RUNS:
        for match in pattern.finditer(data):
            text = decoded(match[0]) if encoding == "utf-8" else match[0].decode(encoding, "replace")
            if wanted.search(text):
                found.append(text.strip())
    found += [match.decode("ascii") for match in _SHORT.findall(data)]
    return list(dict.fromkeys(found))


def decoded(value: bytes) -> str:
    """Decode text whose encoding nothing states: UTF-8, UTF-16 with or without a mark, or Windows-1252."""
    if value[:2] in {b"\xff\xfe", b"\xfe\xff"} or value.count(0) * 3 > len(value):
        return utf16(value)
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def utf16(value: bytes) -> str:
    """Decode UTF-16 that need not state its byte order: the one that puts the zeros where Latin letters have them.

    If three of four bytes are zero, it is UTF-32.
    """
    if value[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return value.decode("utf-16", "replace")
    zeros = [value[place::4].count(0) for place in range(4)]
    if sum(zeros) * 3 > len(value) * 2:
        return value.decode("utf-32-be" if zeros[0] > zeros[3] else "utf-32-le", "replace")
    big = zeros[0] + zeros[2] > zeros[1] + zeros[3]
    return value.decode("utf-16-be" if big else "utf-16-le", "replace")
