"""Paper, ink and shapes of which the sample pictures are drawn.

Only Pillow's built-in font is used and every random number is seeded, so that two runs on one machine write the same
bytes.
"""

from __future__ import annotations

import math
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]
Point = tuple[float, float]
Pixels = NDArray[np.float64]
SEED = 20261121
SMOOTH = 2
"""Pictures are drawn this many times as large as they are saved, so that edges come out smooth."""
INK: Colour = (38, 44, 60)
NAVY: Colour = (30, 58, 104)
GREEN: Colour = (28, 116, 82)
GOLD: Colour = (214, 160, 44)
CREAM: Colour = (252, 247, 232)
WHITE: Colour = (255, 255, 255)
RED: Colour = (190, 48, 56)
GRASS: Colour = (116, 172, 92)
WOOD: Colour = (176, 132, 88)


def random_for(name: str) -> np.random.Generator:
    """Return random numbers of a picture's own, so that a change of one picture leaves the others alone."""
    return np.random.default_rng((SEED, zlib.crc32(name.encode())))


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """Return ``first`` with ``share`` (0 to 1) of ``second`` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return Pillow's built-in font; the bitmap font that Pillow falls back on without FreeType is not accepted."""
    built_in = ImageFont.load_default(size=size)
    if not isinstance(built_in, ImageFont.FreeTypeFont):
        raise SystemExit("This Pillow was built without FreeType; the wheel from the package index has it.")
    return built_in


def lettering(
    text: str, size: int, colour: Colour, *, weight: float = 0, slant: float = 0, track: float = 0
) -> Image.Image:
    """Return ``text`` on a transparent ground.

    The built-in font has one weight and no accents: bold is a stroke, italics are a shear, and acutes and diaereses are
    drawn on top.
    """
    face = font(size)
    base = ""
    marks: list[tuple[int, str]] = []
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char):
            marks.append((len(base) - 1, char))
        else:
            base += char
    lefts = [face.getlength(base[:index]) + track * index for index in range(len(base) + 1)]
    margin = size // 2
    image = Image.new("RGBA", (math.ceil(lefts[-1]) + 2 * margin, 2 * size + margin), (*colour, 0))
    draw = ImageDraw.Draw(image)
    baseline = round(size * 1.5)
    for char, left in zip(base, lefts, strict=False):
        draw.text(
            (margin + left, baseline),
            char,
            font=face,
            fill=(*colour, 255),
            anchor="ls",
            stroke_width=weight,
            stroke_fill=(*colour, 255),
        )
    for index, mark in marks:
        middle = margin + (lefts[index] + lefts[index + 1] - track) / 2
        _draw_mark(draw, mark, (middle, baseline), size, capital=base[index].isupper(), colour=colour)
    if slant:
        image = image.transform(
            image.size, Image.Transform.AFFINE, (1, slant, -slant * baseline, 0, 1, 0), Image.Resampling.BICUBIC
        )
    return image.crop(image.getbbox())


def _draw_mark(draw: ImageDraw.ImageDraw, mark: str, foot: Point, size: int, *, capital: bool, colour: Colour) -> None:
    """Draw an acute or a diaeresis over the letter whose middle stands at ``foot``."""
    middle, baseline = foot
    top = baseline - size * (0.80 if capital else 0.62)
    if mark == "\N{COMBINING ACUTE ACCENT}":
        draw.line(
            (middle - size * 0.03, top, middle + size * 0.10, top - size * 0.13),
            fill=(*colour, 255),
            width=max(2, size // 11),
        )
    elif mark == "\N{COMBINING DIAERESIS}":
        radius = size * 0.05
        for shift in (-0.11, 0.11):
            centre = middle + size * shift
            draw.ellipse((centre - radius, top - 2 * radius, centre + radius, top), fill=(*colour, 255))
    else:
        raise ValueError(f"no drawing of {unicodedata.name(mark)}")


class Sheet:
    """A sheet to draw on. All measures are pixels of the finished picture."""

    def __init__(self, width: int, height: int, colour: Colour) -> None:
        self.size = (width, height)
        self.image = Image.new("RGB", (width * SMOOTH, height * SMOOTH), colour)

    @property
    def _draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)

    def box(self, left: float, top: float, width: float, height: float, colour: Colour, *, radius: float = 0) -> None:
        """Draw a rectangle, with round corners if ``radius`` says so."""
        corners = (left * SMOOTH, top * SMOOTH, (left + width) * SMOOTH - 1, (top + height) * SMOOTH - 1)
        self._draw.rounded_rectangle(corners, radius * SMOOTH, fill=colour)

    def frame(self, inset: float, colour: Colour, width: float) -> None:
        """Draw a frame ``inset`` pixels from the sheet's edge."""
        right, bottom = self.size
        corners = (inset * SMOOTH, inset * SMOOTH, (right - inset) * SMOOTH - 1, (bottom - inset) * SMOOTH - 1)
        self._draw.rectangle(corners, outline=colour, width=round(width * SMOOTH))

    def oval(self, x: float, y: float, across: float, down: float, colour: Colour) -> None:
        """Draw an ellipse by its centre and its half-axes."""
        self._draw.ellipse(
            ((x - across) * SMOOTH, (y - down) * SMOOTH, (x + across) * SMOOTH, (y + down) * SMOOTH), fill=colour
        )

    def shape(self, points: Iterable[Point], colour: Colour) -> None:
        """Draw a filled polygon."""
        self._draw.polygon([(x * SMOOTH, y * SMOOTH) for x, y in points], fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """Draw a line with round ends and joints."""
        thick = width * SMOOTH
        self._draw.line([(x * SMOOTH, y * SMOOTH) for x, y in points], fill=colour, width=round(thick), joint="curve")
        for x, y in (points[0], points[-1]):
            self.oval(x, y, width / 2, width / 2, colour)

    def ray(self, x: float, y: float, radius: float, angle: float) -> Point:
        """Return the point at ``radius`` from (x, y) in the direction ``angle`` (radians, clockwise from the right)."""
        return x + radius * math.cos(angle), y + radius * math.sin(angle)

    def star(self, x: float, y: float, radius: float, colour: Colour, *, points: int = 5, inner: float = 0.42) -> None:
        """Draw a star that stands on two of its points."""
        step = math.pi / points
        self.shape(
            (
                self.ray(x, y, radius * (inner if index % 2 else 1), index * step - math.pi / 2)
                for index in range(2 * points)
            ),
            colour,
        )

    def fade(self, top: Colour, bottom: Colour, until: float | None = None) -> None:
        """Fill the sheet from its top down to ``until`` with one colour passing into another."""
        width, height = self.image.size
        end = height if until is None else round(until * SMOOTH)
        ramp = Image.linear_gradient("L").resize((width, end), Image.Resampling.BICUBIC)
        self.image.paste(
            Image.composite(Image.new("RGB", ramp.size, bottom), Image.new("RGB", ramp.size, top), ramp), (0, 0)
        )

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1) -> None:
        """Lay a soft round light over what is there; a dark ``colour`` makes it a shadow."""
        span = np.linspace(-1, 1, round(radius * 2 * SMOOTH))
        near = np.clip(1 - np.hypot(span[:, None], span), 0, 1)
        mask = from_pixels(255 * strength * near**1.5)
        self.image.paste(
            Image.new("RGB", mask.size, colour), (round((x - radius) * SMOOTH), round((y - radius) * SMOOTH)), mask
        )

    def shade(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        blur: float = 10,
        strength: float = 0.35,
        radius: float = 0,
    ) -> None:
        """Lay the soft shadow of a rectangle over what is there."""
        mask = Image.new("L", self.image.size, 0)
        corners = (left * SMOOTH, top * SMOOTH, (left + width) * SMOOTH, (top + height) * SMOOTH)
        ImageDraw.Draw(mask).rounded_rectangle(corners, radius * SMOOTH, fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * SMOOTH))
        self.image.paste(Image.new("RGB", self.image.size, (20, 16, 14)), (0, 0), mask)

    def write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        colour: Colour,
        *,
        weight: float = 0,
        slant: float = 0,
        track: float = 0,
        angle: float = 0,
    ) -> float:
        """Write ``text`` with its middle at (x, y); return its width."""
        ink = lettering(text, round(size * SMOOTH), colour, weight=weight * SMOOTH, slant=slant, track=track * SMOOTH)
        width = ink.width / SMOOTH
        if angle:
            ink = ink.rotate(angle, Image.Resampling.BICUBIC, expand=True)
        self.image.paste(ink, (round(x * SMOOTH - ink.width / 2), round(y * SMOOTH - ink.height / 2)), ink)
        return width

    def finished(self) -> Image.Image:
        """Return the picture in its final size."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)


def crest(sheet: Sheet, x: float, y: float, size: float) -> None:
    """Draw the school's badge: a sun over green hills on a shield."""
    half = size / 2
    curve = [
        (x + half * math.cos(turn), y + half * 0.2 + half * math.sin(turn)) for turn in np.linspace(0, math.pi, 25)
    ]
    sheet.shape([(x - half, y - half), (x + half, y - half), *curve], NAVY)
    inner = size * 0.42
    curve = [
        (x + inner * math.cos(turn), y + half * 0.2 + inner * math.sin(turn)) for turn in np.linspace(0, math.pi, 25)
    ]
    sheet.shape([(x - inner, y - inner), (x + inner, y - inner), *curve], (206, 230, 246))
    sheet.oval(x, y - size * 0.02, size * 0.17, size * 0.17, GOLD)
    left, right = math.radians(160), math.radians(20)
    hill = [
        (x + inner * math.cos(turn), y + half * 0.2 + inner * math.sin(turn)) for turn in np.linspace(right, left, 25)
    ]
    sheet.shape(
        [*hill, (x - size * 0.2, y + size * 0.05), (x, y + size * 0.2), (x + size * 0.18, y + size * 0.02)], GREEN
    )


def from_pixels(pixels: Pixels) -> Image.Image:
    """Return an image of values from 0 to 255."""
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))
