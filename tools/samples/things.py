"""Sample pictures of things with words on them: certificates, badges, pegs, posters, bibs."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from tools.samples.drawing import (
    CREAM,
    GOLD,
    GRASS,
    GREEN,
    INK,
    NAVY,
    RED,
    SMOOTH,
    WHITE,
    Colour,
    Point,
    Sheet,
    crest,
    font,
    mixed,
    random_for,
)
from tools.samples.scenery import bunting, fir, hills, lawn
from tools.samples.surfaces import knitted, perspective, photographed, wooden


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
        fir(sheet, x, foot, height)
    _stall(sheet)
    sheet.write("cakes  *  crafts  *  carols  *  raffle", 500, 1296, 42, NAVY, weight=0.6)
    sheet.write("All proceeds to the school library", 500, 1352, 30, NAVY)
    return sheet.finished()


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
    """Return a race number on wet grass: it names the school, but no person."""
    random = random_for("race number")
    sheet = Sheet(1200, 900, (92, 138, 70))
    lawn(sheet, random)
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
