"""What an export that nobody has described may mean: a proposal that a person goes through, and the doubts in it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from postcheck.consent.consent_list import CONSENT, OUTLETS
from postcheck.consent.imports.base import System
from postcheck.consent.imports.files import Files
from postcheck.consent.imports.join import Join
from postcheck.consent.imports.meaning import Meaning
from postcheck.consent.imports.record import plain_form
from postcheck.consent.imports.rows import OpenAnswer, Rows
from postcheck.consent.refusals import may_invert
from postcheck.formats.cells import normalize_header
from postcheck.model.people import Answer, Outlet, Use
from postcheck.model.settings import ImportMapping

_WORD = re.compile(r"[A-Za-z]+")
_USES = (
    (
        Use.NAME_WITH_PHOTO,
        re.compile(r"name (?:with|and|beside|plus) (?:a |the )?(?:photo|picture|image|pic\b)", re.IGNORECASE),
    ),
    (Use.NAME_FULL, re.compile(r"full name|(?:sur|last ?)name", re.IGNORECASE)),
    (Use.NAME_FIRST, re.compile(r"\bnam(?:e|es|ed|ing)\b", re.IGNORECASE)),
    (Use.VIDEO, re.compile(r"video|film|record", re.IGNORECASE)),
    (Use.WORK, re.compile(r"\bwork\b|artwork", re.IGNORECASE)),
    (Use.PHOTO, re.compile(r"photo|picture|image|\bpics?\b", re.IGNORECASE)),
)
"""What a heading asks about, the first that fits."""


@dataclass(frozen=True, slots=True)
class Question:
    """A type of consent, or a column's heading, of which nothing says what it means."""

    heading: str
    columns: tuple[str, ...]
    """What it reads like; empty if nothing can be said."""
    inverted: bool
    """Whether a yes there may be a no."""


@dataclass(frozen=True)
class Proposal:
    """An export, read as far as it is understood.

    Parameters
    ----------
    files:
        What was exported.
    systems:
        The school systems, of which one may be recognised.
    name:
        The name that the mapping will have in the settings.
    types:
        The type of consent of each file; empty if columns or the files' names tell it.
    """

    files: tuple[Path, ...]
    systems: Mapping[str, System]
    name: str
    types: tuple[str, ...] = ()
    mapping: ImportMapping = field(default_factory=ImportMapping)
    """What is known by now."""

    def recognised(self) -> Proposal:
        """Return the proposal with the system whose headings the files have, if there is one."""
        headings = {normalize_header(cell) for cell in self._read().headings}
        found = [name for name, system in self.systems.items() if system.marks & headings]
        return replace(self, mapping=replace(self.mapping, system=found[0])) if len(found) == 1 else self

    @property
    def system(self) -> System:
        """The school system, or one that knows no words of its own."""
        return self.systems.get(self.mapping.system.casefold(), System(self.name, "table"))

    def questions(self) -> tuple[Question, ...]:
        """Return what nothing explains yet.

        Raises
        ------
        ConsentListError
            If the files cannot be read, or have no columns for pupils.
        """
        return tuple(Question(heading, guessed(heading), may_invert(heading)) for heading in self._read().unexplained)

    def open_answers(self) -> tuple[OpenAnswer, ...]:
        """Return the answers that are not understood, each once, with how many rows give it."""
        files = self._read()
        rows = Rows(self._meaning(), files.records)
        counted = Counter(answer for record in files.records for answer in rows.open_answers(record))
        columns = [*files.seen]
        ordered = sorted(counted.items(), key=lambda item: (columns.index(plain_form(item[0].column)), -item[1]))
        return tuple(replace(answer, count=number) for answer, number in ordered)

    def explained(self, heading: str, columns: Sequence[str]) -> Proposal:
        """Return the proposal with what a type of consent stands for; nothing leaves it out.

        Raises
        ------
        SettingsError
            If one of the columns is no consent column.
        """
        mapping = replace(self.mapping, types=MappingProxyType({**self.mapping.types, heading: tuple(columns)}))
        proposal = replace(self, mapping=mapping)
        proposal._meaning()  # noqa: SLF001 - of the same class: it refuses what is no column
        return proposal

    def answered(self, question: OpenAnswer, answer: Answer) -> Proposal:
        """Return the proposal with what an answer means in its column."""
        known = {**self.mapping.column_values.get(question.column, {}), question.value: str(answer)}
        values = {**self.mapping.column_values, question.column: MappingProxyType(known)}
        return replace(self, mapping=replace(self.mapping, column_values=MappingProxyType(values)))

    def join(self) -> Join:
        """Return the files, joined by what is known."""
        join = Join(self.system, self.mapping, self.name, {})
        for file, kind in self._each():
            join.read(file, kind)
        return join

    def _each(self) -> Iterator[tuple[Path, str | None]]:
        for index, file in enumerate(self.files):
            yield file, self.types[index] if self.types else None

    def _meaning(self) -> Meaning:
        return Meaning(self.system, self.mapping, self.name, {})

    def _read(self) -> Files:
        files = Files(self._meaning())
        for file, kind in self._each():
            files.read(file, kind)
        return files


def guessed(heading: str) -> tuple[str, ...]:
    """Return the consent columns that a heading reads like: "Photo - Facebook" is ``photo_social``."""
    use = next((use for use, words in _USES if words.search(heading)), None)
    if use is None:
        return ()
    words = [normalize_header(word) for word in _WORD.findall(heading)]
    pairs = [first + second for first, second in itertools.pairwise(words)]
    named = {OUTLETS[word] for word in (*words, *pairs) if word in OUTLETS}
    columns = tuple(f"{use}_{outlet}" for outlet in Outlet if outlet in named)
    return tuple(column for column in columns or (str(use),) if column in CONSENT)


def slug(file: Path) -> str:
    """Return a name for the mapping of a file: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", file.stem.casefold()).strip("-") or "export"
