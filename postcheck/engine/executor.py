"""Examines drafts side by side, and ends what is under way when it is told to."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace

from postcheck.drafts.discovery import DraftSource
from postcheck.engine.checker import Checker
from postcheck.engine.factory import Factory
from postcheck.engine.job import Job, Observer
from postcheck.model.report import DraftReport
from postcheck.model.text import SourceText
from postcheck.model.waiver import Waiver

_LOOK = 0.2
"""Seconds after which a run looks whether it is to stop."""
_GRACE = 5.0
"""Seconds that drafts under way have to put away their temporary files once the run is told to stop."""

Task = tuple[DraftSource, Checker, tuple[Waiver, ...]]
"""A draft, what examines it, and the waivers that were written for it."""


def examined(work: Sequence[Task], job: Job, factory: Factory, observer: Observer) -> tuple[DraftReport, ...]:
    """Return the report of each draft, in order, whatever order they are finished in."""

    def examine(item: Task) -> DraftReport:
        source, checker, waivers = item
        observer.begun(checker.foldershown_path(source))
        report = checker.examine(source, job.today, job.channels, waivers)
        report = report if job.keep_reading else without_reading(report)
        observer.finished(report)
        return report

    def end() -> None:
        for reader in factory.readers.values():
            reader.stop()

    observer.found(len(work), end)
    # Threads, as most of the work is done by OCR engines, which leave the interpreter to others meanwhile; they share
    # the models and what was read.
    pool = ThreadPoolExecutor(factory.side_by_side)
    futures: list[Future[DraftReport]] = []
    try:
        futures += [pool.submit(examine, item) for item in work]
        pending = set(futures)
        while pending and not observer.stopping():
            pending = wait(pending, timeout=_LOOK, return_when=FIRST_COMPLETED).not_done
        # What is finished only after this is left out: its OCR engine may have been ended before it was through.
        done = {number: future.result() for number, future in enumerate(futures) if future.done()}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        if under_way := [future for future in futures if not future.done()]:
            end()
            wait(under_way, timeout=_GRACE)
    return tuple(
        done[number] if number in done else checker.stopped(source, job.today)
        for number, (source, checker, _) in enumerate(work)
    )


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
