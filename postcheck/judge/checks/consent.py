"""Rules that ask for consent to whatever shows who a child is: the name as well as the picture.

Pupils who are old enough have a say of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postcheck.judge.case import Case
from postcheck.judge.checks import name, pictured
from postcheck.judge.checks.base import Aspect, Check, Finding, Params, capped, describe, outlets_for
from postcheck.judge.consent import Terms, only_a_parent_agreed, only_the_pupil_agreed, use_of_image, use_of_name
from postcheck.judge.reasons import naming
from postcheck.model.cause import Cause
from postcheck.model.mention import Certainty
from postcheck.model.pack import Rule
from postcheck.model.people import Pupil, youngest_age
from postcheck.model.severity import Category

_AGE = 13


@dataclass(frozen=True, slots=True)
class ConsentParams:
    """Parameters of the ``consent`` check."""

    terms: Terms


@dataclass(frozen=True, slots=True)
class OwnSayParams:
    """Parameters of the ``pupil_consent`` check."""

    from_age: int
    """The age from which pupils are asked themselves."""


def _parse(params: Params) -> ConsentParams:
    return ConsentParams(params.terms())


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, ConsentParams)  # noqa: S101 - what _parse returned
    names = name.NameParams(frozenset(name.Medium), name.Parts.ANY, name.Permit.CONSENT, params.terms, None)
    yield from name.find(rule, case, names)
    yield from pictured.find(
        rule, case, pictured.PicturedParams(params.terms), bar_rule=pictured.own_bar_rule(rule, case)
    )


def _parse_own_say(params: Params) -> OwnSayParams:
    return OwnSayParams(params.number("from_age", _AGE))


def _own_say(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    """Yield a finding wherever the pupil, or a parent, had to agree as well.

    Consent that is missing altogether is another rule's business.
    """
    assert isinstance(params, OwnSayParams)  # noqa: S101 - what _parse_own_say returned
    params = OwnSayParams(case.settings.own_say_from or params.from_age)
    outlets = outlets_for(rule, case)
    for mention in case.mentions:
        candidates = () if name.is_adult(mention) else case.candidates(mention)
        concerned = {
            candidate: lacking
            for candidate in candidates
            if (lacking := _lacking(pupil := case.roll.by_id[candidate.pupil_id], params))
            and all(
                use_of_name(pupil, candidate.form, outlet, case.day, pictured=pupil.id in case.pictured_ids).permitted
                for outlet in outlets
            )
        }
        if concerned:
            certainty = min(
                max(candidate.certainty for candidate in concerned),
                Certainty.LIKELY if mention.adult else Certainty.CERTAIN,
            )
            ids = tuple(candidate.pupil_id for candidate in candidates)
            where, evidence = (
                mention.passage.where(mention.start, mention.end),
                mention.passage.evidence(mention.start, mention.end),
            )
            message = f"{describe(mention, ids)} {_say(concerned.values(), len(candidates))}"
            severity = capped(rule.severity, certainty)
            causes = tuple((candidate.pupil_id, Cause.NOT_GIVEN) for candidate in concerned)
            yield Finding(severity, Category.NAME, message, where, evidence, ids, naming=naming(mention), causes=causes)
    for item in pictured.shown(case):
        for person in item.people or ():
            reasons = [
                lacking
                for pupil in person.pupils
                if (lacking := _lacking(pupil, params))
                and all(use_of_image(pupil, item.use, outlet, case.day).permitted for outlet in outlets)
            ]
            if reasons:
                message = f"A pupil can be recognised in this {item.noun}. {_say(reasons, len(person.pupils))}"
                yield Finding(
                    rule.severity,
                    Category.PICTURE,
                    message,
                    item.where,
                    pupil_ids=tuple(pupil.id for pupil in person.pupils),
                    causes=tuple((pupil.id, Cause.NOT_GIVEN) for pupil in person.pupils if _lacking(pupil, params)),
                )


def _lacking(pupil: Pupil, params: OwnSayParams) -> str:
    """Return whose consent is missing: the rest of a sentence about the pupil; empty if nobody's is."""
    age = youngest_age(pupil.year_group)
    if age is not None and age >= params.from_age and only_a_parent_agreed(pupil):
        said = "leaves blank who agreed" if pupil.giver_blank else "says that only a parent agreed"
        return f"is {params.from_age} or older by the year group, and the consent list {said}"
    if age is not None and age < params.from_age and only_the_pupil_agreed(pupil):
        return (
            f"may be younger than {params.from_age} by the year group, "
            "and the consent list says that only the pupil agreed"
        )
    return ""


def _say(reasons: Iterable[str], of: int) -> str:
    said = (
        f"{'The pupil' if of == 1 else f'Of the {of} pupils who may be meant, {number}'} {reason}."
        for reason, number in Counter(reasons).items()
    )
    return " ".join(said)


_GOVERNED = frozenset(
    {Aspect.FIRST_NAME, Aspect.SURNAME, Aspect.FIRST_NAME_IN_PICTURE, Aspect.SURNAME_IN_PICTURE, Aspect.PICTURE}
)

CHECK = Check("consent", _parse, _run, lambda _: _GOVERNED)
OWN_SAY = Check("pupil_consent", _parse_own_say, _own_say)
