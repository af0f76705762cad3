"""Names of the roll in lists of clubs, of books and of results, where they may be a firm's, a title or a town."""
# ruff: noqa: RUF001 -- a dash stands between scores

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.model.mention import Certainty, Reason
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.builders.finding import shipped_model

ROLL = Roll(
    tuple(
        Pupil(f"P{number:02}", forename, surname, house=house)
        for number, (forename, surname, house) in enumerate(
            [
                ("Felix", "Garnett", ""), ("Imogen", "Sayer", ""), ("Theo", "Whitby", ""), ("Stanley", "Oduya", ""),
                ("Coraline", "Marsh", ""), ("Madeline", "Frost", ""), ("Preston", "Vale", ""), ("Kingston", "Ames", ""),
                ("Carlisle", "Dunn", ""), ("Ruben", "Barnsley", ""), ("Nadia", "Bath", ""), ("Zoe", "Newton", "Newton"),
                ("Ada", "Harper", ""), ("Felix", "Otieno", ""),
            ],
            start=1,
        )
    )
)  # fmt: skip
CERTAIN, LIKELY, UNSURE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.UNSURE


def found(marked: str) -> tuple[Certainty | None, Reason | None]:
    """Return how certain the name in [brackets] is, and why; None if nothing is found there."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    mentions = Finder(ROLL, PeopleList(), shipped_model()).find([Passage(text, PlaceKind.TEXT, "post.md", "body")])
    over = [mention for mention in mentions if mention.start < end and start < mention.end and mention.candidates]
    assert len(over) <= 1
    return (over[0].certainty, over[0].why) if over else (None, None)


# Clubs


@pytest.mark.parametrize(
    "marked",
    [
        "Tue: [Felix]'s Karate",
        "Wednesdays 3.30pm: [Imogen]'s Ballet in the hall",
        "Thursday: chess, [Theo]'s Football Club 3.15pm",
        "Fri: [Imogen]'s Dance Academy, Mon: Felix's Karate",
        "After-school clubs: [Felix]'s Karate, netball, recorders",
        "CLUBS THIS TERM\n\n[Imogen]'s Little Kickers (field)\nFelix's Karate",
    ],
)
def test_a_forename_that_owns_a_club_in_a_list_is_for_a_person(marked: str) -> None:
    assert found(marked) == (LIKELY, Reason.NAMED_AFTER)


@pytest.mark.parametrize(
    "marked",
    [
        "Tue: [Felix]'s birthday",
        "Tue: [Imogen]'s poem, Wed: Felix's song",
        "Tue: [Felix]",
        "Tue: [Felix]'s Karate was brilliant",
        "Tuesday: well done to [Felix]'s Karate group",
        "Fri: [Felix Garnett]'s Karate",
    ],
)
def test_a_pupil_in_a_list_of_days_is_certain(marked: str) -> None:
    assert found(marked)[0] is CERTAIN


# Books


@pytest.mark.parametrize(
    "marked",
    [
        "Reading list: Skellig by David Almond, [Coraline] by Neil Gaiman",
        "- Elmer by David McKee\n- [Madeline] by Ludwig Bemelmans",
        "We read: Holes by Louis Sachar; [Stanley] by Jan Pell; Skellig by David Almond",
        "“[Coraline]” by Neil Gaiman",
        "[Madeline] Finds a Frog by Jan Pell, Wolf Hall by Ann Rudd",
    ],
)
def test_a_title_before_its_author_is_for_a_person_at_most(marked: str) -> None:
    certainty, why = found(marked)
    assert (certainty, why) == (LIKELY, Reason.STORY)


@pytest.mark.parametrize(
    ("marked", "least"),
    [
        ("Reviewed by [Imogen]: Holes by Louis Sachar", CERTAIN),
        ("A painting by [Madeline], a poem by Theo", CERTAIN),
        ("[Imogen] by the window", LIKELY),
        ("[Madeline] by the pond, Theo by the gate", LIKELY),
        ("[Imogen] by Ada Harper, in charcoal", LIKELY),
        ("Coraline by Neil Gaiman was chosen by [Theo]", CERTAIN),
    ],
)
def test_a_pupil_beside_by_is_seen(marked: str, least: Certainty) -> None:
    certainty, why = found(marked)
    assert certainty is not None
    assert certainty >= least
    assert why is not Reason.STORY


# Results


@pytest.mark.parametrize(
    "marked",
    [
        "Year 4 beat [Preston] 5-2",
        "Hartsmoor 3-1 [Carlisle]",
        "Hartsmoor 12 [Preston] 9",
        "RESULTS: HARTSMOOR 2 [KINGSTON] 2",
        "Rugby: we lost 21–7 to [Kingston]",
        "[Preston] 1 - 4 Kingston",
        "Netball v [Carlisle]: won 14-6",
    ],
)
def test_a_forename_that_is_a_town_is_for_a_person_as_a_side_of_a_match(marked: str) -> None:
    assert found(marked) == (LIKELY, Reason.PLACE)


@pytest.mark.parametrize(
    "marked",
    [
        "Year 4 beat [Barnsley] 5-2",
        "Hartsmoor 3-1 [Whitby]",
        "Hartsmoor 12 [Bath] 9",
        "RESULTS: HARTSMOOR 2 [BATH] 2",
        "We drew 1-1 with [Barnsley] at home.",
        "Netball v [Whitby]: won 14-6",
        "Football: [Bath] 0-2 Hartsmoor.",
    ],
)
def test_a_surname_that_is_a_town_is_never_passed_over_as_a_side_of_a_match(marked: str) -> None:
    assert found(marked)[0] is LIKELY


@pytest.mark.parametrize(
    "marked",
    [
        "Chess final: [Preston] beat Theo 5-2",
        "Spelling bee: [Kingston] 10 Imogen 9",
        "Table tennis: [Preston] 11-7 Imogen",
        "Goals: [Preston] 3, Theo 1",
        "[Preston] ran 12 laps",
        "Year 4 beat Year 5. [Preston] scored twice.",
        "[Preston Vale] 3-1 Hartsmoor",
    ],
)
def test_a_pupil_who_plays_or_scores_is_certain(marked: str) -> None:
    assert found(marked)[0] is CERTAIN


@pytest.mark.parametrize(
    "marked",
    [
        "Hartsmoor beat [Preston] Primary 3-1",
        "On 3-1-2025 we go to [Bath] by coach",
        "House points: [Newton] 2 Larch 1",
    ],
)
def test_a_place_or_a_house_is_calm(marked: str) -> None:
    assert found(marked)[0] in {None, UNSURE}


# Services and tags


def off_roll(text: str) -> list[str]:
    mentions = Finder(ROLL, PeopleList(), shipped_model()).find([Passage(text, PlaceKind.TEXT, "post.md", "body")])
    return [mention.text for mention in mentions if mention.certainty >= LIKELY and not mention.adult]


def test_a_firm_to_whom_a_service_is_credited_is_nobody() -> None:
    for text in (
        "Choreography by Samba.",
        "Lighting by Rumble.",
        "Photography by Shutter.",
        "Tickets! Lighting by Zest.",
    ):
        assert off_roll(text) == []
    assert off_roll("Choreography by Grace") == ["Grace"]
    assert off_roll("Choreography by Blaze.") == ["Blaze"]
    assert off_roll("Choreography by Harper") == ["Harper"]


def test_an_s_that_owns_what_follows_in_a_tag_may_be_of_any_pupil_of_the_forename() -> None:
    roll = Roll((Pupil("P01", "Alfie", "Shaw"), Pupil("P02", "Alfie", "Rowe"), Pupil("P03", "Erin", "Sharp")))
    finder = Finder(roll, PeopleList(), shipped_model())

    def pupils(text: str) -> list[str]:
        (mention,) = finder.find([Passage(text, PlaceKind.TEXT, "post.md", "body")])
        assert mention.certainty >= LIKELY
        return [candidate.pupil_id for candidate in mention.candidates]

    assert pupils("#AlfiesRaft") == ["P01", "P02"]
    assert pupils("#AlfieS") == ["P01"]
    assert pupils("#AlfieSWins") == ["P01"]
    assert pupils("#ErinsGarden") == ["P03"]
