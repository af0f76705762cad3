"""What a style sheet shows: words that it writes into the page, pictures, and other sheets that it brings in.

Taken apart by ``tinycss2``, as browsers do it: escapes and comments seen through, however the words are reached
(``content``, symbols of counters, quotation marks, values kept for later). Only strings that are known to be something
else, such as names of fonts, are no words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

import regex
import tinycss2

from postcheck.text.html_words import word_set
from postcheck.text.source_map import Piece

_HOLDS_ANYTHING = regex.compile(r"""["'\\]|url\(|-override""", regex.IGNORECASE)
_LINE_END = regex.compile(r"\r\n|[\n\r\f]")
_STRING = regex.compile(r"""(["'])(?P<inner>(?:(?!\1)[^\\\n\r\f]|\\(?:\r\n|.))*+)(?:\1)?""", regex.DOTALL)
_URL = regex.compile(r"(?P<before>[^()]*\(\s*+)(?P<inner>(?:[^()\\]|\\.)*+)\)?", regex.DOTALL)
_FONTS = regex.compile(r"font|mso-|format|tech|local|grid-template|grid-area|will-change|src$", regex.IGNORECASE)
"""Properties and functions whose strings are names of fonts or of parts of a grid."""
_NO_WORDS = word_set("charset namespace layer container font-face font-feature-values keyframes -webkit-keyframes")
_SHOWN_AS_ADDRESS = word_set("url src image image-set -webkit-image-set cross-fade -webkit-cross-fade")
_OPENS = {"{} block", "[] block", "() block", "function"}


class _Node(Protocol):
    """A value as ``tinycss2`` tells of it; of what kind it is decides which of these it has."""

    type: str
    value: str
    lower_value: str
    lower_name: str
    source_line: int
    source_column: int
    content: Sequence[_Node]
    arguments: Sequence[_Node]


@dataclass(frozen=True, slots=True)
class StyleAddress:
    """The address of a picture, a font or another sheet."""

    address: str
    start: int
    end: int
    """Where it stands in the sheet."""
    imported: bool = False
    """Whether it is that of a sheet."""


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """What a sheet or the value of a ``style`` attribute shows. All numbers are offsets into it."""

    words: tuple[tuple[Piece, ...], ...] = ()
    """The words of each declaration."""
    addresses: tuple[StyleAddress, ...] = ()
    turned: tuple[int, ...] = ()
    """Where it has letters shown from right to left, whatever they are."""


@dataclass(slots=True)
class _Level:
    """A list of values that is being read: a sheet, a block or the arguments of a function."""

    nodes: Iterator[_Node]
    declared: str = ""
    """The property whose value is being read."""
    rule: str = ""
    """The at-rule that it stands in."""
    function: str = ""
    first: str = ""
    """The word that a declaration may begin with."""
    fresh: bool = True
    overrides: int | None = None
    backwards: bool = False
    selects: bool = False
    words: list[Piece] = field(default_factory=list)


@lru_cache(maxsize=64)
def read_style(css: str) -> StyleSheet:
    """Return what a sheet, or the value of a ``style`` attribute, shows."""
    return _StyleReader(css).read() if _HOLDS_ANYTHING.search(css) else StyleSheet()


class _StyleReader:
    def __init__(self, css: str) -> None:
        self._css = css
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(css))]
        self._words: list[tuple[Piece, ...]] = []
        self._addresses: list[StyleAddress] = []
        self._turned: list[int] = []

    def read(self) -> StyleSheet:
        nodes = tinycss2.parse_component_value_list(self._css, skip_comments=True)
        levels = [_Level(iter(nodes))]
        while levels:
            node = next(levels[-1].nodes, None)
            if node is None:
                self._end_declaration(levels.pop())
            elif node.type in _OPENS:
                levels.append(self._opened(levels[-1], node))
            else:
                self._node(levels[-1], node)
        return StyleSheet(tuple(self._words), tuple(self._addresses), tuple(self._turned))

    def _opened(self, level: _Level, node: _Node) -> _Level:
        """Return the level inside a block or a function."""
        if node.type == "{} block":
            rule = level.rule
            if level.words or not level.declared.startswith("--"):
                self._end_declaration(level)
            return _Level(iter(node.content), rule=rule)
        inside = _Level(
            iter(node.arguments if node.type == "function" else node.content),
            level.declared,
            level.rule,
            node.lower_name if node.type == "function" else level.function,
            fresh=False,
            selects=level.selects or (node.type == "[] block" and not level.declared),
        )
        inside.words = level.words  # one value
        level.fresh = False
        return inside

    def _end_declaration(self, level: _Level) -> None:
        """Take note of what a declaration said, and make ready for the next."""
        if level.fresh is False and level.function:
            return  # the arguments of a function end, not the declaration
        if level.words:
            self._words.append(tuple(level.words))
            level.words = []
        if level.overrides is not None and level.backwards:
            self._turned.append(level.overrides)
            level.overrides = None
        level.declared, level.rule, level.first, level.fresh = "", "", "", True

    def _node(self, level: _Level, node: _Node) -> None:
        if node.type == "whitespace":
            return
        if node.type == "literal" and node.value == ";" and not level.function:
            self._end_declaration(level)
            return
        if node.type == "at-keyword":
            level.rule = node.lower_value
        elif node.type == "literal" and node.value == ":" and level.first and not level.declared:
            level.declared = level.first
        elif node.type == "string":
            self._string(level, node)
        elif node.type == "url":
            self._url(level, node)
        elif node.type == "ident":
            self._ident(level, node)
        level.fresh = False

    def _ident(self, level: _Level, node: _Node) -> None:
        if level.fresh:
            level.first = node.lower_value
        elif level.declared == "unicode-bidi" and node.lower_value.endswith("-override"):
            level.overrides = self._offset(node)
        elif level.declared == "direction" and node.lower_value == "rtl":
            level.backwards = True

    def _string(self, level: _Level, node: _Node) -> None:
        start = self._offset(node)
        match = _STRING.match(self._css, start)
        low, high = match.span("inner") if match else (start, start + 1)
        if level.rule == "import" and not level.declared:
            self._addresses.append(StyleAddress(node.value, low, high, imported=True))
        elif not node.value:
            return
        elif level.function in _SHOWN_AS_ADDRESS:
            imported = level.rule == "import" and not level.declared
            self._addresses.append(StyleAddress(node.value, low, high, imported))
        elif not self._no_words(level):
            if level.words and level.declared != "content":
                level.words.append(("\n", low, low))
            level.words.append((node.value, low, high))

    def _no_words(self, level: _Level) -> bool:
        if level.selects or level.rule in _NO_WORDS:
            return True
        return bool(_FONTS.search(level.declared) or _FONTS.match(level.function))

    def _url(self, level: _Level, node: _Node) -> None:
        start = self._offset(node)
        match = _URL.match(self._css, start)
        low, high = match.span("inner") if match else (start, start + 1)
        self._addresses.append(StyleAddress(node.value, low, high, level.rule == "import" and not level.declared))

    def _offset(self, node: _Node) -> int:
        return self._lines[node.source_line - 1] + node.source_column - 1
