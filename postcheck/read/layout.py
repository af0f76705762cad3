"""The lines that an engine read become text in the order in which a person reads it.

Words far apart (columns, badges side by side) do not form one line; a line is followed by the line right below it, so
that a name broken over two lines stays together; of a place that was read in two ways both are kept, the better first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from postcheck.model.text import Box, Word
from postcheck.read.engines.base import OcrLine, OcrWord, TextDirection


@dataclass(frozen=True, slots=True)
class OcrPage:
    """One reading of a whole picture."""

    text: str
    words: tuple[Word, ...]


_COLUMN_GAP = 1.8
"""White space that ends a line, in letter heights. The space between two words is about a third of one."""
_BELOW_GAP = 1.3
"""White space between two lines of a paragraph, at most, in letter heights."""
_SAME_SIZE = 2.2
"""How many times taller than the other a line of the same paragraph may be."""
_SAME_PLACE = 0.5
"""Overlap of the boxes of two readings of one word, at least."""
_CORNER, _CORNERS = re.compile(r"(-?\d+),(-?\d+)"), 4
"""How engines write the corners of a line into its key, clockwise from the top left."""
_READABLE = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class _LineSegment:
    """Words close enough to be read as one line."""

    words: tuple[OcrWord, ...]
    direction: TextDirection
    place: str = ""
    """The place of its line."""

    @cached_property
    def box(self) -> Box:
        box = self.words[0].box
        for word in self.words[1:]:
            box = box.union(word.box)
        return box

    @cached_property
    def upright(self) -> Box:
        """The box in a picture rotated so that the line runs to the right."""
        return _upright(self.box, self.direction)

    @cached_property
    def degrees(self) -> float:
        """How far it is turned clockwise from running straight to the right; 0 if that is not known."""
        corners = _CORNER.findall(self.place) if self.direction is TextDirection.RIGHT else ()
        if len(corners) != _CORNERS:
            return 0.0
        (left, top), (right, bottom) = ((int(x), int(y)) for x, y in corners[:2])
        return math.degrees(math.atan2(bottom - top, right - left))

    @cached_property
    def score(self) -> float:
        """How many letters were read, each counted as much as the engine trusts it."""
        return sum(len(_key(word.text)) * word.confidence for word in self.words)


def arrange(lines: Iterable[OcrLine]) -> tuple[OcrPage, ...]:
    """Return the best reading of a picture and, if parts were also read differently, a second page with those."""
    segments = [segment for line in lines for segment in _segments(line)]
    first, others = _readings(segments)
    return tuple(_page(chosen) for chosen in (first, others) if chosen)


def _segments(line: OcrLine) -> list[_LineSegment]:
    words = [word for word in line.words if _READABLE.search(word.text)]
    if not words:
        return []
    boxes = [_upright(word.box, line.direction) for word in words]
    height = median(box.height for box in boxes)
    parts = [[words[0]]]
    for number, word in enumerate(words[1:], start=1):
        if boxes[number].left - boxes[number - 1].right > _COLUMN_GAP * height:
            parts.append([])
        parts[-1].append(word)
    return [_LineSegment(tuple(part), line.direction, line.place) for part in parts]


def _upright(box: Box, direction: TextDirection) -> Box:
    """Return the box in a picture rotated about its corner so that ``direction`` becomes rightwards."""
    if direction is TextDirection.DOWN:
        return Box(box.top, -box.right, box.height, box.width)
    if direction is TextDirection.LEFT:
        return Box(-box.right, -box.bottom, box.width, box.height)
    if direction is TextDirection.UP:
        return Box(-box.bottom, box.left, box.height, box.width)
    return box


# Which reading of a place comes first


def _readings(segments: list[_LineSegment]) -> tuple[list[_LineSegment], list[_LineSegment]]:
    first: list[_LineSegment] = []
    others: list[_LineSegment] = []
    for segment in sorted(segments, key=lambda segment: -segment.score):
        rivals = [index for index, other in enumerate(first) if _rivals(segment, other)]
        if not rivals:
            first.append(segment)
            continue
        agreed = True
        for word in segment.words:
            agreed &= any(_confirm(first, index, word) for index in rivals) or any(
                _has(other, word) for other in others
            )
        if not agreed:
            others.append(segment)
    return first, others


def _rivals(one: _LineSegment, other: _LineSegment) -> bool:
    """Whether two segments are readings of one place: boxes of tilted lines also reach into their neighbours."""
    if one.place and other.place and one.place != other.place:
        return False
    return one.box.overlap(other.box) > 0 and any(
        _same_place(word.box, own.box) for word in one.words for own in other.words
    )


def _same_place(one: Box, other: Box) -> bool:
    return one.overlap(other) >= _SAME_PLACE


def _confirm(segments: list[_LineSegment], index: int, word: OcrWord) -> bool:
    """Whether a segment has the same word at the same place; if so, it takes the higher confidence."""
    segment = segments[index]
    for place, own in enumerate(segment.words):
        if _key(own.text) == _key(word.text) and _same_place(own.box, word.box):
            if word.confidence > own.confidence:
                words = (*segment.words[:place], replace(own, confidence=word.confidence), *segment.words[place + 1 :])
                segments[index] = replace(segment, words=words)
            return True
    return False


def _has(segment: _LineSegment, word: OcrWord) -> bool:
    return any(_key(own.text) == _key(word.text) and _same_place(own.box, word.box) for own in segment.words)


def _key(text: str) -> str:
    return "".join(_READABLE.findall(text)).casefold()


# Order


def _page(segments: list[_LineSegment]) -> OcrPage:
    text = ""
    words: list[Word] = []
    upright = [
        paragraph
        for direction in TextDirection
        for paragraph in _paragraphs([segment for segment in segments if segment.direction is direction])
    ]
    for paragraph in upright:
        text += "\n\n" if text else ""
        for number, segment in enumerate(paragraph):
            text += "\n" if number else ""
            for position, word in enumerate(segment.words):
                text += " " if position else ""
                words.append(
                    Word(len(text), len(text) + len(word.text), word.box, word.confidence, degrees=segment.degrees)
                )
                text += word.text
    return OcrPage(text, tuple(words))


def _paragraphs(segments: list[_LineSegment]) -> list[list[_LineSegment]]:
    """Chain each line to the nearest one right below it, and order the chains from top to bottom."""
    ordered = sorted(segments, key=lambda segment: (segment.upright.top, segment.upright.left))
    following: dict[int, int] = {}
    taken: set[int] = set()
    candidates = sorted(
        (distance, upper, lower)
        for upper, above in enumerate(ordered)
        for lower, below in enumerate(ordered)
        if upper != lower and (distance := _distance_below(above.upright, below.upright)) is not None
    )
    for _, upper, lower in candidates:
        if upper not in following and lower not in taken:
            following[upper] = lower
            taken.add(lower)
    paragraphs = []
    for start in range(len(ordered)):
        if start in taken:
            continue
        paragraph = [start]
        while paragraph[-1] in following:
            paragraph.append(following[paragraph[-1]])
        paragraphs.append([ordered[index] for index in paragraph])
    return paragraphs


def _distance_below(above: Box, below: Box) -> float | None:
    """Return how far ``below`` is from where the next line would stand, or None if it cannot be that line."""
    small, large = sorted((above.height, below.height))
    gap = below.top - above.bottom
    if not small or large > _SAME_SIZE * small or not -0.5 * small <= gap <= _BELOW_GAP * large:
        return None
    if above.top >= below.top or min(above.right, below.right) <= max(above.left, below.left):
        return None
    aligned = min(
        abs(above.left - below.left),
        abs(above.left + above.width / 2 - below.left - below.width / 2),
        abs(above.right - below.right),
    )
    return abs(gap) + aligned
