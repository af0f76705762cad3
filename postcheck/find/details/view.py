"""A passage as the finders of details see it: plain characters, sentences, and the people named in them."""
# ruff: noqa: RUF001 -- look-alike signs are meant

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from postcheck.model.detail import Bearing, DetailKind
from postcheck.model.mention import Certainty, Mention
from postcheck.model.text import Passage, PlaceKind
from postcheck.text.characters import BLANK, IGNORABLE, plain_letters

_SIGNS = {
    **dict.fromkeys("‐‑‒–—―−⁃﹣－", "-"),
    **dict.fromkeys("’‘ʼ′＇", "'"),
    **dict.fromkeys("“”„″＂", '"'),
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
    ),
}
_URL = re.compile(
    r"(?<![\w@])(?:https?://|www\.)[^\s<>()\"]{1,2000}"
    r"|(?<![\w@.-])(?:[\w-]{1,63}\.){1,6}[a-z]{2,12}/[^\s<>()\"]{1,2000}",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"""[.!?…]+["')\]]*\s+|\n[ ]*\n\s*|\n(?=[ ]*(?:[-*•·▪►➤]|\d{1,2}[.)]\s|[^\w\s"'(£#@+\[{/\\&.,:;!?~%<>=|-]))"""
)
_SHORTENED = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|st|rd|ave|tel|mob|ph|no|ext|prof|rev|cllr|approx|inc|vs"
    r"|e\.g|i\.e|d\.o\.b|dob|(?!i\b)[a-z])\.$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\W{0,5}(?:he|she|they|his|her|their|who)(?:'s|'ve)?\b", re.IGNORECASE)
_TITLED = re.compile(r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir)\.? [A-Z]")
_FAR = 240
"""How far apart a name and a detail may be and still belong together, however long the sentence, in characters."""


@dataclass(frozen=True, slots=True)
class DetailMatch:
    """A detail at ``view.text[start:end]``."""

    start: int
    end: int
    kind: DetailKind
    what: str
    bearing: Bearing = Bearing.PRIVATE
    certainty: Certainty = Certainty.CERTAIN
    why: str = ""
    line_only: bool = False
    """Whether only a name on the same line counts as beside it: it may just as well belong to the letterhead."""
    said_of: Mention | None = None
    """The name of whom it is said, where the words around it tell."""
    someone: bool = False
    """Whether they say it of one person whose name was not found: "our caretaker"."""


@dataclass(frozen=True, slots=True)
class Named:
    """A mention, at the offsets of :attr:`View.text`."""

    start: int
    end: int
    mention: Mention

    @property
    def adult(self) -> bool:
        """Whether this is an adult."""
        return self.mention.of_adult


class View:
    """A passage with one character for each of those that people, keyboards and OCR engines vary.

    Parameters
    ----------
    passage:
        What was read.
    mentions:
        The names found in this passage.
    """

    def __init__(self, passage: Passage, mentions: Iterable[Mention] = ()) -> None:
        self.passage = passage
        self._places: Sequence[int] = range(len(passage.text) + 1)
        text = passage.text
        if not text.isascii():
            if IGNORABLE.search(text):
                self._places = [place for place, letter in enumerate(text) if not IGNORABLE.match(letter)]
                text = "".join(text[place] for place in self._places)
                self._places.append(len(passage.text))
            text = "".join(
                letter if letter.isascii() else _plain(letter) for letter in plain_letters(BLANK.sub(" ", text))
            )
        text = text.replace("\r\n", " \n").replace("\r", "\n").replace("\t", " ")
        if passage.kind is PlaceKind.FILENAME:
            text = text.replace("_", " ")
        self.text = text
        placed = (
            Named(bisect_left(self._places, mention.start), bisect_left(self._places, mention.end), mention)
            for mention in mentions
            if mention.passage is passage
        )
        self.people = tuple(sorted(placed, key=_start))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets into the passage of ``text[start:end]``."""
        return self._places[start], self._places[end - 1] + 1

    @property
    def from_ocr(self) -> bool:
        """Whether an OCR engine read it."""
        return self.passage.from_ocr

    @cached_property
    def _breaks(self) -> list[int]:
        return [
            0,
            *(match.end() for match in _BREAK.finditer(self.text) if not self._runs_on(match)),
            len(self.text) + 1,
        ]

    def _runs_on(self, match: re.Match[str]) -> bool:
        if not match.group().startswith("."):
            return False
        following = self.text[match.end() : match.end() + 1]
        return "\n" not in match.group() and (
            following.islower() or bool(_SHORTENED.search(self.text[max(0, match.start() - 8) : match.start() + 1]))
        )

    def sentence(self, position: int) -> tuple[int, int]:
        """Return start and end of the sentence that ``position`` is in."""
        index = bisect_right(self._breaks, position)
        return self._breaks[index - 1], min(self._breaks[index], len(self.text))

    def around(self, start: int, end: int) -> str:
        """Return the part near ``text[start:end]`` of the sentence that it stands in."""
        low, high = self.sentence(start)
        return self.text[max(low, start - _FAR) : min(max(high, end), end + _FAR)]

    def before(self, start: int, length: int = 80) -> str:
        """Return what stands before ``start`` in its sentence."""
        return self.text[max(self.sentence(start)[0], start - length) : start]

    def after(self, end: int, length: int = 60) -> str:
        """Return what stands after ``end`` in its sentence."""
        return self.text[end : min(self.sentence(end - 1)[1], end + length)]

    def line(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end of the lines that ``text[start:end]`` stands on."""
        stop = self.text.find("\n", end)
        return self.text.rfind("\n", 0, start) + 1, len(self.text) if stop < 0 else stop

    @cached_property
    def _urls(self) -> tuple[tuple[int, int], ...]:
        if self.passage.field == "link":
            return ((0, len(self.text)),)
        return tuple(match.span() for match in _URL.finditer(self.text))

    def in_url(self, start: int) -> bool:
        """Whether ``start`` lies in a web address."""
        index = bisect_right(self._urls, (start, len(self.text))) - 1
        return index >= 0 and start < self._urls[index][1]

    def beside(self, start: int, end: int, *, line_only: bool = False) -> Named | None:
        """Return the person whom the sentence of ``text[start:end]`` names.

        Whoever is named inside it comes first, then the last one before it, then the first after it. A sentence that
        starts with "she" is about whoever was named in the one before.
        """
        low, high = self.sentence(start)
        if line_only:
            first, last = self.line(start, end)
            low, high = max(low, first), min(high, last)
        found = self._person(max(low, start - _FAR), min(max(high, end), end + _FAR), start)
        if found is None and low and not line_only and _PRONOUN.match(self.text, low):
            found = self._person(self.sentence(low - 1)[0], low, low)
        return found

    def inside(self, start: int, end: int) -> Named | None:
        """Return the person who is named within ``text[start:end]``."""
        index = bisect_left(self.people, end, key=_start) - 1
        return self.people[index] if index >= 0 and start < self.people[index].end else None

    def _person(self, low: int, high: int, start: int) -> Named | None:
        near = [
            named
            for named in self.people[
                bisect_left(self.people, low, key=_start) : bisect_right(self.people, high, key=_start)
            ]
            if named.end <= high
        ]
        earlier = [named for named in near if named.start <= start]
        if earlier:
            # A teacher who isn't among the mentions may stand nearer: "Amelia's club: ask Miss Stuart".
            return None if _TITLED.search(self.text, earlier[-1].end, max(start, earlier[-1].end)) else earlier[-1]
        return near[0] if near else None


def _start(named: Named) -> int:
    return named.start


def _plain(letter: str) -> str:
    if letter in _SIGNS:
        return _SIGNS[letter]
    folded = unicodedata.normalize("NFKC", letter)
    return folded if len(folded) == 1 and folded.isascii() and folded.isalnum() else letter


_OCR_CONFUSIONS = str.maketrans("OoQDIl|!", "00001111")


def as_digits(text: str) -> str:
    """Return a number with digits for the letters that OCR engines and hasty typists put in their place.

    Its length stays the same.
    """
    return text.translate(_OCR_CONFUSIONS)
