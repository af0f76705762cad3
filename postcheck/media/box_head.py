"""The head of a box, of which MP4, HEIC, AVIF, JPEG 2000 and JUMBF data consist (ISO/IEC 14496-12, 4.2)."""

from __future__ import annotations

import struct

HEAD = 8
"""Bytes that a head has at least."""


def box_head(data: bytes, position: int) -> tuple[int, bytes, int]:
    """Return the size of a box as it is written, its kind, and how many bytes its head has: 8, or 16 if it is long.

    A size of 0 says that the box goes on to the end. At least :data:`HEAD` bytes must stand there.
    """
    size, kind = struct.unpack_from(">I4s", data, position)
    if size == 1 and position + 16 <= len(data):
        (size,) = struct.unpack_from(">Q", data, position + HEAD)
        return size, kind, 16
    return size, kind, HEAD
