"""The files of an export, read row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from postcheck.consent.consent_list import COLUMNS, CONSENT, date_of, unguarded
from postcheck.consent.headings import IDS
from postcheck.consent.imports.base import LOOKS_LIKE_CONSENT, SHARED, ExportField
from postcheck.consent.imports.meaning import Meaning
from postcheck.consent.imports.record import (
    ID,
    NAME_FIELDS,
    Cell,
    Layout,
    Record,
    is_name,
    is_ticked,
    plain_form,
)
from postcheck.consent.refusals import cell_reads_like_refusal, reads_like_refusal
from postcheck.errors import ConsentListError
from postcheck.formats.cells import collapse_whitespace, normalize_header, words
from postcheck.formats.table_file import read_table
from postcheck.formats.tables import Grid, Header, Row
from postcheck.formats.toml_text import toml_key

_FOOT = re.compile(
    r"(?:grand\s+)?totals?\b|(?:pupil|student|record|row)?\s*count\b|number of\b"
    r"|\d+\s+(?:pupil|student|record|row)s?\b|report\b|printed\b"
    r"|generated\b|exported\b|created\b|page\s+\d|end of\b|run (?:on|by)\b|powered by\b",
    re.IGNORECASE,
)
"""How a line starts that a report prints under its table."""
_FOOT_CELLS = 4
_GROUP = re.compile(
    r"(?:(?:class|form|reg(?:istration)?(?: group)?|tutor(?: group)?|group|year(?: group)?|house|nc year)\b.*"
    r"|(?:year|yr|y) ?\d{1,2}\w?|reception|nursery|\d{1,2} ?[a-z]{1,12})",
    re.IGNORECASE,
)
"""What a report prints over the pupils of a class."""
_CLASSES = frozenset({"form", "year_group", "house", "school"})
"""What tells two children of one name apart where a table has no ids."""
_BY_NAME = "name and class"


class Files:
    """Reads the files of one export, and remembers what has not been explained.

    Parameters
    ----------
    meaning:
        What the export's words mean. It learns types of consent that are columns whose headings say what they are.
    """

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self.records: list[Record] = []
        """The rows, in the order of the files."""
        self.seen: dict[str, str] = {}
        """Types of consent in the files, by their plain form, as they are written."""
        self.left_out: dict[str, None] = {}
        """Headings of columns that nothing was taken from."""
        self.refusals: dict[tuple[str, str], list[int]] = {}
        """Lines whose cell in a column that is left out reads like a refusal, by file and heading."""
        self.headings: list[str] = []
        """All headings, as they are written."""
        self.names: list[str] = []
        self.dates: list[date] = []
        """When the files were made."""
        self.counts: Counter[str] = Counter()
        """How many rows were passed over: ``archived``, ``feet`` (lines under the table), ``groups`` (a heading over
        the pupils of a class, or the table's own headings once more)."""
        self.unexplained: dict[str, Grid] = {}
        """Types and headings of which nothing says what they mean, each with the file that has it."""

    def read(self, path: Path, kind: str | None) -> None:
        """Read a file; ``kind`` is the type of consent that it is about, if the command line says so."""
        advice = (
            "One row must name the columns, with one for the pupil's id (such as Admission Number) and one with names. "
            f"If yours are called otherwise, write under [{self._meaning.section}.columns] in postcheck.toml: "
            '"Your heading" = "pupil_id".'
        )
        try:
            grid = self._table(path, self._is_header, advice)
        except ConsentListError as no_ids:
            # Answers to a form have no ids; only where no row names any is that taken for granted.
            try:
                grid = self._table(path, self._is_form_header, advice)
            except ConsentListError:
                raise no_ids from None
        self.headings += grid.header.cells
        layout = self._layout(grid)
        self.names.append(grid.file)
        self.dates.append(date_of(path))
        by_file = (
            None
            if ExportField.TYPE in layout.fields or layout.consents
            else (kind or Path(re.sub(r"\.(?:xls[xmb]?|ods)#.*", "", str(path))).stem)
        )
        if by_file is not None and not any(
            part in layout.fields for part in (ExportField.ANSWER, ExportField.DENIED, ExportField.GRANTED)
        ):
            if self.unexplained:
                return  # the missing answer may be in a column still to be explained
            raise ConsentListError(
                f"No column of this {self._meaning.system.title} export says who agreed.",
                advice=(
                    f"{self._meaning.system.hint} Say which column does under [{self._meaning.section}.types] "
                    "in postcheck.toml."
                ).strip(),
                file=grid.file,
                line=grid.header.line,
            )
        above: Sequence[str] = ()
        for row in grid.records():
            whole = _filled_down(row, above, layout)
            record = self._record(grid, layout, whole, kind or by_file)
            above = whole.cells if record else ()
            if record:
                self.records.append(record)

    def refuse_unexplained(self) -> None:
        """Refuse types and columns that have not been explained: all at once, with the lines that would explain them.

        Raises
        ------
        ConsentListError
            If there are any.
        """
        unknown = list(self.unexplained)
        if not unknown:
            return
        grid = self.unexplained[unknown[0]]
        several = len(unknown) > 1
        lines = [f'{toml_key(kind)} = ""' for kind in unknown]
        which = ", ".join(f'"{kind}"' for kind in unknown)
        message = f"Nothing says what {'these mean' if several else 'this means'} for the consent list: {which}."
        advice = "\n".join(
            (
                (
                    f"Write in postcheck.toml what {'each of them' if several else 'it'} stands for: "
                    "photo_social, name_first, name_full_website …"
                ),
                'Several columns stand in brackets; "" leaves it out on purpose.',
                "",
                f"[{self._meaning.section}.types]",
                *lines,
                "",
                *([self._meaning.system.hint] if self._meaning.system.hint else []),
                "`postcheck help importing-consent` explains it.",
            )
        )
        raise ConsentListError(message, advice=advice, file=grid.file, line=grid.header.line)

    def _table(self, path: Path, is_header: Header, advice: str) -> Grid:
        meaning = self._meaning
        return read_table(
            path,
            str(path),
            columns=(*COLUMNS, *IDS, *SHARED, *meaning.system.fields, *meaning.columns, *meaning.types),
            what=f"{meaning.system.title} export",
            error=ConsentListError,
            is_header=is_header,
            advice=advice,
        )

    def _is_form_header(self, cells: tuple[str, ...]) -> bool:
        """Whether cells name the columns of a table whose pupils go by name and class, and say who agreed."""
        fields = {self._meaning.field(cell) for cell in cells}
        asks = any(plain_form(cell) in self._meaning.types or LOOKS_LIKE_CONSENT.search(cell) for cell in cells)
        return bool(fields & NAME_FIELDS) and bool(fields & _CLASSES) and asks

    def _is_header(self, cells: tuple[str, ...]) -> bool:
        fields = {self._meaning.field(cell) for cell in cells}
        return ID in fields and bool(fields & {*NAME_FIELDS, ExportField.TYPE})

    def _layout(self, grid: Grid) -> Layout:
        fields: dict[str, int] = {}
        consents: list[tuple[int, str]] = []
        ids: dict[int, int] = {}
        for index, cell in enumerate(grid.header.cells):
            heading, plain = collapse_whitespace(cell), plain_form(cell)
            meant = self._meaning.field(cell)
            if meant == ID:
                ids[index] = (
                    -1
                    if plain in self._meaning.columns
                    else IDS.index(normalize_header(cell))
                    if normalize_header(cell) in IDS
                    else len(IDS)
                )
            elif meant in CONSENT or (plain in self._meaning.types and not meant):
                consents.append((index, heading))
                self._see(heading, (meant,) if meant else None)
            elif meant and meant in fields:
                other = collapse_whitespace(grid.header.cells[fields[meant]])
                advice = (
                    f"Leave one of them out, under [{self._meaning.section}.columns] in postcheck.toml: "
                    f'{toml_key(heading)} = ""'
                )
                raise Cell(cell, grid, grid.header.line, index).error(
                    f'This column and "{other}" both stand for {meant}.', advice
                )
            elif meant:
                fields[meant] = index
            elif plain not in self._meaning.columns and (
                LOOKS_LIKE_CONSENT.search(heading) or reads_like_refusal(heading)
            ):
                self.unexplained.setdefault(heading, grid)
            elif heading:
                self.left_out[heading] = None
        chosen = min(ids, key=lambda index: (ids[index], index)) if ids else None
        self.left_out |= {collapse_whitespace(grid.header.cells[index]): None for index in ids if index != chosen}
        self._same_id_everywhere(grid, chosen)
        return Layout(chosen, fields, tuple(consents))

    def _same_id_everywhere(self, grid: Grid, index: int | None) -> None:
        """Refuse files that are joined by different ids, such as one with admission numbers and one with UPNs."""
        heading = _BY_NAME if index is None else collapse_whitespace(grid.header.cells[index])
        first = next((_BY_NAME if record.named else record.id.heading for record in self.records), heading)
        if normalize_header(first) != normalize_header(heading):
            message = (
                f'The pupils of this file go by "{heading}", those of the files before by "{first}", '
                "so that they cannot be joined."
            )
            advice = (
                f"Export all files with the same id, or say which it is under [{self._meaning.section}.columns] "
                f'in postcheck.toml: {toml_key(first)} = "pupil_id"'
            )
            raise Cell("", grid, grid.header.line, index or 0).error(message, advice)

    def _see(self, kind: str, columns: tuple[str, ...] | None = None) -> None:
        """Remember a type of consent, whose meaning is ``columns`` where its own heading says so."""
        self.seen.setdefault(plain_form(kind), kind)
        if columns is not None:
            self._meaning.types.setdefault(plain_form(kind), columns)

    def _record(self, grid: Grid, layout: Layout, row: Row, kind: str | None) -> Record | None:
        width = len(grid.header.cells)
        cells = (*row.cells, *[""] * (width - len(row.cells)))
        filled = [cell for cell in cells if cell.strip()]
        if (
            not row.fault
            and _nameless(cells, layout)
            and len(filled) <= _FOOT_CELLS
            and _FOOT.match(collapse_whitespace(filled[0]))
        ):
            self.counts["feet"] += 1
            return None
        if not row.fault and (_is_group(cells, layout) or _is_repeated(cells, grid)):
            self.counts["groups"] += 1
            return None
        used = {layout.id, *layout.fields.values(), *(index for index, _ in layout.consents)}
        self._check_row(grid, row, used)
        at = {name: Cell(cells[index], grid, row.line, index) for name, index in layout.fields.items()}
        identity, key = self._identity(grid, layout, row.line, cells)
        if ExportField.ARCHIVED in at and is_ticked(at[ExportField.ARCHIVED]):
            self.counts["archived"] += 1
            return None
        if ExportField.TYPE in at:
            kind = collapse_whitespace(at[ExportField.TYPE].text)
            if not kind and self._ticked_anything(at):
                raise at[ExportField.TYPE].error(
                    "This row does not say which consent it is about.",
                    "Correct it in the school system, and export again.",
                )
        elif layout.consents:
            kind = None
        if kind:
            self._see(kind)
            if plain_form(kind) not in self._meaning.types:
                self.unexplained.setdefault(
                    kind if words(kind).isdisjoint(_names(grid, layout)) else "(not shown, as it holds a name)", grid
                )
        self._look_at_the_rest(grid, row.line, {index: cells[index] for index in range(width) if index not in used})
        consents = tuple((heading, Cell(cells[index], grid, row.line, index)) for index, heading in layout.consents)
        return Record(identity, key, layout.id is None, at, kind or None, consents)

    def _look_at_the_rest(self, grid: Grid, line: int, cells: Mapping[int, str]) -> None:
        """Note which cells that are left out read like a refusal."""
        for index, cell in cells.items():
            if cell_reads_like_refusal(cell):
                heading = collapse_whitespace(grid.header.cells[index])
                self.refusals.setdefault((grid.file, heading), []).append(grid.place(line, index)[0])

    def _identity(self, grid: Grid, layout: Layout, line: int, cells: Sequence[str]) -> tuple[Cell, str]:
        """Return the cell by which a pupil goes, and what rows of the same pupil have in common."""
        if layout.id is not None:
            identity = Cell(cells[layout.id], grid, line, layout.id)
            if not collapse_whitespace(identity.text):
                raise identity.error(
                    "This row has no pupil id.",
                    "Give the pupil an id in the school system, or take the row out if it is no pupil's.",
                )
            return identity, unguarded(collapse_whitespace(identity.text)).casefold()
        identity = Cell(cells[layout.names[0]], grid, line, layout.names[0])
        if _nameless(cells, layout):
            raise identity.error("This row has no name.", "Fill in the child's name, or take the row out.")
        parts = (*sorted(layout.names), *(index for name, index in layout.fields.items() if name in _CLASSES))
        return identity, "\n".join(normalize_header(cells[index]) for index in parts)

    def _check_row(self, grid: Grid, row: Row, used: set[int | None]) -> None:
        """Refuse a row that has lost something, or that holds in one of the ``used`` columns what cannot be read."""
        width = len(grid.header.cells)
        fault = row.fault
        if any(map(str.strip, row.cells[width:])):
            fault = "has more cells than the header row"
        elif not fault and len(row.cells) < width and not grid.ragged:
            fault = f"has {len(row.cells)} cells, but the header row has {width}"
        if fault:
            advice = "Correct the row in a text editor, or export the file again."
            raise ConsentListError(f"Line {row.line}: This row {fault}.", advice=advice, file=grid.file, line=row.line)
        for index, wrong, remedy in row.bad:
            if index in used:
                raise Cell("", grid, row.line, index).error(f"This cell {wrong}.", remedy)

    def _ticked_anything(self, at: Mapping[str, Cell]) -> bool:
        return any(
            collapse_whitespace(at[part].text)
            for part in (ExportField.ANSWER, ExportField.DENIED, ExportField.GRANTED, ExportField.NOT_GRANTED)
            if part in at
        )


def _nameless(cells: Sequence[str], layout: Layout) -> bool:
    """Whether no cell of a row can be a name."""
    return not any(is_name(cells[index]) for index in layout.names)


def _filled_down(row: Row, above: Sequence[str], layout: Layout) -> Row:
    """Return a row with the pupil of the row above, where a report prints each pupil once over several types."""
    types = layout.fields.get(ExportField.TYPE)
    who = [index for index in (layout.id, *layout.names) if index is not None]
    if row.fault or types is None or not 0 < len(above) <= len(row.cells):
        return row
    if any(row.cells[index].strip() for index in who) or not row.cells[types].strip():
        return row
    cells = [above[index] if index in who else cell for index, cell in enumerate(row.cells)]
    return replace(row, cells=tuple(cells))


def _is_group(cells: Sequence[str], layout: Layout) -> bool:
    """Whether a row only says of which class the pupils under it are: "Class: 3 Oak"."""
    filled = [index for index, cell in enumerate(cells) if cell.strip()]
    return (
        len(filled) == 1
        and _GROUP.fullmatch(collapse_whitespace(cells[filled[0]])) is not None
        and (filled[0] not in layout.names or layout.id is not None)
    )


def _is_repeated(cells: Sequence[str], grid: Grid) -> bool:
    """Whether a row has the table's own headings, as reports print them again on each page."""
    return [normalize_header(cell) for cell in cells] == [normalize_header(cell) for cell in grid.header.cells]


def _names(grid: Grid, layout: Layout) -> frozenset[str]:
    return frozenset().union(
        *(words(cell) for row in grid.records() for index, cell in enumerate(row.cells) if index in layout.names)
    )
