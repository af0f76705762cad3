"""Files of a folder that the school has left out of the check, by patterns such as ``archive/`` or ``*.json``."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from pathlib import Path

from postcheck.formats.filetypes import alike


class Excluded:
    """Knows which files are left out.

    Parameters
    ----------
    rules:
        Patterns, each with the folder of the settings that it stands in, or None for the command line's. They are as in
        ``.gitignore``, without its ``!``: ``*`` stands for anything within a name, ``**`` for any folders. A pattern
        without a slash fits a file or folder of that name anywhere; one with a slash starts at the folder that is
        checked, or that has the settings. A folder is left out with all that it holds. Letter case does not count.
    """

    def __init__(self, rules: Iterable[tuple[str, Path | None]]) -> None:
        self._rules = tuple(rules)
        self.met: dict[Path, None] = {}
        """The files that were left out, in the order in which they were met."""

    def leaves_out(self, path: Path, top: Path) -> bool:
        """Whether a file below the folder ``top`` is left out; it is noted."""
        fits = any(
            _fits(pattern, [alike(part) for part in path.relative_to(start).parts])
            for pattern, base in self._rules
            for start in {top, base or top}
            if path.is_relative_to(start)
        )
        if fits:
            self.met.setdefault(path)
        return fits


def _fits(pattern: str, parts: list[str]) -> bool:
    wanted = [part for part in alike(pattern).replace("\\", "/").split("/") if part not in {"", "."}]
    if not wanted:
        return False
    only_folders = pattern.endswith("/")
    if len(wanted) == 1 and not pattern.startswith("/"):
        wanted = ["**", *wanted]
    ends = range(1, len(parts) if only_folders else len(parts) + 1)
    return any(_whole(wanted, parts[:end]) for end in ends)


def _whole(wanted: list[str], parts: list[str]) -> bool:
    if not wanted:
        return not parts
    if wanted[0] == "**":
        return any(_whole(wanted[1:], parts[skip:]) for skip in range(len(parts) + 1))
    return bool(parts) and fnmatch.fnmatchcase(parts[0], wanted[0]) and _whole(wanted[1:], parts[1:])
