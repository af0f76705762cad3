"""One key for all spellings of a word, whatever its letter case, accents, apostrophes, invisible characters and look-alike letters."""
# ruff: noqa: RUF001 -- look-alike letters are this module's subject

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

APOSTROPHES = "'’‘ʼʻʹ′`´＇ꞌ"
"""Signs that are typed for an apostrophe; part of a character class."""
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters that nobody sees; part of a character class."""
_DROPPED = regex.compile(
    rf"[{APOSTROPHES}{INVISIBLE}\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u0591-\u05c7\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f]+"
)

# Letters that Unicode does not decompose.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ħ": "h", "ŋ": "n", "ŧ": "t", "ə": "e",
        "ɑ": "a", "ɡ": "g", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ĸ": "k", "ɛ": "e", "ɔ": "o", "ⱡ": "l", "ŀ": "l", "ɨ": "i", "ʉ": "u", "ȷ": "j",
    }
)  # fmt: skip
# Letters of other alphabets that look like Latin ones, in words that also have Latin letters.
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅԚԜҮавекмнорстухіјѕԛԝһԁӏѵґΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχϲϳ",
    "ABEKMHOPCTYXIJSQWYabekmhopctyxijsqwhdlvrABEZHIKMNOPTYXabeiknoptuxcj",
)
_LATIN = regex.compile(r"\p{Latin}")
_FOREIGN = regex.compile(r"[\p{Cyrillic}\p{Greek}]")
# Words wholly of letters that look Latin in either case are read as Latin.
_ALL_LOOKALIKE = regex.compile(r"[аеорсухіјѕАЕОРСУХІЈЅοΟ]{3,}$")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the key of a word: lower case, no accents, apostrophes or invisible characters, look-alike letters as Latin ones."""
    if text.isascii():
        return _DROPPED.sub("", text).lower() if not text.isalnum() else text.lower()
    text = unicodedata.normalize("NFKC", text)
    if _FOREIGN.search(text) and (_LATIN.search(text) or _ALL_LOOKALIKE.match(text)):
        text = text.translate(_LOOKALIKES)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = _DROPPED.sub("", text).translate(_LETTERS)
    return unicodedata.normalize("NFC", text)
