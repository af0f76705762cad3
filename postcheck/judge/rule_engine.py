"""The rule engine: runs every rule of a pack over a case, and turns what the checks find into flags."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from postcheck.errors import PackError
from postcheck.judge import approval
from postcheck.judge.barring import ADVICE as BARRED
from postcheck.judge.barring import barred
from postcheck.judge.case import Case
from postcheck.judge.checks.base import Aspect, Finding, ParamError, Params
from postcheck.judge.consent import Terms
from postcheck.judge.reasons import WORDING
from postcheck.judge.registry import CHECKS
from postcheck.judge.remedies import advice_there
from postcheck.judge.scenes import once_a_scene
from postcheck.judge.waiving import is_waivable, settle
from postcheck.model.channels import CHANNELS
from postcheck.model.draft import Draft
from postcheck.model.pack import BAR_RULE, Pack, Rule
from postcheck.model.people import DoNotPublish, Outlet, Roll
from postcheck.model.report import ChecklistItem, Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind


@dataclass(frozen=True)
class Judgement:
    """What the rules say about a draft."""

    flags: tuple[Flag, ...]
    checklist: tuple[ChecklistItem, ...]
    suppressed: tuple[Flag, ...] = ()
    """Flags that a waiver set aside or a sign-off settles."""


class RuleEngine:
    """A pack whose rules are ready to be applied.

    Raises
    ------
    PackError
        If a rule names a check that does not exist, or a parameter that its check doesn't know.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._rules = tuple((rule, _params(rule, pack)) for rule in pack.rules)
        self._governed = {aspect: self._outlets_governed(aspect) for aspect in Aspect}

    @property
    def terms(self) -> frozenset[Terms]:
        """What its rules ask of consent, each in its own way."""
        return frozenset(
            terms for _, params in self._rules if isinstance(terms := getattr(params, "terms", None), Terms)
        )

    def judge(self, case: Case) -> Judgement:
        """Apply every rule to the draft."""
        first, last = (
            [pair for pair in self._rules if CHECKS[pair[0].check].asked_last(pair[1]) is late]
            for late in (False, True)
        )
        flags: list[Flag] = []
        checklist: list[ChecklistItem] = []
        for rule, params in first:
            self._apply(rule, params, case, flags, checklist)
        flags = once_a_scene(flags)
        flags = barred(flags, case, lambda finding: _flag(BAR_RULE, finding, finding.advice, case.draft))
        for rule, params in last:
            doubtful = case.doubtful or any(flag.severity is not Severity.NOTE for flag in flags)
            self._apply(rule, params, replace(case, doubtful=doubtful), flags, checklist)
        waived = settle(tuple(_fingerprinted(flags, case)), case)
        signed = approval.settle(waived.flags, case)
        notes = tuple(_fingerprinted((*waived.notes, *signed.notes), case))
        return Judgement((*signed.flags, *notes), tuple(checklist), (*waived.suppressed, *signed.suppressed))

    def _apply(self, rule: Rule, params: object, case: Case, flags: list[Flag], checklist: list[ChecklistItem]) -> None:
        """Add what a rule says about the draft."""
        effective = self._narrowed(rule, params)
        if not effective.outlets & set(case.outlets):
            return
        for outcome in CHECKS[rule.check].run(effective, case, params):
            if isinstance(outcome, ChecklistItem):
                checklist.append(outcome)
            else:
                flags.append(_flag(rule.id, outcome, rule.remedy, case.draft))

    def _outlets_governed(self, aspect: Aspect) -> frozenset[Outlet]:
        own = (
            rule for rule, params in self._rules if not rule.fallback and aspect in CHECKS[rule.check].governs(params)
        )
        return frozenset(outlet for rule in own for outlet in rule.outlets)

    def _narrowed(self, rule: Rule, params: object) -> Rule:
        """Return the rule for the outlets where it speaks: a fallback is silent where the pack has its own rule."""
        aspects = CHECKS[rule.check].governs(params)
        if not rule.fallback or not aspects:
            return rule
        outlets = frozenset(
            outlet for outlet in rule.outlets if any(outlet not in self._governed[aspect] for aspect in aspects)
        )
        return replace(rule, outlets=outlets)


def _params(rule: Rule, pack: Pack) -> object:
    file, line = rule.place or (pack.file or None, None)
    if rule.check not in CHECKS:
        message = f"rule {rule.id} names the check “{rule.check}”, which does not exist."
        raise PackError(message, advice=f"The checks are: {', '.join(sorted(CHECKS))}.", file=file, line=line)
    params = Params(rule.params, {*CHANNELS, *pack.channels}, pack.lexicons)
    try:
        parsed = CHECKS[rule.check].parse(params)
        params.finish()
    except ParamError as error:
        message = f"rule {rule.id}: the parameter “{error.key}” {error}."
        raise PackError(
            message, advice="`postcheck help writing-rules` lists the parameters of each check.", file=file, line=line
        ) from None
    return parsed


def _flag(rule: str, finding: Finding, remedy: str, draft: Draft) -> Flag:
    advice, evidence, where = finding.advice or remedy, finding.evidence, finding.where
    if finding.category in {Category.NAME, Category.DETAIL} and evidence and advice != BARRED:
        advice = advice_there(where, draft, advice)
    if (
        where.kind is PlaceKind.TEXT
        and where.start is not None
        and draft.file is not None
        and where.file == draft.file.name
    ):
        evidence = draft.file.text[where.start : where.end]  # the words as written, whatever they were taken for
    return Flag(
        rule,
        finding.category,
        finding.severity,
        finding.message,
        advice,
        evidence,
        where,
        finding.pupil_ids,
        boxes=finding.boxes,
        causes=finding.causes,
        lapsed=finding.lapsed,
        naming=finding.naming or (WORDING if finding.category is Category.NAME else None),
    )


def _fingerprinted(flags: Iterable[Flag], case: Case) -> Iterator[Flag]:
    """Give each flag a fingerprint: it survives edits elsewhere in the post, but no change to what was decided on.

    It is made of what was seen, how often that was seen before, at which level, and what the consent list says of
    whoever may be meant; no offset, line or folder is part of it. For something in a picture, the picture's content is
    part of it, since another picture may take its place under the same name.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    for flag in flags:
        name = flag.where.file.replace("\\", "/").rpartition("/")[2]
        place = (flag.where.kind, flag.where.field, flag.where.frame, name)
        pupils = tuple((identity, _consent(case.roll, identity)) for identity in flag.pupil_ids)
        several = (len(flag.boxes),) if flag.boxes else ()
        shown = (case.digests.get(flag.where.file, ""),) if flag.where.kind is PlaceKind.IMAGE else ()
        evidence = " ".join(flag.evidence.casefold().split())
        key = (
            *filter(None, (case.draft.identity,)),
            flag.rule,
            flag.severity,
            *place,
            evidence,
            pupils,
            *several,
            *shown,
        )
        seen[key] += 1
        digest = hashlib.blake2b(repr((*map(str, key), seen[key])).encode(), digest_size=12).hexdigest()
        yield replace(flag, fingerprint=digest, waivable=is_waivable(flag, case.roll))


def _consent(roll: Roll, identity: str) -> tuple[str, ...]:
    """Return what the consent list says of a pupil, without names, form and house; of a bar, only that there is one."""
    pupil = roll.by_id.get(identity)
    if pupil is None:
        return ()
    barred = pupil.do_not_publish is not DoNotPublish.NONE
    dates = (pupil.leaving_date, pupil.given_on, pupil.expires_on, pupil.withdrawn_on)
    answers = sorted(f"{column}={answer}" for column, answer in pupil.answers)
    return tuple(map(str, (pupil.status, barred, pupil.method, pupil.given_by, pupil.contradictory, *dates, *answers)))
