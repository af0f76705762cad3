"""What an editor sends: the text of a file that is not saved yet, and colours where it wants them."""

from __future__ import annotations

import json

import pytest

from tests.builders.school import DAY, School

NAMED = b"---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n"
CLEAN = b"---\nchannel: facebook\n---\nThe fair starts at noon.\n"


def test_the_report_shows_the_name_and_the_text_rather_than_what_is_saved(school: School) -> None:
    school.draft(CLEAN.decode())
    found = school.check("-", "--stdin-filename", "drafts/post.md", stdin=NAMED)
    assert found.code == 1
    assert found.post["path"] == "drafts/post.md"
    (flag,) = found.post["flags"]
    assert (flag["where"]["file"], flag["where"]["line"]) == ("drafts/post.md", 4)
    assert "standard input" not in school.run("check", "--stdin-filename", "drafts/post.md", stdin=NAMED).out


def test_the_text_comes_once_though_its_file_is_checked_as_well(school: School) -> None:
    school.draft(CLEAN.decode())
    school.draft(CLEAN.decode(), "drafts/other.md")
    for paths in (("-", "drafts"), ("drafts", "-"), ("drafts/other.md", "drafts/post.md", "-", "-")):
        found = school.check(*paths, "--stdin-filename", "drafts/post.md", stdin=NAMED)
        verdicts = {post["path"]: post["verdict"] for post in found.report["posts"]}
        assert verdicts == {"drafts/post.md": "fail", "drafts/other.md": "pass"}
        assert len(found.report["posts"]) == 2


def test_settings_pictures_and_waivers_are_those_of_its_folder(school: School) -> None:
    school.draft('policy = "southport"\n', "drafts/postcheck.toml")
    school.picture(name="drafts/tree.png", size=(40, 30))
    text = b"---\nchannel: facebook\nimages:\n  - {file: tree.png, people: []}\n  - {file: gone.png}\n---\nOur tree.\n"
    found = school.run("check", "--stdin-filename", "drafts/new.md", "--format", "json", "--date", DAY, stdin=text)
    post = json.loads(found.out)["posts"][0]
    assert post["policy"] == "southport"
    assert [item["file"] for item in post["not_examined"]] == ["drafts/gone.png"]
    school.draft(NAMED.decode(), "other/post.md")
    (flag,) = school.check("other").post["flags"]
    told = ("--rule", flag["rule"], "--by", "J. Osei", "--reason", "The author", "--until", "2999-12-31")
    lists = ("--consent", "consent.csv", "--people", "people.csv", "--policy", "aspire")
    assert school.run("waive", "other/post.md", *told, *lists).code == 0
    assert school.check("-", "--stdin-filename", "other/post.md", stdin=NAMED).post["suppressed"]


def test_a_picture_beside_it_is_its_own(school: School) -> None:
    school.picture(name="drafts/tree.png", size=(40, 30))
    found = school.check("--stdin-filename", "drafts/new.md", "--format", "html", stdin=CLEAN)
    assert "tree.png" in found.out


@pytest.mark.parametrize(
    "name", ["drafts/post.html", "drafts/plan.csv", "drafts/tree.png", "a.docx", "a.json", "a.zip"]
)
def test_what_is_no_text_is_not_examined(school: School, name: str) -> None:
    found = school.check("-", "--stdin-filename", name, stdin=CLEAN)
    assert found.code == 3
    assert found.post["verdict"] == "incomplete"
    assert found.post["path"] == name


def test_nothing_on_standard_input_is_no_pass(school: School) -> None:
    school.draft(CLEAN.decode())
    assert school.check("-", "--stdin-filename", "drafts/post.md").code == 3


def test_the_report_is_not_written_over_the_file(school: School) -> None:
    path = school.draft(CLEAN.decode())
    assert school.check("-", "--stdin-filename", "drafts/post.md", "-o", "drafts/post.md", stdin=NAMED).code == 2
    assert path.read_bytes() == CLEAN


@pytest.mark.parametrize("arguments", [("drafts", "--stdin-filename", "a.md"), ("-", "--stdin-filename", " ")])
def test_a_name_without_standard_input_is_refused(school: School, arguments: tuple[str, ...]) -> None:
    school.draft(CLEAN.decode())
    refused = school.check(*arguments, stdin=CLEAN)
    assert refused.code == 2
    assert "--stdin-filename" in refused.err


def test_output_has_a_short_form(school: School) -> None:
    school.draft(CLEAN.decode())
    assert school.check("drafts", "-o", "report.json").out == ""
    assert (school.folder / "report.json").is_file()
    assert school.run("rules", "list", "--policy", "aspire", "-o", "rules.txt").code == 0
    assert (school.folder / "rules.txt").is_file()


@pytest.mark.parametrize(
    ("environ", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_can_be_forced_into_a_pipe(school: School, environ: dict[str, str], coloured: bool) -> None:
    school.draft(NAMED.decode())
    usual = {"NO_COLOR": "", "FORCE_COLOR": ""}
    shown = school.run("check", "drafts", "--date", DAY, "--quiet", environ=usual | environ)
    assert ("\x1b[" in shown.out) is coloured
    assert "\x1b" not in shown.err
    written = school.run("check", "drafts", "--format", "json", "--date", DAY, environ=usual | environ)
    assert "\x1b" not in written.out
