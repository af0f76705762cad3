"""Style sheets write words into a page, however these are spelt and reached."""

from __future__ import annotations

import pytest

from postcheck.text.style_words import read_style


def words(css: str) -> list[str]:
    return ["".join(piece[0] for piece in one) for one in read_style(css).words]


@pytest.mark.parametrize(
    "css",
    [
        "p::after{content:'Amelia Carter'}",
        r"p::after{content:'\41 melia\20\000043 arter'}",
        "p::after{content/*x*/:/*y*/'Ame'/*x*/'lia ' 'Carter'}",
        "p::after{content:'Ame\\\r\nlia Carter'}",
        r"p::after{c\6fntent:'Am\65lia Carter'}",
        ":root{--n:'Amelia Carter'}",
        "@counter-style s{symbols:'Amelia Carter'}",
        "@counter-style s{system:additive;additive-symbols:2 'Amelia Carter'}",
        "ul{list-style-type:'Amelia Carter'}",
        "@media print{@supports (x:y){p::after{content:'Amelia Carter'}}}",
        "main{& p{&::after{content:'Amelia Carter'}}}",
        "p::after{content:url(a.svg) / 'Amelia Carter'}",
        "p::after{content:counter(x, 'Amelia ') 'Carter'}",
        "<!-- P::AFTER{CONTENT:'Amelia Carter'} -->",
        "p::after{content:'Amelia Carter",
        "@page{@top-left{content:'Amelia Carter'}}",
    ],
)
def test_words_that_a_style_writes(css: str) -> None:
    assert words(css) == ["Amelia Carter"]


@pytest.mark.parametrize(
    "css",
    [
        "p{font-family:'Lily Script One'}",
        "@font-face{font-family:'Grace';src:local('Grace') url(g.woff) format('woff')}",
        "a[title='Amelia']{color:red}",
        '@charset "utf-8";',
        ":root{--brand-font:'Segoe UI'}",
        "main{grid-template-areas:'head head' 'main side'}",
        "p.MsoNormal{mso-style-name:'Grace Heading'}",
    ],
)
def test_names_of_fonts_and_the_like_are_no_words(css: str) -> None:
    assert words(css) == []


def test_every_word_knows_its_place() -> None:
    css = "p{}\r\n\r\nb::after{content:'Am\\65lia' 'x'}"
    ((first, second),) = read_style(css).words
    assert (first[0], css[first[1] : first[2]]) == ("Amelia", "Am\\65lia")
    assert (second[0], css[second[1] : second[2]]) == ("x", "x")


def test_pictures_and_sheets_are_told_apart() -> None:
    css = "@import 'a.css';@import url(b.css) print;p{background:u\\72l(c.png),image-set('d\\2epng' 1x)}"
    found = [(one.address, one.imported) for one in read_style(css).addresses]
    assert found == [("a.css", True), ("b.css", True), ("c.png", False), ("d.png", False)]


@pytest.mark.parametrize(
    ("css", "turned"),
    [
        ("p{direction:rtl;unicode-bidi:bidi-override}", 1),
        ("unicode-bidi:isolate-override;direction:rtl", 1),
        ("p{direction:rtl}b{unicode-bidi:bidi-override}", 0),
        ("p{direction:rtl;unicode-bidi:embed}", 0),
    ],
)
def test_letters_shown_from_right_to_left(css: str, turned: int) -> None:
    assert len(read_style(css).turned) == turned


@pytest.mark.parametrize("piece", ["url(", "content:'a", "f(", "{", "'", "\\", "/*", "@import ", "a:'b';", "[a='"])
def test_a_hostile_sheet_is_read_to_its_end(piece: str) -> None:
    assert all(
        0 <= start <= end <= 40_000 * len(piece) for one in read_style(piece * 40_000).words for _, start, end in one
    )
