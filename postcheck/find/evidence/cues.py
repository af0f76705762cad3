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
        self._sets: dict[int, tuple[frozenset[str], ...]] = {}
        self._kinds = [self._kinds_of(position) for position in range(len(tokens))]
        self._found = self._occurrences()

    def fired(self, first: int, last: int) -> list[str]:
        """Return the ids of the cues that fire on the name at tokens ``first`` to ``last`` (exclusive)."""
        index = self._index
        held: dict[int, set[Scope]] = {}

        def hold(row: int, scope: Scope) -> None:
            held.setdefault(row, set()).add(scope)

        for row in self._standing(index.before, first):
            hold(row, Scope.BEFORE)
        for row in self._standing(index.after, last):
            hold(row, Scope.AFTER)
        low, high = self._sentence(first, last)
        for (row, scope), places in self._found.items():
            if self._among(places, scope, (first, last), (low, high)):
                hold(row, scope)
        return [index.ids[row] for row in sorted(held) if held[row] == index.scopes[row]]

    # Words beside the name

    def _standing(self, tree: _Tree, edge: int) -> Iterator[int]:
        """Yield the rows of whose patterns one stands beside a name, which begins before or ends at token ``edge``."""
        count = len(self._kinds)
        step = -1 if tree.side is Scope.BEFORE else 1
        reached = [(tree, edge)]
        while reached:
            node, at = reached.pop()
            for row, pattern in node.whole:
                if self._ends_well(pattern, node, edge, at):
                    yield row
            token = at - (step < 0)
            if not node.further or not 0 <= token < count:
                continue
            kinds, sets = self._kinds[token], self._sets_at(token)
            for sign in self._signs_at(at):
                beyond = node.further.get(sign)
                if beyond is None:
                    continue
                if len(beyond) < len(sets):
                    found = [next_one for words, next_one in beyond.items() if not words.isdisjoint(kinds)]
                else:
                    found = [beyond[words] for words in sets if words in beyond]
                reached += ((next_one, at + step) for next_one in found)

    def _ends_well(self, pattern: _Pattern, node: _Tree, edge: int, at: int) -> bool:
        """Whether what a pattern asks for beyond its words holds, if those stand between a name and token ``at``."""
        is_after = node.side is Scope.AFTER
        if is_after and pattern.possessive and not self._scene.tokens[edge - 1].full.endswith("s"):
            return False
        sign = pattern.outer if pattern.elements else pattern.sign
        if sign and sign not in self._signs_at(at):
            return False
        if pattern.edge != ("$" if is_after else "^"):
            return True
        return not 0 < at < len(self._lines) or self._lines[at] != self._lines[at - 1]

    def _sets_at(self, position: int) -> tuple[frozenset[str], ...]:
        """Return the sets of words of patterns that a token is in."""
        sets = self._sets.get(position)
        if sets is None:
            found = (words for kind in self._kinds[position] for words in self._index.sets_with(kind))
            sets = self._sets[position] = tuple(dict.fromkeys(found))
        return sets

    def _is(self, element: _Element, position: int) -> bool:
        return not element.words.isdisjoint(self._kinds[position])

    def _signs_at(self, position: int) -> frozenset[str]:
        """Return the signs of patterns that stand before a token; the empty one for a blank."""
        signs = self._signs.get(position)
        if signs is None:
            signs = self._signs[position] = self._signs_before(position)
        return signs

    def _signs_before(self, position: int) -> frozenset[str]:
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
        for position in range(len(self._kinds)):
            for words in self._sets_at(position):
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
            if at >= count or not self._is(element, at) or (number and element.sign not in self._signs_at(at)):
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
        if self._begins_a_word(position):
            return ("<any>",)
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

    def _begins_a_word(self, position: int) -> bool:
        """Whether a letter is the first half of a word: "X-country" is no kiss, "T-shirt" no surname's initial."""
        scene, after = self._scene, position + 1
        joined = scene.separator(after) is Separator.HYPHEN and scene.shape(after) is Shape.LOWER
        return joined and len(scene.norm(position)) == 1 and len(scene.norm(after)) > 1


class _Tree:
    """Patterns that stand on one side of a name, by their words from the nearest one outwards.

    A branch is grown when it is first looked at: few of the many are in one text.

    Parameters
    ----------
    side:
        ``BEFORE`` or ``AFTER``.
    patterns:
        With their rows; all begin with the same words.
    depth:
        How many words these are.
    """

    def __init__(self, side: Scope, patterns: Sequence[tuple[int, _Pattern]], depth: int = 0) -> None:
        self.side = side
        self._patterns = patterns
        self._depth = depth

    @cached_property
    def whole(self) -> tuple[tuple[int, _Pattern], ...]:
        """Those that have no more words."""
        return tuple(one for one in self._patterns if len(one[1].elements) == self._depth)

    @cached_property
    def further(self) -> Mapping[str, Mapping[frozenset[str], _Tree]]:
        """The others, by the sign that stands before the next word, and by what that may be."""
        found: dict[str, dict[frozenset[str], list[tuple[int, _Pattern]]]] = {}
        for row, pattern in self._patterns:
            if len(pattern.elements) > self._depth:
                sign, words = self._next(pattern)
                found.setdefault(sign, {}).setdefault(words, []).append((row, pattern))
        return {
            sign: {words: _Tree(self.side, some, self._depth + 1) for words, some in by_words.items()}
            for sign, by_words in found.items()
        }

    def _next(self, pattern: _Pattern) -> tuple[str, frozenset[str]]:
        elements, depth = pattern.elements, self._depth
        if self.side is Scope.AFTER:
            return elements[depth].sign, elements[depth].words
        return elements[-depth].sign if depth else pattern.sign, elements[-depth - 1].words


@dataclass(frozen=True)
class _Index:
    """Cues by the words through which they are found: those nearest to the name, or the first of a pattern."""

    ids: tuple[str, ...]
    scopes: tuple[set[Scope], ...]
    before: _Tree
    after: _Tree
    away: Mapping[frozenset[str], list[tuple[int, Scope, _Pattern]]]
    words: frozenset[frozenset[str]]
    """What any word of a pattern may be."""
    known: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict)

    @cached_property
    def _sets(self) -> tuple[frozenset[frozenset[str]], tuple[frozenset[str], ...]]:
        """The sets of words of all patterns: those of one word, and the others."""
        single = frozenset(words for words in self.words if len(words) == 1)
        return single, tuple(self.words - single)

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
    beside: dict[Scope, list[tuple[int, _Pattern]]] = {Scope.BEFORE: [], Scope.AFTER: []}
    away: dict[frozenset[str], list[tuple[int, Scope, _Pattern]]] = {}
    words: set[frozenset[str]] = set()
    for number, row in enumerate(rows):
        for scope, patterns in row.patterns.items():
            for pattern in patterns:
                words.update(element.words for element in pattern.elements)
                if scope in beside:
                    beside[scope].append((number, pattern))
                else:
                    away.setdefault(pattern.elements[0].words, []).append((number, scope, pattern))
    before, after = (_Tree(scope, patterns) for scope, patterns in beside.items())
    scopes = tuple(set(row.patterns) for row in rows)
    return _Index(tuple(row.id for row in rows), scopes, before, after, away, frozenset(words))
