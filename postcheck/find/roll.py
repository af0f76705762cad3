"""The roll as an index: from a folded key to the pupils who bear that name, and in which part of theirs.

Every look-up is a fixed number of dictionary accesses, whatever the length of the roll: spellings are spread out when
the index is
built, slips of the finger are looked for by the halves of words, and pairs of forename and surname have an index of
their own.
"""
# ruff: noqa: RUF001 -- look-alike letters are meant

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cache, cached_property

import regex
from rapidfuzz.distance import Levenshtein

from postcheck.find.lexicon import lexicon, short_forms, spellings
from postcheck.model.mention import Candidate, Certainty, NameForm
from postcheck.model.people import Pupil, Roll
from postcheck.text.folding import fold
from postcheck.text.tokens import Separator, spelled_out, tokenize

_SLIP_LENGTH = 5
_SLIP_LENGTH_IN_PAIRS = 4
"""Letters of a name that has a slip in it: beside its surname, a shorter one will do."""
_SLIP_LENGTH_NEAR_WORDS = 6
_SLIP_LENGTH_SURNAME = 7
_MAX_KEY = 40
_LEAST_SURNAME = 4
_MAX_CACHED = 50_000
_MANY = 8
_LEAST_SHORT = 3
"""Letters that a short form has at least in common with its name."""
_LEAST_END = 4
"""The same, of one that is the end of a name."""
_MOST_RESEMBLING = 40
"""Pupils who may be meant by a guess, at most."""
_ENDINGS = ("ie", "ey", "ee", "y", "i", "o", "s", "z", "a", "e", "u", "ek", "us", "ka", "ko", "ia", "sia", "ers", "zie", "x")
"""What short forms end in besides letters of their names."""
_SHIFT = 24
_APOSTROPHE = regex.compile("['’‘ʼ′`´]")
_ASIDE = regex.compile(r"\(([^()]*)\)")


class Quality(IntEnum):
    """How well a word agrees with a name on the roll."""

    MISREAD = 0
    """The letters look alike: only in a picture."""
    SLIP = 1
    """One slip of the finger away."""
    SPELLING = 2
    """Another usual spelling, or a usual short form."""
    EXACT = 3


class Entry:
    """One name of the roll, and whose it is: each list holds positions of pupils on the roll, in rising order."""

    __slots__ = ("firsts", "halves", "id", "joins", "key", "middles", "surname_halves", "surnames")

    def __init__(self, key: str, number: int) -> None:
        self.key = key
        self.id = number
        self.joins: frozenset[int] = frozenset()
        """Where in the key a space may stand."""
        self.firsts: list[int] = []
        self.halves: list[int] = []
        self.middles: list[int] = []
        self.surnames: list[int] = []
        self.surname_halves: list[int] = []

    @property
    def first(self) -> bool:
        """Whether it stands for somebody's first name."""
        return bool(self.firsts or self.halves or self.middles)

    @property
    def last(self) -> bool:
        """Whether it stands for somebody's surname."""
        return bool(self.surnames or self.surname_halves)

    @property
    def alone(self) -> bool:
        """Whether it can be a name by itself: one letter or a number cannot."""
        return len(self.key) > 1 and not self.key.isdigit()


Reading = tuple[Entry, Quality]


class _Name:
    """A name of one cell of the consent list, cut up."""

    __slots__ = ("joins", "key", "words")

    def __init__(self, text: str) -> None:
        parts: list[str] = []
        words: list[str] = []
        joins: set[int] = set()
        length = 0
        for token in tokenize(text):
            key = token.full or token.norm
            if not key:
                continue
            if parts:
                joins.add(length)
            if token.separator is Separator.NONE and words:
                words[-1] += key
            else:
                words.append(key)
            apostrophe = _APOSTROPHE.search(text, token.start, token.end)
            if apostrophe is not None:
                joins.add(length + len(fold(text[token.start : apostrophe.start()])))
            parts.append(key)
            length += len(key)
        self.key = "".join(parts)
        for particle, least in (("mc", 5), ("mac", 6)):
            if self.key.startswith(particle) and len(self.key) >= least:
                joins.add(len(particle))
        self.joins = frozenset(joins)
        self.words = tuple(words)


def _asides(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a cell without what it has in brackets, and that: "Alexander (Alex)"."""
    if "(" not in text:
        return text, ()
    return _ASIDE.sub(" ", text), tuple(inner for inner in _ASIDE.findall(text) if inner.strip())


class SlipIndex:
    """Finds the words of a list that are one slip of the finger away.

    A slip (a letter too many, missing, wrong, or swapped with its neighbour) leaves one half of a word as it was, so
    that words are
    looked up by their halves and only few are compared.

    Parameters
    ----------
    words:
        The words; those with letters beyond ASCII are left out.
    least:
        Letters that a word has at least: shorter ones resemble too much.
    """

    def __init__(self, words: Iterable[str], least: int = _SLIP_LENGTH) -> None:
        self._least = least
        self._words: set[str] = set()
        self._halves: dict[tuple[int, str, bool], list[str]] = {}
        for word in words:
            length = len(word)
            if length >= least and word.isascii():
                self._words.add(word)
                self._halves.setdefault((length, word[: length // 2], False), []).append(word)
                self._halves.setdefault((length, word[length // 2 :], True), []).append(word)

    def near(self, key: str) -> list[str]:
        """Return the words one slip away from ``key``, sorted."""
        length = len(key)
        if not self._least - 1 <= length <= _MAX_KEY:
            return []
        found = {key[:index] + key[index + 1 :] for index in range(length)}
        found.update(key[:index] + key[index + 1] + key[index] + key[index + 2 :] for index in range(length - 1))
        found &= self._words
        for size in (length, length + 1):
            half = size // 2
            for bucket in (
                self._halves.get((size, key[:half], False)),
                self._halves.get((size, key[length - size + half :], True)),
            ):
                if bucket is not None:
                    found.update(word for word in bucket if Levenshtein.distance(word, key, score_cutoff=1) == 1)
        found.discard(key)
        return sorted(found)


_MISREAD = str.maketrans("01ijt|!5$8249q6", "ollllllssbzaggb")
"""A struck-out ł is read as a t."""


def skeleton(key: str) -> str:
    """Return what is left of a key when letters that OCR mixes up are made equal."""
    key = key.translate(_MISREAD).replace("vv", "w").replace("cl", "d")
    return key.replace("rn", "m").replace("rl", "n").replace("ll", "u").replace("nn", "rm")


class RollIndex:
    """Look-ups of names on a roll.

    Parameters
    ----------
    roll:
        The roll, of any length.
    """

    def __init__(self, roll: Roll) -> None:
        self.pupils = roll.pupils
        self._lexicon = lexicon()
        self._particles = self._lexicon.classes["particles"]
        self._names: dict[str, Entry] = {}
        self._entries: list[Entry] = []
        self._cut: dict[str, _Name] = {}
        self.prefixes: set[str] = set()
        self._pairs: dict[int, int | list[int]] = {}
        self._weak_pairs: dict[int, int | list[int]] = {}
        self._candidates: dict[tuple[NameForm, Certainty], dict[int, Candidate]] = {}
        self._cells: dict[str, tuple[tuple[Entry, ...], tuple[Entry, ...]]] = {}
        self._middles: dict[str, tuple[Entry, ...]] = {}
        for position, pupil in enumerate(roll.pupils):
            if not self._add_plain(position, pupil):
                for row in (pupil, *pupil.aliases):
                    self._add(position, row)
        for cut_up in (self._cut, self._cells, self._middles):
            cut_up.clear()
        self._spelled = self._spread_spellings()
        self._skeletons: dict[str, list[Entry]] | None = None
        self._slips: dict[str, tuple[Entry, ...]] = {}
        self._slip_index = SlipIndex(self._names, _SLIP_LENGTH_IN_PAIRS)
        self._bone_index: SlipIndex | None = None
        self._groups: dict[tuple[tuple[Reading, ...], Certainty | None], tuple[Candidate, ...]] = {}
        self._forms: dict[int, tuple[tuple[Candidate, ...], frozenset[NameForm]]] = {}
        self._initials: dict[tuple[int, str, bool], tuple[int, ...]] = {}
        self._bearers: dict[str, tuple[Candidate, ...]] = {}
        self._resembling: dict[str, tuple[Candidate, ...]] = {}
        self._with_initials: dict[str, tuple[int, ...]] | None = None
        self._positions: dict[str, int] = {}

    # Building

    def _name(self, text: str) -> _Name:
        name = self._cut.get(text)
        if name is None:
            name = self._cut[text] = _Name(text)
        return name

    def _entry(self, key: str, joins: frozenset[int] = frozenset()) -> Entry:
        entry = self._names.get(key)
        if entry is None:
            entry = self._names[key] = Entry(key, len(self._entries))
            self._entries.append(entry)
        if joins and not joins <= entry.joins:
            entry.joins |= joins
            self.prefixes.update(key[:join] for join in joins)
        return entry

    def _put(self, entries: dict[int, Entry], key: str) -> None:
        entry = self._entry(key)
        entries[entry.id] = entry

    def _add_plain(self, position: int, pupil: Pupil) -> bool:  # noqa: C901 -- one decision, read from top to bottom
        """Add a row of forename, surname and perhaps middle names; return False if it has more than that."""
        if (
            pupil.preferred_forename
            or pupil.preferred_surname
            or pupil.other_names
            or pupil.aliases
            or not pupil.forename
            or not pupil.surname
        ):
            return False
        firsts, halves = self._cell(pupil.forename)
        lasts, last_halves = self._cell(pupil.surname)
        if not firsts or not lasts:
            return False
        for entry in firsts:
            entry.firsts.append(position)
        for entry in halves:
            entry.halves.append(position)
        for entry in lasts:
            entry.surnames.append(position)
        for entry in last_halves:
            entry.surname_halves.append(position)
        for first in (*firsts, *halves):
            for last in (*lasts, *last_halves):
                self._pair(self._pairs, first.id, last.id, position)
        if pupil.middle_names:
            for middle in self._words(pupil.middle_names):
                if middle not in firsts and (not middle.middles or middle.middles[-1] != position):
                    middle.middles.append(position)
                    for last in (*lasts, *last_halves):
                        self._pair(self._weak_pairs, middle.id, last.id, position)
        return True

    def _cell(self, text: str) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """Return the names that a cell stands for, and the halves of a name of several words.

        There are none if the cell holds something in brackets.
        """
        found = self._cells.get(text)
        if found is None:
            wholes: dict[int, Entry] = {}
            halves: dict[int, Entry] = {}
            if "(" not in text:
                self._parts(text, wholes, halves)
            found = (tuple(wholes.values()), tuple(half for number, half in halves.items() if number not in wholes))
            self._cells[text] = found
        return found

    def _words(self, text: str) -> tuple[Entry, ...]:
        """Return the names of a cell of middle names."""
        found = self._middles.get(text)
        if found is None:
            found = self._middles[text] = tuple({word: self._entry(word) for word in self._name(text).words}.values())
        return found

    def _add(self, position: int, pupil: Pupil) -> None:  # noqa: C901, PLR0912 -- one decision, read from top to bottom
        firsts: dict[int, Entry] = {}
        halves: dict[int, Entry] = {}
        lasts: dict[int, Entry] = {}
        last_halves: dict[int, Entry] = {}
        middles: dict[int, Entry] = {}
        surnames = [cell for cell in (pupil.surname, pupil.preferred_surname) if cell.strip()]
        forenames = [cell for cell in (pupil.forename, pupil.preferred_forename) if cell.strip()]
        others = list(pupil.other_names)
        for cell in forenames:
            text, asides = _asides(cell)
            others.extend(asides)
            self._parts(text, firsts, halves)
            if not surnames:
                self._whole(text, firsts, lasts)
        for cell in others:
            if len(cell.split()) > 1:
                self._parts(cell, firsts, {})
                self._whole(cell, firsts, lasts)
            else:
                self._parts(cell, firsts, halves)
        for cell in surnames:
            text, asides = _asides(cell)
            self._parts(text, lasts, last_halves)
            for aside in asides:
                self._parts(aside, lasts, last_halves)
            if not forenames:
                self._parts(text, firsts, halves)
                self._whole(text, firsts, lasts)
        if pupil.middle_names.strip():
            for word in self._name(pupil.middle_names).words:
                self._put(middles, word)
        # A former name of one word may be a surname: with the forename it makes a full name.
        former = {
            entry.id: entry
            for cell in pupil.other_names
            if len((name := self._name(cell)).words) == 1
            for entry in (self._entry(name.key),)
        }
        self._post(position, firsts, halves, middles, lasts, last_halves)
        all_lasts = {**last_halves, **lasts}
        for first in firsts:
            for last in (*all_lasts, *former):
                if first != last or last in lasts:
                    self._pair(self._pairs, first, last, position)
        for first in halves:
            for last in all_lasts:
                self._pair(self._pairs, first, last, position)
        for first in middles:
            if first not in firsts:
                for last in all_lasts:
                    self._pair(self._weak_pairs, first, last, position)

    @staticmethod
    def _post(position: int, named: dict[int, Entry], *rest: dict[int, Entry]) -> None:  # noqa: C901 -- one decision, read from top to bottom
        halves, middles, lasts, last_halves = rest
        for entry in named.values():
            if not entry.firsts or entry.firsts[-1] != position:
                entry.firsts.append(position)
        for number, entry in halves.items():
            if number not in named and (not entry.halves or entry.halves[-1] != position):
                entry.halves.append(position)
        for number, entry in middles.items():
            if number not in named and (not entry.middles or entry.middles[-1] != position):
                entry.middles.append(position)
        for entry in lasts.values():
            if not entry.surnames or entry.surnames[-1] != position:
                entry.surnames.append(position)
        for number, entry in last_halves.items():
            if number not in lasts and (not entry.surname_halves or entry.surname_halves[-1] != position):
                entry.surname_halves.append(position)

    def _keys(self, text: str) -> tuple[_Name, tuple[Entry, ...]]:
        name = self._name(text)
        if not name.key or len(name.key) > _MAX_KEY:
            return name, ()
        found = [self._entry(name.key, name.joins)]
        if not text.isascii():
            other = spelled_out(text)
            if other is not None:
                clean = "".join(_Name(other).words)
                if clean and clean != name.key:
                    found.append(self._entry(clean))
        return name, tuple(found)

    def _parts(self, text: str, wholes: dict[int, Entry], halves: dict[int, Entry]) -> None:
        name, entries = self._keys(text)
        wholes.update((entry.id, entry) for entry in entries)
        if len(name.words) > 1:
            for word in name.words:
                if len(word) > 1 and word not in self._particles:
                    self._put(halves, word)

    def _whole(self, text: str, firsts: dict[int, Entry], lasts: dict[int, Entry]) -> None:
        """Take a cell of several words for a full name."""
        words = self._name(text).words
        if len(words) > 1 and len(words[0]) > 1 and len(words[-1]) > 1:
            self._put(firsts, words[0])
            self._put(lasts, words[-1])

    @staticmethod
    def _pair(pairs: dict[int, int | list[int]], first: int, last: int, position: int) -> None:
        number = first << _SHIFT | last
        known = pairs.setdefault(number, position)
        if known == position:
            return
        if isinstance(known, list):
            if known[-1] != position:
                known.append(position)
        else:
            pairs[number] = [known, position]

    def _spread_spellings(self) -> dict[str, list[Entry]]:
        spelled: dict[str, list[Entry]] = {}
        others = spellings()
        short = short_forms()
        for entry in self._entries:
            key = entry.key
            for other in others.get(key, ()):
                spelled.setdefault(other, []).append(entry)
            if entry.firsts:
                for other in short.get(key, ()):
                    if entry not in spelled.setdefault(other, []):
                        spelled[other].append(entry)
            if entry.surnames:
                if key.startswith("mac") and len(key) >= _SLIP_LENGTH_NEAR_WORDS:
                    spelled.setdefault("mc" + key[3:], []).append(entry)
                elif key.startswith("mc") and len(key) >= _SLIP_LENGTH:
                    other = "mac" + key[2:]
                    spelled.setdefault(other, []).append(entry)
                    self.prefixes.add("mac")
        return spelled

    # Looking up

    def __len__(self) -> int:
        return len(self.pupils)

    def exact(self, key: str) -> Entry | None:
        """Return the name with exactly this key."""
        return self._names.get(key)

    def read(self, key: str) -> tuple[Reading, ...]:
        """Return the names that a word may be: the very name, and those of which it is another usual spelling."""
        entry = self._names.get(key)
        others = self._spelled.get(key)
        if others is None:
            return () if entry is None else ((entry, Quality.EXACT),)
        found: list[Reading] = [] if entry is None else [(entry, Quality.EXACT)]
        found.extend((other, Quality.SPELLING) for other in others if other is not entry)
        return tuple(found)

    def slipped(self, key: str) -> tuple[Entry, ...]:
        """Return the names from which ``key`` is one slip of the finger away."""
        found = self._slips.get(key)
        if found is None:
            found = ()
            if len(key) >= _SLIP_LENGTH_IN_PAIRS and key.isascii() and key.isalpha() and len(key) <= _MAX_KEY:
                found = tuple(self._names[other] for other in self._slip_index.near(key))
            if len(self._slips) >= _MAX_CACHED:
                self._slips.clear()
            self._slips[key] = found
        return found

    def slip_alone(self, key: str) -> tuple[Entry, ...]:
        """Return those of :meth:`slipped` that are worth a mention without further evidence."""
        return tuple(entry for entry in self.slipped(key) if self._slip_counts(entry))

    def _slip_counts(self, entry: Entry) -> bool:
        if len(entry.key) < _SLIP_LENGTH:
            return False
        if entry.firsts or entry.halves:
            if self._lexicon.ordinary(entry.key):
                return False
            if len(entry.key) >= _SLIP_LENGTH_NEAR_WORDS:
                return True
            return not _everyday_words().near(entry.key)
        return bool(entry.surnames) and len(entry.key) >= _SLIP_LENGTH_SURNAME

    def alike(self, key: str) -> tuple[Entry, ...]:
        """Return the names that ``key`` is when letters that look alike are taken for each other."""
        return tuple(self._bones.get(skeleton(key), ()))

    @property
    def _bones(self) -> dict[str, list[Entry]]:
        if self._skeletons is None:
            self._skeletons = {}
            for entry in self._entries:
                self._skeletons.setdefault(skeleton(entry.key), []).append(entry)
        return self._skeletons

    def misread(self, key: str) -> tuple[Entry, ...]:
        """Return the names that an OCR engine may have read as ``key``.

        Letters may look alike, and a longer name may have one typo besides.
        """
        bones = skeleton(key)
        found = list(self._bones.get(bones, ()))
        if not found and bones.isascii():
            if self._bone_index is None:
                self._bone_index = SlipIndex(self._bones)
            for other in self._bone_index.near(bones):
                found.extend(self._bones[other])
        return tuple(found)

    def pair(self, first: Entry, last: Entry) -> Sequence[int]:
        """Return the pupils with this first name and this surname."""
        return _listed(self._pairs.get(first.id << _SHIFT | last.id))

    def weak_pair(self, middle: Entry, last: Entry) -> Sequence[int]:
        """Return the pupils with this middle name and this surname."""
        return _listed(self._weak_pairs.get(middle.id << _SHIFT | last.id))

    def first_and_middle(self, first: Entry, middle: Entry) -> Sequence[int]:
        """Return the pupils with this first name and this middle name."""
        number = (first.id, str(middle.id), False)
        found = self._initials.get(number)
        if found is None:
            few, many = sorted((first.firsts, middle.middles), key=len)
            found = self._initials[number] = tuple(sorted(_among(many, set(few))))
        return found

    def with_surname_initial(self, entry: Entry, letter: str) -> tuple[int, ...]:
        """Return those with this first name whose surname begins with ``letter``."""
        number = (entry.id, letter, False)
        found = self._initials.get(number)
        if found is None:
            found = self._initials[number] = tuple(
                position
                for position in (*entry.firsts, *entry.halves)
                if letter in self._letters(position, ("surname", "preferred_surname"))
            )
        return found

    def with_first_initial(self, entry: Entry, letter: str) -> tuple[int, ...]:
        """Return those with this surname whose first name begins with ``letter``."""
        number = (entry.id, letter, True)
        found = self._initials.get(number)
        if found is None:
            found = self._initials[number] = tuple(
                position
                for position in (*entry.surnames, *entry.surname_halves)
                if letter in self._letters(position, ("forename", "preferred_forename", "other_names"))
            )
        return found

    def with_initials(self, first: str, last: str) -> tuple[int, ...]:
        """Return those whose first name begins with one letter and whose surname with the other."""
        if self._with_initials is None:
            found: dict[str, list[int]] = {}
            for position, pupil in enumerate(self.pupils):
                for row in (pupil, *pupil.aliases):
                    firsts = {
                        fold(cell.strip()[:1]) for cell in (row.forename, row.preferred_forename, *row.other_names)
                    }
                    lasts = {fold(cell.strip()[:1]) for cell in (row.surname, row.preferred_surname)}
                    for pair in {one + two for one in firsts for two in lasts if one and two}:
                        found.setdefault(pair, []).append(position)
            self._with_initials = {pair: tuple(dict.fromkeys(positions)) for pair, positions in found.items()}
        return self._with_initials.get(first + last, ())

    def with_surname_beginning(self, entry: Entry, parts: tuple[str, ...]) -> tuple[int, ...]:
        """Return those with this first name whose surname may be abbreviated to ``parts``.

        These are the surname's first letters, or those of each of its words.
        """
        number = (entry.id, "-".join(parts), False)
        found = self._initials.get(number)
        if found is None:
            found = self._initials[number] = tuple(
                position for position in (*entry.firsts, *entry.halves) if self._abbreviates(position, parts)
            )
        return found

    def _abbreviates(self, position: int, parts: tuple[str, ...]) -> bool:
        pupil = self.pupils[position]
        whole = "".join(parts)
        for row in (pupil, *pupil.aliases):
            for cell in (row.surname, row.preferred_surname):
                # Most surnames begin with another letter, and cutting one up is slow.
                if cell[:1].isalpha() and not whole.startswith(fold(cell[0])[:1]):
                    continue
                name = _Name(cell)
                if name.key.startswith(whole) and len(name.key) > len(whole):
                    return True
                if len(parts) > 1 and len(name.words) == len(parts) and all(map(str.startswith, name.words, parts)):
                    return True
        return False

    def bearers(self, key: str) -> tuple[Candidate, ...]:
        """Return every pupil who has this single name, as any part of theirs.

        These are the pupils who may be meant where it is known to be a name.
        """
        found = self._bearers.get(key)
        if found is None:
            meant: dict[int, tuple[NameForm, Certainty]] = {}
            for entry, _ in self.read(key):
                for position in (*entry.firsts, *entry.halves, *entry.middles):
                    meant.setdefault(position, (NameForm.FIRST, Certainty.LIKELY))
                for position in (*entry.surnames, *entry.surname_halves):
                    meant.setdefault(position, (NameForm.SURNAME, Certainty.LIKELY))
            if len(self._bearers) >= _MAX_CACHED:
                self._bearers.clear()
            found = self._bearers[key] = self.candidates(meant)
        return found

    def resembling(self, key: str) -> tuple[Candidate, ...]:
        """Return the pupils whose first name this may be short for, or a slip of: "Gwil", "Femi", "Danni", "Ameila".

        It is a guess, made only of what is known to be a name that the roll does not have: the beginning of a first
        name, perhaps with another ending, the end of a long one, or one letter changed. A guess that fits very many is
        none.
        """
        if not _LEAST_SHORT <= len(key) <= _MAX_KEY or not key.isalpha():
            return ()
        found = self._resembling.get(key)
        if found is None:
            entries = {entry.id: entry for entry in self._beginning(key)}
            entries |= {entry.id: entry for entry in self._ends.get(key, ())}
            entries |= {entry.id: entry for entry in self.slipped(key) if entry.firsts or entry.halves}
            meant = {
                position: (NameForm.FIRST, Certainty.LIKELY)
                for entry in entries.values()
                for position in (*entry.firsts, *entry.halves)
            }
            if len(self._resembling) >= _MAX_CACHED:
                self._resembling.clear()
            found = self._resembling[key] = self.candidates(meant) if len(meant) <= _MOST_RESEMBLING else ()
        return found

    def _beginning(self, key: str) -> Iterator[Entry]:
        """Yield the first names that begin as a short form does, whatever its ending."""
        stems = {key, *(key[: -len(ending)] for ending in _ENDINGS if key.endswith(ending))}
        if len(key) > _LEAST_SHORT and key[-1] == key[-2]:
            stems.add(key[:-1])
        stems |= {stem[:-1] for stem in tuple(stems) if len(stem) > _LEAST_SHORT and stem[-1] == stem[-2]}  # "Danni"
        for stem in stems:
            if len(stem) < _LEAST_SHORT:
                continue
            for entry in self._starts.get(stem[:_LEAST_SHORT], ()):
                if entry.key.startswith(stem) and len(entry.key) > max(len(stem), len(key) - 1):
                    yield entry

    @cached_property
    def _starts(self) -> dict[str, list[Entry]]:
        """First names by their first letters."""
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.firsts or entry.halves:
                found.setdefault(entry.key[:_LEAST_SHORT], []).append(entry)
        return found

    @cached_property
    def _ends(self) -> dict[str, list[Entry]]:
        """Long first names by their last letters."""
        found: dict[str, list[Entry]] = {}
        for entry in self._entries:
            if entry.firsts or entry.halves:
                for length in range(_LEAST_END, len(entry.key) - 2):
                    found.setdefault(entry.key[-length:], []).append(entry)
        return found

    def initial_and_surname(self, key: str) -> tuple[Candidate, ...]:
        """Return the pupils whose first initial and surname make up this key: "acarter"."""
        entry = self.exact(key[1:])
        positions = self.with_first_initial(entry, key[0]) if entry is not None else ()
        return self.candidates(dict.fromkeys(positions, (NameForm.INITIAL_SURNAME, Certainty.LIKELY)))

    def _letters(self, position: int, cells: tuple[str, ...]) -> set[str]:
        pupil = self.pupils[position]
        letters: set[str] = set()
        for row in (pupil, *pupil.aliases):
            for cell in cells:
                value = getattr(row, cell)
                for text in value if isinstance(value, tuple) else (value,):
                    letters.update(word[0] for word in _Name(text).words)
        return letters

    def is_middle(self, entry: Entry, positions: Iterable[int]) -> bool:
        """Whether this is a middle name (or another first name) of all these pupils."""
        wanted = set(positions)
        return bool(wanted) and wanted <= {
            *_among(entry.middles, wanted),
            *_among(entry.halves, wanted),
            *_among(entry.firsts, wanted),
        }

    # Candidates

    def candidate(self, position: int, form: NameForm, certainty: Certainty) -> Candidate:
        """Return the candidate for one pupil; equal ones are the same object."""
        known = self._candidates.setdefault((form, certainty), {})
        found = known.get(position)
        if found is None:
            found = known[position] = Candidate(self.pupils[position].id, form, certainty)
        return found

    def candidates(self, meant: dict[int, tuple[NameForm, Certainty]]) -> tuple[Candidate, ...]:
        """Return candidates in the order of the roll."""
        return tuple(self.candidate(position, *meant[position]) for position in sorted(meant))

    def distinctive(self, key: str) -> bool:
        """Whether a surname points at a family by itself: it isn't a word, a place or a very common surname."""
        words = self._lexicon
        return (
            len(key) >= _LEAST_SURNAME
            and not words.ordinary(key)
            and not words.place(key)
            and not words.is_a(key, "common_surnames", "particles")
        )

    def forms_of(self, candidates: tuple[Candidate, ...]) -> frozenset[NameForm]:
        """Return the forms in which a name may be these pupils'; remembered for large groups."""
        known = self._forms.get(id(candidates))
        if known is not None and known[0] is candidates:
            return known[1]
        forms = frozenset([candidate.form for candidate in candidates])
        if len(candidates) > _MANY:
            if len(self._forms) >= _MAX_CACHED:
                self._forms.clear()
            self._forms[id(candidates)] = candidates, forms
        return forms

    def surname_candidates(self, readings: tuple[Reading, ...]) -> tuple[Candidate, ...]:
        """Return everybody whose surname these readings may be; the same tuple each time."""
        group = (readings, None)
        found = self._groups.get(group)
        if found is None:
            meant: dict[int, tuple[NameForm, Certainty]] = {}
            for entry, _ in readings:
                meant.update(
                    dict.fromkeys((*entry.surnames, *entry.surname_halves), (NameForm.SURNAME, Certainty.LIKELY))
                )
            if len(self._groups) >= _MAX_CACHED:
                self._groups.clear()
            found = self._groups[group] = self.candidates(meant)
        return found

    def together(self, one: tuple[Candidate, ...], two: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Return the candidates of two readings of one place, in roll order, each as the likelier reading has it."""
        met = {candidate.pupil_id: candidate for candidate in one}
        added = False
        for candidate in two:
            known = met.get(candidate.pupil_id)
            if known is None or known.certainty < candidate.certainty:
                met[candidate.pupil_id] = candidate
                added = True
        if not added:
            return one
        if not self._positions:
            self._positions.update((pupil.id, position) for position, pupil in enumerate(self.pupils))
        return tuple(sorted(met.values(), key=lambda candidate: self._positions[candidate.pupil_id]))

    def first_candidates(self, readings: tuple[Reading, ...], certainty: Certainty) -> tuple[Candidate, ...]:
        """Return every pupil whose first name or distinctive surname these readings may be; the same tuple each time.

        Parameters
        ----------
        readings:
            What a word may be.
        certainty:
            How certain those are whose first name it exactly is; the others are likely, and those who merely have it as
            a middle name
            are unsure where somebody is certain.
        """
        group = (readings, certainty)
        found = self._groups.get(group)
        if found is None:
            meant: dict[int, tuple[NameForm, Certainty]] = {}
            for entry, quality in readings:
                own = certainty if quality is Quality.EXACT else min(certainty, Certainty.LIKELY)
                for position in entry.firsts:
                    if own is Certainty.CERTAIN or position not in meant:
                        meant[position] = (NameForm.FIRST, own)
                for position in entry.halves:
                    meant.setdefault(position, (NameForm.FIRST, min(own, Certainty.LIKELY)))
                for position in (*entry.surnames, *entry.surname_halves) if self.distinctive(entry.key) else ():
                    meant.setdefault(position, (NameForm.SURNAME, min(own, Certainty.LIKELY)))
            # Few go by their middle name: beside a pupil of this very first name they are hardly meant.
            weak = (
                Certainty.UNSURE
                if certainty is Certainty.CERTAIN and any(own is certainty for _, own in meant.values())
                else min(certainty, Certainty.LIKELY)
            )
            for entry, _ in readings:
                for position in entry.middles:
                    meant.setdefault(position, (NameForm.FIRST, weak))
            if len(self._groups) >= _MAX_CACHED:
                self._groups.clear()
            found = self._groups[group] = self.candidates(meant)
        return found


def _listed(found: int | list[int] | None) -> Sequence[int]:
    if found is None:
        return ()
    return found if isinstance(found, list) else (found,)


def _among(positions: list[int], wanted: set[int]) -> set[int]:
    """Return which of ``wanted`` are in the sorted list ``positions``, without walking it all."""
    found = set()
    for position in wanted:
        index = bisect_left(positions, position)
        if index < len(positions) and positions[index] == position:
            found.add(position)
    return found


@cache
def _everyday_words() -> SlipIndex:
    tiers = lexicon().tiers
    return SlipIndex(word for word in tiers if tiers[word] == 1)
