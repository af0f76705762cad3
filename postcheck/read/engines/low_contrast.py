"""Letters carved into stone or pressed into metal: of one colour with their ground, told by light and shade alone.

Where lines were seen but hardly read, and light and shade differ little in them, the picture is looked at once more
with the same contrast everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING, Any

from PIL import Image

from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine
from postcheck.read.engines.line_crops import LineCrop, straightened

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SURE = 0.9
"""Mean confidence from which on a line is read surely."""
_FLAT = 50.0
"""Difference between the light and the dark parts of a line, 0 to 255, up to which its letters are hardly seen."""
_EDGE = 4.0
"""Share in per cent of the lightest and of the darkest pixels that do not count for that."""
_MOST_LOOKED_AT = 12
"""Lines whose contrast is measured."""
_PIXELS = 600_000
"""Size of the picture that is looked at."""
_SMOOTH, _GROUND, _SPREAD = 1.8, 25, 40
"""Radii in pixels: what is smoothed as grain, what the ground is, and where contrast is measured."""
_CONTRAST = 45.0
"""Standard deviation that all parts of the picture are given."""


def hardly_read(image: Image.Image, crops: Sequence[LineCrop]) -> LineCrop | None:
    """Return a line of letters of little contrast if most of a picture was not read surely, None if not.

    Parameters
    ----------
    image:
        The picture.
    crops:
        Its lines, as they were read.
    """
    clear = [crop for crop in crops if not crop.faint]
    unsure = [crop for crop in clear if _confidence(crop) < _SURE]
    if not unsure or 2 * len(unsure) < len(clear):
        return None
    flat = [crop for crop in unsure[:_MOST_LOOKED_AT] if contrast(image, crop) < _FLAT]
    return flat[0] if 2 * len(flat) > min(len(unsure), _MOST_LOOKED_AT) else None


def _confidence(crop: LineCrop) -> float:
    words = crop.line.words if crop.line else ()
    return fmean(word.confidence for word in words) if words else 0.0


def contrast(image: Image.Image, crop: LineCrop) -> float:
    """Return the difference between the light and the dark parts of a line, 0 to 255."""
    import numpy as np  # noqa: PLC0415 - heavy

    shown = np.asarray(straightened(image, crop.quad).convert("L"))
    dark, light = np.percentile(shown, (_EDGE, 100 - _EDGE))
    return float(light - dark)


def evened(image: Image.Image) -> Image.Image:
    """Return a picture, or a smaller copy, with the same brightness and contrast everywhere, and without grain."""
    import cv2  # noqa: PLC0415 - heavy
    import numpy as np  # noqa: PLC0415 - heavy

    scale = min(1.0, (_PIXELS / (image.width * image.height)) ** 0.5)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    grey: NDArray[Any] = np.asarray(image.convert("L").resize(size, Image.Resampling.LANCZOS), dtype=np.float32)
    smooth = cv2.GaussianBlur(grey, (0, 0), _SMOOTH)
    relief = smooth - _mean(smooth, _GROUND)
    # Of an even ground the mean of squares may come out a little below nothing.
    spread = np.sqrt(np.maximum(_mean(relief * relief, _SPREAD), 0.0)) + 1.0
    shown = np.clip(128.0 + _CONTRAST * relief / spread, 0, 255).astype(np.uint8)
    return Image.fromarray(shown).convert("RGB")


def _mean(values: NDArray[Any], radius: int) -> NDArray[Any]:
    """Return the weighted mean around each pixel: two box filters do for a bell, at a fraction of its cost."""
    import cv2  # noqa: PLC0415 - heavy

    side = (round(radius * 2.4) | 1,) * 2
    for _ in range(2):
        values = cv2.blur(values, side, borderType=cv2.BORDER_REFLECT)
    return values


def enlarged(line: OcrLine, small: tuple[int, int], size: tuple[int, int]) -> OcrLine:
    """Return a line of a smaller copy, with its places in the picture; it may be another reading of any line."""
    across, down = size[0] / small[0], size[1] / small[1]
    words = tuple(
        replace(
            word,
            box=Box(
                round(word.box.left * across),
                round(word.box.top * down),
                max(1, round(word.box.width * across)),
                max(1, round(word.box.height * down)),
            ),
        )
        for word in line.words
    )
    letters = line.letters and replace(
        line.letters,
        ends=tuple(round(value * (down if at % 2 else across)) for at, value in enumerate(line.letters.ends)),
    )
    return replace(line, words=words, place="", letters=letters)
