"""``postcheck init``: from an empty folder to the first check."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.builders.school import School


def test_the_next_command_that_it_names_works(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys!\n")
    written = school.run("init", "--policy", "aspire")
    assert written.code == 0, written.err
    assert "7 pupils" in written.out
    next_command = written.out.strip().splitlines()[-1].split()
    checked = school.start(*next_command[1:], "--format", "json", fresh=True)
    assert checked.code == 1
    assert checked.rules["ASP-NAME-1"] == "fail"


def test_settings_that_are_there_are_kept(school: School) -> None:
    file = school.folder / "postcheck.toml"
    file.write_text('policy = "snmat"\n')
    refused = school.run("init", "--policy", "aspire")
    assert (refused.code, file.read_text()) == (2, 'policy = "snmat"\n')
    assert "--force" in refused.err
    assert school.run("init", "--policy", "aspire", "--force").code == 0
    assert 'policy = "aspire"' in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--policy", "nope"), "--policy"),
        (("--consent", "nope.csv"), "--consent"),
        (("--people", "nope.csv"), "--people"),
        (("--channel", "nope"), "--channel"),
        (("nowhere",), "there is no such folder"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(
    school: School, arguments: tuple[str, ...], named: str
) -> None:
    refused = school.run("init", *arguments)
    assert refused.code == 2
    assert named in refused.err
    assert not list(school.folder.rglob("postcheck.toml"))


def test_what_is_missing_is_said(school: School) -> None:
    (school.folder / "consent.csv").unlink()
    said = school.run("init").out
    assert "the consent list" in said
    assert "your trust's policy" in said


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_consent_list_that_git_would_take_is_warned_of(school: School) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=school.folder, check=True)
    assert ".gitignore" in school.run("init").out
    (school.folder / ".gitignore").write_text("consent.csv\n")
    assert ".gitignore" not in school.run("init", "--force").out
