"""Carved letters: when a picture is looked at again with even contrast, and what it looks like then."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from postcheck.model.letters import Letters
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord
from postcheck.read.engines.line_crops import LineCrop
from postcheck.read.engines.low_contrast import enlarged, evened, hardly_read


def ground(light: int) -> Image.Image:
    """Return a grey picture with stripes that are so much lighter."""
    pixels = np.full((100, 300, 3), 100, np.uint8)
    pixels[:, ::4] += light
    pixels[:, 1::4] += light
    return Image.fromarray(pixels)


def crop(sure: float, *, faint: bool = False, read: bool = True) -> LineCrop:
    line = OcrLine((OcrWord("Amelia", Box(10, 10, 200, 40), sure),)) if read else None
    return LineCrop(((10, 10), (210, 10), (210, 50), (10, 50)), faint=faint, line=line)


@pytest.mark.parametrize(
    ("light", "crops", "looked"),
    [
        (30, [crop(0.6)], True),
        (30, [crop(0.6), crop(0.97)], True),
        (30, [crop(0.0, read=False)], True),
        (120, [crop(0.6)], False),
        (30, [crop(0.97)], False),
        (30, [crop(0.6), crop(0.97), crop(0.97)], False),
        (30, [crop(0.6, faint=True)], False),
        (30, [], False),
    ],
    ids=["unsure", "half", "unread", "clear contrast", "sure", "mostly sure", "faint", "nothing"],
)
def test_only_pictures_of_little_contrast_that_were_hardly_read_are_looked_at_again(
    light: int, crops: list[LineCrop], looked: bool
) -> None:
    assert (hardly_read(ground(light), crops) is not None) == looked


def test_light_and_dark_parts_get_the_same_contrast() -> None:
    rows, columns = np.mgrid[0:400, 0:900]
    strength = np.where(columns < 450, 4.0, 40.0)
    pixels = 60 + columns / 9 + strength * np.sin(columns / 3)
    shown = np.asarray(evened(Image.fromarray(pixels.astype(np.uint8)).convert("RGB")).convert("L"), dtype=float)
    weak, strong = shown[100:300, 100:300], shown[100:300, 600:800]
    assert weak.std() == pytest.approx(strong.std(), rel=0.35)
    assert weak.mean() == pytest.approx(strong.mean(), abs=12)
    assert rows.shape == shown.shape


def test_an_even_ground_beside_strong_contrast_is_grey() -> None:
    pixels = np.zeros((600, 900), np.uint8)
    pixels[:200, :300] = np.indices((200, 300)).sum(0) // 2 % 2 * 255
    shown = np.asarray(evened(Image.fromarray(pixels).convert("RGB")).convert("L"), dtype=float)
    assert shown[400:, 600:] == pytest.approx(128, abs=1)


def test_places_are_those_of_the_whole_picture() -> None:
    letters = Letters(b"", (), 1.0, (10, 20, 10, 40, 110, 20, 110, 40))
    line = OcrLine((OcrWord("Amelia", Box(10, 20, 100, 20), 0.9),), place="1,1", letters=letters)
    found = enlarged(line, (200, 100), (600, 200))
    assert found.words[0].box == Box(30, 40, 300, 40)
    assert found.letters is not None
    assert found.letters.ends == (30, 40, 30, 80, 330, 40, 330, 80)
    assert found.place == ""
