"""An engine and a face detector for marks: they look at the pixels that they are shown, and so see what is covered."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw

from postcheck.model.text import Box
from tests.fakes.engines import Lines, ScriptedEngine, words

NAME = Box(32, 84, 56, 12)
"""Where :func:`draw_marks` draws the mark of a name, in a picture of 120 by 160 pixels."""
FACE = Box(52, 36, 20, 20)
"""Where it draws the mark of a face."""
_INK, _SKIN = 0, 96


def draw_marks(picture: Image.Image, *, name: bool = True, face: bool = True) -> None:
    """Draw a name, stripes of black, and a face, a plain dark square, into a light picture."""
    pen = ImageDraw.Draw(picture)
    bands = len(picture.getbands())
    ink, skin = (
        level
        if bands == 1
        else (0, 0, 0, 255 - level)
        if picture.mode == "CMYK"
        else (level, level, level, 255)[:bands]
        for level in (_INK, _SKIN)
    )
    if name:
        for left in range(NAME.left, NAME.right, 6):
            pen.rectangle((left, NAME.top, left + 2, NAME.bottom - 1), fill=ink)
    if face:
        pen.rectangle((FACE.left, FACE.top, FACE.right - 1, FACE.bottom - 1), fill=skin)


class MarkReader(ScriptedEngine):
    """Reads ``Rhys Morgan`` wherever it sees the mark of a name.

    Parameters
    ----------
    seeing:
        In how many pictures it sees anything.
    """

    def __init__(self, seeing: int = 10_000) -> None:
        super().__init__()
        self.seeing = seeing

    def read(self, image: Image.Image, *, time_limit: float) -> Lines:
        super().read(image, time_limit=time_limit)
        box = _dark(image.convert("L"), 0, 60)
        if box is None or self.asked > self.seeing:
            return ()
        half = box.width // 2
        return (
            words(
                ("Rhys", Box(box.left, box.top, half, box.height)),
                ("Morgan", Box(box.left + half, box.top, box.width - half, box.height)),
                confidence=0.98,
            ),
        )


class MarkDetector:
    """Sees a face where its mark is.

    Parameters
    ----------
    seeing:
        In how many pictures it sees anything.
    """

    def __init__(self, seeing: int = 10_000) -> None:
        self.seeing = seeing
        self.asked = 0

    def identity(self) -> str:
        return ""

    def find(self, picture: Image.Image) -> tuple[Box, ...]:
        self.asked += 1
        box = _dark(picture.convert("L"), 70, 122)
        return () if box is None or self.asked > self.seeing else (box,)


def _dark(picture: Image.Image, least: int, most: int) -> Box | None:
    """Return the box of the patches, five pixels a side or three, whose levels lie between two."""
    mask = picture.point([255 if least <= level <= most else 0 for level in range(256)])
    side = 3 if not least else 7
    opened = cv2.morphologyEx(np.asarray(mask), cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    seen = Image.fromarray(opened).getbbox()
    return None if seen is None else Box(seen[0], seen[1], seen[2] - seen[0], seen[3] - seen[1])
