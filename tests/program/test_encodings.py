"""Everything can be read on a classic console of Windows and where there is nothing but ASCII."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest
import typer

from postcheck.cli.app import app
from tests.builders.school import COMMAND, School

ENCODINGS = ("cp437", "cp850", "ascii")
MOJIBAKE = ("Ã", "â€", "\ufffd", "Γ", "�", "\\u20", "\\x")
"""What becomes of UTF-8 that is read as something else, and of characters that were given up."""


def commands() -> Iterator[tuple[str, ...]]:
    def below(command: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for name, inside in getattr(command, "commands", {}).items():
            yield from below(inside, (*path, name))

    yield from below(typer.main.get_command(app), ())


def run(school: School, *arguments: str, encoding: str) -> tuple[int, str]:
    """Run the command as a console of that encoding does; return the exit code and all that is shown, decoded."""
    environ = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "COLUMNS": "80"}
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=school.folder,
        env=environ,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, (done.stdout + done.stderr).decode(encoding)


def is_clean(shown: str) -> bool:
    return "Traceback" not in shown and "internal error" not in shown and not any(odd in shown for odd in MOJIBAKE)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_help_can_be_shown(school: School, encoding: str) -> None:
    """In one process, as starting one for each would take a minute."""
    code = f"""
import contextlib, sys
from postcheck.cli.main import _write_plainer
from postcheck.cli.app import app
_write_plainer()
for arguments in {[*commands()]!r}:
    with contextlib.suppress(SystemExit):
        app([*arguments, "--help"])
"""
    environ = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "COLUMNS": "80"}
    done = subprocess.run(
        [COMMAND.with_name("python"), "-c", code], cwd=school.folder, env=environ, capture_output=True, check=False
    )
    shown = (done.stdout + done.stderr).decode(encoding)
    assert done.returncode == 0, shown
    assert shown.count("Usage:") == len([*commands()])
    assert is_clean(shown)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_report_and_a_page_can_be_shown(school: School, encoding: str) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys Morgan \N{EN DASH} “brilliant” … 🏆 Tomasz Wójcik!\n")
    code, shown = run(school, "check", "drafts", "--policy", "aspire", "--consent", "consent.csv", encoding=encoding)
    assert code == 1
    assert "Rhys Morgan" in shown
    assert is_clean(shown)
    for page in (("help", "settings"), ("rules", "list"), ("help",), ("rules", "show", "ASP-NAME-1")):
        code, shown = run(school, *page, encoding=encoding)
        assert code == 0, shown
        assert is_clean(shown)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_messages_can_be_shown(school: School, encoding: str) -> None:
    (school.folder / "postcheck.toml").write_text('polic = "aspire"\n')
    code, shown = run(school, "check", "drafts", encoding=encoding)
    assert code == 2
    assert is_clean(shown)
    (school.folder / "export.csv").write_text("Pupil,Photo \N{EN DASH} Facebook\n1,Yes\n", encoding="utf-8")
    code, shown = run(school, "consent", "import", "export.csv", "--no-config", encoding=encoding)
    assert code == 2
    assert is_clean(shown)
