"""What a check shows on a terminal: the width it has, a page's place instead of its source, one line a post."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.school import DAY, School
from tests.builders.zygote import ready_command

LISTS = ("--consent", "consent.csv", "--policy", "aspire", "--date", DAY)
NAMED = "---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n"
CLEAN = "---\nchannel: facebook\n---\nThe summer fair starts at noon.\n"


@pytest.fixture
def posts(school: School) -> School:
    school.draft(NAMED, "drafts/a.md")
    school.draft(CLEAN, "drafts/b.md")
    return school


def on_terminal(school: School, *arguments: str) -> tuple[int, str, str]:
    """Run the command with a terminal for its standard output."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    temporary = school.folder / "tmp"
    temporary.mkdir(exist_ok=True)
    environ = {**school.environ({"TMPDIR": str(temporary)}), "COLUMNS": "120", "NO_COLOR": "1", "TERM": "xterm"}
    command: list[str | Path] = [ready_command(), *arguments, *LISTS]
    with subprocess.Popen(command, cwd=school.folder, env=environ, stdout=theirs, stderr=subprocess.PIPE) as process:
        os.close(theirs)
        shown = b""
        try:
            while block := os.read(ours, 65_536):
                shown += block
        except OSError:  # Linux says so when the other side is closed
            pass
        assert process.stderr is not None
        said = process.stderr.read().decode()
    os.close(ours)
    return process.returncode, shown.decode().replace("\r\n", "\n"), said


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_a_page_is_not_poured_over_a_terminal(posts: School) -> None:
    code, shown, said = on_terminal(posts, "check", "drafts", "--format", "html")
    assert (code, shown) == (1, "")
    (place,) = re.findall(r"the report is in (\S+)\. ", said)
    page = Path(place)
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert page.parent.stat().st_mode & 0o077 == 0
    piped = posts.run("check", "drafts", "--format", "html", *LISTS)
    assert piped.out.startswith("<!DOCTYPE html>")
    assert "the report is in" not in piped.err


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_a_terminal_s_width_is_used(posts: School) -> None:
    code, shown, _ = on_terminal(posts, "check", "drafts")
    assert code == 1
    assert shown.startswith("Verdict  Post ")
    assert 100 < max(map(len, shown.splitlines())) <= 120


def test_one_line_a_post(posts: School) -> None:
    result = posts.run("check", "drafts", "--brief", *LISTS)
    assert result.code == 1
    assert result.out == "FAIL  drafts/a.md  1 name in the text\nPASS  drafts/b.md  no problems found\n"
    (posts.folder / "drafts" / "a.md").unlink()
    assert posts.run("check", "drafts", "--brief", *LISTS).code == 0
    (posts.folder / "drafts" / "b.md").unlink()
    nothing = posts.run("check", "drafts", "--brief", *LISTS)
    assert nothing.code == 3
    assert "No drafts were found" in nothing.out


@pytest.mark.parametrize(
    "options",
    [("--brief", "--format", "json"), ("--full", "--format", "html"), ("--brief", "--full"), ("--brief", "--explain")],
)
def test_what_brief_and_full_cannot_do_is_refused(posts: School, options: tuple[str, ...]) -> None:
    refused = posts.run("check", "drafts", *options, *LISTS)
    assert (refused.code, refused.out) == (2, "")


def test_the_pupil_s_name_and_other_wording_are_shown_unless_hidden(posts: School) -> None:
    text = " ".join(posts.run("check", "drafts/a.md", *LISTS).out.split())
    assert re.search(r"\(pupil \S+ Rhys Morgan\); say “[^”]+”", text)
    assert "Once it is changed: postcheck check drafts/a.md" in text
    assert "Morgan" not in posts.run("check", "drafts", "--hide-names", *LISTS).out


@pytest.mark.parametrize("options", [(), ("--brief",)])
def test_a_report_for_people_is_known_again_and_replaced(posts: School, options: tuple[str, ...]) -> None:
    for _ in range(2):
        assert posts.run("check", "drafts", "--output", "drafts/report.txt", *options, *LISTS).code == 1
    text = (posts.folder / "drafts" / "report.txt").read_text(encoding="utf-8")
    assert "drafts/report.txt" not in text
    assert "drafts/b.md" in text


HEADER = "---\nchannel: facebook\nimages:\n  - {{file: {}, people: []}}\n---\nThe fair starts at noon.\n"
NOBODY_CAN_LOOK = {
    "gone": (HEADER.format("gone.png"), "Put gone.png there, or take its name out of the draft."),
    "shown": ("The fair ![stalls](gone2.png) starts.\n", "Put gone2.png there, or take its name out of the draft."),
    "linked": (HEADER.format("dangling.png"), "Put dangling.png there, or take its name out of the draft."),
    "folder": (HEADER.format("folder.png"), "Name a file in the place of folder.png, which is none."),
    "empty": (HEADER.format("empty.png"), "Copy empty.png again: there is nothing in it."),
    "pdf": (HEADER.format("empty.pdf"), "Copy empty.pdf again: there is nothing in it."),
    "clip": (
        "---\nchannel: website\nvideo: {file: gone.mp4, people: []}\n---\nOur concert.\n",
        "Put gone.mp4 there, or take its name out of the draft.",
    ),
}


@pytest.mark.parametrize("form", ["rich", "html"])
def test_nobody_is_told_to_look_at_what_is_not_there(school: School, form: str) -> None:
    for name, (text, _) in NOBODY_CAN_LOOK.items():
        school.draft(text, f"drafts/{name}.md")
    for name in ("empty.png", "empty.pdf", "empty.docx", "lone.png"):
        school.draft("", f"drafts/{name}")
    (school.folder / "drafts/folder.png").mkdir()
    (school.folder / "drafts/dangling.png").symlink_to("nowhere.png")
    beside = school.draft("people: []\n", "other/gone.md.postcheck.yaml")
    first = school.run("check", "drafts", beside, "none.md", "-", "--policy", "aspire", "--format", form)
    shown = " ".join(re.sub("<[^>]*>", " ", html.unescape(first.out)).split())
    for action in (
        *(action for _, action in NOBODY_CAN_LOOK.values()),
        "Put a file in the place of dangling.png, a link that leads nowhere.",
        "Copy empty.docx again: there is nothing in it.",
        "Copy lone.png again: there is nothing in it.",
        "Put the draft beside gone.md.postcheck.yaml.",
        "Correct the path of none.md, which is not there.",
        "Check the command that was to send the text.",
        "Next: put right what could not be examined, as nobody can look at it, and run the check again.",
    ):
        assert action in shown
    assert "yourself" not in shown.replace("look through it yourself", "")  # the reason of the video that is missing


@pytest.mark.parametrize(
    ("name", "data"),
    [("torn.png", b"\x89PNG\r\n\x1a\n"), ("poster.svg", b"<svg/>"), ("voice.mp3", b"x"), ("photo.heic", b"x")],
)
def test_what_a_person_can_look_at_is_looked_at(school: School, name: str, data: bytes) -> None:
    school.draft(HEADER.format(name) if name.endswith(("png", "svg", "heic")) else "x", "drafts/post.md")
    (school.folder / "drafts" / name).write_bytes(data)
    school.draft("The fair starts at noon.\n", "drafts/a.md")
    shown = " ".join(school.run("check", "drafts", "--policy", "aspire").out.split())
    assert f"Look at {name} yourself." in shown
    assert "Next: look at what could not be examined yourself, or put it right and run the check again." in shown
