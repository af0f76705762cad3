"""Every command that the documentation shows can be typed as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from tests.builders.command import run_here
from tests.builders.documents import paragraph, word
from tests.builders.school import School
from tests.builders.zygote import ready_command
from tests.docs.test_docs import ROOT, blocks

COMMAND = re.compile(r"^(?: {4}|\s*- run: |\s+- )((?:\.venv/bin/)?postcheck [^\n]+)$", re.MULTILINE)
SHELL = re.compile(r"[$|<>;&*~`]")
"""What only a shell makes something of."""
TESTED_ELSEWHERE = {"writing-a-policy.md", "importing-consent.md", "waivers.md", "sign-off.md"}
"""Pages whose commands need what the pages themselves show; the tests beside this one run them."""

NAMED = "---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n"
CLEAN = "---\nchannel: facebook\n---\nThe fair starts at noon.\n"


def commands() -> list[str]:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    texts = [page.read_text(encoding="utf-8") for page in pages if page.name not in TESTED_ELSEWHERE]
    return list(dict.fromkeys(command for text in texts for command in COMMAND.findall(text)))


@pytest.fixture
def world(tmp_path: Path) -> School:
    """A folder with everything that the pages take for granted."""
    school = School(tmp_path)
    for name in ("drafts/star.md", "drafts/star-of-the-week.md", "content/post.md", "sample_posts/star.md"):
        school.draft(NAMED, name)
    school.draft(CLEAN, "drafts/fair.md")
    word(school.folder / "drafts" / "letter.docx", paragraph("Dear families, the fair starts at noon."))
    (school.folder / "plan.csv").write_text("date,time_24hr,message_text\n2026-12-01,09:00,The fair starts at noon.\n")
    (school.folder / "our-policy.toml").write_text(blocks("writing-a-policy.md", "toml")[0], encoding="utf-8")
    book = openpyxl.Workbook()
    book.create_sheet("Year 4").append(["pupil_id", "forename", "surname", "photo"])
    book["Year 4"].append(["P1", "Rhys", "Morgan", "given"])
    book.save(school.folder / "consent.xlsx")
    # The packs that the pages name are given on the command line; everything else has a policy and a list from here.
    (school.folder / "postcheck.toml").write_text(
        'policy = "aspire"\nconsent = "consent.csv"\npeople = ["people.csv"]\n'
    )
    for arguments in (("init", "--quiet"), ("add", "drafts")):
        subprocess.run(["git", *arguments], cwd=school.folder, check=True)
    return school


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTCHECK_", "GIT_"))}
    runner = folder / "runner"
    runner.mkdir()
    shutil.copy(folder / "consent.csv", runner)
    return {
        **kept,
        "PATH": os.pathsep.join((str(ready_command().parent), str(Path(sys.executable).parent), kept["PATH"])),
        "BROWSER": "true",
        "POSTCHECK_CACHE_DIR": str(folder / "cache"),
        "CONSENT_LIST": str(runner / "consent.csv"),
        "RUNNER_TEMP": str(runner),
        "PYTHONUTF8": "1",
    }


def test_the_pages_show_commands() -> None:
    assert len(commands()) > 20


@pytest.mark.skipif(
    shutil.which("git") is None or os.name != "posix", reason="the commands are typed into a POSIX shell, beside git"
)
@pytest.mark.parametrize("command", commands())
def test_the_command_can_be_typed(world: School, command: str) -> None:
    if command == "postcheck init":
        (world.folder / "postcheck.toml").unlink()
    if "--shown certificate.jpg" in command:
        world.picture(name="drafts/certificate.jpg", size=(60, 40))
        world.draft(NAMED.replace("facebook\n", "facebook\nimages: [certificate.jpg]\n"), "drafts/star.md")
    typed = command.removeprefix(".venv/bin/")
    if goes_on(typed) or SHELL.search(typed):
        code, err = at_a_shell(world.folder, typed)
    else:
        code, _, err = run_here(shlex.split(typed)[1:], folder=world.folder, environ=environment(world.folder))
    # 1 and 3 are what a check says of the posts; 2 would say that it could not be run.
    assert code in {0, 1, 3}, err
    assert "Traceback" not in err


def goes_on(typed: str) -> bool:
    """Whether a command ends only when somebody ends it."""
    return "--watch" in typed or typed.startswith("postcheck desk")


def at_a_shell(folder: Path, typed: str) -> tuple[int, str]:
    """Type a command into a shell, and Ctrl-C once what goes on has shown its first report, or where it is.

    Return the code and standard error.
    """
    out, err = folder / "out.txt", folder / "err.txt"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            ["sh", "-c", f"exec {typed}"],
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        if goes_on(typed):
            while process.poll() is None and not out.stat().st_size and "report" not in err.read_text():
                time.sleep(0.2)
            os.killpg(process.pid, signal.SIGINT)
        code = process.wait(timeout=120)
    return code, err.read_text()
