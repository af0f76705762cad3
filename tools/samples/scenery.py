"""Hills and trees, bunting, and children, who are seen from behind."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tools.samples.drawing import GOLD, GRASS, GREEN, INK, NAVY, RED, WHITE, Colour, Point, Sheet, mixed


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


def fir(sheet: Sheet, x: float, foot: float, height: float) -> None:
    """Draw a fir tree that stands at (x, foot)."""
    sheet.box(x - height * 0.04, foot - height * 0.12, height * 0.08, height * 0.14, (96, 70, 52))
    for step in range(3):
        base, half = foot - height * (0.08 + 0.26 * step), height * (0.32 - 0.07 * step)
        tip = base - height * 0.42
        sheet.shape([(x - half, base), (x + half, base), (x, tip)], mixed((24, 84, 70), WHITE, 0.05 * step))
        sheet.shape(
            [(x - half * 0.34, tip + (base - tip) * 0.34), (x + half * 0.34, tip + (base - tip) * 0.34), (x, tip)],
            (236, 244, 252),
        )


def lawn(sheet: Sheet, random: np.random.Generator) -> None:
    """Draw blades of grass all over the sheet."""
    width, height = sheet.size
    for _ in range(5200):
        x, y = random.uniform(-10, width), random.uniform(-10, height + 20)
        colour = mixed((70, 116, 56), (166, 196, 104), random.uniform())
        sheet.line(((x, y), (x + random.uniform(-10, 10), y - random.uniform(14, 30))), colour, random.uniform(1.5, 3))
