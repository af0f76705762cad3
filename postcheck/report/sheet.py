"""A page for people: paragraphs with an indent, an optional label and styled pieces, wrapped to fit the output."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from postcheck.report.base import ReportOptions
from postcheck.report.plain import fit, plain

_DEFAULT_WIDTH = 80
_READABLE_WIDTH = 100
"""Lines get no longer than this, however wide the terminal is."""
_GAP = 2
"""Columns between the columns of a table."""
_FOR_COLUMNS = 96
"""Columns of a page on which a table has columns; on a narrower one its cells stand below one another."""
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
    whole: bool = False
    """Whether it stays on one line however long it is: a command that is broken in two cannot be pasted."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A post on one line: its verdict, its path, and as much of the rest as there is room for."""

    label: str
    style: str
    path: str
    rests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """Posts in columns, or below one another on a page with no room for columns.

    What must change then stands beside the path, if it fits there.
    """

    heads: tuple[str, str, str, str]
    rows: tuple[tuple[str, str, str, str, str], ...]
    """Verdict, its style, path, what must change, first action."""


@dataclass
class Sheet:
    """A page that rich can print. Everything added to it is made harmless first; nothing is read as markup."""

    encoding: str | None = None
    """The encoding that the characters must fit; None means that of the console that prints it."""
    widest: int = _READABLE_WIDTH
    """Columns that it takes at most, however wide the console is."""
    _paragraphs: list[_Paragraph | _Line | _Table] = field(default_factory=list)

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

    def command(self, command: str, indent: int = 0) -> None:
        """Add a command to type, on a line of its own that is never broken."""
        self._paragraphs.append(_Paragraph(((plain(command), "bold"),), indent, "", 0, "", whole=True))

    def line(self, path: str, *rests: str, label: str, style: str = "") -> None:
        """Add one line: a label, a path, and the first of ``rests`` for which there is room.

        Without room for any of them, the last is taken and the path loses its first folders.
        """
        self._paragraphs.append(_Line(plain(label), style, plain(path), tuple(map(plain, rests))))

    def table(self, heads: tuple[str, str, str, str], rows: Iterable[tuple[str, str, str, str, str]]) -> None:
        """Add a table of posts: verdict, its style, path, what must change, first action."""
        cells = tuple(
            (plain(verdict), style, plain(path), plain(what), plain(act)) for verdict, style, path, what, act in rows
        )
        self._paragraphs.append(_Table(heads, cells))

    def gap(self) -> None:
        """Add an empty line, unless there is one already or the sheet is still empty."""
        last = self._paragraphs[-1] if self._paragraphs else None
        if last is not None and not (isinstance(last, _Paragraph) and not last.pieces):
            self._paragraphs.append(_Paragraph((), 0, "", 0, ""))

    def join(self, other: Sheet) -> None:
        """Add what another sheet holds, after an empty line."""
        self.gap()
        self._paragraphs += other._paragraphs

    def height(self, width: int | None) -> int:
        """Return how many lines it takes on a console of ``width`` columns (None: 80)."""
        console = Console(file=io.StringIO(), width=width or _DEFAULT_WIDTH, color_system=None)
        return sum(max(1, -(-text.cell_len // console.width)) for text in self._texts(console, console.options))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from self._texts(console, options)

    def _texts(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        width = min(options.max_width, self.widest)
        encoding = self.encoding or console.encoding
        for paragraph in self._paragraphs:
            match paragraph:
                case _Line():
                    yield _one_line(paragraph, width, encoding)
                case _Table():
                    yield from _table(paragraph, console, width, encoding)
                case _:
                    yield from _rendered(paragraph, console, width, encoding)


def _one_line(line: _Line, width: int, encoding: str) -> Text:
    label = f"{line.label}  "
    room = width - len(label)
    path = fit(line.path, encoding)
    for rest in line.rests:
        said = fit(rest, encoding)
        if cell_len(path) + 2 + cell_len(said) <= room:
            break
    if cell_len(path) + 2 + cell_len(said) > room:
        path = _tail(path, max(_ROOM // 2, room - 2 - cell_len(said)), encoding)
    text = Text.assemble((label, line.style), (path, "bold"), f"  {said}" if said else "")
    text.truncate(width)
    return _whole(text)


def _tail(path: str, room: int, encoding: str) -> str:
    """Return the end of a path that fits into ``room`` columns, from a folder on if one begins there."""
    if cell_len(path) <= room:
        return path
    dots = fit("…", encoding)
    end = path
    while end and cell_len(dots) + cell_len(end) > room:
        end = end[1:]
    folder = end.find("/")
    return dots + (end[folder:] if 0 <= folder < len(end) - 1 else end)


def _table(table: _Table, console: Console, width: int, encoding: str) -> Iterator[Text]:
    first = max(map(len, (table.heads[0], *(row[0] for row in table.rows)))) + _GAP
    columns = _columns(width - first) if width >= _FOR_COLUMNS else None
    if columns is None:
        yield from _stacked(table, console, width, first, encoding)
        return
    heads = [[Text(head, "bold")] for head in table.heads[1:]]
    yield from _across(Text(table.heads[0], "bold"), heads, first, columns)
    for verdict, style, path, what, action in table.rows:
        cells = [
            [Text(part, "bold") for part in _path_lines(path, columns[0], encoding)],
            list(Text(fit(what, encoding)).wrap(console, columns[1])),
            list(Text(fit(action, encoding)).wrap(console, columns[2])),
        ]
        yield from _across(Text(verdict, style), cells, first, columns)


def _columns(room: int) -> tuple[int, int, int]:
    """Return the widths of path, what and action; between them are gaps."""
    path, what = int(room * 0.31), int(room * 0.32)
    return path - _GAP, what - _GAP, room - path - what


def _across(verdict: Text, cells: list[list[Text]], first: int, columns: tuple[int, ...]) -> Iterator[Text]:
    for number in range(max(map(len, cells))):
        text = Text.assemble(verdict if number == 0 else "")
        text.pad_right(first - text.cell_len)
        end = first
        for cell, width in zip(cells, columns, strict=True):
            if number < len(cell):
                text.append_text(cell[number])
            end += width + _GAP
            text.pad_right(max(0, end - text.cell_len))
        yield _whole(text)


def _path_lines(path: str, room: int, encoding: str) -> list[str]:
    """Return a path on at most two lines, the first of which ends with a folder; what has no room is left out."""
    path = fit(path, encoding)
    if cell_len(path) <= room:
        return [path]
    cut = path.rfind("/", 0, max(1, len(path) - 1)) + 1
    head, name = path[:cut], path[cut:]
    while head and cell_len(head) > room:
        head = _tail(head, room, encoding)
        if cell_len(head) > room:
            break
    return [*([head] if head else []), _tail(name, room, encoding)]


def _stacked(table: _Table, console: Console, width: int, first: int, encoding: str) -> Iterator[Text]:
    for verdict, style, path, what, action in table.rows:
        beside = first + cell_len(fit(path, encoding)) + _GAP + cell_len(fit(what, encoding)) <= width
        yield _one_line(_Line(verdict.ljust(first - _GAP), style, path, (what if beside else "",)), width, encoding)
        for words, label in (("" if beside else what, ""), (action, "First: ")):
            indent = min(first, max(0, width - _ROOM))
            said = Text.assemble((label, "bold"), fit(words, encoding))
            for part in said.wrap(console, max(1, width - indent)) if words else ():
                yield _whole(Text.assemble(" " * indent, part))


def _rendered(paragraph: _Paragraph, console: Console, width: int, encoding: str) -> Iterator[Text]:
    text = Text.assemble(*((fit(words, encoding), style) for words, style in paragraph.pieces))
    first = rest = " " * paragraph.indent
    if paragraph.whole:
        yield _whole(Text.assemble(first, text))
        return
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
