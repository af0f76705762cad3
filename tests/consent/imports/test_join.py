"""Exports are joined to one list: what fits together, what is refused, and that nothing is guessed."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from postcheck.errors import PostcheckError, SettingsError, UsageError
from tests.consent.imports.office import ARBOR, SIMS, Office


def test_types_that_nobody_explained_are_refused_all_at_once(office: Office) -> None:
    office.export(ARBOR, "Photos.csv")
    office.export(ARBOR.replace("Year Group", "Image consent"), "Trips & visits.csv")
    error = office.refused("arbor")
    assert (
        error.message
        == 'Nothing says what these mean for the consent list: "Photos", "Image consent", "Trips & visits".'
    )
    assert '[import.arbor.types]\nPhotos = ""\n"Image consent" = ""\n"Trips & visits" = ""\n' in error.advice


def test_a_type_may_be_left_out_on_purpose(office: Office) -> None:
    office.export(ARBOR, "Photos.csv")
    office.export(ARBOR, "Trips.csv")
    done = office.run("arbor", types=("Photos", "Trips"), meanings=("Photos=photo", "Trips="))
    assert [column.name for column in done.columns] == ["photo"]
    assert "Trips" in done.left_out


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("UPN,First Name,Status\nA1,Amelia,Received\n", "cannot be joined"),
        ("Student ID,First Name,Status\n1001,Bea,Received\n", "another name"),
    ],
)
def test_files_that_do_not_fit_together_are_refused(office: Office, other: str, said: str) -> None:
    office.export(ARBOR, "Photos.csv")
    office.export(other, "Names.csv")
    error = office.refused("arbor", meanings=("Photos=photo", "Names=name_first"))
    assert said in error.message
    assert error.file is not None
    assert error.file.endswith("Names.csv")


def test_a_type_column_beats_the_name_of_the_file(office: Office) -> None:
    office.export(
        "Student ID,First Name,Last Name,Consent Type,Status\n1,Amelia,Carter,Photos,Received\n"
        "1,Amelia,Carter,Names,Declined\n"
        "2,Rhys,Morgan,Photos,Received\n"
    )
    office.run("arbor", meanings=("Photos=photo", "Names=name_full"))
    assert [(row["photo"], row["name_full"]) for row in office.rows] == [("given", "refused"), ("given", "")]


def test_excel_exports_are_read(office: Office) -> None:
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(SIMS)):
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    path = office.folder / "export.xlsx"
    book.save(path)
    office.files.append(path)
    office.run("sims", meanings=("Photograph Student=photo", "Copyright Permission="))
    assert office.column("photo") == {"123": "given", "124": "refused", "125": ""}


def test_the_same_pupil_twice_takes_the_stricter_answer(office: Office) -> None:
    office.export("pupil_id,forename,surname,photo\n1,Amelia,Carter,yes\n1,Amelia,Carter,no\n")
    done = office.run("wonde")
    assert office.column("photo") == {"1": "refused"}
    assert any("contradicted" in note for note in done.notes)


def test_of_two_types_for_one_column_the_stricter_counts(office: Office) -> None:
    office.export(
        "Student ID,First Name,Last Name,Consent Type,Status\n1,Amelia,Carter,A,Received\n"
        "1,Amelia,Carter,B,Received\n2,Rhys,Morgan,A,Received\n"
    )
    office.run("arbor", meanings=("A=photo", "B=photo"))
    assert office.column("photo") == {"1": "given", "2": ""}


@pytest.mark.parametrize(
    "foot",
    [
        "Total,4,,",
        "Totals: 1,,,",
        "1 pupils,,,",
        ",Count,,",
        "Printed on 29 October 2026,,,",
        "Number of students:,1",
        "Report: consent by pupil",
    ],
)
def test_what_a_report_prints_under_its_table_is_no_pupil(office: Office, foot: str) -> None:
    office.export(f"pupil_id,forename,surname,photo\n1,Amelia,Carter,yes\n\n{foot}\n")
    if foot == ",Count,,":  # that may be somebody's name
        assert "no pupil id" in office.refused("wonde").message
    else:
        assert office.run("wonde").pupils == 1


def test_a_pupil_may_be_called_like_a_total(office: Office) -> None:
    office.export("pupil_id,forename,surname,photo\nReport,Total,Page,yes\n")
    assert office.run("wonde").pupils == 1


def test_a_date_of_withdrawal_takes_back_that_answer(office: Office) -> None:
    office.export(
        "Student ID,First Name,Last Name,Consent Type,Status,Date withdrawn\n"
        "1,Amelia,Carter,A,Received,01/10/2026\n1,Amelia,Carter,B,Received,\n"
    )
    office.run("arbor", meanings=("A=photo", "B=video"))
    assert [(row["photo"], row["video"]) for row in office.rows] == [("withdrawn", "given")]
    assert "withdrawn_on" not in office.rows[0]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("pupil_id,forename,surname,photo\n,Amelia,Carter,yes\n", 2, "no pupil id"),
        ("pupil_id,forename,surname,photo\n1,,,yes\n", 2, "no name"),
        ("pupil_id,forename,surname,photo\n1,7,-,yes\n", 2, "no name"),
        ("pupil_id,forename,surname,photo\n1,Amelia,yes\n", 2, "has 3 cells"),
        ("pupil_id,forename,surname,photo\n1,Amelia,Carter,yes,no\n", 2, "more cells"),
        ('pupil_id,forename,surname,photo\n1,"Amelia,Carter,yes\n', 2, "quotation mark"),
        ("pupil_id,forename,surname,given_on,photo\n1,Amelia,Carter,01/09/26,yes\n", 2, "no date"),
        ("pupil_id,forename,surname,status,photo\n1,Amelia,Carter,enrolled,yes\n", 2, "no value for status"),
        ("pupil_id,forename,surname,photo,do_not_publish\n1,Amelia,Carter,yes,yes\n", 2, "no value for do_not_publish"),
        (
            "pupil_id,forename,surname,photo,do_not_publish\n1,Amelia,Carter,yes,fostered\n",
            2,
            "not shown, as it may be a reason",
        ),
        ("pupil_id,forename,surname,First name,photo\n1,Amelia,Carter,Amelia,yes\n", 1, "both stand for forename"),
        ("forename,surname,photo\nAmelia,Carter,yes\n", None, "no header row"),
        ("pupil_id,forename,surname,photo\n", None, "no pupils"),
        ("pupil_id,forename,surname,photo\n1,Amelia,Carter,ask Amelia's mum\n", 2, "not shown, as it holds a name"),
        ("pupil_id,forename,surname,Do not photograph\n1,Amelia,Carter,yes\n", 1, "Nothing says what this means"),
    ],
)
def test_what_is_not_understood_is_refused(office: Office, text: str, line: int | None, said: str) -> None:
    office.export(text)
    error = office.refused("wonde")
    assert said in error.message
    assert line is None or error.line == line
    assert error.advice


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"columns": {"x": "fotos"}}, SettingsError),
        ({"values": {"x": "perhaps"}}, SettingsError),
        ({"always": {"photo": "given"}}, SettingsError),
        ({"always": {"method": "post"}}, SettingsError),
        ({"meanings": ("Photos=instagram",)}, SettingsError),
        ({"meanings": ("Photos",)}, UsageError),
        ({"types": ("a", "b")}, UsageError),
    ],
)
def test_settings_that_mean_nothing_are_refused(
    office: Office, how: dict[str, object], error: type[PostcheckError]
) -> None:
    office.export("pupil_id,forename,surname,photo\n1,Amelia,Carter,yes\n")
    assert office.refused("wonde", error, **how).advice


def test_an_unknown_system_is_refused(office: Office) -> None:
    office.export("pupil_id,forename\n1,Amelia\n")
    assert "arbor, bromcom, databridge, juniper, sims, wonde" in office.refused("isams", UsageError).advice
