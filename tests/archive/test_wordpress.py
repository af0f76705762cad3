from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from postcheck.archive import ItemKind, Source
from tests.builders.archives import Content, Reading, every_text, fields, folder, picture, wp_item, wxr

UPLOADS = "https://hillside.example/wp-content/uploads/2026/09"


def site(tmp_path: Path, *items: str, **files: Content) -> Reading:
    return Reading(folder(tmp_path / "wp", {"hillside.xml": wxr("".join(items)), **files}))


def attachment(number: int, name: str, alt: str = "") -> str:
    meta = f"<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>{alt}</wp:meta_value>"
    return wp_item(
        number,
        name,
        post_type="attachment",
        status="inherit",
        attachment_url=f"{UPLOADS}/{name}",
        more=f"{meta}</wp:postmeta>",
    )


def comment(number: int, words: str, approved: str = "1") -> str:
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>A parent</wp:comment_author>"
        f"<wp:comment_date_gmt>2026-09-25 08:00:00</wp:comment_date_gmt><wp:comment_approved>{approved}"
        f"</wp:comment_approved><wp:comment_content><![CDATA[{words}]]></wp:comment_content></wp:comment>"
    )


def detail(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def test_a_post_is_read_as_visitors_see_it(tmp_path: Path) -> None:
    content = "<!-- wp:paragraph --><p>Well done <b>Ame</b>lia &amp; Zo&euml;</p><!-- /wp:paragraph -->"
    tags = "<category domain='post_tag' nicename='x'><![CDATA[Łukasz]]></category>"
    read = site(tmp_path, wp_item(1, "Star", content, tags))
    post = read.one("Amelia & Zoë")
    assert set(read.sources.values()) == {Source.WORDPRESS}
    assert (post.kind, post.account) == (ItemKind.POST, "Hillside Primary")
    assert (post.address, post.date) == ("https://hillside.example/1/", datetime(2026, 9, 24, 8, tzinfo=UTC))
    assert {"title": "Star", "tags": "Łukasz", "author": "clerk"}.items() <= fields(post).items()
    assert not [text for text in every_text([post]) if "wp:paragraph" in text]
    assert post.place.line == 8
    assert read.not_read == []


def test_pictures_are_found_among_the_uploads(tmp_path: Path) -> None:
    content = (
        f'<figure><img src="{UPLOADS}/cup-300x200.jpg" alt="Ravi with a cup"><figcaption>Ravi</figcaption></figure>'
        f'[caption caption="Priya"]<img src="{UPLOADS}/lost.jpg">[/caption][gallery ids="5,6"]'
        f'[video mp4="{UPLOADS}/play.mp4"]<!-- wp:cover {{"url":"{UPLOADS}/back.jpg"}} -->'
    )
    read = site(
        tmp_path,
        wp_item(1, "Cup", content),
        attachment(5, "prize.jpg", "Alt of prize"),
        **{
            "wp-content/uploads/2026/09/cup.jpg": picture(),
            "wp-content/uploads/2026/09/prize.jpg": picture("red"),
            "wp-content/uploads/2026/09/play.mp4": b"\0\0\0\x18ftypmp42",
            "wp-content/uploads/2026/09/back.jpg": picture("blue"),
        },
    )
    post = read.one("Ravi with a cup")
    shown = {one.written.rpartition("/")[2]: one.member and one.member.file.rpartition("/")[2] for one in post.media}
    assert shown == {
        "cup-300x200.jpg": "cup.jpg",
        "lost.jpg": None,
        "prize.jpg": "prize.jpg",
        "attachment 6": None,
        "play.mp4": "play.mp4",
        "back.jpg": "back.jpg",
    }
    assert "Priya" in fields(post)["body"]
    assert read.one("Alt of prize").kind is ItemKind.MEDIA


def test_a_gallery_names_pictures_of_another_file_of_the_export(tmp_path: Path) -> None:
    other = wxr(attachment(5, "prize.jpg"))
    upload: dict[str, Content] = {"z.xml": other, "wp-content/uploads/2026/09/prize.jpg": picture()}
    read = site(tmp_path, wp_item(1, "Star", '[gallery ids="5"]'), **upload)
    assert [one.missing for one in read.one("Star").media] == [False]


def test_smaller_copies_are_passed_over_and_other_uploads_are_items(tmp_path: Path) -> None:
    read = site(
        tmp_path,
        wp_item(1, "Cup"),
        **{
            "wp-content/uploads/cup.jpg": picture(),
            "wp-content/uploads/cup-150x150.jpg": picture("red"),
            "wp-content/uploads/lone-150x150.jpg": picture("blue"),
        },
    )
    by_themselves = [one.written for item in read.items if item.kind is ItemKind.MEDIA for one in item.media]
    assert by_themselves == ["wp-content/uploads/cup.jpg", "wp-content/uploads/lone-150x150.jpg"]
    assert read.tally.passed_over == {"smaller copies of pictures": 1}


@pytest.mark.parametrize("status", ["draft", "private", "trash", "pending", "future", "auto-draft"])
def test_what_is_not_published_is_counted(tmp_path: Path, status: str) -> None:
    read = site(tmp_path, wp_item(1, "Hidden words", "Hidden words", comment(3, "Hidden words"), status=status))
    assert read.said("Hidden words") == 0
    assert sum(read.tally.not_published.values()) == 1


def test_earlier_versions_are_counted_and_unknown_kinds_of_post_are_read(tmp_path: Path) -> None:
    earlier = wp_item(2, "Hidden words", post_type="revision", status="inherit")
    read = site(tmp_path, earlier, wp_item(3, "A lunch menu", post_type="school_menu"))
    assert read.said("Hidden words") == 0
    assert read.one("A lunch menu").kind is ItemKind.PAGE


def test_approved_comments_are_items_and_others_are_counted(tmp_path: Path) -> None:
    read = site(tmp_path, wp_item(1, "Star", "Hi", comment(3, "Proud of Zoë") + comment(4, "Hidden words", "spam")))
    found = read.one("Proud of Zoë")
    assert found.kind is ItemKind.COMMENT
    assert found.comment_on == read.one("Star").key
    assert found.address == "https://hillside.example/1/#comment-3"
    assert read.said("Hidden words") == 0
    assert read.tally.not_published == {"comments that are not approved": 1}


def test_pictures_within_the_text_are_missing_and_never_silent(tmp_path: Path) -> None:
    read = site(tmp_path, wp_item(1, "Star", "<img alt='Zoë' src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>"))
    assert any(one.missing for item in read.items for one in item.media)


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd">\n',
    ],
)
def test_entities_and_document_types_are_refused(tmp_path: Path, before: str) -> None:
    files = {"hillside.xml": wxr(wp_item(1, "Star", "&b;"), before)}
    read = Reading(folder(tmp_path / "wp", files))
    assert read.items == []
    assert ["document type" in reason for _, reason in read.reasons] == [True]


def test_a_file_cut_short_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    whole = wxr(wp_item(1, "First words") + wp_item(2, "Second words"))
    read = Reading(folder(tmp_path / "wp", {"hillside.xml": whole[: whole.index("Second")]}))
    assert (read.said("First words"), read.said("Second words")) == (1, 0)
    ((file, reason),) = read.reasons
    assert file == "hillside.xml"
    assert "ends in the middle" in reason


def test_a_changed_layout_is_said(tmp_path: Path) -> None:
    read = site(tmp_path, "<item><title>Amelia</title></item>")
    (found,) = read.not_read
    assert "wp:post_type" in found.reason
    assert "Amelia" not in found.reason


def test_two_exports_that_overlap_give_an_item_once(tmp_path: Path) -> None:
    one, two = wp_item(1, "First words"), wp_item(2, "Second words")
    read = site(tmp_path, one, **{"later.xml": wxr(one + two)})
    assert (read.said("First words"), read.said("Second words")) == (1, 1)


def test_an_item_that_was_edited_has_its_key_and_another_digest(tmp_path: Path) -> None:
    first = site(tmp_path / "1", wp_item(1, "Star", "First words")).one("First words")
    second = site(tmp_path / "2", wp_item(1, "Star", "Second words")).one("Second words")
    assert first.key == second.key
    assert first.digest != second.digest


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("pupil_story", "Well done Amelia Carter", "pupil_story"),
        ("winner", "Amelia", "winner"),
        ("winner", "Łukasz", "winner"),
        ("_cmb_winner", "<b>Ame</b>lia Carter", "cmb_winner"),
        ("winners", 'a:2:{i:0;s:6:"Amelia";i:1;s:4:"Ravi";}', "winners"),
        (
            "_elementor_data",
            '[{"settings":{"editor":"<p>Well done Amelia<\\/p>","width":"full-width"}}]',
            "elementor_data",
        ),
        (
            "_bricks_page_content_2",
            'a:1:{i:0;a:1:{s:4:"text";s:26:"<p>He said "go", Amelia</p>";}}',
            "bricks_page_content_2",
        ),
        ("winner", "amelia", "winner"),
        ("winners", 'a:1:{i:0;s:13:"amelia-carter";}', "winners"),
        ("_yoast_wpseo_opengraph-description", "Amelia wins", "description"),
        ("rank_math_facebook_title", "Amelia wins", "title"),
        ("_oembed_0123456789abcdef0123456789abcdef", '<iframe title="Amelia sings"></iframe>', "attribute"),
    ],
)
def test_what_stands_beside_a_post_and_is_shown_with_it_is_read(
    tmp_path: Path, key: str, value: str, field: str
) -> None:
    post = site(tmp_path, wp_item(1, "Star", "<p>Words</p>", detail(key, value))).one("Star")
    said = [text for text in post.texts if text.field == field and text.text not in {"Star", "Words"}]
    assert any("amelia" in one.text.casefold() or "Łukasz" in one.text for one in said), post.texts


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("_edit_lock", "1700000000:Amelia"),
        ("_wp_page_template", "Amelia"),
        ("_pupil_story", "field_5f00aa"),
        ("slide_template", "full_width"),
        ("layout", 'a:1:{s:5:"col_1";s:5:"w/50%";}'),
        ("colour", "#ff00AA"),
        ("views", "31"),
        ("_elementor_css", "Amelia"),
        ("_yoast_wpseo_focuskw", "Amelia wins"),
    ],
)
def test_technical_details_are_no_words(tmp_path: Path, key: str, value: str) -> None:
    plain = site(tmp_path / "a", wp_item(1, "Star", "<p>Words</p>")).one("Star")
    assert site(tmp_path / "b", wp_item(1, "Star", "<p>Words</p>", detail(key, value))).one("Star").texts == plain.texts


def test_what_a_page_builder_wrote_twice_is_said_once(tmp_path: Path) -> None:
    builder = detail("_elementor_data", '[{"settings":{"editor":"<p>Well done  Amelia</p>"}}]')
    post = site(tmp_path, wp_item(1, "Star", "<div><p>Well done Amelia</p></div>", builder)).one("Amelia")
    assert len([text for text in post.texts if "Amelia" in text.text]) == 1


def test_pictures_in_fields_of_a_schools_own_are_shown_by_the_post(tmp_path: Path) -> None:
    fields_ = (
        detail("photo", "5")
        + detail("_photo", "field_1")
        + detail("more", 'a:1:{i:0;s:1:"6";}')
        + detail("_more", "field_2")
        + detail("views", "7")
    )
    files = {f"wp-content/uploads/2026/09/{name}.jpg": picture(name) for name in ("red", "blue", "green")}
    uploads = [attachment(number, f"{name}.jpg") for number, name in ((5, "red"), (6, "blue"), (7, "green"))]
    post = site(tmp_path, wp_item(1, "Star", "", fields_), *uploads, **files).one("Star")
    assert [one.written.rpartition("/")[2] for one in post.media] == ["red.jpg", "blue.jpg"]


def test_what_a_category_says_of_itself_is_an_item(tmp_path: Path) -> None:
    terms = (
        "<wp:category><wp:category_nicename>stars</wp:category_nicename><wp:cat_name>Stars</wp:cat_name>"
        "<wp:category_description><![CDATA[Like <i>Amelia</i> Carter]]></wp:category_description></wp:category>"
        "<wp:tag><wp:tag_slug>x</wp:tag_slug><wp:tag_name>Nothing said</wp:tag_name></wp:tag>"
    )
    read = site(tmp_path, terms, wp_item(1, "Star"))
    page = read.one("Amelia Carter")
    assert (page.kind, page.account) == (ItemKind.PAGE, "Hillside Primary")
    assert len(read.items) == 3  # it, the post, and the site itself
    assert read.not_read == []


@pytest.mark.parametrize("kind", ["feedback", "flamingo_inbound", "shop_order"])
def test_what_visitors_sent_is_counted_and_not_given(tmp_path: Path, kind: str) -> None:
    read = site(tmp_path, wp_item(1, "About Amelia", "Please call me", post_type=kind))
    assert not any("Amelia" in text for text in every_text(read.items))
    assert read.tally.not_published["what visitors sent through forms and shops"] == 1
