"""Names that several readings of one picture show."""

from __future__ import annotations

from postcheck.find.readings import joined
from postcheck.model.mention import Candidate, Certainty, Mention, NameForm, Reason
from postcheck.model.text import Box, Passage, PlaceKind, Word


def mention(words: str, left: int, certainty: Certainty, *pupils: str, file: str = "a.jpg", frame: int = 0) -> Mention:
    form = NameForm.FULL if " " in words else NameForm.FIRST
    passage = Passage(
        words,
        PlaceKind.IMAGE,
        file,
        "ocr",
        words=(Word(0, len(words), Box(left, 10, 20 * len(words), 30), 0.9),),
        image=file,
        frame=frame,
    )
    return Mention(
        passage,
        0,
        len(words),
        tuple(Candidate(pupil, form, certainty) for pupil in pupils),
        form,
        certainty,
        Reason.FIRST,
    )


def test_one_place_is_one_occurrence_and_the_fuller_reading_counts() -> None:
    first = mention("Amelia", 100, Certainty.CERTAIN, "P1", "P2")
    full = mention("Amelia Carter", 102, Certainty.CERTAIN, "P1")
    assert joined([first, full]) == (full,)
    assert joined([full, first]) == (full,)


def test_a_pupil_counts_before_an_unknown_person() -> None:
    unknown = mention("Amella", 100, Certainty.LIKELY)
    pupil = mention("Amelia", 101, Certainty.LIKELY, "P1")
    assert joined([unknown, pupil]) == (pupil,)


def test_readings_that_say_as_much_keep_each_others_candidates() -> None:
    (both,) = joined([mention("Anna", 100, Certainty.LIKELY, "P1"), mention("Anne", 100, Certainty.LIKELY, "P2")])
    assert [candidate.pupil_id for candidate in both.candidates] == ["P1", "P2"]


def test_other_places_frames_and_files_stay_apart() -> None:
    mentions = (
        mention("Amelia", 100, Certainty.CERTAIN, "P1"),
        mention("Amelia", 400, Certainty.CERTAIN, "P1"),
        mention("Amelia", 100, Certainty.CERTAIN, "P1", frame=1),
        mention("Amelia", 100, Certainty.CERTAIN, "P1", file="b.jpg"),
    )
    assert joined(mentions) == mentions


def test_text_is_left_alone() -> None:
    passage = Passage("Amelia Amelia", PlaceKind.TEXT, "a.md", "body")
    mentions = tuple(
        Mention(passage, start, start + 6, (), NameForm.FIRST, Certainty.LIKELY, Reason.NOT_ON_ROLL) for start in (0, 7)
    )
    assert joined(mentions) == mentions


def test_a_plain_word_in_another_reading_of_a_place_makes_a_likely_name_unsure() -> None:
    dale = mention("Dale", 100, Certainty.LIKELY, "P1")
    date = mention("Date", 101, Certainty.LIKELY).passage
    (doubted,) = joined([dale], [dale.passage, date])
    assert (doubted.certainty, doubted.contradicted) == (Certainty.UNSURE, True)
    assert [candidate.certainty for candidate in doubted.candidates] == [Certainty.UNSURE]
    elsewhere = mention("Date", 600, Certainty.LIKELY).passage
    assert joined([dale], [dale.passage, elsewhere]) == (dale,)
    certain = mention("Dale", 100, Certainty.CERTAIN, "P1")
    assert joined([certain], [certain.passage, date]) == (certain,)
    name = mention("Zoya", 101, Certainty.LIKELY).passage
    assert joined([dale], [dale.passage, name]) == (dale,)
