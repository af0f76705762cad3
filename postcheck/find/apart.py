"""Names whose letters stand apart: "A.m.e.l.i.a", "A m e l i a", a letter a line, or the first letters of lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from postcheck.find.roll import Entry, RollIndex
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
_CHOICES = (frozenset("abcdef"), frozenset("yn"), frozenset("tf"))
"""Answers to tick, which spell many a short name by chance."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A name of the roll in the tokens ``first`` to ``last`` (exclusive), a letter each."""

    first: int
    last: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Acrostic:
    """A name that lines spell with their first letters: the first line's first token, the name, and its surname if that follows."""

    token: int
    name: Entry
    surname: Entry | None


def runs(scene: Scene) -> list[tuple[int, int]]:
    """Return where at least three letters stand apart by one and the same sign: first token, and last (exclusive)."""
    tokens = scene.tokens
    found = []
    first = 0
    while first < len(tokens):
        if not _letter(tokens[first]):
            first += 1
            continue
        last = first + 1
        sign = _sign(scene, last)
        while sign and last < len(tokens) and _goes_on(tokens, last) and _sign(scene, last) == sign:
            last += 1
        if last - first >= _LEAST:
            found.append((first, last))
        first = max(first + 1, last - 1)
    return found


def _letter(token: Token) -> bool:
    return len(token.norm) == 1 and token.norm.isalpha()


def _goes_on(tokens: list[Token], position: int) -> bool:
    return _letter(tokens[position]) and not tokens[position - 1].full


def _sign(scene: Scene, position: int) -> str:
    """Return what parts a token from the one before it; nothing where that is too long to hold letters of one word together."""
    if position >= len(scene.tokens) or not _letter(scene.tokens[position]):
        return ""
    between = scene.text[scene.tokens[position - 1].end : scene.tokens[position].start]
    sign = between if between.isascii() else IGNORABLE.sub("", between)
    return sign if len(sign) <= _WIDEST else ""


def spelled_out(scene: Scene, index: RollIndex, first: int, last: int) -> Iterator[Spelled]:
    """Yield the names of the roll that the letters ``first`` to ``last`` (exclusive) spell."""
    letters = "".join(token.norm for token in scene.tokens[first:last])
    to_tick = any(choice.issuperset(letters) for choice in _CHOICES)
    for start in range(len(letters) - _LEAST + 1):
        for end in range(start + _LEAST, min(len(letters), start + _MOST) + 1):
            entry = index.exact(letters[start:end])
            if entry is None:
                continue
            whole = end - start == len(letters)
            if (
                (not to_tick and (whole or end - start >= _LEAST_WITHIN))
                or (whole and end - start >= _LEAST_WITHIN)
                or _like_a_name(scene, first + start, first + end, last)
            ):
                yield Spelled(first + start, first + end, entry)


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
    starts = [at for at, token in enumerate(tokens) if at == 0 or token.line != tokens[at - 1].line]
    if len(starts) < _LEAST:
        return
    gaps = [0, *(tokens[two].line - tokens[one].line for one, two in pairwise(starts)), 0]
    letters = "".join(tokens[at].norm[:1] if tokens[at].norm[:1].isalpha() else " " for at in starts)
    for begin in range(len(starts)):
        for end in range(begin + _LEAST_ACROSTIC, min(len(starts), begin + _MOST) + 1):
            apart = set(gaps[begin + 1 : end])
            if len(apart) > 1:
                break
            verse = all(gap not in apart for gap in (gaps[begin], gaps[end]))
            vertical = all(tokens[at].line != tokens[at + 1].line for at in starts[begin : end - 1])
            if vertical or not (verse or len(starts) <= _MOST):
                continue
            entry = index.exact(letters[begin:end])
            if entry is not None and entry.first:
                yield Acrostic(starts[begin], entry, None)
            for middle in range(begin + 2, end - 1):
                one, two = index.exact(letters[begin:middle]), index.exact(letters[middle:end])
                if one is not None and two is not None and index.pair(one, two):
                    yield Acrostic(starts[begin], one, two)


def sounds(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the tokens ``first`` to ``last`` (exclusive) are letters that a hyphen parts, as the sounds of a word are: "t-i-m"."""
    return last - first >= _LEAST and all(
        _letter(token) and (position == 0 or token.separator is Separator.HYPHEN)
        for position, token in enumerate(tokens[first:last])
    )
