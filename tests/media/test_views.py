"""Pictures on every ground, and in every light."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from postcheck.media.images import frames, opened
from postcheck.media.views import views_of

SIZE = (300, 100)
INK = Image.new("L", SIZE)
ImageDraw.Draw(INK).text((10, 10), "Leo", fill=255, font=ImageFont.load_default(60))
INK = INK.point([0] * 128 + [255] * 128)


def picture(ink: tuple[int, ...], paper: tuple[int, ...]) -> Image.Image:
    found = Image.new("RGBA" if len(ink) == 4 else "RGB", SIZE, paper)
    found.paste(ink, (0, 0, *SIZE), INK)
    return found


def shows_ink(view: Image.Image) -> bool:
    """Whether a view shows the letters and nothing else, at a contrast that everybody sees."""
    inside, outside = (np.asarray(view)[np.asarray(INK) == level].astype(int).mean(axis=0) for level in (255, 0))
    return bool(abs(inside - outside).max() > 60)


@pytest.mark.parametrize("level", [1, 2, 8, 16])
@pytest.mark.parametrize("ground", [0, 40, 128, 239])
def test_letters_that_hardly_differ_from_their_ground_are_brought_out(ground: int, level: int) -> None:
    seen, faint = views_of(picture((ground + level,) * 3, (ground,) * 3))
    assert not shows_ink(seen)
    assert shows_ink(faint)


@pytest.mark.parametrize("channel", [0, 1, 2])
def test_one_channel_is_enough(channel: int) -> None:
    ink = [120, 120, 120]
    ink[channel] += 6
    assert shows_ink(views_of(picture(tuple(ink), (120, 120, 120)))[-1])


@pytest.mark.parametrize(
    ("level", "alpha"), [(0, 1), (0, 3), (0, 10), (128, 3), (128, 10), (255, 1), (255, 3), (255, 10)]
)
def test_letters_that_are_nearly_transparent_are_brought_out(level: int, alpha: int) -> None:
    assert shows_ink(views_of(picture((level, level, level, alpha), (0, 0, 0, 0)))[-1])


@pytest.mark.parametrize("ink", [(255, 0, 0, 0), (255, 255, 255, 0), (20, 20, 20, 0)])
def test_colours_under_what_is_fully_transparent_are_shown(ink: tuple[int, ...]) -> None:
    assert any(shows_ink(view) for view in views_of(picture(ink, (128, 128, 128, 0))))


def test_one_ground_is_enough_for_what_it_shows_well() -> None:
    assert len(views_of(picture((250, 250, 250, 255), (255, 255, 255, 0)))) == 2
    assert len(views_of(picture((0, 0, 0), (255, 255, 255)))) == 1


def test_what_compression_leaves_around_letters_is_no_writing(tmp_path: Path) -> None:
    picture((0, 0, 0), (255, 255, 255)).save(tmp_path / "a.jpg", quality=40)
    with opened(tmp_path / "a.jpg", 1_000_000) as image:
        (frame,) = frames(image, 1_000_000, [])
    assert len(frame.views) == 1


def test_one_value_far_away_hides_nothing() -> None:
    values = np.where(np.asarray(INK) > 0, 0.2, 0.8).astype(np.float32)
    values[0, 0] = 1e30
    assert any(shows_ink(view) for view in views_of(Image.fromarray(values)))


@pytest.mark.parametrize("channel", [1, 2])
def test_lab_colours_of_one_lightness_differ(channel: int) -> None:
    channels = [Image.new("L", SIZE, 128) for _ in range(3)]
    channels[channel] = INK.point([128] * 128 + [220] * 128)
    assert shows_ink(views_of(Image.merge("LAB", channels))[0])


def test_ink_under_black_is_shown() -> None:
    none, black = Image.new("L", SIZE), Image.new("L", SIZE, 255)
    seen, under = views_of(Image.merge("CMYK", (INK, none, none, black)))
    assert not shows_ink(seen)
    assert shows_ink(under)
