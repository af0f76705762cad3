"""A scheduler's table as an Excel workbook."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.drafts.bulk.layout import (
    HEADER_WITHIN,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Identities,
    Layout,
    Row,
    Table,
    layout_of,
    planner_of,
    refuse_list,
    renamed,
    too_many,
)
from postcheck.drafts.bulk.workbook_beside import Beside, main_part, read_beside
from postcheck.errors import UnreadableError
from postcheck.formats.container import Container
from postcheck.model.settings import BulkSettings
from postcheck.model.text import PlaceKind, SourceText, Spot, TextFile, Where

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_MAX_CELLS = 2_000_000


def read_workbook(path: Path, name: str, settings: BulkSettings) -> Table:
    """Read an Excel workbook.

    Raises
    ------
    UnreadableError
        If it cannot be read, or holds no table of posts.
    """
    with Container(path) as container:
        if not main_part(container):
            raise UnreadableError(
                "It is no Excel table, whatever its name says.", advice="Save it as .xlsx and check that."
            )
        container.check()
        writer = _cells_of(path, name, settings)
        beside, problems = read_beside(container, writer.said())
    for words in (*writer.above, *beside):
        writer.add_beside(words)
    table = writer.finished()
    return replace(table, problems=(*table.problems, *problems))


def _cells_of(path: Path, name: str, settings: BulkSettings) -> _WorkbookText:
    """Read the cells of all sheets.

    Raises
    ------
    UnreadableError
        If they cannot be read, or are too many.
    """
    import openpyxl  # noqa: PLC0415 - heavy, and needed for few drafts

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl would not write back nothing is lost here
            values, formulas = (
                openpyxl.load_workbook(path, read_only=True, data_only=known, keep_links=False)
                for known in (True, False)
            )
            writer = _WorkbookText(name, settings, several=len(values.worksheets) > 1)
            for number, (sheet, written) in enumerate(
                zip(values.worksheets, formulas.worksheets, strict=True), start=1
            ):
                for one in (sheet, written):
                    one.reset_dimensions()  # a sheet may claim to be as wide as it likes
                writer.add_sheet(number, _rows(sheet, written))
            values.close()
            formulas.close()
    except UnreadableError:
        raise
    except Exception as error:  # a damaged table fails in every way there is, and all of them mean the same
        raise UnreadableError(
            "It is damaged or no Excel table.", advice="Open it in Excel, save it again and check that."
        ) from error
    return writer


def _rows(values: ReadOnlyWorksheet, formulas: ReadOnlyWorksheet) -> Iterator[list[object]]:
    """Yield the rows of a sheet; a formula whose value was not saved stands for itself."""
    pairs = zip_longest(values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), fillvalue=())
    for row, written in pairs:
        yield [formula if value is None else value for value, formula in zip_longest(row, written)]


class _WorkbookText:
    """Writes the cells of a workbook into one text, and remembers where each stood."""

    def __init__(self, name: str, settings: BulkSettings, *, several: bool) -> None:
        self._name = name
        self._settings = settings
        self._several = several
        self._texts: list[str] = []
        self._spots: list[Spot] = []
        self._length = 0
        self._rows: list[tuple[str, list[tuple[str, int, int, str, datetime | time | None]], tuple[str, ...]]] = []
        self._problems: list[str] = []
        self._cells = 0
        self._said: set[str] = set()
        self.above: list[Beside] = []
        """What stands above the posts, beyond what their columns are called."""

    def said(self) -> frozenset[str]:
        """Return what the cells say, with single spaces, and what the columns are called."""
        return frozenset(self._said)

    def add_sheet(self, number: int, rows: Iterator[list[object]]) -> None:
        """Add the posts of a sheet."""
        prefix = f"sheet {number} " if self._several else ""
        head: list[tuple[int, list[object]]] = []
        layout = None
        for count, row in enumerate(rows, start=1):
            if len(row) > MAX_COLUMNS:
                raise UnreadableError(
                    f"It has more than {MAX_COLUMNS} columns.", advice="Remove those that no post needs."
                )
            self._cells += len(row)
            if self._cells > _MAX_CELLS:
                raise UnreadableError(
                    "It has more cells than can be looked at.", advice="Split the table and check its parts one by one."
                )
            if all(_written(value).strip() == "" for value in row):
                continue
            self._said |= {" ".join(_written(value).split()) for value in row}
            if layout is None:
                head.append((count, row))
                texts = [[_written(value) for value in one] for _, one in head]
                refuse_list(texts)
                layout = layout_of(texts, self._settings)
                if layout is not None or len(head) == HEADER_WITHIN:
                    layout = self._begin(number, prefix, head, layout)
            else:
                layout = renamed([_written(value) for value in row], layout, self._settings)
                self._add(f"{prefix}row {count}", row, layout)
        if head and layout is None:
            self._begin(number, prefix, head, None)

    def _begin(self, number: int, prefix: str, head: list[tuple[int, list[object]]], layout: Layout | None) -> Layout:
        """Add the posts among the first rows of a sheet, and return what its columns mean."""
        layout = layout or planner_of([[_written(value) for value in row] for _, row in head], self._settings)
        for place, (_, row) in enumerate(head[: layout.first]):
            texts = [_written(value) for value in row]
            self.above += [
                Beside(number, 0, "a row above the posts", texts[at]) for at in layout.told_above(place, texts)
            ]
        for count, row in head[layout.first :]:
            self._add(f"{prefix}row {count}", row, layout)
        return layout

    def _add(self, label: str, row: list[object], layout: Layout) -> None:
        if len(self._rows) == MAX_ROWS:
            if too_many() not in self._problems:
                self._problems.append(too_many())
            return
        cells = []
        channels: dict[str, None] = {}
        for index, value in enumerate(row):
            text = _written(value)
            if not text.strip():
                continue
            if text.startswith("=") and isinstance(value, str):
                self._problems.append(
                    f"{label[:1].upper()}{label[1:]} has a formula without a saved value. "
                    "Open the table in Excel and save it again."
                )
            column = layout.names[index].strip() if index < len(layout.names) else ""
            self._spots.append(Spot(self._length, f"{label}, column {f'“{column}”' if column else index + 1}"))
            moment = (
                value
                if isinstance(value, datetime | time)
                else datetime.combine(value, time())
                if isinstance(value, date)
                else None
            )
            cells.append((layout.kind(index, text), self._length, self._length + len(text), text, moment))
            channels |= dict.fromkeys(layout.channel(index))
            self._texts.append(text + "\n")
            self._length += len(text) + 1
        self._rows.append((label, cells, tuple(channels)))

    def add_beside(self, words: Beside) -> None:
        """Add words beside the cells to the post of their row, or to the first one of their sheet, or of all."""
        labels = [label for label, *_ in self._rows]
        prefix = f"sheet {words.sheet} " if self._several and words.sheet else ""
        wanted = f"{prefix}row {words.row}"
        number = (
            labels.index(wanted)
            if wanted in labels
            else next((number for number, label in enumerate(labels) if label.startswith(prefix)), 0)
        )
        if not labels:
            return
        cell = f" on row {words.row}" if words.row else ""
        self._spots.append(Spot(self._length, f"{prefix}{words.what}{cell}"))
        self._rows[number][1].append(("beside", self._length, self._length + len(words.text), words.text, None))
        self._texts.append(words.text + "\n")
        self._length += len(words.text) + 1

    def finished(self) -> Table:
        """Return all posts.

        Raises
        ------
        UnreadableError
            If there are none.
        """
        if not self._rows:
            raise UnreadableError(
                " ".join(self._problems) or "It holds no posts.",
                advice="" if self._problems else "Fill it in, or remove it.",
            )
        file = TextFile(self._name, "".join(self._texts), tuple(self._spots))
        identities = Identities()
        rows = []
        for label, found, channels in self._rows:
            cells = tuple(self._cell(file, kind, start, end, moment) for kind, start, end, _, moment in found)
            rows.append(Row(label, cells, identities.of(cells), channels=channels))
        return Table(file, tuple(rows), tuple(self._problems))

    def _cell(self, file: TextFile, kind: str, start: int, end: int, moment: datetime | time | None) -> Cell:
        where = Where(PlaceKind.TEXT, file.name, kind, start=start, end=end, place=file.place(start))
        return Cell(kind, SourceText.slice(file, start, end), where, moment)


def _written(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat(sep=" ") if isinstance(value, datetime) else str(value)
