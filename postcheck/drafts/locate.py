"""From what a draft writes to the file that it means: other spellings, percent signs, letter case, site paths."""

from __future__ import annotations

import html
import os
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from postcheck.formats.filetypes import alike

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SITE_FOLDERS = ("", "static", "public", "assets", "src")
_LONGEST = 4_096
_MAX_ANCESTORS = 12
_KEPT = 64
"""How many folders' names are kept."""
_SETTLED = 2_000_000_000
"""In nanoseconds: a folder that changed within that time may change again and seem the same, as some file systems keep
no finer time."""


# Unlike pathlib's, these never raise for a path in a folder that may not be entered: what cannot be seen isn't there.


def is_file(path: str | Path) -> bool:
    """Whether there is a file at a path, links followed."""
    return os.path.isfile(path)  # noqa: PTH113 - see above


def is_folder(path: str | Path) -> bool:
    """Whether there is a folder at a path, links followed."""
    return os.path.isdir(path)  # noqa: PTH112 - see above


def exists(path: str | Path) -> bool:
    """Whether there is anything at a path, links followed."""
    return os.path.exists(path)  # noqa: PTH110 - see above


class Locator:
    """Finds the files that one draft names.

    Parameters
    ----------
    folder:
        Where the draft's paths start from, absolute.
    name:
        The draft's path as the report shows it; the names of its files are built like it.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name_of_folder = os.path.dirname(name)  # noqa: PTH120 - a name, not a path: pathlib would drop ".."
        self._listings: dict[str, Mapping[str, str]] = {}
        self._found: dict[str, Path | None] = {}

    def find(self, destination: str) -> Path | None:
        """Return the file that a destination means, or None; its name is spelt as the file system spells it."""
        if destination not in self._found:
            paths = (path for spelling in _spellings(destination) for path in self._candidates(spelling))
            spelt = (self._on_disk(path) for path in paths)
            there = (path for path in spelt if path is not None and exists(path))
            self._found[destination] = next(map(Path, there), None)
        return self._found[destination]

    def matching(self, pattern: str) -> Iterator[Path]:
        """Yield the files below the folder that a pattern such as ``gallery/*`` matches, in order."""
        try:
            yield from sorted(path for path in self._folder.glob(pattern) if is_file(path))
        except (ValueError, NotImplementedError, OSError):  # no pattern that can match here
            return

    def name(self, path: Path) -> str:
        """Return a file's path as the report shows it: from where the draft's own name starts."""
        try:
            relative = os.path.relpath(path, self._folder)
        except ValueError:  # another drive
            return path.as_posix()
        return self.joined(relative)

    def joined(self, relative: str) -> str:
        """Return a path that the draft writes as the report shows it, whether or not there is such a file."""
        return os.path.normpath(os.path.join(self._name_of_folder, relative)).replace(os.sep, "/")  # noqa: PTH118 - see above

    def literal(self, written: str) -> Path:
        """Return where a file would be if there were one, spelt as the draft spells it."""
        return self._folder / written

    def _candidates(self, spelling: str) -> Iterator[str]:
        yield os.path.normpath(os.path.join(self._folder, spelling))  # noqa: PTH118 - ".." is to be taken literally
        if spelling.startswith("/"):
            for ancestor in (self._folder, *self._folder.parents)[:_MAX_ANCESTORS]:
                for site_folder in _SITE_FOLDERS:
                    yield os.path.normpath(f"{ancestor}/{site_folder}/{spelling}")
                if exists(ancestor / ".git"):
                    return

    def _on_disk(self, path: str) -> str | None:
        """Return a path as the file system spells it; letter case and composed accents may differ."""
        if len(path) > _LONGEST or "\0" in path:
            return None
        parent, base = os.path.split(path)
        if not base:
            return path
        if not is_folder(parent):
            found = self._on_disk(parent)
            if found is None or not is_folder(found):
                return None
            parent = found
        listing = self._listing(parent)
        if not listing:
            return os.path.join(parent, base)  # noqa: PTH118
        actual = listing.get(base) or listing.get(alike(base))
        return os.path.join(parent, actual) if actual else None  # noqa: PTH118

    def _listing(self, folder: str) -> Mapping[str, str]:
        if folder not in self._listings:
            self._listings[folder] = _names_in(folder)
        return self._listings[folder]


_listings: dict[str, tuple[tuple[int, ...], Mapping[str, str]]] = {}
"""Of the folders that were listed last their state and the names in them: thousands of drafts may lie in one, and to
list it for each of them would take longer than all else."""


def _names_in(folder: str) -> Mapping[str, str]:
    """Return the names in a folder, as the file system spells them, by every spelling that means them."""
    now = time.time_ns()
    try:
        status = os.stat(folder)  # noqa: PTH116 - as above, a text
        state = (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_ctime_ns)
        known, names = _listings.get(folder, ((), {}))
        if known == state:
            return names
        listed = sorted(os.listdir(folder), reverse=True)  # noqa: PTH208 - names are all that is needed
    except OSError:
        return {}  # a folder that may be entered but not listed
    names = {**{alike(name): name for name in listed}, **{name: name for name in listed}}
    if now - status.st_mtime_ns > _SETTLED:
        if len(_listings) >= _KEPT:
            _listings.clear()
        _listings[folder] = state, names
    return names


def _spellings(destination: str) -> Iterator[str]:
    """Yield the file names that a destination may mean, the most literal first."""
    if destination.casefold().startswith("file:"):
        destination = unquote(destination[5:])
        destination = destination.removeprefix("//")
    seen = {""}
    for spelling in (
        destination,
        _ESCAPED.sub(r"\1", destination),
        html.unescape(destination),
        unquote(_ESCAPED.sub(r"\1", html.unescape(destination))),
        unquote(re.split(r"[?#]", destination, maxsplit=1)[0]),
        destination.replace("\\", "/"),
    ):
        if spelling not in seen:
            seen.add(spelling)
            yield spelling
