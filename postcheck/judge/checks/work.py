"""Rules about what pupils made and said: a drawing, a poem, a model that a picture shows; words that are quoted.

The draft says whose they are: ``work_of`` and ``quote_of``, of a picture or of the post.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from postcheck.judge.case import Case, Person
from postcheck.judge.checks.base import Check, Finding, at_most_review, capped, outlets_for
from postcheck.judge.checks.name import is_adult
from postcheck.judge.consent import Ruling, asks_about, use_of_image, use_of_words
from postcheck.model.draft import DraftImage
from postcheck.model.mention import Certainty
from postcheck.model.pack import Rule
from postcheck.model.people import Outlet, Pupil, Use
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind, Where

_Ask = Callable[[Pupil, Outlet, date], Ruling]


def _work_ruling(pupil: Pupil, outlet: Outlet, day: date) -> Ruling:
    return use_of_image(pupil, Use.WORK, outlet, day)


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    for image in case.draft.images:
        where = Where(PlaceKind.IMAGE, image.name)
        people = case.work_in(image) or ()
        for person in people:
            yield from _of_person(rule, case, person, _Subject(Category.PICTURE, where, _WORK, _work_ruling))
        yield from _credited(rule, case, image, frozenset(pupil.id for one in people for pupil in one.pupils))
    for person in case.work_unseen:
        yield from _of_person(rule, case, person, _Subject(Category.PICTURE, person.ref.where, _POEM, _work_ruling))


def _run_words(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    for person in case.quoted or ():
        yield from _of_person(rule, case, person, _Subject(Category.DETAIL, person.ref.where, _WORDS, use_of_words))


_WORK = "This picture shows the work of a pupil"
_POEM = "The post shows the work of a pupil"
_WORDS = "A pupil is quoted"


@dataclass(frozen=True)
class _Subject:
    """Something of a pupil's."""

    category: Category
    where: Where
    seen: str
    ask: _Ask


def _of_person(rule: Rule, case: Case, person: Person, subject: _Subject) -> Iterator[Finding]:
    if person.pupils:
        yield from _judged(rule, case, person.pupils, subject, rule.severity)
    elif case.roll.file is None:
        message = f"{subject.seen}, and there is no consent list to look the pupil up in."
        severity = capped(rule.severity, Certainty.LIKELY)
        yield Finding(severity, subject.category, message, subject.where, advice="Run the check again with the list.")


def _credited(rule: Rule, case: Case, image: DraftImage, declared: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each pupil whom the credit names as the maker, where the school asks about pupils' work."""
    for mention in case.mentions:
        if mention.passage.field != "credit" or mention.passage.image != image.key or is_adult(mention):
            continue
        pupils = tuple(case.roll.by_id[candidate.pupil_id] for candidate in case.candidates(mention))
        asked = any(asks_about(pupil, Use.WORK, outlet) for pupil in pupils for outlet in outlets_for(rule, case))
        if asked and declared.isdisjoint(pupil.id for pupil in pupils):
            where = mention.passage.where(mention.start, mention.end)
            subject = _Subject(Category.PICTURE, where, _WORK, _work_ruling)
            yield from _judged(rule, case, pupils, subject, capped(rule.severity, mention.certainty))


def _judged(
    rule: Rule, case: Case, pupils: tuple[Pupil, ...], subject: _Subject, severity: Severity
) -> Iterator[Finding]:
    against = [
        (pupil.id, ruling)
        for pupil in pupils
        for outlet in outlets_for(rule, case)
        if not (ruling := case.strictest(partial(subject.ask, pupil, outlet))).permitted
    ]
    if against:
        reasons = "; ".join(dict.fromkeys(ruling.reason for _, ruling in against))
        choice = (
            f" It is not clear which of {len(pupils)} pupils of this name is meant, so the stricter consent counts."
            if len(pupils) > 1
            else ""
        )
        lapsed = all(ruling.since for _, ruling in against)
        yield Finding(
            at_most_review(severity) if lapsed else severity,
            subject.category,
            f"{subject.seen}, which must not be published: {reasons}.{choice}",
            subject.where,
            pupil_ids=tuple(pupil.id for pupil in pupils),
            causes=tuple((pupil_id, ruling.cause) for pupil_id, ruling in against),
            lapsed=lapsed,
        )


CHECK = Check("work", lambda _: None, _run)
QUOTE = Check("quote", lambda _: None, _run_words)
