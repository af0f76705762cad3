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
from typing import Any

from PIL import Image, ImageCms, ImageDraw, ImageFilter, ImageStat
from pillow_heif import register_heif_opener

from postcheck.errors import UnreadableError
from postcheck.media.picture_file import frame_count, unmapped, upright
from postcheck.model.text import Box, Slanted
from postcheck.redact.fitting import fitted
from postcheck.redact.places import Place, within

_RIM = 4
"""Width in pixels of the border around a cover that its colours are taken from."""
_NEUTRAL = 112
"""The grey of a cover that nothing is around."""
_LIGHT = 96
"""From this luminance on, what is around a cover is light and the cover darker; otherwise it is lighter."""
_SHADE = 0.4
"""How far a cover's colour is from what is around it towards black or white: far enough to be seen as a cover."""
_STEP = 8
"""Levels to which its colour is rounded, so that what compression carries across its edge makes no difference."""
_OPAQUE = 255
_MOST_PIXELS = 150_000_000
"""Pixels of all frames together, at most, if a picture has several: they are all in memory at once."""


class Style(StrEnum):
    """What a cover looks like. All are equally safe."""

    BOX = "box"
    BLUR = "blur"
    PIXELATE = "pixelate"


def safe_copy(
    source: Path,
    target: Path,
    covers: Mapping[int, Sequence[Box | Slanted | Place]],
    style: Style,
) -> None:
    """Write a copy of a picture with places covered, and without metadata, thumbnail or anything but its pixels.

    Parameters
    ----------
    source:
        The picture. It is not changed.
    target:
        The copy, in the same format, upright. Its folder is made if need be; an existing file is replaced once the copy
        is whole.
    covers:
        What to cover, by frame (from 0), in pixels of the picture as a person sees it. The cover of a place is fitted
        to its words where the picture shows where they end; in a picture that moves it keeps its full size.
    style:
        What the covers look like.

    Raises
    ------
    UnreadableError
        If the picture cannot be read or its format cannot be written. Then no copy is left.
    """
    register_heif_opener()
    try:
        with unmapped(Image.open(source)) as image:
            _check_frames(image)
            frames = _all_covered(list(_frames(image)), covers, style)
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


_INKS = {"GRAY": ("L", "LA"), "CMYK": ("CMYK",), "RGB": ("RGB", "RGBA", "P", "PA", "YCbCr")}
"""The modes of the pictures that a profile of each kind can be about."""


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return a picture in sRGB, which every screen assumes.

    So its own colour profile, which may hold text, need not be copied.
    """
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(own).casefold():
            return image
        if image.mode not in _INKS.get(own.profile.xcolor_space.strip(), ()):
            return image
        held = "L" if image.mode == "LA" else image.mode if image.mode in {"L", "CMYK"} else "RGB"
        converted = ImageCms.profileToProfile(
            image if image.mode == held else image.convert(held), own, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # a broken profile, which programs ignore
    if converted is None:
        return image
    if held == "L":
        converted = converted.convert("L")
    if image.has_transparency_data:
        converted.putalpha(image.convert("RGBA").getchannel("A"))
    return converted


def _all_covered(
    frames: list[Image.Image], covers: Mapping[int, Sequence[Box | Slanted | Place]], style: Style
) -> list[Image.Image]:
    """Cover every frame. A cover counts for all frames of its size: of those that look alike, only one was read."""
    at_size: dict[tuple[int, int], list[Box | Slanted]] = {}
    for number, frame in enumerate(frames):
        found = at_size.setdefault(frame.size, [])
        areas = [_area(area, frame, still=len(frames) == 1) for area in covers.get(number, ())]
        found += [area for area in areas if _shape(area, frame.size)[0].area]
    return [_covered(frame, at_size[frame.size], style) for frame in frames]


def _area(area: Box | Slanted | Place, frame: Image.Image, *, still: bool) -> Box | Slanted:
    if not isinstance(area, Place):
        return area
    return fitted(area, frame) if still else area.cover()


def _covered(picture: Image.Image, areas: Sequence[Box | Slanted], style: Style) -> Image.Image:
    # The covers' looks are worked out from a picture in which all of them are already blank, so that no name colours
    # another's cover.
    shapes = [_shape(area, picture.size) for area in areas]
    covers = [box for box, _ in shapes]
    uncovered = Image.new("L", picture.size, 255)
    for cover, mask in shapes:
        uncovered.paste(0, _corners(cover), mask)
    colours = _colours(picture, uncovered, covers)
    for (cover, mask), colour in zip(shapes, colours, strict=True):
        picture.paste(colour, _corners(cover), mask)
    fills = [_fill(picture, cover, colour, style) for cover, colour in zip(covers, colours, strict=True)]
    for (cover, mask), fill in zip(shapes, fills, strict=True):
        picture.paste(fill, _corners(cover), mask)
    return picture


def _shape(area: Box | Slanted, size: tuple[int, int]) -> tuple[Box, Image.Image | None]:
    """Return the box around what is to be covered, and which of its pixels that is; all of them if there is no mask."""
    if isinstance(area, Box):
        return within(area, size), None
    box = within(area.box, size)
    mask = Image.new("L", (box.width, box.height), 0)
    ImageDraw.Draw(mask).polygon([(x - box.left, y - box.top) for x, y in area.corners], fill=255)
    return box, mask


def _fill(blank: Image.Image, cover: Box, colour: tuple[int, ...], style: Style) -> Image.Image:
    """Return the pixels of a cover, made from what is around it."""
    if style is Style.BOX:
        return Image.new(blank.mode, (cover.width, cover.height), _shade(colour, blank.mode))
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


def _shade(colour: tuple[int, ...], mode: str) -> tuple[int, ...]:
    """Return the colour of a cover: that of what is around it, darker or lighter, so that everybody sees the cover.

    On a transparent ground, which may come to lie on any page, it is grey.
    """
    if mode == "RGBA" and colour[-1] < _OPAQUE:
        return (_NEUTRAL, _NEUTRAL, _NEUTRAL, _OPAQUE)
    seen = colour[:3]
    brightness = seen[0] if mode == "L" else (299 * seen[0] + 587 * seen[1] + 114 * seen[2]) / 1000
    towards = 0 if brightness >= _LIGHT else 255
    shade = tuple(round((level + (towards - level) * _SHADE) / _STEP) * _STEP for level in seen)
    return (*shade, _OPAQUE) if mode == "RGBA" else shade


def _colours(picture: Image.Image, uncovered: Image.Image, covers: Sequence[Box]) -> list[tuple[int, ...]]:
    """Return the colour around each cover; those that touch have that of the largest of them in common."""
    colours: list[tuple[int, ...] | None] = [None] * len(covers)
    for first in sorted(range(len(covers)), key=lambda number: -covers[number].area):
        if colours[first] is None:
            colour = _rim_colour(picture, uncovered, covers[first])
            waiting = [first]
            while waiting:
                number = waiting.pop()
                colours[number] = colour
                waiting += [
                    other
                    for other, cover in enumerate(covers)
                    if colours[other] is None and _touch(covers[number], cover)
                ]
    return [colour for colour in colours if colour is not None]


def _touch(one: Box, other: Box) -> bool:
    return (
        max(one.left, other.left) <= min(one.right, other.right) + _RIM
        and max(one.top, other.top) <= min(one.bottom, other.bottom) + _RIM
    )


def _rim_colour(picture: Image.Image, uncovered: Image.Image, cover: Box) -> tuple[int, ...]:
    """Return the usual colour of the pixels just outside this cover and under no other; grey if there are none."""
    rim = _around(picture, cover)
    found = ImageStat.Stat(picture.crop(rim), mask=uncovered.crop(rim))
    if not found.count[0]:
        return tuple(Image.new("L", (1, 1), _NEUTRAL).convert(picture.mode).tobytes())
    return tuple(int(level) for level in found.median)


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
            pictures = [_on_white(frame) if file_format in {"JPEG", "BMP"} else frame for frame in frames]
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


def _on_white(frame: Image.Image) -> Image.Image:
    if frame.mode != "RGBA":
        return frame
    return Image.alpha_composite(Image.new("RGBA", frame.size, "white"), frame).convert("RGB")
