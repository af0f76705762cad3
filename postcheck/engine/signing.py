"""Signs a post off: who may, what that settles, and the sign-off itself. Whoever asks the approver writes it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from postcheck.engine.checker import Checker
from postcheck.errors import SignOffError
from postcheck.judge.approval import (
    approver_named,
    put_to,
    row_of,
    sealed,
    wants_two_people,
    why_not,
    why_theirs_not,
)
from postcheck.judge.checks.base import stated
from postcheck.model.report import DraftReport, Report, Verdict
from postcheck.model.settings import Approver, Settings
from postcheck.model.severity import Severity
from postcheck.model.sign_off import SignOff

_REGISTER = 'Add a table to postcheck.toml: [[approver]], and below it name = "…" and role = "head".'


def approver_for(name: str, settings: Settings) -> Approver:
    """Return the approver of this name.

    Raises
    ------
    SignOffError
        If the register has none.
    """
    if not settings.approvers:
        raise SignOffError("the settings say of nobody that they may sign posts off.", advice=_REGISTER)
    found = approver_named(name, settings.approvers)
    if found is None:
        known = ", ".join(approver.name for approver in settings.approvers)
        raise SignOffError(f"--as: nobody of this name is on the register of approvers ({known}).", advice=_REGISTER)
    return found


def refuse(post: DraftReport, approver: Approver, judged_by: Checker, *, with_key: bool) -> None:
    """Refuse a sign-off that would count as none.

    Raises
    ------
    SignOffError
        If it would: the message says why.
    """
    if post.bound is None:
        raise SignOffError(
            "this post could not be examined, so there is nothing to sign off.", advice="`postcheck check` says why."
        )
    if reason := why_not(approver, post.draft.header, judged_by.settings, post.pack):
        raise SignOffError(reason, advice="Somebody else has to sign it off.")
    if approver.key_needed and not with_key:
        raise SignOffError("the register asks for a signature with a key.", advice="Add --key and your SSH key's path.")


def made(post: DraftReport, approver: Approver, judged_by: Checker) -> SignOff:
    """Return a sign-off of a post that :func:`refuse` does not refuse, without a signature by a key."""
    assert post.bound is not None  # noqa: S101 - refused otherwise
    salt = secrets.token_hex(32)
    flags = (*post.flags, *(flag for flag in post.suppressed if flag.sign_off))
    return SignOff(
        by=approver.name,
        role=approver.role,
        at=datetime.now(ZoneInfo("Europe/London")).replace(microsecond=0),
        policy=post.pack.id,
        policy_title=post.pack.title,
        version=post.pack.version,
        salt=salt,
        seals=sealed(post.bound, salt),
        shown=MappingProxyType(put_to(approver, flags, post.pack, judged_by.roll, now=post.bound, salt=salt)),
        row=row_of(post.draft.path) if post.draft.identity else "",
    )


def what_it_settles(post: DraftReport, approver: Approver, judged_by: Checker) -> Iterator[str]:
    """Yield lines that say what a sign-off by this approver does, and what it does not."""
    settled: dict[str, None] = {}
    left: dict[str, str] = {}
    for flag in (*post.flags, *(flag for flag in post.suppressed if flag.sign_off)):
        if flag.severity is Severity.REVIEW:
            if reason := why_theirs_not(approver, flag, post.pack, judged_by.roll):
                left[flag.rule] = reason
            else:
                settled[flag.rule] = None
    yield f"Signing settles: {', '.join(settled)}." if settled else "There is nothing to decide that signing settles."
    for rule, reason in left.items():
        yield f"It does not settle {rule}: {reason}."
    if any(flag.severity is Severity.FAIL for flag in post.flags):
        yield "It does not settle what must change, and once that is changed, this sign-off is void."
    if post.unexamined:
        yield "It does not stand for what could not be examined: look at that yourself."
    if wants_two_people(post.pack) and not stated(post.draft.header.author):
        yield (
            f"The policy wants two people: {approver.name} must not be who wrote this post. Write who did under "
            "`author:` in the header, and postcheck sees to it."
        )


def left_open(report: Report, path: str) -> str:
    """Say what is still open; empty if nothing is."""
    post = next((post for post in report.posts if post.draft.path == path), None)
    if post is None or post.verdict is Verdict.PASS:
        return ""
    return f"The post is still {post.verdict.value.upper()}: `postcheck check` says what is left."
