"""Remembers what was read in pictures, so that the same file is not looked at again.

An entry is found by the file's bytes and by everything else that decides what is read in it: the engines, their
versions, models and settings, the detector of faces, the libraries that open files, and postcheck's own code around
them. It holds what a person can read in the picture and in its metadata, what else the letters of a line may be that
was not read surely, and where faces are, and nothing else: no path, no draft, no consent. As those words may be pupils'
names, the folder is open to its user alone. Only a reading of which nothing failed is kept. If anything is wrong with
an entry, the picture is read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import os
import re
import stat
import sys
import tempfile
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import postcheck
from postcheck.errors import CacheError
from postcheck.formats.records import Records
from postcheck.model.reading import PictureReading
from postcheck.model.settings import CacheSettings

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_FORMAT = "postcheck-reading/3"
"""The format of entries; a change makes all earlier ones unknown."""
_FOLDER = "readings"
_ENTRY = re.compile(r"[0-9a-f]{64}\.(?:reading|json)")
_SUFFIX = ".reading"
"""Entries of earlier releases end in ``.json``; they count only as something to remove."""
_UNFINISHED = ".unfinished-"
_HOUR, DAY = 3_600, 86_400
_IN_MEMORY = 512
"""Readings that a run keeps in memory: an image that many posts share is read once even without a cache on disk."""
_DECIDING = ("pillow", "pillow-heif", "pypdfium2", "numpy", "opencv-python", "zxing-cpp", "onnxruntime")
"""Packages that decide what is seen in a file, whatever reads the words in it."""
_ROOMS = ("postcheck.read", "postcheck.media")
"""Packages of our own that do."""
_KEPT_SHARE = 0.9
"""The share of the allowed size that is kept when entries have to go."""


def cache_folder(settings: CacheSettings) -> Path:
    """Return where readings are kept: the folder in the settings, or the system's usual place for caches."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - a check without images needs no cache

    return settings.folder or user_cache_path("postcheck", appauthor=False)


@dataclass(frozen=True, slots=True)
class CacheSize:
    """How much is in the cache."""

    entries: int = 0
    size: int = 0
    """Bytes."""


class CacheFolder:
    """The cache on disk: a folder of readings, one file each.

    Several processes may use it at once: entries are written whole or not at all.

    Parameters
    ----------
    settings:
        Where it is, and how large and old it may become.
    """

    def __init__(self, settings: CacheSettings) -> None:
        self.path = cache_folder(settings)
        self._entries = self.path / _FOLDER
        self._max_size = settings.max_mb * 1_000_000
        self._max_age = settings.max_days * DAY
        self._lock = threading.Lock()
        self._size = 0

    def open(self) -> None:
        """Make the folder if need be, make sure that it is private, and remove what is too old or over the size limit.

        Raises
        ------
        CacheError
            If it does not belong to the user, is a link, or cannot be made.
        """
        make_private(self.path)
        make_private(self._entries, exactly=True)
        self._prune()

    def get(self, key: str) -> PictureReading | None:
        """Return what was read, or None if it is not known, too old, not private or not whole."""
        path = self._path(key)
        try:
            # A link or somebody else's file could say anything; neither is trusted.
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(handle, "rb") as file:
                status = os.fstat(file.fileno())
                if not is_own_file(status) or self._expired(status):
                    return None
                data = file.read(self._max_size + 1)
            reading = _decoded(key, data)
            if reading is not None:
                # When it was last used; its age stays as it is.
                os.utime(path, ns=(time.time_ns(), status.st_mtime_ns))
        except OSError:
            return None
        return reading

    def put(self, key: str, reading: PictureReading) -> None:
        """Keep what was read. If that fails, nothing is lost but time."""
        data = _encoded(key, reading)
        if len(data) > self._max_size:
            return
        try:
            handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=self._entries)  # readable by its owner only
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                os.replace(name, self._path(key))  # noqa: PTH105 - the name is a string
            except OSError:
                with contextlib.suppress(OSError):
                    os.unlink(name)  # noqa: PTH108 - as above
                return
        except OSError:
            return
        with self._lock:
            self._size += len(data)
            full = self._size > self._max_size
        if full:
            self._prune()

    def size(self) -> CacheSize:
        """Return how much is in the cache; raises as :meth:`clear` does."""
        return CacheSize(*self._sum(self._listed()))

    def clear(self) -> CacheSize:
        """Remove everything; return how much it was.

        Raises
        ------
        CacheError
            If the folder does not belong to the user or is a link, or something in it cannot be removed.
        """
        found = self._listed()
        for entry, _ in found:
            try:
                entry.unlink(missing_ok=True)
            except OSError as error:
                reason = os.strerror(error.errno) if error.errno else "it cannot be removed"
                message = f"what was remembered could not be removed: {reason}."
                raise CacheError(message, advice=f"Delete the folder {self._entries} yourself.") from None
        with contextlib.suppress(OSError):
            self._entries.rmdir()
        return CacheSize(*self._sum(found))

    def _path(self, key: str) -> Path:
        return self._entries / f"{key}{_SUFFIX}"

    def _expired(self, status: os.stat_result) -> bool:
        return not -DAY <= time.time() - status.st_mtime <= self._max_age

    def _listed(self) -> list[tuple[Path, os.stat_result]]:
        """Return every file that the cache wrote, finished or not."""
        for folder in (self.path, self._entries):
            if not os.path.lexists(folder):
                return []
            _check_own(folder)
        return list(_files(self._entries))

    @staticmethod
    def _sum(found: list[tuple[Path, os.stat_result]]) -> tuple[int, int]:
        finished = [status.st_size for path, status in found if _ENTRY.fullmatch(path.name)]
        return len(finished), sum(finished)

    def _prune(self) -> None:
        """Remove entries that are too old and, over the size limit, those unused for longest."""
        kept: list[tuple[Path, os.stat_result]] = []
        for path, status in _files(self._entries):
            unfinished = not _ENTRY.fullmatch(path.name)
            if (
                time.time() - status.st_mtime > _HOUR
                if unfinished
                else self._expired(status) or not is_own_file(status)
            ):
                _remove(path)
            elif not unfinished:
                kept.append((path, status))
        size = sum(status.st_size for _, status in kept)
        if size > self._max_size:
            for path, status in sorted(kept, key=lambda item: item[1].st_atime_ns):
                if size <= self._max_size * _KEPT_SHARE:
                    break
                _remove(path)
                size -= status.st_size
        with self._lock:
            self._size = size


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    try:
        with os.scandir(folder) as listing:
            for entry in listing:
                if _ENTRY.fullmatch(entry.name) or entry.name.startswith(_UNFINISHED):
                    with contextlib.suppress(OSError):  # another process has just removed it
                        yield folder / entry.name, entry.stat(follow_symlinks=False)
    except OSError:
        return


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _user() -> int | None:
    """Return the user's number; None on Windows, whose files have no such owners and modes: a profile is private."""
    if sys.platform == "win32":
        return None
    return os.geteuid()


def make_private(folder: Path, *, exactly: bool = False) -> None:
    """Make a folder if need be, and make sure that it is the user's own; ``exactly`` takes it from all others.

    Raises
    ------
    CacheError
        If it does not belong to the user, is a link, or cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_own(folder)
        if exactly and _user() is not None and stat.S_IMODE(folder.stat().st_mode) != stat.S_IRWXU:
            folder.chmod(stat.S_IRWXU)
    except FileExistsError:
        raise unusable(folder, "something else is there") from None
    except OSError as error:
        raise unusable(folder, os.strerror(error.errno) if error.errno else "it cannot be made") from None


def _check_own(folder: Path) -> None:
    """Raise if a folder cannot be trusted with what was read, or with what it says was read."""
    status = folder.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise unusable(folder, "it is a link")
    if not stat.S_ISDIR(status.st_mode):
        raise unusable(folder, "it is not a folder")
    if _user() not in {None, status.st_uid}:
        raise unusable(folder, "it belongs to another user")


def is_own_file(status: os.stat_result) -> bool:
    """Whether a file is a plain one that the user alone can read and write."""
    private = _user() is None or (
        status.st_uid == _user() and not stat.S_IMODE(status.st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    )
    return stat.S_ISREG(status.st_mode) and private


def unusable(folder: Path, why: str) -> CacheError:
    """Return the error for a folder in which nothing can be kept."""
    return CacheError(
        f"{folder} cannot be used to remember what was read in pictures: {why}.",
        advice="Name a folder of your own in POSTCHECK_CACHE_DIR, or switch it off with --no-cache.",
    )


# Format of an entry

_RECORDS = Records(PictureReading)


def _encoded(key: str, reading: PictureReading) -> bytes:
    body = zlib.compress(_RECORDS.written(reading), 1)
    return f"{_seal(key, body)}\n".encode() + body


def _decoded(key: str, data: bytes) -> PictureReading | None:
    """Return the reading of an entry, or None if it is not exactly what was written under this key."""
    seal, _, body = data.partition(b"\n")
    if seal != _seal(key, body).encode():
        return None
    try:
        return _RECORDS.read(zlib.decompress(body))
    except (ValueError, zlib.error):
        return None


def _seal(key: str, body: bytes) -> str:
    return hashlib.sha256(f"{_FORMAT} {key}\n".encode() + body).hexdigest()


@cache
def own_version() -> str:
    """Return a digest of what decides what is seen in a file besides engines: postcheck's code, and packages."""
    digest = hashlib.sha256(f"{_FORMAT} {postcheck.__version__}".encode())
    for room in _ROOMS:
        for name, source in sorted(_sources(resources.files(room))):
            digest.update(name.encode() + hashlib.sha256(source).digest())
    digest.update(versions_of(_DECIDING))
    return digest.hexdigest()


def versions_of(packages: Iterable[str]) -> bytes:
    """Return which versions of packages are installed; those that are not are left out."""
    told = []
    for package in packages:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            told.append(f"{package} {importlib.metadata.version(package)}")
    return "".join(told).encode()


def _sources(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith(".py"):
            yield entry.name, entry.read_bytes()


# What a run remembers


def entry_key(*decides: str) -> str:
    """Return the key of an entry, from everything that decides what is read."""
    return hashlib.sha256(b"".join(hashlib.sha256(part.encode()).digest() for part in decides)).hexdigest()


class ReadingCache:
    """What was read in this run and, if there is a folder, in earlier ones.

    Parameters
    ----------
    folder:
        What earlier runs read; None to go without.
    notice:
        Called with a sentence for the user if the folder cannot be used.
    """

    def __init__(self, folder: CacheFolder | None = None, notice: Callable[[str], None] | None = None) -> None:
        self._folder = folder
        self._notice = notice
        self._opened = False
        self._lock = threading.Lock()
        self._recent: OrderedDict[str, PictureReading] = OrderedDict()
        self._busy: dict[str, threading.Lock] = {}

    @contextlib.contextmanager
    def turn(self, key: str) -> Iterator[None]:
        """Let one thread at a time read a picture; those that waited find it in the cache."""
        with self._lock:
            mine = self._busy.setdefault(key, threading.Lock())
        try:
            with mine:
                yield
        finally:
            with self._lock:
                self._busy.pop(key, None)

    def read(self, key: str, look: Callable[[], tuple[PictureReading, bool]]) -> PictureReading:
        """Return what was read under a key, or else have it looked at, and keep that if it may be kept."""
        with self.turn(key):
            known = self.get(key)
            if known is None:
                known, keep = look()
                if keep:
                    self.put(key, known)
            return known

    def get(self, key: str) -> PictureReading | None:
        """Return what was read, or None."""
        with self._lock:
            if key in self._recent:
                self._recent.move_to_end(key)
                return self._recent[key]
            folder = self._ready()
        reading = folder.get(key) if folder else None
        if reading is not None:
            self._keep(key, reading)
        return reading

    def put(self, key: str, reading: PictureReading) -> None:
        """Keep what was read."""
        self._keep(key, reading)
        if self._folder:
            self._folder.put(key, reading)

    def _ready(self) -> CacheFolder | None:
        """Return the folder, which is opened when the first picture asks for it."""
        if self._folder and not self._opened:
            try:
                self._folder.open()
            except CacheError as error:
                self._folder = None
                if self._notice:
                    self._notice(str(error))
        self._opened = True
        return self._folder

    def _keep(self, key: str, reading: PictureReading) -> None:
        with self._lock:
            self._recent[key] = reading
            while len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)
