"""Many drafts in one run: the same report however many are read at a time, and a correct one when it is stopped."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from postcheck.errors import ExitCode
from tests.builders.school import DAY, School
from tests.builders.zygote import ready_command
from tests.fakes.programs import alive, hanging_tesseract

CLEAN = "---\nchannel: facebook\n---\nThe summer fair starts at noon on Saturday.\n"
FLAGGED = "---\nchannel: facebook\n---\nWell done Rhys Morgan!\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and shell scripts")


def with_hanging_engine(school: School) -> Path:
    """Have pictures read by a program that never ends; return the file in which it writes who it is."""
    pids = school.folder / "pids"
    program = hanging_tesseract(school.folder, pids)
    settings = f'policy = "aspire"\nconsent = "consent.csv"\n[ocr]\nengine = "tesseract"\ntesseract = "{program}"\n'
    (school.folder / "postcheck.toml").write_text(settings)
    return pids


def start(school: School, *arguments: str, **how: Any) -> subprocess.Popen[bytes]:
    (school.folder / "tmp").mkdir(exist_ok=True)
    environ = school.environ({"TMPDIR": str(school.folder / "tmp")})
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | how
    command: list[str | Path] = [ready_command(), "check", *arguments, "--date", DAY]
    return subprocess.Popen(command, cwd=school.folder, env=environ, **streams)


def temporary(school: School) -> list[Path]:
    return list((school.folder / "tmp").iterdir())


def wait_for(happened: Any, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        if happened():
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    raise AssertionError("it never happened")


@posix
@pytest.mark.parametrize(
    ("number", "first", "code"),
    [(signal.SIGINT, FLAGGED, 1), (signal.SIGTERM, CLEAN, 3)],
    ids=["Ctrl-C, flagged", "SIGTERM, nothing flagged"],
)
def test_a_stopped_run_reports_what_it_knows_and_what_it_does_not(
    school: School, number: signal.Signals, first: str, code: int
) -> None:
    pids = with_hanging_engine(school)
    school.draft(first, "drafts/1.md")
    school.draft("---\nimages:\n  - file: p.png\n---\nWell done!\n", "drafts/2/2.md")
    school.picture(name="drafts/2/p.png", size=(60, 40))
    school.draft("---\nimages:\n  - file: p.png\n---\nWell done Rhys Morgan!\n", "drafts/3/3.md")
    school.picture(name="drafts/3/p.png", size=(60, 41))
    process = start(school, "drafts/1.md", "drafts/2", "drafts/3", "--jobs", "1", "--format", "json")
    wait_for(lambda: pids.exists() and len(pids.read_text().split()) == 2, process)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == code
    posts = {post["path"]: post for post in json.loads(out)["posts"]}
    assert list(posts) == ["drafts/1.md", "drafts/2/2.md", "drafts/3/3.md"]
    assert posts["drafts/1.md"]["verdict"] == ("fail" if first == FLAGGED else "pass")
    for path in ("drafts/2/2.md", "drafts/3/3.md"):
        assert posts[path]["verdict"] == "incomplete"
        assert posts[path]["flags"] == []
        (left,) = posts[path]["not_examined"]
        assert left["file"] == path
        assert "stopped before it was examined" in left["reason"]
    assert b"2 of 3 posts were not examined" in err
    assert not [pid for pid in map(int, pids.read_text().split()) if alive(pid)]
    assert temporary(school) == []


@posix
def test_ctrl_c_before_there_is_anything_to_report_is_no_pass(school: School) -> None:
    process = start(school, "-", stdin=subprocess.PIPE)
    wait_for(lambda: temporary(school), process)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == ExitCode.UNUSABLE
    assert out == b""
    assert b"Nothing is known" in err
    assert temporary(school) == []


@posix
def test_a_second_ctrl_c_ends_at_once(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\n" + "Well done Rhys Morgan!\n\n" * 300)
    process = start(school, "drafts", "--format", "json")
    assert process.stdout
    select.select([process.stdout], [], [])  # the report is being written, and nobody reads it
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == ExitCode.UNUSABLE
    process.communicate()
    assert temporary(school) == []


def test_the_report_is_the_same_however_many_drafts_are_read_at_a_time(school: School) -> None:
    for number, text in enumerate([FLAGGED, CLEAN, "Hello Zainab\n", "---\nchannel: nowhere\n---\nx\n", CLEAN] * 3):
        school.draft(text, f"drafts/{number % 4}/post-{number:02}.md")
    school.picture("Rhys", "drafts/a.png", size=(400, 240))
    school.picture("Rhys", "drafts/b.png", size=(400, 240))
    for report_format in ("json", "html"):
        command = (
            "check",
            "drafts",
            "--consent",
            "consent.csv",
            "--policy",
            "aspire",
            "--date",
            DAY,
            "--format",
            report_format,
        )
        extra = ["--no-cache"] if report_format == "json" else []
        one, four = (school.run(*command, "--jobs", jobs, *extra) for jobs in ("1", "4"))
        assert one.code == four.code == 1
        assert one.out == four.out
        if report_format == "json":
            paths = [post["path"] for post in one.report["posts"]]
            assert len(paths) == 17
            assert paths == sorted(paths, key=lambda path: Path(path).parts)


@pytest.mark.parametrize("held", ["", ".hidden.md", ".hidden/post.md", "packages.lock", "node_modules/post.md"])
def test_nothing_checked_is_no_pass(school: School, held: str) -> None:
    (school.folder / "drafts").mkdir()
    if held:
        school.draft("Amelia Carter won.", f"drafts/{held}")
    result = school.run("check", "drafts", "--policy", "aspire")
    assert (result.code, result.err) == (3, "")
    said = " ".join(result.out.split())
    assert "No drafts were found, so nothing was checked. That is no pass. Give the path of a draft, " in said
    summary = school.run("check", "drafts", "--policy", "aspire", "--format", "json").report["summary"]
    assert (summary["verdict"], summary["posts"]) == ("incomplete", 0)


def test_a_schedule_may_find_nothing(school: School) -> None:
    (school.folder / "drafts").mkdir()
    result = school.run("check", "drafts", "--policy", "aspire", "--allow-empty", "--format", "json")
    assert (result.code, result.err, result.report["summary"]["verdict"]) == (0, "", "pass")
    school.draft("Amelia Carter won.", "drafts/post.md")
    assert school.run("check", "drafts", "--policy", "aspire", "--allow-empty").code == 1


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to the administrator")
def test_a_folder_that_cannot_be_entered_is_reported(school: School) -> None:
    school.draft(CLEAN, "drafts/a.md")
    closed = school.draft(CLEAN, "drafts/closed/b.md").parent
    closed.chmod(0)
    try:
        result = school.check("drafts")
    finally:
        closed.chmod(0o755)
    assert result.code == 3
    assert [post["verdict"] for post in result.report["posts"]] == ["pass", "incomplete"]


def test_the_report_is_no_draft_of_the_next_run(school: School) -> None:
    school.draft(CLEAN)
    for _ in range(2):
        result = school.run(
            "check", "drafts", "--policy", "aspire", "--format", "markdown", "--output", "drafts/report.md"
        )
        assert result.code == 0
        assert "report.md" not in (school.folder / "drafts" / "report.md").read_text()


def on_a_terminal(school: School, *arguments: str) -> tuple[bytes, str]:
    """Run the check with standard error on a terminal; return what came on standard output and on the terminal."""
    ours, theirs = pty.openpty()
    process = start(school, *arguments, stderr=theirs)
    os.close(theirs)
    out, _ = process.communicate(timeout=120)
    seen = b""
    try:
        while chunk := os.read(ours, 65536):
            seen += chunk
    except OSError:
        pass  # Linux says so when the other end is closed
    os.close(ours)
    return out, seen.decode()


@posix
def test_progress_is_shown_on_a_terminal_alone_and_names_nobody(school: School) -> None:
    for number in range(4):
        school.draft(FLAGGED, f"drafts/zainab-qureshi/week-{number}/rhys-morgan.md")
    lists = ("drafts", "--consent", "consent.csv", "--policy", "aspire", "--format", "json")
    out, seen = on_a_terminal(school, *lists)
    assert len(json.loads(out)["posts"]) == 4
    assert "Checking" in seen
    assert "4/4" in seen
    assert "drafts/…/week-" in seen
    assert not any(name in seen.casefold() for name in ("zainab", "qureshi", "rhys", "morgan"))
    quiet, nothing = on_a_terminal(school, *lists, "--quiet")
    assert quiet == out
    assert nothing == ""
    assert school.run("check", *lists, "--date", DAY).err == ""


@pytest.mark.parametrize("own", ['consent = "list.txt"', 'people = ["list.txt"]'])
def test_a_list_of_a_subfolder_claims_no_pictures(school: School, own: str) -> None:
    lists = {"consent": "consent.csv", "people": "people.csv"}
    text = (school.folder / lists[own.split(maxsplit=1)[0]]).read_text(encoding="utf-8")
    school.draft(text, "drafts/y4/list.txt")
    school.draft(f'policy = "aspire"\n{own}\n', "drafts/y4/postcheck.toml")
    school.picture("Rhys Morgan", "drafts/y4/a.png")
    result = school.run("check", "drafts", "--format", "json")
    assert [post["path"] for post in result.report["posts"]] == ["drafts/y4/a.png"]
    assert result.code == 1


def test_waivers_are_no_draft(school: School) -> None:
    school.draft("# none yet\n", "drafts/decisions.txt")
    school.picture(name="drafts/a.png")
    result = school.check("drafts", "--waivers", "drafts/decisions.txt")
    assert [post["path"] for post in result.report["posts"]] == ["drafts/a.png"]


def test_a_consent_list_without_pupils_starts_no_check(school: School) -> None:
    school.draft("The fair starts at noon.\n")
    school.draft("pupil_id,forename,surname\n", "consent.csv")
    result = school.check("drafts")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("postcheck: consent.csv:1:1: Line 1: No pupil follows this header row. Export")
    assert school.run("consent", "check", "consent.csv").code == 2


def test_a_list_that_the_command_names_claims_no_pictures(school: School) -> None:
    school.draft((school.folder / "consent.csv").read_text(encoding="utf-8"), "drafts/list.txt")
    school.picture("Rhys Morgan", "drafts/a.png")
    result = school.run("check", "drafts", "--consent", "drafts/list.txt", "--policy", "aspire", "--format", "json")
    assert [(post["path"], post["verdict"]) for post in result.report["posts"]] == [("drafts/a.png", "fail")]
