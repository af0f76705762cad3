"""Writes commands that a person pastes into a shell."""

from __future__ import annotations

import shlex
import subprocess
import sys


def quoted(word: str) -> str:
    """Return a path, or another argument, as the shell of this platform wants it typed."""
    return subprocess.list2cmdline([word]) if sys.platform == "win32" else shlex.quote(word)
