"""Fits covers to what is written: a cover ends in the white space around its words, where the picture shows any.

Engines only guess where a word ends, so a cover goes well beyond the box that was read. Where plain ground beside the
words shows that they end sooner, it ends there: what stands beside a name stays. A cover never becomes smaller than
the box that was read, nor larger than it would be without this. Where letters and ground cannot be told apart (on a
photo, say), it keeps its full size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from postcheck.model.text import Box, Slanted
from postcheck.redact.places import SLANTED, Place, within

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Pixels = NDArray[np.float64]
    _Marks = NDArray[np.bool_]

_BESIDE = 0.14
"""Width of the white space that ends a word, at least, as a share of the height of its letters."""
_WIDER = 1.5
"""How many times as wide as any white space between two letters of the words the one beside them is."""
_ABOVE = 0.07
"""Height of the white space that ends a line, at least, as the same share: more than between a letter and its accent.
"""
_PAD = 0.1
"""How far into the white space a cover goes, as the same share: compression carries ink about as far."""
_LEAST = 2
"""Pixels that white space has at least, and that a cover goes into it, if there is room."""
_INWARDS = 0.03
"""How far within the box that was read the words may end, as the same share."""
_CONTRAST = 48.0
"""Levels by which ink differs from the ground, at least."""
_FAINT = 0.18
"""Share of that contrast from which on a pixel may belong to a letter."""
_NOISE = 0.45
"""Share of that contrast that the ground may differ by from pixel to pixel; beyond, it is no plain ground."""
_INKED = (0.01, 0.6)
"""Share of a box that the letters of a word take up."""
_CALM, _NOISES = 80, 2.5
"""How many per cent of the ground differ by no more than its noise, and how many times that is no ink yet."""
_ROUNDS = 3
"""How often the ground is worked out, each time without what the last time showed to be ink."""

_Margins = tuple[int, int, int, int]
"""How many pixels a cover goes beyond its box: before and after it along the line, above and below it."""


def fitted(place: Place, frame: Image.Image) -> Box | Slanted:
    """Return what to cover so that no part of the words at a place can be read.

    Parameters
    ----------
    place:
        Where the words stand.
    frame:
        The picture as a person sees it, before anything is covered in it.
    """
    cover = place.cover()
    box = place.slanted or place.box
    if not isinstance(cover, type(box)) or place.letters < 2 * _LEAST:
        return cover
    before, after, above, below = _margins(frame, place, _full(cover, box))
    if isinstance(box, Slanted):
        return _slanted(box, *(max(_LEAST, side) for side in (before, after, above, below)))
    if box.height > box.width:
        before, after, above, below = above, below, before, after
    return Box(box.left - before, box.top - above, box.width + before + after, box.height + above + below)


def _full(cover: Box | Slanted, box: Box | Slanted) -> _Margins:
    """Return the margins of a cover that was fitted to nothing."""
    if isinstance(cover, Slanted) or isinstance(box, Slanted):
        wide, high = round((cover.width - box.width) / 2), round((cover.height - box.height) / 2)
    else:
        wide, high = box.left - cover.left, box.top - cover.top
        if box.height > box.width:
            wide, high = high, wide
    return wide, wide, high, high


def _slanted(box: Slanted, before: int, after: int, above: int, below: int) -> Slanted:
    longer = replace(box, width=box.width + before + after, height=box.height + above + below)
    right, down = (after - before) / 2, (below - above) / 2
    turn = math.radians(box.degrees)
    middle = (
        box.middle[0] + right * math.cos(turn) - down * math.sin(turn),
        box.middle[1] + right * math.sin(turn) + down * math.cos(turn),
    )
    return replace(longer, middle=middle)


def _margins(frame: Image.Image, place: Place, full: _Margins) -> _Margins:
    """Return how far beyond its box the words of a place reach in one frame, with a little of the space around them."""
    import numpy as np  # noqa: PLC0415 - heavy, and not needed to start

    crop, box = _level(frame, place, max(full))
    ink = _ink(crop, box)
    if ink is None:
        return full
    letters = place.letters
    line: _Marks = np.any(ink[box.top : box.bottom], axis=0)
    gap = max(_LEAST, letters * _BESIDE, *(_WIDER * gap for gap in _gaps_within(line, place, box)))
    before = _end(line[::-1], len(line) - box.left, full[0], gap, letters)
    after = _end(line, box.right, full[1], gap, letters)
    column: _Marks = np.any(ink[:, max(0, box.left - before) : box.right + after], axis=1)
    # Of a single letter, or a line whose slant is not known, it cannot be told which way it runs.
    least = gap if box.width < SLANTED * box.height else max(_LEAST, letters * _ABOVE)
    above = _end(column[::-1], len(column) - box.top, full[2], least, letters)
    below = _end(column, box.bottom, full[3], least, letters)
    return before, after, above, below


def _level(frame: Image.Image, place: Place, reach: int) -> tuple[Image.Image, Box]:
    """Return the surroundings of a place with its line level, and its box in them."""
    reach += place.letters
    if (slanted := place.slanted) is not None:
        half = round((slanted.width + slanted.height) / 2) + 2 * reach
        left, top = round(slanted.middle[0]) - half, round(slanted.middle[1]) - half
        crop = _cut(frame, Box(left, top, 2 * half, 2 * half)).rotate(slanted.degrees, Image.Resampling.BILINEAR)
        width, height = round(slanted.width), round(slanted.height)
        line = Box(half - width // 2, half - height // 2, width, height)
        around = Box(line.left - reach, line.top - reach, width + 2 * reach, height + 2 * reach)
        return _cut(crop, around), Box(line.left - around.left, line.top - around.top, width, height)
    box = place.box
    around = within(Box(box.left - reach, box.top - reach, box.width + 2 * reach, box.height + 2 * reach), frame.size)
    crop = _cut(frame, around)
    box = within(Box(box.left - around.left, box.top - around.top, box.width, box.height), crop.size)
    if place.box.height > place.box.width:
        return crop.transpose(Image.Transpose.TRANSPOSE), Box(box.top, box.left, box.height, box.width)
    return crop, box


def _cut(picture: Image.Image, box: Box) -> Image.Image:
    """Return a part of a picture on white, in RGB; beyond its edge there is more of what lies there."""
    inside = within(box, picture.size)
    part = picture.crop((inside.left, inside.top, inside.right, inside.bottom))
    if part.mode == "RGBA":
        part = Image.alpha_composite(Image.new("RGBA", part.size, "white"), part)
    if inside == box or not inside.area:
        return part.convert("RGB")
    import numpy as np  # noqa: PLC0415 - heavy, and not needed to start

    sides = (
        (inside.top - box.top, box.bottom - inside.bottom),
        (inside.left - box.left, box.right - inside.right),
        (0, 0),
    )
    return Image.fromarray(np.pad(np.asarray(part.convert("RGB")), sides, mode="edge"))


def _ink(crop: Image.Image, box: Box) -> _Marks | None:
    """Return which pixels may belong to letters; None if letters cannot be told from the ground."""
    import numpy as np  # noqa: PLC0415 - as above

    pixels = np.asarray(crop, dtype=np.float64)
    if not box.width or not box.height:
        return None
    away = _from_ground(pixels, box)
    inside = away[box.top : box.bottom, box.left : box.right]
    contrast = float(np.percentile(inside, 99))
    if contrast < _CONTRAST:
        return None
    noise = float(np.percentile(away[away < contrast * _NOISE], _CALM))
    faint = max(contrast * _FAINT, noise * _NOISES)
    if faint > contrast * _NOISE or not _INKED[0] <= float((inside > faint).mean()) <= _INKED[1]:
        return None
    marks: _Marks = away > faint
    return marks


def _from_ground(pixels: _Pixels, box: Box) -> _Pixels:
    """Return how far each pixel is from the ground: one colour, or one that changes evenly across the picture."""
    import numpy as np  # noqa: PLC0415 - as above

    rows, columns = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    terms = np.stack([np.ones(rows.size), rows.ravel() / rows.shape[0], columns.ravel() / rows.shape[1]], axis=1)
    flat = pixels.reshape(-1, 3)
    near = np.zeros(rows.shape, dtype=bool)
    near[box.top : box.bottom, box.left : box.right] = True
    picked = near.ravel()
    level = _usual(flat[picked])
    away = np.abs(flat - level).max(axis=1)
    for _ in range(_ROUNDS):
        plain = picked & (away < max(12.0, float(np.percentile(away[picked], 40))))
        step = max(1, int(plain.sum()) // 4000)
        some = np.flatnonzero(plain)[::step]
        if len(some) < terms.shape[1]:
            break
        slope, *_rest = np.linalg.lstsq(terms[some], flat[some], rcond=None)
        away = np.abs(flat - terms @ slope).max(axis=1)
    whole: _Pixels = away.reshape(rows.shape)
    return whole


def _usual(colours: _Pixels) -> _Pixels:
    """Return the commonest colour."""
    import numpy as np  # noqa: PLC0415 - as above

    coarse = (colours // 16).astype(np.int64)
    kinds, counts = np.unique(coarse @ np.array([256, 16, 1]), return_counts=True)
    kind = kinds[counts.argmax()]
    usual: _Pixels = np.median(colours[(coarse @ np.array([256, 16, 1])) == kind], axis=0)
    return usual


def _gaps_within(line: _Marks, place: Place, box: Box) -> Iterator[int]:
    """Yield how wide the white space between the letters of each word is; between words it may be as wide as it is."""
    inset = round(place.letters * _INWARDS)
    for first, last in _shares(place):
        start, end = box.left + round(first * box.width) + inset, box.left + round(last * box.width) - inset
        marks = line[start : max(start, end)].nonzero()[0]
        yield from (int(gap) - 1 for gap in marks[1:] - marks[:-1] if gap > 1)


def _shares(place: Place) -> Iterator[tuple[float, float]]:
    """Yield where in its place each word begins and ends, as shares of its length."""
    box = place.box
    if place.slanted is not None or not place.words:
        yield 0.0, 1.0
        return
    for word in place.words:
        if box.height > box.width:
            yield max(0, word.top - box.top) / box.height, (word.bottom - box.top) / box.height
        else:
            yield max(0, word.left - box.left) / box.width, (word.right - box.left) / box.width


def _end(line: _Marks, edge: int, full: int, gap: float, letters: int) -> int:
    """Return how far beyond ``edge`` a cover has to go; ``full`` if no white space shows where the words end."""
    inwards = round(letters * _INWARDS)
    limit = min(len(line), edge + full)
    start = max(0, edge - inwards)
    while start < limit:
        if line[start]:
            start += 1
            continue
        end = start
        while end < len(line) and not line[end]:
            end += 1
        first = start
        while first > 0 and not line[first - 1]:
            first -= 1
        if end - first >= gap or end == len(line):
            pad = max(_LEAST, round(letters * _PAD))
            return max(0, min(full, first + min(pad, max(1, (end - first) // 2)) - edge))
        start = end
    return full
