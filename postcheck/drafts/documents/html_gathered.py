"""What a web page shows, as it is gathered: its texts, pictures, style sheets and scripts, and those beside it."""

from __future__ import annotations

import base64
import binascii
import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes

import regex

from postcheck.drafts.documents.document import Picture
from postcheck.drafts.documents.web_encoding import read_sheet
from postcheck.drafts.locate import Locator, is_file
from postcheck.errors import UnreadableError
from postcheck.formats.filetypes import FileKind, file_kind, is_elsewhere, known_to_be_unreadable
from postcheck.formats.yaml_document import place
from postcheck.model.draft import Inside, Part, Unexamined
from postcheck.model.text import SourceText, TextFile, Where
from postcheck.text.script_words import read_script
from postcheck.text.source_map import Piece, derive
from postcheck.text.style_words import read_style

MOST_LEVELS = 8
"""How deep a page may be written into an attribute or a script of another."""
_LARGEST = 1_000_000
"""In bytes, of a style sheet or a script beside a page. Larger ones are libraries, bundled."""
_DATA = regex.compile(r"data:(?P<kind>[^;,]*)(?P<parameters>[^,]*),(?P<data>.*)", regex.IGNORECASE | regex.DOTALL)
PARTS_WORDS = regex.compile(r"[^\W\d_]<[A-Za-z!/][^<>]*+>[^\W\d_<]|[^\W\d_]<[A-Za-z!/][^<>]*+><|&[#A-Za-z]")
"""Markup within a word, or letters spelt as references: what stands there reads otherwise than it is written."""
_READS_AS_TEXT = regex.compile(
    r"(?<![^\W\d_])[^\W\d_a-z][^\W\d_A-Z]|(?<![^\W\d_])[^\W\d_]{2,}+[ ,]++[^\W\d_]{2,}+(?![^\W\d_]|-)"
)
_LETTER = regex.compile(r"[^\W\d_]")
_JSON_TEXT = regex.compile(r'"(?P<text>(?:[^"\\\x00-\x1f]|\\.)*+)"(?P<key>\s*+:)?')
_IMPORT = regex.compile(r"\b(?:import|from|importScripts)\s*+\(?\s*+[\"'`]\Z")
_IMPORT_WITHIN = 24
_LIBRARY = regex.compile(
    r"(?:jquery|bootstrap|popper|modernizr|lunr|fuse|elasticlunr|minisearch|mathjax|katex|prism|highlight|swiper|slick|splide|lightbox|fancybox"
    r"|gtag|gtm|analytics|matomo|piwik|plausible|vendor|polyfill|runtime|webpack|chunk|bundle|react|react-dom|vue|angular"
    r"|alpine|htmx|fontawesome|turbo|stimulus|d3|chart|leaflet|moment|lodash|underscore|core-js)"
    r"(?:[.-](?:bundle|slim|core|umd|esm|cjs|prod|production|global|all|full|autoloader|v?\d[\w.]*|[0-9a-f]{6,}))*\.m?js"
    r"|.*\.min\.m?js",
    regex.IGNORECASE,
)
"""Names of scripts that many sites have in common; nobody writes of a pupil in them."""
_PICTURE_BEGINS = regex.compile(
    rb"\xff\xd8\xff|\x89PNG|GIF8|BM|II\*\0|MM\0\*|RIFF....WEBP|....ftyp(?:hei|avif|mif)", regex.DOTALL
)
_QUERY = regex.compile(r"[?#]")
_BESIDE = "A style sheet or a script beside the page"
_SEE_BY_HAND = "See by hand what it writes on the page."


@dataclass(frozen=True, slots=True)
class Inner:
    """A page that stands in an attribute, a script, a comment or an address of the page."""

    source: SourceText
    name: str
    """What its texts are reported as."""
    level: int
    quiet: bool = False
    """Whether it may never be shown: what isn't there, or isn't looked at, is no matter then."""


@dataclass
class Gathered:
    """All that is found of a page."""

    file: TextFile
    folder: Path
    alone: bool = False
    """Whether nothing lies beside the page."""
    parts: list[Part] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    videos: list[tuple[str, Where]] = field(default_factory=list)
    unexamined: list[Unexamined] = field(default_factory=list)
    quiet: list[tuple[int, int]] = field(default_factory=list)
    waiting: list[Inner] = field(default_factory=list)
    """Pages within the page, still to be read."""
    beside: list[Path] = field(default_factory=list)
    """Style sheets and scripts that were read."""
    base: str = ""
    """The folder that addresses start from, as ``<base href>`` says."""
    _locators: dict[Path, Locator] = field(default_factory=dict)

    def add(self, name: str, text: SourceText) -> None:
        """Add a text unless it is blank."""
        if text.text.strip():
            self.parts.append(Part(name, text))

    def report(self, reason: str) -> None:
        """Say that something of the page is not examined."""
        self.unexamined.append(Unexamined(self.file.name, reason))

    def line_of(self, source: SourceText) -> int:
        """Return the line of the file that a text begins in."""
        return source.file.line_column(source.origin(0, len(source.text))[0])[0]

    # Files beside the page

    def find(self, address: str, folder: Path | None = None) -> Path | None:
        """Return the file that an address means, or None if it is on the web or there is none."""
        if self.alone or not address or is_elsewhere(address) or address.startswith("#"):
            return None
        folder = folder or self.folder
        locator = self._locators.setdefault(folder, Locator(folder, ""))
        based = folder == self.folder and self.base and not address.startswith("/")
        found = locator.find(posixpath.join(self.base, address)) if based else None
        found = found or locator.find(address)
        return found if found is not None and is_file(found) else None

    def based(self, address: str) -> str:
        """Return an address as it is meant where ``<base href>`` names a folder."""
        if not self.base or address.startswith("/") or is_elsewhere(address):
            return address
        joined = posixpath.join(self.base, address)
        return joined if self.find(address) == self.find(joined) is not None else address

    def _read(self, address: str, folder: Path | None, *, script: bool) -> tuple[Path, SourceText] | None:
        """Return a style sheet or a script that lies beside the page; None if it doesn't, or is known already."""
        found = self.find(address, folder)
        if found is None or found in self.beside or (script and _LIBRARY.fullmatch(found.name)):
            return None
        name = Locator(self.folder, self.file.name).name(found)
        self.beside.append(found)
        try:
            if found.stat().st_size > _LARGEST:
                self.report(f"{_BESIDE} is too large to be read. {_SEE_BY_HAND}")
                return None
            file = read_sheet(found, name)
        except (OSError, UnreadableError):
            self.report(f"{_BESIDE} could not be read. {_SEE_BY_HAND}")
            return None
        return found, SourceText.slice(file, 0, len(file.text))

    # Styles

    def sheet(self, address: str, folder: Path | None = None) -> None:
        """Read a style sheet that lies beside the page, and those that it brings in."""
        waiting = [(address, folder)]
        while waiting:
            address, folder = waiting.pop()
            if (read := self._read(address, folder, script=False)) is not None:
                waiting += [(imported, read[0].parent) for imported in self.style(read[1], read[0].parent)]

    def style(self, source: SourceText, folder: Path | None = None) -> list[str]:
        """Take what a style sheet, or a ``style`` attribute, says and shows; return the sheets that it brings in.

        Parameters
        ----------
        folder:
            Where a sheet beside the page is. Only those of its pictures count that are there, and only the words in
            them: they are the site's decoration rather than the page's pictures.
        """
        style = read_style(source.text)
        for words in style.words:
            if _LETTER.search("".join(piece[0] for piece in words)):
                self.add("attribute", derive(source, words))
        for found in style.addresses:
            if found.imported:
                continue
            span = found.start, found.end
            # Quotes and escapes are seen through already.
            address = derive(source, [(found.address, *span)])
            if folder is not None:
                self._picture_of_sheet(address, folder)
            elif may_be_picture(found.address) or self.is_picture(found.address):
                self.picture(address)
            elif data := _data(found.address):
                self._data_picture(address, data)
        for at in style.turned:
            line = self.line_of(derive(source, [("x", at, at + 1)]))
            self.unexamined.append(
                Unexamined(
                    source.file.name,
                    f"Line {line} has letters shown from right to left, which may spell other words. "
                    "Look at the page itself.",
                )
            )
        return [found.address for found in style.addresses if found.imported]

    def _picture_of_sheet(self, address: SourceText, folder: Path) -> None:
        if data := _data(address.text):
            self._data_picture(address, data)
        elif self.is_picture(address.text, folder):
            where = place(address.file, "body", *address.origin(0, len(address.text)))
            self.pictures.append(Picture(str(self.find(address.text, folder)), where, peopled=False))

    def _data_picture(self, address: SourceText, data: tuple[str, str]) -> None:
        if "svg" in data[0]:
            self._inner_data(address, data, "attribute", level=1, quiet=True)
        elif data[0].startswith("image/") and embedded(address.text):
            self.picture(address)

    def is_picture(self, address: str, folder: Path | None = None) -> bool:
        """Whether a picture lies beside the page where an address leads, whatever its name ends in."""
        found = self.find(address, folder)
        if found is None:
            return False
        kind = file_kind(found.name)
        if kind is not FileKind.UNREADABLE or known_to_be_unreadable(found.name):
            return kind is FileKind.IMAGE
        try:
            with found.open("rb") as file:
                return _PICTURE_BEGINS.match(file.read(12)) is not None
        except OSError:
            return False

    # Scripts

    def script_beside(self, address: str, folder: Path | None = None) -> None:
        """Read a script that lies beside the page, and those that it brings in; libraries are passed over."""
        waiting = [(address, folder)]
        while waiting:
            address, folder = waiting.pop()
            if (read := self._read(address, folder, script=True)) is not None:
                waiting += [(imported, read[0].parent) for imported in self.script(read[1], read[0].parent)]

    def script(self, source: SourceText, folder: Path | None = None, *, level: int = 0) -> list[str]:
        """Take the texts in a script that seem to be written for people; return the scripts that it brings in.

        The rest of the script is not read.
        """
        pieces: list[Piece] = []
        imports = []
        for literal in read_script(source.text):
            text = "".join(piece[0] for piece in literal)
            low, high = literal[0][1], literal[-1][2]
            if _IMPORT.search(source.text, max(0, low - _IMPORT_WITHIN), low):
                imports.append(text)
            elif not _READS_AS_TEXT.search(text):
                if self.is_picture(text, folder) and may_be_picture(text):
                    self._picture_of_sheet(derive(source, [(text, low, high)]), folder or self.folder)
            else:
                pieces += [*literal, ("\n", high, high)]
                if PARTS_WORDS.search(text):
                    self.waiting.append(Inner(derive(source, literal), "script", level + 1, quiet=True))
        self.add("script", derive(source, pieces))
        return imports

    def json(self, source: SourceText) -> None:
        """Take the texts of a piece of JSON, each in a line of its own; keys only if they are of several words."""
        pieces: list[Piece] = []
        found = False
        for match in _JSON_TEXT.finditer(source.text):
            found = True
            if match["text"].strip() and (not match["key"] or " " in match["text"]):
                for literal in read_script(match[0].rstrip(": \t\r\n")):
                    pieces += [(text, low + match.start(), high + match.start()) for text, low, high in literal]
                pieces.append(("\n", match.end(), match.end()))
        self.add("script", derive(source, pieces))
        if not found:
            self.script(source)

    # Pictures, and what is written into an address

    def picture(self, address: SourceText) -> None:
        """Add a picture: a file, or one that is written into its address."""
        where = place(address.file, "body", *address.origin(0, len(address.text)))
        text = without_breaks(address.text)
        if not text or text.startswith("#"):
            return
        if not text.casefold().startswith("data:"):
            self.pictures.append(Picture(self.based(text), where))
            return
        data = embedded(text)
        if data is None:
            self.report(
                f"Line {where.line} holds a picture as text that cannot be read. "
                "Save it as JPEG or PNG beside the page and name it there."
            )
        else:
            name = f"{self.file.name}#picture {len(self.pictures) + 1}"
            self.pictures.append(Picture(name, where, inside=Inside(data=data)))

    def data(self, address: SourceText, level: int, *, quiet: bool = False) -> bool:
        """Take what is written into an address as text, and return whether it is a text of a known kind."""
        data = _data(without_breaks(address.text))
        return data is not None and self._inner_data(address, data, "attribute", level=level + 1, quiet=quiet)

    def _inner_data(
        self, address: SourceText, data: tuple[str, str], name: str, *, level: int, quiet: bool = False
    ) -> bool:
        kind, text = data
        source = derive(address, [(text, 0, len(address.text))])
        if kind == "text/css":
            self.style(source)
        elif "script" in kind:
            self.script(source, level=level)
        elif "json" in kind:
            self.json(source)
        elif kind.endswith(("html", "xml")):
            self.waiting.append(Inner(source, name, level, quiet))
        elif kind.startswith("text/") or not kind:
            self.add(name, source)
        else:
            return False
        return True


def may_be_picture(address: str) -> bool:
    """Whether an address looks like that of a picture."""
    return file_kind(_QUERY.split(address)[0]) is FileKind.IMAGE


def without_breaks(address: str) -> str:
    """Return an address as a browser uses it, without breaks of lines and white space around it."""
    return regex.sub(r"[\t\n\r]+", "", address.strip())


def embedded(address: str) -> bytes | None:
    """Return the image in a ``data:`` address, or None if there is none."""
    match = _DATA.fullmatch(address)
    if match is None or not match["kind"].strip().casefold().startswith("image/") or "svg" in match["kind"].casefold():
        return None
    return _payload(match)


def _payload(match: regex.Match[str]) -> bytes | None:
    raw = unquote_to_bytes(match["data"])
    if "base64" not in match["parameters"].casefold():
        return raw or None
    try:
        return base64.b64decode(regex.sub(rb"\s+", b"", raw), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _data(address: str) -> tuple[str, str] | None:
    """Return kind and content of a ``data:`` address, or None if it is none."""
    match = _DATA.fullmatch(address)
    payload = _payload(match) if match else None
    if match is None or payload is None:
        return None
    return match["kind"].strip().casefold(), payload.decode("utf-8", "replace")
