"""What is doubtful in a consent list: it is mentioned with its place, and used all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.consent.consent_list import load_consent
from postcheck.consent.doubts import Lore, Needs, inspect_consent
from postcheck.errors import ConsentListError
from postcheck.model.people import GivenBy, Method
from tests.consent.lists import HEAD, doubts, problems


@pytest.mark.parametrize(
    ("rows", "line", "column", "message"),
    [
        (
            "P1,Ann,Bly,,,,,,,,\nP1,Ann,Bly,,,,,,,,\n",
            3,
            "pupil_id",
            "This pupil id has a row already, on line 2. The stricter",
        ),
        ("P1,Ann,Bly,,,,,,,,\nP1,Ann,Bly,,,,,,,,yes\n", 3, "pupil_id", "They disagree"),
        ("P1,Ann,Bly,,,,,,,2026-11-21,yes\n", 2, "withdrawn_on", "Consent was withdrawn"),
        ("P1,Ann,Bly,,,leaver,,,2027-01-01,,yes\n", 2, "expires_on", "The pupil has left"),
        ("P1,Ann,Bly,,,,2026-11-20,,2027-01-01,,yes\n", 2, "expires_on", "The pupil has left"),
        ("P1,Ann,Bly,,,,,2026-11-22,,,yes\n", 2, "given_on", "still to come"),
        ("P1,Ann,Bly,,,,,2026-11-01,2026-10-01,,yes\n", 2, "expires_on", "never holds"),
        ("P1,,,,,,,,,,yes\n", 2, "pupil_id", "has no name"),
        ("P1,Ng,,,,,,,,,\n", 2, "surname", "has no surname"),
        ("P1,,Ng,,,,,,,,\n", 2, "forename", "has no forename"),
        ("P1,A.,Bly,,,,,,,,\n", 2, "forename", "single letter"),
        ('P1,"Bly, Ann",Bly,,,,,,,,\n', 2, "forename", "comma"),
        ("P1,-,Bly,,,,,,,,\n", 2, "forename", "no letter"),
        ("P1,=Ann,Bly,,,,,,,,\n", 2, "forename", "formula"),
        ("P1 ,Ann,Bly,,,,,,,,\n", 2, "pupil_id", "There is a space"),
        ("P1,ZoÃ«,Bly,,,,,,,,\n", 2, "forename", "lost letters"),
        ("P1,Zo\ufffd,Bly,,,,,,,,\n", 2, "forename", "lost letters"),
        ("P1,Jagu?ka,Bly,,,,,,,,\n", 2, "forename", "lost letters"),
        ("P1,Ann,Bly,,,,,,2026-11-20,,yes\n", 2, "expires_on", "has run out"),
        ("P1,Ann,Bly,,,current,2026-07-01,,,,yes\n", 2, "leaving_date", "status says current"),
        ("P1,Ann,Bly,,,,,,,,\nP1,Bo,Dane,,,,,,,,\n", 3, "pupil_id", "another name"),
        ("P1,Ann,Bly,,Nan; B,,,,,,\n", 2, "other_names", "single letter"),
        ("P1,Ann,Bly2,,,,,,,,\n", 2, "surname", "digit"),
        ("P1,Ann,Bly,7,,,,,,,\n", 2, "middle_names", "digit"),
        ('P1,"Ann\nJane",Bly,,,,,,,,\n', 2, "forename", "line break"),
        (
            "P1,Ann,Bly,,,,,,,,\nP2,ANN,bly,,,,,,,,\n",
            3,
            "forename",
            'The pupils "P1" (line 2) and "P2" (line 3) have the same name.',
        ),
    ],
)
def test_doubtful_rows_are_mentioned_but_used(path: Path, rows: str, line: int, column: str, message: str) -> None:
    (problem,) = problems(path, HEAD + rows)
    assert (problem.level, problem.line, problem.column) == ("warning", line, column)
    assert problem.pupil_id in {"P1", "P2", ""}
    assert message in problem.message
    assert problem.advice
    assert inspect_consent(path).roll == load_consent(path)


@pytest.mark.parametrize(
    "row",
    [
        "P1,Ann,Bly,J,Nan,current,2027-07-01,2026-11-21,2027-01-01,,yes",
        "P1,Ann,Bly,,,leaver,2026-07-01,2025-01-01,2026-07-01,,yes",
        "P1,Ann,Bly,,,leaver,,,2027-01-01,,no",
        "P1,Ann,Bly,,,,,,,2026-11-22,yes",
        "P1,Ann,Bly,,,,,,,2026-01-01,withdrawn",
    ],
)
def test_ordinary_rows_are_not_mentioned(path: Path, row: str) -> None:
    assert problems(path, f"{HEAD}{row}\n") == ()


LORE = Lore(
    ordinary={"will", "summer"}.__contains__,
    forename={"amelia", "rhys", "zainab", "tomasz", "imogen", "seun", "leila"}.__contains__,
)


def test_names_that_are_ordinary_words_are_mentioned(path: Path) -> None:
    text = (
        "pupil_id,forename,surname,preferred_forename,other_names,photo\nP1,Will,Summer,,,\nP2,Ann,Bly,Summer,,\n"
        "P3,Bo,Cox,,Nan; Will,\n"
    )
    found = doubts(path, text, lore=LORE)
    assert [(line, column) for line, column, _ in found] == [
        (2, "forename"),
        (3, "preferred_forename"),
        (4, "other_names"),
    ]
    assert all("ordinary word" in message and "Will" not in message for *_, message in found)


def test_one_swapped_row_is_told_by_its_names(path: Path) -> None:
    text = (
        "pupil_id,forename,surname,photo\nP1,Carter,Amelia,\nP2,Rhys,Morgan,\nP3,Imogen,Leila,\nP4,Summer Jane,Rhys,\n"
    )
    ((line, column, message),) = doubts(path, text, lore=LORE)
    assert (line, column) == (2, "surname")
    assert "look swapped" in message


def test_a_swapped_list_is_told_once(path: Path) -> None:
    names = ["Amelia", "Rhys", "Zainab", "Tomasz", "Imogen", "Leila"]
    rows = "".join(f"P{at},Carter{'abcdef'[at]},{name},\n" for at, name in enumerate(names))
    ((line, column, message),) = doubts(path, f"pupil_id,forename,surname,photo\n{rows}", lore=LORE)
    assert (line, column) == (2, "surname")
    assert "most of the surnames are forenames" in message


@pytest.mark.parametrize(
    ("days", "doubtful"),
    [
        (["01/02/2026", "03/04/2026", "05/06/2026"], True),
        (["01/02/2026", "03/04/2026", "25/06/2026"], False),
        (["01/09/2026", "01/09/2026", "01/09/2026"], False),
        (["2026-01-02", "2026-03-04", "2026-05-06"], False),
        (["01/01/2026", "02/02/2026", "03/03/2026"], False),
    ],
)
def test_dates_that_could_be_read_either_way(path: Path, days: list[str], doubtful: bool) -> None:
    found = doubts(
        path,
        "pupil_id,forename,given_on,photo\n"
        + "".join(f"P{at},Ann{chr(97 + at)},{day},yes\n" for at, day in enumerate(days)),
    )
    assert [(line, column) for line, column, _ in found] == ([(2, "given_on")] if doubtful else [])


def test_a_list_that_is_no_utf8_is_mentioned(path: Path) -> None:
    text = "pupil_id,forename,photo\nP1,Ann,yes\nP2,Zoë,yes\n"
    assert doubts(path, text, "utf-8-sig") == doubts(path, text, "utf-16") == []
    ((line, column, message),) = doubts(path, text, "cp1252")
    assert (line, column) == (3, "")
    assert "not UTF-8" in message


NEEDS = Needs(
    "Our policy",
    methods=frozenset({Method.WRITTEN, Method.ONLINE}),
    givers=frozenset({GivenBy.PARENT, GivenBy.BOTH}),
    dated=True,
)


def test_what_the_policy_will_not_accept_is_mentioned(path: Path) -> None:
    text = (
        "pupil_id,forename,method,given_by,given_on,photo\nP1,Ann,written,parent,2026-09-01,yes\nP2,Bo,verbal,pupil,,yes\nP3,Cy,verbal,pupil,,no\n"
        "P4,Di,online,,2026-09-01,yes\n"
    )
    assert doubts(path, text) == []
    found = doubts(path, text, needs=NEEDS)
    assert [(line, column) for line, column, _ in found] == [(3, "method"), (3, "given_by"), (3, "given_on")]
    assert all("does not count" in message for *_, message in found)


def test_a_day_of_updating_to_come_is_doubtful(path: Path) -> None:
    ((line, _, message),) = doubts(path, "# updated_on: 2027-01-01\npupil_id,forename,photo\nP1,Ann,\n")
    assert line == 2
    assert "still to come" in message


def test_a_list_without_consent_columns_is_doubtful(path: Path) -> None:
    (problem,) = problems(path, "pupil_id,forename\nP1,Ann\n")
    assert (problem.level, problem.line, problem.column) == ("warning", 1, "")
    assert "no column with consent" in problem.message


def test_problems_come_by_line(path: Path) -> None:
    found = problems(path, HEAD + "P1,A,Bly,,,,,,,,\nP2,Ann,Bly,,,,,,,,perhaps\nP1,Ann,Cox,,,,,,,,\nP4,Ann\n")
    assert [(problem.line, problem.level) for problem in found] == [
        (2, "warning"),
        (3, "error"),
        (4, "warning"),
        (5, "error"),
    ]


def test_inspection_of_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConsentListError, match="no such file"):
        inspect_consent(tmp_path / "gone.csv")


def test_inspection_of_a_list_without_ids_is_no_crash(path: Path) -> None:
    (problem,) = problems(path, "forename,photo\nAnn,yes\n")
    assert problem.level == "error"
