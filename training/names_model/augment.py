"""Texts whose characters each know which name they belong to, and ways to spoil them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from names_model.records import UNKNOWN_ROLE, Record

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

    from names_model.records import Span

OUTSIDE = 0
IGNORED = -1
LOOKALIKE = -2  # looks like a name and is none

# What OCR reads in place of a letter.
_LOOKALIKES = {
    "l": "1I|", "I": "l1|", "i": "l1", "O": "0Q", "o": "0c", "S": "5", "s": "5", "B": "8", "e": "c", "a": "o",
    "m": "rn", "n": "h", "h": "b", "u": "v", "c": "e", "t": "f", "g": "9q", "Z": "2", "G": "6", "y": "v",
}  # fmt: skip


class Tagged:
    """A text that grows, with the number of the name that each character is part of, and each name's role."""

    def __init__(self, text: str = "", tags: list[int] | None = None, roles: Mapping[int, str] | None = None) -> None:
        """Start from a text, its tags and the roles of the names by number, by default empty."""
        self.text = text
        self.tags = tags if tags is not None else [OUTSIDE] * len(text)
        self.roles = dict(roles or {})

    @classmethod
    def of(cls, record: Record) -> Tagged:
        """Take a record's text and marks."""
        tags = [OUTSIDE] * len(record.text)
        for spans, tag in ((record.lookalikes, LOOKALIKE), (record.ignore, IGNORED)):
            for start, end in spans:
                tags[start:end] = [tag] * (end - start)
        for number, (start, end) in enumerate(record.spans, 1):
            tags[start:end] = [number] * (end - start)
        return cls(record.text, tags, dict(enumerate(record.roles, 1)))

    def record(self, src: str, group: str = "") -> Record:
        """Give the text and its marks as a record."""
        places = self._places()
        spans = tuple(sorted(places.values()))
        role_at = {span: self.roles.get(number, UNKNOWN_ROLE) for number, span in places.items()}
        roles = tuple(role_at[span] for span in spans) if any(role_at.values()) else ()
        return Record(self.text, spans, self._runs(IGNORED), roles, self._runs(LOOKALIKE), src, group)

    def add(self, text: str) -> None:
        """Append text that names nobody."""
        self.text += text
        self.tags += [OUTSIDE] * len(text)

    def person(self, name: str, role: str = UNKNOWN_ROLE) -> None:
        """Append a person's name."""
        number = max([OUTSIDE, *self.tags]) + 1
        self.tags += [number] * len(name)
        self.roles[number] = role
        self.text += name

    def ignored(self, name: str) -> None:
        """Append text that counts neither as a name nor as none."""
        self.text += name
        self.tags += [IGNORED] * len(name)

    def lookalike(self, word: str) -> None:
        """Append a word that looks like a name and is none."""
        self.text += word
        self.tags += [LOOKALIKE] * len(word)

    def hashtag(self, name: str, role: str = UNKNOWN_ROLE) -> None:
        """Append a name that is the whole of a hashtag: the sign before it belongs to it."""
        self.person(name, role)
        before = len(self.text) - len(name) - 1
        if before >= 0 and self.text[before] == "#":
            self.tags[before] = self.tags[-1]

    def _places(self) -> dict[int, Span]:
        """Give the span of each name, by its number."""
        found: dict[int, Span] = {}
        for i, tag in enumerate(self.tags):
            if tag > OUTSIDE:
                found[tag] = (found[tag][0] if tag in found else i, i + 1)
        return found

    def _runs(self, kind: int) -> tuple[Span, ...]:
        """Give the spans of all characters with one tag."""
        runs: list[Span] = []
        for i, tag in enumerate(self.tags):
            if tag == kind:
                if runs and runs[-1][1] == i:
                    runs[-1] = (runs[-1][0], i + 1)
                else:
                    runs.append((i, i + 1))
        return tuple(runs)

    def upper(self) -> Tagged:
        """Give the text in capitals."""
        return self._letters(str.upper)

    def lower(self) -> Tagged:
        """Give the text in small letters."""
        return self._letters(str.lower)

    def title(self) -> Tagged:
        """Give the text with a capital at the start of every word."""
        out = []
        for i, c in enumerate(self.text):
            starts = i == 0 or not (self.text[i - 1].isalnum() or self.text[i - 1] in "'\u2019")
            out.append(_same_length(c, str.upper) if starts else c)
        return Tagged("".join(out), self.tags, self.roles)

    def unaccented(self) -> Tagged:
        """Give the text without the accents that Unicode can take off."""
        return self._letters(lambda c: unicodedata.normalize("NFD", c)[0])

    def _letters(self, change: Callable[[str], str]) -> Tagged:
        return Tagged("".join(_same_length(c, change) for c in self.text), list(self.tags), self.roles)


def _same_length(character: str, change: Callable[[str], str]) -> str:
    changed = change(character)
    return changed if len(changed) == 1 else character


def augment(text: Tagged, rng: random.Random) -> Tagged:
    """Spoil a text now and then: letter case, accents, apostrophes, OCR slips, missing stops."""
    draw = rng.random()
    if draw < 0.13:  # noqa: PLR2004
        text = text.upper()
    elif draw < 0.24:  # noqa: PLR2004
        text = text.lower()
    elif draw < 0.28:  # noqa: PLR2004
        text = text.title()
    if rng.random() < 0.3:  # noqa: PLR2004
        text = text.unaccented()
    if rng.random() < 0.4:  # noqa: PLR2004
        text = Tagged(text.text.replace("'", "\u2019"), text.tags, text.roles)
    if rng.random() < 0.1:  # noqa: PLR2004
        text = ocr_slips(text, rng, rate=rng.choice((0.01, 0.02, 0.04)))
    if rng.random() < 0.08:  # noqa: PLR2004
        text = without(text, ".,!:")
    return text


def without(text: Tagged, characters: str) -> Tagged:
    """Give a text without some characters."""
    kept = [(c, t) for c, t in zip(text.text, text.tags, strict=True) if c not in characters]
    return Tagged("".join(c for c, _ in kept), [t for _, t in kept], text.roles)


def ocr_slips(text: Tagged, rng: random.Random, rate: float) -> Tagged:
    """Spoil a text as OCR does: letters that look alike, spaces lost or added, line ends for spaces.

    Parameters
    ----------
    text:
        what is spoilt.
    rng:
        source of chance.
    rate:
        share of characters that are spoilt, 0 to 1.
    """
    characters: list[str] = []
    tags: list[int] = []
    for c, tag in zip(text.text, text.tags, strict=True):
        new = c
        if rng.random() < rate:
            if c == " ":
                new = rng.choice(("", "\n", "\n", "  ")) if tag == OUTSIDE else "\n"
            elif c in _LOOKALIKES:
                alike = _LOOKALIKES[c]
                new = alike if alike == "rn" else rng.choice(alike)
            elif rng.random() < 0.2:  # noqa: PLR2004
                new = ""
        elif rng.random() < rate / 8:
            new = c + rng.choice("~|*.,_' ")
        characters.append(new)
        tags += [tag] * len(new)
    return Tagged("".join(characters), tags, text.roles)
