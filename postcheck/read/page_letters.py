"""What of a PDF's page need not be read from its picture, as its text layer says it and is known to tell the truth.

A text layer may lie: other words may stand behind those that are seen, a font may call its letters by other names, text
may be covered, clipped away or white on white. So it is never believed, only compared. A letter counts as seen if what
the page shows in its place looks as the same letter did in a word that an OCR engine had read, letter for letter, as
the layer has it. A stretch of a line is left out of what the engines read if all of its letters are seen and nothing
else is drawn there or right beside it. Whatever else a page shows (pictures, letters drawn as lines, notes, forms) is
read as before.
"""

from __future__ import annotations

import difflib
import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PIL import Image

from postcheck.media.pdf_letters import WrittenLetter, WrittenWord, within
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord, TextDirection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from postcheck.model.draft import Part

    Bits = NDArray[np.bool_]
    Numbers = NDArray[np.int32]
    Pixels = NDArray[np.uint8]

_Kind = TypeVar("_Kind", bound=np.generic)

_PLAIN = 6
"""How far, of 255 in any colour, a pixel may be from the ground and still show nothing."""
_CONTRAST = 24
"""How far some pixel of a letter must be from the ground for the letter to be seen."""
_SMALL = 8
"""Pixels of height below which a letter must look exactly as it did before; a pixel makes another letter of it."""
_MARK = 16
"""Pixels to a side of the largest mark (a bullet, a dash) that counts as seen untested: no name can be read in it."""
_SIDE = 2
"""Columns at either side of a letter's place into which its neighbours may reach."""
_FRINGE = 2
"""Pixels by which a letter as it is drawn may reach beyond the place that the layer gives it."""
_MOST_SHAPES = 40
"""How many looks of one letter in one size are kept to compare others with."""
_SAME_PLACE = 0.5
_SAME_ROW = 0.5
_WORD_GAP = 1.5
"""Space between two words of one stretch, at most, by the height of the higher one."""
_ASIDE = 1.0
"""How far beside a stretch nothing else may be drawn, by its height: it might go on there."""
_ABOVE = 3
"""The same above and below it, in pixels."""
_BACK = 0.25
"""How far a word may begin before the end of the one before it, by the height of the higher one: slanted letters do."""
_SPACED = 1.25
"""How much wider every space between words must be than any between letters, for both to be where the layer says."""
_CLOSE = 0.3
"""Space between letters, at most, by their height, where there is none between words to compare with."""
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u2032`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What is seen in the place of a letter, a pixel more on each side."""

    core: Bits
    """Where it is at least half as dark as in its darkest place."""
    faint: Bits
    """Where it is at least a quarter as dark."""
    ink: Bits
    """Where anything is drawn."""

    @property
    def is_small(self) -> bool:
        return len(self.core) - 2 < _SMALL

    @property
    def key(self) -> tuple[tuple[int, ...], bytes]:
        # What is faint could be words in the middle of a letter, but for small ones.
        seen = self.core if self.is_small else np.stack((self.core, self.faint))
        return self.core.shape, np.packbits(seen).tobytes()


class KnownLetters:
    """How letters look in one document, as far as OCR engines have read them as its text layer has them."""

    def __init__(self) -> None:
        self._exact: set[tuple[str, tuple[tuple[int, ...], bytes]]] = set()
        self._shapes: dict[tuple[str, tuple[int, ...]], list[_Shape]] = {}

    def learn(self, text: str, shape: _Shape) -> None:
        """Note that this is how a letter looks."""
        if (text, shape.key) in self._exact:
            return
        self._exact.add((text, shape.key))
        kept = self._shapes.setdefault((text, shape.core.shape), [])
        if len(kept) < _MOST_SHAPES:
            kept.append(shape)

    def has(self, text: str, shape: _Shape) -> bool:
        """Whether a letter is known to look so: exactly, or but for a pixel at its edges."""
        if (text, shape.key) in self._exact:
            return True
        if shape.is_small:
            return False
        height, width = shape.core.shape
        near = ((height + down, width + across) for down in (0, -1, 1) for across in (0, -1, 1))
        return any(_alike(shape, other) for size in near for other in self._shapes.get((text, size), ()))


@dataclass(slots=True)
class _Stretch:
    """Words next to each other on one line."""

    words: list[WrittenWord]
    box: Box
    area: Box
    """Its place and what is beside it, within the page."""
    ground: Pixels
    """The colour that it stands on."""
    shapes: dict[WrittenLetter, _Shape]
    """What is seen in the places of its letters, as far as anything is."""
    ink: Bits
    """Where anything is drawn in its area."""


class PageLetters:
    """A page of a PDF as it is drawn, compared with its text layer.

    Parameters
    ----------
    known:
        How letters look in its document; more is learned here.
    picture:
        The page, RGB.
    words:
        The words of its text layer.
    layer:
        The same as it is examined; a word that it lacks is never left out.
    """

    def __init__(self, known: KnownLetters, picture: Image.Image, words: Sequence[WrittenWord], layer: Part) -> None:
        self._known = known
        self._pixels: Pixels = np.asarray(picture)
        examined = {(str(layer.text)[word.start : word.end], word.box) for word in layer.words}
        trusted = [word for word in words if (word.text, within(word.box, picture.size)) in examined]
        self._stretches = [self._stretch(part) for part in _stretches(trusted)]

    def unread(self) -> Image.Image | None:
        """Return the page without what is known to be in its text layer, or None if nothing else is on it."""
        seen = [stretch for stretch in self._stretches if self._is_seen(stretch)]
        while True:
            drawn_by = self._drawn_by(seen)
            kept = [stretch for own, stretch in enumerate(seen) if _is_alone(own, seen, _cut(drawn_by, stretch.area))]
            if len(kept) == len(seen):
                break
            seen = kept
        pixels = self._pixels.copy()
        for stretch in seen:
            for place in _windows(stretch):
                _cut(pixels, place)[:] = stretch.ground
        return Image.fromarray(pixels) if _ink(pixels, pixels[0, 0]).any() else None

    def learn(self, lines: Iterable[OcrLine]) -> None:
        """Note how the letters look that an engine has read as the text layer has them."""
        for line in lines:
            if line.words and line.direction is TextDirection.RIGHT:
                for word, shapes in self._confirmed(line):
                    for letter in word.letters:
                        self._known.learn(letter.text, shapes[letter])

    def _confirmed(self, line: OcrLine) -> list[tuple[WrittenWord, dict[WrittenLetter, _Shape]]]:
        area = line.words[0].box
        for word in line.words:
            area = area.union(word.box)
        there = sorted(
            (
                (word, stretch.shapes)
                for stretch in self._stretches
                for word in stretch.words
                if _is_middle_in(word.box, area) and _is_ordered(word) and stretch.shapes.keys() >= set(word.letters)
            ),
            key=lambda found: found[0].box.left,
        )
        written = [_folded(word.text) for word, _ in there]
        read = [_folded(word.text) for word in line.words]
        if "".join(written) == "".join(read):
            return there
        blocks = difflib.SequenceMatcher(None, written, read, autojunk=False).get_matching_blocks()
        return [
            there[one + at]
            for one, other, length in blocks
            for at in range(length)
            if _same_place(there[one + at][0], line.words[other + at])
        ]

    def _is_seen(self, stretch: _Stretch) -> bool:
        """Whether all letters of a stretch are seen, in the order and with the spaces that the layer has."""
        if not all(map(_is_ordered, stretch.words)) or not _is_spaced(stretch.words):
            return False
        marks = 0
        for word in stretch.words:
            if len(word.text) == 1 and not word.text.isalnum() and max(word.box.width, word.box.height) <= _MARK:
                marks += 1
                continue
            for letter in word.letters:
                shape = stretch.shapes.get(letter)
                if shape is None or not self._known.has(letter.text, shape):
                    return False
        return marks <= 1

    def _drawn_by(self, stretches: Sequence[_Stretch]) -> Numbers:
        """Return which of some stretches each pixel of the page is a letter of; -1 is none."""
        drawn_by = np.full(self._pixels.shape[:2], -1, dtype=np.int32)
        for number, stretch in enumerate(stretches):
            for place in _windows(stretch):
                _cut(drawn_by, place)[:] = number
        return drawn_by

    def _stretch(self, words: list[WrittenWord]) -> _Stretch:
        height, width = self._pixels.shape[:2]
        box = words[0].box
        for word in words:
            box = box.union(word.box)
        aside = round(_ASIDE * max(word.box.height for word in words))
        left, top = max(0, box.left - aside), max(0, box.top - _ABOVE)
        right, bottom = min(width, box.right + aside), min(height, box.bottom + _ABOVE)
        area = Box(left, top, right - left, bottom - top)
        pixels = _cut(self._pixels, area)
        ground = pixels[0, 0]
        distance = _distance(pixels, ground)
        shapes = {
            letter: shape
            for word in words
            for letter in word.letters
            if (shape := _shape(distance, letter.box, area)) is not None
        }
        return _Stretch(words, box, area, ground, shapes, distance > _PLAIN)


def _stretches(words: Iterable[WrittenWord]) -> list[list[WrittenWord]]:
    found: list[list[WrittenWord]] = []
    for word in words:
        if found and _goes_on(found[-1][-1].box, word.box):
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _goes_on(one: Box, other: Box) -> bool:
    higher = max(one.height, other.height)
    return _is_same_row(one, other) and -_BACK * higher <= other.left - one.right <= _WORD_GAP * higher


def _is_same_row(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= _SAME_ROW * min(one.height, other.height)


def _is_alone(own: int, stretches: Sequence[_Stretch], drawn_by: Numbers) -> bool:
    """Whether nothing is drawn in the area of a stretch but its own letters, and those of lines above and below it.

    What else of its own line is there may be the rest of a word.
    """
    stretch = stretches[own]
    others = set(np.unique(drawn_by[stretch.ink]).tolist()) - {own}
    return -1 not in others and not any(_is_same_row(stretch.box, stretches[other].box) for other in others)


def _is_spaced(words: Sequence[WrittenWord]) -> bool:
    """Whether a person sees spaces where the layer has them, and nowhere else."""
    if any(len(one.letters) == len(other.letters) == 1 for one, other in itertools.pairwise(words)):
        return False  # a word whose letters stand apart
    close = max((_gap(*pair) for word in words for pair in itertools.pairwise(word.letters)), default=0)
    wide = min(itertools.starmap(_gap, itertools.pairwise(words)), default=None)
    if wide is None:
        return close <= _CLOSE * words[0].box.height
    return wide > max(0, close) * _SPACED and wide > 1


def _gap(one: WrittenWord | WrittenLetter, other: WrittenWord | WrittenLetter) -> int:
    return other.box.left - one.box.right


def _grown(box: Box, by: int) -> Box:
    return Box(box.left - by, box.top - by, box.width + 2 * by, box.height + 2 * by)


def _windows(stretch: _Stretch) -> list[Box]:
    return [_grown(letter.box, _FRINGE) for word in stretch.words for letter in word.letters]


def _cut(array: NDArray[_Kind], box: Box) -> NDArray[_Kind]:
    return array[max(0, box.top) : max(0, box.bottom), max(0, box.left) : max(0, box.right)]


def _distance(pixels: Pixels, ground: Pixels) -> Pixels:
    """Return how far each pixel is from the ground, in the colour in which it is farthest."""
    farthest: Pixels = np.abs(pixels.astype(np.int16) - ground).max(axis=2).astype(np.uint8)
    return farthest


def _ink(pixels: Pixels, ground: Pixels) -> Bits:
    return _distance(pixels, ground) > _PLAIN


def _shape(distance: Pixels, letter: Box, area: Box) -> _Shape | None:
    """Return what is seen in the place of a letter.

    None if nothing is, not all of it is on the page, or something fainter by far is drawn there too.
    """
    window = _grown(letter, 1)
    left, top = window.left - area.left, window.top - area.top
    if left < 0 or top < 0 or window.right > area.right or window.bottom > area.bottom:
        return None
    pixels = distance[top : top + window.height, left : left + window.width]
    darkest = int(pixels.max())
    if darkest < _CONTRAST:
        return None
    shape = _Shape(pixels >= darkest / 2, pixels >= darkest / 4, pixels > _PLAIN)
    middle = _middle(shape.core.shape)
    return shape if _covers(shape.faint, shape.ink[middle], middle) else None


def _alike(one: _Shape, other: _Shape) -> bool:
    """Whether two letters look the same but for a pixel; what their neighbours reach into is not looked at."""
    middle = _middle(np.minimum(one.core.shape, other.core.shape))
    return all(
        _covers(first.faint, second.core[middle], middle) and _covers(first.ink, second.faint[middle], middle)
        for first, second in ((one, other), (other, one))
    )


def _middle(shape: Sequence[int] | Numbers) -> tuple[slice, slice]:
    """Return the part of a letter's place into which its neighbours don't reach."""
    height, width = map(int, shape)
    side = min(_SIDE, (width - 2) // 2)
    return slice(0, height), slice(side, width - side)


def _covers(one: Bits, other: Bits, where: tuple[slice, slice]) -> bool:
    """Whether all that the second has in a place is at most a pixel from what the first has."""
    reach = np.pad(one, 1)
    reach = reach[:-2] | reach[1:-1] | reach[2:]
    reach = reach[:, :-2] | reach[:, 1:-1] | reach[:, 2:]
    return not (other & ~reach[where]).any()


def _is_middle_in(box: Box, area: Box) -> bool:
    across, down = box.left + box.width / 2, box.top + box.height / 2
    return area.left <= across < area.right and area.top <= down < area.bottom


def _is_ordered(word: WrittenWord) -> bool:
    """Whether the letters of a word stand from left to right."""
    lefts = [letter.box.left for letter in word.letters]
    return all(one < other for one, other in itertools.pairwise(lefts))


def _same_place(word: WrittenWord, read: OcrWord) -> bool:
    return word.box.overlap(read.box) >= _SAME_PLACE


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_FOLDED)
