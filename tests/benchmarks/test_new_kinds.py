"""Pictures of names that are bent, apart, mirrored, turned or small: each name is where its truth says."""

from __future__ import annotations

import io
import math
import random
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageFilter, ImageOps, ImageStat

from benchmarks.names.stock import Half
from benchmarks.pictures.bends import Bend, arching, bent, bulging, fitting_around, waving, write_around
from benchmarks.pictures.fonts import Style, all_packages
from benchmarks.pictures.images import Picture, make_picture_set
from benchmarks.pictures.kinds import KINDS
from benchmarks.pictures.paint import Label, Sheet, mirrored
from benchmarks.pictures.profiles import display_p3, in_display_p3

DEV, TEST = 1, 2026
NEW = ("arched", "wavy", "single letters", "mirrored", "phone portrait", "dense print", "handwriting")


@cache
def drawn(kind: str, turn: int, seed: int = DEV) -> Picture:
    return make_picture_set(seed, 1).draw(list(KINDS).index(kind) + turn * len(KINDS))


def outside(image: Image.Image, label: Label, slack: int = 3) -> float:
    """Return the share of the dark pixels that are outside all of a name's places."""
    dark = np.asarray(image.convert("L")) < 90
    inside = Image.new("L", image.size, 0)
    for quad in label.quads:
        ImageDraw.Draw(inside).polygon(quad, fill=255)
    near = np.asarray(inside.filter(ImageFilter.MaxFilter(2 * slack + 1))) > 0
    assert dark.any()
    return float((dark & ~near).sum() / dark.sum())


def inked(image: Image.Image, label: Label) -> list[float]:
    """Return for each place of a name how much lightness varies in it."""
    spreads = []
    for quad in label.quads:
        xs, ys = zip(*quad, strict=True)
        box = (math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1)
        spreads.append(ImageStat.Stat(image.convert("L").crop(box)).stddev[0])
    return spreads


def flat() -> Sheet:
    sheet = Sheet.blank(600, 160, (255, 255, 255))
    quad = sheet.write("Amelia Carter", 300, 80, "", 60, (0, 0, 0))
    sheet.labels.append(Label("Amelia Carter", frozenset({"P1"}), "full", "english", (quad,)))
    return sheet


BENDS: dict[str, Bend] = {
    "waving": waving(600, 160, random.Random(5), depth=0.3),
    "bulging": bulging(600, 160, around=1.0, sag=0.2),
    "an arch": arching(600, 160, spread=1.8),
    "hanging": arching(600, 160, spread=-1.4),
    "half a circle": arching(600, 160, spread=math.pi),
}


@pytest.mark.parametrize("bend", BENDS.values(), ids=BENDS)
def test_a_bent_name_is_where_its_label_says(bend: Bend) -> None:
    sheet = bent(flat(), bend)
    assert sheet.shape is not None
    page = Image.new("RGB", sheet.image.size, "white")
    page.paste(sheet.image, mask=sheet.shape)
    (label,) = sheet.labels
    assert outside(page, label) < 0.01
    # And no larger than need be: without its last third, ink is left out.
    third = len(label.quads) // 3
    assert outside(page, Label("", label.pupil_ids, "", "", label.quads[third:])) > 0.15


@pytest.mark.parametrize("bend", BENDS.values(), ids=BENDS)
def test_a_bend_leads_there_and_back(bend: Bend) -> None:
    points = np.array([(10.0, 20.0), (300.0, 80.0), (590.0, 150.0), (300.0, 0.0)])
    there = bend.there(points)
    assert np.allclose(bend.back(there), points, atol=1e-6)
    assert (there >= -1).all()
    assert (there <= np.array(bend.size) + 1).all()


@pytest.mark.parametrize("below", [False, True])
def test_letters_around_a_circle_are_where_they_are_said_to_be(below: bool) -> None:
    sheet = Sheet.blank(600, 600, (255, 255, 255))
    size = fitting_around("Zoë Carter", "", 70, 200, 2.4)
    quads = write_around(sheet, "Zoë Carter", (300, 300), 200, "", size, (0, 0, 0), below=below)
    assert len(quads) == len("Zoë Carter")
    label = Label("Zoë Carter", frozenset({"P1"}), "full", "english", tuple(quads))
    assert outside(sheet.image, label) < 0.02
    middles = [np.mean(quad, axis=0) for quad in quads]
    assert [middle[0] for middle in middles] == sorted(middle[0] for middle in middles), "read from left to right"
    assert all(bool(middle[1] > 300) is below for middle in middles)
    turns = [math.atan2(middle[0] - 300, abs(middle[1] - 300)) for middle in middles]
    assert turns[-1] - turns[0] <= 2.4


def test_a_mirrored_name_is_where_the_mirror_shows_it() -> None:
    sheet = mirrored(flat())
    assert outside(sheet.image, sheet.labels[0]) < 0.01
    first, second, *_ = sheet.labels[0].quads[0]
    assert first[0] > second[0], "its first letter is on the right"
    assert ImageChops.difference(ImageOps.mirror(sheet.image), flat().image).getbbox() is None


@pytest.mark.parametrize("kind", NEW)
def test_new_kinds_show_pupils_or_none(kind: str) -> None:
    tests = make_picture_set(DEV, 1)
    known = {pupil.id for pupil in tests.school.pupils}
    named, nameless = drawn(kind, 1), drawn(kind, 2)
    assert named.kind == nameless.kind == kind
    assert named.labels
    assert not nameless.labels
    for label in named.labels:
        assert label.pupil_ids <= known
        left, top, right, bottom = label.box
        assert -3 <= left < right <= named.image.width + 3
        assert -3 <= top < bottom <= named.image.height + 3
        assert min(inked(named.image, label)) > 6, "there is ink in each of its places"


def test_single_letters_have_a_place_each() -> None:
    picture = drawn("single letters", 0)
    for label in picture.labels:
        assert len(label.quads) == sum(not letter.isspace() for letter in label.text)


def test_a_quarter_of_a_kind_is_without_names() -> None:
    assert [bool(drawn("arched", turn).labels) for turn in range(8)] == 2 * [True, True, False, True]


def test_pictures_of_a_kind_are_the_same_whatever_else_is_drawn() -> None:
    every, some = make_picture_set(DEV, 20), make_picture_set(DEV, 20, ["arched", "badge"])
    numbers = list(some.numbers)
    assert {list(KINDS)[number % len(KINDS)] for number in numbers} == {"arched", "badge"}
    assert [picture.number for picture in some] == numbers
    assert every.draw(numbers[0]).content() == some.draw(numbers[0]).content()


@pytest.mark.parametrize("turn", [0, 1, 3])
def test_a_viewer_shows_a_phones_portrait_upright_with_the_names_where_the_truth_says(turn: int) -> None:
    picture = drawn("phone portrait", turn)
    assert picture.orientation in {3, 6, 8}
    assert picture.image.height > picture.image.width
    stored = Image.open(io.BytesIO(picture.content()))
    assert stored.getexif()[0x0112] == picture.orientation
    assert (stored.width > stored.height) is (picture.orientation != 3)
    seen = ImageOps.exif_transpose(stored)
    profile = ImageCms.ImageCmsProfile(io.BytesIO(seen.info["icc_profile"]))
    shown = ImageCms.profileToProfile(seen, profile, ImageCms.createProfile("sRGB"))
    assert shown is not None
    for label in picture.labels:
        there, drawn_there = shown.crop(label.box), picture.image.crop(label.box)
        assert sum(ImageStat.Stat(ImageChops.difference(there, drawn_there)).mean) / 3 < 6
        assert min(inked(shown, label)) > 6


def test_the_profile_is_that_of_wider_colours() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(display_p3()))
    assert ImageCms.getProfileDescription(profile).strip() == "Display P3"
    # The values that Display P3 has for the reds, greens and greys of sRGB.
    for colour, wide in (((255, 0, 0), (234, 51, 35)), ((0, 255, 0), (117, 251, 76)), ((128,) * 3, (128,) * 3)):
        found = in_display_p3(Image.new("RGB", (1, 1), colour)).getpixel((0, 0))
        assert isinstance(found, tuple)
        assert all(abs(one - other) <= 1 for one, other in zip(found, wide, strict=True))


def test_dense_print_has_one_to_four_names_among_many_lines() -> None:
    counts = [len(drawn("dense print", turn).labels) for turn in (0, 1, 4)]
    assert all(1 <= count <= 4 for count in counts)
    assert len(set(counts)) > 1


def test_handwriting_has_fonts_of_its_own_in_each_half() -> None:
    hand = {half: set(all_packages(Style.HANDWRITTEN, half)) for half in Half}
    assert not hand[Half.DEV] & hand[Half.TEST]
    styles = [style for style in Style if style is not Style.HANDWRITTEN]
    others = {package for style in styles for half in Half for package in all_packages(style, half)}
    assert not (hand[Half.DEV] | hand[Half.TEST]) & others


def test_every_font_is_fetched_from_somewhere() -> None:
    root = Path(__file__).parents[2]
    listed = (root / "benchmarks" / "requirements.txt").read_text(encoding="utf-8")
    from_npm = re.search(r"^HANDWRITING := (.*\\\n.*)$", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert from_npm
    fetched = {line.split("-", 1)[1] for line in listed.splitlines() if line.startswith("font")}
    fetched |= set(from_npm[1].replace("\\", "").split())
    wanted = {package for style in Style for half in Half for package in all_packages(style, half)}
    assert {package.replace("_", "-") for package in wanted} == fetched
