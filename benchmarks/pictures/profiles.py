"""The colour profile that phones put into their photographs: the colours of Display P3, written here byte by byte."""

from __future__ import annotations

import io
import struct
from functools import cache

from PIL import Image, ImageCms

_D50 = (0.9642, 1.0, 0.8249)
_PRIMARIES = {
    "rXYZ": (0.51512, 0.2412, -0.00105),
    "gXYZ": (0.29198, 0.69225, 0.04189),
    "bXYZ": (0.1571, 0.06657, 0.78407),
}
"""Red, green and blue as seen in the light that profiles are written for (D50)."""
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""Of sRGB, which Display P3 shares."""


def _fixed(*numbers: float) -> bytes:
    return struct.pack(f">{len(numbers)}i", *(round(number * 65536) for number in numbers))


def _text(words: str) -> bytes:
    said = words.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II4sII", 1, 12, b"enGB", len(said), 28) + said


@cache
def display_p3() -> bytes:
    """Return an ICC profile (version 4) of a display with the colours of Display P3."""
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _fixed(*_CURVE)
    tags = {
        "desc": _text("Display P3"),
        "cprt": _text("None"),
        "wtpt": b"XYZ " + bytes(4) + _fixed(*_D50),
        **{name: b"XYZ " + bytes(4) + _fixed(*values) for name, values in _PRIMARIES.items()},
        **dict.fromkeys(("rTRC", "gTRC", "bTRC"), curve),
    }
    index, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        index += struct.pack(">4sII", name.encode(), start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sIIIQI12s48x",
        start + len(data), b"", 0x04000000, b"mntr", b"RGB ", b"XYZ ", 2026, 1, 1, 0, 0, 0, b"acsp", b"", 0, 0, 0, 0, 0,
        _fixed(*_D50),
    )  # fmt: skip
    return header + index + data


def in_display_p3(image: Image.Image) -> Image.Image:
    """Return a picture with the values that its colours have in Display P3."""
    wide = ImageCms.ImageCmsProfile(io.BytesIO(display_p3()))
    converted = ImageCms.profileToProfile(image, ImageCms.createProfile("sRGB"), wide, outputMode="RGB")
    if converted is None:
        raise ValueError("The picture was not converted.")
    return converted
