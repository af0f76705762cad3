"""Pictures of names other than certificates: badges and bibs, displays, screens, exercise books, posters."""

from __future__ import annotations

from itertools import cycle

from PIL import ImageDraw

from benchmarks.pictures.artist import BRIGHT, DARK, DEEP, PAPERS, Artist, by_hand, put, slanted, squiggle, write_name
from benchmarks.pictures.fonts import Style, font
from benchmarks.pictures.paint import (
    INK,
    WHITE,
    Colour,
    Label,
    Quad,
    Sheet,
    child,
    laid,
    photographed,
    room,
    table,
    tilted,
)


def badge(art: Artist) -> Sheet:
    """Draw lanyards and badges on jumpers: small letters."""
    rng = art.rng
    page = Sheet(room(rng, 1200, 900))
    for place in range(number := rng.randint(1, 3)):
        x = 1200 * (place + 0.5) / number
        child(page.image, rng, x, 130, 110)
        card = Sheet.blank(300, 200, rng.choice(PAPERS))
        colour = rng.choice(DEEP)
        card.pen.rectangle((0, 0, 300, 48), fill=colour)
        body = art.package(Style.PLAIN)
        school = art.say("school")
        card.write(school, 150, 24, body, card.fitting(school, body, 22, 280), WHITE)
        form = rng.choice(("full", "full", "first", "initial"))
        write_name(
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


def bib_sheet(art: Artist) -> Sheet:
    """Draw a bib, or a race number, with a name on it: 600 by 500 pixels."""
    rng = art.rng
    sheet = Sheet.blank(600, 500, rng.choice((WHITE, *BRIGHT)))
    colour = rng.choice(DEEP)
    package, body = art.package(Style.DISPLAY), art.package(Style.PLAIN)
    event = art.say("event")
    sheet.pen.rectangle((0, 0, 600, 70), fill=colour)
    sheet.write(event, 300, 35, body, sheet.fitting(event, body, 38, 560), WHITE)
    sheet.write(rng.choice((art.say("team"), str(rng.randint(2, 480)))), 300, 210, package, 200, colour, weight="bold")
    form = rng.choice(("first", "full", "initial"))
    label = art.name(form, caps=art.chance(0.6), package=package)
    two_lines = art.chance(0.25) and form == "full"
    size = 62 if two_lines and " " in label.text else 96
    write_name(sheet, label, 300, 395, package, size, colour, width=540, weight="bold", two_lines=two_lines)
    sponsor = art.say("sponsor")
    sheet.write(sponsor, 300, 475, body, sheet.fitting(sponsor, body, 26, 560), colour)
    return sheet


def bib(art: Artist) -> Sheet:
    """Draw bibs and race numbers with names on them."""
    rng = art.rng
    page = Sheet(room(rng, 1300, 950))
    for place in range(number := rng.randint(1, 3)):
        x = 1300 * (place + 0.5) / number
        child(page.image, rng, x, 150, 130)
        wide = rng.uniform(170, 320) if number > 1 else rng.uniform(230, 440)
        sheet = bib_sheet(art)
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
    ground: Colour = rng.choice(BRIGHT + DEEP)
    sheet = Sheet.blank(1600, 1100, ground)
    edge = rng.choice(BRIGHT)
    for across in range(0, 1600, 50):
        for down in (12, 1088):
            sheet.pen.ellipse((across - 28, down - 28, across + 28, down + 28), fill=edge)
    heading = art.package(Style.DISPLAY)
    title, words = art.say("wall"), cycle(rng.sample(art.texts["sign"], 12))
    if not art.with_names and art.chance(0.5):
        title, several = rng.choice(list(zip(art.texts["words_title"], art.texts["words"], strict=True)))
        words = cycle(several.split(", "))
    sheet.write(
        title, 800, 110, heading, sheet.fitting(title, heading, 110, 1300), WHITE if sum(ground) < DARK else INK
    )
    form = rng.choice(("first", "initial", "initial", "full"))
    package = art.package(rng.choice((Style.PLAIN, Style.PLAIN, Style.HAND, Style.DISPLAY)))
    columns, rows = rng.randint(3, 4), rng.randint(3, 4)
    paper, caps = rng.choice(PAPERS), art.chance(0.15)
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
            write_name(sheet, label, x, y, package, size, art.ink(), width=wide * 0.9)
    page = laid(sheet, room(rng, 1500, 1050), slanted(rng, 60, 50, 1440, 1000, 0.08))
    return photographed(page, rng, blur=rng.uniform(0.3, 0.8), noise=rng.uniform(4, 9), light=rng.uniform(0.1, 0.3))


def screenshot(art: Artist) -> Sheet:
    """Draw a page of an app or a table on a screen: small, crisp letters."""
    rng = art.rng
    wide = rng.choice((720, 1080, 1280))
    dark = art.chance(0.3)
    paper, ink = ((28, 30, 38), (226, 228, 234)) if dark else (WHITE, (40, 42, 50))
    sheet = Sheet.blank(wide, round(wide * rng.uniform(0.8, 1.3)), paper)
    body = art.package(Style.PLAIN)
    size = rng.randint(11, 18)
    sheet.pen.rectangle((0, 0, wide, size * 3), fill=rng.choice(DEEP))
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
            write_name(
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
            write_name(sheet, label, x, y, body, size, ink, width=wide * 0.5, anchor="lm")
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
        put(sheet, label, *by_hand(sheet, rng, lead + label.text, 130, y, package, size, pencil, len(lead)))
        y += gap
    by_hand(
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
        by_hand(sheet, rng, line, 130, y, package, size, pencil, 0)
    squiggle(sheet, rng, 700, y + 20, 160, (30, 140, 70))
    page = laid(sheet, table(rng, 1100, 1350), slanted(rng, 30, 30, 1070, 1320, 0.04))
    if art.chance(0.5):
        page = tilted(page, table(rng, 1200, 1300), rng.uniform(-12, 12), rng.uniform(0.6, 0.9))
    return photographed(page, rng, blur=rng.uniform(0.4, 1.2), noise=rng.uniform(4, 9), light=rng.uniform(0.12, 0.3))


def poster(art: Artist) -> Sheet:
    """Draw a poster or a programme: large words, and who plays what."""
    rng = art.rng
    paper, deep = rng.choice(BRIGHT), rng.choice(DEEP)
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
            write_name(sheet, label, 1080, y, body, 48, deep, width=520, anchor="rm")
        else:
            sheet.write("STAR", 210, y, package, 70, deep, angle=8)
            write_name(sheet, label, 720, y, body, 74, deep, width=760, weight="bold")
        y += 150
    for line in rng.sample(art.texts["line"], 2):
        sheet.write(line, 600, y + 40, body, sheet.fitting(line, body, 44, 1080), deep)
        y += 80
    sheet.write(f"With thanks to {art.say('sponsor')}", 600, 1540, body, 36, deep)
    return sheet
