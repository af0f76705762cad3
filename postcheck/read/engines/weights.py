"""A model's weights without numbers so small that processors compute with them a hundred times more slowly.

Training leaves such numbers, called denormal, where it has given up a channel: a third of one layer of RapidOCR's
detector, which then takes three quarters of the time. What the model says is the same, to the bit, with zeros instead.
ONNX runtime can treat them as zeros, but only in the thread that makes a process's first session.
"""

from __future__ import annotations

from collections.abc import Iterator

_GRAPH, _INITIALIZER, _TYPE, _RAW = 7, 5, 2, 9
"""Numbers of the fields in ONNX's protocol buffers: of a model, of its graph, and of a tensor."""
_FLOAT = 1
"""The type of a tensor of 32-bit floating-point numbers."""
_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5
"""How a field is encoded."""


def without_denormals(model: bytes) -> bytes:
    """Return an ONNX model with zeros for all 32-bit weights that are denormal.

    Raises
    ------
    ValueError
        If it is no ONNX model, or is cut off.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    cleaned = bytearray(model)
    least = np.finfo(np.float32).tiny
    for start, end in _weights(cleaned):
        values = np.frombuffer(cleaned, dtype="<f4", count=(end - start) // 4, offset=start)
        values[np.abs(values) < least] = 0.0
    return bytes(cleaned)


def _weights(model: bytearray) -> Iterator[tuple[int, int]]:
    """Yield where the bytes of each tensor of 32-bit numbers begin and end."""
    for field, graph_start, graph_end in _fields(model, 0, len(model)):
        for inner, start, end in _fields(model, graph_start, graph_end) if field == _GRAPH else ():
            if inner == _INITIALIZER:
                places = {number: (first, last) for number, first, last in _fields(model, start, end)}
                if _RAW in places and _TYPE in places and _number(model, places[_TYPE][0])[0] == _FLOAT:
                    yield places[_RAW]


def _fields(data: bytearray, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield the number of each field of a message, and where its content begins and ends."""
    while at < end:
        key, at = _number(data, at)
        encoding = key & 7
        if encoding == _LENGTH:
            length, at = _number(data, at)
            after = at + length
        elif encoding == _VARINT:
            after = _number(data, at)[1]
        elif encoding in {_EIGHT_BYTES, _FOUR_BYTES}:
            after = at + (8 if encoding == _EIGHT_BYTES else 4)
        else:
            raise ValueError("no ONNX model")
        if after > end:
            raise ValueError("an ONNX model that is cut off")
        yield key >> 3, at, after
        at = after


def _number(data: bytearray, at: int) -> tuple[int, int]:
    """Return the number that begins at a place, seven bits a byte, and where it ends."""
    value = shift = 0
    while at < len(data):
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004 - the sign that no more follows
            return value, at
    raise ValueError("an ONNX model that is cut off")
