"""Rules about the draft's own record: mistakes in its header."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, Params
from postcheck.model.pack import Rule
from postcheck.model.severity import Category, Severity


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
    for video in header.videos:
        refs += video.people or ()
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


def _nothing(params: Params) -> None:
    del params


HEADER = Check("header", _nothing, _header)
PEOPLE = Check("people", _nothing, _people)
