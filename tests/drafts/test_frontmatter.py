"""What the header of a draft says, and what is wrong in it."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.drafts.frontmatter import read_front_matter
from postcheck.drafts.header_values import FrontMatter
from postcheck.drafts.moments import parse_moment
from postcheck.model.channels import CHANNELS
from postcheck.model.draft import Problem
from postcheck.model.people import Outlet
from postcheck.model.text import SourceText, TextFile

WHOLE = """---
channel: [facebook, Twitter]
account: "Hillside Primary"
publish_at: 2026-12-01T09:00
title: Star of the week
first_comment: |
  First line
  Second line
images:
  - file: certificate.jpg
    alt: A certificate
    caption: 'Under it'
    people: [P0007, "Rhys Morgan", 0012]
    credit: Ms Osei
    permission: ref 12
  - plain.png
people: [P0007]
tags: ["@someone", other]
approved_by: J. Osei
author: A. Writer
declare: [dress_checked]
video: {file: clip.mp4, visibility: Unlisted, embedded_on: "https://example.org/page"}
---
The body.
"""


def read(text: str, **channels: Outlet) -> FrontMatter:
    return read_front_matter(TextFile("drafts/star.md", text), channels)


def codes(front: FrontMatter, *, blocking: bool = True) -> list[str]:
    return [problem.code for problem in front.problems if problem.blocking is blocking]


def evidence(problem: Problem, text: str) -> str:
    assert text[problem.where.start : problem.where.end] == problem.evidence
    return problem.evidence


def slice_of(source: SourceText | None) -> str:
    assert source is not None
    low, high = source.origin(0, len(source.text))
    return source.file.text[low:high]


def with_header(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", "Body"))


@pytest.mark.parametrize("before", ["", "\n\n", "\ufeff \r\n\n", "\t\n"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("closing", ["---", "...", "---  "])
def test_a_whole_header(before: str, line_end: str, closing: str) -> None:
    text = before + WHOLE.replace("---\nThe", f"{closing}\nThe").replace("\n", line_end)
    front = read(text)
    header = front.header
    assert front.problems == ()
    assert text[slice(*front.body)] == f"The body.{line_end}"
    assert header.channels == ("facebook", "x")
    assert header.account == "Hillside Primary"
    assert header.publish_at == datetime(2026, 12, 1, 9, 0)  # noqa: DTZ001 - wall time, as the contract has it
    assert header.title is not None
    assert header.title.text == slice_of(header.title) == "Star of the week"
    assert header.first_comment is not None
    assert header.first_comment.text == "First line\nSecond line\n"
    assert slice_of(header.first_comment).startswith(f"First line{line_end}  Second")
    assert [tag.text for tag in header.tags] == ["@someone", "other"]
    assert header.people is not None
    assert [person.text for person in header.people] == ["P0007"]
    assert (header.approved_by, header.author, header.declare) == ("J. Osei", "A. Writer", ("dress_checked",))
    assert (header.videos[0].file, header.videos[0].visibility, header.videos[0].embedded_on) == (
        "clip.mp4",
        "unlisted",
        "https://example.org/page",
    )
    first, second = front.images
    assert (first.file, first.said.permission) == ("certificate.jpg", "ref 12")
    assert [alt.text for alt in first.said.alt] == ["A certificate"]
    assert slice_of(first.said.caption) == "Under it"
    assert slice_of(first.said.credit) == "Ms Osei"
    assert first.said.people is not None
    assert [person.text for person in first.said.people] == ["P0007", "Rhys Morgan", "0012"]
    assert [text[person.where.start : person.where.end] for person in first.said.people] == [
        "P0007",
        "Rhys Morgan",
        "0012",
    ]
    assert (second.file, second.said.people) == ("plain.png", None)
    assert text[first.where.start : first.where.end] == "certificate.jpg"
    where = header.where("publish_at")
    assert where is not None
    assert text[where.start : where.end] == "2026-12-01T09:00"
    assert header.where("declare") is not None
    assert header.where("nothing") is None


def test_a_draft_without_header_is_all_body() -> None:
    for text in (
        "",
        "Hello",
        "Hello\n---\ntitle: x\n---\n",
        "---\n\nA rule across the page.\n",
        "----\ntext\n",
        "People: everybody came.\nMore.\n",
    ):
        front = read(text)
        assert front == FrontMatter(body=(0, len(text)))


def test_an_empty_header_says_nothing() -> None:
    front = read("---\n# nothing yet\n---\nBody")
    assert (front.problems, front.body, front.header.people) == ((), (22, 26), None)


@pytest.mark.parametrize(
    ("value", "people"),
    [
        ("[]", []),
        ("", None),
        ("~", None),
        ("null", None),
        ("P0007", ["P0007"]),
        ("P1; Rhys Morgan", ["P1", "Rhys Morgan"]),
        ("[no, 12]", ["no", "12"]),
    ],
)
def test_people(value: str, people: list[str] | None) -> None:
    front = read(with_header(f"people: {value}", "images:", f"  - {{file: a.jpg, people: {value}}}"))
    found = [front.header.people] + ([front.images[0].said.people] if ";" not in value else [])
    assert front.problems == ()
    for entry in found:
        assert (None if entry is None else [person.text for person in entry]) == people


@pytest.mark.parametrize("value", ["{id: P1}", "[[P1]]", "[~, P2]", "[{id: P1}, P2]"])
def test_people_of_the_wrong_shape_are_reported(value: str) -> None:
    front = read(with_header(f"people: {value}"))
    assert codes(front) == ["value-invalid"]
    assert front.header.people is None or [person.text for person in front.header.people] in ([], ["P2"])


@pytest.mark.parametrize("value", ["facebook, x", "[Facebook, twitter]", "\n  - FACEBOOK\n  - X"])
def test_channels_in_any_shape(value: str) -> None:
    assert read(with_header(f"channels: {value}")).header.channels == ("facebook", "x")


@pytest.mark.parametrize(
    ("value", "channels"),
    [
        ("FB", ["facebook"]),
        ("IG, web", ["instagram", "website"]),
        ("Facebook & Instagram", ["facebook", "instagram"]),
        ("FB and insta story", ["facebook", "instagram"]),
        ("FB/IG + our website", ["facebook", "instagram", "website"]),
        ("x/twitter", ["x"]),
        ("[Facebook plus Newsletter, press release]", ["facebook", "newsletter", "press"]),
    ],
)
def test_channels_in_everyday_words(value: str, channels: list[str]) -> None:
    front = read(with_header(f"channel: {value}"))
    assert front.problems == ()
    assert list(front.header.channels) == channels


@pytest.mark.parametrize("value", ["socials", "Social media", "All socials", "social-media"])
def test_a_word_for_all_social_media_means_every_social_channel(value: str) -> None:
    front = read(with_header(f"channel: {value}"), **{"class story": Outlet.SOCIAL, "intranet": Outlet.WEBSITE})
    assert front.problems == ()
    social = [name for name, outlet in CHANNELS.items() if outlet is Outlet.SOCIAL]
    assert list(front.header.channels) == [*social, "class story"]


def test_one_unknown_channel_among_several_in_one_text_is_a_problem() -> None:
    text = with_header("channel: FB & Amelia's blog")
    front = read(text)
    assert codes(front) == ["channel-unknown"]
    assert evidence(front.problems[0], text) == "FB & Amelia's blog"
    assert front.header.channels == ("facebook",)


def test_an_unknown_channel_is_a_problem_and_the_others_stay() -> None:
    text = with_header("channel: facebook, Amelia's blog")
    front = read(text)
    assert codes(front) == ["channel-unknown"]
    problem = front.problems[0]
    assert evidence(problem, text) == "Amelia's blog"
    assert problem.where.line == 2
    assert problem.where.column == 20
    assert "Amelia" not in problem.message + problem.advice
    assert "instagram" in problem.advice
    assert front.header.channels == ("facebook",)


def test_a_pack_may_add_channels() -> None:
    assert read(with_header("channel: Class Dojo"), **{"class dojo": Outlet.WEBSITE}).header.channels == ("class dojo",)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-12-01", (2026, 12, 1, 0, 0)),
        ("2026-12-01 9:05", (2026, 12, 1, 9, 5)),
        ("2026-12-01T09:05:30.5", (2026, 12, 1, 9, 5, 30)),
        ("2026-12-01T09:05Z", (2026, 12, 1, 9, 5)),
        ("2026-07-01T09:05Z", (2026, 7, 1, 10, 5)),
        ("2026-07-01T00:30+05:30", (2026, 6, 30, 20, 0)),
        ("2026-07-01 09:05 -0400", (2026, 7, 1, 14, 5)),
        ("2026-02-30", None),
        ("2026-13-01", None),
        ("04/12/2026", (2026, 12, 4, 0, 0)),
        ("4.12.26 9:05", (2026, 12, 4, 9, 5)),
        ("4 December 2026", (2026, 12, 4, 0, 0)),
        ("4th of December, 2026", (2026, 12, 4, 0, 0)),
        ("Friday 4th Dec 2026 at 9.05am", (2026, 12, 4, 9, 5)),
        ("Fri, 4 Sept 2026 @ 17:30", (2026, 9, 4, 17, 30)),
        ("1-Dec-2026", (2026, 12, 1, 0, 0)),
        ("1-Dec-26", (2026, 12, 1, 0, 0)),
        ("01/Dec/2026 09:05", (2026, 12, 1, 9, 5)),
        ("December 4, 2026", (2026, 12, 4, 0, 0)),
        ("31/11/2026", None),
        ("31 November 2026", None),
        ("4 December", None),
        ("4 December 2026 or later", None),
        ("4 Decembre 2026", None),
        ("4 December 20260", None),
        ("tomorrow", None),
        ("2026-12-01T25:00", None),
        ("2026-12-01T09:00+99:00", None),
        ("0001-01-01T00:00+14:00", None),
        ("", None),
    ],
)
def test_moments(written: str, moment: tuple[int, ...] | None) -> None:
    assert parse_moment(written) == (datetime(*moment) if moment else None)  # type: ignore[arg-type]  # noqa: DTZ001


@given(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)))  # noqa: DTZ001 - wall time
def test_every_iso_moment_is_read(moment: datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment.replace(microsecond=0)


def test_an_invalid_date_is_a_problem() -> None:
    text = with_header("publish_at: 31/11/2026")
    front = read(text)
    assert codes(front) == ["date-invalid"]
    assert evidence(front.problems[0], text) == "31/11/2026"
    assert front.header.publish_at is None
    assert codes(read(with_header("publish_at: [2026-12-01]"))) == ["date-invalid"]


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        *[
            ("chanel", "channel"),
            ("imagse", "images"),
            ("peolpe", "people"),
            ("titel", "title"),
            ("tag", "tags"),
            ("approved", "approved_by"),
        ],
        *[
            ("comment", "first_comment"),
            ("declared", "declare"),
            ("published_at", "publish_at"),
            ("acount", "account"),
            ("vidoe", "video"),
        ],
    ],
)
def test_a_misspelt_key_asks_a_person(key: str, meant: str) -> None:
    front = read(with_header(f"{key}: x"))
    assert codes(front) == ["key-unknown"]
    assert f"`{meant}`" in front.problems[0].advice
    assert front.problems[0].evidence == key


def test_keys_of_an_image_do_not_belong_to_the_post() -> None:
    front = read(with_header("alt: A child", "caption: Under it"))
    assert codes(front) == ["key-unknown", "key-unknown"]
    assert codes(read(with_header("images: [{file: a.jpg, peple: [P1]}]"))) == ["key-unknown"]


def test_other_spellings_of_keys() -> None:
    front = read(with_header("Channel: website", "First comment: Hello", "image: star.jpg", "Approved-By: J. Osei"))
    assert front.problems == ()
    assert front.header.first_comment is not None
    assert front.header.first_comment.text == "Hello"
    assert front.header.channels == ("website",)
    assert front.header.approved_by == "J. Osei"
    assert front.header.where("channel") is not None
    assert [image.file for image in front.images] == ["star.jpg"]


def test_a_key_given_twice_is_reported_and_both_are_searched() -> None:
    front = read(
        with_header(
            "title: Amelia", "title: 'Ben ''B'''", "people: [P1]", "people: []", "declare: [a, b]", "declare: [b]"
        )
    )
    assert codes(front) == ["key-duplicate"] * 3
    assert front.header.title is not None
    assert front.header.title.text == "Amelia\nBen 'B'"
    low, high = front.header.title.origin(7, 10)
    assert front.header.title.file.text[low:high] == "Ben"
    assert front.header.people is not None
    assert [person.text for person in front.header.people] == ["P1"]
    assert front.header.declare == ("b",)


@pytest.mark.parametrize(
    ("value", "text"),
    [("{en: Amelia won}", "Amelia won"), ("[Amelia, Ben]", "Amelia\nBen"), ("[[{a: [Amelia]}]]", "Amelia")],
)
def test_published_text_of_the_wrong_shape_is_searched_all_the_same(value: str, text: str) -> None:
    front = read(with_header(f"title: {value}"))
    assert codes(front) == ["value-invalid"]
    assert front.header.title is not None
    assert front.header.title.text == text


@pytest.mark.parametrize("value", ["2026", "yes", "0012", "1.50", "2026-01-01", "0x1F"])
def test_numbers_and_the_like_keep_their_spelling(value: str) -> None:
    front = read(with_header(f"title: {value}"))
    assert front.header.title is not None
    assert front.header.title.text == value


def test_images_in_every_shape() -> None:
    front = read(with_header("images: a.jpg"))
    assert [image.file for image in front.images] == ["a.jpg"]
    assert [image.file for image in read(with_header("images: a.jpg, b.png")).images] == ["a.jpg", "b.png"]
    assert [image.file for image in read(with_header("images: {file: a.jpg, alt: x}")).images] == ["a.jpg"]
    front = read(
        with_header("resources:", "- src: gallery/*.jpg", "  title: Titled", "  params: {alt: Described}", "  name: n")
    )
    assert codes(front) == []
    assert [(image.file, image.pattern, [alt.text for alt in image.said.alt]) for image in front.images] == [
        ("gallery/*.jpg", True, ["Titled", "Described"])
    ]
    front = read(
        with_header(
            "images:", "  - alt: Amelia holding it", "  - [nested]", "  - file: b.jpg", "    third_party: maybe"
        )
    )
    assert codes(front) == ["value-invalid"] * 3
    assert [(image.file, image.said.third_party) for image in front.images] == [("", False), ("b.jpg", True)]
    assert front.images[0].said.alt[0].text == "Amelia holding it"


@pytest.mark.parametrize(
    "header",
    [
        "title: Star: Amelia\nimages:\n  - file: star pic.JPG\n",
        'title: "Amelia\nimages: ["star pic.JPG"]\n',
        "images:\n\t- file: star pic.JPG # Amelia\n",
        "- Amelia\n- file: star pic.JPG\n",
        "just Amelia and\n star pic.JPG\n",
        "x: *Amelia\nimages:\n  - star pic.JPG\n",
    ],
)
def test_a_broken_header_is_examined_as_text(header: str) -> None:
    text = f"\n---\n{header}---\nBody\n"
    front = read(text)
    assert codes(front) == ["header-broken"]
    assert text[slice(*front.body)] == text[1:]
    problem = front.problems[0]
    assert "Amelia" not in problem.message + problem.advice
    assert problem.where.line is not None
    assert problem.where.line > 1
    evidence(problem, text)
    if "just" not in header:
        assert [(name, text[where.start : where.end]) for name, where in front.glimpsed] == [
            ("star pic.JPG", "star pic.JPG")
        ]


@pytest.mark.parametrize(
    "text",
    [
        "---\nchannel: facebook\ntitle: Amelia\n\nBody",
        "+++\ntitle = Amelia\n+++\nBody",
        "+++\ntitle = 'Amelia'\ntitle = 'Ben'\n+++\nBody",
        "+++\ntitle: Amelia\n+++\nBody",
        "channel: facebook\ntitle: Amelia\n\nBody",
        "—\nchannel: facebook\ntitle: Amelia\n—\nBody",
        "---\n" + "- " * 5_000 + "\n---\nBody",
        "---\na: &a [x]\ntags: [" + "*a," * 6_000 + "]\n---\nBody",
    ],
)
def test_headers_that_are_none_are_reported(text: str) -> None:
    front = read(text)
    assert codes(front) == ["header-broken"]
    assert front.body == (0, len(text))


def test_a_bomb_of_anchors_does_not_blow_up() -> None:
    levels = "\n".join(f"a{level + 1}: &a{level + 1} [{', '.join([f'*a{level}'] * 9)}]" for level in range(12))
    front = read(with_header("a0: &a0 [Amelia]", levels, "title: *a12"))
    assert codes(front) == ["header-broken"]


def test_an_anchor_that_contains_itself_does_not_hang() -> None:
    assert codes(read(with_header("title: &a [*a]", "people: &b [*b]"))) == ["header-broken"]


@given(st.text(alphabet="abc:-#'\"[]{}&*!|>\n\t ,?~\\", max_size=80))
def test_no_header_whatever_raises_and_places_are_right(inner: str) -> None:
    text = f"---\nimages: x.jpg\n{inner}\n---\nBody"
    front = read(text)
    assert text[slice(*front.body)].endswith("Body") or "\n---" in inner or "\n..." in inner
    for problem in front.problems:
        assert text[problem.where.start : problem.where.end] == problem.evidence


@pytest.mark.parametrize("entry", ['[""]', "[null]", "['  ']", "[[]]"])
def test_an_empty_entry_does_not_say_that_nobody_is_there(entry: str) -> None:
    front = read(with_header(f"people: {entry}"))
    assert front.header.people is None
    assert codes(front) == ["value-invalid"]
