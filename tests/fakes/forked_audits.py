"""Runs ``postcheck`` again and again, each time in a fork of one process that has imported all of it, and kills it.

Started as a program, it reads a line of JSON for each run, and answers with the exit code; -9 if it was killed.
Nothing is imported twice, so that twenty audits cost hardly more than one. Their readers are light.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

import postcheck.cli.audit
import postcheck.cli.audit_progress
from postcheck.archive.sources import facebook, posts, x
from postcheck.cli import main
from tests.builders.audits import Audits, children
from tests.fakes.light_reader import lighten

_LOADED = (facebook, posts, x, postcheck.cli.audit, postcheck.cli.audit_progress)
"""What would be imported by every run otherwise."""
_LOOK = 0.005


class Kill(StrEnum):
    """What is killed."""

    NOTHING = "nothing"
    EVERYTHING = "everything"
    WORKER = "worker"
    """One of the processes that read."""


@dataclass(frozen=True)
class Run:
    """A run of the command."""

    arguments: tuple[str, ...]
    log: str
    """Where its output goes."""
    kill: Kill = Kill.NOTHING
    after: float = 0.0
    """Seconds after which it is killed; a worker, that long after there are any."""


class ForkedAudits:
    """The program, started: close it, or use it with ``with``."""

    def __init__(self, audits: Audits) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=audits.folder,
            env=audits.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._folder, self._archives = audits.folder, audits.archives

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def read(self, store: str, kill: Kill = Kill.NOTHING, after: float = 0.0) -> tuple[int, str]:
        """Read the archives into a store with two workers; return the exit code and all that was printed."""
        assert self._process.stdin
        assert self._process.stdout
        options = ("--store", store, "--no-config", "--no-cache", "--jobs", "2")
        run = Run(("audit", "read", *self._archives, *options), f"{store}.log", kill, after)
        self._process.stdin.write(f"{json.dumps(asdict(run))}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline()), (self._folder / run.log).read_text(encoding="utf-8")


def _serve() -> None:
    lighten()
    fork = multiprocessing.get_context("fork")
    multiprocessing.get_context = lambda _=None: fork  # type: ignore[assignment]
    for line in sys.stdin:
        run = Run(**json.loads(line))
        child = os.fork()
        if not child:
            _postcheck(run)
        with suppress(OSError):  # it may have done so itself, or be gone
            os.setpgid(child, child)
        if run.kill == Kill.WORKER:
            _kill_worker(child, run.after)
        elif run.kill == Kill.EVERYTHING:
            time.sleep(run.after)
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201 - the answer


def _kill_worker(pid: int, after: float) -> None:
    while not (found := children(pid)) and not os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        time.sleep(_LOOK)
    time.sleep(after)
    for one in found[:1]:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def _postcheck(run: Run) -> None:
    os.setpgid(0, 0)
    with Path(run.log).open("w", encoding="utf-8") as log:
        for stream in (0, 1, 2):
            os.dup2(log.fileno(), stream)
    sys.argv = ["postcheck", *run.arguments]
    code: object = 70
    try:
        main.run()
    except SystemExit as end:
        code = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 70)


if __name__ == "__main__":
    _serve()
