"""Image files of every mode, orientation and condition."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from postcheck.errors import UnreadableError
from postcheck.media.images import FRAME_LIMIT, Frame, frames, opened
from postcheck.media.part import PartKind
from postcheck.media.parts import parts_of
from tests.builders.pictures import STORED

LIMIT = 1_000_000


def look(path: Path, limit: int = LIMIT) -> tuple[list[Frame], list[str]]:
    problems: list[str] = []
    with opened(path, limit) as image:
        return list(frames(image, limit, problems)), problems


def reason(path: Path, limit: int = LIMIT) -> str:
    try:
        found, problems = look(path, limit)
    except UnreadableError as error:
        return error.message
    assert not found
    return problems[0]


def marked(mode: str = "L") -> Image.Image:
    """Return a light page with a dark block in its top left quarter."""
    page = Image.new("L", (64, 48), 230)
    ImageDraw.Draw(page).rectangle((0, 0, 31, 23), fill=20)
    return page.convert(mode)


def looks_right(view: Image.Image) -> bool:
    grey = view.convert("L").tobytes()
    return view.mode == "RGB" and view.size == (64, 48) and grey[10 * 64 + 10] < 80 and grey[40 * 64 + 50] > 180


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16", "I", "F", "YCbCr", "LAB", "PA"])
def test_every_mode_becomes_rgb(mode: str, tmp_path: Path) -> None:
    path = tmp_path / "picture.tif"
    picture = marked()
    if mode in {"I;16", "I", "F"}:
        values = np.asarray(picture).astype({"I;16": np.uint16, "I": np.int32, "F": np.float32}[mode]) * 257
        picture = Image.fromarray(values)
        assert picture.mode == mode
    elif mode == "LAB":
        picture = Image.merge("LAB", (picture, Image.new("L", picture.size, 128), Image.new("L", picture.size, 128)))
    elif mode == "PA":
        path = tmp_path / "picture.png"
        picture = picture.convert("P")
        picture.info["transparency"] = bytes([255] * 255 + [0])
    else:
        picture = picture.convert(mode)
    picture.save(path)
    (frame,), problems = look(path)
    assert not problems
    assert looks_right(frame.views[0])


def test_sixteen_bits_are_scaled_and_not_clipped(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    Image.fromarray((np.asarray(marked()).astype(np.uint16)) * 4 + 300).save(path)
    (frame,), _ = look(path)
    assert looks_right(frame.views[0])


def test_constant_and_infinite_pixels_are_no_error(tmp_path: Path) -> None:
    path = tmp_path / "flat.tif"
    Image.fromarray(np.full((20, 20), np.nan, dtype=np.float32)).save(path)
    (frame,), problems = look(path)
    assert (frame.views[0].mode, problems) == ("RGB", [])


def test_light_letters_on_nothing_are_shown_on_black_too(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (64, 48), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((5, 5, 30, 20), fill=(255, 255, 255, 255))
    path = tmp_path / "sticker.png"
    picture.save(path)
    (frame,), _ = look(path)
    white, black = frame.views
    assert white.getextrema() == ((255, 255),) * 3
    assert black.getpixel((10, 10)) == (255, 255, 255)
    assert black.getpixel((50, 40)) == (0, 0, 0)


@pytest.mark.parametrize("alpha", [60, 255])
def test_few_and_faint_light_letters_on_nothing_are_shown_on_black(alpha: int, tmp_path: Path) -> None:
    picture = Image.new("RGBA", (900, 900), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((400, 400, 402, 412), fill=(255, 255, 255, alpha))
    path = tmp_path / "sticker.png"
    picture.save(path)
    (frame,), _ = look(path)
    assert frame.views[-1].crop((395, 395, 430, 415)).getextrema()[0] == (0, alpha)


def test_an_opaque_picture_is_looked_at_once(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    marked("RGBA").save(path)
    assert len(look(path)[0][0].views) == 1


def test_dark_letters_on_nothing_are_shown_on_white_only(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (64, 48), (255, 255, 255, 0))
    ImageDraw.Draw(picture).rectangle((5, 5, 30, 20), fill=(0, 0, 0, 255))
    path = tmp_path / "sticker.webp"
    picture.save(path, lossless=True)
    (frame,), _ = look(path)
    assert len(frame.views) == 1
    assert frame.views[0].getpixel((50, 40)) == (255, 255, 255)


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied(orientation: int, suffix: str, tmp_path: Path) -> None:
    method = STORED[orientation]
    stored = marked("RGB") if method is None else marked("RGB").transpose(method)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / f"photo.{suffix}"
    stored.save(path, exif=exif)
    (frame,), problems = look(path)
    assert not problems
    assert looks_right(frame.views[0])


@pytest.mark.parametrize("mode", ["L", "RGBA", "CMYK", "P"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_plain_tiff_data_is_turned_and_not_torn(orientation: int, mode: str, tmp_path: Path) -> None:
    method = STORED[orientation]
    stored = marked("RGB").convert(mode) if method is None else marked("RGB").convert(mode).transpose(method)
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "scan.tif", exif=exif)
    (frame,), problems = look(tmp_path / "scan.tif")
    assert not problems
    assert frame.views[0].size == marked("RGB").size
    difference = ImageChops.difference(frame.views[0].convert("L"), marked("RGB").convert(mode).convert("L"))
    assert difference.getextrema()[1] <= 2  # type: ignore[operator]


def pages(count: int) -> list[Image.Image]:
    found = []
    for number in range(count):
        page = Image.new("L", (120, 80), 255)
        ImageDraw.Draw(page).rectangle((number * 5, 10, number * 5 + 4, 30), fill=0)
        found.append(page)
    return found


@pytest.mark.parametrize("suffix", ["gif", "webp", "png", "tif"])
def test_every_different_frame_is_read(suffix: str, tmp_path: Path) -> None:
    one, two, three = pages(3)
    path = tmp_path / f"moving.{suffix}"
    options: dict[str, Any] = {"lossless": True} if suffix == "webp" else {}
    one.save(path, save_all=True, append_images=[two, one, three], **options)
    found, problems = look(path)
    assert [frame.number for frame in found] == [0, 1, 3]
    assert not problems


def test_a_frame_that_differs_in_one_small_word_is_read(tmp_path: Path) -> None:
    one = Image.new("L", (1200, 800), 255)
    two = one.copy()
    ImageDraw.Draw(two).text((600, 400), "Leo", fill=0)
    three = one.copy()
    three.putpixel((3, 3), 250)
    path = tmp_path / "pages.tif"
    one.save(path, save_all=True, append_images=[two, three])
    assert [frame.number for frame in look(path)[0]] == [0, 1]


@pytest.mark.parametrize(
    ("mode", "paper", "ink"),
    [
        ("RGB", (200, 0, 0), (0, 102, 0)),  # of one lightness
        ("RGB", (97, 0, 0), (0, 0, 254)),
        ("RGB", (12, 12, 20), (40, 40, 48)),
        ("RGB", (255, 255, 255), (242, 242, 242)),
        ("RGBA", (0, 0, 0, 0), (255, 255, 255, 255)),
        ("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)),
        ("RGBA", (255, 255, 255, 0), (255, 255, 255, 60)),
        ("RGBA", (255, 255, 255, 255), (255, 255, 255, 0)),
    ],
)
@pytest.mark.parametrize("suffix", ["png", "tif", "webp"])
def test_frames_that_differ_in_colour_or_transparency_are_read(
    suffix: str, mode: str, paper: tuple[int, ...], ink: tuple[int, ...], tmp_path: Path
) -> None:
    one = Image.new(mode, (300, 100), paper)
    two = one.copy()
    ImageDraw.Draw(two).text((20, 20), "Leo", fill=ink)
    path = tmp_path / f"moving.{suffix}"
    options = {"lossless": True, "exact": True} if suffix == "webp" else {"blend": 0} if suffix == "png" else {}
    one.save(path, save_all=True, append_images=[two], **options)
    found, problems = look(path)
    assert [frame.number for frame in found] == [0, 1]
    assert not problems


def test_colours_that_cannot_be_seen_make_no_other_frame(tmp_path: Path) -> None:
    path = tmp_path / "pages.tif"
    Image.new("RGBA", (60, 60), (255, 0, 0, 0)).save(
        path, save_all=True, append_images=[Image.new("RGBA", (60, 60), (0, 0, 255, 0))]
    )
    assert [frame.number for frame in look(path)[0]] == [0]


def moving(path: Path) -> bytes:
    """Save four frames that differ, and return the file."""
    first, *rest = (page.convert("RGB") for page in pages(4))
    options = {"gif": {"duration": 100}, "webp": {"lossless": True}, "tif": {"compression": "tiff_lzw"}}.get(
        path.suffix[1:], {}
    )
    first.save(path, save_all=True, append_images=rest, **options)  # type: ignore[arg-type]
    return path.read_bytes()


def missed(path: Path) -> str:
    """Return what is said of frames that are missed, the empty string if nothing is."""
    try:
        return " ".join(look(path)[1])
    except UnreadableError as error:
        return error.message


def test_a_gif_cut_in_its_third_frame_is_read_up_to_it_and_said_to_be_cut(tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    data = moving(path)
    starts = [match.start() for match in re.finditer(rb"!\xf9\x04", data)]
    assert len(starts) == 4
    for end in range(starts[2] + 1, starts[3]):
        path.write_bytes(data[:end])
        found, problems = look(path)
        assert [frame.number for frame in found][:2] == [0, 1]
        assert "it is damaged or cut short" in " ".join(problems), end


def test_a_gif_without_its_end_mark_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    path.write_bytes(moving(path)[:-1])
    assert [frame.number for frame in look(path)[0]] == [0, 1, 2, 3]
    assert not missed(path)


@pytest.mark.parametrize("suffix", ["png", "webp", "tif"])
def test_wherever_a_file_is_cut_all_frames_are_read_or_it_is_said(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"moving.{suffix}"
    data = moving(path)
    for end in range(40, len(data), 3):
        path.write_bytes(data[:end])
        assert missed(path) or len(look(path)[0]) == 4, end


@pytest.mark.parametrize("link", [2**31, 5, 2**32 - 1])
def test_a_damaged_list_of_pages_is_said(link: int, tmp_path: Path) -> None:
    path = tmp_path / "pages.tif"
    data = bytearray(moving(path))
    page = 4
    for _ in range(2):
        (start,) = struct.unpack_from("<I", data, page)
        page = start + 2 + 12 * struct.unpack_from("<H", data, start)[0]
    struct.pack_into("<I", data, page, link)
    path.write_bytes(data)
    assert [frame.number for frame in look(path)[0]] == [0, 1]
    assert "it is damaged or cut short" in missed(path)


@pytest.mark.parametrize("declared", [1, 2, 9])
def test_a_png_is_not_taken_at_its_word(declared: int, tmp_path: Path) -> None:
    path = tmp_path / "moving.png"
    data = bytearray(moving(path))
    start = data.index(b"acTL")
    struct.pack_into(">I", data, start + 4, declared)
    struct.pack_into(">I", data, start + 12, zlib.crc32(data[start : start + 12]))
    path.write_bytes(data)
    assert "it is damaged or cut short" in missed(path)


def test_frames_beyond_the_limit_are_counted(tmp_path: Path) -> None:
    first, *rest = pages(FRAME_LIMIT + 3)
    path = tmp_path / "long.tif"
    first.save(path, save_all=True, append_images=rest)
    found, problems = look(path)
    assert len(found) == FRAME_LIMIT
    assert problems == [
        (
            f"3 of its {FRAME_LIMIT + 3} frames were not looked at: only {FRAME_LIMIT} different ones are; split "
            "it into parts"
        )
    ]


def test_a_damaged_later_frame_is_named(tmp_path: Path) -> None:
    one, two = (page.resize((600, 400)) for page in pages(2))
    path = tmp_path / "pages.tif"
    one.save(path, save_all=True, append_images=[two], compression="tiff_lzw")
    data = bytearray(path.read_bytes())
    with Image.open(path) as image:
        image.seek(1)
        start = image.tag_v2[273][0]  # type: ignore[attr-defined]
        size = image.tag_v2[279][0]  # type: ignore[attr-defined]
    data[start : start + size] = b"\xff" * size
    path.write_bytes(data)
    found, problems = look(path)
    assert len(found) == 1
    assert problems == ["frame 2 of 2: it is damaged or cut short; export or copy it again"]


def encoded(suffix: str) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(buffer, suffix)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
def test_a_file_that_is_cut_short_is_no_blank_picture(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "cut.img"
    data = encoded(kind)
    path.write_bytes(data[: len(data) // 2])
    assert "damaged or cut short" in reason(path)


def test_the_ending_of_the_name_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    marked().save(path, "JPEG")
    assert len(look(path)[0]) == 1


def png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [1001, 1300, 50_000])
def test_too_many_pixels_are_refused(side: int, tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(side, side))
    assert reason(path).startswith("it is too large: images of more than 1,000,000 pixels")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "it is empty (0 bytes)"),
        (b"no image at all", "it is not an image that can be opened"),
        (b"\0\0\0\x18ftypavif" + bytes(100), "it is "),
        (b"\0\0\0\x18ftypheic" + bytes(100), "it is "),
        (b"\0\0\0\x18ftypisom" + bytes(100), "it is a video under the name of a picture"),
        (b"%PDF-1.7 ...", "it is a PDF"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "it is an SVG drawing"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "it is not an image"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "it is "),
    ],
)
def test_what_is_no_image_gets_a_reason(content: bytes, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "amelia-carter.jpg"
    path.write_bytes(content)
    assert reason(path).startswith(expected)
    assert "amelia" not in reason(path)


def test_a_heic_photo_without_a_decoder_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pillow_heif", None)
    path = tmp_path / "photo.heic"
    path.write_bytes(b"\0\0\0\x18ftypheic" + bytes(100))
    assert "pillow-heif" in reason(path)


def test_a_heic_photo_is_read_where_the_decoder_is_installed(tmp_path: Path) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    path = tmp_path / "photo.heic"
    pillow_heif.from_pillow(marked("RGB")).save(path)
    assert looks_right(look(path)[0][0].views[0])


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert reason(tmp_path / "none.jpg").startswith("there is no such file")
    assert reason(tmp_path).startswith("it is a folder")


def test_the_main_picture_of_a_heic_file_need_not_be_the_first(tmp_path: Path) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    file = pillow_heif.HeifFile()
    for picture in pages(3):
        file.add_from_pillow(picture.convert("RGB"))
    file.save(tmp_path / "burst.heic", primary_index=2)
    assert [frame.number for frame in look(tmp_path / "burst.heic")[0]] == [0, 1, 2]


@pytest.mark.parametrize("which", [0, 1])
def test_a_picture_of_a_heic_file_that_cannot_be_decoded_is_said(tmp_path: Path, which: int) -> None:
    """Decoders leave it out, and show another in its place."""
    pillow_heif = pytest.importorskip("pillow_heif")
    file = pillow_heif.HeifFile()
    for picture in pages(2):
        file.add_from_pillow(picture.convert("RGB"))
    path = tmp_path / "two.heic"
    file.save(path)
    data = path.read_bytes()
    place = [match.start() for match in re.finditer(b"hvc1", data)][which]
    path.write_bytes(data[:place] + b"vvc1" + data[place + 4 :])
    assert look(path)[1] == ["frame 2 of 2: it is damaged or cut short; export or copy it again"]


def gif_of(first: Image.Image, second: Image.Image, transparent: int) -> bytes:
    """Return a GIF of two frames of three colours, the second with a transparent one that lets the first through."""
    palette = bytes([255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255])
    data = b"GIF89a" + struct.pack("<HHBBB", *first.size, 0x81, 0, 0) + palette
    for picture, control in ((first, 0), (second, 1)):
        file = io.BytesIO()
        picture.putpalette(palette)
        picture.save(file, "GIF", interlace=0, optimize=False)
        whole = file.getvalue()
        start = 13 + (6 << (whole[10] & 7))
        start = whole.index(b",", start)
        pixels = whole[start + 10 + (6 << (whole[start + 9] & 7) if whole[start + 9] & 0x80 else 0) : -1]
        data += b"!\xf9\x04" + struct.pack("<BHBB", control, 10, transparent, 0)
        data += b"," + struct.pack("<HHHHB", 0, 0, *first.size, 0) + pixels
    return data + b";"


@pytest.mark.parametrize(("paper", "ink", "ground"), [(0, 1, 0), (3, 0, 0), (3, 1, 1)])
def test_a_gif_frame_that_changes_nothing_is_read_without_its_transparency(
    paper: int, ink: int, ground: int, tmp_path: Path
) -> None:
    first, second = (Image.new("P", (120, 80), colour) for colour in (ground, paper))
    second.paste(ink, (10, 10, 60, 40))
    path = tmp_path / "still.gif"
    path.write_bytes(gif_of(first, second, transparent=paper if paper == 3 else ink))
    found, problems = look(path)
    assert [frame.number for frame in found] == [0, 1]
    assert found[1].views[0].getpixel((20, 20)) != found[1].views[0].getpixel((100, 70))
    assert not problems


def test_a_gif_frame_that_is_transparent_throughout_is_nothing_new(tmp_path: Path) -> None:
    path = tmp_path / "still.gif"
    path.write_bytes(gif_of(Image.new("P", (120, 80), 0), Image.new("P", (120, 80), 3), transparent=3))
    assert [frame.number for frame in look(path)[0]] == [0]


def of_webp(picture: Image.Image, *, blended: bool) -> bytes:
    """Return a frame of an animated WebP picture that keeps what is under its transparency."""
    file = io.BytesIO()
    picture.save(file, "WEBP", lossless=True, exact=True)
    inner = file.getvalue()[12:]
    inner = inner[18:] if inner.startswith(b"VP8X") else inner
    size = b"".join((side - 1).to_bytes(3, "little") for side in picture.size)
    content = bytes(6) + size + (100).to_bytes(3, "little") + bytes([0 if blended else 2]) + inner
    return b"ANMF" + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def webp_of(size: tuple[int, int], *parts: bytes) -> bytes:
    """Return an animated WebP picture of frames, and whatever else."""
    canvas = b"".join((side - 1).to_bytes(3, "little") for side in size)
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x12\0\0\0" + canvas
    body += b"ANIM" + struct.pack("<I", 6) + bytes(6) + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize("suffix", ["webp", "png"])
@pytest.mark.parametrize("new", [True, False])
def test_colours_under_a_frame_that_is_laid_on_another_are_read(tmp_path: Path, suffix: str, *, new: bool) -> None:
    """Decoders lay a frame on the one before it, and what it keeps under its transparency is lost."""
    first = Image.new("RGBA", (120, 80), "red")
    hidden = Image.new("RGBA", (120, 80), (255, 255, 255, 0))
    ImageDraw.Draw(hidden).line((20, 20, 60, 60, 60, 20, 20, 60), fill=(0, 0, 0, 0), width=6)
    if new:
        hidden.paste("blue", (100, 60, 120, 80))
    path = tmp_path / f"a.{suffix}"
    if suffix == "png":
        first.save(path, save_all=True, append_images=[hidden], duration=100, blend=1)
    else:
        path.write_bytes(webp_of(first.size, of_webp(first, blended=False), of_webp(hidden, blended=True)))
    found, problems = look(path)
    assert ([frame.number for frame in found], problems) == ([0, 1], [])
    beneath = [view for view in found[1].views if view.getpixel((40, 40)) == (0, 0, 0)]
    assert len(beneath) == 1
    assert beneath[0].getpixel((110, 70)) == ((0, 0, 255) if new else (255, 255, 255))


def test_colours_under_the_only_frame_of_an_animation_are_read(tmp_path: Path) -> None:
    hidden = Image.new("RGBA", (120, 80), (255, 255, 255, 0))
    ImageDraw.Draw(hidden).line((20, 20, 60, 60, 60, 20, 20, 60), fill=(0, 0, 0, 0), width=6)
    (tmp_path / "a.webp").write_bytes(webp_of(hidden.size, of_webp(hidden, blended=True)))
    ((frame,), problems) = look(tmp_path / "a.webp")
    assert any(view.getpixel((40, 40)) != view.getpixel((100, 20)) for view in frame.views)
    assert problems == []


def test_what_a_frame_of_webp_holds_beside_its_pixels_is_found() -> None:
    frame = of_webp(Image.new("RGB", (120, 80), "red"), blended=False)
    more = b"note" + struct.pack("<I", 14) + b"Amelia Carter " + b"VP8L" + struct.pack("<I", 8) + b"whatever"
    frame = b"ANMF" + struct.pack("<I", len(frame) - 8 + len(more)) + frame[8:] + more
    parts = parts_of(webp_of((120, 80), frame)).parts
    assert [(part.kind, part.what, part.data) for part in parts] == [
        (PartKind.UNKNOWN, "its chunk note", b"Amelia Carter "),
        (PartKind.UNKNOWN, "its chunk VP8L", b"whatever"),
    ]


def test_colours_under_the_transparency_of_a_frame_are_read(tmp_path: Path) -> None:
    """Frames that look alike, as all of them is transparent, are none when colours are kept under it."""
    pen = Image.new("RGBA", (120, 80), (255, 255, 255, 0))
    ImageDraw.Draw(pen).rectangle((20, 20, 60, 60), fill=(0, 0, 0, 0))
    frame = [Image.new("RGBA", (120, 80), colour) for colour in ("red", (255, 255, 255, 0))]
    path = tmp_path / "a.png"
    frame[0].save(path, save_all=True, append_images=[frame[1], pen, pen], duration=100)
    problems: list[str] = []
    with opened(path, 10_000) as image:
        found = list(frames(image, 10_000, problems))
    assert [each.number for each in found] == [0, 1, 2]
    assert found[2].views[0].getpixel((30, 30)) == (0, 0, 0)
    assert problems == []
