"""Rules about tagging people."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, letters_and_digits, own_names
from postcheck.model.pack import Rule
from postcheck.model.severity import Category
from postcheck.model.text import Passage, PlaceKind


def _tags(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    own = own_names(case)
    for tag in case.draft.header.tags:
        if tag.text.strip() and letters_and_digits(tag.text) not in own:
            passage = Passage(tag.text, PlaceKind.TEXT, tag.file.name, "tags", tag)
            message = "An account that is not one of the trust's own is tagged in the pictures."
            where, evidence = passage.where(0, len(tag.text)), passage.evidence(0, len(tag.text))
            yield Finding(rule.severity, Category.CONTENT, message, where, evidence)


CHECK = Check("tagging", lambda _: None, _tags)
