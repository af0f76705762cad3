"""Web pages (``.html``): what a visitor sees, hears or finds in the source, every character with its place in the file.

It takes time in proportion to the length of the page, however hostile; a tag that is never closed is text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import regex

from postcheck.drafts.documents.document import Document
from postcheck.drafts.documents.html_attributes import (
    LINKS,
    NEVER_WORDS,
    PICTURE_META,
    PLAYERS,
    SEEN_ELSEWHERE,
    SHOWN,
    SHOWN_SETS,
    TECHNICAL,
    TECHNICAL_META,
)
from postcheck.drafts.documents.html_gathered import (
    MOST_LEVELS,
    PARTS_WORDS,
    Gathered,
    Inner,
    may_be_picture,
    without_breaks,
)
from postcheck.drafts.documents.web_encoding import read_page
from postcheck.drafts.frontmatter import parse_front_matter
from postcheck.drafts.header_values import FrontMatter
from postcheck.drafts.named_files import find_named
from postcheck.formats.filetypes import FileKind, file_kind, is_elsewhere, why_unreadable
from postcheck.formats.yaml_document import place
from postcheck.model.draft import Annotations, Part
from postcheck.model.text import SourceText, TextFile
from postcheck.text.directions import backwards, turns_letters
from postcheck.text.escapes import decode, reference, shown
from postcheck.text.html_tokens import Attribute, Kind, Token, tokenize
from postcheck.text.html_words import separator
from postcheck.text.source_map import Piece, derive

_Span = tuple[int, int]
_Attributes = dict[str, _Span]
_Replacement = tuple[str, int]
"""What is shown instead, and the end of what it stands for."""

_REFERENCE_OR_SPACE = regex.compile(r"&|\s+")
_CANDIDATE = regex.compile(r"[^\s,]\S*")
_DESCRIPTOR = regex.compile(r"[\d.]+[wxh]|calc\(.*|.*\)")
_NO_SCHEME = regex.compile(r"[\x00-\x20]+")
_SCHEME_WITHIN = 100
_REFRESH = regex.compile(
    r"""[\s\d.]*+[;,]?+\s*+(?:url\s*+=\s*+)?+(?P<quote>["'])?+(?P<address>(?(quote)(?:(?!(?P=quote)).)*+|.*+))""",
    regex.IGNORECASE | regex.DOTALL,
)
_TEMPLATE = regex.compile(r"html|template|tmpl|handlebars|mustache|xml|svg|markdown", regex.IGNORECASE)
_PLAIN_VALUE = regex.compile(r"[^()=;'\"`.]*+")
_READS_AS_NAME = regex.compile(r"\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+")
_USUAL_DOCTYPE = regex.compile(
    r"""doctype\s++html(?:\s++(?:public|system))?+"""
    r"""(?:\s*+["'](?:-//[\w/. :+-]*+|about:legacy-compat|https?:[^"']*+)["'])*+\s*+""",
    regex.IGNORECASE,
)
_XML_STYLE = regex.compile(r"""\?xml-stylesheet\s[^>]*?\bhref\s*+=\s*+["'](?P<address>[^"'>]++)""")


def load(path: Path, name: str) -> Document:
    """Read a web page.

    Raises
    ------
    UnreadableError
        If it isn't text, or does not fit its encoding.
    """
    decoded = read_page(path, name)
    found = Gathered(decoded.file, path.parent)
    if decoded.doubt:
        found.report(decoded.doubt)
    return _document(found, parse_front_matter(decoded.file))


def load_piece(file: TextFile) -> Document:
    """Read a piece of a page that lies in no folder, so that nothing beside it is looked for, and has no header."""
    return _document(Gathered(file, Path(), alone=True), FrontMatter(body=(0, len(file.text))))


def _document(found: Gathered, front: FrontMatter) -> Document:
    file = found.file
    _PageReader(found, SourceText.slice(file, 0, len(file.text))).read(front.body[0])
    while found.waiting:
        inner = found.waiting.pop(0)
        if inner.level <= MOST_LEVELS:
            _PageReader(found, inner.source, inner.name, inner.level, inner.quiet).read(0)
        else:
            line = found.line_of(inner.source)
            found.report(f"Line {line} holds pages within pages, too deep to be looked at. Take them apart.")
    named = find_named(file.text, front.body[0], found.quiet)
    return Document(
        file,
        tuple(found.parts),
        tuple(found.pictures),
        tuple(found.videos),
        tuple(dict.fromkeys(found.unexamined)),
        named=tuple((one, place(file, "body", one.start, one.end)) for one in named),
        front=front,
        beside=tuple(found.beside),
    )


@dataclass
class _Turned:
    """An element whose letters are shown from right to left."""

    name: str
    body: int
    """How many pieces of the body stand before it."""
    depth: int = 1


@dataclass
class _PageReader:
    """Reads a page, or one that stands within another."""

    found: Gathered
    source: SourceText
    name: str = ""
    """What all texts are reported as; empty for what each of them is."""
    level: int = 0
    quiet: bool = False
    body: list[Piece] = field(default_factory=list)
    preformatted: int = 0
    players: list[str] = field(default_factory=list)
    turned: _Turned | None = None

    def read(self, at: int) -> None:
        first = len(self.found.parts)
        opened = None
        for token in tokenize(self.source.text, at):
            if token.kind in {Kind.TEXT, Kind.UNFINISHED}:
                self._text(token.start, token.end)
                self._code_in_svg(opened, token)
            elif token.kind is Kind.CDATA:
                self.body.append(self._literal(*token.content))
            elif token.kind in {Kind.COMMENT, Kind.DOCTYPE}:
                self._commented(token)
            elif token.kind is Kind.RAW:
                self._raw(token, opened)
            elif token.kind is Kind.START:
                opened = token
                self._opened(token)
            elif token.name:
                opened = None
                self._closed(token)
        self._turn()
        if not self.name or any(text.strip() for text, _, _ in self.body):
            self.found.parts.insert(first, Part(self.name or "body", derive(self.source, self.body)))

    # Tags

    def _separate(self, tag: Token) -> None:
        if between := separator(tag.name):
            self.body.append((between, tag.start, tag.start))

    def _closed(self, tag: Token) -> None:
        self._separate(tag)
        for attribute in tag.attributes:
            if attribute.name not in TECHNICAL:
                self._add("attribute", self._shown(*attribute.value, attribute=True))
        if tag.name == "pre":
            self.preformatted = max(0, self.preformatted - 1)
        elif tag.name in self.players:
            self.players.remove(tag.name)
        if self.turned and self.turned.name == tag.name:
            self.turned.depth -= 1
            if not self.turned.depth:
                self._turn()

    def _opened(self, tag: Token) -> None:
        self._separate(tag)
        self._said(tag.name, tag.attributes)
        if tag.name == "pre":
            self.preformatted += 1
        elif tag.name in PLAYERS:
            self.players.append(tag.name)
        if self.turned:
            self.turned.depth += self.turned.name == tag.name
        elif turns_letters(tag.name, {one.name: self._resolved(*one.value) for one in tag.attributes}):
            self.turned = _Turned(tag.name, len(self.body))

    def _turn(self) -> None:
        """Take what stands in an element that is shown from right to left in the order in which it is shown."""
        if self.turned:
            pieces = [piece for piece in self.body[self.turned.body :] if piece[0]]
            self.turned = None
            if pieces:
                text = backwards("".join(piece[0] for piece in pieces))
                self._add("body", [(text, pieces[0][1], pieces[-1][2])])

    def _commented(self, token: Token) -> None:
        start, end = token.content
        if token.kind is Kind.DOCTYPE:
            if not _USUAL_DOCTYPE.fullmatch(self.source.text, start, end):
                self._add("comment", [self._literal(start, end)])
            return
        if style := _XML_STYLE.match(self.source.text, start, end):
            self.found.sheet(style["address"])
        if not self.level:
            self.found.quiet.append((token.start, token.end))
        self._fallback(start, end)

    def _fallback(self, start: int, end: int) -> None:
        """Take what browsers do not show, and may once have been markup."""
        literal = derive(self.source, [self._literal(start, end)])
        self.found.add(self.name or "comment", literal)
        if PARTS_WORDS.search(literal.text) and self.level < MOST_LEVELS:
            self.found.waiting.append(Inner(literal, self.name or "comment", self.level + 1, quiet=True))

    def _raw(self, raw: Token, opened: Token | None) -> None:
        """Take the content of an element that holds no markup."""
        at, end = raw.start, raw.end
        if raw.name == "title":
            self._add("title", self._shown(at, end))
        elif raw.name == "textarea":
            self.body += self._shown(at, end)
        elif raw.name in {"xmp", "plaintext"}:
            self.body.append(self._literal(at, end))
        elif raw.name == "style":
            for imported in self.found.style(derive(self.source, [self._literal(at, end)])):
                self.found.sheet(imported)
        elif raw.name == "script":
            self._script(at, end, self._value(_values(opened), "type").casefold() if opened else "")
        else:
            self._fallback(at, end)

    def _script(self, at: int, end: int, kind: str) -> None:
        source = derive(self.source, [self._literal(at, end)])
        if "json" in kind or kind in {"importmap", "speculationrules"}:
            self.found.json(source)
        elif _TEMPLATE.search(kind) and "ecma" not in kind:
            self.found.waiting.append(Inner(source, "script", self.level + 1, quiet=True))
        else:
            for imported in self.found.script(source, level=self.level):
                self.found.script_beside(imported)

    def _code_in_svg(self, opened: Token | None, text: Token) -> None:
        """Take what a style or a script says that stands in SVG, where it is text like any other."""
        if opened is not None and opened.name == "style":
            for imported in self.found.style(self._written(text.start, text.end)):
                self.found.sheet(imported)
        elif opened is not None and opened.name == "script":
            self.found.script(self._written(text.start, text.end), level=self.level)

    def _literal(self, start: int, end: int) -> Piece:
        return self.source.text[start:end], start, end

    def _said(self, name: str, attributes: tuple[Attribute, ...]) -> None:
        """Take what the attributes of an element say and show; of two with one name, scripts may read the second."""
        values = _values_of(attributes)
        if name == "meta":
            self._meta(values)
            return
        if name == "base":
            self._base(values)
        elif name == "link":
            self._link(values)
        alt = values.get("alt")
        pictures = len(self.found.pictures)
        for attribute in attributes:
            if attribute.name != "alt" or attribute.value != alt:
                self._attribute(name, attribute.name, attribute.value)
        if alt:
            words = derive(self.source, self._shown(*alt, attribute=True))
            if len(self.found.pictures) > pictures:
                shown_first = self.found.pictures[pictures]
                self.found.pictures[pictures] = replace(shown_first, said=Annotations(alt=(words,)))
            else:
                self.found.add(self.name or "alt", words)

    def _attribute(self, name: str, key: str, span: _Span) -> None:
        if key == "style":
            self._styled(span)
        elif (
            key in SHOWN
            or (name in {"image", "use", "feimage"} and key in LINKS)
            or (name == "object" and key == "data")
        ):
            self._shows(name, *span)
        elif key in SHOWN_SETS:
            self._shows_one_of(*span)
        elif key.startswith("data-") and may_be_picture(self._resolved(*span)):
            self._picture(*span)  # scripts that load pictures late have many names for them
        elif key in LINKS:
            self._linked(name, *span)
        elif key == "srcdoc":
            self.found.waiting.append(Inner(self._written(*span), self.name or "attribute", self.level + 1, self.quiet))
        elif key.startswith("on") and not _PLAIN_VALUE.fullmatch(self.source.text, *span):
            self.found.script(self._written(*span), level=self.level)
        elif self._is_words(key, span):
            self._add("attribute", self._shown(*span, attribute=True))

    def _is_words(self, key: str, span: _Span) -> bool:
        """Whether the value of an attribute may be words for a reader."""
        if key in NEVER_WORDS or key.startswith("xml"):
            return False
        if key in TECHNICAL or key.startswith("xlink:"):
            return _READS_AS_NAME.search(self._resolved(*span)) is not None
        return True

    def _base(self, attributes: _Attributes) -> None:
        address = without_breaks(self._value(attributes, "href"))
        if address and not self.found.base and not is_elsewhere(address) and not self.level:
            self.found.base = address.rpartition("/")[0]

    def _link(self, attributes: _Attributes) -> None:
        address = without_breaks(self._value(attributes, "href"))
        kinds = f"{self._value(attributes, 'rel')} {self._value(attributes, 'as')}".casefold().split()
        if "stylesheet" in kinds or "style" in kinds:
            self.found.sheet(address)
        elif "modulepreload" in kinds or "script" in kinds:
            self.found.script_beside(address)

    def _meta(self, attributes: _Attributes) -> None:
        name = (
            self._value(attributes, "property")
            or self._value(attributes, "name")
            or self._value(attributes, "itemprop")
        ).casefold()
        span = attributes.get("content")
        if span is not None and self._value(attributes, "http-equiv").casefold().strip() == "refresh":
            match = _REFRESH.match(self.source.text, *span)
            self._linked("meta", *(match.span("address") if match else span))
        elif span is None:
            return
        elif "http-equiv" in attributes or name in TECHNICAL_META:
            if name != "generator" and _READS_AS_NAME.search(self._resolved(*span)):
                self._add("meta", self._shown(*span, attribute=True))
        elif name in PICTURE_META:
            self._picture(*span)
        elif name.endswith(":url"):
            self._add("link", self._address(*span))
        else:
            self._add("title" if name in {"og:title", "twitter:title"} else "meta", self._shown(*span, attribute=True))

    def _value(self, attributes: _Attributes, name: str) -> str:
        span = attributes.get(name)
        return self._resolved(*span) if span else ""

    # Pictures and other things that a page shows

    def _shows(self, name: str, start: int, end: int) -> None:
        address = without_breaks(self._resolved(start, end))
        playing = name in PLAYERS or (name in {"source", "track"} and bool(self.players))
        if not address:
            return
        if name == "script":
            self._runs_beside(address, start, end)
        elif self.quiet:
            self._linked(name, start, end)
        elif name in SEEN_ELSEWHERE:
            self._seen_elsewhere(name, start, end)
        elif playing and (self.players or [name])[-1] == "audio":
            self.found.report(f"Line {self._line(start)} plays a sound. {why_unreadable('sound.mp3')}")
        elif playing and file_kind(address.partition("?")[0]) is not FileKind.IMAGE:
            if name != "track":
                self.found.videos.append((address, place(self.source.file, "body", *self.source.origin(start, end))))
        else:
            self._picture(start, end)

    def _runs_beside(self, address: str, start: int, end: int) -> None:
        if address[:5].casefold() == "data:":
            self.found.data(self._written(start, end), self.level, quiet=self.quiet)
        else:
            self.found.script_beside(address)

    def _seen_elsewhere(self, name: str, start: int, end: int) -> None:
        data = _scheme(self._resolved(start, end)) == "data"
        if not (data and self.found.data(self._written(start, end), self.level)):
            self._linked(name, start, end)
            self.found.report(
                f"Line {self._line(start)} shows something else inside the page, which was not looked at. "
                "Look at it yourself."
            )

    def _line(self, at: int) -> int:
        return self.source.file.line_column(self.source.origin(at, at + 1)[0])[0]

    def _linked(self, name: str, start: int, end: int) -> None:
        """Take where a link leads, a script or a text in it, and a picture beside the page that it opens."""
        scheme = _scheme(self._resolved(start, end))
        if scheme in {"javascript", "vbscript"}:
            self.found.script(derive(self.source, self._address(start, end)), level=self.level)
        elif scheme == "data" and self.found.data(self._written(start, end), self.level, quiet=True):
            return
        elif name == "script":
            self.found.script_beside(without_breaks(self._resolved(start, end)))
        else:
            self._add("link", self._address(start, end))
            address = self._resolved(start, end)
            if not self.quiet and (
                self.found.is_picture(address) or (may_be_picture(address) and not is_elsewhere(address))
            ):
                self._picture(start, end)

    def _shows_one_of(self, start: int, end: int) -> None:
        """Take every picture of a ``srcset``: a browser may show any of them."""
        at = start
        for match in _CANDIDATE.finditer(self.source.text, start, end):
            if match.start() < at:
                continue
            low, high = match.span()
            if not match[0].casefold().startswith("data:") and "," in match[0].rstrip(","):
                high = self._until_comma(low, high)
            high = low + len(self.source.text[low:high].rstrip(","))
            if not _DESCRIPTOR.fullmatch(self.source.text[low:high]):
                self._picture(low, high)

    def _until_comma(self, low: int, high: int) -> int:
        """Return where the first of several addresses ends that no white space parts; a comma may be part of one."""
        return high if self.found.find(self._resolved(low, high)) else low + self.source.text[low:high].index(",")

    def _styled(self, span: _Span) -> None:
        self.found.style(self._written(*span))

    def _picture(self, start: int, end: int) -> None:
        if self.quiet:
            self._add("link", self._address(start, end))
        else:
            self.found.picture(self._written(start, end))

    # Text

    def _add(self, name: str, pieces: list[Piece]) -> None:
        self.found.add(self.name or name, derive(self.source, pieces))

    def _text(self, start: int, end: int) -> None:
        self.body += self._shown(start, end, collapsed=not self.preformatted)

    def _shown(self, start: int, end: int, *, collapsed: bool = True, attribute: bool = False) -> list[Piece]:
        """Return text as it is shown: references seen through, white space as one space."""

        def seen(match: regex.Match[str]) -> _Replacement | None:
            if match[0] != "&":
                return (" ", match.end()) if collapsed else None
            found = reference(self.source.text, match.start(), end, attribute=attribute)
            return (shown(found[0]), found[1]) if found else None

        return list(self._replaced(start, end, _REFERENCE_OR_SPACE, seen))

    def _address(self, start: int, end: int) -> list[Piece]:
        return list(decode(self.source.text, start, end, html=True, percent=True))

    def _written(self, start: int, end: int) -> SourceText:
        """Return an attribute's value with its references seen through."""
        return derive(self.source, decode(self.source.text, start, end, html=True, percent=False))

    def _resolved(self, start: int, end: int) -> str:
        """Return an attribute's value as a browser uses it."""
        pieces = decode(self.source.text, start, end, html=True, percent=False)
        return "".join(piece[0] for piece in pieces).strip()

    def _replaced(
        self, start: int, end: int, pattern: regex.Pattern[str], seen: Callable[[regex.Match[str]], _Replacement | None]
    ) -> Iterator[Piece]:
        """Yield a stretch of the text with each match replaced as ``seen`` says, up to the end that it gives."""
        at = start
        for match in pattern.finditer(self.source.text, start, end):
            if match.start() >= at and (found := seen(match)) is not None:
                yield self.source.text[at : match.start()], at, match.start()
                yield found[0], match.start(), found[1]
                at = found[1]
        yield self.source.text[at:end], at, end


def _scheme(address: str) -> str:
    """Return what an address begins with before its colon, as a browser reads it."""
    return _NO_SCHEME.sub("", address[:_SCHEME_WITHIN]).partition(":")[0].casefold()


def _values(tag: Token) -> _Attributes:
    """Return where the values of a tag's attributes stand; of two with one name the first counts."""
    return _values_of(tag.attributes)


def _values_of(attributes: tuple[Attribute, ...]) -> _Attributes:
    values: _Attributes = {}
    for attribute in attributes:
        values.setdefault(attribute.name, attribute.value)
    return values
