"""Folding, and tokens with their places."""
# ruff: noqa: RUF001 -- look-alike letters are what is tested

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.text.folding import fold
from postcheck.text.tokens import Separator, Shape, accented, shape_of, spelled_out, tokenize, unspaced


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Amelia", "amelia"), ("ŁUKASZ", "lukasz"), ("Søren", "soren"), ("Đặng", "dang"), ("Straße", "strasse"),
        ("Ægir", "aegir"), ("Œuvre", "oeuvre"), ("Irmak", "irmak"), ("Işık", "isik"), ("İbrahim", "ibrahim"),
        ("Þór", "thor"), ("Guðrún", "gudrun"), ("O'Brien", "obrien"), ("O\u2019Brien", "obrien"),
        ("Siobha\u0301n", "siobhan"), ("A\u200bm\u00adelia", "amelia"), ("\uff21\uff4d\uff59", "amy"),
        ("\u0410m\u0435lia", "amelia"), ("\u03bflga", "olga"), ("Анна", "анна"), ("ﬁnn", "finn"), ("", ""),
    ],
)  # fmt: skip
def test_fold(text: str, key: str) -> None:
    assert fold(text) == key


def test_spelled_out_umlauts() -> None:
    assert spelled_out("Müller") == "mueller"
    assert spelled_out("Mu\u0308ller") == "mueller"
    assert spelled_out("Miller") is None


def test_shape() -> None:
    assert [shape_of(word) for word in ("amelia", "Amelia", "AMELIA", "A", "McDonald", "小明", "7")] == [
        Shape.LOWER,
        Shape.TITLE,
        Shape.UPPER,
        Shape.UPPER,
        Shape.MIXED,
        Shape.NONE,
        Shape.NONE,
    ]
    assert accented("Zoë")
    assert not accented("Zoe")
    assert unspaced("小")
    assert not unspaced("a")


@pytest.mark.parametrize(
    ("text", "pieces", "separators"),
    [
        ("Amelia Carter", ["Amelia", "Carter"], [Separator.SPACE]),
        ("Anne-Marie", ["Anne", "Marie"], [Separator.HYPHEN]),
        ("Ame-\nlia", ["Ame", "lia"], [Separator.BROKEN]),
        ("Ame\u00ad\nlia", ["Ame", "lia"], [Separator.BROKEN]),
        ("a\nb", ["a", "b"], [Separator.NEWLINE]),
        ("a\n\nb", ["a", "b"], [Separator.STOP]),
        ("Carter, Amelia", ["Carter", "Amelia"], [Separator.COMMA]),
        ("A. Carter", ["A", "Carter"], [Separator.DOT]),
        ("week: Daisy", ["week", "Daisy"], [Separator.COLON]),
        ("Amelia “Millie”", ["Amelia", "Millie"], [Separator.QUOTE]),
        ("won! Amelia", ["won", "Amelia"], [Separator.STOP]),
        ("WellDoneAmelia07", ["Well", "Done", "Amelia", "07"], [Separator.NONE] * 3),
        ("PTAAmelia", ["PTA", "Amelia"], [Separator.NONE]),
        ("amelia_carter", ["amelia", "carter"], [Separator.UNDER]),
        ("王小明", ["王", "小", "明"], [Separator.NONE, Separator.NONE]),
        ("Amelia's", ["Amelia"], []),
        ("'Amelia'", ["Amelia"], []),
        ("O'Brien's", ["O'Brien"], []),
    ],
)
def test_tokens(text: str, pieces: list[str], separators: list[Separator]) -> None:
    found = tokenize(text)
    assert [text[token.start : token.end] for token in found] == pieces
    assert [token.separator for token in found[1:]] == separators


def test_ending_after_an_apostrophe_is_kept_apart() -> None:
    (token,) = tokenize("Amelia’s")
    assert (token.norm, token.full, token.start, token.end) == ("amelia", "amelias", 0, 6)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_and_normal_forms_agree(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    latin = "".join(letter for letter in text if "a" <= letter.lower() <= "ž")
    assert fold(unicodedata.normalize("NFD", latin)) == fold(unicodedata.normalize("NFC", latin))


@given(
    st.text(
        alphabet=st.sampled_from("aAbZé\u0301\u200b\u00ad'’ -_.,\n\r😀王ا1#@/ⓐ🅰ᴀɐǝꞁ∀ⱯøɔМ🇬🇧🇦\u3164\U000e0041"),
        max_size=60,
    )
    | st.text(max_size=60)
)
def test_tokens_have_valid_places_in_order(text: str) -> None:
    previous = 0
    for token in tokenize(text):
        assert previous <= token.start < token.end <= len(text)
        previous = token.end
        assert token.norm == fold(text[token.start : token.end])


@given(st.text(alphabet=st.sampled_from("aAb é\u0301ⓐ🅰ᴀɐǝꞁuNƃɓøɔæⱢßıİМмя∀ⒶЖλ🇬🇧🇦\u200b\u3164\U000e0041'")))
def test_folding_letters_in_disguise_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_what_stands_between_is_the_same_in_every_ending_of_a_line(length: int) -> None:
    for end in ("\n", "\r", "\r\n", "\u2028", "\u2029", "\x0b", "\x0c"):
        separator = tokenize(f"a{end * length}b")[1].separator
        assert separator is (Separator.NEWLINE if length == 1 else Separator.STOP)


@pytest.mark.parametrize(
    ("between", "words", "pieces"),
    [
        ("-", Separator.HYPHEN, Separator.SPACE), (" - ", Separator.COLON, Separator.COLON),
        ("-\n", Separator.BROKEN, Separator.BROKEN), ("_", Separator.UNDER, Separator.SPACE),
        (".", Separator.DOT, Separator.SPACE), ("--", Separator.STOP, Separator.SPACE),
        ("~", Separator.QUOTE, Separator.SPACE), (",\n", Separator.COMMA, Separator.COMMA),
        (",\n\n", Separator.STOP, Separator.STOP), (":\n", Separator.COLON, Separator.COLON),
        ("\u200b \u200b", Separator.SPACE, Separator.SPACE), ("/", Separator.STOP, Separator.STOP),
        (" “", Separator.QUOTE, Separator.QUOTE), ("\u00a0", Separator.SPACE, Separator.SPACE),
        (" 🎉 ", Separator.STOP, Separator.STOP),
    ],
)  # fmt: skip
def test_what_stands_between_two_words(between: str, words: Separator, pieces: Separator) -> None:
    assert tokenize(f"a{between}b")[1].separator is words
    assert tokenize(f"a{between}b", slug=True)[1].separator is pieces
