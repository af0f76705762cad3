"""Handles and hashtags that begin with a pupil's first name, and those that only look like it."""

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.model.mention import Certainty, Mention, NameForm, Reason
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.builders.finding import shipped_model

ROLL = Roll(
    (
        Pupil("P01", "Jess", "Hartley"),
        Pupil("P02", "Max", "Orton-Bell"),
        Pupil("P03", "Grace", "Whitlock"),
        Pupil("P04", "Rose", "Gardiner"),
        Pupil("P05", "Hope", "Summerfield"),
        Pupil("P06", "Will", "Fenwick"),
        Pupil("P07", "Ella", "Robson"),
        Pupil("P08", "Mason", "Quill"),
        Pupil("P09", "Lily", "Marsden"),
        Pupil("P10", "Dexter", "Osei"),
        Pupil("P11", "Mark", "Etherington"),
        Pupil("P12", "May", "Danvers"),
    )
)
FINDER = Finder(ROLL, PeopleList(), shipped_model())
LIKELY = Certainty.LIKELY


def find(text: str) -> tuple[Mention, ...]:
    return FINDER.find([Passage(text, PlaceKind.TEXT, "post.md", "body")])


def flagged(text: str) -> list[str]:
    """Return the words that are at least for a person to decide."""
    return [mention.text for mention in find(text) if mention.certainty >= LIKELY]


@pytest.mark.parametrize(
    ("text", "name", "pupil"),
    [
        ("well done @jessh_09", "jessh", "P01"),
        ("@jesshart09 again", "jesshart", "P01"),
        ("goals: @jess_hartl", "jess_hartl", "P01"),
        ("#gracew #u14s", "gracew", "P03"),
        ("#GraceW", "GraceW", "P03"),
        ("see @rose_g for details", "rose_g", "P04"),
        ("@hopesummer", "hopesummer", "P05"),
        ("by @willf11", "willf", "P06"),
        ("ask @ellarobbo", "ellarobbo", "P07"),
        ("@ellarobsonn", "ellarobson", "P07"),
        ("we saw @maxob", "maxob", "P02"),
        ("\N{FULLWIDTH COMMERCIAL AT}lilym7", "lilym", "P09"),
    ],
)
def test_first_name_and_the_beginning_of_the_surname(text: str, name: str, pupil: str) -> None:
    (mention,) = find(text)
    assert (mention.text, [candidate.pupil_id for candidate in mention.candidates]) == (name, [pupil])
    assert mention.certainty >= LIKELY
    assert mention.form.shows_surname


@pytest.mark.parametrize("text", ["@hopesummer", "#jessh #u14s", "@willfen"])
def test_words_that_run_together_are_never_surer_than_likely(text: str) -> None:
    (mention,) = find(text)
    assert (mention.form, mention.certainty) == (NameForm.FIRST_INITIAL, LIKELY)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("well done @jessruns", ["jess"]),
        ("Follow her journey at @graceswims \N{RUNNER}", ["grace"]),
        ("Follow his progress on Instagram: @willclimbs", ["will"]),
        ("our very own @hopesings", ["hope"]),
        ("Player of the match: @ellabx", ["ella"]),
        ("Congratulations to @lilybw12 and @rosebw!", ["lily", "rose"]),
        ("Two goals from @maysevens", ["may"]),
        ("@rosesprints (Year 9) took bronze", ["rose"]),
        ("@maxpower came first in the 100 metres", ["max"]),
    ],
)
def test_first_name_in_the_account_of_a_person(text: str, names: list[str]) -> None:
    assert [name[: len(want)] for name, want in zip(flagged(text), names, strict=True)] == names


def test_what_is_said_of_such_an_account() -> None:
    (mention,) = find("well done @jessruns")
    assert (mention.why, mention.certainty, mention.form) == (Reason.ACCOUNT, LIKELY, NameForm.FIRST)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks to @hopehousecharity for the cake sale.",
        "Well done to @hopehousecharity, who raised £300.",
        "Congratulations to @gracechurchleeds on its new roof",
        "Join us at @gracechurchleeds on Sunday.",
        "Uniform from @jackwills and @maxspielmann",
        "Try @willpowergym for free this week.",
        "Congratulations to our friends at @lilyhairandbeauty",
        "Follow us at @rosecottagefarm",
        "We are proud of the @masonsarms quiz team",
        "Visit @markethall this week",
        "#hopeforall #gracefully #roseday #willpower #maytheforce #markmywords #lilypad #maxout #mayday",
        "#hopewins",
        "Follow us @jessfoundation",
    ],
)
def test_account_of_a_firm_a_club_or_a_campaign(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize("text", ["@jessruns", "Our friends from @willclimbs are back", "Photos: @maysevens"])
def test_first_name_and_anything_else_beside_nothing_personal(text: str) -> None:
    assert not any(mention.why is Reason.ACCOUNT for mention in find(text))


@pytest.mark.parametrize("text", ["@mayb", "#grace_and_friends", "@gracefulsteps", "@masonry", "#willow"])
def test_another_surname_or_a_word(text: str) -> None:
    assert not any(mention.form is NameForm.FIRST_INITIAL and mention.candidates for mention in find(text))
