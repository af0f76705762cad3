"""Runs other programs so that none outlives the run: each can be stopped from another thread, with whatever it has started itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass

if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW = 0


class StoppedError(Exception):
    """The program was ended by :meth:`Programs.stop`, or not started after it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program came to."""

    status: int
    output: str
    complaint: str
    """What it wrote to standard error."""


class Programs:
    """The programs of one engine that are running."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def run(self, command: Sequence[str], *, timeout: float, environ: dict[str, str] | None = None) -> Answer:
        """Run a program to its end.

        Raises
        ------
        OSError
            If it cannot be started.
        subprocess.TimeoutExpired
            If it takes longer than ``timeout`` seconds; it has been ended then.
        StoppedError
            If it was ended from outside.
        """
        with self._lock:
            if self._stopped:
                raise StoppedError
            # A session of its own: Ctrl-C is for postcheck, which ends its programs in order.
            process = subprocess.Popen(  # noqa: S603 - the user's own program
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environ,
                start_new_session=sys.platform != "win32",
                creationflags=_NO_WINDOW,
            )
            self._running.add(process)
        try:
            output, complaint = process.communicate(timeout=timeout)
        finally:
            with self._lock:
                self._running.discard(process)
            if process.poll() is None:
                _kill(process)
                process.wait()
            for stream in (process.stdout, process.stderr):
                if stream:
                    stream.close()
        if self._stopped:
            raise StoppedError
        return Answer(process.returncode, output.decode("utf-8", "replace"), complaint.decode("utf-8", "replace"))

    def stop(self) -> None:
        """End every program that is running, and start no more."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    try:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # it has just ended
