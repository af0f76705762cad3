"""``postcheck rules check``: a trust's own pack, as its data protection officer tries it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.builders.school import Result, School

PACK = '''\
schema = "postcheck-pack/1"
id = "ours"
title = "Ours"
extends = "aspire"
drop = ["ASP-IMG-6"]

[[change]]
id = "ASP-VID-1"
severity = "note"
params = {{ megabytes = 200 }}

[[rule]]
id = "OUR-CHAN-1"
title = "No TikTok"
check = "{check}"
category = "channel"
severity = "{severity}"
section = "4"
asks = "TikTok is not used."
why = "It is not for children."
remedy = "Post elsewhere."
params = {{ {closed} = "tiktok" }}

[[rule.example]]
flags = "fail"
draft = """
---
channel: tiktok
---
The fair is on Saturday.
"""
'''
PASSES = (
    '\n[[rule.example]]\nflags = "{flags}"\ndraft = """\n---\nchannel: facebook\n---\nThe fair is on Saturday.\n"""\n'
)


def check(school: School, more: str = "", **how: str) -> tuple[Result, Any]:
    values = {"check": "channel", "severity": "fail", "closed": "closed", **how}
    (school.folder / "ours.toml").write_text(PACK.format(**values) + more, encoding="utf-8")
    result = school.run("rules", "check", "ours.toml", "--format", "json")
    return result, json.loads(result.out)


def test_a_good_pack_and_how_it_differs(school: School) -> None:
    result, found = check(school, PASSES.format(flags="none"))
    assert result.code == 0
    assert found["ok"] is found["usable"] is True
    assert found["parent"] == "aspire"
    assert found["added"] == ["OUR-CHAN-1"]
    assert found["dropped"] == ["ASP-IMG-6"]
    (changed,) = found["changed"]
    assert changed["rule"] == "ASP-VID-1"
    assert {"what": "level", "before": "review", "after": "note"} in changed["changes"]
    assert {"what": "parameter megabytes", "before": "320", "after": "200"} in changed["changes"]
    assert [(one["rule"], one["found"], one["ok"]) for one in found["examples"]] == [
        ("OUR-CHAN-1", "fail", True),
        ("OUR-CHAN-1", None, True),
    ]
    page = " ".join(school.run("rules", "check", "ours.toml").out.split())
    assert "dropped: ASP-IMG-6" in page
    assert "level: review → note; parameter megabytes: 320 → 200" in page
    assert "The pack can be used." in page


def test_an_example_that_comes_out_otherwise(school: School) -> None:
    result, found = check(school, PASSES.format(flags="review"))
    assert result.code == 1
    assert [one["ok"] for one in found["examples"]] == [True, False]
    assert "OUR-CHAN-1 (line 12), example 2: is to give review, and gives no flag." in " ".join(
        school.run("rules", "check", "ours.toml").out.split()
    )


def test_a_rule_without_an_example_that_passes_is_doubtful(school: School) -> None:
    result, found = check(school)
    assert result.code == 1
    assert [doubt["rule"] for doubt in found["doubts"]] == ["OUR-CHAN-1"]


@pytest.mark.parametrize(
    ("how", "places"),
    [
        ({"check": "chanel"}, [(15, "Did you mean")]),
        ({"closed": "clozed"}, [(12, "clozed")]),
        ({"severity": "bad", "check": ""}, [(15, "check"), (17, "severity")]),
        ({"severity": "bad", "closed": "clozed"}, [(17, "severity"), (22, "clozed")]),
        ({"severity": "bad", "check": "chanel"}, [(15, "Did you mean"), (17, "severity")]),
    ],
)
def test_everything_wrong_is_listed_with_its_line(
    school: School, how: dict[str, str], places: list[tuple[int, str]]
) -> None:
    result, found = check(school, **how)
    assert result.code == 2
    assert found["usable"] is False
    assert [problem["line"] for problem in found["problems"]] == [line for line, _ in places]
    for problem, (_, word) in zip(found["problems"], places, strict=True):
        assert word in problem["message"] + problem["advice"]


def test_a_file_that_is_not_there(school: School) -> None:
    assert school.run("rules", "check", "none.toml").code == 2


def test_an_overdue_policy_was_due(school: School) -> None:
    assert "was due for review in June 2026" in " ".join(school.run("rules", "list", "--policy", "aspire").out.split())


WEAKER = """\
schema = "postcheck-pack/1"
id = "ours"
title = "Ours"
extends = "{parent}"
{more}
"""


@pytest.mark.parametrize(
    ("parent", "more", "rule", "text"),
    [
        ("aspire", 'drop = ["ASP-TAG-1"]', "ASP-TAG-1", "It is dropped: nothing asks this any more."),
        ("aspire", 'drop = ["ASP-IMG-3"]', "ASP-IMG-3", "no pack can lower: whom it bars is always a fail."),
        ("aspire", 'drop = ["PC-BAR-1"]', "PC-BAR-1", "no pack can lower: whom it bars is always a fail."),
        ("aspire", 'drop = ["PC-FACE-1"]', "PC-FACE-1", "It is dropped: nothing asks this any more."),
        (
            "aspire",
            '[[change]]\nid = "ASP-NAME-1"\nseverity = "review"',
            "ASP-NAME-1",
            "Its level is lower (fail became review).",
        ),
        (
            "aspire",
            '[[change]]\nid = "ASP-NAME-1"\nparams = { permit = "consent" }',
            "ASP-NAME-1",
            "A name is permitted more easily (never became consent).",
        ),
        (
            "north-star",
            '[[change]]\nid = "NST-CHAN-1"\nparams = { allowed = ["facebook", "linkedin", "tiktok"] }',
            "NST-CHAN-1",
            "`allowed` lets more pass: tiktok.",
        ),
        (
            "north-star",
            '[[change]]\nid = "NST-OPIN-1"\nparams = { settled_by = "approved_by" }',
            "NST-OPIN-1",
            "More people may settle it.",
        ),
        (
            "north-star",
            '[[change]]\nid = "NST-IMG-1"\nparams = { given_by = ["parent", "both", "pupil"] }',
            "NST-IMG-1",
            "Consent may be given in more ways (`given_by`).",
        ),
        (
            "north-star",
            '[[change]]\nid = "NST-TONE-1"\nparams = { words = ["incident"] }',
            "NST-TONE-1",
            "`words` no longer has ",
        ),
        (
            "north-star",
            '[[change]]\nid = "NST-OPIN-1"\nsigned_by = []',
            "NST-OPIN-1",
            "It may be settled by a sign-off of more people (`signed_by`).",
        ),
        (
            "southport",
            '[[change]]\nid = "STH-CHAN-2"\nparams = { since = 2099-01-01 }',
            "STH-CHAN-2",
            "It begins later, on 2099-01-01 (`since`).",
        ),
        (
            "southport",
            '[[change]]\nid = "STH-CHAN-1"\nparams = { mentions = "note" }',
            "STH-CHAN-1",
            "The level `mentions` is lower (review became note).",
        ),
        ("aspire", '[[lexicon]]\nid = "offence"\ndrop = ["numpty"]', "offence", "The list leaves out “numpty”."),
    ],
)
def test_a_pack_that_asks_less_than_its_parent_is_told_so(
    school: School, parent: str, more: str, rule: str, text: str
) -> None:
    (school.folder / "ours.toml").write_text(WEAKER.format(parent=parent, more=more), encoding="utf-8")
    result = school.run("rules", "check", "ours.toml", "--format", "json")
    assert result.code == 0
    (said,) = json.loads(result.out)["weaker"]
    assert said["rule"] == rule
    assert text in said["text"]
    page = " ".join(school.run("rules", "check", "ours.toml").out.split())
    assert f"It is weaker than the policy it extends: {rule}: " in page


@pytest.mark.parametrize(
    "more",
    [
        "",
        '[[change]]\nid = "ASP-VID-1"\nseverity = "fail"',
        '[[change]]\nid = "ASP-VID-1"\ntitle = "Small videos"',
        '[[change]]\nid = "ASP-TONE-1"\nparams = { words = ["offence", "disparagement", "grievance"] }',
        '[[lexicon]]\nid = "offence"\n[[lexicon.kind]]\nid = "insult"\nentries = [{ words = ["wazzock"] }]',
    ],
)
def test_a_pack_that_asks_as_much_or_more_is_not(school: School, more: str) -> None:
    (school.folder / "ours.toml").write_text(WEAKER.format(parent="aspire", more=more), encoding="utf-8")
    assert json.loads(school.run("rules", "check", "ours.toml", "--format", "json").out)["weaker"] == []
    assert "weaker" not in school.run("rules", "check", "ours.toml").out


def test_a_parent_that_was_meant(school: School) -> None:
    (school.folder / "ours.toml").write_text(WEAKER.format(parent="aspier", more=""), encoding="utf-8")
    result = school.run("rules", "check", "ours.toml")
    assert result.code == 2
    assert 'There is no rule pack "aspier". Did you mean "aspire"?' in " ".join(result.out.split())
