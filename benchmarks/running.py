"""Runs commands and measures what they cost, with all processes that they start."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).with_name("postcheck")
"""The real command, as it is installed beside this Python."""
_LOOK = 0.25
"""How often the memory of all processes is looked at, in seconds."""
_PROC = Path("/proc")
_PARENT, _PAGES = 1, 21
"""Which of the fields of ``/proc/PID/stat`` that follow the name of the program are the parent's id and the memory."""


@dataclass(frozen=True)
class RunCost:
    """What one run took."""

    seconds: float
    """From its start to its end."""
    cpu: float
    """Seconds of a core, of it and of all processes that it started."""
    peak_mb: int
    """Of all its processes together, at the moment when it was most; what they share is counted for each of them.
    Where there is no ``/proc``, of the first process alone."""
    largest_mb: int
    """Of the one process that took most."""
    exit_code: int


def measure(
    command: Sequence[str | Path], folder: Path, *, environ: Mapping[str, str], ends_with: frozenset[int]
) -> RunCost:
    """Run a command and return what it cost; what it prints to standard output is dropped.

    Parameters
    ----------
    command:
        The program and its arguments.
    folder:
        Where it runs.
    environ:
        Variables that it gets beside those of this process.
    ends_with:
        The exit codes of a run that did what it should.

    Raises
    ------
    SystemExit
        If it ended with another one.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environ}, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    memory = _Memory(process.pid)
    memory.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    memory.stop()
    if process.returncode not in ends_with:
        shown = " ".join(str(part) for part in command)
        raise SystemExit(f"This ended with {process.returncode}; what it says is above: {shown}")
    # What the system says itself may be of this process: a child begins as a copy of it.
    own = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1_000)
    together, largest = memory.together or own, memory.largest or own
    cpu = usage.ru_utime + usage.ru_stime
    return RunCost(seconds, cpu, round(together / 1e6), round(largest / 1e6), process.returncode)


class _Memory(threading.Thread):
    """Watches how much memory a process and all its descendants have."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.together = self.largest = 0
        self._pid = pid
        self._ended = threading.Event()

    def run(self) -> None:
        """Look again and again, until it is stopped."""
        while not self._ended.wait(_LOOK):
            sizes = memory_of(self._pid)
            self.together = max(self.together, sum(sizes))
            self.largest = max(self.largest, *sizes, 0)

    def stop(self) -> None:
        """End the watch."""
        self._ended.set()
        self.join()


def memory_of(pid: int) -> list[int]:
    """Return the memory of a process and of each of its descendants, in bytes; empty where that cannot be seen."""
    children: dict[int, list[int]] = {}
    pages: dict[int, int] = {}
    for file in _PROC.glob("[0-9]*/stat"):
        try:
            fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        number = int(file.parent.name)
        pages[number] = int(fields[_PAGES])
        children.setdefault(int(fields[_PARENT]), []).append(number)
    todo, found = [pid], []
    while todo:
        one = todo.pop()
        if one in pages:
            found.append(pages[one] * os.sysconf("SC_PAGE_SIZE"))
        todo += children.get(one, ())
    return found


def offers(*words: str) -> str:
    """Return what a command of postcheck says of itself with ``--help``; empty if there is no such command."""
    environ = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    answer = subprocess.run([COMMAND, *words, "--help"], capture_output=True, text=True, env=environ, check=False)  # noqa: S603 - the real command
    return "" if answer.returncode else answer.stdout
