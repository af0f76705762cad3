"""Lines as officers write them: registers, handles, initials, and names that schools tell of."""
# ruff: noqa: RUF001 -- look-alike letters and curly apostrophes are what is tested

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.model.mention import Certainty, Mention, NameForm, Reason, Role
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.builders.finding import shipped_model
from tests.fakes.models import NamingModel

ROLL = Roll(
    (
        Pupil("P01", "Amelia", "Carter", middle_names="Rose"),
        Pupil("P02", "Rhys", "Morgan"),
        Pupil("P03", "Noah", "Bennett"),
        Pupil("P04", "Esther", "Adeyemi"),
        Pupil("P05", "Matilda", "Thorne"),
        Pupil("P06", "Mary", "Quayle"),
        Pupil("P07", "David", "Arkwright"),
        Pupil("P08", "Rosa", "Delgado"),
        Pupil("P09", "Austin", "Penn"),
        Pupil("P10", "Tom", "Butcher"),
        Pupil("P11", "May", "Lindqvist"),
        Pupil("P12", "Rose", "Heron"),
        Pupil("P13", "Keala", "Kaʻanāʻanā"),
        Pupil("P14", "Ruth", "Ellery"),
        Pupil("P15", "Jack", "Tranter"),
    )
)
CERTAIN, LIKELY, UNSURE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.UNSURE


def find(text: str, *seen: str, kind: PlaceKind = PlaceKind.TEXT) -> tuple[Mention, ...]:
    return Finder(ROLL, PeopleList(), NamingModel(*seen, score=0.97) if seen else shipped_model()).find(
        [Passage(text, kind, "post.md", "body")]
    )


def pupils(mention: Mention) -> list[str]:
    return [candidate.pupil_id for candidate in mention.candidates]


def only(text: str, *seen: str, kind: PlaceKind = PlaceKind.TEXT) -> Mention:
    (mention,) = find(text, *seen, kind=kind)
    return mention


# Initials


@pytest.mark.parametrize(
    ("text", "name", "pupil"),
    [
        ("R. M. in Year 4 won the cup", "R. M.", "P02"),
        ("Well done to A.C. (Y6) for the poem", "A.C.", "P01"),
        ("Congratulations to T. B., 5H", "T. B.", "P10"),
        ("N. B. scored the winner", "N. B.", "P03"),
        ("A. R. C. won", "A. R. C.", "P01"),
    ],
)
def test_initials_of_a_child(text: str, name: str, pupil: str) -> None:
    mention = only(text)
    assert (mention.text, mention.form, mention.certainty, pupils(mention)) == (
        name,
        NameForm.INITIALS,
        LIKELY,
        [pupil],
    )
    assert not mention.form.shows_surname
    assert not mention.form.shows_first


@pytest.mark.parametrize(
    "text",
    [
        "N. B. please bring a coat",
        "the T. B. vaccine",
        "r. m. in Year 4",
    ],
)
def test_initials_of_nobody(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "name"), [("See E. B. White in Year 4", "E. B. White"), ("R. M. Osterley wrote it", "R. M. Osterley")]
)
def test_initials_before_a_surname_are_no_pupils(text: str, name: str) -> None:
    mention = only(text)
    assert (mention.text, mention.form, mention.candidates) == (name, NameForm.FULL, ())


@pytest.mark.parametrize(
    ("text", "name", "pupil"),
    [
        ("6B: Carter A., Bennett N., others", "Carter A.", "P01"),
        ("Carter A 6B", "Carter A", "P01"),
        ("50m: CARTER, A. 38.2", "CARTER, A.", "P01"),
    ],
)
def test_surname_and_initial_of_a_register(text: str, name: str, pupil: str) -> None:
    mention = find(text)[0]
    assert (mention.text, mention.form, mention.certainty, pupils(mention)) == (
        name,
        NameForm.INITIAL_SURNAME,
        LIKELY,
        [pupil],
    )


def test_surname_before_an_article_is_alone() -> None:
    assert [(mention.text, mention.form) for mention in find("Arkwright A great match!")] == [
        ("Arkwright", NameForm.SURNAME)
    ]


# Short first names with a slip, beside their surname


@pytest.mark.parametrize(
    "text", ["Ryhs Morgan took it", "Рhys Morgan took it", "Rhyss Morgan took it", "MORGAN, Ryhs took it"]
)
def test_slip_in_a_short_first_name_beside_its_surname(text: str) -> None:
    candidates = {pupil for mention in find(text) for pupil in pupils(mention)}
    assert "P02" in candidates


def test_slip_in_a_short_first_name_alone_resembles_it() -> None:
    mention = only("Ryhs took it")
    assert (mention.text, mention.form, mention.why, mention.certainty) == (
        "Ryhs",
        NameForm.FIRST,
        Reason.RESEMBLES,
        LIKELY,
    )
    assert [(pupil.pupil_id, pupil.certainty) for pupil in mention.candidates] == [("P02", LIKELY)]


def test_words_close_to_short_first_names_are_none() -> None:
    assert find("The toms and the Rhus were pruned") == ()


# A capital that a sentence gives


@pytest.mark.parametrize("word", ["Indented", "Congratulations", "Brilliant", "Marvellous", "Well"])
def test_word_that_begins_a_line_is_no_part_of_the_name(word: str) -> None:
    for seen in ((), (f"{word} Rhys",)):
        mention = only(f"{word} Rhys", *seen)
        assert (mention.text, mention.form, pupils(mention)) == ("Rhys", NameForm.FIRST, ["P02"])
        assert mention.certainty >= LIKELY


def test_pupil_who_is_congratulated_is_certain() -> None:
    assert only("Congratulations Rhys").certainty is CERTAIN


def test_forename_that_begins_a_line_is_part_of_the_name() -> None:
    assert only("Olivia Rhys sang", "Olivia Rhys").text == "Olivia Rhys"


def test_what_is_signed_is_no_part_of_the_name() -> None:
    assert only("Signed, J. Osterley", "Signed, J. Osterley").text == "J. Osterley"


# Handles and tags


@pytest.mark.parametrize(
    ("text", "name", "pupil"),
    [
        ("go @noahb!", "noahb", "P03"),
        ("thanks @noahb and all", "noahb", "P03"),
        ("thanks @noahb07 and all", "noahb", "P03"),
        ("see https://school.example/pupils/t-butcher/", "t-butcher", "P10"),
        ("write to a.carter@school.example", "a.carter", "P01"),
        ("#welldoneamelia", "amelia", "P01"),
        ("@keala_kaanaana", "keala_kaanaana", "P13"),
    ],
)
def test_pupil_in_a_tag(text: str, name: str, pupil: str) -> None:
    assert [(mention.text, pupils(mention)) for mention in find(text)] == [(name, [pupil])]


@pytest.mark.parametrize(
    ("text", "seen", "name"),
    [
        ("#welldonezuri", "zuri", "zuri"),
        ("#happybirthdaysophie now", "sophie", "sophie"),
        ("@chloebarnes_", "chloe", "chloebarnes"),
        ("@jessica_hale08", "jessica", "jessica_hale"),
        ("mail harriet.bloom@school.example", "harriet", "harriet.bloom"),
        ("see archie-walker-goal.mp4", "archie", "archie-walker"),
    ],
)
def test_stranger_in_a_tag(text: str, seen: str, name: str) -> None:
    assert [mention.text for mention in find(text, seen)] == [name]


def test_initial_and_surname_of_a_stranger_in_an_address_is_noted() -> None:
    mention = only("mail h.bloom@school.example")
    assert (mention.text, mention.form, mention.certainty, mention.candidates) == (
        "h.bloom",
        NameForm.FULL,
        UNSURE,
        (),
    )
    assert find("mail office@school.example or year.two@school.example") == ()
    assert find("mail office@school.example or year.two@school.example", "Nobody") == ()


@pytest.mark.parametrize(
    "text",
    ["#proudtobehillside", "#attendancematters", "#readforgood", "@hillsideprimary", "#bananas", "#teamhillside"],
)
def test_words_that_run_together_are_no_names(text: str) -> None:
    assert find(text, "Nobody") == ()


@pytest.mark.parametrize(
    ("text", "pupil"), [("@annamariesmith", "P1"), ("@annamariesmith", "P2"), ("@annamariesmith", "P3")]
)
def test_every_pupil_whose_full_name_can_be_read_in_a_handle(text: str, pupil: str) -> None:
    roll = Roll(
        (Pupil("P1", "Annamarie", "Smith"), Pupil("P2", "Anna", "Mariesmith"), Pupil("P3", "Smith", "Annamarie"))
    )
    mentions = Finder(roll, PeopleList(), None).find([Passage(text, PlaceKind.TEXT, "post.md", "body")])
    assert pupil in {candidate.pupil_id for mention in mentions for candidate in mention.candidates}


# Figures of scripture, history and books


@pytest.mark.parametrize(
    "text",
    [
        "In history we found out why Rosa sat on the bus",
        "In RE we heard about Esther",
        "Our assembly told the story of Esther",
        "Mary travelled to Bethlehem on a donkey",
        "David and Goliath",
        "Come as Matilda!",
        "Year 6 present Matilda the Musical",
        "We need a Mary and three kings",
    ],
)
def test_figure_of_a_story_is_noted_and_no_more(text: str) -> None:
    assert [(mention.role, mention.certainty) for mention in find(text) if mention.candidates] == [
        (Role.FIGURE, UNSURE)
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Noah built the ark", "Noah"), ("Ruth followed Naomi", "Ruth")],
)
def test_name_of_a_figure_that_may_be_a_pupils_is_for_a_person(text: str, name: str) -> None:
    (mention,) = [mention for mention in find(text) if mention.candidates]
    assert (mention.text, mention.why, mention.certainty) == (name, Reason.STORY, LIKELY)
    assert all(pupil.certainty <= LIKELY for pupil in mention.candidates)


@pytest.mark.parametrize(
    "text",
    [
        "Noah scored twice",
        "Noah told us about his holiday in Egypt",
        "In RE, Noah learned about Islam",
        "In history Rosa made a clay pot",
        "David read his story to the class",
        "We loved reading the story that Matilda wrote",
        "Esther was our Star Writer for her story of a lost kitten",
        "Mary and her sister ran the book stall",
        "Ruth played the cello",
        "A big hand for Noah!",
    ],
)
def test_pupil_of_a_figures_name_is_certain(text: str) -> None:
    assert [mention.certainty for mention in find(text) if mention.candidates] == [CERTAIN]


def test_full_name_is_a_pupils_whatever_is_told() -> None:
    mention = only("Noah Bennett built an ark of cardboard in RE")
    assert (mention.certainty, pupils(mention)) == (CERTAIN, ["P03"])


def test_figure_who_is_not_on_the_roll() -> None:
    assert find("Samson lost his strength to Delilah", "Samson")[0].adult == "a well-known name"
    assert only("Then Gideon scored", "Gideon").adult == ""
    assert only("King Edward VI won", "Edward VI").adult == "a well-known name"


# Names of houses, prizes, dishes and animals


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Hazel and Rowan class made bread", "Rowan"),
        ("Drake, Osterley and Penhallow houses go head to head", "Osterley"),
        ("Charlotte potatoes from our plot", "Charlotte"),
        ("Minibus to Gordon Penhallow Centre at 9", "Gordon"),
        ("barlow's garage lent us a van", "barlow"),
    ],
)
def test_stranger_who_is_no_person(text: str, seen: str) -> None:
    assert find(text, seen) == ()


@pytest.mark.parametrize(
    ("text", "seen", "adult"),
    [
        ("Our therapy dog Bertie is back", "Bertie", "therapy dog"),
        ("Here is Strider the mascot", "Strider", "the mascot"),
        ("Thanks to Zuri the caretaker", "Zuri", "caretaker"),
        ("Please contact Susanna", "Susanna", "contact"),
        ("Headteacher: Michelle Osterley", "Michelle Osterley", "Headteacher"),
        ("Olympian Kelly Osterley ran with us", "Olympian Kelly Osterley", "Olympian"),
        ("Author Tom Osterley signed books", "Tom Osterley", "Author"),
        ("Our lunchtime supervisors Jean and Patrice", "Patrice", "lunchtime supervisors"),
    ],
)
def test_adults_animals_and_the_well_known(text: str, seen: str, adult: str) -> None:
    assert [mention.adult for mention in find(text, seen) if seen.endswith(mention.text)] == [adult]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("The Zuri Okonkwo award closes on Friday", "Zuri Okonkwo"),
        ("Anne Osterley's Cottage was lovely", "Anne Osterley"),
        ("We had a day out at Duxford today", "Duxford"),
        ("Turing came second", "Turing"),
        ("Daniel read the Bible", "Daniel"),
    ],
)
def test_what_is_hardly_a_pupil_is_noted_at_most(text: str, seen: str) -> None:
    for mentions in (find(text, seen), find(text)):
        assert {(mention.text, mention.adult, mention.certainty) for mention in mentions} <= {(seen, "", UNSURE)}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Well done Zuri house captain", "Zuri"),
        ("Here are Zuri and Ekene class 4", "Ekene"),
        ("Author: Zuri Osterley (Y4)", "Zuri Osterley"),
        ("Please ring Zuri's mum", "Zuri"),
        ("Zuri the donkey sang", "Zuri"),
        ("Daniel wrote a poem", "Daniel"),
        ("Lucy loves history", "Lucy"),
        ("Skye won the race", "Skye"),
    ],
)
def test_stranger_who_may_be_a_pupil_is_likely(text: str, seen: str) -> None:
    assert [(mention.role, mention.adult, mention.certainty) for mention in find(text) if mention.text == seen] == [
        (Role.CHILD, "", LIKELY)
    ]


def test_saints_are_places() -> None:
    assert only("Under-11s v St Mary's, home").adult == "part of a place's name"


def test_well_known_surname_close_to_a_pupils_name_is_noted_at_most() -> None:
    assert all(mention.certainty is UNSURE for mention in find("House points: Austen 120"))
    assert only("Austinn scored").certainty is LIKELY


def test_clergy_and_family() -> None:
    ruth, david = find("Sister Ruth and brother David")
    assert (ruth.text, ruth.adult, ruth.why, ruth.certainty) == ("Ruth", "", Reason.AFTER_TITLE, LIKELY)
    assert (david.text, david.adult, pupils(david)) == ("David", "", ["P07"])
    assert david.certainty >= LIKELY


def test_thanks_to_a_pupil_of_a_months_name() -> None:
    assert [mention.text for mention in find("Well done May for your super poem")] == ["May"]


@pytest.mark.parametrize("text", ["Rose, Lily and Iris tables, tidy up please"])
def test_ordinary_word_that_names_a_group_is_noted_at_most(text: str) -> None:
    assert all(mention.certainty is UNSURE for mention in find(text))


# Two first names, a line each


def test_two_first_names_a_line_each_may_be_two_pupils() -> None:
    roll = Roll((Pupil("P1", "Amelia", "Carter"), Pupil("P2", "Carter", "Lowe"), Pupil("P3", "Amelia", "Stone")))
    mentions = Finder(roll, PeopleList(), None).find([Passage("AMELIA\nCARTER\n", PlaceKind.TEXT, "post.md", "body")])
    assert {candidate.pupil_id for mention in mentions for candidate in mention.candidates} == {"P1", "P2", "P3"}


# Rolls and texts out of the ordinary


@pytest.mark.parametrize("size", [0, 1])
def test_shortest_rolls(size: int) -> None:
    finder = Finder(Roll(ROLL.pupils[:size]), PeopleList(), None)
    assert len(finder.find([Passage("Amelia Carter and Rhys", PlaceKind.TEXT, "post.md", "body")])) == size


def test_names_of_one_letter_numbers_and_nothing() -> None:
    roll = Roll(
        (Pupil("P1", "A", "B"), Pupil("P2", "7", "9"), Pupil("P3", "", ""), Pupil("P4", "O"), Pupil("P5", " ", "Quill"))
    )
    finder = Finder(roll, PeopleList(), None)
    assert finder.find([Passage("A 7 and 9 O o b. a 79 ..", PlaceKind.TEXT, "post.md", "body")]) == ()
    assert [
        mention.text
        for mention in finder.find([Passage("Then A B and 7 9 and Quill", PlaceKind.TEXT, "post.md", "body")])
    ] == [
        "A B",
        "7 9",
        "Quill",
    ]


@pytest.mark.parametrize(
    "text",
    ["\u202eAmelia Carter\u202c won", "محمد 😀 Amelia Carter 王小明", "😀Amelia Carter😀", "\ufeffAmelia Carter"],
)
def test_name_among_other_scripts_and_signs(text: str) -> None:
    assert ["P01"] in [pupils(mention) for mention in find(text)]
