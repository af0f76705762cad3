"""Lines along an arch: how they are told from straight ones, and read."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from postcheck.model.settings import OcrSettings
from postcheck.read.engines.curved import bent, unbent
from postcheck.read.engines.line_crops import Curve, Quad
from postcheck.read.engines.rapid import RapidEngine
from tests.builders.pictures import arched, draw

QUAD: Quad = ((20, 20), (180, 20), (180, 80), (20, 80))


def shown(*lines: list[tuple[float, float]], width: int = 8) -> NDArray[np.float32]:
    """Return what a detector shows of lines: 0.9 where they are, 0 elsewhere."""
    picture = Image.new("F", (200, 100), 0.0)
    for line in lines:
        ImageDraw.Draw(picture).line(line, fill=0.9, width=width)
    return np.asarray(picture)


ARCH = [(25.0 + 5 * step, 70 - 40 * math.sin(math.pi * step / 30)) for step in range(31)]


def test_an_arch_is_seen_as_one_and_followed() -> None:
    found = bent(shown(ARCH), QUAD)
    assert found is not None
    points, half = found
    assert len(points) == 33
    for x, y in points[2:-2]:
        assert y == pytest.approx(70 - 40 * math.sin(math.pi * (x - 25) / 150), abs=3)
    assert half == pytest.approx(12, abs=3)


@pytest.mark.parametrize(
    "picture",
    [
        shown([(25.0, 50.0), (175.0, 50.0)]),
        shown([(25.0, 50.0), (175.0, 54.0)], width=12),
        shown([(25.0, 50.0), (60.0, 50.0)]),
        shown(),
        0.5 * shown(ARCH),
        np.random.default_rng(7).random((100, 200), dtype=np.float32),
    ],
    ids=["straight", "a little askew", "short", "nothing", "faint", "noise"],
)
def test_what_is_straight_or_no_line_is_not(picture: NDArray[np.float32]) -> None:
    assert bent(picture, QUAD) is None


def test_what_runs_down_is_left_alone() -> None:
    assert bent(shown(ARCH).T, ((20, 20), (80, 20), (80, 180), (20, 180))) is None


def test_a_curve_is_straightened() -> None:
    picture = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(picture).line(ARCH, fill="black", width=6)
    line = np.asarray(unbent(picture, Curve(tuple(ARCH), 12.0)).convert("L"))
    assert line.shape[0] == 48
    assert line[22:26].mean() < 20
    assert line[:8].mean() > 240
    assert line[-8:].mean() > 240


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    pytest.importorskip("rapidocr")
    return RapidEngine(OcrSettings())


@pytest.mark.parametrize("smiling", [False, True])
def test_a_name_along_an_arch_is_read_where_it_is(engine: RapidEngine, smiling: bool) -> None:
    picture, places = arched("Rosalind Carter", 250, smiling=smiling)
    (crop,) = engine.line_crops(picture, time_limit=60)
    assert crop.curve is not None
    words = crop.lines[-1].words
    assert [word.text for word in words] == ["Rosalind", "Carter"]
    for word, place in zip(words, places, strict=True):
        assert word.box.overlap(place) > 0.9
        assert word.box.area < 3 * place.area


def test_a_straight_line_is_read_once(engine: RapidEngine) -> None:
    (crop,) = engine.line_crops(draw((900, 300), ("Rosalind Carter", 60, 100, 60))[0], time_limit=60)
    assert (crop.curve, crop.others) == (None, ())
