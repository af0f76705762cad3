"""The kinds of pictures that schools post, each drawn by a function of its own: with pupils' names, or with what merely looks like some."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle

from PIL import ImageDraw

from benchmarks.names.people import Person, School
from benchmarks.names.stock import Half, plain
from benchmarks.pictures.fonts import Style, covers, font, packages
from benchmarks.pictures.paint import (
    INK,
    WHITE,
    Colour,
    Label,
    Quad,
    Sheet,
    child,
    hands,
    laid,
    photographed,
    room,
    table,
    tilted,
    turned,
)

_INKS: tuple[Colour, ...] = ((38, 40, 52), (20, 40, 90), (110, 20, 40), (20, 80, 50), (70, 40, 110))
_PAPERS: tuple[Colour, ...] = ((255, 255, 255), (252, 247, 232), (240, 246, 252), (250, 240, 244), (244, 250, 238))
_BRIGHT: tuple[Colour, ...] = (
    (250, 210, 60),
    (230, 90, 60),
    (70, 160, 210),
    (110, 180, 90),
    (190, 120, 200),
    (245, 150, 60),
)
_DEEP: tuple[Colour, ...] = ((24, 40, 92), (100, 16, 36), (16, 74, 54), (60, 26, 90), (30, 30, 36), (130, 60, 20))

_DARK = 380
"""Sum of a ground's colours below which letters on it are white."""


@dataclass
class Artist:
    """Draws one picture: its random numbers, its half's texts and the pupils that it may show."""

    rng: random.Random
    half: Half
    texts: dict[str, tuple[str, ...]]
    school: School
    adults: Sequence[str]
    """Names of adults, in full, some of them on the people list."""
    with_names: bool
    shown: set[str] = field(default_factory=set)

    def chance(self, share: float) -> bool:
        """Return True in a share of cases."""
        return self.rng.random() < share

    def say(self, kind: str) -> str:
        """Return one of the half's texts."""
        return self.rng.choice(self.texts[kind])

    def package(self, style: Style) -> str:
        """Return one of the half's fonts."""
        return self.rng.choice(packages(style, self.half))

    def pupil(self) -> Person:
        """Return a pupil who is not in the picture yet."""
        while True:
            person = self.rng.choice(self.school.pupils)
            if not person.word and person.id not in self.shown and person.forename not in self.shown:
                self.shown |= {person.id, person.forename}
                return person

    def name(self, form: str = "full", *, caps: bool = False, package: str = "") -> Label:
        """Return the name of a pupil as it is to be written; without pupils' names, something that may stand there instead."""
        if not self.with_names:
            text = self.say("group")
            return Label(text.upper() if caps else text, frozenset(), "", "")
        while True:
            person = self.pupil()
            if person.surname and len(person.forename) > 2 and len(person.full) <= 26:  # noqa: PLR2004 - what is no pupil's everyday name
                break
        if form == "full":
            text, ids = person.full, self.school.meant(given=person.forename, family=person.surname)
        elif form == "initial":
            text = f"{person.forename} {person.surname[0]}{self.rng.choice(('', '.'))}"
            ids = self.school.meant(given=person.forename, family_initial=person.surname[0])
        else:
            text, ids = person.forename, self.school.meant(given=person.forename)
        text = text.upper() if caps else text
        if package and not covers(package, text):
            text = plain(text)
        return Label(text, ids | {person.id}, form, person.origin)

    def adult(self) -> str:
        """Return the name of somebody who signs: with a title, with initials or in full."""
        first, last = self.rng.choice(self.adults).rsplit(" ", 1)
        return self.rng.choice(
            (
                f"{self.rng.choice(('Mrs', 'Mr', 'Miss', 'Ms'))} {last}",
                f"{self.rng.choice(('Mrs', 'Mr', 'Dr'))} {first[0]}. {last}",
                f"{first} {last}",
            )
        )

    def ink(self) -> Colour:
        """Return a colour for writing on light paper."""
        return self.rng.choice(_INKS)


def _put(sheet: Sheet, label: Label, *quads: Quad) -> None:
    """Note where a name was written, if it is one."""
    if label.pupil_ids:
        sheet.labels.append(replace(label, quads=quads))


def _write_name(
    sheet: Sheet,
    label: Label,
    x: float,
    y: float,
    package: str,
    size: int,
    colour: Colour,
    *,
    width: float,
    weight: str = "regular",
    two_lines: bool = False,
    anchor: str = "mm",
) -> None:
    """Write a name on one line, or with its surname below."""
    if two_lines and " " in label.text:
        first, last = label.text.split(" ", 1)
        size = min(sheet.fitting(part, package, size, width, weight) for part in (first, last))
        above = sheet.write(first, x, y - size * 0.6, package, size, colour, weight=weight, anchor=anchor)
        _put(
            sheet,
            label,
            above,
            sheet.write(last, x, y + size * 0.6, package, size, colour, weight=weight, anchor=anchor),
        )
        return
    size = sheet.fitting(label.text, package, size, width, weight)
    _put(sheet, label, sheet.write(label.text, x, y, package, size, colour, weight=weight, anchor=anchor))


def _squiggle(sheet: Sheet, rng: random.Random, x: float, y: float, width: float, colour: Colour) -> None:
    """Draw a signature that nobody can read."""
    points = [(x + width * step / 14, y + rng.uniform(-0.12, 0.12) * width) for step in range(15)]
    sheet.pen.line(points, fill=colour, width=max(2, round(width / 70)), joint="curve")


def _certificate(
    art: Artist, style: Style, *, paper: Colour | None = None, ink: Colour | None = None, width: int = 1400
) -> Sheet:
    """Draw a certificate: award, winner, reason, and whoever signs it."""
    rng = art.rng
    height = round(width * 0.707)
    unit = width / 1400
    sheet = Sheet.blank(width, height, paper or rng.choice(_PAPERS))
    dark = ink or art.ink()
    frame = rng.choice(_BRIGHT + _DEEP) if paper is None else dark
    for inset, thick in ((26, 14), (50, 3)):
        sheet.pen.rectangle(
            (inset * unit, inset * unit, width - inset * unit, height - inset * unit),
            outline=frame,
            width=max(2, round(thick * unit)),
        )
    heading, body, winner = (
        art.package(rng.choice((Style.DISPLAY, Style.SERIF))),
        art.package(rng.choice((Style.PLAIN, Style.SERIF))),
        art.package(style),
    )
    middle = width / 2
    award = art.say("award")
    sheet.write(art.say("school"), middle, 110 * unit, body, round(36 * unit), dark)
    sheet.write(
        award,
        middle,
        215 * unit,
        heading,
        sheet.fitting(award, heading, round(92 * unit), width * 0.8, "bold"),
        dark,
        weight="bold",
    )
    lead = art.say("lead")
    label = art.name(package=winner, caps=style is not Style.SCRIPT and art.chance(0.25))
    size = round(rng.uniform(70, 104) * unit)
    if lead.endswith(":") and art.chance(0.5):
        left = 170 * unit
        sheet.write(lead, left, 440 * unit, body, round(44 * unit), dark, anchor="lm")
        start = left + font(body, round(44 * unit)).getlength(lead + " ") + 20 * unit
        _write_name(sheet, label, start, 440 * unit, winner, size, dark, width=width - start - 120 * unit, anchor="lm")
    else:
        sheet.write(lead, middle, 320 * unit, body, round(38 * unit), dark)
        two_lines = art.chance(0.15)
        size = round(size * 0.8) if two_lines else size
        _write_name(sheet, label, middle, 445 * unit, winner, size, dark, width=width * 0.82, two_lines=two_lines)
        if art.chance(0.5) and not two_lines:
            sheet.pen.line(
                (width * 0.18, 520 * unit, width * 0.82, 520 * unit), fill=dark, width=max(1, round(2 * unit))
            )
    sheet.write(art.say("reason"), middle, 600 * unit, body, round(40 * unit), dark)
    for x, line in (
        (width * 0.27, rng.choice(("14 November 2026", "Friday 20th November", "20/11/2026"))),
        (width * 0.73, art.adult()),
    ):
        sheet.pen.line(
            (x - 190 * unit, 820 * unit, x + 190 * unit, 820 * unit), fill=dark, width=max(1, round(2 * unit))
        )
        sheet.write(line, x, 795 * unit if x < middle else 848 * unit, body, round(32 * unit), dark)
    _squiggle(sheet, rng, width * 0.73 - 110 * unit, 775 * unit, 220 * unit, (30, 40, 120))
    sheet.write(art.say("signed"), width * 0.73, 892 * unit, body, round(26 * unit), dark)
    sheet.write("Date", width * 0.27, 850 * unit, body, round(26 * unit), dark)
    return sheet


def _held(art: Artist, sheet: Sheet, width: int, height: int, share: float) -> Sheet:
    """Return a sheet that a child holds up."""
    rng = art.rng
    ground = room(rng, width, height)
    wide = width * share
    high = wide * sheet.image.height / sheet.image.width
    left, top = (width - wide) * rng.uniform(0.3, 0.7), (height - high) * rng.uniform(0.5, 0.8)
    child(ground, rng, left + wide / 2, max(top - wide * 0.16, wide * 0.1), wide * 0.17)
    jitter = [(rng.uniform(-0.1, 0.1) * wide, rng.uniform(-0.1, 0.1) * wide) for _ in range(4)]
    flat = ((left, top), (left + wide, top), (left + wide, top + high), (left, top + high))
    first, second, third, fourth = ((x + dx, y + dy) for (x, y), (dx, dy) in zip(flat, jitter, strict=True))
    corners = (first, second, third, fourth)
    page = laid(sheet, ground, corners)
    hands(page.image, rng, corners)
    return page


def certificate_flat(art: Artist) -> Sheet:
    """Draw a certificate as it was designed, or scanned."""
    return _certificate(
        art, art.rng.choice((Style.PLAIN, Style.SERIF, Style.DISPLAY)), width=art.rng.choice((900, 1400, 1800))
    )


def certificate_photo(art: Artist) -> Sheet:
    """Draw a certificate that is held up, photographed in a room."""
    sheet = _certificate(art, art.rng.choice((Style.PLAIN, Style.SERIF, Style.DISPLAY, Style.HAND)))
    page = _held(art, sheet, 1280, 960, art.rng.uniform(0.24, 0.55))
    return photographed(
        page, art.rng, blur=art.rng.uniform(0.6, 1.5), noise=art.rng.uniform(6, 14), light=art.rng.uniform(0.2, 0.5)
    )


def badge(art: Artist) -> Sheet:
    """Draw lanyards and badges on jumpers: small letters."""
    rng = art.rng
    page = Sheet(room(rng, 1200, 900))
    for place in range(number := rng.randint(1, 3)):
        x = 1200 * (place + 0.5) / number
        child(page.image, rng, x, 130, 110)
        card = Sheet.blank(300, 200, rng.choice(_PAPERS))
        colour = rng.choice(_DEEP)
        card.pen.rectangle((0, 0, 300, 48), fill=colour)
        body = art.package(Style.PLAIN)
        school = art.say("school")
        card.write(school, 150, 24, body, card.fitting(school, body, 22, 280), WHITE)
        form = rng.choice(("full", "full", "first", "initial"))
        _write_name(
            card,
            art.name(form, package=body),
            150,
            108,
            body,
            rng.randint(24, 42),
            INK,
            width=280,
            weight="bold",
            two_lines=art.chance(0.2),
        )
        card.write(art.say("role"), 150, 170, body, 22, colour)
        share = rng.uniform(0.42, 1.0)
        left, top, tilt = (
            x - 150 * share + rng.uniform(-30, 30),
            rng.uniform(430, 600),
            rng.uniform(-0.16, 0.16) * 300 * share,
        )
        ImageDraw.Draw(page.image).line((x - 40, 240, left + 150 * share, top, x + 40, 240), fill=colour, width=10)
        flat: Quad = (
            (left, top),
            (left + 300 * share, top + tilt),
            (left + 300 * share, top + 200 * share + tilt),
            (left, top + 200 * share),
        )
        page = Sheet(page.image, page.labels)
        laid_on = laid(card, page.image, flat)
        page = Sheet(laid_on.image, page.labels + laid_on.labels)
    return photographed(page, rng, blur=rng.uniform(0.3, 0.8), noise=rng.uniform(4, 9), light=rng.uniform(0.1, 0.3))


def bib(art: Artist) -> Sheet:
    """Draw bibs and race numbers with names on them."""
    rng = art.rng
    page = Sheet(room(rng, 1300, 950))
    for place in range(number := rng.randint(1, 3)):
        x = 1300 * (place + 0.5) / number
        child(page.image, rng, x, 150, 130)
        wide = rng.uniform(170, 320) if number > 1 else rng.uniform(230, 440)
        sheet = Sheet.blank(600, 500, rng.choice((WHITE, *_BRIGHT)))
        colour = rng.choice(_DEEP)
        package, body = art.package(Style.DISPLAY), art.package(Style.PLAIN)
        event = art.say("event")
        sheet.pen.rectangle((0, 0, 600, 70), fill=colour)
        sheet.write(event, 300, 35, body, sheet.fitting(event, body, 38, 560), WHITE)
        sheet.write(
            rng.choice((art.say("team"), str(rng.randint(2, 480)))), 300, 210, package, 200, colour, weight="bold"
        )
        form = rng.choice(("first", "full", "initial"))
        _write_name(
            sheet,
            art.name(form, caps=art.chance(0.6), package=package),
            300,
            395,
            package,
            96,
            colour,
            width=540,
            weight="bold",
            two_lines=art.chance(0.25),
        )
        sponsor = art.say("sponsor")
        sheet.write(sponsor, 300, 475, body, sheet.fitting(sponsor, body, 26, 560), colour)
        top, high = rng.uniform(330, 420), wide * 5 / 6
        left = x - wide / 2
        bend = [rng.uniform(-0.16, 0.16) * wide for _ in range(4)]
        corners: Quad = (
            (left, top + bend[0]),
            (left + wide, top + bend[1]),
            (left + wide + bend[2], top + high),
            (left + bend[3], top + high),
        )
        laid_on = laid(sheet, page.image, corners)
        page = Sheet(laid_on.image, page.labels + laid_on.labels)
    return photographed(page, rng, blur=rng.uniform(0.5, 1.4), noise=rng.uniform(5, 12), light=rng.uniform(0.15, 0.35))


def wall(art: Artist) -> Sheet:
    """Draw a display, or pegs and trays: names in columns, mostly first name and initial."""
    rng = art.rng
    ground: Colour = rng.choice(_BRIGHT + _DEEP)
    sheet = Sheet.blank(1600, 1100, ground)
    edge = rng.choice(_BRIGHT)
    for across in range(0, 1600, 50):
        for down in (12, 1088):
            sheet.pen.ellipse((across - 28, down - 28, across + 28, down + 28), fill=edge)
    heading = art.package(Style.DISPLAY)
    title, words = art.say("wall"), cycle(rng.sample(art.texts["sign"], 12))
    if not art.with_names and art.chance(0.5):
        title, several = rng.choice(list(zip(art.texts["words_title"], art.texts["words"], strict=True)))
        words = cycle(several.split(", "))
    sheet.write(
        title, 800, 110, heading, sheet.fitting(title, heading, 110, 1300), WHITE if sum(ground) < _DARK else INK
    )
    form = rng.choice(("first", "initial", "initial", "full"))
    package = art.package(rng.choice((Style.PLAIN, Style.PLAIN, Style.HAND, Style.DISPLAY)))
    columns, rows = rng.randint(3, 4), rng.randint(3, 4)
    paper, caps = rng.choice(_PAPERS), art.chance(0.15)
    pegs = art.chance(0.4)
    size = rng.randint(22, 50)
    for row in range(rows):
        for column in range(columns):
            x, y = (
                1600 * (column + 0.5) / columns + rng.uniform(-14, 14),
                270 + (row + 0.5) * 780 / rows + rng.uniform(-12, 12),
            )
            wide = 1600 / columns * 0.84
            sheet.pen.rounded_rectangle((x - wide / 2, y - 52, x + wide / 2, y + 52), 16, fill=paper)
            if pegs:
                sheet.pen.ellipse((x - 13, y + 62, x + 13, y + 88), fill=(120, 120, 126))
            label = (
                art.name(form, caps=caps, package=package)
                if art.with_names
                else Label(next(words), frozenset(), "", "")
            )
            _write_name(sheet, label, x, y, package, size, art.ink(), width=wide * 0.9)
    page = laid(sheet, room(rng, 1500, 1050), _slanted(rng, 60, 50, 1440, 1000, 0.08))
    return photographed(page, rng, blur=rng.uniform(0.3, 0.8), noise=rng.uniform(4, 9), light=rng.uniform(0.1, 0.3))


def _slanted(rng: random.Random, left: float, top: float, right: float, bottom: float, most: float) -> Quad:
    """Return corners as somebody sees them who does not stand right in front."""
    reach = most * (right - left)
    return (
        (left + rng.uniform(0, reach), top + rng.uniform(0, reach)),
        (right - rng.uniform(0, reach), top + rng.uniform(0, reach)),
        (right - rng.uniform(0, reach), bottom - rng.uniform(0, reach)),
        (left + rng.uniform(0, reach), bottom - rng.uniform(0, reach)),
    )


def screenshot(art: Artist) -> Sheet:
    """Draw a page of an app or a table on a screen: small, crisp letters."""
    rng = art.rng
    wide = rng.choice((720, 1080, 1280))
    dark = art.chance(0.3)
    paper, ink = ((28, 30, 38), (226, 228, 234)) if dark else (WHITE, (40, 42, 50))
    sheet = Sheet.blank(wide, round(wide * rng.uniform(0.8, 1.3)), paper)
    body = art.package(Style.PLAIN)
    size = rng.randint(11, 18)
    sheet.pen.rectangle((0, 0, wide, size * 3), fill=rng.choice(_DEEP))
    sheet.write(art.say("headline"), 24, size * 1.5, body, round(size * 1.3), WHITE, anchor="lm", weight="bold")
    y = size * 5.0
    for line in rng.sample(art.texts["line"], 3):
        sheet.write(line, 24, y, body, sheet.fitting(line, body, size, wide - 48), ink, anchor="lm")
        y += size * 1.9
    y += size
    step = size * 2.4
    if art.chance(0.5):
        columns = (24.0, wide * 0.5, wide * 0.74)
        for x, head in zip(columns, ("Name", "Class", "Points"), strict=True):
            sheet.write(head, x, y, body, size, ink, anchor="lm", weight="bold")
        for _ in range(rng.randint(3, 6)):
            y += step
            sheet.pen.line((16, y - step / 2, wide - 16, y - step / 2), fill=(128, 128, 128))
            _write_name(
                sheet, art.name("full", package=body), columns[0], y, body, size, ink, width=wide * 0.42, anchor="lm"
            )
            sheet.write(rng.choice(("Oak", "3H", "5B", "Ash", "4M", "6K")), columns[1], y, body, size, ink, anchor="lm")
            sheet.write(str(rng.randint(3, 99)), columns[2], y, body, size, ink, anchor="lm")
    else:
        for _ in range(rng.randint(2, 4)):
            y += step * 1.2
            label = art.name(rng.choice(("full", "full", "first")), package=body)
            before = rng.choice(("Well done ", "Star of the week: ", "Goals: ", "Thank you, ", "1st place: "))
            sheet.write(before, 24, y, body, size, ink, anchor="lm")
            x = 24 + font(body, size).getlength(before)
            _write_name(sheet, label, x, y, body, size, ink, width=wide * 0.5, anchor="lm")
            sheet.write(
                rng.choice((" for a super week.", " in Oak Class!", ".")),
                x + font(body, size).getlength(label.text),
                y,
                body,
                size,
                ink,
                anchor="lm",
            )
    return sheet


def script(art: Artist) -> Sheet:
    """Draw a certificate whose winner stands in script."""
    return _certificate(
        art,
        Style.SCRIPT,
        width=art.rng.choice((640, 900, 1200)),
        paper=art.rng.choice((*_PAPERS, None)),
        ink=art.rng.choice((None, (168, 130, 60), (120, 130, 150))),
    )


def coloured(art: Artist) -> Sheet:
    """Draw a designed card: light letters on a dark ground, or little contrast."""
    rng = art.rng
    sort = rng.choice(("dark", "pale", "middle"))
    if sort == "dark":
        paper = rng.choice(_DEEP)
        ink: Colour = rng.choice((WHITE, (250, 220, 120), (190, 230, 250)))
    elif sort == "pale":
        paper = rng.choice(_PAPERS)
        red, green, blue = (round(value * rng.uniform(0.74, 0.87)) for value in paper)
        ink = (red, green, blue)
    else:
        paper = rng.choice(_BRIGHT)
        red, green, blue = (round(value * 0.45) for value in paper)
        ink = (red, green, blue) if art.chance(0.5) else WHITE
    if art.chance(0.5):
        return _certificate(art, rng.choice((Style.PLAIN, Style.DISPLAY)), paper=paper, ink=ink, width=1200)
    sheet = Sheet.blank(1080, 1080, paper)
    for _ in range(24):
        x, y, radius = rng.uniform(0, 1080), rng.uniform(0, 1080), rng.uniform(10, 90)
        red, green, blue = (min(255, round(value * rng.uniform(0.92, 1.08) + 3)) for value in paper)
        sheet.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(red, green, blue))
    package, body = art.package(Style.DISPLAY), art.package(Style.PLAIN)
    award = art.say("award")
    sheet.write(award, 540, 200, package, sheet.fitting(award, package, 110, 960), ink)
    for place in range(rng.randint(1, 3)):
        _write_name(
            sheet,
            art.name(rng.choice(("full", "full", "first")), caps=art.chance(0.3), package=package),
            540,
            430 + 160 * place,
            package,
            92,
            ink,
            width=940,
        )
    sheet.write(art.say("reason"), 540, 930, body, 40, ink)
    sheet.write(art.say("school"), 540, 1010, body, 34, ink)
    return sheet


def rotated(art: Artist) -> Sheet:
    """Draw a page that lies on its side or upside down, or was laid down crookedly."""
    rng = art.rng
    sheet = _certificate(art, rng.choice((Style.PLAIN, Style.SERIF, Style.DISPLAY)), width=1200)
    if art.chance(0.4):
        return turned(sheet, rng.randint(1, 3))
    angle = rng.uniform(5, 25) * rng.choice((-1, 1))
    page = tilted(sheet, table(rng, 1400, 1200), angle, rng.uniform(0.55, 0.97))
    page = photographed(page, rng, blur=rng.uniform(0.4, 1.0), noise=rng.uniform(3, 8), light=rng.uniform(0.1, 0.3))
    return turned(page, rng.choice((0, 0, 1, 2, 3)))


def exercise_book(art: Artist) -> Sheet:
    """Draw a page of a book that a child has written in."""
    rng = art.rng
    sheet = Sheet.blank(1000, 1300, (250, 249, 244))
    gap = rng.choice((54, 62, 70))
    for ruled in range(gap * 2, 1300, gap):
        sheet.pen.line((0, ruled, 1000, ruled), fill=(176, 200, 224), width=2)
    sheet.pen.line((110, 0, 110, 1300), fill=(226, 130, 140), width=3)
    package = art.package(Style.HAND)
    pencil: Colour = rng.choice(((96, 98, 106), (40, 60, 140), (130, 132, 140), (36, 36, 44)))
    size = round(gap * rng.uniform(0.62, 0.95))
    y = gap * 2.0
    label = art.name(rng.choice(("full", "full", "first")), package=package)
    lead = rng.choice(("Name: ", "By ", "", "My name is "))
    if art.with_names:
        _put(sheet, label, *_by_hand(sheet, rng, lead + label.text, 130, y, package, size, pencil, len(lead)))
        y += gap
    _by_hand(
        sheet,
        rng,
        rng.choice(("Friday 14th November", "Monday 9th November 2026", "L.O. to write a recount")),
        130,
        y,
        package,
        size,
        pencil,
        0,
    )
    for line in rng.sample(art.texts["story"], 8):
        y += gap
        if y > 1250:  # noqa: PLR2004 - the page's end
            break
        _by_hand(sheet, rng, line, 130, y, package, size, pencil, 0)
    _squiggle(sheet, rng, 700, y + 20, 160, (30, 140, 70))
    page = laid(sheet, table(rng, 1100, 1350), _slanted(rng, 30, 30, 1070, 1320, 0.04))
    if art.chance(0.5):
        page = tilted(page, table(rng, 1200, 1300), rng.uniform(-12, 12), rng.uniform(0.6, 0.9))
    return photographed(page, rng, blur=rng.uniform(0.4, 1.2), noise=rng.uniform(4, 9), light=rng.uniform(0.12, 0.3))


def _by_hand(
    sheet: Sheet, rng: random.Random, text: str, x: float, y: float, package: str, size: int, colour: Colour, skip: int
) -> list[Quad]:
    """Write word by word, never quite on the line; return one quad around the ink from character ``skip`` on."""
    corners: list[tuple[float, float]] = []
    at = 0
    space = font(package, size).getlength(" ")
    for word in text.split(" "):
        quad = sheet.write(
            word,
            x,
            y + rng.uniform(-0.06, 0.04) * size,
            package,
            round(size * rng.uniform(0.95, 1.06)),
            colour,
            anchor="ls",
            angle=rng.uniform(-1.5, 1.5),
        )
        if at >= skip:
            corners.extend(quad)
        at += len(word) + 1
        x = max(corner[0] for corner in quad) + space * rng.uniform(1.0, 1.5)
    if not corners:
        return []
    xs, ys = zip(*corners, strict=True)
    return [((min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys)))]


def phone_photo(art: Artist) -> Sheet:
    """Draw a photograph of a telephone, 4000 pixels wide: a certificate or a wall somewhere in it."""
    rng = art.rng
    sort = rng.choice(("certificate", "certificate", "names"))
    if sort == "certificate":
        page = _held(
            art,
            _certificate(art, rng.choice((Style.PLAIN, Style.SERIF, Style.DISPLAY)), width=1600),
            4000,
            3000,
            rng.uniform(0.12, 0.42),
        )
    else:
        sheet = Sheet.blank(1500, 1000, rng.choice(_PAPERS))
        package = art.package(rng.choice((Style.PLAIN, Style.DISPLAY)))
        title = art.say("wall")
        sheet.write(title, 750, 120, package, sheet.fitting(title, package, 100, 1300), art.ink())
        for row in range(rng.randint(3, 5)):
            for x in (400, 1100):
                _write_name(
                    sheet,
                    art.name(rng.choice(("full", "initial")), package=package),
                    x,
                    290 + row * 140,
                    package,
                    62,
                    INK,
                    width=600,
                )
        page = laid(sheet, room(rng, 4000, 3000), _slanted(rng, 900, 600, 3000, 2000, 0.1))
    return photographed(page, rng, blur=rng.uniform(0.8, 2.4), noise=rng.uniform(5, 12), light=rng.uniform(0.15, 0.35))


def poster(art: Artist) -> Sheet:
    """Draw a poster or a programme: large words, and who plays what."""
    rng = art.rng
    paper, deep = rng.choice(_BRIGHT), rng.choice(_DEEP)
    sheet = Sheet.blank(1200, 1600, paper)
    package, body = art.package(Style.DISPLAY), art.package(Style.PLAIN)
    title = art.say("poster")
    sheet.pen.rectangle((0, 0, 1200, 360), fill=deep)
    sheet.write(title, 600, 170, package, sheet.fitting(title, package, 190, 1080), WHITE)
    sheet.write(
        rng.choice(("Friday 27 November, 6 pm, school hall", "Tickets £3 at the office", "Everyone welcome")),
        600,
        310,
        body,
        44,
        WHITE,
    )
    sort = rng.choice(("cast", "stars"))
    y = 470.0
    for _ in range(rng.randint(2, 5)):
        label = art.name(rng.choice(("full", "full", "first")), caps=sort == "stars" and art.chance(0.4), package=body)
        if sort == "cast":
            sheet.write(art.say("part"), 120, y, body, 48, deep, anchor="lm", weight="bold")
            _write_name(sheet, label, 1080, y, body, 48, deep, width=520, anchor="rm")
        else:
            sheet.write("STAR", 210, y, package, 70, deep, angle=8)
            _write_name(sheet, label, 720, y, body, 74, deep, width=760, weight="bold")
        y += 150
    for line in rng.sample(art.texts["line"], 2):
        sheet.write(line, 600, y + 40, body, sheet.fitting(line, body, 44, 1080), deep)
        y += 80
    sheet.write(f"With thanks to {art.say('sponsor')}", 600, 1540, body, 36, deep)
    return sheet


KINDS: dict[str, Callable[[Artist], Sheet]] = {
    "certificate": certificate_flat,
    "certificate photo": certificate_photo,
    "badge": badge,
    "bib": bib,
    "wall": wall,
    "screenshot": screenshot,
    "script": script,
    "coloured": coloured,
    "rotated": rotated,
    "exercise book": exercise_book,
    "phone photo": phone_photo,
    "poster": poster,
}
"""By the name of the category."""
HANDWRITING = "exercise book"
