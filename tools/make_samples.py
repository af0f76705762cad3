#!/usr/bin/env python3
"""Draw the pictures of ``sample_posts/``.

Every name and school is invented, and nobody is drawn from the front. Only Pillow's built-in font is used and every
random number is seeded, so
that two runs on one machine write the same bytes. The pictures that are committed are what counts; run this only to change them::

    python tools/make_samples.py [FOLDER]
"""

from __future__ import annotations

import argparse
import math
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from PIL.ExifTags import GPS, IFD, Base
from PIL.TiffImagePlugin import IFDRational

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

# --- drawing
# ----------------------------------------------------------------------------------------------------------------------------


def random_for(name: str) -> np.random.Generator:
    """Return random numbers of a picture's own, so that a change of one picture leaves the others alone."""
    return np.random.default_rng((SEED, zlib.crc32(name.encode())))


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """Return ``first`` with ``share`` (0 to 1) of ``second`` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return Pillow's built-in font; the older bitmap font that Pillow falls back on without FreeType will not do."""
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


def from_pixels(pixels: Pixels) -> Image.Image:
    """Return an image of values from 0 to 255."""
    return Image.fromarray(np.clip(np.rint(pixels), 0, 255).astype(np.uint8))


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


# --- scenery and children, seen from behind
# ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """How a child looks from behind."""

    skin: Colour
    hair: Colour
    style: str
    """``short``, ``long``, ``bun``, ``curls`` or ``scarf`` (whose colour ``hair`` then is)."""
    top: Colour
    legs: Colour = (66, 72, 86)


LOOKS = (
    Look((240, 204, 176), (112, 72, 40), "long", GREEN),
    Look((118, 76, 50), (34, 28, 28), "curls", GREEN),
    Look((202, 150, 112), (40, 30, 28), "short", GREEN),
    Look((226, 180, 146), (64, 92, 140), "scarf", GREEN),
    Look((246, 214, 190), (206, 160, 86), "bun", GREEN),
    Look((158, 108, 74), (30, 26, 26), "long", GREEN),
    Look((248, 216, 194), (176, 84, 40), "short", GREEN),
)


def child(
    sheet: Sheet,
    x: float,
    ground: float,
    height: float,
    look: Look,
    *,
    hands: tuple[Point, Point] = ((-0.24, -0.36), (0.24, -0.36)),
    floor: Colour = GRASS,
    running: bool = False,
) -> None:
    """Draw a child from behind; ``hands`` are given in body heights from the feet."""
    h = height
    sheet.oval(x, ground, h * 0.24, h * 0.035, mixed(floor, (40, 40, 40), 0.45))
    for side in (-1, 1):
        lifted = h * 0.16 if running and side > 0 else 0
        sheet.box(
            x + side * h * 0.085 - h * 0.06, ground - h * 0.36, h * 0.12, h * 0.34 - lifted, look.legs, radius=h * 0.04
        )
        if lifted:
            sheet.oval(x + side * h * 0.085, ground - lifted, h * 0.055, h * 0.07, INK)
            sheet.oval(x + side * h * 0.085, ground - lifted, h * 0.04, h * 0.054, (150, 152, 158))
        else:
            sheet.box(x + side * h * 0.09 - h * 0.065, ground - h * 0.04, h * 0.13, h * 0.045, INK, radius=h * 0.02)
    for (across, up), side in zip(hands, (-1, 1), strict=True):
        hand = (x + across * h, ground + up * h)
        sheet.line(((x + side * h * 0.15, ground - h * 0.66), hand), mixed(look.top, INK, 0.15), h * 0.09)
        sheet.oval(*hand, h * 0.045, h * 0.045, look.skin)
    sheet.box(x - h * 0.05, ground - h * 0.78, h * 0.10, h * 0.12, mixed(look.skin, INK, 0.1), radius=h * 0.02)
    sheet.box(x - h * 0.18, ground - h * 0.72, h * 0.36, h * 0.40, look.top, radius=h * 0.08)
    _head(sheet, x, ground - h * 0.86, h * 0.125, look)


def _head(sheet: Sheet, x: float, y: float, r: float, look: Look) -> None:
    if look.style == "scarf":
        sheet.oval(x, y, r * 1.08, r * 1.12, look.hair)
        sheet.shape(
            [
                (x - r, y + r * 0.3),
                (x + r, y + r * 0.3),
                (x + r * 1.35, y + r * 2.2),
                (x, y + r * 2.8),
                (x - r * 1.35, y + r * 2.2),
            ],
            look.hair,
        )
        return
    for side in (-1, 1):
        sheet.oval(x + side * r * 0.98, y + r * 0.1, r * 0.2, r * 0.28, look.skin)
    sheet.oval(x, y, r, r * 1.08, look.skin)
    if look.style == "curls":
        for turn in np.linspace(math.radians(150), math.radians(390), 10):
            sheet.oval(
                x + r * 0.75 * math.cos(turn), y - r * 0.1 + r * 0.8 * math.sin(turn), r * 0.45, r * 0.45, look.hair
            )
        sheet.oval(x, y - r * 0.05, r * 0.98, r * 0.95, look.hair)
    else:
        sheet.oval(x, y - r * 0.12, r * 1.04, r * 1.0, look.hair)
        sheet.box(x - r * 0.85, y - r * 0.2, r * 1.7, r * 0.95, look.hair, radius=r * 0.4)
    if look.style == "long":
        sheet.box(x - r * 0.95, y - r * 0.2, r * 1.9, r * 2.3, look.hair, radius=r * 0.5)
    elif look.style == "bun":
        sheet.oval(x, y - r * 1.15, r * 0.45, r * 0.42, mixed(look.hair, INK, 0.15))


def hills(
    sheet: Sheet,
    horizon: float,
    random: np.random.Generator,
    *,
    sky: tuple[Colour, Colour] = ((138, 190, 232), (226, 240, 248)),
) -> None:
    """Fill the sheet with sky, clouds, two rows of hills and a meadow from ``horizon`` down."""
    width, height = sheet.size
    sheet.fade(sky[0], sky[1], horizon + 60)
    for _ in range(4):
        x, y, scale = random.uniform(0, width), random.uniform(40, horizon * 0.5), random.uniform(0.7, 1.3)
        for across, down, radius in ((-60, 8, 34), (-20, -8, 46), (30, -2, 40), (68, 10, 28)):
            sheet.oval(
                x + across * scale,
                y + down * scale,
                radius * 1.25 * scale,
                radius * 0.72 * scale,
                mixed(sky[1], WHITE, 0.75),
            )
    for depth, share in ((70, 0.55), (28, 0.3)):
        colour = mixed((86, 148, 96), sky[1], share)
        phase = random.uniform(0, 6)
        ridge = [
            (x, horizon - depth - 34 * math.sin(x / width * 5 + phase) - 12 * math.sin(x / width * 13))
            for x in range(0, width + 20, 20)
        ]
        sheet.shape([(0, height), *ridge, (width, height)], colour)
    sheet.box(0, horizon, width, height - horizon, GRASS)
    for _ in range(260):
        y = horizon + (height - horizon) * random.uniform(0.02, 1) ** 0.8
        x, long = random.uniform(0, width), 4 + 12 * (y - horizon) / (height - horizon)
        sheet.line(
            ((x, y), (x + random.uniform(-3, 3), y - long)), mixed(GRASS, (60, 120, 60), random.uniform(0.15, 0.6)), 1.6
        )


def tree(sheet: Sheet, foot: Point, height: float, leaves: Colour, random: np.random.Generator) -> None:
    """Draw a broad-leaved tree."""
    x, ground = foot
    sheet.box(x - height * 0.04, ground - height * 0.45, height * 0.08, height * 0.45, (112, 82, 58), radius=4)
    for _ in range(14):
        turn, reach = random.uniform(0, 2 * math.pi), random.uniform(0, 0.24) * height
        blob = mixed(leaves, WHITE if random.binomial(1, 0.5) else INK, random.uniform(0, 0.14))
        radius = height * random.uniform(0.12, 0.2)
        sheet.oval(
            x + reach * math.cos(turn), ground - height * 0.66 + reach * 0.9 * math.sin(turn), radius, radius, blob
        )


def bunting(sheet: Sheet, left: Point, right: Point, sag: float, flags: int = 12) -> None:
    """Hang a row of pennants between two points."""

    def hang(share: float) -> Point:
        return left[0] + (right[0] - left[0]) * share, left[1] + (right[1] - left[1]) * share + sag * 4 * share * (
            1 - share
        )

    sheet.line([hang(share) for share in np.linspace(0, 1, 40)], INK, 2)
    colours = (RED, GOLD, GREEN, NAVY, (236, 128, 60))
    for index in range(flags):
        first, second = hang((index + 0.15) / flags), hang((index + 0.85) / flags)
        middle = ((first[0] + second[0]) / 2, (first[1] + second[1]) / 2 + (second[0] - first[0]) * 1.1)
        sheet.shape((first, second, middle), colours[index % len(colours)])


# --- the pictures
# -----------------------------------------------------------------------------------------------------------------------------


def certificate(award: str, name: str, reason: str, day: str, colour: Colour) -> Image.Image:
    """Return a certificate as it comes from the printer."""
    sheet = Sheet(1400, 990, CREAM)
    sheet.fade((255, 252, 242), (248, 239, 216))
    sheet.frame(28, colour, 14)
    sheet.frame(52, GOLD, 4)
    for x in (70, 1330):
        for y in (70, 920):
            sheet.oval(x, y, 34, 34, colour)
            sheet.star(x, y, 26, GOLD)
    crest(sheet, 700, 168, 130)
    sheet.write("HILLSIDE PRIMARY", 700, 268, 30, INK, weight=0.5, track=9)
    sheet.shape([(250, 318), (1150, 318), (1104, 366), (1150, 414), (250, 414), (296, 366)], colour)
    sheet.write(award, 700, 366, 58, WHITE, weight=1.6, track=5)
    sheet.write("This certificate is awarded to", 700, 468, 34, INK, slant=0.18)
    sheet.write(name, 700, 570, 96, NAVY, weight=1.6, slant=0.16)
    sheet.line(((330, 640), (1070, 640)), GOLD, 4)
    sheet.write(reason, 700, 700, 36, INK)
    for x, text, label in ((340, "J. Okonkwo", "Mrs J. Okonkwo, headteacher"), (1060, day, "Date")):
        sheet.write(text, x, 818, 40, NAVY, slant=0.35 if label != "Date" else 0)
        sheet.line(((x - 190, 852), (x + 190, 852)), INK, 2)
        sheet.write(label, x, 880, 26, INK)
    sheet.star(700, 832, 74, GOLD, points=16, inner=0.86)
    sheet.oval(700, 832, 50, 50, colour)
    sheet.star(700, 830, 34, CREAM)
    return sheet.finished()


def photographed_certificate() -> Image.Image:
    """Return the certificate of the week, photographed at a slant on a classroom table."""
    random = random_for("photographed certificate")
    paper = certificate(
        "STAR OF THE WEEK", "Amelia Carter", "for never giving up on long division", "27 November 2026", GREEN
    )
    table = wooden(1440, 1080, random)
    corners = ((176.0, 148.0), (1246.0, 106.0), (1330.0, 908.0), (96.0, 944.0))
    laid = perspective(paper, corners, table.size)
    shadow = (
        ImageChops.offset(laid.getchannel("A"), 14, 20)
        .filter(ImageFilter.GaussianBlur(16))
        .point(lambda value: value * 0.5)
    )
    table.paste(Image.new("RGB", table.size, (40, 26, 16)), (0, 0), shadow)
    table.paste(laid, (0, 0), laid)
    pencils = Sheet(1440, 1080, WHITE)
    pencils.image = table.resize((1440 * SMOOTH, 1080 * SMOOTH), Image.Resampling.BICUBIC)
    for start, end, colour in (
        ((1270, 1050), (1420, 560), RED),
        ((1200, 1062), (1400, 1010), (240, 190, 60)),
        ((20, 180), (90, 30), (64, 120, 190)),
    ):
        _pencil(pencils, start, end, colour)
    return photographed(pencils.finished(), random, blur=0.9, grain=3.0)


def _pencil(sheet: Sheet, blunt: Point, tip: Point, colour: Colour) -> None:
    length = math.dist(blunt, tip)
    along = ((tip[0] - blunt[0]) / length, (tip[1] - blunt[1]) / length)
    across = (-along[1] * 11, along[0] * 11)

    def at(distance: float, side: float) -> Point:
        return blunt[0] + along[0] * distance + across[0] * side, blunt[1] + along[1] * distance + across[1] * side

    neck = length - 34
    sheet.shape(
        [(x + 8, y + 10) for x, y in (at(0, 1), at(neck, 1), at(length, 0), at(neck, -1), at(0, -1))], (96, 70, 48)
    )
    sheet.shape([at(0, 1), at(neck, 1), at(neck, -1), at(0, -1)], colour)
    sheet.shape([at(0, 0.35), at(neck, 0.35), at(neck, -0.35), at(0, -0.35)], mixed(colour, WHITE, 0.3))
    sheet.shape([at(neck, 1), at(length, 0), at(neck, -1)], (236, 206, 164))
    sheet.shape([at(length - 11, 0.33), at(length, 0), at(length - 11, -0.33)], colour)


def badge() -> Image.Image:
    """Return a lanyard and its badge on a school jumper, as a telephone held upright saw it."""
    random = random_for("badge")
    sheet = Sheet(960, 1280, GREEN)
    sheet.image = knitted(960, 1280, (36, 104, 76)).resize((960 * SMOOTH, 1280 * SMOOTH), Image.Resampling.BICUBIC)
    sheet.shape([(340, 0), (620, 0), (480, 250)], (240, 240, 236))
    sheet.shape([(340, 0), (480, 250), (430, 0)], WHITE)
    sheet.shape([(620, 0), (480, 250), (530, 0)], (246, 246, 244))
    for side in (-1, 1):
        sheet.line(((480 + side * 250, 0), (480 + side * 16, 520)), NAVY, 34)
        sheet.line(((480 + side * 250, 0), (480 + side * 16, 520)), (58, 92, 146), 5)
    sheet.box(462, 510, 36, 70, (150, 154, 160), radius=8)
    sheet.shade(206, 586, 560, 404, blur=14, strength=0.6, radius=24)
    sheet.box(200, 572, 560, 400, (236, 240, 244), radius=24)
    sheet.box(212, 584, 536, 376, WHITE, radius=16)
    sheet.box(212, 584, 536, 96, GREEN, radius=16)
    sheet.box(212, 640, 536, 40, GREEN)
    sheet.box(440, 592, 80, 16, (30, 84, 62), radius=8)
    sheet.write("HILLSIDE PRIMARY", 480, 644, 34, WHITE, weight=0.9, track=4)
    sheet.write("Rhys Pemberthy", 480, 764, 62, INK, weight=1.5)
    sheet.line(((250, 812), (710, 812)), GOLD, 4)
    crest(sheet, 300, 888, 100)
    sheet.write("Pupil ambassador", 540, 884, 40, GREEN, weight=0.6)
    sheet.image = sheet.image.rotate(
        -2.5, Image.Resampling.BICUBIC, center=(480 * SMOOTH, 200 * SMOOTH), fillcolor=(36, 104, 76)
    )
    sheet.glow(340, 600, 240, WHITE, 0.12)
    return photographed(sheet.finished().crop((20, 40, 940, 1266)), random, blur=0.8, grain=3.0)


PEGS = (
    ("Aarav D", "Zoë B", "Mohammed B", "Grace A", "Siobhán O'K", "Will T"),
    ("Suryani", "Jean-Luc T", "Muhammad E", "Daisy F", "Seun A", "Ffion B-P"),
)


def pegs() -> Image.Image:
    """Return two rows of coat pegs under labels that the children made."""
    random = random_for("pegs")
    sheet = Sheet(1560, 1000, (238, 230, 214))
    sheet.fade((246, 240, 226), (226, 214, 194))
    for row, names in enumerate(PEGS):
        top = 66 + row * 480
        sheet.shade(30, top + 164, 1500, 60, blur=8, strength=0.3)
        sheet.box(30, top + 150, 1500, 60, (204, 164, 116), radius=6)
        sheet.box(30, top + 150, 1500, 8, (222, 186, 140), radius=4)
        for place, name in enumerate(names):
            x = 160 + place * 248 + random.uniform(-5, 5)
            colour = ((224, 96, 88), (240, 176, 64), (88, 164, 112), (84, 140, 200), (156, 112, 184), (232, 132, 172))[
                (place + 2 * row) % 6
            ]
            _peg(sheet, (x, top), name, colour, random)
    return photographed(sheet.finished(), random, blur=0.6, grain=2.5, lamp=(0.6, 0.1))


def _peg(sheet: Sheet, place: Point, name: str, colour: Colour, random: np.random.Generator) -> None:
    x, top = place
    angle = random.uniform(-1.8, 1.8)
    sheet.shade(x - 110, top + 8, 228, 112, blur=6, strength=0.3, radius=18)
    label = Sheet(228, 112, colour)
    label.box(9, 9, 210, 94, mixed(CREAM, WHITE, 0.5), radius=10)
    label.write(name, 114, 52, min(46, 190 / font(100).getlength(name) * 100), INK, weight=0.6)
    label.line(((30, 88), (198, 88)), colour, 5)
    turned = label.image.convert("RGBA").rotate(angle, Image.Resampling.BICUBIC, expand=True)
    sheet.image.paste(
        turned, (round(x * SMOOTH - turned.width / 2), round((top + 60) * SMOOTH - turned.height / 2)), turned
    )
    sheet.oval(x, top + 180, 16, 16, (120, 124, 130))
    coat = mixed(
        ((40, 70, 120), (150, 50, 60), (50, 110, 90), (220, 170, 60), (90, 80, 130))[int(random.integers(5))], INK, 0.1
    )
    if random.binomial(1, 0.75):
        _coat(sheet, x, top + 178, coat)
    sheet.oval(x, top + 182, 10, 10, (176, 180, 186))


def _coat(sheet: Sheet, x: float, top: float, colour: Colour) -> None:
    dark = mixed(colour, INK, 0.35)
    sheet.shade(x - 66, top + 30, 148, 230, blur=8, strength=0.25, radius=40)
    sheet.shape(
        [
            (x - 26, top),
            (x + 26, top),
            (x + 74, top + 60),
            (x + 62, top + 250),
            (x - 62, top + 250),
            (x - 74, top + 60),
        ],
        colour,
    )
    for side in (-1, 1):
        sheet.line(((x + side * 62, top + 60), (x + side * 80, top + 196)), mixed(colour, INK, 0.18), 32)
    sheet.oval(x, top + 14, 40, 24, dark)
    sheet.line(((x, top + 44), (x, top + 246)), dark, 3)
    for button in range(4):
        sheet.oval(x + 9, top + 74 + 48 * button, 5, 5, CREAM)


def poster() -> Image.Image:
    """Return the poster of the winter fair."""
    random = random_for("poster")
    sheet = Sheet(1000, 1400, NAVY)
    sheet.fade((18, 34, 72), (64, 104, 158))
    for _ in range(170):
        x, y, radius = random.uniform(0, 1000), random.uniform(0, 1200), random.uniform(1.5, 5)
        if max(abs(x - 500) / 340, abs(y - 410) / 255) > 1:  # none behind the words
            sheet.oval(x, y, radius, radius, mixed(WHITE, NAVY, random.uniform(0, 0.5)))
    bunting(sheet, (-20, 40), (1020, 40), 70, 14)
    sheet.write("WINTER", 500, 262, 150, WHITE, weight=4, track=10)
    sheet.write("FAIR", 500, 412, 150, (250, 206, 92), weight=4, track=22)
    sheet.write("Saturday 12 December", 500, 545, 52, WHITE, weight=0.8)
    sheet.write("11 am to 2 pm in Carter Hall", 500, 618, 46, WHITE, weight=0.4)
    sheet.glow(500, 1000, 430, (255, 214, 130), 0.35)
    sheet.shape(
        [(0, 1400), (0, 1180), (240, 1140), (520, 1172), (800, 1136), (1000, 1176), (1000, 1400)], (236, 244, 252)
    )
    for x, foot, height in ((120, 1176, 300), (890, 1168, 330), (236, 1196, 190), (776, 1190, 200)):
        _fir(sheet, x, foot, height)
    _stall(sheet)
    sheet.write("cakes  *  crafts  *  carols  *  raffle", 500, 1296, 42, NAVY, weight=0.6)
    sheet.write("All proceeds to the school library", 500, 1352, 30, NAVY)
    return sheet.finished()


def _fir(sheet: Sheet, x: float, foot: float, height: float) -> None:
    sheet.box(x - height * 0.04, foot - height * 0.12, height * 0.08, height * 0.14, (96, 70, 52))
    for step in range(3):
        base, half = foot - height * (0.08 + 0.26 * step), height * (0.32 - 0.07 * step)
        tip = base - height * 0.42
        sheet.shape([(x - half, base), (x + half, base), (x, tip)], mixed((24, 84, 70), WHITE, 0.05 * step))
        sheet.shape(
            [(x - half * 0.34, tip + (base - tip) * 0.34), (x + half * 0.34, tip + (base - tip) * 0.34), (x, tip)],
            (236, 244, 252),
        )


def _stall(sheet: Sheet) -> None:
    for x in (300, 692):
        sheet.box(x, 800, 12, 370, (120, 84, 58))
    sheet.box(280, 1010, 444, 160, (150, 104, 70), radius=6)
    for plank in range(5):
        sheet.box(280 + plank * 89, 1016, 3, 154, (120, 80, 54))
    sheet.box(262, 992, 480, 26, (180, 130, 90), radius=6)
    for stripe in range(8):
        left = 252 + stripe * 62.5
        colour = RED if stripe % 2 == 0 else CREAM
        sheet.shape(
            [(left + 20 - stripe * 5, 740), (left + 77.5 - stripe * 5, 740), (left + 62.5, 830), (left, 830)], colour
        )
        sheet.oval(left + 31.25, 830, 31.25, 20, colour)
    for x, cake in ((340, (236, 150, 170)), (440, (120, 78, 54)), (560, (250, 226, 150)), (662, (160, 200, 150))):
        sheet.box(x - 44, 980, 88, 12, WHITE, radius=6)
        sheet.box(x - 36, 926, 72, 56, mixed(cake, INK, 0.15), radius=8)
        sheet.box(x - 36, 922, 72, 26, cake, radius=10)
        for drip in (-24, 0, 24):
            sheet.oval(x + drip, 948, 9, 12, cake)
        sheet.oval(x, 916, 9, 9, RED)


def race_number() -> Image.Image:
    """Return a race number on wet grass: it names the school, and nobody."""
    random = random_for("race number")
    sheet = Sheet(1200, 900, (92, 138, 70))
    _lawn(sheet, random)
    number = Sheet(720, 520, (250, 250, 246))
    number.box(0, 0, 720, 118, NAVY)
    number.write("HILLSIDE", 360, 60, 74, WHITE, weight=2, track=14)
    number.write("23", 360, 308, 290, INK, weight=5)
    number.write("area cross-country", 360, 480, 36, INK)
    for left in (30, 690):
        for top in (146, 490):
            number.oval(left, top, 10, 10, (92, 138, 70))
    for _ in range(26):
        x, y = random.uniform(20, 700), random.choice((random.uniform(130, 170), random.uniform(430, 515)))
        number.oval(x, y, random.uniform(2, 9), random.uniform(2, 7), (122, 88, 58))
    sheet.shade(258, 206, 720, 520, blur=12, strength=0.5)
    turned = number.image.convert("RGBA").rotate(4, Image.Resampling.BICUBIC, expand=True)
    sheet.image.paste(turned, (600 * SMOOTH - turned.width // 2, 450 * SMOOTH - turned.height // 2), turned)
    return photographed(sheet.finished(), random, blur=0.7, grain=3.0)


def _lawn(sheet: Sheet, random: np.random.Generator) -> None:
    width, height = sheet.size
    for _ in range(5200):
        x, y = random.uniform(-10, width), random.uniform(-10, height + 20)
        colour = mixed((70, 116, 56), (166, 196, 104), random.uniform())
        sheet.line(((x, y), (x + random.uniform(-10, 10), y - random.uniform(14, 30))), colour, random.uniform(1.5, 3))


def shield() -> Image.Image:
    """Return the county shield on the grass of a sports field."""
    random = random_for("shield")
    sheet = Sheet(1200, 900, WHITE)
    hills(sheet, 420, random)
    for x in (340, 860):
        sheet.box(x - 5, 250, 10, 210, WHITE)
    sheet.box(335, 250, 530, 10, WHITE)
    for mesh in range(350, 860, 18):
        sheet.line(((mesh, 262), (mesh, 452)), mixed(GRASS, WHITE, 0.55), 1)
    for mesh in range(274, 456, 18):
        sheet.line(((342, mesh), (858, mesh)), mixed(GRASS, WHITE, 0.55), 1)
    sheet.line(((0, 560), (1200, 528)), WHITE, 10)
    sheet.oval(600, 826, 210, 26, mixed(GRASS, INK, 0.45))
    outline = [(-170, -210), (0, -246), (170, -210), (170, 20), (120, 130), (0, 210), (-120, 130), (-170, 20)]
    for share, colour in ((1.0, (110, 66, 38)), (0.9, (146, 92, 54)), (0.62, (212, 216, 222)), (0.55, (234, 236, 240))):
        sheet.shape([(600 + x * share, 620 + y * share) for x, y in outline], colour)
    for turn in np.linspace(0, 2 * math.pi, 12, endpoint=False):
        disc = (600 + 134 * math.cos(turn), 608 + 158 * math.sin(turn))
        sheet.oval(*disc, 17, 17, (212, 216, 222))
        sheet.oval(*disc, 12, 12, (240, 242, 246))
    sheet.star(600, 600, 66, GOLD)
    for x, y in ((270, 770), (930, 742)):
        sheet.oval(x, y + 46, 56, 12, mixed(GRASS, INK, 0.4))
        sheet.oval(x, y, 50, 50, (246, 246, 246))
        sheet.star(x, y, 22, INK, inner=0.75)
        for turn in np.linspace(0, 2 * math.pi, 5, endpoint=False):
            sheet.oval(x + 40 * math.cos(turn - 0.3), y + 40 * math.sin(turn - 0.3), 9, 9, INK)
    return photographed(sheet.finished(), random, blur=0.4, grain=2.0)


def pumpkins() -> Image.Image:
    """Return five pumpkins in a kitchen garden."""
    random = random_for("pumpkins")
    sheet = Sheet(1200, 900, WHITE)
    hills(sheet, 380, random, sky=((150, 184, 214), (250, 232, 206)))
    for x, height, leaves in ((130, 330, (206, 126, 52)), (1060, 380, (196, 90, 48)), (890, 250, (222, 168, 70))):
        tree(sheet, (x, 430), height, leaves, random)
    for x in range(-10, 1210, 62):
        sheet.shape([(x, 372), (x + 20, 352), (x + 40, 372), (x + 40, 500), (x, 500)], (216, 200, 176))
    for y in (396, 456):
        sheet.box(0, y, 1200, 14, (196, 178, 152))
    sheet.box(0, 500, 1200, 400, (118, 84, 60))
    for row in range(5):
        y = 520 + row * 84
        sheet.line([(x, y + 10 * math.sin(x / 90 + row)) for x in range(-20, 1240, 20)], (96, 66, 48), 16)
    for x, y, size in ((300, 610, 92), (860, 600, 84), (575, 640, 120), (160, 760, 112), (960, 750, 140)):
        _pumpkin(sheet, x, y, size)
    return photographed(sheet.finished(), random, blur=0.4, grain=2.0)


def _pumpkin(sheet: Sheet, x: float, y: float, size: float) -> None:
    orange = (230, 124, 38)
    sheet.oval(x, y + size * 0.72, size * 1.15, size * 0.2, (72, 50, 38))
    for shift, shade in ((-0.72, 0.28), (0.72, 0.28), (-0.45, 0.14), (0.45, 0.14), (0.0, 0.0)):
        sheet.oval(x + shift * size, y, size * 0.46, size * 0.76, mixed(orange, (120, 50, 20), shade))
    sheet.oval(x - size * 0.12, y - size * 0.2, size * 0.12, size * 0.34, mixed(orange, WHITE, 0.22))
    sheet.line(
        [(x, y - size * 0.66), (x + size * 0.06, y - size * 0.9), (x + size * 0.22, y - size * 1.0)],
        (92, 110, 52),
        size * 0.16,
    )
    sheet.line(
        [(x, y - size * 0.7), (x - size * 0.5, y - size * 0.92), (x - size * 0.95, y - size * 0.7)],
        (104, 132, 62),
        size * 0.05,
    )
    sheet.oval(x - size * 0.98, y - size * 0.66, size * 0.28, size * 0.18, (104, 140, 66))


def pond() -> Image.Image:
    """Return a class at the school pond, everybody with their back to the camera."""
    random = random_for("pond")
    sheet = Sheet(1400, 933, WHITE)
    hills(sheet, 360, random)
    for foot, height in ((90, 300), (1290, 340), (1130, 220), (250, 210)):
        tree(sheet, (foot, 400), height, (84, 146, 80), random)
    for ring, colour in ((1.0, (104, 140, 90)), (0.96, (86, 142, 176)), (0.8, (110, 166, 198))):
        sheet.oval(700, 560, 520 * ring, 128 * ring, colour)
    for _ in range(16):
        turn, reach = random.uniform(0, 2 * math.pi), random.uniform(0.2, 0.8)
        sheet.oval(700 + 500 * reach * math.cos(turn), 560 + 116 * reach * math.sin(turn), 30, 10, (98, 158, 96))
    for _ in range(60):
        turn = random.uniform(math.pi * 1.02, math.pi * 1.98)
        x, y = 700 + 515 * math.cos(turn), 562 + 124 * math.sin(turn)
        sheet.line(((x, y), (x + random.uniform(-10, 10), y - random.uniform(30, 80))), (76, 128, 66), 4)
    for place, look in enumerate(LOOKS[:6]):
        left, ground, height = 200 + place * 204, 884 - 24 * (place % 2), 330 + 18 * (place % 3)
        net = place % 2 == 0
        child(
            sheet,
            left,
            ground,
            height,
            look,
            hands=((-0.24, -0.36), (0.26, -0.52)) if net else ((-0.25, -0.4), (0.22, -0.34)),
        )
        if net:
            hand = (left + 0.26 * height, ground - 0.52 * height)
            sheet.line((hand, (hand[0] + 30, 620)), (170, 124, 76), 7)
            sheet.shape(
                [(hand[0] + 4, 622), (hand[0] + 60, 612), (hand[0] + 40, 566), (hand[0] + 22, 566)], (230, 236, 236)
            )
    return photographed(sheet.finished(), random, blur=0.4, grain=2.0)


def running_club() -> Image.Image:
    """Return three runners going off into the mist."""
    random = random_for("running club")
    sheet = Sheet(1200, 900, WHITE)
    hills(sheet, 400, random, sky=((224, 196, 190), (250, 232, 212)))
    sheet.glow(860, 250, 220, (255, 246, 214), 0.95)
    for x, height in ((120, 360), (1080, 320), (320, 240), (700, 190)):
        tree(sheet, (x, 440), height, (150, 160, 150), random)
    sheet.shape([(500, 900), (900, 900), (716, 440), (676, 440)], (196, 172, 138))
    for x, ground, height, look in ((420, 830, 420, LOOKS[1]), (730, 780, 380, LOOKS[0]), (985, 840, 430, LOOKS[2])):
        kit = Look(look.skin, look.hair, look.style, (216, 66, 60), (40, 46, 64))
        child(sheet, x, ground, height, kit, hands=((-0.24, -0.4), (0.2, -0.56)), running=True)
        sheet.box(x - height * 0.1, ground - height * 0.58, height * 0.2, height * 0.15, (248, 248, 244), radius=4)
    picture = sheet.finished()
    rows, horizon = np.arange(900)[:, None], 440
    mist = from_pixels(
        np.repeat(165 * np.exp(-(((rows - horizon) / np.where(rows < horizon, 70, 190)) ** 2)), 1200, axis=1)
    )
    picture.paste(Image.new("RGB", mist.size, (248, 238, 228)), (0, 0), mist)
    return photographed(picture, random, blur=0.5, grain=2.0, lamp=(0.72, 0.2))


def hall() -> Image.Image:
    """Return the school hall with its name over the stage."""
    random = random_for("hall")
    sheet = Sheet(1300, 900, (236, 226, 206))
    sheet.fade((246, 238, 220), (226, 212, 186), 520)
    sheet.box(0, 520, 1300, 380, (190, 132, 78))
    for plank in range(-2600, 3900, 130):
        sheet.line(((650 + (plank - 650) * 0.42, 520), (plank, 900)), (164, 108, 62), 2)
    for side in (0, 1300):
        sheet.shape([(side, 519), (abs(side - 330), 519), (side, 640)], (226, 212, 186))
    for x in (110, 1070):
        sheet.box(x, 150, 120, 260, (120, 84, 60), radius=6)
        sheet.box(x + 8, 158, 104, 244, (190, 222, 242), radius=4)
        sheet.box(x + 56, 158, 8, 244, (120, 84, 60))
        sheet.box(x + 8, 272, 104, 8, (120, 84, 60))
        sheet.glow(x + 60, 740, 130, (255, 236, 196), 0.35)
    sheet.box(330, 200, 640, 270, (88, 30, 40))
    for x in range(330, 970, 40):
        sheet.box(x, 200, 20, 270, (120, 40, 52))
    sheet.box(450, 230, 400, 240, (66, 58, 66))
    for x, width in ((330, 130), (840, 130)):
        sheet.box(x, 200, width, 270, (150, 48, 60))
        for fold in range(0, width, 26):
            sheet.box(x + fold, 200, 9, 270, (124, 38, 50))
    sheet.box(300, 470, 700, 54, (140, 92, 56), radius=4)
    sheet.box(300, 470, 700, 8, (176, 122, 78))
    sheet.shade(420, 96, 460, 84, blur=5, strength=0.4)
    sheet.box(416, 90, 468, 84, (92, 60, 40), radius=8)
    sheet.box(424, 98, 452, 68, (112, 76, 50), radius=6)
    sheet.write("CARTER HALL", 650, 132, 46, (246, 220, 158), weight=1.2, track=6)
    bunting(sheet, (-10, 60), (430, 88), 36, 8)
    bunting(sheet, (870, 88), (1310, 60), 36, 8)
    picture = sheet.finished()
    floor = picture.crop((0, 524, 1300, 900))
    mirrored = (
        picture.crop((0, 148, 1300, 524)).transpose(Image.Transpose.FLIP_TOP_BOTTOM).filter(ImageFilter.GaussianBlur(9))
    )
    keep = Image.new("L", floor.size, 0)
    ImageDraw.Draw(keep).polygon([(0, 376), (0, 116), (330, 0), (970, 0), (1300, 116), (1300, 376)], fill=54)
    picture.paste(mirrored, (0, 524), keep)
    return photographed(picture, random, blur=0.5, grain=2.0, lamp=(0.5, 0.2))


def moon() -> Image.Image:
    """Return a child, seen from behind, who holds up a model of the moon before a wall of stars."""
    random = random_for("moon")
    sheet = Sheet(1000, 1100, NAVY)
    sheet.fade((24, 30, 66), (54, 66, 122))
    for _ in range(90):
        x, y = random.uniform(0, 1000), random.uniform(0, 900)
        if random.binomial(1, 0.3):
            sheet.star(x, y, random.uniform(8, 20), GOLD)
        else:
            sheet.oval(x, y, 3, 3, (226, 230, 246))
    for across, down, radius, colour in (
        (150, 210, 74, (214, 110, 70)),
        (860, 170, 60, (120, 190, 200)),
        (840, 620, 84, (220, 180, 110)),
    ):
        sheet.oval(across, down, radius, radius, colour)
        sheet.oval(across - radius * 0.25, down - radius * 0.25, radius * 0.5, radius * 0.4, mixed(colour, WHITE, 0.2))
    sheet.line(
        [
            (840 + 134 * math.cos(turn), 620 + 34 * math.sin(turn) - 30 * math.cos(turn))
            for turn in np.linspace(0.1, math.pi - 0.1, 40)
        ],
        CREAM,
        10,
    )
    sheet.box(0, 960, 1000, 140, (122, 98, 84))
    sheet.glow(500, 270, 330, (250, 248, 226), 0.9)
    child(
        sheet,
        500,
        1050,
        640,
        Look((112, 72, 48), (32, 26, 26), "short", GREEN),
        hands=((-0.19, -1.1), (0.19, -1.1)),
        floor=(122, 98, 84),
    )
    sheet.oval(500, 270, 164, 164, (214, 212, 204))
    sheet.oval(488, 258, 150, 150, (228, 226, 218))
    for _ in range(22):
        turn, reach, size = random.uniform(0, 2 * math.pi), 128 * math.sqrt(random.uniform()), random.uniform(7, 24)
        x, y = 500 + reach * math.cos(turn), 270 + reach * math.sin(turn)
        sheet.oval(x, y, size, size * 0.92, (190, 188, 182))
        sheet.oval(x + 2, y + 2, size * 0.8, size * 0.74, (204, 202, 196))
    for side in (-1, 1):
        sheet.oval(500 + side * 126, 376, 28, 24, (112, 72, 48))
    return photographed(sheet.finished(), random, blur=0.5, grain=2.0, lamp=(0.5, 0.25))


def bib(name: str) -> Image.Image:
    """Return a netball bib with ``name`` on it, pegged to a washing line; an empty ``name`` leaves a covered patch."""
    random = random_for("bib")
    sheet = Sheet(1100, 1000, WHITE)
    hills(sheet, 560, random)
    sheet.line([(x, 96 + 18 * math.sin(x / 1100 * math.pi)) for x in range(-10, 1120, 10)], (240, 240, 236), 6)
    yellow = (246, 200, 52)
    sheet.shade(290, 150, 540, 640, blur=20, strength=0.18)
    sheet.shape(
        [
            (310, 104),
            (430, 110),
            (470, 230),
            (630, 230),
            (670, 110),
            (790, 104),
            (826, 430),
            (806, 820),
            (294, 820),
            (274, 430),
        ],
        yellow,
    )
    sheet.shape([(806, 430), (826, 430), (806, 820), (740, 820)], mixed(yellow, INK, 0.12))
    sheet.line(((300, 808), (800, 808)), NAVY, 12)
    sheet.line([(430, 110), (470, 230), (630, 230), (670, 110)], NAVY, 14)
    sheet.write("GD", 550, 440, 250, NAVY, weight=7)
    sheet.write("HILLSIDE", 550, 752, 44, NAVY, weight=1, track=8)
    if name:
        sheet.write(name, 550, 656, 88, NAVY, weight=2.6, track=6)
    else:
        sheet.box(352, 606, 396, 100, mixed(yellow, INK, 0.55), radius=10)
    for x in (360, 740):
        sheet.box(x - 10, 70, 20, 86, (214, 160, 104), radius=6)
        sheet.box(x - 10, 104, 20, 8, (120, 124, 130))
    return photographed(sheet.finished(), random, blur=0.6, grain=2.5)


def choir() -> Image.Image:
    """Return a village square under its lights."""
    random = random_for("choir")
    sheet = Sheet(1200, 800, NAVY)
    sheet.fade((18, 22, 54), (86, 74, 116), 600)
    for place, (height, colour) in enumerate(
        zip(
            (320, 270, 380, 300, 350),
            ((96, 72, 78), (78, 82, 104), (104, 84, 76), (82, 74, 92), (92, 82, 88)),
            strict=True,
        )
    ):
        left = place * 240
        sheet.box(left, 620 - height, 240, height, colour)
        sheet.shape(
            [(left - 8, 620 - height), (left + 248, 620 - height), (left + 120, 540 - height)], mixed(colour, INK, 0.5)
        )
        for column in range(3):
            for row in range(2):
                lit = random.binomial(1, 0.6)
                sheet.box(
                    left + 30 + column * 68,
                    650 - height + row * 100,
                    42,
                    60,
                    (250, 214, 130) if lit else (54, 54, 74),
                    radius=3,
                )
    sheet.box(0, 620, 1200, 180, (74, 70, 84))
    _fir(sheet, 600, 690, 460)
    for _ in range(44):
        y = random.uniform(280, 640)
        half = (y - 230) * 0.3
        sheet.oval(600 + random.uniform(-half, half), y, 6, 6, (GOLD, RED, (250, 240, 200))[int(random.integers(3))])
    sheet.star(600, 214, 30, (250, 214, 110))
    sheet.glow(600, 460, 330, (255, 220, 150), 0.3)
    return photographed(sheet.finished(), random, blur=0.5, grain=2.0)


def harvest() -> Image.Image:
    """Return a table of tins and vegetables with two children in front of it."""
    random = random_for("harvest")
    sheet = Sheet(1300, 900, (240, 226, 200))
    sheet.fade((250, 240, 218), (232, 212, 178))
    bunting(sheet, (-20, 50), (1320, 50), 70, 15)
    sheet.box(0, 720, 1300, 180, (168, 122, 80))
    sheet.box(120, 470, 1060, 250, (176, 56, 60))
    for x in range(120, 1180, 53):
        sheet.box(x, 470, 26, 250, (196, 78, 80))
    sheet.box(100, 452, 1100, 30, (252, 246, 232), radius=6)
    for place in range(9):
        _tin(
            sheet,
            190 + place * 66,
            452,
            ((208, 64, 60), (66, 120, 172), (86, 150, 90), (230, 172, 60))[int(random.integers(4))],
        )
    for place in range(6):
        _tin(sheet, 256 + place * 66, 366, ((66, 120, 172), (230, 172, 60), (208, 64, 60))[place % 3])
    _pumpkin(sheet, 936, 396, 76)
    for x, tilt in ((1056, -0.3), (1100, 0.1), (1144, 0.35)):
        sheet.shape([(x - 16, 350), (x + 16, 350), (x + 40 * tilt, 452)], (234, 126, 52))
        for leaf in (-14, 0, 14):
            sheet.line(((x, 350), (x + leaf, 306)), (86, 142, 70), 7)
    sheet.oval(786, 424, 50, 30, (198, 136, 72))
    for x in (758, 786, 814):
        sheet.line(((x - 6, 404), (x + 6, 430)), (160, 100, 52), 6)
    child(sheet, 330, 880, 470, LOOKS[6], hands=((-0.28, -0.66), (0.26, -0.78)), floor=(168, 122, 80))
    child(sheet, 630, 884, 480, LOOKS[1], hands=((-0.26, -0.78), (0.28, -0.7)), floor=(168, 122, 80))
    return photographed(sheet.finished(), random, blur=0.4, grain=2.0)


def _tin(sheet: Sheet, x: float, foot: float, colour: Colour) -> None:
    sheet.box(x - 28, foot - 84, 56, 84, (198, 202, 208), radius=8)
    sheet.box(x - 28, foot - 72, 56, 60, colour)
    sheet.oval(x, foot - 42, 17, 17, CREAM)
    sheet.oval(x, foot - 42, 9, 9, mixed(colour, INK, 0.25))


# --- metadata and files
# -----------------------------------------------------------------------------------------------------------------------


def telling_metadata() -> tuple[Image.Exif, bytes, bytes]:
    """Return EXIF, XMP and IPTC that name the gardeners and the place: what a camera and a photo library leave in a file."""
    exif = Image.Exif()
    exif[Base.ImageDescription] = "Chidi Nwachukwu-Bell with his pumpkin"
    exif[Base.Make] = "Hillside"
    exif[Base.DateTime] = "2026:11:23 11:42:07"
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (IFDRational(50), IFDRational(0), IFDRational(0)),
            GPS.GPSLongitudeRef: "W",
            GPS.GPSLongitude: (IFDRational(6), IFDRational(0), IFDRational(0)),
        }
    )
    xmp = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<dc:subject><rdf:Bag><rdf:li>gardening club</rdf:li></rdf:Bag></dc:subject>
<ext:PersonInImage><rdf:Bag><rdf:li>Niamh Tierney-Hobbs</rdf:li></rdf:Bag></ext:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
    caption = b"Pumpkins weighed by Ffion and the gardening club"
    record = b"\x1c\x02\x78" + len(caption).to_bytes(2, "big") + caption
    record += b"\0" * (len(record) % 2)
    resources = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + len(record).to_bytes(4, "big") + record
    return exif, xmp.encode(), b"\xff\xed" + (len(resources) + 2).to_bytes(2, "big") + resources


def save_pumpkins(path: Path) -> None:
    """Write the pumpkins with metadata that tells too much."""
    exif, xmp, iptc = telling_metadata()
    pumpkins().save(path, "JPEG", quality=85, optimize=True, exif=exif, xmp=xmp, extra=iptc)


def save_badge(path: Path) -> None:
    """Write the badge as a telephone does: lying on its side, with a note (EXIF orientation 6) to turn it upright."""
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    badge().transpose(Image.Transpose.ROTATE_90).save(path, "JPEG", quality=85, optimize=True, exif=exif)


def save_half_a_choir(path: Path) -> None:
    """Write the first third of a picture, as an interrupted upload leaves it."""
    choir().save(path, "JPEG", quality=85, optimize=True)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])


def plain(draw: Callable[[], Image.Image]) -> Callable[[Path], None]:
    """Return a function that writes what ``draw`` draws, without metadata."""
    return lambda path: draw().save(path, "JPEG", quality=85, optimize=True)


PICTURES: dict[str, Callable[[Path], None]] = {
    "01-star-of-the-week/certificate.jpg": plain(photographed_certificate),
    "04-winter-fair/poster.jpg": plain(poster),
    "05-open-morning/IMG_2093.jpg": save_badge,
    "06-new-cloakroom/pegs.jpg": plain(pegs),
    "07-cross-country-results/race-number.jpg": plain(race_number),
    "08-county-final/siobhan_okearnan_y4.jpg": plain(shield),
    "09-pumpkin-patch/DSC_0417.jpg": save_pumpkins,
    "11-pond-dipping/pond.jpg": plain(pond),
    "12-running-club/team.jpg": plain(running_club),
    "13-carter-hall/hall.jpg": plain(hall),
    "17-choir/choir.jpg": save_half_a_choir,
    "18-before-and-after/bib.jpg": plain(lambda: bib("KWAME")),
    "18-before-and-after/bib-covered.jpg": plain(lambda: bib("")),
    "20-harvest/harvest.jpg": plain(harvest),
    "to-sort/scan0042.jpg": plain(
        lambda: certificate(
            "READING CHAMPION",
            "Niamh Tierney-Hobbs",
            "for reading one hundred books",
            "20 November 2026",
            (112, 58, 128),
        )
    ),
    "two-policies/aspire/moon.jpg": plain(moon),
    "two-policies/north-star/moon.jpg": plain(moon),
}


def main() -> None:
    """Draw every picture into the folder that the command line names."""
    parser = argparse.ArgumentParser(description="Draw the pictures of sample_posts/.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent.parent / "sample_posts")
    folder: Path = parser.parse_args().folder
    total = 0
    for name, save in PICTURES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path)
        total += path.stat().st_size
        print(f"{name}: {path.stat().st_size / 1000:.0f} kB")
    print(f"{len(PICTURES)} pictures, {total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
