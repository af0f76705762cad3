"""Words that are names, names that are words; adults, places and persons who are not on the roll."""
# ruff: noqa: RUF001 -- curly apostrophes and look-alike letters are what is tested

from __future__ import annotations

from collections.abc import Sequence

import pytest

from postcheck.find.finder import Finder
from postcheck.model.mention import Certainty, Mention, NameForm, Reason, Role
from postcheck.model.people import KnownName, PeopleList, PersonKind, Pupil, Roll
from postcheck.model.text import Box, Passage, PlaceKind, Word
from tests.builders.finding import shipped_model
from tests.fakes.models import NamingModel

ROLL = Roll(
    tuple(
        Pupil(f"P{number:02}", forename, surname)
        for number, (forename, surname) in enumerate(
            [
                ("Amelia", "Carter"), ("Grace", "Hope"), ("Will", "Young"), ("Summer", "Okafor"), ("Mark", "Smith"),
                ("May", "Patel"),
                ("Hope", "Best"),
                ("Art", "King"), ("Rose", "Reading"), ("Poppy", "Star"), ("Jack", "Singh"), ("Daisy", "Fielding"),
                ("Star", "Kaur"), ("Joy", "Begum"), ("Robin", "Sky"), ("Ruby", "Chase"), ("Holly", "Green"),
                ("Miles", "Rich"), ("Faith", "Day"), ("Rich", "Bell"), ("Sunday", "Adeyemi"), ("Reading", "Blessing"),
                ("Florence", "Underhill"), ("Rosa", "Quimby"), ("Rhys", "Evans"), ("Morgan", "Pugh"),
                ("Jordan", "Oyelaran"), ("Harry", "Styles-Webb"), ("Jasper", "Penhaligon"), ("Ivy", "Ward"),
                ("Chase", "Hunter"), ("Mason", "Page"), ("Amber", "Wood"),
            ],
            start=1,
        )
    )
)  # fmt: skip
PEOPLE = PeopleList(
    (
        KnownName("Jane Underhill", PersonKind.STAFF),
        KnownName("Rhys Morgan", PersonKind.VISITOR),
        KnownName("Carter Hall", PersonKind.PLACE),
        KnownName("Amelia", PersonKind.STAFF),
    )
)
CERTAIN, LIKELY, UNSURE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.UNSURE


def find(
    text: str,
    model: NamingModel | None = None,
    people: PeopleList = PEOPLE,
    kind: PlaceKind = PlaceKind.TEXT,
    field: str = "body",
) -> tuple[Mention, ...]:
    return Finder(ROLL, people, model or shipped_model()).find([Passage(text, kind, "post.md", field)])


def texts(mentions: Sequence[Mention]) -> list[str]:
    return [mention.text for mention in mentions]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Summer and Will won the relay", ["Summer", "Will"]),
        ("Well done to Grace for her lovely work", ["Grace"]),
        ("Well done Grace!", ["Grace"]),
        ("Well done, Grace!", ["Grace"]),
        ("WELL DONE GRACE!", ["GRACE"]),
        ("Congratulations to Hope and Joy.", ["Hope", "Joy"]),
        ("Star of the week: Daisy", ["Daisy"]),
        ("Star of the week goes to Daisy", ["Daisy"]),
        ("Year 4 Grace read her poem", ["Grace"]),
        ("Amelia, Grace, Will and Poppy baked cakes.", ["Amelia", "Grace", "Will", "Poppy"]),
        ("Amelia and Grace baked cakes.", ["Amelia", "Grace"]),
        ("Grace's painting is on the wall.", ["Grace"]),
        ("We loved how Mark scored the goal.", ["Mark"]),
        ("Mark scored twice.", ["Mark"]),
        ("Yesterday Rose won the spelling bee.", ["Rose"]),
        ("Happy birthday Poppy", ["Poppy"]),
        ("Our captain Will led the team.", ["Will"]),
        ("Here is Ruby with her medal.", ["Ruby"]),
        ("Holly said it was the best day ever.", ["Holly"]),
        ("Miles, who is in Year 5, wrote this.", ["Miles"]),
        ("A poem by Faith", ["Faith"]),
        ("Ivy and Amber made it.", ["Ivy", "Amber"]),
        ("Mason wrote a story.", ["Mason"]),
        ("Good luck Chase!", ["Chase"]),
        ("#WellDoneGrace", ["Grace"]),
    ],
)
def test_ordinary_word_that_is_clearly_a_name_is_certain(text: str, names: list[str]) -> None:
    mentions = find(text, people=PeopleList())
    assert [(mention.text, mention.role, mention.certainty) for mention in mentions] == [
        (name, Role.CHILD, CERTAIN) for name in names
    ]
    assert all(pupil.certainty is CERTAIN for mention in mentions for pupil in mention.candidates)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("well done grace!", "grace"),
        ("May won the cup", "May"),
        ("Thank you, Jack!", "Jack"),
        ("Robin was amazing.", "Robin"),
    ],
)
def test_ordinary_word_that_may_be_a_name_is_likely(text: str, name: str) -> None:
    (mention,) = find(text, people=PeopleList())
    assert (mention.text, mention.role, mention.certainty) == (name, Role.CHILD, LIKELY)
    assert [pupil.certainty for pupil in mention.candidates] == [LIKELY]


@pytest.mark.parametrize(
    "text",
    [
        "May half term starts on Friday.",
        "In May we go to the zoo.",
        "On Sunday we rest. See you in May!",
        "Mark your calendars for the summer fair",
        "Mark your calendars!",
        "Will you join us?",
        "Will parents please sign the form.",
        "Hope to see you there",
        "Hope you can come. We hope it stays dry.",
        "Grace before lunch",
        "We say grace. The Reading challenge is back.",
        "Reading challenge",
        "Reading is fun!",
        "Art club",
        "Art Club meets on Monday.",
        "We love Art and Music.",
        "Poppy Appeal",
        "The Poppy Appeal raised £50.",
        "Rose Garden",
        "STAR OF THE WEEK",
        "SUMMER FAIR",
        "SUMMER READING CHALLENGE 2026",
        "Summer Fair 2026",
        "Summer term begins on Monday.",
        "Best wishes and good luck",
        "A jack of all trades; a ruby ring; holly on the door.",
        "Put up the holly and ivy on the door.",
        "Miles from home, faith keeps us going.",
        "It will be a joy to chase the sky.",
        "You may mark this: he will chase it.",
        "The King and the Star came.",
        "May the best team win. Rich pickings!",
        "Holly wreaths and Poppy wreaths for sale",
        "Hope Street, Grace Church and Star Primary School",
        "Reading, Writing and Maths",
        "In summer, reading is a joy",
        "Chase the ball! Rose petals fell.",
        "#HopeNotHate",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert texts(find(text)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("will young people like it?", "will young"),
        ("#SummerReading", "Summer"),
    ],
)
def test_words_that_may_be_names_where_nothing_tells_them_apart_are_for_a_person(text: str, name: str) -> None:
    # Without capitals, or within a tag, little is left to go by: a review, and never more.
    mentions = find(text, people=PeopleList())
    assert name in texts(mentions)
    assert all(mention.certainty <= LIKELY for mention in mentions)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("summer fair, will bring hope", {"hope"}),
        ("the best king, young and rich", {"young", "rich"}),
        ("Summer is here at last", {"Summer"}),
    ],
)
def test_words_that_could_be_read_as_names_never_fail(text: str, most: set[str]) -> None:
    mentions = find(text)
    assert set(texts(mentions)) <= most
    assert all(mention.certainty <= LIKELY for mention in mentions)
    assert all(pupil.certainty <= LIKELY for mention in mentions for pupil in mention.candidates)


def test_tale_whose_title_has_a_pupils_name_is_a_figures() -> None:
    (mention,) = find("Jack and the Beanstalk")
    assert (mention.text, mention.role, mention.adult) == (
        "Jack and the Beanstalk",
        Role.FIGURE,
        "a well-known name",
    )
    assert [(pupil.pupil_id, pupil.certainty) for pupil in mention.candidates] == [("P11", LIKELY)]


@pytest.mark.parametrize(
    ("text", "name", "pupil"),
    [
        ("Grace Hope won", "Grace Hope", "P02"),
        ("GRACE HOPE", "GRACE HOPE", "P02"),
        ("Will Young won the race", "Will Young", "P03"),
        ("Awarded to Rose Reading", "Rose Reading", "P09"),
        ("#GraceHope", "GraceHope", "P02"),
        ("Well done Art King!", "Art King", "P08"),
        ("Hope Best and the others", "Hope Best", "P07"),
    ],
)
def test_full_name_of_ordinary_words_is_certain(text: str, name: str, pupil: str) -> None:
    (mention,) = find(text)
    assert (mention.text, mention.form, mention.certainty, [c.pupil_id for c in mention.candidates]) == (
        name,
        NameForm.FULL,
        CERTAIN,
        [pupil],
    )


def test_the_model_tips_the_scale() -> None:
    assert texts(find("Rose at the door", NamingModel())) == []
    (mention,) = find("Rose at the door", NamingModel("Rose"))
    assert (mention.text, mention.role) == ("Rose", Role.CHILD)
    assert mention.certainty >= LIKELY


def test_word_that_goes_on_after_a_hyphen_is_no_surname_for_certain() -> None:
    mentions = find("Poppy Star-gazing night")
    assert set(texts(mentions)) <= {"Poppy Star"}
    assert all(mention.certainty <= LIKELY for mention in mentions)


# Adults


@pytest.mark.parametrize(
    ("text", "name", "adult"),
    [
        ("Thank you Mrs Carter for the cakes", "Carter", "Mrs"),
        ("Thank you MRS CARTER for the cakes", "CARTER", "MRS"),
        ("Thank you Mr. J. Carter", "J. Carter", "Mr"),
        ("Coach Carter led the session", "Carter", "Coach"),
        ("Mrs Amelia Carter came", "Amelia Carter", "Mrs"),
        ("Mr Singh came", "Singh", "Mr"),
        ("Headteacher Jane Carter said", "Jane Carter", "Headteacher"),
        ("Miss Harry came", "Harry", "Miss"),
        ("Visitors met Rhys Morgan today", "Rhys Morgan", ""),
    ],
)
def test_adult(text: str, name: str, adult: str) -> None:
    mentions = find(text)
    assert all(mention.adult and mention.role is Role.ADULT for mention in mentions)
    if adult:
        assert [(mention.text, mention.adult) for mention in mentions] == [(name, adult)]


@pytest.mark.parametrize(
    "text",
    [
        "Amelia Carter, headteacher, said",
        "our headteacher, Amelia Carter, said",
        "headteacher Amelia Carter said",
        "Amelia Carter (Chair of Governors)",
    ],
)
def test_role_beside_a_pupils_full_name_lowers_nothing(text: str) -> None:
    (mention,) = find(text)
    assert (mention.text, mention.role, mention.adult, mention.certainty) == (
        "Amelia Carter",
        Role.CHILD,
        "",
        CERTAIN,
    )
    assert [(pupil.pupil_id, pupil.certainty) for pupil in mention.candidates] == [("P01", CERTAIN)]


def test_pupil_of_an_adults_surname_stays_a_candidate() -> None:
    for text in ("Thank you Mrs Carter for the cakes", "Headteacher Jane Carter said"):
        (mention,) = find(text)
        assert [(pupil.pupil_id, pupil.form, pupil.certainty) for pupil in mention.candidates] == [
            ("P01", NameForm.SURNAME, LIKELY)
        ]


@pytest.mark.parametrize(
    "text",
    [
        "We will miss Amelia Carter",
        "Amelia Carter, teacher of the day, was brilliant",
        "Mrs Osei and Amelia Carter",
        "Mr Osei: Amelia Carter!",
        "Thank you, Sir. Amelia Carter won",
        "Well done Amelia Carter, teachers and parents",
        "Awarded to\nAmelia Carter\nHeadteacher: Mrs Osei",
        "Well done Amelia Carter, headteacher Mrs Osei said",
    ],
)
def test_pupil_beside_an_adult(text: str) -> None:
    (mention,) = [mention for mention in find(text) if mention.text == "Amelia Carter"]
    assert mention.adult == ""


def test_people_list_covers_what_it_names_and_no_more() -> None:
    assert [(m.text, m.adult) for m in find("We met Rhys Morgan.")] == [
        ("Rhys", "on the people list"),
        ("Morgan", "on the people list"),
    ]
    assert [(m.text, m.adult) for m in find("We met Rhys.")] == [("Rhys", "")]
    assert [(m.text, m.adult) for m in find("At Carter Hall")] == [("Carter", "on the people list")]
    assert [(m.text, m.adult) for m in find("Rhys Morgan", NamingModel("Rhys Morgan"))] == [
        ("Rhys", "on the people list"),
        ("Morgan", "on the people list"),
    ]
    assert [(m.text, m.adult) for m in find("Jane Underhill came", NamingModel("Jane Underhill"))] == [
        ("Jane Underhill", "on the people list")
    ]
    assert [(m.text, m.adult) for m in find("J. Underhill and J. Osterley", NamingModel("J. Osterley"))] == [
        ("J. Underhill", "on the people list"),
        ("J. Osterley", ""),
    ]
    assert [(m.text, m.adult) for m in find("F. Underhill")] == [("F. Underhill", "")]


def test_one_first_name_on_the_people_list_does_not_silence_a_pupil() -> None:
    assert [(m.text, m.adult) for m in find("Well done Amelia")] == [("Amelia", "")]


def test_well_known_people() -> None:
    (mention,) = find("We learnt about Rosa Parks.")
    assert (mention.text, mention.adult, mention.form, mention.certainty) == (
        "Rosa Parks",
        "a well-known name",
        NameForm.FULL,
        LIKELY,
    )
    assert [(candidate.pupil_id, candidate.form, candidate.certainty) for candidate in mention.candidates] == [
        ("P09", NameForm.FIRST, LIKELY),  # somebody called Rose may be called Rosa
        ("P24", NameForm.FIRST, LIKELY),
    ]
    assert mention.role is Role.FIGURE
    (mention,) = find("Mary Seacole was a nurse.", NamingModel("Mary Seacole"))
    assert (mention.text, mention.adult, mention.candidates) == ("Mary Seacole", "a well-known name", ())
    own = Finder(Roll((Pupil("P1", "Rosa", "Parks"),)), PeopleList(), None)
    (mention,) = own.find([Passage("Rosa Parks won", PlaceKind.TEXT, "a", "body")])
    assert (mention.adult, mention.certainty) == ("", CERTAIN)


@pytest.mark.parametrize("text", ["St Grace's", "Carter Primary School", "Underhill House", "the Penhaligon Cup"])
def test_places_are_no_persons(text: str) -> None:
    assert texts(find(text)) == []


def test_place_with_a_certain_first_name_is_left_to_the_judge() -> None:
    assert [(m.text, m.adult) for m in find("We walked down Amelia Street")] == [("Amelia", "part of a place's name")]
    assert [(m.text, m.adult) for m in find("Well done Amelia House Captain")] == [("Amelia", "")]


# Persons who are not on the roll


def test_unknown_person() -> None:
    (mention,) = find("Then Zuri Okonkwo sang.", NamingModel("Zuri Okonkwo"))
    assert (mention.start, mention.end, mention.candidates, mention.form, mention.certainty) == (
        5,
        17,
        (),
        NameForm.FULL,
        LIKELY,
    )
    assert mention.why is Reason.NOT_ON_ROLL
    (mention,) = find("Then Zuri’s song.", NamingModel("Zuri’s"))
    assert (mention.text, mention.form) == ("Zuri", NameForm.FIRST)
    (mention,) = find("Then Zurelda sang.")
    assert (mention.text, mention.role, mention.certainty) == ("Zurelda", Role.CHILD, LIKELY)
    assert all(mention.certainty is UNSURE for mention in find("Then Zurelda sang.", NamingModel("Zurelda", score=0.3)))


def test_unknown_adult() -> None:
    (mention,) = find("Thanks to Mrs Osterley.", NamingModel("Mrs Osterley"))
    assert (mention.text, mention.adult) == ("Osterley", "Mrs")
    (mention,) = find("Thanks to Dr. Osterley.", NamingModel("Osterley"))
    assert (mention.text, mention.adult) == ("Osterley", "Dr")


def test_pupils_first_name_with_another_surname() -> None:
    (mention,) = find("Then Jordan Stonebridge sang.", NamingModel("Jordan Stonebridge"))
    assert (mention.text, mention.form, mention.why) == ("Jordan Stonebridge", NameForm.FULL, Reason.OTHER_SURNAME)
    assert [(candidate.pupil_id, candidate.form) for candidate in mention.candidates] == [("P27", NameForm.FIRST)]
    assert mention.candidates[0].certainty == mention.certainty < CERTAIN
    (mention,) = find("Well done to Jordan Stonebridge in Year 4!")
    assert (mention.text, mention.role, mention.certainty) == ("Jordan Stonebridge", Role.CHILD, LIKELY)
    assert [(candidate.pupil_id, candidate.form, candidate.certainty) for candidate in mention.candidates] == [
        ("P27", NameForm.FIRST, LIKELY)
    ]


@pytest.mark.parametrize(
    ("text", "seen", "names"),
    [
        ("Jordan and Amelia sang", "Jordan and Amelia", ["Jordan", "Amelia"]),
        ("Jordan Amelia sang", "Jordan Amelia", ["Jordan", "Amelia"]),
        ("Jordan\nZuri sang", "Jordan\nZuri", ["Jordan"]),
        ("Jordan Carter sang", "Jordan Carter", ["Jordan", "Carter"]),
        ("Amelia Carter sang", "Amelia Carter sang", ["Amelia Carter"]),
        ("Mrs Carter sang", "Mrs Carter", ["Carter"]),
        ("Jordan Superbly sang", "Jordan Superbly sang", ["Jordan"]),
    ],
)
def test_model_that_sees_too_much(text: str, seen: str, names: list[str]) -> None:
    assert texts(find(text, NamingModel(seen))) == names


def test_model_that_takes_words_for_persons() -> None:
    assert texts(find("Maths Homework and summer fair", NamingModel("Maths Homework", "summer"))) == []
    assert texts(find("12 34", NamingModel("12 34"))) == []


def test_unknown_name_in_a_hashtag() -> None:
    (mention,) = find("Go #WellDoneZuri now", NamingModel("#WellDoneZuri"))
    assert (mention.text, mention.start, mention.end) == ("Zuri", 12, 16)


def test_file_name_is_given_to_the_model_as_words() -> None:
    (mention,) = find("zuri_okonkwo.jpg", NamingModel("zuri okonkwo"), kind=PlaceKind.FILENAME, field="filename")
    assert (mention.text, mention.form) == ("zuri_okonkwo", NameForm.FULL)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jordan scored twice", ["Jordan"]),
        ("Well done to Jordan", ["Jordan"]),
        ("Florence’s painting", ["Florence"]),
    ],
)
def test_name_of_a_place_that_is_a_pupils_here_is_certain(text: str, names: list[str]) -> None:
    assert texts(find(text)) == names
    assert [mention.certainty for mention in find(text)] == [CERTAIN]


@pytest.mark.parametrize(
    ("text", "adult"),
    [
        ("In Jordan the sun shines", ""),
        ("Jordan v Egypt", ""),
        ("The Jordan Museum", "part of a place's name"),
        ("Jordan and Egypt were on the map", ""),
    ],
)
def test_name_of_a_place_that_is_a_place_here_is_noted(text: str, adult: str) -> None:
    (mention,) = find(text)
    assert (mention.text, mention.adult, mention.certainty) == ("Jordan", adult, UNSURE)
    assert [(pupil.pupil_id, pupil.certainty) for pupil in mention.candidates] == [("P27", UNSURE)]


@pytest.mark.parametrize("text", ["15th May", "5 May 2026", "May is here!", "early May", "TEAM ART", "MUSIC AND ART"])
def test_months_and_subjects_in_dates_and_headings(text: str) -> None:
    assert texts(find(text)) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Penhallow Scaffolding paid for it.", "Penhallow"),
        ("Barlow & Tate Estate Agents paid for it.", "Barlow"),
        ("Team Trelawney won.", "Trelawney"),
        ("St Trelawney's choir", "Trelawney"),
        ("Morrisons gave us fruit.", "Morrisons"),
    ],
)
def test_firms_teams_and_saints_are_no_persons(text: str, seen: str) -> None:
    assert texts(find(text, NamingModel(seen))) == []


@pytest.mark.parametrize(
    ("text", "seen", "adult"),
    [
        ("We met local author Keith Trelawney.", "Keith Trelawney", "author"),
        ("Our SENCO, Keith Trelawney, said", "Keith Trelawney", "SENCO"),
        ("We met young author Zuri Trelawney.", "Zuri Trelawney", ""),
        ("Drop-in with Mx K. Trelawney", "Trelawney", "Mx"),
    ],
)
def test_role_of_an_unknown_person(text: str, seen: str, adult: str) -> None:
    (mention,) = find(text, NamingModel(seen))
    assert (mention.text, mention.adult) == (seen, adult)


@pytest.mark.parametrize(
    ("text", "confidence", "score", "expected"),
    [
        ("elowy", 0.4, 0.95, []),
        ("elowy", 0.9, 0.95, [UNSURE]),
        ("Awarded to\nElowy", 0.9, 0.95, [LIKELY]),
        ("Penrose Scaffoiding", 0.95, 0.95, [UNSURE]),
        ("Elowy Trenwith", 0.95, 0.95, [LIKELY]),
        ("Elowy Trenwith", 0.8, 0.95, [UNSURE]),
        ("Zuri", 0.4, 0.7, [UNSURE]),
        ("Zuri", 0.4, 0.95, [LIKELY]),
    ],
)
def test_unknown_person_in_a_doubtful_reading(
    text: str, confidence: float, score: float, expected: list[Certainty]
) -> None:
    words = (Word(0, len(text), Box(0, 0, 40, 10), confidence),)
    passage = Passage(text, PlaceKind.IMAGE, "a.png", "ocr", words=words)
    mentions = Finder(ROLL, PEOPLE, NamingModel(text.rpartition("\n")[2], score=score)).find([passage])
    assert [mention.certainty for mention in mentions] == expected


def test_staff_sign_without_their_title() -> None:
    people = PeopleList((KnownName("Mrs J. Osborne-Reid", PersonKind.STAFF),))
    model = NamingModel("J. Osborne-Reid")
    (mention,) = find("for kindness\nJ. Osborne-Reid\nHeadteacher", model, people)
    assert mention.adult == "on the people list"


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Miss Amelia won the cup", LIKELY),
        ("Amelia, school librarian, loves books", CERTAIN),
    ],
)
def test_a_pupils_first_name_is_not_silenced_by_a_title_a_role_or_a_street(text: str, certainty: Certainty) -> None:
    (mention,) = find(text, people=PeopleList())
    assert (mention.text, mention.adult, mention.certainty) == ("Amelia", "", certainty)


@pytest.mark.parametrize("text", ["Amelia House won", "Well done Amelia Street!"])
def test_house_or_street_of_a_pupils_first_name_is_noted(text: str) -> None:
    (mention,) = find(text, people=PeopleList())
    assert (mention.text, mention.adult, mention.certainty) == ("Amelia", "part of a place's name", UNSURE)


@pytest.mark.parametrize("text", ["Thank you, Miss Morgan", "Coach Mason ran the club"])
def test_a_title_before_what_may_be_a_surname_is_an_adults(text: str) -> None:
    assert all(mention.adult for mention in find(text, people=PeopleList()))
