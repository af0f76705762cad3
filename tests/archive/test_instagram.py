from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from postcheck.archive import ItemKind, MediaKind, Source
from tests.builders.archives import IG, MOMENT, Content, Reading, every_text, fields, folder, instagram, packed, picture


@pytest.fixture
def account(tmp_path: Path) -> Reading:
    return Reading(packed(tmp_path / "instagram-hillside.zip", instagram()))


def test_everything_of_an_account_is_accounted_for(account: Reading) -> None:
    assert account.not_read == []
    assert set(account.sources.values()) == {Source.INSTAGRAM}
    counted = account.tally.files_read + account.tally.media_shown + sum(account.tally.passed_over.values())
    assert counted == len(instagram())


def test_the_caption_of_a_single_picture_stands_with_it(account: Reading) -> None:
    post = account.one("Zoë's poem ❤")
    assert post.account == "hillside_primary"
    assert [(text.field, text.text) for text in post.media[0].texts] == [("caption", "Zoë's poem ❤")]
    assert not post.media[0].missing
    assert post.date is not None


def test_a_carousel_is_one_post_with_alt_texts_and_subtitles(account: Reading) -> None:
    post = account.one("The band")
    assert fields(post)["caption"] == "The band"
    assert [one.kind for one in post.media] == [MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT]
    assert [text.text for text in post.media[1].texts] == ["Two children and a drum"]
    assert not any(one.missing for one in post.media)


def test_stories_reels_comments_and_the_profile_are_read(account: Reading) -> None:
    assert account.one("Off to the woods").kind is ItemKind.STORY
    assert account.one("Our reel").media[0].missing
    assert fields(account.one("Bravo Ravi")) == {"comment": "Bravo Ravi", "media_owner": "a_parent"}
    profile = account.one("A school on a hill")
    assert profile.kind is ItemKind.PROFILE
    assert profile.media[0].written == "media/profile/202601/9_17.jpg"


def test_messages_likes_and_archived_posts_are_not_given(account: Reading) -> None:
    assert not [text for text in every_text(account.items) if "Secret" in text or "Archived" in text or "@" in text]
    assert account.tally.not_published == {"archived": 1}
    assert account.tally.passed_over["private messages"] == 1


def test_pictures_of_posts_that_are_not_published_are_no_items_unless_another_shows_them(tmp_path: Path) -> None:
    def entry(*names: str) -> dict[str, Any]:
        return {"media": [{"uri": f"media/posts/202609/{name}", "creation_timestamp": MOMENT} for name in names]}

    files: dict[str, Content] = {
        f"{IG}/media/posts_1.json": [entry("both.jpg")],
        f"{IG}/media/archived_posts.json": {"ig_archived_post_media": [entry("both.jpg", "archived.jpg")]},
        f"{IG}/recently_deleted_content.json": {"ig_recently_deleted_media": [entry("deleted.jpg")]},
        "media/posts/202609/both.jpg": picture(),
        "media/posts/202609/archived.jpg": picture("red"),
        "media/posts/202609/deleted.jpg": picture("blue"),
        "media/posts/202609/other.jpg": picture("green"),
    }
    read = Reading(folder(tmp_path / "export", files))
    shown = [one.written.rpartition("/")[2] for item in read.items for one in item.media]
    assert shown == ["both.jpg", "other.jpg"]
    assert read.tally.passed_over == {"media of posts that are not published": 2}
    assert read.not_read == []


@pytest.mark.parametrize("name", ["content/posts_1.json", f"{IG}/content/posts_2.json", "ig/media/posts_1.json"])
def test_every_layout_is_known(tmp_path: Path, name: str) -> None:
    entry = {"media": [{"uri": "media/posts/1.jpg", "creation_timestamp": MOMENT, "title": "Well done"}]}
    read = Reading(folder(tmp_path / "export", {name: [entry]}))
    assert read.not_read == []
    assert read.one("Well done").source is Source.INSTAGRAM


def test_posts_on_threads_are_read_with_their_channel(tmp_path: Path) -> None:
    entry = {"media": [{"uri": "", "creation_timestamp": MOMENT, "title": "Hello Threads"}]}
    files: dict[str, Content] = {
        f"{IG}/threads/threads_and_replies.json": {"text_post_app_text_posts": [entry]},
        f"{IG}/threads/liked_threads.json": {"text_post_app_media_likes": [{"title": "Liked words"}]},
        f"{IG}/media/posts_1.json": [],
    }
    read = Reading(folder(tmp_path / "export", files))
    assert read.one("Hello Threads").channels == ("threads",)
    assert read.said("Liked words") == 0
    assert read.not_read == []


def test_older_comments_are_read(tmp_path: Path) -> None:
    said = [{"title": "hillside", "string_list_data": [{"href": "", "value": "Bravo Zoë", "timestamp": MOMENT}]}]
    files = {f"{IG}/comments/post_comments.json": {"comments_media_comments": said}}
    item = Reading(folder(tmp_path / "export", files)).one("Bravo Zoë")
    assert item.kind is ItemKind.COMMENT
    assert item.date is not None


@pytest.mark.parametrize(
    "where", ["guides/guides.json", "reels/reels.json", "live/live_videos.json", "notes/notes.json"]
)
def test_what_is_published_in_a_folder_of_its_own_is_read(tmp_path: Path, where: str) -> None:
    files = {
        f"{IG}/media/posts_1.json": [],
        f"{IG}/{where}": [{"timestamp": MOMENT, "title": "Bravo Zoë", "media": []}],
    }
    read = Reading(folder(tmp_path / "export", files))
    assert read.one("Bravo Zoë").kind is ItemKind.POST
    assert read.not_read == []


def test_a_folder_that_is_not_known_is_never_passed_over_in_silence(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        f"{IG}/media/posts_1.json": [],
        f"{IG}/novelties/a.json": [{"timestamp": MOMENT, "title": "Bravo Zoë"}],
        f"{IG}/other_activity/a.json": [{"title": "of the account"}],
    }
    read = Reading(folder(tmp_path / "export", files))
    assert [one.place.file for one in read.not_read] == [f"{IG}/novelties/a.json"]


def test_the_first_layout_is_told_by_its_entries(tmp_path: Path) -> None:
    entry = {"caption": "Bravo Zoë", "taken_at": "2026-09-24T08:00:00", "path": "photos/202609/a.jpg"}
    files: dict[str, Content] = {
        "media.json": {"photos": [entry]},
        "photos/202609/a.jpg": picture(),
        "messages.json": [{"conversation": [{"text": "Secret words of two people"}]}],
    }
    read = Reading(packed(tmp_path / "export.zip", files))
    post = read.one("Bravo Zoë")
    assert (post.source, post.date) == (Source.INSTAGRAM, datetime(2026, 9, 24, 8, tzinfo=UTC))
    assert [one.missing for one in post.media] == [False]
    assert read.said("Secret words") == 0
    assert read.not_read == []


def test_another_list_of_media_is_no_export(tmp_path: Path) -> None:
    read = Reading(folder(tmp_path / "a", {"media.json": {"photos": [{"caption": "Bravo Zoë Whitlock"}]}}))
    assert set(read.sources.values()) == {Source.FOLDER}
