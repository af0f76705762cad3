"""A first rule pack for a trust that none of the shipped ones is for, made of a few answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from postcheck.config.packs import BASELINE
from postcheck.formats.toml_text import toml_text
from postcheck.model.channels import CHANNELS

_SOURCE = "what was answered when this file was started"


class Naming(StrEnum):
    """What the policy says about pupils' names."""

    CONSENT = "consent"
    """The consent list decides."""
    FIRST_NAMES = "first names"
    """The consent list decides about first names; surnames are never published."""
    NEVER = "never"
    """No pupil is named."""


@dataclass(frozen=True)
class OwnPolicy:
    """What was answered."""

    trust: str
    """The name of the trust or school."""
    extends: str = BASELINE
    """The shipped pack to start from."""
    naming: Naming = Naming.CONSENT
    closed: tuple[str, ...] = ()
    """Channels that are not used."""
    confirmed: tuple[str, ...] = ()
    """What a person makes sure of before each post with a picture, a sentence each."""


def pack_text(policy: OwnPolicy) -> str:
    """Return the text of a valid pack file, with remarks that say how to go on."""
    extends = f"extends = {toml_text(policy.extends)}\n" if policy.extends != BASELINE else ""
    head = f"""\
# The policy of {_one_line(policy.trust)}, as rules, started by postcheck init: read each against the policy itself.
# How to go on: postcheck help writing-a-policy. What is wrong with it, and what it does: postcheck rules check FILE
schema = "postcheck-pack/1"
id = {toml_text(pack_id(policy.trust))}
title = {toml_text(f"{_one_line(policy.trust)}: social media policy")}
version = "1"
# Name the document here, with its date.
source = {toml_text(f"{_one_line(policy.trust)}: {_SOURCE}")}
{extends}"""
    return "\n".join((head, *_rules(policy)))


def pack_id(trust: str) -> str:
    """Return an id that no shipped pack has: ``our-`` and the name in letters, digits and hyphens."""
    return f"our-{re.sub(r'[^a-z0-9]+', '-', trust.casefold()).strip('-')[:40].strip('-') or 'policy'}"


def free_name(folder: Path) -> Path:
    """Return a file for the pack that isn't there yet."""
    number, file = 1, folder / "our-policy.toml"
    while file.exists() or file.is_symlink():
        number += 1
        file = folder / f"our-policy-{number}.toml"
    return file


def _rules(policy: OwnPolicy) -> Iterator[str]:
    if policy.naming is Naming.NEVER:
        yield _rule(
            "OUR-NAME-1",
            "No pupil is named",
            ("name", "name", "fail"),
            asks="No pupil's name is published on any channel.",
            why="A name tells a stranger whom to look for.",
            remedy="Take the name out, or say “a pupil” instead.",
            params='{ permit = "never" }',
            examples=(_example("fail", "website", "Well done, Amelia!"), _example("none", "website", "Well done!")),
        )
    elif policy.naming is Naming.FIRST_NAMES:
        # A pack with a rule about names of its own no longer gets the baseline's, which asks for consent.
        yield _rule(
            "OUR-NAME-1",
            "A pupil is named only with consent",
            ("name", "name", "fail"),
            asks="A pupil's first name is published only where the consent list says that the family agreed.",
            why="A family that said no, or was never asked, must be able to rely on it.",
            remedy="Take the name out, or get consent and update the consent list.",
            params='{ permit = "consent" }',
            examples=(
                _example("fail", "website", "Well done, Rhys!"),
                _example("none", "website", "Well done, Amelia!"),
            ),
        )
        yield _rule(
            "OUR-NAME-2",
            "No surnames",
            ("name", "name", "fail"),
            asks="Surnames of pupils are not published on any channel.",
            why="With a surname a stranger can find the family.",
            remedy="Leave the surname, or its initial, out.",
            params='{ parts = "surname", permit = "never" }',
            examples=(
                _example("fail", "website", "Well done, Amelia Carter!"),
                _example("none", "website", "Well done, Amelia!"),
            ),
        )
    if policy.closed:
        listed = ", ".join(policy.closed)
        open_one = next((name for name in CHANNELS if name not in policy.closed), "website")
        yield _rule(
            "OUR-CHAN-1",
            "Channels that are not used",
            ("channel", "channel", "fail"),
            asks=f"These channels are not used: {listed}.",
            why="The trust doesn't look after an account there.",
            remedy="Post on another of the school's channels.",
            params=f"{{ closed = [{', '.join(map(toml_text, policy.closed))}] }}",
            examples=(
                _example("fail", policy.closed[0], "The summer fair starts at noon."),
                _example("none", open_one, "The summer fair starts at noon."),
            ),
        )
    for number, sentence in enumerate(policy.confirmed, 1):
        yield _rule(
            f"OUR-ASK-{number}",
            f"To be confirmed: {_short(sentence)}",
            ("checklist", "picture", "review"),
            asks=_one_line(sentence),
            why="Only a person can tell.",
            remedy=f"Make sure of it, then add `declare: [our_{number}]`, or let `postcheck confirm` ask.",
            params='{ when = "picture" }',
            declare=f"our_{number}",
        )


def _rule(
    rule_id: str,
    title: str,
    sort: tuple[str, str, str],
    *,
    asks: str,
    why: str,
    remedy: str,
    params: str,
    examples: tuple[str, ...] = (),
    declare: str = "",
) -> str:
    """Return the table of one rule; ``sort`` is its check, category and severity."""
    check, category, severity = sort
    lines = [
        "[[rule]]",
        f"id = {toml_text(rule_id)}",
        f"title = {toml_text(title)}",
        f"check = {toml_text(check)}",
        f"category = {toml_text(category)}",
        f"severity = {toml_text(severity)}",
        'section = "Our own rules"  # where your policy says it, as reports name it',
        f"asks = {toml_text(asks)}",
        f"why = {toml_text(why)}",
        f"remedy = {toml_text(remedy)}",
        *((f"declare = {toml_text(declare)}",) if declare else ()),
        f"params = {params}",
        "",
    ]
    return "\n".join((*lines, *examples))


def _example(flags: str, channel: str, words: str) -> str:
    return f'[[rule.example]]\nflags = {toml_text(flags)}\ndraft = """\n---\nchannel: {channel}\n---\n{words}\n"""\n'


def _short(sentence: str) -> str:
    words = _one_line(sentence)
    return words if len(words) <= 60 else f"{words[:57].rsplit(' ', 1)[0]} …"  # noqa: PLR2004 - a title is read at a glance


def _one_line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
