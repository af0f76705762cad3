"""Where the words of a flag stand in a picture, and how far beyond them a cover has to go."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from postcheck.model.report import Flag
from postcheck.model.text import Box, Passage, Slanted, Word

_ALONG = 0.8
_ACROSS = 0.3
"""How far a cover goes beyond the box that was read, as shares of the height of its letters: along the line, as engines
guess where a word ends, and across it, for accents and descenders."""
_LEAST = 3
"""Pixels that a cover goes beyond the box, at least."""
SLANTED = 1.6
"""A box whose sides differ by less than this factor may hold a slanted line, or a single letter: its cover goes as far
across as along."""
_NARROWEST = 0.4
"""Width of a letter as a share of its height, on average over the words of a narrow print."""
_QUIET = 8
"""How many times as large as the margin that it needs a QR code is."""
_APART = 1.5
"""Words share a cover unless it would be this much larger than both of theirs."""
_BEYOND = 0.1
"""How far one reading of a place may go beyond another to be covered with it, as a share of the height of letters."""
_ONE = 1.2
"""Two readings of one place take this much more room together than the larger one, at most."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words that stand together and must not be seen in a copy."""

    box: Box
    """In pixels of the picture as a person sees it."""
    letters: int
    """Height of their letters in pixels, at most."""
    slanted: Slanted | None = None
    """The rectangle within the box that holds them, if they are on a slanted line."""
    words: tuple[Box, ...] = field(default=(), compare=False)
    """The box of each word, if that is known."""

    @classmethod
    def of(cls, box: Box) -> Place:
        """Return the place of words of which only the box is known."""
        return cls(box, min(box.width, box.height))

    def cover(self) -> Box | Slanted:
        """Return what to cover so that no part of the words can be read, whatever the picture looks like.

        It may reach beyond the picture's edge. :func:`~postcheck.redact.fitting.fitted` makes it as small as can be.
        """
        along, across = max(_LEAST, round(self.letters * _ALONG)), max(_LEAST, round(self.letters * _ACROSS))
        if self.slanted is not None:
            return self.slanted.grown(along, across)
        box = self.box
        if max(box.width, box.height) < SLANTED * min(box.width, box.height):
            across = along
        wide, high = (along, across) if box.width >= box.height else (across, along)
        return Box(box.left - wide, box.top - high, box.width + 2 * wide, box.height + 2 * high)


def within(box: Box, size: tuple[int, int]) -> Box:
    """Return the part of a box that lies in a picture of ``size`` (width, height)."""
    left, top = max(0, box.left), max(0, box.top)
    return Box(left, top, max(0, min(size[0], box.right) - left), max(0, min(size[1], box.bottom) - top))


def places_of(flag: Flag, image: str, passages: Iterable[Passage]) -> tuple[Place, ...]:
    """Return where the words of a flag stand: one place for words side by side, several for words that are apart.

    Parameters
    ----------
    flag:
        A flag on something in a picture.
    image:
        The key of the picture.
    passages:
        What was read in the post.
    """
    box = flag.where.box
    if box is None:
        return ()
    words, size = _words(flag, image, passages)
    return _joined(words, size) if words else (Place.of(box),)


def with_place(places: Sequence[Place], new: Place) -> list[Place]:
    """Return places and one more; what hardly differs from one of them, or lies within it, is no further place."""
    if any(_within(new, place) for place in places):
        return list(places)
    kept = []
    for place in places:
        if _within(place, new):
            continue
        both = place.box.union(new.box)
        if place.slanted is new.slanted is None and both.area <= _ONE * max(place.box.area, new.box.area):
            new = Place(both, max(place.letters, new.letters), words=_all_words(place, new))
        else:
            kept.append(place)
    return [*kept, new]


def _all_words(one: Place, other: Place) -> tuple[Box, ...]:
    """Return the words of both places; none if those of one aren't known."""
    return (*one.words, *other.words) if one.words and other.words else ()


def _within(place: Place, other: Place) -> bool:
    """Whether a place lies within another, or so little beyond it that the other's cover is one of both."""
    more = other.letters * _BEYOND
    if other.slanted is not None:
        reach = other.slanted.grown(more, more)
        return all(map(reach.holds, _corners(place)))
    box = other.box
    return all(
        box.left - more <= x <= box.right + more and box.top - more <= y <= box.bottom + more
        for x, y in _corners(place)
    )


def _corners(place: Place) -> tuple[tuple[float, float], ...]:
    if place.slanted is not None:
        return place.slanted.corners
    box = place.box
    return ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))


def _words(flag: Flag, image: str, passages: Iterable[Passage]) -> tuple[tuple[Word, ...], tuple[int, int] | None]:
    """Return the words that a flag is about, none if they cannot be told, and the size of their picture."""
    for passage in passages:
        if passage.image != image or (passage.frame or 0) != (flag.where.frame or 0) or not flag.evidence:
            continue
        start = passage.text.find(flag.evidence)
        while start >= 0:
            end = start + len(flag.evidence)
            if passage.words and passage.where(start, end).box == flag.where.box:
                return passage.words_in(start, end), passage.size
            start = passage.text.find(flag.evidence, start + 1)
    return (), None


def _joined(words: Sequence[Word], size: tuple[int, int] | None) -> tuple[Place, ...]:
    """Return the places of words; those that stand close together on a level line are one."""
    places: list[Place] = []
    for word in words:
        slanted = word.slanted
        if slanted is not None and size is not None and _inside(word.box, size):
            places.append(Place(word.box, min(_height(word), math.ceil(slanted.height)), slanted))
            continue
        place = Place(word.box, _height(word), words=(word.box,))
        last = places[-1] if places and places[-1].slanted is None else None
        both = place.box.union(last.box) if last else place.box
        if last and both.area <= _APART * (last.box.area + place.box.area):
            places[-1] = Place(both, max(last.letters, place.letters), words=_all_words(last, place))
        else:
            places.append(place)
    return tuple(places)


def _inside(box: Box, size: tuple[int, int]) -> bool:
    """Whether a box lies within a picture of ``size`` and was not cut by its edge: then it tells how it is slanted."""
    return box.left > 0 and box.top > 0 and box.right < size[0] and box.bottom < size[1]


def _height(word: Word) -> int:
    """Return how high the letters of a word are, at most. The box of a slanted word is higher than that."""
    sides = word.box.width, word.box.height
    if word.solid:
        return min(sides) // _QUIET
    return min(*sides, round(sum(sides) / (_NARROWEST * (word.end - word.start) + 1)))
