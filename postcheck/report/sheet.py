"""A page for people: paragraphs with an indent, an optional label and styled pieces, wrapped to fit the output."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from postcheck.report.base import ReportOptions
from postcheck.report.plain import fit, plain

_DEFAULT_WIDTH = 80
_READABLE_WIDTH = 100
"""Lines get no longer than this, however wide the terminal is."""
_ROOM = 30
"""Columns that the text needs next to a label; on a narrower page it goes below."""

Piece = str | tuple[str, str]
"""Words, or words with their style."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    pieces: tuple[tuple[str, str], ...]
    indent: int
    label: str
    hang: int
    style: str


@dataclass
class Sheet:
    """A page that rich can print. Everything added to it is made harmless first; nothing is read as markup."""

    encoding: str | None = None
    """The encoding that the characters must fit; None means that of the console that prints it."""
    _paragraphs: list[_Paragraph] = field(default_factory=list)

    def add(self, *pieces: Piece, indent: int = 0, label: str = "", hang: int = 0, style: str = "") -> None:
        """Add a paragraph.

        Parameters
        ----------
        pieces:
            What it says; neighbours are joined as they are.
        indent:
            Columns to its left.
        label:
            What goes to the left of it, in its own column.
        hang:
            Columns that the label takes up.
        style:
            Rich style of the label.
        """
        styled = tuple(
            (plain(piece), "") if isinstance(piece, str) else (plain(piece[0]), piece[1]) for piece in pieces
        )
        self._paragraphs.append(_Paragraph(styled, indent, plain(label), hang, style))

    def gap(self) -> None:
        """Add an empty line, unless there is one already or the sheet is still empty."""
        if self._paragraphs and self._paragraphs[-1].pieces:
            self._paragraphs.append(_Paragraph((), 0, "", 0, ""))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, _READABLE_WIDTH)
        encoding = self.encoding or console.encoding
        for paragraph in self._paragraphs:
            yield from _rendered(paragraph, console, width, encoding)


def _rendered(paragraph: _Paragraph, console: Console, width: int, encoding: str) -> Iterator[Text]:
    text = Text.assemble(*((fit(words, encoding), style) for words, style in paragraph.pieces))
    first = rest = " " * paragraph.indent
    if paragraph.label and width - paragraph.indent - paragraph.hang < _ROOM:
        yield _whole(Text.assemble(first, (paragraph.label, paragraph.style)))
        first = rest = first + "  "
    elif paragraph.label:
        first += paragraph.label.ljust(paragraph.hang)
        rest += " " * paragraph.hang
    for number, part in enumerate(text.wrap(console, max(1, width - len(rest)))):
        yield _whole(Text.assemble(rest if number else (first, paragraph.style), part))


def _whole(text: Text) -> Text:
    text.rstrip()
    text.no_wrap = True
    text.overflow = "ignore"
    return text


def to_text(sheet: Sheet, options: ReportOptions) -> str:
    """Render a sheet to a string, with control codes only if colours are asked for, whatever the environment says."""
    buffer = io.BytesIO()
    with io.TextIOWrapper(buffer, encoding=options.encoding, newline="\n", write_through=True) as file:
        console = Console(
            file=file,
            width=options.width or _DEFAULT_WIDTH,
            force_terminal=options.colour,
            force_jupyter=False,
            color_system="standard" if options.colour else None,
            no_color=not options.colour,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )
        console.print(sheet, soft_wrap=True)
        return buffer.getvalue().decode(options.encoding)
