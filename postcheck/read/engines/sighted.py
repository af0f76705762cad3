"""Engines that are shown a picture of our own before any of the school's: one that cannot read that is not used.

An engine whose models or data are damaged may see nothing anywhere, and not say so. All its pictures would pass.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from PIL import Image, ImageDraw, ImageFont, ImageOps

from postcheck.errors import EngineUnavailableError
from postcheck.read.engines.base import InstalledEngine, OcrLine, OcrTimeoutError, timed_out
from postcheck.read.engines.line_crops import Detector, LineCrop

WORD, NUMBER = "Planets", "2746"
"""What the picture shows; every model reads digits, those for other alphabets may not read the word."""
_LETTERS = 40
"""Size of the letters in pixels."""
_MARGIN = 24
_AROUND = 60
"""Pixels around that picture where it is shown as one among others, so that its words have to be found in it."""


class LineReader(InstalledEngine, Protocol):
    """An engine that can be asked to read one line by itself."""

    remedy: str
    """What to do if it reads nothing, for people."""
    expected: str
    """What it must be able to read: :data:`WORD` or :data:`NUMBER`."""

    def read_line(self, image: Image.Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Read an RGB picture of one line, whatever other engines saw in it; raises as :meth:`read` does."""


class LineDetector(LineReader, Detector, Protocol):
    """An engine that also knows where lines are."""


class SightedEngine:
    """An engine that is shown a picture of our own first; see :class:`~postcheck.read.engines.base.InstalledEngine`.

    It is shown once a run, when the first picture is to be read: as a line and, with a margin around, as a picture in
    which words have to be found first.

    Parameters
    ----------
    engine:
        The engine.
    whole:
        Whether it reads whole pictures, and not just what another engine was not sure of.
    """

    def __init__(self, engine: LineReader, *, whole: bool = True) -> None:
        self._engine = engine
        self._whole = whole
        self._lock = threading.Lock()
        self._sees: bool | None = None
        """None until it is known."""

    @property
    def name(self) -> str:
        """The engine's own name."""
        return self._engine.name

    def version(self) -> str:
        """Return the engine's version; raises if it is missing, does not work or is blind."""
        version = self._engine.version()
        self._look(_PATIENCE)
        return version

    def identity(self) -> str:
        """Return the engine's own identity."""
        return self._engine.identity()

    def stop(self) -> None:
        """Stop what the engine is reading."""
        self._engine.stop()

    def read(self, image: Image.Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Read an RGB image; see :class:`~postcheck.read.engines.base.OcrEngine`.

        Raises
        ------
        EngineUnavailableError
            If the engine is missing, or cannot read the picture of our own.
        """
        self._look(time_limit)
        return self._engine.read(image, time_limit=time_limit)

    def _look(self, time_limit: float) -> None:
        """Raise if the engine is blind, or with its own error if it fails; then it is shown the picture again."""
        with self._lock:
            if self._sees is None:
                try:
                    self._sees = self._reads_our_line(time_limit) and self._finds_our_line(time_limit)
                except OcrTimeoutError as error:
                    raise timed_out() from error  # what was read by then is no part of the school's picture
        if not self._sees:
            raise EngineUnavailableError(
                "It could not read a plain word in a picture of postcheck's own, so it is not relied on.",
                advice=self._engine.remedy,
            )

    def _reads_our_line(self, time_limit: float) -> bool:
        return self._engine.expected in _words(self._engine.read_line(_picture(), time_limit=time_limit))

    def _finds_our_line(self, time_limit: float) -> bool:
        if not self._whole:
            return True
        shown = ImageOps.expand(_picture(), _AROUND, fill="white")
        return bool(_words(self._engine.read(shown, time_limit=time_limit)).strip())


class SightedDetector(SightedEngine):
    """A detector of lines that is shown a picture of our own first; see :class:`SightedEngine`."""

    def __init__(self, engine: LineDetector) -> None:
        super().__init__(engine)
        self._detector = engine

    def line_crops(self, image: Image.Image, *, time_limit: float) -> tuple[LineCrop, ...]:
        """Return every line of an RGB image; raises as :meth:`read` does."""
        self._look(time_limit)
        return self._detector.line_crops(image, time_limit=time_limit)


_PATIENCE = 30.0
"""Seconds that an engine may take where nobody has set a limit."""


@cache
def _picture() -> Image.Image:
    """Return the picture: a word and a number, black on white, in the font that comes with Pillow."""
    text, font = f"{WORD} {NUMBER}", ImageFont.load_default(_LETTERS)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(text))
    picture = Image.new("RGB", (right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN), "white")
    ImageDraw.Draw(picture).text((_MARGIN - left, _MARGIN - top), text, fill="black", font=font)
    return picture


def _words(lines: Sequence[OcrLine]) -> str:
    return " ".join(word.text for line in lines for word in line.words)
