"""Finds wording in a text: words and phrases of a lexicon, whole words only, letter case and accents aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from postcheck.late import late, late_regex
from postcheck.model.lexicon import Kind, LexiconEntry
from postcheck.text.characters import BLANKS, DEFAULT_IGNORABLE, plain_letters
from postcheck.text.folding import fold

_LETTERS = rf"[[\p{{L}}\p{{N}}]--[{BLANKS}]][[\p{{L}}\p{{M}}\p{{N}}{DEFAULT_IGNORABLE}]--[{BLANKS}]]*"
_WORD = late_regex(rf"[©®™]|{_LETTERS}(?:['’‘ʼ]{_LETTERS})*", regex.V1)  # noqa: RUF001 - apostrophes as people type them
_APOSTROPHE = late("['’‘ʼ]")  # noqa: RUF001 - as above
_POSSESSIVE = late("['’‘ʼ][sS]$")  # noqa: RUF001 - as above
_UNSEEN = rf"{DEFAULT_IGNORABLE}*"
_CAMEL = late_regex(
    rf"(?<=\p{{L}}{_UNSEEN})(?=\p{{Nd}})|(?<=\p{{Nd}}{_UNSEEN})(?=\p{{L}})|(?<=[a-zà-ÿ]{_UNSEEN})(?=[A-ZÀ-Þ])"
    rf"|(?<=[A-ZÀ-Þ]{_UNSEEN})(?=[A-ZÀ-Þ]{_UNSEEN}[a-zà-ÿ])",
    regex.V1,
)
_HASHTAG = late_regex(rf"#[\w{DEFAULT_IGNORABLE}]+", regex.V1)
# The end of a sentence or of an entry of a list: no phrase runs across it.
_BREAK = late(r"[.!?;:•…|]|\n[ \t\r]*\n|\n[ \t]*[-*–] ")  # noqa: RUF001 - a dash as people type it
_QUOTED = late(r"“[^”]{0,600}”|\"[^\"\n]{0,600}\"|(?<!\w)‘[^’\n]{2,300}’(?!\w)|(?<!\w)'[^'\n]{2,300}'(?!\w)")  # noqa: RUF001 - quotation marks
_WINDOW = 12
"""How many words on either side count as near."""
_WILDCARD_LIMIT = 3
"""How many words ``*`` may stand for."""


@dataclass(frozen=True, slots=True)
class WordingToken:
    """A word of a text."""

    start: int
    end: int
    norm: str
    apart: bool
    """Whether a sentence or an entry of a list ends before it."""
    tagged: bool = False
    """Whether it stands in a hashtag, where words run together."""
    owner: str = ""
    """For a word that ends in an apostrophe and s: the norm of what stands before."""


@dataclass(frozen=True, slots=True)
class WordingMatch:
    """Wording of a kind at characters ``start`` to ``end``."""

    kind: Kind
    start: int
    end: int


@lru_cache(maxsize=64)
def words_of(text: str) -> tuple[WordingToken, ...]:
    """Cut a text into words, and hashtags into the words that their capitals begin."""
    plain = plain_letters(text)
    tags = [match.span() for match in _HASHTAG.finditer(plain)]
    found: list[WordingToken] = []
    previous = 0
    for match in _WORD.finditer(plain):
        start, end = match.span()
        while tags and tags[0][1] <= start:
            tags.pop(0)
        in_tag = bool(tags) and tags[0][0] < start
        cuts = [0, *(cut.start() for cut in _CAMEL.finditer(match[0])), end - start] if in_tag else [0, end - start]
        for index in range(len(cuts) - 1):
            piece = text[start + cuts[index] : start + cuts[index + 1]]
            apart = index == 0 and _BREAK.search(text, previous, start) is not None
            owner = _norm(piece[: -len("'s")]) if _POSSESSIVE.search(piece) else ""
            found.append(WordingToken(start + cuts[index], start + cuts[index + 1], _norm(piece), apart, in_tag, owner))
        previous = end
    return tuple(found)


def _norm(word: str) -> str:
    norm = fold(_APOSTROPHE.sub("", word))
    return "who are" if norm == "whore" and len(word) > len(norm) else norm  # "who're"


@lru_cache(maxsize=1 << 15)  # more than all lexicons that ship have; engines of further packs share them
def _phrase(text: str) -> tuple[str, ...]:
    """Return a phrase of a lexicon as the norms of its words."""
    norms: list[str] = []
    for part in text.split():
        norms += ["*"] if part == "*" else [_norm(match[0]) for match in _WORD.finditer(part)]
    return tuple(norms)


@dataclass(frozen=True, slots=True)
class _Compiled:
    norms: tuple[str, ...]
    kind: Kind
    entry: int


class Matcher:
    """Looks for the wording of some kinds. Built once for each rule."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self.kinds = tuple(kinds)
        self._entries: list[_Around] = []
        self._by_first: dict[str, list[_Compiled]] = {}
        self._joined: dict[str, _Compiled] = {}
        self._minds_quotes = not all(kind.quoted for kind in self.kinds)
        for kind in self.kinds:
            for entry in kind.entries:
                self._add(kind, entry)

    def _add(self, kind: Kind, entry: LexiconEntry) -> None:
        number = len(self._entries)
        self._entries.append(
            _Around(*(tuple(map(_phrase, phrases)) for phrases in (entry.besides, entry.unless, entry.near)))
        )
        for word in entry.words:
            norms = _phrase(word)
            if not norms:
                continue
            compiled = _Compiled(norms, kind, number)
            self._by_first.setdefault(norms[0], []).append(compiled)
            if len(norms) > 1 and "*" not in norms:
                self._joined["".join(norms)] = compiled

    def find(self, text: str) -> Iterator[WordingMatch]:
        """Yield the wording in ``text``, in order; where matches overlap, the longest."""
        words = words_of(text)
        quoted = [match.span() for match in _QUOTED.finditer(text)] if self._minds_quotes else []
        position = 0
        while position < len(words):
            best = max(self._at(words, position), key=lambda pair: pair[1], default=None)
            if best is None:
                position += 1
                continue
            compiled, end = best
            start, stop = words[position].start, words[end - 1].end
            position = end
            if compiled.kind.quoted or not any(low < start and stop < high for low, high in quoted):
                yield WordingMatch(compiled.kind, start, stop)

    def _at(self, words: tuple[WordingToken, ...], position: int) -> Iterator[tuple[_Compiled, int]]:
        """Yield what begins at a word, with the word at which it ends."""
        for compiled in self._by_first.get(words[position].norm, ()):
            end = _match(words, position, compiled.norms)
            if end is not None and self._entries[compiled.entry].holds(words, position, end):
                yield compiled, end
        joined = self._joined.get(words[position].norm) if words[position].tagged else None
        if joined and self._entries[joined.entry].holds(words, position, position + 1):
            yield joined, position + 1


@dataclass(frozen=True, slots=True)
class _Around:
    """What must and must not stand around the words of an entry."""

    besides: tuple[tuple[str, ...], ...]
    unless: tuple[tuple[str, ...], ...]
    near: tuple[tuple[str, ...], ...]

    def holds(self, words: tuple[WordingToken, ...], first: int, end: int) -> bool:
        """Whether the words from ``first`` to before ``end`` count where they stand."""
        for norms in self.besides:
            for start in range(max(0, first - len(norms) - _WILDCARD_LIMIT), first + 1):
                stop = _match(words, start, norms)
                if stop is not None and stop >= end:
                    return False
        low, high = max(0, first - _WINDOW), min(len(words), end + _WINDOW)
        if any(_stands(words, low, high, norms) for norms in self.unless):
            return False
        return not self.near or any(_stands(words, low, high, norms) for norms in self.near)


def _stands(words: tuple[WordingToken, ...], low: int, high: int, norms: tuple[str, ...]) -> bool:
    if len(norms) == 1:
        return any(norms[0] in {word.norm, word.owner} for word in words[low:high])
    return any(words[start].norm == norms[0] and _match(words, start, norms) is not None for start in range(low, high))


def _match(words: tuple[WordingToken, ...], position: int, norms: tuple[str, ...]) -> int | None:
    """Return the word before which a phrase ends that begins at ``position``, or None if none does.

    What has failed once isn't tried again, so that a phrase of many ``*`` takes no longer than its length says.
    """
    return _match_from(words, position, norms, 0, set())


def _match_from(
    words: tuple[WordingToken, ...], position: int, norms: tuple[str, ...], first: int, failed: set[tuple[int, int]]
) -> int | None:
    """Match what is left of a phrase from its word ``first`` on; see :func:`_match`."""
    begin = (first, position)
    if begin in failed:
        return None
    for index in range(first, len(norms)):
        if norms[index] == "*":
            for skipped in range(1, min(_WILDCARD_LIMIT, len(words) - position - 1) + 1):
                if any(word.apart for word in words[position : position + skipped + 1]):
                    break
                end = _match_from(words, position + skipped, norms, index + 1, failed)
                if end is not None:
                    return end
            failed.add(begin)
            return None
        if position >= len(words) or words[position].norm != norms[index] or (index > first and words[position].apart):
            failed.add(begin)
            return None
        position += 1
    return position
