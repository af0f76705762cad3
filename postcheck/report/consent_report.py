"""What is doubtful in a consent list (``postcheck consent check``), for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from postcheck.report.json_report import dumps
from postcheck.report.sheet import Sheet
from postcheck.report.wording import count

SCHEMA = "postcheck-consent/1"
_ERROR = "error"


class RowProblem(Protocol):
    """Something doubtful in one row. ``message`` and ``advice`` carry no pupil's name."""

    @property
    def line(self) -> int:
        """Line of the file, from 1; 0 if it concerns the file as a whole."""

    @property
    def column(self) -> str:
        """Name of the column; empty if it is about none."""

    @property
    def level(self) -> str:
        """``error`` if the list cannot be used as it is, otherwise ``warning`` or ``note``."""

    @property
    def message(self) -> str:
        """What is doubtful."""

    @property
    def advice(self) -> str:
        """What to do about it."""


def render_consent(file: str, pupils: int, problems: Iterable[RowProblem]) -> Sheet:
    """Return every doubtful row by line, and one sentence on the list as a whole.

    Parameters
    ----------
    file:
        The list's path as the user gave it.
    pupils:
        How many pupils could be read from it.
    problems:
        What is doubtful, in any order.
    """
    found = _sorted(problems)
    page = Sheet()
    page.add((file, "bold"), f": {count(pupils, 'pupil')}")
    page.gap()
    for problem in found:
        column = f", column {problem.column}" if problem.column else ""
        place = f"Line {problem.line}{column}: " if problem.line else ""
        style = "bold red" if problem.level == _ERROR else "bold yellow"
        level = str(problem.level).upper()
        page.add(f"{place}{problem.message}", label=level, hang=len(level) + 2, style=style)
        if problem.advice:
            page.add(f"What to do: {problem.advice}", indent=len(level) + 2)
    page.gap()
    errors = sum(problem.level == _ERROR for problem in found)
    if errors:
        one = errors == 1
        page.add((f"The list cannot be used before {'this error is' if one else f'these {errors} errors are'} put right.", "bold red"))
    elif found:
        page.add((f"The list can be used. {count(len(found), 'row')} should be looked at.", "bold yellow"))
    else:
        page.add(("No problems found in the list.", "bold green"))
    return page


def consent_json(file: str, pupils: int, problems: Iterable[RowProblem]) -> str:
    """Return the same as JSON (``postcheck-consent/1``)."""
    found = _sorted(problems)
    return dumps(
        {
            "schema": SCHEMA,
            "file": file,
            "ok": all(problem.level != _ERROR for problem in found),
            "pupils": pupils,
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
    )


def _sorted(problems: Iterable[RowProblem]) -> list[RowProblem]:
    return sorted(problems, key=lambda problem: (problem.line, problem.column))
