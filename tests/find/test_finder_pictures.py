"""Names of the roll as OCR engines read them.

Certain where they are clear, doubtful where letters were taken for others, and never a plain word.
"""

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.model.mention import Certainty, Mention
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Box, Passage, PlaceKind, Word

ROLL = Roll(
    (
        Pupil("P1", "Carmen", "Thornley"),
        Pupil("P2", "Lilian", "Brookes"),
        Pupil("P3", "Paweł", "Żuraw"),
        Pupil("P4", "Doru", "Tudose"),
        Pupil("P5", "Owen", "Cadwell"),
        Pupil("P6", "Zofia", "Głowacka"),
        Pupil("P7", "Siobhán", "O'Dwyer"),
        Pupil("P8", "Bashir", "Sesay"),
        Pupil("P9", "May", "Dale"),
        Pupil("P10", "Mia", "Okafor"),
        Pupil("P11", "Joy", "Hallam"),
    )
)


def find(text: str, confidence: float = 0.97) -> tuple[Mention, ...]:
    words = []
    for number, line in enumerate(text.split("\n")):
        start = sum(len(before) + 1 for before in text.split("\n")[:number])
        for word in line.split():
            at = text.index(word, start)
            words.append(Word(at, at + len(word), Box(20 * at, 60 * number, 20 * len(word), 40), confidence))
            start = at + len(word)
    passage = Passage(text, PlaceKind.IMAGE, "a.jpg", "ocr", words=tuple(words), image="a", frame=0, size=(2000, 900))
    return Finder(ROLL, PeopleList(), None).find([passage])


@pytest.mark.parametrize(
    ("text", "pupil"),
    [
        ("Carmen Thornley", "P1"),
        ("CARMEN THORNLEY", "P1"),
        ("Siobhan O'Dwyer", "P7"),
        ("Zofia Glowacka", "P6"),
        ("Pawel Zuraw", "P3"),
        ("awarded to\nLilian\nBrookes", "P2"),
    ],
)
def test_a_clear_reading_is_certain(text: str, pupil: str) -> None:
    (mention,) = find(text)
    assert mention.certainty is Certainty.CERTAIN
    assert [candidate.pupil_id for candidate in mention.candidates] == [pupil]


@pytest.mark.parametrize(
    ("text", "pupil"),
    [
        ("Camen Thomley", "P1"),
        ("Cannen Thomley", "P1"),
        ("Li1ian Brookes", "P2"),
        ("LIIian 8rookes", "P2"),
        ("Lilian Br00kes", "P2"),
        ("Ovven Cadwell", "P5"),
        ("Owen Caclwell", "P5"),
        ("Pawet Zuraw", "P3"),
        ("Zofia Gtowacka", "P6"),
        ("8ashir 5esay", "P8"),
        ("Pawet", "P3"),
        ("Li1ian", "P2"),
    ],
)
def test_letters_that_are_taken_for_others_make_a_name_likely(text: str, pupil: str) -> None:
    mentions = find(text)
    assert [candidate.pupil_id for mention in mentions for candidate in mention.candidates] == [pupil]
    assert {mention.certainty for mention in mentions} == {Certainty.LIKELY}


def test_a_doubtful_reading_of_the_very_name_is_likely() -> None:
    (mention,) = find("Carmen Thornley", confidence=0.45)
    assert mention.certainty is Certainty.LIKELY


@pytest.mark.parametrize(
    ("text", "pupil"),
    [
        ("CarmenThornley", "P1"),
        ("AwardedtoCarmenThornley", "P1"),
        ("DORUT", "P4"),
        ("PawełŻ", "P3"),
        ("MIAO", "P10"),
        ("CarmenT", "P1"),
    ],
)
def test_words_without_the_space_between_them_are_parted(text: str, pupil: str) -> None:
    assert [candidate.pupil_id for mention in find(text) for candidate in mention.candidates] == [pupil]


def test_an_initial_that_is_no_pupils_parts_nothing() -> None:
    assert find("DORUX") == () or all(mention.certainty < Certainty.CERTAIN for mention in find("DORUX"))


@pytest.mark.parametrize(
    "text",
    ["Date", "MAYBE", "YeAR 4", "Open doors", "STAR\nSTAR\nSTAR", "Camera", "Saturday 3 May", "May Fair", "Today"],
)
def test_plain_words_are_no_names(text: str) -> None:
    assert [mention.text for mention in find(text) if mention.certainty >= Certainty.LIKELY] == []


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Our Values\n\nCourage\n\nJoy\n\nRespect\n\nKindness", False),
        ("Coat pegs\n\nCourage\n\nJoy\n\nZofia\n\nKindness", True),
        ("Oak Class\n\nJoy\n\nCarmen\n\nOwen", True),
        ("Joy\nRoom", False),
        ("Star of the week\nawarded to\nJoy\nfor kindness", True),
    ],
)
def test_a_word_among_words_is_a_word(text: str, flagged: bool) -> None:
    found = {mention.text: mention.certainty for mention in find(text)}
    assert (found.get("Joy", Certainty.UNSURE) >= Certainty.LIKELY) is flagged


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CARMENTHORNL", ["Carmen Thornley"]),
        ("RMENTHORNLEY", ["Carmen Thornley"]),
        ("CARMENTHOR", []),
        ("THORNL", []),
    ],
)
def test_a_full_name_in_one_word_may_be_cut_off(text: str, found: list[str]) -> None:
    mentions = [mention for mention in find(text) if mention.candidates and mention.certainty >= Certainty.LIKELY]
    assert [mention.text for mention in mentions] == found


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("CARMEN", Certainty.CERTAIN),
        ("AWARDED TO\nCARMEN", Certainty.CERTAIN),
        ("CARMEN & CO", Certainty.UNSURE),
        ("CARMEN ®", Certainty.UNSURE),
        ("CARMEN\nEST. 1887", Certainty.UNSURE),
        ("CARMEN\nEST. 2015", Certainty.LIKELY),
        ("CARMEN\nwww.carmenshoes.co.uk", Certainty.UNSURE),
        ("CARMEN\nSIZE 9", Certainty.LIKELY),
        ("OFFICIAL\nCARMEN", Certainty.LIKELY),
        ("CARMEN\n£3.99", Certainty.LIKELY),
        ("Carmen\n£3.99", Certainty.CERTAIN),
        ("CARMEN THORNLEY\n£3.99", Certainty.CERTAIN),
    ],
)
def test_a_firm_is_no_pupil_for_its_capitals(text: str, certainty: Certainty) -> None:
    (mention,) = (mention for mention in find(text) if "P1" in {one.pupil_id for one in mention.candidates})
    assert mention.certainty is certainty
