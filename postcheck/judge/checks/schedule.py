"""Rules about when a post goes out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Aspect, Check, Finding
from postcheck.model.pack import Rule
from postcheck.model.severity import Category, Severity


def _embargo(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    header, until = case.draft.header, case.draft.header.embargo_until
    if until is None:
        return
    moment = header.publish_at or datetime.combine(case.today, time())
    if moment >= until:
        return
    if header.publish_at is None and moment.date() == until.date():
        message = "The embargo ends today, and the draft does not say when the post goes out."
        yield Finding(
            min(rule.severity, Severity.REVIEW, key=lambda level: level.rank),
            Category.CONTENT,
            message,
            case.post_where("embargo_until"),
        )
        return
    message = f"The draft is embargoed until {until.day} {until:%B %Y, %H:%M}, and would go out before that."
    yield Finding(rule.severity, Category.CONTENT, message, case.post_where("embargo_until"))


def _stale(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    del params
    moment = case.draft.header.publish_at
    if moment and moment.date() < case.today:
        message = (
            f"`publish_at` is in the past: channels were judged as of {moment.day} {moment:%B %Y}, and consent as of "
            "that day and of today, whichever is stricter."
        )
        yield Finding(rule.severity, Category.RECORD, message, case.post_where("publish_at"))


EMBARGO = Check("embargo", lambda _: None, _embargo, lambda _: frozenset({Aspect.EMBARGO}))
STALE = Check("stale_date", lambda _: None, _stale)
