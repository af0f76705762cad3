"""Compound files, in which old Office documents keep their parts: only what it takes to read one part."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_HEADER = 512
_IN_HEADER = 109
"""How many sectors of the allocation table the header names itself."""
_NO_MORE = 0xFFFFFFFA
"""From here on a number is no sector."""
_ENTRY = 128
_ROOT = 5


def stream_of(data: bytes, names: Sequence[str]) -> bytes:
    """Return the first part of one of these names, best first.

    Raises
    ------
    ValueError
        If the file cannot be followed, or has no such part.
    """
    try:
        return _Compound(data).stream(names)
    except (struct.error, IndexError) as error:
        raise ValueError from error


class _Compound:
    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        directory, _, self._cutoff, mini_table, _, more, _ = struct.unpack_from("<7I", data, 48)
        sectors = [*struct.unpack_from(f"<{_IN_HEADER}I", data, 76)]
        seen: set[int] = set()
        while more < _NO_MORE and more not in seen:
            seen.add(more)
            named = self._numbers(self._sector(more))
            sectors += named[:-1]
            more = named[-1]
        self._table = self._numbers(b"".join(self._sector(one) for one in sectors if one < _NO_MORE))
        self._mini_table = self._numbers(self._chain(mini_table))
        self._directory = self._chain(directory)

    def stream(self, names: Sequence[str]) -> bytes:
        found: dict[str, tuple[int, int]] = {}
        root = b""
        for at in range(0, len(self._directory), _ENTRY):
            entry = self._directory[at : at + _ENTRY]
            length = struct.unpack_from("<H", entry, 64)[0]
            start, size = struct.unpack_from("<2I", entry, 116)
            if entry[66] == _ROOT:
                root = self._chain(start)
            found.setdefault(entry[: max(length - 2, 0)].decode("utf-16-le", "replace").casefold(), (start, size))
        for name in names:
            if name.casefold() in found:
                start, size = found[name.casefold()]
                if size >= self._cutoff:
                    return self._chain(start)[:size]
                parts = [root[one * self._mini_size :][: self._mini_size] for one in _links(start, self._mini_table)]
                return b"".join(parts)[:size]
        raise ValueError

    def _sector(self, number: int) -> bytes:
        at = max(_HEADER, self._size) + number * self._size
        if at >= len(self._data):
            raise ValueError
        return self._data[at : at + self._size]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(one) for one in _links(start, self._table))

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return [*struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])]


def _links(start: int, table: Sequence[int]) -> list[int]:
    """Return the sectors that follow each other, by an allocation table."""
    found: list[int] = []
    while start < _NO_MORE:
        if len(found) > len(table):
            raise ValueError
        found.append(start)
        start = table[start]
    return found
