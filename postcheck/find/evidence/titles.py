"""Titles of books that stand before "by" and their author: "Artemis Fowl by Eoin Colfer"."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import NamedTuple

from postcheck.find.scene import Scene
from postcheck.text.tokens import Separator, Shape

_MOST_WORDS = 10
"""Words of a title."""
_MOST_PARTS = 5
"""Parts of an author's name."""
_LEAST_PARTS = 2
_MOST_LINES = 2
"""Lines from a work to the next of its list."""


class Work(NamedTuple):
    """A title at tokens ``first`` to ``last`` (exclusive) and the author at ``start`` to ``end`` (exclusive)."""

    first: int
    last: int
    start: int
    end: int


class Titles:
    """What stands before "by" and a full name in one passage."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def work(self, first: int, last: int) -> Work | None:
        """Return the work whose title the tokens are part of."""
        number = bisect_left(self._works, first + 1, key=lambda work: work.last)
        found = self._works[number] if number < len(self._works) else None
        return found if found is not None and found.first <= first and last <= found.last else None

    def beside(self, work: Work) -> list[Work]:
        """Return the works of the same list before and after one."""
        tokens, number = self._scene.tokens, bisect_left(self._works, work)
        near = (*self._works[max(number - 1, 0) : number], *self._works[number + 1 : number + 2])
        return [other for other in near if abs(tokens[other.first].line - tokens[work.first].line) <= _MOST_LINES]

    @cached_property
    def _works(self) -> tuple[Work, ...]:
        tokens = self._scene.tokens
        found = (self._around(position) for position, token in enumerate(tokens) if token.norm == "by")
        return tuple(work for work in found if work is not None)

    def _around(self, by: int) -> Work | None:
        """Return the work whose title and author stand on either side of "by"."""
        scene = self._scene
        if scene.tokens[by].slug or scene.separator(by) not in {Separator.SPACE, Separator.QUOTE}:
            return None
        first, end = self._title(by), self._author(by + 1)
        return Work(first, by, by + 1, end) if first < by and end - by > _LEAST_PARTS else None

    def _title(self, by: int) -> int:
        """Return where a title begins that ends before a token."""
        scene, words = self._scene, self._scene.lexicon
        first = begin = by
        while first > 0 and by - first < _MOST_WORDS:
            if first < by and scene.separator(first) not in {Separator.SPACE, Separator.HYPHEN}:
                break
            first -= 1
            if self._capital(first):
                begin = first
            elif not words.is_a(scene.norm(first), "small"):
                break
        return begin

    def _author(self, start: int) -> int:
        """Return where a full name ends that begins at a token after a space; ``start`` if none does."""
        scene, words = self._scene, self._scene.lexicon
        end = start
        while end - start < _MOST_PARTS and scene.separator(end) in {Separator.SPACE, Separator.HYPHEN, Separator.DOT}:
            if end == start and scene.separator(end) is not Separator.SPACE:
                break
            if not self._capital(end) and not (end > start and words.is_a(scene.norm(end), "particles")):
                break
            end += 1
        return end

    def _capital(self, position: int) -> bool:
        token = self._scene.tokens[position]
        return not token.slug and token.shape in {Shape.TITLE, Shape.UPPER, Shape.MIXED}
