"""Names whose letters stand apart: "A.m.e.l.i.a", "A m e l i a", a letter a line, or the first letters of lines."""
# ruff: noqa: RUF001 -- hyphens and dashes as people type them

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.find.roll import RollIndex, RollName
from postcheck.find.scene import Scene
from postcheck.text.characters import IGNORABLE
from postcheck.text.tokens import Separator, Shape, Token

_LEAST = 3
_LEAST_WITHIN = 4
"""Letters of a name that is found among other letters."""
_LEAST_ACROSTIC = 5
_MOST = 24
"""Letters of the longest name that anybody spells out, and lines of a short post."""
_WIDEST = 6
"""Characters that stand between two letters at most."""
_SOUNDED = frozenset({"-", " ", "‐", "–", " - ", " – "})
"""What parts the sounds of a word in a reading book."""
_CHOICES = (frozenset("abcdef"), frozenset("yn"), frozenset("tf"))
"""Answers to tick, which spell many a short name by chance."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name of the roll in the tokens ``first`` to ``last`` (exclusive), a letter each."""

    first: int
    last: int
    name: RollName


@dataclass(frozen=True, slots=True)
class Acrostic:
    """A name that the first letters of lines spell: the first line's first token, the name, a surname after it."""

    token: int
    name: RollName
    surname: RollName | None


def runs(scene: Scene) -> list[tuple[int, int]]:
    """Return where at least three letters stand apart by one and the same sign: first token, and last (exclusive)."""
    tokens = scene.tokens
    found: list[tuple[int, int]] = []
    letters = [at for at, token in enumerate(tokens) if len(token.norm) == 1]
    if len(letters) < _LEAST:
        return found
    tried = 0
    for first in letters:
        if first < tried or not _letter(tokens[first]):
            continue
        last = first + 1
        sign = _sign(scene, last)
        while sign and last < len(tokens) and _goes_on(tokens, last) and _sign(scene, last) == sign:
            last += 1
        if last - first >= _LEAST:
            found.append((first, last))
        tried = last - 1
    return found


def _letter(token: Token) -> bool:
    return len(token.norm) == 1 and token.norm.isalpha()


def _goes_on(tokens: list[Token], position: int) -> bool:
    return _letter(tokens[position]) and not tokens[position - 1].full


def _sign(scene: Scene, position: int) -> str:
    """Return what separates a token from the one before it; empty if too long to be within one spelt-out word."""
    if position >= len(scene.tokens) or not _letter(scene.tokens[position]):
        return ""
    between = scene.text[scene.tokens[position - 1].end : scene.tokens[position].start]
    sign = between if between.isascii() else IGNORABLE.sub("", between)
    return sign if len(sign) <= _WIDEST else ""


def spelled_out(scene: Scene, index: RollIndex, first: int, last: int) -> Iterator[Spelled]:
    """Yield the names of the roll that the letters ``first`` to ``last`` (exclusive) spell."""
    letters = scene.key(first, last)
    sounded = _sign(scene, first + 1) in _SOUNDED
    to_tick = any(choice.issuperset(letters) for choice in _CHOICES)
    for start in range(len(letters) - _LEAST + 1):
        for end in range(start + _LEAST, min(len(letters), start + _MOST) + 1):
            name = index.exact(letters[start:end])
            if name is None:
                continue
            whole = end - start == len(letters)
            if end - start < _LEAST_WITHIN and sounded and scene.shape(first + start) is Shape.LOWER:
                continue  # "t-i-m"
            if (
                (not to_tick and (whole or end - start >= _LEAST_WITHIN))
                or (whole and end - start >= _LEAST_WITHIN)
                or _like_a_name(scene, first + start, first + end, last)
            ):
                yield Spelled(first + start, first + end, name)


def _like_a_name(scene: Scene, first: int, last: int, end: int) -> bool:
    """Whether a capital begins a name and small letters go on with it, and with nothing else: "B.e.a"."""
    return (
        scene.shape(first) is Shape.UPPER
        and all(scene.shape(position) is Shape.LOWER for position in range(first + 1, last))
        and (last == end or scene.shape(last) is not Shape.LOWER)
    )


def acrostics(scene: Scene, index: RollIndex) -> Iterator[Acrostic]:
    """Yield the names that the first letters of lines spell.

    In a long text the lines must be a verse of their own: among hundreds, some five in a row spell a name by chance.
    """
    if scene.slug or scene.passage.alternative:
        return
    tokens = scene.tokens
    if not tokens or tokens[-1].line - tokens[0].line < _LEAST_ACROSTIC - 1:
        return
    starts = [at for at, token in enumerate(tokens) if at == 0 or token.line != tokens[at - 1].line]
    letters = "".join(_begins(tokens, at) for at in starts)
    long = len(starts) > _MOST
    for low, high in _verses([tokens[at].line for at in starts]):
        for begin in range(low, low + 1 if long else high):
            for end, name, surname in _names(letters[begin : min(high, begin + _MOST)], index):
                if end >= _LEAST_ACROSTIC and not (long and begin + end < high):
                    yield Acrostic(starts[begin], name, surname)


def _begins(tokens: list[Token], at: int) -> str:
    """Return the first letter of a line; a space for a line that is a number, or no more than one letter."""
    last = at + 1 == len(tokens)
    alone = len(tokens[at].norm) == 1 and (last or tokens[at + 1].line != tokens[at].line)
    if (
        tokens[at].norm.isdigit()
        and not alone
        and not last
        and tokens[at + 1].separator in {Separator.DOT, Separator.STOP}
    ):
        at += 1  # "3. Many came along"
    letter = tokens[at].norm[:1]
    return letter if letter.isalpha() and not alone else " "


def _verses(lines: list[int]) -> Iterator[tuple[int, int]]:
    """Yield ranges of lines, first and last (exclusive), that are equally far apart."""
    low = 0
    for high in range(1, len(lines) + 1):
        if high == len(lines) or (high - low > 1 and lines[high] - lines[high - 1] != lines[low + 1] - lines[low]):
            if high - low >= _LEAST_ACROSTIC:
                yield low, high
            low = high - 1


def _names(letters: str, index: RollIndex) -> Iterator[tuple[int, RollName, RollName | None]]:
    """Yield the first names and full names that letters begin with, and where each ends."""
    for middle in range(2, len(letters) + 1):
        name = index.exact(letters[:middle])
        if name is None or not name.first:
            continue
        yield middle, name, None
        for end in range(middle + 2, len(letters) + 1):
            surname = index.exact(letters[middle:end])
            if surname is not None and index.pair(name, surname):
                yield end, name, surname


def sounds(tokens: list[Token], first: int, last: int) -> bool:
    """Whether tokens ``first`` to ``last`` (exclusive) are hyphenated letters, as a word is sounded out: "t-i-m"."""
    return last - first >= _LEAST and all(
        _letter(token) and (position == 0 or token.separator is Separator.HYPHEN)
        for position, token in enumerate(tokens[first:last])
    )
