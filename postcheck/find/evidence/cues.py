"""Cues: words around a possible name that say whose it is. Each is a row of ``data/cues.toml``, with an example.

Adding a cue is adding a row; ``training/`` fits what it weighs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from importlib import resources
from itertools import chain, product
from typing import Any, NamedTuple

import regex
import tomli

from postcheck.find.lexicon import Lexicon, lexicon
from postcheck.find.scene import Scene
from postcheck.text.characters import APOSTROPHES
from postcheck.text.tokens import Separator, Shape

_MOST_LINES = 15
"""How far above a name the heading of its list may be, in lines."""
_MOST_KNOWN = 50_000
"""Words whose patterns are remembered."""
_NEAR = 8
"""How many words before or after a name are near it."""
_BLANK = frozenset({Separator.NONE, Separator.SPACE, Separator.NEWLINE, Separator.UNDER})
"""What may stand between two words of a pattern without a sign; "7A" and a hashtag have nothing there."""
_CLITIC = regex.compile(rf"^[{APOSTROPHES}]\w+")
_SIGNS: Mapping[str, tuple[frozenset[Separator], str]] = {
    ",": (frozenset({Separator.COMMA}), ",;/•·"),
    ":": (frozenset({Separator.COLON}), ":|…\t→=\N{EN DASH}—"),
    ".": (frozenset({Separator.DOT, Separator.STOP}), ".!?"),
    "(": (frozenset({Separator.QUOTE}), '([{“”"\N{LEFT SINGLE QUOTATION MARK})]}'),
    "-": (frozenset({Separator.HYPHEN, Separator.BROKEN}), ""),
    "&": (frozenset(), "&+"),
    "/": (frozenset({Separator.NEWLINE}), "\n\r"),
}
"""What a sign of a pattern stands for: what separates two words, or else a character between them."""
_ENDS = frozenset(".:/")
"""The signs that stand where the text begins or ends."""
_DOTS = ".."
_EDGES = frozenset({"^", "$"})
_POSSESSIVE = "'s"
_MARKS = frozenset({*_SIGNS, *_EDGES, _POSSESSIVE})
_SPECIAL = frozenset({"<number>", "<name>", "<capital>", "<ed>", "<word>", "<any>"})


class Scope(StrEnum):
    """Where a cue's words stand."""

    BEFORE = "before"
    AFTER = "after"
    NEAR_BEFORE = "near_before"
    NEAR_AFTER = "near_after"
    SENTENCE = "sentence"
    LINE = "line"
    HEADING = "heading"
    """The first line of the paragraph or list that the name stands in, if that is another line than the name's."""
    POST = "post"


class _Element(NamedTuple):
    """One word of a pattern, and what stands between it and the word before it."""

    words: frozenset[str]
    """The words that it may be, or one of the special kinds."""
    sign: str
    """Empty for a blank."""


class _Pattern(NamedTuple):
    """One alternative of a cue in one scope."""

    elements: tuple[_Element, ...]
    edge: str = ""
    """``^`` if the first element begins its line, ``$`` if the last one ends it."""
    sign: str = ""
    """What stands between the name and the nearest element."""
    possessive: bool = False
    """Whether the name carries an 's."""
    outer: str = ""
    """What stands beyond the element that is farthest from the name."""


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """A row: the words that it looks for, and what it says."""

    id: str
    says: str
    """In words that an officer understands: half a sentence about the name."""
    toward: str
    """What it speaks for most often, as its author expects: ``child``, ``adult``, ``figure`` or ``none``."""
    example: str
    """A sentence on which it fires, with the name in square brackets."""
    patterns: Mapping[Scope, tuple[_Pattern, ...]]


@cache
def cues() -> tuple[Cue, ...]:
    """Return the cues that ship with postcheck, in the order of their file."""
    text = (resources.files("postcheck.find") / "data" / "cues.toml").read_text("utf-8")
    return parse_cues(tomli.loads(text), lexicon())


def parse_cues(raw: Mapping[str, Any], words: Lexicon) -> tuple[Cue, ...]:
    """Read cues.

    Parameters
    ----------
    raw:
        ``[classes]``, word classes besides those of the lexicon, and ``[[cue]]``, the rows.
    words:
        The word classes that patterns may name.

    Raises
    ------
    ValueError
        If a row names a class that does not exist, or two rows have one id.
    """
    classes = {**words.classes, **{name: frozenset(entries) for name, entries in raw.get("classes", {}).items()}}
    found: dict[str, Cue] = {}
    for row in raw["cue"]:
        name = row["id"]
        if name in found:
            message = f"two cues are called {name}"
            raise ValueError(message)
        patterns = {scope: tuple(_patterns(row[scope], scope, classes, name)) for scope in Scope if scope in row}
        found[name] = Cue(name, row["says"], row["toward"], row["example"], patterns)
    return tuple(found.values())


def _patterns(text: str, scope: Scope, classes: Mapping[str, frozenset[str]], name: str) -> Iterator[_Pattern]:
    alternatives = text.split(" | ")
    alternatives += [_ampersand(alternative) for alternative in alternatives if "and" in alternative.split()]
    for alternative in alternatives:
        choices = [_choices(element, classes, name) for element in alternative.split()]
        for chosen in product(*choices):
            yield _pattern([*chain.from_iterable(chosen)], scope)


def _ampersand(alternative: str) -> str:
    """Return a pattern with the sign "&" for the word "and"."""
    return " ".join("&" if element == "and" else element for element in alternative.split())


def _choices(element: str, classes: Mapping[str, frozenset[str]], name: str) -> list[tuple[str | frozenset[str], ...]]:
    """Return the ways in which an element of a pattern may be written: a class may hold phrases of several words."""
    if not element.startswith("<") or element in _SPECIAL:
        return [(element,)]
    if element[1:-1] not in classes:
        message = f"the cue {name} names the word class {element}, which does not exist"
        raise ValueError(message)
    entries = classes[element[1:-1]]
    single = frozenset(entry for entry in entries if " " not in entry)
    phrases = [tuple(entry.split()) for entry in sorted(entries) if " " in entry]
    return [*([(single,)] if single else []), *phrases]


@cache
def _element(part: str | frozenset[str], sign: str) -> _Element:
    return _Element(part if isinstance(part, frozenset) else frozenset({part}), sign)


def _pattern(parts: Sequence[str | frozenset[str]], scope: Scope) -> _Pattern:
    elements: list[_Element] = []
    edge, sign, possessive = "", "", False
    for part in parts:
        if part not in _MARKS:
            elements.append(_element(part, sign))
            sign = ""
        elif part in _EDGES:
            edge = str(part)
        elif part == _POSSESSIVE:
            possessive = True
        else:
            sign = str(part)
    if scope is Scope.AFTER:
        nearest, outer = (elements[0].sign, sign) if elements else (sign, "")
        return _Pattern(tuple(elements), edge, nearest, possessive, outer)
    return _Pattern(tuple(elements), edge, sign, possessive, elements[0].sign if elements else "")


class CueMatcher:
    """Finds which cues fire on names of one passage.

    Parameters
    ----------
    scene:
        The passage.
    named:
        Whether a token is surely part of a name.
    rows:
        The cues.
    """

    def __init__(self, scene: Scene, named: Callable[[int], bool], rows: Sequence[Cue]) -> None:
        self._scene = scene
        self._named = named
        self._index = _index(tuple(rows))
        tokens = scene.tokens
        self._sentences: list[int] = []
        number = 0
        for token in tokens:
            number += token.starts
            self._sentences.append(number)
        self._lines = [token.line for token in tokens]
        self._signs: dict[int, frozenset[str]] = {}
        self._kinds = [self._kinds_of(position) for position in range(len(tokens))]
        self._found = self._occurrences()

    def fired(self, first: int, last: int) -> list[str]:
        """Return the ids of the cues that fire on the name at tokens ``first`` to ``last`` (exclusive)."""
        index = self._index
        held: dict[int, set[Scope]] = {}

        def hold(row: int, scope: Scope) -> None:
            held.setdefault(row, set()).add(scope)

        for row, pattern in self._beside(index.before, first - 1):
            if self._stands_before(pattern, first):
                hold(row, Scope.BEFORE)
        for row, pattern in self._beside(index.after, last):
            if self._stands_after(pattern, last):
                hold(row, Scope.AFTER)
        low, high = self._sentence(first, last)
        for (row, scope), places in self._found.items():
            if self._among(places, scope, (first, last), (low, high)):
                hold(row, scope)
        return [index.ids[row] for row in sorted(held) if held[row] == index.scopes[row]]

    # Words beside the name

    def _beside(self, index: _ByWords, position: int) -> Iterator[tuple[int, _Pattern]]:
        yield from index.get(_ANYTHING, ())
        if 0 <= position < len(self._kinds):
            for kind in self._kinds[position]:
                for words in self._index.sets_with(kind):
                    yield from index.get(words, ())

    def _stands_before(self, pattern: _Pattern, first: int) -> bool:
        position = first
        sign = pattern.sign
        for element in reversed(pattern.elements):
            if position == 0 or not self._parted(position, sign) or not self._is(element, position - 1):
                return False
            position -= 1
            sign = element.sign
        if sign and not self._parted(position, sign):
            return False
        return pattern.edge != "^" or position == 0 or self._lines[position - 1] != self._lines[position]

    def _stands_after(self, pattern: _Pattern, last: int) -> bool:
        scene = self._scene
        if pattern.possessive and not scene.tokens[last - 1].full.endswith("s"):
            return False
        position = last
        count = len(scene.tokens)
        for element in pattern.elements:
            if position >= count or not self._parted(position, element.sign) or not self._is(element, position):
                return False
            position += 1
        sign = pattern.outer if pattern.elements else pattern.sign
        if sign and not self._parted(position, sign):
            return False
        return pattern.edge != "$" or position >= count or self._lines[position] != self._lines[position - 1]

    def _is(self, element: _Element, position: int) -> bool:
        return not element.words.isdisjoint(self._kinds[position])

    def _parted(self, position: int, sign: str) -> bool:
        """Whether what stands before a token is what a pattern asks for."""
        signs = self._signs.get(position)
        if signs is None:
            signs = self._signs[position] = self._signs_before(position)
        return sign in signs

    def _signs_before(self, position: int) -> frozenset[str]:
        """Return the signs of patterns that stand before a token; the empty one for a blank."""
        if not 0 < position < len(self._scene.tokens):
            return _ENDS
        separator = self._scene.separator(position)
        found = {sign for sign, (separators, _) in _SIGNS.items() if separator in separators}
        # A title and an initial may have their full stops.
        before = self._scene.norm(position - 1)
        dotted = separator is Separator.DOT and (len(before) == 1 or self._scene.lexicon.is_a(before, "dotted"))
        if separator in _BLANK or dotted:
            found.add("")
        if separator not in _BLANK or separator is Separator.NEWLINE:
            between = _CLITIC.sub("", self._between(position))
            if _DOTS in between:
                found.add(":")
            for sign, (_, characters) in _SIGNS.items():
                if (sign == "/" or separator not in _BLANK) and any(character in characters for character in between):
                    found.add(sign)
        return frozenset(found)

    def _between(self, position: int) -> str:
        tokens = self._scene.tokens
        return self._scene.text[tokens[position - 1].end : tokens[position].start]

    # Words farther away

    def _sentence(self, first: int, last: int) -> tuple[int, int]:
        sentences = self._sentences
        return (
            bisect_left(sentences, sentences[first]),
            bisect_right(sentences, sentences[last - 1]),
        )

    def _occurrences(self) -> dict[tuple[int, Scope], list[tuple[int, int]]]:
        """Return where the words of cues that may stand farther away are, by row and scope, in order."""
        found: dict[tuple[int, Scope], list[tuple[int, int]]] = {}
        for position, kinds in enumerate(self._kinds):
            for kind in kinds:
                for words in self._index.sets_with(kind):
                    for row, scope, pattern in self._index.away.get(words, ()):
                        end = self._ends(pattern, position)
                        if end:
                            found.setdefault((row, scope), []).append((position, end))
        return found

    def _ends(self, pattern: _Pattern, position: int) -> int:
        """Return the token after the last one of a pattern that starts at a token; 0 if it does not stand there."""
        count = len(self._kinds)
        for number, element in enumerate(pattern.elements):
            at = position + number
            if at >= count or not self._is(element, at) or (number and not self._parted(at, element.sign)):
                return 0
        return position + len(pattern.elements)

    def _among(
        self, places: list[tuple[int, int]], scope: Scope, name: tuple[int, int], sentence: tuple[int, int]
    ) -> bool:
        first, last = name
        low, high = {
            Scope.NEAR_BEFORE: (max(sentence[0], first - _NEAR), first),
            Scope.NEAR_AFTER: (last, min(sentence[1], last + _NEAR)),
            Scope.SENTENCE: sentence,
            Scope.LINE: (
                bisect_left(self._lines, self._lines[first]),
                bisect_right(self._lines, self._lines[last - 1]),
            ),
            Scope.HEADING: self._heading(self._lines[first]),
            Scope.POST: (0, len(self._kinds)),
        }[scope]
        at = bisect_left(places, (low, 0))
        while at < len(places) and places[at][0] < high:
            start, end = places[at]
            if end <= high and (end <= first or start >= last):
                return True
            at += 1
        return False

    def _heading(self, line: int) -> tuple[int, int]:
        """Return the tokens of the line that begins a line's paragraph or list; none if it is that line itself."""
        top = line
        while top > 0 and line - top < _MOST_LINES and self._holds(top - 1):
            top -= 1
            if self._ends_with_colon(top):
                break
        if top == line:
            # "Winners", an empty line, and a list
            top = line - 2 if line > 1 and self._holds(line - 2) and not self._holds(line - 1) else line
        if top == line:
            return 0, 0
        return bisect_left(self._lines, top), bisect_right(self._lines, top)

    def _holds(self, line: int) -> bool:
        at = bisect_left(self._lines, line)
        return at < len(self._lines) and self._lines[at] == line

    def _ends_with_colon(self, line: int) -> bool:
        last = bisect_right(self._lines, line) - 1
        return self._scene.text[self._scene.tokens[last].end :][:2].strip() in {":", "-", "\N{EN DASH}"}

    def _kinds_of(self, position: int) -> tuple[str, ...]:
        """Return what a token counts as: its word, and the special kinds that it is of."""
        scene = self._scene
        token = scene.tokens[position]
        words = scene.lexicon
        kinds = [token.norm, "<any>"]
        if token.norm.isdigit() or token.norm[:1].isdigit():
            kinds.append("<number>")
        if self._named(position):
            kinds.append("<name>")
        if words.known(token.norm):
            kinds.append("<word>")
            if token.norm.endswith("ed") and not words.is_a(token.norm, "not_person"):
                kinds.append("<ed>")
        elif token.shape in {Shape.TITLE, Shape.UPPER} and len(token.norm) > 1:
            kinds.append("<capital>")
        return tuple(kinds)


_ByWords = Mapping[frozenset[str], list[tuple[int, _Pattern]]]
_ANYTHING: frozenset[str] = frozenset()
"""What patterns without a word are found by."""


@dataclass(frozen=True)
class _Index:
    """Cues by the words through which they are found: those of a pattern that are nearest to the name, or first."""

    ids: tuple[str, ...]
    scopes: tuple[set[Scope], ...]
    before: _ByWords
    after: _ByWords
    away: Mapping[frozenset[str], list[tuple[int, Scope, _Pattern]]]
    known: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict)

    @cached_property
    def _sets(self) -> tuple[frozenset[frozenset[str]], tuple[frozenset[str], ...]]:
        """The sets of words of all patterns: those of one word, and the others."""
        sets = dict.fromkeys((*self.before, *self.after, *self.away))
        return frozenset(words for words in sets if len(words) == 1), tuple(words for words in sets if len(words) > 1)

    def sets_with(self, word: str) -> tuple[frozenset[str], ...]:
        """Return the sets of words that hold this one."""
        found = self.known.get(word)
        if found is None:
            single, several = self._sets
            own = frozenset({word})
            found = (*((own,) if own in single else ()), *(words for words in several if word in words))
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            self.known[word] = found
        return found


@cache
def _index(rows: tuple[Cue, ...]) -> _Index:
    before: dict[frozenset[str], list[tuple[int, _Pattern]]] = {}
    after: dict[frozenset[str], list[tuple[int, _Pattern]]] = {}
    away: dict[frozenset[str], list[tuple[int, Scope, _Pattern]]] = {}
    for number, row in enumerate(rows):
        for scope, patterns in row.patterns.items():
            for pattern in patterns:
                if scope is Scope.BEFORE:
                    words = pattern.elements[-1].words if pattern.elements else _ANYTHING
                    before.setdefault(words, []).append((number, pattern))
                elif scope is Scope.AFTER:
                    words = pattern.elements[0].words if pattern.elements else _ANYTHING
                    after.setdefault(words, []).append((number, pattern))
                else:
                    away.setdefault(pattern.elements[0].words, []).append((number, scope, pattern))
    scopes = tuple(set(row.patterns) for row in rows)
    return _Index(tuple(row.id for row in rows), scopes, before, after, away)
