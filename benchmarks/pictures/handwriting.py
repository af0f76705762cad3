"""Pictures of handwriting beside exercise books: whiteboards, notes on a board, covers of books that children made."""

from __future__ import annotations

import math

from benchmarks.pictures.artist import BRIGHT, PAPERS, Artist, by_hand, put, slanted
from benchmarks.pictures.fonts import Style, font
from benchmarks.pictures.paint import Colour, Label, Quad, Sheet, laid, photographed, room, table, tilted

_MARKERS: tuple[Colour, ...] = ((24, 28, 36), (20, 50, 150), (160, 24, 36), (16, 100, 60))


def handwriting(art: Artist) -> Sheet:
    """Draw a whiteboard, notes on a board or a book's cover, written by hand."""
    rng = art.rng
    page = rng.choice((_whiteboard, _notes, _book_cover))(art)
    return photographed(page, rng, blur=rng.uniform(0.4, 1.1), noise=rng.uniform(4, 9), light=rng.uniform(0.1, 0.3))


def _by_hand(
    sheet: Sheet,
    art: Artist,
    lead: str,
    label: Label,
    x: float,
    y: float,
    package: str,
    size: int,
    colour: Colour,
    width: float,
) -> float:
    """Write a name by hand, after a few words; return the size it was written in."""
    text = lead + label.text
    # Words written by hand take up more than those in print: the gaps between them are wider.
    long = font(package, size).getlength(text) * 1.12 + size * 0.3 * text.count(" ")
    size = min(size, int(size * width / long))
    put(sheet, label, *by_hand(sheet, art.rng, text, x, y, package, size, colour, len(lead)))
    return size


def _whiteboard(art: Artist) -> Sheet:
    """Draw a whiteboard with the day's notes, and names of children among them."""
    rng = art.rng
    sheet = Sheet.blank(1500, 1000, (246, 248, 250))
    package = art.package(Style.HANDWRITTEN)
    sheet.pen.rectangle((0, 0, 1499, 999), outline=(150, 152, 158), width=22)
    lines = rng.sample(art.texts["board"], 3)
    notes = rng.sample(art.texts["note"], rng.randint(2, 3))
    y = 150.0
    by_hand(sheet, rng, lines[0], 90, y, package, 76, rng.choice(_MARKERS), 0)
    for line in lines[1:]:
        y += 118
        by_hand(sheet, rng, line, 110, y, package, 62, _MARKERS[0], 0)
    for note in notes:
        y += 140
        label = art.name(rng.choice(("first", "full", "initial")), package=package)
        _by_hand(sheet, art, note + " ", label, 110, y, package, rng.randint(66, 88), rng.choice(_MARKERS), 1240)
    sheet.pen.arc((1250, 120, 1420, 290), 0, 360, fill=_MARKERS[2], width=7)
    sheet.pen.arc((1290, 170, 1380, 250), 20, 160, fill=_MARKERS[2], width=7)
    return laid(sheet, room(rng, 1500, 1050), slanted(rng, 50, 50, 1450, 1000, 0.05))


def _notes(art: Artist) -> Sheet:
    """Draw sticky notes on a cork board, each with a child's name or a line."""
    rng = art.rng
    page = Sheet(table(rng, 1400, 1050))
    for place in range(6):
        column, row = place % 3, place // 3
        note = Sheet.blank(
            420, 400, rng.choice((*BRIGHT[:1], (255, 236, 140), (190, 230, 160), (250, 190, 210), (170, 216, 240)))
        )
        package, ink = art.package(Style.HANDWRITTEN), rng.choice(_MARKERS[:2])
        if place == 0 or art.chance(0.5):
            first, label = art.say("note"), art.name(rng.choice(("first", "first", "initial")), package=package)
            _by_hand(note, art, "", Label(first, frozenset(), "", ""), 34, 130, package, 58, ink, 350)
            _by_hand(note, art, "", label, 34, 250, package, 70, ink, 350)
        else:
            for number, part in enumerate(_halves(art.say("board"))):
                _by_hand(note, art, "", Label(part, frozenset(), "", ""), 34, 150 + 110 * number, package, 58, ink, 350)
        left, top = 40 + column * 450 + rng.uniform(-12, 12), 60 + row * 480 + rng.uniform(-15, 15)
        turn = rng.uniform(-0.12, 0.12) * 420
        corners: Quad = (
            (left, top + turn / 2), (left + 410, top - turn / 2), (left + 410 + turn / 2, top + 390 - turn / 2),
            (left + turn / 2, top + 390 + turn / 2),
        )  # fmt: skip
        on_it = laid(note, page.image, corners)
        page = Sheet(on_it.image, page.labels + on_it.labels)
    return page


def _halves(line: str) -> tuple[str, str]:
    words = line.split()
    middle = math.ceil(len(words) / 2)
    return " ".join(words[:middle]), " ".join(words[middle:])


def _book_cover(art: Artist) -> Sheet:
    """Draw the cover of a book that a child wrote: its title, a picture in crayon, and who wrote it."""
    rng = art.rng
    paper = rng.choice((*PAPERS, *BRIGHT[:1], (206, 232, 250), (252, 220, 200)))
    sheet = Sheet.blank(900, 1200, paper)
    package, ink = art.package(Style.HANDWRITTEN), rng.choice(_MARKERS)
    y = 150.0
    for part in _halves(art.say("book")):
        _by_hand(sheet, art, "", Label(part, frozenset(), "", ""), 80, y, package, 104, ink, 740)
        y += 130
    _crayon(sheet, art)
    lead = rng.choice(("By ", "by ", "written by ", "story and pictures by "))
    label = art.name(rng.choice(("full", "full", "first", "initial")), package=package)
    if art.with_names:
        _by_hand(sheet, art, lead, label, 90, 1090, package, rng.randint(64, 90), rng.choice(_MARKERS), 720)
    else:
        _by_hand(sheet, art, "by ", Label(art.say("group"), frozenset(), "", ""), 90, 1090, package, 76, ink, 720)
    return tilted(sheet, table(rng, 1100, 1350), rng.uniform(-7, 7), rng.uniform(0.78, 0.95))


def _crayon(sheet: Sheet, art: Artist) -> None:
    """Draw hills, a sun and something with legs."""
    rng = art.rng
    pen = sheet.pen
    for _ in range(3):
        x, reach = rng.uniform(150, 750), rng.uniform(140, 260)
        box = (x - reach, 980 - reach * rng.uniform(0.7, 1.3), x + reach, 980 + reach)
        pen.arc(box, 180, 360, fill=rng.choice(BRIGHT), width=rng.randint(8, 20))
    pen.ellipse((640, 440, 780, 580), fill=BRIGHT[0])
    body = rng.uniform(250, 500)
    pen.ellipse((body, 700, body + 220, 860), fill=rng.choice(BRIGHT[1:]), outline=_MARKERS[0], width=6)
    pen.ellipse((body + 170, 640, body + 280, 750), fill=rng.choice(BRIGHT[1:]), outline=_MARKERS[0], width=6)
    for leg in range(4):
        x = body + 40 + leg * 45
        pen.line((x, 850, x + rng.uniform(-12, 12), 950), fill=_MARKERS[0], width=8)
