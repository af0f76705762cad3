"""Suggests what a text could say instead of a pupil's name. Nothing is changed: an officer decides.

Only what is held to be the pupil's name is worded as a pupil: a surname alone, or with another forename, may be that of
a parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from postcheck.model.mention import Reason, Role
from postcheck.model.people import Pupil, youngest_age
from postcheck.model.report import DraftReport, Flag
from postcheck.model.severity import Category
from postcheck.model.suggestion import Suggestion
from postcheck.model.text import PlaceKind

_RECEPTION = 4
"""Age in years of the youngest in Reception."""
_OWNED = re.compile(r"['\u2019]s\b", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:\A|[.!?:]\s+|\n\s*)[\"'\u201c\u2018*_#>\s-]*\Z")
_BEFORE = 60
"""How many characters before a name are looked at to see whether it begins a sentence."""
_UNWORDABLE = frozenset({"tags", "link", "hashtag"})
"""Fields in which no other wording can stand for a name."""
_MAY_BE_ANOTHER = frozenset(
    {
        Reason.SURNAME,
        Reason.NOT_ON_ROLL,
        Reason.OTHER_SURNAME,
        Reason.JOINED,
        Reason.RESEMBLES,
        Reason.NAMED_AFTER,
        Reason.AFTER_TITLE,
        Reason.BESIDE_ROLE,
        Reason.CHILD_OF,
        Reason.NEAR_WELL_KNOWN,
        Reason.WELL_KNOWN_SURNAME,
        Reason.STORY,
        Reason.PLACE,
    }
)
"""Why a name is flagged that may well be somebody else's than the pupil's whom it brings to mind."""


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
    """Yield the flags on names in the text, overlapping ones together; not on what is most likely no child's name."""
    flags = [
        flag
        for flag in post.flags
        if flag.category is Category.NAME
        and flag.where.kind is PlaceKind.TEXT
        and flag.pupil_ids
        and (flag.naming is None or flag.naming.role is Role.CHILD)
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
    named = {identity for flag in flags for identity in flag.pupil_ids}
    wording = "" if tagged or not _of_pupil(flags, start, end) else _wording(named, pupils)
    if wording and (owned or _OWNED.search(written[-2:])):
        wording += "\u2019s" if "\u2019" in (owned[0] if owned else written[-2:]) else "'s"
    if wording and text and _SENTENCE_START.search(text[max(0, start - _BEFORE) : start]):
        wording = wording[0].upper() + wording[1:]
    seen = written + (owned[0] if owned else "")
    return Suggestion(where.file, where.line, where.column, where.place or "", seen, wording, start, end)


def _of_pupil(flags: list[Flag], start: int, end: int) -> bool:
    """Whether what stands there is held to be a pupil's name: by what is said of all of it, or of each of its parts."""
    whole = [flag for flag in flags if flag.where.start == start and flag.where.end == end]
    held = [flag.naming is None or _MAY_BE_ANOTHER.isdisjoint(flag.naming.reasons[:1]) for flag in whole or flags]
    return any(held) if whole else all(held)


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
