from __future__ import annotations

import pickle
import unicodedata
from pathlib import Path

import pytest

from postcheck.archive import ArchivedItem, NotRead, Place, Source, open_archives
from postcheck.errors import UsageError
from tests.builders.archives import (
    ACTIVITY,
    FB_MEDIA,
    REPORT,
    Content,
    Reading,
    as_x,
    facebook,
    fb_medium,
    fb_post,
    folder,
    instagram,
    packed,
    picture,
    tweet,
    wp_item,
    wxr,
    x,
)

POSTS = f"{ACTIVITY}/posts/your_posts_1.json"


def test_a_folder_of_exports_is_taken_apart(tmp_path: Path) -> None:
    packed(tmp_path / "all" / "facebook-hillside.zip", facebook())
    folder(tmp_path / "all" / "ig", instagram())
    packed(tmp_path / "all" / "x.zip", x())
    folder(tmp_path / "all" / "wp", {"site.xml": wxr(wp_item(1, "Star"))})
    folder(tmp_path / "all" / "old posts", {"a.md": "Hello"})
    (tmp_path / "all" / "note.txt").write_text("Hello", encoding="utf-8")
    read = Reading(tmp_path / "all")
    assert set(read.sources.values()) == {
        Source.FACEBOOK,
        Source.INSTAGRAM,
        Source.X,
        Source.WORDPRESS,
        Source.FOLDER,
    }
    assert [file for file, _ in read.reasons] == ["note.txt"]


def test_a_single_file_of_an_export_is_known(tmp_path: Path) -> None:
    folder(
        tmp_path,
        {
            "your_posts_1.json": [fb_post("Facebook words")],
            "tweets.js": as_x("tweets", [tweet("1", "X words")]),
            "site.xml": wxr(wp_item(1, "WordPress words")),
            "page.csv": REPORT,
        },
    )
    for name, source in (
        ("your_posts_1.json", Source.FACEBOOK),
        ("tweets.js", Source.X),
        ("site.xml", Source.WORDPRESS),
        ("page.csv", Source.LINKEDIN),
    ):
        read = Reading(tmp_path / name)
        assert list(read.sources.values()) == [source]
        assert read.items
        assert read.not_read == []


def test_parts_of_one_export_are_read_together(tmp_path: Path) -> None:
    every = facebook()
    files = {name: data for name, data in every.items() if name != FB_MEDIA}
    first, second = packed(tmp_path / "fb-1.zip", files), packed(tmp_path / "fb-part2.zip", {FB_MEDIA: every[FB_MEDIA]})
    read = Reading(second, first)
    assert read.not_read == []
    (shown,) = read.one("Zoë Whitlock got a star").media
    assert shown.member is not None
    assert shown.member.archive == second.as_posix()
    assert len(read.items) == len(Reading(packed(tmp_path / "whole.zip", every)).items)


def test_a_part_that_does_not_say_whose_it_is_belongs_to_the_account_of_the_others(tmp_path: Path) -> None:
    first = packed(tmp_path / "1.zip", facebook())
    second = packed(tmp_path / "2.zip", {POSTS: [fb_post("Second words")]})
    assert Reading(first, second).one("Second words").account == "Hillside Primary"


@pytest.mark.parametrize(
    "files", [{}, {f"{ACTIVITY}/posts/your_posts_1.json": "[]"}, {"data/tweets.js": as_x("tweets", [])}]
)
def test_an_archive_without_anything_published_is_said(tmp_path: Path, files: dict[str, Content]) -> None:
    (tmp_path / "archive").mkdir()
    read = Reading(folder(tmp_path / "archive", files))
    assert read.items == []
    assert ["Nothing that was published" in reason for _, reason in read.reasons] == [True]


def test_a_picture_of_another_export_is_taken_only_if_there_is_no_doubt(tmp_path: Path) -> None:
    posts = packed(tmp_path / "1.zip", {POSTS: [fb_post("Look", fb_medium())]})
    one = packed(tmp_path / "2.zip", {FB_MEDIA: picture()})
    two = packed(tmp_path / "3.zip", {FB_MEDIA: picture("red")})
    assert not Reading(posts, one).one("Look").media[0].missing
    assert Reading(posts, one, two).one("Look").media[0].missing


def test_a_picture_that_two_parts_hold_is_shown_once(tmp_path: Path) -> None:
    posts = packed(tmp_path / "1.zip", {POSTS: [fb_post("Look", fb_medium())], FB_MEDIA: picture()})
    read = Reading(posts, packed(tmp_path / "2.zip", {FB_MEDIA: picture()}))
    assert [len(item.media) for item in read.items] == [1]
    assert read.tally.passed_over == {"the same file in another part": 1}


def test_a_folder_whose_name_only_ends_like_that_of_an_export_is_a_folder_of_posts(tmp_path: Path) -> None:
    read = Reading(folder(tmp_path / "a", {"guestposts/your_posts_1.json": [fb_post("Look")], "b.md": "Hello"}))
    assert set(read.sources.values()) == {Source.FOLDER}


def test_exports_that_overlap_give_an_item_once(tmp_path: Path) -> None:
    older = packed(tmp_path / "1.zip", {POSTS: [fb_post("First words"), fb_post("Second words")]})
    newer = packed(tmp_path / "2.zip", {POSTS: [fb_post("Second words"), fb_post("Third words")]})
    read = Reading(older, newer)
    assert [read.said(words) for words in ("First words", "Second words", "Third words")] == [1, 1, 1]
    assert read.tally.again == 1


def test_a_key_is_the_same_in_every_export_and_tells_nothing(tmp_path: Path) -> None:
    one = Reading(packed(tmp_path / "1.zip", facebook()))
    two = Reading(folder(tmp_path / "2", {f"unpacked/{name}": data for name, data in facebook().items()}))
    assert {item.key for item in one.items} == {item.key for item in two.items}
    assert len({item.key for item in one.items}) == len(one.items)
    assert not [item.key for item in one.items if "Amelia" in item.key or "hillside" in item.key.casefold()]


def test_a_post_whose_picture_came_later_is_told_from_the_one_without(tmp_path: Path) -> None:
    without = packed(tmp_path / "1.zip", {POSTS: [fb_post("Look", fb_medium())]})
    with_it = packed(tmp_path / "2.zip", {POSTS: [fb_post("Look", fb_medium())], FB_MEDIA: picture()})
    one, two = Reading(without).one("Look"), Reading(with_it).one("Look")
    assert one.key == two.key
    assert one.digest != two.digest


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    folder(tmp_path, {"notes.txt": "Amelia", "broken.zip": b"PK\x03\x04 half"})
    for name in ("notes.txt", "broken.zip"):
        read = Reading(tmp_path / name)
        assert read.items == []
        (found,) = read.not_read
        assert found.place == Place((tmp_path / name).as_posix())
        assert read.tally.not_read == 1


def test_what_does_not_exist_is_an_error_that_does_not_repeat_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised, open_archives([tmp_path / "Amelia Carter"]):
        pass
    assert "Amelia" not in str(raised.value)
    with pytest.raises(UsageError), open_archives([]):
        pass


def test_one_archive_given_twice_is_read_once(tmp_path: Path) -> None:
    path = packed(tmp_path / "fb.zip", facebook())
    read = Reading(path, tmp_path / "." / "fb.zip")
    assert len(read.sources) == 1
    assert read.tally.again == 0


def test_media_are_lent_as_files(tmp_path: Path) -> None:
    path = packed(tmp_path / "fb.zip", facebook())
    with open_archives([path]) as archives:
        items = [one for one in archives.read() if isinstance(one, ArchivedItem)]
        (member,) = {one.member for item in items for one in item.media if one.member and one.member.file == FB_MEDIA}
        with archives.local(member) as lent:
            assert lent.read_bytes() == facebook()[FB_MEDIA]
        assert archives.size(member) == len(picture())
        assert archives.fingerprint(member)


def test_what_is_given_can_be_handed_to_other_processes(tmp_path: Path) -> None:
    read = Reading(packed(tmp_path / "fb.zip", facebook()))
    assert pickle.loads(pickle.dumps(read.items)) == read.items  # noqa: S301 - our own


def test_a_place_reads_well() -> None:
    assert str(Place("fb.zip")) == "fb.zip"
    assert str(Place("fb.zip", "a.json", 3)) == "fb.zip: a.json, item 3"
    assert str(Place("li", "Shares.csv", line=7)) == "li: Shares.csv, line 7"


def test_no_reason_quotes_what_an_archive_says(tmp_path: Path) -> None:
    files = {
        POSTS: b'[{"data": [{"post": "Amelia Carter"}]}, {"data": Amelia Carter}]',
        f"{ACTIVITY}/posts/album/0.json": b'{"name": "Amelia Carter", "photos": [{"uri": "a',
        f"{ACTIVITY}/comments_and_reactions/comments.json": "[1] Amelia Carter".encode("utf-16"),
    }
    read = Reading(folder(tmp_path / "fb", files))
    assert len(read.not_read) == 3
    assert not [reason for _, reason in read.reasons if "Amelia" in reason]


def test_paths_in_an_export_lead_nowhere_else(tmp_path: Path) -> None:
    folder(tmp_path, {"secret.jpg": picture(), "fb/x.txt": "x"})
    entry = fb_post("Look", fb_medium("../secret.jpg"), fb_medium((tmp_path / "secret.jpg").as_posix()))
    item = Reading(folder(tmp_path / "fb", {POSTS: [entry]})).one("Look")
    assert [one.missing for one in item.media] == [True, True]


def test_a_file_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    path = packed(tmp_path / "fb.zip", {POSTS: [fb_post("word " * 3000)], FB_MEDIA: picture()})
    data = bytearray(path.read_bytes())
    at = data.index(POSTS.encode()) + len(POSTS) + 5
    data[at : at + 8] = b"\xff" * 8
    path.write_bytes(data)
    read = Reading(path)
    assert [(one.place.file, isinstance(one, NotRead)) for one in read.not_read] == [(POSTS, True)]


@pytest.mark.parametrize("named", ["NFC", "NFD"])
def test_a_picture_is_found_whose_accents_the_archive_writes_the_other_way(tmp_path: Path, named: str) -> None:
    """A ZIP file that a Mac made names its files so, and the export's own lists do not."""
    forms = {form: f"media/{unicodedata.normalize(form, 'José.jpg')}" for form in ("NFC", "NFD")}
    lies = forms["NFD" if named == "NFC" else "NFC"]
    files: dict[str, Content] = {POSTS: [fb_post("Well done", fb_medium(forms[named]))], lies: picture()}
    for archive in (packed(tmp_path / "facebook.zip", files), folder(tmp_path / "facebook", files)):
        (medium,) = Reading(archive).one("Well done").media
        assert medium.member is not None
        assert medium.member.file == lies
