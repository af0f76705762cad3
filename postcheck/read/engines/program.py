"""Keeps hold of the programs that pytesseract starts, so that none outlives the run.

Each can be ended from another thread, along with its children. pytesseract starts a program for each reading but gives
nobody a handle on it, so the calls of ``subprocess.Popen`` in its module are diverted to this one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_holder = threading.local()
"""Whose program a thread is about to start."""


class StoppedError(Exception):
    """The program was ended by :meth:`Programs.stop`, or was not started because of it."""


class Programs:
    """The programs of one engine that are running."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[Any]] = set()
        self._stopped = False

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep hold of what pytesseract starts in this thread within the block.

        Raises
        ------
        StoppedError
            If it was ended by :meth:`stop`, or everything had been stopped before.
        """
        _hold()
        _holder.programs = self
        try:
            yield
        except Exception:
            if self._stopped:
                raise StoppedError from None  # whatever pytesseract says about a program that was killed
            raise
        finally:
            _holder.programs = None
            with self._lock:
                self._running = {process for process in self._running if process.poll() is None}
        if self._stopped:
            raise StoppedError

    def stop(self) -> None:
        """End every running program, and start no more."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                _kill(process)

    def start(self, *arguments: Any, **options: Any) -> subprocess.Popen[Any]:  # noqa: ANN401 - those of subprocess.Popen
        """Start a program in its own session: Ctrl-C is for postcheck, which ends its programs in an orderly way."""
        with self._lock:
            if self._stopped:
                raise StoppedError
            process: subprocess.Popen[Any] = subprocess.Popen(  # noqa: S603 - Tesseract
                *arguments, **options, start_new_session=sys.platform != "win32"
            )
            self._running.add(process)
            return process


class _Subprocess:
    """Stands for the module ``subprocess`` in pytesseract."""

    def __getattr__(self, name: str) -> object:
        return getattr(subprocess, name)

    @staticmethod
    def Popen(*arguments: Any, **options: Any) -> subprocess.Popen[Any]:  # noqa: ANN401, N802 - the name and arguments that pytesseract calls it by
        programs: Programs | None = getattr(_holder, "programs", None)
        return programs.start(*arguments, **options) if programs else subprocess.Popen(*arguments, **options)  # noqa: S603 - the same


def _hold() -> None:
    from pytesseract import pytesseract  # noqa: PLC0415 - loads numpy

    if pytesseract.subprocess is subprocess:
        pytesseract.subprocess = _Subprocess()


def _kill(process: subprocess.Popen[Any]) -> None:
    if process.poll() is not None:
        return
    try:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # it has just ended
