"""The files of an archive behind an address that fsspec opens: ``s3://…``, ``memory://…``, ``zip://…::s3://…``."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from postcheck.archive.base import NotRead, Place
from postcheck.archive.files import ArchiveFiles, FolderFiles, OpenedFile, PartOfFiles, lent_copy
from postcheck.archive.zip_files import MAX_ENTRIES, ZipFiles
from postcheck.errors import UnreadableError, UsageError
from postcheck.extras import how_to_add
from postcheck.formats.filetypes import suffix

_CREDENTIALS = re.compile(r"(?<=://)[^/@]*@")
_MOMENTS = ("ETag", "etag", "md5Hash", "content_md5", "checksum", "mtime", "LastModified", "last_modified", "created")
"""What file systems call that which changes when a file does."""
_FAILED = "It could not be read from where it is stored."
_AGAIN = "See whether its storage can be reached, and read the archive again."


class Storage(Protocol):
    """What of a file system of fsspec is used."""

    def exists(self, path: str) -> bool:
        """Whether something is there."""

    def isfile(self, path: str) -> bool:
        """Whether it is a file."""

    def info(self, path: str) -> Mapping[str, object]:
        """Return what is known of it: its size, and when it changed or what it hashes to."""

    def find(self, path: str, *, withdirs: bool, detail: bool) -> Mapping[str, Mapping[str, object]]:
        """Return every file in a folder, however deep, with what is known of it."""

    def open(self, path: str, mode: str) -> IO[bytes]:
        """Open a file."""


def is_address(path: Path | str) -> bool:
    """Whether it is an address and no path."""
    return isinstance(path, str) and "://" in path


def shown(address: str) -> str:
    """Return an address without a name and password in it."""
    return _CREDENTIALS.sub("", address)


def open_address(address: str) -> ArchiveFiles:
    """Open a folder, a ZIP file or another file behind an address.

    What lies on a disk of this computer (``file://``) is opened as if its path had been given, and ZIP files are opened
    by :class:`~postcheck.archive.zip_files.ZipFiles`, which no harmful file gets past.

    Raises
    ------
    UsageError
        If nothing is there, or what opens such addresses is not installed.
    UnreadableError
        If it is no archive that can be opened.
    """
    inner, chained, outer = address.partition("::")
    if chained and inner.startswith("zip://"):
        files = _zip(outer, shown(address))
        folder = inner.removeprefix("zip://").strip("/")
        return PartOfFiles(files, f"{folder}/", shown(address)) if folder else files
    if suffix(address) == ".zip":
        return _zip(address, shown(address))
    system, path = _located(address)
    if local := _local(system, path):
        return FolderFiles(local, shown(address))
    return FsspecFiles(system, path, shown(address))


def _zip(address: str, archive: str) -> ZipFiles:
    system, path = _located(address)
    if local := _local(system, path):
        return ZipFiles(local, archive)
    return ZipFiles(io.BufferedReader(_Stream(_opened(system, path))), archive)


def _located(address: str) -> tuple[Storage, str]:
    """Return the file system of an address and the path in it, if something is there."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("Addresses need fsspec, which is not installed.", advice=how_to_add("cluster")) from None
    scheme = address.partition("://")[0]
    try:
        system, path = url_to_fs(address)
    except ImportError:
        raise UsageError(
            f"What opens addresses with {scheme}:// is not installed.",
            advice="Install the package that fsspec's documentation names for it (s3fs, gcsfs, adlfs …).",
        ) from None
    except Exception as error:
        raise UsageError(
            f"There is no such archive: the address cannot be used ({type(error).__name__}).",
            advice="Write it as fsspec does: s3://BUCKET/FOLDER, file:///FOLDER.",
        ) from error
    try:
        there = bool(system.exists(path))
    except Exception as error:
        raise UnreadableError(_FAILED, advice=_AGAIN) from error
    if not there:
        raise UsageError("There is no such archive.", advice="See whether the address is right.")
    return system, str(path)


def _local(system: Storage, path: str) -> Path | None:
    """Return the path of what lies on a disk of this computer."""
    return Path(path) if type(system).__name__ == "LocalFileSystem" else None


def _opened(system: Storage, path: str) -> IO[bytes]:
    try:
        return system.open(path, "rb")
    except Exception as error:
        raise UnreadableError(_FAILED, advice=_AGAIN) from error


class _Stream(io.RawIOBase):
    """A file in a storage, whose own kinds of errors become those of files."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        try:
            data = self._file.read(len(buffer))
        except Exception as error:
            raise OSError(_FAILED) from error
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


class FsspecFiles:
    """The files of a folder in a storage, or one single file; see :class:`~postcheck.archive.files.ArchiveFiles`.

    Parameters
    ----------
    system:
        A file system of fsspec.
    path:
        The folder or file in it.
    archive:
        As the user gave it.

    Raises
    ------
    UnreadableError
        If it cannot be listed.
    """

    def __init__(self, system: Storage, path: str, archive: str) -> None:
        self.archive = archive
        self.root: Path | None = None
        self._system = system
        self._not_read: list[NotRead] = []
        try:
            if system.isfile(path):
                found = {PurePosixPath(path).name: system.info(path)}
                top = path[: -len(next(iter(found)))]
            else:
                listed = system.find(path, withdirs=False, detail=True)
                found = {name: dict(about) for name, about in listed.items()}
                top = path.rstrip("/") + "/"
        except Exception as error:
            raise UnreadableError(_FAILED, advice=_AGAIN) from error
        if len(found) > MAX_ENTRIES:
            raise UnreadableError(f"The folder holds more than {MAX_ENTRIES:,} files.", advice="Split it.")
        self._top = top
        self._infos: dict[str, Mapping[str, object]] = {}
        for full, info in found.items():
            name = full.removeprefix(top).lstrip("/") if full.startswith(top) else full.lstrip("/")
            if ".." in name.split("/"):
                self._not_read.append(NotRead(Place(archive, name), "Its path leads out of the archive."))
            else:
                self._infos[name] = info
        self._names = tuple(sorted(self._infos))

    @property
    def not_read(self) -> tuple[NotRead, ...]:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        return tuple(self._not_read)

    def names(self) -> Collection[str]:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        return self._names

    def size(self, name: str) -> int:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        return int(str(self._info(name).get("size") or 0))

    def fingerprint(self, name: str) -> str:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        info = self._info(name)
        return "-".join([str(self.size(name)), *(str(info[key]) for key in _MOMENTS if info.get(key))])

    def open(self, name: str) -> OpenedFile:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        return OpenedFile(io.BufferedReader(self.stream(name)), _FAILED, _AGAIN)

    def stream(self, name: str) -> io.RawIOBase:
        """Return a file, to be read from anywhere in it."""
        self._info(name)
        return _Stream(_opened(self._system, self._top + name))

    def local(self, name: str) -> AbstractContextManager[Path]:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        return lent_copy(self, name)

    def close(self) -> None:
        """Nothing: fsspec keeps its connections."""

    def _info(self, name: str) -> Mapping[str, object]:
        try:
            return self._infos[name]
        except KeyError:
            raise UnreadableError("It is no longer where it was.", advice=_AGAIN) from None
