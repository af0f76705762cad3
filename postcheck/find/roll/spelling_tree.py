"""The names of the roll letter by letter, so that all of them are looked for at once in what a line may say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from postcheck.find.roll.names import RollName
from postcheck.model.letters import GAP, UNIT

Spelt = tuple[RollName, RollName | None]
"""A name by itself, or a first name and a surname."""


_LETTER, _LETTER_OF_FULL = 0.5, 0.8
"""What a letter of a name, and of a forename with its surname, may cost on average, in logarithms of probability."""
_SHORT = {3: 0.25, 4: 0.3}
"""The same for names of so few letters that much resembles them."""


def most_of(length: int, *, full: bool) -> int:
    """Return what a name of so many letters may cost in all, in units of a cost."""
    return round(length * (_LETTER_OF_FULL if full else _SHORT.get(length, _LETTER)) / UNIT)


class Branch:
    """What names begin with."""

    __slots__ = ("branches", "depth", "letter", "most", "names")

    def __init__(self, letter: int, depth: int) -> None:
        self.letter = letter
        """Its last letter, as a column of :class:`~postcheck.model.letters.Letters`."""
        self.depth = depth
        """How many letters it has."""
        self.branches: dict[int, Branch] = {}
        """How it goes on."""
        self.names: list[Spelt] = []
        """The names that end here."""
        self.most = 0
        """What a name that begins so may cost in all, in units of a cost."""


def further(branch: Branch) -> Iterator[Branch]:
    """Yield where one more letter leads, of either name."""
    yield from (longer for letter, longer in branch.branches.items() if letter != GAP)


class SpellingTree:
    """All names, each along the branches of its letters.

    Parameters
    ----------
    singles:
        Names that count by themselves.
    pairs:
        First names and surnames that one pupil has.
    """

    def __init__(self, singles: Iterable[RollName], pairs: Iterable[tuple[RollName, RollName]]) -> None:
        self.root = Branch(-1, 0)
        for name in singles:
            self._add(name, None)
        for first, last in pairs:
            self._add(first, last)

    @cached_property
    def without_first_letters(self) -> Mapping[tuple[int, int], Sequence[Branch]]:
        """Where names lead whose first letters are missing: by how many they are (1 or 2) and the letter after them."""
        found: dict[tuple[int, int], list[Branch]] = {}
        branches = [*self.root.branches.values()]
        for missing in (1, 2):
            branches = [longer for branch in branches for longer in further(branch)]
            for branch in branches:
                found.setdefault((missing, branch.letter), []).append(branch)
        return found

    def _add(self, first: RollName, last: RollName | None) -> None:
        parts = [first.key] if last is None else [first.key, last.key]
        if not all(part.isascii() and part.isalpha() for part in parts):
            return
        length = sum(map(len, parts))
        most = most_of(length, full=last is not None)
        branch = self.root
        for number, part in enumerate(parts):
            steps = [ord(letter) - ord("a") + 1 for letter in part]
            for letter in [GAP, *steps] if number else steps:
                following = branch.branches.get(letter)
                if following is None:
                    following = branch.branches[letter] = Branch(letter, branch.depth + (letter != GAP))
                following.most = max(following.most, most)
                branch = following
        branch.names.append((first, last))
