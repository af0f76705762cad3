"""Why a name is taken for whose: in words, in every format for people, and only if asked."""

from __future__ import annotations

import dataclasses

import pytest

from postcheck.model.mention import Ground, Naming, Role
from postcheck.report.base import FORMATS, ReportOptions
from postcheck.report.why import why_words

from . import build

WHY = (
    "most likely a child (87 in 100). What speaks for a child: a child's age follows it. "
    "What speaks against a child: it is written in small letters."
)


def rendered(report_format: str, *, explain: bool, show_names: bool = True) -> str:
    text = FORMATS[report_format](build.one(build.star()), ReportOptions(show_names, explain=explain))
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("role", "confidence", "said"),
    [
        (Role.CHILD, 1.0, "most likely a child (99 in 100)."),
        (Role.CHILD, 0.5, "most likely a child (50 in 100)."),
        (Role.CHILD, 0.494, "perhaps a child (49 in 100)."),
        (Role.CHILD, 0.002, "hardly a child (1 in 100)."),
        (Role.ADULT, 0.87, "most likely an adult (87 in 100)."),
        (Role.FIGURE, 0.61, "most likely somebody public, historical or made up (61 in 100)."),
    ],
)
def test_how_likely_it_is(role: Role, confidence: float, said: str) -> None:
    ground = Ground("praised", "it is praised", "none", 1.0)
    words = why_words(Naming(role, confidence, ("first_name",), (ground,)))
    assert words == f"{said} What speaks for no name: it is praised."


def test_what_speaks_for_it_comes_before_what_speaks_against_it() -> None:
    grounds = (
        Ground("a", "it is alone", "not child", 3.0),
        Ground("b", "it is praised", "child", 2.0),
        Ground("c", "it is thanked", "child", 1.0),
    )
    assert why_words(Naming(Role.CHILD, 0.7, ("a",), grounds)) == (
        "most likely a child (70 in 100). What speaks for a child: it is praised; it is thanked. "
        "What speaks against a child: it is alone."
    )


def test_what_is_rather_no_name_says_so() -> None:
    grounds = (Ground("a", "it is also an ordinary word", "none", 3.0), Ground("b", "it is praised", "not none", 2.0))
    assert why_words(Naming(Role.CHILD, 0.06, ("a",), grounds)) == (
        "hardly a child (6 in 100). What speaks for no name: it is also an ordinary word. "
        "What speaks for a name: it is praised."
    )


def test_it_stands_below_each_name_in_the_report_for_the_terminal() -> None:
    text = rendered("rich", explain=True)
    assert text.count(f"Why: {WHY}") == 5
    assert f"reading forty books…” (pupil P0007) Why: {WHY}" in text


def test_it_stands_below_the_table_in_markdown() -> None:
    text = rendered("markdown", explain=True)
    assert text.count(WHY) == 5
    assert f"- **Why** (line 8, column 96 of the text): {WHY}" in text


def test_it_stands_below_each_name_on_the_page() -> None:
    text = rendered("html", explain=True)
    assert text.count(f'<p class="source"><strong>Why:</strong> {WHY.replace(chr(39), "&#x27;")}</p></li>') == 5


@pytest.mark.parametrize("report_format", ["rich", "markdown", "html"])
def test_nothing_is_explained_unasked(report_format: str) -> None:
    text = rendered(report_format, explain=False)
    assert "Why:" not in text
    assert "**Why**" not in text
    assert "87 in 100" not in text


@pytest.mark.parametrize("report_format", FORMATS)
def test_a_flag_without_grounds_is_not_explained(report_format: str) -> None:
    post = build.star()
    nothing = Naming(Role.CHILD, 0.9, ("wording",))
    for naming in (None, nothing):
        flags = tuple(dataclasses.replace(flag, naming=naming) for flag in post.flags)
        text = FORMATS[report_format](build.one(dataclasses.replace(post, flags=flags)), ReportOptions(explain=True))
        assert "in 100" not in text


@pytest.mark.parametrize("report_format", FORMATS)
def test_masked_reports_explain_without_names(report_format: str) -> None:
    assert "amelia" not in rendered(report_format, explain=True, show_names=False).lower()
