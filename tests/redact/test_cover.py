"""Covers hide for good, and copies hold nothing but what can be seen."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageDraw, PngImagePlugin

from postcheck.errors import UnreadableError
from postcheck.model.text import Box
from postcheck.redact.cover import Style, safe_copy
from postcheck.redact.places import Place, within
from tests.builders.pictures import STORED
from tests.builders.profiles import wide_gamut

SIZE = (300, 200)
BOX = Box(100, 80, 90, 30)


def grown(box: Box, size: tuple[int, int] = SIZE) -> Box:
    """Return the cover of words of which only the box is known."""
    cover = Place.of(box).cover()
    assert isinstance(cover, Box)
    return within(cover, size)


COVER = grown(BOX)


def noise(seed: int, size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    bands = len(mode) if mode in {"RGB", "RGBA", "LA"} else 1
    data = random.Random(seed).randbytes(size[0] * size[1] * bands)
    return Image.frombytes(mode, size, data)


def with_name(picture: Image.Image, ink: object) -> Image.Image:
    """Return the picture with something in ``BOX``."""
    picture = picture.copy()
    ImageDraw.Draw(picture).rectangle((BOX.left, BOX.top, BOX.right - 1, BOX.bottom - 1), fill=ink)  # type: ignore[arg-type]
    return picture


@given(size=st.tuples(st.integers(1, 400), st.integers(1, 400)), edges=st.tuples(*[st.floats(0, 1)] * 4))
def test_a_cover_holds_its_box_and_stays_in_the_picture(size: tuple[int, int], edges: tuple[float, ...]) -> None:
    across, down = (
        sorted(round(edge * size[0]) for edge in edges[:2]),
        sorted(round(edge * size[1]) for edge in edges[2:]),
    )
    box = Box(across[0], down[0], across[1] - across[0], down[1] - down[0])
    cover = grown(box, size)
    assert 0 <= cover.left <= box.left
    assert 0 <= cover.top <= box.top
    assert box.right <= cover.right <= size[0]
    assert box.bottom <= cover.bottom <= size[1]
    assert cover.area


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("file_format", ["PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF", "AVIF", "HEIF"])
def test_nothing_of_what_is_covered_gets_into_the_copy(tmp_path: Path, style: Style, file_format: str) -> None:
    base = Image.new("RGB", SIZE, (200, 180, 90))
    copies = []
    for number, ink in enumerate(["black", "white"]):
        # What the format itself loses must not make a difference, so the two pictures differ in a lossless file.
        source = tmp_path / f"{number}.png"
        with_name(base, ink).save(source)
        if file_format != "PNG":
            converted = tmp_path / f"{number}.{file_format.lower()}"
            with Image.open(source) as image:
                image.save(
                    converted,
                    format=file_format,
                    **(
                        {"lossless": True}
                        if file_format == "WEBP"
                        else {"quality": 100}
                        if file_format != "GIF"
                        else {}
                    ),
                )
            source = converted
        target = tmp_path / "out" / source.name
        safe_copy(source, target, {0: [COVER]}, style)
        copies.append(target)
    with Image.open(copies[0]) as one, Image.open(copies[1]) as other:
        assert one.format == file_format
        assert one.size == SIZE
        # Lossy formats let the ink bleed into the pixels around it before the copy is made; within the box no trace of
        # it is left.
        inside = (BOX.left, BOX.top, BOX.right, BOX.bottom)
        difference = ImageChops.difference(one.convert("RGB").crop(inside), other.convert("RGB").crop(inside))
        allowed = 0 if file_format in {"PNG", "BMP", "TIFF", "WEBP"} and style is Style.BOX else 24
        assert max(high for _, high in difference.getextrema()) <= allowed  # type: ignore[misc]


@pytest.mark.parametrize("style", list(Style))
def test_two_names_side_by_side_do_not_colour_each_others_covers(tmp_path: Path, style: Style) -> None:
    results = []
    neighbour = Box(BOX.right + 20, BOX.top, 60, 30)
    for ink in ("black", "red"):
        picture = Image.new("RGB", SIZE, "white")
        ImageDraw.Draw(picture).rectangle(
            (neighbour.left, neighbour.top, neighbour.right - 1, neighbour.bottom - 1), fill=ink
        )
        picture.save(tmp_path / "x.png")
        safe_copy(tmp_path / "x.png", tmp_path / f"{ink}.png", {0: [COVER, grown(neighbour)]}, style)
        results.append((tmp_path / f"{ink}.png").read_bytes())
    assert results[0] == results[1]


def test_the_original_is_not_touched_and_the_rest_is_kept(tmp_path: Path) -> None:
    source = tmp_path / "x.png"
    noise(1).save(source)
    before = source.read_bytes()
    safe_copy(source, tmp_path / "copy.png", {0: [COVER]}, Style.BOX)
    assert source.read_bytes() == before
    cover = grown(BOX, SIZE)
    with Image.open(tmp_path / "copy.png") as copy:
        difference = ImageChops.difference(copy.convert("RGB"), noise(1)).getbbox()
    assert difference is not None
    left, top, right, bottom = difference
    assert left >= cover.left
    assert top >= cover.top
    assert right <= cover.right
    assert bottom <= cover.bottom


def test_a_picture_without_anything_to_cover_loses_only_what_cannot_be_seen(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Amelia Carter"
    exif[0x9286] = "for Amelia"
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "Amelia")
    notes.add_itxt("XML:com.adobe.xmp", "<x>Amelia</x>")
    noise(2).save(tmp_path / "x.png", pnginfo=notes, exif=exif)
    safe_copy(tmp_path / "x.png", tmp_path / "copy.png", {}, Style.BOX)
    assert b"Amelia" not in (tmp_path / "copy.png").read_bytes()
    with Image.open(tmp_path / "copy.png") as copy:
        assert ImageChops.difference(copy, noise(2)).getbbox() is None
        assert not copy.info


def test_a_jpeg_keeps_its_quality_and_loses_thumbnail_metadata_and_what_follows_its_end(tmp_path: Path) -> None:
    thumbnail = BytesIO()
    noise(3, (16, 16)).save(thumbnail, "JPEG")
    exif = Image.Exif()
    exif[0x010E] = "Amelia"
    picture = noise(3).resize(SIZE, Image.Resampling.BICUBIC)
    picture.save(tmp_path / "x.jpg", quality=97, subsampling=0, exif=exif, comment=b"Amelia")
    with (tmp_path / "x.jpg").open("ab") as file:
        file.write(thumbnail.getvalue() + b"Amelia")
    safe_copy(tmp_path / "x.jpg", tmp_path / "copy.jpg", {}, Style.BOX)
    assert b"Amelia" not in (tmp_path / "copy.jpg").read_bytes()
    with Image.open(tmp_path / "x.jpg") as source, Image.open(tmp_path / "copy.jpg") as copy:
        assert copy.quantization == source.quantization  # type: ignore[attr-defined]
        difference = ImageChops.difference(copy.convert("L"), source.convert("L"))
        assert sum(value * count for value, count in enumerate(difference.histogram())) / (SIZE[0] * SIZE[1]) < 2
        assert not copy.getexif()


@pytest.mark.parametrize(("orientation", "size"), [(1, SIZE), (3, SIZE), (6, SIZE[::-1]), (8, SIZE[::-1])])
def test_a_copy_stands_upright_and_is_covered_where_a_person_sees_the_name(
    tmp_path: Path, orientation: int, size: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", SIZE, "white").save(tmp_path / "x.png", exif=exif)
    box = Box(20, 120, 30, 10)
    safe_copy(tmp_path / "x.png", tmp_path / "copy.png", {0: [grown(box, size)]}, Style.BOX)
    with Image.open(tmp_path / "copy.png") as copy:
        assert copy.size == size
        assert copy.getexif().get(0x0112, 1) == 1
        dark = copy.convert("L").point(lambda value: 255 if value < 200 else 0).getbbox()
    cover = grown(box, size)
    assert dark == (cover.left, cover.top, cover.right, cover.bottom)


def portrait(blue: int = 200) -> Image.Image:
    """Return a light picture whose colours tell each place of it, without edges that a lossy format would blur."""
    down = Image.linear_gradient("L").point(lambda value: 140 + value * 2 // 5)
    across = down.transpose(Image.Transpose.ROTATE_90)
    size = SIZE[::-1]
    return Image.merge("RGB", (across.resize(size), down.resize(size), Image.new("L", size, blue)))


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the colours that a screen shows."""
    if profile is None:
        return picture
    turned = ImageCms.profileToProfile(
        picture, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
    )
    assert turned is not None
    return turned


def assert_covered(copy: Image.Image, shown: Image.Image, cover: Box, *, lossless: bool) -> None:
    """Assert that a copy differs from what was to be seen in a cover, and nowhere else."""
    assert copy.size == shown.size
    assert not copy.info.get("icc_profile")
    assert copy.getexif().get(0x0112, 1) == 1
    blurred = 0 if lossless else 16  # lossy formats let the cover's edge bleed by a block
    around = (cover.left - blurred, cover.top - blurred, cover.right + blurred, cover.bottom + blurred)
    edge = 0 if lossless else 4
    corners = (cover.left + edge, cover.top + edge, cover.right - edge, cover.bottom - edge)
    inside, beneath = copy.convert("RGB").crop(corners), shown.crop(corners)
    assert all(high - low <= (0 if lossless else 8) for low, high in inside.getextrema())  # type: ignore[misc]
    assert min(low for low, _ in ImageChops.difference(inside, beneath).getextrema()) > 20  # type: ignore[misc]
    difference = ImageChops.difference(copy.convert("RGB"), shown)
    difference.paste((0, 0, 0), around)
    assert max(high for _, high in difference.getextrema()) <= (1 if lossless else 12)  # type: ignore[misc]


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("profile", [None, wide_gamut()], ids=["plain", "wide gamut"])
@pytest.mark.parametrize("orientation", STORED)
def test_a_cover_lies_where_a_person_sees_the_name_whatever_the_colour_profile(
    tmp_path: Path, orientation: int, profile: bytes | None, file_format: str
) -> None:
    box = Box(30, 40, 60, 20)
    seen = portrait()
    named = seen.copy()
    ImageDraw.Draw(named).rectangle((box.left, box.top, box.right - 1, box.bottom - 1), fill="black")
    method = STORED[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    of_format: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": 95, "subsampling": 0},
        "WEBP": {"lossless": True},
    }
    options = of_format.get(file_format, {})
    source, target = tmp_path / f"x.{file_format.lower()}", tmp_path / f"copy.{file_format.lower()}"
    stored = named if method is None else named.transpose(method)
    stored.save(source, file_format, exif=exif, icc_profile=profile, **options)
    safe_copy(source, target, {0: [grown(box, seen.size)]}, Style.BOX)
    with Image.open(target) as copy:
        assert_covered(copy, in_srgb(seen, profile), grown(box, seen.size), lossless=file_format in {"PNG", "TIFF"})


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
def test_every_frame_is_turned_before_its_colours_are(tmp_path: Path, file_format: str) -> None:
    box = Box(30, 40, 60, 20)
    shown = [portrait(), portrait(blue=150)]
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = [page.transpose(STORED[6]) for page in shown]  # type: ignore[arg-type]
    source, target = tmp_path / f"x.{file_format.lower()}", tmp_path / f"copy.{file_format.lower()}"
    options = {"lossless": True} if file_format == "WEBP" else {}
    stored[0].save(
        source,
        file_format,
        save_all=True,
        append_images=stored[1:],
        exif=exif,
        icc_profile=wide_gamut(),
        duration=100,
        **options,
    )
    safe_copy(source, target, {0: [grown(box, shown[0].size)]}, Style.BOX)
    with Image.open(target) as copy:
        assert copy.n_frames == 2  # type: ignore[attr-defined]
        for number, page in enumerate(shown):
            copy.seek(number)
            assert_covered(copy, in_srgb(page, wide_gamut()), grown(box, page.size), lossless=file_format == "PNG")


@pytest.mark.parametrize("file_format", ["GIF", "PNG", "WEBP", "TIFF"])
def test_every_frame_is_covered(tmp_path: Path, file_format: str) -> None:
    frames = [Image.new("RGB", SIZE, colour) for colour in ("white", "yellow", "pink")]
    source, target = tmp_path / f"x.{file_format.lower()}", tmp_path / f"copy.{file_format.lower()}"
    options = {} if file_format == "TIFF" else {"duration": [40, 80, 120]}
    frames[0].save(source, file_format, save_all=True, append_images=frames[1:], **options)
    safe_copy(source, target, {1: [COVER]}, Style.BOX)
    with Image.open(target) as copy:
        assert copy.n_frames == 3  # type: ignore[attr-defined]
        for number, shade in enumerate([(152, 152, 152), (152, 152, 0), (152, 112, 120)]):
            copy.seek(number)
            inside = copy.convert("RGB").crop((BOX.left, BOX.top, BOX.right, BOX.bottom))
            away = ImageChops.difference(inside, Image.new("RGB", inside.size, shade))
            assert max(high for _, high in away.getextrema()) <= (8 if file_format == "WEBP" else 0)  # type: ignore[misc]


def test_colours_under_what_is_transparent_are_gone(tmp_path: Path) -> None:
    picture = noise(4, mode="RGBA")
    picture.putalpha(Image.new("L", SIZE, 0))
    picture.save(tmp_path / "x.png")
    safe_copy(tmp_path / "x.png", tmp_path / "copy.png", {}, Style.BOX)
    with Image.open(tmp_path / "copy.png") as copy:
        assert copy.convert("RGBA").getextrema() == ((0, 0),) * 4


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16", "F"])
def test_every_mode_of_colour_is_covered(tmp_path: Path, mode: str) -> None:
    suffix = {"CMYK": "tif", "F": "tif"}.get(mode, "png")
    source, target = tmp_path / f"x.{suffix}", tmp_path / f"copy.{suffix}"
    picture = Image.new("L", SIZE, 255)
    ImageDraw.Draw(picture).rectangle((0, 0, 10, 10), fill=90)
    (picture.convert("I").convert("I;16") if mode == "I;16" else picture.convert(mode)).save(source)
    safe_copy(source, target, {0: [COVER]}, Style.BOX)
    with Image.open(target) as copy:
        grey = copy.convert("L")
        assert grey.getpixel((BOX.left + 5, BOX.top + 5)) == 152
        assert grey.getpixel((250, 150)) == 255


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_cannot_be_opened_leaves_no_copy(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.png").write_bytes(content)
    with pytest.raises(UnreadableError):
        safe_copy(tmp_path / "x.png", tmp_path / "out" / "copy.png", {}, Style.BOX)
    assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True


def test_a_picture_cut_short_leaves_no_copy(tmp_path: Path) -> None:
    noise(5).save(tmp_path / "x.jpg")
    data = (tmp_path / "x.jpg").read_bytes()
    (tmp_path / "x.jpg").write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableError):
        safe_copy(tmp_path / "x.jpg", tmp_path / "copy.jpg", {}, Style.BOX)
    assert [path.name for path in tmp_path.iterdir()] == ["x.jpg"]


@pytest.mark.parametrize("suffix", ["gif", "png", "webp", "tif"])
def test_a_moving_picture_cut_in_a_later_frame_leaves_no_copy(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"x.{suffix}"
    first, *rest = (noise(seed) for seed in range(4))
    first.save(source, save_all=True, append_images=rest)
    data = source.read_bytes()
    source.write_bytes(data[: len(data) * 5 // 8])
    with pytest.raises(UnreadableError):
        safe_copy(source, tmp_path / f"copy.{suffix}", {}, Style.BOX)
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


def test_a_document_with_a_broken_list_of_pages_leaves_no_copy(tmp_path: Path) -> None:
    source = tmp_path / "x.tif"
    noise(1).save(source, save_all=True, append_images=[noise(2)])
    data = bytearray(source.read_bytes())
    start = int.from_bytes(data[4:8], "little")
    link = start + 2 + 12 * int.from_bytes(data[start : start + 2], "little")
    data[link : link + 4] = b"\xff\xff\xff\x7f"
    source.write_bytes(data)
    with pytest.raises(UnreadableError, match="cut short"):
        safe_copy(source, tmp_path / "copy.tif", {}, Style.BOX)
    assert not (tmp_path / "copy.tif").exists()
