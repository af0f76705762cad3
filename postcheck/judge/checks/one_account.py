"""Policies that allow one account a channel: a register with two, and accounts of single subjects or classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Finding, Params
from postcheck.judge.words import Matcher
from postcheck.model.pack import Rule
from postcheck.model.settings import Account
from postcheck.model.severity import Category, Severity


@dataclass(frozen=True, slots=True)
class OneEach:
    """What is said of a register that has two accounts for a channel."""

    severity: Severity
    """Level where nothing tells which of them is the trust's one."""
    subjects: Matcher
    """Names of subjects and classes: the rule's own level if the post goes out from an account that is named so."""


def read_one_each(params: Params) -> OneEach | None:
    """Read the parameters ``one_each`` and ``subjects``; None if the policy does not limit the accounts."""
    severity, subjects = params.optional("one_each", Severity), params.kinds("subjects", "accounts.name")
    return OneEach(severity, Matcher(subjects)) if severity else None


def several_accounts(rule: Rule, case: Case, params: OneEach) -> Iterator[Finding]:
    """Yield a finding for each channel of the post for which the register has more than one account."""
    for channel in case.channels:
        listed = [entry for entry in case.settings.accounts if entry.official and _serves(entry, channel)]
        if case.outlet(channel) not in rule.outlets or len(listed) < 2:  # noqa: PLR2004 - one is allowed
            continue
        account = case.draft.header.account
        if next(params.subjects.find(account), None):
            message = "The post goes out from an account of a subject or a class, and the policy allows none."
            yield Finding(Severity.FAIL, Category.CHANNEL, message, case.post_where("account"), account)
            continue
        message = f"The register lists {len(listed)} accounts for {channel}, and the policy allows one."
        advice = (
            "Ask whoever owns the policy which of them is the trust's own, and take the others out of postcheck.toml "
            "(or mark them `official = false`)."
        )
        yield Finding(params.severity, Category.CHANNEL, message, case.post_where("account"), account, advice=advice)


def _serves(entry: Account, channel: str) -> bool:
    return not entry.channels or channel in entry.channels
