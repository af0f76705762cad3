"""A command that is forked says and does what a fresh one does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders.school import DAY, School
from tests.builders.zygote import COMMAND, ready_command

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the command is forked on Linux alone")
LISTS = ("--consent", "consent.csv", "--policy", "aspire", "--date", DAY)
NAMED = "---\nchannel: facebook\n---\nWell done, Rhys Morgan \N{EN DASH} brilliant!\n"


@pytest.mark.parametrize(
    ("arguments", "stdin", "environ"),
    [
        (("check", "-", *LISTS), NAMED.encode(), {}),
        (("check", "-", *LISTS, "--output", "/dev/stdout", "--format", "json"), NAMED.encode(), {}),
        (("check", "-"), NAMED.encode(), {"POSTCHECK_CONSENT": "consent.csv", "POSTCHECK_POLICY": "aspire"}),
        (("check", "gone"), b"", {}),
        (("rules", "list"), b"", {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}),
    ],
)
def test_it_says_what_a_fresh_one_says(
    school: School, arguments: tuple[str, ...], stdin: bytes, environ: dict[str, str]
) -> None:
    fresh, forked = (school.start(*arguments, stdin=stdin, environ=environ, fresh=fresh) for fresh in (True, False))
    assert forked == fresh
    assert fresh.out or fresh.err


def test_it_is_a_process_in_a_folder_of_its_own(school: School) -> None:
    school.draft(NAMED, "below/post.md")
    before = os.umask(0o077)
    try:
        found = school.start(
            "check", "post.md", "--consent", "../consent.csv", "--output", "report.txt", cwd=school.folder / "below"
        )
    finally:
        os.umask(before)
    assert found.code == 1
    assert (school.folder / "below" / "report.txt").stat().st_mode & 0o077 == 0


def test_it_goes_when_whoever_asked_is_killed(school: School) -> None:
    command: list[str | Path] = [ready_command(), "check", "-"]
    with subprocess.Popen(
        command,
        cwd=school.folder,
        env=school.environ(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.kill()
        assert process.stdout
        assert process.stdout.read() == b""  # nobody has the other end any more, though nobody closed its input
    assert process.returncode == -signal.SIGKILL


def test_a_stream_that_is_closed_makes_it_a_fresh_one(school: School) -> None:
    school.draft(NAMED)
    done = [
        subprocess.run(
            ["/bin/sh", "-c", 'exec "$@" >&-', "sh", command, "check", "drafts", *LISTS],
            cwd=school.folder,
            env=school.environ(),
            stderr=subprocess.PIPE,
            check=False,
        )
        for command in (COMMAND, ready_command())
    ]
    assert (done[1].returncode, done[1].stderr) == (done[0].returncode, done[0].stderr) != (0, b"")
