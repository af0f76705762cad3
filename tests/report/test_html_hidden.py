"""The HTML report without names, and of hostile drafts: it tells no more than it may, and runs nothing."""

from __future__ import annotations

import dataclasses
import html
import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postcheck.model.draft import Annotations, Draft, Unexamined
from postcheck.model.report import DraftReport, Flag, Report
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, Passage, PlaceKind, SourceText, TextFile, Where
from postcheck.report.plain import plain
from tests.report.html_page import of, page

from . import build, pictured

# Without names


def test_names_are_blacked_out_everywhere(tmp_path: Path) -> None:
    in_name = build.name_flag("prize", Where(PlaceKind.FILENAME, "drafts/prize.png", "filename", start=0, end=5))
    found = of(pictured.prize(tmp_path, in_name), show_names=False)
    bare = re.sub(r"base64,[A-Za-z0-9+/=]+", "", found.source)
    assert not re.search("amelia|rhys", bare, re.IGNORECASE)
    assert "prize.png" not in bare
    assert "Well done" in bare
    assert "▮▮▮<sup>" in bare
    assert "and ▮▮▮ too!" in bare


def test_a_name_in_lower_case_is_blacked_out_where_it_was_found() -> None:
    file = TextFile("a.md", "well done amelia\n")
    source = SourceText.slice(file, 0, len(file.text))
    passage = Passage(source.text, PlaceKind.TEXT, file.name, "body", source)
    post = dataclasses.replace(
        build.fair(), draft=Draft(file.name, None, file), passages=(passage,), flags=(build.text_flag(file, "amelia"),)
    )
    assert "amelia" in of(post).source
    assert "amelia" not in of(post, show_names=False).source
    assert "amelia" not in of(dataclasses.replace(post, flags=(), suppressed=post.flags), show_names=False).source


def test_the_boxes_are_painted_into_the_picture(prize: DraftReport) -> None:
    def colours(show_names: bool) -> set[str]:
        pixels = of(prize, show_names=show_names).picture().getcolors(999999) or []
        found = {"red" for _, (red, green, _) in pixels if red > green + 60}  # type: ignore[misc]
        return found | {"green" for _, (red, green, _) in pixels if green > red + 60}  # type: ignore[misc]

    assert colours(True) == {"red", "green"}
    assert colours(False) == set()


def test_a_picture_without_names_stays_as_it_is(prize: DraftReport) -> None:
    clean = dataclasses.replace(prize, flags=(), mentions=())
    assert of(clean, show_names=False).picture().tobytes() == of(clean).picture().tobytes()


def test_a_name_that_may_be_shown_is_painted_over_all_the_same(prize: DraftReport) -> None:
    read = prize.passages[-1]
    mention = dataclasses.replace(prize.mentions[0], passage=read, start=0, end=6)
    found = of(dataclasses.replace(prize, flags=(), mentions=(mention,)), show_names=False)
    assert found.picture().getpixel((pictured.NAME.left + 5, pictured.NAME.top + 5)) == (20, 20, 20)


def test_a_picture_that_was_not_examined_is_not_shown(tmp_path: Path) -> None:
    for file in ("drafts/prize.png", "drafts/prize.md"):
        found = of(pictured.prize(tmp_path, unexamined=(Unexamined(file, "It is damaged."),)), show_names=False)
        assert not found.all("img")
        assert "it could not be examined, and names are to be hidden" in found.text("article")


def test_a_picture_with_a_name_somewhere_is_not_shown(tmp_path: Path) -> None:
    nowhere = build.name_flag("x", Where(PlaceKind.IMAGE, "drafts/prize.png", "ocr"))
    assert not of(pictured.prize(tmp_path, nowhere), show_names=False).all("img")
    assert of(pictured.prize(tmp_path, nowhere)).all("img")


def test_a_text_that_was_not_examined_is_not_shown(tmp_path: Path) -> None:
    unread = dataclasses.replace(pictured.prize(tmp_path), passages=(), mentions=(), flags=())
    assert "Well done" in of(unread).source
    assert "Well done" not in of(unread, show_names=False).source
    failed = pictured.prize(tmp_path, unexamined=(Unexamined("drafts/prize.md", "postcheck itself failed."),))
    assert "Well done" not in of(failed, show_names=False).source


def test_a_name_found_elsewhere_is_blacked_out_but_not_an_ordinary_word(prize: DraftReport) -> None:
    file = TextFile("drafts/will.md", "Mrs Amelia Will said that we will dance.")
    source = SourceText.slice(file, 0, len(file.text))
    passage = dataclasses.replace(prize.passages[1], text=source.text, source=source, file=file.name)
    will = build.name_flag("Will", Where(PlaceKind.METADATA, "drafts/prize.png", "exif"))
    post = dataclasses.replace(build.fair(), draft=Draft(file.name, None, file), passages=(passage,))
    found = page(
        Report((post, dataclasses.replace(prize, flags=(*prize.flags, will))), build.PACK, build.DAY), show_names=False
    )
    assert "Mrs ▮▮▮ said that we will dance." in found.source or "Mrs ▮▮▮ ▮▮▮ said that we will dance." in found.source


# Hostile drafts


HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\" ' & \x00\u202e `<b>`"


def test_nothing_from_a_draft_is_markup(tmp_path: Path) -> None:
    file = TextFile(f"{HOSTILE}.md", HOSTILE)
    in_picture = Where(PlaceKind.IMAGE, "drafts/prize.png", box=Box(1, 1, 9, 9), frame=0)
    flags = (
        Flag(
            HOSTILE,
            Category.CONTENT,
            Severity.FAIL,
            HOSTILE,
            HOSTILE,
            HOSTILE,
            Where(PlaceKind.TEXT, file.name, HOSTILE, 1, 1, 0, len(HOSTILE)),
        ),
        Flag(
            "R",
            Category.CONTENT,
            Severity.NOTE,
            "m",
            "",
            HOSTILE,
            in_picture,
            (HOSTILE,),
        ),
    )
    post = pictured.prize(tmp_path)
    (image,) = post.draft.images
    draft = Draft(
        file.name,
        None,
        file,
        (0, len(HOSTILE)),
        images=(dataclasses.replace(image, said=Annotations(alt=(SourceText(HOSTILE, file, ()),))),),
    )
    hostile = dataclasses.replace(
        post,
        draft=draft,
        flags=flags,
        passages=(),
        channels=(HOSTILE,),
        unexamined=(Unexamined(HOSTILE, HOSTILE),),
        consent_lists=(HOSTILE,),
    )
    for show_names in (True, False):
        found = of(hostile, show_names=show_names)
        tags = {tag for tag, _ in found.elements}
        assert not tags & {"script", "b"}
        assert not any(name == "onerror" for _, attributes in found.elements for name in attributes)
        assert "\x00" not in found.source
        assert "\u202e" not in found.source


@given(st.text(max_size=40), st.data())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_shown_whole(text: str, data: st.DataObject) -> None:
    file = TextFile("a.md", text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    flag = build.name_flag(text[start:end], Where(PlaceKind.TEXT, "a.md", "body", 1, 1, start, end))
    post = dataclasses.replace(build.fair(), draft=Draft("a.md", None, file, (0, len(text))), flags=(flag,))
    pieces = [text[:start], text[start:end], text[end:]] if start < end else [text]
    expected = "".join("\n".join(map(plain, re.split(r"\r\n|\r|\n", piece))) for piece in pieces).strip()
    body = re.search(r'<div class="body" dir="auto">(.*?)</div>', of(post).source, re.DOTALL)
    bare = re.sub(
        r'<sup>.*?</sup>|<span class="tip".*?</span></span>|<[^>]*>', "", body[1] if body else "", flags=re.DOTALL
    )
    assert html.unescape(bare).strip() == expected
