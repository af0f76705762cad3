"""The bench: runs every rule of a pack over a case, and turns what the checks find into flags."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from postcheck.errors import PackError
from postcheck.judge.case import Case
from postcheck.judge.checks.base import Aspect, Finding, ParamError, Params
from postcheck.judge.checks.registry import CHECKS
from postcheck.model.channels import CHANNELS
from postcheck.model.draft import Draft
from postcheck.model.pack import Pack, Rule
from postcheck.model.people import Outlet
from postcheck.model.report import ChecklistItem, Flag
from postcheck.model.text import PlaceKind


@dataclass(frozen=True)
class Judgement:
    """What the rules say of a draft."""

    flags: tuple[Flag, ...]
    checklist: tuple[ChecklistItem, ...]


class Bench:
    """A pack whose rules are ready to be applied.

    Raises
    ------
    PackError
        If a rule names a check that does not exist, or a parameter that means nothing to its check.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._rules = tuple((rule, _params(rule, pack)) for rule in pack.rules)
        self._governed = {aspect: self._outlets_governed(aspect) for aspect in Aspect}

    def judge(self, case: Case) -> Judgement:
        """Apply every rule to the draft."""
        flags: list[Flag] = []
        checklist: list[ChecklistItem] = []
        for rule, params in self._rules:
            effective = self._narrowed(rule, params)
            if not effective.outlets & set(case.outlets):
                continue
            for outcome in CHECKS[rule.check].run(effective, case, params):
                if isinstance(outcome, ChecklistItem):
                    checklist.append(outcome)
                else:
                    flags.append(_flag(rule, outcome, case.draft))
        return Judgement(tuple(_fingerprinted(flags)), tuple(checklist))

    def _outlets_governed(self, aspect: Aspect) -> frozenset[Outlet]:
        own = (rule for rule, params in self._rules if not rule.fallback and aspect in CHECKS[rule.check].governs(params))
        return frozenset(outlet for rule in own for outlet in rule.outlets)

    def _narrowed(self, rule: Rule, params: object) -> Rule:
        """Return the rule with the outlets at which it speaks: a fallback is silent where the pack has a rule of its own."""
        aspects = CHECKS[rule.check].governs(params)
        if not rule.fallback or not aspects:
            return rule
        outlets = frozenset(outlet for outlet in rule.outlets if any(outlet not in self._governed[aspect] for aspect in aspects))
        return replace(rule, outlets=outlets)


def _params(rule: Rule, pack: Pack) -> object:
    file, line = rule.place or (pack.file or None, None)
    if rule.check not in CHECKS:
        message = f"rule {rule.id} names the check “{rule.check}”, which does not exist."
        raise PackError(message, advice=f"The checks are: {', '.join(sorted(CHECKS))}.", file=file, line=line)
    params = Params(rule.params, {*CHANNELS, *pack.channels})
    try:
        parsed = CHECKS[rule.check].parse(params)
        params.finish()
    except ParamError as error:
        message = f"rule {rule.id}: the parameter “{error.key}” {error}."
        raise PackError(message, advice="docs/writing-rules.md lists the parameters of each check.", file=file, line=line) from None
    return parsed


def _flag(rule: Rule, finding: Finding, draft: Draft) -> Flag:
    advice, evidence, where = finding.advice or rule.remedy, finding.evidence, finding.where
    if where.kind is PlaceKind.TEXT and where.start is not None and draft.file is not None:
        evidence = draft.file.text[where.start : where.end]  # what stands there, whatever it was taken for
    return Flag(rule.id, finding.category, finding.severity, finding.message, advice, evidence, where, finding.pupil_ids)


def _fingerprinted(flags: list[Flag]) -> Iterator[Flag]:
    """Give each flag a fingerprint that survives edits elsewhere in the post: what was seen and how often before, but no offset or line."""
    seen: Counter[tuple[object, ...]] = Counter()
    for flag in flags:
        name = flag.where.file.replace("\\", "/").rpartition("/")[2]
        key = (flag.rule, flag.where.kind, flag.where.field, flag.where.frame, name, " ".join(flag.evidence.casefold().split()), flag.pupil_ids)
        seen[key] += 1
        digest = hashlib.blake2b(repr((*map(str, key), seen[key])).encode(), digest_size=12).hexdigest()
        yield replace(flag, fingerprint=digest)
