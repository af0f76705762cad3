"""Letters that are shown against their order are read as they are shown."""

# ruff: noqa: RUF001 -- letters of other scripts are what this is about
from __future__ import annotations

import pytest

from postcheck.text.directions import as_shown, backwards, turns_letters


def shown(text: str) -> str:
    return "".join(piece[0] for piece in as_shown([(text, 0, len(text))]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Well done \u202eailemA\u202c today", "Well done Amelia today\n"),
        ("one\nAm\u202eaile\u202c\nthree", "Amelia\n"),
        ("\u202eailemA", "Amelia\n"),
        ("\u2067\u202eailemA\u202c\u2069!", "Amelia!\n"),
        ("\u202ee\u0301oZ\u202c", "Zoe\u0301\n"),
        ("\u202eailemA\nCarter", "Amelia\n"),
        ("Amelia\u200e \u200fשלום\u200f \u202bمرحبا\u202c", ""),
        ("\u202dAmelia\u202c", ""),
    ],
)
def test_overrides_of_direction(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_what_is_turned_round_has_its_place() -> None:
    text = "a \u202eyb\u202c c"
    assert [(piece, text[start:end]) for piece, start, end in as_shown([(text, 0, len(text))])][2:4] == [
        ("by", "\u202eyb\u202c"),
        (" ", " "),
    ]


def test_each_line_is_turned_by_itself() -> None:
    assert backwards("eno\nowt") == "one\ntwo"


@pytest.mark.parametrize(
    ("name", "attributes", "turns"),
    [
        ("bdo", {"dir": "RTL"}, True),
        ("bdo", {}, True),
        ("bdo", {"dir": "ltr"}, False),
        ("p", {"dir": "rtl"}, False),
        ("p", {"style": "direction: rtl; unicode-bidi: bidi-override"}, True),
        ("p", {"style": "direction: rtl"}, False),
        ("text", {"direction": "rtl", "unicode-bidi": "bidi-override"}, True),
    ],
)
def test_elements_that_turn_letters_round(name: str, attributes: dict[str, str], turns: bool) -> None:
    assert turns_letters(name, attributes) is turns
