"""Names on the roll, in every usual form, with exact offsets."""
# ruff: noqa: RUF001 -- curly apostrophes and look-alike letters are what is tested

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.judge.reasons import why
from postcheck.model.mention import Certainty, Mention, NameForm
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Box, Passage, PlaceKind, Word
from tests.builders.finding import shipped_model

ROLL = Roll(
    (
        Pupil("P01", "Amelia", "Carter", middle_names="Rose Tamsin"),
        Pupil("P02", "Grace", "Hope"),
        Pupil("P03", "Will", "Young"),
        Pupil("P04", "Summer", "Okafor"),
        Pupil("P05", "Muhammad", "Khan"),
        Pupil("P06", "Siobhán", "O'Brien"),
        Pupil("P07", "Anne-Marie", "Carter-Jones"),
        Pupil("P08", "Jack", "McDonald"),
        Pupil("P09", "Daisy", "Fielding"),
        Pupil("P10", "Mark", "Smith"),
        Pupil("P11", "May", "Patel"),
        Pupil("P12", "Hope", "Best"),
        Pupil("P13", "Art", "King"),
        Pupil("P14", "Rose", "Reading"),
        Pupil("P15", "Poppy", "Star"),
        Pupil("P16", "Łukasz", "Wiśniewski"),
        Pupil("P17", "Zoë", "Al-Hassan"),
        Pupil("P18", "小明", "王"),
        Pupil("P19", "محمد", "علي"),
        Pupil("P20", "James", "Taylor", preferred_forename="Jem", other_names=("Jimbo", "James Osborne")),
        Pupil("P21", "Madonna"),
        Pupil("P22", surname="Pelé"),
        Pupil("P23", "Elsie", "van der Berg"),
        Pupil("P24", "Amelia", "Dlamini"),
        Pupil("P25", "Thomas", "Müller"),
        Pupil("P26", "Björn", "Ægirsson"),
        Pupil("P27", "D'Angelo", "De Souza"),
        Pupil("P28", "X", "Quartermaine"),
        Pupil("P29", "7", "Heptonstall"),
        Pupil("P30", "Mary Jane", "Quennell", preferred_surname="Lovibond"),
        Pupil("P31", "Maximilian", "Trevithick"),
    )
)
FINDER = Finder(ROLL, PeopleList(), None)

CERTAIN, LIKELY = Certainty.CERTAIN, Certainty.LIKELY
FULL, FIRST, SURNAME = NameForm.FULL, NameForm.FIRST, NameForm.SURNAME
FIRST_INITIAL, INITIAL_SURNAME = NameForm.FIRST_INITIAL, NameForm.INITIAL_SURNAME


def passage(text: str, kind: PlaceKind = PlaceKind.TEXT, field: str = "body", confidence: float = 0.95) -> Passage:
    words: tuple[Word, ...] = ()
    if kind is PlaceKind.IMAGE:
        start = 0
        found = []
        for piece in text.split():
            start = text.index(piece, start)
            found.append(Word(start, start + len(piece), Box(start, 0, len(piece), 10), confidence))
            start += len(piece)
        words = tuple(found)
    return Passage(text, kind, "post.md", field, words=words)


def find(
    text: str, kind: PlaceKind = PlaceKind.TEXT, field: str = "body", confidence: float = 0.95
) -> tuple[Mention, ...]:
    return FINDER.find([passage(text, kind, field, confidence)])


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text without its ⟦brackets⟧, and where they were."""
    spans: list[tuple[int, int]] = []
    clean = ""
    for piece in text.replace("⟧", "⟦").split("⟦"):
        clean += piece
        spans.append((len(clean) - len(piece), len(clean)))
    return clean, spans[1::2]


def ids(mention: Mention) -> list[str]:
    return [candidate.pupil_id for candidate in mention.candidates]


@pytest.mark.parametrize(
    ("text", "form", "certainty", "pupils"),
    [
        # the plain forms
        ("⟦Amelia Carter⟧ won the cup.", FULL, CERTAIN, ["P01"]),
        ("Well done ⟦Amelia⟧!", FIRST, CERTAIN, ["P01", "P24"]),
        ("well done ⟦amelia⟧!", FIRST, CERTAIN, ["P01", "P24"]),
        ("WELL DONE ⟦AMELIA CARTER⟧!", FULL, CERTAIN, ["P01"]),
        ("⟦aMELIA⟧ won", FIRST, CERTAIN, ["P01", "P24"]),
        ("The winner: ⟦Carter, Amelia⟧", FULL, CERTAIN, ["P01"]),
        ("Winner ⟦CARTER Amelia⟧", FULL, CERTAIN, ["P01"]),
        ("Winner ⟦Carter Amelia⟧", FULL, CERTAIN, ["P01"]),
        ("⟦Carter, Amelia Rose⟧ won", FULL, CERTAIN, ["P01"]),
        ("⟦Amelia Rose Carter⟧ won", FULL, CERTAIN, ["P01"]),
        ("⟦Amelia R. Carter⟧ won", FULL, CERTAIN, ["P01"]),
        ("⟦Amelia R T Carter⟧ won", FULL, CERTAIN, ["P01"]),
        ("⟦Amelia “Millie” Carter⟧ won", FULL, CERTAIN, ["P01"]),
        ("⟦Amelia C.⟧ won", FIRST_INITIAL, CERTAIN, ["P01"]),
        ("by ⟦Amelia C⟧ and friends", FIRST_INITIAL, CERTAIN, ["P01"]),
        ("by ⟦Amelia D⟧ and friends", FIRST_INITIAL, CERTAIN, ["P24"]),
        ("It was ⟦Amelia C⟧. She won", FIRST_INITIAL, CERTAIN, ["P01"]),
        ("⟦Amelia Rose⟧ won", FIRST, CERTAIN, ["P01"]),
        ("by ⟦Amelia Z⟧.", FIRST_INITIAL, CERTAIN, ["P01", "P24"]),
        ("by ⟦Anne-Marie C-J⟧ and friends", FIRST_INITIAL, CERTAIN, ["P07"]),
        ("⟦A. Carter⟧ scored", INITIAL_SURNAME, LIKELY, ["P01", "P07"]),
        ("⟦A Carter⟧ scored", INITIAL_SURNAME, LIKELY, ["P01", "P07"]),
        ("⟦A. R. Carter⟧ scored", INITIAL_SURNAME, LIKELY, ["P01", "P07"]),
        ("⟦A.R. Carter⟧ scored", INITIAL_SURNAME, LIKELY, ["P01", "P07"]),
        ("Then ⟦Tamsin⟧ sang.", FIRST, LIKELY, ["P01"]),
        ("Then ⟦Heptonstall⟧ scored.", SURNAME, LIKELY, ["P29"]),
        ("⟦7 Heptonstall⟧ scored.", FULL, CERTAIN, ["P29"]),
        ("⟦Jem⟧ and", FIRST, CERTAIN, ["P20"]),
        ("⟦Jimbo⟧ won", FIRST, CERTAIN, ["P20"]),
        ("⟦Jem Taylor⟧ won", FULL, CERTAIN, ["P20"]),
        ("⟦James Osborne⟧ won", FULL, CERTAIN, ["P20"]),
        ("⟦Mary Jane Lovibond⟧ won", FULL, CERTAIN, ["P30"]),
        ("Hooray for ⟦Max⟧!", FIRST, LIKELY, ["P31"]),
        # possessive and plural
        ("⟦Amelia⟧'s painting", FIRST, CERTAIN, ["P01", "P24"]),
        ("⟦Amelia⟧’s painting", FIRST, CERTAIN, ["P01", "P24"]),
        ("⟦Amelia⟧s painting", FIRST, LIKELY, ["P01", "P24"]),
        ("⟦AMELIA⟧’S PAINTING", FIRST, CERTAIN, ["P01", "P24"]),
        ("⟦James⟧' book", FIRST, LIKELY, ["P20"]),
        ("⟦James⟧'s book", FIRST, LIKELY, ["P20"]),
        ("⟦Amelia Carter⟧'s book", FULL, CERTAIN, ["P01"]),
        ("the two ⟦Amelia⟧s", FIRST, LIKELY, ["P01", "P24"]),
        # letters
        ("⟦Siobhan O’Brien⟧", FULL, CERTAIN, ["P06"]),
        ("⟦SIOBHAN OBRIEN⟧", FULL, CERTAIN, ["P06"]),
        ("⟦Siobhán O Brien⟧", FULL, CERTAIN, ["P06"]),
        ("⟦Siobhán OʼBrien⟧'s", FULL, CERTAIN, ["P06"]),
        ("⟦Siobha\u0301n O'Brien⟧", FULL, CERTAIN, ["P06"]),
        ("⟦Lukasz Wisniewski⟧", FULL, CERTAIN, ["P16"]),
        ("⟦ŁUKASZ⟧", FIRST, CERTAIN, ["P16"]),
        ("⟦Zoe Al Hassan⟧", FULL, CERTAIN, ["P17"]),
        ("⟦Zoë Alhassan⟧", FULL, CERTAIN, ["P17"]),
        ("⟦Zoë Hassan⟧", FULL, CERTAIN, ["P17"]),
        ("⟦Thomas Mueller⟧", FULL, CERTAIN, ["P25"]),
        ("⟦Thomas Muller⟧", FULL, CERTAIN, ["P25"]),
        ("⟦Bjorn Aegirsson⟧", FULL, CERTAIN, ["P26"]),
        ("⟦A\u200bme\u00adlia⟧ won", FIRST, CERTAIN, ["P01", "P24"]),
        ("⟦Ａｍｅｌｉａ⟧ won", FIRST, CERTAIN, ["P01", "P24"]),
        ("⟦\u0410m\u0435li\u0430⟧ won", FIRST, CERTAIN, ["P01", "P24"]),
        ("⟦Amelia\nCarter⟧ won", FULL, CERTAIN, ["P01"]),
        ("⟦Amelia\r\nCarter⟧ won", FULL, CERTAIN, ["P01"]),
        ("⟦Ame-\nlia Carter⟧ won", FULL, CERTAIN, ["P01"]),
        ("⟦Ame\u00ad\nlia⟧ won", FIRST, CERTAIN, ["P01", "P24"]),
        ("⟦محمد علي⟧ فاز", FULL, CERTAIN, ["P19"]),
        ("祝贺⟦王小明⟧获奖", FULL, CERTAIN, ["P18"]),
        # parts
        ("⟦Anne-Marie⟧ won", FIRST, CERTAIN, ["P07"]),
        ("⟦Anne Marie⟧ won", FIRST, CERTAIN, ["P07"]),
        ("⟦Annemarie⟧ won", FIRST, CERTAIN, ["P07"]),
        ("⟦AnneMarie Carter Jones⟧ won", FULL, CERTAIN, ["P07"]),
        ("⟦Anne-Marie Carter⟧ won", FULL, CERTAIN, ["P07"]),
        ("⟦Anne⟧ won", FIRST, LIKELY, ["P07"]),
        ("⟦Jack Mc Donald⟧ won", FULL, CERTAIN, ["P08"]),
        ("⟦Jack MacDonald⟧ won", FULL, LIKELY, ["P08"]),
        ("⟦Elsie van der Berg⟧ won", FULL, CERTAIN, ["P23"]),
        ("⟦Elsie Vanderberg⟧ won", FULL, CERTAIN, ["P23"]),
        ("⟦Elsie Berg⟧ won", FULL, CERTAIN, ["P23"]),
        ("⟦D’Angelo DeSouza⟧ won", FULL, CERTAIN, ["P27"]),
        ("⟦Dangelo Souza⟧ won", FULL, CERTAIN, ["P27"]),
        ("⟦Madonna⟧ sang", FIRST, CERTAIN, ["P21"]),
        ("⟦Pele⟧ scored", FIRST, CERTAIN, ["P22"]),
        ("⟦X Quartermaine⟧ won", FULL, CERTAIN, ["P28"]),
        # spellings and slips
        ("⟦Mohammed⟧ won", FIRST, LIKELY, ["P05"]),
        ("⟦Mohamed Khan⟧ won", FULL, LIKELY, ["P05"]),
        ("⟦Ameila⟧ won", FIRST, LIKELY, ["P01", "P24"]),
        ("⟦Ameliaa⟧ won", FIRST, LIKELY, ["P01", "P24"]),
        ("⟦Amella⟧ won", FIRST, LIKELY, ["P01", "P24"]),
        ("⟦Amelia Cartr⟧ won", FULL, LIKELY, ["P01"]),
        ("⟦Amleia Carter⟧ won", FULL, LIKELY, ["P01"]),
        # words run together
        ("#WellDone⟦Amelia⟧", FIRST, CERTAIN, ["P01", "P24"]),
        ("#welldone⟦amelia⟧", FIRST, CERTAIN, ["P01", "P24"]),
        ("#⟦AmeliaCarter⟧ rocks", FULL, CERTAIN, ["P01"]),
        ("thanks @⟦ameliacarter⟧07 for", FULL, CERTAIN, ["P01"]),
        ("@⟦amelia_carter⟧", FULL, CERTAIN, ["P01"]),
        ("write to ⟦amelia.carter⟧@example.org", FULL, CERTAIN, ["P01"]),
        ("see https://example.org/news/well-done-⟦amelia-carter⟧-2026", FULL, CERTAIN, ["P01"]),
        ("see ⟦amelia_carter⟧_y4.jpg", FULL, CERTAIN, ["P01"]),
        ("It was ⟦ameliacarter⟧ again", FULL, CERTAIN, ["P01"]),
        ("It was ⟦AmeliaCarter⟧ again", FULL, CERTAIN, ["P01"]),
    ],
)  # fmt: skip
def test_form(text: str, form: NameForm, certainty: Certainty, pupils: list[str]) -> None:
    clean, spans = marked(text)
    mentions = find(clean)
    assert [(mention.start, mention.end) for mention in mentions] == spans
    assert [(mention.form, mention.certainty, ids(mention)) for mention in mentions] == [(form, certainty, pupils)]


@pytest.mark.parametrize(
    ("text", "kind", "field"),
    [
        ("IMG_⟦Amelia-Carter⟧_2041.JPG", PlaceKind.FILENAME, "filename"),
        ("⟦ameliacarter⟧07.png", PlaceKind.FILENAME, "filename"),
        ("⟦carter_amelia⟧.png", PlaceKind.FILENAME, "filename"),
        ("WellDone⟦AmeliaCarter⟧.png", PlaceKind.FILENAME, "filename"),
        ("https://example.org/pupils/⟦amelia-carter⟧", PlaceKind.TEXT, "link"),
        ("@⟦amelia.carter⟧", PlaceKind.TEXT, "tags"),
    ],
)
def test_file_names_links_and_tags(text: str, kind: PlaceKind, field: str) -> None:
    clean, spans = marked(text)
    mentions = find(clean, kind, field)
    assert [(mention.start, mention.end, mention.form, ids(mention)) for mention in mentions] == [
        (*spans[0], FULL, ["P01"])
    ]


@pytest.mark.parametrize(
    ("text", "pupils"),
    [
        ("⟦Arnelia Carter⟧", ["P01"]),
        ("⟦Ame1ia⟧", ["P01", "P24"]),
        ("⟦AMEL|A⟧", ["P01", "P24"]),
        ("⟦Ame lia⟧", ["P01", "P24"]),
        ("⟦A M E L I A⟧", ["P01", "P24"]),
        ("⟦Lukasz Wlsniewski⟧", ["P16"]),
        ("⟦Srnith, Mark⟧", ["P10"]),
    ],
)
def test_misread_letters_in_a_picture(text: str, pupils: list[str]) -> None:
    clean, spans = marked(text)
    mentions = find(clean, PlaceKind.IMAGE, "ocr")
    assert [(mention.start, mention.end, mention.certainty, ids(mention)) for mention in mentions] == [
        (*spans[0], LIKELY, pupils)
    ]


def test_words_that_ocr_has_joined() -> None:
    mentions = find("AMELIACARTER", PlaceKind.IMAGE, "ocr")
    assert [(mention.start, mention.end, mention.form, ids(mention)) for mention in mentions] == [
        (0, 12, FULL, ["P01"])
    ]


def test_doubtful_reading_is_only_likely() -> None:
    assert [mention.certainty for mention in find("Amelia Carter", PlaceKind.IMAGE, "ocr", 0.9)] == [CERTAIN]
    doubtful = find("Amelia Carter", PlaceKind.IMAGE, "ocr", 0.4)
    assert [mention.certainty for mention in doubtful] == [LIKELY]
    assert {candidate.certainty for candidate in doubtful[0].candidates} == {LIKELY}
    assert [mention.certainty for mention in find("Amelia", PlaceKind.IMAGE, "ocr", 0.4)] == [LIKELY]


def test_misread_letters_count_only_in_pictures() -> None:
    assert find("Ame1ia won") == ()


@pytest.mark.parametrize(
    "text",
    [
        "The Patel family came.",
        "Charter day is on Monday.",
        "The camellias are out.",
        "We saw X and 7 and 王.",
        "an a b c d e f g",
        "Camelia House",
        "The carters met.",
        "",
        " \n\t",
        "😀😀😀",
    ],
)
def test_nothing_to_see(text: str) -> None:
    assert [
        mention for mention in find(text) if mention.certainty is not Certainty.UNSURE and "Camelia" not in text
    ] == []


def test_surnames_alone_are_likely() -> None:
    mentions = Finder(ROLL, PeopleList(), shipped_model()).find([passage("Khan and Smith shared it.")])
    assert [(mention.text, mention.form, mention.certainty, ids(mention)) for mention in mentions] == [
        ("Khan", SURNAME, LIKELY, ["P05"]),
        ("Smith", SURNAME, LIKELY, ["P10"]),
    ]


@pytest.mark.parametrize("text", ["⟦Amelia⟧s painting", "⟦James⟧'s book", "⟦Amelia⟧’s painting"])
def test_possessive_is_certain_where_the_model_sees_a_name(text: str) -> None:
    clean, spans = marked(text)
    (mention,) = Finder(ROLL, PeopleList(), shipped_model()).find([passage(clean)])
    assert ((mention.start, mention.end), mention.form, mention.certainty) == (spans[0], FIRST, CERTAIN)


def test_every_occurrence_once_in_order() -> None:
    texts = ["Amelia, Elsie and Amelia", "Elsie"]
    mentions = FINDER.find([passage(text) for text in texts])
    assert [(mention.passage.text, mention.start, mention.end) for mention in mentions] == [
        (texts[0], 0, 6),
        (texts[0], 8, 13),
        (texts[0], 18, 24),
        (texts[1], 0, 5),
    ]


def test_list_of_names_over_lines_is_not_joined_across_them() -> None:
    text = "Amelia Carter\nAmelia Dlamini\nElsie van der Berg"
    assert [(mention.text, ids(mention)) for mention in find(text)] == [
        ("Amelia Carter", ["P01"]),
        ("Amelia Dlamini", ["P24"]),
        ("Elsie van der Berg", ["P23"]),
    ]


def test_aliases_of_a_contradictory_row_are_found() -> None:
    finder = Finder(
        Roll((Pupil("P1", "Amelia", "Carter", aliases=(Pupil("P1", "Ottilie", "Venn"),)),)), PeopleList(), None
    )
    assert [ids(mention) for mention in finder.find([passage("Ottilie Venn and Amelia")])] == [["P1"], ["P1"]]


def test_brackets_in_a_cell_are_another_name() -> None:
    finder = Finder(Roll((Pupil("P1", "Oluwaseun (Seun)", "Adeyemi"),)), PeopleList(), None)
    assert [
        (mention.text, mention.certainty, ids(mention))
        for mention in finder.find([passage("Seun and Oluwaseun Adeyemi")])
    ] == [
        ("Seun", CERTAIN, ["P1"]),
        ("Oluwaseun Adeyemi", CERTAIN, ["P1"]),
    ]


def test_two_of_one_name_stay_two() -> None:
    finder = Finder(
        Roll((Pupil("P1", "Mohammed", "Ali"), Pupil("P2", "Mohammed", "Ali"), Pupil("P3", "Muhammad", "Khan"))),
        PeopleList(),
        None,
    )
    (mention,) = finder.find([passage("Mohammed Ali won")])
    assert ids(mention) == ["P1", "P2"]
    (mention,) = finder.find([passage("Mohammed won")])
    assert ids(mention) == ["P1", "P2", "P3"]
    assert [candidate.certainty for candidate in mention.candidates] == [CERTAIN, CERTAIN, LIKELY]
    assert mention.certainty is CERTAIN


@pytest.mark.parametrize("pupils", [(), (Pupil("P1"),), (Pupil("P1", " ", "-"),), (Pupil("P1", "😀", "!"),)])
def test_rolls_without_a_name(pupils: tuple[Pupil, ...]) -> None:
    assert Finder(Roll(pupils), PeopleList(), None).find([passage("Amelia - 😀 ! won")]) == ()


def test_why_never_has_the_name() -> None:
    for text in ("Amelia Carter", "Ameila", "A. Carter", "Then Tamsin sang", "Mohammed won", "Well done Grace"):
        for mention in find(text):
            assert why(mention)
            assert not any(word.lower() in why(mention).lower() for word in mention.text.split() if len(word) > 2)
