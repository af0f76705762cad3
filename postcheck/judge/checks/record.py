"""Rules about the draft's own record: mistakes in its header, and whose permission it has."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, Params, stated
from postcheck.model.pack import Rule
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind, Where


def _header(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    for problem in case.draft.problems:
        severity = rule.severity if problem.blocking else Severity.NOTE
        yield Finding(
            severity, Category.RECORD, problem.message, problem.where, problem.evidence, advice=problem.advice
        )


def _people(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    if case.roll.file is None:
        return
    header = case.draft.header
    refs = [*(header.people or ()), *(header.work_of or ()), *(header.quote_of or ())]
    for image in case.draft.images:
        said = image.said
        refs.extend((*(said.people or ()), *(said.work_of or ()), *(said.quote_of or ())))
    for ref in dict.fromkeys(refs):
        person = case.directory.look_up(ref)
        if not person.pupils and not person.adult:
            key = ref.where.field or "people"
            message = (
                f"An entry under `{key}:` is not the id or full name of a pupil on the consent list, "
                "so consent could not be checked."
            )
            yield Finding(rule.severity, Category.RECORD, message, ref.where, ref.text)


def _permission(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    for image in case.draft.images:
        if (
            not stated(image.said.permission)
            and not stated(image.said.repost_of)
            and case.facts(image).opened
            and image.peopled
        ):
            yield Finding(
                rule.severity,
                Category.PICTURE,
                _lacking(image.said.permission, "picture"),
                Where(PlaceKind.IMAGE, image.name),
            )
    for video in case.draft.header.videos:
        if not stated(video.permission):
            yield Finding(
                rule.severity,
                Category.PICTURE,
                _lacking(video.permission, "video"),
                video.where or case.post_where("video"),
            )


def _lacking(permission: str, noun: str) -> str:
    if permission.strip():
        return f"What the draft names as the permission for this {noun} is only a placeholder."
    return f"The draft names no permission for this {noun}."


def _nothing(params: Params) -> None:
    del params


HEADER = Check("header", _nothing, _header)
PEOPLE = Check("people", _nothing, _people)
PERMISSION = Check("permission", _nothing, _permission)
