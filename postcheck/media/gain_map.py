"""Gain maps: pictures that say how much lighter each place of a photo may be shown (ISO 21496-1, Ultra HDR, Apple)."""

from __future__ import annotations

from mmap import mmap
from typing import TYPE_CHECKING

from PIL import Image

from postcheck.media.jpeg_parts import SIGNATURE, START_OF_SCAN, segments

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MARKS = (b"hdrgm:", b"hdrgainmap", b"urn:iso:std:iso:ts:21496:-1")
"""What such a picture says of itself, in small letters."""
_TILE = 8
"""Pixels of a tile's side."""
_DETAIL, _FLAT = 20, 4
"""Levels by which a tile varies, in the mean, where something is drawn, and where nothing is."""
_STRONGER = 3
"""How many times more a tile varies than that of the photo if it shows something else; edges of the photo are edges of
its gain map, and hardly stronger there."""


def is_gain_map(data: bytes | mmap) -> bool:
    """Whether a JPEG says that it is a gain map; photos that have one say so as well."""
    if data[:3] != SIGNATURE:
        return False
    for segment in segments(data):
        if segment.marker == START_OF_SCAN:
            return False
        content = data[segment.start : segment.end].lower()
        if any(mark in content for mark in _MARKS):
            return True
    return False


def gain_maps_at_end(data: bytes | mmap, pictures: int) -> int:
    """Return how many of the pictures that follow one another in an MPO are gain maps at its end."""
    end = count = 0
    for number in range(pictures):
        start = data.find(SIGNATURE, end)
        if start < 0:
            break
        picture = data[start:]
        end = start + [segment.after for segment in segments(picture)][-1]
        count = count + 1 if number and is_gain_map(picture) else 0
    return count


def draws_more(gain_map: Image.Image, picture: Image.Image) -> bool:
    """Whether a gain map has details where the photo has none, as where something was covered (both in RGB)."""
    import numpy as np  # noqa: PLC0415 - heavy, and not needed for photos without gain maps

    size = (min(gain_map.width, picture.width), min(gain_map.height, picture.height))

    def variation(image: Image.Image) -> NDArray[np.float32]:
        pixels = np.asarray(image.resize(size, Image.Resampling.BOX).convert("L"), dtype=np.float32)
        padded = np.pad(pixels, ((0, -size[1] % _TILE), (0, -size[0] % _TILE)), mode="edge")
        tiles = padded.reshape(padded.shape[0] // _TILE, _TILE, padded.shape[1] // _TILE, _TILE)
        varies: NDArray[np.float32] = np.abs(tiles - tiles.mean((1, 3), keepdims=True)).mean((1, 3))
        return varies

    drawn, shown = variation(gain_map), variation(picture)
    return bool(((drawn > _DETAIL) & (shown < np.maximum(_FLAT, drawn / _STRONGER))).any())
