"""What a waiver sets aside is counted and named in every format."""

from __future__ import annotations

import dataclasses
import json

import pytest

from postcheck.report.base import FORMATS, ReportOptions

from . import build


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"json", "jsonl"}])
def test_every_format_says_how_many_and_which_rules(name: str) -> None:
    flag = dataclasses.replace(build.star().flags[1], waiver=build.WAIVER)
    post = dataclasses.replace(build.fair(), suppressed=(flag, flag))
    text = " ".join(FORMATS[name](build.one(post), ReportOptions()).split())
    assert "2 findings are waived and not counted: ASP-NAME-1 (2 times)." in text
    assert "waived" not in FORMATS[name](build.one(build.fair()), ReportOptions()).replace('"waived": ""', "")


def test_the_json_report_lists_them_with_who_decided() -> None:
    flag = dataclasses.replace(
        build.star().flags[1], waiver=dataclasses.replace(build.WAIVER, reason="Amelia Carter is an author")
    )
    post = dataclasses.replace(build.star(), suppressed=(flag,))
    (found,) = json.loads(FORMATS["json"](build.one(post), ReportOptions()))["posts"][0]["suppressed"]
    _, line = FORMATS["jsonl"](build.one(post), ReportOptions()).splitlines()
    assert json.loads(line)["suppressed"] == [found]
    assert {key: found[key] for key in ("reason", "by", "until")} == {
        "reason": "Amelia Carter is an author",
        "by": "J. Osei",
        "until": "2026-12-31",
    }
    hidden = FORMATS["json"](build.one(post), ReportOptions(show_names=False))
    assert "Amelia" not in hidden
    assert "Carter" not in hidden
    assert "is an author" in hidden


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab", "junit"])
def test_formats_that_others_keep_do_not_quote_the_reason(name: str) -> None:
    flag = dataclasses.replace(build.star().flags[1], waiver=build.WAIVER)
    assert "grandfather" not in FORMATS[name](
        build.one(dataclasses.replace(build.star(), suppressed=(flag,))), ReportOptions()
    )
