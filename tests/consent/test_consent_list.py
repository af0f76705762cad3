"""The consent list: what each cell means, what is refused, what is doubtful, and that no message names a pupil."""

from __future__ import annotations

import csv
import io
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.consent.consent_list import RowProblem, load_consent, parse_date
from postcheck.consent.doubts import Lore, Needs, inspect_consent
from postcheck.errors import ConsentListError
from postcheck.model.people import Answer, DoNotPublish, GivenBy, Method, Pupil, Status

TODAY = date(2026, 11, 21)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "consent.csv"


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


def test_a_list_without_pupils_is_a_roll(path: Path) -> None:
    path.write_text("pupil_id,forename,photo\n,,\n")
    assert load_consent(path).pupils == ()
    assert load_consent(path).columns == ("photo",)


@pytest.mark.parametrize("use", ["photo", "video", "name_first", "name_full", "name_with_photo", "work"])
@pytest.mark.parametrize("outlet", ["", "_social", "_website", "_press", "_print", "_display"])
def test_every_consent_column_is_known(path: Path, use: str, outlet: str) -> None:
    assert only(path, f"pupil_id,forename,{use}{outlet}\nP1,Ann,given\n").answers == ((f"{use}{outlet}", Answer.GIVEN),)


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


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("forename,photo\nAnn,yes\n", 1, 1, 'Line 1: There is no column "pupil_id".'),
        ("P1,Amelia,Carter\nP2,Bo,Dane\n", 1, 1, 'Line 1: There is no column "pupil_id".'),
        ("\npupil_id,photo\nP1,yes\n", 2, 1, "Line 2: There is no column with names."),
        (
            "pupil_id,forename,photo,Photo\nP1,Ann,yes,no\n",
            1,
            25,
            'Line 1, column "Photo": Two columns are named "photo".',
        ),
        ("pupil_id,forename\n ,Ann\n", 2, 2, 'Line 2, column "pupil_id": This row has no pupil id.'),
        ("pupil_id,forename,photo\nP1,Ann\n", 2, 1, "Line 2: This row has 2 cells, but the header row has 3."),
        ("pupil_id,forename\nP1,Ann,yes\n", 2, 1, "Line 2: This row has more cells than the header row"),
        ('pupil_id,forename\nP1,"Ann\nP2,Bo\n', 2, 1, "Line 2: This row has a quotation mark"),
    ],
)
def test_lists_that_lose_something_are_refused(path: Path, text: str, line: int, column: int, message: str) -> None:
    error = refused(path, text)
    assert error.message.startswith(message)
    assert (error.file, error.line, error.column) == ("lists/consent.csv", line, column)
    assert error.advice
    assert not any(name in str(error) for name in ("Ann", "Amelia", "Carter", "Bo", "Dane"))


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("photo_socail", "photo_social"),
        ("photo_soc ial", None),
        ("Photos", "photo"),
        ("photo_web", "photo_website"),
        ("Photo Facebook", "photo_social"),
        ("video_twitter", "video_social"),
        ("name with photo newspaper", "name_with_photo_press"),
        ("name_frist", "name_first"),
        ("do_not_publsh", "do_not_publish"),
        ("expires", "expires_on"),
        ("withdrawn", "withdrawn_on"),
        ("middle_name", "middle_names"),
        ("Last name", "surname"),
        ("Preferred name", "preferred_forename"),
    ],
)
def test_a_column_that_would_be_missed_is_refused(path: Path, heading: str, meant: str | None) -> None:
    text = f"pupil_id,forename,{heading}\nP1,Ann,\n"
    if meant is None:  # known after all: blanks do not count
        assert load_written(path, text) == ("photo_social",)
        return
    error = refused(path, text)
    assert error.message == f'Line 1, column "{heading}": This column is not known, and would not be read.'
    assert (error.line, error.column) == (1, 19)
    assert f'"{meant}"' in error.advice


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Opt out of photos",
            "Opt out of social media",
            "Not to be photographed",
            "Media_Opt_Out",
            "MediaOptOut",
            "NoPhoto",
            "Photo restriction",
        ),
        *(
            "Media exclusion",
            "Do not film",
            "Don't film anything",
            "Withhold name",
            "Consent withdrawn",
            "Refused",
            "Photos refused",
            "Image ban",
            "No Facebook",
        ),
        *(
            "Never on YouTube",
            "Objects to publicity",
            "Parents object to photos",
            "mediaoptout",
            "Consent not given",
            "Not to be identified",
        ),
    ],
)
def test_a_column_that_reads_like_a_refusal_is_never_passed_over(path: Path, heading: str) -> None:
    error = refused(path, f"pupil_id,forename,photo,do_not_publish,{heading}\nP1,Ann,yes,,Yes\n")
    assert error.message == f'Line 1, column "{heading}": This column reads like a refusal, and would not be read.'
    assert (error.file, error.line, error.column) == ("lists/consent.csv", 1, 40)
    assert "do_not_publish" in error.advice


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Notes on photos",
            "Exclusions",
            "Blocks",
            "Block",
            "Dietary restrictions",
            "Consent form no",
            "Preferred name (if not forename)",
            "No of siblings",
        ),
        *(
            "Withdrawn from RE",
            "Swimming opt out",
            "Medical consent refused",
            "FSM declined",
            "Safeguarding",
            "Medical alerts",
            "Non-teaching",
            "Admission no",
        ),
    ],
)
def test_a_column_about_something_else_is_no_refusal(path: Path, heading: str) -> None:
    assert load_written(path, f"pupil_id,forename,photo,{heading}\nP1,Ann,yes,Yes\n") == ("photo",)


def load_written(path: Path, text: str) -> tuple[str, ...]:
    path.write_text(text, encoding="utf-8")
    return load_consent(path).columns


@pytest.mark.parametrize(
    "heading", ["First name", "gender", "UPN", "forms", "photo_taken_by", "phone", "notes", "", "email"]
)
def test_other_columns_are_not_read_but_mentioned(path: Path, heading: str) -> None:
    text = f"pupil_id,{heading},forename,photo\nP1,x,Ann,yes\n"
    assert load_written(path, text) == ("photo",)
    (problem,) = problems(path, text)
    assert (problem.line, problem.column, problem.at, problem.level) == (1, heading, 10, "warning")
    assert "is not read" in problem.message


def test_rows_of_one_pupil_are_merged_to_the_stricter_reading(path: Path) -> None:
    pupil = only(
        path,
        "pupil_id,forename,surname,form,status,leaving_date,do_not_publish,method,given_by,given_on,expires_on,withdrawn_on,photo,video,work\n"
        "P1,Amelia,Carter,,current,,image,written,both,2026-01-01,2027-01-01,,given,given,given\n"
        "p1,Amelia,Carter,3B,leaver,2028-01-01,name,verbal,parent,2026-02-01,,2026-05-01,refused,,given\n"
        "P1,Millie,Dane,3C,joining,2027-06-01,,online,parent,,2026-12-01,2026-04-01,withdrawn,requested,given\n",
    )
    assert pupil == Pupil(
        id="P1",
        forename="Amelia",
        surname="Carter",
        form="3B",
        status=Status.LEAVER,
        leaving_date=date(2027, 6, 1),
        do_not_publish=DoNotPublish.ALL,
        method=Method.VERBAL,
        given_by=GivenBy.PARENT,
        given_on=date(2026, 2, 1),
        expires_on=date(2026, 12, 1),
        withdrawn_on=date(2026, 4, 1),
        answers=(("photo", Answer.REFUSED), ("video", Answer.BLANK), ("work", Answer.GIVEN)),
        contradictory=True,
        aliases=pupil.aliases,
        line=2,
    )
    assert [(alias.forename, alias.surname, alias.line) for alias in pupil.aliases] == [("Millie", "Dane", 4)]


def test_of_two_year_groups_the_older_counts(path: Path) -> None:
    for first, second in (("Year 4", "Y10"), ("Y10", "Year 4"), ("Y10", ""), ("Kestrels", "Y10")):
        assert only(path, f"pupil_id,forename,year_group\nP1,Ann,{first}\nP1,Ann,{second}\n").year_group == "Y10"


def test_two_equal_rows_do_not_contradict_each_other(path: Path) -> None:
    pupil = only(path, "pupil_id,forename,form,photo\nP1,Ann,3B,yes\nP1,Ann,3C,given\n")
    assert (pupil.contradictory, pupil.aliases, pupil.form) == (False, (), "3B")


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ("none", "image", "image"),
        ("name", "name", "name"),
        ("image", "name", "all"),
        ("all", "image", "all"),
        ("", "none", "none"),
    ],
)
def test_bars_are_added_up(path: Path, one: str, other: str, merged: str) -> None:
    for first, second in ((one, other), (other, one)):
        assert (
            only(path, f"pupil_id,forename,do_not_publish\nP1,Ann,{first}\nP1,Ann,{second}\n").do_not_publish == merged
        )


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ("both", "pupil", "pupil"),
        ("both", "parent", "parent"),
        ("parent", "pupil", None),
        ("both", "", "both"),
        ("", "parent", "parent"),
        ("", "pupil", "pupil"),
        ("both", "both", "both"),
        ("", "", None),
    ],
)
def test_who_gave_consent_by_two_rows(path: Path, one: str, other: str, merged: str | None) -> None:
    for first, second in ((one, other), (other, one)):
        pupil = only(path, f"pupil_id,forename,given_by\nP1,Ann,{first}\nP1,Ann,{second}\n")
        assert (pupil.given_by, pupil.givers_differ) == (merged, {one, other} == {"parent", "pupil"})


def test_a_third_row_does_not_settle_who_gave_consent(path: Path) -> None:
    pupil = only(path, "pupil_id,forename,given_by\nP1,Ann,parent\nP1,Ann,pupil\nP1,Ann,both\n")
    assert (pupil.given_by, pupil.givers_differ) == (None, True)


def test_another_row_does_not_bring_a_leaver_back(path: Path) -> None:
    rows = ["P1,Ann,leaver,", "P1,Ann,current,2030-07-01"]
    for first, second in (rows, rows[::-1]):
        pupil = only(path, f"pupil_id,forename,status,leaving_date\n{first}\n{second}\n")
        assert (pupil.status, pupil.leaving_date) == (Status.LEAVER, None)


ROWS = st.lists(st.sampled_from([*Answer]), min_size=1, max_size=5)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, answers: list[Answer], random: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "merge.csv"
    shuffled = list(answers)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random, which hypothesis does not say
    merged = [
        only(
            path,
            "pupil_id,forename,photo\n"
            + "".join(f"P1,Ann,{'' if answer is Answer.BLANK else answer}\n" for answer in rows),
        )
        for rows in (answers, shuffled)
    ]
    assert merged[0].answers == merged[1].answers == (("photo", max(answers, key=lambda answer: answer.strictness)),)
    assert all(pupil.contradictory == (len(set(answers)) > 1) for pupil in merged)


def test_the_list_says_when_it_was_updated_or_its_file_does(path: Path) -> None:
    path.write_text("pupil_id,forename,updated_on\nP1,Ann,2026-03-01\nP2,Bo,01/05/2026\nP3,Cy,\n")
    assert load_consent(path).updated_on == date(2026, 5, 1)
    path.write_text("pupil_id,forename\nP1,Ann\n")
    os.utime(path, (1_782_946_800, 1_782_946_800))  # 2026-07-01T23:00:00Z, which in London is the 2nd
    assert load_consent(path).updated_on == date(2026, 7, 2)


HEAD = "pupil_id,forename,surname,middle_names,other_names,status,leaving_date,given_on,expires_on,withdrawn_on,photo\n"


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


def doubts(path: Path, text: str, encoding: str = "utf-8", **how: Any) -> list[tuple[int, str, str]]:
    path.write_bytes(text.encode(encoding))
    return [
        (problem.line, problem.column, problem.message)
        for problem in inspect_consent(path, today=TODAY, **how).problems
    ]


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


def test_a_day_of_updating_to_come_is_doubtful(path: Path) -> None:
    ((line, _, message),) = doubts(path, "# updated_on: 2027-01-01\npupil_id,forename,photo\nP1,Ann,\n")
    assert line == 2
    assert "still to come" in message


def test_a_heading_may_start_with_a_hash(path: Path) -> None:
    assert only(path, "#,pupil_id,forename\n1,P1,Ann\n").id == "P1"


def test_what_keeps_a_cell_from_being_a_formula_is_no_part_of_it(path: Path) -> None:
    pupil = only(path, "pupil_id,forename,surname\n'@P1,'=Ann,O'Brien\n")
    assert (pupil.id, pupil.forename, pupil.surname) == ("@P1", "=Ann", "O'Brien")


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


NAMES = st.lists(
    st.sampled_from(["Xanthippe", "Quillon", "Zebedee", "Ottoline", "Jagódka", "Ngozi-Kelechi"]), min_size=1, max_size=2
).map(" ".join)
# Anything may stand in any column, a name too: rows get shifted.
WILD = st.one_of(
    NAMES,
    NAMES,
    st.sampled_from(["", "yes", "perhaps", "P1", "leaver", "2026-01-01", "31/31/2026", "line\nbreak", 'say "so"', "7"]),
)
HEADINGS = [
    "pupil_id",
    "forename",
    "surname",
    "other_names",
    "photo",
    "do_not_publish",
    "given_on",
    "status",
    "remarks",
]


@given(
    header=st.sampled_from(
        [HEADINGS, [*HEADINGS[1:], "photo_socail"], [*HEADINGS[:-1], "photo_socail"], HEADINGS[:4], None]
    ),
    rows=st.lists(st.tuples(NAMES, st.lists(WILD, min_size=8, max_size=9)), min_size=1, max_size=5),
    cut=st.booleans(),
)
def test_no_message_carries_a_name(
    tmp_path_factory: pytest.TempPathFactory, header: list[str] | None, rows: list[tuple[str, list[str]]], cut: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "wild.csv"
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    if header is not None:
        writer.writerow(header)
    # Whoever the names belong to is somewhere in a column of names: only what the list itself calls a name can be told
    # from other words.
    everybody = "Xanthippe Quillon Zebedee Ottoline Jagódka Ngozi-Kelechi"
    writer.writerow(
        ["P0", everybody, *[""] * 7][: len(header or HEADINGS)]
        if header is None or header[0] == "pupil_id"
        else [everybody, *[""] * 8]
    )
    for number, (name, cells) in enumerate(rows):
        writer.writerow([f"P{number % 3}" if number % 2 else name, name, *cells[1:]])
    path.write_text(stream.getvalue()[: -3 if cut else None], encoding="utf-8")
    said: list[str] = []
    try:
        load_consent(path)
    except ConsentListError as error:
        said.append(str(error))
    try:
        found = inspect_consent(path).problems
    except ConsentListError as error:
        said.append(str(error))
    else:
        said.extend(f"{problem.column} {problem.pupil_id} {problem.message} {problem.advice}" for problem in found)
    for name in everybody.replace("-", " ").split():
        assert not any(name.casefold() in text.casefold() for text in said)
