"""What programs and phones put into a picture file: read, looked at or said, and calm where it is ordinary."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from postcheck.model.text import THUMBNAIL
from tests.builders.picture_boxes import (
    NOISE,
    VIDEO,
    box,
    credentials,
    in_segments,
    in_uuid,
    jumbf,
    made_by,
    samsung,
    thumbnail,
    tiff_with_thumbnail,
    titled,
    with_maker_note,
    with_plain_thumbnail,
    within_media,
)
from tests.builders.picture_files import (
    blank,
    chunk,
    encoded,
    gif_with,
    jpeg_with,
    lettered,
    png_with,
    resource,
    riff_with,
    segment,
)
from tests.read.test_parts import EXIF, NAME, PLAIN, XMP, XMP_NAME, read

JPEG = encoded(lettered(), "JPEG")
TITLE, AUTHOR, SMALL = credentials(titled(NAME)), credentials(made_by(NAME)), credentials(thumbnail(JPEG))
SIGNED = credentials(jumbf(b"c2pa.signature", box(b"cbor", b"\x59\x0b\xb8" + NOISE)))
PEOPLE = (
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><r xmlns:MPReg='http://ns.microsoft.com/photo/1.2/t/Region#' "
    f"MPReg:PersonDisplayName='{NAME}'/></x:xmpmeta>"
).encode()
DIGITS = base64.b64encode(JPEG)
GOOGLE = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><r xmlns:GImage='http://ns.google.com/photos/1.0/image/' "
    b"GImage:Mime='image/jpeg' GImage:Data='%b'/></x:xmpmeta>" % DIGITS
)
JPEG_2000 = encoded(blank(), "JPEG2000")


def profile(kind: str, content: bytes, name: str = "") -> bytes:
    """Return a PNG with another format's metadata, as ImageMagick keeps them."""
    text = f"\n{name or kind}\n{len(content):8}\n{content.hex()}\n".encode()
    return png_with(chunk(b"zTXt", f"Raw profile type {kind}".encode() + b"\0\0" + zlib.compress(text)))


def credentials_in_gif(block: bytes) -> bytes:
    cut = b"".join(bytes([len(block[at : at + 255])]) + block[at : at + 255] for at in range(0, len(block), 255))
    return gif_with(b"!\xff\x0bC2PA_GIF\x01\0\0" + cut + b"\0")


TEXTS = {
    "title of Content Credentials": (jpeg_with(in_segments(TITLE)), NAME),
    "title in pieces": (jpeg_with(in_segments(TITLE, 180)), NAME),
    "author of Content Credentials": (
        jpeg_with(in_segments(AUTHOR)),
        f'{{"author":[{{"@type":"Person","name":"{NAME}"}}]}}',
    ),
    "title in a PNG": (png_with(chunk(b"caBX", TITLE)), NAME),
    "title in a WebP": (riff_with((b"C2PA", TITLE)), NAME),
    "title in a GIF": (credentials_in_gif(TITLE), NAME),
    "title in a HEIC": (encoded(blank(), "HEIF") + in_uuid(TITLE), NAME),
    "owner of a Canon": (with_maker_note(b"\1\0\x09\0\2\0\x20\0\0\0" + bytes(8) + PLAIN.ljust(32, b"\0")), NAME),
    "baby of a Panasonic": (with_maker_note(b"Panasonic\0\0\0\1\0f\0\7\0@\0\0\0" + b"Mia".ljust(64, b"\0")), "Mia"),
    "faces by Microsoft": (jpeg_with(segment(0xE1, XMP_NAME + PEOPLE)), NAME),
    "XMP of a HEIC": (encoded(blank(), "HEIF", xmp=PEOPLE), NAME),
    "XMP of an AVIF": (encoded(blank(), "AVIF", xmp=PEOPLE), NAME),
    "XMP of a JPEG 2000": (JPEG_2000 + box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + PEOPLE), NAME),
    "XML of a JPEG 2000": (JPEG_2000 + box(b"xml ", b"<a>\n%b\n</a>" % PLAIN), NAME),
    "after a JPEG 2000": (JPEG_2000 + PLAIN, NAME),
    "comment of a PPM": (encoded(blank(), "PPM").replace(b"P6\n", b"P6\n# %b\n" % PLAIN, 1), f"# {NAME}"),
    "XMP as a profile": (profile("xmp", PEOPLE), NAME),
    "EXIF as a profile": (profile("APP1", EXIF.tobytes()[6:], "generic profile"), NAME),
    "IPTC as a profile": (profile("iptc", b"\x1c\x02\x78\0\x0d" + PLAIN), NAME),
    "nobody's bytes of a HEIC": (within_media(encoded(blank(), "HEIF"), b"\0\0" + PLAIN + b"\0"), NAME),
    "XMP of a picture after the end": (encoded(blank(), "JPEG") + jpeg_with(segment(0xE1, XMP_NAME + XMP)), NAME),
    "unused marker": (jpeg_with(segment(0xDC, PLAIN)), NAME),
}


@pytest.mark.parametrize("where", TEXTS)
def test_words_stand_by_themselves(where: str, tmp_path: Path) -> None:
    data, text = TEXTS[where]
    reading, _ = read(tmp_path / "a.jpg", data)
    assert text in {line for passage in reading.passages for line in passage.text.splitlines()}
    assert reading.unexamined == ()


PICTURES = {
    "Content Credentials": jpeg_with(in_segments(SMALL)),
    "Content Credentials in pieces": jpeg_with(in_segments(SMALL, 700)),
    "Content Credentials of a PNG": png_with(chunk(b"caBX", SMALL)),
    "Content Credentials of a WebP": riff_with((b"C2PA", SMALL)),
    "Content Credentials of a GIF": credentials_in_gif(SMALL),
    "Content Credentials of an AVIF": encoded(blank(), "AVIF") + in_uuid(SMALL),
    "segment of the colours": jpeg_with(segment(0xE2, b"ICC_PROFILE\0\1\1" + JPEG)),
    "segment of FlashPix": jpeg_with(segment(0xE2, b"FPXR\0" + JPEG)),
    "resource of Photoshop's": jpeg_with(resource(4_000, JPEG)),
    "text of a PNG": png_with(chunk(b"tEXt", b"preview\0" + DIGITS)),
    "XMP of a phone": jpeg_with(segment(0xE1, XMP_NAME + GOOGLE)),
    "plain thumbnail": with_plain_thumbnail(),
    "JPEG beside a TIFF's page": tiff_with_thumbnail(JPEG),
    "nobody's bytes of a HEIC": within_media(encoded(blank(), "HEIF"), JPEG),
    "nobody's bytes of an AVIF": within_media(encoded(blank(), "AVIF"), JPEG),
    "picture in a picture after the end": encoded(blank(), "JPEG") + jpeg_with(segment(0xE8, JPEG)),
    **{
        f"{inner} after a {kind}": encoded(blank(), kind) + encoded(lettered(), inner)
        for kind, inner in (
            *((kind, inner) for kind in ("TIFF", "JPEG2000", "PPM", "ICO", "PCX") for inner in ("JPEG", "PNG", "BMP")),
            *((kind, inner) for kind in ("JPEG", "GIF", "BMP", "HEIF", "AVIF") for inner in ("BMP", "TIFF")),
            *((kind, inner) for kind in ("PNG", "GIF", "WEBP", "BMP", "TIFF") for inner in ("HEIF", "AVIF")),
        )
    },
}


@pytest.mark.parametrize("where", PICTURES)
def test_pictures_are_looked_at(where: str, tmp_path: Path) -> None:
    reading, engine = read(tmp_path / "a.png", PICTURES[where])
    assert [passage.text for passage in reading.passages if passage.field == THUMBNAIL] == ["Rhys Morgan"]
    assert engine.asked == 1 + reading.images[0].frames
    assert reading.unexamined == ()


_VIDEO = "A short video is hidden in it, as some phones do; save a still copy of it."
_ANEW = "save it anew in a picture program, which leaves them out."
_AFTER = f"3,000 bytes stand after its end, which may be what was cropped away; {_ANEW}"
SAID = {
    "box of a moving photo": (encoded(blank(), "HEIF") + box(b"mpvd", VIDEO), _VIDEO),
    "short box of a moving photo": (encoded(blank(), "HEIF") + box(b"mpvd", VIDEO[:500]), _VIDEO),
    "Samsung's moving photo": (encoded(blank(), "JPEG") + samsung((b"MotionPhoto_Data", VIDEO)), _VIDEO),
    "Samsung's moving HEIC": (
        encoded(blank(), "HEIF") + box(b"sefd", samsung((b"MotionPhoto_Data", VIDEO))),
        _VIDEO,
    ),
    "Google's moving photo": (encoded(blank(), "JPEG") + VIDEO, _VIDEO),
    "what follows a picture after the end": (encoded(blank(), "JPEG") + JPEG + NOISE, _AFTER),
    "what follows a picture in a segment": (
        jpeg_with(segment(0xE8, JPEG + NOISE)),
        f"3,000 bytes in its segment APP8 are of a kind that is not known; {_ANEW}",
    ),
    "rows that are too short": (
        encoded(blank(), "BMP")[:22] + struct.pack("<i", 60) + encoded(blank(), "BMP")[26:],
        f"57,600 bytes stand after its end, which may be what was cropped away; {_ANEW}",
    ),
}


@pytest.mark.parametrize("where", SAID)
def test_what_cannot_be_read_is_said(where: str, tmp_path: Path) -> None:
    data, reason = SAID[where]
    reading, _ = read(tmp_path / "a.jpg", data)
    assert [item.reason for item in reading.unexamined] == [reason]


CALM = {
    "Samsung's photo": encoded(blank(), "JPEG")
    + samsung(
        (b"Image_UTC_Data", b"1690000000000"),
        (b"MCC_Data", b"234"),
        (b"Camera_Capture_Mode_Info", b"1"),
        (b"PhotoEditor_Re_Edit_Data", b'{"originalPath":"/data/sec/photoeditor/0/storage"}'),
        (b"DualShot_DepthMap_1", NOISE),
    ),
    "Samsung's HEIC": encoded(blank(), "HEIF")
    + box(b"free", b"cdif" + NOISE)
    + box(b"sefd", samsung((b"Image_UTC_Data", b"1690000000000"), (b"MCC_Data", b"234"))),
    "vivo's photo": encoded(blank(), "JPEG") + b'vivo{"cameraMode":"photo","faceCount":0,"filter":"none","hdr":true}',
    "signed JPEG": jpeg_with(in_segments(SIGNED)),
    "signed PNG": png_with(chunk(b"caBX", SIGNED)),
    "signed WebP": riff_with((b"C2PA", SIGNED)),
    "signed HEIC": encoded(blank(), "HEIF") + in_uuid(SIGNED),
}


@pytest.mark.parametrize("what", CALM)
def test_what_phones_and_programs_add_is_no_alarm(what: str, tmp_path: Path) -> None:
    reading, engine = read(tmp_path / "a.jpg", CALM[what])
    assert reading.unexamined == ()
    assert engine.asked == 1


def test_bytes_after_the_packed_rows_of_a_png_are_said(tmp_path: Path) -> None:
    data = encoded(blank(), "PNG")
    place = data.index(b"IDAT")
    (length,) = struct.unpack_from(">I", data, place - 4)
    rows = data[place + 4 : place + 4 + length]
    reading, _ = read(tmp_path / "a.png", data[: place - 4] + chunk(b"IDAT", rows + JPEG) + data[place + 8 + length :])
    assert [item.reason for item in reading.unexamined] == [
        "It holds more pixels than it shows, or fewer; save it anew in a picture program."
    ]


def test_a_larger_copy_of_the_picture_shows_nothing_more(tmp_path: Path) -> None:
    noise = Image.effect_noise((200, 150), 90).convert("RGB").resize((1600, 1200))
    reading, engine = read(tmp_path / "a.jpg", encoded(noise.resize((800, 600)), "JPEG") + encoded(noise, "PNG"))
    assert engine.asked == 1
    assert reading.unexamined == ()


def test_a_picture_that_lies_on_its_side_shows_nothing_more(tmp_path: Path) -> None:
    picture = lettered()
    turned = io.BytesIO()
    picture.rotate(90, expand=True).save(turned, "JPEG")
    _, engine = read(tmp_path / "a.jpg", encoded(picture, "JPEG") + turned.getvalue())
    assert engine.asked == 1
