"""Remembers what OCR engines read in a picture, so that the same picture is not read again.

An entry is found by the picture's own pixels and by everything else that decides what is read in them: the engine, its
version, models and settings, and postcheck's own code around it. It holds the words and their boxes, what else the
letters of a line may be that was not read surely, and nothing else:
no path, no draft, no consent. As those words may be pupils' names, the folder is open to its user alone. Only a reading
that succeeded is kept; errors and time-outs are tried again. If anything is wrong with an entry, the picture is read
again.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
import stat
import tempfile
import threading
import time
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import postcheck
from postcheck.errors import CacheError, UnreadableError
from postcheck.model.letters import Letters
from postcheck.model.settings import CacheSettings
from postcheck.model.text import Box
from postcheck.read.engines.base import InstalledEngine, OcrLine, OcrWord, TextDirection

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMAT = "postcheck-reading/2"
"""The format of entries; a change makes all earlier ones unknown."""
_FOLDER = "readings"
_ENTRY = re.compile(r"[0-9a-f]{64}\.json")
_UNFINISHED = ".unfinished-"
_HOUR, _DAY = 3_600, 86_400
_IN_MEMORY = 512
"""Readings that a run keeps in memory: an image that many posts share is read once even without a cache on disk."""
_STRIP = 4_000_000
"""Pixels that are copied at once; a whole picture may take hundreds of megabytes."""
_KEPT_SHARE = 0.9
"""The share of the allowed size that is kept when entries have to go."""
_HAS_OWNERS = hasattr(os, "geteuid")
"""Windows has no owners and modes of this kind; there the user's own folder is private already."""


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


class OcrCacheFolder:
    """The OCR cache on disk: a folder of readings, one file each.

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
        self._max_age = settings.max_days * _DAY
        self._lock = threading.Lock()
        self._size = 0

    def open(self) -> None:
        """Make the folder if need be, make sure that it is private, and remove what is too old or over the size limit.

        Raises
        ------
        CacheError
            If it does not belong to the user, is a link, or cannot be made.
        """
        try:
            for folder in (self.path, self._entries):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _check_own(folder)
            if _HAS_OWNERS and stat.S_IMODE(self._entries.stat().st_mode) != stat.S_IRWXU:
                self._entries.chmod(stat.S_IRWXU)
        except FileExistsError:
            raise _unusable(self.path, "something else is there") from None
        except OSError as error:
            raise _unusable(self.path, os.strerror(error.errno) if error.errno else "it cannot be made") from None
        self._prune()

    def get(self, key: str) -> tuple[OcrLine, ...] | None:
        """Return what was read, or None if it is not known, too old, not private or not whole."""
        path = self._path(key)
        try:
            # A link or somebody else's file could say anything; neither is trusted.
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(handle, "rb") as file:
                status = os.fstat(file.fileno())
                if not _own_file(status) or self._expired(status):
                    return None
                data = file.read(self._max_size + 1)
            lines = _decoded(key, data)
            if lines is not None:
                # When it was last used; its age stays as it is.
                os.utime(path, ns=(time.time_ns(), status.st_mtime_ns))
        except OSError:
            return None
        return lines

    def put(self, key: str, lines: tuple[OcrLine, ...]) -> None:
        """Keep what was read. If that fails, nothing is lost but time."""
        data = _encoded(key, lines)
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
        return self._entries / f"{key}.json"

    def _expired(self, status: os.stat_result) -> bool:
        return not -_DAY <= time.time() - status.st_mtime <= self._max_age

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
    """Raise if a folder cannot be trusted with what was read, or with what it says was read."""
    status = folder.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise _unusable(folder, "it is a link")
    if not stat.S_ISDIR(status.st_mode):
        raise _unusable(folder, "it is not a folder")
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


# Format of an entry


def _encoded(key: str, lines: tuple[OcrLine, ...]) -> bytes:
    body = json.dumps(
        [
            [line.direction.value, line.place, [_plain(word) for word in line.words], _possible(line.letters)]
            for line in lines
        ]
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


def _possible(letters: Letters | None) -> list[object] | None:
    if letters is None:
        return None
    costs = base64.b85encode(zlib.compress(letters.costs)).decode()
    return [costs, letters.columns, letters.total, letters.ends, letters.text, letters.places, letters.sure]


def _letters(written: Sequence[Any] | None) -> Letters | None:
    """Return what :func:`_possible` wrote; raises ValueError or TypeError if it did not write it."""
    if written is None:
        return None
    costs, columns, total, ends, text, places, sure = written
    try:
        unpacked = zlib.decompress(base64.b85decode(costs))
    except zlib.error as error:
        raise ValueError from error
    return Letters(unpacked, tuple(columns), total, tuple(ends), text, tuple(places), tuple(sure))


def _decoded(key: str, data: bytes) -> tuple[OcrLine, ...] | None:
    """Return the lines of an entry, or None if it is not exactly what was written under this key."""
    seal, _, body = data.partition(b"\n")
    if seal != _seal(key, body).encode():
        return None
    try:
        return tuple(
            OcrLine(
                tuple(OcrWord(text, Box(*box), confidence) for text, *box, confidence in words),
                TextDirection(direction),
                place,
                _letters(letters),
            )
            for direction, place, words, letters in json.loads(body)
        )
    except (ValueError, TypeError):
        return None


def _seal(key: str, body: bytes) -> str:
    return hashlib.sha256(f"{_FORMAT} {key}\n".encode() + body).hexdigest()


@cache
def _own_version() -> str:
    """Return a digest of postcheck's own part in reading a picture: its version and the sources of its engines."""
    digest = hashlib.sha256(f"{_FORMAT} {postcheck.__version__}".encode())
    folder = resources.files("postcheck.read.engines")
    for file in sorted((file for file in folder.iterdir() if file.name.endswith(".py")), key=lambda file: file.name):
        digest.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


# Engines


class OcrCache:
    """The OCR cache: what was read in this run and, if there is a folder, in earlier ones. A run's engines share one.

    Parameters
    ----------
    folder:
        What earlier runs read; None to go without.
    notice:
        Called with a sentence for the user if the folder cannot be used.
    """

    def __init__(self, folder: OcrCacheFolder | None = None, notice: Callable[[str], None] | None = None) -> None:
        self._folder = folder
        self._notice = notice
        self._opened = False
        self._lock = threading.Lock()
        self._recent: OrderedDict[str, tuple[OcrLine, ...]] = OrderedDict()
        self._busy: dict[str, threading.Lock] = {}
        self.stopped = threading.Event()
        """Set when the run is to end: after that, nothing more is read."""

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

    def get(self, key: str) -> tuple[OcrLine, ...] | None:
        """Return what was read, or None."""
        with self._lock:
            if key in self._recent:
                self._recent.move_to_end(key)
                return self._recent[key]
            folder = self._ready()
        lines = folder.get(key) if folder else None
        if lines is not None:
            self._keep(key, lines)
        return lines

    def put(self, key: str, lines: tuple[OcrLine, ...]) -> None:
        """Keep what was read."""
        self._keep(key, lines)
        if self._folder:
            self._folder.put(key, lines)

    def _ready(self) -> OcrCacheFolder | None:
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

    def _keep(self, key: str, lines: tuple[OcrLine, ...]) -> None:
        with self._lock:
            self._recent[key] = lines
            while len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)


class CachedEngine:
    """An engine that asks the cache first; see :class:`~postcheck.read.engines.base.InstalledEngine`."""

    def __init__(self, engine: InstalledEngine, cache: OcrCache) -> None:
        self._engine = engine
        self._cache = cache
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
        """Stop what the engine is reading."""
        self._engine.stop()

    def read(self, image: Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Return what was read in the same picture before, or have the engine read it."""
        if not self.identity():
            return self._read(image, time_limit)
        key = self._key(image)
        with self._cache.turn(key):
            lines = self._cache.get(key)
            if lines is None:
                lines = self._read(image, time_limit)
                self._cache.put(key, lines)
            return lines

    def _read(self, image: Image, time_limit: float) -> tuple[OcrLine, ...]:
        if self._cache.stopped.is_set():
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
