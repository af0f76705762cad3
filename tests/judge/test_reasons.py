"""The words for the reasons why something was taken for a name."""

from __future__ import annotations

import dataclasses

import pytest

from postcheck.judge.reasons import naming, why
from postcheck.model.mention import Certainty, Ground, Mention, NameForm, Naming, Reason, Role
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


AGE = Ground("age_after", "an age follows it", "child", 1.2)


def test_whose_name_it_is_and_why_goes_to_the_flag() -> None:
    bare = Mention(PASSAGE, 0, 4, (), NameForm.FIRST, Certainty.LIKELY, Reason.NOT_ON_ROLL, confidence=0.4)
    assert naming(bare) == Naming(Role.CHILD, 0.4, ("not_on_roll",))
    weighed = dataclasses.replace(bare, grounds=(AGE,))
    assert naming(weighed) == Naming(Role.CHILD, 0.4, ("not_on_roll", "age_after"), (AGE,))


@pytest.mark.parametrize(
    ("adult", "role", "code", "says"),
    [
        ("", Role.CHILD, "acrostic", "the first letters of these lines spell a name on the roll"),
        ("on the people list", Role.ADULT, "on_the_people_list", "it is on the people list"),
        ("Mrs", Role.ADULT, "adults_title", "an adult's title, such as Mr or Mrs, stands before it"),
    ],
)
def test_what_settled_it_is_told_where_nothing_was_weighed(adult: str, role: Role, code: str, says: str) -> None:
    mention = Mention(
        PASSAGE, 0, 4, (), NameForm.FIRST, Certainty.LIKELY, Reason.ACROSTIC, adult=adult, role=role, confidence=0.99
    )
    found = naming(mention)
    assert found.reasons == tuple(dict.fromkeys(("acrostic", code)))
    assert [(ground.code, ground.says, ground.toward) for ground in found.grounds] == [(code, says, role.value)]
