"""The file of a store: made private, told from other files before SQLite changes a byte of it, its errors in words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from postcheck.errors import StoreError

_MAGIC = b"SQLite format 3\0"
_HEADER = 108
"""The head of a database and of its first page, in bytes; SQLite's documentation says what stands where."""
_ANOTHER = "Name another file with --store."
_PRIVATE = 0o600


def make_private(path: Path) -> None:
    """Make an empty file that only its user can open; SQLite gives the files that it puts beside it the same rights.

    Raises
    ------
    StoreError
        If it cannot be made.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be written"
        raise StoreError(f"the store cannot be made: {reason}.", advice=_ANOTHER) from None


def files_of(path: Path) -> tuple[Path, ...]:
    """Return the file of a store, and those that SQLite may keep beside it."""
    return tuple(path.with_name(path.name + end) for end in ("", "-wal", "-shm", "-journal"))


def check_file(path: Path, application: int, version: int) -> None:
    """Make sure that a file is a store, or empty, and take from others the right to read it.

    Raises
    ------
    StoreError
        If it is something else, or a store of another version.
    """
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            raise StoreError("the store is a link to another file.", advice="Name that file itself with --store.")
        if not stat.S_ISREG(status.st_mode):
            raise StoreError("the store is no file.", advice=_ANOTHER)
        for file in files_of(path):
            if os.name == "posix" and file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
                file.chmod(_PRIVATE)
        with path.open("rb") as opened:
            head = opened.read(_HEADER)
    except OSError as error:
        raise StoreError(
            "the store cannot be opened or written.",
            advice="See whether it is yours, its folder may be written to, and its disk works.",
        ) from error
    if not head:
        return
    if not head.startswith(_MAGIC) or len(head) < _HEADER:
        raise StoreError("this file is no store of an audit.", advice=_ANOTHER)
    found = int.from_bytes(head[68:72], "big")
    if found == 0 and not any(head[103:105]):
        return  # a database without tables: whoever made it was killed before it wrote more
    check_marks(found, int.from_bytes(head[60:64], "big"), application, version)


def check_marks(found: int, found_version: int, application: int, version: int) -> None:
    """Make sure that a database is a store of this version, by what it is marked with.

    Raises
    ------
    StoreError
        If it isn't.
    """
    if found != application:
        raise StoreError("this file is no store of an audit.", advice=_ANOTHER)
    if found_version != version:
        age = "a newer" if found_version > version else "an older"
        raise StoreError(
            f"this store was made by {age} postcheck, whose stores are different.",
            advice="Install that postcheck, or read the archives again into a new store.",
        )


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Say what went wrong in SQLite in words."""
    try:
        yield
    except sqlite3.Error as error:
        raise _store_error(error) from None


def _store_error(error: sqlite3.Error) -> StoreError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError("another audit is using this store.", advice="Wait until it has ended, or stop it.")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE")):
        # Of quotas and limits SQLite knows only that it could not write.
        return StoreError(
            "the disk is full, or fails. What was read so far is kept.",
            advice="Make room, and run the same command again.",
        )
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return StoreError(
            "this file is no store of an audit, or is damaged.",
            advice="Name another file with --store, and read the archives again.",
        )
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_READONLY", "SQLITE_IOERR")):
        return StoreError(
            "the store cannot be opened or written.",
            advice="See whether its folder may be written to, and its disk works.",
        )
    return StoreError(f"the store failed ({name or type(error).__name__}).", advice="Run the same command again.")
