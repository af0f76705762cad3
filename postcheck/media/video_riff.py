"""What AVI files say of themselves (Microsoft's RIFF, with OpenDML)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from postcheck.media.video_part import DamagedError, Span, VideoFacts, content

_LISTS = frozenset({b"hdrl", b"strl", b"odml", b"INFO", b"exif", b"Tdat"})
_FIELDS = {b"INAM": "title", b"IART": "artist", b"ICMT": "comment", b"ICOP": "copyright", b"IKEY": "keywords"}
_TECHNICAL = frozenset(b"ISFT ICRD IDIT ISMP IDPI IDIM avih strf indx idx1 vprp dmlh".split())


class _Reader:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file = file
        self.size = size
        self.facts = VideoFacts("an AVI file", exact=True)

    def chunks(self, start: int, end: int) -> Iterator[Span]:
        position = start
        while position + 8 <= end:
            self.file.seek(position)
            kind, length = struct.unpack("<4sI", self.file.read(8))
            if position + 8 + length > end:
                raise DamagedError
            yield Span(kind, position + 8, position + 8 + length)
            position += 8 + length + length % 2

    def read(self) -> VideoFacts:
        try:
            for riff in self.chunks(0, self.size):
                if riff.kind == b"RIFF":
                    self._list(Span(riff.kind, riff.start + 4, riff.end))
                else:
                    self.facts.fault("something follows its end; save it anew with a video program")
        except (DamagedError, struct.error):
            self.facts.fault("it is damaged or cut short, so not all of it was read; save it again")
        return self.facts

    def _list(self, span: Span) -> None:
        for chunk in self.chunks(span.start, span.end):
            if chunk.kind == b"LIST":
                name = content(self.file, Span(b"", chunk.start, chunk.start + 4))
                if name in _LISTS:
                    self._list(Span(name, chunk.start + 4, chunk.end))
                elif name not in {b"movi", b"rec "}:
                    self.facts.stray.append(content(self.file, chunk)[4:])
            elif chunk.kind == b"strh":
                self._stream(content(self.file, chunk)[:4])
            elif chunk.kind in _TECHNICAL:
                continue
            elif chunk.kind in _FIELDS or chunk.kind == b"strn" or span.kind == b"INFO":
                self.facts.say(_FIELDS.get(chunk.kind, "comment"), content(self.file, chunk))
            else:
                self.facts.stray.append(content(self.file, chunk))

    def _stream(self, sort: bytes) -> None:
        if sort in {b"vids", b"iavs"}:
            self.facts.tracks += 1
        if sort in {b"auds", b"iavs", b"mids"}:
            self.facts.sounds = (self.facts.sounds or 0) + 1
        if sort == b"txts":
            self.facts.fault("it has subtitles of a kind that cannot be read; read them yourself")


def read_riff(file: BinaryIO, size: int) -> VideoFacts:
    """Return what an AVI file says of itself; parameters as for MP4."""
    return _Reader(file, size).read()
