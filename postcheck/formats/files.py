"""Files that postcheck writes: never over one that the run reads, and in full or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from postcheck.errors import UsageError
from postcheck.formats.ordinary import NotOrdinaryError, refuse_special

UNFINISHED = ".postcheck-"
"""How the name of a file begins while it is being written."""

Identity = tuple[int, int]


def identity(path: Path) -> Identity | None:
    """Return what identifies a file under all its names, as for :func:`os.path.samefile`; None if it is missing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_standard_output(path: Path) -> bool:
    """Whether a path, such as ``/dev/stdout``, leads to standard output."""
    try:
        return os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError, AttributeError):
        return False


def spare(output: Path, inputs: Iterable[Path], option: str) -> None:
    """Refuse to write a file that the run reads.

    Parameters
    ----------
    output:
        What is to be written.
    inputs:
        What is read. Files that don't exist have nothing to lose.
    option:
        How the user named the output, such as ``--output``.

    Raises
    ------
    UsageError
        If it is one of the inputs, by whatever name, or no ordinary file. The message names no file: its name may be a
        pupil's.
    """
    try:
        if not is_standard_output(output):
            refuse_special(output)
    except NotOrdinaryError as error:
        raise UsageError(f"{option} names no ordinary file: {error.strerror}.", advice="Choose another file.") from None
    own = identity(output)
    if own is not None and any(identity(path) == own for path in inputs):
        raise UsageError(
            f"{option} names a file that this command reads, and would write over it.", advice="Choose another file."
        )


def holds_something(path: Path) -> bool:
    """Whether a path leads to an ordinary file that isn't empty, and whose content would be lost if it was replaced."""
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError:
        return False


def not_replaced(option: str) -> UsageError:
    """Return the error of an output that would replace what this program did not write."""
    return UsageError(
        f"{option} names a file that holds something else, which would be lost.",
        advice="Choose another file, or delete that one first.",
    )


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file, from one piece or several, so that it is there in full or, if anything goes wrong, as it was.

    Raises
    ------
    OSError
        If it cannot be written, or is no ordinary file.
    """
    refuse_special(path)
    target = Path(os.path.realpath(path))  # a link stays a link
    unfinished = target.with_name(f"{UNFINISHED}{secrets.token_hex(8)}.tmp")
    try:
        with unfinished.open("xb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, unfinished)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def shown_path(file: Path) -> str:
    """Return a path as the report shows it: relative to the current folder if it is below it."""
    here, place = Path.cwd(), Path(os.path.abspath(file))  # noqa: PTH100 - resolve() would show where links lead instead of what the user wrote
    return place.relative_to(here).as_posix() if place.is_relative_to(here) else place.as_posix()
