"""Consent with the real command: the moment of publication, the age of the list, Excel lists, and imports."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from tests.builders.school import CONSENT, School

LIMITED = "pupil_id,forename,surname,expires_on,photo,name_first\nP0001,Amelia,Carter,2026-07-01,given,given\n"


def test_consent_is_judged_at_the_moment_of_publication_in_london(school: School) -> None:
    (school.folder / "limited.csv").write_text(LIMITED, encoding="utf-8")
    moments = {
        "2026-07-01": "pass",
        "2026-07-01T23:59": "pass",
        "2026-07-01T22:59Z": "pass",
        "2026-07-01T23:30Z": "fail",  # half past midnight in London, where it is summer
        "2026-07-01T23:30+01:00": "pass",
        "2026-07-02T00:30+02:00": "pass",
        "2026-07-01T20:30-04:00": "fail",
        "2026-07-02": "fail",
    }
    for number, moment in enumerate(moments):
        school.draft(f"---\nchannel: website\npublish_at: {moment}\n---\nWell done, Amelia!\n", f"drafts/{number}.md")
    result = school.run(
        "check", "drafts", "--consent", "limited.csv", "--format", "json", "--date", "2026-06-01", "--jobs", "1"
    )
    assert {moment: post["verdict"] for moment, post in zip(moments, result.report["posts"], strict=True)} == moments


def test_midnight_in_winter_is_the_same_everywhere(school: School) -> None:
    (school.folder / "limited.csv").write_text(LIMITED.replace("2026-07-01", "2026-12-01"), encoding="utf-8")
    for number, moment in enumerate(("2026-12-01T23:59Z", "2026-12-02T00:00Z")):
        school.draft(f"---\nchannel: website\npublish_at: {moment}\n---\nWell done, Amelia!\n", f"drafts/{number}.md")
    result = school.run("check", "drafts", "--consent", "limited.csv", "--format", "json", "--date", "2026-11-21")
    assert [post["verdict"] for post in result.report["posts"]] == ["pass", "fail"]


def test_pupils_without_a_name_are_said(school: School) -> None:
    rows = "UPN,Prénom,Known as,photo\n1,Amelia,,yes\n2,Jayden,Jay,no\n3,Noor,,no\n"
    (school.folder / "odd.csv").write_text(rows, encoding="utf-8")
    school.draft("The fair starts at noon.\n")
    arguments = ("check", "drafts", "--consent", "odd.csv")
    (note,) = school.run(*arguments, "--format", "json").report["notes"]
    assert note.startswith("The consent list odd.csv: 2 of 3 pupils have no name there, so that no post")
    assert "`postcheck consent check odd.csv` says in which lines" in note
    assert "2 of 3 pupils have no name there" in " ".join(school.run(*arguments).out.split())
    named = rows.replace("Prénom", "Pupil forename")
    (school.folder / "odd.csv").write_text(named, encoding="utf-8")
    assert "no name there" not in school.run(*arguments).out


def test_a_refusal_in_a_column_that_is_not_read_is_noted_at_each_check(school: School) -> None:
    header, first, *others = CONSENT.splitlines()
    lines = [f"{header},Carer note", f"{first},No photos please", *(f"{line},likes goats" for line in others)]
    (school.folder / "noted.csv").write_text("\n".join(lines), encoding="utf-8")
    school.draft("---\nchannel: website\n---\nThe fair starts at noon.\n", "drafts/1.md")
    shown = school.run("check", "drafts", "--consent", "noted.csv", "--policy", "snmat", "--format", "json")
    (note,) = [note for note in shown.report["notes"] if "Carer note" in note]
    assert "in it line 2 reads as if a pupil must not be published" in note
    checked = " ".join(school.run("consent", "check", "noted.csv").out.split())
    assert "Line 2, column Carer note: This reads as if the pupil must not be published" in checked
    assert checked.count("must not be published") == 1


def test_an_old_list_is_noted_once_a_run(school: School) -> None:
    (school.folder / "old.csv").write_text(f"# updated_on: 2026-10-21\n{CONSENT}", encoding="utf-8")
    for number in range(2):
        school.draft("---\nchannel: website\n---\nThe fair starts at noon.\n", f"drafts/{number}.md")
    arguments = ("check", "drafts", "--consent", "old.csv", "--policy", "snmat")
    late = school.run(*arguments, "--date", "2026-11-21")
    assert late.code == 0
    assert (
        " ".join(late.out.split()).count("The consent list old.csv is 31 days old (last changed on 21 October 2026)")
        == 1
    )
    assert (
        school.run(*arguments, "--date", "2026-11-21", "--format", "json")
        .report["notes"][0]
        .startswith("The consent list old.csv is 31 days old")
    )
    assert "days old" not in school.run(*arguments, "--date", "2026-11-20").out
    (school.folder / "postcheck.toml").write_text("[consent_list]\nmax_age_days = 0\n", encoding="utf-8")
    assert "days old" not in school.run(*arguments, "--date", "2026-11-21").out
    (school.folder / "postcheck.toml").write_text("[consent_list]\nmax_age_days = -1\n", encoding="utf-8")
    assert school.run(*arguments).code == 2


def workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    sheet = book.create_sheet("Pupils")
    for row in csv.reader(io.StringIO(CONSENT)):
        sheet.append(row)
    book.save(path)


@pytest.mark.parametrize("through", ["option", "variable", "settings"])
def test_a_workbook_is_a_consent_list(school: School, through: str) -> None:
    workbook(school.folder / "list.xlsx")
    school.draft("---\nchannel: website\n---\nWell done, Rhys Morgan!\n")
    if through == "settings":
        (school.folder / "postcheck.toml").write_text('consent = "list.xlsx#pupils"\n', encoding="utf-8")
    result = school.run(
        *("check", "drafts", "--format", "json"),
        *(("--consent", "list.xlsx#Pupils") if through == "option" else ()),
        environ={"POSTCHECK_CONSENT": "list.xlsx#Pupils"} if through == "variable" else {},
    )
    assert result.post["flags"][0]["pupil_ids"] == ["P0002"]
    assert result.err == ""


def test_a_workbook_is_checked_like_a_list(school: School) -> None:
    workbook(school.folder / "list.xlsx")
    result = school.run("consent", "check", "list.xlsx#Pupils")
    assert result.code == 1
    assert "The workbook has one more sheet, which is not read." in result.out
    assert school.run("consent", "check", "list.xlsx").code == 2


def test_the_policy_in_force_is_asked(school: School) -> None:
    result = school.run("consent", "check", "consent.csv", "--policy", "snmat")
    assert result.code == 1
    assert "Line 6, column method: Consent is given, but not in the way that the policy asks for" in " ".join(
        result.out.split()
    )
    assert "Tomasz" not in result.out


EXPORT = """\
"Admission Number","Legal Forename","Legal Surname","Photograph Student"
"1","Amelia","Carter","T"
"2","Rhys","Morgan","F"
"""


def test_an_import_and_then_a_check_of_it(school: School) -> None:
    (school.folder / "export.csv").write_text(EXPORT, encoding="utf-8-sig")
    refused = school.run("consent", "import", "export.csv", "--from", "sims", "--out", "new.csv")
    assert (refused.code, refused.out) == (2, "")
    assert '[import.sims.types]\n"Photograph Student" = ""' in refused.err
    assert not (school.folder / "new.csv").exists()
    (school.folder / "postcheck.toml").write_text(
        '[import.sims.types]\n"photograph student" = ["photo_website", "photo_display"]\n', encoding="utf-8"
    )
    done = school.run("consent", "import", "export.csv", "--from", "sims", "--out", "new.csv")
    assert done.code == 0, done.err
    assert "photo_website  1 given, 1 refused." in done.out
    assert "Next: postcheck consent check new.csv" in done.out
    assert school.run("consent", "check", "new.csv").code == 0
    again = school.run("consent", "import", "export.csv", "--from", "sims", "--out", "new.csv")
    assert again.code == 2
    assert "--force" in again.err
    for result in (refused, done, again):
        assert not any(name in result.err + result.out for name in ("Amelia", "Carter", "Rhys", "Morgan"))


def test_settings_for_an_import_are_checked(school: School) -> None:
    (school.folder / "export.csv").write_text(EXPORT, encoding="utf-8")
    (school.folder / "postcheck.toml").write_text("[import.sims]\ntypos = 1\n", encoding="utf-8")
    result = school.run("consent", "import", "export.csv", "--from", "sims", "--out", "new.csv")
    assert result.code == 2
    assert 'Unknown key "typos" in [import.sims]' in result.err
    assert "types" in result.err


def test_work_of_a_pupil_needs_consent_too(school: School) -> None:
    list_with_work = CONSENT.replace("name_with_photo\n", "name_with_photo,work\n").replace(
        "given\nP0002", "given,refused\nP0002"
    )
    (school.folder / "consent.csv").write_text(
        "\n".join(line if line.count(",") > 13 else f"{line},given" for line in list_with_work.splitlines())
    )
    school.picture()
    school.draft(
        "---\nchannel: website\nimages:\n  - file: picture.png\n    people: []\n    work_of: [P0001, P9999]\n"
        "---\nArt week.\n"
    )
    result = school.check("drafts")
    assert result.rules == {"PC-WORK-1": "fail", "PC-PEOPLE-1": "review"}
    assert "work_of" in json.dumps(result.post["flags"])


def test_a_child_is_barred_under_the_name_in_a_further_column(school: School) -> None:
    (school.folder / "register.csv").write_text(
        "Admission No,Legal Forename,Chosen Forename,Surname,do_not_publish,photo,name_first\n"
        "1,Robert,Sunny,Stone,all,given,given\n",
        encoding="utf-8",
    )
    school.draft("---\nchannel: website\n---\nWell done Sunny Stone and Sunny!\n")
    result = school.run("check", "drafts", "--consent", "register.csv", "--format", "json", "--policy", "aspire")
    assert {flag["evidence"]: flag["severity"] for flag in result.post["flags"] if flag["category"] == "name"} == {
        "Sunny Stone": "fail",
        "Sunny": "fail",
    }
