"""Rules about the draft's own record: what its header says wrongly, what a person has to confirm, whose permission it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, Outcome, Params
from postcheck.model.pack import Category, Rule, Severity
from postcheck.model.report import ChecklistItem
from postcheck.model.text import PlaceKind, Where


class When(StrEnum):
    """When a checklist item is asked."""

    ALWAYS = "always"
    PICTURE = "picture"
    VIDEO = "video"


class Confirmation(StrEnum):
    """Header keys that can confirm a checklist item by themselves."""

    APPROVED_BY = "approved_by"


@dataclass(frozen=True, slots=True)
class ChecklistParams:
    """Parameters of the ``checklist`` check."""

    when: When
    approval: bool
    """Whether ``approved_by`` in the header confirms it too."""


def _parse_checklist(params: Params) -> ChecklistParams:
    when = params.choice("when", When, When.ALWAYS)
    return ChecklistParams(when, params.optional("confirmed_by", Confirmation) is not None)


def _checklist(rule: Rule, case: Case, params: object) -> Iterator[Outcome]:
    assert isinstance(params, ChecklistParams)  # noqa: S101 - what _parse_checklist returned
    header = case.draft.header
    asked = {When.ALWAYS: True, When.PICTURE: case.has_pictures, When.VIDEO: bool(header.videos)}[params.when]
    if not asked:
        return
    keys = {rule.id.casefold(), rule.declare.casefold()} - {""}
    declared = any(entry.strip().casefold() in keys for entry in header.declare) or (params.approval and bool(header.approved_by.strip()))
    yield ChecklistItem(rule.id, rule.asks, declared, rule.declare, rule.required)
    if rule.required and not declared:
        message = f"The policy asks for a confirmation that the draft does not have: {rule.asks}"
        yield Finding(rule.severity, Category.RECORD, message, case.post_where("declare"))


def _header(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    for problem in case.draft.problems:
        severity = rule.severity if problem.blocking else Severity.NOTE
        yield Finding(severity, Category.RECORD, problem.message, problem.where, problem.evidence, advice=problem.advice)


def _people(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    if case.roll.file is None:
        return
    refs = [*(case.draft.header.people or ())]
    for image in case.draft.images:
        refs.extend(image.people or ())
    for ref in dict.fromkeys(refs):
        person = case.directory.look_up(ref)
        if not person.pupils and not person.adult:
            message = "An entry under `people:` is no pupil's id or full name on the consent list, so consent could not be checked."
            yield Finding(rule.severity, Category.RECORD, message, ref.where, ref.text)


def _permission(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    for image in case.draft.images:
        if not image.permission and not image.repost_of and image.key in case.opened:
            message = "The draft names no permission for this picture."
            yield Finding(rule.severity, Category.PICTURE, message, Where(PlaceKind.IMAGE, image.name))
    for video in case.draft.header.videos:
        if not video.permission:
            yield Finding(rule.severity, Category.PICTURE, "The draft names no permission for this video.", video.where or case.post_where("video"))


def _nothing(params: Params) -> None:
    del params


CHECKLIST = Check("checklist", _parse_checklist, _checklist)
HEADER = Check("header", _nothing, _header)
PEOPLE = Check("people", _nothing, _people)
PERMISSION = Check("permission", _nothing, _permission)
