"""Tables for a scheduler (``.csv``, ``.xlsx``): each row is a post; text, pictures, channel and time are columns."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.drafts.source import DraftSource
from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.formats.filetypes import suffix
from postcheck.model.settings import BulkSettings

if TYPE_CHECKING:
    from postcheck.drafts.bulk.layout import Table

_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_SLACK = 2_000_000_000
"""How long after a change, in nanoseconds, a file's state cannot show whether it was changed again."""


def is_table(path: Path) -> bool:
    """Whether a file's name is that of a table."""
    return suffix(path.name) in {".csv", ".tsv", *_WORKBOOKS}


def posts_in(source: DraftSource, settings: BulkSettings) -> tuple[DraftSource, ...]:
    """Return the posts that a source stands for: one for each row of a table, else the source itself.

    What cannot be examined in a table becomes a post of its own that says so.
    """
    if source.path is None or source.reason or source.image or not is_table(source.path):
        return (source,)
    try:
        table = read_table(source.path, source.name, settings)
    except UnreadableError as error:
        return (replace(source, reason=f"{error.message} {error.advice}"),)
    shows = -(-source.shows // max(1, len(table.rows)))
    rows = tuple(
        replace(source, name=f"{source.name}#{row.label}", row=number, shows=shows)
        for number, row in enumerate(table.rows)
    )
    rest = (replace(source, reason=" ".join(table.problems)),) if table.problems else ()
    return (*rows, *rest)


def read_table(path: Path, name: str, settings: BulkSettings) -> Table:
    """Read a table; one whose content has not changed is not parsed again.

    Raises
    ------
    UnreadableError
        If it cannot be read, or isn't a table of posts.
    """
    try:
        status = os.stat(path)  # noqa: PTH116 - as in textfile
        settled = time.time_ns() - status.st_mtime_ns > _SLACK
        digest = _digest(path, status.st_mtime_ns, status.st_size) if settled else _digest.__wrapped__(path, 0, 0)
    except OSError as error:
        raise UnreadableError(textfile.why_not_opened(error), advice=textfile.how_to_open(error)) from error
    return _read(path, name, settings, digest)


@lru_cache(maxsize=64)
def _digest(path: Path, _changed: int, _size: int) -> str:
    """Return a digest of a file's content; each row asks for it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


@lru_cache(maxsize=8)
def _read(path: Path, name: str, settings: BulkSettings, _digest: str) -> Table:
    if suffix(path.name) in _WORKBOOKS:
        from postcheck.drafts.bulk.workbook_table import read_workbook  # noqa: PLC0415 - a text draft needs none of these readers

        return read_workbook(path, name, settings)
    from postcheck.drafts.bulk.csv_table import read_csv  # noqa: PLC0415 - as above

    return read_csv(path, name, settings)
