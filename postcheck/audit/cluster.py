"""Has the work of an audit done by Dask: by a scheduler and its workers, or by processes of this computer."""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from postcheck.audit import remote, work
from postcheck.audit.remote import FailedOnWorkerError, Sealed, Told
from postcheck.audit.work import Outcome, Portion, Setup
from postcheck.engine.processes import Died
from postcheck.errors import ClusterError, UsageError
from postcheck.extras import how_to_add
from postcheck.model.settings import CacheSettings

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local"
"""The address that means processes of this computer."""
_SCHEMES = ("tcp://", "tls://")
_CONNECT = 10.0
"""How long a scheduler has to answer, in seconds."""
_PATIENCE = 30.0
"""How long it may go without any worker, in seconds."""
_LOOK = 0.2
"""How often it is asked whether to stop, in seconds."""
_AHEAD = 2
"""How many portions a thread of a worker has, at most: one that it is at, and one that waits."""
_RETRIES = 2
"""How often a portion is tried again that fails without taking its worker with it."""
_GO_ON = "What was read is kept. Start them, and run the same command again."


@contextmanager
def dask_scheduler(address: str, jobs: int, stopping: Callable[[], bool]) -> Iterator[DaskScheduler]:
    """Connect to a scheduler of Dask, or start one with workers of its own.

    Parameters
    ----------
    address:
        ``tcp://HOST:PORT``, ``tls://HOST:PORT``, or ``local`` for processes of this computer.
    jobs:
        How many processes ``local`` starts.
    stopping:
        Says whether to stop.

    Raises
    ------
    UsageError
        If it is no such address.
    ClusterError
        If Dask is not installed, or nothing answers there.
    """
    if address != LOCAL and not address.startswith(_SCHEMES):
        raise UsageError(
            "--scheduler needs the address of a Dask scheduler.", advice="Write it as tcp://HOST:PORT, or local."
        )
    try:
        import cryptography  # noqa: F401, PLC0415 - an extra
        import distributed  # noqa: PLC0415 - as above
    except ImportError:
        raise ClusterError("--scheduler needs Dask, which is not installed.", advice=how_to_add("cluster")) from None
    # Whatever matters of what it says is raised here in our own words.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with contextlib.ExitStack() as stack:
        client: Client
        if address == LOCAL:
            client = stack.enter_context(_local_cluster(jobs))
        else:
            try:
                client = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
            except (OSError, ValueError, TypeError):  # no answer; no port; TLS that is not set up
                raise ClusterError(
                    f"no Dask scheduler answers at {address}.",
                    advice="Start it with `dask scheduler`, and see that the address is right and no firewall between.",
                ) from None
            stack.callback(client.close, timeout=_CONNECT)
        yield DaskScheduler(client, stopping, _PATIENCE, remembers=address == LOCAL)


@contextmanager
def _local_cluster(jobs: int) -> Iterator[Client]:
    """Start a scheduler and workers that nobody else on this computer can talk to."""
    import dask  # noqa: PLC0415 - an extra
    from distributed import Client, LocalCluster  # noqa: PLC0415 - as above

    never_on_disk = {f"distributed.worker.memory.{limit}": False for limit in ("target", "spill")}
    # Dask's own value has a process give its memory back at every turn, which costs pictures a third more time.
    keeps_memory = {"distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1}}
    with (
        dask.config.set({**never_on_disk, **keeps_memory}),
        LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            security=True,
            dashboard_address=None,
            worker_dashboard_address=None,
            silence_logs=logging.CRITICAL,
            preload=[remote.__name__],
        ) as cluster,
        Client(cluster, timeout=_CONNECT, set_as_default=False) as client,
    ):
        yield client


class DaskScheduler:
    """Has the work done by the workers of a Dask scheduler; see :class:`~postcheck.audit.schedulers.Scheduler`.

    Parameters
    ----------
    client:
        Is connected to it.
    stopping:
        Says whether to stop.
    patience:
        How long it may go without any worker, in seconds.
    remembers:
        Whether workers may remember on their disks what they read.
    """

    def __init__(
        self, client: Client, stopping: Callable[[], bool], patience: float, *, remembers: bool = False
    ) -> None:
        self._client = client
        self._stopping = stopping
        self._remembers = remembers
        self._patience = patience
        self._run = secrets.token_hex(16)

    def run(self, setup: Setup, portions: Iterable[Portion]) -> Iterator[tuple[Portion, Outcome | Died]]:
        """Yield what comes of each portion; see :class:`~postcheck.audit.schedulers.Scheduler`.

        A portion at which workers died, as often as Dask allows, is tried once more when nothing else is under way: it
        may only have waited behind another.

        Raises
        ------
        ClusterError
            If the scheduler is lost, or has had no worker for a while.
        """
        versions = work.versions(setup)
        setup = replace(setup, folder=setup.folder or os.getcwd(), run=self._run)  # noqa: PTH109 - goes as text
        if not self._remembers:
            setup = replace(setup, cache=CacheSettings(enabled=False))
        flow = _Flow(self._client, Sealed(pickle.dumps(Told(setup, versions))), self._patience)
        doubtful: deque[Portion] = deque()
        todo = iter(portions)
        try:
            while not self._stopping():
                while flow.has_room() and (portion := next(todo, None)) is not None:
                    flow.submit(portion)
                if not flow.under_way:
                    if not doubtful:
                        return
                    yield from self._alone(flow, doubtful.popleft())
                for portion, outcome in flow.done(_LOOK):
                    if isinstance(outcome, Died):
                        doubtful.append(portion)
                    else:
                        yield portion, outcome
        finally:
            flow.end()

    def _alone(self, flow: _Flow, portion: Portion) -> Iterator[tuple[Portion, Outcome | Died]]:
        flow.submit(portion)
        while flow.under_way and not self._stopping():
            yield from flow.done(_LOOK)


_AGAIN = frozenset({"lost", "pending"})
"""What Dask says of work that was done, by a worker that died before its result was fetched: others do it again."""


class _Flow:
    """What is under way on a cluster."""

    def __init__(self, client: Client, told: Sealed, patience: float) -> None:
        self._client = client
        self._told = told
        self._patience = patience
        self._finished: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self.under_way: dict[Future, Portion] = {}
        self._threads = 0
        self._looked = float("-inf")
        self._seen = time.monotonic()
        """When there last was a worker."""

    def has_room(self) -> bool:
        """Whether more is to be submitted."""
        self._look()
        return len(self.under_way) < _AHEAD * max(1, self._threads)

    def submit(self, portion: Portion) -> None:
        """Have a portion done."""
        future = self._client.submit(
            remote.do,
            self._told,
            Sealed(pickle.dumps(portion)),
            key=f"postcheck-{secrets.token_hex(16)}",  # Dask logs keys
            pure=False,
            retries=_RETRIES,
        )
        self.under_way[future] = portion
        future.add_done_callback(self._finished.put)

    def done(self, wait: float) -> Iterator[tuple[Portion, Outcome | Died]]:
        """Yield what has been done, after waiting for the first for at most so many seconds."""
        self._look()
        try:
            future = self._finished.get(timeout=wait)
            while True:
                if future.status in _AGAIN:
                    future.add_done_callback(self._finished.put)
                else:
                    yield self.under_way[future], self._result(future)
                    del self.under_way[future]
                future = self._finished.get_nowait()
        except queue.Empty:
            return

    def end(self) -> None:
        """Cancel what is under way."""
        with contextlib.suppress(Exception):  # the scheduler may be gone
            if self.under_way:
                self._client.cancel(list(self.under_way), force=True)
        self.under_way.clear()

    def _result(self, future: Future) -> Outcome | Died:
        from distributed import KilledWorker  # noqa: PLC0415 - an extra

        if future.status == "finished":
            sealed: Sealed = self._client.gather(future)
            outcome: Outcome = pickle.loads(sealed.data)  # noqa: S301 - our own
            return outcome
        if future.status == "error":
            error = future.exception()
            if isinstance(error, KilledWorker):
                return Died()
            if isinstance(error, FailedOnWorkerError):
                raise ClusterError(f"postcheck failed on a worker ({error}).", advice="Report that.")
            raise ClusterError(
                f"a worker could not begin ({type(error).__name__}): it has no postcheck, or another one.",
                advice="Install the same postcheck where `dask worker` runs.",
            )
        raise ClusterError("the connection to the scheduler was lost.", advice=_GO_ON)

    def _look(self) -> None:
        """Count the threads of the workers, once in a while."""
        now = time.monotonic()
        if now - self._looked < 1.0 and self._threads:
            return
        self._looked = now
        try:
            self._threads = sum(self._client.nthreads().values())
        except Exception:  # noqa: BLE001 - Dask raises all sorts of errors when a connection breaks
            raise ClusterError("the connection to the scheduler was lost.", advice=_GO_ON) from None
        if self._threads:
            self._seen = now
        elif now - self._seen > self._patience:
            raise ClusterError("the scheduler has no workers.", advice=_GO_ON)
