"""Rules that only a person can answer: items of a checklist that the author confirms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from postcheck.judge.case import Case
from postcheck.judge.checks.approved import approved_by_another
from postcheck.judge.checks.base import Check, Finding, Outcome, Params, at_most_review
from postcheck.judge.checks.phrases import found, looks_for_concerns, read
from postcheck.judge.words import Matcher
from postcheck.model.pack import Rule
from postcheck.model.report import ChecklistItem
from postcheck.model.severity import Category, Severity


class When(StrEnum):
    """When a checklist item is asked."""

    ALWAYS = "always"
    PICTURE = "picture"
    PUPILS = "pupils"
    """A pupil can or may be recognised in a picture or video."""
    VIDEO = "video"
    WORDS = "words"
    """The post has wording of the kinds under ``words``."""
    ACCOUNT = "account"
    """The post names an account that is on the register: the item is about that account."""
    DOUBT = "doubt"
    """Another rule has flagged something that is not a mere note."""
    READ = "read"
    """Nothing was flagged, and of some of the post's sentences only lists of words and the classifier say so."""


class Confirmation(StrEnum):
    """What can confirm a checklist item, besides ``declare``."""

    APPROVED_BY = "approved_by"
    """Somebody who isn't the author signed the post off, or the header names somebody who did."""
    STAFF = "staff"
    """The register names at least two people who look after the account."""
    HEAD_TOLD_ON = "head_told_on"
    """The register says when the head was told of the account."""
    POLICIES_LINKED = "policies_linked"
    """The register says that the account's About page links to the policies."""


@dataclass(frozen=True, slots=True)
class ChecklistParams:
    """Parameters of the ``checklist`` check."""

    when: When
    confirmed_by: Confirmation | None
    words: Matcher
    """The item is asked where the post has this wording."""
    insist: Matcher
    """Wording that is noted beside a picture of pupils until the item is confirmed."""
    flagged: Matcher
    """Wording that is flagged, at the rule's own level, until the item is confirmed; it asks for the item too."""
    part_of: str = ""
    """Id of a rule whose item asks this as well: where the pack has that, it isn't asked again."""


def _parse(params: Params) -> ChecklistParams:
    when = params.choice("when", When, When.ALWAYS)
    confirmed_by = params.optional("confirmed_by", Confirmation)
    words, insist, flagged = (Matcher(params.kinds(key)) for key in ("words", "insist", "flagged"))
    return ChecklistParams(when, confirmed_by, words, insist, flagged, next(iter(params.texts("part_of")), ""))


def _asked(case: Case, params: ChecklistParams) -> bool:
    if params.when is When.WORDS:
        return any(next(found(matcher, case), None) is not None for matcher in (params.words, params.flagged))
    return {
        When.ALWAYS: True,
        When.PICTURE: case.has_pictures,
        When.PUPILS: case.shows_pupils,
        When.VIDEO: bool(case.draft.header.videos),
        When.ACCOUNT: any(entry.official for entry in case.accounts),
        When.DOUBT: case.doubtful,
        When.READ: not case.doubtful and _has_sentences(case) and looks_for_concerns(case.pack),
    }[params.when]


def _has_sentences(case: Case) -> bool:
    return any(len(passage.text.split()) >= _SENTENCE for passage in read(case))


def _confirmed(case: Case, confirmation: Confirmation | None) -> bool:
    if confirmation is Confirmation.APPROVED_BY:
        return approved_by_another(case)
    registered = [entry for entry in case.accounts if entry.official]
    if confirmation is Confirmation.STAFF:
        return any(len(entry.staff) >= 2 for entry in registered)  # noqa: PLR2004 - what the policies ask
    if confirmation is Confirmation.HEAD_TOLD_ON:
        return any(entry.head_told_on for entry in registered)
    return confirmation is Confirmation.POLICIES_LINKED and any(entry.policies_linked for entry in registered)


def _run(rule: Rule, case: Case, params: object) -> Iterator[Outcome]:
    assert isinstance(params, ChecklistParams)  # noqa: S101 - what _parse returned
    if params.part_of in case.pack.by_id or not _asked(case, params):
        return
    declared = case.declares(rule) or _confirmed(case, params.confirmed_by)
    account = next((entry.name for entry in case.accounts if entry.official), "") if params.when is When.ACCOUNT else ""
    yield ChecklistItem(rule.id, rule.asks, declared, rule.declare, rule.required, account)
    if declared:
        return
    for passage, match in found(params.flagged, case):
        level = at_most_review(rule.severity) if passage.from_ocr else rule.severity
        message = f"This wording reads like {match.kind.says}, and the draft does not confirm: {rule.asks}"
        where, evidence = passage.where(match.start, match.end), passage.evidence(match.start, match.end)
        yield Finding(level, rule.category, message, where, evidence, advice=match.kind.advice)
    if rule.required:
        message = f"The policy asks for a confirmation that the draft does not have: {rule.asks}"
        if case.outdated(rule):
            message = (
                "The text, the pictures, the channel or the account were changed after the draft confirmed this, or it "
                f"was confirmed with an earlier release, so the policy asks again: {rule.asks}"
            )
        yield Finding(rule.severity, Category.RECORD, message, case.post_where("declare"))
    elif case.shows_pupils:
        for passage, match in found(params.insist, case):
            message = (
                f"This wording speaks of {match.kind.says}, and pupils are pictured. Somebody has to look: {rule.asks}"
            )
            where, evidence = passage.where(match.start, match.end), passage.evidence(match.start, match.end)
            # A note, whatever the rule's level: an item that is not required never stops a post.
            yield Finding(Severity.NOTE, rule.category, message, where, evidence, advice=match.kind.advice)


_SENTENCE = 4
"""Words that a text has at least if it says something that lists of words may miss."""


def asked_last(params: object) -> bool:
    """Whether the item can only be asked after every other rule has spoken."""
    return isinstance(params, ChecklistParams) and params.when in {When.DOUBT, When.READ}


CHECK = Check("checklist", _parse, _run, asked_last=asked_last)
