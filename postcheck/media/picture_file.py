"""What everyone who reads, covers or shows a picture file must know: which way up it is, and how many frames it has."""

from __future__ import annotations

import struct
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from os import SEEK_CUR, SEEK_END
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageFile

from postcheck.media.gain_map import gain_maps_at_end
from postcheck.media.heif_items import pictures_shown
from postcheck.media.png_parts import chunks

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
    """Collect Pillow's warnings instead of letting them reach standard error.

    Python keeps one list of filters for all threads, hence the lock.
    """
    with _WARNINGS, warnings.catch_warnings(record=True) as collected:
        warnings.simplefilter("always")
        yield collected


def unmapped(image: Image.Image) -> Image.Image:
    """Return an image that was opened, nothing of which is decoded yet, and see that it is not mapped into memory.

    Pillow maps rows of plain TIFF data as if they were as long as those of the upright picture: what is turned by a
    quarter comes out as noise.
    """
    if image.format == "TIFF" and isinstance(image, ImageFile.ImageFile) and image.fp is not None:
        setattr(image, "load_read", image.fp.read)  # noqa: B010 - Pillow's own name for "do not map"
    return image


def upright(image: Image.Image) -> Image.Image:
    """Return the loaded frame as a person sees it, with its EXIF orientation applied.

    This has to come before anything that makes another picture of the frame: only the frame itself is sure to know its
    orientation.
    """
    return turned_as(image, image)


def turned_as(image: Image.Image, picture: Image.Image) -> Image.Image:
    """Return a picture turned as the EXIF orientation of an opened file says."""
    try:
        with complaints():
            orientation = image.getexif().get(_ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - read/metadata.py reports broken EXIF data; programs then show the image as it is stored
        orientation = 1
    method = _ORIENTATIONS.get(orientation)
    return picture if method is None else picture.transpose(method)


@dataclass(frozen=True, slots=True)
class FrameCount:
    """How many frames or pages a picture file holds."""

    total: int
    """At least 1. In a file that is not whole, those whose beginning is there."""
    whole: bool
    """Whether the list of frames could be followed to its end. If not, there may be more than anyone can see."""


def frame_count(image: Image.Image) -> FrameCount:
    """Count the frames of an opened file.

    Pillow takes a GIF that is cut short, or a TIFF with a broken list of pages, for a complete one, and believes the
    count that a PNG declares. The frames of these are counted in the file itself, to know which ones Pillow leaves out.
    Of a HEIC file, those that nothing here can decode are counted, too. Gain maps of a photo are no frames: nobody is
    shown them.
    """
    count = _COUNTS.get(image.format or "")
    try:
        if count is None:
            with complaints():
                total = max(1, int(getattr(image, "n_frames", 1)))
            return FrameCount(total - _gain_maps(image, total), whole=True)
        with Path(str(getattr(image, "filename", ""))).open("rb") as file:
            counted = count(file)
        if image.format == "HEIF":  # of several pictures, decoders leave out those that they do not know
            counted = FrameCount(max(counted.total, int(getattr(image, "n_frames", 1))), whole=True)
    except Exception:  # noqa: BLE001 - decoders fail in every possible way on a hostile file, and all of them mean the same
        return FrameCount(1, whole=False)
    return FrameCount(max(1, counted.total), counted.whole)


def _gain_maps(image: Image.Image, total: int) -> int:
    if image.format != "MPO" or total == 1:
        return 0
    with (
        Path(str(getattr(image, "filename", ""))).open("rb") as file,
        mmap(file.fileno(), 0, access=ACCESS_READ) as data,
    ):
        return gain_maps_at_end(data, total)


class _CutShortError(Exception):
    """A file ends too soon."""


def _read_exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise _CutShortError
    return data


_GIF_HEADER, _GIF_SCREEN, _GIF_DESCRIPTOR = 6, 7, 9
_GIF_PALETTE = 0x80
_GIF_END, _GIF_EXTENSION, _GIF_IMAGE = b";", b"!", b","
_GIF_CONTROL = b"\xf9"
"""The extension that precedes a frame and says how it is shown."""


def _gif_frames(file: BinaryIO) -> FrameCount:
    """Walk over the blocks of a GIF (GIF89a Specification, section 12), skipping what is between them as Pillow does.

    A file that ends with a whole frame is whole even if nothing marks its end: some programs forget the mark.
    """
    total = 0
    announced = False
    try:
        _read_exactly(file, _GIF_HEADER)
        _skip_palette(file, _read_exactly(file, _GIF_SCREEN)[4])
        while (kind := file.read(1)) and kind != _GIF_END:
            if kind == _GIF_EXTENSION:
                announced = _read_exactly(file, 1) == _GIF_CONTROL or announced
                _skip_blocks(file)
            elif kind == _GIF_IMAGE:
                total += 1
                announced = False
                _skip_palette(file, _read_exactly(file, _GIF_DESCRIPTOR)[8])
                _read_exactly(file, 1)
                _skip_blocks(file)
    except _CutShortError:
        return FrameCount(total, whole=False)
    return FrameCount(total, whole=not announced or kind == _GIF_END)


def _skip_palette(file: BinaryIO, flags: int) -> None:
    if flags & _GIF_PALETTE:
        _read_exactly(file, 6 << (flags & 7))


def _skip_blocks(file: BinaryIO) -> None:
    while length := _read_exactly(file, 1)[0]:
        _read_exactly(file, length)


def _png_frames(file: BinaryIO) -> FrameCount:
    """Count the frames of a PNG: those it declares or those it holds, whichever are more.

    Its plain picture counts too if it is not one of them.
    """
    declared = total = 0
    plain = False
    with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        for kind, start, _ in chunks(data):
            if kind == b"acTL":
                declared = int.from_bytes(data[start : start + 4], "big")
            plain = plain or (kind == b"IDAT" and not total)
            total += kind == b"fcTL"
    return FrameCount(max(declared, total) + plain, whole=True)


_BIG_TIFF = 43


def _tiff_pages(file: BinaryIO) -> FrameCount:
    """Follow the list of pages (TIFF 6.0, section 2) to its end, or back to a page already seen."""
    head = _read_exactly(file, 4)
    order = "<" if head.startswith(b"II") else ">"
    big = struct.unpack(f"{order}H", head[2:])[0] == _BIG_TIFF
    if big:
        _read_exactly(file, 4)
    count, entry, link = (f"{order}Q", 20, f"{order}Q") if big else (f"{order}H", 12, f"{order}I")
    length = file.seek(0, SEEK_END)
    file.seek(8 if big else 4)
    seen: set[int] = set()
    try:
        while (page := _number(file, link)) and page not in seen:
            seen.add(page)
            file.seek(page)
            file.seek(min(_number(file, count) * entry, length), SEEK_CUR)  # beyond the end there is no link to read
    except (_CutShortError, OSError, OverflowError):
        return FrameCount(len(seen), whole=False)
    return FrameCount(len(seen), whole=True)


def _number(file: BinaryIO, kind: str) -> int:
    return int(struct.unpack(kind, _read_exactly(file, struct.calcsize(kind)))[0])


_COUNTS: dict[str, Callable[[BinaryIO], FrameCount]] = {
    "GIF": _gif_frames,
    "HEIF": lambda file: FrameCount(pictures_shown(file.read()), whole=True),
    "PNG": _png_frames,
    "TIFF": _tiff_pages,
}
