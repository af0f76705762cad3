"""Reads QR codes and barcodes in a picture: anyone who points a phone at one can read its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postcheck.errors import UnreadableError
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrWord

if TYPE_CHECKING:
    from PIL.Image import Image

_SIDE = 3000
"""Pixels of the longer side beyond which a picture is first made smaller: codes that a phone can read survive that."""


def read_codes(image: Image) -> tuple[OcrWord, ...]:
    """Return the text of each code in a picture, with the place of the code.

    Parameters
    ----------
    image:
        The picture as a person sees it, in mode RGB.

    Raises
    ------
    UnreadableError
        If the decoder failed on this picture.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and only pictures need it
    import zxingcpp  # noqa: PLC0415 - as above

    grey = image.convert("L")
    shrunk = max(1, -(-max(grey.size) // _SIDE))
    pixels = np.asarray(grey if shrunk == 1 else grey.reduce(shrunk))
    try:
        found = zxingcpp.read_barcodes(pixels)
    except Exception as error:  # the decoder is foreign code
        raise UnreadableError("The QR codes in it could not be read.", advice="Point a phone at them.") from error
    return tuple(OcrWord(code.text, _box(code.position, shrunk), 1.0) for code in found if code.text.strip())


def _box(position: object, scale: int) -> Box:
    corners = [getattr(position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
    left, right = min(corner.x for corner in corners), max(corner.x for corner in corners)
    top, bottom = min(corner.y for corner in corners), max(corner.y for corner in corners)
    return Box(max(0, left * scale), max(0, top * scale), max(1, right - left) * scale, max(1, bottom - top) * scale)
