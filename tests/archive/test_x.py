from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from postcheck.archive import ItemKind, MediaKind, Source
from postcheck.text.html_words import word_set
from tests.builders.archives import Reading, as_x, every_text, fields, folder, packed, picture, tweet, x, x_medium

NOTHING_PUBLISHED = word_set(
    "account-creation-ip account-label account-suspension account-timezone ad-engagements "
    "ad-mobile-conversions-attributed ads-revenue-sharing ageinfo app "
    "audio-video-calls-in-dm-recipient-sessions block branch-links catalog-item commerce-catalog "
    "community-note-batsignal connected-application contact deleted-note-tweet deleted-tweet-headers "
    "device-token direct-message-group-headers direct-message-mute direct-messages-group "
    "email-address-change expanded-profile follower following grok-chat-item ip-audit key-registry "
    "lists-created manifest mute ni-devices periscope-followers personalization phone-number product-set "
    "professional-data protected-history reply-prompt saved-search screen-name-change shop-module "
    "shopify-account smartblock sso tweet-headers tweetdeck twitter-shop user-link-clicks "
    "verified verified-organization"
)
"""Files of an archive, as two public tools list them."""


@pytest.fixture
def account(tmp_path: Path) -> Reading:
    return Reading(packed(tmp_path / "twitter.zip", x()))


def test_everything_of_an_account_is_accounted_for(account: Reading) -> None:
    assert account.not_read == []
    assert set(account.sources.values()) == {Source.X}
    counted = account.tally.files_read + account.tally.media_shown + sum(account.tally.passed_over.values())
    assert counted == len(x())


def test_a_post_has_its_address_its_words_and_its_picture_with_alt_text(account: Reading) -> None:
    post = account.one("Well done Amelia & Zoë")
    assert post.address == "https://x.com/HillsidePri/status/101"
    assert (post.account, post.date) == ("HillsidePri", datetime(2026, 9, 24, 8, tzinfo=UTC))
    (shown,) = post.media
    assert shown.member is not None
    assert shown.member.file == "data/tweets_media/101-AbC.jpg"
    assert [(text.field, text.text) for text in shown.texts] == [("alt", "Amelia Carter with a cup")]


def test_further_parts_and_videos_are_read(account: Reading) -> None:
    (video,) = account.one("The choir sings").media
    assert (video.kind, video.written) == (MediaKind.VIDEO, "data/tweets_media/104-xyz.mp4")


def test_a_reply_is_a_comment_on_what_it_answers(account: Reading) -> None:
    reply = account.one("thank you")
    assert reply.kind is ItemKind.COMMENT
    assert reply.comment_on


def test_a_long_post_is_read_whole_with_the_address_of_its_beginning(account: Reading) -> None:
    assert account.one("Priya Nair").address == "https://x.com/HillsidePri/status/103"


def test_deleted_posts_and_messages_are_counted_and_not_given(account: Reading) -> None:
    assert not [text for text in every_text(account.items) if "Secret" in text or "Deleted" in text or "@hill" in text]
    assert account.tally.not_published == {"deleted": 1}
    assert account.tally.passed_over["private messages"] == 2


def test_addresses_are_lengthened(tmp_path: Path) -> None:
    urls = {"urls": [{"url": "https://t.co/x", "expanded_url": "https://hillside.example/amelia-carter"}]}
    files = {"data/tweets.js": as_x("tweets", [tweet("7", "See https://t.co/x", entities=urls)])}
    read = Reading(folder(tmp_path / "a", files))
    assert fields(read.one("See"))["link"] == "https://hillside.example/amelia-carter"
    assert read.one("See").address == "https://x.com/i/status/7"


def test_the_first_layout_is_known(tmp_path: Path) -> None:
    entry = tweet("7", "Hello")["tweet"]
    read = Reading(folder(tmp_path / "a", {"data/tweet.js": as_x("tweet", [entry])}))
    assert read.one("Hello").address.endswith("/7")


def test_a_picture_that_is_missing_is_said(tmp_path: Path) -> None:
    entry = tweet("7", "Hello", extended_entities={"media": [x_medium("gone.jpg")]})
    (shown,) = Reading(folder(tmp_path / "a", {"data/tweets.js": as_x("tweets", [entry])})).one("Hello").media
    assert (shown.missing, shown.kind) == (True, MediaKind.IMAGE)


def test_a_picture_that_only_its_name_gives_to_a_post_is_shown_by_it(tmp_path: Path) -> None:
    files = {"data/tweets.js": as_x("tweets", [tweet("7", "Hello")]), "data/tweets_media/7-odd.jpg": picture()}
    assert [one.missing for one in Reading(folder(tmp_path / "a", files)).one("Hello").media] == [False]


def test_a_changed_layout_is_said_with_what_is_lacking(tmp_path: Path) -> None:
    entries = [tweet("7", "Hello"), {"tweet": {"rest_id": "8", "note": "Amelia"}}]
    read = Reading(folder(tmp_path / "a", {"data/tweets.js": as_x("tweets", entries)}))
    assert read.said("Hello") == 1
    (found,) = read.not_read
    assert (found.place.file, found.place.index) == ("data/tweets.js", 2)
    assert "id_str and full_text" in found.reason
    assert "Amelia" not in found.reason


@pytest.mark.parametrize("name", sorted(NOTHING_PUBLISHED))
def test_what_is_known_to_hold_nothing_published_is_passed_over(tmp_path: Path, name: str) -> None:
    entry = [
        {"something": {"words": "Secret words that fill this file beyond what may be taken for an empty one " * 3}}
    ]
    files = {"data/tweets.js": as_x("tweets", [tweet("7", "Hello")]), f"data/{name}.js": as_x("x", entry)}
    read = Reading(folder(tmp_path / "a", files))
    assert read.not_read == []
    assert read.said("Secret words") == 0


def test_files_that_are_not_known_and_empty_are_passed_over(tmp_path: Path) -> None:
    files = {"data/tweets.js": as_x("tweets", [tweet("7", "Hello")]), "data/novelty.js": as_x("novelty", [])}
    read = Reading(folder(tmp_path / "a", files))
    assert read.not_read == []
    assert read.tally.passed_over == {"empty files": 1}


def test_a_file_of_the_archive_that_is_not_known_is_said(tmp_path: Path) -> None:
    files = {"data/tweets.js": as_x("tweets", [tweet("7", "Hello")]), "data/article.js": as_x("article", [{"a": 1}])}
    assert [file for file, _ in Reading(folder(tmp_path / "a", files)).reasons] == ["data/article.js"]


@pytest.mark.parametrize(
    ("name", "key", "entry"),
    [
        ("spaces-metadata", "spacesMetadata", {"title": "Live with Amelia", "state": "ENDED"}),
        ("article", "article", {"title": "Big day", "content": {"blocks": [{"text": "Amelia won"}]}}),
        ("moment", "moment", {"title": "Amelia&#39;s day", "tweets": []}),
        ("periscope-broadcast-metadata", "periscopeBroadcastMetadata", {"status": "Amelia sings"}),
    ],
)
def test_what_is_published_beside_posts_is_read(tmp_path: Path, name: str, key: str, entry: dict[str, object]) -> None:
    entries = [{key: {"id": "1", "createdAt": "2026-09-24T08:00:00.000Z", **entry}}, {key: {"id": "2"}}]
    read = Reading(folder(tmp_path / "a", {**x(), f"data/{name}.js": as_x(name.replace("-", "_"), entries)}))
    (item,) = (one for one in read.items if one.place.file == f"data/{name}.js")
    assert (item.kind, item.date) == (ItemKind.POST, datetime(2026, 9, 24, 8, tzinfo=UTC))
    assert any("Amelia" in text for text in every_text([item]))
    (unread,) = read.not_read
    assert (unread.place.file, unread.place.index) == (f"data/{name}.js", 2)


@pytest.mark.parametrize(
    "more",
    [
        {"poll": {"options": [{"label": "Amelia"}]}},
        {"card": {"binding_values": {"choice1_label": {"string_value": "Amelia"}}}},
        {"entities": {"urls": [{"url": "https://t.co/a", "title": "Amelia wins"}]}},
        {"extended_tweet": {"full_text": "Hello there, Amelia"}},
        {"note_tweet": {"text": "Hello there, Amelia"}},
        {"extended_entities": {"media": [{"additional_media_info": {"title": "Amelia sings"}}]}},
    ],
)
def test_whatever_else_a_post_shows_is_read(tmp_path: Path, more: dict[str, object]) -> None:
    files = {"data/tweets.js": as_x("tweets", [tweet("7", "Hello there", **more)])}
    (post,) = Reading(folder(tmp_path / "a", files)).items
    assert any("Amelia" in text.text for text in post.texts)


def test_words_of_a_post_are_not_said_twice(tmp_path: Path) -> None:
    entities = {"hashtags": [{"text": "AmeliaWins"}], "user_mentions": [{"name": "Amelia's mum", "screen_name": "a"}]}
    made = tweet("7", "Hello #AmeliaWins @a", entities=entities, place={"full_name": "Amelia"})
    (post,) = Reading(folder(tmp_path / "a", {"data/tweets.js": as_x("tweets", [made])})).items
    assert [text.text for text in post.texts] == ["Hello #AmeliaWins @a"]
