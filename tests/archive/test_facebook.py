from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from postcheck.archive import ItemKind, MediaKind, Source
from tests.builders.archives import (
    ACTIVITY,
    FB_MEDIA,
    MOMENT,
    Content,
    Reading,
    every_text,
    facebook,
    fb_medium,
    fb_post,
    fields,
    folder,
    packed,
    picture,
    quirk,
)

POSTS = f"{ACTIVITY}/posts/your_posts__check_ins__photos_and_videos_1.json"


def posts(tmp_path: Path, *entries: Any, **files: Content) -> Reading:
    return Reading(folder(tmp_path / "fb", {POSTS: list(entries), **files}))


@pytest.fixture
def page(tmp_path: Path) -> Reading:
    return Reading(packed(tmp_path / "fb.zip", facebook()))


def test_everything_of_a_page_is_accounted_for(page: Reading) -> None:
    assert page.not_read == []
    assert set(page.sources.values()) == {Source.FACEBOOK}
    counted = page.tally.files_read + page.tally.media_shown + sum(page.tally.passed_over.values())
    assert counted == len(facebook())


def test_a_post_has_its_words_its_moment_and_its_picture(page: Reading) -> None:
    post = page.one("Zoë Whitlock got a star 🌟")
    assert post.kind is ItemKind.POST
    assert post.account == "Hillside Primary"
    assert post.date == datetime(2026, 9, 24, 8, tzinfo=UTC)
    assert fields(post)["body"] == "Zoë Whitlock got a star 🌟"
    (shown,) = post.media
    assert (shown.kind, shown.missing) == (MediaKind.IMAGE, False)
    assert shown.member is not None
    assert shown.member.file == FB_MEDIA
    assert ("caption", "Zoë holds a certificate") in [(text.field, text.text) for text in shown.texts]
    assert post.place.index == 1


def test_albums_videos_comments_and_tags_are_read(page: Reading) -> None:
    assert page.one("Łukasz wins").kind is ItemKind.ALBUM
    assert page.one("Łukasz Nowak runs").kind is ItemKind.MEDIA
    assert page.said("All of June") == 1
    assert page.one("The choir").media[0].kind is MediaKind.VIDEO
    assert page.one("Well done, Ravi!").kind is ItemKind.COMMENT
    assert fields(page.one("Look at our hall"))["tags"] == "Amelia Carter"
    assert page.one("A school on a hill").kind is ItemKind.PROFILE


def test_labelled_values_are_read_with_their_address(page: Reading) -> None:
    post = page.one("Good luck to Priya")
    assert (fields(post)["body"], post.address) == ("Good luck to Priya", "https://www.facebook.com/1/posts/2")


def test_what_was_never_published_is_counted_and_never_given(page: Reading) -> None:
    assert not [text for text in every_text(page.items) if "Secret" in text or "Archived" in text or "Liked" in text]
    assert page.tally.not_published == {"archived": 1}
    assert page.tally.passed_over["private messages"] == 2
    assert page.tally.passed_over["advertisements"] == 1


def test_nothing_technical_is_a_text(page: Reading) -> None:
    assert not [text for text in every_text(page.items) if "192.0.2.7" in text or "office@" in text]


@pytest.mark.parametrize(
    "name",
    [
        "posts/your_posts_1.json",
        "posts/your_posts.json",
        "this_profile's_activity_across_facebook/posts/profile_posts_1.json",
        "your_activity_across_facebook/posts/your_posts_2.json",
        "personal_information/profile_information/your_facebook_activity/posts/your_posts_1.json",
        "facebook-hillside-2026-09-24-AbCd/your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_2.json",
    ],
)
def test_every_layout_is_known(tmp_path: Path, name: str) -> None:
    read = Reading(folder(tmp_path / "fb", {name: [fb_post("Well done")]}))
    assert read.not_read == []
    assert set(read.sources.values()) == {Source.FACEBOOK}
    assert read.one("Well done").kind is ItemKind.POST


def test_albums_of_the_first_layout_have_comments_below_their_photos(tmp_path: Path) -> None:
    photo = {
        "uri": "photos_and_videos/A_1/5_123456789.jpg",
        "creation_timestamp": MOMENT,
        "comments": [{"timestamp": MOMENT, "comment": "Lovely, Zoë", "author": "A parent"}],
    }
    read = Reading(folder(tmp_path / "fb", {"photos_and_videos/album/0.json": {"name": "Play", "photos": [photo]}}))
    item = read.one("Lovely, Zoë")
    assert item.media[0].missing
    assert [text.field for text in item.media[0].texts] == ["comment", "author"]


def test_links_polls_events_and_places_of_a_post_are_read(tmp_path: Path) -> None:
    attached = [
        {"external_context": {"name": "Amelia in the news", "url": "https://news.example/amelia-carter"}},
        {"poll": {"question": "Who won?", "options": [{"option": "Ravi"}, {"option": "Priya"}]}},
        {"event": {"name": "Summer fair", "start_timestamp": MOMENT, "description": "Bring cake"}},
        {"place": {"name": "Hillside", "address": "1 Hill Road", "coordinate": {"latitude": 51.5}}},
        {"something_new": {"headline": "Words that nobody has seen yet"}},
    ]
    post = fb_post("Look")
    post["attachments"] = [{"data": attached}]
    read = posts(tmp_path, post)
    said = [text.text for text in read.one("Look").texts]
    for words in (
        "Amelia in the news",
        "https://news.example/amelia-carter",
        "Who won?",
        "Ravi",
        "Priya",
        "Bring cake",
        "1 Hill Road",
        "Words that nobody has seen yet",
    ):
        assert words in said


def test_a_picture_that_is_named_and_missing_is_said(tmp_path: Path) -> None:
    (shown,) = posts(tmp_path, fb_post("Look", fb_medium())).one("Look").media
    assert shown.missing
    assert shown.written == FB_MEDIA


def test_paths_may_begin_at_a_folder_that_the_export_has_and_the_archive_lacks(tmp_path: Path) -> None:
    medium = fb_medium("this_profile's_activity_across_facebook/posts/media/Album_1/5_498092266878953.jpg")
    files: dict[str, Content] = {
        "posts/profile_posts_1.json": [fb_post("Look", medium)],
        "posts/media/Album_1/5_498092266878953.jpg": picture(),
        "posts/media/Album_2/5_498092266878953.jpg": picture("red"),
    }
    (shown,) = Reading(folder(tmp_path / "fb", files)).one("Look").media
    assert shown.member is not None
    assert shown.member.file == "posts/media/Album_1/5_498092266878953.jpg"


def test_a_picture_of_the_same_name_in_another_folder_is_another_picture(tmp_path: Path) -> None:
    read = posts(tmp_path, fb_post("Look", fb_medium("posts/media/A/1.jpg")), **{"posts/media/B/1.jpg": picture()})
    assert read.one("Look").media[0].missing


def test_a_picture_on_the_web_is_missing_and_an_address_is_a_link(tmp_path: Path) -> None:
    post = fb_post("Look", {"uri": "https://giphy.example/a.gif"}, {"uri": "https://www.facebook.com/groups/1"})
    item = posts(tmp_path, post).one("Look")
    assert [(one.written, one.missing) for one in item.media] == [("https://giphy.example/a.gif", True)]
    assert fields(item)["link"] == "https://www.facebook.com/groups/1"


def test_a_picture_that_no_post_names_is_an_item_of_its_own(tmp_path: Path) -> None:
    read = posts(tmp_path, fb_post("Look"), **{FB_MEDIA: picture()})
    assert [item.media[0].written for item in read.items if item.kind is ItemKind.MEDIA] == [FB_MEDIA]


def test_an_export_in_html_is_said_with_what_to_do(tmp_path: Path) -> None:
    read = Reading(folder(tmp_path / "fb", {f"{ACTIVITY}/posts/your_posts_1.html": "<p>Amelia</p>"}))
    ((file, reason),) = read.reasons
    assert file.endswith("your_posts_1.html")
    assert "JSON" in reason
    assert "Amelia" not in reason


def test_a_changed_layout_is_said_with_file_entry_and_fields(tmp_path: Path) -> None:
    read = posts(tmp_path, fb_post("Look"), {"when": 5, "payload": {"n": 7}})
    (found,) = read.not_read
    assert (found.place.file, found.place.index) == (POSTS, 2)
    assert "timestamp" in found.reason


def test_of_many_changed_entries_the_first_are_said_and_the_others_counted(tmp_path: Path) -> None:
    read = posts(tmp_path, fb_post("Look"), *[{"when": 5, "number": n} for n in range(1, 108)])
    assert [one.place.index for one in read.not_read] == [2, 3, 4, 5, 6, None]
    assert read.not_read[-1].reason.startswith("102 more entries")


def test_a_file_cut_short_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    whole = json.dumps(quirk([fb_post("First words"), fb_post("Second words")])).encode()
    read = Reading(folder(tmp_path / "fb", {POSTS: whole[:-40]}))
    assert (read.said("First words"), read.said("Second words")) == (1, 0)
    ((file, reason),) = read.reasons
    assert file == POSTS
    assert "ends in the middle" in reason
    assert "1 entry" in reason


@pytest.mark.parametrize("moment", [0, "0", None, "soon", -1])
def test_a_moment_that_is_none_is_unknown(tmp_path: Path, moment: object) -> None:
    assert posts(tmp_path, {"timestamp": moment, "data": [{"post": "Look"}]}).one("Look").date is None


def test_a_text_that_is_right_stays(tmp_path: Path) -> None:
    right = json.dumps([fb_post("Zoë \u2013 Łukasz")], ensure_ascii=False).encode()
    assert Reading(folder(tmp_path / "fb", {POSTS: right})).said("Zoë \u2013 Łukasz") == 1


def test_new_pictures_of_the_profile_are_read(tmp_path: Path) -> None:
    files = {
        "profile_information/profile_update_history.json": {"profile_updates_v2": [fb_post("New sign", fb_medium())]}
    }
    assert posts(tmp_path, **files).one("New sign").media[0].missing


@pytest.mark.parametrize("name", ["short_videos/your_reels.json", "reels/your_reels.json"])
def test_reels_are_read(tmp_path: Path, name: str) -> None:
    reel = fb_post("Our reel", fb_medium(f"{ACTIVITY}/posts/media/videos/5_1234567890.mp4"))
    read = posts(tmp_path, **{f"{ACTIVITY}/{name}": {"lasso_videos_v2": [reel]}})
    assert [one.kind for one in read.one("Our reel").media] == [MediaKind.VIDEO]


@pytest.mark.parametrize("name", ["events/your_events.json", "events/events.json"])
def test_events_that_the_account_held_are_read(tmp_path: Path, name: str) -> None:
    event = {
        "name": "Summer fair",
        "create_timestamp": MOMENT,
        "start_timestamp": MOMENT + 90_000,
        "description": "Ravi",
    }
    item = posts(tmp_path, **{f"{ACTIVITY}/{name}": {"your_events_v2": [event]}}).one("Summer fair")
    assert item.date == datetime(2026, 9, 24, 8, tzinfo=UTC)
    assert fields(item)["caption"] == "Ravi"


@pytest.mark.parametrize("where", ["events", "groups", "stories", "pages", "reviews", "comments_and_reactions"])
def test_where_published_things_may_lie_a_file_that_is_not_known_is_said(tmp_path: Path, where: str) -> None:
    read = posts(tmp_path, fb_post("Look"), **{f"{ACTIVITY}/{where}/brand_new.json": [{"text": "Hello"}]})
    assert [file for file, _ in read.reasons] == [f"{ACTIVITY}/{where}/brand_new.json"]


def test_a_file_that_is_not_known_is_never_passed_over_in_silence(tmp_path: Path) -> None:
    files: dict[str, Content] = {f"{ACTIVITY}/brand_new/things.json": [{"a": 1}], "odd.bin": b"?"}
    read = posts(tmp_path, fb_post("Look"), **files)
    assert [file for file, _ in read.reasons] == ["odd.bin", f"{ACTIVITY}/brand_new/things.json"]


def test_a_new_file_of_posts_is_read_though_its_name_is_not_known(tmp_path: Path) -> None:
    read = posts(tmp_path, **{f"{ACTIVITY}/posts/birthday_wishes.json": [fb_post("Happy birthday Ravi")]})
    assert read.said("Happy birthday Ravi") == 1


def test_the_only_post_of_a_file_is_one_post(tmp_path: Path) -> None:
    only = fb_post("Well done Amelia", fb_medium())
    read = Reading(folder(tmp_path / "fb", {POSTS: only, FB_MEDIA: picture()}))
    (post,) = read.items
    assert (post.date, len(post.media)) == (datetime(2026, 9, 24, 8, tzinfo=UTC), 1)
    assert read.not_read == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("other_activity/notes.json", "notes_v2"),
        ("notes/notes.json", "notes_v2"),
        ("reviews/reviews_you've_written.json", "reviews_v2"),
        ("polls/polls_you_created.json", "polls_v2"),
    ],
)
def test_notes_reviews_and_polls_are_read(tmp_path: Path, name: str, key: str) -> None:
    entry = {"title": "Newsletter", "text": "Well done Amelia", "created_timestamp": MOMENT}
    read = Reading(folder(tmp_path / "fb", {POSTS: [fb_post("x")], f"{ACTIVITY}/{name}": {key: [entry]}}))
    assert read.one("Well done Amelia").date == datetime(2026, 9, 24, 8, tzinfo=UTC)
    assert read.not_read == []


def test_other_records_of_the_account_stay_unread(tmp_path: Path) -> None:
    files = {f"{ACTIVITY}/other_activity/pokes.json": {"pokes_v2": [{"text": "Amelia poked you"}]}}
    read = posts(tmp_path, fb_post("x"), **files)
    assert not any("Amelia" in text for text in every_text(read.items))


def test_alt_texts_within_technical_details_are_read(tmp_path: Path) -> None:
    about = {"photo_metadata": {"custom_accessibility_caption": "Amelia with a cup", "exif_data": [{"title": "No"}]}}
    (medium,) = posts(tmp_path, fb_post("x", fb_medium(media_metadata=about)), **{FB_MEDIA: picture()}).items[0].media
    assert ("alt", "Amelia with a cup") in [(text.field, text.text) for text in medium.texts]
    assert "No" not in [text.text for text in medium.texts]


@pytest.mark.parametrize("key", ["about", "mission", "intro_bio", "favorite_quotes", "work_experiences"])
def test_all_that_a_profile_says_of_itself_is_read(tmp_path: Path, key: str) -> None:
    about = {"name": {"full_name": "Hillside"}, "phone_numbers": [{"phone_number": "01632 960001"}]}
    files = {
        "profile_information/profile_information.json": {"profile_v2": {**about, key: [{"name": "Home of Amelia"}]}}
    }
    profile = posts(tmp_path, fb_post("x"), **files).one("Home of Amelia")
    assert profile.kind is ItemKind.PROFILE
    assert [text.text for text in profile.texts] == ["Home of Amelia"]


@pytest.mark.parametrize("where", ["facebook_novelty/a.json", "other_novelty/a.json"])
def test_a_folder_that_sounds_known_is_said(tmp_path: Path, where: str) -> None:
    read = posts(tmp_path, fb_post("x"), **{f"{ACTIVITY}/{where}": [{"text": "Amelia"}]})
    assert [one.place.file for one in read.not_read] == [f"{ACTIVITY}/{where}"]
