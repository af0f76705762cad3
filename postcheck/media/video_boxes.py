"""What MP4, MOV, M4V and 3GP files say of themselves (ISO/IEC 14496-12 and 14496-30, QuickTime File Format)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from postcheck.media.box_head import box_head
from postcheck.media.part import decoded
from postcheck.media.video_part import MOST_CUES, DamagedError, Span, VideoFacts, content, lone_pictures
from postcheck.media.video_words import plain

_MOST_BOXES = 200_000
_TOP = frozenset(
    b"ftyp styp moov mdat moof mfra free skip wide pdin sidx ssix prft emsg meta uuid udta pnot bloc imda".split()
)
_SPARE_ROOM, _MESSAGE = frozenset({b"free", b"skip"}), b"emsg"
_STRUCTURE = frozenset(
    b"mvhd trak mvex iods clip ctab tkhd edts elst tref load imap mdia mdhd elng minf vmhd smhd hmhd nmhd sthd gmhd "
    b"dinf stbl stsd stts ctts cslg stsc stsz stz2 stco co64 stss stsh padb stdp sdtp sbgp sgpd subs saiz saio stps "
    b"tapt wide".split()
)
"""Boxes of a film and of its tracks that hold nothing but numbers, or are walked on their own."""
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_ITEMS = {
    b"\xa9nam": "title",
    b"\xa9ART": "artist",
    b"aART": "artist",
    b"\xa9aut": "author",
    b"auth": "author",
    b"\xa9wrt": "author",
    b"perf": "artist",
    b"\xa9prf": "artist",
    b"\xa9dir": "director",
    b"\xa9prd": "producer",
    b"\xa9cmt": "comment",
    b"\xa9inf": "comment",
    b"\xa9des": "description",
    b"desc": "description",
    b"ldes": "description",
    b"dscp": "description",
    b"\xa9alb": "album",
    b"albm": "album",
    b"\xa9cpy": "copyright",
    b"cprt": "copyright",
    b"\xa9lyr": "lyrics",
    b"titl": "title",
    b"name": "title",
    b"kywd": "keywords",
    b"keyw": "keywords",
    b"\xa9key": "keywords",
}
_TECHNICAL_ITEMS = frozenset(
    b"\xa9too \xa9enc \xa9mak \xa9mod \xa9swr \xa9fmt \xa9day \xa9req \xa9hst free hdlr".split()
)
_TECHNICAL_KEYS = re.compile(
    r"com\.apple\.quicktime\.(?:make|model|software|creationdate|content\.identifier|camera\..*|live-photo\..*"
    r"|full-frame-rate.*|still-image-time|player\..*|is-montage|year|rating\.user|encodedby)"
    r"|com\.android\..*|encoder|major_brand|minor_version|compatible_brands|creation_time|make|model|software",
    re.IGNORECASE,
)
_PLACES = ("location.iso6709", "location.accuracy.horizontal")
_PICTURES, _WORDS = frozenset({13, 14, 27}), frozenset({0, 1, 2, 4, 5})
"""Types of values: JPEG, PNG and BMP; text in its several encodings."""
_SHIFT = 1.0
"""Seconds of film that players leave out, from which on they are said."""
_SPARE, _UNKNOWN = 1_000_000, 1_000
"""Bytes of spare room in which words are looked for, at most; bytes of an unknown kind from which on they are said."""
_MOST_NOTES = 10_000
"""Samples of what a camera notes while it films that are looked at."""
_HARMLESS = frozenset({b"hint", b"tmcd", b"odsm", b"sdsm"})
"""Tracks that show nothing and say nothing: for servers, of time codes, and what MPEG-4 once had beside its film."""
_POSITION = re.compile(rb"GPS[59U]")


@dataclass(slots=True)
class _Track:
    """A track, as far as it has been read."""

    handler: bytes = b""
    codec: bytes = b""
    scale: int = 0
    duration: int = 0
    edits: list[tuple[int, int]] = field(default_factory=list)
    """Length in the film's own time, and where in the track it begins; -1 for a pause."""
    tables: dict[bytes, bytes] = field(default_factory=dict)
    mirrored: bool = False


class _Reader:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file = file
        self.size = size
        self.facts = VideoFacts("an MP4 or MOV file")
        self.scale = 0
        self.fragmented = False
        self.left = _MOST_BOXES

    def boxes(self, start: int, end: int, *, top: bool = False) -> Iterator[Span]:
        """Yield the boxes between two offsets.

        Raises
        ------
        DamagedError
            If one goes beyond the end, or there are absurdly many.
        """
        position = start
        while position + 8 <= end:
            self.left -= 1
            if self.left < 0:
                raise DamagedError
            self.file.seek(position)
            head = self.file.read(16)
            if len(head) < 8:  # noqa: PLR2004 - length and kind
                raise DamagedError
            length, kind, skip = box_head(head, 0)
            if length == 0:
                if not top:  # QuickTime ends lists with four zeros
                    return
                length = end - position
            if length < skip or position + length > end:
                raise DamagedError
            yield Span(kind, position + skip, position + length)
            position += length

    def within(self, span: Span, skip: int = 0) -> Iterator[Span]:
        return self.boxes(span.start + skip, span.end)

    def read(self) -> VideoFacts:
        try:
            films = []
            for box in self.boxes(0, self.size, top=True):
                if box.kind == b"moov":
                    films.append(box)
                elif box.kind == b"moof":
                    self.fragmented = True
                elif not self._common(box):
                    self._other(box)
            for film in films:
                self._film(film)
        except (DamagedError, struct.error, KeyError, IndexError, ValueError, OverflowError):
            self.facts.fault("it is damaged or cut short, so its titles and subtitles were not all read; save it again")
        return self.facts

    def _common(self, box: Span) -> bool:
        """Read a box that may stand in the file, in its film or in a track; return False if it is another."""
        if box.kind == b"udta":
            self._user_data(box)
        elif box.kind == b"meta":
            self._meta(box)
        elif box.kind == b"uuid":
            self._own(box)
        else:
            return False
        return True

    def _other(self, box: Span) -> None:
        swept = box.kind == _MESSAGE or (box.kind in _SPARE_ROOM and box.length <= _SPARE)
        if box.kind not in _TOP or swept:
            self.facts.stray.append(content(self.file, box))
        if box.kind not in _TOP and box.length > _UNKNOWN:
            self.facts.fault("a part of it is of a kind that is not known; save it anew with a video program")

    def _within_film(self, box: Span) -> None:
        """Read a box in the film or in a track that is none of those that say how it is played."""
        if box.kind not in _STRUCTURE and not self._common(box):
            self.facts.stray.append(content(self.file, box))

    def _own(self, box: Span) -> None:
        data = content(self.file, box)
        if data.startswith(_XMP):
            self.facts.xmp.append(data[16:])
        else:
            self.facts.stray.append(data[16:])

    def _film(self, film: Span) -> None:
        for box in self.within(film):
            if box.kind == b"mvhd":
                data = content(self.file, box)
                (self.scale,) = struct.unpack_from(">I", data, 20 if data[0] else 12)
            elif box.kind == b"trak":
                self._finish(self._track(box))
            elif box.kind == b"cmov":
                self.facts.fault("the list of what is in it is packed; save it anew with a video program")
            else:
                self._within_film(box)

    def _track(self, box: Span) -> _Track:
        track = _Track()
        for part in self.within(box):
            if part.kind == b"tkhd":
                data = content(self.file, part)
                a, b, _, c, d = struct.unpack_from(">5i", data, (52 if data[0] else 40))
                track.mirrored = a * d - b * c < 0
            elif part.kind == b"edts":
                for inner in self.within(part):
                    if inner.kind == b"elst":
                        track.edits = _edits(content(self.file, inner))
            elif part.kind == b"mdia":
                self._media(part, track)
            else:
                self._within_film(part)
        return track

    def _media(self, box: Span, track: _Track) -> None:
        for part in self.within(box):
            if part.kind == b"mdhd":
                data = content(self.file, part)
                track.scale, track.duration = struct.unpack_from(
                    ">IQ" if data[0] else ">II", data, 20 if data[0] else 12
                )
            elif part.kind == b"hdlr":
                data = content(self.file, part)
                track.handler = data[8:12]
                self.facts.stray.append(data[24:])
            elif part.kind == b"minf":
                for inner in self.within(part):
                    if inner.kind == b"stbl":
                        self._table(inner, track)
                    elif inner.kind != b"hdlr":  # says where the samples are, as those of all tracks
                        self._within_film(inner)
            else:
                self._within_film(part)

    def _table(self, box: Span, track: _Track) -> None:
        for part in self.within(box):
            if part.kind == b"stsd":
                data = content(self.file, part)
                track.codec = data[12:16]
            elif part.kind in {b"stts", b"stsc", b"stsz", b"stco", b"co64"}:
                track.tables[part.kind] = content(self.file, part)
            else:
                self._within_film(part)

    def _finish(self, track: _Track) -> None:
        facts = self.facts
        if track.handler == b"vide":
            facts.tracks += 1
            facts.exact = not self.fragmented and facts.tracks == 1
            if track.mirrored:
                facts.fault("it is shown mirrored, so words in it may not have been read; save it the right way round")
            self._check_edits(track)
        elif track.handler == b"soun":
            facts.sounds = (facts.sounds or 0) + 1
        elif track.handler in {b"sbtl", b"text", b"subt", b"clcp", b"subp"}:
            self._subtitles(track)
        elif track.handler in {b"meta", b"camm"}:
            self._timed_metadata(track)
        elif track.handler not in _HARMLESS:
            facts.fault("it has a track of a kind that is not known; save it anew with a video program")

    def _timed_metadata(self, track: _Track) -> None:
        """Take what cameras note while they film; anything may stand in it."""
        samples = list(self._samples(track, _MOST_NOTES))
        if track.codec == b"gpmd":
            self.facts.has_gps = self.facts.has_gps or any(_POSITION.search(data) for _, data in samples[:5])
        self.facts.stray.append(b"\0".join(data for _, data in samples)[:_SPARE])

    def _check_edits(self, track: _Track) -> None:
        """Say if the file holds film that players do not show, as it does after a cut on a phone."""
        shown = [(length, start) for length, start in track.edits if start >= 0]
        if not shown or not track.duration or not track.scale or not self.scale or self.fragmented:
            return
        hidden, last = 0.0, 0.0
        for start, end in sorted((at / track.scale, at / track.scale + length / self.scale) for length, at in shown):
            hidden += max(start - last, 0.0)
            last = max(last, end)
        hidden += max(track.duration / track.scale - last, 0.0)
        if hidden >= _SHIFT:
            self.facts.fault(
                f"{hidden:.0f} seconds of film that players leave out are still in the file; "
                "export it anew with a video program"
            )

    # Subtitles

    def _subtitles(self, track: _Track) -> None:
        read = {b"tx3g": _timed_text, b"text": _timed_text, b"wvtt": _web_text, b"stpp": plain}.get(track.codec)
        if read is None or (self.fragmented and not track.tables.get(b"stsz", b"")[8:12].strip(b"\0")):
            self.facts.fault(
                "it has subtitles of a kind that cannot be read; read them yourself, or save them as .srt beside it"
            )
            return
        ahead = self._ahead(track)
        for number, (ticks, data) in enumerate(self._samples(track, MOST_CUES + 1)):
            self.facts.show(ticks / max(1, track.scale) + ahead, read(data))
            if number >= MOST_CUES:
                self.facts.fault(f"it has more than {MOST_CUES:,} subtitles, and not all were read; split it")

    def _ahead(self, track: _Track) -> float:
        """Return how many seconds a track is moved against the film."""
        pause = 0.0
        for length, start in track.edits:
            if start >= 0:
                return pause - start / max(1, track.scale)
            pause += length / max(1, self.scale)
        return pause

    def _samples(self, track: _Track, most: int) -> Iterator[tuple[int, bytes]]:
        """Yield the samples of a track, each with its time in the track's own ticks."""
        sizes = _sizes(track.tables[b"stsz"], most)
        chunks = _chunk_offsets(track.tables)
        runs = list(struct.iter_unpack(">III", track.tables[b"stsc"][8:][: len(track.tables[b"stsc"][8:]) // 12 * 12]))
        ticks = _times(track.tables[b"stts"], most)
        number = 0
        for index, offset in enumerate(chunks, start=1):
            count = next((samples for first, samples, _ in reversed(runs) if first <= index), 0)
            position = offset
            for _ in range(count):
                if number >= len(sizes) or number >= most:
                    return
                yield (
                    ticks[number] if number < len(ticks) else 0,
                    content(self.file, Span(b"", position, position + sizes[number])),
                )
                position += sizes[number]
                number += 1

    # Titles and the like

    def _user_data(self, box: Span) -> None:
        for part in self.within(box):
            if part.kind in {b"meta", b"uuid"}:
                self._common(part)
            elif part.kind not in _TECHNICAL_ITEMS:
                self._user_item(part.kind, content(self.file, part))

    def _user_item(self, kind: bytes, data: bytes) -> None:
        facts = self.facts
        if kind in {b"\xa9xyz", b"loci"}:
            facts.has_gps = True
            if kind == b"loci":
                facts.say("place", _until_zero(data[6:]))
        elif kind == b"chpl":
            self._chapters(data)
        elif kind == b"XMP_":
            facts.xmp.append(data)
        elif kind[:1] == b"\xa9":
            for text in _international(data):
                facts.say(_ITEMS.get(kind, "comment"), text)
        elif kind in _ITEMS:
            facts.say(_ITEMS[kind], data if kind == b"name" else _until_zero(data[6:]))
        else:
            facts.stray.append(data)

    def _chapters(self, data: bytes) -> None:
        """Add the chapters of a list as Nero writes it."""
        position = 9 if data[0] else 5
        while position + 9 <= len(data):
            (time,) = struct.unpack_from(">Q", data, position)
            length = data[position + 8]
            self.facts.show(time / 1e7, decoded(data[position + 9 : position + 9 + length]))
            position += 9 + length

    def _meta(self, box: Span) -> None:
        start = content(self.file, Span(b"", box.start, min(box.end, box.start + 8)))
        skip = 0 if start[4:8] == b"hdlr" else 4  # QuickTime's has no version
        keys: list[str] = []
        for part in self.within(box, skip):
            if part.kind == b"keys":
                keys = _keys(content(self.file, part))
            elif part.kind == b"ilst":
                for item in self.within(part):
                    self._item(item, keys)
            else:
                self.facts.stray.append(content(self.file, part))

    def _item(self, item: Span, keys: list[str]) -> None:
        index = int.from_bytes(item.kind, "big")
        key = keys[index - 1] if 0 < index <= len(keys) else ""
        name = ""
        for part in self.within(item):
            if part.kind == b"name":
                name = decoded(content(self.file, part)[4:])
            elif part.kind == b"data":
                data = content(self.file, part)
                self._value(item.kind, key or name, int.from_bytes(data[1:4], "big"), data[8:])

    def _value(self, kind: bytes, key: str, sort: int, value: bytes) -> None:
        facts = self.facts
        if kind == b"covr" or sort in _PICTURES:
            found = list(lone_pictures(value))
            facts.pictures += found
            if not found:
                facts.fault("a picture that it carries beside its film could not be opened; take it out")
        elif key.casefold().endswith(_PLACES) or kind == b"\xa9xyz":
            facts.has_gps = True
        elif kind in _TECHNICAL_ITEMS or (key and _TECHNICAL_KEYS.fullmatch(key)):
            return
        elif sort in _WORDS:
            facts.say(_ITEMS.get(kind) or key.rpartition(".")[2] or "comment", value)
        else:
            facts.stray.append(value)


def read_boxes(file: BinaryIO, size: int) -> VideoFacts:
    """Return what a file made of boxes says of itself.

    Parameters
    ----------
    file:
        The opened file.
    size:
        How many bytes it has.
    """
    return _Reader(file, size).read()


def _edits(data: bytes) -> list[tuple[int, int]]:
    form, step = (">Qqi", 20) if data[0] else (">Iii", 12)
    count = min(int.from_bytes(data[4:8], "big"), (len(data) - 8) // step)
    return [struct.unpack_from(form, data, 8 + step * number)[:2] for number in range(count)]


def _sizes(data: bytes, most: int) -> list[int]:
    same, count = struct.unpack_from(">II", data, 4)
    count = min(count, most)
    return [same] * count if same else [int(size) for (size,) in struct.iter_unpack(">I", data[12 : 12 + 4 * count])]


def _chunk_offsets(tables: dict[bytes, bytes]) -> list[int]:
    if b"co64" in tables:
        data = tables[b"co64"][8:]
        return [int(offset) for (offset,) in struct.iter_unpack(">Q", data[: len(data) // 8 * 8])]
    data = tables[b"stco"][8:]
    return [int(offset) for (offset,) in struct.iter_unpack(">I", data[: len(data) // 4 * 4])]


def _times(data: bytes, most: int) -> list[int]:
    times: list[int] = []
    now = 0
    for count, length in struct.iter_unpack(">II", data[8:][: len(data[8:]) // 8 * 8]):
        for _ in range(min(count, most - len(times))):
            times.append(now)
            now += length
    return times


def _timed_text(sample: bytes) -> str:
    """Return the words of a sample of 3GPP timed text or QuickTime text."""
    length = int.from_bytes(sample[:2], "big")
    return decoded(sample[2 : 2 + length])


def _web_text(sample: bytes) -> str:
    """Return the words of a sample of WebVTT."""
    found, position = [], 0
    while position + 8 <= len(sample):
        length, kind = struct.unpack_from(">I4s", sample, position)
        if length < 8:  # noqa: PLR2004 - its head
            break
        inner = sample[position + 8 : position + length]
        if kind == b"vttc":
            found.append(_web_text(inner))
        elif kind in {b"payl", b"vtta", b"iden"}:
            found.append(plain(inner))
        position += length
    return "\n".join(filter(None, found))


def _international(data: bytes) -> Iterator[bytes]:
    """Yield the texts of a QuickTime item, one for each language; all of it if it isn't made like that."""
    position, found = 0, []
    while position + 4 <= len(data):
        length = int.from_bytes(data[position : position + 2], "big")
        if position + 4 + length > len(data):
            yield data
            return
        found.append(data[position + 4 : position + 4 + length])
        position += 4 + length
    yield from found


def _until_zero(data: bytes) -> bytes:
    return data if data[:2] in {b"\xfe\xff", b"\xff\xfe"} else data.partition(b"\0")[0]


def _keys(data: bytes) -> list[str]:
    keys, position = [], 8
    while position + 8 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        if length < 8:  # noqa: PLR2004 - its head
            break
        keys.append(decoded(data[position + 8 : position + length]))
        position += length
    return keys
