"""How bad a flag is, and what it is about."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """How bad a flag is, worst last."""

    NOTE = "note"
    REVIEW = "review"
    FAIL = "fail"

    @property
    def rank(self) -> int:
        """A number that grows with severity."""
        return tuple(Severity).index(self)


class Category(StrEnum):
    """What a flag is about."""

    NAME = "name"
    PICTURE = "picture"
    DETAIL = "detail"
    CHANNEL = "channel"
    CONTENT = "content"
    RECORD = "record"
