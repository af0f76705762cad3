"""What the rest of postcheck knows of an OCR engine: a picture goes in, lines of words with their boxes come out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from postcheck.errors import UnreadableError
from postcheck.model.letters import Letters
from postcheck.model.text import Box

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word as an engine read it."""

    text: str
    box: Box
    """In pixels of the image that was given to the engine."""
    confidence: float
    """The engine's own estimate, 0 to 1."""


class TextDirection(StrEnum):
    """Which way a line runs in the picture."""

    RIGHT = "right"
    DOWN = "down"
    LEFT = "left"
    """Upside down."""
    UP = "up"


@dataclass(frozen=True, slots=True)
class OcrLine:
    """Words next to each other, in reading order.

    An engine that reads an image in several ways returns the lines of all of them: two lines at one place are two
    readings of it.
    """

    words: tuple[OcrWord, ...]
    direction: TextDirection = TextDirection.RIGHT
    place: str = ""
    """A key for its place, if the engine knows one: its corners, ``x,y`` and clockwise from the top left, with spaces
    between them. Lines with different keys are never two readings of one place. Empty if it does not."""
    letters: Letters | None = None
    """What else its letters may be, if the engine was not sure of them and can tell; such a line may lack words."""


class OcrTimeoutError(UnreadableError):
    """An image took longer to read than the time limit allows. It counts as not examined, never as empty.

    Parameters
    ----------
    message, advice:
        As for every error.
    lines:
        What was read by then, which counts all the same.
    """

    def __init__(self, message: str, *, advice: str = "", lines: tuple[OcrLine, ...] = ()) -> None:
        super().__init__(message, advice=advice)
        self.lines = lines


def check_time(deadline: float) -> None:
    """Raise :class:`OcrTimeoutError` if the clock (``time.monotonic``) is past ``deadline``."""
    if time.monotonic() > deadline:
        raise timed_out()


def timed_out(lines: tuple[OcrLine, ...] = ()) -> OcrTimeoutError:
    """Return the error of an image that takes too long, with what was read of it."""
    return OcrTimeoutError(_LATE, advice=_LATE_ADVICE, lines=lines)


_LATE, _LATE_ADVICE = "Reading took longer than the time limit.", "Save a smaller copy or raise ocr.time_limit."


class OcrEngine(Protocol):
    """Reads the words in an image."""

    @property
    def name(self) -> str:
        """Short name for reports and ``doctor``."""

    def version(self) -> str:
        """Return the version of the engine.

        Raises
        ------
        EngineUnavailableError
            If the engine is not installed or does not work; with the remedy for this platform.
        """

    def read(self, image: Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Read an RGB image.

        Parameters
        ----------
        image:
            The picture as a person sees it, in mode RGB.
        time_limit:
            Seconds that the whole reading may take.

        Raises
        ------
        EngineUnavailableError
            If the engine is not installed or does not work.
        OcrTimeoutError
            If the time limit was reached; with what was read by then.
        UnreadableError
            If the engine failed on this image.
        """


class InstalledEngine(OcrEngine, Protocol):
    """An engine that postcheck itself makes from the settings."""

    def identity(self) -> str:
        """Return everything that decides what is read in a picture: the versions, models and settings that matter.

        Two engines of the same name and identity read the same in a picture. Empty if it cannot be determined.

        Raises
        ------
        EngineUnavailableError
            As :meth:`version` does.
        """

    def stop(self) -> None:
        """End, from another thread, whatever runs outside this process; a reading in progress then raises."""
