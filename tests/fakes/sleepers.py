"""A program with processes that do no more than wait: ``python -m tests.fakes.sleepers FOLDER``."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from postcheck.engine.processes import Processes

_LONG = 300


def begin(told: bytes, stop: object) -> None:
    """Get ready."""
    del told, stop


def sleep(file: str) -> bytes:
    """Say which process this is, and wait."""
    Path(file).with_suffix(".new").write_text(str(os.getpid()))
    Path(file).with_suffix(".new").rename(file)
    time.sleep(_LONG)
    return b""


if __name__ == "__main__":
    files = [f"{sys.argv[1]}/{number}" for number in range(2)]
    list(Processes(sleep, 2, begin, b"", lambda: False).run(files))
