"""RapidOCR on real pictures, where it is installed."""

from __future__ import annotations

import sys

import pytest
from PIL import Image

from postcheck.errors import EngineUnavailableError
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box
from postcheck.read.engines.base import Heading, Line, OcrTimeoutError
from postcheck.read.engines.rapid import RapidEngine
from tests.read.pictures import certificate, draw

pytest.importorskip("rapidocr")


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    return RapidEngine(OcrSettings())


def boxes(lines: tuple[Line, ...]) -> dict[str, Box]:
    return {word.text: word.box for line in lines for word in line.words}


def test_a_certificate_is_read_in_silence(engine: RapidEngine, capfd: pytest.CaptureFixture[str]) -> None:
    assert {"Amelia", "Carter"} <= set(boxes(engine.read(certificate(), time_limit=60)))
    assert engine.read(Image.new("RGB", (300, 200), "white"), time_limit=60) == ()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("scale", "size"), [(1, (900, 300)), (5, (4500, 1500))])
def test_words_are_cut_out_of_their_line(engine: RapidEngine, scale: int, size: tuple[int, int]) -> None:
    image, (first, second) = draw(size, ("Rosalind", 60 * scale, 100 * scale, 60 * scale), ("Carter", 360 * scale, 100 * scale, 60 * scale))
    found = boxes(engine.read(image, time_limit=60))
    for name, box in (("Rosalind", first), ("Carter", second)):
        assert found[name].overlap(box) > 0.85
        assert found[name].area < 2.5 * box.area


@pytest.mark.parametrize(
    ("method", "headings"),
    [
        (Image.Transpose.ROTATE_270, {Heading.DOWN}),
        (Image.Transpose.ROTATE_180, {Heading.LEFT}),
        (Image.Transpose.ROTATE_90, {Heading.UP}),
    ],
)
def test_turned_words_lie_where_they_are(engine: RapidEngine, method: Image.Transpose, headings: set[Heading]) -> None:
    upright, (first, second) = draw((900, 500), ("Amelia", 60, 300, 60), ("Carter", 280, 300, 60))
    turned = upright.transpose(method)
    lines = engine.read(turned, time_limit=60)
    assert {line.heading for line in lines} == headings
    for name, box in (("Amelia", first), ("Carter", second)):
        mask = Image.new("L", upright.size, 0)
        mask.paste(255, (box.left, box.top, box.right, box.bottom))
        left, top, right, bottom = mask.transpose(method).getbbox() or (0, 0, 0, 0)
        assert boxes(lines)[name].overlap(Box(left, top, right - left, bottom - top)) > 0.8


def test_a_long_screenshot_is_read_to_its_end(engine: RapidEngine) -> None:
    image, (_, box) = draw((700, 7000), ("Amelia", 40, 60, 26), ("Rosalind", 300, 6900, 26))
    found = boxes(engine.read(image, time_limit=120))
    assert "Amelia" in found
    assert found["Rosalind"].overlap(box) > 0.8


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3)])
def test_tiny_and_thin_pictures_are_no_error(engine: RapidEngine, size: tuple[int, int]) -> None:
    assert engine.read(Image.new("RGB", size, "white"), time_limit=60) == ()


def test_the_time_limit_is_an_error(engine: RapidEngine) -> None:
    with pytest.raises(OcrTimeoutError):
        engine.read(certificate(), time_limit=-1.0)


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(EngineUnavailableError) as raised:
        RapidEngine(OcrSettings()).version()
    assert "pip install" in raised.value.advice
