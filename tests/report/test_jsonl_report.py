"""JSON lines: the JSON report, a line for the run and a line for each post."""

from __future__ import annotations

import dataclasses
import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from postcheck.model.draft import Unexamined
from postcheck.model.report import Report
from postcheck.report.base import FORMATS, ReportOptions

from . import build


@pytest.fixture(scope="session")
def lines_validator() -> Draft202012Validator:
    schema: Any = json.loads(
        (files("postcheck.report") / "schema" / "postcheck-report-lines-1.json").read_text(encoding="utf-8")
    )
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def lines(report: Report, **options: Any) -> list[dict[str, Any]]:
    text = FORMATS["jsonl"](report, ReportOptions(**options))
    assert text.endswith("\n")
    assert text.splitlines() == text[:-1].split("\n")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("options", [{}, {"show_names": False}, {"explain": True}])
def test_it_says_what_the_json_report_says(lines_validator: Draft202012Validator, options: dict[str, Any]) -> None:
    whole = json.loads(FORMATS["json"](build.everything(), ReportOptions(**options)))
    run, *posts = lines(build.everything(), **options)
    assert (run.pop("schema"), run.pop("kind")) == ("postcheck-report-lines/1", "run")
    assert {post.pop("kind") for post in posts} == {"post"}
    assert posts == whole.pop("posts")
    whole.pop("schema")
    assert run == whole
    for line in lines(build.everything(), **options):
        assert [*lines_validator.iter_errors(line)] == []


def test_the_schema_refuses_what_is_neither(lines_validator: Draft202012Validator) -> None:
    run, post = lines(build.one(build.trip()))
    for wrong in ({}, run | {"kind": "post"}, post | {"kind": "run"}, post | {"verdict": "fine"}, post | {"more": 1}):
        assert not lines_validator.is_valid(wrong)
    del post["not_examined"]
    assert not lines_validator.is_valid(post)


def test_nothing_checked_is_no_pass() -> None:
    (run,) = lines(Report((), build.PACK, build.DAY))
    assert (run["summary"]["verdict"], run["summary"]["posts"]) == ("incomplete", 0)


def test_what_is_not_examined_is_said() -> None:
    run, post = lines(build.one(build.trip()))
    assert run["summary"]["verdict"] == post["verdict"] == "incomplete"
    assert post["not_examined"][0]["file"] == "sample_posts/beach.heic"


def test_a_line_stays_one_whatever_a_file_is_called() -> None:
    odd = "a\u2028b\x85c\nd.jpg"
    run, post = lines(build.one(dataclasses.replace(build.fair(), unexamined=(Unexamined(odd, "Why."),))))
    assert run["kind"] == "run"
    assert post["not_examined"][0]["file"] == odd
