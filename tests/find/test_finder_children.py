"""Children who are named by a surname or by initials alone, and names in the cells of a table."""
# ruff: noqa: RUF001 -- dashes and curly apostrophes are meant

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.model.mention import ON_THE_LIST, Certainty, Mention, NameForm, Reason
from postcheck.model.people import KnownName, PeopleList, PersonKind, Pupil, Roll
from postcheck.model.text import Passage, PlaceKind
from tests.builders.finding import shipped_model

ROLL = Roll(
    (
        Pupil("P01", "Dmitri", "Volkov", house="Larch"),
        Pupil("P02", "Pavel", "Volkov", house="Larch"),
        Pupil("P03", "Obinna", "Uzo", house="Fisher House"),
        Pupil("P04", "Hana", "Lin"),
        Pupil("P05", "Ellie", "Green"),
        Pupil("P06", "Josh", "Small"),
        Pupil("P07", "Freya", "Fisher"),
        Pupil("P08", "Ruth", "Morgan"),
        Pupil("P09", "Morgan", "Yates"),
        Pupil("P10", "Imogen", "Preston"),
        Pupil("P12", "Orla", "O'Hare"),
        Pupil("P13", "Mei-Xin", "Tong"),
        Pupil("P14", "Dara", "Obi-Lund"),
        Pupil("P15", "Ned", "Oakes", middle_names="Rufus"),
        Pupil("P16", "Pia", "Eaves"),
        Pupil("P17", "Bea", "Zeller"),
        Pupil("P18", "Ulla", "Kemp"),
        Pupil("P19", "Uma", "Nunn"),
        Pupil("P20", "Aled", "Lewis", middle_names="Lloyd"),
        Pupil("P21", "Sean", "Young"),
        Pupil("P22", "Ulric", "Pask"),
    )
)
LIKELY = Certainty.LIKELY


def find(text: str) -> tuple[Mention, ...]:
    return Finder(ROLL, PeopleList(), shipped_model()).find([Passage(text, PlaceKind.TEXT, "post.md", "body")])


def flagged(text: str) -> list[tuple[str, list[str]]]:
    """Return what somebody has to look at, and the pupils."""
    return [
        (mention.text, [candidate.pupil_id for candidate in mention.candidates])
        for mention in find(text)
        if mention.certainty >= LIKELY and mention.candidates
    ]


# Surnames


@pytest.mark.parametrize(
    ("text", "pupils"),
    [
        ("The Volkov boys were unstoppable today", {"Volkov": ["P01", "P02"]}),
        ("Congratulations to the Uzo girls who have never been late", {"Uzo": ["P03"]}),
        ("Another goal for the Lin girl", {"Lin": ["P04"]}),
        ("Well done to the Volkov twins in Year 7!", {"Volkov": ["P01", "P02"]}),
        ("The Green siblings raised £90 for the hospice", {"Green": ["P05"]}),
        ("Green siblings raised £90 for the hospice", {"Green": ["P05"]}),
        ("Big news! Small twins take the chess crown", {"Small": ["P06"]}),
        ("A cake from the Green boys", {"Green": ["P05"]}),
        ("Everybody cheered when the Small children came in", {"Small": ["P06"]}),
        ("THE VOLKOV BOYS WIN", {"VOLKOV": ["P01", "P02"]}),
        ("Volkov Boys' Rowing Cup", {"Volkov": ["P01", "P02"]}),
        ("THE GREEN BOYS DO IT AGAIN", {"GREEN": ["P05"]}),
        ("The Green Boys Do It Again", {"Green": ["P05"]}),
        ("the volkov lads smashed it! So proud", {"volkov": ["P01", "P02"]}),
        ("The Uzo and Volkov kids came", {"Uzo": ["P03"], "Volkov": ["P01", "P02"]}),
        ("The Uzo, Lin & Volkov cousins", {"Uzo": ["P03"], "Lin": ["P04"], "Volkov": ["P01", "P02"]}),
        ("The Morgan sisters sang", {"Morgan": ["P08", "P09"]}),
        ("The Fisher twins won the relay", {"Fisher": ["P07"]}),
        ("We are proud of the Preston girls", {"Preston": ["P10"]}),
        ("The O'Hare triplets baked", {"O'Hare": ["P12"]}),
        ("the two youngest Lin girls", {"Lin": ["P04"]}),
    ],
)
def test_surname_before_a_word_for_children(text: str, pupils: dict[str, list[str]]) -> None:
    found = dict(flagged(text))
    assert {name: sorted(found.get(name, [])) for name in pupils} == pupils


@pytest.mark.parametrize(
    "text",
    [
        "the green boots by the door",
        "the small boys at the front",
        "Small boys and girls sat in front",
        "SMALL BOYS TO THE FRONT",
        "THE SMALL BOYS DID IT AGAIN",
        "THE YOUNG BOYS DID IT AGAIN",
        "Green Boys' Rowing Cup",
        "GREEN GIRLS WIN THE CUP",
        "Green girls ran first, then the red ones",
        "Small Girls Choir",
        "The Fisher boys and the Larch girls won the house cup",
    ],
)
def test_word_before_children_is_no_surname(text: str) -> None:
    assert flagged(text) == []


# A parent's child


@pytest.mark.parametrize(
    ("text", "pupils"),
    [
        ("Mrs Volkov's daughter played the harp", {"Volkov": ["P01", "P02"]}),
        ("Thank you to Mr Uzo’s very clever little boy", {"Uzo": ["P03"]}),
        ("Dr Zeller's youngest was first over the line", {"Zeller": ["P17"]}),
        ("A card came from Mr and Mrs Nunn's twins", {"Nunn": ["P19"]}),
        ("Mr Lewis' son rang the bell", {"Lewis": ["P20"]}),
        ("Mrs Kemp's eldest, who is nine", {"Kemp": ["P18"]}),
        ("Little Miss Zeller was our shepherd", {"Zeller": ["P17"]}),
        ("Young Mr Uzo scored twice", {"Uzo": ["P03"]}),
    ],
)
def test_child_of_a_grown_up_of_a_pupils_surname(text: str, pupils: dict[str, list[str]]) -> None:
    assert {name: sorted(ids) for name, ids in flagged(text)} == pupils
    assert {mention.why for mention in find(text) if mention.candidates} == {Reason.CHILD_OF}
    assert not any(mention.adult for mention in find(text))


@pytest.mark.parametrize(
    "text",
    [
        "Mrs Volkov's choir sang",
        "Mrs Volkov's children made lanterns",
        "Mr Uzo's brother opened the fair",
        "Dr Zeller's youngest readers won a prize",
        "Mr Nunn met her daughter",
        "Mrs Abernethy's daughter played the harp",
        "Mr Lewis, son of a miner, opened the fair",
        "The young Mrs Abernethy opened the fair",
        "A little help from Miss Zeller",
        "Mr Kemp's son-in-law opened the fair",
        "Mrs Nunn's child care club is full",
    ],
)
def test_grown_up_of_a_pupils_surname_without_a_child_is_calm(text: str) -> None:
    assert [mention.text for mention in find(text) if mention.candidates and not mention.adult] == []


def test_child_of_somebody_on_the_people_list_is_calm() -> None:
    people = PeopleList((KnownName("Mr J. Kemp", PersonKind.STAFF),))
    text = "Mr J. Kemp's daughter played the harp"
    found = Finder(ROLL, people, shipped_model()).find([Passage(text, PlaceKind.TEXT, "post.md", "body")])
    assert [mention.adult for mention in found if mention.candidates] == [ON_THE_LIST]


# Initials beside a class


@pytest.mark.parametrize(
    ("text", "name", "pupil"),
    [
        ("M-X T (8P) won the cup", "M-X T", "P13"),
        ("M-X.T. (8P) won the cup", "M-X.T.", "P13"),
        ("MXT (9P) won the cup", "MXT", "P13"),
        ("A poem by D O-L in 9K", "D O-L", "P14"),
        ("A poem by D.O-L. in 10D", "D.O-L.", "P14"),
        ("NRO (7S) read it out", "NRO", "P15"),
        ("Star of the week in 7B: BZ", "BZ", "P17"),
        ("“Loved it” – BZ, Year 7", "BZ", "P17"),
        ("Maths prize: B Z, 7B", "B Z", "P17"),
        ("HL (7b) for tidying", "HL", "P04"),
        ("B.Z. (8P) for tidying", "B.Z.", "P17"),
        ("A raft made by UP in 8P", "UP", "P22"),
        ("Then UP (8P) dived in", "UP", "P22"),
        ("WELL DONE UP (8P)", "UP", "P22"),
        ("Prize: UP, 8P", "UP", "P22"),
        ("The winner is ALL, 8P", "ALL", "P20"),
    ],
)
def test_initials_beside_a_class(text: str, name: str, pupil: str) -> None:
    (mention,) = [mention for mention in find(text) if mention.certainty >= LIKELY]
    assert (mention.text, mention.form, mention.certainty) == (name, NameForm.INITIALS, LIKELY)
    assert [candidate.pupil_id for candidate in mention.candidates] == [pupil]


@pytest.mark.parametrize("text", ["BZ (7B), NO (8K)", "7B: BZ, NO", "Well done BZ and NO (8K)!"])
def test_initials_in_a_row(text: str) -> None:
    assert flagged(text) == [("BZ", ["P17"]), ("NO", ["P15"])]


@pytest.mark.parametrize(
    "text",
    [
        "PE (7B) is on Monday",
        "PE, Year 7",
        "7B: PE",
        "P.E. kit for the hall",
        "UK (Year 9) and KS2, Year 6",
        "PTA, Year 7",
        "NO PHONES, YEAR 8: NO EXCUSES",
        "Year 8: NO running please",
        "NITS HAVE BEEN SEEN, NO 3H TRIP",
        "KITES HUNG UP (8P)",
        "WASH YOUR HANDS WHEN TIDYING UP (8P)",
        "You raised it ALL, 8P!",
        "Hands UP, Year 8!",
        "Own UP in 8P, who took it?",
        "BZ is a brand of glue",
        "BZ: Year 7 must bring glue",
        "Vitamin B Z and more",
        "7BZ visited the zoo",
        "Class 7 BZ visited the zoo",
        "QX (7B) is a code",
    ],
)
def test_capitals_that_are_nobodys(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Eco council. Present: BZ, Dmitri, NO.",
        "Present: Imogen, BZ",
        "Litter pickers: BZ and Pavel",
        "Led by Mei-Xin and BZ.",
    ],
)
def test_initials_in_a_list_with_a_pupil(text: str) -> None:
    assert ("BZ", ["P17"]) in flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "In PE, Dmitri ran first",
        "Clubs: DT, Imogen's choir",
        "Made of BZ glue, Dmitri's raft floats",
        "Ask the BZ, Dmitri",
        "Present: BZ, Marlowe, QX.",
    ],
)
def test_capitals_in_a_list_that_are_nobodys(text: str) -> None:
    assert [name for name, _ in flagged(text) if name.isupper()] == []


# An initial without a full stop, and a surname that is a word


@pytest.mark.parametrize(
    "text",
    [
        "Winner: E Green",
        "1st: E Green 2nd: B Zeller",
        "1st E Green, 2nd B Zeller",
        "Well done E Green and B Zeller!",
        "A poem by E Green",
        "E Green and J Small run the tuck shop.",
    ],
)
def test_initial_and_a_surname_that_is_a_word(text: str) -> None:
    assert ("E Green", ["P05"]) in flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "Team E Green went first",
        "Vitamin E Green tea is on sale",
        "Block E Green doors are locked",
        "CORRIDOR E GREEN DOORS",
        "e green tea",
        "Winner: B Green",
        "We chose Plan E Green won",
    ],
)
def test_letter_before_a_word_is_no_initial(text: str) -> None:
    assert [mention.text for mention in find(text) if mention.form is NameForm.INITIAL_SURNAME] == []


# Cells


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("9T\tFreya\tA. Fisher", ["Freya", "A. Fisher"]),
        ("Freya\tF\tyes", ["Freya"]),
        ("Freya\tFisher\t9T", ["Freya\tFisher"]),
        ("Volkov\tDmitri\t9T", ["Volkov\tDmitri"]),
        ("Freya\tFisher House", ["Freya"]),
        ("Oscar\tKeane\t9T", ["Oscar", "Keane"]),
    ],
)
def test_name_ends_with_its_cell(row: str, names: list[str]) -> None:
    found = [mention.text for mention in find(row)]
    assert [name for name in found if name in names] == names
    assert [name for name in found if "\t" in name] == [name for name in names if "\t" in name]
