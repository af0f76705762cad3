"""A passage as the finder sees it: its atoms, the letter case of its lines, and how sure the reading is."""
# ruff: noqa: RUF001 -- look-alike signs are meant

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace

import regex

from postcheck.find.lexicon import Lexicon, lexicon
from postcheck.find.roll import Entry, RollIndex
from postcheck.find.segment import cut_up, full_names
from postcheck.model.text import Passage, PlaceKind
from postcheck.text.tokens import Atom, Cut, Gap, Shape, atoms

_SLUG_FIELDS = frozenset({"link", "tags"})
# Each alternative starts at a word and is bounded, so that no text makes it slow.
_SLUG = regex.compile(
    r"""(?P<url>(?<![\w@])(?:https?://|www\.)[^\s<>()"]{1,2000})
      | (?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})
      | (?P<bare>(?<![\w@.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/[^\s<>()"]{0,2000})
      | (?P<file>(?<![\w@.-])[\w-]{1,120}\.(?i:jpe?g|png|gif|heic|heif|webp|tiff?|bmp|pdf|docx?|mp4|mov|csv|pptx?|txt|md)\b)
      | (?P<tag>(?<!\w)[\#@＃＠][\w.-]{1,200})
      | (?P<under>(?<![\w])[^\W_]{1,60}(?:_[^\W_]{1,60}){1,20}(?!\w))""",
    regex.VERBOSE,
)
_HOST = regex.compile(r"(?:https?://)?[^/\s]*")
_EXTENSION = regex.compile(r"\.\w{2,4}$")
_OCR_LETTERS = regex.compile(r"(?<=\p{L})[|!](?=\p{L})|(?<=\p{L})\$(?=\p{L})")
_DOUBTFUL = 0.6
_MANY = 0.6
_GLUE = frozenset(
    {"to", "by", "and", "for", "is", "awarded", "presented", "congratulations", "done", "year", "class", "name"}
)
"""Words that show that an engine missed the spaces around them."""
_LEAST_BEFORE_INITIAL = 3
_TWO_NAMES = 8
"""Letters that a forename and a surname have at least together where they run together in a text."""


@dataclass
class Line:
    """The letter case of a line."""

    words: int = 0
    titled: int = 0
    caps: int = 0
    lower: int = 0

    @property
    def in_caps(self) -> bool:
        """Whether capitals say nothing here because all letters are."""
        return self.caps > 0 and self.caps >= _MANY * self.words and not self.lower

    @property
    def heading(self) -> bool:
        """Whether capitals say little here because most words have one."""
        return not self.in_caps and self.words > 1 and self.titled + self.caps >= _MANY * self.words and self.lower <= 1


@dataclass
class Scene:
    """A passage, cut into atoms."""

    passage: Passage
    index: RollIndex
    lexicon: Lexicon = field(default_factory=lexicon)

    def __post_init__(self) -> None:
        passage = self.passage
        self.text = (
            _OCR_LETTERS.sub(lambda match: "s" if match.group() == "$" else "l", passage.text)
            if passage.from_ocr
            else passage.text
        )
        self.slug = passage.kind is PlaceKind.FILENAME or passage.field in _SLUG_FIELDS
        slugs: list[tuple[int, int]] = []
        hidden: list[tuple[int, int]] = []
        if passage.kind is PlaceKind.FILENAME:
            extension = _EXTENSION.search(self.text)
            if extension is not None:
                hidden.append(extension.span())
        for match in _SLUG.finditer(self.text):
            slugs.append(match.span())
            self._hide(match, hidden)
        self.slugs = tuple(slugs)
        """Where words run together: hashtags, handles, addresses and file names."""
        hidden = sorted(set(hidden))
        found = atoms(self.text, slug=self.slug, slugs=tuple(slugs), hidden=tuple(hidden))
        self.run_together: list[tuple[int, int, Entry, Entry]] = []
        """Where a forename and a surname of one pupil stand side by side in one word, however else it may be cut, and
        the two."""
        self.atoms = self._cut(found)
        self._all_starts = [atom.start for atom in self.atoms]
        self._all_ends = [atom.end for atom in self.atoms]
        self._lines: dict[int, Line] = {}
        small = self.lexicon.classes["small"]
        for atom in self.atoms:
            if atom.shape is not Shape.NONE and not atom.slug and len(atom.key) > 1:
                line = self._lines.get(atom.line)
                if line is None:
                    line = self._lines[atom.line] = Line()
                line.words += 1
                if atom.shape is Shape.LOWER:
                    line.lower += atom.key not in small
                elif atom.shape is Shape.UPPER:
                    line.caps += 1
                else:
                    line.titled += 1
        self.uncased = not any(line.titled or line.caps for line in self._lines.values())
        """Whether the passage has no capital letters at all, so that their absence says nothing."""

    def _cut(self, found: list[Atom]) -> list[Atom]:
        """Cut those words up in which others run together."""
        lexicon = self.lexicon
        from_ocr = self.passage.from_ocr
        found = self._words_of_capitals(found) if from_ocr else found
        result: list[Atom] = []
        for position, atom in enumerate(found):
            if atom.slug:
                pieces = cut_up(atom, self.text, self.index, lexicon)
                result.extend(pieces)
                if any(
                    piece.cut is not Cut.CLEAN or self.index.exact(piece.key) for piece in pieces
                ) and not lexicon.known(atom.key):
                    self.run_together.extend(full_names(atom, self.text, self.index))
            elif from_ocr and (pieces := self._with_initial(atom)):
                result.extend(pieces)
            elif from_ocr and len(atom.key) >= _TWO_NAMES:
                result.extend(self._words_in(atom))
            elif (
                len(atom.key) >= _TWO_NAMES
                and atom.gap is not Gap.NONE
                and not (position + 1 < len(found) and found[position + 1].gap is Gap.NONE)
                and not lexicon.known(atom.key)
            ):
                result.extend(self._full_name_in(atom))
            else:
                result.append(atom)
        return result

    @staticmethod
    def _hide(match: regex.Match[str], hidden: list[tuple[int, int]]) -> None:
        kind = match.lastgroup
        if kind in {"url", "bare"}:
            host = _HOST.match(match.group())
            if host is not None and host.end() > 0:
                hidden.append((match.start(), match.start() + host.end()))
        elif kind == "file":
            hidden.append((match.start() + match.group().rindex("."), match.end()))
        elif kind == "mail":
            hidden.append((match.start() + match.group().index("@"), match.end()))

    def _words_of_capitals(self, found: list[Atom]) -> list[Atom]:
        """Put right what was cut where its letter case changes: a word in letters neither large nor small ("YeAR"), an initial ("AmeliaC")."""
        result: list[Atom] = []
        for atom in found:
            before = result[-1] if result else None
            if (
                before is not None
                and atom.gap is Gap.NONE
                and not atom.slug
                and before.end == atom.start
                and self.lexicon.known(before.key + atom.key)
            ):
                shape = Shape.UPPER if self.text[before.start].isupper() else Shape.LOWER
                result[-1] = replace(before, end=atom.end, key=before.key + atom.key, shape=shape, full=atom.full)
            elif (
                before is not None
                and len(atom.key) == 1
                and atom.shape is Shape.UPPER
                and self._bears(before.key, atom.key)
            ):
                result.append(replace(atom, gap=Gap.SPACE))
            else:
                result.append(atom)
        return result

    def _bears(self, name: str, initial: str) -> bool:
        """Whether a pupil has this first name and a surname that begins so."""
        entry = self.index.exact(name)
        return (
            entry is not None
            and len(name) >= _LEAST_BEFORE_INITIAL
            and bool(self.index.with_surname_initial(entry, initial))
        )

    def _with_initial(self, atom: Atom) -> list[Atom]:
        """Cut a first name and the initial of its pupil's surname apart, the space between which an engine missed: "DORUT"."""
        name, initial = atom.key[:-1], atom.key[-1:]
        if (
            atom.slug
            or atom.full
            or not self.text[atom.end - 1].isupper()
            or len(atom.key) != atom.end - atom.start
            or self.lexicon.known(atom.key)
            or self.index.exact(atom.key) is not None
            or not self._bears(name, initial)
        ):
            return []
        first = replace(atom, end=atom.end - 1, key=name)
        return [first, replace(atom, start=atom.end - 1, key=initial, shape=Shape.UPPER, gap=Gap.SPACE, starts=False)]

    def _words_in(self, atom: Atom) -> list[Atom]:
        """Cut a word of a picture where it is a full name, or where an engine missed the spaces of "Awarded to Amelia"; "Amandeep" is no Mandeep."""
        pieces = cut_up(atom, self.text, self.index, self.lexicon)
        if any(piece.key in _GLUE for piece in pieces) and all(piece.cut is Cut.CLEAN for piece in pieces):
            return pieces
        return self._full_name_in(atom)

    def _full_name_in(self, atom: Atom) -> list[Atom]:
        """Cut a word of running text only where it is a full name without a space."""
        pieces = cut_up(atom, self.text, self.index, self.lexicon)
        if len(pieces) == 2:  # noqa: PLR2004 -- forename and surname
            one, two = (self.index.exact(piece.key) for piece in pieces)
            if one is not None and two is not None and (self.index.pair(one, two) or self.index.pair(two, one)):
                return pieces
        return [atom]

    def slug_around(self, start: int, end: int) -> tuple[int, int]:
        """Return where the hashtag, handle, address or file name begins and ends that holds these characters; the characters' own if none does."""
        number = bisect_right(self.slugs, (start, len(self.text))) - 1
        if number >= 0 and self.slugs[number][0] <= start and end <= self.slugs[number][1]:
            return self.slugs[number]
        return start, end

    def first_after(self, offset: int) -> int:
        """Return the first atom that ends after a character of the text."""
        return bisect_right(self._all_ends, offset)

    def first_from(self, offset: int) -> int:
        """Return the first atom that starts at a character of the text or after it."""
        return bisect_left(self._all_starts, offset)

    def line(self, position: int) -> Line:
        """Return the line that an atom stands in."""
        return self._lines.get(self.atoms[position].line) or Line()

    def alone(self, first: int, last: int) -> bool:
        """Whether atoms ``first`` to ``last`` (exclusive) make up a whole line."""
        line = self.atoms[first].line
        before = first == 0 or self.atoms[first - 1].line != line
        return before and (last >= len(self.atoms) or self.atoms[last].line != self.atoms[last - 1].line)

    def key(self, position: int) -> str:
        """Return the key of an atom, or the empty string beyond either end."""
        return self.atoms[position].key if 0 <= position < len(self.atoms) else ""

    def gap(self, position: int) -> Gap:
        """Return what stands before an atom; a stop beyond either end."""
        return self.atoms[position].gap if 0 <= position < len(self.atoms) else Gap.STOP

    def shape(self, position: int) -> Shape:
        """Return the letter case of an atom; none beyond either end."""
        return self.atoms[position].shape if 0 <= position < len(self.atoms) else Shape.NONE

    def doubtful(self, start: int, end: int) -> bool:
        """Whether the OCR engine was not sure of the words at ``text[start:end]``."""
        return self.confidence(start, end) < _DOUBTFUL

    def confidence(self, start: int, end: int) -> float:
        """Return how sure the OCR engine was of the least sure of the words at ``text[start:end]``; 1 where there are none."""
        low = 0
        words = self.passage.words
        high = len(words)
        while low < high:
            middle = (low + high) // 2
            if words[middle].end <= start:
                low = middle + 1
            else:
                high = middle
        least = 1.0
        while low < len(words) and words[low].start < end:
            least = min(least, words[low].confidence)
            low += 1
        return least
