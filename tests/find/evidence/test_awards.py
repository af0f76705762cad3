"""Words that look like a child's name, and are that of an award: a stranger is not asked for, a pupil is."""

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.model.mention import Certainty, Mention
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.builders.finding import shipped_model

OTHERS = (Pupil("P1", "Amelia", "Carter"), Pupil("P2", "Ben", "Okoro"), Pupil("P3", "Rhys", "Morgan"))
STRANGERS, PUPILS = Roll(OTHERS), Roll((*OTHERS, Pupil("P4", "Star", "Kaur"), Pupil("P5", "Ruby", "Teale")))


def asked(text: str, roll: Roll) -> list[Mention]:
    """Return who is found that is none of those who have the award."""
    passage = Passage(text, PlaceKind.TEXT, "post.md", "alt")
    others = {pupil.forename for pupil in OTHERS}
    found = Finder(roll, PeopleList(()), shipped_model()).find([passage])
    return [mention for mention in found if mention.text not in others]


@pytest.mark.parametrize(
    "text",
    [
        "Amelia's Star of the Week certificate on the classroom table",
        "Here is Ben\N{RIGHT SINGLE QUOTATION MARK}s Phoenix certificate, fresh from the printer.",
        "Rhys' Star Reader of the Month badge",
        "Amelia's Kindness Star certificate",
        "Ben's Bright Star of the Year medal",
        "Ben was Phoenix of the Week.",
        "Our Pearl of the Year medal",
        "Amelia's Hope certificate",
    ],
)
def test_the_name_of_an_award_is_no_stranger_s(text: str) -> None:
    assert asked(text, STRANGERS) == []


@pytest.mark.parametrize("roll", [STRANGERS, PUPILS])
@pytest.mark.parametrize(
    "text",
    [
        "Star won the race.",
        "Star's certificate",
        "Star of Year 3 won.",
        "Star of the Week is Star!",
        "Our star of the week is Star.",
        "Well done, Star!",
        "Well done to our Ruby, gold medal winner!",
        "It's Ruby, with the cup!",
        "Ruby, star of the week, with Amelia's certificate",
        "Amelia's friend Ruby won a certificate.",
    ],
)
def test_a_child_who_is_called_like_one_is_still_found(text: str, roll: Roll) -> None:
    (found,) = asked(text, roll)
    assert found.text in {"Star", "Ruby"}
    assert found.certainty >= Certainty.LIKELY
    assert bool(found.candidates) is (roll is PUPILS)


def test_a_pupil_s_name_in_an_award_s_is_for_a_person_to_decide() -> None:
    (found,) = asked("Amelia's Star of the Week certificate on the classroom table", PUPILS)
    assert (found.text, found.certainty) == ("Star", Certainty.LIKELY)


@pytest.mark.parametrize(
    "text",
    [
        "Well done to Phoenix of the Year 4 team, who scored twice!",
        "Winners: Amelia's, Ruby. Certificate to follow.",
        "Zayneb of the week club read aloud.",
    ],
)
def test_what_only_looks_like_an_award_s_name_is_asked_for(text: str) -> None:
    assert asked(text, STRANGERS)
