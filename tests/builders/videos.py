"""Short films with invented names, as OpenCV writes them, and what phones and video programs add to such files."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

RATE = 10
"""Frames a second."""
SIZE = (320, 240)


def page(shade: int = 200, text: str = "") -> Image.Image:
    """Return a frame of one shade, with a line of text."""
    pixels = np.full((SIZE[1], SIZE[0], 3), shade, np.uint8)
    if text:
        cv2.putText(pixels, text, (8, 130), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (0, 0, 0), 2, cv2.LINE_AA)
    return Image.fromarray(pixels)


def film(path: Path, *shots: tuple[float, Image.Image], codec: str = "mp4v") -> Path:
    """Write a film that shows each picture for so many seconds."""
    size = shots[0][1].size
    writer = cv2.VideoWriter(str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*codec), RATE, size)
    assert writer.isOpened()
    for seconds, picture in shots:
        for _ in range(round(seconds * RATE)):
            writer.write(np.asarray(picture)[:, :, ::-1].copy())
    writer.release()
    return path


def box(kind: bytes, *contents: bytes) -> bytes:
    """Return a box of an MP4 file."""
    content = b"".join(contents)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def full(kind: bytes, *contents: bytes) -> bytes:
    """Return a box with version and flags."""
    return box(kind, bytes(4), *contents)


def with_boxes(path: Path, *boxes: bytes) -> Path:
    """Add boxes to the film of an MP4 file whose ``moov`` stands at its end, as OpenCV writes it."""
    data = path.read_bytes()
    at = data.rindex(b"moov") - 4
    (length,) = struct.unpack_from(">I", data, at)
    assert at + length == len(data)
    more = b"".join(boxes)
    path.write_bytes(data[:at] + struct.pack(">I", length + len(more)) + data[at + 4 :] + more)
    return path


def track(handler: bytes, codec: bytes, samples: Sequence[tuple[int, bytes]] = (), *, start: int = 0) -> bytes:
    """Return a track whose samples, each with its length in milliseconds, lie one after the other from ``start``."""
    tables = [
        full(b"stsd", struct.pack(">I", 1), box(codec, bytes(8))),
        full(b"stts", struct.pack(">I", len(samples)), *(struct.pack(">II", 1, length) for length, _ in samples)),
        full(b"stsc", struct.pack(">IIII", 1, 1, max(1, len(samples)), 1)),
        full(b"stsz", struct.pack(">II", 0, len(samples)), *(struct.pack(">I", len(data)) for _, data in samples)),
        full(b"stco", struct.pack(">II", 1, start)),
    ]
    total = sum(length for length, _ in samples)
    return box(
        b"trak",
        full(b"tkhd", bytes(36), struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30), bytes(8)),
        box(
            b"mdia",
            full(b"mdhd", struct.pack(">IIII", 0, 0, 1000, total), bytes(4)),
            full(b"hdlr", bytes(4), handler, bytes(12), b"\0"),
            box(b"minf", box(b"stbl", *tables)),
        ),
    )


def subtitled(path: Path, codec: bytes, *samples: tuple[int, bytes], handler: bytes = b"sbtl") -> Path:
    """Add subtitles to an MP4 file: samples, each with its length in milliseconds."""
    start = len(path.read_bytes()) + len(track(handler, codec, samples))
    with_boxes(path, track(handler, codec, samples, start=start + 8))
    with path.open("ab") as file:
        file.write(box(b"mdat", *(data for _, data in samples)))
    return path


def timed(text: str) -> bytes:
    """Return a sample of 3GPP timed text."""
    return struct.pack(">H", len(text.encode())) + text.encode()


def item(kind: bytes, value: bytes, sort: int = 1) -> bytes:
    """Return an item of an MP4 file's list of titles and the like."""
    return box(kind, box(b"data", struct.pack(">II", sort, 0), value))


def titled(path: Path, *items: bytes) -> Path:
    """Add titles and the like to an MP4 file, as iTunes writes them."""
    listed = box(b"ilst", *items)
    return with_boxes(path, box(b"udta", full(b"meta", full(b"hdlr", bytes(4), b"mdir", bytes(13)), listed)))


def element(kind: str, *contents: bytes) -> bytes:
    """Return an element of a Matroska file; ``kind`` is its id in hexadecimal digits."""
    content = b"".join(contents)
    return bytes.fromhex(kind) + struct.pack(">Q", len(content) | 1 << 56) + content


def matroska(path: Path, *elements: bytes) -> Path:
    """Add elements to the end of a Matroska file's segment, as OpenCV writes it."""
    data = path.read_bytes()
    at = data.index(bytes.fromhex("18538067")) + 4
    (length,) = struct.unpack_from(">Q", data, at)
    more = b"".join(elements)
    path.write_bytes(data[:at] + struct.pack(">Q", length + len(more)) + data[at + 8 :] + more)
    return path
