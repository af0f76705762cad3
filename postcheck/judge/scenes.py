"""What a video shows in several frames, one after the other, is one flag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rapidfuzz.fuzz import partial_ratio

from postcheck.model.report import Flag
from postcheck.model.text import PlaceKind
from postcheck.text.folding import fold

_PAUSE = 3.0
"""Seconds for which the same words may be gone, or misread, and still be the same."""
_SAME = 85
"""How alike two readings of the same words are, in per cent."""


def once_a_scene(flags: Iterable[Flag]) -> list[Flag]:
    """Return the flags in order, with those on the same words in following frames of a video made one.

    It says when they are first seen. The reading that says most counts: the graver, then the one that leaves fewer
    pupils open.
    """
    kept: list[Flag] = []
    frames: list[int | None] = []
    """The last frame of each in which it was seen."""
    for flag in flags:
        where = flag.where
        if where.kind is not PlaceKind.IMAGE or where.time is None or flag.boxes:
            kept.append(flag)
            frames.append(None)
            continue
        twin = next((at for at, one in enumerate(kept) if frames[at] != where.frame and _same(one, flag)), None)
        if twin is None:
            kept.append(flag)
            frames.append(where.frame)
        else:
            kept[twin] = _joined(kept[twin], flag)
            frames[twin] = where.frame
    return kept


def _same(one: Flag, other: Flag) -> bool:
    first, second = one.where, other.where
    if (one.rule, one.category, first.kind, first.file) != (other.rule, other.category, second.kind, second.file):
        return False
    if first.time is None or second.time is None or first.field != second.field:
        return False
    if second.time > (first.until or first.time) + _PAUSE or first.time > (second.until or second.time) + _PAUSE:
        return False
    ids = set(one.pupil_ids), set(other.pupil_ids)
    if ids[0] != ids[1] and not ids[0] & ids[1]:
        return False
    return (ids[0] == ids[1] and bool(ids[0])) or partial_ratio(fold(one.evidence), fold(other.evidence)) >= _SAME


def _joined(one: Flag, other: Flag) -> Flag:
    ranks = [(flag.severity.rank, -len(flag.pupil_ids)) for flag in (one, other)]
    best = other if ranks[1] > ranks[0] else one
    until = max(flag.where.until or flag.where.time or 0.0 for flag in (one, other))
    return replace(best, where=replace(best.where, until=until))
