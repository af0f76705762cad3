"""A trust with a consent list a school, with the real command."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from postcheck.config.settings import Overrides
from postcheck.engine.incremental import IncrementalCheck
from postcheck.engine.job import Job, Observer
from tests.builders.school import School
from tests.builders.trust import FORMBY, GREENBANK, LISTS, SETTINGS, named, trust_of


@pytest.fixture
def trust(school: School) -> School:
    return trust_of(school)


def test_a_name_means_the_pupil_of_the_posts_own_school(trust: School) -> None:
    assert named(trust, "Well done, Amelia Carter!", "account: Formby\n") == [("pass", [])]
    assert named(trust, "Well done, Amelia Carter!", "account: Greenbank\n") == [("fail", ["greenbank/P0007"])]


def test_the_strictest_counts_where_the_school_is_not_known(trust: School) -> None:
    both = [("fail", ["P0001", "greenbank/P0007"])]
    assert named(trust, "Well done, Amelia Carter!", "account: The trust\n") == both
    assert named(trust, "Well done, Amelia Carter!") == both


def test_a_name_that_only_another_school_has_means_that_schools_pupil(trust: School) -> None:
    assert named(trust, "Well done, Tomasz Kowal!", "account: Formby\n") == [("pass", [])]
    text = GREENBANK.replace("Kowal,given,given,given", "Kowal,given,given,refused")
    (trust.folder / "lists" / "greenbank.csv").write_text(text, encoding="utf-8")
    assert named(trust, "Well done, Tomasz Kowal!", "account: Formby\n") == [("fail", ["P0009"])]


def test_the_settings_of_a_folder_say_whose_its_posts_are(trust: School) -> None:
    (trust.folder / "drafts").mkdir()
    settings = SETTINGS.replace("lists/", "../lists/")
    for written, verdict in (("Formby High", "pass"), ("Greenbank", "fail"), ("", "fail")):
        (trust.folder / "drafts" / "postcheck.toml").write_text(f'school = "{written}"\n{settings}', encoding="utf-8")
        assert named(trust, "Well done, Amelia Carter!")[0][0] == verdict


def test_an_id_under_people_is_the_own_schools_first(trust: School) -> None:
    trust.picture(name="drafts/a.png")
    header = "images:\n  - file: a.png\n    alt: Two pupils at a table\n    people: [{}]\n"
    assert named(trust, "Well done!", f"account: Formby\n{header.format('P0007')}") == [("pass", [])]
    theirs = [("fail", ["greenbank/P0007"])]
    assert named(trust, "Well done!", f"account: Greenbank\n{header.format('P0007')}") == theirs
    assert named(trust, "Well done!", f"account: Formby\n{header.format('greenbank/P0007')}") == theirs
    assert named(trust, "Well done!", header.format("P0007")) == [("fail", ["formby/P0007", "greenbank/P0007"])]
    # Whoever is said to be pictured is the one who is named beside the picture, whichever school's.
    other = named(trust, "Well done, Amelia Carter!", f"account: Formby\n{header.format('greenbank/P0007')}")
    assert other == [*theirs, *theirs]


def test_a_column_that_one_list_lacks_is_blank_for_its_pupils_alone(trust: School) -> None:
    text = FORMBY.replace("name_full", "name_with_photo")
    (trust.folder / "lists" / "formby.csv").write_text(text, encoding="utf-8")
    assert named(trust, "Well done, Amelia Carter!", "account: Formby\n") == [("fail", ["P0001"])]
    assert named(trust, "Well done, Amelia!", "account: Formby\n") == [("pass", [])]
    assert named(trust, "Well done, Tomasz Kowal!", "account: Greenbank\n") == [("pass", [])]


def test_the_same_child_in_two_lists_is_judged_by_both_unless_it_left(trust: School) -> None:
    twin = GREENBANK.replace("P0007,Amelia,Carter", "P0001,Amelia,Carter")
    (trust.folder / "lists" / "greenbank.csv").write_text(twin, encoding="utf-8")
    both = [("fail", ["formby/P0001", "greenbank/P0001"])]
    assert named(trust, "Well done, Amelia Carter!", "account: Formby\n") == both
    left = "".join(f"{line},{end}\n" for line, end in zip(twin.splitlines(), ("status", "leaver", ""), strict=True))
    (trust.folder / "lists" / "greenbank.csv").write_text(left, encoding="utf-8")
    assert named(trust, "Well done, Amelia Carter!", "account: Formby\n") == [("pass", [])]


@pytest.mark.parametrize("given", [LISTS, ("--consent", "lists"), None])
def test_lists_are_named_one_by_one_as_a_folder_or_in_the_environment(
    trust: School, given: tuple[str, ...] | None
) -> None:
    (trust.folder / "postcheck.toml").unlink()
    trust.draft("---\nchannel: facebook\n---\nWell done, Amelia Carter and Tomasz Kowal!\n")
    environ = {} if given else {"POSTCHECK_CONSENT": os.pathsep.join(("lists/formby.csv", "lists/greenbank.csv"))}
    result = trust.run("check", "drafts", *(given or ()), "--format", "json", environ=environ)
    assert [flag["pupil_ids"] for flag in result.post["flags"] if flag["pupil_ids"]] == [["P0001", "greenbank/P0007"]]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("empty", "there is no consent list in the folder empty."),
        ("people", "lists/staff.csv: This is a list of people who are no pupils, not a consent list."),
        ("unread", "lists holds notes.docx, which would not be read."),
        ("inner", "lists holds another folder, old, which would not be read."),
        ("bad", 'lists/greenbank.csv:2:21: Line 2, column "photo_social": "perhaps" is no consent answer.'),
        ("twice", "the consent list lists/formby.csv is named twice."),
        ("gone", "the consent list lists/gone.csv does not exist."),
    ],
)
def test_no_list_is_passed_over(trust: School, spoil: str, said: str) -> None:
    (trust.folder / "postcheck.toml").unlink()
    trust.draft("The fair starts at noon.\n")
    lists = trust.folder / "lists"
    arguments = ["--consent", "lists"]
    if spoil == "empty":
        (trust.folder / "empty").mkdir()
        arguments = ["--consent", "empty"]
    elif spoil == "people":
        (lists / "staff.csv").write_text("name,kind\nMrs J. Okonkwo,staff\n", encoding="utf-8")
    elif spoil == "unread":
        (lists / "notes.docx").write_bytes(b"PK")
    elif spoil == "inner":
        (lists / "old").mkdir()
    elif spoil == "bad":
        (lists / "greenbank.csv").write_text(GREENBANK.replace("refused", "perhaps", 1), encoding="utf-8")
    elif spoil == "twice":
        arguments += ["--consent", "lists/formby.csv"]
    else:
        arguments = [*LISTS, "--consent", "lists/gone.csv"]
    result = trust.run("check", "drafts", *arguments)
    assert result.code == 2
    assert said in " ".join(result.err.split())


def test_a_school_that_no_list_is_of_is_noted(trust: School) -> None:
    (trust.folder / "postcheck.toml").write_text(SETTINGS.replace("Formby High", "Formbi"), encoding="utf-8")
    trust.draft("---\nchannel: facebook\naccount: Formby\n---\nWell done, Amelia Carter!\n")
    result = trust.run("check", "drafts", "--format", "json")
    assert result.post["verdict"] == "fail"
    (note,) = result.report["notes"]
    assert note.startswith("The settings name the school “Formbi”, and none of the consent lists is of that school")


def test_each_list_that_is_old_is_noted(trust: School) -> None:
    for name, text in (("formby", FORMBY), ("greenbank", GREENBANK)):
        day = "2026-09-01" if name == "greenbank" else "2026-11-20"
        (trust.folder / "lists" / f"{name}.csv").write_text(f"# updated_on: {day}\n{text}", encoding="utf-8")
    trust.draft("The fair starts at noon.\n")
    (note,) = trust.run("check", "drafts", "--format", "json", "--date", "2026-11-21").report["notes"]
    assert note.startswith("The consent list lists/greenbank.csv is 81 days old")


def test_no_list_is_a_draft_or_written_over(trust: School) -> None:
    trust.draft("The fair starts at noon.\n", "lists/post.md")
    result = trust.run("check", "lists", "--format", "json")
    assert [post["path"] for post in result.report["posts"]] == ["lists/post.md"]
    refused = trust.run("check", "lists", "--output", "lists/greenbank.csv")
    assert refused.code == 2
    assert "--output names a file that this command reads" in refused.err
    assert (trust.folder / "lists" / "greenbank.csv").read_text(encoding="utf-8") == GREENBANK


def test_a_list_that_comes_to_lie_in_the_folder_is_noticed(trust: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(trust.folder)
    (trust.folder / "postcheck.toml").unlink()
    trust.draft("---\nchannel: facebook\n---\nWell done, Amelia Carter!\n")
    greenbank = trust.folder / "lists" / "greenbank.csv"
    greenbank.unlink()
    for path in (Path("lists"), Path("lists/formby.csv"), Path("drafts/post.md"), Path("drafts"), Path()):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    job = Job(("drafts",), date(2026, 11, 21), Overrides(consent=(Path("lists"),)))
    checks = IncrementalCheck(job, trust.environ())
    assert checks.check(bytes, Observer()).verdict == "pass"
    assert not checks.stale()
    greenbank.write_text(GREENBANK, encoding="utf-8")
    assert checks.stale()
    assert checks.check(bytes, Observer()).verdict == "fail"


def test_doctor_and_consent_check_speak_of_each_list(trust: School) -> None:
    found = json.loads(trust.run("doctor", "--format", "json").out)["checks"]
    lists = [check["detail"].partition(";")[0] for check in found if check["name"] == "Consent list"]
    assert lists == [
        f"{trust.folder}/lists/formby.csv: 2 pupils, 3 consent columns",
        f"{trust.folder}/lists/greenbank.csv: 2 pupils, 3 consent columns",
    ]
    (schools,) = [check for check in found if check["name"] == "Schools"]
    assert schools["ok"] is True
    assert schools["detail"] == (
        "2 lists; 2 pupils whose id another list has too are shown with their list's name; "
        "posts are told apart for Formby High, greenbank"
    )
    result = trust.run("consent", "check", "lists", "--no-config")
    assert result.code == 0
    assert "lists/formby.csv: 2 pupils" in result.out
    assert "lists/greenbank.csv: 2 pupils" in result.out
    assert "2 pupils have an id that another list has too." in result.out
    parts = json.loads(trust.run("consent", "check", "lists", "--no-config", "--format", "json").out)
    assert [(part["file"], part["pupils"], part["ok"]) for part in parts["lists"]] == [
        ("lists/formby.csv", 2, True),
        ("lists/greenbank.csv", 2, True),
    ]


def test_init_writes_several_lists_and_says_which_it_left_out(trust: School) -> None:
    (trust.folder / "postcheck.toml").unlink()
    made = trust.run("init", *LISTS, "--policy", "aspire")
    assert made.code == 0
    text = (trust.folder / "postcheck.toml").read_text(encoding="utf-8")
    assert 'consent = ["lists/formby.csv", "lists/greenbank.csv"]\n' in text
    one = trust.run("init", "--force", "--consent", "lists/formby.csv", "--policy", "aspire")
    assert "Not used: lists/greenbank.csv, which can be read as a consent list too." in one.out


def test_redact_words_names_by_the_lists_of_all_schools(trust: School) -> None:
    trust.draft("---\nchannel: facebook\naccount: Greenbank\n---\nWell done, Amelia Carter!\n")
    result = trust.run("redact", "drafts", "--out", "safe")
    assert result.code != 2, result.err
    assert "“Amelia Carter” →" in result.out
