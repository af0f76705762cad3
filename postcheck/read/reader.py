"""A draft becomes passages: all that a person can read in it, and what could not be looked at."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.model.draft import Draft
from postcheck.model.reading import Reading
from postcheck.model.settings import OcrSettings
from postcheck.read.cache import ReadingCache, own_version
from postcheck.read.engines import engines_for
from postcheck.read.engines.base import InstalledEngine, OcrEngine
from postcheck.read.published import names_of_videos, said_of, texts_of

if TYPE_CHECKING:
    from postcheck.model.draft import Unexamined
    from postcheck.model.reading import ImageFacts
    from postcheck.model.text import Passage
    from postcheck.read.faces import FaceDetector
    from postcheck.read.pictures import PictureReader
    from postcheck.read.videos import VideoReader


class Reader:
    """Reads drafts. Threads share it.

    Parameters
    ----------
    ocr:
        How images are read.
    engines:
        What reads the words in them, each picture by all of them; those that the settings name, made when the first
        image is read, if none is given.
    cache:
        What was read before in the same pictures, by the engines that the settings name; None to go without.
    side_by_side:
        How many drafts will be read at a time.
    faces:
        What counts the faces in pictures; None to leave them uncounted.
    """

    def __init__(
        self,
        ocr: OcrSettings,
        *engines: OcrEngine,
        cache: ReadingCache | None = None,
        side_by_side: int = 1,
        faces: FaceDetector | None = None,
    ) -> None:
        self._ocr = ocr
        self._faces = faces
        self._engines = engines
        self._installed: tuple[InstalledEngine, ...] = ()
        """Those of them that were made here."""
        self._side_by_side = side_by_side
        self._lock = threading.Lock()
        """Drafts are read side by side; the engines are made once."""
        self._stopped = threading.Event()
        self._identity: str | None = None
        self._identity_lock = threading.Lock()
        """To determine it takes programs and large files, so that is done once."""
        self._cache = None if engines else cache
        self._means = (ocr, self._made_engines, faces, self._cache, self._decides, self._stopped)
        """By which pictures are read, in drafts and in videos."""
        self._pictures: PictureReader | None = None
        self._videos: VideoReader | None = None

    @property
    def pictures(self) -> PictureReader:
        """What reads the pictures of drafts."""
        from postcheck.read.pictures import PictureReader  # noqa: PLC0415 - a text draft needs none of it

        with self._lock:
            self._pictures = self._pictures or PictureReader(*self._means)
            return self._pictures

    @property
    def videos(self) -> VideoReader:
        """What reads the videos of drafts."""
        from postcheck.read.videos import VideoReader  # noqa: PLC0415 - as above

        with self._lock:
            self._videos = self._videos or VideoReader(*self._means)
            return self._videos

    def read(self, draft: Draft) -> Reading:
        """Return all that can be read in ``draft``.

        Never raises for what a file holds: what cannot be read is in ``unexamined``.
        """
        passages: list[Passage] = [*texts_of(draft)]
        unexamined: list[Unexamined] = []
        images: list[ImageFacts] = []
        for image in draft.images:
            passages += said_of(image)
            if not image.absent:  # why it is not there, the draft says
                seen = self.pictures.read(image, draft.parts).of(image)
                passages += seen.passages
                unexamined += seen.unexamined
                images += seen.images
        passages += names_of_videos(draft)
        for video in draft.header.videos:
            seen = self.videos.read(video, draft)
            passages += seen.passages
            unexamined += seen.unexamined
            images += seen.images
        return Reading(tuple(passages), tuple(dict.fromkeys(unexamined)), tuple(images))

    def stop(self) -> None:
        """Stop the reading, from another thread; what was being read is then reported as not examined."""
        self._stopped.set()
        for engine in self._installed:
            engine.stop()

    def engine_versions(self) -> tuple[tuple[str, str], ...]:
        """Return the engines that the settings name, each with its identity; an empty one if it is not installed."""
        self._made_engines()
        found = []
        for engine in self._installed:
            try:
                found.append((engine.name, engine.identity()))
            except (EngineUnavailableError, UnreadableError):
                found.append((engine.name, ""))
        return tuple(found)

    def _made_engines(self) -> tuple[OcrEngine, ...]:
        with self._lock:
            if not self._engines:
                self._engines = self._installed = engines_for(self._ocr, self._side_by_side)
            return self._engines

    def _decides(self) -> str:
        """Return what decides what is read in a picture besides its bytes; empty if that cannot be determined."""
        with self._identity_lock:
            if self._identity is None:
                versions = self.engine_versions()
                faces = self._faces.identity() if self._faces else "no faces"
                known = bool(versions) and all((*(version for _, version in versions), faces))
                engines = (f"{name} {version}" for name, version in versions)
                self._identity = "\n".join((own_version(), *engines, faces)) if known else ""
            return self._identity
