"""The roll as an index: from a folded key to the pupils who bear that name, and in which part of theirs.

Every look-up is a fixed number of dictionary accesses, whatever the length of the roll: spellings are spread out when
the index is built, typos are looked for by the halves of words, and pairs of forename and surname have an index of
their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

from postcheck.find.lexicon import lexicon
from postcheck.find.roll.builder import RollBuilder
from postcheck.find.roll.initials import Initials
from postcheck.find.roll.names import MAX_KEY, NameMatch, Quality, RollName
from postcheck.find.roll.ocr_confusions import OcrConfusions
from postcheck.find.roll.pupils import Candidates, MatchingPupils
from postcheck.find.roll.remembering import remember
from postcheck.find.roll.short_forms import LEAST_SHORT, ShortForms
from postcheck.find.roll.spelling_tree import SpellingTree
from postcheck.find.roll.typos import LEAST_WITH_TYPO, LEAST_WITH_TYPO_IN_PAIRS, TypoIndex, everyday_words
from postcheck.model.mention import Candidate, Certainty, NameForm
from postcheck.model.people import Roll
from postcheck.text.folding import fold

_LEAST_NEAR_WORDS = 6
"""Letters of a first name that is recognised in spite of a typo though everyday words resemble it."""
_LEAST_SURNAME_WITH_TYPO = 7
_LEAST_SURNAME = 4
_LEAST_SPOTTED = 3
"""Letters of a name that is looked for by itself where a picture was not read surely."""
_MOST_RESEMBLING = 40
"""Pupils who may be meant by a guess, at most."""
_LEAST_CLASS = 3
"""Letters of a class's name: fewer are a teacher's initials."""


class RollIndex:
    """Look-ups of names on a roll.

    Parameters
    ----------
    roll:
        The roll, of any length.
    """

    def __init__(self, roll: Roll) -> None:
        built = RollBuilder(roll)
        self._size = len(roll.pupils)
        self.houses = frozenset(
            house for pupil in roll.pupils for row in (pupil, *pupil.aliases) if (house := _house(row.house))
        )
        """What the houses are called, folded and without the word "house"."""
        self.classes = frozenset(
            name for pupil in roll.pupils for row in (pupil, *pupil.aliases) if (name := _class(row.form))
        )
        """What those classes are called that have a word for a name, folded: "Oak", not "7B"."""
        self._names = built.by_key
        self._numbered = built.names
        self._pairs, self._weak_pairs = built.pairs, built.weak_pairs
        self._other_spellings = built.other_spellings()
        self.prefixes = built.prefixes
        """What names with spaces in them begin with, up to a space."""
        self._lexicon = lexicon()
        self._typo_index = TypoIndex(self._names, LEAST_WITH_TYPO_IN_PAIRS)
        self._short_forms = ShortForms(built.names)
        self._confusions = OcrConfusions(built.names)
        self._initials = Initials(roll.pupils)
        self._candidates = Candidates(roll.pupils)
        self._typos: dict[str, tuple[RollName, ...]] = {}
        self._first_and_middle: dict[tuple[int, int], tuple[int, ...]] = {}
        self._groups: dict[tuple[tuple[NameMatch, ...], Certainty | None], tuple[Candidate, ...]] = {}
        self._matching: dict[str, tuple[Candidate, ...]] = {}
        self._resembling: dict[str, tuple[Candidate, ...]] = {}

    def __len__(self) -> int:
        return self._size

    # Names

    def exact(self, key: str) -> RollName | None:
        """Return the name with exactly this key."""
        return self._names.get(key)

    def read(self, key: str) -> tuple[NameMatch, ...]:
        """Return the names that a word may be: the very name, and those of which it is another usual spelling."""
        name = self._names.get(key)
        others = self._other_spellings.get(key)
        if others is None:
            return () if name is None else ((name, Quality.EXACT),)
        found: list[NameMatch] = [] if name is None else [(name, Quality.EXACT)]
        found.extend((other, Quality.SPELLING) for other in others if other is not name)
        return tuple(found)

    def typos(self, key: str) -> tuple[RollName, ...]:
        """Return the names from which ``key`` is one typo away."""
        found = self._typos.get(key)
        if found is None:
            found = ()
            if len(key) >= LEAST_WITH_TYPO_IN_PAIRS and key.isascii() and key.isalpha() and len(key) <= MAX_KEY:
                found = tuple(self._names[other] for other in self._typo_index.near(key))
            remember(self._typos, key, found)
        return found

    def clear_typos(self, key: str) -> tuple[RollName, ...]:
        """Return those of :meth:`typos` that are worth a mention without further evidence."""
        return tuple(name for name in self.typos(key) if self._clear_in_spite_of_typo(name))

    def _clear_in_spite_of_typo(self, name: RollName) -> bool:
        if len(name.key) < LEAST_WITH_TYPO:
            return False
        if name.firsts or name.halves:
            if self._lexicon.ordinary(name.key):
                return False
            return len(name.key) >= _LEAST_NEAR_WORDS or not everyday_words().near(name.key)
        return bool(name.surnames) and len(name.key) >= _LEAST_SURNAME_WITH_TYPO

    def alike(self, key: str) -> tuple[RollName, ...]:
        """Return the names that ``key`` is when letters that look alike are taken for each other."""
        return self._confusions.alike(key)

    def misread(self, key: str) -> tuple[RollName, ...]:
        """Return the names that an OCR engine may have read as ``key``.

        Letters may look alike, and a longer name may have one typo besides.
        """
        return self._confusions.misread(key)

    def distinctive(self, key: str) -> bool:
        """Whether a surname points at a family by itself: it isn't a word, a place or a very common surname."""
        words = self._lexicon
        return (
            len(key) >= _LEAST_SURNAME
            and not words.ordinary(key)
            and not words.place(key)
            and not words.is_a(key, "common_surnames", "particles")
        )

    @cached_property
    def tree(self) -> SpellingTree:
        """What is looked for where a picture was not read surely: full names, and names that are one by themselves."""
        singles = [
            name
            for name in self._numbered
            if len(name.key) >= _LEAST_SPOTTED
            and not self._lexicon.ordinary(name.key)
            and (name.firsts or name.halves or (name.surnames and self.distinctive(name.key)))
        ]
        names = self._numbered
        return SpellingTree(singles, ((names[first], names[last]) for first, last in self._pairs))

    # Pupils by two names, each by the position on the roll

    def pair(self, first: RollName, last: RollName) -> Sequence[int]:
        """Return the pupils with this first name and this surname."""
        return self._pairs.pupils(first, last)

    def weak_pair(self, middle: RollName, last: RollName) -> Sequence[int]:
        """Return the pupils with this middle name and this surname."""
        return self._weak_pairs.pupils(middle, last)

    def first_and_middle(self, first: RollName, middle: RollName) -> Sequence[int]:
        """Return the pupils with this first name and this middle name."""
        number = (first.id, middle.id)
        found = self._first_and_middle.get(number)
        if found is None:
            few, many = sorted((first.firsts, middle.middles), key=len)
            found = self._first_and_middle[number] = tuple(sorted(_among(many, set(few))))
        return found

    def is_middle(self, name: RollName, pupils: Iterable[int]) -> bool:
        """Whether this is a middle name (or another first name) of all these pupils."""
        wanted = set(pupils)
        return bool(wanted) and wanted <= {
            *_among(name.middles, wanted),
            *_among(name.halves, wanted),
            *_among(name.firsts, wanted),
        }

    # Pupils by a name and a letter or two

    def with_surname_initial(self, name: RollName, letter: str) -> tuple[int, ...]:
        """Return those with this first name whose surname begins with ``letter``."""
        return self._initials.with_surname_initial(name, letter)

    def with_first_initial(self, name: RollName, letter: str) -> tuple[int, ...]:
        """Return those with this surname whose first name begins with ``letter``."""
        return self._initials.with_first_initial(name, letter)

    def with_initials(self, first: str, last: str) -> tuple[int, ...]:
        """Return those whose first name begins with one letter and whose surname with the other."""
        return self._initials.with_initials(first, last)

    def with_all_initials(self, letters: str) -> tuple[int, ...]:
        """Return those whose first name, perhaps middle names, and surname begin with these letters, word by word."""
        return self._initials.with_all_initials(letters)

    def with_surname_beginning(self, name: RollName, parts: tuple[str, ...]) -> tuple[int, ...]:
        """Return those with this first name whose surname may be abbreviated to ``parts``.

        These are the surname's first letters, or those of each of its words.
        """
        return self._initials.with_surname_beginning(name, parts)

    # Candidates

    def candidates(self, pupils: MatchingPupils) -> tuple[Candidate, ...]:
        """Return candidates in the order of the roll."""
        return self._candidates.of(pupils)

    def forms_of(self, candidates: tuple[Candidate, ...]) -> frozenset[NameForm]:
        """Return the forms in which a name may be these pupils'; remembered for large groups."""
        return self._candidates.forms(candidates)

    def together(self, one: tuple[Candidate, ...], two: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Return the candidates of two readings of one place, in roll order, each as the likelier reading has it."""
        return self._candidates.together(one, two)

    def matching_pupils(self, key: str) -> tuple[Candidate, ...]:
        """Return every pupil who has this single name, as any part of theirs.

        These are the pupils who may be meant where it is known to be a name.
        """
        found = self._matching.get(key)
        if found is None:
            pupils: MatchingPupils = {}
            for name, _ in self.read(key):
                for position in (*name.firsts, *name.halves, *name.middles):
                    pupils.setdefault(position, (NameForm.FIRST, Certainty.LIKELY))
                for position in (*name.surnames, *name.surname_halves):
                    pupils.setdefault(position, (NameForm.SURNAME, Certainty.LIKELY))
            found = remember(self._matching, key, self.candidates(pupils))
        return found

    def resembling(self, key: str) -> tuple[Candidate, ...]:
        """Return the pupils whose first name this may be short for, or a typo of: "Gwil", "Femi", "Danni", "Ameila".

        It is a guess, made only of what is known to be a name that the roll does not have: the beginning of a first
        name, perhaps with another ending, the end of a long one, or one letter changed. A guess that fits very many is
        none.
        """
        if not LEAST_SHORT <= len(key) <= MAX_KEY or not key.isalpha():
            return ()
        found = self._resembling.get(key)
        if found is None:
            names = {name.id: name for name in (*self._short_forms.beginning(key), *self._short_forms.ending(key))}
            names |= {name.id: name for name in self.typos(key) if name.firsts or name.halves}
            pupils = {
                position: (NameForm.FIRST, Certainty.LIKELY)
                for name in names.values()
                for position in (*name.firsts, *name.halves)
            }
            guessed = self.candidates(pupils) if len(pupils) <= _MOST_RESEMBLING else ()
            found = remember(self._resembling, key, guessed)
        return found

    def initial_and_surname(self, key: str) -> tuple[Candidate, ...]:
        """Return the pupils whose first initial and surname make up this key: "acarter"."""
        name = self.exact(key[1:])
        pupils = self.with_first_initial(name, key[0]) if name is not None else ()
        return self.candidates(dict.fromkeys(pupils, (NameForm.INITIAL_SURNAME, Certainty.LIKELY)))

    def surname_candidates(self, names: tuple[NameMatch, ...]) -> tuple[Candidate, ...]:
        """Return everybody whose surname is one of these names; the same tuple each time."""
        group = (names, None)
        found = self._groups.get(group)
        if found is None:
            pupils: MatchingPupils = {}
            for name, _ in names:
                pupils.update(
                    dict.fromkeys((*name.surnames, *name.surname_halves), (NameForm.SURNAME, Certainty.LIKELY))
                )
            found = remember(self._groups, group, self.candidates(pupils))
        return found

    def first_candidates(self, names: tuple[NameMatch, ...], certainty: Certainty) -> tuple[Candidate, ...]:
        """Return every pupil whose first name or distinctive surname is one of these names; the same tuple each time.

        Parameters
        ----------
        names:
            What a word may be.
        certainty:
            How certain those are whose first name it exactly is; the others are likely, and those who merely have it as
            a middle name are unsure where somebody is certain.
        """
        group = (names, certainty)
        found = self._groups.get(group)
        if found is None:
            pupils: MatchingPupils = {}
            for name, quality in names:
                self._add_bearers(pupils, name, certainty if quality is Quality.EXACT else _at_most_likely(certainty))
            # Few go by their middle name: beside a pupil of this very first name they are hardly meant.
            certain = certainty is Certainty.CERTAIN and any(own is certainty for _, own in pupils.values())
            weak = Certainty.UNSURE if certain else _at_most_likely(certainty)
            for name, _ in names:
                for position in name.middles:
                    pupils.setdefault(position, (NameForm.FIRST, weak))
            found = remember(self._groups, group, self.candidates(pupils))
        return found

    def _add_bearers(self, pupils: MatchingPupils, name: RollName, own: Certainty) -> None:
        """Add those of a first name or a distinctive surname, unless they are among the pupils already."""
        for position in name.firsts:
            if own is Certainty.CERTAIN or position not in pupils:
                pupils[position] = (NameForm.FIRST, own)
        for position in name.halves:
            pupils.setdefault(position, (NameForm.FIRST, _at_most_likely(own)))
        if self.distinctive(name.key):
            for position in (*name.surnames, *name.surname_halves):
                pupils.setdefault(position, (NameForm.SURNAME, _at_most_likely(own)))


def _house(cell: str) -> str:
    key = fold(cell)
    return key.removesuffix("house").strip() if key != "house" else ""


def _class(cell: str) -> str:
    key = fold(cell).removesuffix("class").strip()
    return key if key.isalpha() and len(key) >= _LEAST_CLASS else ""


def _at_most_likely(certainty: Certainty) -> Certainty:
    return min(certainty, Certainty.LIKELY)


def _among(positions: list[int], wanted: set[int]) -> set[int]:
    """Return which of ``wanted`` are in the sorted list ``positions``, without walking it all."""
    found = set()
    for position in wanted:
        index = bisect_left(positions, position)
        if index < len(positions) and positions[index] == position:
            found.add(position)
    return found
