"""Words of single letters: which letters are one, and which are not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PIL import Image

from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord
from postcheck.read.engines.line_crops import LineCrop
from postcheck.read.engines.rapid import RapidEngine
from postcheck.read.engines.spelt import with_spelt
from tests.builders.pictures import draw

PICTURE = Image.new("RGB", (2000, 900), "white")
Letter = tuple[str, int, int] | tuple[str, int, int, int]
"""A letter, where it stands, and how high it is (60)."""


class Reads:
    """A recogniser that reads the same in whatever it is shown."""

    def __init__(self, text: str = "", sure: float = 0.8) -> None:
        self._read = SimpleNamespace(txts=(text,), scores=(sure,))
        self.shown = 0

    def recognize_txt(self, lines: list[object]) -> SimpleNamespace:
        self.shown += len(lines)
        return self._read


def crops(*letters: Letter, sure: float = 0.9) -> list[LineCrop]:
    found = []
    for text, left, top, *given in letters:
        height = given[0] if given else 60
        box = Box(left, top, 50, height)
        quad = (left, top), (left + 50, top), (left + 50, top + height), (left, top + height)
        found.append(LineCrop(quad, line=OcrLine((OcrWord(text, box, sure),))))
    return found


def words(found: list[LineCrop]) -> list[tuple[str, Box]]:
    return [(word.text, word.box) for crop in found for line in crop.others for word in line.words]


def test_a_row_of_letters_is_a_word_beside_what_was_read() -> None:
    letters = crops(("G", 300, 115), ("H", 60, 100), ("O", 420, 100), ("U", 180, 115))
    found = with_spelt(Reads(), PICTURE, letters)
    assert words(found) == [("HUGO", Box(60, 100, 410, 75))]
    assert [crop.line for crop in found] == [crop.line for crop in letters]


def test_a_column_of_letters_is_a_word() -> None:
    found = with_spelt(Reads(), PICTURE, crops(("Z", 60, 100), ("0", 66, 200), ("E", 58, 300)))
    assert words(found) == [("ZOE", Box(58, 100, 58, 260))]


@pytest.mark.parametrize(("there", "expected", "shown"), [("I", ["AMELIA"], 1), ("|", ["AMELIA"], 1), ("", [], 1)])
def test_a_letter_that_was_overlooked_is_looked_for(there: str, expected: list[str], shown: int) -> None:
    recogniser = Reads(there)
    letters = crops(*((char, 60 + 120 * at, 100) for at, char in enumerate("AMELIA") if char != "I"))
    assert [text for text, _ in words(with_spelt(recogniser, PICTURE, letters))] == expected
    assert recogniser.shown == shown


@pytest.mark.parametrize(
    "letters",
    [
        (("Z", 60, 100), ("O", 180, 100)),
        (("Z", 60, 100), ("O", 180, 100), ("E", 1500, 100)),
        (("Z", 60, 100), ("O", 180, 100), ("E", 420, 300)),
        (("Z", 60, 100), ("O", 180, 100, 200), ("E", 300, 100)),
        (("Z", 60, 100), ("4", 180, 100), ("E", 300, 100)),
        (("Z", 60, 100), ("Oh", 180, 100), ("E", 300, 100)),
    ],
    ids=["two", "far", "askew", "large", "a number", "words"],
)
def test_other_letters_are_none(letters: tuple[Letter, ...]) -> None:
    assert words(with_spelt(Reads(), PICTURE, crops(*letters))) == []


def test_letters_that_were_guessed_are_none() -> None:
    letters = crops(("Z", 60, 100), ("O", 180, 100), ("E", 300, 100), sure=0.3)
    assert words(with_spelt(Reads(), PICTURE, letters)) == []


def test_letters_on_cards_are_read_as_the_name_that_they_spell() -> None:
    pytest.importorskip("rapidocr")
    picture, _ = draw((900, 300), *((char, 100 + 200 * at, 100, 80) for at, char in enumerate("HUGO")))
    lines = RapidEngine(OcrSettings()).read(picture, time_limit=60)
    assert "HUGO" in {word.text for line in lines for word in line.words}
