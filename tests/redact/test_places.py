"""Where the words of a flag stand, and how far beyond them a cover goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postcheck.model.report import Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, Passage, PlaceKind, Slanted, Word
from postcheck.redact.places import Place, places_of, with_place, within


def passage(text: str, *boxes: Box, solid: bool = False) -> Passage:
    """Return what was read in a picture, one box a word."""
    words, start = [], 0
    for word, box in zip(text.split(), boxes, strict=True):
        start = text.index(word, start)
        words.append(Word(start, start + len(word), box, 0.9, solid))
        start += len(word)
    return Passage(text, PlaceKind.IMAGE, "a.jpg", "ocr", None, tuple(words), "a", 0, (900, 600))


def places(read: Passage, evidence: str) -> tuple[Place, ...]:
    start = read.text.index(evidence)
    where = read.where(start, start + len(evidence))
    flag = Flag("R-1", Category.NAME, Severity.FAIL, "", "", evidence, where)
    return places_of(flag, "a", [passage("Something else", Box(0, 0, 9, 9), Box(9, 9, 9, 9)), read])


def test_words_side_by_side_are_one_place() -> None:
    read = passage("for Rhys Morgan", Box(10, 50, 60, 30), Box(80, 50, 80, 30), Box(170, 52, 130, 30))
    assert places(read, "Rhys Morgan") == (Place(Box(80, 50, 220, 32), 30),)
    assert places(read, "Morgan") == (Place(Box(170, 52, 130, 30), 30),)


def test_a_name_that_goes_on_in_the_next_line_is_two_places() -> None:
    read = passage("well done Rhys\nMorgan and all", *(Box(left, 10, 90, 30) for left in (0, 100, 800)), *(
        Box(left, 50, 90, 30) for left in (0, 100, 200)
    ))  # fmt: skip
    assert places(read, "Rhys\nMorgan") == (Place(Box(800, 10, 90, 30), 30), Place(Box(0, 50, 90, 30), 30))


def test_letters_are_not_as_high_as_the_box_of_a_word_that_may_be_slanted() -> None:
    (place,) = places(passage("Morgan", Box(100, 100, 300, 200)), "Morgan")
    assert place == Place(Box(100, 100, 300, 200), 147)
    assert place.cover() == Box(-18, -18, 536, 436)
    (straight,) = places(passage("Morgan", Box(100, 100, 300, 80)), "Morgan")
    assert straight == Place(Box(100, 100, 300, 80), 80)


def test_words_on_a_slanted_line_have_slanted_covers() -> None:
    line = Slanted((450, 300), 420, 40, 14.0)
    rhys, morgan = (line.part(*shares) for shares in ((0.0, 0.4), (0.45, 1.0)))
    read = passage("Rhys Morgan", rhys.box, morgan.box)
    read = replace(read, words=tuple(replace(word, degrees=14.0) for word in read.words))
    for place, true in zip(places(read, "Rhys Morgan"), (rhys, morgan), strict=True):
        assert place.slanted is not None
        assert place.slanted.middle == pytest.approx(true.middle, abs=1)
        assert (place.slanted.width, place.slanted.height) == pytest.approx((true.width, 40), abs=3)
        assert place.letters in range(40, 44)
        cover = place.cover()
        assert isinstance(cover, Slanted)
        assert cover.width == pytest.approx(true.width + 2 * 0.8 * place.letters, abs=4)
        assert cover.height == pytest.approx(40 + 2 * 0.3 * place.letters, abs=4)
    (part,) = places(read, "gan")
    assert part.slanted is not None
    assert part.slanted.middle == pytest.approx(morgan.part(0.5, 1.0).middle, abs=2)
    cut = replace(read, size=(morgan.box.right, 600))  # at the edge, a box says nothing of its line any more
    assert [place.slanted is None for place in places(cut, "Rhys Morgan")] == [False, True]


def test_two_readings_of_a_slanted_place_are_one_slanted_place_if_they_agree() -> None:
    box = Slanted((450, 300), 200, 40, 14.0).box
    one, other, level = (Place(box, 40, Slanted.within(box, degrees)) for degrees in (14.0, 12.5, 0.0))
    assert with_place([one], other)[0].slanted == Slanted.within(box, 14.0)
    assert with_place([one], level)[0].slanted is None


def test_a_code_needs_a_narrow_margin_only() -> None:
    (place,) = places(passage("https://example.org/rhys", Box(10, 10, 160, 160), solid=True), "rhys")
    assert place == Place(Box(10, 10, 160, 160), 20)


def test_a_flag_whose_words_cannot_be_found_has_its_box() -> None:
    read = passage("Rhys Morgan", Box(80, 50, 80, 30), Box(170, 50, 130, 30))
    flag = Flag("R-1", Category.NAME, Severity.FAIL, "", "", "Rhys", read.where(0, 11))
    assert places_of(flag, "a", [read]) == (Place(Box(80, 50, 220, 30), 30),)
    assert places_of(flag, "b", [read]) == (Place(Box(80, 50, 220, 30), 30),)


def test_covers_go_further_along_a_line_than_across_it() -> None:
    assert Place(Box(100, 100, 200, 40), 40).cover() == Box(68, 88, 264, 64)
    assert Place(Box(100, 100, 40, 200), 40).cover() == Box(88, 68, 64, 264)
    assert Place(Box(100, 100, 30, 40), 30).cover() == Box(76, 76, 78, 88)
    assert Place(Box(2, 2, 20, 4), 4).cover() == Box(-1, -1, 26, 10)
    assert within(Box(-1, -1, 26, 10), (20, 8)) == Box(0, 0, 20, 8)


def test_readings_of_one_place_are_one_place() -> None:
    name, again, within_it = (Place.of(Box(left, 10, wide, 20)) for left, wide in ((10, 100), (12, 100), (10, 40)))
    elsewhere = Place.of(Box(10, 60, 100, 20))
    assert with_place(with_place([elsewhere, name], again), within_it) == [elsewhere, Place(Box(10, 10, 102, 20), 20)]
