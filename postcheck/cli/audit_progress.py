"""What accompanies an audit: progress bars on standard error, and Ctrl-C where archives are read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from postcheck.audit.reading import Watcher
from postcheck.cli.progress import interruptions, is_watched, scratch_folder


class Reading(Watcher):
    """A reading of archives that a user watches in a terminal.

    Parameters
    ----------
    quiet:
        Whether to show no progress.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._show = not quiet and is_watched()
        self._stopped = threading.Event()
        self._bar: Progress | None = None
        self._task = TaskID(0)

    @contextmanager
    def attended(self) -> Iterator[None]:
        """Keep temporary files together, and let Ctrl-C and SIGTERM stop the reading in an orderly way."""
        with ExitStack() as stack:
            stack.enter_context(interruptions(self._interrupted))
            stack.enter_context(scratch_folder())
            try:
                yield
            finally:
                if self._bar:
                    self._bar.stop()

    def found(self, items: int, media: int) -> None:
        """Begin the progress bar."""
        del items
        if self._show and media:
            self._bar = _bar("Looking at pictures")
            self._task = self._bar.add_task("", total=media)
            self._bar.start()

    def looked_at(self, media: int) -> None:
        """Move the progress bar on."""
        if self._bar:
            self._bar.advance(self._task, media)

    def stopping(self) -> bool:
        """Whether the user wants the reading to end."""
        return self._stopped.is_set()

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self._stopped.is_set():
            raise KeyboardInterrupt  # asked twice
        self._stopped.set()


@contextmanager
def judging(items: int) -> Iterator[Callable[[int], None]]:
    """Show a user who watches how many of the items were judged; the result takes how many more were."""
    if not is_watched():
        yield lambda _: None
        return
    with _bar("Judging what was published") as bar:
        task = bar.add_task("", total=items)
        yield lambda more: bar.advance(task, more)


def _bar(what: str) -> Progress:
    return Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
    )
