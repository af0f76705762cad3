"""Files of an export, read row by row and joined by pupil.

Nothing is guessed. A value, a type or a column that could say who agreed to what, and that neither the system nor the
school's settings explain, is
refused with its place and with the lines that would explain it. Where two answers meet, the stricter one counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from postcheck.consent.consent_list import (
    ANSWERS,
    COLUMNS,
    CONSENT,
    KNOWN,
    NAMES,
    REASON,
    WORDS,
    date_of,
    may_be_a_reason,
    parse_date,
    unguarded,
)
from postcheck.consent.imports.base import IDS, LOOKS_LIKE_CONSENT, NO, PARENT, PUPIL, SHARED, YES, ExportField, System
from postcheck.consent.refusals import may_invert, reads_like_refusal
from postcheck.errors import ConsentListError, SettingsError
from postcheck.formats.cells import collapse_whitespace, folded, normalize_header, quoted, words
from postcheck.formats.table_file import read_table
from postcheck.formats.tables import Grid, Row
from postcheck.model.consent_import import ImportedColumn, ImportSummary
from postcheck.model.people import Answer, GivenBy, Method
from postcheck.model.settings import ImportMapping

_ID = "pupil_id"
_TERMS = ("method", "given_by", "given_on", "expires_on")
"""Columns that say how, by whom and for how long consent was given."""
_ALWAYS = ("method", "given_by", "given_on", "expires_on", "school", "status")
_FOOT = re.compile(
    r"(?:grand\s+)?totals?\b|(?:pupil|student|record|row)?\s*count\b|number of\b|\d+\s+(?:pupil|student|record|row)s?\b|report\b|printed\b"
    r"|generated\b|exported\b|created\b|page\s+\d|end of\b|run (?:on|by)\b|powered by\b",
    re.IGNORECASE,
)
"""How a line starts that a report prints under its table."""
_FOOT_CELLS = 4
_WRITTEN_DATES = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y", "%d %b, %Y", "%a, %d %b %Y")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_TICKS = {
    ExportField.NOT_GRANTED: Answer.REFUSED,
    ExportField.GRANTED: Answer.GIVEN,
    ExportField.REQUESTED: Answer.REQUESTED,
}
_ANSWER_WORDS = "given, refused, withdrawn, requested, not_asked or conditional"


@dataclass(frozen=True)
class _Cell:
    """A cell, with its place."""

    text: str
    grid: Grid
    line: int
    index: int

    @property
    def heading(self) -> str:
        return collapse_whitespace(self.grid.header.cells[self.index])

    def error(self, message: str, advice: str) -> ConsentListError:
        line, column = self.grid.place(self.line, self.index)
        return ConsentListError(
            f'Line {line}, column "{self.heading}": {message}',
            advice=advice,
            file=self.grid.file,
            line=line,
            column=column,
        )


@dataclass(frozen=True)
class _Layout:
    """What the columns of a file are about."""

    id: int
    fields: Mapping[str, int]
    """Of the consent list's own columns, and of the parts of an export: where each stands."""
    consents: tuple[tuple[int, str], ...]
    """Columns that are a type of consent each."""

    @property
    def names(self) -> tuple[int, ...]:
        """Where names stand."""
        return tuple(index for name, index in self.fields.items() if name in _NAME_FIELDS)


_NAME_FIELDS = frozenset({*NAMES, ExportField.LEGAL_FORENAME, ExportField.LEGAL_SURNAME, ExportField.FULL_NAME})


@dataclass
class _Record:
    """A row of an export."""

    id: _Cell
    cells: dict[str, _Cell]
    type: str | None
    """The type of consent that it is about; None if its columns are."""
    consents: tuple[tuple[str, _Cell], ...]

    def text(self, name: str) -> str:
        return collapse_whitespace(self.cells[name].text) if name in self.cells else ""


@dataclass
class _Pupil:
    """What is known of a pupil so far."""

    first: _Record
    fields: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    """By type of consent."""
    terms: dict[str, list[str]] = field(default_factory=dict)


class Join:
    """Reads the files of one export, and joins them.

    Parameters
    ----------
    system:
        The school system.
    mapping:
        What the school's settings say about it.
    name:
        What follows ``import.`` in those settings.
    meanings:
        What types of consent mean, from the command line.
    """

    def __init__(
        self, system: System, mapping: ImportMapping, name: str, meanings: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._system = system
        self._section = f"import.{_key(name)}"
        self._types = {
            _plain(kind): self._consent_columns(columns, f"types.{_key(kind)}")
            for kind, columns in mapping.types.items()
        }
        self._types |= {_plain(kind): self._consent_columns(columns, "--map") for kind, columns in meanings.items()}
        self._columns = {_plain(heading): self._column(heading, meant) for heading, meant in mapping.columns.items()}
        self._values = {folded(value): self._answer(value, meant) for value, meant in mapping.values.items()}
        self._column_values = {_plain(column): dict(values) for column, values in mapping.column_values.items()}
        self._always = self._checked(mapping.always)
        self._records: list[_Record] = []
        self._seen: dict[str, str] = {}
        """Types of consent in the files, by their plain form, as they are written."""
        self._unexplained: dict[str, Grid] = {}
        self._left_out: dict[str, None] = {}
        self._files: list[str] = []
        self._dates: list[date] = []
        self._counts: Counter[str] = Counter()

    # What the settings say

    def _consent_columns(self, columns: Iterable[str], where: str) -> tuple[str, ...]:
        found = []
        for column in columns:
            known = KNOWN.get(normalize_header(column))
            if known not in CONSENT:
                place = where if where.startswith("--") else f"[{self._section}] {where}"
                advice = "Use photo, video, name_first, name_full, name_with_photo or work, with or without _social, _website, _press, _print or _display."
                raise SettingsError(f'{place}: "{column}" is no consent column.', advice=advice)
            found.append(known)
        return tuple(found)

    def _column(self, heading: str, meant: str) -> str:
        known = KNOWN.get(normalize_header(meant)) or next(
            (part for part in ExportField if part == folded(meant)), None
        )
        if meant.strip() and known is None:
            advice = f"Use a column of the consent list, or one of {', '.join(ExportField)}; leave it empty to leave the column out."
            raise SettingsError(f'[{self._section}] columns.{_key(heading)}: "{meant}" is no column.', advice=advice)
        return known or ""

    def _answer(self, value: str, meant: str) -> Answer:
        if folded(meant) not in ANSWERS:
            raise SettingsError(
                f'[{self._section}] values.{_key(value)}: "{meant}" is no consent answer.',
                advice=f"Use {_ANSWER_WORDS}.",
            )
        return ANSWERS[folded(meant)]

    def _checked(self, always: Mapping[str, str]) -> dict[str, str]:
        for column, value in always.items():
            wrong = column not in _ALWAYS or (column in WORDS and folded(value) not in WORDS[column])
            wrong = wrong or (column.endswith("_on") and parse_date(collapse_whitespace(value)) is None)
            if wrong:
                advice = f'What can be set for everybody: {", ".join(_ALWAYS)}; for example method = "online".'
                raise SettingsError(
                    f'[{self._section}] always.{_key(column)}: "{value}" cannot be set for everybody.', advice=advice
                )
        return {
            column: folded(value) if column in WORDS else collapse_whitespace(value) for column, value in always.items()
        }

    # Reading

    def read(self, path: Path, kind: str | None) -> None:
        """Read a file; ``kind`` is the type of consent that it is about, if the command line says so."""
        advice = (
            f"One row must name the columns, with one for the pupil's id (such as Admission Number) and one with names. "
            f'If yours are called otherwise, write under [{self._section}.columns] in postcheck.toml: "Your heading" = "pupil_id".'
        )
        grid = read_table(
            path,
            str(path),
            columns=(*COLUMNS, *IDS, *SHARED, *self._system.fields, *self._columns, *self._types),
            what=f"{self._system.title} export",
            error=ConsentListError,
            is_header=self._is_header,
            advice=advice,
        )
        layout = self._layout(grid)
        self._files.append(grid.file)
        self._dates.append(date_of(path))
        by_file = (
            None
            if ExportField.TYPE in layout.fields or layout.consents
            else (kind or Path(re.sub(r"\.xls[xm]?#.*", "", str(path))).stem)
        )
        if by_file is not None and not any(
            part in layout.fields for part in (ExportField.ANSWER, ExportField.DENIED, ExportField.GRANTED)
        ):
            if self._unexplained:
                return  # What is not explained is the answer that is missed here.
            raise ConsentListError(
                f"No column of this {self._system.title} export says who agreed.",
                advice=f"{self._system.hint} Say which column does under [{self._section}.types] in postcheck.toml.".strip(),
                file=grid.file,
                line=grid.header.line,
            )
        for row in grid.records():
            record = self._record(grid, layout, row, kind or by_file)
            if record:
                self._records.append(record)

    def _is_header(self, cells: tuple[str, ...]) -> bool:
        fields = {self._field(cell) for cell in cells}
        return _ID in fields and bool(fields & {*_NAME_FIELDS, ExportField.TYPE})

    def _field(self, heading: str) -> str:
        """Return what a heading stands for, or nothing if that is not known."""
        plain = _plain(heading)
        if plain in self._columns:
            return self._columns[plain]
        if plain in self._types:
            return ""
        written = normalize_header(heading)
        if written in IDS:
            return _ID
        return self._system.fields.get(written) or SHARED.get(written) or KNOWN.get(written) or ""

    def _layout(self, grid: Grid) -> _Layout:
        fields: dict[str, int] = {}
        consents: list[tuple[int, str]] = []
        ids: dict[int, int] = {}
        for index, cell in enumerate(grid.header.cells):
            heading, plain = collapse_whitespace(cell), _plain(cell)
            meant = self._field(cell)
            if meant == _ID:
                ids[index] = (
                    -1
                    if plain in self._columns
                    else IDS.index(normalize_header(cell))
                    if normalize_header(cell) in IDS
                    else len(IDS)
                )
            elif meant in CONSENT or (plain in self._types and not meant):
                consents.append((index, heading))
                self._see(heading, (meant,) if meant else None)
            elif meant and meant in fields:
                other = collapse_whitespace(grid.header.cells[fields[meant]])
                advice = (
                    f'Leave one of them out, under [{self._section}.columns] in postcheck.toml: {_key(heading)} = ""'
                )
                raise _Cell(cell, grid, grid.header.line, index).error(
                    f'This column and "{other}" both stand for {meant}.', advice
                )
            elif meant:
                fields[meant] = index
            elif plain not in self._columns and (LOOKS_LIKE_CONSENT.search(heading) or reads_like_refusal(heading)):
                self._unexplained.setdefault(heading, grid)
            elif heading:
                self._left_out[heading] = None
        chosen = min(ids, key=lambda index: (ids[index], index))
        self._left_out |= {collapse_whitespace(grid.header.cells[index]): None for index in ids if index != chosen}
        self._same_id_everywhere(grid, chosen)
        return _Layout(chosen, fields, tuple(consents))

    def _same_id_everywhere(self, grid: Grid, index: int) -> None:
        """Refuse files that are joined by different ids, such as one with admission numbers and one with UPNs."""
        heading = collapse_whitespace(grid.header.cells[index])
        first = next((record.id.heading for record in self._records), heading)
        if normalize_header(first) != normalize_header(heading):
            message = f'The pupils of this file go by "{heading}", those of the files before by "{first}", so that they cannot be joined.'
            advice = f'Export all files with the same id, or say which it is under [{self._section}.columns] in postcheck.toml: {_key(first)} = "pupil_id"'
            raise _Cell("", grid, grid.header.line, index).error(message, advice)

    def _see(self, kind: str, columns: tuple[str, ...] | None = None) -> None:
        """Remember a type of consent, whose meaning is ``columns`` where its own heading says so."""
        self._seen.setdefault(_plain(kind), kind)
        if columns is not None:
            self._types.setdefault(_plain(kind), columns)

    def _record(self, grid: Grid, layout: _Layout, row: Row, kind: str | None) -> _Record | None:
        width = len(grid.header.cells)
        cells = (*row.cells, *[""] * (width - len(row.cells)))
        filled = [cell for cell in cells if cell.strip()]
        nameless = not any(_is_name(cells[index]) for index in layout.names)
        if not row.fault and nameless and len(filled) <= _FOOT_CELLS and _FOOT.match(collapse_whitespace(filled[0])):
            self._counts["feet"] += 1
            return None
        used = {layout.id, *layout.fields.values(), *(index for index, _ in layout.consents)}
        self._check_row(grid, row, used)
        at = {name: _Cell(cells[index], grid, row.line, index) for name, index in layout.fields.items()}
        identity = _Cell(cells[layout.id], grid, row.line, layout.id)
        if not collapse_whitespace(identity.text):
            raise identity.error(
                "This row has no pupil id.",
                "Give the pupil an id in the school system, or take the row out if it is no pupil's.",
            )
        if ExportField.ARCHIVED in at and self._ticked(at[ExportField.ARCHIVED]):
            self._counts["archived"] += 1
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
            if _plain(kind) not in self._types:
                self._unexplained.setdefault(
                    kind if words(kind).isdisjoint(_names(grid, layout)) else "(not shown, as it holds a name)", grid
                )
        consents = tuple((heading, _Cell(cells[index], grid, row.line, index)) for index, heading in layout.consents)
        return _Record(identity, at, kind or None, consents)

    def _check_row(self, grid: Grid, row: Row, used: set[int]) -> None:
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
                raise _Cell("", grid, row.line, index).error(f"This cell {wrong}.", remedy)

    def _ticked_anything(self, at: Mapping[str, _Cell]) -> bool:
        return any(
            collapse_whitespace(at[part].text)
            for part in (ExportField.ANSWER, ExportField.DENIED, ExportField.GRANTED, ExportField.NOT_GRANTED)
            if part in at
        )

    def _ticked(self, cell: _Cell) -> bool:
        word = folded(cell.text)
        if word in YES or parse_export_date(collapse_whitespace(cell.text)):
            return True
        if not word or word in NO:
            return False
        raise cell.error("This is neither yes nor no.", "Correct it in the school system, and export again.")

    # Joining

    def pupils(self) -> list[dict[str, str]]:
        """Return a row of the consent list for each pupil, by column, in the order of the files.

        Raises
        ------
        ConsentListError
            If anything is not understood.
        """
        self._explained()
        pupils: dict[str, _Pupil] = {}
        for record in self._records:
            key = unguarded(collapse_whitespace(record.id.text)).casefold()
            pupil = pupils.setdefault(key, _Pupil(record))
            self._add(pupil, record)
        if not pupils:
            raise ConsentListError(
                "The export has no pupils.", advice="Check which file was exported.", file=", ".join(self._files)
            )
        return [self._row(pupil) for pupil in pupils.values()]

    def _explained(self) -> None:
        """Refuse types and columns that nobody explained: all at once, with the lines that would explain them."""
        unknown = list(self._unexplained)
        if not unknown:
            return
        grid = self._unexplained[unknown[0]]
        several = len(unknown) > 1
        lines = [f'{_key(kind)} = ""' for kind in unknown]
        which = ", ".join(f'"{kind}"' for kind in unknown)
        message = f"Nothing says what {'these mean' if several else 'this means'} for the consent list: {which}."
        advice = "\n".join(
            (
                f"Write in postcheck.toml what {'each of them' if several else 'it'} stands for: photo_social, name_first, name_full_website …",
                'Several columns stand in brackets; "" leaves it out on purpose.',
                "",
                f"[{self._section}.types]",
                *lines,
                "",
                *([self._system.hint] if self._system.hint else []),
                "docs/importing-consent.md explains it.",
            )
        )
        raise ConsentListError(message, advice=advice, file=grid.file, line=grid.header.line)

    def _add(self, pupil: _Pupil, record: _Record) -> None:
        fields = dict(self._identity(record))
        for name in NAMES:
            mine, theirs = pupil.fields.get(name, ""), fields.get(name, "")
            if mine and theirs and mine.casefold() != theirs.casefold():
                message = f"This pupil id stands {_elsewhere(pupil.first, record)} with another name, so that two pupils may have become one."
                raise record.id.error(message, "Correct the id or the name in the school system, and export again.")
        pupil.fields = {**fields, **{name: text for name, text in pupil.fields.items() if text}}
        answers = list(self._answers(record))
        for kind, answer in answers:
            before = pupil.answers.get(_plain(kind))
            if before is not None and before is not answer:
                self._counts["contradictions"] += 1
            pupil.answers[_plain(kind)] = (
                answer if before is None else max(before, answer, key=lambda one: one.strictness)
            )
        if any(answer is Answer.GIVEN for _, answer in answers):
            for name, value in self._terms(record):
                pupil.terms.setdefault(name, []).append(value)

    def _identity(self, record: _Record) -> Iterator[tuple[str, str]]:
        """Yield what the row says of the pupil: names, group, status. A name in use and a legal one that differ are both kept."""
        for name in ("middle_names", "other_names", "year_group", "form", "house", "school"):
            yield name, record.text(name)
        for name in ("forename", "surname"):
            used, legal, preferred = record.text(name), record.text(f"legal_{name}"), record.text(f"preferred_{name}")
            if used and legal and used.casefold() != legal.casefold() and not preferred:
                used, preferred = legal, used
            yield name, used or legal
            yield f"preferred_{name}", preferred
        for name in ("status", "do_not_publish"):
            if name in record.cells:
                yield name, self._word(record.cells[name], name)
        if "leaving_date" in record.cells:
            yield "leaving_date", self._date(record.cells["leaving_date"])

    def _word(self, cell: _Cell, column: str) -> str:
        word = self._translated(cell)
        if word not in WORDS[column]:
            known = ", ".join(one for one in WORDS[column] if one)
            if column == "do_not_publish" and may_be_a_reason(cell.text):
                raise cell.error(
                    f"{REASON} is no value for {column}.", f"Export it as one of {known}, or blank, without any reason."
                )
            raise cell.error(f"{self._shown(cell)} is no value for {column}.", self._explain(cell, f"one of {known}"))
        return word

    def _translated(self, cell: _Cell) -> str:
        """Return a cell's value, or what the settings say that it means in this column."""
        own = {folded(value): meant for value, meant in self._column_values.get(_plain(cell.heading), {}).items()}
        return folded(own.get(folded(cell.text), cell.text))

    def _date(self, cell: _Cell) -> str:
        text = collapse_whitespace(cell.text)
        day = parse_export_date(text) if text else None
        if text and day is None:
            raise cell.error(
                "This is no date that can be read without guessing.",
                "Export dates as 2026-09-01, 01/09/2026 or 1 Sep 2026.",
            )
        return day.isoformat() if day else ""

    def _answers(self, record: _Record) -> Iterator[tuple[str, Answer]]:
        """Yield the answers to the types of consent that mean something for the list; what is left out on purpose is not read."""
        for kind, cell in record.consents:
            if self._types.get(_plain(kind)):
                yield kind, self._withdrawn(record, self._answer_of(cell, kind))
        if record.type is not None and self._types.get(_plain(record.type)):
            yield record.type, self._withdrawn(record, self._answer_of_row(record, record.type))

    def _answer_of_row(self, record: _Record, kind: str) -> Answer:
        cells = record.cells
        if ExportField.ANSWER in cells:
            return self._answer_of(cells[ExportField.ANSWER], kind)
        if ExportField.DENIED in cells:
            cell = cells[ExportField.DENIED]
            if not collapse_whitespace(cell.text):
                return Answer.BLANK
            return self._answer_of_tick(
                cell, kind, *(("denied", Answer.REFUSED) if self._ticked(cell) else ("not denied", Answer.GIVEN))
            )
        if ExportField.GRANTED in cells:
            ticked = [
                part
                for part in (ExportField.NOT_GRANTED, ExportField.GRANTED, ExportField.REQUESTED)
                if part in cells and self._ticked(cells[part])
            ]
            if not ticked:
                return Answer.BLANK
            cell = cells[ticked[0]]
            if ticked[0] is ExportField.GRANTED and may_invert(cell.heading):
                raise self._inverted(cell, cell.heading, cell.text)
            return self._answer_of_tick(cell, kind, str(ticked[0]).replace("_", " "), _TICKS[ticked[0]])
        if self._system.presence_is_consent:
            return self._answer_of_tick(cells.get(ExportField.TYPE, record.id), kind, "ticked", Answer.GIVEN)
        raise record.id.error(
            "No column says whether consent was given.", f"{self._system.hint} Export the answers too.".strip()
        )

    def _answer_of_tick(self, cell: _Cell, kind: str, said: str, answer: Answer) -> Answer:
        """Return what a tick comes to for a type of consent; ``said`` is the word by which the settings may say otherwise."""
        own = {folded(value): meant for value, meant in self._column_values.get(_plain(kind), {}).items()}
        if folded(said) in own:
            return self._answer(said, own[folded(said)])
        if may_invert(kind):
            raise self._inverted(cell, kind, said)
        return answer

    def _answer_of(self, cell: _Cell, kind: str) -> Answer:
        word = folded(cell.text)
        for column in (cell.heading, kind):
            for value, meant in self._column_values.get(_plain(column), {}).items():
                if folded(value) == word:
                    return self._answer(value, meant)
        for asked in (cell.heading, kind) if word else ():
            if may_invert(asked):
                raise self._inverted(cell, asked, cell.text)
        for known in (self._values, self._system.values, ANSWERS):
            if word in known:
                return known[word]
        raise cell.error(
            f"{self._shown(cell)} is no answer that {self._system.title} is known to give.",
            self._explain(cell, _ANSWER_WORDS),
        )

    def _inverted(self, cell: _Cell, asked: str, value: str) -> ConsentListError:
        """Return the error of an answer to ``asked``, which does not read like a question for consent."""
        message = "This asks for a refusal, it seems, or tells of an answer that is still to come, so that a yes may be a no; it is not guessed."
        known = asked if self._shown(cell, asked).startswith('"') else "the type"
        leave_out = f'To leave it out, write under [{self._section}.types]: {_key(known)} = ""'
        return cell.error(
            message, f"{self._explain(cell, _ANSWER_WORDS, known, value)}\nThe same for its other answers. {leave_out}"
        )

    def _withdrawn(self, record: _Record, answer: Answer) -> Answer:
        """Return the answer, or that it was withdrawn: the list has one date for all, so a date for one type becomes an answer."""
        if answer is Answer.GIVEN and "withdrawn_on" in record.cells and self._date(record.cells["withdrawn_on"]):
            return Answer.WITHDRAWN
        return answer

    def _terms(self, record: _Record) -> Iterator[tuple[str, str]]:
        for name in ("given_on", "expires_on"):
            if name in record.cells and (day := self._date(record.cells[name])):
                yield name, day
        if "method" in record.cells and (word := self._word(record.cells["method"], "method")):
            yield "method", word
        if "given_by" in record.cells:
            cell = record.cells["given_by"]
            word = self._translated(cell)
            giver = GivenBy.PARENT if word in PARENT else GivenBy.PUPIL if word in PUPIL else word
            if giver and giver not in set(GivenBy):
                # What stands there is not quoted: it may be a parent's name.
                message = "This says neither that a parent gave consent nor that the pupil did."
                remedy = f'Leave the column out, under [{self._section}.columns] in postcheck.toml: {_key(cell.heading)} = ""'
                raise cell.error(
                    message,
                    f"Correct it in the school system, or say what it means ({self._explain(cell, 'parent, pupil or both')}). {remedy}",
                )
            if giver:
                yield "given_by", giver

    def _shown(self, cell: _Cell, text: str | None = None) -> str:
        names = frozenset().union(*(words(record.text(name)) for record in self._records for name in _NAME_FIELDS))
        return quoted(cell.text if text is None else text, names)

    def _explain(self, cell: _Cell, choice: str, column: str | None = None, text: str | None = None) -> str:
        """Return the lines of the settings that would explain a value; not the value itself if it may be a name.

        ``column`` and ``text`` stand for the cell's own heading and value where something else is to be explained.
        """
        shown = self._shown(cell, text)
        value = (
            shown
            if shown.startswith('"') and cell.heading and "given_by" not in self._field(cell.heading)
            else '"the value"'
        )
        return f'Say what it means in postcheck.toml ({choice}):\n\n[{self._section}.values.{_key(column or cell.heading)}]\n{value} = "…"\n'

    def _row(self, pupil: _Pupil) -> dict[str, str]:
        if not any(_is_name(pupil.fields.get(name, "")) for name in NAMES):
            message = "This pupil has no name in any of the files, so that posts could not be checked for it."
            raise pupil.first.id.error(message, "Export forename and surname in columns of their own.")
        row = {
            _ID: unguarded(collapse_whitespace(pupil.first.id.text)),
            **{name: text for name, text in pupil.fields.items() if text},
        }
        for column in self._consent_columns_in_use():
            found = [pupil.answers.get(kind, Answer.BLANK) for kind in self._kinds(column)]
            answer = max(found, key=lambda one: one.strictness)
            row[column] = "" if answer is Answer.BLANK else str(answer)
        row |= self._joined_terms(pupil)
        given = any(row.get(column) == Answer.GIVEN for column in CONSENT)
        row |= {
            name: value for name, value in self._always.items() if not row.get(name) and (given or name not in _TERMS)
        }
        row["updated_on"] = min(self._dates).isoformat()
        return row

    def _joined_terms(self, pupil: _Pupil) -> dict[str, str]:
        """Return one value for the terms of several consents: the stricter."""
        terms: dict[str, str] = {}
        for name, values in pupil.terms.items():
            if name == "given_by":
                if len({*values}) > 1:
                    self._counts["givers"] += 1
                # Consent that only the pupil gave is what policies accept least.
                terms[name] = next(giver for giver in (GivenBy.PUPIL, GivenBy.PARENT, GivenBy.BOTH) if giver in values)
            elif name == "method":
                terms[name] = max(values, key=[*Method].index)
            else:
                terms[name] = max(values) if name == "given_on" else min(values)
        return terms

    def _kinds(self, column: str) -> tuple[str, ...]:
        return tuple(kind for kind in self._seen if column in self._types.get(kind, ()))

    def _consent_columns_in_use(self) -> tuple[str, ...]:
        return tuple(column for column in CONSENT if self._kinds(column))

    # What came of it

    def columns(self) -> tuple[str, ...]:
        """Return the columns of the list."""
        return (*(column for column in COLUMNS if column not in CONSENT), *self._consent_columns_in_use())

    def summary(self, out: str, rows: list[dict[str, str]]) -> ImportSummary:
        """Return what was read, written and left out."""
        columns = []
        for column in self._consent_columns_in_use():
            numbers = Counter(Answer(row.get(column) or Answer.BLANK) for row in rows)
            kinds = tuple(self._seen[kind] for kind in self._kinds(column))
            columns.append(
                ImportedColumn(column, kinds, tuple((answer, numbers[answer]) for answer in Answer if numbers[answer]))
            )
        left = [*(self._seen[kind] for kind in self._seen if not self._types.get(kind)), *self._left_out]
        return ImportSummary(
            self._system.title,
            tuple(self._files),
            out,
            len(rows),
            tuple(columns),
            tuple(dict.fromkeys(left)),
            tuple(self._notes(rows)),
        )

    def _notes(self, rows: list[dict[str, str]]) -> Iterator[str]:
        counts = self._counts
        if counts["archived"]:
            yield f"{_several(counts['archived'], 'archived row')} {'was' if counts['archived'] == 1 else 'were'} left out."
        if counts["feet"]:
            yield f"{_several(counts['feet'], 'line')} under the table ({'a total' if counts['feet'] == 1 else 'totals'} or the like) left out."
        if counts["contradictions"]:
            yield f"{_several(counts['contradictions'], 'answer')} contradicted another for the same pupil and type; the stricter one was written."
        if counts["givers"]:
            pupils = _several(counts["givers"], "pupil")
            yield f"For {pupils} some consent was given by a parent and some by the pupil; “pupil” was written, which fewer policies accept."
        given = [row for row in rows if any(row.get(column) == Answer.GIVEN for column in CONSENT)]
        if given and not any(row.get("method") for row in given):
            yield (
                "The export does not say how consent was given, and method was left blank. A policy that asks for written consent (SNMAT's) will not "
                f'accept it. If all of it came in writing or online, say so under [{self._section}.always] in postcheck.toml: method = "online".'
            )
        if given and not any(row.get("given_by") for row in given):
            yield "The export does not say who gave consent, and given_by was left blank."


def parse_export_date(text: str) -> date | None:
    """Return the day that is written as ``2026-09-01``, ``01/09/2026`` or ``1 Sep 2026``, or None if it is not one."""
    day = parse_date(text)
    for pattern in () if day else _WRITTEN_DATES:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return day


def _names(grid: Grid, layout: _Layout) -> frozenset[str]:
    return frozenset().union(
        *(words(cell) for row in grid.records() for index, cell in enumerate(row.cells) if index in layout.names)
    )


def _elsewhere(first: _Record, other: _Record) -> str:
    if first.id.grid is other.id.grid:
        return f"on line {first.id.line}"
    return f"in {first.id.grid.file}, line {first.id.line},"


def _is_name(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _several(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _plain(text: str) -> str:
    """Return a heading or a type for comparison: letter case and spacing aside."""
    return collapse_whitespace(text).casefold()


def _key(text: str) -> str:
    """Return a key of a TOML file as it has to be written."""
    return text if _BARE_KEY.fullmatch(text) else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
