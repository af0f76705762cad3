"""What is doubtful in a consent list, for people and for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass

from postcheck.report.base import ReportOptions
from postcheck.report.consent_report import consent_json, render_consent
from postcheck.report.sheet import to_text


@dataclass(frozen=True)
class Row:
    line: int
    column: str
    level: str
    message: str
    advice: str = ""


ERROR = Row(4, "photo_social", "error", "“maybe” is no answer.", "Write given or refused.")
WARNING = Row(2, "", "warning", "The row has no surname.")
WHOLE = Row(0, "", "warning", "The list has no column about photos.")


def shown(*rows: Row, pupils: int = 3) -> str:
    return to_text(render_consent("consent.csv", pupils, rows), ReportOptions())


def test_problems_by_line() -> None:
    assert (
        shown(ERROR, WARNING, WHOLE)
        == """\
consent.csv: 3 pupils

WARNING  The list has no column about photos.
WARNING  Line 2: The row has no surname.
ERROR  Line 4, column photo_social: “maybe” is no answer.
       What to do: Write given or refused.

The list cannot be used before this error is put right.
"""
    )


def test_the_end() -> None:
    assert shown(pupils=1) == "consent.csv: 1 pupil\n\nNo problems found in the list.\n"
    assert shown(WARNING, WHOLE).endswith("The list can be used. 2 rows should be looked at.\n")
    assert shown(ERROR, ERROR).endswith("The list cannot be used before these 2 errors are put right.\n")


def test_json() -> None:
    value = json.loads(consent_json("consent.csv", 3, (row for row in (ERROR, WARNING))))
    assert value == {
        "schema": "postcheck-consent/1",
        "file": "consent.csv",
        "ok": False,
        "pupils": 3,
        "problems": [
            {"line": 2, "column": None, "level": "warning", "message": "The row has no surname.", "advice": ""},
            {"line": 4, "column": "photo_social", "level": "error", "message": "“maybe” is no answer.", "advice": "Write given or refused."},
        ],
    }
    assert json.loads(consent_json("consent.csv", 3, [WARNING]))["ok"] is True
