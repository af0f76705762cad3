"""Exports as school systems write them: what becomes of each, what is refused, and that nothing is guessed. The pupils are invented."""

from __future__ import annotations

import csv
import io
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.consent.consent_list import load_consent
from postcheck.consent.imports import SYSTEMS, import_consent
from postcheck.consent.imports.record import parse_export_date
from postcheck.errors import ConsentListError, PostcheckError, SettingsError, UsageError
from postcheck.model.consent_import import ImportSummary
from postcheck.model.people import Answer
from postcheck.model.settings import ImportMapping

NAMES = ("Amelia", "Carter", "Millie", "Rhys", "Morgan", "Zainab", "Qureshi", "Tomasz", "Wójcik")


class Office:
    """A school office: its exports, and what its settings say about them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "consent.csv"
        self.files: list[Path] = []

    def export(self, text: str, name: str = "export.csv", encoding: str = "utf-8") -> None:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        os.utime(path, (1_793_268_000, 1_793_268_000))  # 29 October 2026
        self.files.append(path)

    def run(
        self,
        system: str,
        *,
        types: tuple[str, ...] = (),
        meanings: tuple[str, ...] = (),
        force: bool = False,
        **mapping: object,
    ) -> ImportSummary:
        mappings: Mapping[str, ImportMapping] = {system: ImportMapping(**mapping)} if mapping else MappingProxyType({})  # type: ignore[arg-type]
        return import_consent(
            tuple(self.files), system, self.out, mappings=mappings, types=types, meanings=meanings, force=force
        )

    def refused(self, system: str, error: type[PostcheckError] = ConsentListError, **how: object) -> PostcheckError:
        with pytest.raises(error) as caught:
            self.run(system, **how)  # type: ignore[arg-type]
        assert not self.out.exists()
        assert [path.name for path in self.folder.glob(".postcheck*")] == []
        assert not any(name.casefold() in str(caught.value).casefold() for name in NAMES)
        return caught.value

    @property
    def rows(self) -> list[dict[str, str]]:
        with self.out.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def column(self, name: str) -> dict[str, str]:
        return {row["pupil_id"]: row[name] for row in self.rows}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


ARBOR = """\
"Photos on social media: report of 29 Oct 2026"\r
\r
"Student ID","UPN","Legal First Name","Legal Last Name","KnownAsFirstName","KnownAsLastName",\
"Year Group","Reg Form","Status","Date Received"\r
"1001","A1","Amelia","Carter","Millie","","Year 4","4C","Received","01 Sep 2026"\r
"1002","A2","Rhys","Morgan","","","Year 4","4C","Declined","02 Sep 2026"\r
\r
"1003","A3","Zainab","Qureshi","","","Year 5","5B","Pending",""\r
"Total: 3 students","","","","","","","","",""\r
"""


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


SIMS = """\
Adno,Legal Surname,Legal Forename,Preferred Surname,Preferred Forename,Year Group,Reg,House,\
Photograph Student,School Trips,Copyright Permission
000123,Carter,Amelia,Carter,Millie,Year  4,4C,Red,T,T,
000124,Morgan,Rhys,,,Year  4,4C,Blue,F,T,T
000125,Wójcik,Tomasz,,,Year  6,6P,Red,,,
,,,,,,,,,,
Number of students: 3,,,,,,,,,,
"""


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


JUNIPER = """\
Pupil ID,Forename,Surname,Year,Class,Consent,Status,Informed By,Date
P1,Amelia,Carter,4,4C,Photos online,Granted,Mother,01/09/2026
P1,Amelia,Carter,4,4C,Name online,Not Granted,Mother,01/09/2026
P2,Rhys,Morgan,4,4C,Photos online,Requested,,
P2,Rhys,Morgan,4,4C,Name online,Granted,Pupil,02/09/2026
"""


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


DATABRIDGE = """\
Student ID,First Name,Last Name,Topic,Consent Denied,Date,Given By,Archived
1,Amelia,Carter,Photos,No,01/09/2026,Parent,No
2,Rhys,Morgan,Photos,Yes,01/09/2026,Parent,No
3,Zainab,Qureshi,Photos,Yes,01/09/2024,Parent,Yes
3,Zainab,Qureshi,Photos,No,01/09/2026,Parent,No
4,Tomasz,Wójcik,Photos,,01/09/2026,Parent,No
"""


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


def test_a_list_is_never_written_over_by_accident(office: Office) -> None:
    office.export("pupil_id,forename,photo\n1,Amelia,yes\n")
    office.out.write_text("mine")
    with pytest.raises(UsageError, match="a file of this name already"):
        office.run("wonde")
    assert office.out.read_text() == "mine"
    office.run("wonde", force=True)
    assert office.column("photo") == {"1": "given"}
    office.files.append(office.out)
    with pytest.raises(UsageError, match="reads, and would write over it"):
        office.run("wonde", force=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_its_owner_may_read_the_list(office: Office) -> None:
    office.export("pupil_id,forename,photo\n1,Amelia,yes\n")
    office.run("wonde")
    assert stat.S_IMODE(office.out.stat().st_mode) == 0o600


def test_nothing_in_the_list_is_a_formula_and_it_is_read_back(office: Office) -> None:
    office.export('pupil_id,forename,surname,photo\n1,"=HYPERLINK(""x"")",-Carter,yes\n@2,+Rhys,Morgan,no\n')
    office.run("wonde")
    with office.out.open(encoding="utf-8", newline="") as file:
        assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} for row in csv.reader(file) for cell in row)
    assert [(pupil.id, pupil.forename, pupil.surname) for pupil in load_consent(office.out).pupils] == [
        ("1", '=HYPERLINK("x")', "-Carter"),
        ("@2", "+Rhys", "Morgan"),
    ]


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


HEADINGS = [
    "Photos?",
    "Permission to film",
    "Facebook",
    "GDPR",
    "Website images",
    "Name in newsletter",
    "Do not photograph",
    "Opt out",
    "Press",
]


@given(
    system=st.sampled_from(sorted(SYSTEMS)),
    heading=st.sampled_from(HEADINGS),
    value=st.sampled_from(["yes", "no", "Received", "x", ""]),
)
def test_a_heading_that_may_be_about_consent_is_never_left_out_in_silence(
    tmp_path_factory: pytest.TempPathFactory, system: str, heading: str, value: str
) -> None:
    office = Office(tmp_path_factory.mktemp("office"))
    office.export(
        f"Pupil ID,Preferred Forename,Preferred Surname,Consent Type,{heading}\n1,Amelia,Carter,Photos,{value}\n"
    )
    assert heading in office.refused(system, meanings=("Photos=photo",)).message


@pytest.mark.parametrize(
    "heading", ["Withhold consent for photos", "Opt-out of photos", "Do not photograph", "No photos online"]
)
def test_a_yes_to_a_refusal_is_no_consent(office: Office, heading: str) -> None:
    office.export(f"pupil_id,forename,surname,{heading}\n1,Amelia,Carter,Yes\n2,Rhys,Morgan,\n")
    error = office.refused("wonde", meanings=(f"{heading}=photo",))
    assert "a yes may be a no" in error.message
    assert f'[import.wonde.values."{heading}"]' in error.advice
    office.run("wonde", meanings=(f"{heading}=photo",), column_values={heading: {"Yes": "refused"}})
    assert office.column("photo") == {"1": "refused", "2": ""}


REFUSALS = [
    *(
        "Media_Opt_Out",
        "MediaOptOut",
        "mediaoptout",
        "Opt.Out",
        "Photo restriction",
        "PhotoRestriction",
        "Consent withdrawn",
        "NoPhoto",
        "no_photos",
    ),
    *(
        "NOPHOTOS",
        "Photos blocked",
        "Media exclusion",
        "Photo withheld",
        "Objection to photos",
        "Photos denied",
        "Photo declined",
        "Consent revoked",
    ),
    *(
        "Not to be photographed",
        "Photos unless a parent objects",
        "All but photos",
        "Photos except portraits",
        "Photo ban",
        "Veto",
        "Prohibited",
    ),
    *(
        "Don\u2019t photograph",
        "DontPhotograph",
        "D.N.P.",
        "DNP_List",
        "Réfusé photos",
        "\uff2e\uff4f photos",
        "Photos: No",
        "Opt in/out",
        "Consent requested",
    ),
]


@pytest.mark.parametrize("heading", REFUSALS)
@pytest.mark.parametrize("answer", ["Yes", "No", "Y", "1", "given"])
def test_no_wording_of_a_refusal_becomes_consent(office: Office, heading: str, answer: str) -> None:
    office.export(f"pupil_id,forename,surname,{heading}\n1,Amelia,Carter,\n2,Rhys,Morgan,{answer}\n")
    error = office.refused("wonde", meanings=(f"{heading}=photo",))
    assert (error.line, error.column) == (3, 15)
    assert error.message.startswith(f'Line 3, column "{heading}": This asks for a refusal')
    assert f'"{answer}" = "…"' in error.advice
    assert error.file == str(office.files[0])


def test_a_refusal_can_be_explained_or_left_out(office: Office) -> None:
    office.export("pupil_id,forename,surname,Media_Opt_Out,photo\n1,Amelia,Carter,Yes,\n2,Rhys,Morgan,No,yes\n")
    explained = {"Media_Opt_Out": {"yes": "refused", "no": "given"}}
    office.run("wonde", meanings=("Media_Opt_Out=video",), column_values=explained)
    assert (office.column("video"), office.column("photo")) == ({"1": "refused", "2": "given"}, {"1": "", "2": "given"})
    office.run("wonde", meanings=("Media_Opt_Out=",), force=True)
    assert office.column("photo") == {"1": "", "2": "given"}
    assert "video" not in office.rows[0]


def test_a_setting_for_all_columns_does_not_explain_a_refusal(office: Office) -> None:
    office.export("pupil_id,forename,surname,NoPhoto\n1,Amelia,Carter,Yes\n")
    assert "a yes may be a no" in office.refused("wonde", meanings=("NoPhoto=photo",), values={"yes": "given"}).message


@pytest.mark.parametrize(
    ("system", "text", "said"),
    [
        ("sims", "Admission Number,Forename,Surname,Parental Consent\n1,Amelia,Carter,No_Photographs\n", "ticked"),
        (
            "databridge",
            "Pupil ID,Forename,Surname,Topic,Consent Denied\n1,Amelia,Carter,No_Photographs,No\n",
            "not denied",
        ),
        (
            "juniper",
            "Pupil ID,Forename,Surname,Consent,Granted,Not Granted\n1,Amelia,Carter,No_Photographs,Yes,\n",
            "granted",
        ),
        ("arbor", "Student ID,Forename,Surname,Consent,Status\n1,Amelia,Carter,No_Photographs,Received\n", "Received"),
    ],
)
def test_a_type_that_is_a_refusal_is_not_taken_for_consent(office: Office, system: str, text: str, said: str) -> None:
    office.export(text)
    error = office.refused(system, meanings=("No_Photographs=photo",))
    assert "a yes may be a no" in error.message
    assert f'[import.{system}.values.No_Photographs]\n"{said}" = "…"' in error.advice
    office.run(system, meanings=("No_Photographs=photo",), column_values={"No_Photographs": {said: "refused"}})
    assert office.column("photo") == {"1": "refused"}


def test_a_tick_under_a_heading_that_refuses_grants_nothing(office: Office) -> None:
    office.export("Pupil ID,Forename,Surname,Consent,OptedOut\n1,Amelia,Carter,Photos,Yes\n")
    assert (
        "a yes may be a no"
        in office.refused("juniper", meanings=("Photos=photo",), columns={"OptedOut": "granted"}).message
    )


def test_the_name_of_a_file_can_be_a_refusal(office: Office) -> None:
    office.export(ARBOR, "Photo_Opt_Out.csv")
    assert "a yes may be a no" in office.refused("arbor", meanings=("Photo_Opt_Out=photo",)).message


@pytest.mark.parametrize(
    "answer",
    ["Opted out", "OptedOut", "Withdrawn", "Refused", "Withheld", "Not given", "No consent", "Given, then withdrawn"],
)
@pytest.mark.parametrize("system", sorted(SYSTEMS))
def test_no_answer_that_refuses_becomes_consent(office: Office, system: str, answer: str) -> None:
    office.export(f'Pupil ID,Preferred Forename,Preferred Surname,Photos\n1,Amelia,Carter,"{answer}"\n')
    try:
        office.run(system, meanings=("Photos=photo",))
    except ConsentListError as error:
        assert "is no answer" in error.message  # noqa: PT017 - either is right: not understood, or written as it is
    else:
        assert office.column("photo") in ({"1": "withdrawn"}, {"1": "refused"})


@pytest.mark.parametrize(
    "heading", ["Restriction_Media", "DNP_List", "Objection", "OptedOut", "Veto", "Withheld", "NoPhoto"]
)
def test_a_refusal_that_nobody_explained_is_not_left_out(office: Office, heading: str) -> None:
    office.export(f"Pupil ID,Preferred Forename,Preferred Surname,Consent Type,{heading}\n1,Amelia,Carter,Photos,yes\n")
    assert heading in office.refused("sims", meanings=("Photos=photo",)).message


@pytest.mark.parametrize(
    "heading",
    [
        "Photo consent",
        "Notes on photos",
        "Photography",
        "Website permission",
        "Photos (Yes/No)",
        "Piano photos",
        "Data protection: photos",
    ],
)
def test_an_ordinary_heading_is_read(office: Office, heading: str) -> None:
    office.export(f"pupil_id,forename,surname,{heading},Blocks\n1,Amelia,Carter,Yes,Red\n2,Rhys,Morgan,No,Blue\n")
    office.run("wonde", meanings=(f"{heading}=photo",), columns={"Blocks": "house"})
    assert office.column("photo") == {"1": "given", "2": "refused"}
    assert office.column("house") == {"1": "Red", "2": "Blue"}
