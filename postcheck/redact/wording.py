"""Suggests what a text could say instead of a pupil's name. Nothing is changed: an officer decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from postcheck.model.people import Pupil, youngest_age
from postcheck.model.report import DraftReport, Flag
from postcheck.model.severity import Category
from postcheck.model.text import PlaceKind

_RECEPTION = 4
"""Age in years of the youngest in Reception."""
_OWNED = re.compile(r"['\u2019]s\b", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:\A|[.!?:]\s+|\n\s*)[\"'\u201c\u2018*_#>\s-]*\Z")
_BEFORE = 60
"""How many characters before a name are looked at to see whether it begins a sentence."""
_UNWORDABLE = frozenset({"tags", "link", "hashtag"})
"""Fields in which no other wording can stand for a name."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another wording for a stretch of a draft's text."""

    file: str
    line: int | None
    column: int | None
    place: str
    """Where in a document without lines, in words; empty for a text file."""
    written: str
    """What the draft says there: possibly a pupil's name."""
    wording: str
    """What it could say instead; empty if it is better left out."""
    start: int | None = None
    """Where ``written`` begins, in characters of the file's text; None in a document, or if it isn't known."""

    @property
    def end(self) -> int | None:
        """Where ``written`` ends; None if it isn't known where it begins."""
        return None if self.start is None else self.start + len(self.written)


def suggestions(post: DraftReport, pupils: Mapping[str, Pupil]) -> tuple[Suggestion, ...]:
    """Return another wording for each pupil's name that is flagged in a draft's text, in the order of the text.

    Parameters
    ----------
    post:
        The draft's report.
    pupils:
        The pupils on the consent list, by id.
    """
    return tuple(_suggestion(post, flags, pupils) for flags in _joined(post))


def _joined(post: DraftReport) -> Iterator[list[Flag]]:
    """Yield the flags on names in the text, overlapping ones together."""
    flags = [
        flag
        for flag in post.flags
        if flag.category is Category.NAME and flag.where.kind is PlaceKind.TEXT and flag.pupil_ids
    ]
    group: list[Flag] = []
    end = -1
    for flag in sorted(flags, key=lambda flag: (flag.where.file, flag.where.start or 0)):
        if group and (flag.where.file != group[0].where.file or (flag.where.start or 0) >= end):
            yield group
            group = []
        end = max(end, flag.where.end or 0) if group else flag.where.end or 0
        group.append(flag)
    if group:
        yield group


def _suggestion(post: DraftReport, flags: list[Flag], pupils: Mapping[str, Pupil]) -> Suggestion:
    where = flags[0].where
    start, end = where.start or 0, max(flag.where.end or 0 for flag in flags)
    text = post.draft.file.text if post.draft.file and where.file == post.draft.file.name else ""
    written = text[start:end] or flags[0].evidence
    owned = _OWNED.match(text, end)
    tagged = where.field in _UNWORDABLE or text[max(0, start - 1) : start] in {"#", "@"} or written[:1] in {"#", "@"}
    wording = "" if tagged else _wording({identity for flag in flags for identity in flag.pupil_ids}, pupils)
    if wording and (owned or _OWNED.search(written[-2:])):
        wording += "\u2019s" if "\u2019" in (owned[0] if owned else written[-2:]) else "'s"
    if wording and text and _SENTENCE_START.search(text[max(0, start - _BEFORE) : start]):
        wording = wording[0].upper() + wording[1:]
    written += owned[0] if owned else ""
    return Suggestion(
        where.file, where.line, where.column, where.place or "", written, wording, where.start if text else None
    )


def _wording(identities: set[str], pupils: Mapping[str, Pupil]) -> str:
    """Return words that fit all of these pupils: their year group, if they share one."""
    said = {_whom(pupils[identity]) for identity in identities if identity in pupils}
    return said.pop() if len(said) == 1 else "a pupil"


def _whom(pupil: Pupil) -> str:
    """Return words that fit a pupil and the whole of their year group."""
    age = youngest_age(pupil.year_group)
    if age is None:
        return "a pupil"
    if age > _RECEPTION:
        return f"a Year {age - _RECEPTION} pupil"
    return f"one of our {'Reception' if age == _RECEPTION else 'Nursery'} children"
