"""Where RapidOCR's detector sees lines of text: in a picture, or in regions of it that it is shown more closely.

Lines of which it is less sure than it would be left to itself count as faint. They are letters on cloth and names far
away as often as patterns, so they are read, but count only if they are read surely.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps

from postcheck.model.text import Box
from postcheck.read.engines.curved import bent
from postcheck.read.engines.line_crops import Curve, LineCrop, Quad, around, shared

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_SCORE = 0.35
"""The detector's score from which on a place is a line. RapidOCR's own is 0.5."""
LEAST_CURVED = 0.1
"""The same for a line that is not straight: the score is the mean of a box, most of which is empty."""
_FAINT = 0.5
_SAME_LINE = 0.6
"""Share of the smaller of two lines that the other covers if they are one line that was found twice."""
_EDGE = 3
"""Pixels, as the detector sees them, from a region's edge to a line that it may cut."""
_MAX_RATIO = 2.0
"""Pictures more elongated than this are read in parts: as a whole they lose small letters, and RapidOCR overlooks a
single word on a long page."""
_PART_RATIO = 1.5
"""How elongated a part is."""
_OVERLAP = 0.2
"""Share of a part that the next one sees again, so that no line is cut in both."""
_MIN_SIDE, _MIN_SHARE = 64, 3
"""Pixels that the shorter side has at least, and the part of the longer side that it is at least (a third). A thinner
picture gets a margin, as RapidOCR scales the shorter side up."""


class ScoreWatch:
    """Stands in for the last step of RapidOCR's detector, and tells which lines are faint.

    RapidOCR sorts the boxes afterwards and leaves their scores as they were.

    Parameters
    ----------
    step:
        RapidOCR's own.
    """

    def __init__(self, step: Any) -> None:  # noqa: ANN401 - RapidOCR has no types
        self._step = step
        self._faint: set[bytes] = set()
        self._curves: dict[bytes, Curve] = {}

    def __call__(self, predicted: NDArray[Any], size: tuple[int, int]) -> tuple[Any, Any]:
        """Return the boxes of the lines and their scores."""
        boxes, scores = self._step(predicted, size)
        shown = predicted[0, 0]
        across, down = size[1] / shown.shape[1], size[0] / shown.shape[0]
        self._faint, self._curves = set(), {}
        kept = []
        for number, (box, score) in enumerate(zip(boxes, scores, strict=True)):
            first, second, third, fourth = ((float(x) / across, float(y) / down) for x, y in box)
            if way := bent(shown, (first, second, third, fourth)):
                points, half = way
                self._curves[box.tobytes()] = Curve(tuple((x * across, y * down) for x, y in points), half * down)
            elif score < LEAST_SCORE:
                continue
            kept.append(number)
            if score < _FAINT:
                self._faint.add(box.tobytes())
        return boxes[kept], [scores[number] for number in kept]

    def curve(self, box: NDArray[Any]) -> Curve | None:
        """Return the way of a box of the picture that was last looked at, if it is not straight."""
        return self._curves.get(box.tobytes())

    def is_faint(self, box: NDArray[Any]) -> bool:
        """Whether a box of the picture that was last looked at is faint."""
        return box.tobytes() in self._faint


def parts(size: tuple[int, int]) -> Iterator[Box]:
    """Yield the whole picture, or overlapping parts of a long one."""
    width, height = size
    long, short = max(size), min(size)
    if long <= max(_MAX_RATIO * short, 1000):
        yield Box(0, 0, width, height)
        return
    length = round(max(_PART_RATIO * short, 1000))
    step = round(length * (1 - _OVERLAP))
    for start in range(0, max(1, long - round(length * _OVERLAP)), step):
        extent = min(length, long - start)
        yield Box(0, start, width, extent) if height == long else Box(start, 0, extent, height)


def halves(part: Box) -> Iterator[Box]:
    """Yield the halves of a part, which overlap."""
    share = 0.5 + _OVERLAP / 2
    width, height = (
        (math.ceil(part.width * share), part.height)
        if part.width >= part.height
        else (part.width, math.ceil(part.height * share))
    )
    yield Box(part.left, part.top, width, height)
    yield Box(part.right - width, part.bottom - height, width, height)


def lines_in_region(ocr: Any, picture: Image.Image, region: Box, scale: float) -> list[LineCrop]:  # noqa: ANN401 - RapidOCR has no types
    """Return the lines that the detector sees in a region shown to it at a scale."""
    import numpy as np  # noqa: PLC0415 - heavy
    from rapidocr.main import RapidOCRError  # noqa: PLC0415 - heavy
    from rapidocr.utils.process_img import map_boxes_to_original  # noqa: PLC0415 - heavy

    corners = (region.left, region.top, region.right, region.bottom)
    size = (max(1, round(region.width * scale)), max(1, round(region.height * scale)))
    if size == (region.width, region.height):
        shown = picture.crop(corners)
    else:
        shown = picture.resize(size, Image.Resampling.LANCZOS, box=corners, reducing_gap=3.0)
    margin = max(0, (max(_MIN_SIDE, max(shown.size) // _MIN_SHARE) - min(shown.size) + 1) // 2)
    if margin:
        shown = ImageOps.expand(shown, margin, fill="white")
    pixels: NDArray[np.uint8] = np.ascontiguousarray(np.asarray(shown)[:, :, ::-1])
    prepared, record = ocr.preprocess_img(pixels)
    try:
        _, found = ocr.detect_and_crop(prepared, record)
    except RapidOCRError:
        return []  # RapidOCR's way of saying that there is no text in the picture
    curves = [ocr.text_det.postprocess_op.curve(box) for box in found.boxes]
    faint = [ocr.text_det.postprocess_op.is_faint(box) for box in found.boxes]
    boxes = map_boxes_to_original(found.boxes, record, shown.height, shown.width)
    across, down = region.width / size[0], region.height / size[1]
    seen = []
    for box, unsure, curve in zip(boxes, faint, curves, strict=True):
        first, second, third, fourth = (
            ((float(x) - margin) * across + region.left, (float(y) - margin) * down + region.top) for x, y in box
        )
        quad = first, second, third, fourth
        near = around(quad)
        cut = [
            near.left <= region.left + _EDGE * across and region.left > 0,
            near.top <= region.top + _EDGE * down and region.top > 0,
            near.right >= region.right - _EDGE * across and region.right < picture.width,
            near.bottom >= region.bottom - _EDGE * down and region.bottom < picture.height,
        ]
        way = curve and Curve(
            tuple(((x - margin) * across + region.left, (y - margin) * down + region.top) for x, y in curve.points),
            curve.half * down,
        )
        seen.append(LineCrop(quad, cut=any(cut), faint=unsure, curve=way))
    return seen


def joined(seen: Sequence[LineCrop]) -> list[LineCrop]:
    """Return each line once, as it was first seen whole; of a line that was always cut, all that was seen."""
    kept: list[LineCrop] = []
    whole: list[tuple[Box, Quad]] = []
    for crop in sorted(seen, key=lambda one: one.cut):
        box = around(crop.quad)
        if not any(box.overlap(near) and shared(crop.quad, quad) >= _SAME_LINE for near, quad in whole):
            kept.append(crop)
            if not crop.cut:
                whole.append((box, crop.quad))
    return kept
