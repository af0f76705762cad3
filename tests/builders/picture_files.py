"""Picture files taken apart and put together again, with something in them that does not belong there."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from pillow_heif import register_heif_opener

register_heif_opener()

SIZE = (320, 120)


def blank(mode: str = "RGB") -> Image.Image:
    return Image.new(mode, SIZE, "white")


def lettered(text: str = "Amelia Carter") -> Image.Image:
    picture = blank()
    ImageDraw.Draw(picture).text((10, 40), text, fill="black", font=ImageFont.load_default(32))
    return picture


def encoded(picture: Image.Image, file_format: str, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, file_format, **options)
    return file.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_with(*chunks: bytes, before: bytes = b"IDAT") -> bytes:
    data = encoded(blank(), "PNG")
    place = data.index(before) - 4
    return data[:place] + b"".join(chunks) + data[place:]


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg_with(*segments: bytes) -> bytes:
    data = encoded(blank(), "JPEG")
    return data[:2] + b"".join(segments) + data[2:]


def gif_with(block: bytes) -> bytes:
    """Return a GIF of two frames with a block after the second."""
    data = encoded(blank(), "GIF", save_all=True, append_images=[lettered("Hello")], duration=100)
    assert data.endswith(b";")
    return data[:-1] + block + b";"


def riff_with(*chunks: tuple[bytes, bytes]) -> bytes:
    """Return a WebP picture with further chunks, which its header does not announce."""
    inner = encoded(blank(), "WEBP")[12:]
    head = b"VP8X" + struct.pack("<II", 10, 0) + b"".join((side - 1).to_bytes(3, "little") for side in SIZE)
    more = b"".join(
        kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2) for kind, content in chunks
    )
    body = b"WEBP" + head + inner + more
    return b"RIFF" + struct.pack("<I", len(body)) + body


def resource(number: int, content: bytes, name: bytes = b"") -> bytes:
    """Return one of Photoshop's resources in a segment of its own."""
    padded = bytes([len(name)]) + name + b"\0" * ((len(name) + 1) % 2)
    body = b"8BIM" + struct.pack(">H", number) + padded + struct.pack(">I", len(content)) + content
    return segment(0xED, b"Photoshop 3.0\0" + body + b"\0" * (len(content) % 2))


def iptc(record: int, number: int, text: bytes) -> bytes:
    return bytes([0x1C, record, number]) + struct.pack(">H", len(text)) + text


def exif_of_second_directory(text: bytes) -> bytes:
    """Return EXIF data whose first directory says nothing, and whose second one describes the picture."""
    first = struct.pack("<HHHIII", 1, 0x0112, 3, 1, 1, 26)
    second = struct.pack("<HHHIII", 1, 0x010E, 2, len(text), 44, 0)
    return b"II*\0" + struct.pack("<I", 8) + first + second + text


def tiff_with_sub_picture() -> bytes:
    """Return a TIFF of one white page, with a lettered picture in a directory that no list of pages leads to."""
    data, inner = bytearray(encoded(blank(), "TIFF")), bytearray(encoded(lettered(), "TIFF"))
    shift = len(data)
    (start,) = struct.unpack_from("<I", inner, 4)
    (count,) = struct.unpack_from("<H", inner, start)
    for place in range(start + 2, start + 2 + 12 * count, 12):
        tag, kind, values, value = struct.unpack_from("<HHII", inner, place)
        if tag == 273 or {1: 1, 2: 1, 3: 2, 4: 4, 5: 8}.get(kind, 1) * values > 4:
            struct.pack_into("<I", inner, place + 8, value + shift)
    data += inner
    (first,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, first)
    found = [bytes(data[first + 2 + 12 * at : first + 14 + 12 * at]) for at in range(entries)]
    found = sorted([*found, struct.pack("<HHII", 330, 4, 1, shift + start)], key=lambda entry: entry[:2][::-1])
    struct.pack_into("<I", data, 4, len(data))
    return bytes(data) + struct.pack("<H", len(found)) + b"".join(found) + bytes(4)


def icon(*pictures: Image.Image) -> bytes:
    """Return an ICO that holds each picture as a size of its own."""
    files = [encoded(picture, "PNG") for picture in pictures]
    place = 6 + 16 * len(files)
    entries = b""
    for picture, file in zip(pictures, files, strict=True):
        entries += struct.pack("<BBBBHHII", picture.width % 256, picture.height % 256, 0, 0, 1, 32, len(file), place)
        place += len(file)
    return struct.pack("<HHH", 0, 1, len(files)) + entries + b"".join(files)
