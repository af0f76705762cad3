"""Sheets that are not flat: cloth that waves or bulges, banners that hang in an arch, letters around a circle."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.pictures.fonts import font
from benchmarks.pictures.paint import Colour, Label, Point, Quad, Sheet

Points = NDArray[np.float64]
"""Points in its last axis, x first."""
_FULL_TURN = 2 * math.pi


@dataclass(frozen=True)
class Bend:
    """How a flat sheet is bent."""

    size: tuple[int, int]
    """Of the smallest picture that holds the bent sheet, in pixels."""
    there: Callable[[Points], Points]
    """Where points of the flat sheet are in that picture."""
    back: Callable[[Points], Points]
    """The way back."""
    light: Callable[[Points], Points]
    """How bright the sheet is at its points, 1 where it is as when flat."""


def waving(width: int, height: int, rng: random.Random, *, depth: float) -> Bend:
    """Return the bend of cloth in the wind, ``depth`` being the height of a wave as a share of the sheet's height."""
    long, phase = width * rng.uniform(0.45, 0.9), rng.uniform(0, _FULL_TURN)
    high = depth * height

    def shift(points: Points) -> Points:
        return high * np.sin(_FULL_TURN * points[..., 0] / long + phase)

    def there(points: Points) -> Points:
        return np.stack((points[..., 0], points[..., 1] + high + shift(points)), axis=-1)

    def back(points: Points) -> Points:
        return np.stack((points[..., 0], points[..., 1] - high - shift(points)), axis=-1)

    def light(points: Points) -> Points:
        return 1 + 0.16 * np.cos(_FULL_TURN * points[..., 0] / long + phase)

    return Bend((width, math.ceil(height + 2 * high)), there, back, light)


def bulging(width: int, height: int, *, around: float, sag: float) -> Bend:
    """Return the bend of a sheet around a body.

    Parameters
    ----------
    width, height:
        Of the flat sheet.
    around:
        How far it goes around to either side, in radians; below a half of pi.
    sag:
        How much lower its middle is than its sides, as a share of its height.
    """
    radius = width / (2 * around)
    half, drop = radius * math.sin(around), sag * height / (1 - math.cos(around))

    def there(points: Points) -> Points:
        turn = (points[..., 0] - width / 2) / radius
        return np.stack(
            (half + radius * np.sin(turn), points[..., 1] + drop * (np.cos(turn) - math.cos(around))), axis=-1
        )

    def back(points: Points) -> Points:
        turn = np.arcsin(np.clip((points[..., 0] - half) / radius, -1, 1))
        return np.stack((width / 2 + radius * turn, points[..., 1] - drop * (np.cos(turn) - math.cos(around))), axis=-1)

    def light(points: Points) -> Points:
        return 0.55 + 0.5 * np.cos((points[..., 0] - width / 2) / radius)

    return Bend((math.ceil(2 * half), math.ceil(height * (1 + sag))), there, back, light)


def arching(width: int, height: int, *, spread: float) -> Bend:
    """Return the bend of a banner that hangs in an arch of ``spread`` radians, at most a half turn.

    Its ends are below its middle if ``spread`` is positive, above it if negative.
    """
    way, spread = math.copysign(1, spread), abs(spread)
    radius = width / spread
    near, far = radius - height / 2, radius + height / 2
    half = far * math.sin(min(spread, math.pi) / 2)
    low = near * math.cos(spread / 2)
    size = (math.ceil(2 * half), math.ceil(far - low))

    def there(points: Points) -> Points:
        turn = (points[..., 0] - width / 2) / radius
        reach = radius + way * (height / 2 - points[..., 1])
        down = far - reach * np.cos(turn)
        return np.stack((half + reach * np.sin(turn), down if way > 0 else size[1] - down), axis=-1)

    def back(points: Points) -> Points:
        down = points[..., 1] if way > 0 else size[1] - points[..., 1]
        across, up = points[..., 0] - half, far - down
        return np.stack(
            (width / 2 + radius * np.arctan2(across, up), height / 2 - way * (np.hypot(across, up) - radius)), axis=-1
        )

    def light(points: Points) -> Points:
        return np.ones(points.shape[:-1])

    return Bend(size, there, back, light)


def bent(sheet: Sheet, bend: Bend) -> Sheet:
    """Return a sheet as it looks when bent; its shape says which pixels are its own."""
    wide, high = bend.size
    across, down = np.meshgrid(np.arange(wide) + 0.5, np.arange(high) + 0.5)
    source = bend.back(np.stack((across, down), axis=-1))
    x, y = ((source[..., axis] - 0.5).astype(np.float32) for axis in (0, 1))
    pixels = cv2.remap(np.asarray(sheet.image), x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    lit = np.clip(pixels * bend.light(source)[..., None], 0, 255).astype(np.uint8)
    own = np.asarray(sheet.shape or Image.new("L", sheet.image.size, 255))
    shape = cv2.remap(own, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    labels = [_bent(label, bend) for label in sheet.labels]
    return Sheet(Image.fromarray(lit), labels, Image.fromarray(shape))


def _bent(label: Label, bend: Bend) -> Label:
    """Return a name with its places cut across into pieces that are nearly straight."""
    quads = []
    for quad in label.quads:
        first, second, third, fourth = (np.array(corner) for corner in quad)
        pieces = max(1, math.ceil(2 * math.dist(quad[0], quad[1]) / max(1.0, math.dist(quad[0], quad[3]))))
        steps = np.linspace(0, 1, pieces + 1)[:, None]
        above, below = (bend.there(one + (two - one) * steps) for one, two in ((first, second), (fourth, third)))
        quads += [_quad(above[at], above[at + 1], below[at + 1], below[at]) for at in range(pieces)]
    return replace(label, quads=tuple(quads))


def _quad(*corners: Points) -> Quad:
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return first, second, third, fourth


def write_around(
    sheet: Sheet,
    text: str,
    centre: Point,
    radius: float,
    package: str,
    size: int,
    colour: Colour,
    *,
    below: bool = False,
    weight: str = "regular",
    apart: float = 0.04,
) -> list[Quad]:
    """Write letters around a circle, with the middle of the text at its top or, from the inside, at its bottom.

    Parameters
    ----------
    sheet:
        What is written on.
    text:
        One line.
    centre, radius:
        The circle on which the letters stand.
    package, size, colour, weight:
        As for `Sheet.write`.
    below:
        Whether the text is at the bottom, to be read from left to right too.
    apart:
        What is left free after each letter, as a share of the size.

    Returns
    -------
    Where the ink of each letter is: one place a character of the text, those of spaces without a width.
    """
    face = font(package, size, weight)
    starts = [face.getlength(text[:at]) + at * apart * size for at in range(len(text) + 1)]
    quads = []
    for at, letter in enumerate(text):
        turn = ((starts[at] + starts[at + 1] - apart * size) / 2 - (starts[-1] - apart * size) / 2) / radius
        down = radius * math.cos(turn) * (1 if below else -1)
        angle = math.degrees(turn) * (1 if below else -1)
        x, y = centre[0] + radius * math.sin(turn), centre[1] + down
        quads.append(sheet.write(letter, x, y, package, size, colour, anchor="ms", angle=angle, weight=weight))
    return quads


def fitting_around(text: str, package: str, size: int, radius: float, turn: float, weight: str = "regular") -> int:
    """Return the size, at most ``size``, at which a text takes up no more than ``turn`` radians of a circle."""
    long = font(package, size, weight).getlength(text) + 0.04 * size * len(text)
    return size if long <= radius * turn else max(8, int(size * radius * turn / long))
