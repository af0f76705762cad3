"""Who else could read a file that holds what families said about their children."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path


def exposures(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the ways in which others could read ``path``: for each, what is wrong and what to do about it."""
    found = []
    if _readable_by_others(path):
        found.append(("every user of this computer can read it", f'Run `chmod 600 "{path}"`.'))
    if _goes_into_git(path):
        found.append(
            (
                "it lies in a git repository that does not ignore it",
                f"Move it elsewhere, or add {path.name} to .gitignore.",
            )
        )
    return tuple(found)


def _readable_by_others(path: Path) -> bool:
    """Whether the file and every folder above it let any user in; False on systems without POSIX permissions."""
    if os.name != "posix":
        return False
    place = path.absolute()
    try:
        if not place.stat().st_mode & stat.S_IROTH:
            return False
        return all(folder.stat().st_mode & stat.S_IXOTH for folder in place.resolve().parents)
    except OSError:
        return False


def _goes_into_git(path: Path) -> bool:
    try:
        ignored = subprocess.run(  # noqa: S603 - the user's own git
            ["git", "check-ignore", "--quiet", "--", path.name],  # noqa: S607 - the same
            cwd=path.absolute().parent,
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return ignored.returncode == 1  # 0: ignored, 128: in no repository
