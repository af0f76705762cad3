"""Writes commands that a person pastes into a shell."""

from __future__ import annotations

import shlex
import sys


def quoted(word: str) -> str:
    """Return a path, or another argument, as the shell of this platform wants it typed."""
    if sys.platform != "win32":
        return shlex.quote(word)
    import subprocess  # noqa: PLC0415 - it takes a while, and has nothing to do elsewhere

    return subprocess.list2cmdline([word])
