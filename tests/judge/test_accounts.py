"""Accounts: two on one register, those of subjects, people's in the text, and the school's own on YouTube."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.model.people import KnownName, PeopleList, PersonKind
from postcheck.model.settings import Account, Settings
from postcheck.model.severity import Severity
from tests.judge.desk import judge, levels

FAIL, REVIEW = Severity.FAIL, Severity.REVIEW
SCHOOL = Account("Hillside Primary", ("facebook", "linkedin"), "@hillsideprimary")
PEOPLE = PeopleList(
    (KnownName("Tom Palmer", PersonKind.VISITOR), KnownName("Mrs J. Osei", PersonKind.STAFF, "headteacher"))
)


def post(body: str, *header: str) -> str:
    return "\n".join(["---", "channel: facebook", *header, "---", body, ""])


@pytest.mark.parametrize(
    ("others", "account", "expected"),
    [
        ((), "Hillside Primary", None),
        ((Account("Hillside PE", ("instagram",)),), "Hillside Primary", None),
        ((Account("Hillside Nursery Friends", ("facebook",)),), "Hillside Primary", REVIEW),
        ((Account("Hillside Nursery Friends", ("facebook",)),), "", REVIEW),
        ((Account("Hillside PE", ("facebook",)),), "Hillside PE", FAIL),
        ((Account("Hillside Old Boys", ("facebook",), official=False),), "Hillside Primary", None),
        ((Account("Hillside Friends"),), "Hillside Primary", REVIEW),
    ],
)
def test_one_account_a_channel(
    others: tuple[Account, ...], account: str, expected: Severity | None, tmp_path: Path
) -> None:
    settings = Settings(accounts=(SCHOOL, *others))
    draft = post("The fair is on Friday.", *([f"account: {account}"] if account else []))
    assert levels(judge("north-star", draft, tmp_path, settings=settings)).get("NST-CHAN-1") is expected


def test_what_to_do_about_two_accounts(tmp_path: Path) -> None:
    settings = Settings(accounts=(SCHOOL, Account("Hillside Friends", ("facebook",))))
    (flag,) = judge("north-star", post("The fair."), tmp_path, settings=settings).flags
    assert flag.message == "The register lists 2 accounts for facebook, and the policy allows one."
    assert "official = false" in flag.advice


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Thank you @MissStuartArt for a lovely afternoon.", FAIL),
        ("Massive thanks to @mr_ashdown_y4", FAIL),
        ("Lovely cakes, @ameliasmum!", FAIL),
        ("Look at this @amelia_carter_reads", FAIL),
        ("Fab session with @mrsashdown", FAIL),
        ("A lovely morning with @RNLI.", None),
        ("Our @missionpossible project", None),
        ("Thank you @tompalmerauthor for your visit", None),
        ("More at @hillsideprimary", None),
        ("Write to office@mrsmith.example", None),
    ],
)
def test_a_person_s_account_in_the_text_is_a_tag(body: str, expected: Severity | None, tmp_path: Path) -> None:
    found = levels(judge("aspire", post(body), tmp_path, people=PEOPLE, settings=Settings(accounts=(SCHOOL,))))
    assert found.get("ASP-TAG-1") is expected


@pytest.mark.parametrize("pack", ["north-star", "snmat", "southport", "victoria"])
def test_other_policies_do_not_speak_of_tags(pack: str, tmp_path: Path) -> None:
    assert "ASP-TAG-1" not in levels(judge(pack, post("Thank you @MissStuartArt!"), tmp_path))


LINK = "https://youtu.be/abc123xyz00"


@pytest.mark.parametrize(
    ("body", "header", "expected"),
    [
        (f"Watch our nativity again: {LINK}", (), REVIEW),
        (f"Our harvest assembly: {LINK}", (), REVIEW),
        (f"Highlights of Year 6's production at {LINK}", (), REVIEW),
        ("See the leavers' film on our YouTube channel.", (), REVIEW),
        (f"Watch our nativity again: {LINK}", ("declare: [unlisted_and_embedded]",), None),
        (f"Watch our nativity again: {LINK}", ("declare: [ASP-VID-2]",), None),
        (f"A phonics song for the car: {LINK}", (), None),
        (f"NASA shows the launch at {LINK}", (), None),
        ("Our nativity was wonderful. Thank you all!", (), None),
        ("Our assembly on online safety: YouTube is for over-13s.", (), None),
    ],
)
def test_a_link_to_the_school_s_own_video(
    body: str, header: tuple[str, ...], expected: Severity | None, tmp_path: Path
) -> None:
    assert levels(judge("aspire", post(body, *header), tmp_path)).get("ASP-VID-2") is expected


@pytest.mark.parametrize(
    ("approved", "expected"),
    [
        ("", REVIEW),
        ("the head teacher", None),
        ("Mrs J. Osei", None),
        ("Jane Osei", None),
        ("J. Osei, Headteacher", None),
        ("J. Smith", REVIEW),
        ("K. Osei", REVIEW),
        ("the deputy head", REVIEW),
        ("awaiting the head", REVIEW),
        ("head of music", REVIEW),
        ("with the headteacher", REVIEW),
        ("declined by the head", REVIEW),
        ("J. Osei said no", REVIEW),
        ("head hasn't seen it", REVIEW),
        ("emailed head", REVIEW),
        ("Head of Year 3", REVIEW),
        ("Mrs J. Osei, deputy head", REVIEW),
        ("approved by the head by email", None),
        ("SLT - J Osei", None),
        ("JO 12/11", None),
    ],
)
def test_only_the_head_settles_an_opinion(approved: str, expected: Severity | None, tmp_path: Path) -> None:
    draft = post("We condemn the new bus timetable.", *([f"approved_by: {approved}"] if approved else []))
    assert levels(judge("north-star", draft, tmp_path, people=PEOPLE)).get("NST-OPIN-1") is expected


def test_dress_and_compromising_are_one_question(tmp_path: Path) -> None:
    picture = ("images:", "  - {file: picture.png, people: [P0001]}")
    asked = [item.rule for item in judge("aspire", post("In the sun.", *picture), tmp_path).checklist]
    assert "ASP-IMG-4" in asked
    assert "ASP-IMG-6" not in asked
