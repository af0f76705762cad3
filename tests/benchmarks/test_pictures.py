"""The benchmark's pictures: seeded, every name where it says, nothing shared between halves.

Its figures are tried on cases made by hand.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.names.stock import Half
from benchmarks.pictures.fonts import Style, all_packages
from benchmarks.pictures.images import Picture, make_picture_set, texts
from benchmarks.pictures.kinds import KINDS
from benchmarks.pictures.paint import Label, Quad, Sheet, laid, tilted, turned
from benchmarks.pictures.score import FlaggedName, Score, cover, is_on
from benchmarks.pictures.tables import cost_by_kind
from postcheck.model.text import Box

DEV, TEST = 1, 2026


def label(left: float, top: float, right: float, bottom: float, *ids: str) -> Label:
    quad: Quad = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Label("Amelia Carter", frozenset(ids), "full", "english", (quad,))


def picture(*labels: Label, kind: str = "badge") -> Picture:
    return Picture(0, kind, Image.new("RGB", (400, 300), "white"), labels)


# The pictures


@pytest.mark.parametrize("number", [0, 6, 11])
def test_the_same_seed_draws_the_same_picture(number: int) -> None:
    one, two = (make_picture_set(DEV, 12).draw(number) for _ in range(2))
    assert one.content() == two.content()
    assert one.labels == two.labels
    assert make_picture_set(DEV + 1, 12).draw(number).content() != one.content()


def test_a_smaller_set_is_the_beginning_of_a_larger_one() -> None:
    assert make_picture_set(DEV, 12).draw(6).content() == make_picture_set(DEV, 24).draw(6).content()


def test_the_halves_share_no_text_and_no_font() -> None:
    dev, test = texts(Half.DEV), texts(Half.TEST)
    assert dev.keys() == test.keys()
    shared = {kind: set(dev[kind]) & set(test[kind]) for kind in dev}
    assert {kind for kind, both in shared.items() if both} <= {"team", "signed", "sign", "group"}
    for style in Style:
        assert not set(all_packages(style, Half.DEV)) & set(all_packages(style, Half.TEST))


def test_the_halves_share_no_pupil() -> None:
    dev, test = ({pupil.full for pupil in make_picture_set(seed, 1).school.pupils} for seed in (DEV, TEST))
    assert not dev & test
    assert len(dev) > 400


@pytest.mark.parametrize("kind", ["certificate", "script", "screenshot", "coloured", "poster", "badge", "rotated"])
def test_every_kind_shows_pupils_or_none(kind: str) -> None:
    place = list(KINDS).index(kind)
    tests = make_picture_set(TEST, 120)
    named, nameless = tests.draw(place), tests.draw(place + 2 * len(KINDS))
    assert named.kind == nameless.kind == kind
    assert named.labels
    assert not nameless.labels
    known = {pupil.id for pupil in tests.school.pupils}
    for one in named.labels:
        assert one.pupil_ids
        assert one.pupil_ids <= known
        left, top, right, bottom = one.box
        assert -3 <= left < right <= named.image.width + 3
        assert -3 <= top < bottom <= named.image.height + 3


def test_the_name_of_a_file_gives_nobody_away() -> None:
    one = make_picture_set(DEV, 12).draw(0)
    assert one.name == "000-certificate.jpg"


def ink_outside(sheet: Sheet, quad: Quad, slack: int = 3) -> float:
    """Return the share of the dark pixels of a sheet that are outside a quad."""
    dark = np.asarray(sheet.image.convert("L")) < 90
    inside = Image.new("L", sheet.image.size, 0)
    ImageDraw.Draw(inside).polygon(quad, fill=255)
    near = np.asarray(inside.filter(ImageFilter.MaxFilter(2 * slack + 1))) > 0
    assert dark.any()
    return float((dark & ~near).sum() / dark.sum())


def written(angle: float = 0.0) -> Sheet:
    sheet = Sheet.blank(500, 300, (255, 255, 255))
    quad = sheet.write("Amelia", 250, 150, "", 60, (0, 0, 0), angle=angle)
    sheet.labels.append(Label("Amelia", frozenset({"P1"}), "first", "english", (quad,)))
    return sheet


MOVES: dict[str, Callable[[Sheet], Sheet]] = {
    "as it is": lambda sheet: sheet,
    "a quarter": lambda sheet: turned(sheet, 1),
    "upside down": lambda sheet: turned(sheet, 2),
    "three quarters": lambda sheet: turned(sheet, 3),
    "tilted": lambda sheet: tilted(sheet, Image.new("RGB", (700, 600), "white"), 17, 0.9),
    "slanted": lambda sheet: laid(
        sheet, Image.new("RGB", (700, 600), "white"), ((40, 80), (640, 30), (600, 520), (90, 460))
    ),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
@pytest.mark.parametrize("angle", [0.0, 8.0])
def test_a_name_is_where_its_label_says(move: Callable[[Sheet], Sheet], angle: float) -> None:
    sheet = move(written(angle))
    quad = sheet.labels[0].quads[0]
    assert ink_outside(sheet, quad) < 0.01
    # And no larger than need be: half of it, its lower half, leaves ink out.
    middle = [((one[0] + two[0]) / 2, (one[1] + two[1]) / 2) for one, two in ((quad[0], quad[3]), (quad[1], quad[2]))]
    assert ink_outside(sheet, (middle[0], middle[1], quad[2], quad[3])) > 0.2


def test_a_tilted_name_is_as_high_as_its_letters() -> None:
    assert math.isclose(written(8.0).labels[0].height, written().labels[0].height, abs_tol=1)


# The figures


def test_a_name_counts_only_with_the_right_pupil() -> None:
    score = Score()
    amelia = label(100, 100, 200, 120, "P1")
    score.count(picture(amelia), [FlaggedName(Box(100, 100, 100, 20), frozenset({"P1", "P2"}))])
    score.count(picture(amelia), [FlaggedName(Box(100, 100, 100, 20), frozenset({"P2"}))])
    score.count(picture(amelia), [FlaggedName(Box(300, 200, 50, 20), frozenset({"P1"}))])
    tally = score.tallies["badge"]
    assert (tally.names, tally.found, tally.placed, tally.right, tally.wrong) == (3, 1, 2, 2, 1)
    assert score.macro == pytest.approx(1 / 3)
    assert [name for _, name in score.missed] == ["Amelia Carter"] * 2


def test_whoever_knows_no_pupils_is_asked_for_the_place_alone() -> None:
    score = Score()
    score.count(picture(label(100, 100, 200, 120, "P1")), [FlaggedName(Box(100, 100, 100, 20))], knows_pupils=False)
    assert score.total.found == 1


def test_flags_in_pictures_without_names_are_false() -> None:
    score = Score()
    score.count(picture(), [FlaggedName(Box(1, 1, 5, 5), text="Star"), FlaggedName(Box(9, 9, 5, 5), text="May")])
    score.count(picture(), [])
    assert (score.without, score.false, score.per_hundred) == (2, 2, 100.0)
    assert score.precision == 0.0
    assert score.macro == 0.0
    assert [words for _, words, _ in score.cries] == ["Star", "May"]


def test_costs_and_false_flags_are_told_by_kind_beside_the_baseline() -> None:
    score, baseline = Score(), Score()
    for number, spent in enumerate((3.0, 1.0)):
        names = [label(100, 100, 200, 120, "P1")] if number == 0 else []
        score.count(picture(*names), [FlaggedName(Box(300, 200, 50, 20))])
        score.cpu["badge"].append(spent)
        baseline.cpu["badge"].append(0.5)
    told = cost_by_kind("standard", score, baseline)
    row = next(line for line in told.splitlines() if line.startswith("| badge"))
    assert [cell.strip() for cell in row.split("|")[1:-1]] == ["badge", "2", "1.00", "2.00", "4.0"]
    assert "In the median picture: 4.0 times" in told


def test_macro_recall_counts_kinds_alike() -> None:
    score = Score()
    for kind, found in (("wall", [True, True, True, False]), ("bib", [False])):
        for one in found:
            flags = [FlaggedName(Box(100, 100, 100, 20), frozenset({"P1"}))] if one else []
            score.count(picture(label(100, 100, 200, 120, "P1"), kind=kind), flags)
    assert score.macro == pytest.approx((0.75 + 0) / 2)
    assert score.total.recall == pytest.approx(0.6)


def test_covers_are_measured_as_redact_makes_them() -> None:
    name = label(100, 100, 200, 120, "P1")
    size = (400, 300)
    assert cover(name, [Box(100, 100, 100, 20)], size) == 1.0
    assert cover(name, [Box(104, 102, 92, 16)], size) == 1.0  # the cover goes beyond what was read
    assert cover(name, [Box(100, 100, 30, 20)], size) == pytest.approx(46 / 100, abs=0.03)
    assert cover(name, [Box(300, 200, 20, 20)], size) == 0.0
    assert cover(name, [Box(100, 100, 50, 20), Box(150, 100, 50, 20)], size) == 1.0


def test_a_name_of_two_lines_needs_both_covered() -> None:
    first: Quad = ((100, 100), (200, 100), (200, 120), (100, 120))
    second: Quad = ((100, 160), (200, 160), (200, 180), (100, 180))
    name = Label("Amelia Carter", frozenset({"P1"}), "full", "english", (first, second))
    assert cover(name, [Box(100, 100, 100, 20)], (400, 300)) == pytest.approx(0.5, abs=0.05)
    assert cover(name, [Box(100, 100, 100, 80)], (400, 300)) == 1.0
    assert is_on(FlaggedName(Box(100, 160, 100, 20)), name)


def test_random_numbers_of_pictures_are_their_own() -> None:
    random.seed(5)
    one = make_picture_set(DEV, 12).draw(7).content()
    random.seed(6)
    assert make_picture_set(DEV, 12).draw(7).content() == one
