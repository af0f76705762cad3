"""QR codes in pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageOps

from postcheck.errors import UnreadableError
from postcheck.model.settings import OcrSettings
from postcheck.model.text import CODE, Box
from postcheck.read.codes import read_codes
from postcheck.read.reader import Reader
from tests.builders.pictures import draft_of
from tests.fakes.engines import ScriptedEngine


def code(text: str, side: int = 200) -> Image.Image:
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(barcode.to_image()).convert("RGB").resize((side, side), Image.Resampling.NEAREST)


def page(*codes: tuple[str, int, int, int], size: tuple[int, int] = (900, 600)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    for text, left, top, side in codes:
        picture.paste(code(text, side), (left, top))
    return picture


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_code_is_read_whichever_way_it_is_turned(turn: int) -> None:
    (found,) = read_codes(page(("https://school.example/amelia-carter", 300, 200, 200)).rotate(turn, expand=True))
    assert found.text == "https://school.example/amelia-carter"


def test_every_code_has_its_place() -> None:
    found = {word.text: word.box for word in read_codes(page(("one", 50, 60, 200), ("two", 600, 300, 240)))}
    assert set(found) == {"one", "two"}
    for text, box in {"one": Box(50, 60, 200, 200), "two": Box(600, 300, 240, 240)}.items():
        assert found[text].overlap(box) > 0.9


def test_a_code_in_a_large_photo_is_read_at_its_place() -> None:
    (found,) = read_codes(page(("Rhys Morgan", 3000, 2000, 900), size=(5000, 4000)))
    assert found.text == "Rhys Morgan"
    assert found.box.overlap(Box(3000, 2000, 900, 900)) > 0.9


@pytest.mark.parametrize(
    ("left", "top", "side"), [(2750, 1930, 150), (20, 20, 100), (3880, 2880, 100), (1150, 700, 120)]
)
def test_a_small_code_in_a_large_photo_is_read_at_its_place(left: int, top: int, side: int) -> None:
    (found,) = read_codes(page(("https://school.example/amelia-carter", left, top, side), size=(4000, 3000)))
    assert found.text == "https://school.example/amelia-carter"
    assert found.box.overlap(Box(left, top, side, side)) > 0.9


def test_a_picture_without_a_code_has_none() -> None:
    assert read_codes(Image.new("RGB", (300, 200), "white")) == ()


def test_a_decoder_that_breaks_is_no_empty_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(zxingcpp, "read_barcodes", broken)
    with pytest.raises(UnreadableError):
        read_codes(Image.new("RGB", (30, 20), "white"))


@pytest.mark.parametrize(("ink", "plate"), [("white", 0), ("black", 0), ("black", 255)])
def test_a_code_on_nothing_is_read_once(tmp_path: Path, ink: str, plate: int) -> None:
    picture = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    drawn = code("https://school.example/amelia-carter", 300)
    if plate:
        picture.paste(drawn, (50, 50))
    else:
        picture.paste(Image.new("RGB", drawn.size, ink), (50, 50), ImageOps.invert(drawn.convert("L")))
    picture.save(tmp_path / "code.png")
    reading = Reader(OcrSettings(), ScriptedEngine()).read(draft_of(tmp_path / "code.png"))
    assert [passage.text for passage in reading.passages if passage.field == CODE] == [
        "https://school.example/amelia-carter"
    ]
