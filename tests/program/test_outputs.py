"""What a command writes never takes the place of what it reads, and is there whole or not at all."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.builders.school import COMMAND, School
from tests.docs.test_docs import blocks

CLEAN = "---\nchannel: facebook\n---\nThe summer fair starts at noon.\n"
SHOWING = "---\nchannel: facebook\nimages:\n  - {file: ../pictures/tree.png, people: []}\n---\nOur tree.\n"
FORMATS = ["rich", "json", "sarif", "junit", "github", "html", "markdown", "jsonl", "gitlab"]


def contents(school: School) -> dict[Path, bytes]:
    files = (path for path in school.folder.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(school.folder): path.read_bytes() for path in files}


@pytest.fixture
def full(school: School) -> School:
    """A school with one of everything that a run reads."""
    school.draft(CLEAN, "drafts/a.md")
    school.draft(SHOWING, "drafts/b.md")
    school.draft("<p>Our <img src='inside.png' alt=''> harvest.</p>", "drafts/c.html")
    school.draft("channel: facebook\npeople: []\n", "drafts/c.html.postcheck.yaml")
    school.draft('policy = "aspire"\nconsent = "consent.csv"\npeople = ["people.csv"]\n', "postcheck.toml")
    school.draft("", "postcheck-waivers.toml")
    school.draft("video", "drafts/clip.mp4")
    school.draft("---\nchannel: website\npeople: []\nvideo: {file: clip.mp4}\n---\nOur concert.\n", "drafts/d.md")
    for name in ("pictures/tree.png", "drafts/inside.png", "drafts/alone.png", "other/beside.png"):
        school.picture(name=name, size=(40, 30))
    school.draft(CLEAN, "other/e.md")
    return school


SHOWN = ["drafts/inside.png", "drafts/clip.mp4", "pictures/tree.png"]
INPUTS = [
    "drafts/a.md",
    "drafts/c.html",
    "drafts/c.html.postcheck.yaml",
    "drafts/alone.png",
    "other/beside.png",
    "consent.csv",
    "people.csv",
    "postcheck.toml",
    "postcheck-waivers.toml",
]


@pytest.mark.parametrize("name", INPUTS)
def test_no_report_is_written_over_what_the_check_reads(full: School, name: str) -> None:
    before = contents(full)
    refused = full.run("check", "drafts", "other", "--output", name)
    assert (refused.code, refused.out) == (2, "")
    assert (
        refused.err
        == "postcheck: --output names a file that this command reads, and would write over it. Choose another file.\n"
    )
    assert contents(full) == before


@pytest.mark.parametrize("name", [*SHOWN, "elsewhere/post.md", "notes.txt"])
@pytest.mark.parametrize(
    "command",
    [("check", "drafts", "other"), ("rules", "list"), ("doctor",), ("consent", "check", "consent.csv")],
    ids=lambda command: command[0],
)
def test_nothing_is_replaced_that_no_command_wrote(full: School, name: str, command: tuple[str, ...]) -> None:
    full.draft("Well done, Rhys Morgan!\n", "elsewhere/post.md")
    full.draft("Mine.\n", "notes.txt")
    before = contents(full)
    refused = full.run(*command, "--output", name)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "postcheck: --output names a file that holds something else, which would be lost. "
        "Choose another file, or delete that one first.\n"
    )
    assert contents(full) == before


def test_a_page_may_be_written_again_and_over_an_empty_file(full: School) -> None:
    (full.folder / "page.txt").touch()
    for command in (("rules", "list"), ("doctor",), ("consent", "check", "consent.csv")):
        full.draft("", "page.txt")
        for _ in range(2):
            assert full.run(*command, "--output", "page.txt").err == ""
            assert (full.folder / "page.txt").stat().st_size > 0


@pytest.mark.parametrize("name", ["drafts/a.md", "drafts/alone.png"])
def test_a_list_is_imported_over_no_draft_and_no_picture(full: School, name: str) -> None:
    full.draft("pupil_id,forename,photo\n1,Amelia,yes\n", "export.csv")
    before = contents(full)
    refused = full.run("consent", "import", "export.csv", "--from", "wonde", "--out", name, "--force")
    assert refused.code == 2
    assert refused.err.startswith("postcheck: --out names a file that holds something else")
    assert contents(full) == before


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_the_list_of_copies_replaces_nothing_of_anybodys(full: School) -> None:
    full.draft("Well done, Rhys Morgan!\n", "safe/postcheck-copies.log")
    full.draft("Mine.\n", "notes.txt")
    (full.folder / "linked").mkdir()
    (full.folder / "linked" / "postcheck-copies.log").symlink_to("../notes.txt")
    before = contents(full)
    for out in ("safe", "linked"):
        refused = full.run("redact", "drafts", "--out", out)
        assert refused.err.startswith("postcheck: --out: the folder's postcheck-copies.log names a file that holds")
        assert refused.code == 2
    assert contents(full) == before


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
@pytest.mark.parametrize("link", [os.link, os.symlink])
@pytest.mark.parametrize("name", ["drafts/a.md", "pictures/tree.png", "consent.csv"])
def test_other_names_of_a_file_are_seen_through(full: School, name: str, link: object) -> None:
    assert callable(link)
    link(full.folder / name, full.folder / "report.json")
    before = contents(full)
    assert full.run("check", "drafts", "--format", "json", "--output", "report.json").code == 2
    assert contents(full) == before


def test_a_list_on_a_sheet_is_spared(school: School) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.title = "List"
    for row in (("pupil_id", "forename", "surname"), ("P1", "Amelia", "Carter")):
        book.active.append(row)
    book.save(school.folder / "list.xlsx")
    school.draft(CLEAN)
    before = contents(school)
    assert school.run("check", "drafts", "--consent", "list.xlsx#List", "--output", "list.xlsx").code == 2
    assert contents(school) == before


@pytest.mark.parametrize("report_format", FORMATS)
@pytest.mark.parametrize("text", [CLEAN, "---\nchannel: facebook\n---\nWell done, Amelia Carter!\n"])
def test_a_report_may_be_written_again_and_is_no_draft(school: School, report_format: str, text: str) -> None:
    school.draft(text, "drafts/a.md")
    options = ("--consent", "consent.csv", "--policy", "aspire", "--date", "2026-11-21", "--format", report_format)
    first = school.run("check", "drafts", *options, "--output", "drafts/report.txt")
    written = (school.folder / "drafts" / "report.txt").read_bytes()
    assert written
    second = school.run("check", "drafts", *options, "--output", "drafts/report.txt")
    assert (first.code, second.code) == (0 if text is CLEAN else 1,) * 2
    assert (school.folder / "drafts" / "report.txt").read_bytes() == written


@pytest.mark.parametrize("report_format", ["json", "sarif", "junit", "html", "jsonl", "gitlab"])
def test_a_report_with_a_post_added_is_a_draft(school: School, report_format: str) -> None:
    school.draft(CLEAN, "drafts/a.md")
    report = ("--policy", "aspire", "--format", report_format, "--output", "drafts/report.txt")
    assert school.run("check", "drafts", *report).code == 0
    with (school.folder / "drafts" / "report.txt").open("a", encoding="utf-8") as file:
        file.write("\nWell done, Rhys Morgan!\n")
    before = contents(school)
    assert school.run("check", "drafts", *report).code == 2
    assert contents(school) == before


def test_a_report_of_nothing_may_be_written_again(school: School) -> None:
    (school.folder / "drafts").mkdir()
    for report_format in FORMATS:
        for _ in range(2):
            school.run(
                "check", "drafts", "--policy", "aspire", "--format", report_format, "--output", "drafts/report.md"
            )
        assert (school.folder / "drafts" / "report.md").read_bytes()


def test_text_where_the_report_was_is_a_draft(school: School) -> None:
    school.draft(CLEAN, "drafts/a.md")
    report = ("--policy", "aspire", "--format", "markdown", "--output", "drafts/report.md")
    assert school.run("check", "drafts", *report).code == 0
    school.draft("Well done, Rhys Morgan!\n", "drafts/report.md")
    before = contents(school)
    assert school.run("check", "drafts", *report).code == 2
    assert contents(school) == before


def test_what_is_staged_is_spared(school: School) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=school.folder, check=True, capture_output=True)

    git("init", "--quiet")
    school.draft(SHOWING, "drafts/b.md")
    school.picture(name="pictures/tree.png", size=(40, 30))
    git("add", "drafts", "pictures")
    school.draft("edited since", "drafts/b.md")
    before = contents(school)
    for name, folder in (
        ("drafts/b.md", ""),
        ("pictures/tree.png", ""),
        ("b.md", "drafts"),
        ("../pictures/tree.png", "drafts"),
    ):
        refused = school.run("check", "--staged", "--policy", "aspire", "--output", name, cwd=school.folder / folder)
        assert (refused.code, "--output names" in refused.err) == (2, True), refused.err
    assert {path: data for path, data in contents(school).items() if ".git" not in path.parts} == {
        path: data for path, data in before.items() if ".git" not in path.parts
    }


def test_no_command_writes_over_its_list_pack_or_settings(full: School) -> None:
    pack = 'id = "ours"\ntitle = "Ours"\nextends = "aspire"\n'
    full.draft(pack, "ours.toml")
    full.draft("id,forename,surname,photo\n1,Amelia,Carter,yes\n", "export.csv")
    before = contents(full)
    for arguments in (
        ("consent", "check", "consent.csv", "--output", "consent.csv"),
        ("consent", "check", "consent.csv", "--output", "postcheck.toml"),
        ("consent", "import", "export.csv", "--from", "wonde", "--out", "export.csv", "--force"),
        ("consent", "import", "export.csv", "--from", "wonde", "--out", "postcheck.toml", "--force"),
        ("consent", "import", "export.csv", "--from", "wonde", "--out", "new.csv", "--output", "export.csv"),
        ("rules", "list", "--policy", "ours.toml", "--output", "ours.toml"),
        ("rules", "show", "ASP-NAME-1", "--output", "postcheck.toml"),
        ("rules", "check", "ours.toml", "--output", "ours.toml"),
        ("doctor", "--output", "consent.csv"),
        ("doctor", "--output", "people.csv"),
    ):
        refused = full.run(*arguments)
        assert refused.code == 2, arguments
        assert "names a file that this command reads" in refused.err, arguments
        assert contents(full) == before, arguments


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_links_do_not_lead_commands_to_what_they_read(full: School) -> None:
    (full.folder / "postcheck-waivers.toml").unlink()
    os.link(full.folder / "drafts" / "a.md", full.folder / "linked.toml")
    (full.folder / "new").mkdir()
    os.link(full.folder / "consent.csv", full.folder / "new" / "postcheck.toml")
    (full.folder / "safe").mkdir()
    os.link(full.folder / "drafts" / "alone.png", full.folder / "safe" / "postcheck-copies.log")
    before = contents(full)
    init = full.run("init", "new", "--consent", "consent.csv", "--force")
    assert (init.code, "this command reads" in init.err) == (2, True)
    redact = full.run("redact", "drafts", "--out", "safe")
    assert (redact.code, "--out names a file that this command reads" in redact.err) == (2, True)
    assert contents(full) == before


def test_a_waiver_is_not_added_to_the_draft_or_the_settings(school: School) -> None:
    school.draft("# nothing is set\n", "postcheck.toml")
    school.draft("# Rhys Morgan\n", "post.md")  # what a waivers file may look like
    before = contents(school)
    for file in ("post.md", "postcheck.toml"):
        refused = school.run(
            *("waive", "post.md", "--rule", "PC-NAME-1", "--reason", "x", "--by", "J. Osei", "--until", "2099-12-31"),
            *("--consent", "consent.csv", "--waivers", file),
        )
        assert (refused.code, "--waivers names a file that this command reads" in refused.err) == (2, True), refused.err
        assert contents(school) == before


def test_the_report_can_go_to_standard_output_by_its_name(school: School) -> None:
    if not Path("/dev/stdout").exists():
        pytest.skip("there is no such device")
    school.draft(CLEAN)
    result = school.start("check", "drafts", "--policy", "aspire", "--format", "json", "--output", "/dev/stdout")
    assert json.loads(result.out)["summary"]["verdict"] == "pass"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes with names of this kind")
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "drafts", "--output", "pipe"),
        ("check", "drafts", "--consent", "pipe"),
        ("check", "drafts", "--consent", "pipe.xlsx"),
        ("check", "drafts", "--people", "pipe"),
        ("check", "drafts", "--config", "pipe"),
        ("check", "drafts", "--policy", "pipe.toml"),
        ("check", "drafts", "--waivers", "pipe"),
        ("check", "drafts", "--output", "/dev/null"),
        ("consent", "check", "pipe"),
        ("consent", "check", "consent.csv", "--output", "pipe"),
        ("consent", "import", "pipe", "--from", "wonde", "--out", "new.csv"),
        ("consent", "import", "consent.csv", "--from", "wonde", "--out", "pipe", "--force"),
        ("redact", "drafts", "--out", "pipe"),
    ],
)
def test_pipes_and_devices_are_refused_before_they_are_opened(school: School, arguments: tuple[str, ...]) -> None:
    school.draft(CLEAN)
    for name in ("pipe", "pipe.xlsx", "pipe.toml"):
        os.mkfifo(school.folder / name)  # to open one waits for ever
    refused = school.run(*arguments)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("postcheck: ")
    said = ("a pipe, a device or a socket", "there is a file of that name", "There is no such rule pack file")
    assert any(words in refused.err for words in said)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes with names of this kind")
def test_a_pipe_among_the_drafts_is_said_and_never_opened(school: School) -> None:
    (school.folder / "drafts").mkdir()
    os.mkfifo(school.folder / "drafts" / "pipe.md")
    for path in ("drafts", "drafts/pipe.md"):
        result = school.run("check", path, "--format", "json")
        assert result.code == 3
        assert result.post["not_examined"][0]["reason"].startswith("It is no ordinary file.")


def test_what_is_to_be_known_of_a_run_is_said_in_every_format_or_beside_it(school: School) -> None:
    school.draft(CLEAN, "drafts/a.md")
    school.draft(CLEAN, "drafts/b.md")
    arguments = ("check", "drafts", "--exclude", "b.md", "--format")
    (note,) = json.loads(school.run(*arguments, "json").out)["notes"]
    for name in FORMATS:
        done = school.run(*arguments, name)
        beside = name in {"sarif", "junit", "github", "gitlab"}
        assert (f"postcheck: {note}" in done.err) is beside, name
        told = html.unescape(re.sub(r"<[^>]+>|[\\`*]", "", done.out))
        assert (re.sub(r"[\\`*]", "", note) in " ".join(told.split())) is not beside, name


REPORTS = {
    "rich": "night.txt",
    "markdown": "summary.md",
    "html": "report.html",
    "junit": "report.xml",
    "json": "report.json",
    "github": "annotations.txt",
}


@pytest.mark.parametrize("kind", REPORTS)
@pytest.mark.parametrize("more", [(), ("--brief",), ("--hide-names",)], ids=["plain", "brief", "hidden"])
@pytest.mark.parametrize("texts", ["none", "two"])
def test_a_report_of_last_night_beside_the_drafts_is_no_draft_of_their_pictures(
    school: School, kind: str, more: tuple[str, ...], texts: str
) -> None:
    """Each night's report is of the same posts, whatever report the night before left beside them."""
    school.draft("", "postcheck.toml")
    school.picture(name="drafts/lone.png", size=(40, 30))
    if texts == "two":
        school.draft(CLEAN, "drafts/a.md")
        school.draft(CLEAN, "drafts/b.md")
    first = school.check("drafts")
    assert "drafts/lone.png" in [post["path"] for post in first.report["posts"]]
    lists = ("--consent", "consent.csv", "--people", "people.csv", "--policy", "aspire")
    if kind == "rich" or more != ("--brief",):
        school.run("check", "drafts", *lists, "--format", kind, *more, "--output", REPORTS[kind])
    assert school.check("drafts").report == first.report
    alone = school.check("drafts/lone.png").report["posts"]
    assert [post["path"] for post in alone] == ["drafts/lone.png"]


def test_a_report_among_drafts_takes_no_picture_away_from_them(school: School) -> None:
    """The only text of a folder has its pictures, and still has when a report lies there. A look-alike is a text."""
    school.draft(CLEAN, "drafts/a.md")
    school.picture(name="drafts/lone.png", size=(40, 30))
    first = school.run("check", "drafts", "--policy", "aspire", "--format", "markdown", "--output", "drafts/night.md")
    assert first.code == 1
    shown = {post["path"]: post for post in school.check("drafts").report["posts"]}
    assert [*shown] == ["drafts/a.md", "drafts/night.md"]
    assert "drafts/lone.png" in str(shown["drafts/a.md"])
    (school.folder / "drafts" / "night.md").write_text("## Our postcheck club\n\nWe meet on Monday.\n")
    assert [post["path"] for post in school.check("drafts").report["posts"]] == [
        "drafts/a.md",
        "drafts/lone.png",
        "drafts/night.md",
    ]


@pytest.mark.skipif(os.name == "nt", reason="a script for sh")
def test_the_script_of_the_docs_runs_two_nights_alike(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n", "drafts/a.md")
    school.draft(CLEAN, "drafts/b.md")
    school.picture(name="drafts/lone.png", size=(40, 30))
    school.draft('policy = "aspire"\nconsent = "consent.csv"\n', "postcheck.toml")
    script = blocks("for-schedules.md", "sh")[0].replace("/srv/social", str(school.folder))
    home, before = school.folder.parent / "home", contents(school)
    home.mkdir()
    environ = school.environ({"HOME": str(home), "PATH": f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"})
    nights = []
    for _ in range(2):
        done = subprocess.run(["sh", "-c", script], capture_output=True, check=False, env=environ)
        assert (done.returncode, done.stderr) == (1, b"")
        nights.append({path.name: path.read_bytes() for path in (home / "postcheck-reports").iterdir()})
    assert nights[0] == nights[1]
    assert [*sorted(nights[0])] == ["report.json", "summary.md"]
    assert contents(school) == before
