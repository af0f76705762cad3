"""The files of an archive, wherever they are: one small protocol, and folders and ZIP files that keep it."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Protocol

from postcheck.archive.base import NotRead


class ArchiveFiles(Protocol):
    """The files of one archive. Its methods raise :class:`~postcheck.errors.UnreadableError`, and nothing else."""

    @property
    def archive(self) -> str:
        """The archive as the user gave it; ``Place.archive`` and ``Member.archive``."""

    @property
    def not_read(self) -> tuple[NotRead, ...]:
        """What cannot be opened at all: encrypted or doubled members, paths that lead outside, links."""

    def names(self) -> Collection[str]:
        """Return the path of every file, ``/`` between folders, in order."""

    def size(self, name: str) -> int:
        """Return the length of a file in bytes."""

    def fingerprint(self, name: str) -> str:
        """Return what changes when a file does, without reading it: of its size and checksum or time."""

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading from its beginning."""

    def local(self, name: str) -> AbstractContextManager[Path]:
        """Lend a file as one on this computer: itself, or a private copy that is removed afterwards."""

    def close(self) -> None:
        """Let go of the archive."""
