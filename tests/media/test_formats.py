"""Every kind of picture file, through the real reader.

Each frame is shown to the engine, and what cannot be shown has a reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageDraw, ImageFont, TiffImagePlugin

from postcheck.model.reading import Reading
from postcheck.model.settings import OcrSettings
from postcheck.read.reader import Reader
from tests.builders.pictures import draft_of
from tests.fakes.engines import ScriptedEngine

pillow_heif.register_heif_opener()

SIZE = (400, 300)
ANIMATED = ["gif", "webp", "png", "avif"]
SEVERAL = [*ANIMATED, "tif", "heic"]


def page(number: int) -> Image.Image:
    picture = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(picture).text((30, 40 + 5 * number), f"Page {number}", fill="black", font=ImageFont.load_default(60))
    return picture


def saved(path: Path, count: int) -> Path:
    pages = [page(number) for number in range(count)]
    options: dict[str, Any] = {"duration": 50} if path.suffix[1:] in ANIMATED else {}
    if count > 1:
        options |= {"save_all": True, "append_images": pages[1:]}
    pages[0].save(path, **options)
    return path


def read(path: Path) -> tuple[Reading, list[tuple[int, int]]]:
    engine = ScriptedEngine()
    return Reader(OcrSettings(), engine).read(draft_of(path)), engine.sizes


@pytest.mark.parametrize("suffix", [*SEVERAL, "mpo"])
def test_every_frame_is_read_once(tmp_path: Path, suffix: str) -> None:
    reading, sizes = read(saved(tmp_path / f"a.{suffix}", 3))
    assert sizes == [SIZE] * 3
    assert (reading.unexamined, reading.images[0].frames) == ((), 3)


@pytest.mark.parametrize("suffix", SEVERAL)
def test_more_frames_than_are_read_are_no_pass(tmp_path: Path, suffix: str) -> None:
    reading, sizes = read(saved(tmp_path / f"a.{suffix}", 23))
    assert len(sizes) == 20
    (missed,) = reading.unexamined
    assert "3 of its 23 frames" in missed.reason
    assert "split it" in missed.reason


@pytest.mark.parametrize("suffix", [*SEVERAL, "jpg", "bmp"])
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("share", [0.1, 0.6])
@pytest.mark.filterwarnings("error")
def test_a_file_that_is_cut_short_is_no_pass_and_warns_nobody(
    tmp_path: Path, suffix: str, count: int, share: float
) -> None:
    path = saved(tmp_path / f"a.{suffix}", count if suffix in SEVERAL else 1)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    reading, sizes = read(path)
    assert len(sizes) < count or count == 1
    assert reading.unexamined
    assert all("copy it again" in missed.reason or "save it as" in missed.reason for missed in reading.unexamined)


@pytest.mark.parametrize("suffix", [*SEVERAL, "jpg", "bmp", "mpo"])
def test_nothing_and_nonsense_have_a_reason(tmp_path: Path, suffix: str) -> None:
    for content, reason in ((b"", "0 bytes"), (b"not a picture at all", "JPEG or PNG")):
        path = tmp_path / f"a.{suffix}"
        path.write_bytes(content)
        reading, sizes = read(path)
        assert not sizes
        assert reason in reading.unexamined[0].reason


@pytest.mark.parametrize("suffix", [*SEVERAL, "bmp"])
def test_the_name_of_another_format_does_not_matter(tmp_path: Path, suffix: str) -> None:
    saved(tmp_path / f"a.{suffix}", 1).rename(tmp_path / "a.jpg")
    reading, sizes = read(tmp_path / "a.jpg")
    assert (sizes, reading.unexamined) == ([SIZE], ())


@pytest.mark.parametrize("suffix", ["png", "webp", "tif", "heic", "avif"])
def test_light_letters_on_nothing_are_shown_on_black_as_well(tmp_path: Path, suffix: str) -> None:
    picture = Image.new("RGBA", SIZE, (255, 255, 255, 0))
    ImageDraw.Draw(picture).rectangle((50, 50, 250, 120), fill=(250, 250, 250, 255))
    picture.save(tmp_path / f"a.{suffix}")
    _, sizes = read(tmp_path / f"a.{suffix}")
    # In HEIC and AVIF files, the transparency is a picture of its own, which shows something that none of both does.
    assert len(sizes) == (3 if suffix in {"heic", "avif"} else 2)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif", "heic", "avif"])
def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path, suffix: str) -> None:
    saved(tmp_path / f"a.{suffix}", 1)
    for limit in (SIZE[0] * SIZE[1] - 1, 1000):
        reading = Reader(OcrSettings(max_pixels=limit), ScriptedEngine()).read(draft_of(tmp_path / f"a.{suffix}"))
        assert "too large" in reading.unexamined[0].reason


@pytest.mark.parametrize("suffix", ["jpg", "webp", "heic", "avif"])
def test_hidden_details_are_read(tmp_path: Path, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Amelia with her cup"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    packet = (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><r xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' "
        "xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/'><Iptc4xmpExt:PersonInImage>Rhys</Iptc4xmpExt:PersonInImage>"
        "<mwg-rs:Name>Zainab</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></r></x:xmpmeta>"
    )
    page(1).save(tmp_path / f"a.{suffix}", exif=exif, xmp=packet.encode())
    reading, _ = read(tmp_path / f"a.{suffix}")
    assert {passage.text for passage in reading.passages} == {f"a.{suffix}", "Amelia with her cup", "Rhys", "Zainab"}
    assert reading.images[0].has_gps


def test_the_time_for_a_whole_picture_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10_000, 40))
    monkeypatch.setattr("postcheck.read.pictures.time.monotonic", lambda: float(next(clock)))
    engine = ScriptedEngine()
    reading = Reader(OcrSettings(image_time_limit=200), engine).read(draft_of(saved(tmp_path / "a.tif", 9)))
    assert 0 < len(engine.sizes) < 9
    (missed,) = reading.unexamined
    assert "longer than 200 seconds" in missed.reason
    assert "ocr.image_time_limit" in missed.reason


def test_an_engine_has_no_more_time_than_is_left_for_the_picture(tmp_path: Path) -> None:
    engine = ScriptedEngine()
    Reader(OcrSettings(time_limit=60, image_time_limit=5), engine).read(draft_of(saved(tmp_path / "a.png", 1)))
    assert 0 < engine.limits[0] <= 5


def test_the_pixels_of_a_large_picture_are_not_copied_to_be_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest = 0
    whole = Image.Image.tobytes

    def watched(image: Image.Image, *arguments: Any) -> bytes:
        nonlocal largest
        largest = max(largest, image.width * image.height if image.mode == "RGB" else 0)
        return whole(image, *arguments)

    monkeypatch.setattr(Image.Image, "tobytes", watched)
    Image.new("RGB", (3000, 2000), "white").save(tmp_path / "a.jpg")
    reading, sizes = read(tmp_path / "a.jpg")
    assert (sizes, reading.unexamined) == ([(3000, 2000)], ())
    assert largest <= 3000 * 2000 // 4


def test_the_time_for_a_picture_holds_between_frames_that_show_nothing_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 100_000, 10))
    monkeypatch.setattr("postcheck.read.pictures.time.monotonic", lambda: float(next(clock)))
    Image.new("RGB", (8, 8)).save(
        tmp_path / "a.tif", save_all=True, append_images=[Image.new("RGB", (8, 8)) for _ in range(499)]
    )
    seeks = []
    seek = TiffImagePlugin.TiffImageFile.seek

    def watched(image: TiffImagePlugin.TiffImageFile, number: int) -> None:
        seeks.append(number)
        seek(image, number)

    monkeypatch.setattr(TiffImagePlugin.TiffImageFile, "seek", watched)
    reading = Reader(OcrSettings(image_time_limit=200), ScriptedEngine()).read(draft_of(tmp_path / "a.tif"))
    assert "longer than 200 seconds" in reading.unexamined[0].reason
    assert 0 < len(seeks) < 30
