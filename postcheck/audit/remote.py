"""What the workers of a cluster do. It needs nothing of Dask; whatever it raises or is given shows no text of a post.

Dask writes the arguments and the exception of a task that fails into the logs of its workers, so both are sealed here.
"""

from __future__ import annotations

import pickle
import signal
import threading
from dataclasses import dataclass

from postcheck.audit import work
from postcheck.audit.work import Outcome, Portion, Setup, VersionPart
from postcheck.errors import ClusterError, PostcheckError, UsageError

_INSTALL = "Install the same postcheck, packages and Tesseract on all computers, and start the workers anew."
_SEE = (
    "Put it where every worker sees it under the same path, or give an address that every worker can open "
    "(s3://…, file://… on a shared disk)."
)


class Sealed:
    """Bytes that show nothing of themselves, wherever they are printed."""

    __slots__ = ("data",)

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __repr__(self) -> str:
        return "<sealed>"


@dataclass(frozen=True)
class Told:
    """What goes with every portion."""

    setup: Setup
    versions: tuple[VersionPart, ...]
    """What decides what is read on the computer where the audit was started."""


class FailedOnWorkerError(Exception):
    """Something that no worker should raise; it says what kind of error it was and nothing else."""


def do(told: Sealed, portion: Sealed) -> Sealed:
    """Do a portion, unless this worker would read something else than the computer where the audit was started."""
    try:
        return Sealed(pickle.dumps(_outcome(pickle.loads(told.data), pickle.loads(portion.data))))  # noqa: S301 - our own
    except Exception as error:  # noqa: BLE001 - its text may quote a post
        kind = type(error).__name__
    raise FailedOnWorkerError(kind)


def _outcome(told: Told, portion: Portion) -> Outcome:
    try:
        if difference := unlike(told.versions, work.versions(told.setup)):
            return Outcome(error=difference)
    except PostcheckError as error:
        return Outcome(error=error)
    outcome = work.do(told.setup, portion)
    if isinstance(outcome.error, UsageError):
        return Outcome(error=ClusterError("A worker does not see one of the archives.", advice=_SEE))
    return outcome


def unlike(here: tuple[VersionPart, ...], there: tuple[VersionPart, ...]) -> ClusterError | None:
    """Return what tells a worker from the computer where the audit was started, or None."""
    theirs = dict(there)
    for name, value in here:
        other = theirs.get(name, "")
        if value != other:
            shown = " (its files differ)" if _short(value) == _short(other) else ""
            return ClusterError(
                f"A worker has {name} {_short(other)}, this computer {_short(value)}{shown}, "
                "so it might read something else.",
                advice=_INSTALL,
            )
    if len(here) != len(there):
        return ClusterError("A worker has other OCR engines than this computer.", advice=_INSTALL)
    return None


def _short(value: str) -> str:
    """Return the beginning of what may hold digests of whole files."""
    words = [word if len(word) < 40 else word[:12] for word in value.split()]  # noqa: PLR2004 - digests are longer
    return " ".join(words) or "none"


def dask_setup(worker: object) -> None:
    """Leave Ctrl-C to the process that was started first; Dask calls this in each worker of its own."""
    del worker
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
