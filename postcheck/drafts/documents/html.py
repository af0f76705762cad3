"""Web pages (``.html``): what a visitor sees, hears or finds in the source, every character with its place in the file.

A tokenizer of our own, because none in reach says where the characters of an attribute's value or behind an entity
stand. It takes time in proportion
to the length of the page, however hostile, and whatever is no markup beyond doubt stays text.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

import regex

from postcheck.drafts.documents.document import Document, Picture
from postcheck.drafts.frontmatter import parse_front_matter
from postcheck.drafts.locate import is_elsewhere
from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.formats.filetypes import FileKind, file_kind, why_unreadable
from postcheck.formats.yaml_document import place
from postcheck.model.draft import Annotations, Inside, Part, Unexamined
from postcheck.model.text import SourceText, TextFile, Where

_Piece = tuple[str, int, int]
_Attributes = dict[str, tuple[int, int]]

_DECLARED = regex.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", regex.IGNORECASE)
_DECLARED_WITHIN = 4_096
_USUAL = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"})
"""What :mod:`postcheck.formats.textfile` tells by itself."""

_MARKUP = regex.compile(r"<(?:(?P<comment>!--)|(?P<declaration>[!?])|(?P<close>/)?(?P<name>[A-Za-z][^\s/>]*))")
_COMMENT_END = regex.compile(r"--!?>")
_ATTRIBUTE = regex.compile(
    r"""[\s/]*+(?P<name>[^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>"'][^\s>]*+)))?"""
)
_TAG_END = regex.compile(r"[\s/]*+>")
_IN_TEXT = regex.compile(
    r"(?P<entity>&(?:\#\d{1,8}|\#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?)|(?P<space>\s+)"
)
_IN_ADDRESS = regex.compile(
    r"(?P<entity>&(?:\#\d{1,8}|\#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});)|(?P<coded>(?:%[0-9A-Fa-f]{2})+)"
)
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


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_INLINE = _words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike strong time tt u var wbr nobr "
    "tspan slot"
)
_SPACED = _words(
    "td th img input button select option svg path picture source track audio video canvas rp rt ruby param sup sub g use"
)
_RAW = _words("script style xmp iframe noembed noframes")
_TEXT_ONLY = _words("title textarea")
_LINKS = _words("href action formaction cite longdesc data-href xlink:href")
_SHOWN = _words("src data-src poster background data-background data-lazy-src data-original")
_SHOWN_SETS = _words("srcset data-srcset imagesrcset")
# How something looks or behaves; never words for a reader.
_TECHNICAL = _words(
    "align as async autocomplete autoplay bgcolor border cellpadding cellspacing charset class color colspan contenteditable controls coords "
    "crossorigin datetime decoding defer dir disabled download draggable enctype face fetchpriority fill for form frameborder headers height hidden "
    "hreflang http-equiv id inputmode integrity is itemid itemprop itemref itemscope itemtype kind lang loading loop max maxlength media method min "
    "minlength multiple muted name nonce novalidate open pattern ping playsinline points preload property readonly referrerpolicy rel required rev "
    "role rowspan rows cols sandbox scope scrolling selected shape size sizes slot span spellcheck start step stroke style tabindex target transform "
    "translate type usemap valign version viewbox width wrap x y x1 x2 y1 y2 cx cy d r rx ry value-type xmlns"
)
_TECHNICAL_META = _words(
    "viewport generator robots googlebot theme-color color-scheme referrer format-detection csrf-token csrf-param og:type og:locale twitter:card "
    "apple-mobile-web-app-capable apple-mobile-web-app-status-bar-style msapplication-tilecolor google-site-verification"
)
_PICTURE_META = _words(
    "og:image og:image:url og:image:secure_url twitter:image twitter:image:src msapplication-tileimage thumbnail image"
)
_SEEN_ELSEWHERE = _words("iframe object embed frame portal")
_PLAYERS = _words("video audio")


def load(path: Path, name: str) -> Document:
    """Read a web page.

    Raises
    ------
    UnreadableError
        If it is no text, or in an encoding that does not fit it.
    """
    file = _decoded(path, name)
    page, front = _Page(file), parse_front_matter(file)
    page.read(front.body[0])
    return replace(page.finished(), front=front)


def _decoded(path: Path, name: str) -> TextFile:
    """Decode a page as its ``<meta charset>`` says, where that is none of the encodings that can be told without it."""
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
class _Page:
    file: TextFile
    body: list[_Piece] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    videos: list[tuple[str, Where]] = field(default_factory=list)
    unexamined: list[Unexamined] = field(default_factory=list)
    preformatted: int = 0
    players: list[str] = field(default_factory=list)

    def finished(self) -> Document:
        body = SourceText.assembled(self.file, self.body)
        parts = [Part("body", body), *self.parts]
        return Document(
            self.file, tuple(parts), tuple(self.pictures), tuple(self.videos), tuple(dict.fromkeys(self.unexamined))
        )

    def read(self, at: int) -> None:
        text = self.file.text
        while (match := _MARKUP.search(text, at)) is not None:
            self._text(at, match.start())
            if match["comment"]:
                at = self._aside(match.end(), _COMMENT_END.search(text, match.end()))
            elif match["declaration"]:
                end = text.find(">", match.end())
                end = len(text) if end < 0 else end
                if text[match.end() : match.end() + 7].casefold() != "doctype":
                    self._add("comment", [(text[match.end() : end], match.end(), end)])
                at = end + 1
            else:
                at = self._tag(match)
        self._text(at, len(text))

    def _aside(self, start: int, end: regex.Match[str] | None) -> int:
        """Take a comment; one that is never closed reaches to the end, as in a browser."""
        stop = end.start() if end else len(self.file.text)
        self._add("comment", [(self.file.text[start:stop], start, stop)])
        return end.end() if end else stop

    # Tags

    def _tag(self, match: regex.Match[str]) -> int:
        text, at = self.file.text, match.end()
        attributes: _Attributes = {}
        while found := _ATTRIBUTE.match(text, at):
            name = found["name"].casefold()
            group = next((group for group in ("double", "single", "bare") if found[group] is not None), None)
            attributes.setdefault(name, found.span(group) if group else (found.end(), found.end()))
            at = found.end()
        end = _TAG_END.match(text, at)
        if end is None:  # no tag after all
            self._text(match.start(), at)
            return at
        name = match["name"].casefold()
        self._separate(name, match.start())
        if match["close"]:
            self._closed(name)
            return end.end()
        self._said(name, attributes)
        return self._opened(name, attributes, end.end())

    def _separate(self, name: str, at: int) -> None:
        if name not in _INLINE:
            self.body.append((" " if name in _SPACED else "\n", at, at))

    def _closed(self, name: str) -> None:
        if name == "pre":
            self.preformatted = max(0, self.preformatted - 1)
        elif name in self.players:
            self.players.remove(name)

    def _opened(self, name: str, attributes: _Attributes, at: int) -> int:
        """Take note of what an element changes, and of what some elements hold instead of markup; return where reading goes on."""
        if name == "pre":
            self.preformatted += 1
        elif name in _PLAYERS:
            self.players.append(name)
        if name not in _RAW | _TEXT_ONLY:
            return at
        closing = regex.compile(rf"</{name}(?=[\s/>])", regex.IGNORECASE).search(self.file.text, at)
        end = closing.start() if closing else len(self.file.text)
        if name == "title":
            self._add("title", self._shown(at, end))
        elif name == "textarea":
            self.body += self._shown(at, end)
        elif name == "style":
            self._styled(at, end)
        elif name == "script":
            if "json" in self._value(attributes, "type").casefold():
                self._add("script", list(self._json(at, end)))
            else:
                self._add("script", list(self._code(at, end)))
        else:
            self._add("comment", [(self.file.text[at:end], at, end)])
        return end

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
            words = SourceText.assembled(self.file, self._shown(*alt))
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
        elif key.startswith("data-") and _may_be_picture(html.unescape(self.file.text[slice(*span)]).strip()):
            self._picture(*span)  # scripts that load pictures late have many names for them
        elif key in _LINKS:
            self._add("link", self._address(*span))
            self._linked(*span)
        elif key not in _TECHNICAL and not key.startswith(("on", "xml", "xlink:")):
            self._add("attribute", self._shown(*span))

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
            self._add("title" if name in {"og:title", "twitter:title"} else "meta", self._shown(*span))

    def _value(self, attributes: _Attributes, name: str) -> str:
        span = attributes.get(name)
        return html.unescape(self.file.text[slice(*span)]).strip() if span else ""

    # Pictures and other things that a page shows

    def _shows(self, name: str, start: int, end: int) -> None:
        where = place(self.file, "body", start, end)
        address = html.unescape(self.file.text[start:end]).strip()
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
        address = html.unescape(self.file.text[start:end]).strip()
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
        address = html.unescape(self.file.text[start:end]).strip()
        if not address or address.startswith("#"):
            return
        if not address.casefold().startswith("data:"):
            self.pictures.append(Picture(address, where))
            return
        data = _embedded(address)
        if data is None:
            self._report(
                f"Line {where.line} holds a picture as text that cannot be read. Save it as JPEG or PNG beside the page and name it there."
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

    def _shown(self, start: int, end: int, *, collapsed: bool = True) -> list[_Piece]:
        """Return text as it is shown: entities seen through, white space as one space."""

        def seen(match: regex.Match[str]) -> str | None:
            return (" " if collapsed else None) if match["space"] else _character(match["entity"])

        return list(self._replaced(start, end, _IN_TEXT, seen))

    def _address(self, start: int, end: int) -> list[_Piece]:
        def seen(match: regex.Match[str]) -> str | None:
            return _character(match["entity"]) if match["entity"] else _decoded_bytes(match["coded"])

        return list(self._replaced(start, end, _IN_ADDRESS, seen))

    def _json(self, start: int, end: int) -> Iterator[_Piece]:
        """Yield the texts of a piece of JSON, each in a line of its own; keys are not texts."""
        for match in _JSON_TEXT.finditer(self.file.text, start, end):
            if not match["key"] and match["text"].strip():
                yield from self._replaced(*match.span("text"), _JSON_ESCAPE, lambda escape: _unescaped(escape[0]))
                yield "\n", match.end(), match.end()

    def _code(self, start: int, end: int) -> Iterator[_Piece]:
        """Yield the texts in a program that read as if they were written for people, each in a line of its own; the program itself is not read."""
        for match in _CODE_TEXT.finditer(self.file.text, start, end):
            group = next((group for group in (1, 2, 3) if match[group]), None)
            if group and _READS_AS_TEXT.search(match[group]):
                yield from self._replaced(*match.span(group), _JSON_ESCAPE, lambda escape: _unescaped(escape[0]))
                yield "\n", match.end(), match.end()

    def _replaced(
        self, start: int, end: int, pattern: regex.Pattern[str], seen: Callable[[regex.Match[str]], str | None]
    ) -> Iterator[_Piece]:
        """Yield a stretch of the file in which every match that ``seen`` has something for is replaced by it."""
        at = start
        for match in pattern.finditer(self.file.text, start, end):
            if (shown := seen(match)) is not None:
                yield self.file.text[at : match.start()], at, match.start()
                yield shown, *match.span()
                at = match.end()
        yield self.file.text[at:end], at, end


def _character(entity: str) -> str | None:
    text = html.unescape(entity)
    return None if text == entity else text


def _decoded_bytes(coded: str) -> str | None:
    try:
        text = unquote_to_bytes(coded).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None


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
