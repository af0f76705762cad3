"""Loaded by a worker of Dask in a test: the worker dies at one medium, as often as it is given it."""

from __future__ import annotations

import os
import signal

from postcheck.audit import work
from postcheck.audit.work import Outcome, Portion, Setup

DEADLY = "pic-3.jpg"
_usual = work.do


def _do(setup: Setup, portion: Portion) -> Outcome:
    if any(member.file == DEADLY for member in portion.media):
        os.kill(os.getpid(), signal.SIGKILL)
    return _usual(setup, portion)


def dask_setup(worker: object) -> None:
    """Lay the trap; Dask calls this in the worker."""
    del worker
    work.do = _do
