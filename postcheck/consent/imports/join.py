"""Files of an export, joined by pupil.

Nothing is guessed. A value, a type or a column that could say who agreed to what, and that neither the system nor the
school's settings explain, is refused with its place and with the lines that would explain it. Where two answers meet,
the stricter one counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from postcheck.consent.consent_list import COLUMNS, CONSENT, NAMES, unguarded
from postcheck.consent.imports.base import System
from postcheck.consent.imports.files import Files
from postcheck.consent.imports.ids import give_ids
from postcheck.consent.imports.meaning import Meaning
from postcheck.consent.imports.record import ID, Record, is_name, plain_form
from postcheck.consent.imports.rows import Rows
from postcheck.consent.refusals import READ_IT, where_refused
from postcheck.errors import ConsentListError
from postcheck.formats.cells import collapse_whitespace
from postcheck.model.consent_import import ImportedColumn, ImportSummary
from postcheck.model.people import Answer, GivenBy, Method, Pupil
from postcheck.model.settings import ImportMapping

_TERMS = ("method", "given_by", "given_on", "expires_on")
"""Columns that say how, by whom and for how long consent was given."""


@dataclass
class _Pupil:
    """What is known of a pupil so far."""

    first: Record
    id: str
    fields: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    """By type of consent, and column of the list."""
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
        self._meaning = Meaning(system, mapping, name, meanings)
        self._files = Files(self._meaning)
        self._rows = Rows(self._meaning, self._files.records)
        self._contradictions = 0
        """How many answers contradicted another for the same pupil and type."""
        self._givers = 0
        """For how many pupils some consent was given by a parent and some by the pupil."""
        self._listed, self._kept = False, 0
        """Whether a list is written over, and how many children without an id kept that which they have in it."""

    def read(self, path: Path, kind: str | None) -> None:
        """Read a file; ``kind`` is the type of consent that it is about, if the command line says so."""
        self._files.read(path, kind)

    def pupils(self, before: Sequence[Pupil] = ()) -> list[dict[str, str]]:
        """Return a row of the consent list for each pupil, by column, in the order of the files.

        Parameters
        ----------
        before:
            The list that is written over, whose ids are kept where the export has none.

        Raises
        ------
        ConsentListError
            If anything is not understood.
        """
        self._files.refuse_unexplained()
        pupils: dict[str, _Pupil] = {}
        for record in self._files.records:
            pupil = pupils.setdefault(record.key, _Pupil(record, _id(record)))
            self._add(pupil, record)
        if not pupils:
            raise ConsentListError(
                "The export has no pupils.", advice="Check which file was exported.", file=", ".join(self._files.names)
            )
        rows = [self._row(pupil) for pupil in pupils.values()]
        if self._files.records[0].named:  # files with and without ids are never joined
            self._listed, self._kept = bool(before), give_ids(rows, before)
        return rows

    def _add(self, pupil: _Pupil, record: Record) -> None:
        fields = dict(self._rows.identity(record))
        for name in NAMES:
            mine, theirs = pupil.fields.get(name, ""), fields.get(name, "")
            if mine and theirs and mine.casefold() != theirs.casefold():
                message = (
                    f"This pupil id stands {_elsewhere(pupil.first, record)} with another name, "
                    "so that two pupils may have become one."
                )
                raise record.id.error(message, "Correct the id or the name in the school system, and export again.")
        pupil.fields = {**fields, **{name: text for name, text in pupil.fields.items() if text}}
        answers = list(self._rows.answers(record))
        changed = set()
        for kind, column, answer in answers:
            key = (plain_form(kind), column)
            before = pupil.answers.get(key, answer)
            if before is not answer:
                changed.add(kind)
            pupil.answers[key] = max(before, answer, key=lambda one: one.strictness)
        self._contradictions += len(changed)
        if any(answer is Answer.GIVEN for *_, answer in answers):
            for name, value in self._rows.terms(record):
                pupil.terms.setdefault(name, []).append(value)

    def _row(self, pupil: _Pupil) -> dict[str, str]:
        if not any(is_name(pupil.fields.get(name, "")) for name in NAMES):
            message = "This pupil has no name in any of the files, so that posts could not be checked for it."
            raise pupil.first.id.error(message, "Export forename and surname in columns of their own.")
        row = {
            ID: pupil.id,
            **{name: text for name, text in pupil.fields.items() if text},
        }
        for column in self._consent_columns_in_use():
            found = [pupil.answers.get((kind, column), Answer.BLANK) for kind in self._kinds(column)]
            answer = max(found, key=lambda one: one.strictness)
            row[column] = "" if answer is Answer.BLANK else str(answer)
        row |= self._joined_terms(pupil)
        given = any(row.get(column) == Answer.GIVEN for column in CONSENT)
        row |= {
            name: value
            for name, value in self._meaning.always.items()
            if not row.get(name) and (given or name not in _TERMS)
        }
        row["updated_on"] = min(self._files.dates).isoformat()
        return row

    def _joined_terms(self, pupil: _Pupil) -> dict[str, str]:
        """Return one value for the terms of several consents: the stricter."""
        terms: dict[str, str] = {}
        for name, values in pupil.terms.items():
            if name == "given_by":
                if len({*values}) > 1:
                    self._givers += 1
                # Consent that only the pupil gave is what policies accept least.
                terms[name] = next(giver for giver in (GivenBy.PUPIL, GivenBy.PARENT, GivenBy.BOTH) if giver in values)
            elif name == "method":
                terms[name] = max(values, key=[*Method].index)
            else:
                terms[name] = max(values) if name == "given_on" else min(values)
        return terms

    def _kinds(self, column: str) -> tuple[str, ...]:
        return tuple(kind for kind in self._files.seen if column in self._meaning.types.get(kind, ()))

    def _consent_columns_in_use(self) -> tuple[str, ...]:
        return tuple(column for column in CONSENT if self._kinds(column))

    def columns(self) -> tuple[str, ...]:
        """Return the columns of the list."""
        return (*(column for column in COLUMNS if column not in CONSENT), *self._consent_columns_in_use())

    def summary(self, out: str, rows: list[dict[str, str]]) -> ImportSummary:
        """Return what was read, written and left out."""
        columns = []
        for column in self._consent_columns_in_use():
            numbers = Counter(Answer(row.get(column) or Answer.BLANK) for row in rows)
            kinds = tuple(self._files.seen[kind] for kind in self._kinds(column))
            columns.append(
                ImportedColumn(column, kinds, tuple((answer, numbers[answer]) for answer in Answer if numbers[answer]))
            )
        left = [
            *(self._files.seen[kind] for kind in self._files.seen if not self._meaning.types.get(kind)),
            *self._files.left_out,
        ]
        return ImportSummary(
            self._meaning.system.title,
            tuple(self._files.names),
            out,
            len(rows),
            tuple(columns),
            tuple(dict.fromkeys(left)),
            tuple(self._notes(rows)),
        )

    def _notes(self, rows: list[dict[str, str]]) -> Iterator[str]:
        counts = self._files.counts
        yield from self._refusals_left_out()
        if counts["archived"]:
            left = "was" if counts["archived"] == 1 else "were"
            yield f"{_several(counts['archived'], 'archived row')} {left} left out."
        if counts["feet"]:
            feet = "a total" if counts["feet"] == 1 else "totals"
            yield f"{_several(counts['feet'], 'line')} under the table ({feet} or the like) left out."
        if counts["groups"]:
            yield f"{_several(counts['groups'], 'heading')} between the pupils of a class and the next left out."
        if any(record.named for record in self._files.records):
            yield (
                "The export has no ids: rows of one name and class were taken for one child, with the stricter answer. "
                f"{self._ids_given(rows)}"
            )
        if self._rows.divided:
            yield (
                f"{_several(self._rows.divided, 'row')} had a full name of three words or more in one cell: "
                "the last was taken for the surname, and the others are forenames."
            )
        if self._contradictions:
            answers = _several(self._contradictions, "answer")
            yield f"{answers} contradicted another for the same pupil and type; the stricter one was written."
        if self._givers:
            pupils = _several(self._givers, "pupil")
            yield (
                f"For {pupils} some consent was given by a parent and some by the pupil; "
                "“pupil” was written, which fewer policies accept."
            )
        given = [row for row in rows if any(row.get(column) == Answer.GIVEN for column in CONSENT)]
        if given and not any(row.get("method") for row in given):
            yield (
                "The export does not say how consent was given, and method was left blank. A policy that asks for "
                "written consent (SNMAT's) will not accept it. If all of it came in writing or online, say so under "
                f'[{self._meaning.section}.always] in postcheck.toml: method = "online".'
            )
        if given and not any(row.get("given_by") for row in given):
            yield "The export does not say who gave consent, and given_by was left blank."

    def _refusals_left_out(self) -> Iterator[str]:
        for (file, heading), lines in self._files.refusals.items():
            yield f"The column “{heading}” was left out, and {where_refused(lines)} ({file}). {READ_IT}"

    def _ids_given(self, rows: list[dict[str, str]]) -> str:
        """Return in words where the ids of children without any come from."""
        if not self._listed:
            return (
                "The ids are new numbers, and have nothing to do with those of any other list. Write the next list "
                "over this one with --force, so that the children keep them: drafts name them under people."
            )
        return (
            f"{_several(self._kept, 'pupil')} of the same name and class kept the id of the list that was written "
            f"over; {len(rows) - self._kept} got a new one, as do children whose name or class has changed: drafts "
            "have to name them anew."
        )


def _id(record: Record) -> str:
    """Return the id that a pupil has in the export; nothing where it has none."""
    return "" if record.named else unguarded(collapse_whitespace(record.id.text))


def _elsewhere(first: Record, other: Record) -> str:
    if first.id.grid is other.id.grid:
        return f"on line {first.id.line}"
    return f"in {first.id.grid.file}, line {first.id.line},"


def _several(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
