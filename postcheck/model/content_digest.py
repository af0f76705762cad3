"""Digests of content as drafts write them: by their first digits a header says what an answer was given for."""

from __future__ import annotations

import re

UNREADABLE = "?"
"""Stands for a digest that cannot be understood: it is never that of anything."""
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The digest of a file in which there is nothing."""
_DIGITS = 12
_WRITTEN = re.compile(r"[0-9a-f]{8,64}")


def short(digest: str) -> str:
    """Return the first digits of a SHA-256, which stand for it in a header."""
    return digest[:_DIGITS]


def is_digest(word: str) -> bool:
    """Whether a word is the first digits of a SHA-256, or all of them."""
    return _WRITTEN.fullmatch(word) is not None


def is_of(written: str, digest: str) -> bool:
    """Whether what a header says is a digest's first digits; nothing is those of a file that could not be read."""
    return bool(written) and digest.startswith(written)
