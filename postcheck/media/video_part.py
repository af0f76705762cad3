"""What a video file says of itself: its texts, its subtitles, its sound, and what of it cannot be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO

from postcheck.media.part import decoded

MOST_TEXT = 16_000_000
"""Bytes of one text, packet or cover picture in a video that are read, at most."""
MOST_CUES = 50_000
"""Subtitles of one video that are read, at most."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that a video shows, or lets its viewers show, from a time on."""

    time: float
    """Seconds from the start of the video."""
    text: str


@dataclass(slots=True)
class VideoFacts:
    """All that was found in a video file besides its pictures and its sound."""

    kind: str
    """What kind of file it is, to go on "it is" with."""
    texts: list[tuple[str, str]] = field(default_factory=list)
    """Each text that a person could have written: what it is (``title``, ``artist``, ``comment`` …) and its words."""
    stray: list[bytes] = field(default_factory=list)
    """What is written for programs, or of no known kind: words may stand in it."""
    xmp: list[bytes] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    has_gps: bool = False
    """Whether it says where it was filmed."""
    pictures: list[bytes] = field(default_factory=list)
    """Pictures that it carries beside its film: its cover, say."""
    tracks: int = 0
    """How many films it holds."""
    sounds: int | None = 0
    """How many sounds it holds; None if that is not known."""
    exact: bool = False
    """Whether the number of its pictures is written in it, so that each that is missing is known to be."""
    problems: list[str] = field(default_factory=list)
    """Reasons why some of it was not examined; half sentences."""

    def say(self, what: str, value: bytes | str) -> None:
        """Add a text; numbers, codes and blanks aren't any."""
        text = value if isinstance(value, str) else decoded(value)
        text = text.replace("\0", " ").strip()
        if any(one.isalpha() and other.isalpha() for one, other in pairwise(text)):
            self.texts.append((what, text))

    def show(self, time: float, text: str) -> None:
        """Add a subtitle, unless there are too many, which is said once."""
        text = text.replace("\0", " ").strip()
        if not text:
            return
        if len(self.cues) >= MOST_CUES:
            self.fault(f"it has more than {MOST_CUES:,} subtitles, and not all were read; split it into parts")
        else:
            self.cues.append(Cue(max(0.0, time), text))

    def fault(self, reason: str) -> None:
        """Say once why some of it was not examined."""
        if reason not in self.problems:
            self.problems.append(reason)


class DamagedError(Exception):
    """A file ends, or goes on, where its structure says that it does not."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file, and what kind of thing stands there."""

    kind: bytes
    start: int
    """Offset of its content."""
    end: int

    @property
    def length(self) -> int:
        """Bytes of its content."""
        return self.end - self.start


def content(file: BinaryIO, span: Span, most: int = MOST_TEXT) -> bytes:
    """Return the content of a stretch, as much as is there, at most ``most`` bytes.

    Raises
    ------
    DamagedError
        If the file ends before.
    """
    wanted = min(span.length, most)
    file.seek(span.start)
    data = file.read(wanted)
    if len(data) < wanted:
        raise DamagedError
    return data


def lone_pictures(data: bytes) -> Iterator[bytes]:
    """Yield a picture as JPEG, PNG, BMP or GIF; nothing if the bytes are none."""
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"BM", b"GIF8")):
        yield data
