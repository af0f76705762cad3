"""The words that the finders of details go by: data files, and patterns made from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

import tomli

from postcheck.late import late


@cache
def table(file: str) -> dict[str, Any]:
    """Return a data file of the finders as it stands."""
    read: dict[str, Any] = tomli.loads((resources.files("postcheck.find") / "data" / file).read_text("utf-8"))
    return read


def words(section: str, name: str) -> frozenset[str]:
    """Return a list of ``details.toml``."""
    return frozenset(table("details.toml")[section][name])


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern for any of the phrases: a space also matches a hyphen, a star any ending."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(
        re.escape(phrase).replace(r"\ ", r"[\s-]{1,2}").replace(r"\*", r"\w{0,12}") for phrase in longest_first
    )


_SLOT = re.compile("<[a-z_]+>")
_LETTERS = re.compile(r"[a-z]+\*?")
_UNLIKE = frozenset("\u017f\u0130\u0131\u212a")
"""Letters that a pattern takes for ASCII's whatever the case, and that are written in small letters otherwise."""


class Needed:
    """The words without which no text holds any of these phrases: a quick look, before patterns are compiled.

    A star stands for any ending, and a <slot> for words of its own.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._rest: dict[str, list[frozenset[str]]] = {}
        """Of each phrase, by its longest word, the other words."""
        for phrase in phrases:
            words = _LETTERS.findall(_SLOT.sub(" ", phrase.lower()))
            longest = max(words, key=len, default="*")
            whole_words = {word for word in words if not word.endswith("*")}
            self._rest.setdefault(longest, []).append(frozenset(whole_words - {longest}))
        self._beginnings = tuple(word[:-1] for word in self._rest if word.endswith("*"))

    def may_be_in(self, text: str) -> bool:
        """Whether the text has all words of one of the phrases, so that the phrase may be in it."""
        if "*" in self._rest or not _UNLIKE.isdisjoint(text):
            return True
        there = set(_LETTERS.findall(text.lower().replace("*", " ")))
        found = there & self._rest.keys()
        if any(word.startswith(self._beginnings) for word in there):
            found |= {f"{start}*" for start in self._beginnings if any(word.startswith(start) for word in there)}
        return any(there.issuperset(rest) for word in found for rest in self._rest[word])


def whole(section: str, name: str) -> re.Pattern[str]:
    """Return a pattern for any phrase of a list as words of their own, whatever their case."""
    return late(rf"(?<!\w)(?:{any_of(words(section, name))})(?!\w)", re.IGNORECASE)
