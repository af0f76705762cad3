"""Markdown (CommonMark 0.31.2 with GFM's strike-through) taken apart: events that cover the text without a gap.

A draft may be posted as it stands, so what is doubtful stays text: a tag that HTML does not know, ``<b and c>``, a list
that the next line may or may not continue. It takes time in proportion to the length of the text, however hostile.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import regex

from postcheck.text.escapes import PUNCTUATION, markdown_reference
from postcheck.text.html_tokens import Kind, Token, comment_at, tag_at
from postcheck.text.html_words import BLOCKS, CELLS, FLAGS, INLINE, SPACED, word_set
from postcheck.text.markdown_links import Definition, Target, find_definitions, inline_target, referred_target

# Where anything other than plain text can begin. What counts only at the start of a line is looked for after each
# line end.
_SPECIAL = regex.compile(r"[\n\r\\&<`*_~\[\]]|!\[|(?i:https?://|www\.)")
_BRACKETS = regex.compile(r"\\[^\r\n]|[\[\]]|!\[|(?P<paragraph>(?>\r\n|\n|\r)[ \t]*+(?=[\r\n]))")
_FENCE = r"`{3,}+(?=[^`\r\n]*+(?:[\r\n]|\Z))|~{3,}+"
_LINE = regex.compile(
    r"(?P<blank>(?:[ \t]*+(?:\r\n|\n|\r))++)"
    rf"|(?P<indent>[ \t]*+)(?P<fence>{_FENCE})[^\r\n]*+"
    r"|(?P<quote>[ \t]{0,3}>[ \t>]*+)"
    r"|(?P<marker>[ \t]*+(?:[-+*]|\d{1,9}[.)]|\#{1,6})[ \t])"
)
_PARAGRAPH_END = regex.compile(rf"(?>\r\n|\n|\r)(?:[ \t]*+(?=[\r\n])| {{0,3}}+(?:{_FENCE}))")
# Without the ">" after it: regex would look for one through all of the text before it tries anything.
_AUTOLINK = regex.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+)")
_URL = regex.compile(r"""(?i:https?://|www\.)[^\s<>\[\]"`|]++""")
_URL_TAIL = ".,;:!?'*_~"
_TICKS = regex.compile(r"`+")
_RUN = regex.compile(r"\*+|_+|~+")
_CERTAIN_INDENT = 3
_MOST_TILDES = 2

# Any other tag stays as it is: on most channels "<Amelia>" is published literally.
_TAGS = (INLINE | SPACED | CELLS | BLOCKS) - word_set("g slot tspan use")
_ATTRIBUTE_NAME = regex.compile(r"[A-Za-z_:@][\w:.\-]*+")


@dataclass(slots=True)
class Event:
    """A stretch of the text; events follow each other without a gap. All numbers are offsets into the text."""

    start: int
    end: int


@dataclass(slots=True)
class Text(Event):
    """Characters that mean themselves."""


@dataclass(slots=True)
class Escape(Event):
    """A backslash that keeps the next character from being markup, or breaks the line."""


@dataclass(slots=True)
class Reference(Event):
    """A character reference."""

    text: str


@dataclass(slots=True)
class Quote(Event):
    """The markers at the start of a quoted line."""


@dataclass(slots=True)
class Code(Event):
    """A code span with the back-ticks around it."""

    ticks: int


@dataclass(slots=True)
class Fence(Event):
    """Fenced code with its fences."""

    certain: bool
    """Whether it is code wherever it stands: one that is indented further may belong to a list, or be text."""


@dataclass(slots=True)
class CommentStart(Event):
    """The beginning of an HTML comment. What it says may be published literally, so it is tokenized as well."""

    until: int
    """Where the comment ends; the same as ``end`` if it never does."""


@dataclass(slots=True)
class Tag(Event):
    """A tag of HTML beyond doubt."""

    token: Token


@dataclass(slots=True)
class Address(Event):
    """An address: bare, or in angle brackets."""

    address: tuple[int, int]


@dataclass(slots=True)
class Delimiter(Event):
    """A run of emphasis characters."""

    char: str
    opens: bool
    closes: bool
    used_left: int = 0
    """Characters that close emphasis, at the start of the run."""
    used_right: int = 0
    """Characters that open emphasis, at the end of the run."""

    @property
    def length(self) -> int:
        """Characters of the run."""
        return self.end - self.start

    @property
    def count(self) -> int:
        """Characters that are left."""
        return self.length - self.used_left - self.used_right

    def matches(self, closer: Delimiter) -> bool:
        """Whether this opener and ``closer`` may enclose emphasis (CommonMark's rules 9 to 12; GFM's for tildes)."""
        if self.char == "~":
            return self.length == closer.length
        if (self.closes or closer.opens) and (self.length + closer.length) % 3 == 0:
            return self.length % 3 == 0 and closer.length % 3 == 0
        return True


@dataclass(slots=True)
class Open(Event):
    """A bracket that opens, with the exclamation mark before it if there is one."""

    block: int
    depth: int
    """How many images it is within, itself included."""
    linked: bool = False
    """Whether it opens a link or an image for certain."""

    @property
    def image(self) -> bool:
        """Whether it opens an image if it opens anything."""
        return self.end - self.start > 1


@dataclass(slots=True)
class Close(Event):
    """A bracket that closes, and what makes it the end of a link or an image if it is linked for certain."""

    opener: Open | None
    target: Target | None
    """Where the link leads or which image is shown, if it is a link or an image."""
    linked: bool


@dataclass(frozen=True, slots=True)
class Markdown:
    """A tokenized text."""

    events: Sequence[Event]
    definitions: Mapping[str, Definition]


def tokenize(text: str, start: int = 0, end: int | None = None) -> Markdown:
    """Return the events of ``text[start:end]``, in order and without a gap, and the definitions of links in it."""
    end = len(text) if end is None else end
    definitions = find_definitions(text, start, end)
    return Markdown(_MarkdownTokenizer(text, end, definitions, start).tokens(), definitions)


def tokenize_brackets(text: str, start: int, end: int, definitions: Mapping[str, Definition]) -> Sequence[Event]:
    """Return the events of ``text[start:end]`` where only brackets are markup, and each bracket is its own event."""
    return _MarkdownTokenizer(text, end, definitions, start).brackets_only()


@dataclass(slots=True)
class _MarkdownTokenizer:
    text: str
    end: int
    definitions: Mapping[str, Definition]
    plain: int
    """Where the plain text begins that isn't an event yet."""
    events: list[Event] = field(default_factory=list)
    stacks: dict[str, list[Delimiter]] = field(default_factory=dict)
    bottoms: dict[tuple[str, int, bool], int] = field(default_factory=dict)
    brackets: list[Open] = field(default_factory=list)
    """What may still become a link or an image."""
    images: int = 0
    """How many of them are images."""
    block: int = 0
    ticks: dict[int, list[int]] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    """Where paragraphs end: at blank lines and fences."""
    comment: int = 0
    """Where the last comment ends."""

    def tokens(self) -> Sequence[Event]:
        for ticks in _TICKS.finditer(self.text, self.plain, self.end):
            self.ticks.setdefault(ticks.end() - ticks.start(), []).append(ticks.start())
        self.ends = [end.start() for end in _PARAGRAPH_END.finditer(self.text, self.plain, self.end)]
        position = self._line_start(self.plain)
        while match := _SPECIAL.search(self.text, position, self.end):
            position = self._special(match)
        return self._finished()

    def brackets_only(self) -> Sequence[Event]:
        position = self.plain
        while match := _BRACKETS.search(self.text, position, self.end):
            position = match.end()
            if match["paragraph"]:
                self._end_brackets()
            elif match[0] == "]":
                self._close_bracket(match.start(), alone=True)
            elif match[0][0] != "\\":
                self._open_bracket(match)
        return self._finished()

    def _finished(self) -> Sequence[Event]:
        self._text(self.end)
        return self.events

    def _text(self, end: int) -> None:
        if end > self.plain:
            self.events.append(Text(self.plain, end))

    def _add(self, event: Event) -> int:
        """Add an event after the plain text before it, and return where to go on."""
        self._text(event.start)
        self.events.append(event)
        self.plain = event.end
        return event.end

    def _special(self, match: regex.Match[str]) -> int:
        """Deal with what may begin here; return where to go on."""
        at, sign = match.start(), match[0]
        if sign in {"\n", "\r"}:
            pair = sign == "\r" and self.text.startswith("\n", at + 1, self.end)
            return self._line_start(at + 1 + pair)
        if sign in {"[", "!["}:
            return self._open_bracket(match)
        handlers = {
            "&": self._reference, "<": self._angle, "`": self._code, "]": self._close_bracket, "\\": self._escape,
            "*": self._delimiter, "_": self._delimiter, "~": self._delimiter,
        }  # fmt: skip
        return handlers.get(sign, self._url)(at)

    def _char(self, at: int) -> str:
        return self.text[at] if at < self.end else ""

    # Lines and paragraphs

    def _line_start(self, at: int) -> int:
        match = _LINE.match(self.text, at, self.end)
        if match is None:
            return at
        if match["quote"] is not None:
            return self._add(Quote(at, match.end()))
        self.stacks.clear()
        self.bottoms.clear()
        self.block += 1
        if match["fence"] is not None:
            return self._fence(at, match)
        if match["blank"] is None:
            return match.end() - 1
        self._end_brackets()
        return self._line_start(match.end())

    def _end_brackets(self) -> None:
        self.brackets.clear()
        self.images = 0

    def _fence(self, at: int, opening: regex.Match[str]) -> int:
        """Take fenced code: everything in it is shown as it stands."""
        mark = opening["fence"]
        closing = regex.compile(rf"[\r\n][ \t>]*+{regex.escape(mark[0])}{{{len(mark)},}}+[ \t]*+(?=[\r\n]|\Z)").search(
            self.text, opening.end(), self.end
        )
        certain = len(opening["indent"].expandtabs(4)) <= _CERTAIN_INDENT
        return self._add(Fence(at, closing.end() if closing else self.end, certain))

    # Emphasis

    def _delimiter(self, at: int) -> int:
        match = _RUN.match(self.text, at, self.end)
        end = match.end() if match else at + 1
        char = self.text[at]
        before = self.text[at - 1] if at else "\n"
        after = self._char(end) or "\n"
        left = not after.isspace() and (not _punctuation(after) or before.isspace() or _punctuation(before))
        right = not before.isspace() and (not _punctuation(before) or after.isspace() or _punctuation(after))
        if char == "_":
            opens, closes = left and (not right or _punctuation(before)), right and (not left or _punctuation(after))
        else:
            opens, closes = left, right
        if not (opens or closes) or (char == "~" and end - at > _MOST_TILDES):
            return end
        delimiter = Delimiter(at, end, char, opens, closes)
        self._add(delimiter)
        if closes:
            self._close_emphasis(delimiter)
        if opens and delimiter.count:
            self.stacks.setdefault(char, []).append(delimiter)
        return end

    def _close_emphasis(self, closer: Delimiter) -> None:
        stack = self.stacks.get(closer.char, [])
        key = (closer.char, closer.length % 3 if closer.char != "~" else closer.length, closer.opens)
        while closer.count:
            index = len(stack) - 1
            bottom = self.bottoms.get(key, -1)
            while index >= 0 and stack[index].start > bottom and not stack[index].matches(closer):
                index -= 1
            if index < 0 or stack[index].start <= bottom:
                self.bottoms[key] = stack[-1].start if stack else bottom
                return
            opener = stack[index]
            del stack[index + 1 :]
            used = min(opener.count, closer.count)
            # Pairs are taken two at a time or singly; either way as many as both have go.
            opener.used_right += used
            closer.used_left += used
            if not opener.count:
                stack.pop()

    # Escapes, references, code

    def _escape(self, at: int) -> int:
        following = self._char(at + 1)
        if following and following in PUNCTUATION:
            self._add(Escape(at, at + 1))
            return at + 2
        return self._add(Escape(at, at + 1)) if following and following in "\r\n" else at + 1

    def _reference(self, at: int) -> int:
        found = markdown_reference(self.text, at, self.end)
        return self._add(Reference(at, found[1], found[0])) if found else at + 1

    def _code(self, at: int) -> int:
        match = _TICKS.match(self.text, at, self.end)
        length = match.end() - at if match else 1
        places = self.ticks.get(length, [])
        index = bisect_right(places, at)
        if index == len(places) or self._paragraph_ends(at, places[index]):
            return at + length
        return self._add(Code(at, places[index] + length, length))

    def _paragraph_ends(self, start: int, end: int) -> bool:
        index = bisect_left(self.ends, start)
        return index < len(self.ends) and self.ends[index] < end

    # Tags, links

    def _angle(self, at: int) -> int:
        autolink = _AUTOLINK.match(self.text, at, self.end)
        if autolink and self._char(autolink.end()) == ">":
            return self._add(Address(at, autolink.end() + 1, autolink.span(1)))
        if at >= self.comment and self.text.startswith("<!--", at, self.end):
            comment = comment_at(self.text, at, self.end)
            closed = comment.end > comment.content[1] and self.text[comment.end - 1] == ">"
            self.comment = comment.end
            return self._add(CommentStart(at, at + 4, comment.end if closed else at + 4))
        tag = tag_at(self.text, at, self.end, cautious=True)
        return at + 1 if tag is None or not _certain(self.text, tag) else self._add(Tag(at, tag.end, tag))

    def _open_bracket(self, match: regex.Match[str]) -> int:
        self.images += match[0] == "!["
        opener = Open(match.start(), match.end(), self.block, self.images)
        self.brackets.append(opener)
        return self._add(opener)

    def _close_bracket(self, at: int, *, alone: bool = False) -> int:
        if not self.brackets:
            return at + 1
        opener = self.brackets.pop()
        self.images -= opener.image
        target = inline_target(self.text, at + 1, self.end) or referred_target(
            self.text, (opener.end, at), self.end, self.definitions, image=opener.image
        )
        linked = target is not None and opener.block == self.block and not alone
        opener.linked = linked
        return self._add(Close(at, target.end if target and linked else at + 1, opener, target, linked))

    def _url(self, at: int) -> int:
        """Take a bare address, without the punctuation that ends the sentence around it."""
        match = _URL.match(self.text, at, self.end)
        if match is None or (at and self.text[at - 1].isalnum() and self.text[at] in "wW"):
            return at + 1
        end = match.end()
        opened, closed = match[0].count("("), match[0].count(")")
        while end > at:
            last = self.text[end - 1]
            if last == ")" and closed > opened:
                closed -= 1
            elif last not in _URL_TAIL:
                break
            end -= 1
        return self._add(Address(at, end, (at, end)))


def _certain(text: str, tag: Token) -> bool:
    """Whether a tag is one beyond doubt: "<b and c>" is arithmetic, "<s Carter>" is a name."""
    start = tag.start + (2 if tag.kind is Kind.END else 1)
    written = text[start : start + len(tag.name)]
    if tag.kind is Kind.UNFINISHED or tag.name not in _TAGS:
        return False
    return (written.islower() or written.isupper() or written[1:].isdigit()) and all(
        _ATTRIBUTE_NAME.fullmatch(attribute.name) and (attribute.valued or attribute.name in FLAGS)
        for attribute in tag.attributes
    )


def _punctuation(char: str) -> bool:
    return char in PUNCTUATION if char.isascii() else unicodedata.category(char)[0] in "PS"
