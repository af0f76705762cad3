"""A draft becomes passages: all that a person can read in it, and what could not be looked at."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.model.draft import Draft, DraftImage, Unexamined
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box, Passage, PlaceKind, SourceText
from postcheck.read.derive import visible
from postcheck.read.engines import engines_for
from postcheck.read.engines.base import Line, OcrEngine
from postcheck.read.markdown import render

if TYPE_CHECKING:
    from PIL.Image import Image

    from postcheck.read.images import Frame


__all__ = ["ImageFacts", "Reader", "Reading", "engines_for"]


_VIDEO = "Videos are not watched. Look through it yourself for pupils and their names, spoken, shown or written."


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What is known of an image besides its words."""

    key: str
    """The image's ``DraftImage.key``."""
    name: str
    """Its file name, without folders."""
    width: int = 0
    """Pixels, as a person sees it; 0 if it could not be opened."""
    height: int = 0
    frames: int = 0
    """Frames or pages; 0 if it could not be opened."""
    has_gps: bool = False
    """Whether its metadata says where it was taken."""
    artist: str = ""
    """Who made it, as its metadata says. May be a pupil's name."""
    copyright: str = ""
    """Who owns it, as its metadata says."""
    opened: bool = False
    """Whether it could be opened at all."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that can be read in a draft."""

    passages: tuple[Passage, ...] = ()
    unexamined: tuple[Unexamined, ...] = ()
    images: tuple[ImageFacts, ...] = ()


class Reader:
    """Reads drafts.

    Parameters
    ----------
    ocr:
        How images are read.
    engines:
        What reads the words in them, each picture by all of them; those that the settings name, made when the first image is read, if none is given.
    """

    def __init__(self, ocr: OcrSettings, *engines: OcrEngine) -> None:
        self._ocr = ocr
        self._engines = engines
        self._lock = threading.Lock()
        """Drafts are read side by side; the engines are made once."""

    def read(self, draft: Draft) -> Reading:
        """Return all that can be read in ``draft``. Never raises for what a file holds: what cannot be read is in ``unexamined``."""
        collected = _Collected()
        collected.passages += _text_passages(draft)
        for image in draft.images:
            collected.passages += _about(image)
            if not image.absent:  # why it is not there, the draft says
                self._image(image, collected)
        collected.passages += _videos(draft)
        collected.unexamined += [Unexamined(video.file or draft.path, _VIDEO) for video in draft.header.videos]
        return Reading(tuple(collected.passages), tuple(dict.fromkeys(collected.unexamined)), tuple(collected.images))

    def _image(self, image: DraftImage, collected: _Collected) -> None:
        from postcheck.read.images import frame_count, frames, load, opened, upright  # noqa: PLC0415 - a draft without images needs no Pillow
        from postcheck.read.metadata import read_metadata  # noqa: PLC0415 - as above

        facts = ImageFacts(image.key, _base_name(image.name))
        problems: list[str] = []
        try:
            with opened(image.path, self._ocr.max_pixels) as file:
                loaded = True
                try:
                    load(file)
                    size = upright(file).size
                except UnreadableError as error:
                    loaded = False
                    size = file.size
                    problems.append(error.message)
                metadata = read_metadata(file, image.path)
                if loaded:
                    problems += metadata.problems
                facts = dataclasses.replace(
                    facts,
                    width=size[0],
                    height=size[1],
                    frames=frame_count(file),
                    has_gps=metadata.has_gps,
                    artist=metadata.artist,
                    copyright=metadata.copyright,
                    opened=loaded,
                )
                collected.passages += [Passage(text, PlaceKind.METADATA, image.name, name, image=image.key) for name, text in metadata.texts]
                if loaded:
                    for frame in frames(file, self._ocr.max_pixels, problems):
                        if not self._frame(image, frame, facts.frames, collected, problems):
                            break
        except UnreadableError as error:
            problems.append(error.message)
        collected.images.append(facts)
        collected.unexamined += [Unexamined(image.name, f"{problem[:1].upper()}{problem[1:]}.") for problem in problems]

    def _frame(self, image: DraftImage, frame: Frame, total: int, collected: _Collected, problems: list[str]) -> bool:
        """Read the words of a frame; return False if reading further frames is pointless."""
        from postcheck.read.layout import arrange  # noqa: PLC0415 - a draft without images needs none of it

        lines: list[Line] = []
        failures: list[tuple[str, str]] = []
        unavailable = 0
        engines = self._made_engines()
        for engine in engines:
            try:
                lines += _read(engine, frame.views, self._ocr.time_limit)
            except UnreadableError as error:
                failures.append((engine.name, _clause(error)))
            except EngineUnavailableError as error:
                unavailable += 1
                failures.append((engine.name, _clause(error)))
            except Exception as error:  # noqa: BLE001 - an engine is foreign code; whatever breaks in it, this image was not examined as it should be
                failures.append((engine.name, f"the OCR engine failed ({type(error).__name__}); run postcheck doctor"))
        what = _frame_name(frame.number, total)
        if len(failures) == len(engines):
            where = "it" if unavailable else what
            problems.append(f"the words in {where} could not be read: {failures[0][1]}")
            return not unavailable
        problems += [f"the words in {what} were read without {name}, so some may have been missed: {reason}" for name, reason in failures]
        size = frame.views[0].size
        collected.passages += [
            Passage(page.text, PlaceKind.IMAGE, image.name, "ocr", None, page.words, image.key, frame.number, size, alternative=number > 0)
            for number, page in enumerate(arrange(lines))
        ]
        return True

    def _made_engines(self) -> tuple[OcrEngine, ...]:
        with self._lock:
            if not self._engines:
                self._engines = engines_for(self._ocr)
            return self._engines


def _read(engine: OcrEngine, views: tuple[Image, ...], time_limit: float) -> list[Line]:
    """Return the lines that an engine reads in all views of a frame, their boxes within it."""
    lines: list[Line] = []
    for view in views:
        found = engine.read(view, time_limit=time_limit)
        lines += [line for raw in found if (line := _within(raw, view.width, view.height)).words]
    return lines


@dataclass(slots=True)
class _Collected:
    passages: list[Passage] = field(default_factory=list)
    unexamined: list[Unexamined] = field(default_factory=list)
    images: list[ImageFacts] = field(default_factory=list)


def _clause(error: UnreadableError | EngineUnavailableError) -> str:
    """Return an error's message and advice to go on a sentence with; the full stop is the caller's."""
    text = f"{error.message.rstrip('.')}; {error.advice.rstrip('.')}" if error.advice else error.message.rstrip(".")
    return text[:1].lower() + text[1:]


def _frame_name(number: int, total: int) -> str:
    return f"frame {number + 1} of {total}" if total > 1 else "it"


def _within(line: Line, width: int, height: int) -> Line:
    """Return a line without empty words and words outside the picture, its boxes and confidences within their limits."""
    words = []
    for word in line.words:
        left, top = max(0, word.box.left), max(0, word.box.top)
        right, bottom = min(width, word.box.right), min(height, word.box.bottom)
        text = " ".join(word.text.split())
        if text and left < right and top < bottom:
            confidence = min(1.0, word.confidence) if word.confidence > 0 else 0.0
            words.append(dataclasses.replace(word, text=text, box=Box(left, top, right - left, bottom - top), confidence=confidence))
    return dataclasses.replace(line, words=tuple(words))


# Text


def _text_passages(draft: Draft) -> Iterator[Passage]:
    header = draft.header
    if header.title is not None:
        yield from _rendered("title", header.title)
    if draft.file is not None:
        start, end = draft.body
        holes = [(low - start, high - start) for low, high in draft.holes]
        yield from _rendered("body", SourceText.slice(draft.file, start, end), holes)
    if header.first_comment is not None:
        yield from _rendered("first_comment", header.first_comment)
    for tag in header.tags:
        yield from _passages("tags", visible(tag))


def _about(image: DraftImage) -> Iterator[Passage]:
    """Yield what the draft says of an image, and the image's file name."""
    for alt in image.alt:
        yield from _rendered("alt", alt, image=image.key)
    for name, text in (("caption", image.caption), ("credit", image.credit)):
        if text is not None:
            yield from _rendered(name, text, image=image.key)
    yield Passage(_base_name(image.name), PlaceKind.FILENAME, image.name, "filename", image=image.key)


def _videos(draft: Draft) -> Iterator[Passage]:
    for video in draft.header.videos:
        if name := _base_name(video.file):
            yield Passage(name, PlaceKind.FILENAME, video.file, "filename")


def _rendered(name: str, source: SourceText, holes: Sequence[tuple[int, int]] = (), *, image: str | None = None) -> Iterator[Passage]:
    rendered = render(source, holes)
    yield from _passages(name, rendered.text, image)
    for aside in rendered.asides:
        yield from _passages(aside.field or name, aside.text, image)


def _passages(name: str, text: SourceText, image: str | None = None) -> Iterator[Passage]:
    if text.text.strip():
        yield Passage(text.text, PlaceKind.TEXT, text.file.name, name, source=text, image=image)


def _base_name(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]
