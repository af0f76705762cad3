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


def shown(platform: str, monkeypatch: pytest.MonkeyPatch) -> str:
    data = io.BytesIO()
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(data, encoding="utf-8", newline="\n", write_through=True))
    write(COLOURED, None)
    return data.getvalue().decode()


def test_a_classic_console_gets_no_codes_and_all_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rich.console, "Console", _Console)
    assert shown("win32", monkeypatch) == COLOURED.replace("\x1b[1;31m", "").replace("\x1b[0m", "")


def test_other_systems_get_the_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown("linux", monkeypatch) == COLOURED
