"""Rules about tagging people: in the pictures, and with an @account in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, at_most_review, letters_and_digits, own_names
from postcheck.judge.checks.phrases import read
from postcheck.model.mention import WELL_KNOWN, Mention, Role
from postcheck.model.pack import Rule
from postcheck.model.people import PersonKind
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Passage, PlaceKind


@dataclass(frozen=True, slots=True)
class TaggingParams:
    """Parameters of the ``tagging`` check."""

    text: Severity | None
    """Level of a person's account in the text; None leaves texts to other rules."""


_HANDLE = re.compile(r"(?<![\w@./])@(?P<handle>\w[\w.]{1,40}\w)")
_TITLED = re.compile(
    r"(?:(?i:mr|mrs|miss|ms|mx|dr|sir|coach|headteacher|teacher)(?:[._\d]|(?=[A-Z]))|(?:mr|mrs|miss|coach)(?=[a-z]{4}))"
    r"|.*(?i:mum|mummy|dad|daddy|nan|nana|grandma|grandad)(?:[._\d]|$)"
)
"""Accounts that say themselves that they are a person's: @MissStuartArt, @mr_ashdown, @ameliasmum."""
_NO_TITLE = re.compile(r"(?i:mission|missing|missed|mrsa$|mississippi|missouri)")
_KNOWN = frozenset({PersonKind.VISITOR, PersonKind.PUBLIC, PersonKind.PLACE, PersonKind.OTHER})


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, TaggingParams)  # noqa: S101 - what the check's parse returned
    own = own_names(case)
    for tag in case.draft.header.tags:
        if tag.text.strip() and letters_and_digits(tag.text) not in own:
            passage = Passage(tag.text, PlaceKind.TEXT, tag.file.name, "tags", tag)
            message = "An account that is not one of the trust's own is tagged in the pictures."
            where, evidence = passage.where(0, len(tag.text)), passage.evidence(0, len(tag.text))
            yield Finding(rule.severity, Category.CONTENT, message, where, evidence)
    if params.text:
        yield from _in_texts(case, params.text, own)


def _in_texts(case: Case, severity: Severity, own: frozenset[str]) -> Iterator[Finding]:
    """Yield a finding for each account in a text that is, or may be, a person's own."""
    known = [letters_and_digits(one.name) for one in case.directory.people.names if one.kind in _KNOWN]
    for passage in read(case):
        if passage.kind is not PlaceKind.TEXT or passage.field == "tags":
            continue
        for match in _HANDLE.finditer(passage.text):
            letters = letters_and_digits(match["handle"])
            if letters in own or any(name in letters for name in known if name):
                continue
            inside = [
                mention
                for mention in case.mentions
                if mention.passage is passage and match.start() < mention.end and mention.start < match.end()
            ]
            certain = _is_titled(match["handle"]) or any(mention.candidates for mention in inside)
            if not certain and not any(_may_be_met(mention) for mention in inside):
                continue
            message = (
                "A person's account is tagged in the text."
                if certain
                else ("What may be a person's account is tagged in the text.")
            )
            yield Finding(
                severity if certain else at_most_review(severity),
                Category.CONTENT,
                message,
                passage.where(*match.span()),
                passage.evidence(*match.span()),
                advice="Write it without the @, as “a parent” or “our art teacher” say, or leave it out.",
            )


def _is_titled(handle: str) -> bool:
    return bool(_TITLED.match(handle)) and not _NO_TITLE.match(handle)


def _may_be_met(mention: Mention) -> bool:
    """Whether somebody of the school or a family may be meant, rather than somebody whom all know."""
    return mention.role is not Role.FIGURE and mention.adult != WELL_KNOWN


CHECK = Check("tagging", lambda params: TaggingParams(params.optional("text", Severity)), _run)
