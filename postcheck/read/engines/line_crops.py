"""Lines of text cut out of a picture and straightened, to be shown to an engine that reads single lines."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrTimeoutError, TextDirection, timed_out

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners of a line, clockwise from the one nearest the top left of the picture."""

_VERTICAL = 1.5
"""A line at least this many times taller than wide runs down or up."""
_LETTERS = 64
"""Height of a crop in pixels, at most; recognisers are made for 32 to 48."""
_AROUND = 2
"""Pixels around a line that smoothing takes into account."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The way of a line that is not straight."""

    points: tuple[Point, ...]
    """Along the middle of its letters."""
    half: float
    """Half its height."""


@dataclass(frozen=True, slots=True)
class LineCrop:
    """A place in a picture where a detector found a line of text, and what was read there."""

    quad: Quad
    upside_down: bool = False
    cut: bool = False
    """Whether its beginning or end may be missing because the detector was shown only part of the picture."""
    faint: bool = False
    """Whether the detector is not sure that it is a line."""
    curve: Curve | None = None
    """If it is not straight."""
    line: OcrLine | None = None
    """None if nothing could be read; without words if only single letters are possible."""
    others: tuple[OcrLine, ...] = ()
    """What it says if it is looked at otherwise, for instance in a mirror."""

    @property
    def lines(self) -> tuple[OcrLine, ...]:
        """All readings of it."""
        return (self.line, *self.others) if self.line else self.others

    @property
    def vertical(self) -> bool:
        """Whether it runs down or up."""
        return is_vertical(self.quad)

    @property
    def place(self) -> str:
        """A key for this place in the picture; see :class:`~postcheck.read.engines.base.OcrLine`."""
        return "" if self.cut else " ".join(f"{round(x)},{round(y)}" for x, y in self.quad)

    @property
    def direction(self) -> TextDirection:
        """Which way it runs."""
        if self.vertical:
            return TextDirection.UP if self.upside_down else TextDirection.DOWN
        return TextDirection.LEFT if self.upside_down else TextDirection.RIGHT


class LinesTimeoutError(OcrTimeoutError):
    """The time was up before all lines of a picture were found and read.

    Parameters
    ----------
    crops:
        Those that were found, read or not.
    """

    def __init__(self, crops: tuple[LineCrop, ...]) -> None:
        late = timed_out()
        super().__init__(late.message, advice=late.advice, lines=tuple(line for crop in crops for line in crop.lines))
        self.crops = crops


class Detector(Protocol):
    """Finds where lines of text are in a picture."""

    def identity(self) -> str:
        """Return what decides which lines it finds; see :class:`~postcheck.read.engines.base.InstalledEngine`."""

    def line_crops(self, image: Image.Image, *, time_limit: float) -> tuple[LineCrop, ...]:
        """Return every line of an RGB image.

        Raises
        ------
        LinesTimeoutError
            If the time limit was reached, now or when the same picture was read.
        UnreadableError, EngineUnavailableError
            As :meth:`~postcheck.read.engines.base.OcrEngine.read` does.
        """


def is_vertical(quad: Quad) -> bool:
    """Whether a line runs down or up."""
    width, height = _size(quad)
    return height >= _VERTICAL * width


def thickness(quad: Quad) -> float:
    """Return the height of a line's letters in pixels, with the margin that the detector leaves around them."""
    return min(_size(quad))


def elongation(quad: Quad) -> float:
    """Return how many times longer a line is than its letters are high."""
    width, height = _size(quad)
    return max(width, height) / max(1.0, min(width, height))


def _size(quad: Quad) -> tuple[float, float]:
    return max(math.dist(quad[0], quad[1]), math.dist(quad[3], quad[2])), max(
        math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2])
    )


def shared(one: Quad, other: Quad) -> float:
    """Return the share of the smaller of two lines that the other covers, as measured by a grid of points."""
    small, large = sorted((one, other), key=lambda quad: math.prod(_size(quad)))
    inside = sum(_within(point, large) for point in _grid(small))
    return inside / (_GRID * _GRID)


_GRID = 6


def _grid(quad: Quad) -> Iterator[Point]:
    shares = [(number + 0.5) / _GRID for number in range(_GRID)]
    for down in shares:
        (left, top), (right, bottom) = (
            tuple(first + (last - first) * down for first, last in zip(*edge, strict=True))
            for edge in ((quad[0], quad[3]), (quad[1], quad[2]))
        )
        for across in shares:
            yield left + (right - left) * across, top + (bottom - top) * across


def _within(point: Point, quad: Quad) -> bool:
    """Whether a point lies within a quad whose corners go clockwise."""
    return all(
        (after[0] - before[0]) * (point[1] - before[1]) >= (after[1] - before[1]) * (point[0] - before[0])
        for before, after in zip(quad, (*quad[1:], quad[0]), strict=True)
    )


def straightened(image: Image.Image, quad: Quad, *, upside_down: bool = False) -> Image.Image:
    """Return a line cut out of a picture: upright, and no larger than it need be, however large the picture."""
    width, height = _size(quad)
    scale = min(1.0, _LETTERS / max(1.0, min(width, height)))
    left, top = (max(0, math.floor(min(axis)) - _AROUND) for axis in zip(*quad, strict=True))
    right, bottom = (math.ceil(max(axis)) + _AROUND for axis in zip(*quad, strict=True))
    region = image.crop((left, top, max(left + 1, min(right, image.width)), max(top + 1, min(bottom, image.height))))
    if scale < 1.0:
        small = (max(1, round(region.width * scale)), max(1, round(region.height * scale)))
        region = region.resize(small, Image.Resampling.LANCZOS, reducing_gap=3.0)
    corners = [((x - left) * scale, (y - top) * scale) for x, y in (quad[0], quad[3], quad[2], quad[1])]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    crop = region.transform(
        size, Image.Transform.QUAD, [value for corner in corners for value in corner], Image.Resampling.BICUBIC
    )
    if is_vertical(quad):
        crop = crop.transpose(Image.Transpose.ROTATE_90)
    return crop.transpose(Image.Transpose.ROTATE_180) if upside_down else crop


def part_of(quad: Quad, start: float, end: float, *, upside_down: bool, size: tuple[int, int]) -> Box:
    """Return the upright box around part of a line, within a picture of ``size``.

    ``start`` and ``end`` are shares of the line's length.
    """
    if upside_down:
        start, end = 1 - end, 1 - start
    edges = ((quad[0], quad[3]), (quad[1], quad[2])) if is_vertical(quad) else ((quad[0], quad[1]), (quad[3], quad[2]))
    points = [
        (first[0] + (last[0] - first[0]) * share, first[1] + (last[1] - first[1]) * share)
        for first, last in edges
        for share in (start, end)
    ]
    box = around(points)
    left, top = max(0, box.left), max(0, box.top)
    return Box(left, top, max(1, min(size[0], box.right) - left), max(1, min(size[1], box.bottom) - top))


def around(points: Sequence[Point]) -> Box:
    """Return the upright box around points, at least a pixel wide and high."""
    left, top = (math.floor(min(axis)) for axis in zip(*points, strict=True))
    right, bottom = (math.ceil(max(axis)) for axis in zip(*points, strict=True))
    return Box(left, top, max(1, right - left), max(1, bottom - top))
