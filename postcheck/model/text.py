"""Text that knows where each of its characters comes from: the one type for all that a person can read in a post."""

from __future__ import annotations

import dataclasses
import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from postcheck.model.letters import Letters

CROPPED = "in the part that is cropped away, which is still in the file"
"""``Where.place`` of words in a picture that the document does not show."""
CODE, THUMBNAIL, SUBTITLES = "qr", "thumbnail", "subtitles"
"""``Passage.field`` of the text of a QR code or barcode, and of words that were read in a picture hidden in an image
file."""
_VISIBLE = 0.5
"""Share of a box that must lie within the visible part of a picture for the words to count as shown."""


class PlaceKind(StrEnum):
    """What sort of thing a passage or a flag points at (``where.kind`` in the JSON report)."""

    TEXT = "text"
    IMAGE = "image"
    METADATA = "metadata"
    FILENAME = "filename"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the image as a person sees it (EXIF orientation applied)."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column right of the box."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """First row below the box."""
        return self.top + self.height

    @property
    def area(self) -> int:
        """Square pixels."""
        return self.width * self.height

    def union(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        left, top = min(self.left, other.left), min(self.top, other.top)
        return Box(left, top, max(self.right, other.right) - left, max(self.bottom, other.bottom) - top)

    def overlap(self, other: Box) -> float:
        """Return the share of the smaller box that the other covers, 0 to 1."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        smaller = min(self.area, other.area)
        return width * height / smaller if width > 0 and height > 0 and smaller else 0.0


_LEVEL, _STEEPEST = 1.5, 32.0
"""Degrees from which on a line is slanted, and up to which the box around a slanted word tells how long and high it is.
"""


@dataclass(frozen=True, slots=True)
class Slanted:
    """A rectangle that is turned about its middle, in pixels of a picture."""

    middle: tuple[float, float]
    width: float
    """Along the line that it is part of."""
    height: float
    degrees: float
    """How far it is turned clockwise."""

    @classmethod
    def within(cls, box: Box, degrees: float) -> Slanted | None:
        """Return the rectangle around which ``box`` is drawn; None if it cannot be told, or is as good as upright."""
        if not _LEVEL <= abs(degrees) <= _STEEPEST:
            return None
        along, across = math.cos(math.radians(degrees)), abs(math.sin(math.radians(degrees)))
        width = (box.width * along - box.height * across) / (along**2 - across**2)
        height = (box.height * along - box.width * across) / (along**2 - across**2)
        if width < 1 or height < 1:
            return None
        return cls((box.left + box.width / 2, box.top + box.height / 2), width, height, degrees)

    def part(self, first: float, last: float) -> Slanted:
        """Return the part between two shares of its width."""
        away = ((first + last) / 2 - 0.5) * self.width
        turn = math.radians(self.degrees)
        middle = self.middle[0] + away * math.cos(turn), self.middle[1] + away * math.sin(turn)
        return dataclasses.replace(self, middle=middle, width=(last - first) * self.width)

    def grown(self, along: float, across: float) -> Slanted:
        """Return it with so many pixels more at each end, above and below."""
        return dataclasses.replace(self, width=self.width + 2 * along, height=self.height + 2 * across)

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether a point lies within it."""
        turn = math.radians(self.degrees)
        right, down = point[0] - self.middle[0], point[1] - self.middle[1]
        along = right * math.cos(turn) + down * math.sin(turn)
        across = down * math.cos(turn) - right * math.sin(turn)
        return abs(along) <= self.width / 2 and abs(across) <= self.height / 2

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Its corners, in order."""
        turn = math.radians(self.degrees)
        cos, sin = math.cos(turn), math.sin(turn)
        return tuple(
            (
                self.middle[0] + right * self.width / 2 * cos - down * self.height / 2 * sin,
                self.middle[1] + right * self.width / 2 * sin + down * self.height / 2 * cos,
            )
            for right, down in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        )

    @property
    def box(self) -> Box:
        """The upright box around it."""
        across, down = ([point[axis] for point in self.corners] for axis in (0, 1))
        left, top = math.floor(min(across)), math.floor(min(down))
        return Box(left, top, math.ceil(max(across)) - left, math.ceil(max(down)) - top)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a stretch of the text of a document stands in it, in words that lead a person there."""

    start: int
    """Offset at which the stretch begins; it ends where the next one does."""
    words: str
    """``paragraph 3``, ``table 1, row 2, cell 1``, ``row 7, column "message"`` … without any name."""


@dataclass(frozen=True)
class TextFile:
    """A decoded text file, or the text that was taken out of a document.

    ``text`` has no byte order mark and keeps its line ends, so that offsets count characters of what was decoded.
    """

    name: str
    """The path as the report shows it."""
    text: str
    spots: tuple[Spot, ...] = ()
    """What takes the place of lines and columns in a document without them (Word, Excel); empty for a text file."""
    times: tuple[tuple[int, float], ...] = ()
    """Of subtitles: from which offset on the words are those that are shown from a time on, in seconds."""

    @cached_property
    def _time_starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self.times)

    def time(self, offset: int) -> float | None:
        """Return when a character is shown, in seconds from the start of the video; None if that is not known."""
        index = bisect_right(self._time_starts, offset) - 1
        return self.times[index][1] if index >= 0 else None

    @cached_property
    def _spot_starts(self) -> tuple[int, ...]:
        return tuple(spot.start for spot in self.spots)

    def place(self, offset: int) -> str | None:
        """Return where in the document a character stands, in words; None for a text file."""
        index = bisect_right(self._spot_starts, offset) - 1
        return self.spots[index].words if index >= 0 else None

    @cached_property
    def _line_starts(self) -> tuple[int, ...]:
        starts = [0]
        position = 0
        for line in self.text.splitlines(keepends=True):
            position += len(line)
            # str.splitlines also breaks at form feeds and Unicode separators, which no editor counts as ends of lines.
            if line.endswith(("\n", "\r")):
                starts.append(position)
        return tuple(starts)

    def line_column(self, offset: int) -> tuple[int, int]:
        """Return line and column of a character offset, both counted from 1."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1


@dataclass(frozen=True, slots=True)
class SourceRun:
    """A stretch of a passage: ``length`` characters from ``start`` come from ``origin`` to ``origin_end`` of the file.

    If ``origin_end - origin == length``, the characters correspond one to one; otherwise (an escape, an entity, a
    folded line end) the stretch is one unit.
    """

    start: int
    length: int
    origin: int
    origin_end: int

    @property
    def exact(self) -> bool:
        """Whether its characters correspond one to one to those of the file."""
        return self.origin_end - self.origin == self.length


@dataclass(frozen=True)
class SourceText:
    """A string as it is published, with the way back to the file that it was written in.

    Characters that no run covers were added for readability (a space for markup, say) and have no place of their own.
    """

    text: str
    file: TextFile
    runs: tuple[SourceRun, ...]

    @classmethod
    def slice(cls, file: TextFile, start: int, end: int) -> SourceText:
        """Return the text of ``file`` from ``start`` to ``end`` just as it stands there."""
        return cls(file.text[start:end], file, (SourceRun(0, end - start, start, end),) if end > start else ())

    @classmethod
    def assembled(cls, file: TextFile, pieces: Iterable[tuple[str, int, int]]) -> SourceText:
        """Return a text made of pieces, each with the ``start`` and ``end`` in the file of what it stands for.

        The stretch is empty for a piece that was added. A piece that is as long as its stretch corresponds to it
        character by character; any other is one unit.
        """
        texts: list[str] = []
        runs: list[SourceRun] = []
        length = 0
        for text, start, end in pieces:
            if text and end > start:
                last = runs[-1] if runs else None
                if (
                    last
                    and last.origin_end == start
                    and last.start + last.length == length
                    and last.exact
                    and len(text) == end - start
                ):
                    runs[-1] = SourceRun(last.start, last.length + len(text), last.origin, end)
                else:
                    runs.append(SourceRun(length, len(text), start, end))
            texts.append(text)
            length += len(text)
        return cls("".join(texts), file, tuple(runs))

    @cached_property
    def _run_starts(self) -> tuple[int, ...]:
        return tuple(run.start for run in self.runs)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the file of the characters ``start`` to ``end`` of this text (``end`` > ``start``)."""
        return self._origin_of_start(start), self._origin_of_end(end)

    def _origin_of_start(self, position: int) -> int:
        index = bisect_right(self._run_starts, position) - 1
        if index >= 0:
            run = self.runs[index]
            if position < run.start + run.length:
                exact = run.origin_end - run.origin == run.length
                return run.origin + (position - run.start) if exact else run.origin
        if index + 1 < len(self.runs):
            return self.runs[index + 1].origin
        return self.runs[-1].origin_end if self.runs else 0

    def _origin_of_end(self, position: int) -> int:
        index = bisect_right(self._run_starts, position - 1) - 1
        if index < 0:
            return self.runs[0].origin if self.runs else 0
        run = self.runs[index]
        if position > run.start + run.length:
            return run.origin_end
        exact = run.origin_end - run.origin == run.length
        return run.origin + (position - run.start) if exact else run.origin_end


def clock(time: float) -> str:
    """Return a time in a video as players show it: ``0:12``, ``1:02:03``."""
    minutes, seconds = divmod(int(time), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class Word:
    """A word read in an image: characters ``start`` to ``end`` of its passage, and its place in the picture."""

    start: int
    end: int
    box: Box
    confidence: float
    """The engine's own estimate, 0 to 1."""
    solid: bool = False
    """Whether its letters have no places of their own within the box, as in a QR code."""
    degrees: float = 0.0
    """How far its line is turned clockwise, if that is known."""

    @property
    def slanted(self) -> Slanted | None:
        """The rectangle within its box; None for an upright word."""
        return Slanted.within(self.box, self.degrees)


@dataclass(frozen=True, slots=True)
class Where:
    """The place that a flag points at, as the JSON report shows it."""

    kind: PlaceKind
    file: str
    field: str | None = None
    line: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None
    box: Box | None = None
    frame: int | None = None
    confidence: float | None = None
    place: str | None = None
    """Where in a document that has no lines, in words; or what is special about a place in a picture."""
    time: float | None = None
    """In a video: when it is shown, in seconds from its start."""
    until: float | None = None
    """When it is no longer shown, or something else is."""


@dataclass(frozen=True)
class Passage:
    """A piece of text of a post: what finders read.

    A finder need not know whether it reads a caption or a certificate: :meth:`where` tells the place of whatever it
    finds at ``text[start:end]``.
    """

    text: str
    kind: PlaceKind
    file: str
    """The path of the file that it belongs to, as the report shows it."""
    field: str
    """``body``, ``title``, ``alt``, ``ocr``, ``exif`` …; ``text`` for the text layer of a PDF page, which needs no OCR.
    """
    source: SourceText | None = None
    """The way back to a text file; None for images, metadata and file names."""
    words: tuple[Word, ...] = dataclasses.field(default=(), repr=False)
    """Words with their boxes, in the order of ``text``; empty unless the passage was read in an image."""
    image: str | None = None
    """The image of the post that the passage is about (its ``DraftImage.key``): its words, alt text, caption, metadata
    or file name."""
    frame: int | None = None
    """Frame or page of the image, from 0."""
    size: tuple[int, int] | None = None
    """Width and height in pixels of the image as a person sees it; None unless the passage was read in an image."""
    alternative: bool = False
    """Whether this is another OCR hypothesis for words that a passage has with more confidence; a name on the roll
    counts in it all the same."""
    crop: Box | None = None
    """The part of the image that the document shows, though its file holds the rest as well; None if it shows it all.
    """
    credit: bool = False
    """Whether it is what an image's metadata says of who made it."""
    letters: tuple[Letters, ...] = dataclasses.field(default=(), repr=False)
    """Lines of the picture that were not read surely, with what else may be written there. The first passage of a
    picture has those of all its readings."""
    time: float | None = None
    """When a video shows it, in seconds from its start; None if it was not read in the frame of a video."""
    until: float | None = None
    """When the video shows something else."""

    @property
    def stray(self) -> bool:
        """Whether it is words from anywhere in an image file, of which only names on the roll count."""
        return self.kind is PlaceKind.METADATA and self.alternative and self.field != THUMBNAIL

    @property
    def from_ocr(self) -> bool:
        """Whether the text was read by an OCR engine, and so may have letters wrong."""
        return (self.kind is PlaceKind.IMAGE and self.field not in {"text", CODE}) or self.field == THUMBNAIL

    def evidence(self, start: int, end: int) -> str:
        """Return the exact slice of what was read for ``text[start:end]``."""
        if self.source is None:
            return self.text[start:end]
        low, high = self.source.origin(start, end)
        return self.source.file.text[low:high]

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """Return the words that ``text[start:end]`` was read from, each with the part of its box that belongs to it."""
        return tuple(
            dataclasses.replace(word, start=max(start, word.start), end=min(end, word.end), box=_part(word, start, end))
            for word in self.words
            if word.start < end and start < word.end
        )

    def where(self, start: int, end: int) -> Where:
        """Return the place of ``text[start:end]``."""
        if self.source is not None:
            low, high = self.source.origin(start, end)
            time = self.source.file.time(low)
            if place := self.source.file.place(low):
                return Where(self.kind, self.file, self.field, start=low, end=high, place=place, time=time)
            line, column = self.source.file.line_column(low)
            return Where(self.kind, self.file, self.field, line, column, low, high, time=time)
        if self.kind is PlaceKind.IMAGE:
            touched = self.words_in(start, end)
            if not touched:
                return Where(self.kind, self.file, self.field, frame=self.frame, time=self.time, until=self.until)
            box = touched[0].box
            for word in touched[1:]:
                box = box.union(word.box)
            place = CROPPED if self.crop and box.overlap(self.crop) < _VISIBLE else None
            confidence = min(word.confidence for word in touched)
            return Where(
                self.kind,
                self.file,
                self.field,
                box=box,
                frame=self.frame or 0,
                confidence=confidence,
                place=place,
                time=self.time,
                until=self.until,
            )
        return Where(self.kind, self.file, self.field, start=start, end=end, frame=self.frame)


def _part(word: Word, start: int, end: int) -> Box:
    """Return the part of a word's box that characters ``start`` to ``end`` of the passage take up.

    All letters are taken to be equally wide.
    """
    length = word.end - word.start
    if word.solid or (start <= word.start and word.end <= end):
        return word.box
    first = max(start, word.start) - word.start
    last = min(end, word.end) - word.start
    if slanted := word.slanted:
        return slanted.part(first / length, last / length).box
    left = word.box.left + word.box.width * first // length
    right = word.box.left + -(-word.box.width * last // length)
    return Box(left, word.box.top, max(1, right - left), word.box.height)
