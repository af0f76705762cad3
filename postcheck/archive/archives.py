"""From paths to a stream of what was published."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from postcheck.archive.addresses import FsspecFiles, is_address, open_address, shown
from postcheck.archive.base import ArchivedItem, Member, NotRead, Place, Source, Tally, digest_of
from postcheck.archive.detect import exports_in, is_site, lone_source
from postcheck.archive.export import Export, Found, Reader
from postcheck.archive.files import ArchiveFiles, FolderFiles, PartOfFiles
from postcheck.archive.media import MediaPool
from postcheck.archive.sources import facebook, instagram, linkedin, posts, wordpress, x
from postcheck.archive.unclaimed import shown_of, unclaimed
from postcheck.archive.zip_files import ZipFiles
from postcheck.errors import UnreadableError, UsageError
from postcheck.formats.filetypes import suffix

_READERS: dict[Source, Reader] = {
    Source.FACEBOOK: facebook.read,
    Source.INSTAGRAM: instagram.read,
    Source.X: x.read,
    Source.LINKEDIN: linkedin.read,
    Source.WORDPRESS: wordpress.read,
    Source.SITE: posts.read,
    Source.FOLDER: posts.read,
}
_ACCOUNTS = {
    Source.FACEBOOK: facebook.account_of,
    Source.INSTAGRAM: instagram.account_of,
    Source.X: x.account_of,
    Source.LINKEDIN: linkedin.account_of,
}
_PACKED = frozenset({".zip"})
_WHAT_TO_GIVE = (
    "Give an export of Facebook, Instagram, X, LinkedIn or WordPress, a site's repository, or a folder of posts."
)
_NOTHING = (
    "Nothing that was published was found in it. "
    "Make sure that it is the right export, that posts were asked for, and that it is whole."
)


@dataclass(frozen=True)
class _Archive:
    """An archive whose source is known."""

    source: Source
    files: ArchiveFiles


class ArchiveSet:
    """Opened archives. Parts of one export are read together."""

    def __init__(self, archives: Sequence[_Archive], not_read: Sequence[NotRead]) -> None:
        self.tally = Tally()
        self.sources = tuple((archive.files.archive, archive.source) for archive in archives)
        """Each archive, as :class:`~postcheck.archive.base.Place` names it, and what it is."""
        self._archives = tuple(archives)
        self._not_read = tuple(not_read)
        self._files = {archive.files.archive: archive.files for archive in archives}

    def read(self) -> Iterator[ArchivedItem | NotRead]:
        """Yield everything that was published, once, and whatever could not be read. It can be called once."""
        seen: set[bytes] = set()
        for found in self._every():
            if isinstance(found, NotRead):
                self.tally.not_read += 1
                yield found
                continue
            once = bytes.fromhex(found.key.rpartition("-")[2]) + bytes.fromhex(found.digest)[:8]
            if once in seen:
                self.tally.again += 1
                continue
            seen.add(once)
            self.tally.items[found.source] += 1
            yield found

    def identities(self) -> Mapping[str, str]:
        """Return of each archive what changes when any of its files does, without reading one."""
        return {
            files.archive: digest_of(*(part for name in files.names() for part in (name, files.fingerprint(name))))
            for files in self._files.values()
        }

    def local(self, member: Member) -> AbstractContextManager[Path]:
        """Lend a medium as a file.

        Raises
        ------
        UnreadableError
            If it cannot be read after all.
        """
        return self._files[member.archive].local(member.file)

    def size(self, member: Member) -> int:
        """Return how many bytes a medium has."""
        return self._files[member.archive].size(member.file)

    def fingerprint(self, member: Member) -> str:
        """Return what changes when the medium does, without reading it."""
        return self._files[member.archive].fingerprint(member.file)

    def _every(self) -> Iterator[Found]:
        yield from self._not_read
        for source in Source:
            archives = [archive.files for archive in self._archives if archive.source is source]
            if not archives:
                continue
            silent = True
            for found in self._of_source(source, archives):
                silent = False
                yield found
            if silent:
                yield NotRead(Place(archives[0].archive), _NOTHING)

    def _of_source(self, source: Source, archives: list[ArchiveFiles]) -> Iterator[Found]:
        pool = MediaPool(archives)
        exports = [Export(source, files, pool, self.tally) for files in archives]
        _name_accounts(exports, source)
        for export in exports:
            yield from export.files.not_read
            yield from _READERS[source](export)
        shown = shown_of(exports)
        for export in exports:
            yield from unclaimed(export, shown)


def _name_accounts(exports: list[Export], source: Source) -> None:
    """Find out whose each export is. A part that doesn't say is whosoever the others are, if they agree."""
    if source not in _ACCOUNTS:
        return
    for export in exports:
        export.account = _ACCOUNTS[source](export)
    named = {export.account for export in exports if export.account}
    if len(named) == 1:
        for export in exports:
            export.account = next(iter(named))


@contextmanager
def open_archives(paths: Sequence[Path | str], *, folder: str = "") -> Iterator[ArchiveSet]:
    """Open archives: folders, ZIP files, single files of exports, or folders that hold several of these.

    What is no archive that postcheck knows, or cannot be opened, comes out of :meth:`ArchiveSet.read` as
    :class:`~postcheck.archive.base.NotRead`.

    Parameters
    ----------
    paths:
        Paths, or addresses that fsspec opens (``s3://…``), which are texts.
    folder:
        Where relative paths begin; empty for the current folder.

    Raises
    ------
    UsageError
        If one of the paths does not exist, or none is given.
    """
    if not paths:
        raise UsageError("No archive is given.", advice=_WHAT_TO_GIVE)
    given = {str(path) if is_address(path) else Path(path).as_posix(): path for path in paths}
    places = {name: os.path.join(folder, path) for name, path in given.items() if not is_address(path)}  # noqa: PTH118
    if not all(os.path.lexists(place) for place in places.values()):
        # What was typed may be a pupil's name, and this goes to standard error.
        raise UsageError("There is no such archive.", advice=_WHAT_TO_GIVE)
    opener = _Opener()
    with opener.stack:
        once: set[str] = set()
        for name in given:
            real = os.path.realpath(places[name]) if name in places else name
            if real in once:
                continue
            once.add(real)
            if name in places:
                opener.open(Path(places[name]), name)
            else:
                opener.open_address(name)
        yield ArchiveSet(opener.archives, opener.not_read)


class _Opener:
    """Opens what is given, and whatever exports lie in it."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.archives: list[_Archive] = []
        self.not_read: list[NotRead] = []

    def open(self, path: Path, name: str) -> None:
        """Open a folder or file that the user gave."""
        try:
            if path.is_dir():
                self._open_files(FolderFiles(path, name))
            elif suffix(path.name) in _PACKED:
                self._open_zip(path, name)
            else:
                self._open_file(path, name)
        except UnreadableError as error:
            self.not_read.append(NotRead(Place(name), f"{error.message} {error.advice}".strip()))

    def open_address(self, address: str) -> None:
        """Open what is behind an address that the user gave."""
        try:
            files = open_address(address)
            self.stack.callback(files.close)
            self._open_opened(files)
        except UnreadableError as error:
            self.not_read.append(NotRead(Place(shown(address)), f"{error.message} {error.advice}".strip()))

    def _open_opened(self, files: ArchiveFiles) -> None:
        names = list(files.names())
        if len(names) == 1 and PurePosixPath(files.archive).name == names[0]:
            self._open_lone(files, names[0])
        else:
            self._open_files(files)

    def _open_zip(self, path: Path | IO[bytes], name: str) -> None:
        files = ZipFiles(path, name)
        self.stack.callback(files.close)
        self._open_files(files)

    def _open_file(self, path: Path, name: str) -> None:
        self._open_lone(FolderFiles(path, name), path.name)

    def _open_lone(self, files: ArchiveFiles, name: str) -> None:
        source = lone_source(files, name)
        if source is None and suffix(name) in linkedin.TABLES:
            source = Source.LINKEDIN
        if source is None:
            raise UnreadableError("postcheck does not know this as an export.", advice=_WHAT_TO_GIVE)
        self._add(source, files)

    def _open_files(self, files: ArchiveFiles) -> None:
        """Open a folder or ZIP file: the exports in it, or else itself as a site or a folder of posts."""
        exports = exports_in(files)
        packed = [name for name in files.names() if suffix(name) in _PACKED] if _holds_archives(files) else []
        if not exports and not packed:
            self._add(Source.SITE if is_site(files) else Source.FOLDER, files)
            return
        roots = []
        for source, root in exports:
            roots.append(root)
            self._add(source, PartOfFiles(files, root) if root else files)
        if "" in roots:
            return
        self.not_read.extend(files.not_read)
        for name in packed:
            if not name.startswith(tuple(roots)) or not roots:
                self._open_nested(files, name)
        self._rest(files, [*roots, *packed])

    def _open_nested(self, files: ArchiveFiles, name: str) -> None:
        nested = f"{files.archive.rstrip('/')}/{name}"
        try:
            if isinstance(files, FsspecFiles):
                self._open_zip(io.BufferedReader(files.stream(name)), nested)
                return
            with files.local(name) as path:  # of a folder: the very file
                self._open_zip(path, nested)
        except UnreadableError as error:
            self.not_read.append(NotRead(Place(files.archive, name), f"{error.message} {error.advice}".strip()))

    def _rest(self, files: ArchiveFiles, taken: Sequence[str]) -> None:
        """Open the folders beside exports as folders of posts, and say which files lie beside them."""
        left = [name for name in files.names() if not name.startswith(tuple(taken))]
        for folder in dict.fromkeys(name.partition("/")[0] + "/" for name in left if "/" in name):
            if not any(one.startswith(folder) for one in taken):
                part = PartOfFiles(files, folder)
                self._add(Source.SITE if is_site(part) else Source.FOLDER, part)
            else:
                self.not_read.extend(_beside(files, name) for name in left if name.startswith(folder))
        self.not_read.extend(_beside(files, name) for name in left if "/" not in name and not name.startswith("."))

    def _add(self, source: Source, files: ArchiveFiles) -> None:
        if all(files.archive != archive.files.archive for archive in self.archives):
            self.archives.append(_Archive(source, files))


def _holds_archives(files: ArchiveFiles) -> bool:
    """Whether ZIP files in it are opened: in a folder they are, in another ZIP file not."""
    return files.root is not None or isinstance(files, FsspecFiles)


def _beside(files: ArchiveFiles, name: str) -> NotRead:
    return NotRead(
        Place(files.archive, name),
        "It lies beside exports and belongs to none of them, so it was not read. "
        "If it was published, give it, or a folder with it, by itself.",
    )
