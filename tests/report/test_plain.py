"""Hostile text from a draft is harmless in a report, and poor terminals get plainer characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.report.plain import fit, plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\r\nc\u2028d", "a b c d"),
        ("\x1b[2Jgone", "<U+001B>[2Jgone"),
        ("\x9b31m", "<U+009B>31m"),
        ("abc\u202egpj.exe", "abc<U+202E>gpj.exe"),
        ("A\u200bmelia", "A<U+200B>melia"),
        ("\x00\x07\x7f\ufeff\xad", "<U+0000><U+0007><U+007F><U+FEFF><U+00AD>"),
        ("caf\udce9", "caf<U+DCE9>"),
        ("\U000e0041", "<U+E0041>"),
        ("[bold red]:smile:[/]", "[bold red]:smile:[/]"),
        ("👩\u200d🏫 👍🏽 نور می\u200cخواهم", "👩\u200d🏫 👍🏽 نور می\u200cخواهم"),  # noqa: RUF001 - joiners belong to Persian as to emoji
        (
            "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
            "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        ),
        ("Z" + "\u0301" * 50 + "o", "Z" + "\u0301" * 4 + "o"),
    ],
)
def test_plain(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_plain_leaves_nothing_that_steers_a_terminal(text: str) -> None:
    shown = plain(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert plain(shown) == shown


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("“»Zoë«” …", "utf-8", "“»Zoë«” …"),
        ("“»Zoë«” …", "cp1252", "“»Zoë«” …"),
        ("“»Zoë«” …", "cp437", '"»Zoë«" ...'),
        ("“»Zoë«” …", "ascii", '">>Zoe<<" ...'),
        ("▮▮▮", "cp1252", "***"),
        ("Łucja 👍", "cp1252", "?ucja ?"),
        ("e\u0301", "ascii", "e"),
    ],
)
def test_fit(text: str, encoding: str, shown: str) -> None:
    assert fit(text, encoding) == shown


@given(st.text().map(plain), st.sampled_from(["ascii", "cp1252", "cp437", "cp850", "utf-8", "latin-1"]))
def test_fit_can_always_be_encoded(text: str, encoding: str) -> None:
    shown = fit(text, encoding)
    assert shown.encode(encoding).decode(encoding) == shown
