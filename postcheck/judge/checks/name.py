"""Rules about pupils' names: never, with consent, or beside the pupil's own picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from postcheck.judge.case import Case
from postcheck.judge.checks.base import (
    Aspect,
    Check,
    Finding,
    Params,
    advice_for,
    at_most_review,
    capped,
    describe,
    outlets_for,
)
from postcheck.judge.consent import Ruling, Terms, objection_to_name, use_of_name
from postcheck.judge.reasons import naming
from postcheck.model.cause import Cause
from postcheck.model.mention import Candidate, Certainty, Mention, NameForm, Reason, Role
from postcheck.model.pack import Rule
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind


class Medium(StrEnum):
    """Where a name stands."""

    TEXT = "text"
    """In words: body, title, alt, file name, hidden details of an image …"""
    IMAGE = "image"
    """Readable in a picture."""


class Parts(StrEnum):
    """Which names a rule is about."""

    ANY = "any"
    FIRST = "first"
    """First names alone."""
    SURNAME = "surname"
    """Names that show more than the first name."""


class Permit(StrEnum):
    """When a name is allowed."""

    NEVER = "never"
    CONSENT = "consent"
    BESIDE_PHOTO = "beside_photo"
    """Only beside a picture of that same pupil, unless somebody objected."""


@dataclass(frozen=True, slots=True)
class NameParams:
    """Parameters of the ``name`` check."""

    media: frozenset[Medium]
    parts: Parts
    permit: Permit
    terms: Terms
    with_consent: Severity | None
    """Level of a name for which there is consent, where the policy is silent about naming; None means no flag."""
    objection: Severity | None = None
    """Level of a name that somebody objected to, if not the rule's own."""


def parse(params: Params) -> NameParams:
    """Read the parameters ``media``, ``parts``, ``permit`` and ``with_consent``, and the terms of consent."""
    media = params.choices("media", Medium) or frozenset(Medium)
    parts = params.choice("parts", Parts, Parts.ANY)
    permit = params.choice("permit", Permit, Permit.CONSENT)
    return NameParams(
        media,
        parts,
        permit,
        params.terms(),
        params.optional("with_consent", Severity),
        params.optional("objection", Severity),
    )


def find(rule: Rule, case: Case, params: NameParams) -> Iterator[Finding]:
    """Yield a finding for every name that the rule objects to."""
    for mention in case.mentions:
        medium = Medium.IMAGE if mention.passage.kind is PlaceKind.IMAGE else Medium.TEXT
        if medium in params.media and _concerns(params.parts, mention.form):
            finding = _unknown(rule, mention, case) if not mention.candidates else _known(rule, mention, case, params)
            if finding:
                yield finding


def _concerns(parts: Parts, form: NameForm) -> bool:
    if parts is Parts.FIRST:
        # An initial after it doesn't make it more than a first name; the whole surname does.
        return form in {NameForm.FIRST, NameForm.FIRST_INITIAL}
    # Of initials, the last stands for the surname.
    return parts is Parts.ANY or form.shows_surname or form is NameForm.INITIALS


def is_adult(mention: Mention) -> bool:
    """Whether the text or the people list says that this is an adult, and no pupil has that full name."""
    return mention.of_adult


def _unknown(rule: Rule, mention: Mention, case: Case, guess: tuple[str, ...] = ()) -> Finding | None:
    """Return what the rule says of a person who is not on the roll, as far as is known.

    Parameters
    ----------
    guess:
        Ids of pupils whose names resemble it; there is consent for each, but it may be none of them.
    """
    if mention.adult:
        return None
    if mention.passage.kind is PlaceKind.FILENAME and mention.form is NameForm.FIRST:
        return None  # cameras and programs use any short word in the names of files
    certainty = min(mention.certainty, Certainty.LIKELY)
    field = mention.passage.field
    if field == "author" or (field == "credit" and case.roll.file is not None):
        # It names who made the page or the picture, hardly ever a pupil; a pupil on the roll would have candidates.
        certainty = Certainty.UNSURE
    because = "There is consent for whoever it resembles, but it may be somebody else." if guess else ""
    return _finding(rule, mention, guess, capped(rule.severity, certainty), because, guessed=bool(guess))


def _known(rule: Rule, mention: Mention, case: Case, params: NameParams) -> Finding | None:
    if is_adult(mention):
        return None
    candidates = case.candidates(mention)
    ids = tuple(candidate.pupil_id for candidate in candidates)
    ceiling = Certainty.LIKELY if mention.adult else Certainty.CERTAIN
    if params.permit is Permit.NEVER:
        certainty = mention.certainty
        if params.parts is Parts.SURNAME and mention.form is NameForm.FIRST_INITIAL:
            # The first name is certain; that the letter stands for the surname is not.
            certainty = min(certainty, Certainty.LIKELY)
        finding = _finding(rule, mention, ids, capped(rule.severity, min(certainty, ceiling)), "")
        return replace(finding, causes=_causes_in_spite(rule, candidates, case, params))
    against = [
        (candidate, ruling)
        for candidate in candidates
        if not (ruling := _ruling(rule, candidate, case, params)).permitted
    ]
    if against:
        certainty = min(max(_certainty(rule, candidate, case, params) for candidate, _ in against), ceiling)
        severity = rule.severity
        lapsed = all(ruling.since for _, ruling in against)
        if lapsed:
            severity = at_most_review(severity)
        elif params.objection and any(ruling.objection for _, ruling in against):
            severity = params.objection
        reasons = tuple(dict.fromkeys(ruling.reason for _, ruling in against))
        reason = _say(reasons, len(against), len(candidates))
        causes = tuple((candidate.pupil_id, ruling.cause) for candidate, ruling in against)
        finding = _finding(rule, mention, ids, capped(severity, certainty), reason)
        return replace(finding, lapsed=lapsed, causes=causes)
    if mention.why is Reason.RESEMBLES:
        return _unknown(rule, mention, case, ids)
    if params.with_consent:
        return _finding(
            rule,
            mention,
            ids,
            capped(params.with_consent, min(mention.certainty, ceiling)),
            "There is consent to the name.",
        )
    return None


def _causes_in_spite(
    rule: Rule, candidates: tuple[Candidate, ...], case: Case, params: NameParams
) -> tuple[tuple[str, Cause], ...]:
    """Return what the list says against the name where the policy forbids it to everybody anyway."""
    asking = replace(params, permit=Permit.CONSENT)
    rulings = ((candidate, _ruling(rule, candidate, case, asking)) for candidate in candidates)
    return tuple(
        (candidate.pupil_id, Cause.POLICY if ruling.permitted else ruling.cause) for candidate, ruling in rulings
    )


def _certainty(rule: Rule, candidate: Candidate, case: Case, params: NameParams) -> Certainty:
    """Return how certain it is that the name breaks the rule: likely at most if the first name alone is permitted."""
    if (
        candidate.form is NameForm.FIRST_INITIAL
        and _ruling(rule, replace(candidate, form=NameForm.FIRST), case, params).permitted
    ):
        return min(candidate.certainty, Certainty.LIKELY)
    return candidate.certainty


def _ruling(rule: Rule, candidate: Candidate, case: Case, params: NameParams) -> Ruling:
    """Return the first ruling against the candidate's name at any outlet of the post, or that it is permitted."""
    pupil = case.roll.by_id[candidate.pupil_id]
    pictured = pupil.id in case.pictured_ids
    since = Ruling(permitted=True)
    for outlet in outlets_for(rule, case):
        if params.permit is Permit.BESIDE_PHOTO:
            ruling = case.strictest(partial(objection_to_name, pupil, outlet))
            if ruling.permitted and not pictured and not case.pictures_open:
                missing = (
                    "it stands beside no picture of this pupil"
                    if case.has_pictures
                    else "the post has no picture that it could stand beside"
                )
                ruling = Ruling(permitted=False, reason=missing, cause=Cause.POLICY)
        else:
            ask = partial(use_of_name, pupil, candidate.form, outlet, pictured=pictured, terms=params.terms)
            ruling = case.strictest(ask)
        if ruling.since:
            since = ruling
        elif not ruling.permitted:
            return ruling
    return since


def _say(reasons: tuple[str, ...], against: int, of: int) -> str:
    text = "; ".join(reasons)
    if of > 1:
        text = (
            f"for {against} of the {of} pupils who may be meant, {text}"
            if against < of
            else f"{text}, whichever pupil is meant"
        )
    return text[0].upper() + text[1:] + "."


def _finding(
    rule: Rule, mention: Mention, ids: tuple[str, ...], severity: Severity, because: str, *, guessed: bool = False
) -> Finding:
    # What is noted of a grown-up's name is not the rule's to be acted on as if it were a pupil's.
    doubtful = guessed or (severity is Severity.NOTE and mention.role is not Role.CHILD)
    return Finding(
        severity,
        Category.NAME,
        f"{describe(mention, ids)} {because}".rstrip(),
        mention.passage.where(mention.start, mention.end),
        mention.passage.evidence(mention.start, mention.end),
        ids,
        advice_for(rule, () if doubtful else ids),
        naming=naming(mention),
    )


def _governed(params: object) -> frozenset[Aspect]:
    assert isinstance(params, NameParams)  # noqa: S101 - what parse returned
    parts = {Parts.FIRST, Parts.SURNAME} if params.parts is Parts.ANY else {params.parts}
    return frozenset(_ASPECTS[medium, part] for medium in params.media for part in parts)


_ASPECTS = {
    (Medium.TEXT, Parts.FIRST): Aspect.FIRST_NAME,
    (Medium.TEXT, Parts.SURNAME): Aspect.SURNAME,
    (Medium.IMAGE, Parts.FIRST): Aspect.FIRST_NAME_IN_PICTURE,
    (Medium.IMAGE, Parts.SURNAME): Aspect.SURNAME_IN_PICTURE,
}


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, NameParams)  # noqa: S101 - what parse returned
    return find(rule, case, params)


CHECK = Check("name", parse, _run, _governed)
