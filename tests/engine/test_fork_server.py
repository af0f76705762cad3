"""What the processes of a run are forked from: it has loaded what they need, and ends with the last who uses it."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from typing import Any

import pytest

from postcheck.engine import processes, workers
from postcheck.engine.job import Job
from postcheck.engine.workers import WorkerPool
from postcheck.model.report import Verdict
from tests.builders.jobs import Hearing, tasks_of
from tests.builders.school import School

pytestmark = pytest.mark.skipif(not processes._FORKS, reason="processes are not forked here")  # noqa: SLF001 - asked once


def asking(orders: bytes) -> bytes:
    """Die unless the process has begun with what it needs."""
    if workers._preloaded is None:  # noqa: SLF001 - what it began with
        os._exit(12)
    return workers._examine(orders)  # noqa: SLF001 - as above


def fork_server_pid() -> int | None:
    from multiprocessing import forkserver  # noqa: PLC0415 - Windows has none

    server: Any = vars(forkserver)["_forkserver"]
    pid: int | None = server._forkserver_pid  # noqa: SLF001 - there is no other way to see it
    return pid


def test_processes_begin_with_what_they_need_and_end_with_the_run(school: School, job: Job) -> None:
    tasks = tasks_of(job, school.environ())
    reports = WorkerPool(tasks, job, school.environ(), Hearing(), 2, asking).examine()
    assert Verdict.INCOMPLETE not in {report.verdict for report in reports.values()}
    assert multiprocessing.active_children() == []
    assert fork_server_pid() is None


def test_early_processes_end_with_the_last_who_uses_them() -> None:
    with processes.starting():
        with processes.starting():
            first = fork_server_pid()
        assert fork_server_pid() == first is not None
    assert fork_server_pid() is None


def test_what_processes_are_forked_from_has_no_threads_and_no_running_model() -> None:
    told = (
        "import os, sys; import postcheck.engine.fork_server; from postcheck.engine import workers;"
        "known = workers._preloaded;"
        "assert known and known.models[''] and '_session' not in vars(known.concerns);"
        "assert 'cv2' not in sys.modules;"
        "assert len(os.listdir('/proc/self/task')) == 1"
    )
    # The threads of OpenBLAS end before a fork by themselves.
    environ = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", told], check=True, env=environ)


def test_nothing_is_left_for_the_end_in_the_folder_of_a_run_that_is_gone_by_then() -> None:
    told = (
        "from postcheck.cli.progress import scratch_folder; from postcheck.engine.processes import starting\n"
        "for _ in range(2):\n"
        "    with scratch_folder(), starting():\n"
        "        pass\n"
    )
    done = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True)
    assert done.stderr == b""
