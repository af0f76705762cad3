"""Fonts that say other letters than they show: what is shown is read, whatever the text layer says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.builders.documents import Pdf
from tests.builders.fonts import Glyph, codes, disguised, drawn, glyphs
from tests.fakes.eyes import Eyes
from tests.read.test_pages import letters_as_lines, look, place, text

_SAID, _SHOWN = "flower fields", "Amelia Carter"
_FONTS = [
    pytest.param(disguised, id="map"),
    pytest.param(partial(disguised, ranges=True), id="map of ranges"),
    pytest.param(drawn, id="drawn"),
    pytest.param(partial(drawn, coloured=True), id="drawn in colour"),
]
MakeFont = Callable[[Pdf, Sequence[Glyph]], int]


def _words(font: str, y: int) -> str:
    return text(5, (8, y, f"{codes(0, 6)}"), (60, y, f"{codes(6, 12)}"), font=font)


def _pages(folder: Path, pdf: Pdf, fonts: dict[str, int], *contents: str) -> Path:
    """Write a PDF with these pages."""
    named = "".join(f"/{name} {number} 0 R " for name, number in fonts.items())
    for content in contents:
        pdf.page(content=content, size=(150, 200), resources=f"/Font << /F1 3 0 R {named}>>")
    return pdf.write(folder / "x.pdf")


def _two(folder: Path, make: MakeFont, shown: str) -> tuple[Eyes, dict[int, str], str]:
    """Look at a page in an honest font, and one in a font of the same codes that says the same and shows this."""
    pdf = Pdf()
    said = _SAID.replace(" ", "")
    fonts = {"H": make(pdf, glyphs(said, said)), "L": make(pdf, glyphs(shown.replace(" ", ""), said))}
    path = _pages(folder, pdf, fonts, _words("H", 150), _words("L", 150))
    names = [(word, place(x, 149, 25, 5)) for x, word in zip((8, 60), shown.split(), strict=True)]
    lies = shown != _SAID
    return look(path, None, {1: names} if lies else None)


@pytest.mark.parametrize("make", _FONTS)
def test_a_font_says_other_words_than_it_shows(tmp_path: Path, make: MakeFont) -> None:
    eyes, read, layer = _two(tmp_path, make, _SHOWN)
    assert eyes.whole == [0, 1]
    assert layer.count("flower") == layer.count("fields") == 2
    assert "Amelia" not in layer
    assert "Amelia" in read[1]
    assert "Carter" in read[1]


@pytest.mark.parametrize("make", _FONTS)
def test_a_font_that_tells_the_truth_is_believed(tmp_path: Path, make: MakeFont) -> None:
    eyes, read, _ = _two(tmp_path, make, _SAID)
    assert (eyes.whole, eyes.part, read) == ([0], [], {})


@pytest.mark.parametrize("make", _FONTS[::2])
def test_one_page_on_which_every_letter_lies_teaches_nothing(tmp_path: Path, make: MakeFont) -> None:
    pdf = Pdf()
    font = make(pdf, glyphs(_SHOWN.replace(" ", ""), _SAID.replace(" ", "")))
    path = _pages(tmp_path, pdf, {"L": font}, *[_words("L", 150 - 20 * number) for number in range(3)])
    drawn_instead = dict(zip(_SAID.split(), _SHOWN.split(), strict=True))
    eyes, read, _ = look(path, drawn_instead)
    assert eyes.whole == [0, 1, 2]
    assert {number: words.split() for number, words in read.items()} == dict.fromkeys(range(3), _SHOWN.split())


def test_a_letter_that_draws_more_than_where_it_says(tmp_path: Path) -> None:
    pdf = Pdf()
    small = (0, 0, 60, 60)
    fonts = {
        name: drawn(pdf, [Glyph(one, other, small) for one, other in zip(shown, "flower", strict=True)])
        for name, shown in (("H", "flower"), ("L", "Amelia"))
    }
    pages = [text(5, (8, 150, codes(0, 6)), font=name) for name in fonts]
    eyes, read, _ = look(_pages(tmp_path, pdf, fonts, *pages), more={1: [("Amelia", place(8, 149, 20, 5))]})
    assert eyes.whole == [0, 1]
    assert "Amelia" in read[1]


@pytest.mark.parametrize("grey", [0.3, 0.7, 0.8])
def test_paler_words_in_the_place_of_a_letter_that_claims_a_whole_line(tmp_path: Path, grey: float) -> None:
    pdf = Pdf()
    font = drawn(pdf, [Glyph("flower", "f", (0, -180, 9000, 560), 9000)])
    pages = [f"{words}{text(5, (8, 150, codes(0, 1)), font='W')}" for words in ("", "", _pale(grey, 25))]
    eyes, read, _ = look(_pages(tmp_path, pdf, {"W": font}, *pages), more={2: [("LIL", place(25, 150, 11, 2.6))]})
    assert eyes.whole == [0, 2], "the second page is as the first one"
    assert "LIL" in read[2]


@pytest.mark.parametrize("grey", [0.7, 0.8])
def test_paler_words_within_a_large_letter(tmp_path: Path, grey: float) -> None:
    pages = [f"{words}{text(40, (8, 100, 'O'))}" for words in ("", "", _pale(grey, 18, 113))]
    eyes, read, _ = look(_pages(tmp_path, Pdf(), {}, *pages), more={2: [("LIL", place(18, 113, 11, 2.6))]})
    assert eyes.whole == [0, 2]
    assert "LIL" in read[2]


def _pale(grey: float, x: float, y: float = 150) -> str:
    return f"q {grey} G {letters_as_lines(x, y, 2.6)} Q\n"


def test_words_that_the_page_says_instead_of_those_it_shows(tmp_path: Path) -> None:
    spoken = f"/Span << /ActualText ({_SAID}) >> BDC {text(5, (8, 150, _SHOWN))} EMC\n"
    path = _pages(tmp_path, Pdf(), {}, text(5, (8, 150, _SHOWN), (8, 120, _SAID)), spoken)
    instead = dict(zip(_SAID.split(), _SHOWN.split(), strict=True))
    _, read, layer = look(path, instead)
    assert all(word in f"{read.get(1, '')} {layer}" for word in _SHOWN.split())
