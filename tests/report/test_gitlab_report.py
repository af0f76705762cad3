"""GitLab's code quality: what a reader of it needs, nobody's name, and no pass by silence."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from postcheck.model.report import Report
from postcheck.model.text import PlaceKind, TextFile, Where
from postcheck.report.base import FORMATS, ReportOptions

from . import build


def issues(report: Report, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(FORMATS["gitlab"](report, ReportOptions(**options)))
    for issue in found:
        assert {"description", "check_name", "fingerprint", "severity", "location"} <= set(issue)
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({issue["fingerprint"] for issue in found}) == len(found)
    return found


def test_each_flag_is_an_issue_at_its_place() -> None:
    found = issues(build.one(build.star()))
    assert [issue["severity"] for issue in found] == ["blocker"] * 5 + ["major"]
    assert {issue["location"]["path"] for issue in found} == {"sample_posts/star.md", "sample_posts/certificate.jpg"}
    lines = [issue["location"]["lines"] for issue in found if issue["location"]["path"].endswith(".md")]
    assert all(line["end"] >= line["begin"] > 1 for line in lines)


def test_what_is_not_examined_is_an_issue() -> None:
    (issue,) = issues(build.one(build.trip()))
    assert (issue["check_name"], issue["severity"]) == ("not-examined", "critical")
    assert issue["location"]["path"] == "sample_posts/beach.heic"
    assert "could not be examined" in issue["description"]


def test_only_a_pass_has_no_issues() -> None:
    assert issues(build.one(build.fair())) == []
    (nothing,) = issues(Report((), build.PACK, build.DAY))
    assert nothing["check_name"] == "not-examined"
    assert nothing["description"].startswith("No drafts were found, so nothing was checked.")
    assert issues(Report((), build.PACK, build.DAY, may_be_empty=True)) == []


@pytest.mark.parametrize("show_names", [True, False])
def test_nothing_says_what_was_seen(show_names: bool) -> None:
    text = FORMATS["gitlab"](build.everything(), ReportOptions(show_names=show_names))
    for name in ("Amelia", "AMELIA", "Mohammed", "P0007"):
        assert name not in text
    if not show_names:
        assert "5f1c0a" not in text


def test_a_name_in_a_path_is_masked_on_request() -> None:
    file = "drafts/amelia_carter.jpg"
    flag = build.name_flag("amelia_carter", Where(PlaceKind.FILENAME, file))
    report = build.one(dataclasses.replace(build.fair(), flags=(flag,)))
    assert issues(report)[0]["location"]["path"] == file
    (hidden,) = issues(report, show_names=False)
    assert "amelia" not in json.dumps(hidden)


def test_fingerprints_stay_when_lines_move_and_differ_when_names_do() -> None:
    def fingerprint(text: str, **other: Any) -> str:
        file = TextFile("a.md", text)
        post = dataclasses.replace(build.fair(), flags=(build.text_flag(file, "Amelia", **other),))
        return str(issues(build.one(post))[0]["fingerprint"])

    assert fingerprint("Amelia") == fingerprint("Hello\n\nAmelia")
    assert fingerprint("Amelia") != fingerprint("Amelia", fingerprint="77aa")
