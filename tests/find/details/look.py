"""A small school, and what is found in a line of text there."""

from __future__ import annotations

from postcheck.find.details.finder import DetailFinder
from postcheck.find.finder import Finder
from postcheck.model.detail import Bearing, Detail
from postcheck.model.people import KnownName, PeopleList, PersonKind, Pupil, Roll
from postcheck.model.settings import Contacts
from postcheck.model.text import Box, Passage, PlaceKind, Word

ROLL = Roll(
    (Pupil("P1", "Amelia", "Carter"), Pupil("P2", "Rhys", "Morgan"), Pupil("P3", "Zainab", "Qureshi")), "consent.csv"
)
PEOPLE = PeopleList((KnownName("Miss Stuart", PersonKind.STAFF), KnownName("Tom Palmer", PersonKind.VISITOR)))
FINDER = Finder(ROLL, PEOPLE, None)
DETAILS = DetailFinder(Contacts())


def look(
    text: str, kind: PlaceKind = PlaceKind.TEXT, field: str = "body", contacts: Contacts | None = None
) -> tuple[Detail, ...]:
    return look_in(Passage(text, kind, "post.md", field), contacts=contacts)


def look_in(*passages: Passage, contacts: Contacts | None = None) -> tuple[Detail, ...]:
    finder = DETAILS if contacts is None else DetailFinder(contacts)
    return finder.find(passages, FINDER.find(passages))


def telling(details: tuple[Detail, ...]) -> list[Detail]:
    """Return the details that are not there to be published."""
    return [detail for detail in details if detail.bearing is not Bearing.PUBLIC]


def picture(*lines: str, alternative: bool = False, shift: int = 0) -> Passage:
    """Return a picture in which these lines are read, each word in a box of its own."""
    text = "\n".join(lines)
    words = []
    start = 0
    for row, line in enumerate(lines):
        for word in line.split(" "):
            words.append(
                Word(
                    start,
                    start + len(word),
                    Box(10 + 12 * (start - text.rfind("\n", 0, start)) + shift, 10 + 40 * row, 12 * len(word), 30),
                    0.9,
                )
            )
            start += len(word) + 1
    return Passage(
        text, PlaceKind.IMAGE, "board.jpg", "ocr", None, tuple(words), "board", 0, (1200, 400), alternative=alternative
    )
