"""Where the words of a flag stand, and how far beyond them a cover goes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def slanted(middle: tuple[float, float], width: float, height: float, degrees: float) -> Place:
    line = Slanted(middle, width, height, degrees)
    return Place(line.box, round(height), line)


def test_two_readings_of_a_slanted_place_are_one_if_one_lies_within_the_other() -> None:
    whole, again, part = (slanted((450, 300), width, 40, 14.0) for width in (400, 404, 100))
    assert with_place(with_place([whole], again), part) == [whole]
    assert with_place([part], whole) == [whole]


def test_words_of_other_lines_are_further_places_though_the_box_of_a_slanted_one_holds_them() -> None:
    long, below = slanted((450, 300), 800, 50, -17.0), slanted((500, 360), 120, 50, -17.0)
    level = Place.of(Box(380, 360, 60, 20))
    assert long.box.union(below.box) == long.box == long.box.union(level.box)
    assert with_place(with_place([long], below), level) == [long, below, level]


READ = st.builds(
    slanted,
    st.tuples(st.integers(200, 600), st.integers(200, 400)),
    st.integers(20, 300),
    st.integers(12, 60),
    st.sampled_from([-25.0, -17.0, -16.0, 8.0, 14.0]),
) | st.builds(
    lambda left, top, width, height: Place.of(Box(left, top, width, height)),
    *(st.integers(*span) for span in ((100, 600), (100, 400), (20, 300), (12, 60))),
)


@given(found=st.lists(READ, min_size=1, max_size=6))
def test_whatever_was_read_lies_under_a_cover(found: list[Place]) -> None:
    kept: list[Place] = []
    for place in found:
        kept = with_place(kept, place)
    covers = [place.cover() for place in kept]
    for place in found:
        corners = (place.slanted or _level(place.box)).corners
        assert any(all(_holds(cover, corner) for corner in corners) for cover in covers)


def _level(box: Box) -> Slanted:
    return Slanted((box.left + box.width / 2, box.top + box.height / 2), box.width, box.height, 0.0)


def _holds(cover: Box | Slanted, point: tuple[float, float]) -> bool:
    if isinstance(cover, Slanted):
        return cover.holds(point)
    return cover.left <= point[0] <= cover.right and cover.top <= point[1] <= cover.bottom


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
    assert with_place(with_place([elsewhere, name], again), within_it) == [elsewhere, name]
    further = Place.of(Box(14, 10, 110, 20))
    assert with_place([elsewhere, name], further) == [elsewhere, Place(Box(10, 10, 114, 20), 20)]
