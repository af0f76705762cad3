"""Places in words, and excerpts that show what was seen and nothing that misleads."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.model.draft import Annotations, Draft, Part
from postcheck.model.report import DraftReport, Flag
from postcheck.model.text import Box, Passage, PlaceKind, SourceText, TextFile, Where
from postcheck.report.mask import MASK, Masker
from postcheck.report.place import Excerpt, Places, cut

from . import build

FILE = TextFile("drafts/a.md", "![For Amelia](img/cup.jpg)\nby Amelia\n")
ALT = SourceText.slice(FILE, 2, 12)
CREDIT = SourceText.slice(FILE, 27, 36)
PASSAGE = Passage("x", PlaceKind.IMAGE, "drafts/img/cup.jpg", "ocr", frame=0, size=(900, 300))
POST = DraftReport(
    Draft(
        "drafts/a.md",
        Path("drafts/a.md"),
        FILE,
        images=(
            build.image("drafts/one/cup.jpg"),
            build.image("drafts/img/cup.jpg", said=Annotations(alt=(ALT,), credit=CREDIT)),
            build.image("drafts/wall.png"),
        ),
    ),
    build.PACK,
    (),
    build.DAY,
    passages=(PASSAGE,),
)


def places(post: DraftReport = POST, *, show_names: bool = True) -> Places:
    return Places(post, Masker(build.one(post), show_names=show_names))


def text(field: str | None, line: int | None = 5, column: int | None = 3, start: int | None = None) -> Where:
    return Where(PlaceKind.TEXT, "drafts/a.md", field, line, column, start, None if start is None else start + 1)


def test_the_next_cell_of_a_table_is_not_quoted() -> None:
    file = TextFile("plan.csv", "2026-12-03,Freya makes a lovely Mary.,,Facebook\n")
    cell = Part("body", SourceText.slice(file, 11, 37))
    flag = build.text_flag(file, "Mary")
    post = DraftReport(
        Draft("plan.csv#row 2", Path("plan.csv"), file, parts=(cell,)), build.PACK, (), build.DAY, (flag,)
    )
    assert places(post).excerpt(flag) == Excerpt("Freya makes a lovely ", "Mary", ".")


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (text("body"), "line 5, column 3 of the text"),
        (text(None), "line 5, column 3 of the text"),
        (text("body", None, None), "in the text"),
        (text("title"), "in the title (line 5)"),
        (text("first_comment"), "in the first comment (line 5)"),
        (text("tags"), "among the tagged accounts (line 5)"),
        (text("link"), "in a link (line 5)"),
        (text("header", 1), "in the header (line 1)"),
        (text("publish_at", 2), "in the header, at “publish_at” (line 2)"),
        (text("alt", 1, 7, 6), "in the alt text of drafts/img/cup.jpg (line 1)"),
        (text("credit", 2, 4, 30), "in the credit of drafts/img/cup.jpg (line 2)"),
        (text("alt", 1, 7, 30), "in the alt text (line 1)"),
        (Where(PlaceKind.IMAGE, "drafts/wall.png"), "in the picture wall.png"),
        (
            Where(PlaceKind.IMAGE, "drafts/wall.png", box=Box(7, 8, 9, 9)),
            "in the picture wall.png, 7 pixels from the left and 8 from the top",
        ),
        (Where(PlaceKind.IMAGE, "drafts/wall.png", frame=2), "in the picture wall.png (frame 3)"),
        (Where(PlaceKind.METADATA, "drafts/wall.png", "exif"), "in the hidden details (EXIF) of wall.png"),
        (
            Where(PlaceKind.METADATA, "drafts/wall.png", "iptc:caption"),
            "in the hidden details (IPTC caption) of wall.png",
        ),
        (Where(PlaceKind.METADATA, "drafts/wall.png"), "in the hidden details of wall.png"),
        (Where(PlaceKind.FILENAME, "drafts/wall.png", "filename", start=0, end=4), "in the file name wall.png"),
        (Where(PlaceKind.POST, "drafts/a.md"), ""),
    ],
)
def test_words(where: Where, words: str) -> None:
    assert places().words(build.name_flag("x", where)) == words


@pytest.mark.parametrize(
    ("box", "spot"),
    [
        (Box(0, 0, 10, 10), "upper left"),
        (Box(400, 0, 100, 10), "top"),
        (Box(880, 10, 20, 20), "upper right"),
        (Box(0, 140, 10, 10), "left"),
        (Box(0, 0, 900, 300), "in the middle"),
        (Box(700, 140, 100, 10), "right"),
        (Box(10, 280, 10, 10), "lower left"),
        (Box(300, 280, 300, 10), "bottom"),
        (Box(890, 295, 100, 100), "lower right"),
        (Box(-20, -20, 5, 5), "upper left"),
    ],
)
def test_the_part_of_a_picture(box: Box, spot: str) -> None:
    flag = build.name_flag("x", Where(PlaceKind.IMAGE, "drafts/img/cup.jpg", box=box, frame=0))
    assert places().words(flag) == f"in the picture drafts/img/cup.jpg, {spot}"


def test_standard_input_is_called_so() -> None:
    assert places().name("-") == "standard input"


def test_places_come_in_the_order_in_which_a_person_looks() -> None:
    wheres = [
        Where(PlaceKind.POST, "drafts/a.md"),
        text("title", start=3),
        text("body", start=30),
        Where(PlaceKind.FILENAME, "drafts/a.md", "filename", start=0, end=1),
        Where(PlaceKind.IMAGE, "drafts/img/cup.jpg", box=Box(50, 10, 1, 1), frame=0),
        Where(PlaceKind.IMAGE, "drafts/img/cup.jpg", box=Box(5, 20, 1, 1), frame=0),
        Where(PlaceKind.IMAGE, "drafts/img/cup.jpg", box=Box(5, 5, 1, 1), frame=1),
        Where(PlaceKind.METADATA, "drafts/img/cup.jpg", "exif"),
        Where(PlaceKind.IMAGE, "drafts/wall.png"),
    ]
    assert sorted(wheres[1::2] + wheres[::2], key=places().order) == wheres


@pytest.mark.parametrize(
    ("source", "evidence", "expected"),
    [
        ("Well done Amelia!\n", "Amelia", ("Well done ", "Amelia", "!")),
        ("one\r\n  Amelia  \r\ntwo", "Amelia", ("", "Amelia", "")),
        ("one\rAmelia\rtwo", "Amelia", ("", "Amelia", "")),
        ("Amelia\nCarter won", "Amelia\nCarter", ("", "Amelia\nCarter", " won")),
        (
            (
                "What a week it has been in Year 4, with the bake sale and more. Well done to Amelia for reading "
                "forty books since September!"
            ),
            "Amelia",
            ("…sale and more. Well done to ", "Amelia", " for reading forty books…"),
        ),
        ("Amelia" + "x" * 500, "Amelia", ("", "Amelia", "x" * 58 + "…")),
        ("x" * 500 + "Amelia", "Amelia", ("…" + "x" * 58, "Amelia", "")),
    ],
)
def test_cut(source: str, evidence: str, expected: tuple[str, str, str]) -> None:
    start = source.index(evidence)
    assert cut(source, start, start + len(evidence)) == Excerpt(*expected)


def test_long_evidence_is_shortened_in_its_middle() -> None:
    excerpt = cut("a" * 100 + "b" * 100, 0, 200)
    assert excerpt == Excerpt("", "a" * 32 + "…" + "b" * 32, "")


@pytest.mark.parametrize("emoji", ["👩\u200d🏫", "👍🏽", "e\u0301", "❤\ufe0f"])
def test_a_cut_spares_what_is_drawn_as_one(emoji: str) -> None:
    for before in range(20, 80):
        source = "x" * before + emoji * 40 + "Amelia" + emoji * 40
        start = source.index("Amelia")
        excerpt = cut(source, start, start + 6)
        left, right = excerpt.before.removeprefix("…").lstrip("x"), excerpt.after.removesuffix("…")
        assert left == emoji * (len(left) // len(emoji))
        assert right == emoji * (len(right) // len(emoji))


@given(st.text(), st.integers(0, 300), st.integers(0, 40))
def test_an_excerpt_is_a_part_of_the_text(source: str, start: int, length: int) -> None:
    start = min(start, len(source))
    end = min(start + length, len(source))
    excerpt = cut(source, start, end)
    assert excerpt.evidence == source[start:end]
    before, after = excerpt.before.removeprefix("…"), excerpt.after.removesuffix("…")
    assert source[:start].endswith(before)
    assert source[end:].startswith(after)
    assert not set(before + after) & set("\r\n")
    assert len(before + excerpt.evidence + after) <= 66


def excerpt_of(flag: Flag, *, show_names: bool = True) -> Excerpt | None:
    return places(dataclasses.replace(POST, flags=(flag,)), show_names=show_names).excerpt(flag)


def test_excerpt_of_text_is_its_line() -> None:
    assert excerpt_of(build.text_flag(FILE, "Amelia")) == Excerpt("![For ", "Amelia", "](img/cup.jpg)")


def test_excerpt_of_a_picture_is_the_words_as_read() -> None:
    assert excerpt_of(
        build.name_flag("AMEL1A", Where(PlaceKind.IMAGE, "drafts/wall.png", box=Box(1, 1, 1, 1)))
    ) == Excerpt("", "AMEL1A", "")


def test_excerpt_of_a_file_name() -> None:
    where = Where(PlaceKind.FILENAME, "img/star_amelia.jpg", "filename", start=5, end=11)
    assert excerpt_of(build.name_flag("amelia", where)) == Excerpt("star_", "amelia", ".jpg")
    assert excerpt_of(build.name_flag("star amelia", where)) == Excerpt("", "star amelia", "")


def test_text_of_another_file_is_not_taken_from_this_one() -> None:
    assert excerpt_of(build.name_flag("Rhys", Where(PlaceKind.TEXT, "other.md", "body", 1, 1, 0, 4))) == Excerpt(
        "", "Rhys", ""
    )


def test_without_evidence_there_is_no_excerpt() -> None:
    assert excerpt_of(build.name_flag("", text("body", start=1))) is None


def test_hidden_names_leave_only_the_mask() -> None:
    assert excerpt_of(build.text_flag(FILE, "Amelia"), show_names=False) == Excerpt("", MASK, "")
