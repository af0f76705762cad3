"""Gain maps of photos are no pictures of their own: looked at for what they alone show, and only once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from postcheck.media.gain_map import draws_more
from postcheck.model.reading import Reading
from postcheck.model.settings import OcrSettings
from postcheck.model.text import THUMBNAIL, Box
from postcheck.read.reader import Reader
from tests.builders.picture_files import SIZE, encoded, lettered, segment
from tests.builders.pictures import draft_of
from tests.fakes.engines import Lines, ScriptedDetector, ScriptedEngine, row

MARKS = {
    "ISO": segment(0xE2, b"urn:iso:std:iso:ts:21496:-1\0" + bytes(60)),
    "Google": segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta hdrgm:Version='1.0'/>"),
    "Apple": segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<a>urn:com:apple:photo:2020:aux:hdrgainmap</a>"),
}
FACE = (Box(5, 5, 40, 40),)


def photo() -> Image.Image:
    return Image.effect_noise(SIZE, 120).convert("RGB")


def marked(picture: Image.Image, mark: str) -> bytes:
    data = encoded(picture.convert("L").resize((160, 60)), "JPEG", quality=95)
    return data[:2] + MARKS[mark] + data[2:]


def with_frame(picture: Image.Image, frame: Image.Image, mark: str) -> bytes:
    """Return a photo with a gain map among its pictures, as phones wrote them before there was a rule for it."""
    data = encoded(picture, "MPO", save_all=True, append_images=[frame.resize((160, 60))], quality=95)
    second = data.rindex(b"\xff\xd8\xff")
    return data[: second + 2] + MARKS[mark] + data[second + 2 :]


def seen(path: Path, data: bytes, *answers: Lines) -> tuple[Reading, ScriptedEngine]:
    path.write_bytes(data)
    engine = ScriptedEngine(*answers)
    return Reader(OcrSettings(), engine, faces=ScriptedDetector(FACE)).read(draft_of(path)), engine


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("framed", [False, True], ids=["behind", "among the frames"])
def test_a_gain_map_is_no_second_picture(tmp_path: Path, mark: str, framed: bool) -> None:
    picture = photo()
    data = with_frame(picture, picture, mark) if framed else encoded(picture, "JPEG") + marked(picture, mark)
    reading, engine = seen(tmp_path / "a.jpg", data)
    (facts,) = reading.images
    assert (facts.frames, len(facts.faces), engine.asked) == (1, 1, 1)
    assert reading.unexamined == ()


def test_a_second_photo_is_a_frame(tmp_path: Path) -> None:
    (tmp_path / "a.mpo").write_bytes(encoded(photo(), "MPO", save_all=True, append_images=[lettered()]))
    engine = ScriptedEngine()
    (facts,) = Reader(OcrSettings(), engine).read(draft_of(tmp_path / "a.mpo")).images
    assert (facts.frames, engine.asked) == (2, 2)


@pytest.mark.parametrize("framed", [False, True], ids=["behind", "among the frames"])
def test_what_only_the_gain_map_still_shows_is_read(tmp_path: Path, framed: bool) -> None:
    plain, drawn = Image.new("RGB", SIZE, "white"), lettered()
    data = with_frame(plain, drawn, "ISO") if framed else encoded(plain, "JPEG") + marked(drawn, "ISO")
    reading, engine = seen(tmp_path / "a.jpg", data, (), row("Amelia Carter"))
    assert [each.text for each in reading.passages if each.field == THUMBNAIL] == ["Amelia Carter"]
    assert engine.asked == 2


def test_what_the_picture_says_is_not_said_twice(tmp_path: Path) -> None:
    data = encoded(Image.new("RGB", SIZE, "white"), "JPEG") + marked(lettered(), "Google")
    reading, _ = seen(tmp_path / "a.jpg", data, row("Amelia Carter"), row("Amelia Carter"))
    assert [each.text for each in reading.passages if each.field == THUMBNAIL] == []


def test_another_photo_that_calls_itself_a_gain_map_draws_more() -> None:
    assert draws_more(lettered(), Image.new("RGB", SIZE, "white"))
    assert not draws_more(lettered(), lettered())
    assert draws_more(Image.effect_noise(SIZE, 120).convert("RGB"), lettered())
