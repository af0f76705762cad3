"""References, percent-encoding and backslashes are decoded alike wherever they stand."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.text.escapes import decode, markdown_reference, reference, shown


@pytest.mark.parametrize(
    ("written", "text", "length"),
    [
        ("&eacute;x", "é", 8),
        ("&eacute x", "é", 7),
        ("&eacutex", "é", 7),
        ("&notit;", "¬", 4),
        ("&notin;", "∉", 7),
        ("&#0000000000101;", "e", 16),
        ("&#x00000000065z", "e", 14),
        ("&#101", "e", 5),
        ("&#128;", "€", 6),
        ("&#x81;", "\x81", 6),
        ("&#0;", "\ufffd", 4),
        ("&#xD800;", "\ufffd", 8),
        ("&#" + "9" * 5_000 + ";", "\ufffd", 5_003),
        ("&NotEqualTilde;", "≂̸", 15),
    ],
)
def test_a_reference_is_read_as_a_browser_reads_it(written: str, text: str, length: int) -> None:
    assert reference(written, 0, len(written)) == (text, length)


@pytest.mark.parametrize("written", ["&", "& ", "&;", "&#;", "&#x;", "&#xg;", "&unknown;", "&e", "&Z&"])
def test_what_is_no_reference(written: str) -> None:
    assert reference(written, 0, len(written)) is None


@pytest.mark.parametrize(
    ("written", "found"),
    [("&copy=2", None), ("&copy2", None), ("&copyx", None), ("&copy", ("©", 5)), ("&copy/", ("©", 5)),
     ("&copyé", ("©", 5)), ("&copy;=", ("©", 6))],
)  # fmt: skip
def test_a_name_without_semicolon_may_be_part_of_an_address(written: str, found: tuple[str, int] | None) -> None:
    assert reference(written, 0, len(written), attribute=True) == found


@pytest.mark.parametrize(
    ("written", "found"),
    [("&eacute;", "é"), ("&eacute", None), ("&#0000101;", "e"), ("&#00000101;", None), ("&#x00065;", "e"),
     ("&ampx;", None), ("&#1;", None), ("&shy;", "\xad")],
)  # fmt: skip
def test_commonmark_reads_fewer_references(written: str, found: str | None) -> None:
    assert markdown_reference(written, 0, len(written)) == (None if found is None else (found, len(written)))


@given(st.text("&#;xX019aeAcdlmnopqrtu "))
def test_all_of_a_text_is_read_as_the_standard_library_reads_it(text: str) -> None:
    parts, at = [], 0
    while at < len(text):
        found = reference(text, at, len(text))
        parts.append(shown(found[0]) if found else text[at])
        at = found[1] if found else at + 1
    assert "".join(parts) == shown(unescape(text))


@pytest.mark.parametrize(
    ("written", "html", "percent", "text"),
    [
        (r"a\_b%20&amp;c", False, True, "a_b &c"),
        (r"a\_b%20&amp;c", False, False, "a_b%20&c"),
        (r"a\_b%20&ampc;&amp", True, True, r"a\_b &ampc;&"),
        ("%C3%A9%ff%41", True, True, "%C3%A9%ff%41"),
        ("%C3%A9-%41%00", True, True, "é-%41%00"),
        ("&#1;a", True, True, "a"),
        ("&#0000000000101;", False, False, "&#0000000000101;"),
    ],
)
def test_a_value_is_decoded_for_what_it_is(written: str, html: bool, percent: bool, text: str) -> None:
    pieces = decode(written, 0, len(written), html=html, percent=percent)
    assert "".join(piece for piece, _, _ in pieces) == text


@given(st.text("ab\\_&#x4;%41é"), st.booleans(), st.booleans())
def test_what_was_not_decoded_stands_where_it_stood(text: str, html: bool, percent: bool) -> None:
    position = 0
    for piece, low, high in decode(text, 0, len(text), html=html, percent=percent):
        assert position <= low <= high
        assert set(text[position:low]) <= {"\\"}
        assert piece == text[low:high] or text[low] in "&%"
        position = high
    assert position == len(text)
