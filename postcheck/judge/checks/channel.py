"""Rules about where a post may go, and from which account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from postcheck.judge.case import Case
from postcheck.judge.checks.adults import names_adults
from postcheck.judge.checks.base import (
    Check,
    Finding,
    Params,
    at_most_review,
    letters_and_digits,
    own_names,
)
from postcheck.judge.checks.one_account import OneEach, read_one_each, several_accounts
from postcheck.judge.checks.phrases import found
from postcheck.judge.checks.sent_elsewhere import called, sent_elsewhere
from postcheck.judge.schools import folded
from postcheck.judge.words import Matcher
from postcheck.model.mention import Certainty, Role
from postcheck.model.pack import Rule
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind

_HANDLE = re.compile(r"(?<![\w.@])@\w+(?![\w-]*\.\w)")
# What the handle of a class, a subject or a school has beside the name: "@southportfc" is a football club's.
_SCHOOLISH = re.compile(
    r"school|primary|infant|junior|academy|college|high|sixthform|class|year|y\d|yr\d|reception|nursery|ptf?a"
    r"|history|maths|english|science|geography|dept|teacher|miss|mrs"
)
_TELLING = 5
"""Letters that a word of an account's name needs to tell the school by."""
_GENERIC = frozenset(
    {"primary", "infant", "infants", "junior", "juniors", "school", "schools", "academy", "academies", "trust"}
    | {"college", "nursery", "learning", "community", "church", "england", "saint", "secondary", "grammar", "multi"}
)


@dataclass(frozen=True, slots=True)
class ChannelParams:
    """Parameters of the ``channel`` check."""

    allowed: frozenset[str]
    """The only channels that may be used; empty means that ``closed`` says it all."""
    until: Mapping[str, date]
    """Channels that are allowed besides, each up to a last day; from then on another rule speaks of them."""
    closed: frozenset[str]
    """Channels that may not be used, from ``since`` on."""
    since: date | None
    invitations: tuple[str, ...]
    """Words of the pack's own that send readers to a closed channel: each is a ``review`` from ``since`` on."""
    mentions: Severity | None
    """Level of a post that sends its readers to a channel that may not be used ("on our TikTok"); None to overlook it.
    """
    before: Severity | None
    """Level on days before ``since``."""
    unregistered: Severity | None
    """Level for an account that is not on the register; None if another rule sees to accounts."""
    one_each: OneEach | None = None
    """For a policy that allows one account a channel: what is said where the register has more."""

    def shut(self, day: date) -> bool:
        """Whether the channels in ``closed`` are closed on a day."""
        return self.since is None or day >= self.since

    def listed(self, day: date) -> list[str]:
        """Return the channels that may be used on a day, as readers write them."""
        extra = {channel for channel, last in self.until.items() if day <= last}
        return sorted((called(channel) for channel in self.allowed | extra), key=str.casefold)


def _parse(params: Params) -> ChannelParams:
    before, unregistered = params.optional("before", Severity), params.optional("unregistered", Severity)
    allowed, until, closed = params.channels("allowed"), params.days("until"), params.channels("closed")
    since, words, mentions = params.day("since"), params.texts("invitations"), params.optional("mentions", Severity)
    one_each = read_one_each(params)
    return ChannelParams(allowed, until, closed, since, words, mentions, before, unregistered, one_each)


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, ChannelParams)  # noqa: S101 - what _parse returned
    for channel in case.channels:
        if case.outlet(channel) in rule.outlets:
            yield from _meant(rule, case, params, channel)
    if params.invitations and params.shut(case.day):
        yield from _invitations(params.invitations, case)
    if params.mentions:
        yield from _sent(case, params, params.mentions)
    if params.one_each:
        yield from several_accounts(rule, case, params.one_each)
    if params.unregistered:
        yield from _accounts(
            replace(rule, severity=params.unregistered), case, AccountParams(Posts.ALL, Matcher(()), None)
        )


def _meant(rule: Rule, case: Case, params: ChannelParams, channel: str) -> Iterator[Finding]:
    """Yield a finding if the post is meant for a channel that may not be used."""
    if params.allowed and channel not in {*params.allowed, *params.until, *params.closed}:
        listed = ", ".join(params.listed(case.day))
        message = f"The post is meant for {called(channel)}. The policy's channels are: {listed}."
        yield _finding(case, channel, rule.severity, message)
    elif channel in params.closed:
        if params.since and not params.shut(case.day):
            if params.before:
                message = f"The post is meant for {called(channel)}, which the policy closes on {_day(params.since)}."
                yield _finding(case, channel, params.before, message)
        else:
            message = f"The post is meant for {called(channel)}, which the policy has closed{_since(params)}."
            yield _finding(case, channel, rule.severity, message)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _since(params: ChannelParams) -> str:
    return f" since {_day(params.since)}" if params.since else ""


def _sent(case: Case, params: ChannelParams, level: Severity) -> Iterator[Finding]:
    """Yield a finding for every place that sends readers to a channel that may not be used."""
    for sent in sent_elsewhere(case):
        if sent.channel in params.closed:
            if not params.shut(case.day):
                continue
            message = f"The post sends readers to {sent.called}, which the policy has closed{_since(params)}."
        elif params.allowed and sent.channel not in {*params.allowed, *params.until}:
            listed = ", ".join(params.listed(case.day))
            message = f"The post sends readers to {sent.called}. The policy's channels are: {listed}."
        else:
            continue
        where, evidence = sent.passage.where(sent.start, sent.end), sent.passage.evidence(sent.start, sent.end)
        advice = "Name one of the policy's own channels instead, or leave it out."
        yield Finding(level, Category.CHANNEL, message, where, evidence, advice=advice)


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
    INDIVIDUAL = "individual"
    """Those about particular people: a pupil is named or may be recognised, or the wording of ``words`` stands there;
    at most ``review`` if only somebody else is named."""


@dataclass(frozen=True, slots=True)
class AccountParams:
    """Parameters of the ``account`` check."""

    posts: Posts
    words: Matcher
    """For ``individual``: wording about matters of particular people."""
    mentions: Severity | None
    """Level of a post that sends its readers to an account that has the school's name and is not on the register."""


def _parse_account(params: Params) -> AccountParams:
    mentions = params.optional("mentions", Severity)
    return AccountParams(params.choice("posts", Posts, Posts.ALL), Matcher(params.kinds("words")), mentions)


def _accounts(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, AccountParams)  # noqa: S101 - what the check's parse returned
    if params.mentions:
        yield from _quasi_accounts(case, params.mentions)
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
    level, why = _individual(rule, case, params.words) if params.posts is Posts.INDIVIDUAL else (rule.severity, "")
    if case.unregistered:
        message = f"The post goes out from an account that is not on the register of the trust's own accounts.{why}"
        yield Finding(level, Category.CHANNEL, message, where, account)
        return
    for channel in case.channels:
        listed = any(entry.official and (not entry.channels or channel in entry.channels) for entry in case.accounts)
        if case.outlet(channel) in rule.outlets and not listed:
            message = f"The register lists this account, but not for {channel}.{why}"
            yield Finding(level, Category.CHANNEL, message, where, account)


def _quasi_accounts(case: Case, level: Severity) -> Iterator[Finding]:
    """Yield a finding for each handle in the text that bears the school's name and is none of its own accounts."""
    own = own_names(case)
    bearing = {
        word
        for entry in case.settings.accounts
        if entry.official
        for word in folded(entry.name).split()
        if len(word) >= _TELLING and word not in _GENERIC
    }
    for passage in case.passages:
        for match in _HANDLE.finditer(passage.text) if passage.kind is PlaceKind.TEXT else ():
            letters = letters_and_digits(match[0])
            if letters not in own and _SCHOOLISH.search(letters) and any(word in letters for word in bearing):
                message = "The post names an account that bears the school's name and is not on the register."
                where, evidence = passage.where(*match.span()), passage.evidence(*match.span())
                yield Finding(level, Category.CHANNEL, message, where, evidence)


def _individual(rule: Rule, case: Case, words: Matcher) -> tuple[Severity, str]:
    """Return the level of a post from an unlisted account by how far it is about particular people, and why.

    The reason is a sentence that begins with a space.
    """
    if case.shows_pupils:
        return rule.severity, " A pupil can or may be recognised in it."
    if any(mention.candidates and not mention.of_adult for mention in case.mentions):
        return rule.severity, " What is or may be a pupil's name stands in it."
    if match := next((match for _, match in found(words, case)), None):
        return rule.severity, f" Its wording reads like {match.kind.says}."
    if any(
        mention.role is Role.CHILD and not mention.adult and mention.certainty is not Certainty.UNSURE
        for mention in case.mentions
    ):
        return at_most_review(rule.severity), " What may be a child's name stands in it."
    if names_adults(case):
        return at_most_review(rule.severity), " An adult is named in it."
    return Severity.NOTE, " Nothing in it is about particular people."


CHECK = Check("channel", _parse, _run)
ACCOUNT = Check("account", _parse_account, _accounts)
