"""The result of turning a school system's export into a consent list."""

from __future__ import annotations

from dataclasses import dataclass

from postcheck.model.people import Answer


@dataclass(frozen=True, slots=True)
class ImportedColumn:
    """A consent column of the list that was written."""

    name: str
    types: tuple[str, ...]
    """The school's own types of consent that it was made of."""
    answers: tuple[tuple[Answer, int], ...]
    """How many pupils have each answer; answers that no pupil has are left out."""


@dataclass(frozen=True)
class ImportSummary:
    """What was read, what was written, and what was left out."""

    system: str
    files: tuple[str, ...]
    out: str
    pupils: int
    columns: tuple[ImportedColumn, ...]
    left_out: tuple[str, ...] = ()
    """Headings and types that are not part of the list."""
    notes: tuple[str, ...] = ()
    """What else a person should know: sentences that name no pupil."""
