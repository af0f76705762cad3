"""Tells quickly in which items some pupils cannot be named at all, so that only the others need to be judged.

It says yes too often rather than too seldom: whatever it says yes to is judged as everything is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from postcheck.find.roll import RollIndex
from postcheck.model.draft import Annotations, Draft, Header
from postcheck.model.people import Pupil, Roll
from postcheck.model.reading import Reading
from postcheck.model.text import Passage, PlaceKind
from postcheck.text.folding import fold

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_HUMP = re.compile(r"[^\W\d_a-z][a-z\u00df-\u00ff]+|[a-z\u00df-\u00ff]+")
_TWO_LETTERS = re.compile(r"(?<![^\W\d_])([^\W\d_])[\W_]{0,3}([^\W\d_])(?![^\W\d_])")
_LINE_START = re.compile(r"^[\W\d_]*([^\W\d_])", re.MULTILINE)
_WORD_START = re.compile(r"(?<![^\W\d_])[^\W\d_]")
_LEAST = 3
"""Letters of a name that is looked for within other letters."""
_WORDS = 200_000


class MayName:
    """Says whether a draft may name or show any of some pupils.

    Parameters
    ----------
    pupils:
        The pupils.
    """

    def __init__(self, pupils: Iterable[Pupil]) -> None:
        rows = tuple(pupils)
        self._index = RollIndex(Roll(rows))
        names = [name for pupil in rows for name in _names(pupil)]
        parts = {_letters(part) for name in names for part in (*name.split(), *_WORD.findall(name), name)}
        self._within = tuple(part for part in parts if len(part) >= _LEAST)
        self._short = frozenset(part for part in parts if 0 < len(part) < _LEAST)
        self._initials = frozenset(part[0] for part in parts if part)
        self._may_be = lru_cache(_WORDS)(self._is_like)

    def __call__(self, draft: Draft, reading: Reading) -> bool:
        """Whether any of them may be named in a draft, or is said to be shown in it."""
        said: list[Header | Annotations] = [draft.header, *(image.said for image in draft.images)]
        if any(one.people or one.work_of or one.quote_of for one in said):
            return True
        return any(map(self._in_passage, reading.passages))

    def _in_passage(self, passage: Passage) -> bool:
        if passage.kind is PlaceKind.IMAGE:
            return True  # what was read in a picture may be a name with any of its letters misread
        text = passage.text
        first_letters = (_letters("".join(starts.findall(text))) for starts in (_LINE_START, _WORD_START))
        if any(part in letters for letters in (_letters(text), *first_letters) for part in self._within):
            return True
        if any({_letters(one), _letters(two)} <= self._initials for one, two in _TWO_LETTERS.findall(text)):
            return True
        return any(map(self._may_be, _words(text)))

    def _is_like(self, word: str) -> bool:
        index, key = self._index, fold(word)
        if key in self._short:
            return True
        looks = (
            index.read,
            index.typos,
            index.alike,
            index.misread,
            index.resembling,
            index.matching_pupils,
            index.initial_and_surname,
        )
        return any(bool(look(key)) for look in looks)


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        yield word
        yield from _WORD.findall(re.sub(r"['\u2019-]", " ", word))
        yield from _HUMP.findall(word)


def _letters(text: str) -> str:
    return "".join(char for piece in text.split() for char in fold(piece) if char.isalpha())


def _names(pupil: Pupil) -> Iterator[str]:
    yield from filter(
        None,
        (
            pupil.forename,
            pupil.surname,
            pupil.preferred_forename,
            pupil.preferred_surname,
            pupil.middle_names,
            *pupil.other_names,
        ),
    )
    for alias in pupil.aliases:
        yield from _names(alias)
