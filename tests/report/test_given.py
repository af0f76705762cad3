"""Commands that a report suggests repeat what the run was given, so that pasting them gives the same answer."""

from __future__ import annotations

import re
import shlex

import pytest

from postcheck.text import shell
from tests.builders.school import CONSENT, DAY, PEOPLE, School

FOR_PEOPLE = ["rich", "markdown", "html"]


@pytest.fixture
def given(school: School) -> School:
    (school.folder / "our consent.csv").write_text(CONSENT, encoding="utf-8")
    (school.folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (school.folder / "postcheck.toml").write_text('policy = "victoria"\n', encoding="utf-8")
    school.picture("Zainab Qureshi", "drafts/cup.png")
    school.draft("---\nchannel: facebook\nimages:\n  - {file: cup.png, alt: A cup}\n---\nA cup.\n", "drafts/a b.md")
    return school


def commands(out: str) -> list[list[str]]:
    """Return the commands of a report, as a shell splits them."""
    plain = out.replace("&#x27;", "'").replace("&#39;", "'")
    return [shlex.split(found) for found in re.findall(r"(?m)postcheck (?:check|redact|confirm) [^`<\n]*", plain)]


OPTIONS = ["--consent", "our consent.csv", "--people", "people.csv", "--policy", "aspire"]


@pytest.mark.parametrize("report_format", FOR_PEOPLE)
def test_a_command_repeats_what_the_check_was_given(given: School, report_format: str) -> None:
    result = given.run("check", "drafts/a b.md", *OPTIONS, "--no-config", "--date", DAY, "--format", report_format)
    found = {line[1]: line[2:] for line in commands(result.out)}
    assert found["redact"] == ["drafts/a b.md", "--out", "safe", *OPTIONS, "--no-config"]
    assert found["confirm"] == ["drafts/a b.md", *OPTIONS, "--no-config"]
    if report_format != "markdown":
        assert found["check"] == ["drafts/a b.md", *OPTIONS, "--no-config"]


def test_a_command_that_is_pasted_gives_the_same_answer(given: School) -> None:
    first = given.run("check", "drafts/a b.md", *OPTIONS, "--no-config", "--date", DAY)
    (again,) = [line for line in commands(first.out) if line[1] == "check"]
    assert given.run(*again[1:], "--date", DAY).out == first.out


@pytest.mark.parametrize("columns", ["40", "80"])
def test_a_command_is_never_broken_in_two(given: School, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    result = given.run("check", "drafts/a b.md", *OPTIONS, "--no-config", "--date", DAY)
    typed = "      postcheck check 'drafts/a b.md' --consent 'our consent.csv' --people people.csv --policy aspire"
    assert f"{typed} --no-config" in result.out.splitlines()


def test_the_settings_file_that_was_named_is_repeated(given: School) -> None:
    (given.folder / "own.toml").write_text('policy = "aspire"\nconsent = "our consent.csv"\n', encoding="utf-8")
    result = given.run("check", "drafts/a b.md", "--config", "own.toml", "--channel", "website", "--date", DAY)
    found = {line[1]: line[2:] for line in commands(result.out)}
    assert found["check"] == ["drafts/a b.md", "--channel", "website", "--config", "own.toml"]


def test_without_options_a_command_has_none(given: School) -> None:
    result = given.run("check", "drafts/a b.md", "--date", DAY)
    assert ["postcheck", "check", "drafts/a b.md"] in commands(result.out)


def test_the_confirmation_that_is_pasted_goes_by_no_settings(given: School) -> None:
    first = given.run("check", "drafts/a b.md", *OPTIONS, "--no-config", "--date", DAY)
    pasted = next(line for line in commands(first.out) if line[1] == "confirm")
    done = given.run(*pasted[1:], "--date", DAY, "--shown", "cup.png=nobody")
    assert "Aspire" in first.out
    assert (done.code, done.err) == (0, "")
    assert "people: []" in (given.folder / "drafts" / "a b.md").read_text(encoding="utf-8")
    refused = given.run(*pasted[1:], "--config", "postcheck.toml", "--shown", "cup.png=nobody")
    assert (refused.code, refused.out) == (2, "")


def test_redact_says_how_to_check_with_what_it_was_given(given: School) -> None:
    result = given.run("redact", "drafts/a b.md", "--out", "safe", *OPTIONS, "--no-config", "--date", DAY)
    assert ["postcheck", "check", "safe", *OPTIONS, "--no-config"] in commands(result.out)


def test_where_names_are_hidden_an_option_gives_none_away(given: School) -> None:
    (given.folder / "our consent.csv").rename(given.folder / "Zainab-Qureshi.csv")
    result = given.run(
        "check", "drafts/a b.md", "--consent", "Zainab-Qureshi.csv", "--policy", "aspire", "--date", DAY, "--hide-names"
    )
    assert "--consent ▮▮▮.csv --policy aspire" in result.out
    assert "qureshi" not in result.out.lower()


@pytest.mark.parametrize(
    ("platform", "typed"), [("linux", "'my list.csv'"), ("darwin", "'my list.csv'"), ("win32", '"my list.csv"')]
)
def test_paths_are_quoted_as_the_shell_wants_them(monkeypatch: pytest.MonkeyPatch, platform: str, typed: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert shell.quoted("my list.csv") == typed
    assert shell.quoted("list.csv") == "list.csv"
