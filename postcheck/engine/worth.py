"""Whether drafts are examined sooner by several processes than by one."""

from __future__ import annotations

from collections.abc import Sequence

from postcheck.drafts.source import DraftSource
from postcheck.engine.executor import Task
from postcheck.formats.filetypes import FileKind, file_kind

TEXT, _PICTURE = 0.02, 1.0
"""Seconds that a text and a picture take, roughly."""
_SHOWING = frozenset({FileKind.IMAGE, FileKind.DOCUMENT, FileKind.VIDEO})
_WORTH = 6.0
"""Seconds of work from which on processes save more than it takes to start them."""


def worth_it(tasks: Sequence[Task], jobs: int) -> bool:
    """Whether so many drafts are examined sooner by several processes than by one."""
    return jobs > 1 and len(tasks) > 1 and sum(seconds_of(task.source) for task in tasks) >= _WORTH


def seconds_of(source: DraftSource) -> float:
    """Return the seconds that a draft takes, roughly."""
    itself = source.path is not None and file_kind(source.path.name) in _SHOWING
    return TEXT + _PICTURE * (max(source.shows, len(source.siblings)) + itself)
