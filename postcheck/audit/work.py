"""What is done for an audit in other processes, wherever they are: media are read, and texts by the language model."""

from __future__ import annotations

import errno
import hashlib
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import postcheck
from postcheck.archive import ArchiveSet, Member, open_archives
from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.errors import PostcheckError, StoreError, UnreadableError
from postcheck.find.language import LanguageModel, load_language_model
from postcheck.find.language import Reading as Opinion
from postcheck.formats.filetypes import FileKind, file_kind
from postcheck.model.draft import DraftImage, Unexamined
from postcheck.model.reading import Reading
from postcheck.model.settings import CacheSettings, OcrSettings
from postcheck.model.text import PlaceKind, Where
from postcheck.read.cache import CacheFolder, ReadingCache, own_version
from postcheck.read.faces import CenterFace
from postcheck.read.reader import Reader

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

BROKE_DOWN = (
    "A program that opens files of its kind broke down on it, so nobody has looked at it. Look at it yourself, or save "
    "it anew in another program and read the archive again."
)


@dataclass(frozen=True)
class Setup:
    """What a worker is told once."""

    archives: tuple[str, ...]
    """Paths or addresses of the archives, as the user gave them."""
    ocr: OcrSettings
    cache: CacheSettings
    language_model: str
    """Its name; empty for the one that ships."""
    side_by_side: int
    """How many workers share this computer."""
    folder: str = ""
    """Where relative paths begin; empty for wherever the worker is."""
    run: str = ""
    """What tells one reading from the next one, for workers that outlive both: they open the archives anew."""


@dataclass(frozen=True)
class MediumRead:
    """What was read in a medium."""

    content: str
    """The SHA-256 of the file; empty if it could not be opened."""
    reading: Reading
    """Files of its own have no name in it."""


@dataclass(frozen=True)
class Portion:
    """What a worker is given to do: media, or texts."""

    media: tuple[Member, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a worker did."""

    media: tuple[MediumRead, ...] = ()
    """One for each, in order."""
    texts: tuple[Opinion, ...] = ()
    error: PostcheckError | None = None
    """Why it cannot do anything."""


VersionPart = tuple[str, str]
"""What something is, and its version."""


def do(setup: Setup, portion: Portion) -> Outcome:
    """Do a portion of the work; what can be loaded once in a process is. Threads take turns."""
    with _turn:
        try:
            worker = _worker(setup)
            media = tuple(worker.read(member) for member in portion.media)
            return Outcome(media, worker.opinions(portion.texts))
        except PostcheckError as error:
            return Outcome(error=error)


def versions(setup: Setup) -> tuple[VersionPart, ...]:
    """Return what decides what a process reads: postcheck, OCR engines, the model of faces, the language model.

    Raises
    ------
    PostcheckError
        If the language model cannot be loaded.
    """
    with _turn:
        return _worker(setup).versions


class _Worker:
    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._stack = ExitStack()
        self._archives: ArchiveSet | None = None
        self._faces = CenterFace(side_by_side=setup.side_by_side)
        cache = ReadingCache(CacheFolder(setup.cache) if setup.cache.enabled else None)
        self.reader = Reader(setup.ocr, cache=cache, side_by_side=setup.side_by_side, faces=self._faces)

    @cached_property
    def _model(self) -> LanguageModel:
        return load_language_model(self._setup.language_model)

    @cached_property
    def versions(self) -> tuple[VersionPart, ...]:
        """See :func:`versions`."""
        return (
            ("postcheck", f"{postcheck.__version__} {own_version()}"),
            *self.reader.engine_versions(),
            ("the face detector", self._faces.identity()),
            ("the language model", f"{self._model.name} {self._model.version}"),
        )

    def close(self) -> None:
        """Let go of the archives."""
        self._stack.close()

    def read(self, member: Member) -> MediumRead:
        """Return what is read in a medium; nothing that it holds is an error."""
        if self._archives is None:
            opened = open_archives(self._setup.archives, folder=self._setup.folder)
            self._archives = self._stack.enter_context(opened)
        try:
            with self._archives.local(member) as path:
                content = _digest(path)
                return MediumRead(content, self._reading(path, member))
        except UnreadableError as error:
            _stop_if_full(error.__cause__)
            return MediumRead("", _unread(f"{error.message} {error.advice}".strip()))
        except OSError as error:
            _stop_if_full(error)
            return MediumRead("", _unread("It could not be opened. See whether it can be opened in another program."))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a library that calls sys.exit() or panics ends no audit
            return MediumRead(
                "",
                _unread(
                    f"postcheck itself failed on it ({type(error).__name__}). Report that, and look at it yourself."
                ),
            )

    def _reading(self, path: Path, member: Member) -> Reading:
        kind = file_kind(Path(member.file).name)
        if kind is FileKind.IMAGE:
            image = DraftImage("", path, "", Where(PlaceKind.POST, ""))
            return self.reader.pictures.read(image).of(image)
        source = DraftSource(
            member.file, path, path.parent, video=kind is FileKind.VIDEO, reason="" if kind in _READ else _UNKNOWN
        )
        draft = load_draft(source)
        read = self.reader.read(draft)
        return Reading(read.passages, (*draft.unexamined, *read.unexamined), read.images)

    def opinions(self, texts: tuple[str, ...]) -> tuple[Opinion, ...]:
        """Return what the language model sees in texts."""
        if not texts:
            return ()
        return tuple(self._model.find_persons(texts))


_READ = frozenset({FileKind.VIDEO, FileKind.DOCUMENT, FileKind.TEXT})
_UNKNOWN = "postcheck does not know this kind of file, so it was not looked at. Look at it yourself."


_turn = threading.Lock()
_workers: dict[Setup, _Worker] = {}
"""What this process last did its work with; there is never more than one."""


def _worker(setup: Setup) -> _Worker:
    if setup not in _workers:
        for worker in _workers.values():
            worker.close()
        _workers.clear()
        _workers[setup] = _Worker(setup)
    return _workers[setup]


def begin(setup: Setup, stop: Event) -> None:
    """Get a process of this computer ready, and end what it reads when it is to stop."""
    worker = _worker(setup)

    def end() -> None:
        stop.wait()
        worker.reader.stop()

    threading.Thread(target=end, daemon=True).start()


def died(portion: Portion) -> Outcome:
    """Return what is said of a portion of media at which a worker died."""
    return Outcome(tuple(MediumRead("", _unread(BROKE_DOWN)) for _ in portion.media))


def _stop_if_full(error: BaseException | None) -> None:
    """Raise if a disk is full: once there is room, the medium can be read after all."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        raise StoreError(
            "the disk for temporary files is full. What was read so far is kept.",
            advice="Make room, and run the same command again.",
        ) from None


def _unread(reason: str) -> Reading:
    return Reading(unexamined=(Unexamined("", reason),))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
