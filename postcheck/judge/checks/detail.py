"""Rules about personal details: what says who or where a person is, and secrets that open something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from postcheck.judge.case import Case
from postcheck.judge.checks.base import Aspect, Check, Finding, Params, at_most_review, capped, place_words
from postcheck.model.detail import Bearing, Detail, DetailKind
from postcheck.model.mention import Certainty, Mention, Role
from postcheck.model.pack import Rule
from postcheck.model.severity import Category, Severity


class Whose(StrEnum):
    """Beside whom a detail stands."""

    PUPIL = "pupil"
    """A pupil on the roll; without a roll, anybody not known to be an adult."""
    UNKNOWN = "unknown"
    """A person who is not on the roll and may be anybody."""
    ADULT = "adult"
    SOMEBODY = "somebody"
    """One person who isn't named: "our caretaker"."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class DetailParams:
    """Parameters of the ``detail`` check."""

    kinds: frozenset[DetailKind]
    whose: frozenset[Whose]
    pupils_only: frozenset[DetailKind]
    """Kinds that count only beside a pupil, since another rule covers the rest."""
    adult: Severity
    """Level of a private contact beside an adult's name."""
    alone: Severity
    """Level of a private contact beside nobody's name, or that of a person who is not on the roll."""
    official: bool
    """Whether only official mailboxes will do: one out of the school's hands counts though the settings list it."""


SECRETS = frozenset({DetailKind.PASSWORD, DetailKind.BANK})
_NUMBERS = frozenset({DetailKind.UPN, DetailKind.NHS_NUMBER, DetailKind.NI_NUMBER})
_SENSITIVE = frozenset({DetailKind.HEALTH, DetailKind.NEEDS, DetailKind.CARE, DetailKind.MEALS, DetailKind.FAMILY})
_DEFAULT = frozenset(DetailKind) - {DetailKind.DESCRIPTION}
"""What a rule is about that names no kinds: a policy may well want posts without names that tell who is meant."""
_OPEN_ADVICE = (
    "If it is the school's own or a venue's, list it under [contacts] in postcheck.toml and it will not be asked about "
    "again. Otherwise: {remedy}"
)
_LISTED = frozenset(
    {
        DetailKind.PHONE,
        DetailKind.MOBILE,
        DetailKind.EMAIL,
        DetailKind.PRIVATE_EMAIL,
        DetailKind.POSTCODE,
        DetailKind.ADDRESS,
    }
)
"""Kinds that can be listed under ``[contacts]``."""
_SECRET_ADVICE = "Change it as well: whoever has seen the draft or the picture knows it."  # noqa: S105 - advice, not a password


def _parse(params: Params) -> DetailParams:
    return DetailParams(
        (params.choices("kinds", DetailKind) or _DEFAULT) | params.choices("also", DetailKind),
        params.choices("whose", Whose) or frozenset(Whose),
        params.choices("pupils_only", DetailKind),
        params.choice("adult", Severity, Severity.REVIEW),
        params.choice("alone", Severity, Severity.REVIEW),
        params.flag("official"),
    )


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, DetailParams)  # noqa: S101 - what _parse returned
    for detail in case.details:
        whose = _whose(detail, case)
        public = detail.bearing is Bearing.PUBLIC and not (params.official and detail.outside)
        if public or detail.kind not in params.kinds or whose not in params.whose:
            continue
        if detail.kind in params.pupils_only and whose is not Whose.PUPIL:
            continue
        if detail.kind is DetailKind.DESCRIPTION and whose is Whose.PUPIL:
            continue  # Of a pupil who is named the rules on names speak.
        severity = _level(rule, detail, whose, params)
        if severity is not None:
            yield _finding(rule, case, detail, whose, severity, official=params.official)


def _whose(detail: Detail, case: Case) -> Whose:
    mention = detail.beside
    if mention is None:
        return Whose.SOMEBODY if detail.someone else Whose.NOBODY
    if mention.of_adult or (mention.role is Role.ADULT and mention.certainty is Certainty.UNSURE):
        return Whose.ADULT
    if mention.candidates or case.roll.file is None:
        return Whose.PUPIL
    # "hillsidechoir@…" and "Sunflower12" read like a stranger's name, but not one that the detail stands beside.
    inside = mention.passage is detail.passage and mention.start < detail.end and detail.start < mention.end
    return Whose.NOBODY if inside else Whose.UNKNOWN


def _level(rule: Rule, detail: Detail, whose: Whose, params: DetailParams) -> Severity | None:
    """Return the level of a detail, or None if it needs no flag."""
    if detail.kind in SECRETS | _NUMBERS | {DetailKind.DESCRIPTION}:
        return capped(rule.severity, detail.certainty)
    if whose is Whose.PUPIL:
        certainty = min(detail.certainty, _certainty(detail.beside))
        return (
            at_most_review(capped(rule.severity, certainty))
            if detail.kind in _SENSITIVE
            else capped(rule.severity, certainty)
        )
    if detail.kind in _SENSITIVE:
        return None if whose is Whose.NOBODY else at_most_review(capped(rule.severity, detail.certainty))
    if detail.kind is DetailKind.BIRTH_DATE:
        return capped(params.adult if whose is Whose.ADULT else rule.severity, detail.certainty)
    if detail.bearing is Bearing.OPEN:
        return Severity.NOTE
    return capped(
        min(rule.severity, params.adult if whose is Whose.ADULT else params.alone, key=lambda level: level.rank),
        detail.certainty,
    )


def _certainty(mention: Mention | None) -> Certainty:
    """Return how certain it is that the name is a pupil's."""
    if mention is None:
        return Certainty.LIKELY
    doubtful = not mention.candidates or bool(mention.adult)
    return min(mention.certainty, Certainty.LIKELY) if doubtful else mention.certainty


def _finding(rule: Rule, case: Case, detail: Detail, whose: Whose, severity: Severity, *, official: bool) -> Finding:
    pupils = case.candidates(detail.beside) if detail.beside and whose is Whose.PUPIL else ()
    return Finding(
        severity,
        Category.DETAIL,
        _say(detail, whose, known=bool(pupils)),
        detail.passage.where(detail.start, detail.end),
        detail.passage.evidence(detail.start, detail.end),
        tuple(candidate.pupil_id for candidate in pupils),
        _advice(rule, detail, whose, official=official),
    )


def _say(detail: Detail, whose: Whose, *, known: bool) -> str:
    """Say what was seen and beside whom, without the detail: one sentence."""
    seen = detail.what.rstrip(",")
    certain = detail.certainty is Certainty.CERTAIN
    opening = f"{seen[0].upper()}{seen[1:]}" if certain or detail.kind in _SENSITIVE else f"What reads like {seen}"
    beside = {
        Whose.PUPIL: " beside a pupil's name" if known else " beside what may be a pupil's name",
        Whose.UNKNOWN: " beside the name of a person who is not on the roll" if detail.kind not in SECRETS else "",
        Whose.ADULT: " beside an adult's name",
        Whose.SOMEBODY: ", said of one person who can be recognised without a name",
        Whose.NOBODY: "",
    }[whose]
    comma = "," if detail.what.endswith(",") else ""
    place = place_words(detail)
    text = f"{opening}{comma} is {place}{',' if beside else ''}{beside}"
    return f"{text} ({detail.why})." if detail.why else f"{text}."


def _advice(rule: Rule, detail: Detail, whose: Whose, *, official: bool) -> str:
    if official and detail.outside:
        return f"{rule.remedy} Listing this one under [contacts] changes nothing: it is out of the school's hands."
    if detail.kind is DetailKind.PASSWORD:
        return f"{rule.remedy} {_SECRET_ADVICE}"
    if detail.kind in _LISTED and whose is not Whose.PUPIL:
        return _OPEN_ADVICE.format(remedy=rule.remedy)
    return rule.remedy


def _governed(params: object) -> frozenset[Aspect]:
    """Return what a rule covers for everybody, so that the baseline need not."""
    assert isinstance(params, DetailParams)  # noqa: S101 - what _parse returned
    if params.whose != frozenset(Whose):
        return frozenset()
    # A rule may leave contacts to another rule of its pack; these kinds are in every rule that is about details at all.
    details = (
        {Aspect.DETAIL}
        if params.kinds >= _NUMBERS | (_SENSITIVE - {DetailKind.FAMILY}) | {DetailKind.BIRTH_DATE, DetailKind.ADDRESS}
        else set()
    )
    return frozenset(details | ({Aspect.SECRET} if params.kinds >= SECRETS else set()))


CHECK = Check("detail", _parse, _run, _governed)
