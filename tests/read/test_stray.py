"""Words in a picture file that begin like a camera's or a program's name are names all the same."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PIL import Image

from postcheck.read.stray import parts_in, stray_words


def with_segment(path: Path, marker: int, data: bytes) -> Path:
    Image.new("RGB", (64, 64), "white").save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:2] + struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data + whole[2:])
    return path


@pytest.mark.parametrize(
    "text",
    ["Photos of Amelia Osei", "Hero of the week: Amelia Osei", "Mackenzie Osei", "Honor Blake", "Windows by Amelia"],
)
def test_words_of_an_unknown_segment_are_read(tmp_path: Path, text: str) -> None:
    assert text in list(stray_words(parts_in(with_segment(tmp_path / "a.jpg", 0xE5, text.encode()))))


@pytest.mark.parametrize("text", ["Canon of Amelia Osei", "iPhone of Amelia", "Apple Mackenzie Osei"])
def test_an_owner_in_exif_is_read(tmp_path: Path, text: str) -> None:
    exif = Image.Exif()
    exif[0xA430] = text
    Image.new("RGB", (64, 64), "white").save(tmp_path / "a.jpg", exif=exif)
    assert any(text in words for words in stray_words(parts_in(tmp_path / "a.jpg")))


@pytest.mark.parametrize("model", ["iPhone 15 Pro Max", "Canon EOS 5D Mark IV", "Google Pixel 8 Pro", "NIKON D850"])
def test_a_model_is_nobodys_name(tmp_path: Path, model: str) -> None:
    exif = Image.Exif()
    exif[0x0110] = model
    Image.new("RGB", (64, 64), "white").save(tmp_path / "a.jpg", exif=exif)
    assert not any(
        "Mark" in words or "Max" in words or "Pro" in words for words in stray_words(parts_in(tmp_path / "a.jpg"))
    )


@pytest.mark.parametrize(
    "number", ["735-0ea0-4e81-ba29-5efa8a51ceb7", "2c1b3efa8a51ceb7", "AF215D70-BEC8-4164-8377-9F6C4A85E2FA"]
)
def test_numbers_of_files_are_no_words(tmp_path: Path, number: str) -> None:
    path = with_segment(tmp_path / "a.jpg", 0xE5, f"made by Efa {number} there".encode())
    assert "made by Efa   there" in list(stray_words(parts_in(path)))
    assert list(stray_words(parts_in(with_segment(tmp_path / "b.jpg", 0xE5, number.encode())))) == list(
        stray_words(parts_in(with_segment(tmp_path / "c.jpg", 0xE5, b"7")))
    )


@pytest.mark.parametrize("text", ["Ada-Mae 2026", "fade-deed-face-2026", "Abbie Deed Abbie"])
def test_names_that_look_like_such_numbers_are_words(tmp_path: Path, text: str) -> None:
    assert text in list(stray_words(parts_in(with_segment(tmp_path / "a.jpg", 0xE5, text.encode()))))
