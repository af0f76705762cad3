"""Lines that run along an arch or a wave: found by what the detector sees of their letters, and read straightened."""

from __future__ import annotations

import math
import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING, Any

from PIL import Image

from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, TextDirection
from postcheck.read.engines.letters import letters_along
from postcheck.read.engines.line_crops import Curve, LineCrop, Point, Quad, around, is_vertical
from postcheck.read.engines.line_words import words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ACROSS, _ALONG = 64, 48
"""Places across and along a line at which the detector's map is looked at."""
_LETTER = 0.3
"""The detector's map, 0 to 1, from which on a place belongs to a line."""
_SURE = 0.6
"""Mean of the map, where it shows a line, from which on a curved line is one."""
_LEAST_SAG = 0.5
"""How far the middle of a curved line is from a straight one, at least, in thicknesses of what the map shows of it."""
_OFF = 0.15
"""How far the map may be from the curve, in the same, on the average."""
_LEAST_SHOWN = 0.6
"""Share of the length of a line along which the map shows it, at least."""
_GROWN, _BEYOND = 1.3, 0.6
"""Half the height of a line, and how far it goes on at its ends, in thicknesses of what the map shows of it: the
detector marks the core of the letters."""
_LEAST_LENGTH = 2.0
"""How many times longer than high a curved line is, at least."""
_HEIGHT = 48
"""Height in pixels of a line that was straightened, as the recogniser wants it."""
_PIECES = 32
"""Straight pieces of which a curve is made."""
_PARTS = 8
"""Likewise where it tells the places of letters."""
_READ = 0.95
"""Mean confidence from which on a line is not read once more along its curve."""
_BETTER = 0.8
"""Mean confidence of what is read along the curve, at least."""


def bent(shown: NDArray[Any], quad: Quad) -> tuple[tuple[Point, ...], float] | None:
    """Return the middle of a line that is curved, and half its height; None if it is straight or no line.

    Parameters
    ----------
    shown:
        The detector's map.
    quad:
        The line in it.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    if is_vertical(quad):
        return None
    corners = np.array(quad, dtype=np.float64)
    down, along = ((np.arange(count) + 0.5) / count for count in (_ACROSS, _ALONG))
    top = corners[0] + (corners[1] - corners[0]) * along[:, None]
    bottom = corners[3] + (corners[2] - corners[3]) * along[:, None]
    places = top[None] + (bottom - top)[None] * down[:, None, None]
    columns = np.clip(places[..., 0].round().astype(int), 0, shown.shape[1] - 1)
    rows = np.clip(places[..., 1].round().astype(int), 0, shown.shape[0] - 1)
    values = shown[rows, columns]
    letters = values > _LETTER
    seen = letters.any(axis=0)
    if seen.mean() < _LEAST_SHOWN or values[letters].mean() < _SURE:
        return None
    middles = (letters * down[:, None]).sum(axis=0)[seen] / letters.sum(axis=0)[seen]
    thick = float(np.median(letters.sum(axis=0)[seen])) / _ACROSS
    curve = np.polynomial.Polynomial.fit(along[seen], middles, 4)
    if np.abs(curve(along[seen]) - middles).mean() > _OFF * thick or np.ptp(curve(along[seen])) < _LEAST_SAG * thick:
        return None
    high, wide = math.dist(corners[0], corners[3]), math.dist(corners[0], corners[1])
    beyond = _BEYOND * thick * high / wide
    ends = np.linspace(max(0.0, along[seen][0] - beyond), min(1.0, along[seen][-1] + beyond), _PIECES + 1)
    upper = corners[0] + (corners[1] - corners[0]) * ends[:, None]
    lower = corners[3] + (corners[2] - corners[3]) * ends[:, None]
    points = upper + (lower - upper) * np.clip(curve(ends), 0.0, 1.0)[:, None]
    half = _GROWN * thick * high
    found = tuple((float(x), float(y)) for x, y in points)
    return (found, half) if _length(found) >= _LEAST_LENGTH * 2 * half else None


def _length(points: Sequence[Point]) -> float:
    return sum(math.dist(one, other) for one, other in pairwise(points))


@dataclass(frozen=True, slots=True)
class _Edges:
    """The upper and the lower edge of a curved line, and how far along it each of their points is, 0 to 1."""

    upper: tuple[Point, ...]
    lower: tuple[Point, ...]
    shares: tuple[float, ...]


def _edges(curve: Curve) -> _Edges:
    upper, lower, shares = [], [], []
    points, length, gone = curve.points, _length(curve.points), 0.0
    for number, (x, y) in enumerate(points):
        before, after = points[max(0, number - 1)], points[min(len(points) - 1, number + 1)]
        step = max(1e-6, math.dist(before, after))
        right, up = (after[0] - before[0]) / step * curve.half, (after[1] - before[1]) / step * curve.half
        upper.append((x + up, y - right))
        lower.append((x - up, y + right))
        gone += math.dist(points[number - 1], (x, y)) if number else 0.0
        shares.append(gone / length)
    return _Edges(tuple(upper), tuple(lower), tuple(shares))


def unbent(image: Image.Image, curve: Curve) -> Image.Image:
    """Return a curved line cut out of a picture, straight."""
    edges = _edges(curve)
    bounds = around((*edges.upper, *edges.lower))
    scale = min(1.0, 2 * _HEIGHT / (2 * curve.half))
    left, top = max(0, bounds.left - 2), max(0, bounds.top - 2)
    region = image.crop(
        (
            left,
            top,
            max(left + 1, min(image.width, bounds.right + 2)),
            max(top + 1, min(image.height, bounds.bottom + 2)),
        )
    )
    if scale < 1.0:
        small = (max(1, round(region.width * scale)), max(1, round(region.height * scale)))
        region = region.resize(small, Image.Resampling.LANCZOS, reducing_gap=3.0)
    width = max(1, round(_HEIGHT * _length(curve.points) / (2 * curve.half)))
    upper, lower = ([((x - left) * scale, (y - top) * scale) for x, y in edge] for edge in (edges.upper, edges.lower))
    pieces = []
    for number in range(len(upper) - 1):
        start, end = (round(edges.shares[at] * width) for at in (number, number + 1))
        if end > start:
            corners = (upper[number], lower[number], lower[number + 1], upper[number + 1])
            pieces.append(((start, 0, end, _HEIGHT), tuple(value for corner in corners for value in corner)))
    return region.transform((width, _HEIGHT), Image.Transform.MESH, pieces, Image.Resampling.BICUBIC)


def _part(curve: Curve, start: float, end: float, size: tuple[int, int]) -> Box:
    """Return the upright box around part of a curved line, within a picture of ``size``."""
    edges = _edges(curve)
    step = 1 / (len(edges.shares) - 1)
    near = [at for at, share in enumerate(edges.shares) if start - step / 2 <= share <= end + step / 2]
    box = around([edge[at] for edge in (edges.upper, edges.lower) for at in near or [0]])
    left, top = max(0, box.left), max(0, box.top)
    return Box(left, top, max(1, min(size[0], box.right) - left), max(1, min(size[1], box.bottom) - top))


def _corners(curve: Curve) -> list[Point]:
    """Return the edges of a curved line at even steps along it, the upper and the lower one by turns."""
    edges = _edges(curve)
    near = [bisect_left(edges.shares, step / _PARTS) for step in range(_PARTS + 1)]
    last = len(edges.shares) - 1
    return [edge[min(at, last)] for at in near for edge in (edges.upper, edges.lower)]


def with_unbent(
    ocr: Any,  # noqa: ANN401 - RapidOCR has no types
    image: Image.Image,
    crops: Sequence[LineCrop],
    deadline: float,
) -> tuple[list[LineCrop], bool]:
    """Return lines with what the curved ones say, and whether the time was up before all were looked at.

    Parameters
    ----------
    ocr:
        A RapidOCR.
    image:
        The picture.
    crops:
        Its lines, as they were read; those that were read surely are left at that.
    deadline:
        On the clock of ``time.monotonic``.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    seen = list(crops)
    for number, crop in enumerate(crops):
        words = crop.line.words if crop.line else ()
        plain = fmean(word.confidence for word in words) if words else 0.0
        if crop.curve is None or (plain >= _READ and not crop.faint):  # of a faint line, words may be left out
            continue
        if time.monotonic() > deadline:
            return seen, True
        read = ocr.recognize_txt([np.ascontiguousarray(np.asarray(unbent(image, crop.curve))[:, :, ::-1])])
        letters = None if crop.faint else letters_along(read.word_results[0], read.txts[0], _corners(crop.curve))
        if read.scores[0] < max(plain, _BETTER):
            if letters and read.scores[0] >= plain:  # not sure enough for words, but for what fits the roll
                seen[number] = replace(crop, others=(*crop.others, OcrLine((), crop.direction, crop.place, letters)))
            continue
        flat: Quad = ((0, 0), (1000, 0), (1000, 10), (0, 10))
        placed = tuple(
            replace(word, box=_part(crop.curve, word.box.left / 1000, word.box.right / 1000, image.size))
            for word in words_of(read.txts[0], read.word_results[0], flat, upside_down=False, size=(1000, 10))
        )
        seen[number] = replace(crop, others=(*crop.others, OcrLine(placed, TextDirection.RIGHT, crop.place, letters)))
    return seen, False
