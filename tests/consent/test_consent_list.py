"""The consent list: what each cell means, and what is refused."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.consent.consent_list import load_consent, parse_date
from postcheck.consent.doubts import inspect_consent
from postcheck.errors import ConsentListError
from postcheck.model.people import Answer, DoNotPublish, GivenBy, Method, Pupil, Status
from tests.consent.lists import only, refused


def test_everything_in_a_row_arrives(path: Path) -> None:
    path.write_text(
        "Pupil ID;Forename;Surname;Preferred-Forename;Preferred Surname;Middle Names;Other names;"
        "Year group;Form;House;School;Status;Leaving date;"
        "Do not publish;Method;Given by;Given on;Expires on;Withdrawn on;Photo;Photo (social);name_first;UPN\n"
        ' P0007 ;Amelia;Carter;Millie;Carter-Bly;Jane  Rose;" Mills;; A. Bly ;";'
        "Year 3;3B;Red;Hillside;Joining;2030-07-19;Image;Written;Parent;"
        "01/09/2026;31/8/2027;;Yes;Not asked;;A123\n",
        encoding="utf-8",
    )
    roll = load_consent(path, name="consent.csv")
    assert (roll.file, roll.columns) == ("consent.csv", ("photo", "photo_social", "name_first"))
    assert roll.pupils == (
        Pupil(
            id="P0007",
            forename="Amelia",
            surname="Carter",
            preferred_forename="Millie",
            preferred_surname="Carter-Bly",
            middle_names="Jane Rose",
            other_names=("Mills", "A. Bly"),
            year_group="Year 3",
            form="3B",
            house="Red",
            school="Hillside",
            status=Status.JOINING,
            leaving_date=date(2030, 7, 19),
            do_not_publish=DoNotPublish.IMAGE,
            method=Method.WRITTEN,
            given_by=GivenBy.PARENT,
            given_on=date(2026, 9, 1),
            expires_on=date(2027, 8, 31),
            answers=(("photo", Answer.GIVEN), ("photo_social", Answer.NOT_ASKED), ("name_first", Answer.BLANK)),
            line=2,
        ),
    )


def test_an_id_and_one_name_are_enough(path: Path) -> None:
    assert only(path, "pupil_id,surname\nP1,Carter\n") == Pupil("P1", surname="Carter", line=2)


@pytest.mark.parametrize("rows", ["", ",,\n"])
def test_a_list_without_pupils_is_an_error(path: Path, rows: str) -> None:
    path.write_text(f"pupil_id,forename,photo\n{rows}")
    with pytest.raises(ConsentListError, match=r"Line 1: No pupil follows this header row\. Export the list again"):
        load_consent(path)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        *((word, Answer.GIVEN) for word in ("given", " GIVEN ", "yes", "Y", "True", "1")),
        *((word, Answer.REFUSED) for word in ("refused", "Refused", "no", "N", "FALSE", "0")),
        *((word, Answer.NOT_ASKED) for word in ("not_asked", "Not asked", "not-asked", "NOT  ASKED")),
        ("withdrawn", Answer.WITHDRAWN),
        ("requested", Answer.REQUESTED),
        ("conditional", Answer.CONDITIONAL),
        ("", Answer.BLANK),
        (" \u00a0", Answer.BLANK),
    ],
)
def test_consent_values(path: Path, cell: str, answer: Answer) -> None:
    assert only(path, f'pupil_id,forename,photo\nP1,Ann,"{cell}"\n').answer_by_column == {"photo": answer}


@pytest.mark.parametrize("cell", ["maybe", "blank", "2", "1.0", "n/a", "-", "given?", "ja", "None"])
def test_other_consent_values_are_refused(path: Path, cell: str) -> None:
    error = refused(path, f"pupil_id,forename,photo\nP1,Ann,{cell}\n")
    assert error.message == f'Line 2, column "photo": "{cell}" is no consent answer.'
    assert (error.file, error.line, error.column) == ("lists/consent.csv", 2, 8)
    assert "given, refused, withdrawn, requested, not_asked or conditional" in error.advice


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        *(
            ("do_not_publish", cell, value)
            for cell, value in [("", "none"), ("None", "none"), ("image", "image"), ("NAME", "name"), (" all", "all")]
        ),
        *(
            ("method", cell, value)
            for cell, value in [("", "unknown"), ("Online", "online"), ("verbal", "verbal"), ("unknown", "unknown")]
        ),
        *(
            ("status", cell, value)
            for cell, value in [("", "current"), ("Current", "current"), ("leaver", "leaver"), ("joining", "joining")]
        ),
        *(
            ("given_by", cell, value)
            for cell, value in [("", None), ("Parent", "parent"), ("pupil", "pupil"), ("both", "both")]
        ),
    ],
)
def test_words_of_fixed_lists(path: Path, column: str, cell: str, value: str | None) -> None:
    assert getattr(only(path, f"pupil_id,forename,{column}\nP1,Ann,{cell}\n"), column) == value


@pytest.mark.parametrize("cell", ["court order", "ill", "fostered"])
def test_a_reason_for_not_publishing_is_never_shown(path: Path, cell: str) -> None:
    error = refused(path, f"pupil_id,forename,do_not_publish\nP1,Ann,{cell}\n")
    assert cell not in str(error)
    assert error.message.startswith('Line 2, column "do_not_publish": this value (not shown')


def test_a_comma_parts_other_names(path: Path) -> None:
    assert only(path, 'pupil_id,forename,other_names\nP1,Ann,"Nan, Annie;Hannah"\n').other_names == (
        "Nan",
        "Annie",
        "Hannah",
    )


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("do_not_publish", "yes"),
        *((column, cell) for column in ("method", "status", "given_by") for cell in ("yes", "Blank", "mum")),
    ],
)
def test_other_words_are_refused(path: Path, column: str, cell: str) -> None:
    error = refused(path, f"pupil_id,forename,{column}\n\nP1,Ann,{cell}\n")
    assert error.message == f'Line 3, column "{column}": "{cell}" is no value for {column}.'
    assert (error.line, error.column) == (3, 8)
    assert error.advice.startswith("Use one of ")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-09-01", date(2026, 9, 1)),
        ("01/09/2026", date(2026, 9, 1)),
        ("1/9/2026", date(2026, 9, 1)),
        ("29/02/2028", date(2028, 2, 29)),
        ("2026-09-01 00:00:00", date(2026, 9, 1)),
        ("2026-09-01T00:00:00.000Z", date(2026, 9, 1)),
        ("01/09/2026 00:00", date(2026, 9, 1)),
        *(
            (text, None)
            for text in (
                "29/02/2026",
                "2026-02-30",
                "13/13/2026",
                "1/9/26",
                "2026-9-1",
                "2026",
                "46266",
                "1 Sept 2026",
                "0000-01-01",
            )
        ),
        *((text, None) for text in ("01.09.2026", "01-09-2026", "2026/09/01", "२०२६-09-01", "2026-09-01 soon", "")),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("column", ["leaving_date", "given_on", "expires_on", "withdrawn_on", "updated_on"])
def test_impossible_dates_are_refused(path: Path, column: str) -> None:
    error = refused(path, f"pupil_id,forename,{column},photo\nP1,Ann,31/06/2026,yes\n")
    assert error.message == f'Line 2, column "{column}": "31/06/2026" is no date.'
    assert (error.line, error.column) == (2, 8)
    assert "2026-09-01 or 01/09/2026" in error.advice


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_in_both_ways(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}") == parse_date(f"{day:%d/%m/%Y}") == day


def test_the_place_of_a_value_is_right_behind_line_breaks(path: Path) -> None:
    error = refused(
        path, 'pupil_id,forename,other_names,photo\r\nP1,Ann,"Nan\r\nor Ann",yes\r\n\r\nP2,Bo,"B\r\nBob",perhaps\r\n'
    )
    assert (error.line, error.column) == (6, 6)
    assert error.message.startswith('Line 6, column "photo": "perhaps"')


def test_the_first_error_is_said_and_the_others_are_counted(path: Path) -> None:
    text = "pupil_id,forename,method,photo\nP1,Ann,post,x\nP2,Bo\n,Cy,,\n"
    error = refused(path, text)
    assert error.message == 'Line 2, column "method": "post" is no value for method. There are 3 more errors.'
    assert "postcheck consent check" in error.advice
    assert [
        (problem.line, problem.column, problem.at, problem.pupil_id) for problem in inspect_consent(path).errors
    ] == [
        (2, "method", 8, "P1"),
        (2, "photo", 13, "P1"),
        (3, "", 1, ""),
        (4, "pupil_id", 1, ""),
    ]
    assert inspect_consent(path).roll is None
    assert "There is one more error." in refused(path, text.replace("P2,Bo\n,Cy,,\n", "")).message


def test_the_list_says_when_it_was_updated_or_its_file_does(path: Path) -> None:
    path.write_text("pupil_id,forename,updated_on\nP1,Ann,2026-03-01\nP2,Bo,01/05/2026\nP3,Cy,\n")
    assert load_consent(path).updated_on == date(2026, 5, 1)
    path.write_text("pupil_id,forename\nP1,Ann\n")
    os.utime(path, (1_782_946_800, 1_782_946_800))  # 2026-07-01T23:00:00Z, which in London is the 2nd
    assert load_consent(path).updated_on == date(2026, 7, 2)


@pytest.mark.parametrize(
    "first",
    [
        "# updated_on: 2026-03-01",
        "#updated on = 01/03/2026",
        '"# updated_on: 2026-03-01",,',
        "# Updated_On:2026-03-01,,",
        "\ufeff# updated_on: 2026-03-01",
    ],
)
def test_the_first_line_may_say_when_the_list_was_updated(path: Path, first: str) -> None:
    path.write_text(f"{first}\npupil_id,forename,photo\nP1,Ann,maybe\n", encoding="utf-8")
    with pytest.raises(ConsentListError) as caught:
        load_consent(path)
    assert caught.value.line == 3
    path.write_text(f"{first}\npupil_id,forename,photo\nP1,Ann,yes\n", encoding="utf-8")
    assert load_consent(path).updated_on == date(2026, 3, 1)


def test_a_date_of_updating_that_is_none_is_refused(path: Path) -> None:
    error = refused(path, "# updated_on: in March\npupil_id,forename\nP1,Ann\n")
    assert error.line == 1
    assert "no date" in error.message


def test_what_keeps_a_cell_from_being_a_formula_is_no_part_of_it(path: Path) -> None:
    pupil = only(path, "pupil_id,forename,surname\n'@P1,'=Ann,O'Brien\n")
    assert (pupil.id, pupil.forename, pupil.surname) == ("@P1", "=Ann", "O'Brien")
