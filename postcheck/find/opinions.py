"""What the language model thinks of the words of one passage."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from postcheck.find.language import Person

Span = tuple[int, int, float]
"""Where a person's name starts and ends, in characters, and how probable it is, 0 to 1."""


class Opinions:
    """The language model's opinions on one passage.

    Parameters
    ----------
    there:
        Whether there is a model at all.
    persons:
        The persons whom it sees, by place; none overlaps another.
    words:
        The words that may be in a name, by place.
    """

    def __init__(self, *, there: bool, persons: Sequence[Person] = (), words: Sequence[Person] = ()) -> None:
        self.there = there
        self.persons = persons
        self.words = words or persons  # a pipeline may say nothing of single words
        self._starts = [word.start for word in self.words]

    def over(self, start: int, end: int) -> Iterator[Person]:
        """Yield what it thinks of the words that overlap these characters."""
        at = max(0, bisect_left(self._starts, start) - 1)
        while at < len(self.words) and self.words[at].start < end:
            if self.words[at].end > start:
                yield self.words[at]
            at += 1

    def probability(self, start: int, end: int) -> float:
        """Return how probable it is that a name stands there, 0 to 1."""
        return max((word.score for word in self.over(start, end)), default=0.0)
