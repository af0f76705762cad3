"""Pictures that hold more rows than they show, or fewer."""

from __future__ import annotations

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
