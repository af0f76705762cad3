"""Lines cut out of pictures: straight, upright, and where they are."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from postcheck.model.text import Box
from postcheck.read.engines.base import TextDirection
from postcheck.read.engines.line_crops import LineCrop, Quad, part_of, shared, straightened, thickness
from tests.builders.pictures import draw

FLAT: Quad = ((100.0, 50.0), (300.0, 50.0), (300.0, 90.0), (100.0, 90.0))
DOWN: Quad = ((100.0, 50.0), (140.0, 50.0), (140.0, 250.0), (100.0, 250.0))


def tilted(quad: Quad, degrees: float) -> Quad:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    first, second, third, fourth = ((x * cos - y * sin + 300, x * sin + y * cos + 300) for x, y in quad)
    return first, second, third, fourth


@given(degrees=st.floats(-40, 40))
def test_a_line_shares_itself_whatever_its_tilt(degrees: float) -> None:
    quad = tilted(FLAT, degrees)
    assert shared(quad, quad) == 1.0
    assert thickness(quad) == pytest.approx(40)


@given(degrees=st.floats(-40, 40))
def test_the_next_line_of_a_tilted_page_is_another_line(degrees: float) -> None:
    below: Quad = ((100.0, 95.0), (300.0, 95.0), (300.0, 135.0), (100.0, 135.0))
    assert shared(tilted(FLAT, degrees), tilted(below, degrees)) == 0.0


def test_half_of_a_line_is_shared_with_it() -> None:
    half: Quad = ((100.0, 50.0), (200.0, 50.0), (200.0, 90.0), (100.0, 90.0))
    shifted: Quad = ((200.0, 50.0), (400.0, 50.0), (400.0, 90.0), (200.0, 90.0))
    assert shared(FLAT, half) == shared(half, FLAT) == 1.0
    assert shared(FLAT, shifted) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("quad", "upside_down", "direction"),
    [
        (FLAT, False, TextDirection.RIGHT),
        (FLAT, True, TextDirection.LEFT),
        (DOWN, False, TextDirection.DOWN),
        (DOWN, True, TextDirection.UP),
    ],
)
def test_which_way_a_line_runs(quad: Quad, upside_down: bool, direction: TextDirection) -> None:
    assert LineCrop(quad, upside_down=upside_down).direction is direction


def test_parts_of_lines_are_counted_from_where_the_line_begins() -> None:
    size = (1000, 1000)
    assert part_of(FLAT, 0.0, 0.25, upside_down=False, size=size) == Box(100, 50, 50, 40)
    assert part_of(FLAT, 0.0, 0.25, upside_down=True, size=size) == Box(250, 50, 50, 40)
    assert part_of(DOWN, 0.5, 1.0, upside_down=False, size=size) == Box(100, 150, 40, 100)
    assert part_of(FLAT, 0.0, 1.0, upside_down=False, size=(200, 70)) == Box(100, 50, 100, 20)


@pytest.mark.parametrize(
    "method", [None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90]
)
def test_a_line_is_cut_out_upright(method: Image.Transpose | None) -> None:
    upright, (box,) = draw((600, 200), ("Rosalind", 100, 60, 40))
    wanted = upright.crop((box.left, box.top, box.right, box.bottom))
    picture = upright.transpose(method) if method else upright
    mask = Image.new("L", upright.size, 0)
    mask.paste(255, (box.left, box.top, box.right, box.bottom))
    left, top, right, bottom = (mask.transpose(method) if method else mask).getbbox() or (0, 0, 0, 0)
    quad: Quad = ((left, top), (right, top), (right, bottom), (left, bottom))
    strip = straightened(picture, quad, upside_down=method in {Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90})
    difference = [
        abs(one - other) for one, other in zip(strip.convert("L").tobytes(), wanted.convert("L").tobytes(), strict=True)
    ]
    assert sum(difference) / len(difference) < 6


def test_a_large_line_is_made_no_larger_than_need_be() -> None:
    quad: Quad = ((0.0, 0.0), (4000.0, 0.0), (4000.0, 800.0), (0.0, 800.0))
    assert straightened(Image.new("RGB", (4000, 800)), quad).size == (320, 64)


def test_a_line_that_reaches_out_of_the_picture_is_cut_out_all_the_same() -> None:
    quad: Quad = ((-20.0, -5.0), (80.0, -5.0), (80.0, 30.0), (-20.0, 30.0))
    assert straightened(Image.new("RGB", (60, 25)), quad).size == (100, 35)
