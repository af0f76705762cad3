"""Pictures that hold more rows than they show, or fewer."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from postcheck.media.images import frames, opened
from tests.builders.picture_files import chunk, encoded

SIZE = (640, 608)


def problems(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    found: list[str] = []
    with opened(path, 10_000_000) as image:
        assert len(list(frames(image, 10_000_000, found))) == 1
    return " ".join(found)


def page() -> Image.Image:
    return Image.effect_noise(SIZE, 60).convert("RGB")


def png(rows: int, declared: int) -> bytes:
    pixels = b"".join(b"\0" + row.tobytes() for row in np.asarray(page())[:rows])
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE[0], declared, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("rows", "declared"), [(300, 600), (600, 300), (599, 600), (301, 300)])
def test_a_png_of_other_rows_than_it_declares_is_said(rows: int, declared: int, tmp_path: Path) -> None:
    assert "more pixels than it shows" in problems(tmp_path / "a.png", png(rows, declared))


def test_a_png_of_the_rows_that_it_declares_is_whole(tmp_path: Path) -> None:
    assert problems(tmp_path / "a.png", png(300, 300)) == ""


def test_a_jpeg_that_shows_half_its_rows_is_said(tmp_path: Path) -> None:
    data = bytearray(encoded(page(), "JPEG"))
    struct.pack_into(">H", data, data.index(b"\xff\xc0") + 5, SIZE[1] // 2)
    assert "more pixels than it shows" in problems(tmp_path / "a.jpg", bytes(data))


def test_a_jpeg_that_is_cut_and_ended_is_said(tmp_path: Path) -> None:
    data = encoded(page(), "JPEG")
    assert "damaged or cut short" in problems(tmp_path / "a.jpg", data[: len(data) // 2] + b"\xff\xd9")


@pytest.mark.parametrize("options", [{}, {"quality": 98}, {"progressive": True}, {"restart_marker_rows": 1}])
@pytest.mark.parametrize("size", [(8, 8), (64, 48), (1500, 1100)])
@pytest.mark.parametrize("colour", ["white", (128, 128, 128), "noise"])
def test_an_ordinary_jpeg_is_whole(
    colour: str | tuple[int, int, int], size: tuple[int, int], options: dict[str, Any], tmp_path: Path
) -> None:
    picture = Image.effect_noise(size, 60).convert("RGB") if colour == "noise" else Image.new("RGB", size, colour)
    assert problems(tmp_path / "a.jpg", encoded(picture, "JPEG", **options)) == ""


def gif_of(height: int, *frames: Image.Image) -> bytes:
    """Return a GIF whose last frame claims to be of another height."""
    data = bytearray(encoded(frames[0], "GIF", save_all=True, append_images=list(frames[1:]), duration=100))
    place = data.rindex(b"\x2c\0\0\0\0" + struct.pack("<HH", *frames[-1].size))
    struct.pack_into("<H", data, place + 7, height)
    return bytes(data)


@pytest.mark.parametrize("size", [(640, 608), (120, 80)])
def test_a_gif_that_shows_half_its_rows_is_said(size: tuple[int, int], tmp_path: Path) -> None:
    picture = Image.effect_noise(size, 60)
    assert "more pixels than it shows" in problems(tmp_path / "a.gif", gif_of(size[1] // 2, picture))


@pytest.mark.parametrize("size", [(8, 8), (64, 48), (640, 608)])
@pytest.mark.parametrize("noise", [False, True])
def test_an_ordinary_gif_is_whole(noise: bool, size: tuple[int, int], tmp_path: Path) -> None:
    picture = Image.effect_noise(size, 60) if noise else Image.new("L", size, "white")
    assert problems(tmp_path / "a.gif", encoded(picture, "GIF")) == ""


def test_what_follows_the_pixels_of_a_gif_in_its_blocks_is_said(tmp_path: Path) -> None:
    data = encoded(Image.new("L", (120, 80), "white"), "GIF")
    more = encoded(page().resize((16, 16)), "PNG")[:255]
    assert data.endswith(b"\0;")
    assert "more pixels than it shows" in problems(tmp_path / "a.gif", data[:-2] + bytes([255]) + more + b"\0;")


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}], ids=str)
def test_a_jpeg_that_is_damaged_in_its_middle_is_said_to_be(mode: str, options: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    picture = Image.effect_noise((400, 300), 60).convert("RGB").convert(mode)
    data = bytearray(encoded(picture, "JPEG", quality=95, **options))
    assert problems(path, bytes(data)) == ""
    middle = len(data) // 2
    data[middle : middle + 30] = random.Random(5).randbytes(30).replace(b"\xff", b"\xfe")
    assert problems(path, bytes(data))  # damaged, or more than it shows
