"""What makes a drawing look like a photograph: light and grain, planks, cloth, and paper seen at an angle."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageFilter

from tools.samples.drawing import WOOD, Colour, Point, from_pixels


def perspective(image: Image.Image, corners: Sequence[Point], canvas: tuple[int, int]) -> Image.Image:
    """Return ``image`` on a transparent canvas with its corners moved to ``corners`` (clockwise from top left)."""
    width, height = image.size
    sources = ((0.0, 0.0), (float(width), 0.0), (float(width), float(height)), (0.0, float(height)))
    rows: list[list[float]] = []
    values: list[float] = []
    for (x, y), (u, v) in zip(corners, sources, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        values += [u, v]
    coefficients = [float(value) for value in np.linalg.solve(np.array(rows), np.array(values))]
    return image.convert("RGBA").transform(canvas, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)


def photographed(
    image: Image.Image,
    random: np.random.Generator,
    *,
    blur: float = 0.5,
    grain: float = 2.0,
    lamp: Point = (0.35, 0.25),
) -> Image.Image:
    """Return ``image`` as a telephone would have taken it: light from one side, a little blur and grain."""
    pixels = np.asarray(image.convert("RGB").filter(ImageFilter.GaussianBlur(blur)), dtype=np.float64)
    height, width = pixels.shape[:2]
    down, across = np.mgrid[0:height, 0:width]
    distance = np.hypot(across / width - lamp[0], (down / height - lamp[1]) * height / width)
    light = 1.06 - 0.26 * np.clip(distance, 0, 1) ** 1.4
    return from_pixels(pixels * light[..., None] + random.normal(0, grain, (height, width, 1)))


def wooden(width: int, height: int, random: np.random.Generator, colour: Colour = WOOD) -> Image.Image:
    """Return a table top of planks."""
    plank = height // 4
    pixels = np.empty((height, width, 3))
    across = np.arange(width)
    for top in range(0, height, plank):
        rows = min(plank, height - top)
        shade = random.uniform(-9, 9)
        phase, bend = random.uniform(0, 40), random.uniform(3, 8)
        down = np.arange(rows)[:, None] + bend * np.sin(across / random.uniform(160, 320) + phase)
        grain = (
            5 * np.sin(down / 5.3 + phase) + 3 * np.sin(down / 1.9 + 2 * phase) + random.normal(0, 1.5, (rows, width))
        )
        grain[:3] -= 34
        pixels[top : top + rows] = np.array(colour, dtype=np.float64) + shade + grain[..., None]
    return from_pixels(pixels)


def knitted(width: int, height: int, colour: Colour) -> Image.Image:
    """Return the cloth of a school jumper: rows of small V-shaped stitches."""
    down, across = np.mgrid[0:height, 0:width]
    stitch = (
        np.cos((down + 0.9 * np.abs((across % 12) - 6)) * 2 * math.pi / 10) * 9 + np.cos(across * 2 * math.pi / 12) * 5
    )
    fold = 10 * np.sin(across / width * 5 + down / height * 2)
    return from_pixels(np.array(colour, dtype=np.float64) + (stitch + fold)[..., None])
