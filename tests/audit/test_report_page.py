"""The HTML report of an audit: the pictures of the archives are in it, and it stands by itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.builders import archives, published
from tests.builders.browser import CHROMIUM, FLAGS
from tests.builders.faces import group
from tests.builders.school import School
from tests.report.html_page import Page

ROW = "P1,Seren,Llewellyn,current,,none,,,refused,refused,refused,given,given"


@pytest.fixture
def fair(school: School) -> School:
    """A school that has published a picture beside a name."""
    text = "---\nchannel: website\nimages: [{file: fair.jpg, alt: Seren at the fair}]\n---\nSeren Llewellyn came.\n"
    archives.folder(school.folder / "posts", {"2025-01-01-fair.md": text})
    group(1).save(school.folder / "posts" / "fair.jpg")
    published.lists(school.folder, f"{published.CONSENT.splitlines()[0]}\n{ROW}\n")
    published.stored(school.folder / "audit.db", school.folder / "posts")
    return school


def page(school: School, *arguments: str) -> Page:
    given = ("--store", "audit.db", "--consent", "consent.csv", "--policy", "baseline", "--date", published.DAY)
    result = school.run("audit", "report", *given, "--format", "html", *arguments)
    assert result.code == 1, result.err
    return Page(result.out)


def test_without_the_archives_it_says_which_file_it_is(fair: School) -> None:
    (fair.folder / "fair.jpg").write_bytes(archives.picture())  # a file of that name, by accident
    found = page(fair)
    assert found.all("img") == []
    assert "--archives" in found.text()
    assert "fair.jpg" in found.text()
    for words in ("Consent was refused", "1 January 2025", "posts: 2025-01-01-fair.md", "Must come down"):
        assert words in found.text()


def test_with_the_archives_pictures_are_in_it(fair: School) -> None:
    found = page(fair, "--archives", "posts")
    (shown,) = found.all("img")
    assert shown["src"].startswith("data:image/")
    assert found.source.count('class="box') == 1
    moved = fair.folder / "moved"
    moved.mkdir()
    (fair.folder / "posts").rename(moved / "posts")
    assert len(page(fair, "--archives", str(moved / "posts")).all("img")) == 1


def test_another_picture_in_its_place_is_not_shown(fair: School) -> None:
    (fair.folder / "posts" / "fair.jpg").write_bytes(archives.picture("red"))
    found = page(fair, "--archives", "posts")
    assert found.all("img") == []
    assert "has changed" in found.text()


def test_pictures_in_a_zip_file(school: School) -> None:
    files = archives.facebook()
    archives.packed(school.folder / "facebook.zip", files)
    published.stored(school.folder / "audit.db", school.folder / "facebook.zip")
    published.lists(school.folder)
    assert len(page(school, "--archives", "facebook.zip").all("img")) == 2


def test_archives_that_are_not_there_and_other_formats(fair: School) -> None:
    given = ("audit", "report", "--store", "audit.db", "--consent", "consent.csv")
    assert fair.run(*given, "--archives", "posts").code == 2
    assert fair.run(*given, "--format", "html", "--archives", "nowhere").code == 2


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
def test_a_browser_shows_it(fair: School, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page(fair, "--archives", "posts").source, encoding="utf-8")
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", file.as_uri()]
    environ = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, env=environ)
    assert "Consent was refused" in done.stdout
    assert "Content Security Policy" not in done.stderr
