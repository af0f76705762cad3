"""Who does the work of an audit: the processes of this computer, or a cluster."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from postcheck.audit import work
from postcheck.audit.work import Outcome, Portion, Setup
from postcheck.engine.processes import Died, Processes


class Scheduler(Protocol):
    """Has portions of work done."""

    def run(self, setup: Setup, portions: Iterable[Portion]) -> Iterator[tuple[Portion, Outcome | Died]]:
        """Yield what comes of each portion, as it is done, in any order; what was not done when it stops is left out.

        For a portion at which workers died :class:`~postcheck.engine.processes.Died` comes back.
        """


class LocalScheduler:
    """Has the work done by processes of this computer.

    Parameters
    ----------
    workers:
        How many.
    stopping:
        Says whether to stop.
    """

    def __init__(self, workers: int, stopping: Callable[[], bool]) -> None:
        self._workers = workers
        self._stopping = stopping

    def run(self, setup: Setup, portions: Iterable[Portion]) -> Iterator[tuple[Portion, Outcome | Died]]:
        """Yield what comes of each portion; see :class:`Scheduler`."""
        told = pickle.dumps(setup)
        processes = Processes(_do, self._workers, _begin, told, self._stopping)
        for portion, answer in processes.run((told, portion) for portion in portions):
            yield portion[1], answer if isinstance(answer, Died) else pickle.loads(answer)  # noqa: S301 - our own


def _begin(told: bytes, stop: object) -> None:
    work.begin(pickle.loads(told), stop)  # type: ignore[arg-type] # noqa: S301 - our own


def _do(given: tuple[bytes, Portion]) -> bytes:
    told, portion = given
    return pickle.dumps(work.do(pickle.loads(told), portion))  # noqa: S301 - our own
