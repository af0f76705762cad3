"""What site generators publish of a header, and headers in TOML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.drafts.frontmatter import parse_front_matter
from postcheck.drafts.header_values import FrontMatter
from postcheck.drafts.moments import parse_moment
from postcheck.model.text import SourceText, TextFile
from tests.drafts.test_frontmatter import codes, evidence, read, slice_of, with_header


def texts(front: FrontMatter) -> list[tuple[str, str]]:
    return [(part.field, part.text.text) for part in front.header.texts if isinstance(part.text, SourceText)]


def test_keys_of_site_generators_are_fine_and_others_ask_a_person() -> None:
    front = read(
        with_header(
            "date: 2026-01-01", "draft: true", "layout: post", "slug: s", "categories: [a]", "params: {a: {b: c}}"
        )
    )
    assert front.problems == ()
    text = with_header("description: Amelia won", "Well done Amelia: she won", "gallery: Photos of Ben")
    front = read(text)
    assert codes(front) == ["key-unknown", "key-unknown"]
    assert [evidence(problem, text) for problem in front.problems] == ["Well done Amelia", "gallery"]
    assert texts(front) == [
        ("description", "Amelia won"),
        ("header", "she won"),
        ("header", "Well done Amelia"),
        ("header", "Photos of Ben"),
    ]
    assert all("Amelia" not in problem.message + problem.advice for problem in front.problems)


@pytest.mark.parametrize(
    "key",
    [
        *("description", "summary", "excerpt", "subtitle", "slug", "permalink", "url", "aliases", "categories"),
        *("keywords", "series", "redirect_from", "og_title", "meta_description", "linkTitle", "params"),
    ],
)
@pytest.mark.parametrize("value", ["Amelia won", "[Amelia won, 3]", "{inner: [true, {deep: Amelia won}]}"])
def test_what_a_site_publishes_of_a_header_is_text_like_any_other(key: str, value: str) -> None:
    text = with_header(f"{key}: {value}")
    front = read(text)
    assert front.problems == ()
    (part,) = front.header.texts
    assert part.field == key.casefold()
    assert isinstance(part.text, SourceText)
    assert part.text.text == slice_of(part.text) == "Amelia won"


@pytest.mark.parametrize("key", ["author", "authors"])
@pytest.mark.parametrize(
    "value", ["Amelia Carter", "[Amelia Carter]", "{name: Amelia Carter}", "\n- name: Amelia Carter"]
)
def test_authors_are_published_and_still_say_who_wrote_it(key: str, value: str) -> None:
    front = read(with_header(f"{key}: {value}"))
    assert front.problems == ()
    assert texts(front) == [("author", "Amelia Carter")]
    assert front.header.author == "Amelia Carter"


@pytest.mark.parametrize(
    "value",
    [
        *(
            '""',
            "",
            "~",
            "[]",
            "{}",
            "3",
            "-2.5",
            "[1, 2]",
            "true",
            "no",
            '"yes"',
            "2026-11-01",
            "2026-11-20T09:00:00Z",
        ),
        *('"1 December 2026"', "1-Dec-2026", '"09:30"', "10px", "1.5em", "50%", "1e5", "n/a", "none", "{image: ''}"),
    ],
)
@pytest.mark.parametrize("key", ["last_checked", "cover_photo", "slug"])
def test_a_value_that_cannot_hold_a_name_asks_nobody(key: str, value: str) -> None:
    front = read(with_header(f"{key}: {value}"))
    assert (front.problems, front.header.texts) == ((), ())


@pytest.mark.parametrize("value", ["Ada", "#Ada", "4A Amelia", "yes Amelia", "1 December 2026 Amelia", "May"])
def test_a_value_that_can_hold_a_name_is_searched_and_asks_a_person(value: str) -> None:
    front = read(with_header(f"team: {value!r}"))
    assert codes(front) == ["key-unknown"]
    assert texts(front) == [("header", value)]


def test_pictures_under_unknown_keys_are_shown() -> None:
    front = read(with_header("cover_photo: a.jpg", "gallery: {all: [b.png, 'img/c d.webp']}", "params: {image: d.jpg}"))
    assert (front.problems, front.header.texts) == ((), (front.header.texts[0],))
    assert [image.file for image in front.images] == ["a.jpg", "b.png", "img/c d.webp"]
    assert [name for name, _ in front.glimpsed] == ["d.jpg"]


def test_settings_leave_out_keys_that_are_not_published() -> None:
    parsed = parse_front_matter(
        TextFile("a.md", with_header("Teacher notes: Amelia", "keywords: Ben", "summary: Cara", "house: Red"))
    )
    front = parsed.settled({}, ["teacher-notes", "Keywords"])
    assert texts(front) == [("summary", "Cara"), ("header", "Red")]
    assert [problem.evidence for problem in front.problems] == ["house"]


TOML = """+++
title = "Am\\u00e9lia won"
publishDate = 2026-12-01
date = 2026-11-20T09:00:00Z
slug = 'amelia-carter'  # not published
draft = false
weight = 3
aliases = ["/jayden-smith", "", "/b"]
tags = ["Ben"]
author = {name = "Cara"}
description = \"\"\"
Well done
Dan\"\"\"
channels = "FB & website"
[params]
lead = "Eve"
[[resources]]
src = "a.jpg"
title = "Fay"
[menu.main]
name = "Guy"
+++
Body"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_header_in_toml_is_read_like_one_in_yaml(line_end: str) -> None:
    text = TOML.replace("\n", line_end)
    front = read(text)
    assert front.problems == ()
    assert front.header.title is not None
    assert (front.header.title.text, slice_of(front.header.title)) == ("Am\u00e9lia won", "Am\\u00e9lia won")
    assert front.header.channels == ("facebook", "website")
    assert front.header.publish_at == parse_moment("2026-12-01")
    assert [tag.text for tag in front.header.tags] == ["Ben"]
    assert texts(front) == [
        ("author", "Cara"),
        *(("slug", "amelia-carter"), ("aliases", "/jayden-smith"), ("aliases", "/b")),
        ("description", "Well done\nDan"),
        *(("params", "Eve"), ("menu", "Guy")),
    ]
    for part in front.header.texts:
        assert isinstance(part.text, SourceText)
        assert slice_of(part.text).split() == part.text.text.split()
    assert [(image.file, [alt.text for alt in image.said.alt]) for image in front.images] == [("a.jpg", ["Fay"])]
    assert text[slice(*front.body)] == "Body"


def test_what_is_wrong_in_a_header_in_toml_has_its_place() -> None:
    text = "+++\nchannel = 'Amelias blog'\nhouse = 'Red'\nlast_checked = 2026-11-01\npublish_at = 'soon'\n+++\nBody"
    front = read(text)
    assert sorted(codes(front)) == ["channel-unknown", "date-invalid", "key-unknown"]
    assert {evidence(problem, text) for problem in front.problems} == {"Amelias blog", "house", "soon"}


@given(st.text(alphabet="ab=.#'\"[]{}\n\t ,1-:T\\\\\r", max_size=80))
def test_no_header_in_toml_whatever_raises_and_places_are_right(inner: str) -> None:
    text = f"+++\nimages = 'x.jpg'\n{inner}\n+++\nBody"
    front = read(text)
    assert text[slice(*front.body)].endswith("Body") or "\n+++" in inner
    for problem in front.problems:
        assert text[problem.where.start : problem.where.end] == problem.evidence


@pytest.mark.parametrize("key", ["layout", "theme", "comments", "weight", "lang"])
def test_sentences_under_keys_of_programs_are_searched_and_ask_nobody(key: str) -> None:
    front = read(with_header(f"{key}: Well done Amelia"))
    assert (front.problems, texts(front)) == ((), [(key, "Well done Amelia")])
    assert texts(read(with_header(f"{key}: wide-page"))) == []
    assert texts(read(with_header(f"{key}: 21 November 2026"))) == []
