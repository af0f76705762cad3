"""GitHub's workflow commands: one well-formed line each, and never a name."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.model.draft import Draft, Unexamined
from postcheck.model.report import DraftReport, Flag, Report
from postcheck.model.severity import Severity
from postcheck.model.text import Box, PlaceKind, TextFile, Where
from postcheck.report.base import FORMATS, ReportOptions

from . import build

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.+)")


def lines(post: DraftReport, **options: Any) -> list[str]:
    return FORMATS["github"](build.one(post), ReportOptions(**options)).splitlines()


def command(flag: Flag, file: TextFile | None = None) -> tuple[str, dict[str, str], str]:
    post = build.fair()
    if file:
        post = dataclasses.replace(post, draft=Draft(file.name, None, file))
    line, last = lines(dataclasses.replace(post, flags=(flag,)))
    assert last.startswith("postcheck: checked 1 post. ")
    match = COMMAND.fullmatch(line)
    assert match
    pairs = (pair.split("=", 1) for pair in match[2].split(","))
    return match[1], {key: undone(value) for key, value in pairs}, undone(match[3])


def undone(text: str) -> str:
    for escape, char in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def test_a_flag_in_text() -> None:
    file = TextFile("drafts/star.md", "Well done,\nAmelia!\n")
    found = command(build.text_flag(file, "Amelia"), file)
    assert found == (
        "error",
        {
            "file": "drafts/star.md",
            "line": "2",
            "col": "1",
            "endColumn": "7",
            "title": "No child's name in a post [ASP-NAME-1]",
        },
        f"A pupil's first name is in the text. {build.NEVER}",
    )


def test_what_reaches_over_lines_has_no_columns() -> None:
    file = TextFile("a.md", "Amelia\nCarter")
    assert command(build.text_flag(file, "Amelia\nCarter"), file)[1] == {
        "file": "a.md",
        "line": "1",
        "endLine": "2",
        "title": "No child's name in a post [ASP-NAME-1]",
    }


@pytest.mark.parametrize(
    ("severity", "word"), [(Severity.FAIL, "error"), (Severity.REVIEW, "warning"), (Severity.NOTE, "notice")]
)
def test_levels(severity: Severity, word: str) -> None:
    assert command(build.name_flag("x", Where(PlaceKind.POST, "a.md"), severity=severity))[0] == word


def test_a_flag_in_a_picture_says_where() -> None:
    _, properties, message = command(
        build.name_flag("x", Where(PlaceKind.IMAGE, "img/p.jpg", "ocr", box=Box(4, 5, 6, 7), frame=0))
    )
    assert properties["file"] == "img/p.jpg"
    assert "line" not in properties
    assert "Where: in the picture p.jpg, 4 pixels from the left and 5 from the top." in message


def test_escapes() -> None:
    flag = build.name_flag("x", Where(PlaceKind.POST, "50%,a:b.md"), message="100%\nsure::error::x", advice="")
    post = dataclasses.replace(build.fair(), flags=(flag,))
    assert lines(post)[0] == (
        "::error file=50%25%2Ca%3Ab.md,title=No child's name in a post [ASP-NAME-1]::100%25 sure::error::x"
    )


def test_what_was_not_examined_is_an_error() -> None:
    first, last = lines(build.trip())
    assert first.startswith(
        "::error file=sample_posts/beach.heic,title=Could not be examined::beach.heic: It is no picture"
    )
    assert last == "postcheck: checked 1 post. This post could not be fully examined."


def test_a_pass_and_nothing_at_all() -> None:
    assert lines(build.fair()) == ["postcheck: checked 1 post. No problems found in this post."]
    nothing = Report((), build.PACK, build.DAY)
    assert FORMATS["github"](nothing, ReportOptions()) == "postcheck: No drafts were found, so nothing was checked.\n"


def test_the_worst_comes_first() -> None:
    words = [line.split(" ")[0] for line in lines(build.star())]
    assert words == ["::error"] * 5 + ["::warning", "postcheck:"]


@pytest.mark.parametrize("show_names", [True, False])
def test_never_a_name(show_names: bool) -> None:
    text = FORMATS["github"](build.everything(), ReportOptions(show_names=show_names))
    assert not re.search("amelia|mohammed|P00", text, re.IGNORECASE)


def test_a_file_that_is_called_after_a_pupil_is_not_named() -> None:
    where = Where(PlaceKind.FILENAME, "img/amelia_carter.jpg", "filename", start=0, end=13)
    broken = Unexamined("img/amelia_carter.jpg", "The file amelia_carter.jpg is broken.")
    found = lines(
        dataclasses.replace(build.fair(), flags=(build.name_flag("amelia_carter", where),), unexamined=(broken,))
    )
    assert not any("amelia" in line for line in found)
    assert not any("file=" in line for line in found)
    assert any("sample_posts/fair.md: " in line for line in found)


def test_a_file_name_that_is_no_valid_unicode_is_shown_in_the_message() -> None:
    broken = Unexamined("caf\udce9.jpg", "Why.")
    first, _ = lines(dataclasses.replace(build.fair(), unexamined=(broken,)))
    assert first == "::error title=Could not be examined::caf<U+DCE9>.jpg: Why."


def test_standard_input_is_no_file() -> None:
    file = TextFile("-", "Amelia")
    _, properties, message = command(build.text_flag(file, "Amelia"), file)
    assert properties == {"title": "No child's name in a post [ASP-NAME-1]"}
    assert message.startswith(
        "standard input: A pupil's first name is in the text. Where: line 1, column 1 of the text."
    )


@given(st.text(), st.text(min_size=1), st.text())
def test_nothing_starts_a_second_command(message: str, file: str, advice: str) -> None:
    flag = build.name_flag("", Where(PlaceKind.POST, file), message=message, advice=advice)
    text = FORMATS["github"](build.one(dataclasses.replace(build.fair(), flags=(flag,))), ReportOptions())
    assert re.fullmatch(r"::error [^\r\n]*\npostcheck: checked 1 post\. [^\r\n]*\n", text)
    properties = text.split("::")[1]
    assert set(re.findall(r"(\w+)=", re.sub("=[^,]*", "=", properties))) <= {"file", "title"}
