"""The folder in which the desk keeps what was given to it: open to its user alone, and gone when the desk is.

A desk that was killed leaves its folder behind. The next one removes it: a folder says at which address its desk
listens, and if nobody answers there, it belongs to nobody any more.
"""

from __future__ import annotations

import http.client
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from postcheck.errors import UsageError

_ADDRESS = "address"
_BEGINS = "desk-"
_PATIENCE = 2.0
"""Seconds that a desk is given to say that it is still there."""
ALIVE = 204
"""The status with which it does."""


@contextmanager
def private_folder(root: Path, port: int, key: str) -> Iterator[Path]:
    """Make a folder for this desk's files, and remove it afterwards, with everything left by desks that are no more.

    Temporary files that are made within the block go there too.

    Parameters
    ----------
    root:
        Where such folders are; made if need be.
    port, key:
        At which address this desk listens already, by which another one sees that the folder is in use.

    Raises
    ------
    UsageError
        If there can be no such folder, or it would not be private.
    """
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_own(root)
        clear(root)
        folder = root / f"{_BEGINS}{secrets.token_hex(8)}"
        folder.mkdir(mode=0o700)
        _write_private(folder / _ADDRESS, f"{port} {key}")
        scratch = folder / "scratch"
        scratch.mkdir(mode=0o700)
    except OSError as error:
        raise UsageError(
            f"the desk has nowhere to keep its files: {error.strerror or 'the folder cannot be made'}.",
            advice="Name a folder of your own in POSTCHECK_CACHE_DIR.",
        ) from None
    usual = tempfile.tempdir
    tempfile.tempdir = str(scratch)
    try:
        yield folder
    finally:
        tempfile.tempdir = usual
        shutil.rmtree(folder, ignore_errors=True)


def clear(root: Path) -> None:
    """Remove the folders of desks that do not answer any more."""
    for folder in root.iterdir():
        if folder.name.startswith(_BEGINS) and not folder.is_symlink() and not _answers(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _answers(folder: Path) -> bool:
    """Whether the desk whose folder it is can still be reached, or is too busy to say so."""
    try:
        port, key = (folder / _ADDRESS).read_text(encoding="ascii").split()
        connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=_PATIENCE)
    except (OSError, ValueError):
        return False
    try:
        connection.request("GET", f"/{key}/alive")
        return connection.getresponse().status == ALIVE
    except TimeoutError:
        return True
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _check_own(folder: Path) -> None:
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise OSError(0, "something else is in its place")
    if hasattr(os, "geteuid"):  # Windows has no owners of this kind; there the user's own folder is private already
        if status.st_uid != os.geteuid():
            raise OSError(0, "it belongs to another user")
        folder.chmod(stat.S_IRWXU)


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
