"""Pictures of names whose letters stand apart, one each on a flag, a balloon, a bead or a block."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import cycle

from PIL import ImageDraw

from benchmarks.pictures.artist import BRIGHT, DARK, DEEP, PAPERS, Artist, put, slanted
from benchmarks.pictures.fonts import Style
from benchmarks.pictures.paint import INK, WHITE, Colour, Label, Point, Quad, Sheet, laid, photographed, room, table

Holder = Callable[[Sheet, float, float, float, Colour, float], float]
"""Draws what a letter is on: sheet, middle, width, colour and tilt; returns how far below the middle the letter is."""
_POEM = (
    "is for being kind",
    "is for trying hard",
    "is how we learn",
    "stands for our friends",
    "makes us smile",
    "like nobody else",
)
"""What follows the letters of an acrostic poem."""


def single_letters(art: Artist) -> Sheet:
    """Draw a name in single letters: bunting, balloons, beads, blocks, or one letter under the other."""
    draw = art.rng.choice((_bunting, _bunting, _balloons, _beads, _stack))
    sheet = draw(art)
    return photographed(
        sheet, art.rng, blur=art.rng.uniform(0.3, 0.9), noise=art.rng.uniform(4, 9), light=art.rng.uniform(0.1, 0.3)
    )


def _name(art: Artist, package: str, most: int, form: str = "first") -> Label:
    """Return a name in capitals, of no more letters than that, or in a picture without names a word instead."""
    if not art.with_names:
        words = [text for text in art.texts["bunting"] if len(text) <= most]
        return Label(art.rng.choice(words), frozenset(), "", "")
    while True:
        label = art.name(form, caps=True, package=package)
        if len(label.text) <= most:
            return label


def _row(
    sheet: Sheet, art: Artist, text: str, places: list[Point], package: str, size: float, holder: Holder, tilt: float
) -> list[Quad]:
    """Write letters at places, each on what holds it; return where they are, without spaces."""
    rng, quads = art.rng, []
    colours = rng.sample((*BRIGHT, *DEEP, *PAPERS[:2]), rng.choice((1, 3, 5)))
    for number, (letter, (x, y)) in enumerate(zip(text, places, strict=True)):
        if letter.isspace():
            continue
        colour = colours[number % len(colours)]
        angle = rng.uniform(-tilt, tilt)
        down = holder(sheet, x, y, size, colour, angle)
        ink = WHITE if sum(colour) < DARK else INK
        quads.append(sheet.write(letter, x, y + down, package, round(size * 0.62), ink, weight="bold", angle=angle))
    return quads


def _flag(sheet: Sheet, x: float, y: float, size: float, colour: Colour, angle: float) -> float:
    lean = math.sin(math.radians(angle)) * size
    points = ((x - size * 0.48, y), (x + size * 0.48, y), (x + lean, y + size * 1.25))
    sheet.pen.polygon(points, fill=colour, outline=(90, 90, 90))
    return size * 0.42


def _swallowtail(sheet: Sheet, x: float, y: float, size: float, colour: Colour, angle: float) -> float:
    lean = math.sin(math.radians(angle)) * size
    across, down = size * 0.46, size * 1.2
    points = (
        (x - across, y), (x + across, y), (x + across + lean, y + down), (x + lean, y + down * 0.82),
        (x - across + lean, y + down),
    )  # fmt: skip
    sheet.pen.polygon(points, fill=colour, outline=(90, 90, 90))
    return size * 0.48


def _balloon(sheet: Sheet, x: float, y: float, size: float, colour: Colour, angle: float) -> float:
    sheet.pen.line((x, y + size * 0.6, x + angle * 2, y + size * 2.2), fill=(120, 120, 126), width=2)
    sheet.pen.ellipse((x - size * 0.5, y - size * 0.58, x + size * 0.5, y + size * 0.58), fill=colour)
    sheet.pen.ellipse((x - size * 0.32, y - size * 0.44, x - size * 0.18, y - size * 0.26), fill=WHITE)
    return 0.0


def _bead(sheet: Sheet, x: float, y: float, size: float, colour: Colour, angle: float) -> float:
    del angle
    sheet.pen.rounded_rectangle(
        (x - size * 0.47, y - size * 0.47, x + size * 0.47, y + size * 0.47),
        size * 0.16,
        fill=colour,
        outline=(120, 116, 110),
    )
    return 0.0


def _strung(width: float, middle: float, letters: int, step: float, sag: float) -> list[Point]:
    """Return places along a string that hangs between two nails."""
    first = width / 2 - step * (letters - 1) / 2
    places = []
    for number in range(letters):
        x = first + number * step
        places.append((x, middle + sag * (1 - ((x - width / 2) / (width / 2)) ** 2)))
    return places


def _bunting(art: Artist) -> Sheet:
    """Draw a line or two of flags across a hall."""
    rng = art.rng
    page = Sheet(room(rng, 1500, 1000))
    package = art.package(rng.choice((Style.DISPLAY, Style.PLAIN)))
    lines: list[Label] = [_name(art, package, 11, rng.choice(("first", "first", "full")))]
    if art.chance(0.5):
        lines.insert(0, Label(rng.choice(("HAPPY BIRTHDAY", "WELL DONE", "GOOD LUCK")), frozenset(), "", ""))
    holder = rng.choice((_flag, _swallowtail))
    for number, label in enumerate(lines):
        step = min(150.0, 1400 / len(label.text))
        middle, sag = 130 + 330 * number, rng.uniform(30, 110)
        page.pen.line(_strung(1500, middle, 40, 1500 / 39, sag), fill=(122, 112, 104), width=5)
        places = _strung(1500, middle, len(label.text), step, sag)
        put(page, label, *_row(page, art, label.text, places, package, step * 0.92, holder, 7))
    return page


def _balloons(art: Artist) -> Sheet:
    """Draw a row of balloons with letters."""
    rng = art.rng
    page = Sheet(room(rng, 1500, 1000))
    package = art.package(rng.choice((Style.DISPLAY, Style.PLAIN)))
    label = _name(art, package, 9)
    step = min(190.0, 1380 / len(label.text))
    first = 750 - step * (len(label.text) - 1) / 2 + rng.uniform(-30, 30)
    y = rng.uniform(250, 450)
    places = [(first + step * at, y + rng.uniform(-0.16, 0.16) * step) for at in range(len(label.text))]
    put(page, label, *_row(page, art, label.text, places, package, step * 0.97, _balloon, 9))
    return page


def _beads(art: Artist) -> Sheet:
    """Draw a bracelet of beads, or wooden blocks, on a table."""
    rng = art.rng
    page = Sheet(table(rng, 1280, 900))
    package = art.package(rng.choice((Style.PLAIN, Style.DISPLAY, Style.SERIF)))
    label = _name(art, package, 11, rng.choice(("first", "first", "full")))
    step = rng.uniform(72, min(112.0, 1150 / len(label.text)))
    start = 640 - step * (len(label.text) - 1) / 2
    bow, y = rng.choice((0.0, rng.uniform(20, 90))), rng.uniform(300, 560)
    points = [
        (start + step * at, y - bow * (1 - ((start + step * at - 640) / 640) ** 2)) for at in range(len(label.text))
    ]
    if bow:
        page.pen.line(
            [(start - step, y - bow * 0.2), *points, (1280 - start + step, y - bow * 0.2)], fill=(150, 40, 60), width=6
        )
    put(page, label, *_row(page, art, label.text, points, package, step * 0.96, _bead, 5))
    return page


def _stack(art: Artist) -> Sheet:
    """Draw letters one under the other, on a strip of paper or an acrostic poem."""
    rng = art.rng
    package, body = (
        art.package(rng.choice((Style.DISPLAY, Style.PLAIN))),
        art.package(rng.choice((Style.HAND, Style.PLAIN))),
    )
    label = _name(art, package, 8)
    poem = art.chance(0.4)
    step = min(128.0, 1000 / len(label.text))
    sheet = Sheet.blank(760 if poem else 240, round(step * (len(label.text) + 0.8)), rng.choice(PAPERS))
    ImageDraw.Draw(sheet.image).rectangle(
        (6, 6, sheet.image.width - 7, sheet.image.height - 7), outline=rng.choice(DEEP), width=5
    )
    x = 80 if poem else 120
    quads = []
    lines = cycle(rng.sample(_POEM, len(_POEM)))
    for at, letter in enumerate(label.text):
        y = step * (at + 0.9)
        if not letter.isspace():
            quads.append(sheet.write(letter, x, y, package, round(step * 0.82), rng.choice(DEEP), weight="bold"))
        if poem:
            sheet.write(next(lines), 190, y, body, 44, INK, anchor="lm")
    put(sheet, label, *quads)
    page = room(rng, 1100, 1250)
    high = rng.uniform(900, 1120)
    wide = high * sheet.image.width / sheet.image.height
    if wide > 980:  # noqa: PLR2004 - as wide as there is room
        wide, high = 980, 980 * sheet.image.height / sheet.image.width
    left, top = rng.uniform(60, 1040 - wide), rng.uniform(40, 1200 - high)
    return laid(sheet, page, slanted(rng, left, top, left + wide, top + high, 0.04))
