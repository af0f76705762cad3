"""Colours on Windows go through rich's console, which knows whether it understands codes."""

from __future__ import annotations

import io
import sys

import pytest
import rich.console

from postcheck.cli.output import write

COLOURED = "\x1b[1;31mFAIL\x1b[0m  star.md [red] :star: " + "a long line " * 20 + "\n\n  it is kept\n"


class _Console(rich.console.Console):
    """A classic console, which would print codes as they are."""

    def __init__(self, **options: object) -> None:
        file = options["file"]
        assert isinstance(file, io.TextIOWrapper)
        super().__init__(file=file, color_system=None, highlight=False, markup=False, emoji=False, width=80)


@pytest.fixture
def stdout(monkeypatch: pytest.MonkeyPatch) -> io.BytesIO:
    data = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(data, encoding="utf-8", newline="\n", write_through=True))
    return data


def test_a_classic_console_gets_no_codes_and_all_the_words(stdout: io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(rich.console, "Console", _Console)
    write(COLOURED, None)
    assert stdout.getvalue().decode() == COLOURED.replace("\x1b[1;31m", "").replace("\x1b[0m", "")


def test_other_systems_get_the_codes(stdout: io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    write(COLOURED, None)
    assert stdout.getvalue().decode() == COLOURED
