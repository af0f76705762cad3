"""Joins what was found in several readings of one picture: a name that two readings show at one place is one occurrence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from postcheck.model.mention import Mention, NameForm
from postcheck.model.text import Box, PlaceKind

_SAME_PLACE = 0.5
"""Share of the smaller box that must be covered for two boxes to be one place."""


def joined(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Return the mentions in order, with those of one place in one picture made one.

    The reading that says most counts (a pupil's name before an unknown person's, certain before likely, a full name before a first name); readings
    that say as much keep each other's candidates.
    """
    kept: list[Mention] = []
    boxes: list[Box | None] = []
    places: dict[tuple[str, int | None], list[int]] = {}
    for mention in mentions:
        box = mention.passage.where(mention.start, mention.end).box if mention.passage.kind is PlaceKind.IMAGE else None
        group = places.setdefault((mention.passage.file, mention.passage.frame), []) if box else []
        twin = next((index for index in group if _twins(mention, box, kept[index], boxes[index])), None)
        if twin is None:
            group.append(len(kept))
            kept.append(mention)
            boxes.append(box)
        elif _rank(mention) > _rank(kept[twin]):
            kept[twin], boxes[twin] = mention, box
        elif _rank(mention) == _rank(kept[twin]):
            kept[twin] = _with_candidates_of(kept[twin], mention)
    return tuple(kept)


def _twins(one: Mention, box: Box | None, other: Mention, other_box: Box | None) -> bool:
    return one.passage is not other.passage and box is not None and other_box is not None and box.overlap(other_box) >= _SAME_PLACE


def _rank(mention: Mention) -> tuple[bool, int, bool]:
    return bool(mention.candidates), mention.certainty, mention.form is NameForm.FULL


def _with_candidates_of(mention: Mention, other: Mention) -> Mention:
    known = {candidate.pupil_id for candidate in mention.candidates}
    added = tuple(candidate for candidate in other.candidates if candidate.pupil_id not in known)
    return replace(mention, candidates=(*mention.candidates, *added)) if added else mention
