"""A text as its reader sees it, without markup and invisible characters, each character traced to the file.

A draft may be posted as it stands (most social networks show asterisks as they are) or after rendering, so markup is
seen through only where it is markup beyond doubt; what is doubtful stays. No letter or digit is ever lost: what is
taken out of the text (link targets, titles, attributes) becomes a passage of its own. Everything here takes time in
proportion to the length of the text, however hostile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from postcheck.model.text import SourceText
from postcheck.text.characters import HIDDEN
from postcheck.text.directions import as_shown, backwards, turns_letters
from postcheck.text.escapes import decode
from postcheck.text.html_tokens import Kind, Token
from postcheck.text.html_words import LAYOUT_ATTRIBUTES, separator, word_set
from postcheck.text.markdown_tokens import (
    Address,
    Close,
    Code,
    Delimiter,
    Escape,
    Event,
    Open,
    Quote,
    Reference,
    Tag,
    tokenize,
)
from postcheck.text.source_map import Piece, derive

_ADDRESS_ATTRIBUTES = word_set("href src srcset action formaction poster cite data longdesc background")


@dataclass(frozen=True, slots=True)
class Detached:
    """Something published that is not in the running text: a link's target, a title, an HTML attribute."""

    field: str
    """``link``, ``alt``, or empty for text that belongs to the field it stands in."""
    text: SourceText


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as it is read, and what is published beside it."""

    text: SourceText
    detached: tuple[Detached, ...]


def render(source: SourceText, masked: Sequence[tuple[int, int]] = ()) -> Rendered:
    """Return ``source`` as a reader sees it.

    Parameters
    ----------
    source:
        Markdown, HTML or plain text.
    masked:
        Ranges of ``source.text``, in order, that are published elsewhere; each becomes one space.
    """
    return _Renderer(source, masked, _blanked(source.text, masked)).render()


def _blanked(text: str, masked: Sequence[tuple[int, int]]) -> str:
    """Return the text with the masked ranges blanked: nothing inside them is markup, and offsets stay."""
    parts = []
    position = 0
    for start, end in masked:
        parts += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*parts, text[position:]])


@dataclass(slots=True)
class _Renderer:
    source: SourceText
    masked: Sequence[tuple[int, int]]
    text: str
    pieces: list[Piece] = field(default_factory=list)
    detached: list[Detached] = field(default_factory=list)
    mask: int = 0
    """The first masked range that was not yet passed."""
    turned: int | None = None
    """How many pieces stand before an element whose letters are shown from right to left."""

    def render(self) -> Rendered:
        handlers: dict[type, Callable[..., None]] = {
            Escape: self._escape, Reference: self._reference, Quote: self._quote, Code: self._code, Tag: self._tag,
            Address: self._address, Delimiter: self._delimiter, Open: self._open, Close: self._close,
        }  # fmt: skip
        for event in tokenize(self.text).events:
            handlers.get(type(event), self._plain)(event)
        self._turn()
        turned = derive(self.source, as_shown(self.pieces))
        if turned.text.strip():
            self.detached.append(Detached("", turned))
        return Rendered(derive(self.source, self._visible()), tuple(self.detached))

    def _visible(self) -> Iterator[Piece]:
        """Yield the pieces without invisible characters."""
        for text, start, end in self.pieces:
            if not HIDDEN.search(text):
                yield text, start, end
            elif len(text) != end - start:
                yield HIDDEN.sub("", text), start, end
            else:
                position = 0
                for match in HIDDEN.finditer(text):
                    yield text[position : match.start()], start + position, start + match.start()
                    position = match.end()
                yield text[position:], start + position, end

    def _take(self, start: int, end: int) -> None:
        """Take over text as it stands, with a space for what is masked."""
        while self.mask < len(self.masked) and self.masked[self.mask][0] < end:
            low, high = self.masked[self.mask]
            if high > start:
                self._piece(start, max(low, start))
                self.pieces.append((" ", max(low, start), max(low, start)))
                start = min(high, end)
            if high > end:
                break
            self.mask += 1
        self._piece(start, end)

    def _piece(self, start: int, end: int) -> None:
        if start < end:
            self.pieces.append((self.text[start:end], start, end))

    def _put(self, text: str, at: int) -> None:
        """Add what stands for nothing of the text."""
        self.pieces.append((text, at, at))

    def _detach(self, name: str, span: tuple[int, int], *, html: bool = False, percent: bool = False) -> None:
        decoded = list(decode(self.text, *span, html=html, percent=percent))
        seen = ((HIDDEN.sub("", part), low, high) for part, low, high in decoded)
        for pieces in (seen, as_shown(decoded)):
            text = derive(self.source, pieces)
            if text.text.strip():
                self.detached.append(Detached(name, text))

    # Events

    def _plain(self, event: Event) -> None:
        self._take(event.start, event.end)

    def _escape(self, event: Escape) -> None:
        """Drop the backslash."""

    def _reference(self, event: Reference) -> None:
        self.pieces.append((event.text, event.start, event.end))

    def _quote(self, event: Quote) -> None:
        self._put(" " * (event.end - event.start), event.start)

    def _code(self, event: Code) -> None:
        """Drop the backticks; the text between them is shown as it stands."""
        self._take(event.start + event.ticks, event.end - event.ticks)

    def _tag(self, event: Tag) -> None:
        self._put(separator(event.token.name), event.start)
        self._attributes(event.token)
        token = event.token
        if token.kind is Kind.END and token.name == "bdo":
            self._turn()
        elif self.turned is None and turns_letters(
            token.name, {one.name: self.text[slice(*one.value)] for one in token.attributes}
        ):
            self.turned = len(self.pieces)

    def _turn(self) -> None:
        """Detach what stands in an element that is shown from right to left, in the order in which it is shown."""
        pieces = [] if self.turned is None else [piece for piece in self.pieces[self.turned :] if piece[0]]
        self.turned = None
        if pieces:
            turned = [(backwards("".join(piece[0] for piece in pieces)), pieces[0][1], pieces[-1][2])]
            self.detached.append(Detached("", derive(self.source, turned)))

    def _attributes(self, token: Token) -> None:
        for attribute in token.attributes:
            if attribute.name in _ADDRESS_ATTRIBUTES:
                self._detach("link", attribute.value, html=True, percent=True)
            elif attribute.name not in LAYOUT_ATTRIBUTES:
                self._detach("alt" if attribute.name == "alt" else "", attribute.value, html=True)

    def _address(self, event: Address) -> None:
        self._detach("link", event.address, percent=True)
        self._put(" ", event.start)

    def _delimiter(self, event: Delimiter) -> None:
        self._piece(event.start + event.used_left, event.end - event.used_right)

    def _open(self, event: Open) -> None:
        self._piece(event.start, event.end - event.linked)

    def _close(self, event: Close) -> None:
        if not event.linked or event.target is None:
            self._piece(event.start, event.end)
        elif event.target.definition is None:
            self._detach("link", event.target.destination, percent=True)
            if event.target.title:
                self._detach("", event.target.title)
