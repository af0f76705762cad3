"""The artist who draws a picture, with random numbers, texts and pupils; and the ways to put a name on it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from benchmarks.names.people import Person, School
from benchmarks.names.stock import Half, plain
from benchmarks.pictures.fonts import Style, covers, font, packages
from benchmarks.pictures.paint import (
    Colour,
    Label,
    Quad,
    Sheet,
)

_INKS: tuple[Colour, ...] = ((38, 40, 52), (20, 40, 90), (110, 20, 40), (20, 80, 50), (70, 40, 110))
PAPERS: tuple[Colour, ...] = ((255, 255, 255), (252, 247, 232), (240, 246, 252), (250, 240, 244), (244, 250, 238))
BRIGHT: tuple[Colour, ...] = (
    (250, 210, 60),
    (230, 90, 60),
    (70, 160, 210),
    (110, 180, 90),
    (190, 120, 200),
    (245, 150, 60),
)
DEEP: tuple[Colour, ...] = ((24, 40, 92), (100, 16, 36), (16, 74, 54), (60, 26, 90), (30, 30, 36), (130, 60, 20))
DARK = 380
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
        """Return True in this share of cases."""
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
        """Return a pupil's name as it should be written; in a picture without names, something that may stand there."""
        if not self.with_names:
            text = self.say("group")
            return Label(text.upper() if caps else text, frozenset(), "", "")
        while True:
            person = self.pupil()
            if person.surname and len(person.forename) > 2 and len(person.full) <= 26:  # noqa: PLR2004 - everyday names
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


def put(sheet: Sheet, label: Label, *quads: Quad) -> None:
    """Note where a name was written, if it is one."""
    if label.pupil_ids:
        sheet.labels.append(replace(label, quads=quads))


def write_name(
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
        put(
            sheet,
            label,
            above,
            sheet.write(last, x, y + size * 0.6, package, size, colour, weight=weight, anchor=anchor),
        )
        return
    size = sheet.fitting(label.text, package, size, width, weight)
    put(sheet, label, sheet.write(label.text, x, y, package, size, colour, weight=weight, anchor=anchor))


def squiggle(sheet: Sheet, rng: random.Random, x: float, y: float, width: float, colour: Colour) -> None:
    """Draw a signature that nobody can read."""
    points = [(x + width * step / 14, y + rng.uniform(-0.12, 0.12) * width) for step in range(15)]
    sheet.pen.line(points, fill=colour, width=max(2, round(width / 70)), joint="curve")


def slanted(rng: random.Random, left: float, top: float, right: float, bottom: float, most: float) -> Quad:
    """Return corners as they look to somebody who does not stand right in front."""
    reach = most * (right - left)
    return (
        (left + rng.uniform(0, reach), top + rng.uniform(0, reach)),
        (right - rng.uniform(0, reach), top + rng.uniform(0, reach)),
        (right - rng.uniform(0, reach), bottom - rng.uniform(0, reach)),
        (left + rng.uniform(0, reach), bottom - rng.uniform(0, reach)),
    )


def by_hand(
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
