"""Whether a picture file holds just the rows of pixels that it shows: decoders draw what there is, and tell nobody."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from PIL import Image, ImageChops

from postcheck.media.block_parts import gif_frame
from postcheck.media.jpeg_parts import START_OF_SCAN, segments
from postcheck.media.picture_file import complaints
from postcheck.media.png_parts import chunks

_FEWER = "it is damaged or cut short; export or copy it again"
_MORE = "it holds more pixels than it shows, or fewer; save it anew in a picture program"
_LARGEST = 256_000_000


def rows_wrong(image: Image.Image) -> list[str]:
    """Return why an opened JPEG, PNG or GIF may hold more or less than it shows: half sentences, or nothing."""
    try:
        with Path(str(getattr(image, "filename", ""))).open("rb") as file:
            data = file.read(_LARGEST)
        wrong = {"JPEG": _jpeg_wrong, "PNG": _png_wrong, "GIF": _gif_wrong}[image.format or ""](data)
    except (OSError, struct.error, KeyError, IndexError, ValueError):
        return []  # another format, or decoding says what is wrong
    return [wrong] if wrong else []


_LARGE = 1_000_000
"""Pixels from which on a picture is compared at an eighth of its size."""
_TAIL, _TAIL_LARGE = 64, 8_192
"""Bytes of a scan without which the end of its picture cannot be drawn, at its size and at an eighth of it."""
_BLANK = (128, 128, 128)
"""What is drawn where a scan has ended too soon."""
_FURTHER = bytes(range(1, 128)) * 8
"""Bytes that go on with a scan."""


def _jpeg_wrong(data: bytes) -> str:
    """Try whether more bytes in the last scan would show more, or fewer bytes just as much."""
    start, end, scans = _last_scan(data)
    if not start:
        return ""
    shown = _drawn(data, 8)
    if shown.getpixel((shown.width - 1, shown.height - 1)) in {_BLANK, _BLANK[0]}:
        if not _same(_drawn(data[:end] + _FURTHER + data[end:], 8), shown):
            return _FEWER
        return _FEWER if _is_damaged(data) else ""
    if scans == 1 and end - start > 4 * _TAIL:
        large = shown.width * shown.height * 64 > _LARGE
        tail = min(_TAIL_LARGE, (end - start) // 4) if large else _TAIL
        scale = 8 if large else 1
        if _same(_drawn(data[: end - tail] + b"\xff\xd9", scale), shown if large else _drawn(data, scale)):
            return _MORE
    return _FEWER if _is_damaged(data) else ""


_DAMAGED = "Corrupt JPEG data"
"""How libjpeg begins to say that the pixels do not follow from the data."""


def _is_damaged(data: bytes) -> bool:
    """Whether a decoder has to guess at some of the pixels, which it does without a word, and moves all others."""
    import simplejpeg  # noqa: PLC0415 - few drafts hold a JPEG

    try:
        simplejpeg.decode_jpeg(data, "GRAY", fastdct=True, min_factor=8, min_height=1, min_width=1)
    except ValueError as error:
        return _DAMAGED in str(error)
    return False


def _same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


def _last_scan(data: bytes) -> tuple[int, int, int]:
    """Return where the data of the last scan begin and end, and how many scans there are; zeros if there are none."""
    scans = [segment for segment in segments(data) if segment.marker == START_OF_SCAN]
    return (scans[-1].end, scans[-1].after, len(scans)) if scans else (0, 0, 0)


def _drawn(data: bytes, scale: int) -> Image.Image:
    """Return a JPEG in its size or at an eighth of it, which takes no more than its coarsest part."""
    with complaints(), Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        image.draft(None, (max(1, image.width // scale), max(1, image.height // scale)))
        image.load()
        return image.copy()


_MOST_FRAMES = 20
"""Frames of a GIF, at most, of which that is tried."""


def _gif_wrong(data: bytes) -> str:
    """Try whether a frame can be drawn without the last bytes of its data, which then are none of its pixels."""
    for number in range(_MOST_FRAMES):
        try:
            shorter = gif_frame(data, number, without=_TAIL)
        except IndexError:
            break
        try:
            with complaints(), Image.open(io.BytesIO(shorter), formats=("GIF",)) as frame:
                frame.load()
        except (OSError, ValueError, EOFError, SyntaxError):
            continue  # it takes them all
        return _MORE
    return ""


_SLACK = 64
"""Bytes after the packed rows of a picture that are too few to show anything."""


def _png_wrong(data: bytes) -> str:
    """Unpack the pixels of each frame, and count them."""
    header: tuple[int, ...] = ()
    size = (0, 0)
    engine, have, started = zlib.decompressobj(), 0, False
    for kind, start, end in chunks(data):
        content = data[start:end]
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", content)
            size = (header[0], header[1])
        if kind in {b"fcTL", b"IEND"} and started:
            if have != _png_bytes(header, size) or len(engine.unused_data) > _SLACK:
                return _MORE
            engine, have, started = zlib.decompressobj(), 0, False
        if kind == b"fcTL":
            size = struct.unpack_from(">II", content, 4)
        if kind in {b"IDAT", b"fdAT"}:
            started = True
            try:
                have += _count(engine, content[4:] if kind == b"fdAT" else content)
            except zlib.error:
                return ""  # decoding says so
    return ""


_PIECE = 1 << 20


def _count(engine: zlib._Decompress, packed: bytes) -> int:
    count = len(engine.decompress(packed, _PIECE))
    while engine.unconsumed_tail:
        count += len(engine.decompress(engine.unconsumed_tail, _PIECE))
    return count


_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of an interlaced picture: first column and row, and the step from one column and row to the next."""


def _png_bytes(header: tuple[int, ...], size: tuple[int, int]) -> int:
    """Return how many bytes the rows of a picture take, unpacked."""
    _, _, depth, colour, _, _, interlaced = header
    bits = depth * _CHANNELS[colour]
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    total = 0
    for left, top, across, down in passes:
        width, height = -(-(size[0] - left) // across), -(-(size[1] - top) // down)
        if width > 0 and height > 0:
            total += height * (1 + (width * bits + 7) // 8)
    return total
