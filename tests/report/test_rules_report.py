"""The rules of a pack, for people and for programs."""

from __future__ import annotations

import dataclasses
import json

import pytest

from postcheck.model.pack import Pack, Rule
from postcheck.model.people import Outlet
from postcheck.report.base import ReportOptions
from postcheck.report.rules_report import render_rule, render_rules, rule_json, rules_json
from postcheck.report.sheet import to_text

from . import build


def shown(rule: Rule, pack: Pack = build.PACK) -> str:
    return " ".join(to_text(render_rule(rule, pack, build.DAY), ReportOptions()).split())


def test_list() -> None:
    assert (
        to_text(render_rules(build.PACK, build.DAY), ReportOptions())
        == """\
Aspire Academy Trust: Social Media Policy, version 1.3 (aspire)
Read from: Aspire Social Media Policy, version 1.3, June 2023
The policy was due for review in June 2026. Tell whoever owns it.

Names
  ASP-NAME-1  fail       No child's name in a post
  ASP-NAME-2  fail       A child's name in a picture is blurred out

Who is shown in pictures
  ASP-IMG-1   fail       Consent for every pupil who is shown
  ASP-IMG-4   checklist  Dress and dignity

Channels and accounts
  ASP-ACC-2   review     Official accounts only

Sign-off and header
  PC-REC-1    review     Headers say what they mean

6 rules. `postcheck rules show ID` says what one asks, why, and what to do.
"""
    )


def test_an_empty_pack_can_be_listed() -> None:
    assert "0 rules." in to_text(render_rules(Pack("a", "A", "1", "A", None, ()), build.DAY), ReportOptions())


def test_a_rule_in_full() -> None:
    assert (
        to_text(render_rule(build.PACK.by_id["ASP-NAME-1"], build.PACK, build.DAY), ReportOptions())
        == """\
ASP-NAME-1  No child's name in a post

What it asks   No child's name appears on social media.
Why            A name beside a school lets a stranger find a child.
What to do     Take the name out, or say “a pupil” instead. This policy allows
               no name, whatever the family agreed to.
Level          fail: the policy forbids it; where the evidence is not certain, a
               person decides
Where          social media
About          names
Policy         Aspire Academy Trust: Social Media Policy, version 1.3
Found in       section “Use of children's names”
Read from      Aspire Social Media Policy, version 1.3, June 2023
Due for review June 2026, which has passed

Flagged (fail): A first name is a name.
    ---
    channel: facebook
    ---
    Star of the week: Amelia!

Not flagged: An adult with a title.
    Thank you to Mrs Okonkwo.
"""
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outlets": frozenset(Outlet)}, "Where everywhere About"),
        (
            {"outlets": frozenset({Outlet.DISPLAY, Outlet.PRESS, Outlet.WEBSITE})},
            "Where the website, the press and displays About",
        ),
        ({"fallback": True}, "Where social media, where no rule of the policy's own speaks About"),
        ({"basis": "inferred"}, "(our reading of it)"),
        ({"basis": "legal"}, "(legal, not the policy's own words)"),
        ({"check": "checklist", "declare": "dress_checked"}, "the verdict does not depend on it"),
        (
            {"check": "checklist", "declare": "dress_checked"},
            "To confirm it write declare: [dress_checked] in the draft's header",
        ),
        ({"check": "checklist"}, "declare: [ASP-NAME-1]"),
        ({"check": "checklist", "required": True}, "the author must confirm it before the post passes"),
    ],
)
def test_what_a_rule_says_of_itself(changes: dict[str, object], words: str) -> None:
    assert words in shown(dataclasses.replace(build.PACK.by_id["ASP-NAME-1"], **changes))  # type: ignore[arg-type]


def test_a_question_about_an_account_is_not_confirmed_in_a_draft() -> None:
    rule = dataclasses.replace(
        build.PACK.by_id["ASP-NAME-1"], check="checklist", declare="two_named_staff", params={"when": "account"}
    )
    assert "it is asked once for the account; the verdict does not depend on it" in shown(rule)
    assert "two_named_staff" not in shown(rule)
    assert "declare: [two_named_staff]" in shown(dataclasses.replace(rule, required=True))


@pytest.mark.parametrize(
    ("due", "words"), [(None, "the policy does not say"), ("2027", "2027"), ("2027-02-03", "3 February 2027")]
)
def test_when_a_policy_is_due(due: str | None, words: str) -> None:
    assert f"Due for review {words}" in shown(build.PACK.rules[0], dataclasses.replace(build.PACK, review_due=due))


def test_json_of_all_rules() -> None:
    value = json.loads(rules_json(build.PACK))
    assert value["schema"] == "postcheck-rules/1"
    assert value["policy"] == {"id": "aspire", "title": build.PACK.title, "version": "1.3", "review_due": "2026-06"}
    assert [rule["id"] for rule in value["rules"]] == [rule.id for rule in build.PACK.rules]
    assert value["rules"][0]["params"] == {
        "media": ["text"],
        "levels": ["a", "b"],
        "since": "2026-11-21",
        "deep": {"n": 1},
    }


def test_json_of_a_rule() -> None:
    value = json.loads(rule_json(build.PACK.by_id["ASP-IMG-4"], build.PACK))
    assert value["schema"] == "postcheck-rule/1"
    assert value["rule"] == {
        "id": "ASP-IMG-4",
        "title": "Dress and dignity",
        "check": "checklist",
        "category": "picture",
        "severity": "note",
        "section": "Use of images & video",
        "asks": "No child's name appears on social media.",
        "why": "A name beside a school lets a stranger find a child.",
        "remedy": build.NEVER,
        "basis": "explicit",
        "outlets": ["social", "website", "press", "print", "display"],
        "fallback": False,
        "declare": "dress_checked",
        "required": False,
        "params": {},
        "examples": [],
    }
    assert json.loads(rule_json(build.PACK.rules[0], build.PACK))["rule"]["examples"][1] == {
        "draft": "Thank you to Mrs Okonkwo.\n",
        "flags": None,
        "note": "An adult with a title.",
        "picture": "",
    }
