"""Whose words are quoted and whose work is shown: asked where the policy seeks consent for it, then looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.model.severity import Severity
from tests.judge.desk import judge, levels

HEAD = "---\nchannel: facebook\n{more}---\n"
PICTURE = "images:\n  - file: picture.png\n    people: []\n    alt: {alt}\n{more}"


def asked(body: str, folder: Path, more: str = "", pack: str = "southport") -> Severity | None:
    return levels(judge(pack, HEAD.format(more=more) + body, folder)).get("STH-CONS-4")


@pytest.mark.parametrize(
    "body",
    [
        "“I was so happy when I saw the bus,” said a Year 4 pupil.",
        "A pupil in Year 4 told us: “I was so happy when I saw the bus.”",
        '"I was so happy when I saw the bus" - girl, 8, after the trip',
        "“I was so happy when I saw the bus!” exclaimed one nine-year-old boy, aged 9.",
        "“I was so happy when I saw the bus,” said Amelia.",
    ],
)
def test_a_childs_words_are_asked_about(body: str, tmp_path: Path) -> None:
    assert asked(body, tmp_path) is Severity.REVIEW
    assert asked(body, tmp_path, "quote_of: []\n") is None


@pytest.mark.parametrize(
    "body",
    [
        "“The roof will be finished by Easter,” said the site manager.",
        "“In my opinion cats win,” wrote Year 5.",
        "We read “The Lion, the Witch and the Wardrobe” with Year 4.",
        "Year 6 are performing “A Midsummer Night's Dream” on Friday.",
        "“Walk, don't run”: our new motto for 11 corridors.",
    ],
)
def test_other_words_are_left_alone(body: str, tmp_path: Path) -> None:
    assert asked(body, tmp_path) is None


def test_no_other_policy_asks(tmp_path: Path) -> None:
    body = "“I was so happy when I saw the bus,” said a Year 4 pupil."
    for pack in ("aspire", "north-star", "snmat", "victoria"):
        assert asked(body, tmp_path, pack=pack) is None


@pytest.mark.parametrize(
    ("alt", "more", "level"),
    [
        ("A wall display of self-portraits", "", Severity.REVIEW),
        ("Paintings by Year 3", "", Severity.REVIEW),
        ("Paintings by Year 3", "    work_of: []\n", None),
        ("The new library", "", None),
        ("The boiler man at work", "", None),
    ],
)
def test_work_on_display_is_asked_about(alt: str, more: str, level: Severity | None, tmp_path: Path) -> None:
    assert asked("Look at this!", tmp_path, PICTURE.format(alt=alt, more=more)) is level


def test_the_post_may_say_whose_work_its_pictures_show(tmp_path: Path) -> None:
    assert (
        asked("Look at this!", tmp_path, PICTURE.format(alt="Paintings by Year 3", more="") + "work_of: []\n") is None
    )
