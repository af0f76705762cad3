"""The words for the reasons why something was taken for a name."""

from __future__ import annotations

import dataclasses

import pytest

from postcheck.judge.reasons import why
from postcheck.model.mention import Certainty, Mention, NameForm, Reason
from postcheck.model.text import Passage, PlaceKind

PASSAGE = Passage("Rhys", PlaceKind.TEXT, "a.md", "body")


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_of_its_own(reason: Reason) -> None:
    mention = Mention(PASSAGE, 0, 4, (), NameForm.FIRST, Certainty.LIKELY, reason)
    words = why(mention)
    assert len(words.split()) >= 4
    assert words[0].islower()
    assert not words.endswith(".")
    assert why(dataclasses.replace(mention, contradicted=True)).startswith(f"{words}, but another reading")


def test_no_two_reasons_sound_alike() -> None:
    mentions = [Mention(PASSAGE, 0, 4, (), NameForm.FIRST, Certainty.LIKELY, reason) for reason in Reason]
    assert len({why(mention) for mention in mentions}) == len(Reason)
