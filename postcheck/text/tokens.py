"""Text as tokens: the pieces that names are made of, each with its norm and its exact place.

Folding makes letter case, accents, apostrophes, invisible characters, disguised and look-alike letters disappear, so
that two spellings of one name have one norm. Offsets always count characters of the original text.
"""
# ruff: noqa: RUF001 -- look-alike letters are this module's subject

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

import regex

from postcheck.late import late_regex
from postcheck.text.characters import APOSTROPHES, BLANKS, DEFAULT_IGNORABLE, plain_letters, upside_down
from postcheck.text.folding import fold

_SPACELESS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{N}}]--[{_SPACELESS}{BLANKS}]]"
_MORE = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_SPACELESS}{BLANKS}{DEFAULT_IGNORABLE}]]"
_UNSEEN = rf"{DEFAULT_IGNORABLE}*"
_PART = rf"{_LETTER}{_MORE}*+(?:{DEFAULT_IGNORABLE}++{_MORE}++)*"
# Scripts written without spaces have one token per character; any other word includes its apostrophes.
# The first of the three is what the third finds too, sooner.
_WORD = late_regex(
    rf"[A-Za-z]++(?=[ \n.,:;!?)\"])|[{_SPACELESS}][\p{{M}}]*|{_PART}(?:{_UNSEEN}[{APOSTROPHES}]{_UNSEEN}{_PART})*",
    regex.V1,
)
_CAMEL = late_regex(
    rf"(?<=\p{{Ll}}[\p{{M}}{DEFAULT_IGNORABLE}]*)(?=\p{{Lu}})|(?<=\p{{Lu}}{_UNSEEN})(?=\p{{Lu}}{_UNSEEN}\p{{Ll}})"
    rf"|(?<=\p{{N}}{_UNSEEN})(?=\p{{L}})|(?<=\p{{L}}[\p{{M}}{DEFAULT_IGNORABLE}]*)(?=\p{{N}})",
    regex.V1,
)
_CLITIC = late_regex(
    rf"[{APOSTROPHES}]{_UNSEEN}(?:s|d|l{_UNSEEN}l|v{_UNSEEN}e|r{_UNSEEN}e|S|D|L{_UNSEEN}L|V{_UNSEEN}E|R{_UNSEEN}E)$",
    regex.V1,
)
_UNSPACED = late_regex(rf"[{_SPACELESS}]")
_TAIL = late_regex(rf"{DEFAULT_IGNORABLE}+$", regex.V1)
_NEWLINE = late_regex(r"\r\n?|\n|\u2028|\u2029|\x0b|\x0c")

_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}


class Shape(IntEnum):
    """The letter case of a token."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    """All capitals; a single capital too."""
    MIXED = 3
    NONE = 4
    """A script without case, or a number."""


class Separator(IntEnum):
    """What stands between a token and the one before it."""

    NONE = 0
    """Nothing: one word, split where its case or kind of character changes."""
    HYPHEN = 1
    BROKEN = 2
    """A hyphen at a line's end."""
    SPACE = 3
    NEWLINE = 4
    """One line end."""
    UNDER = 5
    """An underscore."""
    DOT = 6
    """A full stop on the same line."""
    COMMA = 7
    QUOTE = 8
    """Quotation marks, brackets or emphasis, with spaces."""
    COLON = 9
    """A colon, a dash with spaces, or the edge of a cell."""
    STOP = 10
    """The end of a sentence, or anything else that separates the words beside it."""

    @property
    def tight(self) -> bool:
        """Whether both sides may be one name without a space."""
        return self <= Separator.BROKEN

    @property
    def loose(self) -> bool:
        """Whether both sides are neighbouring words."""
        return Separator.SPACE <= self <= Separator.UNDER


class Cut(IntEnum):
    """How a token was cut out of a longer word."""

    NONE = 0
    CLEAN = 1
    """All pieces of the word are words, names or numbers."""
    ROUGH = 2
    """Something unknown is left beside it."""


@dataclass(slots=True)
class Token:
    """A piece of text that may be a name or a part of one."""

    start: int
    end: int
    """End of the word without a possessive or other ending after an apostrophe."""
    norm: str
    """Folded, without that ending."""
    shape: Shape
    separator: Separator
    """What stands before it."""
    full: str = ""
    """Folded with the ending after an apostrophe; empty if there is none."""
    line: int = 0
    slug: bool = False
    """Whether it stands in a hashtag, handle, address or file name, where words run together."""
    starts: bool = False
    """Whether a sentence starts here."""
    cut: Cut = Cut.NONE
    """Whether it was cut out of a word that runs others together."""


def accented(text: str) -> bool:
    """Whether a word is written with an accent."""
    return not text.isascii() and any(
        unicodedata.category(letter) == "Mn" for letter in unicodedata.normalize("NFD", text)
    )


def unspaced(key: str) -> bool:
    """Whether a norm is in a script that is written without spaces between words."""
    return not key.isascii() and _UNSPACED.match(key) is not None


def spelled_out(text: str) -> str | None:
    """Return the norm of a name with its umlauts written as two letters (Müller as Mueller), or None if it has none."""
    lowered = unicodedata.normalize("NFC", text).lower()
    if not any(letter in lowered for letter in _UMLAUTS):
        return None
    return fold("".join(_UMLAUTS.get(letter, letter) for letter in lowered))


def shape_of(text: str) -> Shape:
    """Return the letter case of a word."""
    if text.islower():
        return Shape.LOWER
    if text.isupper():
        return Shape.UPPER
    if text[:1].isupper() and text[1:].islower():
        return Shape.TITLE
    if text.istitle():
        return Shape.TITLE
    return Shape.MIXED if any(letter.isupper() or letter.islower() for letter in text) else Shape.NONE


_SPACE = r"[\s\x1c-\x1f--[\n\r\v\f\u2028\u2029]]*"
_LINE_END = rf"{_SPACE}(?:\r\n?|[\n\u2028\u2029\v\f]){_SPACE}"
_SHORT = 16
"""Up to how many characters between two words it pays to remember what they mean."""
_DASHES = "-‐‑‒–⁃−－"
_SIGNS: tuple[tuple[Separator | None, Separator | None, str], ...] = (
    # In running text, in a hashtag or the like (None where it is not looked for), and what stands between, if all of it
    # matches. The first that matches counts.
    (Separator.BROKEN, Separator.BROKEN, ""),
    (Separator.SPACE, Separator.SPACE, _SPACE),
    (Separator.BROKEN, Separator.BROKEN, rf"[{BLANKS}]+"),
    (Separator.SPACE, Separator.SPACE, rf"[\s{BLANKS}\x1c-\x1f--[\n\r\v\f\u2028\u2029]]+"),
    (Separator.NEWLINE, Separator.NEWLINE, _LINE_END),
    (Separator.BROKEN, Separator.BROKEN, rf"[-‐‑－\u00ad]{_LINE_END}"),
    (Separator.HYPHEN, Separator.SPACE, rf"[{_DASHES}]"),
    (Separator.COLON, Separator.COLON, rf"{_SPACE}[{_DASHES}]{_SPACE}"),
    (Separator.UNDER, Separator.SPACE, "_+"),
    (None, Separator.SPACE, rf"{_SPACE}[-._+~]+{_SPACE}"),
    (Separator.DOT, Separator.DOT, rf"{_SPACE}\.{_SPACE}"),
    (Separator.COMMA, Separator.COMMA, rf"(?:{_SPACE}|{_LINE_END})[,،、，]{_SPACE}|{_SPACE}[,،、，]{_LINE_END}"),
    (Separator.COLON, Separator.COLON, rf"{_SPACE}[:—|•·：→]{_SPACE}|{_LINE_END}:{_SPACE}|{_SPACE}:{_LINE_END}"),
    (Separator.QUOTE, Separator.QUOTE, rf"{_SPACE}[*_~\"“”„'‘’()\[\]«»`]+{_SPACE}"),
)
_IN_TEXT = tuple(kind for kind, _, _ in _SIGNS if kind is not None)
_IN_SLUG = tuple(kind for _, kind, _ in _SIGNS if kind is not None)
_BETWEEN_WORDS = late_regex("|".join(f"({signs})" for kind, _, signs in _SIGNS if kind is not None), regex.V1)
_BETWEEN_PIECES = late_regex("|".join(f"({signs})" for _, kind, signs in _SIGNS if kind is not None), regex.V1)
# A soft hyphen shows only at a line's end.
_SEEN_THROUGH = late_regex(rf"(?!\u00ad{_LINE_END}){DEFAULT_IGNORABLE}", regex.V1)


def _separator(between: str, slug: bool) -> Separator:
    """Return what stands between two words: the same few signs, over and over."""
    if between == " ":
        return Separator.SPACE
    if not between:
        return Separator.NONE
    return _usual(between, slug) if len(between) <= _SHORT else _kind(between, slug)


def _kind(between: str, slug: bool) -> Separator:
    core = between if between.isascii() else _SEEN_THROUGH.sub("", between)
    signs, kinds = (_BETWEEN_PIECES, _IN_SLUG) if slug else (_BETWEEN_WORDS, _IN_TEXT)
    if not slug and _CELL_EDGE.fullmatch(core) is not None:
        return Separator.COLON
    found = signs.fullmatch(core)
    return Separator.STOP if found is None else kinds[(found.lastindex or 1) - 1]


_CELL_EDGE = late_regex(r"[^\n\r\v\f\u2028\u2029,،、，]*\t[^\n\r\v\f\u2028\u2029,،、，]*", regex.V1)
"""A tab, which parts the cells of a row: a name never goes over it, and seldom a sentence."""
_usual = lru_cache(maxsize=4096)(_kind)


_SENTENCE = late_regex(r"[.!?:;•…\n\r\t\u2028\u2029|\"“”]|[\p{So}]")


def tokenize(
    text: str, *, slug: bool = False, slugs: tuple[tuple[int, int], ...] = (), hidden: tuple[tuple[int, int], ...] = ()
) -> list[Token]:
    """Cut ``text`` into tokens.

    Parameters
    ----------
    text:
        Any text.
    slug:
        Whether the whole text is a file name, a link or a handle.
    slugs:
        Stretches of the text that are, in order and without overlap.
    hidden:
        Stretches to leave out (the host of an address), in order and without overlap.
    """
    found: list[Token] = []
    previous = 0
    line = 0
    slug_at = hidden_at = 0
    plain = plain_letters(text)
    for match in _WORD.finditer(plain):
        start, end = match.span()
        while hidden_at < len(hidden) and hidden[hidden_at][1] <= start:
            hidden_at += 1
        if hidden_at < len(hidden) and hidden[hidden_at][0] <= start:
            continue
        while slug_at < len(slugs) and slugs[slug_at][1] <= start:
            slug_at += 1
        in_slug = slug or (slug_at < len(slugs) and slugs[slug_at][0] <= start)
        between = plain[previous:start]
        first = not found
        separator = Separator.STOP if first else _separator(between, in_slug and found[-1].slug)
        begins = first or (
            separator >= Separator.NEWLINE
            and separator is not Separator.UNDER
            and _SENTENCE.search(between) is not None
        )
        if "\n" in between or "\r" in between:
            line += len(_NEWLINE.findall(between))
        word = match.group()
        previous = end
        if word.isascii() and word.isalpha() and (word.islower() or word.isupper() or word[1:].islower()):
            shape = Shape.LOWER if word.islower() else Shape.UPPER if word.isupper() else Shape.TITLE
            found.append(Token(start, end, word.lower(), shape, separator, "", line, in_slug, begins))
            continue
        _pieces(found, text, word, Token(start, end, "", Shape.NONE, separator, "", line, in_slug, begins))
    return found


def _pieces(found: list[Token], text: str, word: str, first: Token) -> None:
    """Append the tokens of one word that is more than plain letters of one case."""
    start, end = first.start, first.end
    clitic = _CLITIC.search(word)
    if clitic is not None:
        word = _TAIL.sub("", word[: clitic.start()])
    turned = upside_down(word)
    cuts = [0, *(() if turned else (match.start() for match in _CAMEL.finditer(word))), len(word)]
    last = len(cuts) - 2
    for index, (low, high) in enumerate(pairwise(cuts)):
        piece = word[low:high]
        found.append(
            Token(
                start + low,
                start + high,
                fold(text[start + low : start + high]),
                shape_of(piece[::-1] if turned else piece),
                first.separator if index == 0 else Separator.NONE,
                fold(text[start + low : end]) if clitic is not None and index == last else "",
                first.line,
                first.slug,
                first.starts and index == 0,
            )
        )
