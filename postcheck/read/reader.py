"""A draft becomes passages: all that a person can read in it, and what could not be looked at."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.media.embedded import content_of, image_file
from postcheck.model.draft import Draft, DraftImage, Part, Unexamined
from postcheck.model.faces import Faces
from postcheck.model.reading import ImageFacts, Reading
from postcheck.model.settings import OcrSettings
from postcheck.model.text import CODE, THUMBNAIL, Box, Passage, PlaceKind, Word
from postcheck.read.cache import CachedEngine, OcrCache
from postcheck.read.engines import engines_for
from postcheck.read.engines.base import InstalledEngine, OcrEngine, OcrLine, OcrWord
from postcheck.read.lines import SAME_PLACE, beside_layer, clause, read_by
from postcheck.read.published import base_name, names_of_videos, said_of, texts_of
from postcheck.read.videos import VideoReader

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from postcheck.media.images import Frame
    from postcheck.read.faces import FaceDetector


_LEAST_TIME = 0.1
"""Seconds; engines take no time limit of nothing."""


class Reader:
    """Reads drafts.

    Parameters
    ----------
    ocr:
        How images are read.
    engines:
        What reads the words in them, each picture by all of them; those that the settings name, made when the first
        image is read, if none is given.
    cache:
        What was read before in the same pictures, for the engines that the settings name; None to go without.
    side_by_side:
        How many drafts will be read at a time.
    faces:
        What counts the faces in pictures; None to leave them uncounted.
    """

    def __init__(
        self,
        ocr: OcrSettings,
        *engines: OcrEngine,
        cache: OcrCache | None = None,
        side_by_side: int = 1,
        faces: FaceDetector | None = None,
    ) -> None:
        self._ocr = ocr
        self._faces = faces
        self._engines = engines
        self._installed: tuple[InstalledEngine, ...] = ()
        """Those of them that were made here."""
        self._cache = cache
        self._side_by_side = side_by_side
        self._lock = threading.Lock()
        """Drafts are read side by side; the engines are made once."""

    def read(self, draft: Draft) -> Reading:
        """Return all that can be read in ``draft``.

        Never raises for what a file holds: what cannot be read is in ``unexamined``.
        """
        collected = _Collected()
        collected.passages += texts_of(draft)
        for image in draft.images:
            collected.passages += said_of(image)
            if image.inside and image.inside.pages:
                self._pages(image, image.inside.pages, draft.parts, collected)
            elif not image.absent:  # why it is not there, the draft says
                self._image(image, collected)
        collected.passages += names_of_videos(draft)
        for video in draft.header.videos:
            read = VideoReader(self._ocr, self._made_engines, self._faces).read(video, draft)
            collected.passages += read.passages
            collected.unexamined += read.unexamined
            collected.images += read.images
        return Reading(tuple(collected.passages), tuple(dict.fromkeys(collected.unexamined)), tuple(collected.images))

    def stop(self) -> None:
        """Stop the reading, from another thread; what was being read is then reported as not examined."""
        if self._cache:
            self._cache.stopped.set()
        for engine in self._installed:
            engine.stop()

    def _image(self, image: DraftImage, collected: _Collected) -> None:
        from postcheck.media.hidden import smaller  # noqa: PLC0415 - as above
        from postcheck.media.images import frames, load, opened  # noqa: PLC0415 - as above
        from postcheck.media.picture_file import frame_count, upright  # noqa: PLC0415 - a draft without images needs no Pillow
        from postcheck.read.metadata import read_metadata  # noqa: PLC0415 - as above

        facts = ImageFacts(image.key, base_name(image.name))
        problems: list[str] = []
        look = self._look(image, collected, problems)
        try:
            with image_file(image) as (path, _), opened(path, self._ocr.max_pixels) as file:
                loaded = True
                try:
                    load(file)
                    size = upright(file).size
                except UnreadableError as error:
                    loaded = False
                    size = file.size
                    problems.append(error.message)
                metadata = read_metadata(file, path)
                if loaded:
                    problems += metadata.problems
                facts = dataclasses.replace(
                    facts,
                    width=size[0],
                    height=size[1],
                    frames=frame_count(file).total,
                    has_gps=metadata.has_gps,
                    artist=metadata.artist,
                    copyright=metadata.copyright,
                    opened=loaded,
                )
                collected.passages += [
                    Passage(
                        text,
                        PlaceKind.METADATA,
                        image.name,
                        name,
                        image=image.key,
                        credit=text == metadata.artist.strip(),
                    )
                    for name, text in metadata.texts
                ]
                collected.passages += [
                    Passage(text, PlaceKind.METADATA, image.name, "comment", image=image.key, alternative=True)
                    for text in metadata.stray
                ]
                if loaded:
                    shown: list[Image] = []
                    for frame in frames(file, self._ocr.max_pixels, problems, lambda: look.over):
                        shown.append(smaller(frame.views[0]))
                        if not self._frame(look, frame, facts.frames):
                            break
                    if shown and not look.over:
                        self._hidden(look, file, path, shown)
        except UnreadableError as error:
            problems.append(error.message)
        look.end(facts)

    def _look(self, image: DraftImage, collected: _Collected, problems: list[str]) -> _Look:
        return _Look(
            image, collected, problems, time.monotonic() + self._ocr.image_time_limit, self._ocr.image_time_limit
        )

    def _hidden(self, look: _Look, file: Image, path: Path, shown: list[Image]) -> None:
        """Read the pictures that lie hidden in an image file and show more than all that are ``shown``."""
        from postcheck.media.gain_map import draws_more  # noqa: PLC0415 - a draft without images needs no Pillow
        from postcheck.media.hidden import enlarged, extract_hidden, opened, shows_more  # noqa: PLC0415 - as above
        from postcheck.read.layout import arrange  # noqa: PLC0415 - as above

        with path.open("rb") as data:
            found = extract_hidden(file, data)
        look.problems += found.problems
        for hidden in found.pictures:
            views = opened(hidden, self._ocr.max_pixels)
            if not views:
                look.problems.append(f"{hidden.what} could not be opened; save the image again without metadata")
            elif any(
                all((draws_more if hidden.auxiliary else shows_more)(view, picture) for picture in shown)
                for view in views
            ):
                if look.over:
                    return
                lines, failures, _ = self._lines(tuple(map(enlarged, views)), look)
                look.problems += [
                    f"the words in {hidden.what} could not all be read: {reason}" for _, reason in failures
                ]
                if hidden.auxiliary:
                    lines = look.unread(lines)
                look.collected.passages += [
                    Passage(
                        page.text,
                        PlaceKind.METADATA,
                        look.image.name,
                        THUMBNAIL,
                        image=look.image.key,
                        alternative=number > 0,
                    )
                    for number, page in enumerate(arrange(lines))
                ]

    def _count_faces(self, look: _Look, frame: Frame) -> None:
        """Note where faces are in a frame."""
        if self._faces is None or not look.image.peopled:
            return
        boxes: list[Box] = []
        for view in frame.views:
            try:
                found = self._faces.find(view)
            except (UnreadableError, EngineUnavailableError) as error:
                look.problems.append(clause(error))
                return
            boxes += [box for box in found if all(box.overlap(other) < SAME_PLACE for other in boxes)]
        if boxes:
            look.faces.append(Faces(frame.number, tuple(boxes)))

    @staticmethod
    def _codes(look: _Look, frame: Frame) -> None:
        """Read the QR codes and barcodes in a frame."""
        from postcheck.read.codes import read_codes  # noqa: PLC0415 - a draft without images needs none of it

        image, size = look.image, frame.views[0].size
        found: list[OcrWord] = []
        for view in frame.views:
            found += [
                code
                for code in read_codes(view)
                if all(code.text != other.text or not code.box.overlap(other.box) for other in found)
            ]
        for code in found:
            words = (Word(0, len(code.text), code.box, code.confidence, solid=True),)
            look.collected.passages.append(
                Passage(code.text, PlaceKind.IMAGE, image.name, CODE, None, words, image.key, frame.number, size)
            )

    def _pages(self, image: DraftImage, total: int, parts: Sequence[Part], collected: _Collected) -> None:
        """Read the pages of a PDF one by one as pictures; what their text layers say is known already."""
        from postcheck.media.images import frames, opened  # noqa: PLC0415 - a draft without images needs no Pillow

        layers = {part.frame: part for part in parts if part.words and part.image == image.key}
        facts = ImageFacts(image.key, base_name(image.name), frames=total)
        problems: list[str] = []
        look = self._look(image, collected, problems)
        for number in range(total):
            try:
                with image_file(image, number) as (path, _), opened(path, self._ocr.max_pixels) as file:
                    facts = dataclasses.replace(
                        facts, width=facts.width or file.width, height=facts.height or file.height, opened=True
                    )
                    frame = next(frames(file, self._ocr.max_pixels, problems), None)
                    if frame and not self._frame(
                        look, dataclasses.replace(frame, number=number), total, layers.get(number)
                    ):
                        break
            except UnreadableError as error:
                problems.append(f"page {number + 1} of {total}: {error.message}")
        look.end(facts)

    def _frame(self, look: _Look, frame: Frame, total: int, layer: Part | None = None) -> bool:
        """Read the words of a frame that its text layer lacks; return False if reading further frames is pointless."""
        from postcheck.read.layout import OcrPage, arrange  # noqa: PLC0415 - a draft without images needs none of it

        if look.over:
            return False
        image, collected, problems = look.image, look.collected, look.problems
        try:
            self._codes(look, frame)
        except UnreadableError as error:
            problems.append(clause(error))
        self._count_faces(look, frame)
        lines, failures, unavailable = self._lines(frame.views, look)
        what = _frame_name(frame.number, total, "page" if image.inside and image.inside.pages else "frame")
        if len(failures) < len(self._engines):
            problems += [
                f"the words in {what} were read without {name}, so some may have been missed: {reason}"
                for name, reason in failures
            ]
        elif lines:
            reasons = dict.fromkeys(reason for _, reason in failures)
            problems += [f"the words in {what} could not all be read: {reason}" for reason in reasons]
        else:
            where = "it" if unavailable else what
            problems.append(f"the words in {where} could not be read: {failures[0][1]}")
            return not unavailable
        size = frame.views[0].size
        crop = image.crop.box(size) if image.crop else None
        lines, doubted = beside_layer(lines, layer) if layer else (lines, [])
        readings = [(page, number > 0) for number, page in enumerate(arrange(lines))] + [
            (page, True) for page in arrange(doubted)
        ]
        letters = tuple(line.letters for line in (*lines, *doubted) if line.letters)
        if letters and not readings:
            readings = [(OcrPage("", ()), False)]
        collected.passages += [
            Passage(
                page.text,
                PlaceKind.IMAGE,
                image.name,
                "ocr",
                None,
                page.words,
                image.key,
                frame.number,
                size,
                alternative=second,
                crop=crop,
                letters=() if number else letters,
            )
            for number, (page, second) in enumerate(readings)
        ]
        return True

    def _lines(self, views: tuple[Image, ...], look: _Look) -> tuple[list[OcrLine], list[tuple[str, str]], int]:
        """Return what all engines read in a picture, which of them failed and why, and how many are missing."""
        return read_by(self._made_engines(), views, lambda: min(self._ocr.time_limit, look.left))

    def _made_engines(self) -> tuple[OcrEngine, ...]:
        with self._lock:
            if not self._engines:
                self._installed = engines_for(self._ocr, self._side_by_side)
                cache = self._cache
                self._engines = (
                    tuple(CachedEngine(engine, cache) for engine in self._installed) if cache else self._installed
                )
            return self._engines


@dataclass(slots=True)
class _Collected:
    passages: list[Passage] = field(default_factory=list)
    unexamined: list[Unexamined] = field(default_factory=list)
    images: list[ImageFacts] = field(default_factory=list)


@dataclass(slots=True)
class _Look:
    """The time and the place for all that is seen in one image."""

    image: DraftImage
    collected: _Collected
    problems: list[str]
    """Reasons why something of it was not examined; half sentences."""
    deadline: float
    """On the clock of ``time.monotonic``."""
    limit: float
    faces: list[Faces] = field(default_factory=list)
    _said: bool = False

    @property
    def left(self) -> float:
        """Seconds that are left for it, a little more than none even if it is late."""
        return max(_LEAST_TIME, self.deadline - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether its time is up; says so once among the problems."""
        late = time.monotonic() > self.deadline
        if late and not self._said:
            self._said = True
            self.problems.append(
                f"looking at it took longer than {self.limit:g} seconds, so not all of it was examined; "
                "save a smaller copy, split it into parts, or raise ocr.image_time_limit"
            )
        return late

    def unread(self, lines: list[OcrLine]) -> list[OcrLine]:
        """Return the lines with words that were not read in the image itself."""
        passages = (each for each in self.collected.passages if each.image == self.image.key and each.from_ocr)
        known = {word for passage in passages for word in passage.text.casefold().split()}
        return [line for line in lines if any(word.text.casefold() not in known for word in line.words)]

    def end(self, facts: ImageFacts) -> None:
        """Record what is known of the image, and what could not be examined."""
        facts = dataclasses.replace(facts, faces=tuple(self.faces), digest=content_of(self.image))
        self.collected.images.append(facts)
        self.collected.unexamined += [
            Unexamined(self.image.name, f"{problem[:1].upper()}{problem[1:]}.") for problem in self.problems
        ]


def _frame_name(number: int, total: int, noun: str) -> str:
    return f"{noun} {number + 1} of {total}" if total > 1 else "it"
