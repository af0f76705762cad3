"""Exports as school systems write them, one system after another. The pupils are invented."""

from __future__ import annotations

import pytest

from postcheck.consent.imports import import_consent
from postcheck.consent.imports.record import parse_export_date
from postcheck.model.people import Answer
from postcheck.model.settings import ImportMapping
from tests.consent.imports.office import ARBOR, DATABRIDGE, JUNIPER, SIMS, Office


def test_arbor_has_a_file_for_each_type_joined_by_id(office: Office) -> None:
    office.export(ARBOR, "Photos on social media.csv", "utf-8-sig")
    office.export(
        "Student ID;Legal First Name;Legal Last Name;Status;Date Received\n1003;Zainab;Qureshi;Received;12/09/2026\n"
        "1001;Amelia;Carter;Received;03/09/2026\n",
        "names.csv",
        "cp1252",
    )
    done = import_consent(
        tuple(office.files),
        "Arbor",
        office.out,
        mappings={
            "arbor": ImportMapping(
                types={
                    "photos on  Social Media": ("photo_social",),
                    "Name online": ("name_first_social", "name_first_website"),
                }
            )
        },
        types=("Photos on social media", "Name online"),
    )
    assert office.rows == [
        {
            "pupil_id": "1001",
            "forename": "Amelia",
            "surname": "Carter",
            "preferred_forename": "Millie",
            "year_group": "Year 4",
            "form": "4C",
            "given_on": "2026-09-03",
            "updated_on": "2026-10-29",
            "photo_social": "given",
            "name_first_social": "given",
            "name_first_website": "given",
        },
        {
            "pupil_id": "1002",
            "forename": "Rhys",
            "surname": "Morgan",
            "preferred_forename": "",
            "year_group": "Year 4",
            "form": "4C",
            "given_on": "",
            "updated_on": "2026-10-29",
            "photo_social": "refused",
            "name_first_social": "",
            "name_first_website": "",
        },
        {
            "pupil_id": "1003",
            "forename": "Zainab",
            "surname": "Qureshi",
            "preferred_forename": "",
            "year_group": "Year 5",
            "form": "5B",
            "given_on": "2026-09-12",
            "updated_on": "2026-10-29",
            "photo_social": "requested",
            "name_first_social": "given",
            "name_first_website": "given",
        },
    ]
    assert done.pupils == 3
    assert next((column.name, column.types, dict(column.answers)) for column in done.columns) == (
        "photo_social",
        ("Photos on social media",),
        {Answer.GIVEN: 1, Answer.REQUESTED: 1, Answer.REFUSED: 1},
    )
    assert done.left_out == ("UPN",)
    assert any("1 line under the table" in note for note in done.notes)


def test_an_arbor_file_is_named_after_its_type(office: Office) -> None:
    office.export(ARBOR, "Photos on social media.csv")
    office.run("arbor", meanings=("photos on social media=photo_social",))
    assert office.column("photo_social") == {"1001": "given", "1002": "refused", "1003": "requested"}


def test_a_tick_in_sims_means_only_what_the_school_says(office: Office) -> None:
    office.export(SIMS)
    error = office.refused("sims")
    assert '"Photograph Student", "Copyright Permission"' in error.message
    assert "[import.sims.types]" in error.advice
    assert "says nothing of social media" in error.advice
    import_consent(
        tuple(office.files),
        "sims",
        office.out,
        mappings={
            "sims": ImportMapping(
                types={"Photograph Student": ("photo_website", "photo_display"), "Copyright Permission": ()}
            )
        },
    )
    assert (
        office.column("photo_website")
        == office.column("photo_display")
        == {"000123": "given", "000124": "refused", "000125": ""}
    )
    assert "photo_social" not in office.rows[0]
    assert [(row["forename"], row["preferred_forename"], row["house"]) for row in office.rows] == [
        ("Amelia", "Millie", "Red"),
        ("Rhys", "", "Blue"),
        ("Tomasz", "", "Red"),
    ]


def test_sims_may_list_a_row_for_each_tick(office: Office) -> None:
    office.export(
        "Adno,Surname,Forename,Parental Consent\n1,Carter,Amelia,Photograph Student\n1,Carter,Amelia,Trips\n"
        "2,Morgan,Rhys,\n"
    )
    office.run("sims", meanings=("Photograph Student=photo", "Trips="))
    assert office.column("photo") == {"1": "given", "2": ""}


def test_an_unknown_tick_is_refused_with_the_lines_that_explain_it(office: Office) -> None:
    office.export(SIMS.replace("000125,Wójcik,Tomasz,,,Year  6,6P,Red,,,", "000125,Wójcik,Tomasz,,,Year  6,6P,Red,X,,"))
    meanings = ("Photograph Student=photo", "Copyright Permission=")
    error = office.refused("sims", meanings=meanings)
    assert (error.line, error.message) == (
        4,
        'Line 4, column "Photograph Student": "X" is no answer that SIMS is known to give.',
    )
    assert '[import.sims.values."Photograph Student"]\n"X" = "…"' in error.advice
    office.run("sims", meanings=meanings, column_values={"Photograph student": {"x": "refused"}})
    assert office.column("photo")["000125"] == "refused"


def test_juniper(office: Office) -> None:
    office.export(JUNIPER)
    office.run("juniper", meanings=("Photos online=photo_social", "Name online=name_first"))
    assert [(row["photo_social"], row["name_first"], row["given_by"], row["given_on"]) for row in office.rows] == [
        ("given", "refused", "parent", "2026-09-01"),
        ("requested", "given", "pupil", "2026-09-02"),
    ]


def test_juniper_may_have_a_column_for_each_answer(office: Office) -> None:
    office.export(
        "Pupil ID,Forename,Surname,Consent,Requested,Granted,Not Granted\n"
        "P1,Amelia,Carter,Photos,01/09/2026,03/09/2026,\nP2,Rhys,Morgan,Photos,01/09/2026,,\n"
        "P3,Zainab,Qureshi,Photos,Yes,Yes,Yes\nP4,Bo,Li,Photos,,,\n"
    )
    office.run("juniper", meanings=("Photos=photo",))
    assert office.column("photo") == {"P1": "given", "P2": "requested", "P3": "refused", "P4": ""}


@pytest.mark.parametrize("who", ["Office", "Mrs Carter"])
def test_who_gave_consent_is_not_guessed_and_not_quoted(office: Office, who: str) -> None:
    office.export(JUNIPER.replace("Photos online,Granted,Mother", f"Photos online,Granted,{who}"))
    meanings = ("Photos online=photo", "Name online=name_first")
    error = office.refused("juniper", meanings=meanings)
    assert error.line == 2
    assert who not in str(error)
    assert '"Informed By" = ""' in error.advice
    office.run("juniper", meanings=meanings, columns={"Informed By": ""})
    assert "given_by" not in office.rows[0]


def test_databridge_says_it_the_other_way_round_and_keeps_old_rows(office: Office) -> None:
    office.export(DATABRIDGE)
    done = office.run("databridge", meanings=("Photos=photo",))
    assert office.column("photo") == {"1": "given", "2": "refused", "3": "given", "4": ""}
    assert any("1 archived row was left out" in note for note in done.notes)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("Photos,No,", "Photos,maybe,", "Consent Denied"), ("Parent,No\n2", "Parent,perhaps\n2", "Archived")],
)
def test_databridge_ticks_are_not_guessed(office: Office, old: str, new: str, column: str) -> None:
    office.export(DATABRIDGE.replace(old, new, 1))
    error = office.refused("databridge", meanings=("Photos=photo",))
    assert error.message == f'Line 2, column "{column}": This is neither yes nor no.'


def test_wonde_names_fall_back_to_the_legal_ones(office: Office) -> None:
    office.export(
        "id,forename,surname,legal_forename,legal_surname,photo consent\nA1,Millie,Carter,Amelia,Carter,yes\n"
        "A2,,,Rhys,Morgan,no\n"
    )
    office.run("wonde", meanings=("photo consent=photo",))
    assert [(row["forename"], row["surname"], row["preferred_forename"], row["photo"]) for row in office.rows] == [
        ("Amelia", "Carter", "Millie", "given"),
        ("Rhys", "Morgan", "", "refused"),
    ]


def test_bromcom_needs_its_own_headings_explained(office: Office) -> None:
    office.export(
        "Admission Number,UPN,First Name,Last Name,Preferred First Name,Tutor Group,Photo - Website\n"
        "7,A1,Amelia,Carter,Millie,4C,Agreed\n"
    )
    assert '"Photo - Website"' in office.refused("bromcom").message
    assert '"Agreed" is no answer' in office.refused("bromcom", meanings=("Photo - Website=photo_website",)).message
    office.run(
        "bromcom",
        meanings=("Photo - Website=photo_website",),
        values={"agreed": "given"},
        always={"method": "Online", "given_by": "parent"},
    )
    (row,) = office.rows
    assert row == {
        "pupil_id": "7",
        "forename": "Amelia",
        "surname": "Carter",
        "preferred_forename": "Millie",
        "form": "4C",
        "method": "online",
        "given_by": "parent",
        "updated_on": "2026-10-29",
        "photo_website": "given",
    }


def test_any_table_can_be_described(office: Office) -> None:
    office.export("Nr.\tVorname\tName\tFoto?\n7\tAmelia\tCarter\tja\n8\tRhys\tMorgan\tnein\n", encoding="utf-16")
    office.run(
        "ours",
        columns={"Nr.": "pupil_id", "Vorname": "forename", "Name": "surname", "Foto?": "photo"},
        column_values={"Foto?": {"ja": "given", "nein": "no"}},
    )
    assert office.column("photo") == {"7": "given", "8": "refused"}
    assert office.rows[0]["surname"] == "Carter"


def test_a_description_may_build_on_a_system(office: Office) -> None:
    office.export(ARBOR, "Photos.csv")
    import_consent(
        tuple(office.files),
        "hillside",
        office.out,
        mappings={"hillside": ImportMapping(system="arbor", types={"Photos": ("photo",)})},
    )
    assert office.column("photo")["1001"] == "given"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1 Sep 2026", "2026-09-01"),
        ("01-Sep-2026", "2026-09-01"),
        ("12 September 2026", "2026-09-12"),
        ("Tue, 01 Sep 2026", "2026-09-01"),
        ("01/02/26", None),
        ("Sep 2026", None),
    ],
)
def test_dates_of_exports(text: str, day: str | None) -> None:
    found = parse_export_date(text)
    assert (found and found.isoformat()) == day
