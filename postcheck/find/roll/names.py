"""Names of the roll: how a cell of the consent list is cut into names, and whose each name is."""
# ruff: noqa: RUF001 -- look-alike letters are meant

from __future__ import annotations

from enum import IntEnum

import regex

from postcheck.text.folding import fold
from postcheck.text.tokens import Separator, tokenize

MAX_KEY = 40
"""Letters of the longest name that is looked for."""
_APOSTROPHE = regex.compile("['’‘ʼ′`´]")
_BRACKETED = regex.compile(r"\(([^()]*)\)")


class Quality(IntEnum):
    """How well a word agrees with a name on the roll."""

    OCR_CONFUSION = 0
    """The letters look alike: only in a picture."""
    TYPO = 1
    """One typo away."""
    SPELLING = 2
    """Another usual spelling, or a usual short form."""
    EXACT = 3


class RollName:
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


NameMatch = tuple[RollName, Quality]
"""A name that a word may be, and how well it agrees."""


class CellName:
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


def without_brackets(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a cell without what it has in brackets, and that: "Alexander (Alex)"."""
    if "(" not in text:
        return text, ()
    return _BRACKETED.sub(" ", text), tuple(inner for inner in _BRACKETED.findall(text) if inner.strip())
