"""Names in machine-readable zones, where ``<`` stands for every space."""

from __future__ import annotations

import pytest

from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord, TextDirection
from postcheck.read.machine_readable import with_names


def line(*texts: str, direction: TextDirection = TextDirection.RIGHT) -> OcrLine:
    words, left = [], 0
    for text in texts:
        words.append(OcrWord(text, Box(left, 5, 10 * len(text), 20), 0.9))
        left += 10 * len(text)
    return OcrLine(tuple(words), direction)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("P<GBRBROWN<<HOLLIE<<<<<<<<<<<<<<<<<<<<<<<<<<", ["HOLLIE", "BROWN"]),
        ("P<CANBR0WN<<H0LLIE<<<<", ["HOLLIE", "BROWN"]),
        ("BROWN<<HOLLIE", ["HOLLIE", "BROWN"]),
        ("BROWN<<HOLLIE<MARIA<<<<<<<<<<<", ["HOLLIE", "MARIA", "BROWN"]),
        ("PAUL<<JOHN<<<<", ["JOHN", "PAUL"]),
        ("IDGBRVAN<DER<BERG<<TOM<<<<<<<<<<<<<<", ["TOM", "VAN", "DER", "BERG"]),
        ("BROWN«HOLLIE«««", ["HOLLIE", "BROWN"]),
    ],
)
def test_names_are_read_as_people_say_them(text: str, names: list[str]) -> None:
    assert [word.text for word in with_names(line(text)).words] == names


@pytest.mark.parametrize("text", ["ZE000509<9CAN8501019F2301147<<<<<<08", "std::cout<<name", "A<<B", "BROWN", "<<<<<<"])
def test_what_has_no_names_stays_as_it_is(text: str) -> None:
    assert with_names(line(text)) == line(text)


def test_each_name_has_its_own_place() -> None:
    hollie, brown = with_names(line("P<GBRBROWN<<", "HOLLIE<<<<")).words
    assert (hollie.box, brown.box) == (Box(120, 5, 60, 20), Box(50, 5, 50, 20))
    hollie, brown = with_names(line("BROWN<<HOLLIE", direction=TextDirection.LEFT)).words
    assert (hollie.box, brown.box) == (Box(0, 5, 60, 20), Box(80, 5, 50, 20))
