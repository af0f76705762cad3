"""The sample posts: the demo of the README, checked against what is written down beside them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.builders.school import School

ROOT = Path(__file__).parents[2]
EXPECTED = tomllib.loads((ROOT / "sample_posts" / "expected.toml").read_text(encoding="utf-8"))["draft"]
SCHEMA = json.loads((ROOT / "postcheck" / "report" / "schema" / "postcheck-report-1.json").read_text(encoding="utf-8"))
DAY = "2026-11-21"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    school = School(tmp_path_factory.mktemp("school"))
    result = school.run("check", "sample_posts", "--format", "json", "--date", DAY, cwd=ROOT)
    assert result.code == 1
    assert result.err == ""
    return result.report


def test_the_report_is_valid_against_the_schema(report: dict[str, Any]) -> None:
    assert [*Draft202012Validator(SCHEMA).iter_errors(report)] == []


def test_every_sample_is_in_the_report(report: dict[str, Any]) -> None:
    expected = {f"sample_posts/{entry['path']}" for entry in EXPECTED if "options" not in entry}
    assert {post["path"] for post in report["posts"]} == expected


def by_default() -> list[Any]:
    return [pytest.param(entry, id=entry["path"]) for entry in EXPECTED if "options" not in entry]


@pytest.mark.parametrize("entry", by_default())
def test_sample(report: dict[str, Any], entry: dict[str, Any]) -> None:
    (post,) = (post for post in report["posts"] if post["path"] == f"sample_posts/{entry['path']}")
    assert_as_expected(post, entry)


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry["path"]) for entry in EXPECTED if "options" in entry])
def test_sample_with_options(school: School, entry: dict[str, Any]) -> None:
    path = f"sample_posts/{entry['path']}"
    result = school.run("check", path, *entry["options"], "--format", "json", "--date", DAY, cwd=ROOT)
    assert_as_expected(result.post, entry)


def assert_as_expected(post: dict[str, Any], entry: dict[str, Any]) -> None:
    flags = post["flags"]
    assert post["verdict"] == entry["verdict"]
    assert post["policy"] == entry["policy"]
    assert set(entry["rules"]) <= {flag["rule"] for flag in flags}
    assert set(entry.get("pupils", [])) <= {pupil for flag in flags for pupil in flag["pupil_ids"]}
    assert {f"sample_posts/{name}" for name in entry.get("unexamined", [])} <= {
        left_out["file"] for left_out in post["not_examined"]
    }
