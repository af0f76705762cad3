"""Reads QR codes and barcodes in a picture: anyone who points a phone at one can read its text."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from postcheck.errors import UnreadableError
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrWord

if TYPE_CHECKING:
    from PIL.Image import Image

_SIDE = 3000
"""Pixels of the longer side beyond which a picture is first made smaller: large codes are read best that way."""
_TILE, _OVERLAP = 1200, 400
"""Pixels of the sides of the tiles in which such a picture is looked at in full size, for small codes, and by how much
they reach into one another."""
_SMALL = "QRCode,MicroQRCode,DataMatrix,Aztec,PDF417,Code128"
"""What is looked for in them: not what is nothing but stripes without a sum to check, of which fine detail has many."""


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
    grey = image.convert("L")
    shrunk = max(1, -(-max(grey.size) // _SIDE))
    found = _found(grey if shrunk == 1 else grey.reduce(shrunk), scale=shrunk)
    if shrunk > 1:
        for left, top in product(_starts(grey.width), _starts(grey.height)):
            tile = grey.crop((left, top, min(left + _TILE, grey.width), min(top + _TILE, grey.height)))
            for code in _found(tile, _SMALL, left, top):
                if all(code.text != other.text or not code.box.overlap(other.box) for other in found):
                    found.append(code)
    return tuple(found)


def _starts(length: int) -> range:
    return range(0, max(1, length - _OVERLAP), _TILE - _OVERLAP)


def _found(grey: Image, kinds: str = "", left: int = 0, top: int = 0, scale: int = 1) -> list[OcrWord]:
    """Return the codes in a part of a picture, with their places in all of it."""
    import numpy as np  # noqa: PLC0415 - heavy, and only pictures need it
    import zxingcpp  # noqa: PLC0415 - as above

    try:
        pixels = np.asarray(grey)
        found = (
            zxingcpp.read_barcodes(pixels, formats=zxingcpp.barcode_formats_from_str(kinds))
            if kinds
            else zxingcpp.read_barcodes(pixels)
        )
    except Exception as error:  # the decoder is foreign code
        raise UnreadableError("The QR codes in it could not be read.", advice="Point a phone at them.") from error
    return [OcrWord(code.text, _box(code.position, left, top, scale), 1.0) for code in found if code.text.strip()]


def _box(position: object, left: int, top: int, scale: int) -> Box:
    corners = [getattr(position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
    across, down = ([getattr(corner, axis) * scale for corner in corners] for axis in "xy")
    width, height = (max(scale, max(places) - min(places)) for places in (across, down))
    return Box(left + max(0, min(across)), top + max(0, min(down)), width, height)
