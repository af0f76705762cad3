"""The sides of a match whose score is told: "Kingsmead beat Lincoln 3-1", "Preston 2 Whitby 2"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from postcheck.find.roll import RollIndex
from postcheck.find.scene import Scene
from postcheck.text.tokens import Separator, Shape

_MOST_WORDS = 4
"""Words of a side's name."""
_MOST_DIGITS = 3
_VERBS = frozenset(
    {"beat", "beats", "defeated", "beating", "thrashed", "hosted", "played", "faced", "v", "vs", "versus"}
)
"""Words between one side and the other."""
_OUTCOMES = frozenset({"won", "win", "lost", "lose", "drew", "draw", "beaten", "defeat", "defeated", "victory"})
_TOWARDS = frozenset({"to", "by", "against", "with", "at", "over", "v", "vs"})
"""Words before the other side after "lost 2-1" or the like."""
_DASHES = frozenset("-\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}")


class Side(NamedTuple):
    """The tokens ``first`` to ``last`` (exclusive) of one side's name, and those of the other, if it is named."""

    first: int
    last: int
    other: tuple[int, int] | None


class Results:
    """Results of matches in one passage.

    Parameters
    ----------
    scene:
        The passage.
    index:
        The roll.
    """

    def __init__(self, scene: Scene, index: RollIndex) -> None:
        self._scene = scene
        self._index = index

    def place(self, first: int, last: int) -> bool:
        """Whether a place's name is a side of a match, or within one, and the other side is no person."""
        scene, words = self._scene, self._scene.lexicon
        key = scene.key(first, last)
        if not (words.place(key) or key in words.gazetteer):
            return False
        around = self._sides.get(first, ())
        return any(last <= side.last and not self._person(side.other) for side in around)

    def side(self, first: int, last: int) -> bool:
        """Whether the tokens are all of a side's name."""
        return any((side.first, side.last) == (first, last) for side in self._sides.get(first, ()))

    def _person(self, span: tuple[int, int] | None) -> bool:
        """Whether a side has a forename in it that is no place's name."""
        if span is None:
            return False
        scene, words = self._scene, self._scene.lexicon
        for position in range(*span):
            key = scene.norm(position)
            name = self._index.exact(key)
            if words.place(key) or key in words.gazetteer:
                continue
            if words.forename(key) or (name is not None and name.first):
                return True
        return False

    @cached_property
    def _sides(self) -> dict[int, list[Side]]:
        """The sides by each token of their names."""
        found: dict[int, list[Side]] = {}
        for position in range(len(self._scene.tokens)):
            for side in self._around(position):
                for token in range(side.first, side.last):
                    found.setdefault(token, []).append(side)
        return found

    def _around(self, position: int) -> Iterator[Side]:
        """Yield the sides of a score that begins at a token."""
        if not self._number(position):
            return
        if self._dashed(position):
            yield from self._beside_score(position)
        elif self._scene.separator(position) is Separator.SPACE:
            left, right = self._before(position), self._after(position + 1)
            if left and right and self._number(right[1]) and self._scene.separator(right[1]) is Separator.SPACE:
                yield from _both(left, right)

    def _beside_score(self, position: int) -> Iterator[Side]:
        scene = self._scene
        told = scene.norm(position - 1) in _OUTCOMES
        left, right = self._before(position - told), self._after(position + 2)
        if left and right and not told:
            yield from _both(left, right)
        elif left and scene.norm(left[0] - 1) in _VERBS | _TOWARDS and self._spaced(left[0]):
            verb = left[0] - 1
            yield from _both(left, self._before(verb - (scene.norm(verb - 1) in _OUTCOMES)))
        elif told and scene.norm(position + 2) in _TOWARDS and (away := self._after(position + 3)):
            yield from _both(away, left)

    def _number(self, position: int) -> bool:
        """Whether a token is a number by itself."""
        scene = self._scene
        norm = scene.norm(position)
        return norm.isdecimal() and len(norm) <= _MOST_DIGITS and scene.separator(position + 1) is not Separator.NONE

    def _dashed(self, position: int) -> bool:
        """Whether two numbers with a dash between them, and no more, begin at a token: "3-1", "3 - 1", not a date."""
        scene = self._scene
        if not self._number(position + 1) or scene.separator(position).tight or scene.separator(position + 2).tight:
            return False
        between = scene.text[scene.tokens[position].end : scene.tokens[position + 1].start].strip(" ")
        return between in _DASHES

    def _before(self, end: int) -> tuple[int, int] | None:
        """Return the capitalised words right before a token, on its line."""
        scene = self._scene
        if not 0 < end < len(scene.tokens) or scene.separator(end) not in {
            Separator.SPACE,
            Separator.COMMA,
            Separator.COLON,
            Separator.QUOTE,
        }:
            return None
        first = end
        while first > 0 and end - first < _MOST_WORDS and self._of_a_name(first - 1):
            if first < end and not (self._spaced(first) or scene.separator(first).tight):
                break
            first -= 1
        same_line = first < end and scene.tokens[first].line == scene.tokens[end].line
        return (first, end) if same_line else None

    def _after(self, first: int) -> tuple[int, int] | None:
        """Return the capitalised words that begin at a token after a space."""
        scene = self._scene
        last = first
        while (
            last - first < _MOST_WORDS
            and (self._spaced(last) or (last > first and scene.separator(last).tight))
            and self._of_a_name(last)
        ):
            last += 1
        return (first, last) if last > first else None

    def _spaced(self, position: int) -> bool:
        return self._scene.separator(position) is Separator.SPACE

    def _of_a_name(self, position: int) -> bool:
        scene = self._scene
        if position >= len(scene.tokens):
            return False
        token = scene.tokens[position]
        if token.slug or token.norm in _VERBS | _OUTCOMES | _TOWARDS:
            return False
        return token.shape in {Shape.TITLE, Shape.UPPER, Shape.MIXED} or (scene.uncased and token.norm.isalpha())


def _both(one: tuple[int, int], other: tuple[int, int] | None) -> Iterator[Side]:
    yield Side(*one, other)
    if other:
        yield Side(*other, one)
