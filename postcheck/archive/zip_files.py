"""The files of a ZIP archive, read where they are: nothing hostile in it can exhaust the machine or reach outside."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Collection
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath
from typing import IO

from postcheck.archive.base import NotRead, Place
from postcheck.archive.files import OpenedFile, lent_copy
from postcheck.errors import UnreadableError
from postcheck.formats.textfile import how_to_open, why_not_opened

MAX_ENTRIES = 1_000_000
MAX_RATIO = 400
"""How many times larger than packed a large member may be; texts come to 30 or so, bombs to 1,000."""
LARGE = 50_000_000
"""In bytes, unpacked, from which on the ratio counts."""
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA})
_DAMAGED, _AGAIN = "It is damaged in the ZIP file.", "Download the export again."


class ZipFiles:
    """The files of a ZIP archive.

    Parameters
    ----------
    path:
        Where it is, or the opened file, which it closes.
    archive:
        As the user gave it.

    Raises
    ------
    UnreadableError
        If it is no ZIP archive, or damaged or cut short.
    """

    def __init__(self, path: Path | IO[bytes], archive: str) -> None:
        self.archive = archive
        self.root: Path | None = None
        self._not_read: list[NotRead] = []
        try:
            self._zip = zipfile.ZipFile(path)
            self._file = None if isinstance(path, Path) else path
        except OSError as error:
            raise UnreadableError(why_not_opened(error), advice=how_to_open(error)) from error
        except Exception as error:  # ZIP archives are broken in all sorts of ways, and they all mean the same
            raise UnreadableError("The ZIP file is damaged, or was not downloaded whole.", advice=_AGAIN) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            self._zip.close()
            raise UnreadableError(f"The ZIP file holds more than {MAX_ENTRIES:,} files.", advice="Split it.")
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._take(entry)
        self._names = tuple(sorted(self._entries))

    def _take(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename.replace("\\", "/")
        if name.endswith("/") or PurePosixPath(name).parts[:1] == ("__MACOSX",):
            return
        reason = _why_not(entry, name)
        if not reason and name in self._entries:
            reason = "The ZIP file holds two files of this name, and only the first is read. Take one out."
        if reason:
            self._not_read.append(NotRead(Place(self.archive, name), reason))
        else:
            self._entries[name] = entry

    @property
    def not_read(self) -> tuple[NotRead, ...]:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        return tuple(self._not_read)

    def names(self) -> Collection[str]:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        return self._names

    def size(self, name: str) -> int:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        return self._entries[name].file_size

    def fingerprint(self, name: str) -> str:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        entry = self._entries[name]
        return f"{entry.file_size}-{entry.CRC:08x}"

    def open(self, name: str) -> OpenedFile:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        try:
            return OpenedFile(self._zip.open(self._entries[name]), _DAMAGED, _AGAIN)
        except Exception as error:  # as above
            raise UnreadableError(_DAMAGED, advice=_AGAIN) from error

    def local(self, name: str) -> AbstractContextManager[Path]:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        return lent_copy(self, name)

    def close(self) -> None:
        """See :class:`~postcheck.archive.files.ArchiveFiles`."""
        self._zip.close()
        if self._file:
            self._file.close()


def _why_not(entry: zipfile.ZipInfo, name: str) -> str:
    """Return why a member is not to be opened, or the empty string."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or "\0" in name:
        return "Its path leads out of the ZIP file, so it was not opened. Make the ZIP file again."
    if entry.flag_bits & _ENCRYPTED:
        return "It is protected by a password. Make a ZIP file without one."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "It is a link and not a file. Put the file itself there."
    if entry.compress_type not in _METHODS:
        return "It is packed in a way that cannot be read. Unpack the ZIP file and give the folder."
    if entry.file_size > LARGE and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
        return "It would become far larger than it is packed, as harmful files do, so it was not opened."
    return ""
