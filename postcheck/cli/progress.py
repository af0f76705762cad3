"""What accompanies a running check: the progress bar on standard error, Ctrl-C, and the temporary files."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

from postcheck.engine.job import Observer
from postcheck.errors import STOPPED, ExitCode

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from postcheck.model.report import DraftReport

_SIGNALS = (signal.SIGINT, signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()))
_SCRATCH = "postcheck-run-"
"""How the name of a run's folder of temporary files begins."""
_SETTLED = 600.0
"""Seconds after which a folder is no longer about to be locked."""
_WIDEST = 40
"""Characters of a folder's path that are shown."""
_PATIENCE = 1.0
"""Seconds that programs are given to end once the user presses Ctrl-C again."""


class TerminalRun(Observer):
    """A check that a user watches in a terminal.

    Parameters
    ----------
    quiet:
        Whether to show no progress.
    """

    def __init__(self, *, quiet: bool) -> None:
        self.stopped = threading.Event()
        self._show = not quiet and is_watched()
        self._bar: Progress | None = None
        self._task: TaskID
        self._known = False
        """Whether it is known which drafts there are, so that a report can list them."""
        self._end: Callable[[], None] = lambda: None
        self._scratch = ""

    @contextmanager
    def attended(self) -> Iterator[None]:
        """Keep temporary files together, and let Ctrl-C and SIGTERM stop the check in an orderly way."""
        with ExitStack() as stack:
            stack.enter_context(interruptions(self._interrupted))
            stack.enter_context(scratch_folder(self._made))
            yield
            self._known = True  # nothing is left to interrupt

    def leave(self, code: ExitCode) -> None:
        """End the process, although threads may still be reading pictures."""
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        shutil.rmtree(self._scratch, ignore_errors=True)
        os._exit(code)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the progress of what is checked within the block."""
        try:
            yield
        finally:
            if self._bar:
                self._bar.stop()
                self._bar = None

    def found(self, total: int, end: Callable[[], None]) -> None:
        """Begin the progress bar."""
        self._end = end
        self._known = True
        if self._show and total:
            from rich.console import Console  # noqa: PLC0415 - like the next, only for whoever sees it
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - as above

            self._bar = Progress(
                TextColumn("Checking"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("posts,"),
                TimeRemainingColumn(compact=True),
                TextColumn("left. {task.fields[place]}", markup=False),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task("", total=total, place="")
            self._bar.start()

    def begun(self, folder: str) -> None:
        """Show which folder the check has reached."""
        if bar := self._bar:
            bar.update(
                self._task,
                place=f"Now in {folder if len(folder) <= _WIDEST else '…' + folder[-_WIDEST:]}" if folder else "",
            )

    def finished(self, report: DraftReport) -> None:
        """Move the progress bar on."""
        del report
        if bar := self._bar:
            bar.advance(self._task)

    def notice(self, text: str) -> None:
        """Write a line to standard error, above the bar."""
        bar = self._bar
        say(text, bar.console if bar else None)

    def stopping(self) -> bool:
        """Whether the user wants the check to end."""
        return self.stopped.is_set()

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.stopped.is_set():
            # In a thread: this may have interrupted the very code that ends programs.
            ending = threading.Thread(target=self._end, daemon=True)
            ending.start()
            ending.join(_PATIENCE)
            shutil.rmtree(self._scratch, ignore_errors=True)
            with suppress(OSError):  # past the stream: this may have interrupted somebody who writes to it
                os.write(2, STOPPED.encode())
            os._exit(ExitCode.UNUSABLE)  # nothing is flushed: whoever reads the report may have stopped doing so
        self.stopped.set()
        if not self._known:
            raise KeyboardInterrupt

    def _made(self, scratch: str) -> None:
        self._scratch = scratch


@contextmanager
def interruptions(heard: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Have Ctrl-C, and what else asks a program to end, heard by ``heard`` within the block."""
    with ExitStack() as stack:
        for number in _SIGNALS:
            if signal.getsignal(number) is signal.SIG_IGN and number != signal.SIGINT:
                continue  # as nohup has it
            stack.callback(signal.signal, number, signal.signal(number, heard))
        yield


@contextmanager
def scratch_folder(made: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Keep all temporary files made within the block in one folder, open to its owner only, and remove it afterwards.

    ``made`` is told the folder before it is there, so that whoever ends the process can remove it.
    """
    usual, folder = tempfile.tempdir, ""
    with ExitStack() as held:
        try:
            with suppress(OSError):  # whoever needs a temporary file will raise
                _remove_left_behind(tempfile.gettempdir())
                folder = os.path.join(tempfile.gettempdir(), f"{_SCRATCH}{secrets.token_hex(8)}")  # noqa: PTH118 - as tempfile has it
                made(folder)
                os.mkdir(folder, 0o700)  # noqa: PTH102 - as above
                tempfile.tempdir = folder
                held.enter_context(_locked(folder))
            yield
        finally:
            tempfile.tempdir = usual
            if folder:
                shutil.rmtree(folder, ignore_errors=True)


def _remove_left_behind(temporary: str) -> None:
    """Remove the folders of the user's own runs that were killed: such a run could not, and it may hold pictures.

    As long as a run lives it holds its folder's lock, which the system lets go of however the run ends.
    """
    if sys.platform == "win32":  # a folder cannot be locked there
        return
    with os.scandir(temporary) as entries:
        found = [entry.path for entry in entries if entry.name.startswith(_SCRATCH)]
    for folder in found:
        with suppress(OSError):  # somebody else's, or another run is at it
            status = os.lstat(folder)
            old = time.time() - status.st_mtime > _SETTLED  # by then it is locked if anybody is to use it
            if stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and old:
                with _locked(folder):
                    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: str) -> Iterator[None]:
    """Hold a folder's lock within the block; raises :class:`OSError` if somebody else does."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - there is none on Windows

    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def is_watched() -> bool:
    """Whether standard error is a terminal, so that somebody sees how far it is."""
    return sys.stderr is not None and sys.stderr.isatty()


def say(text: str, console: Console | None = None) -> None:
    """Write a line to standard error."""
    if console:
        console.print(f"postcheck: {text}", markup=False, highlight=False)
    else:
        print(f"postcheck: {text}", file=sys.stderr)  # noqa: T201 - this is the command line
