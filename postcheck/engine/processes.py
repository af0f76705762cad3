"""Work in several processes, of which any may die: what it was at is then tried once more by itself."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import util
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

_LOOK = 0.2
"""How often it is asked whether to stop, in seconds."""
_GRACE = 5.0
"""How long processes have to end what they are at once they are told to stop, in seconds."""
_AHEAD = 1
"""How many portions of work wait, beside those that are worked on."""

_FORKS = sys.platform == "linux"
"""Whether a process that has much loaded can be forked safely."""
_LOADED = "postcheck.engine.fork_server"
"""What the process has imported that others are forked from."""

P = TypeVar("P")


@dataclass(frozen=True)
class Died:
    """What comes back for a portion of work at which a process died, however often it was tried."""


class Processes(Generic[P]):
    """Several processes that do one kind of work.

    Parameters
    ----------
    work:
        Does a portion, in one of the processes.
    workers:
        How many processes.
    begin:
        Gets a process ready; it is given ``told``, and an event that is set when it is to stop.
    told:
        What a process is told once.
    stopping:
        Says whether to stop.
    """

    def __init__(
        self,
        work: Callable[[P], bytes],
        workers: int,
        begin: Callable[[bytes, Event], None],
        told: bytes,
        stopping: Callable[[], bool],
    ) -> None:
        self._work = work
        self._workers = workers
        self._begin = begin
        self._told = told
        self._stopping = stopping
        # A fork of this process would copy locks that threads hold; that of a process that has no threads is safe.
        self._context = multiprocessing.get_context("forkserver" if _FORKS else "spawn")
        self._stop = self._context.Event()

    def stop(self) -> None:
        """Tell the processes to end what they are at."""
        self._stop.set()

    def run(self, portions: Iterable[P]) -> Iterator[tuple[P, bytes | Died]]:
        """Do the work, portion by portion, and yield what comes of each as it is done.

        Raises whatever a process raised. What was not done when it is to stop does not come at all.
        """
        with starting():
            yield from self._run(iter(portions))

    def _run(self, todo: Iterator[P]) -> Iterator[tuple[P, bytes | Died]]:
        while not self._stopping():
            pool = _Pool[P]()
            yield from self._in_pool(pool, todo, self._workers)
            if not pool.lost:
                return
            for portion in pool.lost:
                # A process died while this was under way, among others; now it is by itself.
                alone = _Pool[P]()
                yield from self._in_pool(alone, iter((portion,)), 1)
                if alone.lost and not self._stopping():
                    yield portion, Died()

    def _in_pool(self, pool: _Pool[P], todo: Iterator[P], workers: int) -> Iterator[tuple[P, bytes]]:
        executor = ProcessPoolExecutor(
            workers, mp_context=self._context, initializer=self._begin, initargs=(self._told, self._stop)
        )
        under_way = pool.under_way
        try:
            while not self._stopping() and not pool.lost:
                while len(under_way) < workers + _AHEAD and (portion := next(todo, None)) is not None:
                    try:
                        with _uninterrupted():
                            under_way[executor.submit(self._work, portion)] = portion
                    except BrokenProcessPool:
                        pool.lost.append(portion)
                        break
                if not under_way:
                    break
                for future in wait(under_way, timeout=_LOOK, return_when=FIRST_COMPLETED).done:
                    portion = under_way.pop(future)
                    try:
                        result = future.result()
                    except BrokenProcessPool:
                        pool.lost.append(portion)
                    else:
                        yield portion, result
        finally:
            if under_way and not pool.lost:
                self._stop.set()
                wait(under_way, timeout=_GRACE)
            pool.lost += under_way.values()
            _end(executor)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Start processes that don't hear Ctrl-C, from their first moment on: until ``begin`` nobody answers it there.

    It goes to every process; the first one says what is to be done.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass
class _Pool(Generic[P]):
    """What becomes of the work of one pool."""

    under_way: dict[Future[bytes], P] = field(default_factory=dict)
    lost: list[P] = field(default_factory=list)
    """What was under way when a process died, or when it was told to stop."""


def _end(executor: ProcessPoolExecutor) -> None:
    """End a pool and its processes, whatever they are doing."""
    processes = list((getattr(executor, "_processes", None) or {}).values())  # before Python 3.14 there is no other way
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(_GRACE)
        if process.is_alive():
            process.kill()
            process.join(_GRACE)


_users = 0
_lock = threading.Lock()


@contextmanager
def starting() -> Iterator[None]:
    """Have processes start quickly meanwhile: they are forked from one that has loaded what they need.

    It loads that beside whatever is done in this process. Where there can be no such process, nothing is done.
    """
    global _users  # noqa: PLW0603 - there is one such process, as the standard library has it
    if not _FORKS:
        yield
        return
    from multiprocessing import forkserver  # noqa: PLC0415 - Windows has none

    with _lock:
        _users += 1
        multiprocessing.set_forkserver_preload([_LOADED])
        with _uninterrupted():  # all that are forked from it inherit that
            forkserver.ensure_running()
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            if not _users:
                # It would keep its memory as long as this process lives.
                getattr(forkserver, "_forkserver")._stop()  # noqa: B009, SLF001 - there is no other way to end it
                _remove_folder()


def _remove_folder() -> None:
    """Remove the folder that the standard library keeps for such a process, now and not when this one ends.

    It lies in that of the run, which will be gone then.
    """
    for finalizer in list(getattr(util, "_finalizer_registry").values()):  # noqa: B009 - there is no other way
        if getattr(finalizer, "_callback", None) is getattr(util, "_remove_temp_dir"):  # noqa: B009 - as above
            finalizer()
