"""A text that is spoilt for the training still knows which of its characters are whose."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from names_model.augment import Tagged, augment, ocr_slips, without

NAMES = ("Zoë O'Brien", "Siân ß", "Łucja", "İpek Ölmez", "Tâm-An")


def made(*names: str) -> Tagged:
    """Return a text with these names, and a character of a play."""
    text = Tagged("Well done, ")
    for number, name in enumerate(names):
        if number:
            text.add(", ")
        text.person(name)
    text.add("! It's ")
    text.ignored("Oliver Twist")
    text.add("'s day.")
    return text


def test_each_name_has_its_span_and_what_counts_neither_way_its_own() -> None:
    text = made("Ann Lee", "Bo")
    assert text.text == "Well done, Ann Lee, Bo! It's Oliver Twist's day."
    assert [text.text[a:b] for a, b in text.record("btc").spans] == ["Ann Lee", "Bo"]
    assert [text.text[a:b] for a, b in text.record("btc").ignore] == ["Oliver Twist"]


def test_names_side_by_side_stay_two() -> None:
    text = Tagged()
    text.person("Ann")
    text.person("Bo")
    assert text.record("btc").spans == ((0, 3), (3, 5))


def test_a_hashtag_takes_its_sign_along() -> None:
    text = Tagged("Go #")
    text.hashtag("AnnLee")
    assert [text.text[a:b] for a, b in text.record("btc").spans] == ["#AnnLee"]


@pytest.mark.parametrize(
    ("change", "spoilt", "names"),
    [
        (Tagged.upper, "WELL DONE, ZOË O'BRIEN, SIÂN ß! IT'S OLIVER TWIST'S DAY.", ["ZOË O'BRIEN", "SIÂN ß"]),
        (Tagged.lower, "well done, zoë o'brien, siân ß! it's oliver twist's day.", ["zoë o'brien", "siân ß"]),
        (Tagged.title, "Well Done, Zoë O'Brien, Siân ß! It's Oliver Twist's Day.", ["Zoë O'Brien", "Siân ß"]),
        (Tagged.unaccented, "Well done, Zoe O'Brien, Sian ß! It's Oliver Twist's day.", ["Zoe O'Brien", "Sian ß"]),
        (
            lambda text: without(text, ".,!'"),
            "Well done Zoë OBrien Siân ß Its Oliver Twists day",
            ["Zoë OBrien", "Siân ß"],
        ),
    ],
)
def test_a_change_of_letters_moves_no_name(change: object, spoilt: str, names: list[str]) -> None:
    assert callable(change)
    text = change(made(*NAMES[:2]))
    assert text.text == spoilt
    assert [text.text[a:b] for a, b in text.record("btc").spans] == names
    assert len(text.tags) == len(text.text)


@given(names=st.lists(st.sampled_from(NAMES), max_size=5), seed=st.integers(0, 10_000))
def test_whatever_spoils_a_text_its_names_stay_in_order_and_apart(names: list[str], seed: int) -> None:
    before = made(*names)
    text = augment(before, random.Random(seed))
    assert len(text.tags) == len(text.text)
    spans = text.record("btc").spans
    assert all(low < high for low, high in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert len(spans) == len(names)
    again = augment(made(*names), random.Random(seed))
    assert (again.text, again.tags) == (text.text, text.tags)


def test_slips_are_as_many_as_the_rate_says_and_take_no_name_apart() -> None:
    text = Tagged()
    for number in range(500):
        text.person(f"Ollie{number}")
        text.add(" sang. ")
    spoilt = ocr_slips(text, random.Random(1), rate=0.04)
    assert len(spoilt.record("btc").spans) == 500
    whole = sum(
        spoilt.text[a:b] == text.text[c:d]
        for (a, b), (c, d) in zip(spoilt.record("btc").spans, text.record("btc").spans, strict=True)
    )
    assert 350 < whole < 480
    assert ocr_slips(text, random.Random(1), rate=0.0).text == text.text


def test_a_space_within_a_name_becomes_a_line_end_at_most() -> None:
    text = Tagged()
    text.person("Ann Lee Bo " * 200)
    spoilt = ocr_slips(text, random.Random(3), rate=0.5)
    assert spoilt.record("btc").spans == ((0, len(spoilt.text)),)
    assert "\n" in spoilt.text
