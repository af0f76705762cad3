"""Text as atoms: the pieces that names are made of, each with a folded key and its exact place.

Folding makes letter case, accents, apostrophes, invisible characters, full-width and look-alike letters disappear, so
that two
spellings of one name have one key. Offsets always count characters of the original text.
"""
# ruff: noqa: RUF001 -- look-alike letters are this module's subject

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import regex

from postcheck.text.folding import APOSTROPHES, INVISIBLE, fold

_SPACELESS = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{N}}]--[{_SPACELESS}]]"
_MORE = rf"[[\p{{L}}\p{{M}}\p{{N}}{INVISIBLE}]--[{_SPACELESS}]]"
# Scripts written without spaces have one atom a character; every other word runs on over apostrophes.
_WORD = regex.compile(rf"[{_SPACELESS}][\p{{M}}]*|{_LETTER}{_MORE}*(?:[{APOSTROPHES}]{_LETTER}{_MORE}*)*", regex.V1)
_CAMEL = regex.compile(
    r"(?<=\p{Ll}\p{M}*)(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{N})(?=\p{L})|(?<=\p{L}\p{M}*)(?=\p{N})", regex.V1
)
_CLITIC = regex.compile(rf"[{APOSTROPHES}](?:s|ll|d|ve|re|S|LL|D|VE|RE)$")
_UNSEEN = regex.compile(rf"[{INVISIBLE}]")
_UNSPACED = regex.compile(rf"[{_SPACELESS}]")
_TAIL = regex.compile(rf"[{INVISIBLE}]+$")
_NEWLINE = regex.compile(r"\r\n?|\n|\u2028|\u2029|\x0b|\x0c")

_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}


class Shape(IntEnum):
    """The letter case of an atom."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    """All capitals; a single capital too."""
    MIXED = 3
    NONE = 4
    """A script without case, or a number."""


class Gap(IntEnum):
    """What stands between an atom and the one before it."""

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
    """A colon or a dash with spaces."""
    STOP = 10
    """The end of a sentence, or anything else that parts what stands beside it."""

    @property
    def tight(self) -> bool:
        """Whether both sides may be one name without a space."""
        return self <= Gap.BROKEN

    @property
    def loose(self) -> bool:
        """Whether both sides are neighbouring words."""
        return Gap.SPACE <= self <= Gap.UNDER


class Cut(IntEnum):
    """How an atom was cut out of a longer word."""

    NONE = 0
    CLEAN = 1
    """All pieces of the word are words, names or numbers."""
    ROUGH = 2
    """Something unknown is left beside it."""


@dataclass(slots=True)
class Atom:
    """A piece of text that may be a name or a part of one."""

    start: int
    end: int
    """End of the word without a possessive or other ending after an apostrophe."""
    key: str
    """Folded, without that ending."""
    shape: Shape
    gap: Gap
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
    """Whether a key is of a script that is written without spaces between words."""
    return not key.isascii() and _UNSPACED.match(key) is not None


def spelled_out(text: str) -> str | None:
    """Return the key of a name with its umlauts written as two letters (Müller as Mueller), or None if it has none."""
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


def _gap(between: str, slug: bool) -> Gap:  # noqa: C901, PLR0911, PLR0912 -- one decision, read top to bottom
    if between == " ":
        return Gap.SPACE
    if not between:
        return Gap.NONE
    core = between if between.isascii() else _UNSEEN.sub("", between)
    if not core:
        return Gap.NONE if not between.strip(" ") else Gap.BROKEN
    stripped = core.strip()
    if not stripped:
        if "\u00ad" in between and _NEWLINE.search(core):
            return Gap.BROKEN
        lines = len(_NEWLINE.findall(core))
        return Gap.SPACE if lines == 0 else Gap.NEWLINE if lines == 1 else Gap.STOP
    if stripped in {"-", "‐", "‑", "‒", "–", "⁃", "−", "－"}:
        if core == stripped:
            return Gap.SPACE if slug else Gap.HYPHEN
        if stripped in "-‐‑－" and core[0] in "-‐‑－" and _NEWLINE.search(core) and len(_NEWLINE.findall(core)) == 1:
            return Gap.BROKEN
        return Gap.COLON if not _NEWLINE.search(core) else Gap.STOP
    if set(core) == {"_"}:
        return Gap.SPACE if slug else Gap.UNDER
    newline = bool(_NEWLINE.search(core))
    if slug and not newline and set(stripped) <= set(".-_+~"):
        return Gap.SPACE
    if stripped == "." and not newline:
        return Gap.DOT
    if stripped in {",", "،", "、", "，"} and len(_NEWLINE.findall(core)) <= 1:
        return Gap.COMMA
    if stripped in {":", "—", "–", "|", "•", "·", "：", "→"} and not newline:
        return Gap.COLON
    if set(stripped) <= set("*_~\"“”„'‘’()[]«»`") and not newline:
        return Gap.QUOTE
    if stripped == ":" and len(_NEWLINE.findall(core)) <= 1:
        return Gap.COLON
    return Gap.STOP


_SENTENCE = regex.compile(r"[.!?:;•…\n\r\u2028\u2029|\"“”]|[\p{So}]")


def atoms(
    text: str, *, slug: bool = False, slugs: tuple[tuple[int, int], ...] = (), hidden: tuple[tuple[int, int], ...] = ()
) -> list[Atom]:
    """Cut ``text`` into atoms.

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
    found: list[Atom] = []
    previous = 0
    line = 0
    slug_at = hidden_at = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        while hidden_at < len(hidden) and hidden[hidden_at][1] <= start:
            hidden_at += 1
        if hidden_at < len(hidden) and hidden[hidden_at][0] <= start:
            continue
        while slug_at < len(slugs) and slugs[slug_at][1] <= start:
            slug_at += 1
        in_slug = slug or (slug_at < len(slugs) and slugs[slug_at][0] <= start)
        between = text[previous:start]
        first = not found
        gap = Gap.STOP if first else _gap(between, in_slug and found[-1].slug)
        begins = first or (gap >= Gap.NEWLINE and gap is not Gap.UNDER and _SENTENCE.search(between) is not None)
        if "\n" in between or "\r" in between:
            line += len(_NEWLINE.findall(between))
        word = match.group()
        previous = end
        if word.isascii() and word.isalpha() and (word.islower() or word.isupper() or word[1:].islower()):
            shape = Shape.LOWER if word.islower() else Shape.UPPER if word.isupper() else Shape.TITLE
            found.append(Atom(start, end, word.lower(), shape, gap, "", line, in_slug, begins))
            continue
        tail = _TAIL.search(word)
        if tail is not None:
            word = word[: tail.start()]
            previous = start + len(word)
        _pieces(found, word, start, Atom(start, end, "", Shape.NONE, gap, "", line, in_slug, begins))
    return found


def _pieces(found: list[Atom], word: str, start: int, first: Atom) -> None:
    """Append the atoms of one word that is more than plain letters of one case."""
    full = ""
    clitic = _CLITIC.search(word)
    if clitic is not None and clitic.start() > 0:
        full = word
        word = _TAIL.sub("", word[: clitic.start()])
    if not word:
        return
    cuts = [0, *(match.start() for match in _CAMEL.finditer(word)), len(word)]
    last = len(cuts) - 2
    for index, (low, high) in enumerate(pairwise(cuts)):
        piece = word[low:high]
        found.append(
            Atom(
                start + low,
                start + high,
                fold(piece),
                shape_of(piece),
                first.gap if index == 0 else Gap.NONE,
                fold(piece + full[len(word) :]) if full and index == last else "",
                first.line,
                first.slug,
                first.starts and index == 0,
            )
        )
