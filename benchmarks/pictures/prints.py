"""Pictures of whole pages of small print, with a name or a few in a sentence somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from benchmarks.pictures.artist import Artist, put
from benchmarks.pictures.fonts import Style, font
from benchmarks.pictures.paint import INK, Label, Quad, Sheet, photographed, table, tilted

_A4 = 2**0.5
_SENTENCES = 180
"""More than 120 lines hold."""
_FIRST = 12
"""Paragraphs that stand on every page."""


@dataclass(frozen=True)
class _Word:
    """A word of a text, and the name that it is part of."""

    text: str
    label: Label | None = None


def dense_print(art: Artist) -> Sheet:
    """Draw a page of 60 to 120 lines of small print, one to four of whose sentences name a pupil."""
    rng = art.rng
    # One column of 60 to 85 lines at 200 dots an inch, or two of 40 to 60 each at 150.
    columns, width, rows = rng.choice(((1, 1654, rng.randint(60, 85)), (2, 1240, rng.randint(40, 60))))
    height = round(width * _A4)
    edge, top = width * 0.07, height * 0.09
    body, heading = art.package(rng.choice((Style.PLAIN, Style.SERIF))), art.package(Style.DISPLAY)
    pitch = height * 0.87 / rows
    size = round(pitch * 0.66)
    sheet = Sheet.blank(width, height, (255, 255, 253))
    title = art.say("page_title")
    title_size = sheet.fitting(title, heading, round(height * 0.03), width * 0.7)
    sheet.write(title, edge, height * 0.045, heading, title_size, art.ink(), anchor="lm")
    sheet.pen.line((edge, height * 0.068, width - edge, height * 0.068), fill=INK, width=2)
    wide = (width - 2 * edge) / columns - (columns - 1) * edge / 4
    places = [
        (edge + column * (wide + edge / 2), top + pitch * row) for column in range(columns) for row in range(rows)
    ]
    _flow(sheet, _paragraphs(art, body), places, wide, body, size)
    if art.chance(0.5):
        return sheet
    page = tilted(
        sheet, table(rng, round(width * 1.06), round(height * 1.03)), rng.uniform(-1.5, 1.5), rng.uniform(0.94, 0.99)
    )
    return photographed(page, rng, blur=rng.uniform(0.3, 0.6), noise=rng.uniform(2, 5), light=rng.uniform(0.05, 0.2))


def _paragraphs(art: Artist, package: str) -> list[list[_Word]]:
    """Return paragraphs of text, more than any page holds, the names in the first of them."""
    rng = art.rng
    made = [f"{when} {what}." for when in art.texts["print_when"] for what in art.texts["print_what"]]
    sentences = iter(rng.sample([*art.texts["print"], *rng.sample(made, _SENTENCES - 40)], _SENTENCES - 20))
    paragraphs: list[list[_Word]] = []
    while several := list(islice(sentences, rng.randint(2, 5))):
        paragraphs.append([_Word(word) for sentence in several for word in sentence.split()])
    if art.with_names:
        sentences_of_praise = rng.sample(art.texts["credit"], rng.randint(1, 4))
        for credit in sentences_of_praise:
            label = art.name(rng.choice(("full", "full", "initial")), package=package)
            before, after = credit.split("{}")
            named = [
                *(_Word(word) for word in before.split()),
                *_named(label, after),
                *(_Word(word) for word in after.split(" ")[1:] if word),
            ]
            paragraph = paragraphs[rng.randrange(_FIRST)]
            starts = [0, *(at + 1 for at, word in enumerate(paragraph) if word.text.endswith(".") and not word.label)]
            at = rng.choice(starts)
            paragraph[at:at] = named
    return paragraphs


def _named(label: Label, after: str) -> list[_Word]:
    """Return the words of a name, the last with the sign that follows without a space."""
    words = [_Word(word, label) for word in label.text.split()]
    sign = after.split(" ", maxsplit=1)[0]
    return [*words, _Word(sign)] if sign else words


def _flow(
    sheet: Sheet,
    paragraphs: list[list[_Word]],
    places: list[tuple[float, float]],
    width: float,
    package: str,
    size: int,
) -> None:
    """Fill the lines at the places with paragraphs; note where names are, which may go on on the next line."""
    face = font(package, size)
    space = face.getlength(" ")
    found: dict[int, tuple[Label, list[Quad]]] = {}
    left = iter(places)
    spot: tuple[float, float] | None = next(left)
    for paragraph in paragraphs:
        used = 0.0
        for number, word in enumerate(paragraph):
            glued = bool(word.text) and not word.text[0].isalnum() and number > 0 and paragraph[number - 1].label
            long = face.getlength(word.text)
            if not glued and used and used + space + long > width:
                spot, used = next(left, None), 0.0
            if spot is None:
                return _note(sheet, found)
            x = spot[0] + used + (space if used and not glued else 0)
            quad = sheet.write(word.text, x, spot[1], package, size, INK, anchor="ls")
            if word.label:
                found.setdefault(id(word.label), (word.label, []))[1].append(quad)
            used = x + long - spot[0]
        spot = next(left, None)
        if spot is None:
            break
    return _note(sheet, found)


def _note(sheet: Sheet, found: dict[int, tuple[Label, list[Quad]]]) -> None:
    """Note names, the words of one line as one place."""
    for label, quads in found.values():
        rows: list[list[Quad]] = []
        for quad in quads:
            if rows and quad[0][0] > rows[-1][-1][0][0]:
                rows[-1].append(quad)
            else:
                rows.append([quad])
        put(sheet, label, *(_around(row) for row in rows))


def _around(quads: list[Quad]) -> Quad:
    xs, ys = zip(*(point for quad in quads for point in quad), strict=True)
    return (min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys))
