"""Files that the school leaves out of the check: never more than the patterns say, and always said."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.excluded import Excluded
from tests.builders.school import School


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("news.json", ["news.json", "data/news.json", "archive/news.json"]),
        ("*.JSON", ["news.json", "data/news.json", "archive/news.json"]),
        ("archive", ["archive/news.json", "archive/2024/post.md"]),
        ("archive/", ["archive/news.json", "archive/2024/post.md"]),
        ("news.json/", []),
        ("/news.json", ["news.json"]),
        ("data/*.json", ["data/news.json"]),
        ("archive/*.md", []),
        ("archive/**/*.md", ["archive/2024/post.md"]),
        ("**/2024", ["archive/2024/post.md"]),
        ("new", []),
        ("/", []),
    ],
)
def test_a_pattern_fits(tmp_path: Path, pattern: str, fits: list[str]) -> None:
    files = ["news.json", "data/news.json", "archive/news.json", "archive/2024/post.md", "post.md"]
    excluded = Excluded([(pattern, None)])
    found = [file for file in files if excluded.leaves_out(tmp_path / file, tmp_path)]
    assert found == fits
    assert list(excluded.met) == [tmp_path / file for file in fits]


def test_patterns_of_settings_start_at_their_folder(tmp_path: Path) -> None:
    excluded = Excluded([("site/data/*.json", tmp_path)])
    assert excluded.leaves_out(tmp_path / "site/data/a.json", tmp_path / "site")
    assert not excluded.leaves_out(tmp_path / "data/a.json", tmp_path)


def test_what_is_left_out_claims_nothing(tmp_path: Path) -> None:
    (tmp_path / "postcheck.toml").touch()  # nothing above it is looked at
    (tmp_path / "notes.md").write_text("Notes", encoding="utf-8")
    (tmp_path / "star.jpg").write_bytes(b"\xff\xd8")
    found = find_drafts([str(tmp_path)], stdin=None, excluded=Excluded([("notes.md", None)]))
    assert [source.path for source in found] == [tmp_path / "star.jpg"]


def test_a_file_that_is_named_is_checked_all_the_same(tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text("Hello", encoding="utf-8")
    found = find_drafts([str(post)], stdin=None, excluded=Excluded([("*.md", None)]))
    assert [source.path for source in found] == [post]


def test_the_report_says_how_many_were_left_out(school: School) -> None:
    school.draft("The library is open.", "drafts/a.md")
    school.draft("Well done, Amelia Carter!", "drafts/old/b.md")
    done = school.run("check", "drafts", "--exclude", "old/")
    assert done.code == 0, done.out
    assert "1 file was left out of the folders" in done.out.replace("\n", " ")


def test_the_settings_leave_out_too_and_nothing_left_is_no_pass(school: School) -> None:
    school.draft("The library is open.", "drafts/a.md")
    school.draft('exclude = ["*.md"]\n', "drafts/postcheck.toml")
    assert school.run("check", "drafts").code == 3
    assert school.run("check", "drafts", "--allow-empty").code == 0


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_may_be_written_either_way(tmp_path: Path, form: Literal["NFC", "NFD"]) -> None:
    (tmp_path / unicodedata.normalize("NFD" if form == "NFC" else "NFC", "José.md")).write_text("x")
    (tmp_path / "Jose.md").write_text("x")
    excluded = Excluded([(unicodedata.normalize(form, "José.*"), None)])
    found = find_drafts([str(tmp_path)], stdin=None, excluded=excluded)
    assert [source.path and source.path.name for source in found] == ["Jose.md"]
