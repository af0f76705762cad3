"""Exports as they really come: names in one cell, answers to a form, several ticks in one cell."""

from __future__ import annotations

import pytest

from tests.consent.imports.office import Office

FORM = "Timestamp,Child's full name,Class,Where may we show photos?\n"
MEANINGS = ("Where may we show photos?=photo_website,photo_social",)
COLUMNS = {"Timestamp": "given_on"}


def form(office: Office, *rows: str, **mapping: object) -> None:
    office.export(FORM + "".join(f"{row}\n" for row in rows))
    office.run("form", meanings=MEANINGS, columns=COLUMNS, **mapping)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "forename", "surname", "preferred"),
    [
        ('"Carter, Amelia"', "Amelia", "Carter", None),
        ('"Carter, Amelia (Millie)"', "Amelia", "Carter", "Millie"),
        ('"Carter, Amelia Rose"', "Amelia Rose", "Carter", None),
        ("Amelia Carter", "Amelia", "Carter", None),
        ("Amelia (Millie) Carter", "Amelia", "Carter", "Millie"),
        ("Amelia van der Berg", "Amelia", "van der Berg", None),
        ("Amelia Rose Carter", "Amelia Rose", "Carter", None),
        ("Amelia", "Amelia", "", None),
    ],
)
def test_a_name_in_one_cell_is_taken_apart(
    office: Office, written: str, forename: str, surname: str, preferred: str | None
) -> None:
    office.export(f"Arbor Student ID,Student,Registration Form,Consent Status\n1001,{written},4A,Received\n")
    office.run("arbor", types=("Photos",), meanings=("Photos=photo_social",))
    (row,) = office.rows
    assert (row["pupil_id"], row["forename"], row["surname"]) == ("1001", forename, surname)
    assert row.get("preferred_forename") == preferred
    assert row["photo_social"] == "given"


def test_names_of_three_words_are_counted(office: Office) -> None:
    office.export("Student ID,Student,Status\n1,Amelia Rose Carter,Received\n2,Rhys Morgan,Declined\n")
    done = office.run("arbor", types=("Photos",), meanings=("Photos=photo_social",))
    (note,) = (note for note in done.notes if "three words" in note)
    assert note.startswith(
        "1 row had a full name of three words or more in one cell: the last was taken for the surname"
    )


def test_columns_of_their_own_come_before_a_name_in_one_cell(office: Office) -> None:
    office.export("Student ID,Name,Forename,Surname,Status\n1,Amy C,Amelia,Carter,Received\n")
    office.run("arbor", types=("Photos",), meanings=("Photos=photo_social",))
    assert (office.rows[0]["forename"], office.rows[0]["surname"]) == ("Amelia", "Carter")


def test_a_row_for_each_consent_says_what_was_given(office: Office) -> None:
    office.export(
        "Student ID,Last Name,First Name,Tutor Group,Consent Type,Consent Given\n"
        "55,Carter,Amelia,4A,Photo - Social Media,Yes\n56,Morgan,Rhys,4A,Photo - Social Media,No\n"
    )
    office.run("bromcom", meanings=("Photo - Social Media=photo_social",))
    assert office.column("photo_social") == {"55": "given", "56": "refused"}


GROUPED = "Student ID,Last Name,First Name,Tutor Group,Consent Type,Consent Given\n"


def test_a_report_that_prints_each_pupil_once_over_several_types(office: Office) -> None:
    office.export(
        GROUPED + "55,Carter,Amelia,4A,Social,Yes\n,,,,Website,No\n,,,,Press,Yes\n56,Morgan,Rhys,4A,Social,No\n"
        ",,,,Website,Yes\n"
    )
    office.run("bromcom", meanings=("Social=photo_social", "Website=photo_website", "Press=photo_press"))
    assert office.column("photo_social") == {"55": "given", "56": "refused"}
    assert office.column("photo_website") == {"55": "refused", "56": "given"}
    assert office.column("photo_press") == {"55": "given", "56": ""}


@pytest.mark.parametrize("between", ["Class: 4B,,,,,\n", ",,,,,\nTotal: 1,,,,,\n"])
def test_a_row_without_a_pupil_is_not_given_to_one_of_the_class_before(office: Office, between: str) -> None:
    office.export(GROUPED + "55,Carter,Amelia,4A,Social,Yes\n" + between + ",,,,Website,Yes\n")
    error = office.refused("bromcom", meanings=("Social=photo_social", "Website=photo_website"))
    assert error.message.endswith("This row has no pupil id.")


def test_headings_over_each_class_and_the_table_s_own_once_more_are_left_out(office: Office) -> None:
    heading = "Adm No,Surname,Forename,Facebook\n"
    office.export(
        f"Class: 3 Oak,,,\n{heading}1201,Carter,Amelia,Yes\nTotal: 1,,,\n4 Elm,,,\n{heading}1301,Morgan,Rhys,No\n"
    )
    done = office.run("arbor", meanings=("Facebook=photo_social",))
    assert office.column("photo_social") == {"1201": "given", "1301": "refused"}
    assert "2 headings between the pupils of a class and the next left out." in done.notes


def test_a_pupil_whose_name_is_missing_is_no_heading(office: Office) -> None:
    office.export("Adm No,Surname,Forename,Facebook\n1201,,,\n1202,Carter,Amelia,Yes\n")
    error = office.refused("arbor", meanings=("Facebook=photo_social",))
    assert "This pupil has no name" in error.message


def test_what_was_ticked_in_a_form_is_given_and_the_rest_refused(office: Office) -> None:
    form(
        office,
        '01/09/2026 9:12:33,Amelia Carter,4A,"School website, School Facebook page"',
        "02/09/2026 10:00:00,Rhys Morgan,4A,Our website",
        "03/09/2026 10:00:00,Zainab Qureshi,5B,None of these",
        "03/09/2026 10:00:00,Tomasz Wójcik,5B,",
    )
    assert [(row["pupil_id"], row["photo_website"], row["photo_social"], row["given_on"]) for row in office.rows] == [
        ("N0001", "given", "given", "2026-09-01"),
        ("N0002", "given", "refused", "2026-09-02"),
        ("N0003", "refused", "refused", ""),
        ("N0004", "", "", ""),
    ]


def test_a_family_that_answers_twice_gets_the_stricter_answer(office: Office) -> None:
    form(
        office,
        "01/09/2026 09:00:00,Amelia Carter,4A,School website",
        "05/09/2026 09:00:00,amelia  carter,4a,None of these",
        "05/09/2026 09:00:00,Amelia Carter,5B,School website",
    )
    assert office.column("photo_website") == {"N0001": "refused", "N0002": "given"}


@pytest.mark.parametrize(
    "option",
    [
        "School website, Assembly",
        "School website; not on Facebook",
        "School website, Facebook - ask me first",
        "School website, Facebook?",
        "School website, Facebook ✗",
        "School website, Facebook x",
        "School website, x",
        "School website, Facebook - first name only",
        "School website, local media",
        "School website, private Facebook group",
        "School website, none of these",
        "Facebook, no",
        "School website, but ask first",
    ],
)
def test_an_option_that_is_not_understood_is_refused(office: Office, option: str) -> None:
    office.export(FORM + f'01/09/2026 09:00:00,Amelia Carter,4A,"{option}"\n')
    error = office.refused("form", columns=COLUMNS, meanings=MEANINGS)
    assert error.message.startswith('Line 2, column "Where may we show photos?": This ')
    assert '[import.form.values."Where may we show photos?"]' in (error.advice or "")


@pytest.mark.parametrize("answer", ["we dislike Facebook", "Facebook maybe", "Facebook?", "x", "X", "website perhaps"])
def test_a_remark_about_an_outlet_is_no_tick(office: Office, answer: str) -> None:
    office.export(FORM + f'01/09/2026 09:00:00,Amelia Carter,4A,"{answer}"\n')
    error = office.refused("form", columns=COLUMNS, meanings=MEANINGS)
    assert error.message.endswith("is no answer that form is known to give.")


@pytest.mark.parametrize(
    "option",
    [
        *(
            "Facebook",
            "Our Facebook page",
            "Twitter/X",
            "Twitter (X)",
            "Twitter X",
            "X (formerly Twitter)",
            "Photos on Instagram",
        ),
        *("Yes on social media", "✓ Facebook", "The school's official TikTok account", "We agree to Facebook"),
    ],
)
def test_an_outlet_in_the_words_of_a_form_is_given(office: Office, option: str) -> None:
    form(office, f'01/09/2026 09:00:00,Amelia Carter,4A,"{option}"')
    assert (office.rows[0]["photo_website"], office.rows[0]["photo_social"]) == ("refused", "given")


def test_an_option_for_photos_gives_no_names(office: Office) -> None:
    office.export(FORM + '01/09/2026 09:00:00,Amelia Carter,4A,"School website, photos on Facebook"\n')
    both = (MEANINGS[0] + ",name_first_social,name_first_website",)
    error = office.refused("form", columns=COLUMNS, meanings=both)
    assert "it is not known where it is published" in error.message


def test_the_settings_say_where_an_option_is_published(office: Office) -> None:
    form(
        office,
        '01/09/2026 09:00:00,Amelia Carter,4A,"Class blog, Assembly"',
        column_values={"Where may we show photos?": {"Class blog": "website", "Assembly": ""}},
    )
    assert (office.rows[0]["photo_website"], office.rows[0]["photo_social"]) == ("given", "refused")


def ids(office: Office) -> dict[str, str]:
    return {f"{row['forename']} {row.get('form', '')}".strip(): row["pupil_id"] for row in office.rows}


def again(office: Office, *rows: str) -> str:
    """Import the form once more, over the list, and return what is said of ids."""
    (office.folder / "export.csv").write_text(FORM + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    done = office.run("form", meanings=MEANINGS, columns=COLUMNS, force=True)
    (note,) = (note for note in done.notes if "no ids" in note)
    return note


def test_children_keep_their_ids_when_the_list_is_written_over(office: Office) -> None:
    form(
        office,
        "01/09/2026,Amelia Carter,4A,Website",
        "01/09/2026,Rhys Morgan,4A,Website",
        "01/09/2026,Zoë Day,4A,Website",
    )
    note = again(
        office,
        "01/10/2026,Tomasz Wójcik,4A,Website",
        "01/10/2026,rhys morgan,4a,None",
        "01/10/2026,Amelia Carter,5B,Website",
        "01/10/2026,Amelia Carter,4A,Website",
    )
    assert ids(office) == {"Tomasz 4A": "N0004", "rhys 4a": "N0002", "Amelia 5B": "N0005", "Amelia 4A": "N0001"}
    assert note.endswith(
        "2 pupils of the same name and class kept the id of the list that was written over; 2 got a new one, as do "
        "children whose name or class has changed: drafts have to name them anew."
    )
    again(office, "02/10/2026,Imogen Hale,4A,Website", "02/10/2026,Tomasz Wójcik,4A,Website")
    assert ids(office) == {"Imogen 4A": "N0006", "Tomasz 4A": "N0004"}


def test_the_first_list_says_that_its_ids_are_new(office: Office) -> None:
    office.export(FORM + "01/09/2026,Amelia Carter,4A,Website\n")
    (note,) = (one for one in office.run("form", meanings=MEANINGS, columns=COLUMNS).notes if "no ids" in one)
    assert "The ids are new numbers" in note
    assert "--force" in note


@pytest.mark.parametrize(
    ("listed", "given"),
    [
        ("N0001,Amelia,Carter,4A\nN0002,Amelia,Carter,4A\n", "N0003"),  # two children of one name and class
        ("N0001,Amelia,Carter,4A\nN0001,Rhys,Morgan,4A\n", "N0002"),  # one id for two
        ("A-17,Amelia,Carter,4A\n", "A-17"),
        ("n7,Rhys,Morgan,4A\n", "N0008"),
    ],
)
def test_an_id_is_kept_only_if_it_is_surely_the_child_s(office: Office, listed: str, given: str) -> None:
    office.out.write_text(f"pupil_id,forename,surname,form\n{listed}", encoding="utf-8")
    office.export(FORM)
    again(office, "01/09/2026,Amelia Carter,4A,Website")
    assert ids(office) == {"Amelia 4A": given}


def test_files_with_and_without_ids_are_not_joined(office: Office) -> None:
    office.export("Student ID,Student,Form,Photos\n1,Amelia Carter,4A,Yes\n", "one.csv")
    office.export("Child's name,Class,Photos\nAmelia Carter,4A,Yes\n", "two.csv")
    assert "cannot be joined" in office.refused("bromcom", meanings=("Photos=photo",)).message


def test_the_list_opens_in_excel_with_its_letters(office: Office) -> None:
    office.export("Student ID,Student,Photos\n1,Zoë Carter,Yes\n")
    office.run("bromcom", meanings=("Photos=photo",))
    assert office.out.read_bytes().startswith(b"\xef\xbb\xbfpupil_id,")


def test_a_refusal_in_a_column_that_is_left_out_is_said(office: Office) -> None:
    office.export(
        "Arbor Student ID,Student,Registration Form,Consent Status,Carer note\n"
        "1001,Amelia Carter,4A,Received,\n1002,Rhys Morgan,4A,Received,do not publish - court order\n"
    )
    summary = office.run("arbor", types=("Photos",), meanings=("Photos=photo_social",))
    (note,) = [note for note in summary.notes if "Carer note" in note]
    assert "in it line 3 reads as if a pupil must not be published" in note
