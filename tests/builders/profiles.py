"""Colour profiles: one as recent phones put into their photos, one of grey and one of four inks."""

from __future__ import annotations

import struct

_RED, _GREEN, _BLUE = (0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)
_WHITE = (0.96420, 1.0, 0.82491)


def wide_gamut() -> bytes:
    """Return a small ICC profile (version 2, a matrix and a gamma of 2.2) with the primaries of Display P3."""
    gamma = b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256))
    primaries = {b"rXYZ": _xyz(_RED), b"gXYZ": _xyz(_GREEN), b"bXYZ": _xyz(_BLUE)}
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma)
    return _profile(b"mntr", b"RGB ", b"XYZ ", {b"wtpt": _xyz(_WHITE), **primaries, **curves})


def grey_gamma() -> bytes:
    """Return a small ICC profile of grey pictures, with a gamma of 1.8: lighter than screens are."""
    gamma = b"curv" + bytes(4) + struct.pack(">IH", 1, round(1.8 * 256))
    return _profile(b"mntr", b"GRAY", b"XYZ ", {b"wtpt": _xyz(_WHITE), b"kTRC": gamma})


def four_inks() -> bytes:
    """Return a small ICC profile of CMYK pictures, whose inks are paler than those that programs assume."""
    identity, levels = struct.pack(">9i", *(65536 if at % 4 == 0 else 0 for at in range(9))), bytes(range(256))
    mixed = b"".join(
        bytes(
            [
                round(255 * (1 - 0.3 * cyan - 0.35 * magenta - 0.05 * yellow) * (1 - 0.9 * black)),
                round(128 + (60 * magenta - 30 * cyan) * (1 - black)),
                round(128 + (80 * yellow - 40 * cyan) * (1 - black)),
            ]
        )
        for cyan in (0, 1)
        for magenta in (0, 1)
        for yellow in (0, 1)
        for black in (0, 1)
    )
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + identity + levels * 4 + mixed + levels * 3
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"wtpt": _xyz(_WHITE), b"A2B0": table})


def _profile(kind: bytes, colours: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    name = b"Test\0"
    description = b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
    held = {b"desc": description, b"cprt": b"text" + bytes(4) + b"None\0", **tags}
    table, data = struct.pack(">I", len(held)), b""
    start = 128 + 4 + 12 * len(held)
    for tag, content in held.items():
        table += tag + struct.pack(">II", start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    header = struct.pack(">I4xI4s4s4s12x4s4x24x", start + len(data), 0x02100000, kind, colours, connection, b"acsp")
    header += struct.pack(">3i", *(round(value * 65536) for value in _WHITE))
    return header.ljust(128, b"\0") + table + data


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))
