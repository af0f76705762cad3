"""A text as its reader sees it: through Markdown, HTML and invisible characters, with every character's way back to the file.

A draft may be posted as it stands (most social networks show asterisks as they are) or after rendering, so markup is
seen through only where it is
markup beyond doubt; what is doubtful stays. No letter or digit is ever lost: what is taken out of the text (link
targets, titles, attributes) becomes
a passage of its own. Everything here takes time in proportion to the length of the text, however hostile.
"""

from __future__ import annotations

import html
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from postcheck.model.text import SourceText
from postcheck.text.characters import HIDDEN, IGNORABLE
from postcheck.text.source_map import Piece, derive


@dataclass(frozen=True, slots=True)
class Aside:
    """Something published that is not in the running text: a link's target, a title, an HTML attribute."""

    field: str
    """``link``, ``alt``, or empty for text that belongs to the field it stands in."""
    text: SourceText


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as it is read, and what stands beside it."""

    text: SourceText
    asides: tuple[Aside, ...]


def render(source: SourceText, holes: Sequence[tuple[int, int]] = ()) -> Rendered:
    """Return ``source`` as a reader sees it.

    Parameters
    ----------
    source:
        Markdown, HTML or plain text.
    holes:
        Stretches of ``source.text``, in order, that are published elsewhere; each becomes one space.
    """
    return _Renderer(source, holes).render()


# Where anything other than plain text can begin. What only counts at the start of a line is looked for after each line
# end.
_SPECIAL = regex.compile(r"[\n\\&<`*_~\[\]]|(?i:https?://|www\.)")
_LINE = regex.compile(
    r"(?P<blank>(?:[ \t\r]*+\n)++)"
    r"|[ \t]*+(?P<fence>`{3,}+(?=[^`\n]*+$)|~{3,}+)[^\n]*+"
    r"|(?P<quote>[ \t]{0,3}>[ \t>]*+)"
    r"|(?P<marker>[ \t]*+(?:[-+*]|\d{1,9}[.)]|\#{1,6})[ \t])",
    regex.MULTILINE,
)
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = regex.compile(r"&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AUTOLINK = regex.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+)>")
_URL = regex.compile(r"""(?i:https?://|www\.)[^\s<>\[\]"`|]++""")
_URL_TAIL = ".,;:!?'*_~"
_TICKS = regex.compile(r"`+")
_DEFINITION = regex.compile(r"^ {0,3}\[([^\[\]\n]{1,999})\]:[ \t]*+\S", regex.MULTILINE)
_REFERENCE = regex.compile(r"\[([^\[\]\n]{0,999})\]")
_LABEL_LIMIT = 999

_DESTINATION_IN_ANGLES = regex.compile(r"<((?:[^<>\n\\]|\\.)*+)>")
_DESTINATION_PART = regex.compile(r"[^\s()\\]++|\\.|\(|\)|\\")
_NESTING_LIMIT = 32
_TITLE = regex.compile(r""""((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|\(((?:[^()\\]|\\.)*+)\)""", regex.DOTALL)
_SPACE = regex.compile(r"\s*+")
_TARGET_SPECIAL = regex.compile(r"\\[!-/:-@\[-`{-~]|&[#A-Za-z0-9]{2,33};|(?:%[0-9A-Fa-f]{2})++")

_TAG = regex.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)")
_TAG_END = regex.compile(r"\s*+/?>")
_ATTRIBUTE = regex.compile(
    r"""\s++([A-Za-z_:@][\w:.\-]*+)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s"'=<>`]++))|(?P<flag>(?=[\s/>])))"""
)
# A tag that is none of these stays as it is: on most channels "<Amelia>" is published to the letter.
_INLINE_TAGS = frozenset(
    (  # noqa: SIM905 - a list of forty quoted words is harder to check
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong time tt u var wbr nobr"
    ).split()
)
_SPACE_TAGS = frozenset(
    [
        "sup",
        "sub",
        "td",
        "th",
        "img",
        "input",
        "button",
        "select",
        "option",
        "svg",
        "path",
        "picture",
        "source",
        "track",
        "audio",
        "video",
        "canvas",
        "rp",
        "rt",
        "ruby",
        "param",
    ]
)
_BLOCK_TAGS = frozenset(
    (  # noqa: SIM905 - as above
        "address article aside base blockquote body br caption center col colgroup dd details dialog div dl dt embed fieldset figcaption figure "
        "footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main map area menu meta nav noscript object ol "
        "optgroup p pre script section style summary table tbody template textarea tfoot thead title tr ul"
    ).split()
)
_SEPARATOR = {**dict.fromkeys(_INLINE_TAGS, ""), **dict.fromkeys(_SPACE_TAGS, " "), **dict.fromkeys(_BLOCK_TAGS, "\n")}
_FLAGS = frozenset(
    (  # noqa: SIM905 - as above
        "allowfullscreen async autofocus autoplay checked controls default defer disabled download hidden inert ismap itemscope loop multiple muted "
        "nomodule novalidate open playsinline readonly required reversed selected"
    ).split()
)
_LINK_ATTRIBUTES = frozenset("href src srcset action formaction poster cite data longdesc background".split())  # noqa: SIM905 - as above
# How something looks or behaves; never words for a reader.
_LAYOUT_ATTRIBUTES = frozenset(
    (  # noqa: SIM905 - as above
        "align bgcolor border cellpadding cellspacing charset class color colspan decoding dir face fetchpriority frameborder height lang loading "
        "method referrerpolicy rel role rowspan size sizes style tabindex target type valign width"
    ).split()
)


@dataclass(slots=True)
class _Delimiter:
    """A run of emphasis characters."""

    piece: int
    serial: int
    char: str
    length: int
    opens: bool
    closes: bool
    used_left: int = 0
    used_right: int = 0

    @property
    def count(self) -> int:
        return self.length - self.used_left - self.used_right

    def matches(self, closer: _Delimiter) -> bool:
        """Whether this opener and ``closer`` may enclose emphasis (CommonMark's rules 9 to 12; GFM's for tildes)."""
        if self.char == "~":
            return self.length == closer.length
        if (self.closes or closer.opens) and (self.length + closer.length) % 3 == 0:
            return self.length % 3 == 0 and closer.length % 3 == 0
        return True


@dataclass(slots=True)
class _Renderer:
    source: SourceText
    holes: Sequence[tuple[int, int]]
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    delimiters: list[_Delimiter] = field(default_factory=list)
    stacks: dict[str, list[_Delimiter]] = field(default_factory=dict)
    bottoms: dict[tuple[str, int, bool], int] = field(default_factory=dict)
    brackets: list[tuple[int, int]] = field(default_factory=list)
    """Piece and place of each ``[`` that may still become a link."""
    ticks: dict[int, list[int]] | None = None
    definitions: frozenset[str] = frozenset()
    plain: int = 0
    """Where the plain text begins that was not yet taken over."""
    hole: int = 0
    invisible: bool = False

    def render(self) -> Rendered:
        self.text = self._masked()
        self.invisible = HIDDEN.search(self.text) is not None
        self.definitions = frozenset(_folded(match[1]) for match in _DEFINITION.finditer(self.text))
        position = self._line_start(0)
        while match := _SPECIAL.search(self.text, position):
            position = self._special(match.start())
        self._flush(len(self.text))
        for delimiter in self.delimiters:
            _, start, end = self.pieces[delimiter.piece]
            low, high = start + delimiter.used_left, end - delimiter.used_right
            self.pieces[delimiter.piece] = (self.text[low:high], low, high)
        return Rendered(derive(self.source, self.pieces), tuple(self.asides))

    def _masked(self) -> str:
        """Return the text with the holes blanked: nothing inside them is markup, and offsets stay."""
        parts = []
        position = 0
        for start, end in self.holes:
            parts += [self.source.text[position:start], " " * (end - start)]
            position = end
        return "".join([*parts, self.source.text[position:]])

    def _special(self, at: int) -> int:
        """Deal with what may begin at ``at``; return where to go on."""
        char = self.text[at]
        if char == "\n":
            return self._line_start(at + 1)
        if char in "*_~":
            return self._delimiter(at, char)
        if char == "\\":
            return self._escape(at)
        if char == "[":
            self.brackets.append((self._piece(at, at + 1), at))
            return at + 1
        handler = {"&": self._entity, "<": self._angle, "`": self._code, "]": self._bracket}.get(char, self._url)
        return handler(at)

    # Taking over text

    def _flush(self, end: int) -> None:
        """Take over the plain text up to ``end``."""
        start = self.plain
        while self.hole < len(self.holes) and self.holes[self.hole][0] < end:
            low, high = self.holes[self.hole]
            if high > start:
                self._take(start, max(low, start))
                self.pieces.append((" ", max(low, start), max(low, start)))
                start = min(high, end)
            if high > end:
                break
            self.hole += 1
        self._take(start, end)
        self.plain = max(self.plain, end)

    def _take(self, start: int, end: int) -> None:
        if start >= end:
            return
        if self.invisible:
            for match in HIDDEN.finditer(self.text, start, end):
                self.pieces.append((self.text[start : match.start()], start, match.start()))
                start = match.end()
        self.pieces.append((self.text[start:end], start, end))

    def _piece(self, start: int, end: int) -> int:
        """Take over ``start`` to ``end`` as a piece of its own, and return its index."""
        self._flush(start)
        self.plain = end
        self.pieces.append((self.text[start:end], start, end))
        return len(self.pieces) - 1

    def _replace(self, start: int, end: int, text: str, *, unit: bool = False) -> int:
        """Put ``text`` in the place of ``start`` to ``end``: as what they stand for (``unit``) or as something added."""
        self._flush(start)
        self.plain = end
        if text:
            self.pieces.append((text, start, end if unit else start))
        return end

    def _aside(self, name: str, start: int, end: int, *, target: bool = False) -> None:
        pieces = _target(self.text, start, end, percent=target)
        text = derive(self.source, pieces)
        if text.text.strip():
            self.asides.append(Aside(name, text))

    # Lines and paragraphs

    def _line_start(self, at: int) -> int:
        match = _LINE.match(self.text, at)
        if match is None:
            return at
        if match["quote"] is not None:
            end = match.end()
            return self._replace(at, end, " " * (end - at))
        self.stacks.clear()
        self.bottoms.clear()
        self.brackets.clear()
        if match["fence"] is not None:
            return self._fence(match["fence"], match.end())
        return self._line_start(match.end()) if match["blank"] is not None else match.end() - 1

    def _fence(self, mark: str, at: int) -> int:
        """Return the end of the fenced code that began before ``at``: everything in it is shown as it stands."""
        closing = regex.compile(rf"^[ \t>]*+{regex.escape(mark[0])}{{{len(mark)},}}[ \t\r]*+$", regex.MULTILINE).search(
            self.text, at
        )
        return closing.end() if closing else len(self.text)

    # Emphasis

    def _delimiter(self, at: int, char: str) -> int:
        end = at
        while end < len(self.text) and self.text[end] == char:
            end += 1
        before = self.text[at - 1] if at else "\n"
        after = self.text[end] if end < len(self.text) else "\n"
        left = not after.isspace() and (not _punctuation(after) or before.isspace() or _punctuation(before))
        right = not before.isspace() and (not _punctuation(before) or after.isspace() or _punctuation(after))
        if char == "_":
            opens, closes = left and (not right or _punctuation(before)), right and (not left or _punctuation(after))
        else:
            opens, closes = left, right
        if not (opens or closes) or (char == "~" and end - at > 2):  # noqa: PLR2004 - GFM strikes through with one or two tildes
            return end
        piece = self._piece(at, end)
        delimiter = _Delimiter(piece, piece, char, end - at, opens, closes)
        self.delimiters.append(delimiter)
        if closes:
            self._close(delimiter)
        if opens and delimiter.count:
            self.stacks.setdefault(char, []).append(delimiter)
        return end

    def _close(self, closer: _Delimiter) -> None:
        stack = self.stacks.get(closer.char, [])
        key = (closer.char, closer.length % 3 if closer.char != "~" else closer.length, closer.opens)
        while closer.count:
            index = len(stack) - 1
            bottom = self.bottoms.get(key, -1)
            while index >= 0 and stack[index].serial > bottom and not stack[index].matches(closer):
                index -= 1
            if index < 0 or stack[index].serial <= bottom:
                self.bottoms[key] = stack[-1].serial if stack else bottom
                return
            opener = stack[index]
            del stack[index + 1 :]
            used = min(opener.count, closer.count)
            # Pairs are taken two at a time or singly; either way as many as both have go.
            opener.used_right += used
            closer.used_left += used
            if not opener.count:
                stack.pop()

    # Escapes, entities, code

    def _escape(self, at: int) -> int:
        if self.text[at + 1 : at + 2] in _PUNCTUATION and at + 1 < len(self.text):
            self._replace(at, at + 1, "")
            return at + 2
        if self.text[at + 1 : at + 2] == "\n":
            return self._replace(at, at + 1, "")
        return at + 1

    def _entity(self, at: int) -> int:
        match = _ENTITY.match(self.text, at)
        text = _unescape(match[0]) if match else None
        return (
            at + 1 if match is None or text is None else self._replace(at, match.end(), HIDDEN.sub("", text), unit=True)
        )

    def _code(self, at: int) -> int:
        """Drop the backticks around a code span; what is between is shown as it stands."""
        if self.ticks is None:
            self.ticks = {}
            for match in _TICKS.finditer(self.text):
                self.ticks.setdefault(match.end() - match.start(), []).append(match.start())
        length = len(_TICKS.match(self.text, at)[0])  # type: ignore[index]  # there is a backtick at ``at``
        places = self.ticks.get(length, [])
        index = bisect_right(places, at)
        if index == len(places):
            return at + length
        end = places[index]
        if self._paragraph_ends_before(at, end):
            return at + length
        self._replace(at, at + length, "")
        self._replace(end, end + length, "")
        return end + length

    def _paragraph_ends_before(self, start: int, end: int) -> bool:
        return _BLANK_LINE.search(self.text, start, end) is not None

    # Tags, links

    def _angle(self, at: int) -> int:
        if autolink := _AUTOLINK.match(self.text, at):
            self._aside("link", *autolink.span(1), target=True)
            return self._replace(at, autolink.end(), " ")
        tag = _TAG.match(self.text, at)
        if (
            tag is None
            or not (tag[2].islower() or tag[2].isupper() or tag[2][1:].isdigit())
            or tag[2].lower() not in _SEPARATOR
        ):
            return at + 1
        position = tag.end()
        attributes: list[tuple[str, int, int]] = []
        while attribute := _ATTRIBUTE.match(self.text, position):
            name = attribute[1].lower()
            if attribute["flag"] is not None:
                # "<b and c>" is arithmetic, "<s Carter>" is a name: a word alone makes a tag only where HTML knows it.
                if name not in _FLAGS:
                    return at + 1
            else:
                group = next(name for name in ("double", "single", "bare") if attribute[name] is not None)
                attributes.append((name, *attribute.span(group)))
            position = attribute.end()
        end = _TAG_END.match(self.text, position)
        if end is None:
            return at + 1
        for name, low, high in attributes:
            if name in _LINK_ATTRIBUTES:
                self._aside("link", low, high, target=True)
            elif name not in _LAYOUT_ATTRIBUTES:
                self._aside("alt" if name == "alt" else "", low, high)
        return self._replace(at, end.end(), _SEPARATOR[tag[2].lower()])

    def _bracket(self, at: int) -> int:
        if not self.brackets:
            return at + 1
        opener, opened = self.brackets.pop()
        following = self.text[at + 1 : at + 2]
        end = None
        if following == "(":
            end = self._inline_target(at + 2)
        elif self.definitions:
            reference = _REFERENCE.match(self.text, at + 1)
            own = self.text[opened + 1 : at] if at - opened <= _LABEL_LIMIT else ""
            if _folded(reference[1] if reference and reference[1] else own) in self.definitions and following != ":":
                end = reference.end() if reference else at + 1
        if end is None:
            return at + 1
        self.pieces[opener] = ("", opened, opened + 1)
        return self._replace(at, end, "")

    def _inline_target(self, at: int) -> int | None:
        """Read ``target "title")`` at ``at``; return the end, or None if it is no link."""
        start = _end(_SPACE, self.text, at)
        if angles := _DESTINATION_IN_ANGLES.match(self.text, start):
            target, position = angles.span(1), angles.end()
        else:
            position = self._bare_target(start)
            if position < 0:
                return None
            target = (start, position)
        after = _end(_SPACE, self.text, position)
        title = _TITLE.match(self.text, after) if after > position else None
        if title:
            after = _end(_SPACE, self.text, title.end())
        if self.text[after : after + 1] != ")" or (title and _BLANK_LINE.search(title[0])):
            return None
        self._aside("link", *target, target=True)
        if title:
            self._aside("", title.start() + 1, title.end() - 1)
        return after + 1

    def _bare_target(self, start: int) -> int:
        """Return the end of a link target without angle brackets, or -1."""
        depth = 0
        position = start
        while part := _DESTINATION_PART.match(self.text, position):
            if part[0] == "(":
                depth += 1
                if depth > _NESTING_LIMIT:
                    return -1
            elif part[0] == ")":
                if not depth:
                    break
                depth -= 1
            position = part.end()
        return -1 if depth else position

    def _url(self, at: int) -> int:
        """Take a bare address out of the running text: it is read as a link, where words are not cut by white space."""
        match = _URL.match(self.text, at)
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
        self._aside("link", at, end, target=True)
        return self._replace(at, end, " ")


_BLANK_LINE = regex.compile(r"\n[ \t\r]*+\n")


def _end(pattern: regex.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


def _punctuation(char: str) -> bool:
    return char in _PUNCTUATION if char.isascii() else unicodedata.category(char)[0] in "PS"


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _unescape(entity: str) -> str | None:
    """Return what an HTML entity stands for, or None if it stands for nothing that can be shown."""
    text = html.unescape(entity)
    shown = (
        text != entity and text and all(char.isprintable() or char.isspace() or IGNORABLE.match(char) for char in text)
    )
    return text if shown else None


def _target(text: str, start: int, end: int, *, percent: bool) -> list[Piece]:
    """Return a link target or an attribute's value with escapes and entities (and ``%20`` and the like) seen through."""
    pieces: list[Piece] = []
    position = start
    for match in _TARGET_SPECIAL.finditer(text, start, end):
        decoded: list[Piece] = []
        if match[0][0] == "%":
            decoded = _percent(match[0], match.start()) if percent else []
        elif match[0][0] == "&":
            character = _unescape(match[0])
            decoded = [] if character is None else [(character, *match.span())]
        else:
            decoded = [(match[0][1], match.start() + 1, match.end())]
        if decoded:
            pieces += [(text[position : match.start()], position, match.start()), *decoded]
            position = match.end()
    pieces.append((text[position:end], position, end))
    return [
        (HIDDEN.sub("", part), low, high) if HIDDEN.search(part) else (part, low, high) for part, low, high in pieces
    ]


def _percent(encoded: str, at: int) -> list[Piece]:
    """Return the characters of a percent-encoded stretch, each with its own place, or nothing if it is not UTF-8."""
    try:
        decoded = bytes.fromhex(encoded.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return []
    if not decoded.isprintable():
        return []
    pieces = []
    for char in decoded:
        width = 3 * len(char.encode("utf-8"))
        pieces.append((char, at, at + width))
        at += width
    return pieces
