"""Makes text from drafts fit to be shown: nothing in it can control a terminal, reorder a line or hide."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

_ORDINARY = re.compile(r"[ -~\xa0-\xac\xae-\u017f\u2010-\u2015\u2018-\u201d\u2022\u2026\u20ac\u2192]*")
"""What most text is made of; all of it is harmless."""
_MARKS = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_PILED = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
_PLAINER = {
    "«": "<<",
    "»": ">>",
    "…": "...",
    "▮": "*",
    "“": '"',
    "”": '"',
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{EN DASH}": "-",
    "—": "-",
    "•": "*",
    "→": ">",
}


def plain(text: str) -> str:
    """Return ``text`` for one line of a report: tabs and line ends become spaces, control characters become visible.

    What stays invisible is harmless and belongs to a script (joiners, left-to-right marks). Piles of combining marks,
    which would cover the lines around them, are cut to four.
    """
    if _ORDINARY.fullmatch(text):
        return text
    return _PILED.sub(r"\1", _bad().sub(_shown, text))


@cache
def _bad() -> regex.Pattern[str]:
    """Return what finds the characters that are not shown as they are."""
    import regex  # noqa: PLC0415 - like the next one it takes a while, and most pages need neither

    from postcheck.text.characters import STEERING, TAG_FLAG  # noqa: PLC0415 - as above

    return regex.compile(
        f"(?P<keep>{TAG_FLAG})"
        "|(?P<space>[\\t\\n\\v\\f\\r\\x1c-\\x1e\\x85\\u2028\\u2029]+)"
        rf"|(?P<hidden>[{STEERING}\x1f\ud800-\udfff])",
        regex.V1,
    )


def _shown(match: regex.Match[str]) -> str:
    found = match.group()
    if match.lastgroup == "hidden":
        return f"<U+{ord(found):04X}>"
    return " " if match.lastgroup == "space" else found


def fit(text: str, encoding: str) -> str:
    """Return ``text`` with the characters that ``encoding`` lacks replaced by plainer ones, at worst by ``?``."""
    return (
        text
        if _takes(text, encoding)
        else "".join(char if _takes(char, encoding) else _plainer(char, encoding) for char in text)
    )


def _takes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=4096)
def _plainer(char: str, encoding: str) -> str:
    if char in _PLAINER:
        return _PLAINER[char]
    base = "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))
    return base if base and _takes(base, encoding) else "" if unicodedata.combining(char) else "?"
