"""What is printed in pictures and merely resembles a name of the roll."""

from __future__ import annotations

import pytest

from postcheck.find.finder import Finder
from postcheck.model.mention import Certainty, Mention
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Box, Passage, PlaceKind, Word

ROLL = Roll(
    (
        Pupil("P1", "Maisie", "Okafor"),
        Pupil("P2", "Tyler", "Brankin"),
        Pupil("P3", "Alexander", "Tran"),
        Pupil("P4", "Max", "Ledworth"),
        Pupil("P5", "Chad", "Martin"),
        Pupil("P6", "Jeremiah", "Knowles"),
        Pupil("P7", "Paris", "Holt"),
        Pupil("P8", "Eva", "Brown"),
    )
)


def find(text: str, confidence: float = 0.995) -> tuple[Mention, ...]:
    words = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        for word in line.split():
            at = text.index(word, at)
            words.append(Word(at, at + len(word), Box(20 * at, 60 * number, 20 * len(word), 40), confidence))
            at += len(word)
    passage = Passage(text, PlaceKind.IMAGE, "a.jpg", "ocr", words=tuple(words), image="a", frame=0, size=(2000, 900))
    return Finder(ROLL, PeopleList(), None).find([passage])


def certainties(text: str, confidence: float = 0.995) -> list[tuple[str, Certainty]]:
    return [(mention.text, mention.certainty) for mention in find(text, confidence) if mention.candidates]


def in_metadata(text: str, *, stray: bool = False, credit: bool = False) -> tuple[Mention, ...]:
    passage = Passage(text, PlaceKind.METADATA, "a.jpg", "exif", image="a", alternative=stray, credit=credit)
    return Finder(ROLL, PeopleList(), None).find([passage])


@pytest.mark.parametrize("word", ["Mairie", "Tyger"])
def test_a_word_that_was_read_surely_is_no_pupil_one_letter_away(word: str) -> None:
    assert certainties(word, 0.96) == [(word, Certainty.LIKELY)]
    assert [certainty for _, certainty in certainties(word, 0.99)] in ([], [Certainty.UNSURE])


def test_it_is_one_beside_the_pupils_surname() -> None:
    assert certainties("Tyger Brankin") == [("Tyger Brankin", Certainty.LIKELY)]


def test_a_short_form_in_print_is_never_certain() -> None:
    assert certainties("LEX TALL") in ([], [("LEX", Certainty.UNSURE)])
    assert certainties("Lex") == [("Lex", Certainty.LIKELY)]
    assert certainties("Well done Max") == [("Max", Certainty.LIKELY)]
    assert certainties("Well done Eva") == [("Eva", Certainty.CERTAIN)]


def test_a_word_with_an_s_is_not_a_family() -> None:
    assert certainties("Trans Fat 0g") == []


@pytest.mark.parametrize("text", ["MARTIN CHAD", "MARTIN CHAD [U] 01.01.2000", "MARTIN\nCHAD"])
def test_forms_have_the_surname_first_be_it_a_word_or_not(text: str) -> None:
    (mention,) = [mention for mention in find(text) if mention.candidates]
    assert mention.certainty is Certainty.LIKELY
    assert [candidate.pupil_id for candidate in mention.candidates] == ["P5"]


@pytest.mark.parametrize("text", ["JEREMIAHKNOWLES", "JeremiahKnowles", "KNOWLESJEREMIAH", "jeremiahknowles"])
def test_names_that_run_together_are_parted_by_the_roll(text: str) -> None:
    (mention,) = find(text)
    assert [candidate.pupil_id for candidate in mention.candidates] == ["P6"]
    assert mention.certainty >= Certainty.LIKELY


def test_who_made_a_picture_is_mostly_a_grown_up() -> None:
    assert [mention.certainty for mention in in_metadata("Paris Hutchings", credit=True)] == [Certainty.UNSURE]
    (pupil,) = in_metadata("Paris Holt", credit=True)
    assert (pupil.certainty, [candidate.pupil_id for candidate in pupil.candidates]) == (Certainty.CERTAIN, ["P7"])


def test_a_place_by_its_label_is_no_pupil() -> None:
    assert [mention.certainty for mention in in_metadata("City:Paris, Country:France")] in ([], [Certainty.UNSURE])
    assert [mention.certainty for mention in in_metadata("Caption: Paris, winning")] >= [Certainty.LIKELY]


def test_strangers_in_stray_words_are_none() -> None:
    assert in_metadata("by @RandyHutchings", stray=True) == ()
    (mention,) = in_metadata("by Jeremiah Knowles", stray=True)
    assert mention.certainty is Certainty.CERTAIN
