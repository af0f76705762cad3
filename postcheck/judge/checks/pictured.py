"""Rules about who is shown: consent to the picture, and the school's do-not-publish list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce

from postcheck.judge.case import Case, Person
from postcheck.judge.checks.base import Aspect, Check, Finding, Params, at_most_review, outlets_for
from postcheck.judge.checks.faces import counted
from postcheck.judge.consent import Ruling, Terms, use_of_image
from postcheck.model.cause import Cause
from postcheck.model.content_digest import UNREADABLE
from postcheck.model.draft import Annotations, Video
from postcheck.model.faces import Faces, most
from postcheck.model.mention import Certainty
from postcheck.model.pack import Rule
from postcheck.model.people import Use
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, PlaceKind, Where
from postcheck.text.shell import quoted

_WHO = (
    "List the pupils who can be recognised under {where} (by pupil id or full name), "
    "or write `people: []` {there}if nobody can be recognised."
)
_BESIDE_ADVICE = (
    "See whether the pupil can be recognised. If so, take the {noun} down; if not, it is no picture of the pupil."
)
_PICTURE_ADVICE = _WHO.format(where="`people:` for the picture", there="")
_VIDEO_ADVICE = _WHO.format(
    where="`people:`, for the whole post or in the video's entry under `video:`", there="there "
)


@dataclass(frozen=True, slots=True)
class PicturedParams:
    """Parameters of the ``pictured`` check."""

    terms: Terms


@dataclass(frozen=True)
class Visual:
    """A picture of the post, or its video, with whoever is said to be in it."""

    use: Use
    people: tuple[Person, ...] | None
    where: Where
    noun: str
    key: str = ""
    """By which the passages and faces that belong to it are known."""
    outdated: bool = False
    """Whether it was said for another one who can be recognised."""
    seen: str = ""
    """How many faces are seen in it: a sentence that begins with a space, or nothing."""


def parse(params: Params) -> PicturedParams:
    """Read the terms of consent."""
    return PicturedParams(params.terms())


def shown(case: Case) -> Iterator[Visual]:
    """Yield every picture that could be opened, and every video, with its people."""
    for image in case.draft.images:
        # A picture that could not be opened is reported as such; who is in it can be asked once it is there.
        if case.facts(image).opened or case.people_in(image):
            yield Visual(
                Use.PHOTO,
                case.people_in(image),
                Where(PlaceKind.IMAGE, image.name),
                "picture",
                image.key,
                _outdated(image.said),
                counted(case, image.key),
            )
    for video in case.draft.header.videos:
        where = video.where or case.post_where("video")
        seen = counted(case, video.file)
        yield Visual(Use.VIDEO, case.people_in_video(video), where, "video", video.file, _outdated(video), seen)


def _outdated(said: Annotations | Video) -> bool:
    # Digits that cannot be read are said by themselves.
    return said.outdated and UNREADABLE not in said.confirmed_for


def find(rule: Rule, case: Case, params: PicturedParams, *, bar_rule: bool) -> Iterator[Finding]:
    """Yield a finding for every picture whose people are not known, and for every pupil in one without consent.

    With ``bar_rule`` another rule of the pack speaks for the do-not-publish list, and this one only for consent.
    In what is already published nobody says who is shown: there it is about pictures that stand beside a name.
    """
    left_open: list[Visual] = []
    for item in shown(case):
        if item.people is None and case.published:
            left_open.append(item)
            continue
        if item.people is None:
            yield _left_open(rule, case, item)
            continue
        for person in item.people:
            finding = _judge(rule, case, params, item, person, bar_rule=bar_rule)
            if finding:
                yield finding
    yield from _beside(rule, case, params, left_open)


def _left_open(rule: Rule, case: Case, item: Visual) -> Finding:
    message = f"Nobody has said who can be recognised in this {item.noun}, so consent could not be checked."
    advice = _VIDEO_ADVICE if item.use is Use.VIDEO else _PICTURE_ADVICE
    if case.draft.beside:
        advice = f"{advice} Write this in {case.draft.header_place}."
    if item.outdated:
        message = (
            f"This {item.noun} was changed, or put here, after somebody confirmed who can be recognised. That does not "
            "count for it, so consent could not be checked."
        )
        advice = (
            f"Look at the {item.noun} again, and have it asked once more who can be recognised: "
            f"`postcheck confirm {quoted(case.draft.path)}`"
        )
    severity = min(rule.severity, Severity.REVIEW, key=lambda level: level.rank)
    return Finding(severity, Category.PICTURE, f"{message}{item.seen}", item.where, advice=advice)


def _judge(
    rule: Rule, case: Case, params: PicturedParams, item: Visual, person: Person, *, bar_rule: bool
) -> Finding | None:
    if not person.pupils:
        if person.adult or case.roll.file is not None:
            return None  # An adult, or an unknown entry, which the header rule reports.
        message = (
            f"A pupil is listed as recognisable in this {item.noun}, "
            "and there is no consent list to look the pupil up in."
        )
        severity = min(rule.severity, Severity.REVIEW, key=lambda level: level.rank)
        return Finding(
            severity, Category.PICTURE, message, item.where, advice="Run the check again with the consent list."
        )
    ids = tuple(pupil.id for pupil in person.pupils)
    against = _against(rule, case, params, item, ids)
    if bar_rule:
        against = {identity: ruling for identity, ruling in against.items() if not ruling.barred}
    if not against:
        return None
    message = f"A pupil who can be recognised in this {item.noun} must not be shown: {_why(against, ids)}"
    lapsed = all(ruling.since for ruling in against.values())
    severity = at_most_review(rule.severity) if lapsed else rule.severity
    causes = _causes(against)
    return Finding(severity, Category.PICTURE, message, item.where, pupil_ids=ids, causes=causes, lapsed=lapsed)


def _against(rule: Rule, case: Case, params: PicturedParams, item: Visual, ids: tuple[str, ...]) -> dict[str, Ruling]:
    """Return the rulings against showing some pupils, by pupil."""
    rulings = {identity: _ruling(rule, case, params, item, identity) for identity in ids}
    return {identity: ruling for identity, ruling in rulings.items() if not ruling.permitted}


def _causes(against: dict[str, Ruling]) -> tuple[tuple[str, Cause], ...]:
    return tuple((identity, ruling.cause) for identity, ruling in against.items())


def _why(against: dict[str, Ruling], ids: tuple[str, ...]) -> str:
    """Return the end of a sentence that says why, and that it may be somebody else."""
    reason = "; ".join(dict.fromkeys(ruling.reason for ruling in against.values()))
    choice = (
        f" It is not clear which of {len(ids)} pupils of this name is meant, so the stricter consent counts."
        if len(ids) > 1
        else ""
    )
    return f"{reason}.{choice}"


def _beside(rule: Rule, case: Case, params: PicturedParams, items: Sequence[Visual]) -> Iterator[Finding]:
    """Yield a finding for whoever is named beside pictures, must not be shown, and may be the one who is."""
    beside: dict[tuple[tuple[str, ...], Use], dict[str, Visual]] = {}
    for mention in case.mentions:
        if mention.of_adult or mention.certainty is Certainty.UNSURE or not mention.candidates:
            continue
        ids = tuple(candidate.pupil_id for candidate in case.candidates(mention))
        own = [item for item in items if item.key == mention.passage.image]
        for item in own or items:
            beside.setdefault((ids, item.use), {})[item.key] = item
    for (ids, _), found in beside.items():
        first, *more = found.values()
        against = _against(rule, case, params, first, ids)
        if against:
            seen = {item.key: most(case.reading.facts(item.key).faces) for item in (first, *more)}
            faces = sum(len(one.boxes) for one in seen.values())
            where = case.post_where() if more else _where_seen(first.where, seen[first.key])
            yield Finding(
                at_most_review(rule.severity),
                Category.PICTURE,
                f"{_stand(first.noun, len(found))} beside the name of a pupil who must not be shown: "
                f"{_why(against, ids)} {_faces_in(faces, len(found))}",
                where,
                pupil_ids=ids,
                causes=_causes(against),
                advice=_BESIDE_ADVICE.format(noun=first.noun),
                boxes=() if more else seen[first.key].boxes,
            )


def _stand(noun: str, number: int) -> str:
    return f"A {noun} stands" if number == 1 else f"{number} {noun}s stand"


def _faces_in(faces: int, number: int) -> str:
    seen = "No face is seen" if not faces else "One face is seen" if faces == 1 else f"{faces} faces are seen"
    return f"{seen} in {'it' if number == 1 else 'them'}."


def _where_seen(where: Where, faces: Faces) -> Where:
    if not faces.boxes:
        return where
    return Where(
        PlaceKind.IMAGE, where.file, "faces", box=reduce(Box.union, faces.boxes), frame=faces.frame, time=faces.time
    )


def _ruling(rule: Rule, case: Case, params: PicturedParams, item: Visual, pupil_id: str) -> Ruling:
    pupil = case.roll.by_id[pupil_id]
    since = Ruling(permitted=True)
    for outlet in outlets_for(rule, case):
        ruling = case.strictest(partial(use_of_image, pupil, item.use, outlet, terms=params.terms))
        if ruling.since:
            since = ruling
        elif not ruling.permitted:
            return ruling
    return since


def _bars(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    for item in shown(case):
        for person in item.people or ():
            if any(pupil.do_not_publish.bars_image for pupil in person.pupils):
                ids = tuple(pupil.id for pupil in person.pupils)
                message = (
                    f"A pupil who can be recognised in this {item.noun} is on the school's do-not-publish list, "
                    "which beats every consent."
                )
                causes = tuple(
                    (pupil.id, Cause.DO_NOT_PUBLISH) for pupil in person.pupils if pupil.do_not_publish.bars_image
                )
                yield Finding(rule.severity, Category.PICTURE, message, item.where, pupil_ids=ids, causes=causes)


def own_bar_rule(rule: Rule, case: Case) -> bool:
    """Whether the pack has a rule of its own for the do-not-publish list wherever ``rule`` applies."""
    return any(
        other.check == BAR.name and set(outlets_for(rule, case)) <= set(other.outlets) for other in case.pack.rules
    )


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, PicturedParams)  # noqa: S101 - what parse returned
    return find(rule, case, params, bar_rule=own_bar_rule(rule, case))


CHECK = Check("pictured", parse, _run, lambda _: frozenset({Aspect.PICTURE}))
BAR = Check("do_not_publish", lambda _: None, _bars, lambda _: frozenset({Aspect.BAR}))
