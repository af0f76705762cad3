"""A page for people: lines with an indent, an optional label and styled pieces, wrapped for whatever it is printed on."""

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
"""Columns that text needs beside a label; on a narrower page it goes below."""

Piece = str | tuple[str, str]
"""Words, or words with their style."""


@dataclass(frozen=True, slots=True)
class _Line:
    pieces: tuple[tuple[str, str], ...]
    indent: int
    label: str
    hang: int
    style: str


@dataclass
class Sheet:
    """Something that rich can print. Everything that is added is made harmless first; nothing is read as markup."""

    encoding: str | None = None
    """What the characters must fit in; None means the encoding of the console that prints it."""
    _lines: list[_Line] = field(default_factory=list)

    def add(self, *pieces: Piece, indent: int = 0, label: str = "", hang: int = 0, style: str = "") -> None:
        """Add a paragraph.

        Parameters
        ----------
        pieces:
            What it says; neighbours are joined as they are.
        indent:
            Columns to its left.
        label:
            What stands to the left of it, in a column of its own.
        hang:
            Columns that the label takes up.
        style:
            Rich style of the label.
        """
        styled = tuple(
            (plain(piece), "") if isinstance(piece, str) else (plain(piece[0]), piece[1]) for piece in pieces
        )
        self._lines.append(_Line(styled, indent, plain(label), hang, style))

    def gap(self) -> None:
        """Add an empty line, unless there is one or the sheet is still empty."""
        if self._lines and self._lines[-1].pieces:
            self._lines.append(_Line((), 0, "", 0, ""))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = min(options.max_width, _READABLE_WIDTH)
        encoding = self.encoding or console.encoding
        for line in self._lines:
            yield from _rendered(line, console, width, encoding)


def _rendered(line: _Line, console: Console, width: int, encoding: str) -> Iterator[Text]:
    text = Text.assemble(*((fit(words, encoding), style) for words, style in line.pieces))
    first = rest = " " * line.indent
    if line.label and width - line.indent - line.hang < _ROOM:
        yield _whole(Text.assemble(first, (line.label, line.style)))
        first = rest = first + "  "
    elif line.label:
        first += line.label.ljust(line.hang)
        rest += " " * line.hang
    for number, part in enumerate(text.wrap(console, max(1, width - len(rest)))):
        yield _whole(Text.assemble(rest if number else (first, line.style), part))


def _whole(text: Text) -> Text:
    text.rstrip()
    text.no_wrap = True
    text.overflow = "ignore"
    return text


def to_text(sheet: Sheet, options: ReportOptions) -> str:
    """Render a sheet to a string, without control codes unless colours are asked for; the environment has no say in it."""
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
