"""Finds names in a path or a sentence however files write them, among the names of a whole consent list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from postcheck.model.people import ListedNames, Pupil
from postcheck.text.folding import fold

Span = tuple[int, int]
"""Start and end of a part of a text."""
WORTH_HIDING = 3
"""Letters that a part of a name needs, at least, to be looked for on its own."""
_ANYWHERE = 7
"""Letters from which on a full name is no accident within a longer word."""
_PREFIX = 2
"""By how many letters names are looked up: as many as every name has that is looked for."""
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_PARTS = re.compile(r"[^\W_]+")
_WORDS = re.compile(r"[^\s\-\u2010\u2011()]+")
_BRACKETED = re.compile(r"\([^()]*\)")


class NameSpans:
    """Finds names of which only letters and digits count, in any case and without accents.

    Parameters
    ----------
    words:
        Names that count where they are words by themselves: "amelia" in ``star-amelia2.jpg`` and ``starAmelia.jpg``,
        but not "art" in ``start.md``.
    anywhere:
        Names that count within longer words as well.
    """

    def __init__(self, words: Iterable[str], anywhere: Iterable[str] = ()) -> None:
        self._anywhere = {key for name in anywhere if len(key := squashed(name)) >= _PREFIX}
        self._keys = self._anywhere | {key for name in words if len(key := squashed(name)) >= _PREFIX}
        lengths: dict[str, set[int]] = {}
        for key in self._keys:
            lengths.setdefault(key[:_PREFIX], set()).add(len(key))
        self._lengths = {prefix: tuple(sorted(found)) for prefix, found in lengths.items()}

    def find(self, text: str) -> list[Span]:
        """Return where names stand, from left to right; names that overlap are one span."""
        if not self._keys:
            return []
        units = _units(text)
        letters = "".join(key for _, _, _, key in units)
        owner = [number for number, unit in enumerate(units) for _ in unit[3]]
        found: list[Span] = []
        for start in range(len(letters) - _PREFIX + 1):
            for length in self._lengths.get(letters[start : start + _PREFIX], ()):
                end = start + length
                if end > len(letters) or (key := letters[start:end]) not in self._keys:
                    continue
                first, last = owner[start], owner[end - 1]
                if key in self._anywhere or (_edge(units, first) and _edge(units, last + 1)):
                    _add(found, (units[first][0], units[last][1]))
        return found


@lru_cache(maxsize=1)
def spans_of(listed: ListedNames) -> tuple[NameSpans, NameSpans]:
    """Return what finds the full names of the consent lists, and what finds a forename or surname by itself.

    A full name has its parts in any order. By itself, or with only the initial of the other (``oadeyemi``,
    ``oluwaseun_a``), no name counts that is an ordinary word.
    """
    full: set[str] = set()
    words: set[str] = set()
    short: set[tuple[str, str]] = set()
    for roll in listed.rolls:
        for pupil in roll.pupils:
            for row in (pupil, *pupil.aliases):
                firsts, lasts = _cells(row.forename, row.preferred_forename, *row.other_names), _surnames(row)
                full |= _full_names(row, firsts, lasts)
                words |= _with_words(firsts) | _with_words(lasts)
                short |= _with_initials(_with_words(firsts), _with_words(lasts))
    single = {word for word in words if len(squashed(word)) >= WORTH_HIDING and not listed.is_word(fold(word))}
    single |= {joined for word, joined in short if word in single and not listed.is_word(joined)}
    return NameSpans(full, (name for name in full if len(name) >= _ANYWHERE)), NameSpans(single)


@lru_cache(maxsize=1 << 16)
def squashed(text: str) -> str:
    """Return only the letters and digits of a text, folded."""
    if text.isascii():
        return _NO_LETTERS.sub("", text.lower())
    return "".join(_folded(char) for char in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    return "".join(letter for letter in fold(char) if letter.isalnum())


_Unit = tuple[int, int, str, str]
"""Start and end of a character in the text as written, the character, and what counts of it."""


def _units(text: str) -> list[_Unit]:
    """Return the characters of a text, each with its accents; ``%C3%AB`` is one."""
    found: list[_Unit] = []
    for start, end, char in _characters(text):
        if found and unicodedata.category(char)[0] == "M":
            found[-1] = (found[-1][0], end, *found[-1][2:])
        else:
            found.append((start, end, char, _folded(char)))
    return found


def _characters(text: str) -> Iterator[tuple[int, int, str]]:
    done = 0
    for match in _ENCODED.finditer(text):
        yield from ((at, at + 1, text[at]) for at in range(done, match.start()))
        done = match.start()
        for char in unquote_to_bytes(match.group()).decode("utf-8", "surrogateescape"):
            end = done + 3 * len(char.encode("utf-8", "surrogateescape"))
            yield done, end, char
            done = end
    yield from ((at, at + 1, text[at]) for at in range(done, len(text)))


def _edge(units: list[_Unit], number: int) -> bool:
    """Whether a word may begin or end before this character."""
    if not 0 < number < len(units):
        return True
    before, after = units[number - 1][2], units[number][2]
    return not (before.isalpha() and after.isalpha()) or (before.islower() and after.isupper())


def _add(found: list[Span], span: Span) -> None:
    """Add a span that begins no earlier than the last one."""
    if found and span[0] < found[-1][1]:
        found[-1] = (found[-1][0], max(found[-1][1], span[1]))
    else:
        found.append(span)


def _surnames(row: Pupil) -> set[str]:
    return _cells(row.surname, row.preferred_surname)


def _cells(*texts: str) -> set[str]:
    """Return what cells of the list say, without brackets, and what each has in brackets."""
    outside = (_BRACKETED.sub(" ", text) for text in texts)
    inside = (part.strip("()") for text in texts for part in _BRACKETED.findall(text))
    return {" ".join(text.split()) for text in (*outside, *inside) if text.strip()}


def _with_words(cells: set[str]) -> set[str]:
    return {word for cell in cells for word in (cell, *_WORDS.findall(cell))}


def _with_initials(forenames: set[str], surnames: set[str]) -> set[tuple[str, str]]:
    """Return names, each with how files join it to the initial of the other: ``oadeyemi``, ``adeyemio``, ``seuna``."""
    found: set[tuple[str, str]] = set()
    for first in forenames:
        for last in surnames:
            forename, surname = squashed(first), squashed(last)
            found |= {(last, forename[:1] + surname), (last, surname + forename[:1]), (first, forename + surname[:1])}
    return found


def _full_names(row: Pupil, forenames: set[str], surnames: set[str]) -> set[str]:
    """Return the full names of a row of the list, squashed, also with one of several forenames or half a surname."""
    firsts = {squashed(part) for name in forenames for part in (name, *_WORDS.findall(name)[:1])}
    halves = {half for name in surnames for word in _WORDS.findall(name) if len(half := squashed(word)) >= WORTH_HIDING}
    middle = squashed(row.middle_names)
    full = {squashed(name) for name in row.other_names if " " in name.strip()}
    for last in ({squashed(name) for name in surnames} | halves) - {""}:
        for first in firsts - {""}:
            full |= {first + last, last + first, first + middle + last, last + first + middle}
    return full


def parts_of(name: str) -> list[str]:
    """Return the words of a name that are looked for by themselves."""
    parts = _PARTS.findall(unicodedata.normalize("NFC", name))
    return [part for part in parts if len(part) >= WORTH_HIDING and not part.isdigit()]
