"""Remembers what models saw in texts, so that a text that was read before is not read again: one SQLite file.

It lies beside what was read in pictures, and is as private. It holds no text: an entry is found by a digest of the text
and of all that decides what is seen in it, and holds places and figures. If anything is wrong with the file or an
entry, the texts are read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from postcheck.errors import CacheError
from postcheck.model.settings import CacheSettings
from postcheck.read.cache import DAY, CacheSize, cache_folder, is_own_file, make_private, unusable

_FILE: Final = "texts.db"
_LAYOUT: Final = 1
"""The layout of the table; a change makes a file of an earlier one begin anew."""
_SEAL: Final = 16
"""Bytes of an entry by which it is told from one that was damaged, or written under another key."""
_PATIENCE: Final = 0.5
"""How long another process that writes is waited for, in seconds."""


class TextCache:
    """What models saw in texts. Several processes may use it at once, and several threads.

    Parameters
    ----------
    settings:
        Where it is, and how large and old it may become.
    """

    def __init__(self, settings: CacheSettings) -> None:
        self.path = cache_folder(settings)
        self._max_size = settings.max_mb * 1_000_000
        self._max_days = settings.max_days
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self._opened = False

    def get(self, key: str) -> bytes | None:
        """Return what was kept under a key; None if that is not known, too old or not whole."""
        with self._used() as database:
            row = (
                database.execute("SELECT sealed, day FROM texts WHERE key = ?", (key,)).fetchone() if database else None
            )
            if row is None or not -1 <= _today() - row[1] <= self._max_days:
                return None
            seal, body = bytes(row[0][:_SEAL]), bytes(row[0][_SEAL:])
            return body if seal == _seal(key, body) else None
        return None

    def put(self, entries: Mapping[str, bytes]) -> None:
        """Keep what was seen, by key. If that fails, nothing is lost but time."""
        rows = [(key, _seal(key, body) + body, _today()) for key, body in entries.items()]
        with self._used() as database:
            if database:
                database.execute("BEGIN IMMEDIATE")
                database.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", rows)
                database.execute("COMMIT")

    def size(self) -> CacheSize:
        """Return how many texts are remembered, and what that takes on the disk."""
        if not os.path.lexists(self.path / _FILE):
            return CacheSize()
        with self._used() as database:
            if database:
                (number,) = database.execute("SELECT count(*) FROM texts").fetchone()
                return CacheSize(number, sum(file.stat().st_size for file in self._files()))
        return CacheSize()

    def clear(self) -> CacheSize:
        """Forget everything; return how much it was.

        Raises
        ------
        CacheError
            If it cannot be removed.
        """
        found = self.size()
        with self._lock:
            self._close()
            try:
                for file in self._files():
                    file.unlink(missing_ok=True)
            except OSError as error:
                reason = os.strerror(error.errno) if error.errno else "it cannot be removed"
                raise CacheError(
                    f"what was remembered could not be removed: {reason}.",
                    advice=f"Delete the file {self.path / _FILE} yourself.",
                ) from None
        return found

    def close(self) -> None:
        """Let go of the file; it is opened again by whoever asks."""
        with self._lock:
            self._close()
            self._opened = False

    @contextlib.contextmanager
    def _used(self) -> Iterator[sqlite3.Connection | None]:
        """Lend the file to one thread at a time. What fails there ends its use: texts are read as if there was none."""
        with self._lock:
            if not self._opened:
                self._opened = True
                with contextlib.suppress(sqlite3.Error, OSError, CacheError):
                    self._open()
            try:
                yield self._database
            except (sqlite3.Error, OSError, TypeError) as error:
                self._give_up(error)

    def _open(self) -> None:
        make_private(self.path)
        path = self.path / _FILE
        if not os.path.lexists(path):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        for file in self._files():
            # A link or somebody else's file could say anything; neither is trusted.
            if not is_own_file(file.lstat()):
                raise unusable(self.path, "somebody else could write there")
        database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("BEGIN IMMEDIATE")  # another process may be opening it too
            if database.execute("PRAGMA user_version").fetchone()[0] != _LAYOUT:
                self._begin_anew(database)
            self._prune(database)
            database.execute("COMMIT")
        except sqlite3.Error as error:
            database.close()
            self._give_up(error)
            raise
        self._database = database

    @staticmethod
    def _begin_anew(database: sqlite3.Connection) -> None:
        database.execute("DROP TABLE IF EXISTS texts")
        database.execute("DROP TABLE IF EXISTS pruned")
        database.execute(
            "CREATE TABLE texts (key TEXT PRIMARY KEY, sealed BLOB NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID"
        )
        database.execute("CREATE TABLE pruned (day INTEGER NOT NULL)")
        database.execute(f"PRAGMA user_version = {_LAYOUT}")

    def _prune(self, database: sqlite3.Connection) -> None:
        """Once a day, remove what is too old; all of it if the file has become too large."""
        last = database.execute("SELECT max(day) FROM pruned").fetchone()[0]
        if last == _today():
            return
        pages = database.execute("PRAGMA page_count").fetchone()[0] * database.execute("PRAGMA page_size").fetchone()[0]
        oldest = _today() - self._max_days if pages <= self._max_size else _today() + 2
        database.execute("DELETE FROM texts WHERE day < ?", (oldest,))
        database.execute("DELETE FROM pruned")
        database.execute("INSERT INTO pruned VALUES (?)", (_today(),))

    def _give_up(self, error: Exception) -> None:
        """Use the file no longer in this run, unless another process is writing; one that is damaged is removed."""
        name = getattr(error, "sqlite_errorname", "")
        if self._database is not None and name.startswith("SQLITE_BUSY"):
            with contextlib.suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")
            return
        self._close()
        if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_ERROR")):
            for file in self._files():
                with contextlib.suppress(OSError):
                    file.unlink()

    def _close(self) -> None:
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
        self._database = None

    def _files(self) -> list[Path]:
        """Return the file and what SQLite keeps beside it, those that are there."""
        return [file for end in ("", "-wal", "-shm") if os.path.lexists(file := self.path / f"{_FILE}{end}")]


def _today() -> int:
    """Return the day, counted from 1970."""
    return int(time.time()) // DAY


def _seal(key: str, body: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\n" + body).digest()[:_SEAL]
