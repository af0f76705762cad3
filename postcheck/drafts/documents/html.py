"""Web pages (``.html``): what a visitor sees, hears or finds in the source, every character with its place in the file.

It takes time in proportion to the length of the page, however hostile; a tag that is never closed is text.
"""

from __future__ import annotations

import base64
import binascii
import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

import regex

from postcheck.drafts.documents.document import Document, Picture
from postcheck.drafts.frontmatter import parse_front_matter
from postcheck.drafts.locate import is_elsewhere
from postcheck.drafts.named_files import find_named
from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.formats.filetypes import FileKind, file_kind, why_unreadable
from postcheck.formats.yaml_document import place
from postcheck.model.draft import Annotations, Inside, Part, Unexamined
from postcheck.model.text import SourceText, TextFile, Where
from postcheck.text.escapes import decode, reference, shown
from postcheck.text.html_tokens import Kind, Token, tokenize
from postcheck.text.html_words import separator, word_set

_Piece = tuple[str, int, int]
_Attributes = dict[str, tuple[int, int]]
_Replacement = tuple[str, int]
"""What is shown instead, and the end of what it stands for."""

_DECLARED = regex.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", regex.IGNORECASE)
_DECLARED_WITHIN = 4_096
_USUAL = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"})
"""What :mod:`postcheck.formats.textfile` recognises by itself."""

_REFERENCE_OR_SPACE = regex.compile(r"&|\s+")
_JSON_TEXT = regex.compile(r'"(?P<text>(?:[^"\\\x00-\x1f]|\\.)*+)"(?P<key>\s*+:)?')
_JSON_ESCAPE = regex.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", regex.DOTALL
)
_JSON_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_QUOTE = r"&(?:quot|apos|\#0*3[49]|\#[xX]0*2[27]);"
_STYLE_WORDS = regex.compile(
    rf"""url\(\s*+(?!{_QUOTE})([^()"'\s]++)\s*+\)|(?P<content>content\s*+:\s*+)?(?:{_QUOTE}((?:(?!{_QUOTE}).)*+){_QUOTE}|"([^"]*+)"|'([^']*+)')""",
    regex.IGNORECASE | regex.DOTALL,
)
_CODE_TEXT = regex.compile(
    r"""//[^\n]*+|/\*(?:[^*]|\*(?!/))*+|"((?:[^"\\\n]|\\.)*+)"?|'((?:[^'\\\n]|\\.)*+)'?|`((?:[^`\\]|\\.)*+)`?""",
    regex.DOTALL,
)
_READS_AS_TEXT = regex.compile(r"(?<![^\W\d_])[^\W\d_a-z][^\W\d_A-Z]")
_CANDIDATE = regex.compile(r"[^\s,]\S*")
_DATA = regex.compile(r"data:(?P<kind>[^;,]*)(?P<parameters>[^,]*),(?P<data>.*)", regex.IGNORECASE | regex.DOTALL)


_LINKS = word_set("href action formaction cite longdesc data-href xlink:href")
_SHOWN = word_set("src data-src poster background data-background data-lazy-src data-original")
_SHOWN_SETS = word_set("srcset data-srcset imagesrcset")
# How something looks or behaves; never words for a reader.
_TECHNICAL = word_set(
    "align as async autocomplete autoplay bgcolor border cellpadding cellspacing charset class color colspan "
    "contenteditable controls coords crossorigin datetime decoding defer dir disabled download draggable enctype "
    "face fetchpriority fill for form frameborder headers height hidden hreflang http-equiv id inputmode integrity "
    "is itemid itemprop itemref itemscope itemtype kind lang loading loop max maxlength media method min minlength "
    "multiple muted name nonce novalidate open pattern ping playsinline points preload property readonly "
    "referrerpolicy rel required rev role rowspan rows cols sandbox scope scrolling selected shape size sizes slot "
    "span spellcheck start step stroke style tabindex target transform translate type usemap valign version viewbox "
    "width wrap x y x1 x2 y1 y2 cx cy d r rx ry value-type xmlns"
)
_TECHNICAL_META = word_set(
    "viewport generator robots googlebot theme-color color-scheme referrer format-detection csrf-token csrf-param "
    "og:type og:locale twitter:card apple-mobile-web-app-capable apple-mobile-web-app-status-bar-style "
    "msapplication-tilecolor google-site-verification"
)
_PICTURE_META = word_set(
    "og:image og:image:url og:image:secure_url twitter:image twitter:image:src msapplication-tileimage thumbnail image"
)
_SEEN_ELSEWHERE = word_set("iframe object embed frame portal")
_PLAYERS = word_set("video audio")


def load(path: Path, name: str) -> Document:
    """Read a web page.

    Raises
    ------
    UnreadableError
        If it isn't text, or does not fit its encoding.
    """
    file = _decoded(path, name)
    page, front = _HtmlPage(file), parse_front_matter(file)
    page.read(front.body[0])
    found = find_named(file.text, front.body[0], page.quiet)
    named = tuple((one, place(file, "body", one.start, one.end)) for one in found)
    return replace(page.finished(), named=named, front=front)


def _decoded(path: Path, name: str) -> TextFile:
    """Decode a page as its ``<meta charset>`` says, unless its encoding shows without that."""
    try:
        with path.open("rb") as file:
            match = _DECLARED.search(file.read(_DECLARED_WITHIN))
        encoding = codecs.lookup(match[1].decode("ascii")).name if match else "utf-8"
    except (OSError, LookupError):
        encoding = "utf-8"
    if encoding in _USUAL:
        return textfile.read(path, name)
    if path.stat().st_size > textfile.MAX_BYTES:
        raise UnreadableError("It is too large for a web page.", advice="Check its parts one by one.")
    try:
        return TextFile(name, path.read_bytes().decode(encoding))
    except (ValueError, LookupError) as error:
        raise UnreadableError(
            "Its text does not fit the encoding that it declares.", advice="Save it as UTF-8 and check that."
        ) from error


@dataclass
class _HtmlPage:
    file: TextFile
    body: list[_Piece] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    videos: list[tuple[str, Where]] = field(default_factory=list)
    unexamined: list[Unexamined] = field(default_factory=list)
    preformatted: int = 0
    players: list[str] = field(default_factory=list)
    quiet: list[tuple[int, int]] = field(default_factory=list)

    def finished(self) -> Document:
        body = SourceText.assembled(self.file, self.body)
        parts = [Part("body", body), *self.parts]
        return Document(
            self.file, tuple(parts), tuple(self.pictures), tuple(self.videos), tuple(dict.fromkeys(self.unexamined))
        )

    def read(self, at: int) -> None:
        opened = None
        for token in tokenize(self.file.text, at):
            if token.kind in {Kind.TEXT, Kind.UNFINISHED}:
                self._text(token.start, token.end)
            elif token.kind is Kind.CDATA:
                self.body.append(self._literal(*token.content))
            elif token.kind is Kind.COMMENT:
                self.quiet.append((token.start, token.end))
                self._add("comment", [self._literal(*token.content)])
            elif token.kind is Kind.RAW:
                self._raw(token, opened)
            elif token.kind is Kind.START:
                opened = token
                self._opened(token)
            elif token.kind is Kind.END and token.name:
                self._closed(token)

    # Tags

    def _separate(self, tag: Token) -> None:
        if between := separator(tag.name):
            self.body.append((between, tag.start, tag.start))

    def _closed(self, tag: Token) -> None:
        self._separate(tag)
        if tag.name == "pre":
            self.preformatted = max(0, self.preformatted - 1)
        elif tag.name in self.players:
            self.players.remove(tag.name)

    def _opened(self, tag: Token) -> None:
        self._separate(tag)
        self._said(tag.name, _values(tag))
        if tag.name == "pre":
            self.preformatted += 1
        elif tag.name in _PLAYERS:
            self.players.append(tag.name)

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
            self._styled(at, end)
        elif raw.name == "script":
            json = opened is not None and "json" in self._value(_values(opened), "type").casefold()
            self._add("script", list(self._json(at, end) if json else self._code(at, end)))
        else:
            self._add("comment", [self._literal(at, end)])

    def _literal(self, start: int, end: int) -> _Piece:
        return self.file.text[start:end], start, end

    def _said(self, name: str, attributes: _Attributes) -> None:
        """Take what the attributes of an element say and show."""
        if name == "meta":
            self._meta(attributes)
            return
        alt = attributes.pop("alt", None)
        pictures = len(self.pictures)
        for key, span in attributes.items():
            self._attribute(name, key, span)
        if alt:
            words = SourceText.assembled(self.file, self._shown(*alt, attribute=True))
            if len(self.pictures) > pictures:
                self.pictures[pictures] = replace(self.pictures[pictures], said=Annotations(alt=(words,)))
            elif words.text.strip():
                self.parts.append(Part("alt", words))

    def _attribute(self, name: str, key: str, span: tuple[int, int]) -> None:
        if key == "style":
            self._styled(*span)
        elif key in _SHOWN or (name in {"image", "use"} and key in _LINKS) or (name == "object" and key == "data"):
            self._shows(name, *span)
        elif key in _SHOWN_SETS:
            self._shows_one_of(*span)
        elif key.startswith("data-") and _may_be_picture(self._resolved(*span)):
            self._picture(*span)  # scripts that load pictures late have many names for them
        elif key in _LINKS:
            self._add("link", self._address(*span))
            self._linked(*span)
        elif key == "srcdoc":
            self._page_within(*span)
        elif key not in _TECHNICAL and not key.startswith(("on", "xml", "xlink:")):
            self._add("attribute", self._shown(*span, attribute=True))

    def _meta(self, attributes: _Attributes) -> None:
        name = (
            self._value(attributes, "property")
            or self._value(attributes, "name")
            or self._value(attributes, "itemprop")
        ).casefold()
        span = attributes.get("content")
        if span is None or "http-equiv" in attributes or name in _TECHNICAL_META:
            return
        if name in _PICTURE_META:
            self._picture(*span)
        elif name.endswith(":url"):
            self._add("link", self._address(*span))
        else:
            self._add("title" if name in {"og:title", "twitter:title"} else "meta", self._shown(*span, attribute=True))

    def _page_within(self, start: int, end: int) -> None:
        """Take what a page that is written into an attribute says, its markup seen through."""
        inner = SourceText.assembled(self.file, decode(self.file.text, start, end, html=True, percent=False))
        body: list[_Piece] = []
        beside: list[_Piece] = []
        for token in tokenize(inner.text):
            if token.kind in {Kind.TEXT, Kind.UNFINISHED, Kind.RAW}:
                body += _within(inner, token.start, token.end)
            elif token.kind in {Kind.COMMENT, Kind.CDATA}:
                beside += [*_within(inner, *token.content), ("\n", end, end)]
            elif between := separator(token.name):
                body.append((between, end, end))
            for attribute in token.attributes:
                if attribute.name not in _TECHNICAL:
                    beside += [*_within(inner, *attribute.value), ("\n", end, end)]
        self._add("attribute", body)
        self._add("attribute", beside)

    def _value(self, attributes: _Attributes, name: str) -> str:
        span = attributes.get(name)
        return self._resolved(*span) if span else ""

    # Pictures and other things that a page shows

    def _shows(self, name: str, start: int, end: int) -> None:
        where = place(self.file, "body", start, end)
        address = self._resolved(start, end)
        playing = name in _PLAYERS or (name in {"source", "track"} and bool(self.players))
        if not address or name == "script":
            return
        if name in _SEEN_ELSEWHERE:
            self._add("link", self._address(start, end))
            self._report(
                f"Line {where.line} shows something else inside the page, which was not looked at. Look at it yourself."
            )
        elif playing and (self.players or [name])[-1] == "audio":
            self._report(f"Line {where.line} plays a sound. {why_unreadable('sound.mp3')}")
        elif playing and file_kind(address.partition("?")[0]) is not FileKind.IMAGE:
            if name != "track":
                self.videos.append((address, where))
        else:
            self._picture(start, end)

    def _linked(self, start: int, end: int) -> None:
        """Take a picture beside the page that a link opens, as from a small one to the large."""
        address = self._resolved(start, end)
        if _may_be_picture(address) and not is_elsewhere(address):
            self._picture(start, end)

    def _shows_one_of(self, start: int, end: int) -> None:
        """Take every picture of a ``srcset``: a browser may show any of them."""
        at = start
        for match in _CANDIDATE.finditer(self.file.text, start, end):
            if match.start() < at:
                continue
            low, high = match.span()
            if not match[0].casefold().startswith("data:") and "," in match[0].rstrip(","):
                high = low + match[0].index(",")
            high = low + len(self.file.text[low:high].rstrip(","))
            if not regex.fullmatch(r"[\d.]+[wxh]", self.file.text[low:high]):
                self._picture(low, high)

    def _styled(self, start: int, end: int) -> None:
        for match in _STYLE_WORDS.finditer(self.file.text, start, end):
            group = next((group for group in (1, 3, 4, 5) if match[group]), None)
            if not group or match[group].startswith("#"):
                continue
            if match[group].casefold().startswith("data:image") or _may_be_picture(match[group]):
                self._picture(*match.span(group))
            elif match["content"]:
                self._add("attribute", self._shown(*match.span(group)))

    def _picture(self, start: int, end: int) -> None:
        where = place(self.file, "body", start, end)
        address = self._resolved(start, end)
        if not address or address.startswith("#"):
            return
        if not address.casefold().startswith("data:"):
            self.pictures.append(Picture(address, where))
            return
        data = _embedded(address)
        if data is None:
            self._report(
                f"Line {where.line} holds a picture as text that cannot be read. "
                "Save it as JPEG or PNG beside the page and name it there."
            )
        else:
            self.pictures.append(
                Picture(f"{self.file.name}#picture {len(self.pictures) + 1}", where, inside=Inside(data=data))
            )

    def _report(self, reason: str) -> None:
        self.unexamined.append(Unexamined(self.file.name, reason))

    # Text

    def _add(self, name: str, pieces: list[_Piece]) -> None:
        text = SourceText.assembled(self.file, pieces)
        if text.text.strip():
            self.parts.append(Part(name, text))

    def _text(self, start: int, end: int) -> None:
        self.body += self._shown(start, end, collapsed=not self.preformatted)

    def _shown(self, start: int, end: int, *, collapsed: bool = True, attribute: bool = False) -> list[_Piece]:
        """Return text as it is shown: references seen through, white space as one space."""

        def seen(match: regex.Match[str]) -> _Replacement | None:
            if match[0] != "&":
                return (" ", match.end()) if collapsed else None
            found = reference(self.file.text, match.start(), end, attribute=attribute)
            return (shown(found[0]), found[1]) if found else None

        return list(self._replaced(start, end, _REFERENCE_OR_SPACE, seen))

    def _address(self, start: int, end: int) -> list[_Piece]:
        return list(decode(self.file.text, start, end, html=True, percent=True))

    def _resolved(self, start: int, end: int) -> str:
        """Return an attribute's value as a browser uses it."""
        return "".join(piece[0] for piece in decode(self.file.text, start, end, html=True, percent=False)).strip()

    def _json(self, start: int, end: int) -> Iterator[_Piece]:
        """Yield the texts of a piece of JSON, each in a line of its own; keys are not texts."""
        for match in _JSON_TEXT.finditer(self.file.text, start, end):
            if not match["key"] and match["text"].strip():
                yield from self._replaced(*match.span("text"), _JSON_ESCAPE, _escape)
                yield "\n", match.end(), match.end()

    def _code(self, start: int, end: int) -> Iterator[_Piece]:
        """Yield the texts in a script that seem to be written for people, each on a line of its own.

        The rest of the script is not read.
        """
        for match in _CODE_TEXT.finditer(self.file.text, start, end):
            group = next((group for group in (1, 2, 3) if match[group]), None)
            if group and _READS_AS_TEXT.search(match[group]):
                yield from self._replaced(*match.span(group), _JSON_ESCAPE, _escape)
                yield "\n", match.end(), match.end()

    def _replaced(
        self, start: int, end: int, pattern: regex.Pattern[str], seen: Callable[[regex.Match[str]], _Replacement | None]
    ) -> Iterator[_Piece]:
        """Yield a stretch of the file with each match replaced as ``seen`` says, up to the end that it gives."""
        at = start
        for match in pattern.finditer(self.file.text, start, end):
            if match.start() >= at and (found := seen(match)) is not None:
                yield self.file.text[at : match.start()], at, match.start()
                yield found[0], match.start(), found[1]
                at = found[1]
        yield self.file.text[at:end], at, end


def _within(inner: SourceText, start: int, end: int) -> Iterator[_Piece]:
    """Yield a stretch of a text that is itself derived, references in it seen through, with places in the file."""
    for text, low, high in decode(inner.text, start, end, html=True, percent=False):
        if len(text) == high - low:  # character by character, as what it is derived from may not be
            yield from ((char, *inner.origin(low + at, low + at + 1)) for at, char in enumerate(text))
        else:
            yield text, *inner.origin(low, high)


def _values(tag: Token) -> _Attributes:
    """Return where the values of a tag's attributes stand; of two with one name the first counts."""
    values: _Attributes = {}
    for attribute in tag.attributes:
        values.setdefault(attribute.name, attribute.value)
    return values


def _escape(match: regex.Match[str]) -> _Replacement | None:
    """Return what an escape of JSON or JavaScript stands for."""
    text = _unescaped(match[0])
    return None if text is None else (text, match.end())


def _unescaped(escape: str) -> str | None:
    if escape[1] == "u":
        try:
            return bytes.fromhex(escape.replace("\\u", "")).decode("utf-16-be")
        except (ValueError, UnicodeDecodeError):
            return None
    return _JSON_ESCAPES.get(escape[1], escape[1])


def _may_be_picture(address: str) -> bool:
    return file_kind(regex.split(r"[?#]", address)[0]) is FileKind.IMAGE


def _embedded(address: str) -> bytes | None:
    """Return the image in a ``data:`` address, or None if there is none."""
    match = _DATA.fullmatch(address)
    if match is None or not match["kind"].strip().casefold().startswith("image/") or "svg" in match["kind"].casefold():
        return None
    raw = unquote_to_bytes(match["data"])
    if "base64" not in match["parameters"].casefold():
        return raw or None
    try:
        return base64.b64decode(regex.sub(rb"\s+", b"", raw), validate=True) or None
    except (binascii.Error, ValueError):
        return None
