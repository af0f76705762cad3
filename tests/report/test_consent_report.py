"""What is doubtful in a consent list, for people and for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from postcheck.model.consent_import import ImportedColumn, ImportSummary
from postcheck.model.people import Answer
from postcheck.report.base import ReportOptions
from postcheck.report.consent_report import Inspected, consent_json, render_consent, render_import
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
    return to_text(render_consent([Inspected("consent.csv", pupils, rows)]), ReportOptions())


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


def test_what_is_wrong_in_the_same_way_is_said_once() -> None:
    assert "Lines 2, 5 and 9: The row has no surname." in shown(*(replace(WARNING, line=line) for line in (9, 2, 5)))
    many = shown(*(replace(WARNING, line=line) for line in range(2, 402)))
    assert (
        " ".join(many.split()).count(
            "Lines 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 and 388 more: The row has no surname."
        )
        == 1
    )
    assert many.endswith("The list can be used. 400 places should be looked at.\n")


def test_the_policy_that_the_list_was_held_against_is_named() -> None:
    page = to_text(render_consent([Inspected("consent.csv", 3, ())], policy="Our policy"), ReportOptions())
    assert page.startswith("consent.csv: 3 pupils, checked against Our policy\n")
    assert to_text(render_consent([Inspected("consent.csv", None, (ERROR,))]), ReportOptions()).startswith(
        "consent.csv: cannot be used\n"
    )


IMPORTED = ImportSummary(
    "Arbor",
    ("a.csv", "b.csv"),
    "my list.csv",
    12,
    (
        ImportedColumn(
            "photo_social", ("Photos", "Web"), ((Answer.GIVEN, 7), (Answer.REQUESTED, 1), (Answer.BLANK, 4))
        ),
        ImportedColumn("work", ("Art",), ((Answer.REFUSED, 12),)),
    ),
    ("UPN", "Trips"),
    ("1 archived row was left out.",),
)


def test_what_came_of_an_import() -> None:
    assert (
        to_text(render_import(IMPORTED), ReportOptions())
        == """\
my list.csv: 12 pupils written, from 2 Arbor files.

photo_social  7 given, 1 asked without an answer, 4 left blank. From “Photos”
              and “Web”.
work          12 refused. From “Art”.

Left out: UPN, Trips.

1 archived row was left out.

Only “given” lets anything be published. Compare a few pupils with the school
system before you rely on the list.
Next: postcheck consent check "my list.csv"
"""
    )


def test_an_import_without_consent_says_so() -> None:
    page = to_text(render_import(replace(IMPORTED, columns=(), left_out=(), notes=())), ReportOptions())
    assert "nobody has agreed to anything" in page


def test_the_end() -> None:
    assert shown(pupils=1) == "consent.csv: 1 pupil\n\nNo problems found in the list.\n"
    assert shown(WARNING, WHOLE).endswith("The list can be used. 2 places should be looked at.\n")
    assert shown(ERROR, ERROR).endswith("The list cannot be used before these 2 errors are put right.\n")


def test_json() -> None:
    value = json.loads(consent_json([Inspected("consent.csv", 3, (row for row in (ERROR, WARNING)))]))
    assert value == {
        "schema": "postcheck-consent/1",
        "file": "consent.csv",
        "ok": False,
        "pupils": 3,
        "problems": [
            {"line": 2, "column": None, "level": "warning", "message": "The row has no surname.", "advice": ""},
            {
                "line": 4,
                "column": "photo_social",
                "level": "error",
                "message": "“maybe” is no answer.",
                "advice": "Write given or refused.",
            },
        ],
    }
    assert json.loads(consent_json([Inspected("consent.csv", 3, [WARNING])]))["ok"] is True
