"""Pictures of names that are not written along a straight line: on medals, under rainbows, on banners and shirts."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from benchmarks.pictures.artist import BRIGHT, DARK, DEEP, PAPERS, Artist, put, slanted
from benchmarks.pictures.bends import arching, bent, fitting_around, write_around
from benchmarks.pictures.cloth import banner_sheet, hung
from benchmarks.pictures.fonts import Style, font
from benchmarks.pictures.paint import (
    INK,
    WHITE,
    Colour,
    Label,
    Point,
    Quad,
    Sheet,
    child,
    laid,
    photographed,
    room,
    table,
)


def arched(art: Artist) -> Sheet:
    """Draw names along an arch or around a circle."""
    draw = art.rng.choice((_medal, _medal, _rainbow, _curved_banner, _shirt))
    return draw(art)


def _name_around(
    sheet: Sheet,
    art: Artist,
    label: Label,
    centre: Point,
    radius: float,
    package: str,
    size: int,
    colour: Colour,
    *,
    below: bool = False,
    turn: float = 2.6,
) -> None:
    """Write a name around a circle, on no more than ``turn`` radians of it."""
    weight = art.rng.choice(("regular", "bold"))
    size = fitting_around(label.text, package, size, radius, turn, weight)
    if below:
        # The letters stand within the circle, as high as those at its top would reach out of it.
        radius += size * 0.72
    quads = write_around(sheet, label.text, centre, radius, package, size, colour, below=below, weight=weight)
    put(sheet, label, *_inked(label.text, quads))


def _inked(text: str, quads: list[Quad]) -> list[Quad]:
    return [quad for letter, quad in zip(text, quads, strict=True) if not letter.isspace()]


def _medal(art: Artist) -> Sheet:
    """Draw a sticker, a medal or a badge with a text around its rim: as designed, or lying on a table."""
    rng = art.rng
    sheet = Sheet.blank(900, 900, rng.choice(PAPERS))
    rim, middle = rng.choice(DEEP), rng.choice(PAPERS)
    pen = sheet.pen
    if art.chance(0.4):
        points = [
            (450 + reach * math.cos(step * math.pi / 24), 450 + reach * math.sin(step * math.pi / 24))
            for step, reach in enumerate((440, 412) * 24)
        ]
        pen.polygon(points, fill=rng.choice(BRIGHT))
    pen.ellipse((40, 40, 860, 860), fill=rim)
    pen.ellipse((205, 205, 695, 695), fill=middle, outline=rng.choice(BRIGHT), width=10)
    package, body = art.package(rng.choice((Style.DISPLAY, Style.PLAIN, Style.SERIF))), art.package(Style.PLAIN)
    award, label = (
        art.say("medal"),
        art.name(rng.choice(("full", "full", "first")), caps=art.chance(0.4), package=package),
    )
    light = rng.choice((WHITE, (250, 224, 130)))
    below = art.chance(0.6)
    if below:
        award_size = fitting_around(award, body, 78, 300, 2.7, "bold")
        write_around(sheet, award, (450, 450), 300, body, award_size, light, weight="bold")
    _name_around(sheet, art, label, (450, 450), 298, package, 84, light, below=below)
    if not below:
        write_around(sheet, award, (450, 450), 362, body, fitting_around(award, body, 60, 362, 2.2), light, below=True)
    centre = rng.choice(("1", "25 m", "100%", "★", "A+"))
    if centre == "★":
        points = [
            (450 + reach * math.sin(step * math.pi / 5), 450 - reach * math.cos(step * math.pi / 5))
            for step, reach in enumerate((190, 80) * 5)
        ]
        sheet.pen.polygon(points, fill=rng.choice(BRIGHT[:2]))
    else:
        sheet.write(centre, 450, 450, body, 170, rim, weight="bold")
    if art.chance(0.4):
        return sheet
    sheet.shape = Image.new("L", sheet.image.size, 0)
    ImageDraw.Draw(sheet.shape).ellipse((8, 8, 892, 892), fill=255)
    left, top, wide = rng.uniform(150, 420), rng.uniform(60, 160), rng.uniform(560, 740)
    corners = slanted(rng, left, top, left + wide, top + wide, 0.05)
    page = laid(sheet, table(rng, 1280, 960), corners)
    return photographed(page, rng, blur=rng.uniform(0.4, 1.0), noise=rng.uniform(4, 9), light=rng.uniform(0.1, 0.3))


def _rainbow(art: Artist) -> Sheet:
    """Draw a display with names along the bows of a rainbow."""
    rng = art.rng
    ground: Colour = rng.choice(((214, 234, 250), (250, 246, 226), (232, 246, 230)))
    sheet = Sheet.blank(1400, 950, ground)
    package = art.package(rng.choice((Style.DISPLAY, Style.PLAIN, Style.HAND)))
    radius, colours = 640.0, rng.sample((*BRIGHT, *DEEP[:4]), 4)
    for number, colour in enumerate(colours):
        sheet.pen.ellipse((700 - radius, 900 - radius, 700 + radius, 900 + radius), fill=colour)
        ink = WHITE if sum(colour) < DARK else INK
        label = art.name(rng.choice(("full", "first", "initial")), package=package)
        if number == 0 and not art.with_names:
            label = Label(art.say("wall"), frozenset(), "", "")
        _name_around(sheet, art, label, (700, 900), radius - 92, package, 84, ink, turn=2.3)
        radius -= 118
    sheet.pen.ellipse((700 - radius, 900 - radius, 700 + radius, 900 + radius), fill=ground)
    sheet.pen.rectangle((0, 880, 1400, 950), fill=(96, 160, 90))
    body = art.package(Style.PLAIN)
    title = art.say("banner")
    sheet.write(title, 700, 840, body, sheet.fitting(title, body, 48, 2 * radius - 30), INK)
    if art.chance(0.4):
        return sheet
    page = laid(sheet, room(rng, 1500, 1050), slanted(rng, 60, 50, 1440, 1000, 0.06))
    return photographed(page, rng, blur=rng.uniform(0.3, 0.8), noise=rng.uniform(4, 9), light=rng.uniform(0.1, 0.3))


def _curved_banner(art: Artist) -> Sheet:
    """Draw a banner that hangs in an arch, over a door or between two poles."""
    rng = art.rng
    sheet = banner_sheet(art, 1300, 210)
    spread = rng.uniform(0.7, 1.7) * rng.choice((1, 1, -1))
    return hung(art, bent(sheet, arching(1300, 210, spread=spread)))


def _shirt(art: Artist) -> Sheet:
    """Draw the back of a shirt: a name in an arch over a number."""
    rng = art.rng
    page = Sheet(room(rng, 1200, 950))
    number = rng.choice((1, 1, 2))
    for place in range(number):
        x = 1200 * (place + 0.5) / number + rng.uniform(-20, 20)
        child(page.image, rng, x, 150, 190)
        cloth = rng.choice((*BRIGHT, *DEEP))
        ink = WHITE if sum(cloth) < DARK else INK
        sheet = Sheet.blank(520, 640, cloth)
        package = art.package(Style.DISPLAY)
        size = font(package, 60).size
        _name_around(
            sheet, art, art.name(rng.choice(("first", "initial", "full")), caps=True, package=package), (260, 560), 400,
            package, int(size), ink, turn=1.05,
        )  # fmt: skip
        sheet.write(str(rng.randint(2, 15)), 260, 380, package, 290, ink)
        wide = rng.uniform(395, 415)
        left, top = x - wide / 2, 300 + rng.uniform(0, 20)
        corners = slanted(rng, left, top, left + wide, top + wide * 640 / 520, 0.03)
        on_it = laid(sheet, page.image, corners)
        page = Sheet(on_it.image, page.labels + on_it.labels)
    return photographed(page, rng, blur=rng.uniform(0.5, 1.1), noise=rng.uniform(5, 10), light=rng.uniform(0.1, 0.3))
