"""Texts whose characters each know which name they belong to, and ways to spoil them."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from names_model.records import Span

OUTSIDE = 0
IGNORED = -1

# What OCR reads in place of a letter.
_LOOKALIKES = {
    "l": "1I|", "I": "l1|", "i": "l1", "O": "0Q", "o": "0c", "S": "5", "s": "5", "B": "8", "e": "c", "a": "o",
    "m": "rn", "n": "h", "h": "b", "u": "v", "c": "e", "t": "f", "g": "9q", "Z": "2", "G": "6", "y": "v",
}  # fmt: skip


class Tagged:
    """A text that grows, with the number of the name that each character is part of."""

    def __init__(self, text: str = "", tags: list[int] | None = None) -> None:
        """Start from a text and its tags, by default empty."""
        self.text = text
        self.tags = tags if tags is not None else [OUTSIDE] * len(text)

    def add(self, text: str) -> None:
        """Append text that names nobody."""
        self.text += text
        self.tags += [OUTSIDE] * len(text)

    def person(self, name: str) -> None:
        """Append a person's name."""
        self.tags += [max([OUTSIDE, *self.tags]) + 1] * len(name)
        self.text += name

    def ignored(self, name: str) -> None:
        """Append text that counts neither as a name nor as none."""
        self.text += name
        self.tags += [IGNORED] * len(name)

    def hashtag(self, name: str) -> None:
        """Append a name that is the whole of a hashtag: the sign before it belongs to it."""
        self.person(name)
        before = len(self.text) - len(name) - 1
        if before >= 0 and self.text[before] == "#":
            self.tags[before] = self.tags[-1]

    def spans(self, kind: int | None = None) -> tuple[Span, ...]:
        """Give the spans of the names, or those with one tag only (`IGNORED`)."""
        found: dict[int, list[int]] = {}
        runs: list[Span] = []
        for i, tag in enumerate(self.tags):
            if kind is not None and tag == kind:
                if runs and runs[-1][1] == i:
                    runs[-1] = (runs[-1][0], i + 1)
                else:
                    runs.append((i, i + 1))
            elif kind is None and tag > 0:
                found.setdefault(tag, [i, i])[1] = i + 1
                found[tag][1] = i + 1
        if kind is not None:
            return tuple(runs)
        return tuple(sorted((a, b) for a, b in found.values()))

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
        return Tagged("".join(out), self.tags)

    def unaccented(self) -> Tagged:
        """Give the text without the accents that Unicode can take off."""
        return self._letters(lambda c: unicodedata.normalize("NFD", c)[0])

    def _letters(self, change: Callable[[str], str]) -> Tagged:
        return Tagged("".join(_same_length(c, change) for c in self.text), list(self.tags))


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
        text = Tagged(text.text.replace("'", "\u2019"), text.tags)
    if rng.random() < 0.1:  # noqa: PLR2004
        text = ocr_slips(text, rng, rate=rng.choice((0.01, 0.02, 0.04)))
    if rng.random() < 0.08:  # noqa: PLR2004
        text = without(text, ".,!:")
    return text


def without(text: Tagged, characters: str) -> Tagged:
    """Give a text without some characters."""
    kept = [(c, t) for c, t in zip(text.text, text.tags, strict=True) if c not in characters]
    return Tagged("".join(c for c, _ in kept), [t for _, t in kept])


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
    return Tagged("".join(characters), tags)
