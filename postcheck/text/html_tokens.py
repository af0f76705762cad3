"""HTML as a browser takes it apart (WHATWG, section 13.2.5): tokens that cover the text without a gap.

A tokenizer of our own, because no library at hand says where the characters of an attribute's value are. It takes time
in proportion to the length of the text, however hostile. What a browser drops at the end of a file, a tag that is never
closed, is a token too, and what follows it is read on: the page may be mended before it is published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

import regex

from postcheck.late import late_regex
from postcheck.text.html_words import word_set

_SPACE = r"\t\n\f\r "
Span = tuple[int, int]


class Kind(Enum):
    """What a token is."""

    TEXT = auto()
    """Characters and references to them."""
    START = auto()
    END = auto()
    UNFINISHED = auto()
    """The beginning of a tag that is never closed, as far as it could be read."""
    COMMENT = auto()
    DOCTYPE = auto()
    RAW = auto()
    """The content of an element that holds no markup; references count only in a title and a textarea."""
    CDATA = auto()
    """Characters of SVG or MathML that stand for themselves."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as it is written. All numbers are offsets into the text."""

    name: str
    """In small letters."""
    named: Span
    value: Span
    """Without its quotes, references not seen through; empty if there is none."""
    valued: bool
    """Whether an equals sign stands after its name."""
    end: int
    """Where it ends, quotes included."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text; tokens follow each other without a gap."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    """Of a tag, or of the element that raw text stands in, in small letters. Empty for ``</>``, which ends nothing."""
    attributes: tuple[Attribute, ...] = ()
    content: Span = (0, 0)
    """What a comment or a CDATA section says."""
    closes_itself: bool = False


RAW_ELEMENTS = word_set("script style xmp iframe noembed noframes title textarea plaintext")
_VOID = word_set("area base br col embed hr img input link meta param source track wbr")
_ENDS_FOREIGN = word_set(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta "
    "nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)
_HOLDS_HTML = {
    "svg": frozenset({"foreignobject", "desc", "title"}),
    "math": frozenset({"mi", "mo", "mn", "ms", "mtext"}),
}

_SMALL: dict[int, int | str] = {**{code: code + 32 for code in range(ord("A"), ord("Z") + 1)}, 0: "\ufffd"}
_MARKUP = late_regex(r"<(?:[A-Za-z!?]|/.)", regex.DOTALL)
_TAG = late_regex(rf"</?(?P<name>[A-Za-z][^{_SPACE}/>]*+)")
# Without the ">" after it: regex would look for one through all of the text before it tries anything.
_BEFORE_TAG_END = late_regex(rf"[{_SPACE}/]*+")
_COMMENT_END = late_regex(r"--!?>")
_CUT_COMMENT_END = late_regex(r"(?:--!?|-)\Z")
_IN_SCRIPT = late_regex(
    rf"(?P<opens><!--)|(?P<closes>-->)|<(?P<ends>/?)script(?=[{_SPACE}/>])", regex.IGNORECASE | regex.ASCII
)


def _attribute(name: str, bare: str) -> regex.Pattern[str]:
    """Return the pattern of an attribute whose name and value without quotes may not hold some characters besides."""
    return late_regex(
        rf"""[{_SPACE}/]*+(?P<name>[^{_SPACE}/>{name}][^{_SPACE}/>={name}]*+)"""
        rf"""(?:[{_SPACE}]*+=[{_SPACE}]*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'"""
        rf"""|(?P<bare>[^{_SPACE}>"'{bare}][^{_SPACE}>{bare}]*+)|(?P<none>(?=>)))|(?![{_SPACE}]*+=))"""
    )


_ATTRIBUTE = _attribute("", "")
# For a text that may not be a page: nothing that begins another tag, a short code or a code span.
_CAUTIOUS_ATTRIBUTE = _attribute("<\"'{}%`", "<{}`")
_MOST_ATTRIBUTES = 64
"""In a cautious reading, which may have to be given up and begun anew at the next ``<``."""


def tag_at(text: str, at: int, end: int, *, cautious: bool = False) -> Token | None:
    """Read the tag at a ``<``.

    Parameters
    ----------
    cautious:
        Whether what would begin another tag, a code span or a short code ends the tag: for texts that need not be HTML.

    Returns
    -------
    Token | None
        Of kind START, END or UNFINISHED; None if no name follows.
    """
    match = _TAG.match(text, at, end)
    if match is None:
        return None
    attributes, position = attributes_at(text, match.end(), end, cautious=cautious)
    name = _lower(match["name"])
    before = _BEFORE_TAG_END.match(text, position, end)
    closing = before.end() if before else position
    if not text.startswith(">", closing, end):
        return Token(Kind.UNFINISHED, at, position, name, attributes)
    kind = Kind.END if text[at + 1] == "/" else Kind.START
    return Token(kind, at, closing + 1, name, attributes, closes_itself=text.endswith("/", position, closing))


def attributes_at(text: str, at: int, end: int, *, cautious: bool = False) -> tuple[tuple[Attribute, ...], int]:
    """Read attributes as far as there are any, and return them with the place where they end."""
    pattern, most = (_CAUTIOUS_ATTRIBUTE, _MOST_ATTRIBUTES) if cautious else (_ATTRIBUTE, end)
    attributes: list[Attribute] = []
    while len(attributes) <= most and (match := pattern.match(text, at, end)):
        at = match.end()
        group = next((group for group in ("double", "single", "bare", "none") if match[group] is not None), None)
        value = match.span(group) if group else (at, at)
        attributes.append(Attribute(_lower(match["name"]), match.span("name"), value, group is not None, at))
    return tuple(attributes), at


def comment_at(text: str, at: int, end: int) -> Token:
    """Read the comment at a ``<!--``; one that is never closed reaches to the end."""
    start = at + 4
    for abrupt in (">", "->"):
        if text.startswith(abrupt, start, end):
            return Token(Kind.COMMENT, at, start + len(abrupt), content=(start, start))
    match = _COMMENT_END.search(text, start, end)
    if match:
        return Token(Kind.COMMENT, at, match.end(), content=(start, match.start()))
    cut = _CUT_COMMENT_END.search(text, max(start, end - 3), end)
    return Token(Kind.COMMENT, at, end, content=(start, cut.start() if cut else end))


def tokenize(text: str, start: int = 0, end: int | None = None, *, within: str = "") -> Iterator[Token]:
    """Yield the tokens of ``text[start:end]``, in order and without a gap.

    Parameters
    ----------
    within:
        The element without markup that the text begins in, if it does.
    """
    return _HtmlTokenizer(text, len(text) if end is None else end).tokens(start, within)


def _lower(name: str) -> str:
    """Return a name in small letters; letters beyond ASCII stay as they are."""
    return name.translate(_SMALL)


@dataclass(slots=True)
class _HtmlTokenizer:
    text: str
    end: int
    foreign: list[tuple[str, str, bool]] = field(default_factory=list)
    """Open elements of SVG and MathML: name, language, and whether HTML goes on inside."""
    foreign_open: Counter[str] = field(default_factory=Counter)
    html_open: Counter[str] = field(default_factory=Counter)

    def tokens(self, at: int, within: str) -> Iterator[Token]:
        if within and (raw := self._raw(at, within)):
            at = raw.end
            yield raw
        while match := _MARKUP.search(self.text, at, self.end):
            if match.start() > at:
                yield Token(Kind.TEXT, at, match.start())
            token = self._markup(match)
            at = token.end
            yield token
            if token.kind is Kind.START and self._opened(token) and (raw := self._raw(at, token.name)):
                at = raw.end
                yield raw
            elif token.kind is Kind.END:
                self._closed(token.name)
        if at < self.end:
            yield Token(Kind.TEXT, at, self.end)

    def _markup(self, match: regex.Match[str]) -> Token:
        at, text = match.start(), self.text
        if tag := tag_at(text, at, self.end):
            return tag
        if text.startswith("<!--", at, self.end):
            return comment_at(text, at, self.end)
        if text.startswith("</>", at, self.end):
            return Token(Kind.END, at, at + 3)
        if text.startswith("<![CDATA[", at, self.end) and self._in_foreign():
            stop = self._find("]]>", at + 9)
            return Token(Kind.CDATA, at, min(stop + 3, self.end), content=(at + 9, stop))
        stop = self._find(">", at + 1)
        kind = Kind.DOCTYPE if text[at + 2 : min(at + 9, self.end)].lower() == "doctype" else Kind.COMMENT
        start = at + 1 if text[at + 1] == "?" else at + 2
        return Token(kind, at, min(stop + 1, self.end), content=(start, stop))

    def _find(self, what: str, at: int) -> int:
        found = self.text.find(what, at, self.end)
        return self.end if found < 0 else found

    # Elements without markup

    def _raw(self, at: int, name: str) -> Token | None:
        end = self._raw_end(at, name)
        return Token(Kind.RAW, at, end, name) if end > at else None

    def _raw_end(self, at: int, name: str) -> int:
        """Return where the content of an element ends: at its end tag, or with the text."""
        if name == "plaintext":
            return self.end
        if name == "script":
            return self._script_end(at)
        pattern = regex.compile(rf"</{regex.escape(name)}(?=[{_SPACE}/>])", regex.IGNORECASE | regex.ASCII)
        match = pattern.search(self.text, at, self.end)
        return match.start() if match else self.end

    def _script_end(self, at: int) -> int:
        """Return the same for a script, in which ``<!-- <script>`` takes the meaning from the next ``</script>``."""
        commented = doubled = False
        while match := _IN_SCRIPT.search(self.text, at, self.end):
            at = match.end()
            if match["opens"]:
                at -= 2  # "<!-->" ends at once
                commented = True
            elif match["closes"]:
                commented = doubled = False
            elif not match["ends"]:
                doubled = commented
            elif doubled:
                doubled = False
            else:
                return match.start()
        return self.end

    # SVG and MathML, in which no element is without markup

    def _in_foreign(self) -> bool:
        return bool(self.foreign) and not self.foreign[-1][2]

    def _opened(self, tag: Token) -> bool:
        """Take note of an element, and return whether it holds no markup."""
        if self._in_foreign() and self._ends_foreign(tag):
            while self._in_foreign():
                self._pop()
        if not self._in_foreign() and tag.name not in _HOLDS_HTML:
            if tag.name not in _VOID:
                self.html_open[tag.name] += 1
            return tag.name in RAW_ELEMENTS
        if not tag.closes_itself:
            language = tag.name if tag.name in _HOLDS_HTML else self.foreign[-1][1]
            self.foreign.append((tag.name, language, tag.name in _HOLDS_HTML[language] or self._annotates(tag)))
            self.foreign_open[tag.name] += 1
        return False

    def _ends_foreign(self, tag: Token) -> bool:
        styled = any(attribute.name in {"color", "face", "size"} for attribute in tag.attributes)
        return tag.name in _ENDS_FOREIGN or (tag.name == "font" and styled)

    def _annotates(self, tag: Token) -> bool:
        return tag.name == "annotation-xml" and any(
            attribute.name == "encoding"
            and self.text[slice(*attribute.value)].lower() in {"text/html", "application/xhtml+xml"}
            for attribute in tag.attributes
        )

    def _closed(self, name: str) -> None:
        if self._in_foreign() and name in {"p", "br"}:
            while self._in_foreign():
                self._pop()
        elif self.foreign_open[name]:
            while self._pop() != name:
                pass
        elif self.html_open[name]:
            self.html_open[name] -= 1
            while self._in_foreign():
                self._pop()

    def _pop(self) -> str:
        name, _, _ = self.foreign.pop()
        self.foreign_open[name] -= 1
        return name
