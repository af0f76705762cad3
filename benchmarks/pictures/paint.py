"""Sheets to write on, and what a photograph does to them; every name keeps the place where it can be seen."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.pictures.fonts import font

Colour = tuple[int, int, int]
Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Corners of what is written, from the top left of the first letter: clockwise, or anticlockwise in a mirror."""
Matrix = NDArray[np.float64]

INK: Colour = (38, 40, 52)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Label:
    """A pupil's name in a picture."""

    text: str
    pupil_ids: frozenset[str]
    """Every pupil who may be meant by it."""
    form: str
    """``full``, ``first`` or ``initial`` (first name and initial)."""
    origin: str
    quads: tuple[Quad, ...] = ()
    """Where its ink is, a quad for each line that it takes up, or for each letter or piece of a line that is bent."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all of it."""
        xs, ys = zip(*(point for quad in self.quads for point in quad), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def height(self) -> float:
        """Height of its letters in pixels, from the highest to the lowest ink."""
        return min(math.dist(quad[0], quad[3]) for quad in self.quads)


@dataclass
class Sheet:
    """A picture and the names in it."""

    image: Image.Image
    labels: list[Label] = field(default_factory=list)
    shape: Image.Image | None = None
    """Which pixels are the sheet's own, white on black; None for all."""
    orientation: int = 1
    """The EXIF orientation with which it is saved: the number says how the stored pixels lie."""

    @classmethod
    def blank(cls, width: int, height: int, colour: Colour) -> Sheet:
        """Return a sheet of one colour."""
        return cls(Image.new("RGB", (width, height), colour))

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        """What draws on it."""
        return ImageDraw.Draw(self.image)

    def write(
        self,
        text: str,
        x: float,
        y: float,
        package: str,
        size: int,
        colour: Colour,
        *,
        weight: str = "regular",
        anchor: str = "mm",
        angle: float = 0.0,
    ) -> Quad:
        """Write a line of text, rotated by ``angle`` degrees anticlockwise about (x, y); return where its ink is."""
        face = font(package, size, weight)
        left, top, right, bottom = self.pen.textbbox((x, y), text, font=face, anchor=anchor)
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        if not angle:
            self.pen.text((x, y), text, font=face, fill=colour, anchor=anchor)
            return corners
        reach = math.ceil(max(math.dist((x, y), corner) for corner in corners)) + 2
        layer = Image.new("L", (2 * reach, 2 * reach), 0)
        low = (math.floor(x) - reach, math.floor(y) - reach)
        ImageDraw.Draw(layer).text((x - low[0], y - low[1]), text, font=face, fill=255, anchor=anchor)
        layer = layer.rotate(angle, Image.Resampling.BICUBIC, center=(x - low[0], y - low[1]))
        self.image.paste(Image.new("RGB", layer.size, colour), low, layer)
        first, second, third, fourth = (_turned(corner, (x, y), angle) for corner in corners)
        return first, second, third, fourth

    def fitting(self, text: str, package: str, size: int, width: float, weight: str = "regular") -> int:
        """Return the size at which a text is no wider than ``width``, at most ``size``."""
        long = font(package, size, weight).getlength(text)
        return size if long <= width else max(8, int(size * width / long))


def _turned(point: Point, centre: Point, angle: float) -> Point:
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = point[0] - centre[0], point[1] - centre[1]
    return centre[0] + x * cos + y * sin, centre[1] - x * sin + y * cos


def moved(labels: Sequence[Label], matrix: Matrix) -> list[Label]:
    """Return the names with their places mapped by a matrix of three rows and columns."""
    return [replace(label, quads=tuple(_mapped(quad, matrix) for quad in label.quads)) for label in labels]


def _mapped(quad: Quad, matrix: Matrix) -> Quad:
    points = cv2.perspectiveTransform(np.array([quad], dtype=np.float64), matrix)[0]
    first, second, third, fourth = ((float(x), float(y)) for x, y in points)
    return first, second, third, fourth


def laid(sheet: Sheet, ground: Image.Image, corners: Quad) -> Sheet:
    """Lay a sheet on a picture, its corners (clockwise from the top left) at the given places, with a soft shadow."""
    width, height = sheet.image.size
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(corners, dtype=np.float32))
    across = math.dist(corners[0], corners[1]) / width
    shown = sheet.image
    if across < 0.7:  # noqa: PLR2004 - without a blur, letters would break up
        shown = sheet.image.filter(ImageFilter.GaussianBlur(0.35 / across))
    warped = cv2.warpPerspective(np.asarray(shown), matrix, ground.size, flags=cv2.INTER_CUBIC)
    own = np.asarray(sheet.shape or Image.new("L", sheet.image.size, 255))
    mask = cv2.warpPerspective(own, matrix, ground.size, flags=cv2.INTER_LINEAR)
    page = ground.copy()
    reach = max(3, ground.width // 90)
    shadow = Image.fromarray(mask).filter(ImageFilter.GaussianBlur(reach)).point(lambda value: value * 0.45)
    page.paste(Image.new("RGB", page.size, (24, 20, 18)), (reach // 2, reach), shadow)
    page.paste(Image.fromarray(warped), (0, 0), Image.fromarray(mask))
    return Sheet(page, moved(sheet.labels, np.asarray(matrix, dtype=np.float64)))


def turned(sheet: Sheet, quarters: int) -> Sheet:
    """Turn a picture by quarters, anticlockwise."""
    width, height = sheet.image.size
    for _ in range(quarters % 4):
        matrix = np.array([(0, 1, 0), (-1, 0, width), (0, 0, 1)], dtype=np.float64)
        sheet = Sheet(sheet.image.transpose(Image.Transpose.ROTATE_90), moved(sheet.labels, matrix))
        width, height = height, width
    return sheet


def mirrored(sheet: Sheet) -> Sheet:
    """Return a picture as a mirror shows it."""
    matrix = np.array([(-1, 0, sheet.image.width), (0, 1, 0), (0, 0, 1)], dtype=np.float64)
    return Sheet(sheet.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT), moved(sheet.labels, matrix))


def tilted(sheet: Sheet, ground: Image.Image, angle: float, share: float) -> Sheet:
    """Lay a sheet, rotated by ``angle`` degrees anticlockwise, in the middle of a picture, ``share`` of it in size."""
    width, height = sheet.image.size
    cos, sin = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    scale = share * min(ground.width / (width * cos + height * sin), ground.height / (width * sin + height * cos))
    middle = (ground.width / 2, ground.height / 2)
    flat = [
        (middle[0] + x * width * scale / 2, middle[1] + y * height * scale / 2)
        for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    first, second, third, fourth = (_turned(corner, middle, angle) for corner in flat)
    return laid(sheet, ground, (first, second, third, fourth))


def room(rng: random.Random, width: int, height: int) -> Image.Image:
    """Return a classroom or a hall, out of focus."""
    wall = tuple(rng.randint(150, 235) for _ in range(3))
    page = Image.new("RGB", (width, height), wall)
    pen = ImageDraw.Draw(page)
    pen.rectangle(
        (0, height * rng.uniform(0.7, 0.85), width, height), fill=tuple(rng.randint(70, 160) for _ in range(3))
    )
    for _ in range(rng.randint(8, 16)):
        x, y = rng.uniform(-0.1, 1) * width, rng.uniform(-0.1, 0.9) * height
        box = (x, y, x + rng.uniform(0.05, 0.3) * width, y + rng.uniform(0.05, 0.3) * height)
        colour = tuple(rng.randint(40, 240) for _ in range(3))
        pen.ellipse(box, fill=colour) if rng.random() < 0.3 else pen.rectangle(box, fill=colour)  # noqa: PLR2004 - a share
    return page.filter(ImageFilter.GaussianBlur(width / rng.uniform(40, 90)))


def table(rng: random.Random, width: int, height: int) -> Image.Image:
    """Return a table top with its grain."""
    base = np.array([rng.randint(110, 200), rng.randint(90, 160), rng.randint(60, 120)], dtype=np.float64)
    noise = np.random.default_rng(rng.randrange(2**32)).normal(0, 1, (max(2, height // 6), 8))
    grain = np.asarray(
        Image.fromarray(noise.astype(np.float32)).resize((width, height), Image.Resampling.BICUBIC), dtype=np.float64
    )
    return _from_pixels(base + 9 * grain[..., None])


def child(sheet_image: Image.Image, rng: random.Random, x: float, y: float, size: float) -> None:
    """Draw a child from behind, without a face: hair, neck and jumper; (x, y) is the middle of the head."""
    pen = ImageDraw.Draw(sheet_image)
    skin = rng.choice([(241, 206, 178), (198, 148, 110), (120, 80, 56), (88, 56, 40)])
    jumper = rng.choice([(30, 70, 140), (130, 24, 40), (24, 110, 70), (80, 40, 120)])
    hair = rng.choice([(40, 28, 20), (90, 60, 30), (200, 160, 90), (20, 18, 18)])
    pen.rounded_rectangle((x - size * 1.1, y + size * 0.75, x + size * 1.1, y + size * 4), size * 0.6, fill=jumper)
    pen.rectangle((x - size * 0.25, y + size * 0.4, x + size * 0.25, y + size), fill=skin)
    pen.ellipse((x - size * 0.6, y - size * 0.75, x + size * 0.6, y + size * 0.7), fill=hair)


def hands(sheet_image: Image.Image, rng: random.Random, corners: Quad) -> None:
    """Draw the hands that hold a sheet by its sides."""
    pen = ImageDraw.Draw(sheet_image)
    skin = rng.choice([(241, 206, 178), (198, 148, 110), (120, 80, 56), (88, 56, 40)])
    size = math.dist(corners[0], corners[1]) * 0.05
    for one, two in ((corners[0], corners[3]), (corners[1], corners[2])):
        x, y = one[0] * 0.4 + two[0] * 0.6, one[1] * 0.4 + two[1] * 0.6
        pen.ellipse((x - size, y - size * 0.8, x + size, y + size * 0.8), fill=skin)


def photographed(sheet: Sheet, rng: random.Random, *, blur: float, noise: float, light: float) -> Sheet:
    """Return a picture as a camera takes it: uneven light, a little out of focus, with grain."""
    width, height = sheet.image.size
    pixels = np.asarray(sheet.image.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float32)
    rows, columns = (
        np.linspace(-1, 1, height, dtype=np.float32)[:, None],
        np.linspace(-1, 1, width, dtype=np.float32)[None, :],
    )
    angle = rng.uniform(0, 2 * math.pi)
    slope = 1 + light * (rows * math.sin(angle) + columns * math.cos(angle)) - light * 0.3 * (rows**2 + columns**2)
    warm = np.array([1 + rng.uniform(-0.06, 0.06), 1.0, 1 + rng.uniform(-0.1, 0.06)], dtype=np.float32)
    pixels = pixels * slope[..., None] * warm
    x, y = rng.uniform(-0.8, 0.8), rng.uniform(-0.8, 0.8)
    glare = np.clip(1 - np.hypot(rows - y, columns - x) / 0.5, 0, 1) ** 2
    pixels += (60 * light * glare)[..., None]
    grain = np.random.default_rng(rng.randrange(2**32)).normal(0, noise, (height, width, 1)).astype(np.float32)
    return Sheet(_from_pixels(pixels + grain), sheet.labels)


def _from_pixels(pixels: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
