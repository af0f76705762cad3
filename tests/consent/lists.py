"""Lists that a test writes, and what is read or said of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from postcheck.consent.consent_list import RowProblem, load_consent
from postcheck.consent.doubts import inspect_consent
from postcheck.errors import ConsentListError
from postcheck.model.people import Pupil

TODAY = date(2026, 11, 21)
HEAD = "pupil_id,forename,surname,middle_names,other_names,status,leaving_date,given_on,expires_on,withdrawn_on,photo\n"


def only(path: Path, text: str) -> Pupil:
    """Return the only pupil of a list."""
    path.write_text(text, encoding="utf-8")
    (pupil,) = load_consent(path).pupils
    return pupil


def refused(path: Path, text: str) -> ConsentListError:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConsentListError) as caught:
        load_consent(path, name="lists/consent.csv")
    return caught.value


def problems(path: Path, text: str) -> tuple[RowProblem, ...]:
    path.write_text(text, encoding="utf-8")
    return inspect_consent(path, today=TODAY).problems


def load_written(path: Path, text: str) -> tuple[str, ...]:
    path.write_text(text, encoding="utf-8")
    return load_consent(path).columns


def doubts(path: Path, text: str, encoding: str = "utf-8", **how: Any) -> list[tuple[int, str, str]]:
    path.write_bytes(text.encode(encoding))
    return [
        (problem.line, problem.column, problem.message)
        for problem in inspect_consent(path, today=TODAY, **how).problems
    ]
