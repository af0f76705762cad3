"""Storms have people's names; a pupil of that name is one all the same."""

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.judge.reasons import naming
from postcheck.model.mention import Certainty, Mention, Reason, Role
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.builders.finding import shipped_model

PUPILS = (
    Pupil("P01", "Ciara", "Holt"),
    Pupil("P02", "Dennis", "Obi"),
    Pupil("P03", "Ruby", "Nash"),
    Pupil("P04", "Katrina", "Vale"),
)
FINDER = Finder(Roll(PUPILS), PeopleList(), shipped_model())


def find(text: str, finder: Finder = FINDER) -> tuple[Mention, ...]:
    return finder.find([Passage(text, PlaceKind.TEXT, "post.md", "body")])


@pytest.mark.parametrize(
    "text",
    [
        "Storm Ciara: school closes at 1pm today",
        "STORM CIARA: SCHOOL CLOSED",
        "Because of Storm Dennis the fair is off.",
        "Storm Ciara and Storm Dennis brought down our old oak.",
        "Hurricane Katrina flooded New Orleans in 2005.",
        "Year 5 wrote about Typhoon Ruby.",
        "Red weather warning: Storm Ciara's winds reach us tonight",
    ],
)
def test_name_after_a_word_for_a_storm_is_noted(text: str) -> None:
    mentions = [mention for mention in find(text) if mention.candidates]
    assert mentions
    for mention in mentions:
        assert (mention.certainty, mention.why, mention.role) == (Certainty.UNSURE, Reason.STORM, Role.FIGURE)
        assert naming(mention).reasons == ("storm",)


def test_storm_that_nobody_on_the_roll_is_called_is_noted_at_most() -> None:
    assert all(mention.certainty is Certainty.UNSURE for mention in find("Storm Eunice battered the coast."))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Storm Ciara: closed. Ciara in Year 7 drew the snow.", "Ciara"),
        ("Storm Ruby (7B) won the race.", "Ruby"),
        ("Storm Ruby scored twice.", "Ruby"),
        ("Well done Storm Ruby!", "Ruby"),
        ("The storm Dennis painted hangs in the hall.", "Dennis"),
        ("Team Storm: Ruby and Dennis", "Ruby"),
        ("Storm Ciara Holt swam.", "Ciara Holt"),
        ("Storm, Ruby and Dennis won.", "Ruby"),
    ],
)
def test_pupil_is_found_beside_such_a_word(text: str, name: str) -> None:
    assert any(name in mention.text and mention.certainty >= Certainty.LIKELY for mention in find(text))


def test_pupil_who_is_called_storm() -> None:
    finder = Finder(Roll((*PUPILS, Pupil("P05", "Storm", "Ruby"))), PeopleList(), shipped_model())
    assert any(mention.certainty is Certainty.CERTAIN for mention in find("Storm Ruby drew this.", finder))
