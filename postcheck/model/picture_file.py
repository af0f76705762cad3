"""What a picture file is before anyone reads, covers or shows it: which way up it is seen."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

_ORIENTATIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION_TAG = 0x0112

_WARNINGS = threading.Lock()


@contextmanager
def complaints() -> Iterator[list[warnings.WarningMessage]]:
    """Collect what Pillow warns of instead of letting it reach standard error. Python keeps one list for all threads, hence the lock."""
    with _WARNINGS, warnings.catch_warnings(record=True) as collected:
        warnings.simplefilter("always")
        yield collected


def upright(image: Image.Image) -> Image.Image:
    """Return the loaded frame as a person sees it: its EXIF orientation applied.

    It has to come before anything that makes another picture of the frame: only the frame itself is sure to know its orientation.
    """
    try:
        with complaints():
            orientation = image.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - broken EXIF data is reported by read/metadata.py; programs then show the image as it is stored
        orientation = 1
    method = _ORIENTATIONS.get(orientation)
    return image if method is None else image.transpose(method)
