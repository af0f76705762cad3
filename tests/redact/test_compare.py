"""A copy is compared with its original as both lie on the disk: whatever its writer gets wrong is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, PngImagePlugin

from postcheck.media.picture_file import upright
from postcheck.model.text import Box, Slanted
from postcheck.redact import cover
from postcheck.redact.compare import what_differs
from postcheck.redact.cover import Style, safe_copy
from postcheck.redact.places import Place
from tests.builders.picture_files import icon
from tests.builders.profiles import wide_gamut

SIZE = (240, 180)
NAME = Box(60, 70, 96, 20)
HEAD = Box(160, 110, 40, 50)
SEEN = "a place that was to be covered can be seen in it"
CHANGED = "it does not look like the picture where nothing was covered"
SHAPE = "it does not have the size of the picture as a person sees it"
MORE = "it has frames that the picture has not"
DETAILS = "hidden details are left in it"


def picture(*, shade: int = 0, name: bool = True) -> Image.Image:
    """Draw a photo-like picture with a name and a face in it."""
    down = Image.linear_gradient("L").resize(SIZE).point(lambda level: 130 + level // 3)
    across = Image.linear_gradient("L").rotate(90).resize(SIZE).point(lambda level: 130 + level // 3)
    drawn = Image.merge("RGB", (across, down, Image.new("L", SIZE, 170 - shade)))
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 0, 40, 30), fill=(250 - shade, 60, 60))
    if name:
        pen.text((NAME.left, NAME.top), "Rhys Morg", font=ImageFont.load_default(20), fill=(20, 20, 60))
    pen.ellipse((HEAD.left + 4, HEAD.top + 4, HEAD.right - 4, HEAD.bottom - 4), fill=(120, 80, 60))
    return drawn


def files(folder: Path, suffix: str, *, frames: int = 1, orientation: int = 1, **options: Any) -> tuple[Path, Path]:
    """Write a picture, and return its path and that of its copy."""
    stored = [picture(shade=40 * number, name=number > 0 or frames == 1) for number in range(frames)]
    if orientation == 6:
        stored = [page.transpose(Image.Transpose.ROTATE_90) for page in stored]
    exif = Image.Exif()
    exif[0x0112] = orientation
    if frames > 1:
        options |= {"save_all": True, "append_images": stored[1:]}
    if orientation > 1:
        options["exif"] = exif
    stored[0].save(folder / f"x.{suffix}", **options)
    return folder / f"x.{suffix}", folder / f"copy.{suffix}"


def compared(source: Path, copy: Path, style: Style = Style.BOX, frame: int = 0) -> str:
    return what_differs(source, copy, {frame: [Place.of(NAME)]}, {frame: [HEAD]}, plain=style is Style.BOX)


def made(source: Path, copy: Path, style: Style = Style.BOX, frame: int = 0) -> None:
    safe_copy(source, copy, {frame: [Place.of(NAME).cover(), HEAD]}, style)


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        ("png", {}),
        ("jpg", {"quality": 92}),
        ("jpg", {"quality": 30}),
        ("jpg", {"quality": 75, "orientation": 6, "icc_profile": wide_gamut()}),
        ("webp", {"quality": 60}),
        ("gif", {}),
        ("gif", {"frames": 3}),
        ("tif", {"frames": 2}),
        ("heic", {"quality": 50}),
        ("avif", {"quality": 50}),
        ("jp2", {}),
        ("ppm", {}),
        ("qoi", {}),
    ],
)
def test_a_right_copy_stands(tmp_path: Path, style: Style, suffix: str, options: dict[str, Any]) -> None:
    source, copy = files(tmp_path, suffix, **options)
    made(source, copy, style, options.get("frames", 1) - 1)
    assert compared(source, copy, style, options.get("frames", 1) - 1) == ""


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "gif"])
def test_what_was_not_covered_is_seen(tmp_path: Path, style: Style, suffix: str) -> None:
    source, copy = files(tmp_path, suffix)
    for covered in ([HEAD], [Place.of(NAME).cover()], [Box(NAME.left, NAME.top, 60, 24), HEAD]):
        safe_copy(source, copy, {0: covered}, style)
        assert compared(source, copy, style) == SEEN


def test_a_faint_name_that_was_not_covered_is_seen(tmp_path: Path) -> None:
    faint = Image.new("RGB", SIZE, "white")
    ImageDraw.Draw(faint).text((NAME.left, NAME.top), "Rhys Morg", font=ImageFont.load_default(20), fill="#f2f2f2")
    for suffix in ("png", "jpg"):
        faint.save(tmp_path / f"x.{suffix}", quality=95)
        safe_copy(tmp_path / f"x.{suffix}", tmp_path / f"copy.{suffix}", {}, Style.BOX)
        found = what_differs(
            tmp_path / f"x.{suffix}", tmp_path / f"copy.{suffix}", {0: [Place.of(NAME)]}, {}, plain=True
        )
        assert found == SEEN


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("suffix", ["png", "jpg"])
@pytest.mark.parametrize("degrees", [-20.0, 8.0, 28.0])
def test_a_slanted_name_is_covered_along_its_line(tmp_path: Path, degrees: float, suffix: str, style: Style) -> None:
    drawn = Image.new("RGB", (400, 300), "#e0dccf")
    pen = ImageDraw.Draw(drawn)
    pen.text((140, 140), "Rhys Morgan", font=ImageFont.load_default(20), fill="black")
    drawn = drawn.rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="#e0dccf")
    ImageDraw.Draw(drawn).rectangle((0, 0, 20, 20), fill="navy")
    drawn.save(tmp_path / f"x.{suffix}", quality=90)
    line = Slanted((200, 152), 128, 28, degrees)
    place = Place(line.box, 22, Slanted.within(line.box, degrees))
    source, copy = tmp_path / f"x.{suffix}", tmp_path / f"copy.{suffix}"
    safe_copy(source, copy, {0: [place.cover()]}, style)
    assert what_differs(source, copy, {0: [place]}, {}, plain=style is Style.BOX) == ""
    with Image.open(copy) as file:
        away = ImageChops.difference(file.convert("RGB"), Image.new("RGB", file.size, "#e0dccf")).convert("L")
        covered = sum(away.point(lambda level: level > 30).histogram()[1:]) - 21 * 21
    if style is Style.BOX:
        assert covered == pytest.approx((128 + 2 * 18) * (28 + 2 * 7), rel=0.06)
    for wrong in (Slanted.within(line.box, -degrees), Box(200, 100, 100, 100)):
        assert wrong is not None
        safe_copy(source, copy, {0: [wrong]}, style)
        assert what_differs(source, copy, {0: [place]}, {}, plain=style is Style.BOX) == SEEN


@pytest.mark.parametrize("suffix", ["ico", "icns"])
def test_an_icon_may_hold_itself_in_other_sizes_and_nothing_else(tmp_path: Path, suffix: str) -> None:
    picture().resize((128, 128)).save(tmp_path / f"x.{suffix}")
    source, copy = tmp_path / f"x.{suffix}", tmp_path / f"copy.{suffix}"
    safe_copy(source, copy, {0: [Box(30, 48, 60, 20)]}, Style.BOX)
    places = {0: [Place(Box(33, 51, 54, 14), 14)]}
    assert what_differs(source, copy, places, {}, plain=True) == ""
    if suffix == "ico":
        with Image.open(copy) as file:
            shown = file.convert("RGB")
        copy.write_bytes(icon(shown, picture().rotate(90).resize((64, 64))))
        assert what_differs(source, copy, places, {}, plain=True) == "another picture is hidden in it"


def shifted(picture: Image.Image, covers: Sequence[Box], style: Style) -> Image.Image:
    aside = [Box(box.left + 30, box.top - 50, box.width, box.height) for box in covers]
    return COVERED(picture, aside, style)


def through_glass(picture: Image.Image, covers: Sequence[Box], style: Style) -> Image.Image:
    return Image.blend(picture, COVERED(picture.copy(), covers, style), 0.8)


def first_only(frames: list[Image.Image], covers: dict[int, Sequence[Box]], style: Style) -> list[Image.Image]:
    return [*ALL_COVERED(frames[:1], {0: covers[2]}, style), *frames[1:]]


def one_too_few(frames: list[Image.Image], covers: dict[int, Sequence[Box]], style: Style) -> list[Image.Image]:
    return ALL_COVERED(frames, covers, style)[:-1]


def one_too_many(frames: list[Image.Image], covers: dict[int, Sequence[Box]], style: Style) -> list[Image.Image]:
    return [*ALL_COVERED(frames, covers, style), picture(shade=90)]


COVERED, ALL_COVERED = cover._covered, cover._all_covered  # noqa: SLF001 - to be broken on purpose


@pytest.mark.parametrize(
    ("broken", "by", "suffix", "options", "says"),
    [
        ("_covered", shifted, "png", {}, SEEN),
        ("_covered", shifted, "jpg", {"quality": 60}, SEEN),
        ("_covered", through_glass, "png", {}, SEEN),
        ("_covered", through_glass, "jpg", {"quality": 90}, SEEN),
        ("upright", lambda image: image, "jpg", {"orientation": 6}, SHAPE),
        ("upright", lambda image: upright(image).rotate(180), "jpg", {"orientation": 6}, CHANGED),
        ("_all_covered", first_only, "gif", {"frames": 3}, SEEN),
        ("_all_covered", first_only, "tif", {"frames": 3}, SEEN),
        ("_all_covered", one_too_few, "tif", {"frames": 3}, CHANGED),
        ("_all_covered", one_too_many, "tif", {"frames": 3}, MORE),
        ("_in_srgb", lambda image: image.convert("L").convert("RGB"), "png", {"icc_profile": wide_gamut()}, CHANGED),
    ],
)
def test_what_a_writer_gets_wrong_is_said(
    tmp_path: Path, broken: str, by: Callable[..., object], suffix: str, options: dict[str, Any], says: str
) -> None:
    source, copy = files(tmp_path, suffix, **options)
    frame = options.get("frames", 1) - 1
    with mock.patch.object(cover, broken, by):
        made(source, copy, frame=frame)
    assert compared(source, copy, frame=frame) == says


def test_a_cover_in_the_right_place_of_a_picture_that_was_changed_elsewhere_does_not_stand(tmp_path: Path) -> None:
    source, copy = files(tmp_path, "png")
    made(source, copy)
    with Image.open(copy) as file:
        spoilt = file.copy()
    spoilt.paste((255, 255, 255), (0, 150, 60, 180))
    spoilt.save(copy)
    assert compared(source, copy) == CHANGED


def with_exif(picture: Image.Image, path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "Rhys Morgan"
    picture.save(path, exif=exif)


def with_text(picture: Image.Image, path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "Rhys Morgan")
    picture.save(path, pnginfo=notes)


def with_picture_after_its_end(shown: Image.Image, path: Path) -> None:
    shown.save(path)
    data = path.read_bytes()
    picture().save(path)
    path.write_bytes(data + path.read_bytes())


@pytest.mark.parametrize(
    ("spoilt", "suffix", "says"),
    [
        (with_exif, "jpg", DETAILS),
        (with_exif, "png", DETAILS),
        (with_exif, "webp", DETAILS),
        (with_exif, "tif", DETAILS),
        (with_text, "png", DETAILS),
        (lambda shown, path: shown.save(path, icc_profile=wide_gamut()), "jpg", DETAILS),
        (lambda shown, path: shown.save(path, comment=b"Rhys Morgan"), "gif", DETAILS),
        (with_picture_after_its_end, "jpg", "something stands after its end"),
        (with_picture_after_its_end, "png", "something stands after its end"),
    ],
)
def test_what_lies_beside_the_pixels_of_a_copy_is_said(
    tmp_path: Path, spoilt: Callable[[Image.Image, Path], None], suffix: str, says: str
) -> None:
    source, copy = files(tmp_path, suffix)
    made(source, copy)
    with Image.open(copy) as file:
        shown = file.copy()
    shown.info = {}
    spoilt(shown, copy)
    assert compared(source, copy) == says


def test_what_is_left_under_transparency_is_seen(tmp_path: Path) -> None:
    clear = picture().convert("RGBA")
    clear.putalpha(Image.new("L", SIZE, 0))
    clear.save(tmp_path / "x.png")
    clear.save(tmp_path / "copy.png")
    found = what_differs(tmp_path / "x.png", tmp_path / "copy.png", {}, {}, plain=True)
    assert found == "colours are left under what is transparent in it"
    safe_copy(tmp_path / "x.png", tmp_path / "copy.png", {}, Style.BOX)
    assert what_differs(tmp_path / "x.png", tmp_path / "copy.png", {}, {}, plain=True) == ""


def test_an_alpha_channel_in_the_shape_of_the_name_is_seen(tmp_path: Path) -> None:
    source, copy = files(tmp_path, "png")
    made(source, copy)
    with Image.open(copy) as file:
        ghost = file.convert("RGBA")
    ghost.putalpha(picture().convert("L").point(lambda level: 255 if level > 90 else 254))
    ghost.save(copy)
    assert compared(source, copy) == SEEN


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_what_cannot_be_opened_does_not_stand(tmp_path: Path, content: bytes) -> None:
    source, copy = files(tmp_path, "png")
    copy.write_bytes(content)
    assert compared(source, copy) == "it cannot be compared with its original"
