"""What a store holds, for the comparison of stores and for the size of each thing in it."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_SAME = ("items", "media", "contents", "opinions", "not_read", "counted")
"""The tables that must not depend on who read; the others hold a secret and the times of files."""


@dataclass(frozen=True)
class StoreSize:
    """How large a store is, in bytes."""

    file: int
    for_posts: int
    """Of the file: what is kept of the items and of what the language model sees in all texts."""
    for_pictures: int
    """Of the file: what is kept of the pictures."""


def digest_of(store: Path) -> str:
    """Return what is the same for stores that hold the same."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(store)) as database:
        for table in _SAME:
            rows = sorted(database.execute(f"SELECT * FROM {table}").fetchall())  # noqa: S608 - a name from above
            digest.update(repr((table, rows)).encode())
    return digest.hexdigest()


def size_of(store: Path) -> StoreSize:
    """Return how large a store is; what SQLite needs beside the rows is shared out among them by their length."""
    with closing(sqlite3.connect(store)) as database:
        lengths = {
            name: database.execute(f"SELECT coalesce(sum({columns}), 0) FROM {name}").fetchone()[0]  # noqa: S608 - as above
            for name, columns in (
                ("items", "length(key) + length(digest) + length(item)"),
                ("opinions", "length(text) + length(opinion)"),
                ("media", "length(archive) + length(file) + length(state) + length(content)"),
                ("contents", "length(content) + length(reading)"),
            )
        }
    file, rows = store.stat().st_size, sum(lengths.values())
    posts = round(file * (lengths["items"] + lengths["opinions"]) / max(1, rows))
    return StoreSize(file, posts, file - posts)
