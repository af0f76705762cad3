"""Rules that ask for consent to whatever shows who a child is: the name as well as the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.judge.case import Case
from postcheck.judge.checks import name, pictured
from postcheck.judge.checks.base import Aspect, Check, Finding, Params
from postcheck.model.pack import Rule
from postcheck.model.people import Method


@dataclass(frozen=True, slots=True)
class ConsentParams:
    """Parameters of the ``consent`` check."""

    methods: frozenset[Method]


def _parse(params: Params) -> ConsentParams:
    return ConsentParams(params.choices("methods", Method))


def _run(rule: Rule, case: Case, params: object) -> Iterator[Finding]:
    assert isinstance(params, ConsentParams)  # noqa: S101 - what _parse returned
    names = name.NameParams(frozenset(name.Medium), name.Parts.ANY, name.Permit.CONSENT, params.methods, None)
    yield from name.find(rule, case, names)
    yield from pictured.find(rule, case, pictured.PicturedParams(params.methods), bar_rule=pictured.own_bar_rule(rule, case))


CHECK = Check("consent", _parse, _run, lambda _: frozenset(Aspect) - {Aspect.BAR})
