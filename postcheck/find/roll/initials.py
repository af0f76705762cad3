"""Pupils by one of their names and the beginning of the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import regex

from postcheck.find.roll.names import CellName, RollName
from postcheck.model.people import Pupil
from postcheck.text.folding import fold

_WORD_START = regex.compile(r"(?<![\p{L}\p{M}'’])\p{L}")  # noqa: RUF001 -- a curly apostrophe is meant
"""The first letter of each word of a cell."""


class Initials:
    """Finds pupils by initials and abbreviations of their names, each by its position on the roll.

    Parameters
    ----------
    pupils:
        The roll.
    """

    def __init__(self, pupils: Sequence[Pupil]) -> None:
        self._pupils = pupils
        self._by_surname_start: dict[tuple[int, str], tuple[int, ...]] = {}
        self._by_surname_initial: dict[tuple[int, str], tuple[int, ...]] = {}
        self._by_first_initial: dict[tuple[int, str], tuple[int, ...]] = {}

    def with_surname_initial(self, name: RollName, letter: str) -> tuple[int, ...]:
        """Return those with this first name whose surname begins with ``letter``."""
        number = (name.id, letter)
        found = self._by_surname_initial.get(number)
        if found is None:
            found = self._by_surname_initial[number] = tuple(
                position
                for position in (*name.firsts, *name.halves)
                if letter in self._letters(position, ("surname", "preferred_surname"))
            )
        return found

    def with_first_initial(self, name: RollName, letter: str) -> tuple[int, ...]:
        """Return those with this surname whose first name begins with ``letter``."""
        number = (name.id, letter)
        found = self._by_first_initial.get(number)
        if found is None:
            found = self._by_first_initial[number] = tuple(
                position
                for position in (*name.surnames, *name.surname_halves)
                if letter in self._letters(position, ("forename", "preferred_forename", "other_names"))
            )
        return found

    def with_initials(self, first: str, last: str) -> tuple[int, ...]:
        """Return those whose first name begins with one letter and whose surname with the other."""
        return self._by_both.get(first + last, ())

    @cached_property
    def _by_both(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for position, pupil in enumerate(self._pupils):
            for row in (pupil, *pupil.aliases):
                firsts = {fold(cell.strip()[:1]) for cell in (row.forename, row.preferred_forename, *row.other_names)}
                lasts = {fold(cell.strip()[:1]) for cell in (row.surname, row.preferred_surname)}
                for pair in {one + two for one in firsts for two in lasts if one and two}:
                    found.setdefault(pair, []).append(position)
        return {pair: tuple(dict.fromkeys(positions)) for pair, positions in found.items()}

    def with_all_initials(self, letters: str) -> tuple[int, ...]:
        """Return those whose first name, perhaps middle names, and surname begin with these letters, word by word."""
        return self._by_all.get(letters, ())

    @cached_property
    def _by_all(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for position, pupil in enumerate(self._pupils):
            for row in (pupil, *pupil.aliases):
                firsts = {start for cell in (row.forename, row.preferred_forename) for start in _starts(cell)}
                lasts = {start for cell in (row.surname, row.preferred_surname) for start in _starts(cell)}
                middles = ("", "".join(map(fold, _WORD_START.findall(row.middle_names))))
                for letters in {one + two + three for one in firsts for two in middles for three in lasts}:
                    found.setdefault(letters, []).append(position)
        return {letters: tuple(dict.fromkeys(positions)) for letters, positions in found.items()}

    def with_surname_beginning(self, name: RollName, parts: tuple[str, ...]) -> tuple[int, ...]:
        """Return those with this first name whose surname may be abbreviated to ``parts``.

        These are the surname's first letters, or those of each of its words.
        """
        number = (name.id, "-".join(parts))
        found = self._by_surname_start.get(number)
        if found is None:
            found = self._by_surname_start[number] = tuple(
                position for position in (*name.firsts, *name.halves) if self._abbreviates(position, parts)
            )
        return found

    def _abbreviates(self, position: int, parts: tuple[str, ...]) -> bool:
        pupil = self._pupils[position]
        whole = "".join(parts)
        for row in (pupil, *pupil.aliases):
            for cell in (row.surname, row.preferred_surname):
                # Most surnames begin with another letter, and cutting one up is slow.
                if cell[:1].isalpha() and not whole.startswith(fold(cell[0])[:1]):
                    continue
                name = CellName(cell)
                if name.key.startswith(whole) and len(name.key) > len(whole):
                    return True
                if len(parts) > 1 and len(name.words) == len(parts) and all(map(str.startswith, name.words, parts)):
                    return True
        return False

    def _letters(self, position: int, cells: tuple[str, ...]) -> set[str]:
        pupil = self._pupils[position]
        letters: set[str] = set()
        for row in (pupil, *pupil.aliases):
            for cell in cells:
                value = getattr(row, cell)
                for text in value if isinstance(value, tuple) else (value,):
                    letters.update(word[0] for word in CellName(text).words)
        return letters


def _starts(cell: str) -> set[str]:
    """Return the initials of a cell's words, folded: those of all of them ("jw" of Jia-Wei), and the first alone."""
    letters = "".join(map(fold, _WORD_START.findall(cell)))
    return {letters, letters[:1]} - {""}
