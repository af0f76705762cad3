"""Pictures that lie hidden in image files."""

from __future__ import annotations

import base64
import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageOps

from postcheck.media.hidden import HiddenPicture, HiddenPictures, extract_hidden, opened, shows_more


def scene(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Return a picture with something in every corner."""
    picture = Image.new("RGB", (640, 480), "white")
    draw = ImageDraw.Draw(picture)
    for left, top, colour in [
        (0, 0, "red"),
        (400, 0, "navy"),
        (0, 300, "black"),
        (400, 300, "green"),
        (250, 150, "gold"),
    ]:
        draw.rectangle((left, top, left + 200, top + 150), fill=colour)
    return picture.resize(size)


def encoded(picture: Image.Image, file_format: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, file_format, **options)
    return buffer.getvalue()


def depths(data: bytes) -> HiddenPictures:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return extract_hidden(image, io.BytesIO(data))


def exif_with_thumbnail(thumbnail: bytes) -> bytes:
    """Return an EXIF block.

    Its first directory has nothing but the orientation, and a second one points at the thumbnail.
    """
    first = struct.pack("<HHHIII", 1, 0x0112, 3, 1, 1, 26)
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(thumbnail), 0)
    return b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + first + second + thumbnail


def test_the_thumbnail_of_exif_is_found() -> None:
    thumbnail = encoded(scene((160, 120)))
    found = depths(encoded(scene(), exif=exif_with_thumbnail(thumbnail)))
    assert found == HiddenPictures((HiddenPicture("its thumbnail", thumbnail),))


def test_the_thumbnail_of_photoshop_is_found() -> None:
    thumbnail = encoded(scene((160, 120)))
    resource = (
        b"8BIM" + struct.pack(">H", 1036) + b"\0\0" + struct.pack(">I", 28 + len(thumbnail)) + b"\0" * 28 + thumbnail
    )
    segment = b"Photoshop 3.0\0" + resource + b"\0" * (len(resource) % 2)
    plain = encoded(scene())
    data = plain[:2] + b"\xff\xed" + struct.pack(">H", 2 + len(segment)) + segment + plain[2:]
    (found,) = depths(data).pictures
    assert found.data == thumbnail


@pytest.mark.parametrize("line_end", ["", "\n", "&#xA;"])
def test_the_thumbnail_of_xmp_is_found(line_end: str) -> None:
    thumbnail = encoded(scene((80, 60)))
    text = base64.b64encode(thumbnail).decode()
    packet = f"<x><xmpGImg:image>{text[:70]}{line_end}{text[70:]}</xmpGImg:image></x>".encode()
    (found,) = depths(encoded(scene(), xmp=packet)).pictures
    assert found.data == thumbnail


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("inner", ["JPEG", "PNG"])
def test_a_picture_after_the_end_is_found(kind: str, inner: str) -> None:
    hidden = encoded(scene((200, 150)), inner)
    found = depths(encoded(scene(), kind, progressive=True) + hidden)
    assert [picture.data for picture in found.pictures] == [hidden]
    assert found.problems == ()


def test_two_pictures_after_the_end_are_found() -> None:
    first, second = encoded(scene((200, 150))), encoded(scene((100, 50)))
    assert [picture.data for picture in depths(encoded(scene()) + first + b"\0" * 9 + second).pictures] == [
        first,
        second,
    ]


def test_the_rest_of_a_longer_file_that_a_crop_overwrote_is_reported() -> None:
    """As in CVE-2023-21036: the cropped PNG lies over the whole one, whose end is still there."""
    cropped, whole = encoded(scene((40, 30)), "PNG"), encoded(scene(), "PNG")
    found = depths(cropped + whole[len(cropped) :])
    assert found.pictures == ()
    assert "after its end" in found.problems[0]


def test_the_video_of_a_moving_photo_is_reported() -> None:
    found = depths(encoded(scene()) + b"\0\0\0\x18ftypmp42\0\0\0\0" + b"x" * 500)
    assert "video" in found.problems[0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("after", [b"", b"\0" * 1000, b"\n"])
def test_an_ordinary_file_hides_nothing(kind: str, after: bytes) -> None:
    assert depths(encoded(scene(), kind) + after) == HiddenPictures()


def test_a_broken_thumbnail_is_no_secret_kept() -> None:
    found = depths(encoded(scene(), xmp=b"<xmpGImg:image>no base64!</xmpGImg:image>"))
    assert "damaged" in found.problems[0]


@given(st.binary(max_size=200), st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_whatever_follows_the_end_nothing_is_raised_and_nothing_is_lost(after: bytes, kind: str) -> None:
    found = depths(encoded(scene((16, 12)), kind) + b"\x01" * 65 + after)
    assert found.pictures or found.problems


@pytest.mark.parametrize(
    ("hidden", "more"),
    [
        (scene((160, 120)), False),
        (ImageOps.pad(scene((160, 90)), (160, 120), color="black"), False),
        (scene().crop((0, 0, 400, 300)).resize((160, 120)), True),
        (ImageOps.mirror(scene((160, 120))), True),
        (scene((120, 160)), True),
    ],
    ids=["smaller", "in bars", "another part", "mirrored", "another shape"],
)
def test_only_what_shows_more_than_the_picture_counts(hidden: Image.Image, more: bool) -> None:
    picture = scene((640, 360)) if hidden.getpixel((0, 0)) == (0, 0, 0) else scene()
    assert shows_more(hidden, picture) is more


def test_a_name_that_was_covered_only_in_the_large_picture_counts() -> None:
    covered = scene()
    ImageDraw.Draw(covered).rectangle((260, 180, 420, 220), fill="black")
    assert shows_more(scene((160, 120)), covered)


def test_what_is_no_picture_or_too_large_is_not_opened() -> None:
    assert opened(HiddenPicture("x", b"\xff\xd8\xff nothing"), 10_000) == ()
    assert opened(HiddenPicture("x", encoded(scene())), 1000) == ()
    (picture,) = opened(HiddenPicture("x", encoded(scene().convert("L"))), 1_000_000)
    assert picture.mode == "RGB"


def test_real_files_are_read_from_disk(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(encoded(scene(), exif=exif_with_thumbnail(encoded(scene((80, 60))))))
    with Image.open(tmp_path / "x.jpg") as image, (tmp_path / "x.jpg").open("rb") as file:
        assert len(extract_hidden(image, file).pictures) == 1
