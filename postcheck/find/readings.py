"""Joins what was found in several readings of a picture: a name that two show at one place is one occurrence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from postcheck.find.lexicon import lexicon
from postcheck.model.mention import Certainty, Mention, NameForm
from postcheck.model.text import Box, Passage, PlaceKind
from postcheck.text.folding import fold

_SAME_PLACE = 0.5
"""Share of the smaller box that must be covered for two boxes to be one place."""
_LEAST_PART = 0.3
"""Share of a name's box that a word fills at least that casts doubt on the name."""
_WELL_READ = 0.95
"""Confidence from which on a reading is not doubted for the sake of another."""
_READ, _LEAST_WORD = 0.6, 3
"""Confidence and letters that a plain word has at least to cast doubt on a name."""


def joined(mentions: Iterable[Mention], passages: Sequence[Passage] = ()) -> tuple[Mention, ...]:
    """Return the mentions in order, with those of one place in one picture made one.

    Parameters
    ----------
    mentions:
        What was found.
    passages:
        All that was read: where another reading of a place is a plain word, a name that is merely likely there is
        hardly one ("Dale" for "Date").

    The reading that says most counts (a pupil's name before an unknown person's, certain before likely, a full name
    before a first name); readings
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
    readings: dict[tuple[str, int | None], list[Passage]] = {}
    for passage in passages:
        if passage.from_ocr:
            readings.setdefault((passage.file, passage.frame), []).append(passage)
    return tuple(
        _doubted(mention)
        if box and _contradicted(mention, box, readings.get((mention.passage.file, mention.passage.frame), ()))
        else mention
        for mention, box in zip(kept, boxes, strict=True)
    )


def _contradicted(mention: Mention, box: Box, passages: Sequence[Passage]) -> bool:
    """Whether a doubtful reading of a single name is a plain word in another reading of its place."""
    if mention.certainty is not Certainty.LIKELY or " " in mention.text:
        return False
    if (mention.passage.where(mention.start, mention.end).confidence or 0.0) >= _WELL_READ:
        return False
    words = lexicon()
    for passage in passages:
        for word in passage.words if passage is not mention.passage else ():
            key = fold(passage.text[word.start : word.end].strip(".,:;!?"))
            if (
                len(key) >= _LEAST_WORD
                and word.confidence >= _READ
                and box.overlap(word.box) >= _SAME_PLACE
                and word.box.area >= _LEAST_PART * box.area
                and words.known(key)
            ):
                return key != fold(mention.text) and not words.is_a(key, "given")
    return False


def _doubted(mention: Mention) -> Mention:
    weaker = tuple(replace(candidate, certainty=Certainty.UNSURE) for candidate in mention.candidates)
    return replace(
        mention,
        candidates=weaker,
        certainty=Certainty.UNSURE,
        contradicted=True,
    )


def _twins(one: Mention, box: Box | None, other: Mention, other_box: Box | None) -> bool:
    return (
        one.passage is not other.passage
        and box is not None
        and other_box is not None
        and box.overlap(other_box) >= _SAME_PLACE
    )


def _rank(mention: Mention) -> tuple[bool, int, bool]:
    return bool(mention.candidates), mention.certainty, mention.form is NameForm.FULL


def _with_candidates_of(mention: Mention, other: Mention) -> Mention:
    known = {candidate.pupil_id for candidate in mention.candidates}
    added = tuple(candidate for candidate in other.candidates if candidate.pupil_id not in known)
    return replace(mention, candidates=(*mention.candidates, *added)) if added else mention
