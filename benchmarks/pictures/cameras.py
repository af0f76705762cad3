"""Pictures as phones take and keep them: selfies in a mirror, and photographs whose pixels are stored lying down."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.pictures.artist import BRIGHT, PAPERS, Artist, slanted, write_name
from benchmarks.pictures.certificates import certificate_flat, held
from benchmarks.pictures.fonts import Style
from benchmarks.pictures.paint import INK, Sheet, child, laid, mirrored, photographed, room, tilted
from benchmarks.pictures.walls import badge, bib_sheet

_ORIENTATIONS = (6, 6, 8, 3)
"""EXIF's numbers for pixels that lie a quarter or a half turned; 6 is what a phone held upright writes."""


def selfie(art: Artist) -> Sheet:
    """Draw a selfie with a certificate, a bib or badges, the whole of it as in a mirror."""
    rng = art.rng
    sort = rng.choice(("certificate", "certificate", "badge", "bib"))
    if sort == "badge":
        return mirrored(badge(art))
    if sort == "certificate":
        page = held(art, certificate_flat(art), 1280, 960, rng.uniform(0.4, 0.66))
    else:
        page = Sheet(room(rng, 1000, 1200))
        child(page.image, rng, 500, 220, 230)
        wide = rng.uniform(380, 460)
        left, top = 500 - wide / 2 + rng.uniform(-20, 20), rng.uniform(500, 560)
        page = laid(bib_sheet(art), page.image, slanted(rng, left, top, left + wide, top + wide * 5 / 6, 0.05))
    page = photographed(page, rng, blur=rng.uniform(0.5, 1.0), noise=rng.uniform(5, 11), light=rng.uniform(0.15, 0.4))
    return mirrored(page)


def phone_portrait(art: Artist) -> Sheet:
    """Draw a phone's photograph in portrait; the file's pixels lie turned, and its header says how."""
    rng = art.rng
    width, height = rng.choice(((1512, 2016), (1536, 2048), (1170, 2080)))
    sort = rng.choice(("certificate", "door", "door"))
    if sort == "certificate":
        page = held(art, certificate_flat(art), width, height, rng.uniform(0.55, 0.85))
    else:
        page = tilted(_door_sign(art), room(rng, width, height), rng.uniform(-4, 4), rng.uniform(0.6, 0.9))
    page = photographed(page, rng, blur=rng.uniform(0.6, 1.4), noise=rng.uniform(4, 9), light=rng.uniform(0.1, 0.3))
    return replace(page, orientation=rng.choice(_ORIENTATIONS))


def _door_sign(art: Artist) -> Sheet:
    """Draw a list on a door: who is in the team, who is helping."""
    rng = art.rng
    sheet = Sheet.blank(1000, 1414, rng.choice(PAPERS))
    sheet.pen.rectangle((20, 20, 980, 1394), outline=rng.choice(BRIGHT), width=14)
    heading = art.package(Style.DISPLAY)
    package = art.package(rng.choice((Style.PLAIN, Style.SERIF, Style.HAND)))
    title = art.say("wall")
    sheet.write(title, 500, 150, heading, sheet.fitting(title, heading, 110, 860), art.ink())
    form, size = rng.choice(("full", "initial", "full")), rng.randint(46, 66)
    for place in range(rng.randint(4, 7)):
        write_name(
            sheet, art.name(form, package=package), 500, 330 + 130 * place, package, size, INK, width=840, weight="bold"
        )
    line = art.say("line")
    sheet.write(line, 500, 1300, package, sheet.fitting(line, package, 40, 860), INK)
    return sheet
