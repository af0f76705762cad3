"""``postcheck help``: what messages name can be read on any computer that postcheck is installed on."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from postcheck.cli.app import app
from postcheck.report.base import ReportOptions
from postcheck.report.help_pages import find_topic, render_topics, topic_text, topics
from postcheck.report.sheet import to_text
from tests.builders.school import School

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"docs/([\w-]+)\.md|postcheck help ([\w-]+)")


def texts(file: Path) -> Iterator[str]:
    """Yield what a file can say to a user: all texts but docstrings of Python, all of other files."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        yield text
        return
    tree = ast.parse(text)
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def named() -> dict[str, set[str]]:
    """Return the pages that messages name, and in which files."""
    files = [*(ROOT / "postcheck").rglob("*.py"), *(ROOT / "rules").rglob("*.toml")]
    found: dict[str, set[str]] = {}
    for file in files:
        for text in texts(file):
            for match in NAMED.finditer(text):
                found.setdefault(match[1] or match[2], set()).add(str(file.relative_to(ROOT)))
    return found


def test_every_page_that_a_message_names_is_a_topic() -> None:
    pages = named()
    assert len(pages) > 5
    known = {*topics(), *getattr(typer.main.get_command(app), "commands", ())}
    assert not {page: files for page, files in pages.items() if page not in known}


def test_every_page_is_listed_and_can_be_shown() -> None:
    pages = {page.stem for page in (ROOT / "docs").glob("*.md")}
    assert set(topics()) == pages
    listed = to_text(render_topics(), ReportOptions())
    for topic in topics().values():
        assert topic.name in listed
        shown = topic_text(topic, ReportOptions(encoding="ascii"))
        assert shown.isascii()
        assert max(map(len, shown.splitlines())) <= 80
        assert not re.search(r"\]\(\S+\.md", shown)


def test_a_link_says_what_to_type() -> None:
    shown = " ".join(topic_text(topics()["for-officers"], ReportOptions()).split())
    assert "postcheck help" in shown


@pytest.mark.parametrize(
    "words", ["settings", "SETTINGS.md", "docs/settings.md", r"docs\settings.md#paths", " settings "]
)
def test_a_page_is_found_by_any_of_its_names(school: School, words: str) -> None:
    shown = school.run("help", words)
    assert shown.code == 0, shown.err
    assert "max_age_days" in shown.out


def test_a_command_is_explained_and_nonsense_is_not_repeated(school: School) -> None:
    shown = school.run("help", "redact")
    assert (shown.code, shown.err) == (0, "")
    assert "--out" in shown.out
    unknown = school.run("help", "setings")
    assert (unknown.code, unknown.out) == (2, "")
    assert "`postcheck help settings`" in unknown.err
    assert "setings" not in unknown.err
    assert find_topic("") is None
    assert "for-officers" in school.run("help").out


def test_the_pages_are_in_the_wheel() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["force-include"]["docs"] == "postcheck/docs"
    assert "/docs" in build["targets"]["sdist"]["include"]
