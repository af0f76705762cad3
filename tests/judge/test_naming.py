"""What flags about names say of whose name it is, and what is made of a guess."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from postcheck.judge.reasons import TITLED, WORDING
from postcheck.model.mention import Candidate, Certainty, Ground, Mention, NameForm, Naming, Reason
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Passage, PlaceKind
from tests.judge.consented import ALL_GIVEN, AMELIA, PACKS, RHYS, Post, flags, read, roll_of
from tests.judge.desk import judge

GROUND = Ground("praised", "it is praised", "child", 1.5)
REFUSED = dict.fromkeys(ALL_GIVEN, "refused")
MAYBE = (Candidate("P1", NameForm.FIRST, Certainty.LIKELY), Candidate("P2", NameForm.FIRST, Certainty.LIKELY))


def post_with(folder: Path, candidates: tuple[Candidate, ...] = MAYBE, **other: object) -> Post:
    """Return a post in which a mention of “Millie” was found; what else is known of it is given."""
    post = read(folder, "---\nchannel: facebook\n---\nWell done!\n")
    passage = Passage("Well done, Millie!", PlaceKind.TEXT, post.draft.path, "body")
    values = {"form": NameForm.FIRST, "certainty": Certainty.LIKELY, "why": Reason.RESEMBLES, **other}
    mention = Mention(passage, 11, 17, candidates, confidence=0.8, grounds=(GROUND,), **values)  # type: ignore[arg-type]
    return dataclasses.replace(post, mentions=(mention,))


@pytest.mark.parametrize("pack", ["baseline", "snmat", "southport", "victoria"])
def test_consent_of_those_whom_a_name_resembles_permits_nothing(folder: Path, pack: str) -> None:
    roll = roll_of(folder, AMELIA | ALL_GIVEN, RHYS | ALL_GIVEN)
    (flag, *_) = flags(post_with(folder), roll, PACKS[pack])
    assert flag.severity is Severity.REVIEW
    assert flag.pupil_ids == ("P1", "P2")
    assert "may be short for a name on the roll" in flag.message
    assert flag.message.endswith("There is consent for whoever it resembles, but it may be somebody else.")
    assert "add the name to your people list" in flag.advice


def test_a_name_of_those_who_agreed_is_permitted(folder: Path) -> None:
    roll = roll_of(folder, AMELIA | ALL_GIVEN, RHYS | ALL_GIVEN)
    assert flags(post_with(folder, why=Reason.SPELLING), roll, PACKS["baseline"]) == ()


def test_a_guess_at_somebody_who_refused_says_so(folder: Path) -> None:
    roll = roll_of(folder, AMELIA | ALL_GIVEN, RHYS | REFUSED)
    (flag,) = flags(post_with(folder), roll, PACKS["baseline"])
    assert flag.severity is Severity.REVIEW
    assert (
        "For 1 of the 2 pupils who may be meant, consent for the first name on social media was refused" in flag.message
    )


def test_an_unsure_guess_stays_a_note(folder: Path) -> None:
    roll = roll_of(folder, AMELIA | ALL_GIVEN, RHYS | ALL_GIVEN)
    (flag,) = flags(post_with(folder, certainty=Certainty.UNSURE), roll, PACKS["baseline"])
    assert flag.severity is Severity.NOTE


def test_a_flag_says_whose_name_it_is_and_its_fingerprint_does_not_depend_on_it(folder: Path) -> None:
    roll = roll_of(folder, AMELIA | REFUSED, RHYS | REFUSED)
    post = post_with(folder)
    (flag,) = flags(post, roll, PACKS["baseline"])
    assert flag.naming == Naming(post.mentions[0].role, 0.8, ("resembles", "praised"), (GROUND,))
    (mention,) = post.mentions
    other = dataclasses.replace(mention, confidence=0.3, grounds=())
    (same,) = flags(dataclasses.replace(post, mentions=(other,)), roll, PACKS["baseline"])
    assert same.naming == Naming(mention.role, 0.3, ("resembles",))
    assert same.fingerprint == flag.fingerprint


def test_a_barred_name_and_a_pupils_own_say_tell_it_too(folder: Path) -> None:
    barred = roll_of(folder, AMELIA | ALL_GIVEN | {"do_not_publish": "all"}, RHYS | ALL_GIVEN)
    found = flags(post_with(folder), barred, PACKS["baseline"])
    of_age = roll_of(folder, AMELIA | ALL_GIVEN | {"year_group": "10"}, RHYS | ALL_GIVEN)
    found += flags(post_with(folder, MAYBE[:1], why=Reason.SPELLING), of_age, PACKS["southport"])
    assert len({flag.rule for flag in found}) > 1
    assert all(flag.naming and flag.naming.grounds == (GROUND,) for flag in found)


@pytest.mark.parametrize(
    ("pack", "text", "naming"),
    [
        ("north-star", "Thanks to Mrs Zephaniah for the music.", TITLED),
        ("aspire", "What a day! Tag your child below.", WORDING),
    ],
)
def test_a_flag_that_no_mention_stands_behind_says_so(tmp_path: Path, pack: str, text: str, naming: Naming) -> None:
    found = judge(pack, f"---\nchannel: facebook\n---\n{text}\n", tmp_path).flags
    assert [flag.naming for flag in found if flag.category is Category.NAME] == [naming]
