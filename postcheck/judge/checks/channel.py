"""Rules about where a post may go, and from which account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Check, Finding, Params
from postcheck.judge.checks.one_account import OneEach, read_one_each, several_accounts
from postcheck.model.pack import Rule
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind


@dataclass(frozen=True, slots=True)
class ChannelParams:
    """Parameters of the ``channel`` check."""

    allowed: frozenset[str]
    """The only channels that may be used; empty means that ``closed`` says it all."""
    closed: frozenset[str]
    """Channels that may not be used, from ``since`` on."""
    since: date | None
    invitations: tuple[str, ...]
    """Words that send readers to a closed channel: each is a ``review`` from ``since`` on."""
    before: Severity | None
    """Level on days before ``since``."""
    unregistered: Severity | None
    """Level for an account that is not on the register; None if another rule sees to accounts."""
    one_each: OneEach | None = None
    """For a policy that allows one account a channel: what is said where the register has more."""


def _parse(params: Params) -> ChannelParams:
    before, unregistered = params.optional("before", Severity), params.optional("unregistered", Severity)
    allowed, closed = params.channels("allowed"), params.channels("closed")
    invitations, one_each = params.texts("invitations"), read_one_each(params)
    return ChannelParams(allowed, closed, params.day("since"), invitations, before, unregistered, one_each)


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, ChannelParams)  # noqa: S101 - what _parse returned
    for channel in case.channels:
        if case.outlet(channel) not in rule.outlets:
            continue
        if params.allowed and channel not in params.allowed | params.closed:
            listed = ", ".join(sorted(params.allowed))
            yield _finding(
                case, channel, rule.severity, f"The post is meant for {channel}. The policy's channels are: {listed}."
            )
        elif channel in params.closed:
            if params.since and case.day < params.since:
                if params.before:
                    closes = f"{params.since.day} {params.since:%B %Y}"
                    message = f"The post is meant for {channel}, which the policy closes on {closes}."
                    yield _finding(case, channel, params.before, message)
            else:
                since = f" since {params.since.day} {params.since:%B %Y}" if params.since else ""
                yield _finding(
                    case,
                    channel,
                    rule.severity,
                    f"The post is meant for {channel}, which the policy has closed{since}.",
                )
    if params.invitations and (params.since is None or case.day >= params.since):
        yield from _invitations(params.invitations, case)
    if params.one_each:
        yield from several_accounts(rule, case, params.one_each)
    if params.unregistered:
        yield from _accounts(replace(rule, severity=params.unregistered), case, AccountParams(Posts.ALL))


def _invitations(words: tuple[str, ...], case: Case) -> Iterator[Finding]:
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(phrase)}(?!\w)" for phrase in words), re.IGNORECASE)
    for passage in case.passages:
        if passage.kind is PlaceKind.TEXT:
            for match in pattern.finditer(passage.text):
                message = "The post sends readers to a channel that the policy has closed."
                yield Finding(
                    Severity.REVIEW,
                    Category.CHANNEL,
                    message,
                    passage.where(*match.span()),
                    passage.evidence(*match.span()),
                )


def _finding(case: Case, channel: str, severity: Severity, message: str) -> Finding:
    key = "channels" if case.draft.header.where("channels") else "channel"
    return Finding(severity, Category.CHANNEL, message, case.post_where(key), channel)


class Posts(StrEnum):
    """Which posts a rule about accounts is for."""

    ALL = "all"
    PUPILS = "pupils"
    """Those with a picture or video in which a pupil can or may be recognised."""


@dataclass(frozen=True, slots=True)
class AccountParams:
    """Parameters of the ``account`` check."""

    posts: Posts


def _accounts(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, AccountParams)  # noqa: S101 - what the check's parse returned
    account = case.draft.header.account
    where = case.post_where("account")
    if not account or (params.posts is Posts.PUPILS and not case.shows_pupils):
        return
    if not case.settings.accounts:
        # Nothing speaks against the account; stopping here would stop every post of a school without a register.
        message = "The post names an account, and the settings list no accounts to compare it with."
        advice = (
            "List the trust's own accounts in postcheck.toml, one [[account]] table each, and this rule can be checked."
        )
        yield Finding(Severity.NOTE, Category.CHANNEL, message, where, account, advice=advice)
        return
    if case.unregistered:
        message = "The post goes out from an account that is not on the register of the trust's own accounts."
        yield Finding(rule.severity, Category.CHANNEL, message, where, account)
        return
    for channel in case.channels:
        listed = any(entry.official and (not entry.channels or channel in entry.channels) for entry in case.accounts)
        if case.outlet(channel) in rule.outlets and not listed:
            yield Finding(
                rule.severity,
                Category.CHANNEL,
                f"The register lists this account, but not for {channel}.",
                where,
                account,
            )


CHECK = Check("channel", _parse, _run)
ACCOUNT = Check("account", lambda params: AccountParams(params.choice("posts", Posts, Posts.ALL)), _accounts)
