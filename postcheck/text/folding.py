"""One norm for all spellings of a word.

Letter case, accents, apostrophes, invisible characters, look-alike letters and letters in disguise make no difference.
"""
# ruff: noqa: RUF001 -- look-alike letters are this module's subject

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

from postcheck.text.characters import (
    APOSTROPHES,
    BARE,
    BLANKS,
    DEFAULT_IGNORABLE,
    LOOKALIKES,
    UNTURNED,
    plain_letters,
    turned_back,
)

_MARKS = (
    r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u0591-\u05c7"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
"""Accents and the like, which many spellings leave out."""
_DROPPED = regex.compile(rf"[{APOSTROPHES}{DEFAULT_IGNORABLE}{BLANKS}{_MARKS}]+", regex.V1)
_LATIN = regex.compile(r"\p{Latin}")
_FOREIGN = regex.compile(r"[\p{Cyrillic}\p{Greek}]")
_MIXED = regex.compile(r"\p{Cyrillic}(?=.*\p{Greek})|\p{Greek}(?=.*\p{Cyrillic})", regex.DOTALL)
# Words wholly of letters that look Latin in either case are read as Latin.
_ALL_LOOKALIKE = regex.compile(r"[аеорсухіјѕАЕОРСУХІЈЅοΟ]{3,}$")


_ROUNDS = 9
"""More than any word needs, so that none goes round for ever."""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the norm of a word: lower case, plain Latin letters; no accents, apostrophes or invisible characters."""
    if text.isascii():
        return _DROPPED.sub("", text).lower() if not text.isalnum() else text.lower()
    # What was dropped may have stood between letters that mean something else side by side.
    for _ in range(_ROUNDS):
        folded = _once(text)
        if folded == text or folded.isascii():
            return folded
        text = folded
    return text


def _once(text: str) -> str:
    text = turned_back(unicodedata.normalize("NFKC", plain_letters(text)))
    if _FOREIGN.search(text) and (_LATIN.search(text) or _MIXED.search(text) or _ALL_LOOKALIKE.match(text)):
        text = text.translate(LOOKALIKES)
    text = _DROPPED.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(BARE)
    return unicodedata.normalize("NFC", turned_back(text).translate(UNTURNED))
