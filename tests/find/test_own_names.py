"""What a school and its accounts are called is never a person; a pupil of one of its words still is."""

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.find.known_people import own_names
from postcheck.find.language import load_language_model
from postcheck.model.mention import Mention
from postcheck.model.people import KnownName, PeopleList, PersonKind, Pupil, Roll
from postcheck.model.settings import Account
from postcheck.model.text import Passage, PlaceKind

ROLL = Roll(
    (
        Pupil("P1", "Florence", "Webb", school="Abbey Grange Academy"),
        Pupil("P2", "Grace", "Ford"),
        Pupil("P3", "Ruby", "Lane"),
        Pupil("P4", "Jack", "Roe"),
        Pupil("P5", "Rose", "King"),
    ),
    "consent.csv",
)
ACCOUNTS = (
    Account("Florence Melly Community Primary School", (), "@florencemelly"),
    Account("Grace Academy", (), "@graceacademy"),
    Account("Jessop Primary"),
    Account("Priya Anand's page", official=False),
)
FINDER = Finder(ROLL, PeopleList(), load_language_model(""), own_names(ACCOUNTS, ROLL))


def named(text: str) -> list[Mention]:
    """Return the mentions of those who may be children."""
    found = FINDER.find((Passage(text, PlaceKind.TEXT, "post.md", "body"),))
    return [mention for mention in found if not mention.of_adult]


def test_the_names_of_a_school() -> None:
    assert own_names(ACCOUNTS, ROLL) == {
        "Florence Melly Community Primary School",
        "Florence Melly",
        "florencemelly",
        "Grace Academy",
        "Grace",
        "graceacademy",
        "Jessop Primary",
        "Jessop",
        "Abbey Grange Academy",
        "Abbey Grange",
    }


@pytest.mark.parametrize(
    "text",
    [
        "A great day at Florence Melly!",
        "Florence Melly's fair is on Friday.",
        "#FlorenceMelly",
        "FLORENCE MELLY AWARDS",
        "Abbey Grange won the cup.",
        "Grace Academy won the cup.",
        "@graceacademy wins",
        "Jessop beat Riverbank 3-1.",
    ],
)
def test_the_school_is_no_person(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Well done Florence!", "Florence"),
        ("Florence Webb sang.", "Florence Webb"),
        ("Grace won the cup.", "Grace"),
        ("Florence M. sang", "Florence M."),
    ],
)
def test_a_pupil_of_the_same_name_is_one(text: str, name: str) -> None:
    assert [mention.text for mention in named(text)] == [name]


def test_a_pupil_whose_surname_is_the_school_s_short_name_is_one() -> None:
    roll = Roll((Pupil("P1", "Tom", "Jessop"),))
    passage = Passage("Jessop scored twice.", PlaceKind.TEXT, "post.md", "body")
    (mention,) = Finder(roll, PeopleList(), load_language_model(""), own_names(ACCOUNTS, roll)).find((passage,))
    assert not mention.of_adult
    listed = PeopleList((KnownName("Jessop", PersonKind.PLACE),))
    (mention,) = Finder(roll, listed, load_language_model(""), own_names(ACCOUNTS, roll)).find((passage,))
    assert mention.of_adult


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("#TeamRuby", "Ruby"),
        ("#teamruby", "ruby"),
        ("#teamjack", "jack"),
        ("#gojack", "jack"),
        ("#votegrace", "grace"),
        ("#RubysRainbow", "Ruby"),
        ("#WellDoneGrace", "Grace"),
    ],
)
def test_a_pupil_who_is_cheered_in_a_tag_is_found(tag: str, name: str) -> None:
    assert [mention.text for mention in named(f"What a match! {tag}")] == [name]


@pytest.mark.parametrize("tag", ["#TeamRoseHouse", "#RoseHouse", "#TeamWork", "#TeamGreen", "#GoForIt"])
def test_a_team_without_a_pupil_s_name_is_nobody(tag: str) -> None:
    assert named(f"What a match! {tag}") == []
