"""The columns of a consent list: which are known, which are refused, and which are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.consent.consent_list import load_consent
from postcheck.consent.doubts import inspect_consent
from postcheck.model.people import Answer
from tests.consent.lists import load_written, only, problems, refused


@pytest.mark.parametrize("use", ["photo", "video", "name_first", "name_full", "name_with_photo", "work"])
@pytest.mark.parametrize("outlet", ["", "_social", "_website", "_press", "_print", "_display"])
def test_every_consent_column_is_known(path: Path, use: str, outlet: str) -> None:
    assert only(path, f"pupil_id,forename,{use}{outlet}\nP1,Ann,given\n").answers == ((f"{use}{outlet}", Answer.GIVEN),)


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


def test_a_register_is_read_under_its_own_headings(path: Path) -> None:
    path.write_text(
        "UPN,Admission No,First name,Last name,Preferred name,Year,Reg group,photo_social\n"
        "U1,7,Amelia,Carter,Millie,4,4C,given\n",
        encoding="utf-8",
    )
    (pupil,) = load_consent(path).pupils
    assert (pupil.id, pupil.forename, pupil.surname, pupil.preferred_forename) == ("7", "Amelia", "Carter", "Millie")
    assert (pupil.year_group, pupil.form, pupil.line) == ("4", "4C", 2)


def test_a_heading_may_say_whose_it_is(path: Path) -> None:
    path.write_text(
        "UPN,Pupil Forename,Child's surname,Student first name,Child class,Parent Forename,Child photo\n"
        "7,Amelia,Carter,Millie,4C,Jo,yes\n",
        encoding="utf-8",
    )
    roll = load_consent(path)
    (pupil,) = roll.pupils
    assert (pupil.forename, pupil.surname, pupil.form) == ("Amelia", "Carter", "4C")
    assert {row.forename for row in pupil.aliases} == {"Millie"}
    # What somebody agreed to is never guessed from a longer heading.
    assert roll.columns == ()
    unread = {problem.column for problem in inspect_consent(path).problems if "not known" in problem.message}
    assert unread == {"Parent Forename", "Child photo"}


def test_the_lists_own_columns_come_before_a_registers(path: Path) -> None:
    path.write_text("First name,pupil_id,forename,UPN\nAmelie,P1,Amelia,U1\n", encoding="utf-8")
    (pupil,) = load_consent(path).pupils
    assert (pupil.id, pupil.forename) == ("P1", "Amelia")
    assert [problem.column for problem in inspect_consent(path).problems if "not known" in problem.message] == ["UPN"]


def test_further_columns_with_names_are_names_as_well(path: Path) -> None:
    path.write_text(
        "Admission No,Legal Forename,Chosen Forename,Surname,Legal surname,Known as,Preferred name,Nickname,"
        "other_names\n"
        "1,Robert,Sunny,Stone,Rock,Bo,Bobby,Rocky; Bobs,Robbie\n"
        "2,Amelia,amelia,Carter,,,,,\n",
        encoding="utf-8",
    )
    robert, amelia = load_consent(path).pupils
    assert (robert.forename, robert.surname, robert.preferred_forename) == ("Robert", "Stone", "Bobby")
    assert robert.other_names == ("Robbie", "Rocky", "Bobs")
    assert {(row.forename, row.surname) for row in robert.aliases} == {
        *(("Sunny", "Stone"), ("Bo", "Stone")),
        *(("Robert", "Rock"), ("Sunny", "Rock"), ("Bo", "Rock")),
    }
    assert (amelia.forename, amelia.other_names, amelia.aliases) == ("Amelia", (), ())


def test_two_rows_of_a_pupil_keep_their_further_names(path: Path) -> None:
    head = "pupil_id,forename,surname,First name,photo\n"
    path.write_text(head + "1,Robert,Stone,Sunny,given\n1,Robert,Stone,Bo,refused\n", encoding="utf-8")
    (pupil,) = load_consent(path).pupils
    assert sorted(row.forename for row in pupil.aliases) == ["Bo", "Sunny"]


def test_an_odd_further_name_is_doubted(path: Path) -> None:
    path.write_text("pupil_id,forename,Known as,Preferred name\n1,Zoe,Zoe,ZoÃ«\n2,Amy,ZoÃ«,Amy\n", encoding="utf-8")
    lost = "This name has lost letters with accents, so that the pupil would not be found in a post."
    assert [(one.line, one.column) for one in inspect_consent(path).problems if one.message == lost] == [
        (2, "Preferred name"),
        (3, "Known as"),
    ]


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


@pytest.mark.parametrize("heading", ["gender", "UPN", "forms", "photo_taken_by", "phone", "notes", "", "email"])
def test_other_columns_are_not_read_but_mentioned(path: Path, heading: str) -> None:
    text = f"pupil_id,{heading},forename,photo\nP1,x,Ann,yes\n"
    assert load_written(path, text) == ("photo",)
    (problem,) = problems(path, text)
    assert (problem.line, problem.column, problem.at, problem.level) == (1, heading, 10, "warning")
    assert "is not read" in problem.message


def test_a_heading_may_start_with_a_hash(path: Path) -> None:
    assert only(path, "#,pupil_id,forename\n1,P1,Ann\n").id == "P1"
