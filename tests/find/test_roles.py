"""Whose name it is, where a sentence leaves no doubt: with the language model and the weights that ship."""

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.model.mention import Certainty, Mention, Role
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.builders.finding import shipped_model

ROLL = Roll(
    tuple(
        Pupil(f"P{number:02}", forename, surname)
        for number, (forename, surname) in enumerate(
            [
                ("Amelia", "Carter"), ("Grace", "Hope"), ("Will", "Young"), ("Summer", "Okafor"),
                ("Jordan", "Oyelaran"), ("Rosa", "Quimby"), ("Noah", "Bennett"), ("Tobias", "Penhaligon"),
                ("Aisha", "Malik"), ("May", "Lindqvist"), ("Lily", "Thorne"), ("Oscar", "Fielding"),
                ("Kezia", "Trevithick"), ("Daisy", "Marwood"),
            ],
            start=1,
        )
    )
)  # fmt: skip
CERTAIN, LIKELY, UNSURE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.UNSURE


def around(marked: str) -> tuple[list[Mention], tuple[int, int]]:
    """Return what is found at the name in [brackets], and where that is."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    finder = Finder(ROLL, PeopleList(), shipped_model())
    mentions = finder.find([Passage(text, PlaceKind.TEXT, "post.md", "body")])
    return [mention for mention in mentions if mention.start < end and start < mention.end], (start, end)


def only(marked: str) -> Mention:
    """Return the mention that is exactly the name in [brackets]."""
    (mention,), place = around(marked)
    assert (mention.start, mention.end) == place
    return mention


@pytest.mark.parametrize(
    "marked",
    [
        "Well done [Amelia] for a brilliant assembly poem!",
        "[Tobias] swam his first 25 metres on Tuesday.",
        "Star of the Week in Oak Class is [Aisha], for beautiful handwriting.",
        "Happy 8th birthday to [Oscar]!",
        "Year 4's [Kezia] came second in the county chess final.",
        "We are so proud of [Lily], who read to the whole of Reception.",
        "Head pupils this year are [Noah] and Aisha.",
        "[Daisy] won the sack race on sports day.",
        "Congratulations to [Grace], our Reader of the Month.",
        "[Summer] scored the winning goal for the Year 6 team.",
        "[Jordan] in Year 5 has raised £40 by shaving his head.",
        "Look at this wonderful model of a volcano that [Oscar] made at home.",
        "[Kezia], aged 9, plays the cornet in the town band.",
        "Player of the match: [Will].",
        "Please look out for [Lily]'s lost school jumper.",
        "[Noah] got his pen licence today.",
    ],
)
def test_pupil_is_certain(marked: str) -> None:
    mention = only(marked)
    (pupil,) = [pupil for pupil in ROLL.pupils if pupil.forename == mention.text]
    assert (mention.role, mention.adult, mention.certainty) == (Role.CHILD, "", CERTAIN)
    assert (pupil.id, CERTAIN) in {(candidate.pupil_id, candidate.certainty) for candidate in mention.candidates}


@pytest.mark.parametrize(
    "marked",
    [
        "A warm welcome to [Emmeline], who joins Reception this week.",
        "Well done [Kwabena] in Year 3 for learning all his times tables!",
        "Pupil of the week: [Zofia] (Year 1)",
        "[Idris], aged 6, told us about his new baby sister.",
        "Our Year 6 leavers [Thandiwe] and Joaquim planted a tree.",
        "Goals from [Kamil] and Yusuf took the under-11s through to the final.",
        "Certificate of Merit: awarded to [Imogen Fairweather] of Class 4.",
        "Our new school councillor for Year 2 is [Anwen].",
    ],
)
def test_child_who_is_not_on_the_roll_is_likely(marked: str) -> None:
    mention = only(marked)
    assert (mention.role, mention.adult, mention.certainty, mention.candidates) == (Role.CHILD, "", LIKELY, ())


def test_child_whose_name_resembles_a_pupils_is_likely_and_names_the_pupil() -> None:
    mention = only("Happy birthday to [Maisie-Jo], seven today!")
    assert (mention.role, mention.certainty) == (Role.CHILD, LIKELY)
    assert [(candidate.pupil_id, candidate.certainty) for candidate in mention.candidates] == [("P10", LIKELY)]


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        ("Thank you to Mr [Tregarth] for organising the trip.", "Mr"),
        ("Mrs [Okonjo] will be teaching Year 3 from January.", "Mrs"),
        ("Please speak to Miss [Penrose] in the office.", "Miss"),
        ("PC [Danvers] came to talk to Year 5 about road safety.", "PC"),
        ("Dr [Banerjee] answered our questions about teeth.", "Dr"),
        ("Reverend [Ellison] led our harvest service.", "Reverend"),
        ("Coach [Delaney] runs football club on Thursdays.", "Coach"),
        ("Headteacher [Rosalind Achterberg] said the inspectors were impressed.", "Headteacher"),
    ],
)
def test_adult_of_a_title_is_settled(marked: str, title: str) -> None:
    mention = only(marked)
    assert (mention.role, mention.adult, mention.candidates) == (Role.ADULT, title, ())


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("Our caretaker [Derek] has mended the gate.", "caretaker"),
        ("[Sheila], our lollipop lady, is retiring after 30 years.", "lollipop lady"),
        ("Chair of Governors [Geoffrey Wainscott] opened the new hall.", "Chair of Governors"),
        ("Our school cook [Pauline] has won an award.", "school cook"),
        ("Local farmer [Clive Ottershaw] brought two lambs to Nursery.", "farmer"),
        ("Our school nurse, [Bernadette], will be in on Monday.", "school nurse"),
        ("Please email [Janice] in the school office to book a place.", "email"),
        ("Huge thanks to [Maureen] in the kitchen for Friday's curry.", ""),
        ("Call [Trevor] at the garage if your minibus breaks down.", ""),
        ("The PTA treasurer is [Yvonne Hartigan].", ""),
        ("Kezia's mum [Lorraine] is running the tombola.", ""),
    ],
)
def test_adult_without_a_title_is_a_note_and_keeps_the_role_in_words(marked: str, words: str) -> None:
    mention = only(marked)
    assert (mention.role, mention.adult, mention.certainty) == (Role.ADULT, words, UNSURE)


@pytest.mark.parametrize(
    "marked",
    [
        "Year 5 have been reading about [Rosa Parks].",
        "We are learning about [Florence Nightingale] in history.",
        "In Year 2 we read The Gruffalo by [Julia Donaldson].",
        "Our topic is [Henry VIII] and his six wives.",
        "[Roald Dahl] was born in Cardiff in 1916.",
        "Year 6 performed Macbeth by [William Shakespeare].",
        "Year 3 made portraits in the style of [Frida Kahlo].",
        "This week's scientist is [Marie Curie].",
        "In assembly we thought about [Martin Luther King].",
        "Year 1 learned how [Neil Armstrong] walked on the moon.",
    ],
)
def test_well_known_full_name_is_a_figures(marked: str) -> None:
    mention = only(marked)
    assert (mention.role, mention.adult) == (Role.FIGURE, "a well-known name")


@pytest.mark.parametrize(
    "marked",
    [
        "We listened to a symphony by [Beethoven].",
        "In RE we heard how [Moses] led his people out of Egypt.",
        "Our composer of the month is [Mozart].",
    ],
)
def test_figure_of_one_name_is_a_note(marked: str) -> None:
    mention = only(marked)
    assert (mention.role, mention.certainty) == (Role.FIGURE, UNSURE)


@pytest.mark.parametrize(
    "marked",
    [
        "[May] half term is from 25 to 29 May.",
        "[Will] you be able to help at the fair?",
        "The [Summer] Fair is on Saturday 20 June.",
        "We [hope] to see you all there.",
        "[Grace] is said before lunch.",
        "Bluebells and [daisy] chains on the field today.",
        "Sunflower seeds and a [lily] bulb for every child.",
        "The coach leaves for [Chester] Zoo at nine.",
        "The book fair is on in [Carter] Hall all week.",
        "[Year] 4 swimming starts on Monday.",
        "Non-uniform day: bring a bottle for the [tombola].",
        "Team photographs are at 10am in the [Hall].",
        "Our school is in the [Lindsey] district of Lincolnshire.",
        "[Autumn] term begins on Wednesday 2 September.",
        "Please return forms by the end of [May].",
    ],
)
def test_what_names_nobody_is_left_alone(marked: str) -> None:
    mentions, _ = around(marked)
    assert mentions == []


def test_place_of_a_pupils_first_name_is_a_note() -> None:
    mention = only("We flew to [Jordan] and saw Petra, said the travel writer.")
    assert mention.certainty is UNSURE
    assert [candidate.certainty for candidate in mention.candidates] == [UNSURE]


@pytest.mark.parametrize("word", ["grace", "will", "summer", "may", "lily", "daisy", "jordan"])
@pytest.mark.parametrize(
    "sentence",
    [
        "well done [{}]!",
        "Congratulations to [{}] in Year 4, our star of the week.",
        "Happy birthday [{}], seven today!",
        "we saw [{}] and amelia score a goal each",
    ],
)
def test_words_in_small_letters_never_fail(sentence: str, word: str) -> None:
    mentions, _ = around(sentence.format(word))
    assert all(mention.certainty <= LIKELY for mention in mentions)
    assert all(candidate.certainty <= LIKELY for mention in mentions for candidate in mention.candidates)


def test_word_in_small_letters_is_not_passed_over_where_a_child_is_meant() -> None:
    assert only("well done [grace]!").certainty is LIKELY
    assert only("Happy birthday [lily], seven today!").certainty is LIKELY
