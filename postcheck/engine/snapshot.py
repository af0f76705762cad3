"""The files that reports depend on, and their state, by which a change is noticed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from postcheck.config.sign_offs import sign_off_file
from postcheck.drafts.loader import sidecar_of
from postcheck.drafts.source import DraftSource
from postcheck.model.report import DraftReport

_SLACK = 1_000_000_000
"""Nanoseconds by which the clock of a file system may be behind."""

_State = tuple[int, int, int]
"""When a file was changed (nanoseconds), its size, and its inode number."""


def files_before_loading(source: DraftSource) -> Iterator[Path]:
    """Yield the files of a draft that are known before it is loaded, whether they are there or not."""
    if source.path is not None:
        yield from (source.path, sidecar_of(source.path), sign_off_file(source.path))
    yield from source.siblings


def files_shown(report: DraftReport) -> Iterator[Path]:
    """Yield the files that a draft shows or is made of; they are known only once it is loaded."""
    yield from (image.path for image in report.draft.images)
    yield from report.draft.read_beside
    for video in report.draft.header.videos:
        yield from (*([video.path] if video.path else []), *video.beside)


def files_of(source: DraftSource, report: DraftReport) -> Iterator[Path]:
    """Yield all files of a draft."""
    yield from files_before_loading(source)
    yield from files_shown(report)


@dataclass(frozen=True)
class Snapshot:
    """Files and folders as they were when something was made of them."""

    states: tuple[tuple[Path, _State | None], ...] = ()
    settled: bool = False
    """Whether they certainly were like this throughout; otherwise they count as changed."""

    @classmethod
    def take(cls, paths: Iterable[Path], since: int) -> Snapshot:
        """Return the files as they are, for a result made from them since a moment (nanoseconds).

        A file that may have changed since then may not be the one that was read.
        """
        states = tuple((path, _state(path)) for path in dict.fromkeys(paths))
        now = time.time_ns()
        return cls(states, settled=not any(state and since - _SLACK < state[0] <= now for _, state in states))

    @property
    def paths(self) -> frozenset[Path]:
        """The files."""
        return frozenset(path for path, _ in self.states)

    def is_current(self) -> bool:
        """Whether the files are as they were."""
        return self.settled and all(_state(path) == state for path, state in self.states)

    @staticmethod
    def together(snapshots: Iterable[Snapshot]) -> Snapshot:
        """Return several as one, which is current if all of them are; a file that is in many is checked once."""
        known = tuple(snapshots)
        states = dict.fromkeys(pair for one in known for pair in one.states)
        return Snapshot(tuple(states), settled=all(one.settled for one in known))


def _state(path: Path) -> _State | None:
    """Return the state of a file; None if it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
