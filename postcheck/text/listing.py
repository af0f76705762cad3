"""Items in a row, as a sentence has them."""

from __future__ import annotations

from collections.abc import Iterable


def listed(items: Iterable[str], word: str) -> str:
    """Return items joined by a word, such as "or": "a", "a or b", "a, b or c"."""
    *most, last = items
    return f"{', '.join(most)} {word} {last}" if most else last
