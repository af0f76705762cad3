"""From paths to a stream of what was published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from postcheck.archive.base import ArchivedItem, Member, NotRead, Source, Tally


class ArchiveSet:
    """Opened archives. Parts of one export are read together."""

    tally: Tally
    sources: tuple[tuple[str, Source], ...]
    """Each archive, as :class:`~postcheck.archive.base.Place` names it, and what it is."""

    def read(self) -> Iterator[ArchivedItem | NotRead]:
        """Yield everything that was published, once, and whatever could not be read. It can be called once."""
        raise NotImplementedError

    def local(self, member: Member) -> AbstractContextManager[Path]:
        """Lend a medium as a file.

        Raises
        ------
        UnreadableError
            If it cannot be read after all.
        """
        raise NotImplementedError

    def size(self, member: Member) -> int:
        """Return how many bytes a medium has."""
        raise NotImplementedError

    def fingerprint(self, member: Member) -> str:
        """Return what changes when the medium does, without reading it."""
        raise NotImplementedError


@contextmanager
def open_archives(paths: Sequence[Path]) -> Iterator[ArchiveSet]:
    """Open archives: folders, ZIP files, single files of exports, or folders that hold several of these.

    What is no archive that postcheck knows, or cannot be opened, comes out of :meth:`ArchiveSet.read` as
    :class:`~postcheck.archive.base.NotRead`.

    Raises
    ------
    UsageError
        If one of the paths does not exist.
    """
    raise NotImplementedError(paths)
    yield
