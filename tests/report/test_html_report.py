"""The HTML report: sound, self-contained and usable without sight.

The browser's view is in test_html_browser.py, what is hidden in test_html_hidden.py.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from postcheck.model.draft import Draft, Header, Unexamined, Video
from postcheck.model.pack import Pack
from postcheck.model.report import DraftReport, Report
from postcheck.model.text import Box, PlaceKind, SourceText, TextFile, Where
from tests.report.html_page import of, page

from . import build, pictured

# What a browser and a screen reader need


def test_it_is_sound_and_the_same_every_time(prize: DraftReport) -> None:
    report = Report((*build.everything().posts, prize), build.PACK, build.DAY)
    assert page(report).source == page(report).source
    for show_names in (True, False):
        found = page(report, show_names=show_names)
        identities = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
        assert len(identities) == len(set(identities))
        for _, attributes in found.elements:
            for reference in (
                attributes.get("href", "").removeprefix("#"),
                attributes.get("aria-labelledby"),
                attributes.get("aria-describedby"),
            ):
                assert not reference or reference in identities


def test_it_loads_nothing_and_runs_nothing(prize: DraftReport) -> None:
    found = of(prize)
    tags = {tag for tag, _ in found.elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "form", "base", "svg"}
    for _, attributes in found.elements:
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert attributes.get("href", "#").startswith("#")
        assert attributes.get("src", "data:image/").startswith("data:image/")
    style = "".join(found.words["style"])
    assert "url(" not in style
    assert "@import" not in style


def test_the_content_security_policy_allows_this_style_and_no_other(prize: DraftReport) -> None:
    found = of(prize)
    style = re.search(r"<style>(.*?)</style>", found.source, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    (policy,) = found.all("meta", **{"http-equiv": "Content-Security-Policy"})
    assert (
        policy["content"]
        == f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def test_language_title_landmarks_and_headings(prize: DraftReport) -> None:
    found = page(Report((*build.everything().posts, prize), build.PACK, build.DAY))
    assert found.all("html") == [{"lang": "en-GB"}]
    assert found.text("title") == "FAIL - postcheck report"
    assert [len(found.all(tag)) for tag in ("header", "table", "main", "footer", "h1")] == [1, 1, 1, 1, 1]
    levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(article["aria-labelledby"] for article in found.all("article"))
    assert found.elements[[tag for tag, _ in found.elements].index("body") + 1] == (
        "a",
        {"class": "skip", "href": "#posts"},
    )


def test_every_picture_has_words_and_every_choice_a_label(prize: DraftReport) -> None:
    found = page(Report((*build.everything().posts, prize), build.PACK, build.DAY))
    assert [image["alt"] for image in found.all("img")] == ["The prize"]
    labelled = {label["for"] for label in found.all("label")}
    inputs = found.all("input")
    assert {choice["id"] for choice in inputs} == labelled
    assert [choice["id"] for choice in inputs if "checked" in choice] == ["show-all"]
    assert {choice["type"] for choice in inputs} == {"radio"}


def test_there_is_no_filter_where_there_is_nothing_to_choose() -> None:
    assert not of(build.fair()).all("fieldset")
    assert [choice["id"] for choice in page(build.everything()).all("input")] == [
        "show-all",
        "show-fail",
        "show-review",
        "show-incomplete",
        "show-pass",
    ]


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("number", [0, 1, 2], ids=["light", "dark", "print"])
def test_contrast(number: int) -> None:
    style = of(build.fair()).text("style")
    themes = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)
        if "--page" in block
    ]
    theme = themes[0] | themes[number]
    pairs = [("text", ground) for ground in ("page", "card", "fail-tint", "review-tint", "note-tint")]
    pairs += [(ink, ground) for ink in ("soft", "link") for ground in ("page", "card")]
    pairs += [(f"on-{verdict}", verdict) for verdict in ("fail", "review", "incomplete", "pass")]
    for ink, ground in pairs:
        assert contrast(theme[ink], theme[ground]) >= 4.5, (ink, ground)


# What it says


def test_the_verdict_comes_first() -> None:
    assert page(build.everything()).text("h1") == (
        "FAIL 1 of 5 posts must not go out as it is, 1 needs a decision, 1 could not be fully examined, 2 "
        "have no problems found."
    )
    assert of(build.trip()).text("h1") == "INCOMPLETE This post could not be fully examined."
    nothing = page(Report((), build.PACK, build.DAY))
    assert nothing.text("h1") == "No drafts were found, so nothing was checked."
    assert nothing.text("title") == "Nothing checked - postcheck report"


def test_names_are_marked_in_the_text(prize: DraftReport) -> None:
    found = of(prize)
    assert '<div class="title" dir="auto">Prize day</div>' in found.source
    assert re.search(r'Well done <mark><a class="mark fail" id="p1-m1" href="#p1-f\d"[^>]*>Amelia<sup>', found.source)
    assert "</mark>, and Rhys too!</div>" in found.source
    assert "channel:" not in re.sub(r"<li.*?</li>", "", found.source)


def test_each_mark_leads_to_its_finding_and_back(prize: DraftReport) -> None:
    found = of(prize)
    marks = {link["id"]: link["href"].lstrip("#") for link in found.all("a") if "id" in link}
    back = {link["href"].lstrip("#") for link in found.all("a", **{"class": "back"})}
    items = {item["id"] for item in found.all("li") if "id" in item}
    assert len(marks) == 3
    assert set(marks.values()) == items == {"p1-f1", "p1-f2", "p1-f3"}
    assert back == set(marks)


def test_a_mark_says_the_rule_and_what_to_do(prize: DraftReport) -> None:
    tip = re.search(r'<span class="tip" role="tooltip" id="p1-t1">(.*?)</span></span>', of(prize).source)
    assert tip
    assert "No child&#x27;s name in a post [ASP-NAME-1]" in tip[1]
    assert "A pupil&#x27;s first name is in the text." in tip[1]
    assert "Take the name out" in tip[1]


def test_a_finding_says_all(prize: DraftReport) -> None:
    words = of(prize).text("article")
    assert (
        "1. line 4, column 11 of the text: “Well done »Amelia«, and Rhys too!” (pupil P0007) show finding 1 in the post"
        in words
    )
    assert "2. in the picture prize.png, left: “»AMELIA«” (pupil P0007)" in words
    assert "Policy: section “Use of children's names”" in words
    assert "Please confirm before posting" in words
    assert "declare: [dress_checked]" in words


def test_what_is_about_an_account_is_asked_once_below_the_posts(prize: DraftReport) -> None:
    asked = dataclasses.replace(build.fair(), checklist=(build.STAFF,))
    found = page(Report((asked, asked, prize), build.PACK, build.DAY))
    assert (
        found.text("section").split()
        == f"Please confirm once for the account Hillside Primary {build.STAFF.text} {build.NEVER}".split()
    )
    assert "two_named_staff" not in found.source


def test_a_post_of_which_only_a_question_is_left_says_that_nothing_was_found() -> None:
    assert "No problems found. Please confirm before posting" in " ".join(
        of(build.fair(checklist=(build.DRESS,))).text("article").split()
    )


def test_a_box_stands_where_the_words_are(prize: DraftReport) -> None:
    found = of(prize)
    (box,) = [link for link in found.all("a") if link.get("class", "").startswith("box")]
    assert f"#{box['id']}{{left:10.0%;top:30.0%;width:30.0%;height:10.0%}}" in found.text("style")
    assert found.picture().size == pictured.SIZE


def test_a_box_beyond_the_picture_is_cut(tmp_path: Path) -> None:
    beyond = build.name_flag(
        "x", Where(PlaceKind.IMAGE, "drafts/prize.png", "ocr", box=Box(-40, 180, 900, 900), frame=0)
    )
    assert "{left:0.0%;top:90.0%;width:100.0%;height:10.0%}" in of(pictured.prize(tmp_path, beyond)).text("style")


def test_every_frame_with_something_in_it_is_shown(tmp_path: Path) -> None:
    post = pictured.prize(
        tmp_path, build.name_flag("x", Where(PlaceKind.IMAGE, "drafts/prize.png", "ocr", box=Box(1, 1, 9, 9), frame=1))
    )
    (image,) = post.draft.images
    frames = [Image.new("RGB", pictured.SIZE, colour) for colour in ("white", "red")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    moving = dataclasses.replace(image, path=tmp_path / "a.gif")
    found = of(dataclasses.replace(post, draft=dataclasses.replace(post.draft, images=(moving,))))
    assert [one["alt"] for one in found.all("img")] == ["The prize", "The prize (frame 2)"]


def test_what_is_published_around_the_text(tmp_path: Path) -> None:
    post = pictured.prize(tmp_path)
    file = TextFile("drafts/prize.md", "BODY first @tag https://a.b")
    (image,) = post.draft.images

    def part(words: str) -> SourceText:
        return SourceText.slice(file, file.text.index(words), file.text.index(words) + len(words))

    draft = Draft(
        file.name,
        None,
        file,
        (0, 4),
        header=Header(first_comment=part("first"), tags=(part("@tag"),), videos=(Video("v/clip.mp4"),)),
        images=(
            dataclasses.replace(
                image, said=dataclasses.replace(image.said, caption=part("first"), credit=part("BODY"))
            ),
        ),
    )
    words = of(dataclasses.replace(post, draft=draft, passages=(), mentions=(), flags=())).text("article")
    for expected in (
        "Caption: first",
        "Credit: BODY",
        "Alt text: The prize",
        "First comment: first",
        "Accounts tagged: @tag",
        "Video: clip.mp4",
    ):
        assert expected in words


def test_metadata_and_file_names_are_marked_at_the_picture(tmp_path: Path) -> None:
    in_name = build.name_flag("prize", Where(PlaceKind.FILENAME, "drafts/prize.png", "filename", start=0, end=5))
    in_exif = build.name_flag("Amelia", Where(PlaceKind.METADATA, "drafts/prize.png", "exif"))
    found = of(pictured.prize(tmp_path, in_name, in_exif))
    assert re.search(r"<p><mark><a [^>]*>prize<sup>.*?</mark>\.png</p>", found.source)
    assert "About its hidden details" in found.text("figcaption")
    assert "About this picture" in found.text("figcaption")


def test_a_picture_that_cannot_be_shown() -> None:
    found = of(build.star())
    assert not found.all("img")
    assert "This picture cannot be shown here." in found.text("article")


def test_what_was_not_examined_and_what_is_suppressed(tmp_path: Path) -> None:
    post = pictured.prize(tmp_path, unexamined=(Unexamined("drafts/prize.png", "It is damaged."),))
    found = of(dataclasses.replace(post, suppressed=(dataclasses.replace(post.flags[0], waiver=build.WAIVER),)))
    assert "Could not be examined: It is damaged." in found.text("figcaption")
    assert "prize.png: It is damaged." in found.text("article")
    assert "1 finding is waived and not counted: ASP-NAME-" in found.text("article")
    assert "waived by J. Osei until 31 December 2026: Her grandfather" in found.text("article")


def test_posts_of_several_policies_name_theirs() -> None:
    other = Pack("hillside", "Hillside", "2", "Hillside policy", None, ())
    found = page(Report((build.star(), dataclasses.replace(build.fair(), pack=other)), build.PACK, build.DAY))
    assert "policy: Hillside." in found.text("article")


def test_it_says_that_it_shows_names(prize: DraftReport) -> None:
    assert "Keep it as carefully as the consent list" in of(prize).text("header")
    assert "Keep it as carefully as the consent list" not in of(prize, show_names=False).text("header")
