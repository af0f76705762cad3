"""Gain maps, depth maps and the like are no pictures of their own: looked at for what they alone show, once."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PIL import Image

from postcheck.media import heif_items
from postcheck.media.gain_map import draws_more
from postcheck.media.hidden import _why_said
from postcheck.media.part import PartKind
from postcheck.media.parts import contents_of
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


DEPTH = b"urn:mpeg:hevc:2015:auxid:2"


def with_auxiliary(picture: Image.Image, beside: Image.Image, kind: bytes) -> bytes:
    """Return a HEIC photo with a picture beside it, as of how far away each place of it is."""
    both = picture.convert("RGB")
    both.putalpha(beside.convert("L"))
    data = encoded(both, "HEIF", quality=90)
    alpha = b"urn:mpeg:hevc:2015:auxid:1"
    assert data.count(alpha) == 1
    return data.replace(alpha, kind)


@pytest.mark.parametrize("kind", [DEPTH, b"urn:com:apple:photo:matte0"])
def test_auxiliary_pictures_of_heic_are_read_where_they_draw_more(tmp_path: Path, kind: bytes) -> None:
    plain = Image.new("RGB", SIZE, "white")
    reading, engine = seen(tmp_path / "a.heic", with_auxiliary(plain, lettered(), kind), (), row("Amelia Carter"))
    assert [each.text for each in reading.passages if each.field == THUMBNAIL] == ["Amelia Carter"]
    assert engine.asked == 2
    reading, engine = seen(tmp_path / "a.heic", with_auxiliary(lettered(), lettered(), kind))
    assert (engine.asked, reading.unexamined) == (1, ())


@pytest.mark.parametrize("suffix", ["heic", "avif"])
def test_transparency_is_no_picture_that_cannot_be_opened(tmp_path: Path, suffix: str) -> None:
    cut_out = lettered().convert("RGB")
    cut_out.putalpha(Image.radial_gradient("L").resize(cut_out.size))
    cut_out.save(tmp_path / f"a.{suffix}")
    assert Reader(OcrSettings(), ScriptedEngine()).read(draft_of(tmp_path / f"a.{suffix}")).unexamined == ()


def test_an_auxiliary_picture_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    data = with_auxiliary(Image.new("RGB", SIZE, "white"), lettered(), DEPTH)
    second = data.index(b"hvc1", data.index(b"hvc1") + 4)
    reading, _ = seen(tmp_path / "a.heic", data[:second] + b"j2k1" + data[second + 4 :])
    assert [one.reason for one in reading.unexamined] == [
        "An auxiliary picture in it could not be opened; save the image again without metadata."
    ]


def test_a_film_in_a_heic_photo_is_said() -> None:
    """Decoders show its still picture alone; of an AVIF animation they show the film."""
    film = struct.pack(">I4s", 16, b"moov") + bytes(8)
    found = contents_of(encoded(photo(), "HEIF") + film)
    assert [part.kind for part in found if part.kind is PartKind.VIDEO] == [PartKind.VIDEO]
    moving = encoded(photo(), "AVIF", save_all=True, append_images=[lettered().resize(photo().size)])
    assert PartKind.VIDEO not in {part.kind for part in contents_of(moving)}


def test_more_pictures_in_a_file_than_are_looked_at_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heif_items, "_MOST", 0)
    found = contents_of(with_auxiliary(photo(), photo(), DEPTH))
    assert [_why_said(part) for part in found if part.kind is PartKind.DAMAGED] == [
        "one of many pictures in it was not looked at; save it anew in a picture program"
    ]
