"""Work in several processes, of which any may die: what it was at is then tried once more by itself."""

from __future__ import annotations

import gc
import io
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Generic, TypeVar

from postcheck.late import loaded

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

_LOOK = 0.2
"""How often it is asked whether to stop, in seconds."""
_GRACE = 5.0
"""How long processes have to end what they are at once they are told to stop, in seconds."""
_WARNINGS, _QUIET = "PYTHONWARNINGS", "ignore:resource_tracker"
_AHEAD = 1
"""How many portions of work wait, beside those that are worked on."""

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
        self._context = multiprocessing.get_context("spawn")  # a fork would copy locks that threads hold
        _tidied_quietly()
        self._stop = self._context.Event()

    def stop(self) -> None:
        """Tell the processes to end what they are at."""
        self._stop.set()

    def run(self, portions: Iterable[P]) -> Iterator[tuple[P, bytes | Died]]:
        """Do the work, portion by portion, and yield what comes of each as it is done.

        Raises whatever a process raised. What was not done when it is to stop does not come at all.
        """
        todo = iter(portions)
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
        # Pickled here, so that a process loads what it needs for it only once somebody looks after that.
        told = pickle.dumps((self._begin, self._told), pickle.HIGHEST_PROTOCOL)
        executor = ProcessPoolExecutor(
            workers, mp_context=self._context, initializer=_begin, initargs=(told, self._stop)
        )
        under_way = pool.under_way
        try:
            while not self._stopping() and not pool.lost:
                while len(under_way) < workers + _AHEAD and (portion := next(todo, None)) is not None:
                    try:
                        with _uninterrupted():
                            under_way[executor.submit(_do, self._work, portion)] = portion
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


def _read_only(known: dict[object, object]) -> Mapping[object, object]:
    return MappingProxyType(known)


class _Pickler(pickle.Pickler):
    """Takes read-only mappings as well."""

    dispatch_table = MappingProxyType({MappingProxyType: lambda known: (_read_only, (dict(known),))})


def pickled(value: object) -> bytes:
    """Return a value as bytes for another process of ours; it may hold read-only mappings."""
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def _tidied_quietly() -> None:
    """Have what a process that was stopped leaves behind taken away without a word of that on standard error.

    Python's own process does it, which tells programmers of each time: nobody who presses Ctrl-C has to know.
    """
    if sys.platform == "win32":  # nothing is left there
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415 - there is none on Windows

    before = os.environ.get(_WARNINGS)
    os.environ[_WARNINGS] = f"{before},{_QUIET}" if before else _QUIET
    try:
        resource_tracker.ensure_running()
    finally:
        if before is None:
            del os.environ[_WARNINGS]
        else:
            os.environ[_WARNINGS] = before


def _begin(told: bytes, stop: Event) -> None:
    """Get a new process ready, which puts off looking for garbage until its first portion has loaded what it needs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to every process; the first one says what is to be done
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.disable()
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # as in the first process: standard error is for whoever runs the command
    begin, rest = pickle.loads(told)  # noqa: S301 - our own process wrote it
    begin(rest, stop)


def _end_with_parent() -> None:
    """End this process once the first one has, however that came about: nobody else would, as it waits for work."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(work: Callable[[P], bytes], portion: P) -> bytes:
    try:
        return work(portion)
    finally:
        loaded()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Start processes that don't hear Ctrl-C, from their first moment on: until ``begin`` nobody answers it there.

    It goes to every process; the first one says what is to be done.
    """
    if sys.platform == "win32":
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
