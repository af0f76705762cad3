"""Pictures: what is behind the first frame, in metadata, and what is damaged."""
# ruff: noqa: E501 -- a fault a line

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from tests.builders.documents import png
from tests.faults.fault import NAME, Fault

_POST = "---\npeople: []\n---\nOur fair was fun.\n"


def _frame(text: str = "", paper: str = "white", ink: str = "black", mode: str = "RGB") -> Image.Image:
    picture = Image.new(mode, (420, 90), paper)
    if text:
        ImageDraw.Draw(picture).text((12, 20), text, fill=ink, font=ImageFont.load_default(36))
    return picture


def _saved(kind: str, *frames: Image.Image, **how: object) -> bytes:
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": frames[1:]} if len(frames) > 1 else {}
    frames[0].save(buffer, kind, **more, **how)
    return buffer.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _with_chunk(kind: bytes, data: bytes) -> bytes:
    plain = png()
    return plain[:33] + _chunk(kind, data) + plain[33:]


def _text(key: str, value: str, *, itxt: bool = False, packed: bool = False) -> bytes:
    words = PngInfo()
    (words.add_itxt if itxt else words.add_text)(key, value, zip=packed)
    return _saved("PNG", _frame(), pnginfo=words)


def _exif(tag: int, value: object, *, ifd: int = 0) -> bytes:
    exif = Image.Exif()
    if ifd:
        exif.get_ifd(ifd)[tag] = value
    else:
        exif[tag] = value
    return _saved("JPEG", _frame(), exif=exif)


def _jpeg_with(marker: int, data: bytes) -> bytes:
    plain = _saved("JPEG", _frame())
    return plain[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data + plain[2:]


def _cut_third(kind: str, share: float, **how: object) -> bytes:
    frames = [_frame(), _frame(NAME), _frame("Our fair")]
    data = _saved(kind, *frames, **how)
    return data[: int(len(data) * share)]


_XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:title>{NAME}</dc:title></x:xmpmeta>"
_SAID: dict[str, tuple[str, bytes]] = {
    "gif-second-frame": ("star.gif", _saved("GIF", _frame(), _frame(NAME), duration=90)),
    "gif-cut": ("star.gif", _cut_third("GIF", 0.9)),
    "gif-cut-early": ("star.gif", _cut_third("GIF", 0.5)),
    "webp-second-frame": ("star.webp", _saved("WEBP", _frame(), _frame(NAME), duration=90)),
    "webp-cut": ("star.webp", _cut_third("WEBP", 0.9)),
    "apng-second-frame": ("star.png", _saved("PNG", _frame(), _frame(NAME), duration=90)),
    "apng-cut": ("star.png", _cut_third("PNG", 0.9)),
    "tiff-second-page": ("star.tif", _saved("TIFF", _frame(), _frame(NAME))),
    "tiff-cut": ("star.tif", _cut_third("TIFF", 0.9)),
    "png-cut": ("star.png", _saved("PNG", _frame(NAME))[:-60]),
    "jpeg-cut": ("star.jpg", _saved("JPEG", _frame(NAME))[:-900]),
    "png-damaged": ("star.png", _saved("PNG", _frame(NAME)).replace(b"IDAT", b"IDAX")),
    "png-empty": ("star.png", b""),
    "png-text": ("star.png", NAME.encode()),
    "png-is-html": ("star.png", f"<p>{NAME}</p>".encode()),
    "png-is-zip": ("star.png", b"PK\x03\x04" + NAME.encode()),
    "jpeg-zero-size": ("star.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"),
    "bomb": ("star.png", png()[:16] + struct.pack(">II", 60000, 60000) + png()[24:]),
    "white-on-clear": ("star.png", _saved("PNG", _frame(NAME, "#ffffff00", "#ffffffff", "RGBA"))),
    "black-on-clear": ("star.png", _saved("PNG", _frame(NAME, "#00000000", "#000000ff", "RGBA"))),
    "text": ("star.png", _text("Comment", NAME)),
    "text-packed": ("star.png", _text("Comment", NAME, packed=True)),
    "text-itxt": ("star.png", _text("Title", NAME, itxt=True)),
    "text-own-key": ("star.png", _text("Winner", NAME)),
    "text-key": ("star.png", _text(NAME, "x")),
    "exif-description": ("star.jpg", _exif(0x010E, NAME)),
    "exif-artist": ("star.jpg", _exif(0x013B, NAME)),
    "exif-copyright": ("star.jpg", _exif(0x8298, NAME)),
    "exif-title": ("star.jpg", _exif(0x9C9B, NAME.encode("utf-16-le"))),
    "exif-keywords": ("star.jpg", _exif(0x9C9E, NAME.encode("utf-16-le"))),
    "exif-comment": ("star.jpg", _exif(0x9286, b"ASCII\0\0\0" + NAME.encode(), ifd=0x8769)),
    "exif-comment-unicode": ("star.jpg", _exif(0x9286, b"UNICODE\0" + NAME.encode("utf-16-le"), ifd=0x8769)),
    "exif-owner": ("star.jpg", _exif(0xA430, NAME, ifd=0x8769)),
    "jpeg-comment": ("star.jpg", _jpeg_with(0xFE, NAME.encode())),
    "jpeg-xmp": ("star.jpg", _jpeg_with(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP.encode())),
    "jpeg-iptc": ("star.jpg", _jpeg_with(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x15\x1c\x02\x78\0\x10" + NAME.encode() + b"\0")),
    "png-xmp": ("star.png", _text("XML:com.adobe.xmp", _XMP, itxt=True)),
    "png-exif": ("star.png", _with_chunk(b"eXIf", b"broken")),
    "gif-comment": ("star.gif", _saved("GIF", _frame(), comment=NAME.encode())),
    "webp-xmp": ("star.webp", _saved("WEBP", _frame(), xmp=_XMP.encode())),
    "tiff-description": ("star.tif", _saved("TIFF", _frame(), description=NAME)),
    "name": ("tamsin penhallow.png", png()),
    "sidecar-caption": ("star.png", png()),
    "plain": ("star.png", _saved("PNG", _frame(NAME))),
    "turned": ("star.png", _saved("PNG", _frame(NAME).rotate(90, expand=True))),
    "blue-on-red": ("star.png", _saved("PNG", _frame(NAME, "#b00000", "#3a3aff"))),
    "palette": ("star.png", _saved("PNG", _frame(NAME).convert("P"))),
    "grey-16": ("star.png", _saved("PNG", _frame(NAME).convert("I;16"))),
    "one-bit": ("star.png", _saved("PNG", _frame(NAME).convert("1"))),
    "cmyk": ("star.jpg", _saved("JPEG", _frame(NAME).convert("CMYK"))),
}  # fmt: skip


def faults() -> Iterator[Fault]:
    for name, (file, content) in _SAID.items():
        files: dict[str, str | bytes] = {"post.md": _POST, file: content}
        if name == "sidecar-caption":
            files = {file: content, f"{file}.postcheck.yaml": f"images:\n  - file: star.png\n    caption: {NAME}\n"}
        yield Fault(f"picture-{name}", "pictures", files)
    for name, (file, content) in {
        "png": ("star.png", png()), "gif": ("star.gif", _saved("GIF", _frame(), _frame(paper="grey"), duration=90)),
        "text": ("star.png", _text("Software", "GIMP 2.10")), "jpeg": ("star.jpg", _saved("JPEG", _frame())),
        "exif": ("star.jpg", _exif(0x010F, "Canon")), "words": ("star.png", _saved("PNG", _frame("Our fair"))),
    }.items():  # fmt: skip
        yield Fault(f"calm-picture-{name}", "pictures", {"post.md": _POST, file: content}, calm=True)
