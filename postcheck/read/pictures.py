"""A picture becomes passages: the words in it, its codes, faces and metadata, and the pictures hidden in its file.

What is read depends on the file alone, not on the draft that shows it or on its name, so that it can be remembered and
a picture of many drafts is read once.
"""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.media.embedded import content_of, image_file
from postcheck.model.draft import DraftImage, Part
from postcheck.model.faces import Faces
from postcheck.model.reading import ImageFacts, PictureReading
from postcheck.model.settings import OcrSettings
from postcheck.model.text import CODE, THUMBNAIL, Box, Passage, PlaceKind, Word
from postcheck.read.cache import ReadingCache, entry_key
from postcheck.read.engines.base import OcrEngine, OcrLine, OcrWord
from postcheck.read.lines import SAME_PLACE, beside_layer, clause, read_by

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from postcheck.media.images import Frame
    from postcheck.read.faces import FaceDetector
    from postcheck.read.pages import Pages


_LEAST_TIME = 0.1
"""Seconds; engines take no time limit of nothing."""


class PictureReader:
    """Reads pictures. Threads share it.

    Parameters
    ----------
    ocr:
        How pictures are read.
    engines:
        Returns what reads the words in them, each picture by all of them.
    faces:
        What counts the faces in them; None to leave them uncounted.
    cache:
        What was read before in the same files; None to go without.
    identity:
        Returns what decides what is read in a file besides its bytes; empty if that cannot be determined, and then
        nothing is remembered.
    stopped:
        Set when the run is to end: after that, nothing more is read.
    """

    def __init__(
        self,
        ocr: OcrSettings,
        engines: Callable[[], tuple[OcrEngine, ...]],
        faces: FaceDetector | None,
        cache: ReadingCache | None,
        identity: Callable[[], str],
        stopped: threading.Event,
    ) -> None:
        self._ocr = ocr
        self._engines = engines
        self._faces = faces
        self._cache = cache
        self._identity = identity
        self._stopped = stopped

    def read(self, image: DraftImage, parts: Sequence[Part] = ()) -> PictureReading:
        """Return all that can be read in a picture or, page by page, in a PDF; never raises for what the file holds.

        Parameters
        ----------
        image:
            The picture.
        parts:
            What the text layers of its pages say, among other parts of the draft.
        """
        digest = content_of(image)
        layers = {part.frame or 0: part for part in parts if part.words and part.image == image.key}
        key = self._key(image, digest, layers)
        if self._cache is None or not key:
            return self._look_at(image, digest, layers)[0]
        return self._cache.read(key, lambda: self._look_at(image, digest, layers))

    def _key(self, image: DraftImage, digest: str, layers: Mapping[int, Part]) -> str:
        identity = self._identity() if self._cache and digest else ""
        if not identity:
            return ""
        pages = image.inside.pages if image.inside else 0
        known = [(number, str(layer.text), layer.words) for number, layer in sorted(layers.items())]
        counts = str(image.peopled and self._faces is not None)
        return entry_key(identity, str(self._ocr.max_pixels), digest, str(pages), counts, repr(known))

    def _look_at(self, image: DraftImage, digest: str, layers: Mapping[int, Part]) -> tuple[PictureReading, bool]:
        """Return what is read, and whether it may be kept.

        What failed is tried again, and a file that was changed meanwhile is another.
        """
        look = _Look(image, time.monotonic() + self._ocr.image_time_limit, self._ocr.image_time_limit)
        facts = ImageFacts("", "", digest=digest)
        if image.inside and image.inside.pages:
            facts = self._pages(look, image.inside.pages, layers, facts)
        else:
            facts = self._picture(look, facts)
        facts = dataclasses.replace(facts, faces=tuple(look.faces))
        keep = not look.failed and not self._stopped.is_set() and content_of(image) == digest
        return PictureReading(tuple(look.passages), tuple(look.problems), facts), keep

    def _picture(self, look: _Look, facts: ImageFacts) -> ImageFacts:
        from postcheck.media.hidden import smaller  # noqa: PLC0415 - a draft without images needs no Pillow
        from postcheck.media.images import frames, load, opened  # noqa: PLC0415 - as above
        from postcheck.media.picture_file import frame_count, upright  # noqa: PLC0415 - as above
        from postcheck.read.metadata import read_metadata  # noqa: PLC0415 - as above

        try:
            with image_file(look.image) as (path, _), opened(path, self._ocr.max_pixels) as file:
                loaded = True
                try:
                    load(file)
                    size = upright(file).size
                except UnreadableError as error:
                    loaded = False
                    size = file.size
                    look.problems.append(error.message)
                metadata = read_metadata(file, path)
                if loaded:
                    look.problems += metadata.problems
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
                look.passages += [
                    Passage(text, PlaceKind.METADATA, "", name, credit=text == metadata.artist.strip())
                    for name, text in metadata.texts
                ]
                look.passages += [
                    Passage(text, PlaceKind.METADATA, "", "comment", alternative=True) for text in metadata.stray
                ]
                if loaded:
                    shown: list[Image] = []
                    for frame in frames(file, self._ocr.max_pixels, look.problems, lambda: look.over):
                        shown.append(smaller(frame.views[0]))
                        if not self._frame(look, frame, facts.frames):
                            break
                    if shown and not look.over:
                        self._hidden(look, file, path, shown)
        except UnreadableError as error:
            look.failed = True
            look.problems.append(error.message)
        return facts

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
                look.passages += [
                    Passage(page.text, PlaceKind.METADATA, "", THUMBNAIL, alternative=number > 0)
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
                look.failed = True
                look.problems.append(clause(error))
                return
            boxes += [box for box in found if all(box.overlap(other) < SAME_PLACE for other in boxes)]
        if boxes:
            look.faces.append(Faces(frame.number, tuple(boxes)))

    @staticmethod
    def _codes(look: _Look, frame: Frame) -> None:
        """Read the QR codes and barcodes in a frame."""
        from postcheck.read.codes import read_codes  # noqa: PLC0415 - a draft without images needs none of it

        found: list[OcrWord] = []
        for view in frame.views:
            found += [
                code
                for code in read_codes(view)
                if all(code.text != other.text or not code.box.overlap(other.box) for other in found)
            ]
        for code in found:
            words = (Word(0, len(code.text), code.box, code.confidence, solid=True),)
            look.passages.append(
                Passage(code.text, PlaceKind.IMAGE, "", CODE, words=words, frame=frame.number, size=frame.views[0].size)
            )

    def _pages(self, look: _Look, total: int, layers: Mapping[int, Part], facts: ImageFacts) -> ImageFacts:
        """Read the pages of a PDF one by one as pictures; what their text layers say is known already."""
        from postcheck.media.images import frames, opened  # noqa: PLC0415 - a draft without images needs no Pillow
        from postcheck.read.pages import Pages  # noqa: PLC0415 - as above

        facts = dataclasses.replace(facts, frames=total)
        pages = Pages(look.image.path)
        for number in range(total):
            try:
                with image_file(look.image, number) as (path, _), opened(path, self._ocr.max_pixels) as file:
                    facts = dataclasses.replace(
                        facts, width=facts.width or file.width, height=facts.height or file.height, opened=True
                    )
                    frame = next(frames(file, self._ocr.max_pixels, look.problems), None)
                    if frame and not self._frame(
                        look, dataclasses.replace(frame, number=number), total, layers.get(number), pages
                    ):
                        break
            except UnreadableError as error:
                look.failed = True
                look.problems.append(f"page {number + 1} of {total}: {error.message}")
        return facts

    def _frame(
        self, look: _Look, frame: Frame, total: int, layer: Part | None = None, pages: Pages | None = None
    ) -> bool:
        """Read the words of a frame that its text layer lacks; return False if reading further frames is pointless."""
        from postcheck.read.layout import OcrPage, arrange  # noqa: PLC0415 - a draft without images needs none of it

        if look.over:
            return False
        problems = look.problems
        try:
            self._codes(look, frame)
        except UnreadableError as error:
            look.failed = True
            problems.append(clause(error))
        self._count_faces(look, frame)
        if pages:
            found = pages.lines(frame.number, frame.views, layer, lambda views: self._lines(views, look))
        else:
            found = self._lines(frame.views, look)
        lines, failures, unavailable = found
        what = _frame_name(frame.number, total, "page" if look.image.inside and look.image.inside.pages else "frame")
        if len(failures) < len(self._engines()):
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
        lines, doubted = beside_layer(lines, layer) if layer else (lines, [])
        readings = [(page, number > 0) for number, page in enumerate(arrange(lines))] + [
            (page, True) for page in arrange(doubted)
        ]
        letters = tuple(line.letters for line in (*lines, *doubted) if line.letters)
        if letters and not readings:
            readings = [(OcrPage("", ()), False)]
        look.passages += [
            Passage(
                page.text,
                PlaceKind.IMAGE,
                "",
                "ocr",
                words=page.words,
                frame=frame.number,
                size=frame.views[0].size,
                alternative=second,
                letters=() if number else letters,
            )
            for number, (page, second) in enumerate(readings)
        ]
        return True

    def _lines(self, views: tuple[Image, ...], look: _Look) -> tuple[list[OcrLine], list[tuple[str, str]], int]:
        """Return what all engines read in a picture, which of them failed and why, and how many are missing."""
        found = read_by(self._engines(), views, lambda: min(self._ocr.time_limit, look.left), self._stopped)
        look.failed |= bool(found[1])
        return found


@dataclass(slots=True)
class _Look:
    """The time for all that is seen in one picture, and what was seen."""

    image: DraftImage
    deadline: float
    """On the clock of ``time.monotonic``."""
    limit: float
    """Seconds for all of it."""
    passages: list[Passage] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Reasons why something of it was not examined; half sentences."""
    faces: list[Faces] = field(default_factory=list)
    failed: bool = False
    """Whether anything failed that may not fail another time: an engine, say, or its time was up."""
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
            self._said = self.failed = True
            self.problems.append(
                f"looking at it took longer than {self.limit:g} seconds, so not all of it was examined; "
                "save a smaller copy, split it into parts, or raise ocr.image_time_limit"
            )
        return late

    def unread(self, lines: list[OcrLine]) -> list[OcrLine]:
        """Return the lines with words that were not read in the picture itself."""
        known = {word for passage in self.passages if passage.from_ocr for word in passage.text.casefold().split()}
        return [line for line in lines if any(word.text.casefold() not in known for word in line.words)]


def _frame_name(number: int, total: int, noun: str) -> str:
    return f"{noun} {number + 1} of {total}" if total > 1 else "it"
