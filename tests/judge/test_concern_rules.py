"""Sentences that the classifier sees: put to a person by the rule that looks for such wording, never more than that."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.config.packs import load_pack
from postcheck.judge.checks.phrases import looks_for_concerns
from postcheck.model.concern import Concern
from postcheck.model.severity import Severity
from tests.judge.desk import PACKS, judge, levels, loud

HEAD = "---\nchannel: facebook\n---\n"
SENTENCE = "The gritter never came, as ever."


@pytest.mark.parametrize(
    ("concern", "rules"),
    [
        (
            Concern.DISPARAGEMENT,
            {"ASP-TONE-1", "ASP-GRIEV-1", "NST-TONE-1", "NST-REP-1", "SNM-DISP-1", "STH-SENS-1", "VIC-REP-1"},
        ),
        (Concern.INCIDENT, {"ASP-CTRV-1", "NST-TONE-1", "SNM-INDIV-1", "STH-INC-1"}),
        (Concern.PLANS, {"ASP-CONF-1", "NST-CONF-1", "SNM-INDIV-1", "STH-PLAN-1", "VIC-CONF-2"}),
        (Concern.PRIVATE_MATTER, {"ASP-CONF-1", "NST-CONF-1", "SNM-INDIV-1", "STH-SENS-1", "STH-PLAN-1", "VIC-CONF-2"}),
        (Concern.ADVERT, {"ASP-GAIN-1", "SNM-SOLIC-1", "STH-PURP-1"}),
        (Concern.UNDER_13, {"ASP-U13-1", "VIC-U13-1"}),
        (Concern.CLOSED_CHANNEL, {"ASP-CHAT-1", "STH-TALK-1"}),
    ],
)
def test_a_rule_that_looks_for_such_wording_takes_the_sentence(
    concern: Concern, rules: set[str], tmp_path: Path
) -> None:
    body = HEAD + "Hello all. " + SENTENCE
    found = [flag for pack in PACKS for flag in loud(judge(pack, body, tmp_path, sees={SENTENCE: concern}))]
    assert {flag.rule for flag in found} == rules
    assert {(flag.severity, flag.evidence) for flag in found} == {(Severity.REVIEW, SENTENCE)}
    assert all(flag.message.startswith("This sentence reads like ") for flag in found)


def test_what_a_list_has_found_is_not_said_twice(tmp_path: Path) -> None:
    body = "What an idiot that referee was, honestly."
    (flag,) = [
        flag
        for flag in loud(judge("snmat", HEAD + body, tmp_path, sees={body: Concern.RUDE}))
        if flag.rule == "SNM-PROF-1"
    ]
    assert (flag.evidence, flag.message) == ("idiot", "This wording reads like an insult.")


def test_who_approved_settles_it_where_the_rule_says_so(tmp_path: Path) -> None:
    head = "---\nchannel: facebook\napproved_by: J. Osei\n---\n"
    found = levels(judge("southport", head + SENTENCE, tmp_path, sees={SENTENCE: Concern.INCIDENT}))
    assert "STH-INC-1" not in found


def test_the_baseline_does_without_the_classifier() -> None:
    assert not looks_for_concerns(load_pack("baseline"))
    assert all(looks_for_concerns(load_pack(pack)) for pack in PACKS)


@pytest.mark.parametrize("pack", PACKS)
def test_what_passes_by_words_alone_is_read_once_by_a_person(pack: str, tmp_path: Path) -> None:
    def asked(body: str, sees: dict[str, Concern] | None = None) -> list[tuple[str, bool]]:
        items = judge(pack, body, tmp_path, sees=sees or {}).checklist
        return [(item.rule, item.declared) for item in items if item.rule == "PC-READ-1"]

    calm = "Our caterpillars have turned into butterflies."
    assert asked(HEAD + calm) == [("PC-READ-1", False)]
    assert asked(HEAD.replace("facebook", "facebook\ndeclare: [read_through]") + calm) == [("PC-READ-1", True)]
    assert asked(HEAD + "Half term!") == []
    assert asked(HEAD + SENTENCE, {SENTENCE: Concern.DISPARAGEMENT}) == []


def test_the_baseline_does_not_ask_for_what_it_does_not_look_for(tmp_path: Path) -> None:
    items = judge("baseline", HEAD + "Our caterpillars have turned into butterflies.", tmp_path).checklist
    assert "PC-READ-1" not in {item.rule for item in items}
