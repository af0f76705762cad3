"""Names of the roll in lines of pictures that were read otherwise: likely where their letters fit, never certain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from postcheck.find.finder import Finder
from postcheck.model.letters import Letters
from postcheck.model.mention import Certainty, Mention, NameForm, Reason
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.text import Box, Passage, PlaceKind, Word
from tests.builders.letters import line_of

ROLL = Roll(
    (
        Pupil("P1", "Amelia", "Carter"),
        Pupil("P2", "Jeremiah", "Knowles"),
        Pupil("P3", "Eva", "Ward"),
        Pupil("P4", "Siobhán", "O'Dwyer"),
        Pupil("P5", "Anne-Marie", "Tuckwell"),
        Pupil("P6", "Grace", "Hill"),
    )
)


def find(*letters: Letters, read: str = "", sure: float = 0.5) -> tuple[Mention, ...]:
    words = (Word(0, len(read), Box(100, 50, 20 * len(read), 40), sure),) if read else ()
    passage = Passage(
        read, PlaceKind.IMAGE, "a.jpg", "ocr", words=words, image="a", frame=2, size=(320, 80), letters=letters
    )
    return Finder(ROLL, PeopleList(), None).find([passage])


def test_a_name_whose_letters_fit_is_likely_and_says_so() -> None:
    (mention,) = find(line_of("Ornefia", {0: {"a": 0.9}, 1: {"m": 0.4}, 2: {"·": 0.2}, 4: {"l": 0.5}}))
    assert (mention.text, mention.form, mention.certainty, mention.why) == (
        "Amelia",
        NameForm.FIRST,
        Certainty.LIKELY,
        Reason.FITS,
    )
    assert [candidate.pupil_id for candidate in mention.candidates] == ["P1"]


def test_it_has_its_place_within_the_picture() -> None:
    (mention,) = find(line_of("to Amefia!", {6: {"l": 0.5}}))
    where = mention.passage.where(mention.start, mention.end)
    assert (where.file, where.frame, where.field) == ("a.jpg", 2, "ocr")
    assert where.box == Box(155, 50, 120, 30)
    assert where.confidence is not None
    assert where.confidence < 0.6


@pytest.mark.parametrize(
    ("cost", "found"),
    [(2.9, ["Amelia"]), (3.2, [])],
)
def test_a_letter_costs_half_a_unit_at_most_on_average(cost: float, found: list[str]) -> None:
    assert [mention.text for mention in find(line_of("Amefia", {3: {"l": cost}}))] == found


@pytest.mark.parametrize(("cost", "found"), [(0.7, ["Eva"]), (1.0, [])])
def test_a_short_name_has_to_fit_better(cost: float, found: list[str]) -> None:
    assert [mention.text for mention in find(line_of("Ewa", {1: {"v": cost}}))] == found


@pytest.mark.parametrize("text", ["Ewan", "Bewa"])
def test_a_name_is_not_found_within_a_word(text: str) -> None:
    at = text.index("w")
    assert find(line_of(text, {at: {"v": 0.1}})) == ()


def test_a_letter_beside_a_name_that_may_be_none_is_no_word() -> None:
    (mention,) = find(line_of("iEwa", {0: {"·": 0.2}, 2: {"v": 0.1}}))
    assert mention.text == "Eva"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (line_of("Jeremian Knovvles", {7: {"h": 2.0}, 12: {"w": 1.5}, 13: {"·": 1.5}}), "Jeremiah Knowles"),
        (line_of("JEREMIANKNOWLES", {7: {"h": 2.0}}), "Jeremiah Knowles"),
        (line_of("xJEREMIANKNOWLES", {8: {"h": 2.0}}), "Jeremiah Knowles"),
        (line_of("siobhon odwyer", {5: {"a": 0.5}}), "Siobhan Odwyer"),
        (line_of("Anne-Morie", {6: {"a": 0.5}}), "Annemarie"),
        (line_of("Knovvles", {3: {"w": 0.5}, 4: {"·": 1.5}}), "Knowles"),
    ],
)
def test_full_names_surnames_and_names_of_two_words(line: Letters, text: str) -> None:
    assert [mention.text for mention in find(line)] == [text]


def test_a_letter_twice_needs_something_between() -> None:
    roll = Roll((Pupil("P1", "Hannah", "Bell"),))
    passage = Passage("", PlaceKind.IMAGE, "a.jpg", "ocr", size=(400, 200), letters=(line_of("Hanah"),))
    assert Finder(roll, PeopleList(), None).find([passage]) == ()
    seen = line_of("Hanah", between={2: {"n": 1.0}})
    assert Finder(roll, PeopleList(), None).find([Passage(**{**vars(passage), "letters": (seen,)})]) == ()


@pytest.mark.parametrize(
    "line",
    [
        line_of("Armed", {1: {"m": 0.1}, 2: {"e": 0.1}, 3: {"l": 0.1}, 4: {"i": 0.1}}, sure=99),
        line_of("Ameliorate"),
        line_of("Mrs Corter", {5: {"a": 0.3}}),
        line_of("Craze", {1: {"r": 0.0}, 3: {"c": 0.2}}),
        line_of("Wand", {2: {"r": 0.1}}),
        line_of("Glenys Knovles", {10: {"w": 0.1}}),
    ],
    ids=[
        "a word that was read surely",
        "a longer word",
        "an adult",
        "a word and a name",
        "a very common surname",
        "another's surname",
    ],
)
def test_what_is_no_pupil(line: Letters) -> None:
    assert find(line) == ()


def test_what_was_read_as_it_is_is_for_others_to_weigh() -> None:
    assert find(line_of("Amelia")) == ()
    (mention,) = find(line_of("Amelia"), read="Amelia", sure=0.97)
    assert (mention.certainty, mention.why) == (Certainty.CERTAIN, Reason.FIRST)


def test_a_plain_word_in_another_reading_casts_doubt() -> None:
    line = line_of("Amefia", {3: {"l": 0.5}})
    (mention,) = find(line, read="Camera", sure=0.7)
    assert (mention.text, mention.certainty, mention.contradicted) == ("Amelia", Certainty.UNSURE, True)


def test_a_clear_reading_elsewhere_counts_before_a_fitting_one() -> None:
    (mention,) = find(line_of("Amefia", {3: {"l": 0.5}}), read="Amelia", sure=0.97)
    assert (mention.certainty, mention.why) == (Certainty.CERTAIN, Reason.FIRST)


def test_without_a_roll_nothing_is_looked_for() -> None:
    passage = Passage("", PlaceKind.IMAGE, "a.jpg", "ocr", letters=(line_of("Amelia"),))
    assert Finder(Roll(()), PeopleList(), None).find([passage]) == ()


@pytest.mark.parametrize(
    ("text", "sure", "found"),
    [
        ("melia Carter", 90, ["Amelia Carter"]),
        ("elia Carter", 90, ["Amelia Carter"]),
        ("lia Carter", 90, []),
        ("Jeremiah Knowl", 90, ["Jeremiah Knowles"]),
        ("Jeremiah Kno", 90, []),
        ("xx melia Carter", 90, []),
        ("Jeremiah Knowl xx", 90, []),
        ("melia", 90, []),
    ],
)
def test_a_full_name_may_be_cut_off_where_its_line_begins_or_ends(text: str, sure: int, found: list[str]) -> None:
    assert [mention.text for mention in find(line_of(text, sure=sure)) if mention.form is NameForm.FULL] == found


@pytest.mark.parametrize(("sure", "found"), [(25, []), (60, ["Amelia"])])
def test_what_fits_a_mere_guess_is_nothing(sure: int, found: list[str]) -> None:
    assert [
        mention.text for mention in find(line_of("Omefio", {0: {"a": 0.2}, 3: {"l": 0.2}, 5: {"a": 0.2}}, sure=sure))
    ] == found


@pytest.mark.parametrize("text", ["King Amefia", "St Amefia", "Amefia School", "Amefia Road"])
def test_rulers_saints_and_schools_that_are_called_so_are_no_pupils(text: str) -> None:
    assert find(line_of(text, {text.index("f"): {"l": 0.3}}, sure=95)) == ()


def test_a_name_along_a_curve_has_its_place_on_it() -> None:
    line = line_of("to Amefia", {6: {"l": 0.5}})
    ends = (100, 50, 100, 70, 200, 10, 200, 30, 300, 50, 300, 70)
    (mention,) = find(replace(line, ends=ends))
    box = mention.passage.words[0].box
    assert box.top == 10
    assert box.bottom > 60
    assert 150 < box.left < 180
