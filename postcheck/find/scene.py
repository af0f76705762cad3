"""A passage as the finder sees it: its tokens, the letter case of its lines, and how sure the reading is."""
# ruff: noqa: RUF001 -- look-alike signs are meant

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace

import regex

from postcheck.find.lexicon import Lexicon, lexicon
from postcheck.find.roll import RollIndex, RollName
from postcheck.find.segment import cut_up, full_names
from postcheck.model.text import Passage, PlaceKind
from postcheck.text.characters import DEFAULT_IGNORABLE, plain_letters
from postcheck.text.folding import fold
from postcheck.text.tokens import Cut, Separator, Shape, Token, tokenize

_SLUG_FIELDS = frozenset(
    {"link", "tags", "slug", "permalink", "url", "alias", "aliases", "redirect_from", "redirect_to", "canonical", "id"}
    | {
        "canonicalurl",
        "translationkey",
        "category",
        "categories",
        "keyword",
        "keywords",
        "topics",
        "taxonomies",
        "class",
    }
)
# Each alternative starts at a word and is bounded, so that no text makes it slow.
_SLUG = regex.compile(
    r"""(?P<url>(?<![\w@])(?:https?://|www\.)[^\s<>()"]{1,2000})
      | (?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})
      | (?P<bare>(?<![\w@.-])[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/[^\s<>()"]{0,2000})
      | (?P<file>(?<![\w@.-])[\w-]{1,120}
          \.(?i:jpe?g|png|gif|heic|heif|webp|tiff?|bmp|pdf|docx?|mp4|mov|csv|pptx?|txt|md)\b)
      | (?P<tag>(?<!\w)[\#@＃＠][\w.-]{1,200})
      | (?P<under>(?<![\w])[^\W_]{1,60}(?:_[^\W_]{1,60}){1,20}(?!\w))""",
    regex.VERBOSE,
)
_IN_A_WORD = regex.compile(rf"(?<=[\w.#@＃＠-]){DEFAULT_IGNORABLE}+(?=[\w.-])", regex.V1)
_HOST = regex.compile(r"(?:https?://)?[^/\s]*")
_PART = regex.compile(r"[A-Za-z0-9]+")
_PIECE = regex.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
"""Words that run together with a capital each."""
_LEAST_ID = 8
_EXTENSION = regex.compile(r"\.\w{2,4}$")
_OCR_LETTERS = regex.compile(r"(?<=\p{L})[|!](?=\p{L})|(?<=\p{L})\$(?=\p{L})")
_DOUBTFUL = 0.6
_MANY = 0.6
_GLUE = frozenset(
    {"to", "by", "and", "for", "is", "awarded", "presented", "congratulations", "done", "year", "class", "name"}
)
"""Words that show that an engine missed the spaces around them."""
_CHEERS = frozenset({"team", "go", "done", "luck", "birthday", "congratulations", "by", "vote", "love"})
"""Words after which a tag has a name."""
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
    """A passage, cut into tokens."""

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
        # An invisible character does as well as a letter here, and places stay the same.
        bare = self.text
        if not bare.isascii():
            bare = _IN_A_WORD.sub(lambda match: "x" * len(match[0]), plain_letters(bare))
        if passage.kind is PlaceKind.FILENAME:
            extension = _EXTENSION.search(bare)
            if extension is not None:
                hidden.append(extension.span())
        for match in _SLUG.finditer(bare):
            slugs.append(match.span())
            self._hide(match, hidden)
        self.slugs = tuple(slugs)
        """Where words run together: hashtags, handles, addresses and file names."""
        hidden = sorted(set(hidden))
        found = tokenize(self.text, slug=self.slug, slugs=tuple(slugs), hidden=tuple(hidden))
        self.run_together: list[tuple[int, int, RollName, RollName]] = []
        """Where a forename and a surname of one pupil stand side by side in one word, however else it may be cut, and
        the two."""
        self.tokens = self._cut(found)
        self._all_starts = [token.start for token in self.tokens]
        self._all_ends = [token.end for token in self.tokens]
        self._lines: dict[int, Line] = {}
        small = self.lexicon.classes["small"]
        for token in self.tokens:
            if token.shape is not Shape.NONE and not token.slug and len(token.norm) > 1:
                line = self._lines.get(token.line)
                if line is None:
                    line = self._lines[token.line] = Line()
                line.words += 1
                if token.shape is Shape.LOWER:
                    line.lower += token.norm not in small
                elif token.shape is Shape.UPPER:
                    line.caps += 1
                else:
                    line.titled += 1
        self.uncased = not any(line.titled or line.caps for line in self._lines.values())
        """Whether the passage has no capital letters at all, so that their absence says nothing."""

    def _cut(self, found: list[Token]) -> list[Token]:
        """Cut those words up in which others run together."""
        lexicon = self.lexicon
        from_ocr = self.passage.from_ocr
        found = self._words_of_capitals(found) if from_ocr else found
        result: list[Token] = []
        for position, token in enumerate(found):
            if token.slug:
                pieces = cut_up(token, self.text, self.index, lexicon)
                result.extend(pieces)
                if any(
                    piece.cut is not Cut.CLEAN or self.index.exact(piece.norm) for piece in pieces
                ) and not lexicon.known(token.norm):
                    self.run_together.extend(full_names(token, self.text, self.index))
            elif from_ocr and (pieces := self._with_initial(token)):
                result.extend(pieces)
            elif from_ocr and len(token.norm) >= _TWO_NAMES:
                result.extend(self._words_in(token))
            elif (
                len(token.norm) >= _TWO_NAMES
                and token.separator is not Separator.NONE
                and not (position + 1 < len(found) and found[position + 1].separator is Separator.NONE)
                and not lexicon.known(token.norm)
            ):
                result.extend(self._full_name_in(token))
            else:
                result.append(token)
        return result

    def _hide(self, match: regex.Match[str], hidden: list[tuple[int, int]]) -> None:
        kind = match.lastgroup
        if kind in {"url", "bare"}:
            host = _HOST.match(match.group())
            if host is not None and host.end() > 0:
                hidden.append((match.start(), match.start() + host.end()))
                hidden.extend(
                    part.span()
                    for part in _PART.finditer(self.text, hidden[-1][1], match.end())
                    if self._is_id(part[0])
                )
        elif kind == "file":
            hidden.append((match.start() + match.group().rindex("."), match.end()))
        elif kind == "mail":
            hidden.append((match.start() + match.group().index("@"), match.end()))

    def _is_id(self, part: str) -> bool:
        """Whether a part of a link is a code ("ZAHuoDxryTA"): hardly any of its pieces is a word or a name."""
        if len(part) < _LEAST_ID or part[1:].islower() or part.islower() or part.isupper():
            return False
        pieces = [fold(piece) for piece in _PIECE.findall(part)]
        letters = sum(len(piece) for piece in pieces)
        sense = sum(len(piece) for piece in pieces if len(piece) >= _LEAST_BEFORE_INITIAL and self._makes_sense(piece))
        return sense * 2 < letters

    def _makes_sense(self, word: str) -> bool:
        return self.lexicon.known(word) or self.lexicon.forename(word) or self.index.exact(word) is not None

    def _words_of_capitals(self, found: list[Token]) -> list[Token]:
        """Mend wrong cuts at a change of case: a word in mixed letters ("YeAR"), an initial ("AmeliaC")."""
        result: list[Token] = []
        for token in found:
            before = result[-1] if result else None
            if (
                before is not None
                and token.separator is Separator.NONE
                and not token.slug
                and before.end == token.start
                and self.lexicon.known(before.norm + token.norm)
            ):
                shape = Shape.UPPER if self.text[before.start].isupper() else Shape.LOWER
                result[-1] = replace(before, end=token.end, norm=before.norm + token.norm, shape=shape, full=token.full)
            elif (
                before is not None
                and len(token.norm) == 1
                and token.shape is Shape.UPPER
                and self._bears(before.norm, token.norm)
            ):
                result.append(replace(token, separator=Separator.SPACE))
            else:
                result.append(token)
        return result

    def _bears(self, name: str, initial: str) -> bool:
        """Whether a pupil has this first name and a surname that begins so."""
        entry = self.index.exact(name)
        return (
            entry is not None
            and len(name) >= _LEAST_BEFORE_INITIAL
            and bool(self.index.with_surname_initial(entry, initial))
        )

    def _with_initial(self, token: Token) -> list[Token]:
        """Separate a first name and its pupil's surname initial where an engine missed the space: "DORUT"."""
        name, initial = token.norm[:-1], token.norm[-1:]
        if (
            token.slug
            or token.full
            or not self.text[token.end - 1].isupper()
            or len(token.norm) != token.end - token.start
            or self.lexicon.known(token.norm)
            or self.index.exact(token.norm) is not None
            or not self._bears(name, initial)
        ):
            return []
        first = replace(token, end=token.end - 1, norm=name)
        return [
            first,
            replace(
                token, start=token.end - 1, norm=initial, shape=Shape.UPPER, separator=Separator.SPACE, starts=False
            ),
        ]

    def _words_in(self, token: Token) -> list[Token]:
        """Cut up a word of a picture that is a full name, or whose spaces an engine missed: "AwardedtoAmelia".

        "Amandeep" isn't Mandeep.
        """
        pieces = cut_up(token, self.text, self.index, self.lexicon)
        if any(piece.norm in _GLUE for piece in pieces) and all(piece.cut is Cut.CLEAN for piece in pieces):
            return pieces
        return self._full_name_in(token)

    def _full_name_in(self, token: Token) -> list[Token]:
        """Cut a word of running text only where it is a full name without a space."""
        pieces = cut_up(token, self.text, self.index, self.lexicon)
        if len(pieces) == 2:  # noqa: PLR2004 -- forename and surname
            one, two = (self.index.exact(piece.norm) for piece in pieces)
            if one is not None and two is not None and (self.index.pair(one, two) or self.index.pair(two, one)):
                return pieces
        return [token]

    def cheered(self, position: int) -> bool:
        """Whether a word of cheer runs into a token: "#GoMia", "#teamruby"."""
        return self.separator(position) is Separator.NONE and self.norm(position - 1) in _CHEERS

    def slug_around(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds of the hashtag, handle, address or file name that holds these characters.

        They are the characters' own bounds if there is none.
        """
        number = bisect_right(self.slugs, (start, len(self.text))) - 1
        if number >= 0 and self.slugs[number][0] <= start and end <= self.slugs[number][1]:
            return self.slugs[number]
        return start, end

    def first_after(self, offset: int) -> int:
        """Return the first token that ends after a character of the text."""
        return bisect_right(self._all_ends, offset)

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens from the first that ends after ``start`` to the last before ``end`` (exclusive)."""
        return self.first_after(start), self.first_from(end)

    def first_from(self, offset: int) -> int:
        """Return the first token that starts at a character of the text or after it."""
        return bisect_left(self._all_starts, offset)

    def line(self, position: int) -> Line:
        """Return the line that a token stands in."""
        return self._lines.get(self.tokens[position].line) or Line()

    def alone(self, first: int, last: int) -> bool:
        """Whether tokens ``first`` to ``last`` (exclusive) make up a whole line."""
        line = self.tokens[first].line
        before = first == 0 or self.tokens[first - 1].line != line
        return before and (last >= len(self.tokens) or self.tokens[last].line != self.tokens[last - 1].line)

    def norm(self, position: int) -> str:
        """Return the norm of a token, or the empty string beyond either end."""
        return self.tokens[position].norm if 0 <= position < len(self.tokens) else ""

    def key(self, first: int, last: int) -> str:
        """Return the norms of the tokens ``first`` to ``last`` (exclusive), run together as names are kept."""
        return "".join(token.norm for token in self.tokens[first:last])

    def separator(self, position: int) -> Separator:
        """Return what stands before a token; a stop beyond either end."""
        return self.tokens[position].separator if 0 <= position < len(self.tokens) else Separator.STOP

    def cell_begins(self, position: int) -> bool:
        """Whether a tab stands before a token, as between the cells of a row."""
        if self.separator(position) is not Separator.COLON:
            return False
        return "\t" in self.text[self.tokens[position - 1].end : self.tokens[position].start]

    def shape(self, position: int) -> Shape:
        """Return the letter case of a token; none beyond either end."""
        return self.tokens[position].shape if 0 <= position < len(self.tokens) else Shape.NONE

    def doubtful(self, start: int, end: int) -> bool:
        """Whether the OCR engine was not sure of the words at ``text[start:end]``."""
        return self.confidence(start, end) < _DOUBTFUL

    def confidence(self, start: int, end: int) -> float:
        """Return the lowest confidence of the OCR engine in a word at ``text[start:end]``; 1 if there are no words."""
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
