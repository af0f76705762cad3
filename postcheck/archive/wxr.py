"""WordPress' export file (WXR): XML of any size, one item at a time, with nothing in it that could do harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from postcheck.archive.json_stream import Readable
from postcheck.errors import UnreadableError

MAX_ITEM = 50_000_000
"""In characters: what a single item may come to."""
_MAX_DEPTH = 40
_CHUNK = 1 << 16
_AGAIN = "Export it again in WordPress under Tools, Export."
_TERMS = ("category", "tag", "term")
_WITHIN_TERM = [["channel", term] for term in _TERMS]
_NESTED = {"comment", "postmeta", "commentmeta"}


@dataclass
class Element:
    """An item, a comment or a detail of one: the texts of its elements, by their names without namespace."""

    line: int
    texts: dict[str, str] = field(default_factory=dict)
    """``encoded`` is the content; the excerpt of that name is under ``excerpt``."""
    categories: list[tuple[str, str]] = field(default_factory=list)
    """Of each: ``category``, ``post_tag`` …, and its name."""
    nested: dict[str, list[Element]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return a text; empty if there is none."""
        return self.texts.get(name, "").strip()

    def meta(self, key: str) -> str:
        """Return a detail that a theme or plugin keeps under a key; empty if there is none."""
        return next(
            (one.get("meta_value") for one in self.nested.get("postmeta", ()) if one.get("meta_key") == key), ""
        )


@dataclass
class Site:
    """What the file says of the site."""

    texts: dict[str, str] = field(default_factory=dict)
    terms: list[Element] = field(default_factory=list)
    """Its categories, tags and the like, with what is said of each: ``category_description`` …"""


def items(file: Readable, site: Site) -> Iterator[Element]:
    """Yield each item; ``site`` is filled on the way.

    Raises
    ------
    UnreadableError
        Where the file is damaged, cut short, or declares entities or a document type.
    """
    reader = _Reader(site)
    ended = False
    while not ended:
        chunk = file.read(_CHUNK)
        ended = not chunk
        try:
            reader.parser.Parse(chunk, ended)
        except expat.ExpatError as error:
            yield from reader.take()
            what = "ends in the middle" if ended else "is damaged"
            raise UnreadableError(f"From line {error.lineno:,} on it {what}.", advice=_AGAIN) from None
        yield from reader.take()


class _Reader:
    """Collects items as the parser comes by them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._path: list[str] = []
        self._open: list[Element] = []
        self._text: list[str] = []
        self._length = 0
        self._category = ""
        self._done: list[Element] = []
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse

    def take(self) -> list[Element]:
        """Return the items that are complete."""
        done, self._done = self._done, []
        return done

    def _refuse(self, *_: object) -> None:
        raise UnreadableError("It declares a document type, which WordPress never does, so it was not read.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if "excerpt/" in name:
            local = "excerpt"
        self._path.append(local)
        if len(self._path) > _MAX_DEPTH:
            raise UnreadableError("It is nested far too deeply for an export.", advice=_AGAIN)
        self._text = []
        if local == "item" or (self._open and local in _NESTED):
            element = Element(self.parser.CurrentLineNumber)
            if self._open:
                self._open[-1].nested.setdefault(local, []).append(element)
            else:
                self._length = 0
            self._open.append(element)
        elif self._path[-2:-1] == ["channel"] and local in _TERMS:
            self._length = 0
            self._site.terms.append(Element(self.parser.CurrentLineNumber))
        elif local == "category":
            self._category = attributes.get("domain", "")

    def _end(self, _name: str) -> None:
        local = self._path.pop()
        text = "".join(self._text)
        self._text = []
        if self._open and (local == "item" or local in _NESTED):
            element = self._open.pop()
            if not self._open:
                self._done.append(element)
        elif self._open and local == "category":
            self._open[-1].categories.append((self._category, text))
        elif self._open:
            self._open[-1].texts.setdefault(local, text)
        elif self._path[-2:] in _WITHIN_TERM:
            self._site.terms[-1].texts.setdefault(local, text)
        elif self._path[-1:] == ["channel"]:
            self._site.texts.setdefault(local, text)

    def _characters(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)
        if self._length > MAX_ITEM:
            raise UnreadableError("An item is far too large for a post or page.", advice=_AGAIN)
