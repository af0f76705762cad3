"""Examines drafts in several processes, each with models of its own.

Most of what is done with a text holds the interpreter, and so does a good part of reading a picture, so that threads of
one process would mostly wait for each other. A process that dies, as a decoder may make it, takes no more than the
draft that it was at with it, and that is reported as not examined.
"""

from __future__ import annotations

import pickle
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from postcheck.drafts.source import DraftSource
from postcheck.engine.executor import TOGETHER, Task, examine_some
from postcheck.engine.factory import Factory, Kept
from postcheck.engine.job import Job, Observer
from postcheck.engine.processes import Died, Processes, pickled
from postcheck.engine.worth import TEXT, seconds_of
from postcheck.errors import PostcheckError
from postcheck.model.people import PeopleList, Roll
from postcheck.model.report import DraftReport
from postcheck.model.settings import Settings
from postcheck.model.sign_off import SignOffs
from postcheck.model.waiver import Waiver

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

# What the processes are told


@dataclass(frozen=True)
class _Orders:
    """What a process is told once."""

    job: Job
    environ: Mapping[str, str]
    by: tuple[tuple[Settings, Roll, PeopleList], ...]
    """What checkers are made of."""
    side_by_side: int
    scratch: str
    """Where temporary files go."""


@dataclass(frozen=True)
class _Order:
    """A draft that a process is to examine."""

    number: int
    source: DraftSource
    by: int
    """Which checker examines it."""
    waivers: tuple[Waiver, ...]
    sign_offs: SignOffs | None


@dataclass(frozen=True)
class _Answer:
    """What a process says of a portion of drafts."""

    reports: tuple[tuple[int, DraftReport], ...]
    """By number; their packs are left out, as they are large and known."""
    notices: tuple[str, ...] = ()
    error: PostcheckError | None = None
    """Why it cannot examine anything."""


# In such a process


class _Worker:
    def __init__(self, orders: _Orders, stop: Event) -> None:
        self._notices: list[str] = []
        self._job, self._stop = orders.job, stop
        self._factory = Factory(orders.job, orders.environ, self._notices.append, Kept())
        self._factory.side_by_side = orders.side_by_side
        self._by = orders.by
        threading.Thread(target=self._end, daemon=True).start()

    def examine(self, orders: Sequence[_Order]) -> _Answer:
        try:
            tasks = {
                order.number: Task(
                    order.source, self._factory.checker_of(*self._by[order.by]), order.waivers, order.sign_offs
                )
                for order in orders
            }
            self._factory.prepare()
        except PostcheckError as error:
            return _Answer((), error=error)
        reports: list[tuple[int, DraftReport]] = []

        def finish(number: int, report: DraftReport) -> None:
            reports.append((number, replace(report, pack=None)))  # type: ignore[arg-type] # put back where it arrives

        examine_some(list(tasks), tasks, self._job, _Hearing(self._stop), finish)
        notices, self._notices[:] = tuple(self._notices), []
        return _Answer(tuple(reports), notices)

    def _end(self) -> None:
        self._stop.wait()
        self._factory.stop_reading()


class _Hearing(Observer):
    """Hears only whether to stop."""

    def __init__(self, stop: Event) -> None:
        self._stop = stop

    def stopping(self) -> bool:
        return self._stop.is_set()


_worker: _Worker | None = None


def _begin(orders: bytes, stop: Event) -> None:
    """Get ready, in a new process."""
    global _worker  # noqa: PLW0603 - there is one in a process, and no other way to hand it on
    known: _Orders = pickle.loads(orders)  # noqa: S301 - our own process wrote it
    tempfile.tempdir = known.scratch
    _worker = _Worker(known, stop)


def _examine(orders: bytes) -> bytes:
    if _worker is None:
        raise RuntimeError
    return pickled(_worker.examine(pickle.loads(orders)))  # noqa: S301 - as above


# In the first process


class WorkerPool:
    """Examines drafts in several processes.

    Parameters
    ----------
    tasks:
        The drafts.
    job:
        What the run is asked to do.
    environ:
        The environment, for ``POSTCHECK_`` variables.
    observer:
        What hears of each draft, and says whether to stop.
    workers:
        How many processes.
    work:
        What a process does with a portion of the drafts.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        job: Job,
        environ: Mapping[str, str],
        observer: Observer,
        workers: int,
        work: Callable[[bytes], bytes] = _examine,
    ) -> None:
        self._tasks = tasks
        self._job = job
        self._observer = observer
        self._workers = workers
        checkers = {id(task.checker): task.checker for task in tasks}
        self._by = {known: number for number, known in enumerate(checkers)}
        by = tuple((checker.settings, checker.roll, checker.people) for checker in checkers.values())
        orders = _Orders(replace(job, checkout=None), dict(environ), by, workers, tempfile.gettempdir())
        self._processes = Processes(work, workers, _begin, pickled(orders), observer.stopping)
        self._notices: set[str] = set()
        self._reports: dict[int, DraftReport] = {}

    def examine(self) -> Mapping[int, DraftReport]:
        """Return the report of each draft, by its number; those are left out that were not finished when it stopped.

        Raises
        ------
        PostcheckError
            If the language model cannot be used.
        """
        died: list[int] = []
        for orders, answer in self._processes.run(map(self._ordered, self._portions())):
            if isinstance(answer, Died):
                died += (order.number for order in pickle.loads(orders))  # noqa: S301 - written here
            else:
                self._take(pickle.loads(answer))  # noqa: S301 - our own process wrote it
        for orders, answer in self._processes.run(self._ordered([number]) for number in died):
            if isinstance(answer, Died):
                (order,) = pickle.loads(orders)  # noqa: S301 - written here
                self._finish(order.number, self._tasks[order.number].checker.died(order.source, self._job.today))
            else:
                self._take(pickle.loads(answer))  # noqa: S301 - our own process wrote it
        return dict(self._reports)

    def stop(self) -> None:
        """Tell the processes to stop what they are reading."""
        self._processes.stop()

    def _portions(self) -> Iterator[list[int]]:
        """Yield the drafts in portions: texts many at a time, those with pictures few, as they take longer."""
        most = max(1, min(TOGETHER, len(self._tasks) // (2 * self._workers)))
        portion: list[int] = []
        seconds = 0.0
        for number, task in enumerate(self._tasks):
            takes = seconds_of(task.source)
            if portion and (len(portion) >= most or seconds + takes > TEXT * most):
                yield portion
                portion, seconds = [], 0.0
            portion.append(number)
            seconds += takes
        yield portion

    def _ordered(self, portion: Sequence[int]) -> bytes:
        orders = []
        for number in portion:
            task = self._tasks[number]
            self._observer.begun(task.checker.shown_folder(task.source))
            orders.append(_Order(number, task.source, self._by[id(task.checker)], task.waivers, task.sign_offs))
        return pickled(tuple(orders))

    def _take(self, answer: _Answer) -> None:
        if answer.error is not None:
            raise answer.error
        for notice in answer.notices:
            if notice not in self._notices:
                self._notices.add(notice)
                self._observer.notice(notice)
        for number, report in answer.reports:
            self._finish(number, replace(report, pack=self._tasks[number].checker.pack))

    def _finish(self, number: int, report: DraftReport) -> None:
        self._reports[number] = report
        self._observer.finished(report)
