"""Passwords whose label says what they are for."""

from __future__ import annotations

import pytest

from postcheck.find.details.secrets import find
from postcheck.find.details.view import View
from postcheck.model.mention import Certainty
from postcheck.model.text import Passage, PlaceKind

CERTAIN, LIKELY = Certainty.CERTAIN, Certainty.LIKELY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The wifi password for parents' evening is Hillside2026.", [("Hillside2026", CERTAIN)]),
        ("Password for the portal: Tiger42", [("Tiger42", CERTAIN)]),
        ("The passcode for the Zoom call is 483920.", [("483920", CERTAIN)]),
        ("The password for the treasure hunt is pirate.", [("pirate", LIKELY)]),
        ("The password for the quiz is on page 3.", []),
        ("Passwords for Purple Mash are in the planner.", []),
        ("Reset the password for your account: ask the office.", []),
        ("A strong password for every account is important.", []),
        ("Choose a password for your child: three random words.", []),
        ("The password to success is hard work.", []),
    ],
)
def test_what_stands_after_its_purpose_is_found(text: str, expected: list[tuple[str, Certainty]]) -> None:
    view = View(Passage(text, PlaceKind.TEXT, "post.md", "body"))
    assert [(view.text[match.start : match.end], match.certainty) for match in find(view)] == expected
