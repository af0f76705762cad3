"""The floor under every pack: nobody on the school's do-not-publish list is published.

That holds whatever a pack's rules, their levels or a waiver say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, capped, describe
from postcheck.judge.checks.name import is_adult
from postcheck.judge.checks.pictured import shown
from postcheck.judge.reasons import naming
from postcheck.model.cause import Cause
from postcheck.model.mention import Certainty
from postcheck.model.people import DoNotPublish, Pupil, Roll
from postcheck.model.report import Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind, Where

ADVICE = "Don't use this child's name or picture. Don't contact the family; ask the safeguarding lead."
"""The same for every kind of bar; it never shows a way to have the bar lifted."""
_FINAL = "It must not be published."
_WAY_OUT = re.compile(
    r"consent|permi(?:t|ssion)|agree|\bask|\bparents?\b|\bcarers?\b|famil(?:y|ies)|\bbeside\b", re.IGNORECASE
)
_NO_WAY_OUT = re.compile(r"\b(?:cannot|can['’]t|whatever)\b", re.IGNORECASE)  # noqa: RUF001 - an apostrophe as people type it
_SENTENCE = re.compile(r"(?<=[.!?;]) ")

CHECK = Check("barred", lambda _: None, lambda *_: ())
"""A kind of rule that finds nothing by itself: :func:`barred` speaks for it, even if a pack drops it."""


def is_barred(flag: Flag, roll: Roll) -> bool:
    """Whether the school's do-not-publish list bars what the flag is about: a name, a picture, or else anything."""
    bars = [roll.by_id[identity].do_not_publish for identity in flag.pupil_ids if identity in roll.by_id]
    if flag.category is Category.NAME:
        return any(bar.bars_name for bar in bars)
    if flag.category is Category.PICTURE:
        return any(bar.bars_image for bar in bars)
    return any(bar is not DoNotPublish.NONE for bar in bars)


def barred(flags: list[Flag], case: Case, flag_of: Callable[[Finding], Flag]) -> list[Flag]:
    """Return the flags, with one at the list's own level for everything that the do-not-publish list forbids.

    A flag of the pack at that level or above stands for itself. A lower one gives way to a flag of the floor, and where
    the pack has none, the floor's is added. What is to be done is said in the list's own words, whatever the rule says,
    and no advice is left that shows a way to publish the child after all.

    Parameters
    ----------
    flags:
        What the pack's rules say.
    flag_of:
        Makes a flag of a finding.
    """
    flags = [
        replace(flag, advice=ADVICE) if is_barred(flag, case.roll) and _in_words_of_its_own(flag) else flag
        for flag in flags
    ]
    for finding in _forbidden(case):
        same = [index for index, flag in enumerate(flags) if _is_about(flag, finding)]
        if any(flags[index].severity.rank >= finding.severity.rank for index in same):
            continue
        at = same[0] if same else len(flags)
        flags = [flag for index, flag in enumerate(flags) if index not in same]
        flags.insert(at, flag_of(finding))
    return flags


def _in_words_of_its_own(flag: Flag) -> bool:
    """Whether the list speaks in place of the rule: of names and pictures always, of the rest if it shows a way out."""
    return flag.category in {Category.NAME, Category.PICTURE} or _shows_a_way(flag.advice)


def _shows_a_way(advice: str) -> bool:
    return (
        any(_WAY_OUT.search(sentence) and not _NO_WAY_OUT.search(sentence) for sentence in _SENTENCE.split(advice))
        and advice != ADVICE
    )


def _is_about(flag: Flag, finding: Finding) -> bool:
    return (
        flag.category is finding.category
        and flag.where == finding.where
        and not set(flag.pupil_ids).isdisjoint(finding.pupil_ids)
    )


def _forbidden(case: Case) -> Iterator[Finding]:
    """Yield every name and picture of a child that is barred from being published."""
    if not case.roll.bars_anyone:
        return
    yield from _names(case)
    yield from _quoted(case)
    yield from _work(case)
    for item in shown(case):
        for person in item.people or ():
            yield from _picture(person.pupils, item.where, f"A pupil can be recognised in this {item.noun}.")
    for image in case.draft.images:
        for person in case.work_in(image) or ():
            yield from _picture(
                person.pupils,
                Where(PlaceKind.IMAGE, image.name),
                "This picture shows the work of a pupil.",
            )


def _work(case: Case) -> Iterator[Finding]:
    for person in case.work_unseen:
        yield from _picture(person.pupils, person.ref.where, "This is the work of a pupil.")


def _quoted(case: Case) -> Iterator[Finding]:
    for person in case.quoted or ():
        if any(pupil.do_not_publish is not DoNotPublish.NONE for pupil in person.pupils):
            yield Finding(
                Severity.FAIL,
                Category.DETAIL,
                f"A pupil's words are quoted. {_FINAL}",
                person.ref.where,
                pupil_ids=tuple(pupil.id for pupil in person.pupils),
                advice=ADVICE,
                causes=tuple(
                    (pupil.id, Cause.DO_NOT_PUBLISH)
                    for pupil in person.pupils
                    if pupil.do_not_publish is not DoNotPublish.NONE
                ),
            )


def _names(case: Case) -> Iterator[Finding]:
    for mention in case.mentions:
        if is_adult(mention):
            continue
        candidates = case.candidates(mention)
        certainties = [
            candidate.certainty
            for candidate in candidates
            if case.roll.by_id[candidate.pupil_id].do_not_publish.bars_name
        ]
        if certainties:
            severity = capped(
                Severity.FAIL, min(max(certainties), Certainty.LIKELY if mention.adult else Certainty.CERTAIN)
            )
            ids = tuple(candidate.pupil_id for candidate in candidates)
            where, evidence = (
                mention.passage.where(mention.start, mention.end),
                mention.passage.evidence(mention.start, mention.end),
            )
            message = f"{describe(mention, ids)} {_FINAL}"
            barred_ids = tuple(
                (identity, Cause.DO_NOT_PUBLISH)
                for identity in ids
                if case.roll.by_id[identity].do_not_publish.bars_name
            )
            yield Finding(
                severity,
                Category.NAME,
                message,
                where,
                evidence,
                ids,
                ADVICE,
                naming=naming(mention),
                causes=barred_ids,
            )


def _picture(pupils: tuple[Pupil, ...], where: Where, seen: str) -> Iterator[Finding]:
    if any(pupil.do_not_publish.bars_image for pupil in pupils):
        yield Finding(
            Severity.FAIL,
            Category.PICTURE,
            f"{seen} {_FINAL}",
            where,
            pupil_ids=tuple(pupil.id for pupil in pupils),
            advice=ADVICE,
            causes=tuple((pupil.id, Cause.DO_NOT_PUBLISH) for pupil in pupils if pupil.do_not_publish.bars_image),
        )
