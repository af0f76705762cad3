"""Caches that no text makes too large."""

from __future__ import annotations

from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
_MOST = 50_000


def remember(known: dict[_Key, _Value], key: _Key, value: _Value) -> _Value:
    """Keep a value under its key and return it; a cache that is full is emptied first."""
    if len(known) >= _MOST:
        known.clear()
    known[key] = value
    return value
