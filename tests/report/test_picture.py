"""Copies of pictures: upright, small, without hidden details, and with nothing under what was painted over."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from postcheck.model.text import Box
from postcheck.report.picture import Picture, copy

RED, WHITE = (255, 0, 0), (255, 255, 255)
FORMATS = {"jpg": ("RGB", "CMYK", "L"), "png": ("P", "RGBA", "1"), "gif": ("P",), "webp": ("RGB",), "tif": ("LAB",)}


def opened(picture: Picture | None) -> Image.Image:
    assert picture is not None
    kind, data = picture.uri.removeprefix("data:image/").split(";base64,")
    image = Image.open(io.BytesIO(base64.b64decode(data)))
    assert image.format == kind.upper()
    assert image.size == (picture.shown_width, picture.shown_height)
    return image


def saved(path: Path, image: Image.Image, **options: Any) -> Path:
    image.save(path, **options)
    return path


def half_red(mode: str = "RGB", size: tuple[int, int] = (200, 100)) -> Image.Image:
    """Return a picture whose left half is red (or light) and whose right half is not."""
    image = Image.new("RGB", size, (0, 0, 90))
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def close(one: Any, other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.jpg", "RGB"),
        ("a.jpg", "CMYK"),
        ("a.jpg", "L"),
        ("a.png", "P"),
        ("a.png", "RGBA"),
        ("a.png", "1"),
        ("a.gif", "P"),
        ("a.webp", "RGB"),
        ("a.tif", "LAB"),
    ],
)
def test_modes_and_formats(tmp_path: Path, name: str, mode: str) -> None:
    image = half_red("RGB") if mode != "LAB" else Image.new("LAB", (200, 100))
    picture = copy(saved(tmp_path / name, image if mode == "LAB" else image.convert(mode)), frame=0, longest=1600)
    assert opened(picture).size == (200, 100)
    if mode in {"RGB", "CMYK", "RGBA"}:
        assert close(opened(picture).convert("RGB").getpixel((20, 50)), RED)


def test_sixteen_bits(tmp_path: Path) -> None:
    image = Image.new("I;16", (10, 10), 60000)
    image.putpixel((0, 0), 0)
    shown = opened(copy(saved(tmp_path / "a.png", image), frame=0, longest=100)).convert("L")
    assert shown.getpixel((9, 9)) == 255
    assert shown.getpixel((0, 0)) == 0


def test_one_shade_of_sixteen_bits(tmp_path: Path) -> None:
    assert opened(copy(saved(tmp_path / "a.png", Image.new("I;16", (10, 10), 500)), frame=0, longest=100)).size == (
        10,
        10,
    )


def test_large_pictures_are_made_smaller(tmp_path: Path) -> None:
    picture = copy(saved(tmp_path / "a.jpg", half_red(size=(3000, 1500))), frame=0, longest=1600)
    assert opened(picture).size == (1600, 800)
    assert picture is not None
    assert (picture.width, picture.height) == (3000, 1500)


def test_a_picture_that_lies_on_its_side(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = copy(saved(tmp_path / "a.jpg", half_red(size=(2000, 1000)), exif=exif), frame=0, longest=500)
    shown = opened(picture)
    assert shown.size == (250, 500)
    assert picture is not None
    assert (picture.width, picture.height) == (1000, 2000)
    assert close(shown.getpixel((125, 50)), RED)


def test_transparency_lies_on_white(tmp_path: Path) -> None:
    shown = opened(copy(saved(tmp_path / "a.png", Image.new("RGBA", (10, 10), (255, 0, 0, 0))), frame=0, longest=100))
    assert shown.convert("RGB").getpixel((5, 5)) == WHITE


def test_frames(tmp_path: Path) -> None:
    path = saved(
        tmp_path / "a.gif",
        Image.new("RGB", (20, 20), WHITE),
        save_all=True,
        append_images=[Image.new("RGB", (20, 20), RED)],
    )
    assert close(opened(copy(path, frame=1, longest=100)).convert("RGB").getpixel((9, 9)), RED)
    assert copy(path, frame=2, longest=100) is None


def test_hidden_details_do_not_travel(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Amelia Carter"
    picture = copy(saved(tmp_path / "a.jpg", half_red(), exif=exif, comment=b"Amelia Carter"), frame=0, longest=1600)
    assert picture is not None
    assert b"Amelia" not in base64.b64decode(picture.uri.split(",")[1])


@pytest.mark.parametrize("longest", [1600, 100])
def test_what_must_not_be_seen_is_painted_over(tmp_path: Path, longest: int) -> None:
    image = Image.new("RGB", (400, 200), WHITE)
    image.paste(RED, (100, 50, 200, 90))
    path = saved(tmp_path / "a.png", image)
    assert any(
        close(pixel, RED)
        for _, pixel in opened(copy(path, frame=0, longest=longest)).convert("RGB").getcolors(99999) or ()
    )
    shown = opened(copy(path, frame=0, longest=longest, cover=(Box(102, 52, 96, 36),))).convert("RGB")
    assert not any(pixel[0] > pixel[1] + 60 for _, pixel in shown.getcolors(99999) or ())  # type: ignore[index]
    assert close(shown.getpixel((shown.width * 3 // 4, shown.height // 2)), WHITE)


def test_beside_what_is_painted_over_nothing_can_be_read(tmp_path: Path) -> None:
    stripes = Image.new("L", (640, 320), 255)
    for left in range(0, 640, 4):
        stripes.paste(0, (left, 0, left + 2, 320))
    path = saved(tmp_path / "a.png", stripes)
    low, high = (
        opened(copy(path, frame=0, longest=1600, cover=(Box(0, 0, 40, 40),)))
        .convert("L")
        .crop((100, 100, 600, 300))
        .getextrema()
    )
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert high - low < 40
    assert opened(copy(path, frame=0, longest=1600)).convert("L").getextrema() == (0, 255)


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut short", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"]
)
def test_what_is_no_picture(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.jpg").write_bytes(content)
    assert copy(tmp_path / "a.jpg", frame=0, longest=100) is None


def test_what_is_not_there(tmp_path: Path) -> None:
    assert copy(tmp_path / "a.jpg", frame=0, longest=100) is None
    assert copy(tmp_path, frame=0, longest=100) is None


def test_a_picture_cut_short(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", half_red(size=(900, 900)))
    path.write_bytes(path.read_bytes()[:3000])
    assert copy(path, frame=0, longest=100) is None
