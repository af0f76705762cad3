"""Characters: what nobody sees, and letters in disguise."""
# ruff: noqa: RUF001 -- look-alike letters are what is tested

from __future__ import annotations

import ast
import re
import unicodedata
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from postcheck.text.characters import HIDDEN, IGNORABLE, plain_letters, without_ignorable
from postcheck.text.folding import fold
from postcheck.text.tokens import Separator, Shape, tokenize
from tests.house.imports import ROOT

IGNORED = regex.findall(
    r"\p{Default_Ignorable_Code_Point}",
    "".join(map(chr, (*range(0xD800), *range(0xE000, 0x20000), *range(0xE0000, 0xE1000)))),
)
FILLERS = "\u115f\u1160\u3164\uffa0"
UNSEEN = [char for char in IGNORED if char not in FILLERS]
"""Ignorable and not drawn: Hangul fillers are drawn as a space."""


def in_tags(text: str) -> str:
    return "".join(chr(0xE0000 + ord(char)) for char in text)


DISGUISED = [
    "Ⓐⓜⓔⓛⓘⓐ", "🅐🅜🅔🅛🅘🅐", "🄰🄼🄴🄻🄸🄰", "🅰🅼🅴🅻🅸🅰", "⒜⒨⒠⒧⒤⒜", "🄐🄜🄔🄛🄘🄐", "🇦🇲🇪🇱🇮🇦", "ᴀᴍᴇʟɪᴀ",
    "Aᴍᴇʟɪᴀ", "ɐᴉꞁǝɯɐ", "ɐᴉlǝɯ∀", "ɐᴉꞁǝɯⱯ", "𝐀𝐦𝐞𝐥𝐢𝐚", "𝒜𝓂𝑒𝓁𝒾𝒶", "𝕬𝖒𝖊𝖑𝖎𝖆", "𝔸𝕞𝕖𝕝𝕚𝕒", "𝙰𝚖𝚎𝚕𝚒𝚊", "Ａｍｅｌｉａ",
    "ᴬᵐᵉˡⁱᵃ", "ₐₘₑₗᵢₐ", "A̶m̶e̶l̶i̶a̶", "A⃝m⃝e⃝l⃝i⃝a⃝", "αмєℓια", "ᗩᗰᗴᒪIᗩ", "ąɱɛɭɨą", in_tags("Amelia"),
]  # fmt: skip


@pytest.mark.parametrize("written", DISGUISED)
def test_letters_in_disguise_are_letters(written: str) -> None:
    assert fold(written) == "amelia"
    (token,) = tokenize(f"Well done, {written}!")[2:]
    assert (token.norm, token.start, token.end) == ("amelia", 11, 11 + len(written))


@pytest.mark.parametrize(
    ("written", "shape"),
    [
        ("Ⓐⓜⓔⓛⓘⓐ", Shape.TITLE),
        ("🅰🅼🅴🅻🅸🅰", Shape.UPPER),
        ("ᴀᴍᴇʟɪᴀ", Shape.LOWER),
        ("ɐᴉꞁǝɯ∀", Shape.TITLE),
        ("ɐᴉꞁǝɯɐ", Shape.LOWER),
    ],
)
def test_letters_in_disguise_have_their_case(written: str, shape: Shape) -> None:
    assert [token.shape for token in tokenize(written)] == [shape]


@pytest.mark.parametrize(
    "flags", ["🇬🇧", "🇦🇲🇮🇹", "🇬🇧 🇫🇷", "\U0001f3f4" + in_tags("gbeng") + "\U000e007f", "👩‍👩‍👧‍👦", "❤️", "™", "☀"]
)
def test_flags_and_emoji_are_no_words(flags: str) -> None:
    assert tokenize(flags) == []


@pytest.mark.parametrize(
    ("written", "norm"),
    [
        ("Амелия", "амелия"), ("Анна", "анна"), ("Νίκος", "νικοσ"), ("小明", "小明"), ("محمد", "محمد"),
        ("अमेलिया", "अमेलिया"), ("Kɔfi", "kofi"), ("Zoë", "zoe"), ("Łukasz", "lukasz"), ("김민준", "김민준"),
        ("علی\u200cرضا", "علیرضا"),
    ],
)  # fmt: skip
def test_names_stay_in_their_own_script(written: str, norm: str) -> None:
    assert fold(written) == norm


def test_upside_down_is_read_from_its_end() -> None:
    assert [token.norm for token in tokenize("ɹǝʇɹɐɔ ɐᴉꞁǝɯɐ")] == ["carter", "amelia"]
    assert fold("uɐɥʇɐN") == "nathan"


def test_what_nobody_sees_is_what_unicode_calls_ignorable() -> None:
    assert len(UNSEEN) > 4000
    assert [char for char in UNSEEN if not IGNORABLE.fullmatch(char)] == []
    assert [char for char in "aé 王\n\u0301-'" + FILLERS if IGNORABLE.fullmatch(char)] == []


@pytest.mark.parametrize(
    "char", [char for char in UNSEEN if ord(char) < 0xE0000 or ord(char) in {0xE0001, 0xE0041, 0xE0100, 0xE0FFF}]
)
@pytest.mark.parametrize("place", range(1, 6))
def test_nothing_unseen_parts_a_word(char: str, place: int) -> None:
    written = "Amelia"[:place] + char + "Amelia"[place:]
    assert [(token.norm, token.start, token.end) for token in tokenize(f"({written})")] == [("amelia", 1, 8)]


@pytest.mark.parametrize("blank", [*FILLERS, "\u2800", "\x03", "\x7f", "\x92"])
def test_a_blank_may_part_two_words_or_stand_in_one(blank: str) -> None:
    one, two = tokenize(f"Ame{blank}lia")
    assert (one.norm, two.norm, two.separator) == ("ame", "lia", Separator.BROKEN)
    assert tokenize(f"Ame {blank} lia")[1].separator is Separator.SPACE
    assert without_ignorable(f"Amelia{blank}Car\u00adter") == "Amelia Carter"


def test_a_reader_keeps_what_makes_an_emoji() -> None:
    assert HIDDEN.sub("", "A\ufe0fme\u206alia ❤\ufe0f 1\ufe0f\u20e3") == "Amelia ❤\ufe0f 1\ufe0f\u20e3"
    flag = "\U0001f3f4" + in_tags("gbeng") + "\U000e007f"
    assert HIDDEN.sub("", flag) == flag


@given(st.text(alphabet=st.sampled_from("aAⒶⓜ🅰🇬🇧🇦ᴀɐǝꞁ∀₳ƃɔ\u200b\u3164\U0001f3f4\U000e0041\U000e0062 '.-1")) | st.text())
def test_plain_letters_keep_every_place(text: str) -> None:
    plain = plain_letters(text)
    assert len(plain) == len(text)
    assert all(one == two or (two.isascii() or two in "Ɐʎƃꞁʇ") for one, two in zip(text, plain, strict=True))
    assert plain_letters(unicodedata.normalize("NFC", "".join(char for char in text if char.isascii()))).isascii()


ONLY_HERE = ROOT / "postcheck" / "text" / "characters.py"
NOT_TO_BE_WRITTEN = frozenset(UNSEEN) - {"\ufe0f"}
WRITTEN_OUT = re.compile(r"\\[uU]([0-9a-fA-F]{4,8})|\\x([0-9a-fA-F]{2})")


def unseen_in(text: str) -> set[str]:
    """Return the ignorable characters of a string, or of the pattern that it is."""
    written = {chr(int(one or two, 16)) for one, two in WRITTEN_OUT.findall(text) if int(one or two, 16) <= 0x10FFFF}
    return {*text, *written} & NOT_TO_BE_WRITTEN


@pytest.mark.parametrize(
    "path",
    [path for path in sorted((ROOT / "postcheck").rglob("*.py")) if path != ONLY_HERE],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_no_other_module_has_a_class_of_invisible_characters(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in texts if len(unseen_in(text)) > 1 or "Default_Ignorable" in text] == []
