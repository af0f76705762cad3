"""A post as the page tells it: what was typed, chosen and ticked. Nothing of it is trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from postcheck.desk.refusal import RefusedError

_LONGEST_TEXT, _LONGEST_FIELD, _MOST_ENTRIES = 100_000, 5_000, 200
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that no post has: an old file format or a broken program would be behind them."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who can be recognised in a picture."""

    ref: str
    """A pupil's id, or an adult's name."""
    face: int | None = None
    """Which of the faces in the picture it is, from 0; None if nobody pointed to one."""


@dataclass(frozen=True, slots=True)
class PictureSaid:
    """What is said of a picture."""

    alt: str = ""
    people: tuple[Named, ...] | None = None
    """Who can be recognised; empty means nobody, None leaves it open."""


@dataclass(frozen=True)
class Post:
    """A post."""

    text: str = ""
    title: str = ""
    first_comment: str = ""
    author: str = ""
    account: str = ""
    publish_at: str = ""
    """ISO, as a field for date and time gives it; or empty."""
    channels: tuple[str, ...] = ()
    declare: tuple[str, ...] = ()
    pictures: Mapping[str, PictureSaid] = field(default_factory=lambda: MappingProxyType({}))
    """What is said of each picture, by its id."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to check."""
        return not (self.text.strip() or self.title.strip() or self.first_comment.strip() or self.pictures)


def post_from(said: object) -> Post:
    """Return the post that a page tells.

    Raises
    ------
    RefusedError
        If it is not told as the page tells it, or is too long.
    """
    table = _table(said)
    pictures = {
        _text(identity, _LONGEST_FIELD): PictureSaid(_line(_table(one), "alt"), _people(_table(one).get("people")))
        for identity, one in _table(table.get("pictures", {})).items()
    }
    moment = _line(table, "publish_at")
    if moment and not _MOMENT.fullmatch(moment):
        raise RefusedError("The day and time are not written as a date.")
    return Post(
        text=_text(table.get("text", ""), _LONGEST_TEXT),
        title=_line(table, "title"),
        first_comment=_text(table.get("first_comment", ""), _LONGEST_FIELD),
        author=_line(table, "author"),
        account=_line(table, "account"),
        publish_at=moment,
        channels=_lines(table.get("channels", [])),
        declare=_lines(table.get("declare", [])),
        pictures=MappingProxyType(pictures),
    )


def table_from(said: object) -> dict[str, Any]:
    """Return what a page tells if it is a JSON object; raises RefusedError if not."""
    return _table(said)


def _table(said: object) -> dict[str, Any]:
    if not isinstance(said, dict) or len(said) > _MOST_ENTRIES:
        raise RefusedError("The page sent something that means nothing. Load it again.", 400)
    return said


def _text(said: object, longest: int) -> str:
    if not isinstance(said, str):
        raise RefusedError("The page sent something that means nothing. Load it again.", 400)
    if len(said) > longest:
        raise RefusedError(f"A text is longer than {longest:,} characters, which the desk does not take. Shorten it.")
    if _CONTROLS.search(said):
        raise RefusedError("The text holds characters that no post can have. Paste it as plain text.")
    return said.replace("\r\n", "\n").replace("\r", "\n")


def _line(table: Mapping[str, Any], name: str) -> str:
    return " ".join(_text(table.get(name, ""), _LONGEST_FIELD).split())


def _lines(said: object) -> tuple[str, ...]:
    if not isinstance(said, list) or len(said) > _MOST_ENTRIES:
        raise RefusedError("The page sent something that means nothing. Load it again.", 400)
    return tuple(dict.fromkeys(" ".join(_text(one, _LONGEST_FIELD).split()) for one in said))


def _people(said: object) -> tuple[Named, ...] | None:
    if said is None:
        return None
    if not isinstance(said, list) or len(said) > _MOST_ENTRIES:
        raise RefusedError("The page sent something that means nothing. Load it again.", 400)
    people = []
    for one in map(_table, said):
        face = one.get("face")
        people.append(Named(_line(one, "ref"), face if isinstance(face, int) and face >= 0 else None))
    return tuple(people)
