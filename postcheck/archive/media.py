"""The pictures and videos of all archives that are read together: which file an export means, and whether it is there.

Exports in several parts have a post in one of them and its picture in another. Paths begin at the export, at the folder
that it was unpacked into, or somewhere below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from posixpath import normpath

from postcheck.archive.base import MediaKind, Member
from postcheck.archive.files import ArchiveFiles
from postcheck.errors import UnreadableError
from postcheck.formats.filetypes import PDF, FileKind, composed, file_kind, suffix

_SNIFFED = 16
_MAGIC = (
    (0, b"\xff\xd8\xff", MediaKind.IMAGE),
    (0, b"\x89PNG", MediaKind.IMAGE),
    (0, b"GIF8", MediaKind.IMAGE),
    (8, b"WEBP", MediaKind.IMAGE),
    (4, b"ftyphei", MediaKind.IMAGE),
    (4, b"ftypmif", MediaKind.IMAGE),
    (4, b"ftypavif", MediaKind.IMAGE),
    (4, b"ftyp", MediaKind.VIDEO),
    (0, b"\x1aE\xdf\xa3", MediaKind.VIDEO),
)
"""Where in a file what begins that tells its kind; exports leave out endings of names."""


class MediaPool:
    """Finds media, and knows which of them were shown.

    Parameters
    ----------
    archives:
        All archives of one source.
    """

    def __init__(self, archives: Sequence[ArchiveFiles]) -> None:
        self._archives = {files.archive: files for files in archives}
        self._by_base: dict[str, list[Member]] = {}
        for files in archives:
            for name in files.names():
                self._by_base.setdefault(_base(name), []).append(Member(files.archive, name))
        self.shown: set[Member] = set()
        self.withheld: set[Member] = set()
        """What only entries show that are not published."""

    def find(self, written: str, own: str) -> Member | None:
        """Return the file that an export means, and note that it is shown; None if it is not there.

        Parameters
        ----------
        written:
            The path as the export has it.
        own:
            The archive that names it. Of files in other archives one counts only if it cannot be mistaken.
        """
        parts = _parts(written)
        if not parts:
            return None
        ranked = sorted(
            ((_alike(parts, _parts(member.file)), member) for member in self._by_base.get(parts[-1], ())),
            key=lambda pair: -pair[0],
        )
        enough = min(2, len(parts))
        fitting = [(rank, member) for rank, member in ranked if rank >= enough]
        for rank, member in fitting:
            if member.archive == own and rank == fitting[0][0]:
                return self.show(member)
        best = [member for rank, member in fitting if rank == fitting[0][0]]
        prints = {self._archives[member.archive].fingerprint(member.file) for member in best}
        return self.show(best[0]) if len(prints) == 1 else None

    def show(self, member: Member) -> Member:
        """Note that a file is shown, and so are its twins in other parts of the export."""
        self.shown.add(member)
        return member

    @contextmanager
    def withholding(self) -> Iterator[None]:
        """Take what is found meanwhile as shown by something that is not published."""
        kept, self.shown = self.shown, self.withheld
        try:
            yield
        finally:
            self.shown = kept

    def kind(self, written: str, member: Member | None) -> MediaKind:
        """Return what sort of medium a file is: by its name or, where that doesn't say, by how it begins."""
        kind = kind_of(written)
        if kind is not MediaKind.OTHER or member is None:
            return kind
        if (by_own_name := kind_of(member.file)) is not MediaKind.OTHER:
            return by_own_name
        try:
            with self._archives[member.archive].open(member.file) as file:
                start = file.read(_SNIFFED)
        except UnreadableError:
            return MediaKind.OTHER
        return next((kind for at, magic, kind in _MAGIC if start.startswith(magic, at)), MediaKind.OTHER)


def kind_of(name: str) -> MediaKind:
    """Return what sort of medium a name stands for."""
    name = name.partition("?")[0]
    if suffix(name) == PDF:
        return MediaKind.DOCUMENT
    kinds = {
        FileKind.IMAGE: MediaKind.IMAGE,
        FileKind.VIDEO: MediaKind.VIDEO,
        FileKind.DOCUMENT: MediaKind.DOCUMENT,
    }
    return kinds.get(file_kind(_base(name)), MediaKind.OTHER)


def is_on_web(written: str) -> bool:
    """Whether an export means something on the web and not one of its files."""
    return written[:8].casefold().startswith(("http://", "https://", "//"))


def _base(name: str) -> str:
    return composed(name).rpartition("/")[2]


def _parts(written: str) -> list[str]:
    """Return the folders and the file of a path."""
    path = normpath(composed(written).replace("\\", "/")) if written.strip() else ""
    return [part for part in path.split("/") if part not in {"", "."}]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many folders and names two paths end with alike."""
    return next(
        (index for index, (left, right) in enumerate(_pairs(one, other)) if left != right), min(len(one), len(other))
    )


def _pairs(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip(reversed(one), reversed(other), strict=False)
