"""Pictures of names on cloth: bibs that bulge on a chest, banners and flags that wave."""

from __future__ import annotations

from benchmarks.pictures.artist import BRIGHT, DARK, DEEP, PAPERS, Artist, slanted, write_name
from benchmarks.pictures.bends import bent, bulging, waving
from benchmarks.pictures.fonts import Style
from benchmarks.pictures.paint import INK, WHITE, Sheet, child, laid, photographed, room
from benchmarks.pictures.walls import bib_sheet


def wavy(art: Artist) -> Sheet:
    """Draw names on cloth that is not flat."""
    if art.chance(0.5):
        return _worn(art)
    rng = art.rng
    sheet = banner_sheet(art, 1300, rng.randint(240, 330))
    depth = rng.uniform(0.08, 0.22)
    return hung(art, bent(sheet, waving(*sheet.image.size, rng, depth=depth)))


def banner_sheet(art: Artist, width: int, height: int) -> Sheet:
    """Draw a banner: what is celebrated, and whom."""
    rng = art.rng
    cloth = rng.choice((*BRIGHT, *DEEP, *PAPERS))
    ink = WHITE if sum(cloth) < DARK else rng.choice((INK, DEEP[0], DEEP[1]))
    sheet = Sheet.blank(width, height, cloth)
    for y in (12, height - 13):
        sheet.pen.line((0, y, width, y), fill=ink, width=5)
    package = art.package(rng.choice((Style.DISPLAY, Style.PLAIN, Style.SERIF)))
    title = art.say("banner")
    label = art.name(rng.choice(("full", "full", "first")), caps=art.chance(0.4), package=package)
    if height > 235 and art.chance(0.6):  # noqa: PLR2004 - room for two lines
        sheet.write(title, width / 2, height * 0.27, package, round(height * 0.22), ink)
        write_name(
            sheet,
            label,
            width / 2,
            height * 0.64,
            package,
            round(height * 0.36),
            ink,
            width=width * 0.88,
            weight="bold",
        )
        return sheet
    size = round(height * 0.42)
    long = sheet.fitting(f"{title} {label.text}", package, size, width * 0.9, "bold")
    end = sheet.write(title + " ", width * 0.05, height / 2, package, long, ink, anchor="lm", weight="bold")[1][0]
    write_name(
        sheet, label, end + long * 0.3, height / 2, package, long, ink, width=width * 0.94 - end, anchor="lm",
        weight="bold",
    )  # fmt: skip
    return sheet


def hung(art: Artist, banner: Sheet) -> Sheet:
    """Hang a banner up in a hall, with children below, and photograph it."""
    rng = art.rng
    page = Sheet(room(rng, 1500, 1000))
    for place in range(rng.randint(2, 5)):
        child(page.image, rng, 1500 * (place + 0.5) / 5 + rng.uniform(-40, 40), rng.uniform(760, 830), 90)
    wide = rng.uniform(1050, 1400)
    high = wide * banner.image.height / banner.image.width
    left, top = rng.uniform(30, 1470 - wide), rng.uniform(30, max(40.0, 640 - high))
    page = laid(banner, page.image, slanted(rng, left, top, left + wide, top + high, 0.03))
    return photographed(page, rng, blur=rng.uniform(0.4, 1.0), noise=rng.uniform(4, 10), light=rng.uniform(0.1, 0.35))


def _worn(art: Artist) -> Sheet:
    """Draw bibs on chests: narrower towards their sides, hanging in the middle."""
    rng = art.rng
    page = Sheet(room(rng, 1400, 1000))
    number = rng.randint(1, 2)
    for place in range(number):
        x, size = 1400 * (place + 0.5) / number, rng.uniform(190, 250) if number == 1 else rng.uniform(160, 200)
        child(page.image, rng, x, 40 + size * 0.8, size)
        bib = bent(bib_sheet(art), bulging(600, 500, around=rng.uniform(0.6, 1.05), sag=rng.uniform(0.06, 0.16)))
        if art.chance(0.5):
            bib = bent(bib, waving(*bib.image.size, rng, depth=rng.uniform(0.02, 0.05)))
        wide = size * rng.uniform(1.7, 2.1)
        left, top = x - wide / 2, 40 + size * rng.uniform(1.9, 2.1)
        high = wide * bib.image.height / bib.image.width
        on_it = laid(bib, page.image, slanted(rng, left, top, left + wide, top + high, 0.05))
        page = Sheet(on_it.image, page.labels + on_it.labels)
    return photographed(page, rng, blur=rng.uniform(0.5, 1.2), noise=rng.uniform(5, 11), light=rng.uniform(0.1, 0.35))
