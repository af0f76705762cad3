"""What Matroska and WebM files say of themselves (RFC 8794 and RFC 9559)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import BinaryIO

from postcheck.media.part import decoded
from postcheck.media.video_part import MOST_TEXT, DamagedError, Span, VideoFacts, content, lone_pictures
from postcheck.media.video_words import plain, substation

_MOST_ELEMENTS = 3_000_000
_SEGMENT, _INFO, _TRACKS, _TAGS, _CHAPTERS, _ATTACHMENTS, _CLUSTER = (
    bytes.fromhex(one) for one in ("18538067", "1549a966", "1654ae6b", "1254c367", "1043a770", "1941a469", "1f43b675")
)
_LEVEL_ONE = frozenset({_INFO, _TRACKS, _TAGS, _CHAPTERS, _ATTACHMENTS, _CLUSTER}) | frozenset(
    bytes.fromhex(one) for one in ("114d9b74", "1c53bb6b")
)
_TRACK, _CODEC, _NUMBER, _TYPE, _TRACK_NAME, _ENCODINGS, _PRIVATE = (
    bytes.fromhex(one) for one in ("ae", "86", "d7", "83", "536e", "6d80", "63a2")
)
_HEADER = bytes.fromhex("1a45dfa3")
_SPARE = frozenset({bytes.fromhex("ec"), bytes.fromhex("bf")})
"""Room to spare, and checksums."""
_PROGRAMS = _SPARE | {bytes.fromhex("4d80"), bytes.fromhex("5741")}
"""What of the general information is a program's own name, and needs no reading."""
_MOST_SPARE, _UNKNOWN = 1_000_000, 1_000
"""Bytes of spare room in which words are looked for, at most; bytes of an unknown kind from which on they are said."""
_TITLE, _SCALE = bytes.fromhex("7ba9"), bytes.fromhex("2ad7b1")
_CLUSTER_TIME, _SIMPLE, _GROUP, _BLOCK = (bytes.fromhex(one) for one in ("e7", "a3", "a0", "a1"))
_TAG, _SIMPLE_TAG, _TAG_NAME, _TAG_TEXT, _TAG_BYTES = (
    bytes.fromhex(one) for one in ("7373", "67c8", "45a3", "4487", "4485")
)
_CHAPTER_PARENTS = frozenset(bytes.fromhex(one) for one in ("45b9", "b6", "80"))
_CHAPTER_WORDS, _CHAPTER_START = bytes.fromhex("85"), bytes.fromhex("91")
_FILE, _FILE_NAME, _FILE_WORDS, _FILE_DATA = (bytes.fromhex(one) for one in ("61a7", "466e", "467e", "465c"))
_ENCODING_PARENTS = frozenset(bytes.fromhex(one) for one in ("6240", "5034"))
_ALGORITHM, _STRIPPED, _CIPHER = bytes.fromhex("4254"), bytes.fromhex("4255"), bytes.fromhex("5035")
_ZLIB, _HEADERS = 0, 3
_FILM, _SOUND, _SUBTITLES, _BUTTONS = 1, 2, 17, 18
_READ: MappingProxyType[str, Callable[[bytes], str]] = MappingProxyType(
    {
        "S_TEXT/UTF8": plain,
        "S_TEXT/ASCII": plain,
        "S_TEXT/WEBVTT": plain,
        "D_WEBVTT/SUBTITLES": plain,
        "D_WEBVTT/CAPTIONS": plain,
        "D_WEBVTT/DESCRIPTIONS": plain,
        "D_WEBVTT/METADATA": plain,
        "S_TEXT/ASS": substation,
        "S_TEXT/SSA": substation,
        "S_ASS": substation,
        "S_SSA": substation,
    }
)
_FIELDS = {"TITLE": "title", "ARTIST": "artist", "AUTHOR": "author", "COMMENT": "comment", "DESCRIPTION": "description"}
_TECHNICAL = frozenset(
    (  # noqa: SIM905 - a list of quoted words is harder to check
        "ENCODER ENCODER_SETTINGS DURATION BPS NUMBER_OF_FRAMES NUMBER_OF_BYTES _STATISTICS_WRITING_APP CREATION_TIME "
        "_STATISTICS_WRITING_DATE_UTC _STATISTICS_TAGS MAJOR_BRAND MINOR_VERSION COMPATIBLE_BRANDS HANDLER_NAME "
        "VENDOR_ID LANGUAGE"
    ).split()
)


@dataclass(frozen=True, slots=True)
class _Text:
    """A track of subtitles: how its words are read, and how they are packed."""

    read: Callable[[bytes], str]
    unpack: Callable[[bytes], bytes]


class _Reader:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file = file
        self.size = size
        self.facts = VideoFacts("a Matroska or WebM file")
        self.tick = 1_000_000
        self.texts: dict[int, _Text] = {}
        self.left = _MOST_ELEMENTS

    def elements(self, start: int, end: int, *, stop: frozenset[bytes] = frozenset()) -> Iterator[Span]:
        """Yield the elements between two offsets; one of unknown length reaches to the next one of ``stop``."""
        position = start
        while position < end:
            self.left -= 1
            if self.left < 0:
                raise DamagedError
            self.file.seek(position)
            head = self.file.read(12)
            kind, length, skip = _head(head)
            if kind in stop:
                return
            if length is None:
                yield Span(kind, position + skip, end)
                return
            if position + skip + length > end:
                raise DamagedError
            yield Span(kind, position + skip, position + skip + length)
            position += skip + length

    def within(self, span: Span) -> Iterator[Span]:
        return self.elements(span.start, span.end)

    def read(self) -> VideoFacts:
        try:
            for element in self.elements(0, self.size):
                if element.kind == _SEGMENT:
                    self._segment(element)
                elif element.kind != _HEADER:
                    self._other(element)
        except (DamagedError, IndexError, ValueError, zlib.error):
            self.facts.fault("it is damaged or cut short, so its titles and subtitles were not all read; save it again")
        return self.facts

    def _segment(self, segment: Span) -> None:
        position = segment.start
        while position < segment.end:
            element = next(self.elements(position, segment.end))
            position = element.end
            if element.kind == _CLUSTER:
                # One of unknown length, as programs write it that record as they go, ends where another begins.
                if self.texts or element.end == segment.end:
                    position = self._cluster(element)
            else:
                self._level_one(element)

    def _other(self, element: Span) -> None:
        """Take what a program has left, as where an attachment was taken out, and what is of no known kind."""
        if element.kind not in _SPARE or element.length <= _MOST_SPARE:
            self.facts.stray.append(content(self.file, element))
        if element.kind not in _SPARE and element.length > _UNKNOWN:
            self.facts.fault("a part of it is of a kind that is not known; save it anew with a video program")

    def _level_one(self, element: Span) -> None:
        if element.kind == _INFO:
            self._info(element)
        elif element.kind == _CHAPTERS:
            self._chapters(element, 0.0)
        elif element.kind not in _LEVEL_ONE:
            self._other(element)
        for kind, inner, read in (
            (_TRACKS, _TRACK, self._track),
            (_TAGS, _TAG, self._tags),
            (_ATTACHMENTS, _FILE, self._attached),
        ):
            for part in self.within(element) if element.kind == kind else ():
                if part.kind == inner:
                    read(part)

    def _info(self, info: Span) -> None:
        for element in self.within(info):
            if element.kind == _TITLE:
                self.facts.say("title", content(self.file, element))
            elif element.kind == _SCALE:
                self.tick = _number(content(self.file, element)) or self.tick
            elif element.kind not in _PROGRAMS:
                self.facts.stray.append(content(self.file, element))

    def _track(self, track: Span) -> None:
        fields: dict[bytes, bytes] = {}
        unpack: Callable[[bytes], bytes] | None = _as_it_is
        for element in self.within(track):
            if element.kind == _ENCODINGS:
                unpack = self._encoding(element)
            elif element.kind in {_NUMBER, _TYPE, _CODEC, _TRACK_NAME, _PRIVATE}:
                fields[element.kind] = content(self.file, element)
        facts, sort = self.facts, _number(fields.get(_TYPE, b""))
        facts.say("name of a track", fields.get(_TRACK_NAME, b""))
        if sort == _FILM:
            facts.tracks += 1
        elif sort == _SOUND:
            facts.sounds = (facts.sounds or 0) + 1
        elif sort in {_SUBTITLES, _BUTTONS}:
            self._subtitles(fields, unpack)
        else:
            facts.fault("it has a track of a kind that is not known; save it anew with a video program")

    def _subtitles(self, fields: dict[bytes, bytes], unpack: Callable[[bytes], bytes] | None) -> None:
        read = _READ.get(decoded(fields.get(_CODEC, b"")).strip("\0 ").upper())
        self.facts.stray.append(fields.get(_PRIVATE, b""))  # of SubStation Alpha, its title and its author
        if read is not None and unpack is not None:
            self.texts[_number(fields.get(_NUMBER, b""))] = _Text(read, unpack)
        else:
            self.facts.fault(
                "it has subtitles of a kind that cannot be read; read them yourself, or save them as .srt beside it"
            )

    def _encoding(self, encodings: Span) -> Callable[[bytes], bytes] | None:
        """Return what undoes the packing of a track; None if nothing here does."""
        algorithm, stripped, known = _ZLIB, b"", True
        stack = list(self.within(encodings))
        while stack:
            element = stack.pop()
            if element.kind in _ENCODING_PARENTS:
                stack += self.within(element)
            elif element.kind == _ALGORITHM:
                algorithm = _number(content(self.file, element))
            elif element.kind == _STRIPPED:
                stripped = content(self.file, element)
            elif element.kind == _CIPHER:
                known = False
        if not known or algorithm not in {_ZLIB, _HEADERS}:
            return None
        return _unpacked if algorithm == _ZLIB else lambda data: stripped + data

    def _cluster(self, cluster: Span) -> int:
        """Read the subtitles of a cluster, and return where it ends."""
        now, end = 0, cluster.start
        for element in self.elements(
            cluster.start, cluster.end, stop=_LEVEL_ONE - {bytes.fromhex("bf"), bytes.fromhex("ec")}
        ):
            end = element.end
            if element.kind == _CLUSTER_TIME:
                now = _number(content(self.file, element))
            elif element.kind == _SIMPLE and self.texts:
                self._block(element, now)
            elif element.kind == _GROUP and self.texts:
                for inner in self.within(element):
                    if inner.kind == _BLOCK:
                        self._block(inner, now)
        return max(end, cluster.start + 1)

    def _block(self, block: Span, now: int) -> None:
        self.file.seek(block.start)
        head = self.file.read(min(16, block.length))
        number, skip = _vint(head)
        text = self.texts.get(number)
        if text is None:
            return
        ticks = int.from_bytes(head[skip : skip + 2], "big", signed=True)
        data = content(self.file, Span(b"", block.start + skip + 3, block.end))
        self.facts.show((now + ticks) * self.tick / 1e9, text.read(text.unpack(data)))

    def _tags(self, parent: Span) -> None:
        for element in self.within(parent):
            if element.kind != _SIMPLE_TAG:
                continue
            name, words = "", b""
            for part in self.within(element):
                if part.kind == _TAG_NAME:
                    name = decoded(content(self.file, part)).strip("\0 ").upper()
                elif part.kind == _TAG_TEXT:
                    words = content(self.file, part)
                elif part.kind == _TAG_BYTES:
                    self.facts.stray.append(content(self.file, part))
            if "LOCATION" in name and any(48 <= byte <= 57 for byte in words):  # noqa: PLR2004 - a digit
                self.facts.has_gps = True
            if name not in _TECHNICAL:
                self.facts.say(_FIELDS.get(name, "comment"), words)
            self._tags(element)

    def _chapters(self, parent: Span, time: float) -> None:
        elements = list(self.within(parent))
        for element in elements:
            if element.kind == _CHAPTER_START:
                time = _number(content(self.file, element)) / 1e9
        for element in elements:
            if element.kind in _CHAPTER_PARENTS:
                self._chapters(element, time)
            elif element.kind == _CHAPTER_WORDS:
                self.facts.show(time, decoded(content(self.file, element)))

    def _attached(self, attached: Span) -> None:
        found: list[bytes] = []
        for element in self.within(attached):
            if element.kind in {_FILE_NAME, _FILE_WORDS}:
                self.facts.say("attached file", content(self.file, element))
            elif element.kind == _FILE_DATA:
                found += lone_pictures(content(self.file, element)) if element.length <= MOST_TEXT else []
        self.facts.pictures += found
        if not found:
            self.facts.fault("another file is attached to it, which was not looked at; take it out")


def read_elements(file: BinaryIO, size: int) -> VideoFacts:
    """Return what a Matroska or WebM file says of itself; parameters as for MP4."""
    return _Reader(file, size).read()


def _vint(data: bytes) -> tuple[int, int]:
    """Return a number of variable length, and how many bytes it takes."""
    width = 9 - data[0].bit_length()
    if width > 8 or len(data) < width:  # noqa: PLR2004 - the longest
        raise DamagedError
    return int.from_bytes(data[:width], "big") & ((1 << 7 * width) - 1), width


def _head(data: bytes) -> tuple[bytes, int | None, int]:
    """Return an element's id, its length (None if unknown), and how long both are."""
    if not data:
        raise DamagedError
    width = 9 - data[0].bit_length()
    if width > 4 or len(data) <= width:  # noqa: PLR2004 - the longest id
        raise DamagedError
    length, more = _vint(data[width:])
    unknown = length == (1 << 7 * more) - 1
    return data[:width], None if unknown else length, width + more


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _as_it_is(data: bytes) -> bytes:
    return data


def _unpacked(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, MOST_TEXT)
