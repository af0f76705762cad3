"""Remembers what OCR engines read in a picture, so that the same picture is not read again.

An entry is found by the picture's own pixels and by everything else that decides what is read in them: the engine, its
version, models and settings,
and postcheck's own code around it. It holds the words and their boxes, and nothing else: no path, no draft, no consent.
As those words may be pupils'
names, the folder is open to its user alone. Only a reading that succeeded is kept; errors and time-outs are tried
again. Whatever is wrong with an
entry, the picture is read anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import postcheck
from postcheck.errors import CacheError, UnreadableError
from postcheck.model.settings import CacheSettings
from postcheck.model.text import Box
from postcheck.read.engines.base import Heading, InstalledEngine, Line, OcrWord

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMAT = "postcheck-reading/1"
"""How entries are written; a change of it makes all former ones unknown."""
_FOLDER = "readings"
_ENTRY = re.compile(r"[0-9a-f]{64}\.json")
_UNFINISHED = ".unfinished-"
_HOUR, _DAY = 3_600, 86_400
_IN_MEMORY = 512
"""Readings that a run keeps at hand; an image that many posts share is read once even if nothing is remembered on disk.
"""
_STRIP = 4_000_000
"""Pixels that are copied at a time; a whole picture may take hundreds of megabytes."""
_KEPT_SHARE = 0.9
"""How much of the allowed size is left when entries had to go."""
_HAS_OWNERS = hasattr(os, "geteuid")
"""Windows has neither owners nor modes of this kind; there the user's own folder is private already."""


def cache_folder(settings: CacheSettings) -> Path:
    """Return where readings are remembered: the folder of the settings, or the one that the system has for such things."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - a check without images needs no cache

    return settings.folder or user_cache_path("postcheck", appauthor=False)


@dataclass(frozen=True, slots=True)
class CacheSize:
    """How much is remembered."""

    entries: int = 0
    size: int = 0
    """Bytes."""


class Store:
    """A folder of readings, each a file of its own.

    Several processes may use it at once: entries are written whole or not at all.

    Parameters
    ----------
    settings:
        Where it is, and how large and old it may become.
    """

    def __init__(self, settings: CacheSettings) -> None:
        self.folder = cache_folder(settings)
        self._entries = self.folder / _FOLDER
        self._max_size = settings.max_mb * 1_000_000
        self._max_age = settings.max_days * _DAY
        self._lock = threading.Lock()
        self._size = 0

    def open(self) -> None:
        """Make the folder if it is not there, make sure that it is private, and remove what is too old or too much.

        Raises
        ------
        CacheError
            If it is not the user's own, is a link, or cannot be made.
        """
        try:
            for folder in (self.folder, self._entries):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _check_own(folder)
            if _HAS_OWNERS and stat.S_IMODE(self._entries.stat().st_mode) != stat.S_IRWXU:
                self._entries.chmod(stat.S_IRWXU)
        except FileExistsError:
            raise _unusable(self.folder, "something else is there") from None
        except OSError as error:
            raise _unusable(self.folder, os.strerror(error.errno) if error.errno else "it cannot be made") from None
        self._tidy()

    def get(self, key: str) -> tuple[Line, ...] | None:
        """Return what was read, or None if it is not known, too old, not private or not whole."""
        path = self._path(key)
        try:
            # A link or somebody else's file may say anything; neither is followed.
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(handle, "rb") as file:
                status = os.fstat(file.fileno())
                if not _own_file(status) or self._expired(status):
                    return None
                data = file.read(self._max_size + 1)
            lines = _decoded(key, data)
            if lines is not None:
                os.utime(
                    path, ns=(time.time_ns(), status.st_mtime_ns)
                )  # when it was last of use; it stays as old as it is
        except OSError:
            return None
        return lines

    def put(self, key: str, lines: tuple[Line, ...]) -> None:
        """Remember what was read. If that cannot be done, nothing is lost but time."""
        data = _encoded(key, lines)
        if len(data) > self._max_size:
            return
        try:
            handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=self._entries)  # readable for its owner only
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
            self._tidy()

    def size(self) -> CacheSize:
        """Return how much is remembered; raises as :meth:`clear` does."""
        return CacheSize(*self._sum(self._listed()))

    def clear(self) -> CacheSize:
        """Remove everything; return how much it was.

        Raises
        ------
        CacheError
            If the folder is not the user's own or is a link, or something in it cannot be removed.
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
        return self._entries / f"{key}.json"

    def _expired(self, status: os.stat_result) -> bool:
        return not -_DAY <= time.time() - status.st_mtime <= self._max_age

    def _listed(self) -> list[tuple[Path, os.stat_result]]:
        """Return every file of the cache's own, finished or not."""
        for folder in (self.folder, self._entries):
            if not os.path.lexists(folder):
                return []
            _check_own(folder)
        return list(_files(self._entries))

    @staticmethod
    def _sum(found: list[tuple[Path, os.stat_result]]) -> tuple[int, int]:
        finished = [status.st_size for path, status in found if _ENTRY.fullmatch(path.name)]
        return len(finished), sum(finished)

    def _tidy(self) -> None:
        """Remove what is too old and, if there is too much, what has been of no use for longest."""
        kept: list[tuple[Path, os.stat_result]] = []
        for path, status in _files(self._entries):
            unfinished = not _ENTRY.fullmatch(path.name)
            if time.time() - status.st_mtime > _HOUR if unfinished else self._expired(status) or not _own_file(status):
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


def _check_own(folder: Path) -> None:
    """Raise if what was read must not be kept in a folder, or cannot be trusted there."""
    status = folder.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise _unusable(folder, "it is a link")
    if not stat.S_ISDIR(status.st_mode):
        raise _unusable(folder, "it is no folder")
    if _HAS_OWNERS and status.st_uid != os.geteuid():
        raise _unusable(folder, "it belongs to another user")


def _own_file(status: os.stat_result) -> bool:
    private = not _HAS_OWNERS or (
        status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    )
    return stat.S_ISREG(status.st_mode) and private


def _unusable(folder: Path, why: str) -> CacheError:
    return CacheError(
        f"{folder} cannot be used to remember what was read in pictures: {why}.",
        advice="Name a folder of your own in POSTCHECK_CACHE_DIR, or switch it off with --no-cache.",
    )


# What an entry looks like


def _encoded(key: str, lines: tuple[Line, ...]) -> bytes:
    body = json.dumps(
        [[line.heading.value, line.place, [_plain(word) for word in line.words]] for line in lines]
    ).encode()
    return f"{_seal(key, body)}\n".encode() + body


def _plain(word: OcrWord) -> tuple[str, int, int, int, int, float]:
    return (
        word.text,
        int(word.box.left),
        int(word.box.top),
        int(word.box.width),
        int(word.box.height),
        float(word.confidence),
    )


def _decoded(key: str, data: bytes) -> tuple[Line, ...] | None:
    """Return the lines of an entry, or None if it is not word for word what was written under this key."""
    seal, _, body = data.partition(b"\n")
    if seal != _seal(key, body).encode():
        return None
    try:
        return tuple(
            Line(
                tuple(OcrWord(text, Box(*box), confidence) for text, *box, confidence in words), Heading(heading), place
            )
            for heading, place, words in json.loads(body)
        )
    except (ValueError, TypeError):
        return None


def _seal(key: str, body: bytes) -> str:
    return hashlib.sha256(f"{_FORMAT} {key}\n".encode() + body).hexdigest()


@cache
def _own_version() -> str:
    """Return what stands for postcheck's own part in reading a picture: its version and the sources of its engines."""
    digest = hashlib.sha256(f"{_FORMAT} {postcheck.__version__}".encode())
    folder = resources.files("postcheck.read.engines")
    for file in sorted((file for file in folder.iterdir() if file.name.endswith(".py")), key=lambda file: file.name):
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


# Engines


class Memory:
    """What was read in this run, and in former ones if there is a store. All engines of a run share one.

    Parameters
    ----------
    store:
        What former runs remembered; None to go without.
    notice:
        Called with a sentence for the user if the store cannot be used.
    """

    def __init__(self, store: Store | None = None, notice: Callable[[str], None] | None = None) -> None:
        self._store = store
        self._notice = notice
        self._opened = False
        self._lock = threading.Lock()
        self._recent: OrderedDict[str, tuple[Line, ...]] = OrderedDict()
        self._busy: dict[str, threading.Lock] = {}
        self.stopped = threading.Event()
        """Set when the run is to end: nothing more is read."""

    @contextlib.contextmanager
    def turn(self, key: str) -> Iterator[None]:
        """Let one thread at a time read a picture; those that wait then find it read."""
        with self._lock:
            mine = self._busy.setdefault(key, threading.Lock())
        try:
            with mine:
                yield
        finally:
            with self._lock:
                self._busy.pop(key, None)

    def get(self, key: str) -> tuple[Line, ...] | None:
        """Return what was read, or None."""
        with self._lock:
            if key in self._recent:
                self._recent.move_to_end(key)
                return self._recent[key]
            store = self._ready()
        lines = store.get(key) if store else None
        if lines is not None:
            self._keep(key, lines)
        return lines

    def put(self, key: str, lines: tuple[Line, ...]) -> None:
        """Remember what was read."""
        self._keep(key, lines)
        if self._store:
            self._store.put(key, lines)

    def _ready(self) -> Store | None:
        """Return the store, opened when the first picture asks for it."""
        if self._store and not self._opened:
            try:
                self._store.open()
            except CacheError as error:
                self._store = None
                if self._notice:
                    self._notice(str(error))
        self._opened = True
        return self._store

    def _keep(self, key: str, lines: tuple[Line, ...]) -> None:
        with self._lock:
            self._recent[key] = lines
            while len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)


class RememberingEngine:
    """An engine that asks a memory first; see :class:`~postcheck.read.engines.base.InstalledEngine`."""

    def __init__(self, engine: InstalledEngine, memory: Memory) -> None:
        self._engine = engine
        self._memory = memory
        self._lock = threading.Lock()
        self._identity: str | None = None

    @property
    def name(self) -> str:
        """The engine's own name."""
        return self._engine.name

    def version(self) -> str:
        """Return the engine's own version."""
        return self._engine.version()

    def identity(self) -> str:
        """Return the engine's own identity, asked for once."""
        with self._lock:
            if self._identity is None:
                self._identity = self._engine.identity()
            return self._identity

    def stop(self) -> None:
        """End what is under way."""
        self._engine.stop()

    def read(self, image: Image, *, time_limit: float) -> tuple[Line, ...]:
        """Return what was read in this very picture before, or have the engine read it."""
        if not self.identity():
            return self._read(image, time_limit)
        key = self._key(image)
        with self._memory.turn(key):
            lines = self._memory.get(key)
            if lines is None:
                lines = self._read(image, time_limit)
                self._memory.put(key, lines)
            return lines

    def _read(self, image: Image, time_limit: float) -> tuple[Line, ...]:
        if self._memory.stopped.is_set():
            raise UnreadableError("The check was stopped.")
        return self._engine.read(image, time_limit=time_limit)

    def _key(self, image: Image) -> str:
        digest = hashlib.sha256()
        for part in (_own_version(), self.name, self.identity(), image.mode, f"{image.width} {image.height}"):
            digest.update(hashlib.sha256(part.encode()).digest())
        rows = max(1, _STRIP // image.width)
        for top in range(0, image.height, rows):
            digest.update(image.crop((0, top, image.width, min(image.height, top + rows))).tobytes())
        return digest.hexdigest()
