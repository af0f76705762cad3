"""Covers places in a picture for good, and writes the copy without anything that cannot be seen in it.

Whatever the style, a cover is made from the pixels around it and never from those it hides: nothing is left that could
be undone.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PIL import Image, ImageCms, ImageFilter, ImageStat
from pillow_heif import register_heif_opener

from postcheck.errors import UnreadableError
from postcheck.media.picture_file import frame_count, upright
from postcheck.model.text import Box

_ALONG = 0.8
_ACROSS = 0.3
"""How far a cover goes beyond the box that was read, as shares of the height of its letters: along the line, as engines
guess where a word ends, and across it, for accents and descenders."""
_LEAST = 3
"""Pixels that a cover goes beyond the box, at least."""
_RIM = 4
"""Width in pixels of the border around a cover that its colours are taken from."""
_BOX = (32, 32, 32)
_MOST_PIXELS = 150_000_000
"""Pixels of all frames together, at most, if a picture has several: they are all in memory at once."""


class Style(StrEnum):
    """What a cover looks like. All are equally safe."""

    BOX = "box"
    BLUR = "blur"
    PIXELATE = "pixelate"


def grown(box: Box, size: tuple[int, int]) -> Box:
    """Return what to cover so that no part of the words in ``box`` can be read.

    It stays within a picture of ``size`` (width, height).
    """
    letters = min(box.width, box.height)
    along, across = max(_LEAST, round(letters * _ALONG)), max(_LEAST, round(letters * _ACROSS))
    wide, high = (along, across) if box.width >= box.height else (across, along)
    left, top = max(0, box.left - wide), max(0, box.top - high)
    right, bottom = min(size[0], box.right + wide), min(size[1], box.bottom + high)
    return Box(left, top, max(0, right - left), max(0, bottom - top))


def safe_copy(
    source: Path,
    target: Path,
    boxes: Mapping[int, Sequence[Box]],
    style: Style,
    heads: Mapping[int, Sequence[Box]] = MappingProxyType({}),
) -> None:
    """Write a copy of a picture with places covered, and without metadata, thumbnail or anything but its pixels.

    Parameters
    ----------
    source:
        The picture. It is not changed.
    target:
        The copy, in the same format, upright. Its folder is made if need be; an existing file is replaced once the copy
        is whole.
    boxes:
        The words to cover, by frame (from 0), in pixels of the picture as a person sees it. The covers are a little
        larger.
    style:
        What the covers look like.
    heads:
        What else to cover, by frame likewise, but not enlarged.

    Raises
    ------
    UnreadableError
        If the picture cannot be read or its format cannot be written. Then no copy is left.
    """
    register_heif_opener()
    try:
        with Image.open(source) as image:
            _check_frames(image)
            frames = _all_covered(list(_frames(image)), boxes, heads, style)
            options = _options(image, len(frames))
            file_format = _format(image)
    except UnreadableError:
        raise
    except Exception as error:  # decoders fail in every possible way on a hostile file, and all of them mean the same
        raise UnreadableError(
            "the picture cannot be opened", advice="Export or copy it again.", file=str(source)
        ) from error
    _write(frames, target, file_format, options)


def _count(image: Image.Image) -> int:
    """Return how many frames the copy will have.

    Raises
    ------
    UnreadableError
        If the picture may have more frames than can be seen.
    """
    count = frame_count(image)
    if not count.whole:
        raise UnreadableError("it is damaged or cut short", advice="Export or copy it again.")
    return 1 if image.format == "MPO" else count.total  # an MPO's other pictures are previews and originals


def _check_frames(image: Image.Image) -> None:
    if (count := _count(image)) > 1 and count * image.width * image.height > _MOST_PIXELS:
        raise UnreadableError(
            "it has too many frames for a safe copy", advice="Split it into shorter parts, or make it smaller."
        )


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    """Yield every frame, upright, as plain pixels."""
    count = _count(image)
    for number in range(count):
        if count > 1:
            image.seek(number)
        image.load()
        picture = upright(image)  # a new picture: the next frame may be drawn on top of this one as stored
        if count == 1 and picture is not image:
            image.close()  # frees its pixels: a large picture should not be in memory more often than it must
        yield _plain(_in_srgb(picture))


def _plain(picture: Image.Image) -> Image.Image:
    """Return the pixels alone, in a mode that every format can hold.

    Where a pixel is fully transparent, its colour goes too.
    """
    if picture.has_transparency_data:
        page = picture.copy() if picture.mode == "RGBA" else picture.convert("RGBA")
        page.paste((0, 0, 0, 0), mask=page.getchannel("A").point([255] + [0] * 255))
        page.info = {}
        return page
    if picture.mode == "F" or picture.mode.startswith("I"):
        low, high = (float(value) for value in picture.getextrema() if isinstance(value, (int, float)))
        scale = 255.0 / (high - low) if high > low else 0.0
        picture = picture.convert("F").point(lambda value: value * scale - low * scale).convert("L")
    mode = "L" if picture.mode in {"1", "L"} else "RGB"
    page = picture.copy() if picture.mode == mode else picture.convert(mode)
    page.info = {}
    return page


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return a picture in sRGB, which every screen assumes.

    So its own colour profile, which may hold text, need not be copied.
    """
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(own).casefold():
            return image
        mode = "RGB" if image.mode == "CMYK" else image.mode
        converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a broken profile, which programs ignore
    return image if converted is None else converted


def _all_covered(
    frames: list[Image.Image], boxes: Mapping[int, Sequence[Box]], heads: Mapping[int, Sequence[Box]], style: Style
) -> list[Image.Image]:
    """Cover every frame. A box counts for all frames of its size: of those that look alike, only one was read."""
    at_size: dict[tuple[int, int], list[Box]] = {}
    for number, frame in enumerate(frames):
        found = [
            *(grown(box, frame.size) for box in boxes.get(number, ())),
            *(_within(box, frame.size) for box in heads.get(number, ())),
        ]
        at_size.setdefault(frame.size, []).extend(cover for cover in found if cover.area)
    return [_covered(frame, at_size[frame.size], style) for frame in frames]


def _within(box: Box, size: tuple[int, int]) -> Box:
    left, top = max(0, box.left), max(0, box.top)
    return Box(left, top, max(0, min(size[0], box.right) - left), max(0, min(size[1], box.bottom) - top))


def _covered(picture: Image.Image, covers: Sequence[Box], style: Style) -> Image.Image:
    # The covers' looks are worked out from a picture in which all of them are already blank, so that no name colours
    # another's cover.
    uncovered = Image.new("L", picture.size, 255)
    for cover in covers:
        uncovered.paste(0, _corners(cover))
    colours = [_rim_colour(picture, uncovered, cover) for cover in covers]
    for cover, colour in zip(covers, colours, strict=True):
        picture.paste(colour, _corners(cover))
    fills = [_fill(picture, cover, style) for cover in covers]
    for cover, fill in zip(covers, fills, strict=True):
        picture.paste(fill, _corners(cover))
    return picture


def _fill(blank: Image.Image, cover: Box, style: Style) -> Image.Image:
    """Return the pixels of a cover, made from what is around it."""
    if style is Style.BOX:
        return Image.new("RGB", (cover.width, cover.height), _BOX).convert(blank.mode)
    around = _around(blank, cover)
    patch = blank.crop(around)
    if style is Style.BLUR:
        soft = patch.filter(ImageFilter.GaussianBlur(max(2, min(cover.width, cover.height) / 4)))
    else:
        block = max(4, min(cover.width, cover.height) // 3)
        small = patch.resize((max(1, patch.width // block), max(1, patch.height // block)), Image.Resampling.BOX)
        soft = small.resize(patch.size, Image.Resampling.NEAREST)
    left, top = cover.left - around[0], cover.top - around[1]
    return soft.crop((left, top, left + cover.width, top + cover.height))


def _rim_colour(picture: Image.Image, uncovered: Image.Image, cover: Box) -> tuple[int, ...]:
    """Return the mean colour of the pixels just outside this cover and under no other; a neutral one if none are."""
    rim = _around(picture, cover)
    found = ImageStat.Stat(picture.crop(rim), mask=uncovered.crop(rim))
    if not found.count[0]:
        return tuple(Image.new("RGB", (1, 1), _BOX).convert(picture.mode).tobytes())
    return tuple(round(mean) for mean in found.mean)


def _around(picture: Image.Image, cover: Box) -> tuple[int, int, int, int]:
    return (
        max(0, cover.left - _RIM),
        max(0, cover.top - _RIM),
        min(picture.width, cover.right + _RIM),
        min(picture.height, cover.bottom + _RIM),
    )


def _corners(box: Box) -> tuple[int, int, int, int]:
    return (box.left, box.top, box.right, box.bottom)


# Writing

_FORMATS = {"MPO": "JPEG", "DIB": "BMP"}


def _format(image: Image.Image) -> str:
    name = image.format or ""
    return _FORMATS.get(name, name)


def _options(image: Image.Image, frames: int) -> dict[str, Any]:
    """Return how the copy is written: in the quality, colours and timing of the original, with nothing else of it."""
    options: dict[str, Any] = {}
    kind = _format(image)
    if kind == "JPEG":
        options |= _jpeg_options(image)
    elif kind in {"WEBP", "AVIF", "HEIF"}:
        options["quality"] = 92
    if frames > 1:
        options["save_all"] = True
        if kind in {"GIF", "PNG", "WEBP", "AVIF"}:
            options |= {"duration": _durations(image, frames), "loop": image.info.get("loop", 0)}
    return options


def _jpeg_options(image: Image.Image) -> dict[str, Any]:
    from PIL import JpegImagePlugin  # noqa: PLC0415 - only JPEGs need it

    tables = getattr(image, "quantization", None)
    if not tables or image.mode not in {"RGB", "L"}:
        return {"quality": 92}
    options: dict[str, Any] = {"qtables": tables}
    sampling = JpegImagePlugin.get_sampling(image)
    if image.mode == "RGB" and sampling != -1:
        options["subsampling"] = sampling
    return options


def _durations(image: Image.Image, frames: int) -> list[int]:
    durations = []
    for number in range(frames):
        image.seek(number)
        durations.append(int(image.info.get("duration", 100) or 0))
    return durations


def _write(frames: list[Image.Image], target: Path, file_format: str, options: dict[str, Any]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix=".postcheck-", dir=target.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            pictures = [
                frame.convert("RGB") if file_format in {"JPEG", "BMP"} and frame.mode == "RGBA" else frame
                for frame in frames
            ]
            pictures[0].save(
                file, format=file_format, **options, **({"append_images": pictures[1:]} if len(pictures) > 1 else {})
            )
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(target)
    except Exception as error:  # encoders fail in as many ways as decoders
        Path(unfinished).unlink(missing_ok=True)
        advice = "Save the picture as JPEG or PNG, and redact that."
        raise UnreadableError(
            f"no safe copy can be written as {file_format}", advice=advice, file=str(target)
        ) from error
