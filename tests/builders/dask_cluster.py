"""A scheduler of Dask and its workers, as somebody starts them in terminals."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.builders.audits import Audits, kill

_AT = re.compile(r"Scheduler at:\s+(tcp://\S+)")
_REGISTERED = "Registered to"


@dataclass
class Cluster:
    """A scheduler and its workers."""

    audits: Audits
    address: str = ""
    workers: list[subprocess.Popen[str]] = field(default_factory=list)
    logs: list[Path] = field(default_factory=list)

    @property
    def log(self) -> str:
        """All that they have written."""
        return "".join(log.read_text(encoding="utf-8", errors="replace") for log in self.logs)


@contextmanager
def cluster(audits: Audits, workers: int, *more: str, failures: int = 3) -> Iterator[Cluster]:
    """Start a scheduler and workers, in another folder than the audit."""
    with ExitStack() as stack:
        made = Cluster(audits)

        def start(name: str, *command: str) -> tuple[subprocess.Popen[str], Path]:
            log = audits.folder / f"{name}-{len(made.logs)}.log"
            with log.open("w") as file:
                process = subprocess.Popen(
                    [sys.executable, "-m", "dask", *command],
                    cwd=audits.folder / "tmp",
                    env=audits.environ | {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(failures)},
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=file,
                    text=True,
                    start_new_session=True,
                )
            stack.callback(kill, process)
            made.logs.append(log)
            return process, log

        scheduler, log = start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        while not (found := _AT.search(log.read_text())):
            assert scheduler.poll() is None, log.read_text()
            time.sleep(0.1)
        made.address = found[1]
        begun = [
            start("worker", "worker", made.address, "--nthreads", "1", "--no-dashboard", *more) for _ in range(workers)
        ]
        for worker, log in begun:
            while _REGISTERED not in log.read_text():
                assert worker.poll() is None, log.read_text()
                time.sleep(0.1)
            made.workers.append(worker)
        yield made
