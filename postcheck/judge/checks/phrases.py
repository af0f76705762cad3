"""Rules about wording: the words of a lexicon, found as whole words in everything that a reader reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from postcheck.judge.case import Case
from postcheck.judge.checks.approved import approved_by, same_person
from postcheck.judge.checks.base import Aspect, Check, Finding, ParamError, Params, at_most_review
from postcheck.judge.schools import folded
from postcheck.judge.signers import Signer, is_head_office
from postcheck.judge.words import Matcher, WordingMatch
from postcheck.model.concern import Concern
from postcheck.model.pack import Pack, Rule
from postcheck.model.people import PeopleList
from postcheck.model.severity import Severity
from postcheck.model.text import Passage, PlaceKind


class SettledBy(StrEnum):
    """Header keys that settle a question of wording by themselves."""

    APPROVED_BY = "approved_by"
    """Whoever it names."""
    HEAD = "head"
    """``approved_by``, if it is the head whom it names."""


@dataclass(frozen=True, slots=True)
class PhrasesParams:
    """Parameters of the ``phrases`` check."""

    words: Matcher
    """What is looked for."""
    unless: Matcher
    """Wording that settles the matter wherever it stands in the post: a disclaimer, say."""
    file_names: Matcher
    """What is looked for in the file names of pictures as well."""
    concerns: frozenset[Concern]
    """What the classifier of sentences calls what is looked for."""
    names: frozenset[str]
    """The full names of the kinds of wording that are looked for: ``opinion.personal``."""
    approval: SettledBy | None
    """Who settles it too by being named under ``approved_by`` in the header."""
    unregistered: Severity | None
    """Level if the post goes out from an account that is not one of the trust's own, approved or not."""


def read(case: Case) -> Iterator[Passage]:
    """Yield what a reader reads: no link targets, file names, hidden details or second readings of a picture."""
    for passage in case.passages:
        if passage.kind in {PlaceKind.TEXT, PlaceKind.IMAGE} and passage.field != "link" and not passage.alternative:
            yield passage


def found(matcher: Matcher, case: Case) -> Iterator[tuple[Passage, WordingMatch]]:
    """Yield the wording that the matcher looks for; words that are (part of) somebody's name don't count."""
    names: dict[int, list[tuple[int, int]]] = {}
    for mention in case.mentions:
        names.setdefault(id(mention.passage), []).append((mention.start, mention.end))
    for passage in read(case):
        taken = names.get(id(passage), [])
        for match in matcher.find(passage.text):
            if not any(start <= match.start and match.end <= end for start, end in taken):
                yield passage, match


def _in_file_names(matcher: Matcher, case: Case) -> Iterator[tuple[Passage, WordingMatch]]:
    for passage in case.passages:
        if passage.kind is PlaceKind.FILENAME:
            for match in matcher.find(passage.text):
                yield passage, match


def _parse(params: Params) -> PhrasesParams:
    words = params.named_kinds("words")
    if not words:
        raise ParamError("words", "is missing; it names the lexicons to look in")
    return PhrasesParams(
        Matcher(words.values()),
        Matcher(params.kinds("unless")),
        Matcher(params.kinds("file_names")),
        frozenset(concern for kind in words.values() for concern in kind.concerns),
        frozenset(words),
        params.optional("settled_by", SettledBy),
        params.optional("unregistered", Severity),
    )


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, PhrasesParams)  # noqa: S101 - what _parse returned
    off_register = params.unregistered if case.unregistered else None
    if not off_register:
        if params.approval and _approved(params.approval, case):
            return
        if next(found(params.unless, case), None):
            return
    seen = (*found(params.words, case), *_in_file_names(params.file_names, case))
    yield from _sentences(rule, case, params, seen)
    for passage, match in seen:
        severity = off_register or match.kind.level or rule.severity
        message = f"This wording reads like {match.kind.says}."
        if off_register:
            message = f"This wording reads like {match.kind.says}, and the account is not one of the trust's own."
        if passage.from_ocr:
            severity = at_most_review(severity)  # letters in a picture may be misread
        where, evidence = passage.where(match.start, match.end), passage.evidence(match.start, match.end)
        yield Finding(severity, rule.category, message, where, evidence, advice=match.kind.advice)


def looks_for_concerns(pack: Pack) -> bool:
    """Whether a rule of the pack looks for what the classifier of sentences knows."""
    rules = (Params(rule.params, lexicons=pack.lexicons) for rule in pack.rules if rule.check == CHECK.name)
    return any(kind.concerns for params in rules for kind in params.named_kinds("words").values())


def _sentences(
    rule: Rule, case: Case, params: PhrasesParams, listed: Sequence[tuple[Passage, WordingMatch]]
) -> Iterator[Finding]:
    """Yield a finding for each sentence that the classifier sees, unless it has wording that is listed."""
    told: set[tuple[int, int]] = set()
    for match in case.concerns:
        place = (id(match.passage), match.start)
        by_words = any(passage is match.passage and match.start <= one.start < match.end for passage, one in listed)
        if match.concern in params.concerns and place not in told and not by_words:
            told.add(place)
            yield Finding(
                at_most_review(rule.severity),
                rule.category,
                f"This sentence reads like {_SAYS[match.concern]}. The sentence as a whole was seen, not a word of it, "
                "so it may be harmless.",
                match.passage.where(match.start, match.end),
                match.passage.evidence(match.start, match.end),
            )


_SAYS = {
    Concern.DISPARAGEMENT: "a complaint about somebody, or like something that runs somebody down",
    Concern.INCIDENT: "news of something bad that has happened or is going on",
    Concern.PLANS: "something internal, or not yet announced",
    Concern.IDENTIFIABLE: "something by which a person can be recognised who is not named",
    Concern.PRIVATE_MATTER: "a private matter of one person: health, family, behaviour or money",
    Concern.PUBLIC_REPLY: "a public answer to one family's complaint, or to a rumour",
    Concern.ADVERT: "an advertisement or a campaign",
    Concern.UNDER_13: "an invitation of children to social media",
    Concern.RUDE: "something rude, or like mockery",
    Concern.CLOSED_CHANNEL: "an invitation to a private or unofficial channel",
}


def _approved(by: SettledBy, case: Case) -> bool:
    """Whether the header names somebody who may settle the matter."""
    signed = approved_by(case)
    return bool(signed) and (by is SettledBy.APPROVED_BY or _is_head(signed, case.directory.people))


def _is_head(signed: Sequence[Signer], people: PeopleList) -> bool:
    """Whether the head is among who signed: by office, or by a name beside which the people list says so."""
    if any(is_head_office(signer.office) for signer in signed):
        return True
    if any(not _NOT_THE_HEAD.isdisjoint(signer.office.replace("-", " ").split()) for signer in signed):
        return False
    heads = [known.name for known in people.names if _says_head(known.note)]
    return any(same_person(signer.name, head) for signer in signed if signer.name for head in heads)


def _says_head(note: str) -> bool:
    said = folded(note)
    return _NOT_THE_HEAD.isdisjoint(said.split()) and _HEAD.search(said) is not None


def _governed(params: object) -> frozenset[Aspect]:
    assert isinstance(params, PhrasesParams)  # noqa: S101 - what _parse returned
    return frozenset(aspect for name, aspect in _ASPECTS.items() if name in params.names)


_ASPECTS = {"opinion.personal": Aspect.OPINION, "opinion.stance": Aspect.STANCE, "selling.chain": Aspect.CHAIN}
_HEAD = re.compile(
    r"\b(?:(?:executive |acting |interim |co )?head ?teacher|(?:the|our|executive|acting|interim) head"
    r"|head of school|principal|headmaster|headmistress)\b|^head$"
)
_NOT_THE_HEAD = frozenset({"deputy", "assistant", "vice", "former", "retired"})

CHECK = Check("phrases", _parse, _run, _governed)
