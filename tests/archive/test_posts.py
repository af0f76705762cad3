from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from postcheck.archive import ItemKind, MediaKind, Source
from postcheck.archive.moments import LONDON
from postcheck.archive.sources import posts
from postcheck.drafts.source import DraftSource
from tests.builders.archives import Content, Reading, fields, folder, packed, picture

Writer = Callable[[Path, Mapping[str, Content]], Path]
SITE: dict[str, Content] = {
    "_config.yml": "title: Hillside\n",
    "_posts/2026-09-24-star.md": "---\ntitle: Star\ndraft: false\n---\nWell done **Ame**lia ![Zoë](/assets/a.jpg)\n",
    "_posts/2026-09-25-secret.md": "---\ntitle: S\npublished: false\n---\nHidden words ![x](/assets/b.jpg)\n",
    "_posts/2026-09-26-secret.md": "+++\ntitle = 'S'\ndraft = true\n+++\nHidden words\n",
    "_drafts/later.md": "Hidden words",
    "about.html": "<p>Ravi <img src='assets/a.jpg' alt='The hall'></p>",
    "news/undated.md": "---\ndate: 2026-09-01\ntitle: Old\nauthor: A. Clerk\n---\nOld words\n",
    "assets/a.jpg": picture(),
    "assets/b.jpg": picture("red"),
    "assets/c.jpg": picture("blue"),
    "_data/numbers.yml": "a: 1\n",
    "style.css": "p {}",
    ".gitignore": "x",
}


@pytest.fixture(params=[folder, packed], ids=["folder", "zip"])
def write(request: pytest.FixtureRequest) -> Writer:
    writer: Writer = request.param
    return writer


def test_a_site_is_read_as_its_visitors_see_it(tmp_path: Path, write: Writer) -> None:
    read = Reading(write(tmp_path / "site.zip", SITE))
    assert set(read.sources.values()) == {Source.SITE}
    post = read.one("lia ")
    assert (post.kind, post.date) == (ItemKind.PAGE, date(2026, 9, 24))
    assert [text.markdown for text in post.texts if text.field == "body"] == [True]
    assert fields(post)["title"] == "Star"
    (shown,) = post.media
    assert (shown.written, [text.text for text in shown.texts]) == ("assets/a.jpg", ["Zoë"])
    page = read.one("Ravi")
    assert [text.text for text in page.media[0].texts] == ["The hall"]
    assert read.one("Old words").date == date(2026, 9, 1)
    assert fields(read.one("Old words"))["author"] == "A. Clerk"


def test_drafts_of_a_site_are_counted_and_their_pictures_are_published_with_it(tmp_path: Path, write: Writer) -> None:
    read = Reading(write(tmp_path / "site.zip", SITE))
    assert read.said("Hidden words") == 0
    assert read.tally.not_published == {"draft": 3}
    by_themselves = [one.written for item in read.items if item.kind is ItemKind.MEDIA for one in item.media]
    assert sorted(by_themselves) == ["assets/b.jpg", "assets/c.jpg"]


def test_every_file_of_a_site_is_accounted_for(tmp_path: Path, write: Writer) -> None:
    read = Reading(write(tmp_path / "site.zip", {**SITE, "odd.bin": b"?"}))
    assert [file for file, _ in read.reasons] == ["odd.bin"]
    assert read.tally.passed_over == {"files of programs": 2, "hidden files": 1, "data without sentences": 1}
    counted = read.tally.files_read + read.tally.media_shown + sum(read.tally.passed_over.values())
    assert counted == len(SITE)


def test_a_folder_of_posts_is_read_as_check_takes_it(tmp_path: Path, write: Writer) -> None:
    files: dict[str, Content] = {
        "2026-09-24 star/post.txt": "Well done Amelia",
        "2026-09-24 star/a.jpg": picture(),
        "b/b.md": "---\npublish_at: 2026-09-01T09:00\nchannel: [facebook, x]\naccount: Hillside\n"
        "first_comment: More to come\nimages:\n  - file: gone.jpg\n    alt: Lost\n    caption: Below\n---\nHello\n",
        "lone/2026-08-30.png": picture("red"),
    }
    read = Reading(write(tmp_path / "posts.zip", files))
    assert set(read.sources.values()) == {Source.FOLDER}
    star = read.one("Well done Amelia")
    assert (star.kind, star.date) == (ItemKind.POST, date(2026, 9, 24))
    assert [one.written for one in star.media] == ["2026-09-24 star/a.jpg"]
    other = read.one("Hello")
    assert other.date == datetime(2026, 9, 1, 9, tzinfo=LONDON)
    assert (other.channels, other.account) == (("facebook", "x"), "Hillside")
    assert fields(other)["first_comment"] == "More to come"
    (gone,) = other.media
    assert (gone.missing, {text.text for text in gone.texts}) == (True, {"Lost", "Below"})
    (lone,) = [item for item in read.items if item.kind is ItemKind.MEDIA]
    assert lone.date == date(2026, 8, 30)
    assert read.not_read == []


def test_rows_of_a_table_are_posts_of_their_own(tmp_path: Path, write: Writer) -> None:
    book = Workbook()
    for row in (["Date", "Channel", "Text"], ["2026-09-24", "facebook", "First"], ["2026-09-25", "x", "Second"]):
        book.active.append(row)
    book.save(tmp_path / "plan.xlsx")
    read = Reading(write(tmp_path / "posts.zip", {"plan.xlsx": (tmp_path / "plan.xlsx").read_bytes()}))
    assert [read.one(words).place.index for words in ("First", "Second")] == [1, 2]


def test_what_lies_inside_a_document_is_looked_at_with_the_document(tmp_path: Path) -> None:
    page = "<p>Well done <img alt='Zoë' src='data:image/gif;base64,R0lGODlhAQABAAAAACw='></p>"
    item = Reading(folder(tmp_path / "posts", {"a.html": page})).one("Well done")
    assert [(one.kind, one.missing) for one in item.media] == [(MediaKind.DOCUMENT, False)]


def test_what_cannot_be_read_is_said(tmp_path: Path, write: Writer) -> None:
    files: dict[str, Content] = {"a.md": "Hello", "b.md": b"\0\1\2\3" * 40, "c.doc": b"x", "d.pdf": b"no pdf"}
    read = Reading(write(tmp_path / "posts.zip", files))
    assert {file for file, _ in read.reasons} == {"b.md", "c.doc", "d.pdf"}


def test_a_draft_beside_published_posts_is_counted(tmp_path: Path) -> None:
    read = Reading(folder(tmp_path / "posts", {"a.md": "---\ntitle: A\ndraft: true\n---\nHidden words", "b.md": "Hi"}))
    assert read.said("Hidden words") == 0
    assert read.tally.not_published == {"draft": 1}


def test_what_belongs_together_is_not_looked_for_outside_of_a_zip_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def found(paths: list[str], **_: object) -> tuple[DraftSource, ...]:
        seen.append(Path(paths[0], ".git").is_dir())  # where the search ends
        return ()

    monkeypatch.setattr(posts, "find_drafts", found)
    Reading(packed(tmp_path / "posts.zip", {"a.jpg": picture()}))
    assert seen == [True]


def test_nothing_beside_the_folder_is_read(tmp_path: Path) -> None:
    folder(tmp_path, {"outside.md": "Hidden words ![x](posts/a.jpg)", "posts/a.jpg": picture()})
    read = Reading(tmp_path / "posts")
    assert read.said("Hidden words") == 0
    assert [one.written for item in read.items for one in item.media] == ["a.jpg"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data/stars.toml", '[[star]]\nname = "Amelia"\ntext = """Won\nthe cup"""\n'),
        ("_data/settings.yml", "welcome: Well done Amelia Carter\n"),
        ("_data/captains.yml", "- name: Amelia\n  house: Kestrel\n"),
        ("src/_data/app.json", '{"welcome": "Well done Amelia"}'),
        ("i18n/en.toml", 'star = "Well done Amelia"\n'),
        ("_data/broken.toml", "Well done Amelia\n"),
    ],
)
def test_data_of_a_site_is_read_whatever_it_is_called(tmp_path: Path, write: Writer, name: str, content: str) -> None:
    read = Reading(write(tmp_path / "site.zip", {**SITE, name: content}))
    (item,) = (one for one in read.items if one.place.file == name)
    assert (item.kind, "Amelia" in item.texts[0].text) == (ItemKind.PAGE, True)
    assert read.not_read == []


@pytest.mark.parametrize("name", ["_data/sizes.toml", "package.json", "netlify.toml", "data/postcheck.signed-off.toml"])
def test_other_data_of_a_site_is_passed_over(tmp_path: Path, write: Writer, name: str) -> None:
    content = "wide = 3\n" if "sizes" in name else '{"name": "Amelia Carter"}'
    read = Reading(write(tmp_path / "site.zip", {**SITE, name: content}))
    assert not [one for one in read.items if one.place.file == name]
