"""Rules about pupils' work that a picture shows: a drawing, a poem, a model."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, capped, outlets_for
from postcheck.judge.checks.name import is_adult
from postcheck.judge.consent import asks_about, use_of_image
from postcheck.model.draft import DraftImage
from postcheck.model.mention import Certainty
from postcheck.model.pack import Rule
from postcheck.model.people import Pupil, Use
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind, Where


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    for image in case.draft.images:
        where = Where(PlaceKind.IMAGE, image.name)
        declared: set[str] = set()
        for ref in image.said.work_of:
            person = case.directory.look_up(ref)
            declared |= {pupil.id for pupil in person.pupils}
            if person.pupils:
                yield from _judged(rule, case, person.pupils, where, rule.severity)
            elif case.roll.file is None:
                message = (
                    "A pupil's work is listed for this picture, and there is no consent list to look the pupil up in."
                )
                yield Finding(
                    capped(rule.severity, Certainty.LIKELY),
                    Category.PICTURE,
                    message,
                    where,
                    advice="Run the check again with the list.",
                )
        yield from _credited(rule, case, image, frozenset(declared))


def _credited(rule: Rule, case: Case, image: DraftImage, declared: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each pupil whom the credit names as the maker, where the school asks about pupils' work."""
    for mention in case.mentions:
        if mention.passage.field != "credit" or mention.passage.image != image.key or is_adult(mention):
            continue
        pupils = tuple(case.roll.by_id[candidate.pupil_id] for candidate in case.candidates(mention))
        asked = any(asks_about(pupil, Use.WORK, outlet) for pupil in pupils for outlet in outlets_for(rule, case))
        if asked and declared.isdisjoint(pupil.id for pupil in pupils):
            where = mention.passage.where(mention.start, mention.end)
            yield from _judged(rule, case, pupils, where, capped(rule.severity, mention.certainty))


def _judged(rule: Rule, case: Case, pupils: tuple[Pupil, ...], where: Where, severity: Severity) -> Iterator[Finding]:
    rulings = [
        use_of_image(pupil, Use.WORK, outlet, case.day) for pupil in pupils for outlet in outlets_for(rule, case)
    ]
    reasons = tuple(dict.fromkeys(ruling.reason for ruling in rulings if not ruling.permitted))
    if reasons:
        choice = (
            f" It is not clear which of {len(pupils)} pupils of this name is meant, so the stricter consent counts."
            if len(pupils) > 1
            else ""
        )
        message = f"This picture shows the work of a pupil, which must not be published: {'; '.join(reasons)}.{choice}"
        yield Finding(severity, Category.PICTURE, message, where, pupil_ids=tuple(pupil.id for pupil in pupils))


CHECK = Check("work", lambda _: None, _run)
