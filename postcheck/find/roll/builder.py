"""The names of a roll, gathered from the cells of the consent list once, so that every look-up is a few accesses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from postcheck.find.lexicon import lexicon, short_forms, spellings
from postcheck.find.roll.names import MAX_KEY, CellName, RollName, without_brackets
from postcheck.model.people import Pupil, Roll
from postcheck.text.tokens import spelled_out

_LEAST_MAC = 6
"""Letters of a surname that begins with "Mac" as a particle: "Mace" doesn't."""
_LEAST_MC = 5
_SHIFT = 24

_ByNumber = dict[int, RollName]
"""Names by their numbers, in the order in which they were found."""


class NamePairs:
    """The pupils of each pair of names, by their positions on the roll."""

    def __init__(self) -> None:
        self._pupils: dict[int, int | list[int]] = {}

    def add(self, first: int, last: int, position: int) -> None:
        """Note that a pupil has both names, given by their numbers."""
        number = first << _SHIFT | last
        known = self._pupils.setdefault(number, position)
        if known == position:
            return
        if isinstance(known, list):
            if known[-1] != position:
                known.append(position)
        else:
            self._pupils[number] = [known, position]

    def add_each(self, firsts: Iterable[int], lasts: Sequence[int], position: int) -> None:
        """Note that a pupil has every one of these first names with every one of these surnames."""
        for first in firsts:
            for last in lasts:
                self.add(first, last, position)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Yield the numbers of the first name and the surname of every pair."""
        for number in self._pupils:
            yield number >> _SHIFT, number & (1 << _SHIFT) - 1

    def pupils(self, first: RollName, last: RollName) -> Sequence[int]:
        """Return those who have both names."""
        found = self._pupils.get(first.id << _SHIFT | last.id)
        if found is None:
            return ()
        return found if isinstance(found, list) else (found,)


@dataclass(slots=True)
class _Row:
    """The names of one row of the consent list."""

    firsts: _ByNumber = field(default_factory=dict)
    halves: _ByNumber = field(default_factory=dict)
    middles: _ByNumber = field(default_factory=dict)
    lasts: _ByNumber = field(default_factory=dict)
    last_halves: _ByNumber = field(default_factory=dict)
    former: _ByNumber = field(default_factory=dict)
    """Former names of one word, which may be surnames: with the forename they make full names."""


class RollBuilder:
    """Gathers the names of a roll.

    Parameters
    ----------
    roll:
        The roll, of any length.
    """

    def __init__(self, roll: Roll) -> None:
        self.by_key: dict[str, RollName] = {}
        self.names: list[RollName] = []
        """Every name, by its number."""
        self.prefixes: set[str] = set()
        """What names with spaces in them begin with, up to a space."""
        self.pairs = NamePairs()
        """First names (or halves of them) with surnames."""
        self.weak_pairs = NamePairs()
        """Middle names with surnames."""
        self._particles = lexicon().classes["particles"]
        self._cut: dict[str, CellName] = {}
        self._cells: dict[str, tuple[tuple[RollName, ...], tuple[RollName, ...]]] = {}
        self._middles: dict[str, tuple[RollName, ...]] = {}
        for position, pupil in enumerate(roll.pupils):
            if not self._add_plain(position, pupil):
                for row in (pupil, *pupil.aliases):
                    self._add(position, row)

    def _cell_name(self, text: str) -> CellName:
        name = self._cut.get(text)
        if name is None:
            name = self._cut[text] = CellName(text)
        return name

    def _name(self, key: str, joins: frozenset[int] = frozenset()) -> RollName:
        name = self.by_key.get(key)
        if name is None:
            name = self.by_key[key] = RollName(key, len(self.names))
            self.names.append(name)
        if joins and not joins <= name.joins:
            name.joins |= joins
            self.prefixes.update(key[:join] for join in joins)
        return name

    def _put(self, names: _ByNumber, key: str) -> None:
        name = self._name(key)
        names[name.id] = name

    # Rows with a forename, a surname and no more than middle names: most rolls have hardly any others.

    def _add_plain(self, position: int, pupil: Pupil) -> bool:
        """Add a row of forename, surname and perhaps middle names; return False if it has more than that."""
        if not _plain(pupil):
            return False
        firsts, halves = self._cell(pupil.forename)
        lasts, last_halves = self._cell(pupil.surname)
        if not firsts or not lasts:
            return False
        for name in firsts:
            name.firsts.append(position)
        for name in halves:
            name.halves.append(position)
        for name in lasts:
            name.surnames.append(position)
        for name in last_halves:
            name.surname_halves.append(position)
        surnames = [name.id for name in (*lasts, *last_halves)]
        self.pairs.add_each([name.id for name in (*firsts, *halves)], surnames, position)
        for middle in self._words(pupil.middle_names) if pupil.middle_names else ():
            if middle not in firsts and (not middle.middles or middle.middles[-1] != position):
                middle.middles.append(position)
                self.weak_pairs.add_each([middle.id], surnames, position)
        return True

    def _cell(self, text: str) -> tuple[tuple[RollName, ...], tuple[RollName, ...]]:
        """Return the names that a cell stands for, and the halves of a name of several words.

        There are none if the cell holds something in brackets.
        """
        found = self._cells.get(text)
        if found is None:
            wholes: _ByNumber = {}
            halves: _ByNumber = {}
            if "(" not in text:
                self._parts(text, wholes, halves)
            found = (tuple(wholes.values()), tuple(half for number, half in halves.items() if number not in wholes))
            self._cells[text] = found
        return found

    def _words(self, text: str) -> tuple[RollName, ...]:
        """Return the names of a cell of middle names."""
        found = self._middles.get(text)
        if found is None:
            names = {word: self._name(word) for word in self._cell_name(text).words}
            found = self._middles[text] = tuple(names.values())
        return found

    # Any other row

    def _add(self, position: int, pupil: Pupil) -> None:
        row = _Row()
        surnames = [cell for cell in (pupil.surname, pupil.preferred_surname) if cell.strip()]
        forenames = [cell for cell in (pupil.forename, pupil.preferred_forename) if cell.strip()]
        others = list(pupil.other_names)
        for cell in forenames:
            others.extend(self._add_forename(row, cell, alone=not surnames))
        for cell in others:
            self._add_other_name(row, cell)
        for cell in surnames:
            self._add_surname(row, cell, alone=not forenames)
        for word in self._cell_name(pupil.middle_names).words:
            self._put(row.middles, word)
        for cell in pupil.other_names:
            name = self._cell_name(cell)
            if len(name.words) == 1:
                self._put(row.former, name.key)
        _post(position, row)
        self._pair_up(position, row)

    def _add_forename(self, row: _Row, cell: str, *, alone: bool) -> tuple[str, ...]:
        """Add a forename, perhaps of a row without a surname; return the names in brackets."""
        text, bracketed = without_brackets(cell)
        self._parts(text, row.firsts, row.halves)
        if alone:
            self._whole(text, row)
        return bracketed

    def _add_other_name(self, row: _Row, cell: str) -> None:
        if len(cell.split()) > 1:
            self._parts(cell, row.firsts, {})
            self._whole(cell, row)
        else:
            self._parts(cell, row.firsts, row.halves)

    def _add_surname(self, row: _Row, cell: str, *, alone: bool) -> None:
        """Add a surname, perhaps of a row without a forename."""
        text, bracketed = without_brackets(cell)
        for name in (text, *bracketed):
            self._parts(name, row.lasts, row.last_halves)
        if alone:
            self._parts(text, row.firsts, row.halves)
            self._whole(text, row)

    def _pair_up(self, position: int, row: _Row) -> None:
        surnames = list({**row.last_halves, **row.lasts})
        for first in row.firsts:
            for last in (*surnames, *row.former):
                if first != last or last in row.lasts:
                    self.pairs.add(first, last, position)
        self.pairs.add_each(row.halves, surnames, position)
        self.weak_pairs.add_each((middle for middle in row.middles if middle not in row.firsts), surnames, position)

    def _keys(self, text: str) -> tuple[CellName, tuple[RollName, ...]]:
        name = self._cell_name(text)
        if not name.key or len(name.key) > MAX_KEY:
            return name, ()
        found = [self._name(name.key, name.joins)]
        if not text.isascii():
            other = spelled_out(text)
            if other is not None:
                clean = "".join(CellName(other).words)
                if clean and clean != name.key:
                    found.append(self._name(clean))
        return name, tuple(found)

    def _parts(self, text: str, wholes: _ByNumber, halves: _ByNumber) -> None:
        cell, names = self._keys(text)
        wholes.update((name.id, name) for name in names)
        if len(cell.words) > 1:
            for word in cell.words:
                if len(word) > 1 and word not in self._particles:
                    self._put(halves, word)

    def _whole(self, text: str, row: _Row) -> None:
        """Take a cell of several words for a full name."""
        words = self._cell_name(text).words
        if len(words) > 1 and len(words[0]) > 1 and len(words[-1]) > 1:
            self._put(row.firsts, words[0])
            self._put(row.lasts, words[-1])

    # Other spellings

    def other_spellings(self) -> dict[str, list[RollName]]:
        """Return the names by their other usual spellings and short forms."""
        found: dict[str, list[RollName]] = {}
        others, short = spellings(), short_forms()
        for name in self.names:
            for other in others.get(name.key, ()):
                found.setdefault(other, []).append(name)
            for other in short.get(name.key, ()) if name.firsts else ():
                if name not in found.setdefault(other, []):
                    found[other].append(name)
            other = _other_particle(name.key) if name.surnames else ""
            if other:
                found.setdefault(other, []).append(name)
                if other.startswith("mac"):
                    self.prefixes.add("mac")
        return found


def _plain(pupil: Pupil) -> bool:
    more = pupil.preferred_forename or pupil.preferred_surname or pupil.other_names or pupil.aliases
    return bool(pupil.forename and pupil.surname and not more)


def _post(position: int, row: _Row) -> None:
    """Enter a pupil under every name of a row."""
    for name in row.firsts.values():
        _enter(name.firsts, position)
    for number, name in row.halves.items():
        if number not in row.firsts:
            _enter(name.halves, position)
    for number, name in row.middles.items():
        if number not in row.firsts:
            _enter(name.middles, position)
    for name in row.lasts.values():
        _enter(name.surnames, position)
    for number, name in row.last_halves.items():
        if number not in row.lasts:
            _enter(name.surname_halves, position)


def _enter(positions: list[int], position: int) -> None:
    if not positions or positions[-1] != position:
        positions.append(position)


def _other_particle(key: str) -> str:
    """Return "macleod" for "mcleod" and the other way, or the empty string."""
    if key.startswith("mac") and len(key) >= _LEAST_MAC:
        return "mc" + key[3:]
    if key.startswith("mc") and len(key) >= _LEAST_MC:
        return "mac" + key[2:]
    return ""
