"""Pictures for the HTML report: small copies embedded in the page itself, without their hidden details."""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.model.text import Box

if TYPE_CHECKING:
    from PIL.Image import Image

_FORMATS = ("AVIF", "BMP", "GIF", "HEIF", "JPEG", "JPEG2000", "MPO", "PNG", "PPM", "TIFF", "WEBP")
"""Formats that are opened; others start foreign programs, or are not pictures that a post can have."""
_MOST_PIXELS = 120_000_000
_QUALITY = 82
_LOSSLESS = frozenset({"BMP", "GIF", "PNG", "PPM"})
_MARGIN = 0.15
"""How far a cover goes beyond the words, as a share of their height: the boxes of words are often a little tight."""
_COVER = (20, 20, 20)
_COARSE = 64
"""Pixels of the longer side of a picture in which no word can be read and nobody recognised."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A copy of one frame of an image file."""

    uri: str
    """A ``data:`` URI."""
    width: int
    """Pixels of the original as a person sees it: the unit of boxes."""
    height: int
    shown_width: int
    """Pixels of the copy."""
    shown_height: int


def copy(path: Path, *, frame: int, longest: int, cover: Iterable[Box] = ()) -> Picture | None:
    """Return a copy of an image, or None if it cannot be opened.

    Parameters
    ----------
    path:
        The image file.
    frame:
        Which frame or page, from 0.
    longest:
        Pixels that the longer side of the copy may have.
    cover:
        What must not be seen, in pixels of the image as a person sees it. It is painted over in the copy, and the rest
        is blurred: where there is one name there may be others that were not found.
    """
    from PIL import Image  # noqa: PLC0415 - heavy, and a report without pictures needs none of it

    try:
        with warnings.catch_warnings():
            # What Pillow would warn about (an image of many pixels, odd metadata) the check itself has reported.
            warnings.simplefilter("ignore")
            Image.init()
            with Image.open(path, formats=[name for name in _FORMATS if name in Image.OPEN]) as image:
                return _copy(image, frame, longest, tuple(cover))
    except Exception:  # noqa: BLE001 - decoders fail in every possible way on a hostile file, and all of them mean the same
        return None


def copy_of(picture: Image, *, longest: int, cover: Iterable[Box] = ()) -> Picture:
    """Return a copy of a picture in RGB that is in memory; parameters as for :func:`copy`."""
    return _small(picture, picture.size, longest, tuple(cover), lossless=False)


def _copy(image: Image, frame: int, longest: int, cover: tuple[Box, ...]) -> Picture | None:
    from postcheck.media.picture_file import upright  # noqa: PLC0415 - as above

    lossless = image.format in _LOSSLESS
    if frame:
        image.seek(frame)
    if image.width * image.height > _MOST_PIXELS:
        return None
    size = image.size
    # A JPEG is decoded at a fraction of its size where that is enough.
    image.draft(None, (longest, longest))
    image.load()
    picture = upright(image)
    width, height = size if picture.size == image.size else size[::-1]
    return _small(_opaque(picture), (width, height), longest, cover, lossless=lossless)


def _small(picture: Image, size: tuple[int, int], longest: int, cover: tuple[Box, ...], *, lossless: bool) -> Picture:
    picture.thumbnail((longest, longest))
    if cover:
        picture = _blurred(picture)
        _paint_over(picture, cover, picture.width / size[0], picture.height / size[1])
    return Picture(_uri(picture, lossless=lossless), *size, *picture.size)


def _opaque(picture: Image) -> Image:
    """Return the picture in RGB on a white page."""
    from PIL import Image as Images  # noqa: PLC0415 - as above

    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        return Images.alpha_composite(Images.new("RGBA", picture.size, "white"), picture).convert("RGB")
    if picture.mode == "F" or picture.mode.startswith("I"):
        return _stretched(picture.convert("F"))
    # Pillow cannot convert Lab to RGB without colour profiles; its lightness shows what matters.
    return (picture.getchannel(0) if picture.mode == "LAB" else picture).convert("RGB")


def _stretched(picture: Image) -> Image:
    """Return a picture of more than eight bits a pixel in RGB, stretched from its darkest to its lightest value."""
    low, high = picture.getextrema()
    if not isinstance(low, float) or not isinstance(high, float) or high <= low:
        return picture.convert("RGB")
    scale = 255 / (high - low)
    return picture.point(lambda value: value * scale - low * scale).convert("L").convert("RGB")


def _blurred(picture: Image) -> Image:
    size = picture.size
    coarse = picture.copy()
    coarse.thumbnail((_COARSE, _COARSE))
    return coarse.resize(size)


def _paint_over(picture: Image, cover: tuple[Box, ...], across: float, down: float) -> None:
    from PIL import ImageDraw  # noqa: PLC0415 - as above

    draw = ImageDraw.Draw(picture)
    for box in cover:
        margin = min(box.width, box.height) * _MARGIN
        left, top = (box.left - margin) * across - 1, (box.top - margin) * down - 1
        right, bottom = (box.right + margin) * across + 1, (box.bottom + margin) * down + 1
        draw.rectangle((int(left), int(top), int(right) + 1, int(bottom) + 1), fill=_COVER)


def _uri(picture: Image, *, lossless: bool) -> str:
    copies = [("jpeg", _encoded(picture, "JPEG", quality=_QUALITY, optimize=True))]
    if lossless:
        copies.append(("png", _encoded(picture, "PNG", optimize=True)))
    kind, data = min(copies, key=lambda copy: len(copy[1]))
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _encoded(picture: Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    # The metadata of the original must not travel with the copy.
    picture.info.clear()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()
