"""Pictures of certificates: as designed, held up, in script, in colours, crooked, or small in a phone's photograph."""

from __future__ import annotations

from benchmarks.pictures.artist import BRIGHT, DEEP, PAPERS, Artist, slanted, squiggle, write_name
from benchmarks.pictures.fonts import Style, font
from benchmarks.pictures.paint import (
    INK,
    WHITE,
    Colour,
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


def _certificate(
    art: Artist, style: Style, *, paper: Colour | None = None, ink: Colour | None = None, width: int = 1400
) -> Sheet:
    """Draw a certificate: award, winner, reason, and whoever signs it."""
    rng = art.rng
    height = round(width * 0.707)
    unit = width / 1400
    sheet = Sheet.blank(width, height, paper or rng.choice(PAPERS))
    dark = ink or art.ink()
    frame = rng.choice(BRIGHT + DEEP) if paper is None else dark
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
        write_name(sheet, label, start, 440 * unit, winner, size, dark, width=width - start - 120 * unit, anchor="lm")
    else:
        sheet.write(lead, middle, 320 * unit, body, round(38 * unit), dark)
        two_lines = art.chance(0.15)
        size = round(size * 0.8) if two_lines else size
        write_name(sheet, label, middle, 445 * unit, winner, size, dark, width=width * 0.82, two_lines=two_lines)
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
    squiggle(sheet, rng, width * 0.73 - 110 * unit, 775 * unit, 220 * unit, (30, 40, 120))
    sheet.write(art.say("signed"), width * 0.73, 892 * unit, body, round(26 * unit), dark)
    sheet.write("Date", width * 0.27, 850 * unit, body, round(26 * unit), dark)
    return sheet


def held(art: Artist, sheet: Sheet, width: int, height: int, share: float) -> Sheet:
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
    page = held(art, sheet, 1280, 960, art.rng.uniform(0.24, 0.55))
    return photographed(
        page, art.rng, blur=art.rng.uniform(0.6, 1.5), noise=art.rng.uniform(6, 14), light=art.rng.uniform(0.2, 0.5)
    )


def script(art: Artist) -> Sheet:
    """Draw a certificate with its winner in script."""
    return _certificate(
        art,
        Style.SCRIPT,
        width=art.rng.choice((640, 900, 1200)),
        paper=art.rng.choice((*PAPERS, None)),
        ink=art.rng.choice((None, (168, 130, 60), (120, 130, 150))),
    )


def coloured(art: Artist) -> Sheet:
    """Draw a designed card: light letters on a dark ground, or little contrast."""
    rng = art.rng
    sort = rng.choice(("dark", "pale", "middle"))
    if sort == "dark":
        paper = rng.choice(DEEP)
        ink: Colour = rng.choice((WHITE, (250, 220, 120), (190, 230, 250)))
    elif sort == "pale":
        paper = rng.choice(PAPERS)
        red, green, blue = (round(value * rng.uniform(0.74, 0.87)) for value in paper)
        ink = (red, green, blue)
    else:
        paper = rng.choice(BRIGHT)
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
        write_name(
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


def phone_photo(art: Artist) -> Sheet:
    """Draw a phone's photograph, 4000 pixels wide, with a certificate or a wall somewhere in it."""
    rng = art.rng
    sort = rng.choice(("certificate", "certificate", "names"))
    if sort == "certificate":
        page = held(
            art,
            _certificate(art, rng.choice((Style.PLAIN, Style.SERIF, Style.DISPLAY)), width=1600),
            4000,
            3000,
            rng.uniform(0.12, 0.42),
        )
    else:
        sheet = Sheet.blank(1500, 1000, rng.choice(PAPERS))
        package = art.package(rng.choice((Style.PLAIN, Style.DISPLAY)))
        title = art.say("wall")
        sheet.write(title, 750, 120, package, sheet.fitting(title, package, 100, 1300), art.ink())
        for row in range(rng.randint(3, 5)):
            for x in (400, 1100):
                write_name(
                    sheet,
                    art.name(rng.choice(("full", "initial")), package=package),
                    x,
                    290 + row * 140,
                    package,
                    62,
                    INK,
                    width=600,
                )
        page = laid(sheet, room(rng, 4000, 3000), slanted(rng, 900, 600, 3000, 2000, 0.1))
    return photographed(page, rng, blur=rng.uniform(0.8, 2.4), noise=rng.uniform(5, 12), light=rng.uniform(0.15, 0.35))
