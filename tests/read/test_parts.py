"""What lies in a picture file beside its pixels: read, looked at or said, wherever it is."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, TiffImagePlugin

from postcheck.media.part import words_in
from postcheck.media.parts import parts_of
from postcheck.model.reading import Reading
from postcheck.model.settings import OcrSettings
from postcheck.model.text import THUMBNAIL
from postcheck.read.reader import Reader
from tests.builders.picture_files import (
    blank,
    chunk,
    encoded,
    exif_of_second_directory,
    gif_with,
    icon,
    iptc,
    jpeg_with,
    lettered,
    png_with,
    resource,
    riff_with,
    segment,
    tiff_with_sub_picture,
)
from tests.builders.pictures import draft_of
from tests.fakes.engines import ScriptedEngine, row

NAME = "Amelia Carter"
PLAIN = NAME.encode()
OTHER = row("Rhys Morgan")
"""What the engine reads in whatever is not the first picture."""
EXIF = Image.Exif()
EXIF[0x010E] = NAME
XMP = (
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><r xmlns:dc='http://purl.org/dc/elements/1.1/'>"
    f"<dc:description>{NAME}</dc:description></r></x:xmpmeta>"
).encode()
EMPTY_XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
XMP_NAME = b"http://ns.adobe.com/xap/1.0/\0"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def read(path: Path, data: bytes) -> tuple[Reading, ScriptedEngine]:
    path.write_bytes(data)
    engine = ScriptedEngine((), always=OTHER)
    return Reader(OcrSettings(), engine).read(draft_of(path)), engine


def said(reading: Reading) -> str:
    return " ".join(item.reason for item in reading.unexamined)


def longer_xmp(reverse: bool) -> bytes:
    """Return a packet in two segments, cut within the name."""
    cut = XMP.index(b"lia")
    name, digest = b"http://ns.adobe.com/xmp/extension/\0", b"0" * 32
    pieces = [
        segment(0xE1, name + digest + struct.pack(">II", len(XMP), place) + piece)
        for place, piece in ((0, XMP[:cut]), (cut, XMP[cut:]))
    ]
    return jpeg_with(segment(0xE1, XMP_NAME + EMPTY_XMP), *(reversed(pieces) if reverse else pieces))


def comment(text: bytes) -> bytes:
    return b"!\xfe" + bytes([len(text)]) + text + b"\0"


def two_pages(**of_second: object) -> bytes:
    file = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(file, True) as pages:
        blank().save(pages, "TIFF")
        pages.newFrame()
        lettered("Hello").save(pages, "TIFF", **of_second)
        pages.newFrame()
    return file.getvalue()


WORDS = {
    "first of two comments": jpeg_with(segment(0xFE, PLAIN), segment(0xFE, b"hello there")),
    "last of two comments": jpeg_with(segment(0xFE, b"hello there"), segment(0xFE, PLAIN)),
    "comment in UTF-16": jpeg_with(segment(0xFE, NAME.encode("utf-16-le"))),
    "segment of nobody's": jpeg_with(segment(0xE5, b"NOTE\0" + PLAIN)),
    "segment of Photoshop's quality": jpeg_with(segment(0xEC, b"Ducky\0\1\0\4\0\0\0\x50\0\2\0\x11\0\0\0\x0d" + PLAIN)),
    "reserved segment": jpeg_with(segment(0xF0, PLAIN)),
    "first of two EXIF blocks": jpeg_with(segment(0xE1, EXIF.tobytes()), segment(0xE1, Image.Exif().tobytes())),
    "last of two EXIF blocks": jpeg_with(segment(0xE1, Image.Exif().tobytes()), segment(0xE1, EXIF.tobytes())),
    "first of two XMP packets": jpeg_with(segment(0xE1, XMP_NAME + XMP), segment(0xE1, XMP_NAME + EMPTY_XMP)),
    "last of two XMP packets": jpeg_with(segment(0xE1, XMP_NAME + EMPTY_XMP), segment(0xE1, XMP_NAME + XMP)),
    "longer XMP": longer_xmp(reverse=False),
    "longer XMP, last part first": longer_xmp(reverse=True),
    "XMP comment": jpeg_with(segment(0xE1, XMP_NAME + XMP.replace(PLAIN, b"<!-- " + PLAIN + b" -->cup"))),
    "between XMP properties": jpeg_with(
        segment(0xE1, XMP_NAME + XMP.replace(PLAIN, b"cup").replace(b"</r>", PLAIN + b"</r>"))
    ),
    "XMP of a program": jpeg_with(
        segment(
            0xE1, XMP_NAME + b"<r xmlns:a='http://ns.adobe.com/xap/1.0/'><a:CreatorTool>%b</a:CreatorTool></r>" % PLAIN
        )
    ),
    "second directory of EXIF": jpeg_with(segment(0xE1, b"Exif\0\0" + exif_of_second_directory(PLAIN))),
    "after the directories of EXIF": jpeg_with(
        segment(0xE1, b"Exif\0\0" + exif_of_second_directory(b"cup\0") + b"\0" + PLAIN)
    ),
    "IPTC envelope": jpeg_with(resource(1028, iptc(1, 5, PLAIN))),
    "IPTC editor": jpeg_with(resource(1028, iptc(2, 65, PLAIN))),
    "IPTC in UTF-16": jpeg_with(resource(1028, iptc(2, 120, NAME.encode("utf-16-be")))),
    "first of two IPTC blocks": jpeg_with(
        resource(1028, iptc(2, 120, PLAIN)), resource(1028, iptc(2, 120, b"hello there"))
    ),
    "Photoshop's caption": jpeg_with(resource(1008, bytes([len(PLAIN)]) + PLAIN)),
    "Photoshop's path": jpeg_with(resource(2000, bytes(26), PLAIN)),
    "Photoshop's layers": jpeg_with(resource(1045, struct.pack(">I", 13) + NAME.encode("utf-16-be"))),
    "Photoshop's XMP": jpeg_with(resource(1060, XMP)),
    "Photoshop's EXIF": jpeg_with(resource(1058, EXIF.tobytes()[6:])),
    "PNG keyword": png_with(chunk(b"tEXt", PLAIN + b"\0x")),
    "PNG keyword in another language": png_with(chunk(b"iTXt", b"Comment\0\0\0en\0" + PLAIN + b"\0x")),
    "first of two PNG texts": png_with(chunk(b"tEXt", b"Comment\0" + PLAIN), chunk(b"tEXt", b"Comment\0hello")),
    "PNG text without keyword": png_with(chunk(b"tEXt", PLAIN)),
    "PNG text in UTF-16": png_with(chunk(b"tEXt", b"Comment\0" + NAME.encode("utf-16-le"))),
    "PNG software": png_with(chunk(b"tEXt", b"Software\0" + PLAIN)),
    "PNG chunk of nobody's": png_with(chunk(b"noTe", PLAIN), before=b"IEND"),
    "PNG palette": png_with(chunk(b"sPLT", PLAIN + b"\0\x08" + bytes(6))),
    "PNG name of the colours": png_with(chunk(b"iCCP", PLAIN + b"\0\0" + zlib.compress(PROFILE))),
    "PNG colours": png_with(chunk(b"iCCP", b"sRGB\0\0" + zlib.compress(PROFILE + PLAIN))),
    "late GIF comment": gif_with(comment(PLAIN)),
    "one of two GIF comments": gif_with(comment(PLAIN) + comment(b"hello there")),
    "GIF text": gif_with(b"!\x01\x0c" + bytes(12) + bytes([len(PLAIN)]) + PLAIN + b"\0"),
    "GIF program": gif_with(b"!\xff\x0bMYAPPL  1.0" + bytes([len(PLAIN)]) + PLAIN + b"\0"),
    "WebP EXIF that is not announced": riff_with((b"EXIF", EXIF.tobytes()[6:])),
    "WebP XMP that is not announced": riff_with((b"XMP ", XMP)),
    "second WebP XMP": riff_with((b"XMP ", EMPTY_XMP), (b"XMP ", XMP)),
    "WebP chunk of nobody's": riff_with((b"NAME", PLAIN)),
    "TIFF second page": two_pages(tiffinfo={270: NAME}),
    "TIFF between the pages": encoded(blank(), "TIFF") + PLAIN,
    "HEIC box": encoded(blank(), "HEIF") + struct.pack(">I4s", 8 + len(PLAIN), b"free") + PLAIN,
    "BMP before the pixels": encoded(blank(), "BMP")[:10]
    + struct.pack("<I", 54 + len(PLAIN))
    + encoded(blank(), "BMP")[14:54]
    + PLAIN
    + encoded(blank(), "BMP")[54:],
    **{
        f"after a {kind}": encoded(blank(), kind) + PLAIN
        for kind in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "HEIF", "AVIF")
    },
}


@pytest.mark.parametrize("where", WORDS)
def test_words_are_read_wherever_they_are(where: str, tmp_path: Path) -> None:
    reading, _ = read(tmp_path / "a.jpg", WORDS[where])
    assert any(NAME in passage.text for passage in reading.passages)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("name", ["Siân Llewelyn", "Łukasz Wiśniewski", "Nguyễn Minh", "Amelia"])
def test_words_are_found_in_every_encoding(name: str, encoding: str) -> None:
    noise = bytes(range(256)) * 4
    assert any(name in text for text in words_in(noise + name.encode(encoding) + noise))


def test_words_of_windows_1252_are_found() -> None:
    assert words_in(b"\0\x01Si\xe2n Llewelyn\0") == ["Siân Llewelyn"]


def test_chance_makes_no_words_of_much_noise() -> None:
    assert words_in(random.Random(1).randbytes(500_000)) == []


PICTURES = {
    "JFIF thumbnail": jpeg_with(
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1" + bytes([160, 60]) + lettered().resize((160, 60)).tobytes())
    ),
    "JFXX thumbnail": jpeg_with(segment(0xE0, b"JFXX\0\x10" + encoded(lettered(), "JPEG"))),
    "segment of nobody's": jpeg_with(segment(0xE8, encoded(lettered(), "JPEG"))),
    "PNG chunk of nobody's": png_with(chunk(b"prVt", encoded(lettered(), "PNG"))),
    "WebP chunk of nobody's": riff_with((b"PICT", encoded(lettered(), "JPEG"))),
    "TIFF directory": tiff_with_sub_picture(),
    "other size of an icon": icon(Image.new("RGBA", (255, 64), "white"), lettered().convert("RGBA").resize((200, 75))),
    **{
        f"{inner} after a {kind}": encoded(blank(), kind) + encoded(lettered(), inner)
        for kind in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "HEIF", "AVIF")
        for inner in ("JPEG", "PNG", "GIF", "WEBP")
    },
}


@pytest.mark.parametrize("where", PICTURES)
def test_pictures_are_read_wherever_they_are(where: str, tmp_path: Path) -> None:
    reading, engine = read(tmp_path / "a.png", PICTURES[where])
    assert [passage.text for passage in reading.passages if passage.field == THUMBNAIL] == ["Rhys Morgan"]
    assert engine.asked == 2
    assert reading.unexamined == ()


SAID = {
    "WebP chunk": riff_with((b"BLOB", zlib.compress(random.Random(2).randbytes(2_000)))),
    "PNG chunk": png_with(chunk(b"blOb", zlib.compress(random.Random(2).randbytes(2_000)))),
    "PNG text": png_with(chunk(b"zTXt", b"Comment\0\0" + zlib.compress(PLAIN)[:8])),
    "WebP picture": riff_with((b"VP8L", encoded(lettered(), "WEBP", lossless=True)[20:])),
}


def without_its_last_page() -> bytes:
    """Return a TIFF of two pages whose list ends after the first."""
    data = bytearray(two_pages())
    (start,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, start)
    struct.pack_into("<I", data, start + 2 + 12 * count, 0)
    return bytes(data)


SAID["lost TIFF pages"] = without_its_last_page()


@pytest.mark.parametrize("where", SAID)
def test_what_is_not_understood_is_said(where: str, tmp_path: Path) -> None:
    reading, _ = read(tmp_path / "a.png", SAID[where])
    assert any(remedy in said(reading) for remedy in ("save it anew", "without metadata", "copy it again"))


CALM = {
    "PNG of a screen": png_with(
        chunk(b"tEXt", b"Software\0Adobe ImageReady"),
        chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1)),
        chunk(b"iDOT", bytes(28)),
        chunk(b"tIME", bytes([7, 234, 1, 1, 1, 1, 1])),
    ),
    "JPEG of Photoshop": jpeg_with(
        segment(0xEC, b"Ducky\0\1\0\4\0\0\0\x50\0\0"),
        resource(1005, bytes(16)),
        segment(0xE2, b"ICC_PROFILE\0\1\1" + PROFILE),
    ),
    "JPEG padded": encoded(blank(), "JPEG") + bytes(5_000),
    "animated GIF": gif_with(b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"),
    "TIFF pages": two_pages(),
    **{kind: encoded(blank(), kind) for kind in ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF", "AVIF", "ICO")},
}


@pytest.mark.parametrize("what", CALM)
def test_an_ordinary_file_stays_calm(what: str, tmp_path: Path) -> None:
    reading, engine = read(tmp_path / "a.png", CALM[what])
    assert reading.unexamined == ()
    assert engine.asked <= 2
    assert all(passage.field != THUMBNAIL for passage in reading.passages)


@given(st.sampled_from(sorted({**WORDS, **PICTURES})), st.integers(0, 10_000), st.integers(0, 255), st.integers(0, 400))
def test_no_damage_ends_the_walk(where: str, place: int, byte: int, cut: int) -> None:
    data = bytearray({**WORDS, **PICTURES}[where])
    data[place % len(data)] = byte
    whole = parts_of(bytes(data[: len(data) - cut]))
    assert 0 <= whole.end <= len(data)
    assert all(isinstance(part.data, bytes) for part in whole.parts)
