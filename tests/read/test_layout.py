"""The order in which words in a picture are read, and what happens to two readings of one place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord, TextDirection
from postcheck.read.layout import arrange


def line(
    text: str,
    left: int,
    top: int,
    *,
    height: int = 20,
    confidence: float = 0.9,
    gap: int = 6,
    direction: TextDirection = TextDirection.RIGHT,
) -> OcrLine:
    words = []
    for word in text.split():
        width = len(word) * height // 2
        words.append(OcrWord(word, Box(left, top, width, height), confidence))
        left += width + gap
    return OcrLine(tuple(words), direction)


def texts(*lines: OcrLine) -> list[str]:
    return [page.text for page in arrange(lines)]


def test_words_are_placed_in_the_text() -> None:
    (page,) = arrange([line("Amelia Carter", 10, 10), line("Year 5", 10, 36)])
    assert page.text == "Amelia Carter\nYear 5"
    assert [page.text[word.start : word.end] for word in page.words] == ["Amelia", "Carter", "Year", "5"]
    assert page.words[1].box == Box(76, 10, 60, 20)


def test_a_wide_gap_ends_a_line_and_columns_stay_apart() -> None:
    lines = [line("Amelia Rhys", 10, 10, gap=200), line("Carter Morgan", 10, 36, gap=200)]
    assert texts(*lines) == ["Amelia\nCarter\n\nRhys\nMorgan"]


def test_a_centred_name_over_two_lines_stays_together() -> None:
    assert texts(line("CARTER", 300, 150, height=80), line("AMELIA", 280, 60, height=80), line("Year 5", 20, 100)) == [
        "AMELIA\nCARTER\n\nYear 5"
    ]


def test_identical_words_of_two_passes_are_one_with_the_higher_confidence() -> None:
    (page,) = arrange([line("Amelia Carter", 10, 10, confidence=0.6), line("Amelia Carter", 11, 11, confidence=0.95)])
    assert page.text == "Amelia Carter"
    assert {word.confidence for word in page.words} == {0.95}


def test_another_reading_of_a_place_is_kept_on_a_page_of_its_own() -> None:
    pages = texts(
        line("Amelia Carter", 10, 10),
        line("Amelia Carier", 10, 10, confidence=0.5),
        line("Amelia Carier", 11, 10, confidence=0.4),
    )
    assert pages == ["Amelia Carter", "Amelia Carier"]


def test_upside_down_lines_are_read_in_their_own_order() -> None:
    second = OcrLine((OcrWord("Carter", Box(10, 10, 60, 20), 0.9),), TextDirection.LEFT)
    first = OcrLine((OcrWord("Amelia", Box(10, 36, 60, 20), 0.9),), TextDirection.LEFT)
    assert texts(second, first) == ["Amelia\nCarter"]


def test_lines_that_run_up_or_down_are_read_in_their_own_order() -> None:
    up = [
        OcrLine((OcrWord("Carter", Box(36, 10, 20, 60), 0.9),), TextDirection.UP),
        OcrLine((OcrWord("Amelia", Box(10, 10, 20, 60), 0.9),), TextDirection.UP),
    ]
    assert texts(*up) == ["Amelia\nCarter"]
    down = [
        OcrLine(
            (OcrWord("Rhys", Box(236, 10, 20, 60), 0.9), OcrWord("M", Box(236, 75, 20, 10), 0.9)), TextDirection.DOWN
        )
    ]
    assert texts(*down) == ["Rhys M"]


def test_patterns_are_no_words_and_nothing_is_no_page() -> None:
    assert texts(line("| — ...", 10, 10)) == []
    assert texts() == []


def test_two_places_that_an_engine_tells_apart_are_never_two_readings_of_one() -> None:
    tilted = [
        OcrLine((OcrWord("Amelia", Box(100, 100, 300, 200), 0.9),), place="1"),
        OcrLine((OcrWord("Carter", Box(120, 140, 280, 150), 0.8),), place="2"),
        OcrLine((OcrWord("Cartor", Box(120, 140, 280, 150), 0.5),), place="2"),
    ]
    first, second = arrange(tilted)
    assert sorted(first.text.split()) == ["Amelia", "Carter"]
    assert second.text == "Cartor"
    assert len(arrange([replace(line, place="") for line in tilted])[0].words) == 1


@pytest.mark.parametrize(
    ("place", "direction", "degrees"),
    [
        ("100,100 300,150 290,190 90,140", TextDirection.RIGHT, 14.04),
        ("100,150 300,100 310,140 110,190", TextDirection.RIGHT, -14.04),
        ("100,100 300,150 290,190 90,140", TextDirection.LEFT, 0),
        ("", TextDirection.RIGHT, 0),
        ("row 3", TextDirection.RIGHT, 0),
    ],
)
def test_words_know_how_their_line_is_slanted(place: str, direction: TextDirection, degrees: float) -> None:
    (page,) = arrange([OcrLine((OcrWord("Amelia", Box(100, 100, 190, 80), 0.9),), direction, place)])
    assert page.words[0].degrees == pytest.approx(degrees, abs=0.01)
