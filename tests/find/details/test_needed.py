"""A quick look at a text's words never hides a phrase from the patterns that look for it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcheck.find.details.sensitive import _needed, _words
from postcheck.find.details.words import Needed, any_of, table

RAW = table("sensitive.toml")
PHRASES = sorted(
    {
        *(phrase for name in ("health", "special_needs", "care", "free_meals") for phrase in RAW[name]["words"]),
        *(phrase for name in ("health", "special_needs", "care", "free_meals") for phrase in RAW[name]["exact"]),
        *(phrase for name in ("alone", "family", "conditions", "states") for phrase in RAW["said_of"][name]),
    }
)
SLOTS = {
    "<their>": RAW["said_of"]["their_or_a"],
    "<part>": RAW["said_of"]["parts"],
    "<relative>": RAW["somebody"]["relatives"],
}
LONG_S = "\N{LATIN SMALL LETTER LONG S}"
PATTERNS = (*(pattern for _, _, pattern in _words().groups), *(pattern for _, _, pattern, _ in _words().said))


def said(phrase: str) -> str:
    for slot, choice in SLOTS.items():
        phrase = phrase.replace(slot, next(iter(choice)))
    return phrase.replace("*", "s")


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_is_let_through_however_it_is_written(phrase: str) -> None:
    for text in (said(phrase), said(phrase).upper(), said(phrase).replace(" ", "-"), f"Amelia: “{said(phrase)}”…"):
        assert _needed().may_be_in(text)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.sampled_from([*map(said, PHRASES), "Amelia", "is", "her", "the", "-", "  ", "\n", LONG_S, "4"]),
        max_size=6,
    ).map(" ".join),
    st.integers(0, 40),
)
def test_what_a_pattern_finds_is_never_hidden(text: str, cut: int) -> None:
    text = text[cut:]
    assert _needed().may_be_in(text) or not any(pattern.search(text) for pattern in PATTERNS)


@pytest.mark.parametrize(
    ("phrase", "text", "there"),
    [
        ("get well soon", "Get well, and soon", True),
        ("get well soon", "all is well soon", False),
        ("asthma*", "an asthmatic", True),
        ("asthma*", "a plasthma", False),
        ("his <part> hurts", "HIS arm hurts", True),
        ("his <part> hurts", "his arm", False),
        ("down's syndrome", "Down\N{RIGHT SINGLE QUOTATION MARK}s syndrome", True),
        ("in hospital", "in ho\N{LATIN SMALL LETTER LONG S}pital", True),
        ("4", "nothing of the kind", True),
        ("sick", "", False),
    ],
)
def test_all_words_of_a_phrase_are_needed(phrase: str, text: str, there: bool) -> None:
    assert Needed([phrase]).may_be_in(text) is there
    if not there:
        assert not re.search(rf"(?<!\w)(?:{any_of([phrase])})", text, re.IGNORECASE)
