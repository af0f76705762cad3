"""docs/formats.md and docs/report-html.md say what the formats are, and what holds for all of them."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from postcheck.model.draft import Draft, Unexamined
from postcheck.model.report import Report
from postcheck.model.text import PlaceKind, TextFile, Where
from postcheck.report.base import FORMATS, ReportOptions
from postcheck.report.html_report import LONGEST
from postcheck.report.sarif_report import FINGERPRINT, NOT_EXAMINED

from . import build

DOCS = Path(__file__).parents[2] / "docs"
FORMATS_PAGE = (DOCS / "formats.md").read_text(encoding="utf-8")
HTML_PAGE = (DOCS / "report-html.md").read_text(encoding="utf-8")


def example() -> Report:
    file = TextFile("drafts/star.md", "Well done Amelia!\n")
    flag = build.text_flag(file, "Amelia", advice="Take the name out.")
    draft = Draft(file.name, None, file)
    return build.one(
        dataclasses.replace(
            build.fair(), draft=draft, channels=("facebook",), flags=(flag,), consent_lists=("consent.csv",)
        )
    )


def promises() -> list[tuple[str, str]]:
    """Return each format of the first table, and what is said there of names."""
    overview, _, _ = FORMATS_PAGE.partition("\n## ")
    return re.findall(r"^\| `(\w+)` \|.*\| ([^|]*) \|$", overview, re.MULTILINE)


@pytest.mark.parametrize(
    ("block", "name", "show_names"),
    [
        ("```xml\n(.*?)```", "junit", True),
        ("```text\n(.*?)```", "github", True),
        ("```json\n(.*?)```", "gitlab", True),
        ("````markdown\n(.*?)````", "markdown", False),
    ],
)
def test_the_examples_are_what_is_written(block: str, name: str, show_names: bool) -> None:
    (shown,) = re.findall(block, FORMATS_PAGE, re.DOTALL)
    assert shown == FORMATS[name](example(), ReportOptions(show_names=show_names))


def test_every_format_is_there() -> None:
    assert {name for name, _ in promises()} == set(FORMATS)
    assert set(re.findall(r"--format (\w+)", FORMATS_PAGE + HTML_PAGE)) <= set(FORMATS)


def test_what_sarif_readers_look_for_is_named() -> None:
    assert f"`{FINGERPRINT}`" in FORMATS_PAGE
    assert f"`{NOT_EXAMINED}`" in FORMATS_PAGE


def test_the_sizes_of_pictures() -> None:
    (most, first), (many, second), (_, third) = LONGEST
    assert (
        f"at most {first} pixels ({second} in reports of more than {most} pictures, {third} in those of more "
        f"than {many})"
    ) in HTML_PAGE


def test_the_names_that_each_format_shows() -> None:
    for name, promise in promises():
        text = FORMATS[name](example(), ReportOptions(show_names=True))
        assert ("Amelia" in text) is promise.startswith("shown"), name
        assert "Amelia" not in FORMATS[name](example(), ReportOptions(show_names=False)), name


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_can_be_written_whatever_a_file_is_called(name: str) -> None:
    odd = "caf\udce9\x1b\n.jpg"
    post = dataclasses.replace(
        build.star(), unexamined=(Unexamined(odd, "Why."),), flags=(build.name_flag(odd, Where(PlaceKind.POST, odd)),)
    )
    for show_names in (True, False):
        written = FORMATS[name](build.one(post), ReportOptions(show_names=show_names))
        assert written.encode("utf-8").decode("utf-8") == written
