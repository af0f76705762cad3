"""The frames of an animated WebP or PNG each by itself, before a decoder lays them on one another.

What a frame keeps under its transparency is lost once it lies on the one before it.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from postcheck.media.block_parts import WEBP_FRAME_HEAD, riff_chunks
from postcheck.media.picture_file import complaints, turned_as
from postcheck.media.png_parts import PNG_SIGNATURE, chunks

_OPAQUE = 255
_LINE, _LEAST = 32, 200
"""Levels by which a pixel differs from its neighbours where something is drawn, and how many such pixels a word has."""
_BLOCK = 8
"""Pixels of a side of the blocks in which lossy encoders smooth what is transparent."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A frame as a picture file of its own, and where it lies on the canvas."""

    data: bytes
    left: int
    top: int


class OwnFrames:
    """The frames of an opened animation; there are none if it is of another format, or does not move.

    Parameters
    ----------
    image:
        The opened file.
    """

    def __init__(self, image: Image.Image) -> None:
        cut = {"WEBP": _of_webp, "PNG": _of_png}.get(image.format or "")
        self._image = image
        self._frames: list[_Own | None] = []
        if cut is not None:
            self._frames = list(cut(Path(str(getattr(image, "filename", ""))).read_bytes()))

    def beneath(self, number: int, shown: Image.Image) -> Image.Image | None:
        """Return what a frame would show without its transparency, if it keeps a drawing under it.

        Parameters
        ----------
        number:
            Which frame, from 0.
        shown:
            The frame as it is shown, upright.
        """
        own = self._frames[number] if number < len(self._frames) else None
        if own is None:
            return None
        with complaints(), Image.open(io.BytesIO(own.data), formats=(self._image.format or "",)) as frame:
            frame.load()
            if not frame.has_transparency_data:
                return None
            pixels = frame.convert("RGBA")
        clear = pixels.getchannel("A").point([_OPAQUE] + [0] * _OPAQUE)
        if not clear.getbbox():
            return None
        found = shown.convert("RGB")
        before = found.copy()
        found.paste(self._on_canvas(pixels.convert("RGB"), own), mask=self._on_canvas(clear, own))
        inside = self._on_canvas(_inside_blocks(clear), own)
        return found if _draws(ImageChops.difference(found, before), inside) else None

    def _on_canvas(self, picture: Image.Image, own: _Own) -> Image.Image:
        canvas = Image.new(picture.mode, self._image.size)
        canvas.paste(picture, (own.left, own.top))
        return turned_as(self._image, canvas)


def _inside_blocks(clear: Image.Image) -> Image.Image:
    """Return what of a mask has all its neighbours in the mask, and in one block of a lossy encoder."""
    blocks = Image.new("L", clear.size)
    for left, top in product(range(0, clear.width, _BLOCK), range(0, clear.height, _BLOCK)):
        blocks.paste(_OPAQUE, (left + 1, top + 1, left + _BLOCK - 1, top + _BLOCK - 1))
    return ImageChops.darker(clear.filter(ImageFilter.MinFilter(3)), blocks)


def _draws(changes: Image.Image, where: Image.Image) -> bool:
    """Whether there are lines in the changes that a frame's hidden colours make.

    Encoders give what is transparent one colour a block, which makes none within the blocks.
    """
    for channel in changes.split():
        spread = ImageChops.subtract(channel.filter(ImageFilter.MaxFilter(3)), channel.filter(ImageFilter.MinFilter(3)))
        if sum(spread.histogram(where)[_LINE:]) >= _LEAST:
            return True
    return False


def _of_webp(data: bytes) -> Iterator[_Own | None]:
    """Yield the frames that have an alpha channel (RFC 9649, section 2.7.1)."""
    for kind, content in riff_chunks(data):
        if kind != b"ANMF":
            continue
        left, top, width, height = (int.from_bytes(content[at : at + 3], "little") for at in (0, 3, 6, 9))
        inner = content[WEBP_FRAME_HEAD:]
        head = b"\x10\0\0\0" + width.to_bytes(3, "little") + height.to_bytes(3, "little")
        body = b"WEBPVP8X" + struct.pack("<I", len(head)) + head + inner
        yield _Own(b"RIFF" + struct.pack("<I", len(body)) + body, 2 * left, 2 * top)


def _of_png(data: bytes) -> Iterator[_Own | None]:
    """Yield the frames (Portable Network Graphics, third edition, section 12); None for its plain picture."""
    header = b""
    before: list[tuple[bytes, bytes]] = []
    control, pixels, plain = b"", b"", False
    for kind, start, end in chunks(data):
        content = data[start:end]
        if kind == b"IHDR":
            header = content
        elif kind in {b"PLTE", b"tRNS"}:
            before.append((kind, content))
        elif kind in {b"fcTL", b"IEND"}:
            if pixels:
                yield _single(header, control, before, pixels)
            elif plain and not control:
                yield None
            control, pixels = content, b""
        elif kind == b"fdAT":
            pixels += content[4:]
        elif kind == b"IDAT":
            plain = True
            pixels += content if control else b""


def _single(header: bytes, control: bytes, before: list[tuple[bytes, bytes]], pixels: bytes) -> _Own:
    _, width, height, left, top = struct.unpack_from(">5I", control)
    written = [(b"IHDR", struct.pack(">II", width, height) + header[8:]), *before, (b"IDAT", pixels), (b"IEND", b"")]
    return _Own(PNG_SIGNATURE + b"".join(_chunk(kind, content) for kind, content in written), left, top)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
