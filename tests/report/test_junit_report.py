"""The JUnit report: what counts as a failure, an error and a pass, and that it is always XML."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.model.draft import Unexamined
from postcheck.model.report import DraftReport, Report
from postcheck.model.severity import Severity
from postcheck.model.text import PlaceKind, Where
from postcheck.report.base import FORMATS, ReportOptions

from . import build

POST = Where(PlaceKind.POST, "a.md")


def root(report: Report, *, show_names: bool = True) -> ET.Element:
    return ET.fromstring(FORMATS["junit"](report, ReportOptions(show_names=show_names)).encode())  # noqa: S314 - our own


def suite(post: DraftReport) -> ET.Element:
    (found,) = root(build.one(post))
    return found


def outcomes(element: ET.Element) -> dict[str, str]:
    return {case.get("name", ""): ",".join(part.tag for part in case) or "pass" for case in element.iter("testcase")}


def test_a_suite_for_each_post_and_a_case_for_each_rule() -> None:
    found = root(build.everything())
    assert [one.get("name") for one in found] == [post.draft.path for post in build.everything().posts]
    assert [outcomes(one) for one in found] == [
        {
            "ASP-NAME-2: A child's name in a picture is blurred out": "failure",
            "ASP-NAME-1: No child's name in a post": "failure",
            "ASP-IMG-1: Consent for every pupil who is shown": "failure",
        },
        {"ASP-NAME-1: No child's name in a post": "failure,system-out"},
        {"could not be examined: beach.heic": "error"},
        {"no problems found": "pass"},
        {"no problems found": "pass"},
    ]
    assert {key: found.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "7",
        "failures": "4",
        "errors": "1",
        "skipped": "0",
    }
    assert [(one.get("tests"), one.get("failures"), one.get("errors")) for one in found][:3] == [
        ("3", "3", "0"),
        ("1", "1", "0"),
        ("1", "0", "1"),
    ]


def test_a_failure_says_all() -> None:
    case = next(case for case in suite(build.star()).iter("testcase") if case.get("name", "").startswith("ASP-NAME-1"))
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("type") == "fail"
    assert (failure.get("message") or "").startswith("A pupil's first name and surname initial is in the title.")
    lines = (failure.text or "").splitlines()
    assert (
        "Must change: A pupil's first name is in the text. - line 8, column 96 of the text: “Amelia” (pupil P0007)"
        in lines
    )
    assert f"What to do: {build.NEVER}" in lines
    assert lines[-1] == "Policy: Aspire Academy Trust: Social Media Policy, section “Use of children's names”"


def test_a_note_alone_passes() -> None:
    post = dataclasses.replace(build.fair(), flags=(build.name_flag("Art", POST, severity=Severity.NOTE),))
    assert outcomes(suite(post)) == {"ASP-NAME-1: No child's name in a post": "system-out"}
    assert suite(post).get("failures") == "0"


def test_a_review_is_a_failure_of_its_own_type() -> None:
    failure = suite(build.match()).find(".//failure")
    assert failure is not None
    assert failure.get("type") == "review"
    assert "ordinary word" not in (failure.text or "")


def test_what_is_suppressed_is_skipped() -> None:
    flag = build.name_flag("x", POST)
    found = suite(dataclasses.replace(build.fair(), suppressed=(flag, flag)))
    assert outcomes(found) == {"ASP-NAME-1: No child's name in a post": "skipped", "no problems found": "pass"}
    waived = found.find("properties/property[@name='waived']")
    assert waived is not None
    assert waived.get("value") == "2 findings are waived and not counted: ASP-NAME-1 (2 times)."
    both = suite(dataclasses.replace(build.fair(), flags=(flag,), suppressed=(flag,)))
    assert outcomes(both) == {"ASP-NAME-1: No child's name in a post": "failure"}


def test_a_post_that_was_not_examined_never_passes() -> None:
    assert "pass" not in outcomes(suite(build.trip())).values()


def test_names_are_hidden_on_request() -> None:
    shown, hidden = (FORMATS["junit"](build.everything(), ReportOptions(show_names=show)) for show in (True, False))
    assert "Amelia" in shown
    assert "Amelia" not in hidden
    assert "AMELIA" not in hidden
    assert "Mohammed" not in hidden
    assert "▮▮▮" in hidden
    assert all("Amelia" not in (failure.get("message") or "") for failure in root(build.everything()).iter("failure"))


def test_nothing_checked() -> None:
    assert root(Report((), build.PACK, build.DAY)).get("tests") == "0"


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_removed(char: str) -> None:
    post = dataclasses.replace(build.fair(), unexamined=(Unexamined(f"a{char}b.jpg", f"Bro{char}ken."),))
    assert char not in FORMATS["junit"](build.one(post), ReportOptions())
    assert suite(post).get("errors") == "1"


@given(st.text(), st.text(), st.text(), st.text(min_size=1))
def test_it_is_always_xml(evidence: str, message: str, advice: str, file: str) -> None:
    flag = build.name_flag(evidence, Where(PlaceKind.POST, file), message=message, advice=advice)
    post = dataclasses.replace(build.fair(), flags=(flag,), suppressed=(flag,), unexamined=(Unexamined(file, message),))
    assert root(build.one(post)).get("failures") == "1"
