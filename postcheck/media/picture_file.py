"""What a picture file is before anyone reads, covers or shows it: which way up it is seen, and how many frames or pages it holds."""

from __future__ import annotations

import struct
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import SEEK_CUR, SEEK_END
from pathlib import Path
from typing import BinaryIO

from PIL import Image

_ORIENTATIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION_TAG = 0x0112

_WARNINGS = threading.Lock()


@contextmanager
def complaints() -> Iterator[list[warnings.WarningMessage]]:
    """Collect what Pillow warns of instead of letting it reach standard error. Python keeps one list for all threads, hence the lock."""
    with _WARNINGS, warnings.catch_warnings(record=True) as collected:
        warnings.simplefilter("always")
        yield collected


def upright(image: Image.Image) -> Image.Image:
    """Return the loaded frame as a person sees it: its EXIF orientation applied.

    It has to come before anything that makes another picture of the frame: only the frame itself is sure to know its orientation.
    """
    try:
        with complaints():
            orientation = image.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - broken EXIF data is reported by read/metadata.py; programs then show the image as it is stored
        orientation = 1
    method = _ORIENTATIONS.get(orientation)
    return image if method is None else image.transpose(method)


@dataclass(frozen=True, slots=True)
class FrameCount:
    """How many frames or pages a picture file holds."""

    total: int
    """At least 1. Of a file that is not whole, those that it has the beginning of."""
    whole: bool
    """Whether the list of them could be followed to its end. If not, there may be more than anyone can see."""


def frame_count(image: Image.Image) -> FrameCount:
    """Count the frames of an opened file.

    Pillow takes a GIF that is cut short or a TIFF with a broken list of pages for one that is over, and a PNG at its word. The frames of these are
    counted in the file itself, so that it is known which of them Pillow does not give.
    """
    count = _COUNTS.get(image.format or "")
    try:
        if count is None:
            with complaints():
                return FrameCount(max(1, int(getattr(image, "n_frames", 1))), whole=True)
        with Path(str(getattr(image, "filename", ""))).open("rb") as file:
            counted = count(file)
    except Exception:  # noqa: BLE001 - decoders fail in every way there is on a hostile file, and all of them mean the same
        return FrameCount(1, whole=False)
    return FrameCount(max(1, counted.total), counted.whole)


class _CutShortError(Exception):
    """A file ends where it must not."""


def _taken(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise _CutShortError
    return data


_GIF_HEADER, _GIF_SCREEN, _GIF_DESCRIPTOR = 6, 7, 9
_GIF_PALETTE = 0x80
_GIF_END, _GIF_EXTENSION, _GIF_IMAGE = b";", b"!", b","
_GIF_CONTROL = b"\xf9"
"""The extension that stands before a frame and says how it is shown."""


def _gif_frames(file: BinaryIO) -> FrameCount:
    """Walk over the blocks of a GIF (GIF89a Specification, section 12), passing over what is between them as Pillow does.

    One that ends with a whole frame is whole, though nothing marks its end: some programs forget the mark.
    """
    total = 0
    announced = False
    try:
        _taken(file, _GIF_HEADER)
        _pass_palette(file, _taken(file, _GIF_SCREEN)[4])
        while (kind := file.read(1)) and kind != _GIF_END:
            if kind == _GIF_EXTENSION:
                announced = _taken(file, 1) == _GIF_CONTROL or announced
                _pass_blocks(file)
            elif kind == _GIF_IMAGE:
                total += 1
                announced = False
                _pass_palette(file, _taken(file, _GIF_DESCRIPTOR)[8])
                _taken(file, 1)
                _pass_blocks(file)
    except _CutShortError:
        return FrameCount(total, whole=False)
    return FrameCount(total, whole=not announced or kind == _GIF_END)


def _pass_palette(file: BinaryIO, flags: int) -> None:
    if flags & _GIF_PALETTE:
        _taken(file, 6 << (flags & 7))


def _pass_blocks(file: BinaryIO) -> None:
    while length := _taken(file, 1)[0]:
        _taken(file, length)


_PNG_SIGNATURE = 8


def _png_frames(file: BinaryIO) -> FrameCount:
    """Count the frames of a PNG: those that it declares or that stand in it, whichever are more, and its plain picture if it is none of them."""
    declared = total = 0
    plain = False
    file.seek(_PNG_SIGNATURE)
    while len(head := file.read(8)) == 8:  # noqa: PLR2004 - a length and a name
        length, kind = struct.unpack(">I4s", head)
        if kind == b"acTL":
            declared = _number(file, ">I")
            file.seek(-4, SEEK_CUR)
        plain = plain or (kind == b"IDAT" and not total)
        total += kind == b"fcTL"
        if kind == b"IEND":
            break
        file.seek(length + 4, SEEK_CUR)
    return FrameCount(max(declared, total) + plain, whole=True)


_BIG_TIFF = 43


def _tiff_pages(file: BinaryIO) -> FrameCount:
    """Follow the list of pages (TIFF 6.0, section 2) to its end, or back to a page that was there before."""
    head = _taken(file, 4)
    order = "<" if head.startswith(b"II") else ">"
    big = struct.unpack(f"{order}H", head[2:])[0] == _BIG_TIFF
    if big:
        _taken(file, 4)
    count, entry, link = (f"{order}Q", 20, f"{order}Q") if big else (f"{order}H", 12, f"{order}I")
    length = file.seek(0, SEEK_END)
    file.seek(8 if big else 4)
    seen: set[int] = set()
    try:
        while (page := _number(file, link)) and page not in seen:
            seen.add(page)
            file.seek(page)
            file.seek(min(_number(file, count) * entry, length), SEEK_CUR)  # behind the end there is no link to be read
    except (_CutShortError, OSError, OverflowError):
        return FrameCount(len(seen), whole=False)
    return FrameCount(len(seen), whole=True)


def _number(file: BinaryIO, kind: str) -> int:
    return int(struct.unpack(kind, _taken(file, struct.calcsize(kind)))[0])


_COUNTS: dict[str, Callable[[BinaryIO], FrameCount]] = {"GIF": _gif_frames, "PNG": _png_frames, "TIFF": _tiff_pages}
