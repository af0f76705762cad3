"""Sample pictures of places and people."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tools.samples.drawing import (
    CREAM,
    GOLD,
    GREEN,
    INK,
    NAVY,
    RED,
    WHITE,
    Colour,
    Sheet,
    from_pixels,
    mixed,
    random_for,
)
from tools.samples.scenery import LOOKS, Look, bunting, child, fir, hills, tree
from tools.samples.surfaces import photographed


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
    fir(sheet, 600, 690, 460)
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
