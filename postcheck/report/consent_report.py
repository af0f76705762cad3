"""Reports what is doubtful in a consent list (``consent check``), and what an import did (``consent import``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from postcheck.model.consent_import import ImportedColumn, ImportSummary
from postcheck.model.people import Answer
from postcheck.report.json_report import dumps
from postcheck.report.sheet import Sheet
from postcheck.report.wording import count, typed
from postcheck.text.listing import listed

SCHEMA = "postcheck-consent/1"
_ERROR = "error"
_MANY = 12
"""How many lines are named; the rest are only counted."""
_ANSWERS = {
    Answer.GIVEN: "given",
    Answer.CONDITIONAL: "with conditions",
    Answer.REQUESTED: "asked without an answer",
    Answer.NOT_ASKED: "not asked",
    Answer.BLANK: "left blank",
    Answer.WITHDRAWN: "withdrawn",
    Answer.REFUSED: "refused",
}


class RowProblem(Protocol):
    """Something doubtful in one row. ``message`` and ``advice`` contain no pupil's name."""

    @property
    def line(self) -> int:
        """Line of the file, from 1; 0 if it is about the file as a whole."""

    @property
    def column(self) -> str:
        """Name of the column; empty if it is not about one."""

    @property
    def level(self) -> str:
        """``error`` if the list cannot be used as it is, otherwise ``warning`` or ``note``."""

    @property
    def message(self) -> str:
        """What is doubtful."""

    @property
    def advice(self) -> str:
        """What to do about it."""


@dataclass(frozen=True)
class Inspected:
    """A list that was looked through."""

    file: str
    """Its path as the user gave it."""
    pupils: int | None
    """How many pupils it has; None if it cannot be used."""
    problems: Iterable[RowProblem]
    """What is doubtful, in any order."""


@dataclass(frozen=True)
class Shared:
    """What several lists have in common."""

    ids: int = 0
    """How many pupils have an id that another list has too."""
    names: int = 0
    """How many full names stand on several lists under different ids."""


NOTHING_SHARED = Shared()


def render_consent(lists: Sequence[Inspected], *, policy: str = "", shared: Shared = NOTHING_SHARED) -> Sheet:
    """Return every doubtful row by line, and one sentence on each list as a whole.

    Parameters
    ----------
    lists:
        The lists, one a school.
    policy:
        The title of the policy that they were checked against; empty if there was none.
    shared:
        What they have in common.
    """
    page = Sheet()
    for one in lists:
        page.gap()
        _add(page, one, policy)
    if shared.ids:
        page.gap()
        page.add(
            f"{count(shared.ids, 'pupil')} have an id that another list has too. Reports show it with the name of the "
            "list before it, as in greenbank/P0007."
        )
    if shared.names:
        page.gap()
        which = "1 full name stands" if shared.names == 1 else f"{shared.names} full names stand"
        page.add(
            f"{which} on more than one list under different ids. If that is one child at two schools, write the same "
            "id on both lists, and both count; otherwise a post of one school goes by that school's list."
        )
    return page


def _add(page: Sheet, one: Inspected, policy: str) -> None:
    found = _sorted(one.problems)
    against = f", checked against {policy}" if policy else ""
    pupils = "cannot be used" if one.pupils is None else count(one.pupils, "pupil")
    page.add((one.file, "bold"), f": {pupils}{against}")
    page.gap()
    for same in _grouped(found):
        problem = same[0]
        column = f", column {problem.column}" if problem.column else ""
        place = f"{_lines([one.line for one in same])}{column}: " if problem.line else ""
        style = "bold red" if problem.level == _ERROR else "bold yellow"
        level = str(problem.level).upper()
        page.add(f"{place}{problem.message}", label=level, hang=len(level) + 2, style=style)
        if problem.advice:
            page.add(f"What to do: {problem.advice}", indent=len(level) + 2)
    page.gap()
    errors = sum(problem.level == _ERROR for problem in found)
    if errors:
        these = "this error is" if errors == 1 else f"these {errors} errors are"
        page.add((f"The list cannot be used before {these} put right.", "bold red"))
    elif found:
        page.add((f"The list can be used. {count(len(found), 'place')} should be looked at.", "bold yellow"))
    else:
        page.add(("No problems found in the list.", "bold green"))


def consent_json(lists: Sequence[Inspected]) -> str:
    """Return the same as JSON (``postcheck-consent/1``): of several lists each by itself, under ``lists``."""
    parts = [_as_json(one) for one in lists]
    if len(parts) == 1:
        return dumps({"schema": SCHEMA, **parts[0]})
    return dumps({"schema": SCHEMA, "ok": all(part["ok"] for part in parts), "lists": parts})


def _as_json(one: Inspected) -> dict[str, object]:
    found = _sorted(one.problems)
    return {
        "file": one.file,
        "ok": all(problem.level != _ERROR for problem in found),
        "pupils": one.pupils or 0,
        "problems": [
            {
                "line": problem.line or None,
                "column": problem.column or None,
                "level": str(problem.level),
                "message": problem.message,
                "advice": problem.advice,
            }
            for problem in found
        ],
    }


def render_import(done: ImportSummary) -> Sheet:
    """Return what was read and written, how many pupils have which answer, what was left out, and what to do next."""
    page = Sheet()
    page.add(
        (done.out, "bold"),
        f": {count(done.pupils, 'pupil')} written, from {count(len(done.files), f'{done.system} file')}.",
    )
    page.gap()
    for column in done.columns:
        page.add(
            _column_words(column),
            label=column.name,
            hang=max(len(other.name) for other in done.columns) + 2,
            style="bold",
        )
    if not done.columns:
        page.add(("No consent column was written, so that nobody has agreed to anything.", "bold yellow"))
    if done.left_out:
        page.gap()
        page.add(f"Left out: {', '.join(done.left_out)}.")
    for note in done.notes:
        page.gap()
        page.add(note)
    page.gap()
    page.add(
        "Only “given” lets anything be published. "
        "Compare a few pupils with the school system before you rely on the list."
    )
    page.add(f"Next: postcheck consent check {typed(done.out)}")
    return page


def _column_words(column: ImportedColumn) -> str:
    answers = ", ".join(f"{number} {_ANSWERS[answer]}" for answer, number in column.answers)
    return f"{answers}. From {listed([f'“{kind}”' for kind in column.types], 'and')}."


def _grouped(problems: Iterable[RowProblem]) -> list[list[RowProblem]]:
    """Return problems that are the same on several lines together, in the order in which each first occurs."""
    groups: dict[tuple[str, str, str, bool], list[RowProblem]] = {}
    for problem in problems:
        groups.setdefault((problem.column, problem.level, problem.message, bool(problem.line)), []).append(problem)
    return list(groups.values())


def _lines(lines: list[int]) -> str:
    if len(lines) == 1:
        return f"Line {lines[0]}"
    some = [str(line) for line in lines[:_MANY]]
    return f"Lines {listed(some if len(lines) <= _MANY else [*some, f'{len(lines) - _MANY} more'], 'and')}"


def _sorted(problems: Iterable[RowProblem]) -> list[RowProblem]:
    return sorted(problems, key=lambda problem: (problem.line, problem.column))
