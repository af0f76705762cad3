from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from postcheck.archive.mojibake import mended
from tests.builders.archives import quirk

LETTERS = st.characters(categories=("L", "Nd", "Po", "So"))
WRITTEN = st.text(st.one_of(LETTERS, st.sampled_from(" ,.!?\n#@'-")), max_size=40)


@given(WRITTEN)
@example("Zoë Whitlock")
@example("Łukasz, Siân & Seán: 🌟")
@example("Ηλιάνα и Анна")
@example("Sơn Nguyễn")
def test_what_was_written_byte_by_byte_is_mended(text: str) -> None:
    written = quirk(text)
    # Of a single letter that comes out as a capital before a sign nobody can tell which it is.
    assume(
        sum(letter > "\x7f" for letter in text) > 1 or len(written) - len(text) > 1 or max(text, default=" ") < "\u0180"
    )
    assert mended(written) == text


@pytest.mark.parametrize("text", ["TARKAN S\u0327AHIN ran", "Wa\u0328s sings", "Ma\u0331ra", "S\u0323ade"])
def test_an_accent_that_is_a_character_of_its_own_is_mended(text: str) -> None:
    assert mended(quirk(text)) == text


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_plain_letters_stay(text: str) -> None:
    assert mended(text) == text


@given(st.text(st.one_of(st.characters(categories=["L"]), st.sampled_from(" ,.!?"))))
def test_letters_that_are_right_stay(text: str) -> None:
    assume(not set(text) & set("ªµº"))  # signs that are letters to Unicode
    assert mended(text) == text


@given(WRITTEN)
def test_to_mend_twice_changes_nothing(text: str) -> None:
    assume(not set(text) & set("ªµº¡¿§¶·©®°¦"))
    assert mended(mended(quirk(text))) == mended(quirk(text))


@pytest.mark.parametrize(
    "text",
    [
        "Zoë Whitlock",
        "« CAFÉ\u00a0! »",
        "CAFÉ»",
        "Spaß\u00a0!",
        "Amelia\u2019s star \u2013 well done",
        "50 £ à 3 °C",
        "NÃO",
        "Łukasz",
        "",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Zo\u00c3\u00ab and Łukasz", "Zoë and Łukasz"),
        ("Zo\u00c3\u00ab Whitlock got a \u00f0\u009f", "Zoë Whitlock got a \u00f0\u009f"),
        ("Si\u00c3\u00a2n\u00e2\u0080\u0099s star — today", "Siân\u2019s star — today"),
    ],
)
def test_a_text_that_is_only_partly_so_is_mended_where_it_is(written: str, meant: str) -> None:
    assert mended(written) == meant
