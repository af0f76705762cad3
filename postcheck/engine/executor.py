"""Examines drafts side by side, and ends what is under way when it is told to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from postcheck.drafts.source import DraftSource
from postcheck.engine.checker import Checker, ReadDraft
from postcheck.engine.job import Job, Observer
from postcheck.model.draft import Draft
from postcheck.model.mention import Mention
from postcheck.model.report import DraftReport
from postcheck.model.sign_off import SignOffs
from postcheck.model.text import SourceText
from postcheck.model.waiver import Waiver

_LOOK = 0.2
"""How often a run checks whether it is to stop, in seconds."""
TOGETHER = 32
"""How many drafts at most one thread reads before it looks for the names in all of them."""
_WHILE = 0.5
"""For how long drafts with pictures are read before the names in them are looked for, in seconds."""
_GRACE = 5.0
"""How long drafts under way have to remove their temporary files once the run is told to stop, in seconds."""


@dataclass(frozen=True)
class Task:
    """A draft that is to be examined, and by what."""

    source: DraftSource
    checker: Checker
    waivers: tuple[Waiver, ...]
    """The waivers that were written for it."""
    sign_offs: SignOffs | None = None
    """The sign-offs that lie beside it; None if there is no file of any."""


def examine_all(
    tasks: Sequence[Task], job: Job, observer: Observer, *, threads: int, stop_reading: Callable[[], None]
) -> Mapping[int, DraftReport]:
    """Return the report of each draft by its number; those are left out that were not finished when it stopped.

    Parameters
    ----------
    tasks:
        The drafts.
    job:
        What the run is asked to do.
    observer:
        What hears of each draft, and says whether to stop.
    threads:
        How many drafts are examined at a time.
    stop_reading:
        Ends what is being read, so that threads under way come to an end.
    """
    reports: dict[int, DraftReport] = {}

    def finish(number: int, report: DraftReport) -> None:
        reports[number] = report
        observer.finished(report)

    # Threads, because most of the work is done by OCR engines, which release the interpreter meanwhile; they share
    # the models and what was read.
    pool = ThreadPoolExecutor(threads)
    futures: list[Future[None]] = []
    size = max(1, min(TOGETHER, len(tasks) // threads))
    try:
        futures += [
            pool.submit(examine_some, range(low, min(low + size, len(tasks))), tasks, job, observer, finish)
            for low in range(0, len(tasks), size)
        ]
        _wait(futures, observer)
        # What finishes after this is left out: its OCR engine may have been stopped halfway.
        done = dict(reports)
        for future in futures:
            if future.done():
                future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        if under_way := [future for future in futures if not future.done()]:
            stop_reading()
            wait(under_way, timeout=_GRACE)
    return done


def examine_some(
    numbers: Sequence[int],
    tasks: Sequence[Task] | Mapping[int, Task],
    job: Job,
    observer: Observer,
    finish: Callable[[int, DraftReport], None],
) -> None:
    """Examine drafts in this thread, and hand on the report of each as it is finished, until it is to stop.

    Parameters
    ----------
    numbers:
        Which of the tasks.
    tasks, job, observer:
        See :func:`examine_all`.
    finish:
        Takes a draft's number and its report.
    """

    def hand_on(number: int, report: DraftReport) -> None:
        finish(number, report if job.keep_reading else without_reading(report))

    for checker, several in _read(numbers, tasks, job, observer, hand_on):
        for (number, read), mentions in zip(several, checker.find([read for _, read in several]), strict=True):
            hand_on(number, _judged(tasks[number], read, mentions, job))


def _read(
    numbers: Sequence[int],
    tasks: Sequence[Task] | Mapping[int, Task],
    job: Job,
    observer: Observer,
    finish: Callable[[int, DraftReport], None],
) -> Iterator[tuple[Checker, list[tuple[int, ReadDraft]]]]:
    """Read drafts, and yield those that one checker has read, to be looked through for names together.

    Drafts with pictures may take so long to read that they come last.
    """
    words: dict[int, tuple[Checker, list[tuple[int, ReadDraft]]]] = {}
    pictures: list[tuple[int, Draft]] = []
    for number in numbers:
        if observer.stopping():
            return
        task = tasks[number]
        draft = task.checker.load(task.source, job.today)
        if isinstance(draft, Draft) and draft.images:
            pictures.append((number, draft))
            continue
        observer.begun(task.checker.shown_folder(task.source))
        read = draft if isinstance(draft, DraftReport) else task.checker.read(draft, job.today)
        if isinstance(read, DraftReport):
            finish(number, read)
        else:
            words.setdefault(id(task.checker), (task.checker, []))[1].append((number, read))
    yield from words.values()
    yield from _read_pictures(pictures, tasks, job, observer, finish)


def _read_pictures(
    drafts: Sequence[tuple[int, Draft]],
    tasks: Sequence[Task] | Mapping[int, Task],
    job: Job,
    observer: Observer,
    finish: Callable[[int, DraftReport], None],
) -> Iterator[tuple[Checker, list[tuple[int, ReadDraft]]]]:
    """Read drafts with pictures, and yield what was read in a short while: one draft, or many that are remembered."""
    waiting: dict[int, tuple[Checker, list[tuple[int, ReadDraft]]]] = {}
    begun = time.monotonic()
    for number, draft in drafts:
        if observer.stopping():
            return
        task = tasks[number]
        observer.begun(task.checker.shown_folder(task.source))
        read = task.checker.read(draft, job.today)
        if isinstance(read, DraftReport):
            finish(number, read)
        else:
            waiting.setdefault(id(task.checker), (task.checker, []))[1].append((number, read))
        if time.monotonic() - begun > _WHILE:
            yield from waiting.values()
            waiting, begun = {}, time.monotonic()
    yield from waiting.values()


def _judged(task: Task, read: ReadDraft, mentions: tuple[Mention, ...] | None, job: Job) -> DraftReport:
    return task.checker.judge(read, mentions, job.today, job.channels, task.waivers, task.sign_offs)


def _wait(futures: Sequence[Future[None]], observer: Observer) -> None:
    """Return once all are finished, or the run is to stop."""
    for future in futures:  # one by one: to wait for all of them at once takes longer the more there are
        while not observer.stopping() and wait((future,), timeout=_LOOK).not_done:
            pass


def without_reading(report: DraftReport) -> DraftReport:
    """Return a report without what was read: of an image it keeps the size, of a name that was found the name."""
    passages = tuple(replace(passage, text="", source=None, words=()) for passage in report.passages if passage.size)
    mentions = tuple(
        replace(
            mention,
            passage=replace(mention.passage, text=mention.text, source=None, words=()),
            start=0,
            end=len(mention.text),
        )
        for mention in report.mentions
    )
    images = tuple(
        replace(image, inside=replace(image.inside, data=b"")) if image.inside else image
        for image in report.draft.images
    )
    # Where a cell or a paragraph begins and ends is needed to quote it.
    parts = tuple(part for part in report.draft.parts if isinstance(part.text, SourceText) and not part.words)
    return replace(
        report, draft=replace(report.draft, images=images, parts=parts), passages=passages, mentions=mentions
    )
