"""Stopped at any moment: no traceback, never a 0, nothing left behind, and no copy that was not checked."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from postcheck.errors import UnreadableError
from tests.builders.audits import children
from tests.builders.school import COMMAND, DAY, School

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")
LISTS = ("--consent", "consent.csv", "--policy", "aspire", "--date", DAY)


def start(school: School, *arguments: str) -> subprocess.Popen[bytes]:
    (school.folder / "tmp").mkdir(exist_ok=True)
    environ = school.environ({"TMPDIR": str(school.folder / "tmp")})
    command: list[str | Path] = [COMMAND, *arguments, *LISTS]
    return subprocess.Popen(command, cwd=school.folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def unfinished(school: School) -> list[Path]:
    return [*(school.folder / "tmp").iterdir(), *school.folder.rglob(".postcheck-*")]


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["check", "redact"])
@pytest.mark.parametrize("after", [0.3, 1.5, 3.0])
def test_a_signal_ends_it_without_a_traceback(
    school: School, number: signal.Signals, command: str, after: float
) -> None:
    for name in "abcdef":
        school.picture("Certificate for\nRhys Morgan\nMaths", name=f"drafts/{name}.png", size=(1000, 500 + ord(name)))
    process = start(school, command, "drafts", *(("--out", "safe") if command == "redact" else ()))
    time.sleep(after)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode not in {0, -signal.SIGINT, -signal.SIGTERM}, err
    assert b"Traceback" not in err
    assert b"Rhys" not in err
    assert b"stopped" in err
    assert unfinished(school) == []
    assert command == "check" or b"COPIED" not in out


@posix
def test_a_terminal_that_is_closed_ends_it_too(school: School) -> None:
    school.picture("Certificate for\nRhys Morgan\nMaths", name="drafts/a.png")
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup it would be ignored, as it should
    try:
        process = start(school, "check", "drafts")
    finally:
        signal.signal(signal.SIGHUP, before)
    time.sleep(0.5)
    process.send_signal(signal.SIGHUP)
    _, err = process.communicate(timeout=60)
    assert process.returncode in {2, 3}
    assert b"stopped" in err
    assert b"Traceback" not in err
    assert unfinished(school) == []


@posix
def test_a_report_that_can_go_nowhere_is_no_pass(school: School) -> None:
    school.draft("The fair starts at noon.\n")
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", str(COMMAND), "check", "drafts", *LISTS],
        cwd=school.folder,
        env=school.environ(),
        stderr=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        b"postcheck: the report could not be written: there is no standard output. Choose a file with --output.\n"
    )


def test_no_copy_that_was_not_checked_has_its_final_name(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    school.picture("Certificate for\nRhys Morgan\nMaths", name="drafts/a.png")
    checks: list[list[str]] = []

    def interrupted(*_: object, **__: object) -> object:
        checks.append(sorted(path.name for path in (school.folder / "safe").rglob("a.png")))
        assert not (school.folder / "safe" / "drafts" / "a.png").exists()
        raise UnreadableError("stopped here")

    monkeypatch.setattr("postcheck.redact.copying.residue", interrupted)
    assert school.run("redact", "drafts", "--out", "safe", *LISTS).code == 3
    assert checks == [["a.png"]]
    assert [path for path in (school.folder / "safe").rglob("*") if path.is_file()] == []


def test_a_library_that_ends_the_process_makes_no_pass(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    def end(*_: object, **__: object) -> object:
        raise SystemExit(0)

    monkeypatch.setattr("postcheck.engine.incremental.find_drafts", end)
    school.draft("The fair starts at noon.\n")
    result = school.run("check", "drafts", *LISTS)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("postcheck: an internal error (SystemExit) stopped the check.")


@pytest.mark.parametrize(
    ("failure", "said"),
    [(MemoryError("Rhys"), "there is not enough memory."), (ImportError("Rhys"), "a part of it could not be loaded")],
)
def test_what_the_machine_lacks_is_a_sentence(
    school: School, monkeypatch: pytest.MonkeyPatch, failure: BaseException, said: str
) -> None:
    def fail(*_: object, **__: object) -> object:
        raise failure

    monkeypatch.setattr("postcheck.engine.incremental.find_drafts", fail)
    school.draft("The fair starts at noon.\n")
    result = school.run("check", "drafts", *LISTS)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"postcheck: {said}")
    assert "Nothing was passed." in result.err
    assert "Rhys" not in result.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "Amelia Carter.md"), "There is no such file or folder."),
        (("check", "x", "--jobs", "Amelia"), "--jobs has a value that means nothing."),
        (("check", "x", "--format", "Amelia"), "--format has a value that means nothing."),
        (("check", "x", "--amelia"), "there is no such option."),
        (("Amelia",), "there is no such command."),
        (("rules", "show", "x", "Amelia"), "there are more arguments than the command takes."),
        (("redact", "x", "--out", "y", "--style", "Amelia"), "--style: there is no such style."),
        (("redact", "Amelia"), "--out is missing."),
        (
            ("waive", "Amelia.md", "--rule", "x", "--reason", "x", "--by", "x", "--until", "2999-01-01"),
            "there is no such draft.",
        ),
    ],
)
def test_what_was_typed_is_not_repeated(school: School, arguments: tuple[str, ...], said: str) -> None:
    result = school.run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"postcheck: {said}")
    assert "amelia" not in result.err.casefold()
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [(("chek", "x"), "check"), (("rules", "lst"), "list"), (("check", "x", "--polcy", "aspire"), "--policy")],
)
def test_what_was_meant_is_said_where_it_is_plain(school: School, arguments: tuple[str, ...], meant: str) -> None:
    result = school.run(*arguments)
    assert result.code == 2
    assert f"Did you mean {meant}?" in result.err


_LOST = """
import os, signal, time
from postcheck.cli.main import _Ending
ending = _Ending()
ending.loaded = True
class Thrown:
    def __del__(self):
        os.kill(os.getpid(), signal.{name})
        for _ in range(1000):
            pass
Thrown()
print("nobody heard of it")
try:
    time.sleep(30)
    print("never")
except KeyboardInterrupt:
    print("heard", ending.signalled)
"""


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interruption_that_comes_while_something_is_thrown_away_comes_once_more(name: str) -> None:
    """Python ignores what is raised by a finaliser: the command went on as if nobody had stopped it."""
    done = subprocess.run(
        [sys.executable, "-c", _LOST.format(name=name)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.splitlines(), done.stderr) == (["nobody heard of it", "heard True"], "")


_NOTED = """
import os, signal
from postcheck.cli.main import _Ending
from postcheck.cli.progress import TerminalRun
ending = _Ending()
ending.loaded = True
run = TerminalRun(quiet=True)
class Thrown:
    def __del__(self):
        os.kill(os.getpid(), signal.{name})
        for _ in range(1000):
            pass
with run.attended():
    Thrown()
    print("stopping", run.stopping())
"""


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interruption_of_a_check_that_nobody_could_hear_of_is_noted_without_a_traceback(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _NOTED.format(name=name)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.splitlines(), done.stderr) == (["stopping True"], "")


@pytest.fixture
def sharing(school: School) -> School:
    """A school with many posts, whose check is shared out among two processes and takes long."""
    for number in range(60):
        school.draft(
            f"---\nchannel: facebook\n---\nWell done, Rhys Morgan, for badge {number}!\n", f"drafts/{number}.md"
        )
        school.picture(f"Certificate for\nRhys Morgan\nbadge {number}", name=f"drafts/{number}.png", size=(900, 500))
    return school


def shared(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process has two that it shares its work with, beside the one of Python that tidies up."""
    return len(children(process.pid, "spawn_main")) >= 2


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("times", [1, 2])
def test_nothing_but_its_own_line_is_said_when_processes_are_stopped(
    sharing: School, number: signal.Signals, times: int
) -> None:
    process = start(sharing, "check", "drafts", "--jobs", "2", "--format", "json")
    while not shared(process) and process.poll() is None:
        time.sleep(0.02)
    for _ in range(times):
        time.sleep(0.5)
        process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode in {1, 2, 3}  # never a pass
    assert re.fullmatch(rb"postcheck: stopped[^\n]*\n", err)
    assert unfinished(sharing) == []


@posix
def test_what_a_killed_run_left_is_removed_by_the_next(sharing: School) -> None:
    tmp = sharing.folder / "tmp"
    process = start(sharing, "check", "drafts")
    while not unfinished(sharing) and process.poll() is None:
        time.sleep(0.02)
    process.kill()
    process.communicate(timeout=60)
    (left,) = tmp.iterdir()
    (left / "picture.png").write_bytes(b"x")
    alike = [tmp / "postcheck-report-1", tmp / "postcheck-notes", tmp / "postcheck-run.txt"]
    for path in alike:
        path.mkdir()
    kept = tmp / f"{left.name}0"
    kept.symlink_to(alike[0])
    sharing.draft("The fair starts at noon.\n", "other/post.md")

    def check() -> set[Path]:
        process = start(sharing, "check", "other")
        process.communicate(timeout=60)
        assert process.returncode == 0
        return {*tmp.iterdir()}

    assert check() == {left, kept, *alike}  # it may only just have been made
    os.utime(left, (1, 1))
    with scratch_lock(left):  # somebody is at it
        assert check() == {left, kept, *alike}
    assert check() == {kept, *alike}


@contextmanager
def scratch_lock(folder: Path) -> Iterator[None]:
    import fcntl  # noqa: PLC0415 - there is none on Windows

    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    yield
    os.close(descriptor)
