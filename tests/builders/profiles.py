"""A colour profile as recent phones put into their photos."""

from __future__ import annotations

import struct

_RED, _GREEN, _BLUE = (0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)
_WHITE = (0.96420, 1.0, 0.82491)


def wide_gamut() -> bytes:
    """Return a small ICC profile (version 2, a matrix and a gamma of 2.2) with the primaries of Display P3."""
    name = b"Wide gamut\0"
    description = b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
    gamma = b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256))
    tags = {
        b"desc": description,
        b"cprt": b"text" + bytes(4) + b"None\0",
        b"wtpt": _xyz(_WHITE),
        b"rXYZ": _xyz(_RED),
        b"gXYZ": _xyz(_GREEN),
        b"bXYZ": _xyz(_BLUE),
        b"rTRC": gamma,
        b"gTRC": gamma,
        b"bTRC": gamma,
    }
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        table += tag + struct.pack(">II", start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    header = struct.pack(">I4xI4s4s4s12x4s4x24x", start + len(data), 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    header += struct.pack(">3i", *(round(value * 65536) for value in _WHITE))
    return header.ljust(128, b"\0") + table + data


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))
