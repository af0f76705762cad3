"""The files of an archive, wherever they are: one small protocol, and folders that keep it.

ZIP files keep it in :mod:`postcheck.archive.zip_files`; storage behind an address can do so as well.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol, Self

from postcheck.archive.base import NotRead, Place
from postcheck.errors import UnreadableError
from postcheck.formats.ordinary import refuse_special
from postcheck.formats.textfile import how_to_open, why_not_opened

_PROGRAMS = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", "__macosx"})
"""Folders that programs keep for themselves, in small letters."""


class OpenedFile:
    """A file whose faults are said in plain English wherever in it they show.

    Parameters
    ----------
    file:
        The file.
    message, advice:
        What is wrong if it can't be read to its end, and what to do.
    """

    def __init__(self, file: IO[bytes], message: str, advice: str) -> None:
        self._file = file
        self._message = message
        self._advice = advice

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes; none at the end."""
        try:
            return self._file.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise UnreadableError(self._message, advice=self._advice) from error

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class ArchiveFiles(Protocol):
    """The files of one archive. Its methods raise :class:`~postcheck.errors.UnreadableError`, and nothing else."""

    @property
    def archive(self) -> str:
        """The archive as the user gave it; ``Place.archive`` and ``Member.archive``."""

    @property
    def root(self) -> Path | None:
        """The folder that the files lie in; None if they are not files of this computer's."""

    @property
    def not_read(self) -> tuple[NotRead, ...]:
        """What cannot be opened at all: encrypted or doubled members, paths that lead outside, links."""

    def names(self) -> Collection[str]:
        """Return the path of every file, ``/`` between folders, in order."""

    def size(self, name: str) -> int:
        """Return the length of a file in bytes."""

    def fingerprint(self, name: str) -> str:
        """Return what changes when a file does, without reading it: of its size and checksum or time."""

    def open(self, name: str) -> OpenedFile:
        """Open a file for reading from its beginning."""

    def local(self, name: str) -> AbstractContextManager[Path]:
        """Lend a file as one on this computer: itself, or a private copy that is removed afterwards."""

    def close(self) -> None:
        """Let go of the archive."""


class FolderFiles:
    """The files of a folder, or one single file.

    Parameters
    ----------
    path:
        The folder or file.
    archive:
        As the user gave it.
    """

    def __init__(self, path: Path, archive: str) -> None:
        self.archive = archive
        self.root: Path | None = path if path.is_dir() else None
        self._folder = path if self.root else path.parent
        self._not_read: list[NotRead] = []
        self._names = tuple(sorted(self._walk(path))) if self.root else (path.name,)

    @property
    def not_read(self) -> tuple[NotRead, ...]:
        """See :class:`ArchiveFiles`."""
        return tuple(self._not_read)

    def names(self) -> Collection[str]:
        """See :class:`ArchiveFiles`."""
        return self._names

    def size(self, name: str) -> int:
        """See :class:`ArchiveFiles`."""
        return self._status(name).st_size

    def fingerprint(self, name: str) -> str:
        """See :class:`ArchiveFiles`."""
        status = self._status(name)
        return f"{status.st_size}-{status.st_mtime_ns}"

    def open(self, name: str) -> OpenedFile:
        """See :class:`ArchiveFiles`."""
        path = self._folder / name
        try:
            refuse_special(path)
            return OpenedFile(path.open("rb"), "It could not be read to its end.", "Copy it, and read the copy.")
        except OSError as error:
            raise _unreadable(error) from error

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """See :class:`ArchiveFiles`."""
        self._status(name)
        yield self._folder / name

    def close(self) -> None:
        """See :class:`ArchiveFiles`."""

    def _status(self, name: str) -> os.stat_result:
        try:
            return (self._folder / name).stat()
        except OSError as error:
            raise _unreadable(error) from error

    def _walk(self, top: Path) -> Iterator[str]:
        real = os.path.realpath(top)
        for folder, folders, files in os.walk(top, onerror=self._not_entered):
            folders[:] = sorted(name for name in folders if name.casefold() not in _PROGRAMS)
            for name in folders:
                if (Path(folder) / name).is_symlink():
                    self._say(Path(folder) / name, "It is a link to a folder. Give that folder itself.")
            for name in files:
                path = Path(folder) / name
                if reason := _why_no_file(path, real):
                    self._say(path, reason)
                else:
                    yield path.relative_to(top).as_posix()

    def _not_entered(self, error: OSError) -> None:
        self._say(Path(error.filename or self._folder), f"{why_not_opened(error)} {how_to_open(error)}")

    def _say(self, path: Path, reason: str) -> None:
        shown = path.relative_to(self._folder).as_posix() if path.is_relative_to(self._folder) else ""
        self._not_read.append(NotRead(Place(self.archive, shown.removeprefix(".")), reason))


def _why_no_file(path: Path, top: str) -> str:
    """Return why a file of a folder is not to be opened, or the empty string."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return f"{why_not_opened(error)} {how_to_open(error)}"
    if not stat.S_ISREG(mode):
        return "It is no ordinary file, but a pipe, a device or a socket. Take it out of the archive."
    if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(top):
        return "It is a link that leads out of the archive. Put the file itself there."
    return ""


def _unreadable(error: OSError) -> UnreadableError:
    return UnreadableError(why_not_opened(error), advice=how_to_open(error))


class PartOfFiles:
    """The files in one folder of an archive, as an archive of its own.

    Parameters
    ----------
    files:
        The whole archive.
    folder:
        The folder, with a ``/`` at its end.
    archive:
        As the user gave it; empty if it was the whole archive that was given.
    """

    def __init__(self, files: ArchiveFiles, folder: str, archive: str = "") -> None:
        self._files = files
        self._folder = folder
        self.archive = archive or f"{files.archive.rstrip('/')}/{folder.rstrip('/')}"
        self.root: Path | None = files.root / folder if files.root else None
        self._names = tuple(name.removeprefix(folder) for name in files.names() if name.startswith(folder))

    @property
    def not_read(self) -> tuple[NotRead, ...]:
        """Nothing: the whole archive says it."""
        return ()

    def names(self) -> Collection[str]:
        """See :class:`ArchiveFiles`."""
        return self._names

    def size(self, name: str) -> int:
        """See :class:`ArchiveFiles`."""
        return self._files.size(self._folder + name)

    def fingerprint(self, name: str) -> str:
        """See :class:`ArchiveFiles`."""
        return self._files.fingerprint(self._folder + name)

    def open(self, name: str) -> OpenedFile:
        """See :class:`ArchiveFiles`."""
        return self._files.open(self._folder + name)

    def local(self, name: str) -> AbstractContextManager[Path]:
        """See :class:`ArchiveFiles`."""
        return self._files.local(self._folder + name)

    def close(self) -> None:
        """Nothing: whoever opened the whole archive closes it."""


MAX_LOCAL = 8_000_000_000
"""Bytes of a file that is copied for a while, at most."""
_CHUNK = 1 << 20
_LONGEST_NAME = 200
"""In bytes; most disks take 255."""
_REFUSED = re.compile(r'[\x00-\x1f<>:"\\|?*]' if os.name == "nt" else r"\x00")
"""What no name of a file on this computer may have."""


@contextmanager
def lent_copy(files: ArchiveFiles, name: str) -> Iterator[Path]:
    """Lend a file of an archive as a private copy on this computer, which is removed afterwards.

    Raises
    ------
    UnreadableError
        If it is too large, cannot be read, or there is no room for it.
    """
    if files.size(name) > MAX_LOCAL:
        raise UnreadableError(f"It is larger than {MAX_LOCAL // 1_000_000_000} GB.", advice="Have a person look at it.")
    with tempfile.TemporaryDirectory(prefix="postcheck-") as folder:
        copy = Path(folder) / _own_name(name)
        try:
            with files.open(name) as source, copy.open("wb") as target:
                while chunk := source.read(_CHUNK):
                    target.write(chunk)
        except OSError as error:
            raise UnreadableError(why_not_opened(error), advice="Make room on the disk.") from error
        yield copy


def _own_name(name: str) -> str:
    """Return what a copy is called: as the file itself, since names are read, unless a disk may refuse that."""
    path = PurePosixPath(name)
    return next(filter(_usable, (path.name, f"member{path.suffix}")), "member")


def _usable(name: str) -> bool:
    try:
        return name != ".." and len(os.fsencode(name)) <= _LONGEST_NAME and not _REFUSED.search(name)
    except UnicodeEncodeError:
        return False
