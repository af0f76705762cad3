"""The JSON report: the contract to the letter, and a schema that accepts it and nothing else."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import postcheck
from postcheck.model.draft import Unexamined
from postcheck.model.mention import Ground, Naming, Role
from postcheck.model.pack import Pack
from postcheck.model.report import Flag, Report
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, PlaceKind, Where
from postcheck.report.base import FORMATS, ReportOptions
from postcheck.report.json_report import dumped, dumps, render

from . import build


def parsed(report: Report, **options: Any) -> Any:
    return json.loads(render(report, ReportOptions(**options)))


def flagged(where: Where, **other: Any) -> Any:
    flag = build.name_flag("Amelia", where, **other)
    return parsed(build.one(dataclasses.replace(build.fair(), flags=(flag,))))["posts"][0]["flags"][0]


def test_whole_of_a_small_report() -> None:
    where = Where(PlaceKind.TEXT, "a.md", "body", 7, 12, 131, 137)
    flag = build.name_flag("Amelia", where, message="Seen.", advice="Do.")
    waived = dataclasses.replace(flag, waiver=build.WAIVER)
    post = dataclasses.replace(
        build.fair(checklist=(build.DRESS,)),
        flags=(flag,),
        suppressed=(waived,),
        unexamined=(Unexamined("b.heic", "Why. What to do."),),
    )
    expected_flag = {
        "rule": "ASP-NAME-1",
        "title": "No child's name in a post",
        "section": "Use of children's names",
        "category": "name",
        "severity": "fail",
        "message": "Seen.",
        "advice": "Do.",
        "evidence": "Amelia",
        "pupil_ids": ["P0007"],
        "fingerprint": "5f1c0a",
        "where": {"kind": "text", "file": "a.md", "field": "body", "line": 7, "column": 12, "start": 131, "end": 137},
        "role": "child",
        "confidence": 0.87,
        "reasons": ["first_name", "age_after", "lower_case"],
    }
    assert parsed(build.one(post)) == {
        "schema": "postcheck-report/1",
        "tool": {"name": "postcheck", "version": postcheck.__version__},
        "policy": {
            "id": "aspire",
            "title": "Aspire Academy Trust: Social Media Policy",
            "version": "1.3",
            "review_due": "2026-06",
            "review_overdue": True,
        },
        "summary": {"verdict": "fail", "posts": 1, "pass": 0, "review": 0, "fail": 1, "incomplete": 0},
        "posts": [
            {
                "path": "sample_posts/fair.md",
                "verdict": "fail",
                "channels": ["website"],
                "policy": "aspire",
                "date": "2026-11-21",
                "flags": [expected_flag],
                "suppressed": [expected_flag | {"reason": "Her grandfather", "by": "J. Osei", "until": "2026-12-31"}],
                "not_examined": [{"file": "b.heic", "reason": "Why. What to do."}],
                "checklist": [
                    {"rule": "ASP-IMG-4", "text": build.DRESS.text, "declared": False},
                ],
            }
        ],
    }


def test_text_is_utf8_indented_and_ends_with_a_line_end() -> None:
    text = render(build.everything(), ReportOptions())
    assert text.startswith('{\n  "schema": "postcheck-report/1",\n  "tool": {')
    assert text.endswith("}\n")
    assert "“a pupil”" in text
    assert text == render(build.everything(), ReportOptions()) == FORMATS["json"](build.everything(), ReportOptions())


def test_counts_and_the_worst_verdict() -> None:
    assert parsed(build.everything())["summary"] == {
        "verdict": "fail",
        "posts": 5,
        "pass": 2,
        "review": 1,
        "fail": 1,
        "incomplete": 1,
    }
    assert parsed(build.one(build.trip()))["summary"]["verdict"] == "incomplete"


@pytest.mark.parametrize(
    ("due", "overdue"), [(None, False), ("2026", False), ("2026-10", True), ("2026-11-20", True), ("2026-11-21", False)]
)
def test_review_date(due: str | None, overdue: bool) -> None:
    pack = dataclasses.replace(build.PACK, review_due=due)
    policy = parsed(Report((), pack, date(2026, 11, 21)))["policy"]
    assert (policy["review_due"], policy["review_overdue"]) == (due, overdue)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Where(PlaceKind.TEXT, "a.md", "title"), {"kind": "text", "file": "a.md", "field": "title"}),
        (
            Where(PlaceKind.IMAGE, "a.jpg", "ocr", box=Box(412, 300, 655, 71), frame=0, confidence=0.9149),
            {"kind": "image", "file": "a.jpg", "box": [412, 300, 655, 71], "frame": 0, "confidence": 0.91},
        ),
        (Where(PlaceKind.IMAGE, "a.jpg"), {"kind": "image", "file": "a.jpg"}),
        (
            Where(PlaceKind.METADATA, "a.jpg", "exif", start=0, end=6, frame=0),
            {"kind": "metadata", "file": "a.jpg", "field": "exif"},
        ),
        (
            Where(PlaceKind.FILENAME, "amelia.jpg", "filename", start=0, end=6),
            {"kind": "filename", "file": "amelia.jpg", "field": "filename", "start": 0, "end": 6},
        ),
        (Where(PlaceKind.POST, "a.md", "body", 1, 1, 0, 1), {"kind": "post", "file": "a.md"}),
    ],
)
def test_a_place_has_only_the_keys_that_apply(where: Where, expected: dict[str, Any]) -> None:
    assert flagged(where)["where"] == expected


def test_a_flag_without_a_rule_of_the_pack_has_no_title() -> None:
    flag = flagged(Where(PlaceKind.POST, "a.md"), rule="OTHER-1")
    assert (flag["title"], flag["section"]) == (None, None)


def test_a_file_name_that_is_no_valid_unicode_survives() -> None:
    text = render(
        build.one(dataclasses.replace(build.fair(), unexamined=(Unexamined("caf\udce9.jpg", "Why."),))), ReportOptions()
    )
    assert json.loads(text.encode("utf-8"))["posts"][0]["not_examined"][0]["file"] == "caf\udce9.jpg"


def test_every_report_is_valid(validator: Draft202012Validator) -> None:
    reports = [
        build.everything(),
        *(build.one(post) for post in build.everything().posts),
        Report((), build.PACK, build.DAY),
    ]
    for report in reports:
        for show_names in (True, False):
            assert [*validator.iter_errors(parsed(report, show_names=show_names))] == []


places = st.one_of(
    st.builds(
        lambda line, column, start, length: Where(PlaceKind.TEXT, "a.md", "body", line, column, start, start + length),
        st.integers(1, 9),
        st.integers(1, 9),
        st.integers(0, 99),
        st.integers(0, 9),
    ),
    st.builds(
        lambda left, top, size, confidence: Where(
            PlaceKind.IMAGE, "a.jpg", "ocr", box=Box(left, top, size, size), frame=1, confidence=confidence
        ),
        st.integers(-5, 5000),
        st.integers(-5, 5000),
        st.integers(0, 500),
        st.floats(0, 1),
    ),
    st.just(Where(PlaceKind.METADATA, "a.jpg", "xmp", start=0, end=2)),
    st.just(Where(PlaceKind.FILENAME, "a.jpg", "filename", start=0, end=1)),
    st.just(Where(PlaceKind.POST, "a.md")),
)
grounds = st.builds(
    Ground,
    st.text(min_size=1),
    st.text(min_size=1),
    st.sampled_from(["child", "not child", "adult", "not figure", "none", "not none"]),
    st.floats(0, 20),
)
namings = st.builds(
    Naming,
    st.sampled_from(Role),
    st.floats(0, 1),
    st.lists(st.text(min_size=1), min_size=1, max_size=3).map(tuple),
    st.lists(grounds, max_size=3).map(tuple),
)
flags = st.builds(
    lambda category, naming, **other: Flag(
        category=category, naming=naming if category is Category.NAME else None, **other
    ),
    naming=namings,
    rule=st.sampled_from(["ASP-NAME-1", "OTHER"]),
    category=st.sampled_from(Category),
    severity=st.sampled_from(Severity),
    message=st.text(min_size=1),
    advice=st.text(),
    evidence=st.text(),
    where=places,
    pupil_ids=st.lists(st.text(min_size=1), unique=True).map(tuple),
)


@given(
    flags=st.lists(flags, max_size=4).map(tuple),
    unexamined=st.booleans(),
    show_names=st.booleans(),
    explain=st.booleans(),
)
def test_whatever_is_flagged_the_report_is_valid(
    validator: Draft202012Validator, flags: tuple[Flag, ...], unexamined: bool, show_names: bool, explain: bool
) -> None:
    missing = (Unexamined("b.jpg", "Why."),) if unexamined else ()
    report = build.one(dataclasses.replace(build.fair(), flags=flags, unexamined=missing))
    assert [*validator.iter_errors(parsed(report, show_names=show_names, explain=explain))] == []


def test_what_was_weighed_is_told_only_if_asked(validator: Draft202012Validator) -> None:
    flag = build.name_flag("Amelia", Where(PlaceKind.POST, "a.md"))
    report = build.one(dataclasses.replace(build.fair(), flags=(flag,), suppressed=(flag,)))
    assert "explain" not in parsed(report)["posts"][0]["flags"][0]
    explained = parsed(report, explain=True)
    assert explained["posts"][0]["flags"][0]["explain"] == [
        {"code": "age_after", "says": "a child's age follows it", "toward": "child", "weight": 1.23},
        {"code": "lower_case", "says": "it is written in small letters", "toward": "not child", "weight": 0.4},
    ]
    assert "explain" in explained["posts"][0]["suppressed"][0]
    assert {error.message for error in validator.iter_errors(explained)} == {
        "'reason' is a required property",
        "'by' is a required property",
        "'until' is a required property",
    }


def test_only_a_flag_about_a_name_says_whose_it_is() -> None:
    where = Where(PlaceKind.POST, "a.md")
    picture = flagged(where, category=Category.PICTURE, naming=None)
    assert {"role", "confidence", "reasons", "explain"}.isdisjoint(picture)


Mutation = Callable[[Any], object]
MUTATIONS: dict[str, Mutation] = {
    "another schema": lambda r: r.update(schema="postcheck-report/2"),
    "an unknown key": lambda r: r.update(extra=1),
    "no summary": lambda r: r.pop("summary"),
    "a policy without version": lambda r: r["policy"].pop("version"),
    "a review date that is none": lambda r: r["policy"].update(review_due="June"),
    "overdue without a date": lambda r: r["policy"].update(review_due=None, review_overdue=True),
    "a negative count": lambda r: r["summary"].update({"pass": -1}),
    "an unknown verdict": lambda r: r["summary"].update(verdict="ok"),
    "an unknown key in a post": lambda r: r["posts"][0].update(extra=1),
    "a post without path": lambda r: r["posts"][0].pop("path"),
    "a date in UK order": lambda r: r["posts"][0].update(date="21/11/2026"),
    "a pass with a flag that fails": lambda r: r["posts"][0].update(verdict="pass"),
    "a review with a flag that fails": lambda r: r["posts"][0].update(verdict="review"),
    "a fail without such a flag": lambda r: r["posts"][1].update(verdict="fail"),
    "a pass that was not examined": lambda r: r["posts"][2].update(verdict="pass"),
    "incomplete with everything examined": lambda r: r["posts"][3].update(verdict="incomplete"),
    "a flag without evidence": lambda r: r["posts"][0]["flags"][0].pop("evidence"),
    "an unknown category": lambda r: r["posts"][0]["flags"][0].update(category="names"),
    "a name without a role": lambda r: r["posts"][0]["flags"][0].pop("role"),
    "a name for no reason": lambda r: r["posts"][0]["flags"][0].update(reasons=[]),
    "a name that is more than certain": lambda r: r["posts"][0]["flags"][0].update(confidence=1.2),
    "an unknown role": lambda r: r["posts"][0]["flags"][0].update(role="pupil"),
    "a picture with a role": lambda r: r["posts"][0]["flags"][-1].update(role="child"),
    "an unknown severity": lambda r: r["posts"][0]["flags"][0].update(severity="error"),
    "pupil ids that are no list": lambda r: r["posts"][0]["flags"][0].update(pupil_ids="P0007"),
    "an unknown kind of place": lambda r: r["posts"][0]["flags"][0]["where"].update(kind="video"),
    "a picture with a line": lambda r: r["posts"][0]["flags"][0]["where"].update(line=1),
    "a box of three": lambda r: r["posts"][0]["flags"][0]["where"].update(box=[1, 2, 3]),
    "a box of five": lambda r: r["posts"][0]["flags"][0]["where"].update(box=[1, 2, 3, 4, 5]),
    "too much confidence": lambda r: r["posts"][0]["flags"][0]["where"].update(confidence=1.5),
    "text with a box": lambda r: r["posts"][0]["flags"][1]["where"].update(box=[1, 2, 3, 4]),
    "lines that count from 0": lambda r: r["posts"][0]["flags"][1]["where"].update(line=0),
    "a start without an end": lambda r: r["posts"][0]["flags"][1]["where"].pop("end"),
    "not examined for no reason": lambda r: r["posts"][2]["not_examined"][0].pop("reason"),
    "a checklist item that may be declared": lambda r: r["posts"][0]["checklist"][0].update(declared="yes"),
}


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS.keys())
def test_the_schema_refuses(validator: Draft202012Validator, mutation: Mutation) -> None:
    report = parsed(build.everything())
    validator.validate(report)
    mutated = copy.deepcopy(report)
    mutation(mutated)
    assert mutated != report
    assert not validator.is_valid(mutated)


def test_a_pack_of_another_kind() -> None:
    pack = Pack("hillside", "Hillside", "2", "Hillside policy", None, ())
    post = dataclasses.replace(build.fair(), pack=pack)
    report = Report((post, build.star()), pack, build.DAY)
    assert [post["policy"] for post in parsed(report)["posts"]] == ["hillside", "aspire"]
    assert parsed(report)["policy"]["review_due"] is None


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(keys=st.dictionaries(st.text(), anything, max_size=4), data=st.data())
def test_what_comes_in_pieces_is_what_would_come_at_once(keys: dict[str, Any], data: st.DataObject) -> None:
    one_by_one = {
        key: iter(value) if isinstance(value, list) and data.draw(st.booleans()) else value
        for key, value in keys.items()
    }
    assert "".join(dumped(one_by_one)) == dumps(keys)


def test_no_more_than_one_of_a_long_list_is_held() -> None:
    made: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(3):
            made.append(number)
            yield number

    pieces = dumped({"numbers": numbers()})
    assert made == []
    while "0" not in next(pieces):
        pass
    assert made == [0]
