"""Words of which each letter stands by itself: on the flags of a bunting, on balloons and beads, on cards, stacked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from statistics import fmean
from typing import TYPE_CHECKING, Any

from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord, TextDirection
from postcheck.read.engines.line_crops import LineCrop, Point, straightened

if TYPE_CHECKING:
    from PIL.Image import Image

_LIKE = {"0": "O", "1": "I", "|": "I", "5": "S", "8": "B"}
"""What letters are taken for that stand by themselves."""
_AROUND = 0.9
"""Side of the place where a letter was overlooked, in heights of those beside it."""
_OVERLOOKED, _READ_SHARE = 2, 0.6
"""How many letters side by side may be overlooked, and the share of a word's letters that are not, at least."""
_LEAST = 3
"""Letters of such a word, at least."""
_READ = 0.4
"""Confidence of each letter, at least."""
_SAME_SIZE = 2.1
"""How many times higher than the next a letter may be: of some, the whole balloon is taken."""
_NEAREST, _FARTHEST = 0.5, 4.0
"""How far the middle of a letter is from that of the next, in heights."""
_SLOPE = 0.6
"""How far down or up a row goes from one letter to the next, at most, in parts of the way across; likewise a column."""
_EVEN = 0.4
"""How far a letter may be from where it should stand, in parts of the way from one to the next."""


@dataclass(frozen=True)
class _Letter:
    crop: int
    """The number of its line, -1 if it was overlooked."""
    word: OcrWord

    @property
    def middle(self) -> Point:
        return self.word.box.left + self.word.box.width / 2, self.word.box.top + self.word.box.height / 2

    @property
    def height(self) -> int:
        return self.word.box.height


def with_spelt(ocr: Any, image: Image, crops: Sequence[LineCrop]) -> list[LineCrop]:  # noqa: ANN401 - RapidOCR has no types
    """Return lines, the first of each row or column of single letters with the word that they spell.

    Parameters
    ----------
    ocr:
        A RapidOCR, to read the letters that its detector has overlooked in a row.
    image:
        The picture.
    crops:
        Its lines, as they were read.
    """
    letters = [
        _Letter(number, replace(word, text=_LIKE.get(word.text, word.text)))
        for number, crop in enumerate(crops)
        if crop.line
        for word in crop.line.words
        if len(word.text) == 1 and word.confidence >= _READ and _LIKE.get(word.text, word.text).isalpha()
    ]
    seen = list(crops)
    for row in _rows(letters):
        words = [letter.word if letter.word.text else _overlooked(ocr, image, letter.word) for letter in row]
        if not all(one.text for one in words):
            continue
        word = OcrWord(
            "".join(one.text for one in words),
            reduce(Box.union, (one.box for one in words)),
            fmean(one.confidence for one in words),
        )
        first = row[0].crop
        seen[first] = replace(seen[first], others=(*seen[first].others, OcrLine((word,), TextDirection.RIGHT)))
    return seen


def _overlooked(ocr: Any, image: Image, word: OcrWord) -> OcrWord:  # noqa: ANN401 - as above
    """Return a letter that must stand at a place; without text if none can be read there."""
    import numpy as np  # noqa: PLC0415 - heavy

    left, top, right, bottom = word.box.left, word.box.top, word.box.right, word.box.bottom
    shown = straightened(image, ((left, top), (right, top), (right, bottom), (left, bottom)))
    read = ocr.recognize_txt([np.ascontiguousarray(np.asarray(shown)[:, :, ::-1])])
    text = _LIKE.get(read.txts[0], read.txts[0])
    return replace(word, text=text, confidence=read.scores[0]) if len(text) == 1 and text.isalpha() else word


def _rows(letters: Sequence[_Letter]) -> list[list[_Letter]]:
    """Return rows and columns of letters that stand evenly, none of them part of another."""
    found: list[list[_Letter]] = []
    for first in letters:
        for second in letters:
            if _follows(first, second):
                row = [first, second]
                while after := _next(row, letters):
                    row += after
                read = sum(bool(letter.word.text) for letter in row)
                if read >= max(_LEAST, _READ_SHARE * len(row)):
                    found.append(row)
    found.sort(key=len, reverse=True)
    kept: list[list[_Letter]] = []
    for row in found:
        own = {id(letter) for letter in row if letter.word.text}
        if not any(own <= {id(letter) for letter in other} for other in kept):
            kept.append(row)
    return kept


def _follows(one: _Letter, other: _Letter) -> bool:
    """Whether a letter may be the next of another: to its right, or right below it."""
    (left, top), (right, bottom) = one.middle, other.middle
    across, down = right - left, bottom - top
    small = min(one.height, other.height)
    if not _alike(one, other) or not _NEAREST * small <= math.hypot(across, down) <= _FARTHEST * small:
        return False
    return abs(down) <= _SLOPE * across or abs(across) <= _SLOPE / 2 * down


def _alike(one: _Letter, other: _Letter) -> bool:
    small, large = sorted((one.height, other.height))
    return large <= _SAME_SIZE * small


def _next(row: Sequence[_Letter], letters: Sequence[_Letter]) -> list[_Letter]:
    """Return the letter that stands where the next of a row should, if any, after the places of overlooked ones."""
    (left, top), (right, bottom) = row[-2].middle, row[-1].middle
    across, down = right - left, bottom - top
    for steps in range(1, _OVERLOOKED + 2):
        wanted = (right + steps * across, bottom + steps * down)
        near = [
            letter
            for letter in letters
            if letter not in row
            and _alike(row[-1], letter)
            and math.dist(letter.middle, wanted) <= _EVEN * math.hypot(across, down) * (steps + 1) / 2
        ]
        if near:
            found = min(near, key=lambda letter: math.dist(letter.middle, wanted))
            return [*(_between(row[-1], found, step / steps) for step in range(1, steps)), found]
    return []


def _between(one: _Letter, other: _Letter, share: float) -> _Letter:
    """Return the place of a letter that stands so far on the way from one to another."""
    across, down = (first + share * (last - first) for first, last in zip(one.middle, other.middle, strict=True))
    side = round(_AROUND * max(one.height, other.height))
    return _Letter(-1, OcrWord("", Box(round(across) - side // 2, round(down) - side // 2, side, side), 0.0))
