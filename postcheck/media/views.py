"""A picture in RGB, as people see it: on every ground, and with what only a stronger contrast brings out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PIL import Image, ImageCms, ImageFilter

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_EVEN = 8
"""Levels by which the pixels of a picture differ, at most, when the background has swallowed everything."""


def views_of(picture: Image.Image) -> tuple[Image.Image, ...]:
    """Return a loaded picture in RGB, as often as it looks different.

    Where transparency matters, that is on white and on black, and without it if colours are kept under what is fully
    transparent. Letters that hardly differ from an even ground come once more, in black on white.
    """
    found = _as_seen(picture)
    faint = _faint(found)
    return found if faint is None else (*found, faint)


def _as_seen(picture: Image.Image) -> tuple[Image.Image, ...]:
    if picture.has_transparency_data:
        return _composited(picture.convert("RGBA"))
    if picture.mode == "F" or picture.mode.startswith("I"):
        return _stretched(picture)
    if picture.mode == "LAB":
        return (_from_lab(picture),)
    if picture.mode == "CMYK":
        return _from_cmyk(picture)
    return (picture if picture.mode == "RGB" else picture.convert("RGB"),)


_RANGE = 8
"""A picture is shown again by the order of its values if 99 of 100 lie in less than an eighth of their range: a single
value far away would make them all alike."""


def _stretched(picture: Image.Image) -> tuple[Image.Image, ...]:
    """Return a picture of more than eight bits a pixel in RGB, stretched from its darkest to its lightest value."""
    import numpy as np  # noqa: PLC0415 - heavy, and needed for few images

    values = np.nan_to_num(np.asarray(picture, dtype=np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    scaled = (values - low) * (255.0 / (high - low)) if high > low else np.zeros_like(values)
    found = [_grey(scaled)]
    near, far = np.percentile(values, (0.5, 99.5))
    if high > low and (far - near) * _RANGE < high - low:
        order = np.unique(values, return_inverse=True)[1].reshape(values.shape)
        found.append(_grey(order * (255.0 / max(1, int(order.max())))))
    return tuple(found)


def _grey(values: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(values.round().astype("uint8")).convert("RGB")


def _from_lab(picture: Image.Image) -> Image.Image:
    """Return a picture in RGB; by its lightness alone if this Pillow has no colour profiles."""
    try:
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(picture, lab, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, ImportError, OSError):
        found = None
    return picture.getchannel(0).convert("RGB") if found is None else found


def _from_cmyk(picture: Image.Image) -> tuple[Image.Image, ...]:
    """Return a picture in RGB, and once more without its black if other inks make a difference under it."""
    seen = picture.convert("RGB")
    cyan, magenta, yellow, black = picture.split()
    covered = black.point([0] * 250 + [255] * 6)
    if not _varies(Image.merge("RGB", (cyan, magenta, yellow)), covered):
        return (seen,)
    return seen, Image.merge("CMYK", (cyan, magenta, yellow, Image.new("L", picture.size))).convert("RGB")


def _varies(picture: Image.Image, mask: Image.Image) -> bool:
    """Whether the pixels under a mask are of different colours."""
    used = ([level for level, count in enumerate(channel.histogram(mask)) if count] for channel in picture.split())
    return any(levels and levels[-1] - levels[0] > _EVEN for levels in used)


def _composited(picture: Image.Image) -> tuple[Image.Image, ...]:
    """Return a picture with alpha on a white page and, unless all of it vanishes there, on a black one too."""
    alpha = picture.getchannel("A")
    low = alpha.getextrema()[0]
    if low == 255:  # noqa: PLR2004 - nothing is transparent
        return (picture.convert("RGB"),)
    white, black = (
        Image.alpha_composite(Image.new("RGBA", picture.size, page), picture).convert("RGB")
        for page in ("white", "black")
    )
    found = [white]
    if any(high > low for low, high in _ranges(black)):
        found.append(black)
    beneath = without_transparency(picture)
    return tuple(found) if beneath is None else (*found, beneath)


def without_transparency(picture: Image.Image) -> Image.Image | None:
    """Return a picture without its transparency if colours are kept under what is fully transparent; otherwise None."""
    if not picture.has_transparency_data:
        return None
    clear = picture.convert("RGBA").getchannel("A").point([255] + [0] * 255)
    plain = picture.convert("RGBA").convert("RGB")
    return plain if clear.getbbox() and _varies(plain, clear) else None


def _ranges(picture: Image.Image) -> Iterator[tuple[float, float]]:
    """Yield the lowest and the highest value of each channel."""
    for channel in picture.split():
        low, high = channel.getextrema()
        if isinstance(low, (int, float)) and isinstance(high, (int, float)):
            yield low, high


_GROUND = 0.5
"""Share of a picture that is of one colour exactly for it to be the ground that letters may hardly differ from."""
_FAINT = 16
"""Levels of a channel by which letters differ from their ground, at most, for nobody to see them at a glance."""
_EDGE = 35
"""Pixels, a side, around what everybody sees in which shadows and what compression leaves behind are no letters."""
_INK = 400
"""Pixels that a name takes, at least; what compression leaves of earlier frames takes fewer."""
_NOISE = 0.25
"""Share of a picture from which on what hardly differs from its ground is no writing."""


def _faint(views: tuple[Image.Image, ...]) -> Image.Image | None:
    """Return what hardly differs from an even ground in every view, in black on white; None if there is nothing."""
    import numpy as np  # noqa: PLC0415 - heavy, and not needed for the common picture without an even ground

    even = [(view, ground) for view in views if (ground := _ground(view)) is not None]
    if not even:
        return None
    most = np.zeros((even[0][0].height, even[0][0].width), dtype=np.uint8)
    for view, ground in even:
        for channel, level in zip(view.split(), ground, strict=True):
            away = channel.point([abs(value - level) for value in range(256)])
            np.maximum(most, np.asarray(away), out=most)
    faint = (most > 0) & (most <= _FAINT)
    if int(faint.sum()) < _INK:
        return None
    strong = Image.fromarray(np.where(most > _FAINT, 255, 0).astype(np.uint8))
    faint &= np.asarray(_thickened(strong)) == 0
    if not _INK <= int(faint.sum()) <= _NOISE * faint.size:
        return None
    return Image.fromarray(np.where(faint, 0, 255).astype(np.uint8)).convert("RGB")


def _thickened(mask: Image.Image) -> Image.Image:
    """Return a mask whose pixels reach further; at a fifth of its size, as the filter is slow."""
    step = 5
    small = mask.reduce(step).point([0] + [255] * 255)
    return small.filter(ImageFilter.MaxFilter(_EDGE // step)).resize(mask.size, Image.Resampling.NEAREST)


def _ground(picture: Image.Image) -> tuple[int, ...] | None:
    """Return the colour of more than half of a picture."""
    wanted = picture.width * picture.height * _GROUND
    found = []
    for channel in picture.split():
        histogram = channel.histogram()
        level = max(range(256), key=histogram.__getitem__)
        if histogram[level] < wanted:
            return None
        found.append(level)
    return tuple(found)
