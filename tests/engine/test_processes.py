"""Processes end with the one that started them, whatever ends that."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fakes.programs import alive

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, ROUND = 1_200, 0.05


def comes_true(happened: Callable[[], bool]) -> bool:
    """Whether something happens, sooner or later."""
    for _ in range(ROUNDS):
        if happened():
            return True
        time.sleep(ROUND)
    return False


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_none_is_left_when_the_program_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-m", "tests.fakes.sleepers", str(tmp_path)], cwd=ROOT) as program:
        files = [tmp_path / "0", tmp_path / "1"]
        assert comes_true(lambda: all(file.exists() for file in files))
        sleepers = [int(file.read_text()) for file in files]
        program.send_signal(signal.SIGKILL)
    assert comes_true(lambda: not any(map(alive, sleepers)))
