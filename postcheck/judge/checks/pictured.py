"""Rules about who is shown: consent to the picture, and the school's do-not-publish list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from postcheck.judge.case import Case, Person
from postcheck.judge.checks.base import Aspect, Check, Finding, Params, at_most_review, outlets_for
from postcheck.judge.checks.faces import counted
from postcheck.judge.consent import Ruling, Terms, use_of_image
from postcheck.model.pack import Rule
from postcheck.model.people import Use
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind, Where

_WHO = (
    "List the pupils who can be recognised under {where} (by pupil id or full name), "
    "or write `people: []` {there}if nobody can be recognised."
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
                counted(case, image.key),
            )
    for video in case.draft.header.videos:
        where = video.where or case.post_where("video")
        yield Visual(Use.VIDEO, case.people_in_video(video), where, "video", counted(case, video.file))


def find(rule: Rule, case: Case, params: PicturedParams, *, bar_rule: bool) -> Iterator[Finding]:
    """Yield a finding for every picture whose people are not known, and for every pupil in one without consent.

    With ``bar_rule`` another rule of the pack speaks for the do-not-publish list, and this one only for consent.
    """
    for item in shown(case):
        if item.people is None:
            advice = _VIDEO_ADVICE if item.use is Use.VIDEO else _PICTURE_ADVICE
            yield Finding(
                min(rule.severity, Severity.REVIEW, key=lambda level: level.rank),
                Category.PICTURE,
                f"Nobody has said who can be recognised in this {item.noun}, "
                f"so consent could not be checked.{item.seen}",
                item.where,
                advice=f"{advice} Write this in {case.draft.header_place}." if case.draft.beside else advice,
            )
            continue
        for person in item.people:
            finding = _judge(rule, case, params, item, person, bar_rule=bar_rule)
            if finding:
                yield finding


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
    against = [
        ruling for pupil in person.pupils if not (ruling := _ruling(rule, case, params, item, pupil.id)).permitted
    ]
    if bar_rule:
        against = [ruling for ruling in against if not ruling.barred]
    if not against:
        return None
    reason = "; ".join(dict.fromkeys(ruling.reason for ruling in against))
    ids = tuple(pupil.id for pupil in person.pupils)
    choice = (
        f" It is not clear which of {len(ids)} pupils of this name is meant, so the stricter consent counts."
        if len(ids) > 1
        else ""
    )
    message = f"A pupil who can be recognised in this {item.noun} must not be shown: {reason}.{choice}"
    lapsed = all(ruling.since for ruling in against)
    severity = at_most_review(rule.severity) if lapsed else rule.severity
    return Finding(severity, Category.PICTURE, message, item.where, pupil_ids=ids, lapsed=lapsed)


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
                yield Finding(rule.severity, Category.PICTURE, message, item.where, pupil_ids=ids)


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
