"""Tells what can be opened without harm: ordinary files and folders, rather than pipes, devices and sockets."""

from __future__ import annotations

import errno
import stat
from pathlib import Path


class NotOrdinaryError(OSError):
    """A pipe, a device or a socket was named where a file is wanted: to open it could take for ever, or do harm."""

    def __init__(self) -> None:
        super().__init__(errno.EINVAL, "it is a pipe, a device or a socket")


def refuse_special(path: Path) -> None:
    """Raise if a path leads to anything but an ordinary file or a folder, without opening it.

    Raises
    ------
    NotOrdinaryError
        If it does. A path that leads nowhere, or cannot be followed, is for whoever opens it.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise NotOrdinaryError
