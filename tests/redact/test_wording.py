"""What is suggested in the place of a name fits where the name stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from postcheck.model.draft import Draft
from postcheck.model.mention import Naming, Reason, Role
from postcheck.model.pack import Pack
from postcheck.model.people import Pupil
from postcheck.model.report import DraftReport, Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.suggestion import Suggestion
from postcheck.model.text import PlaceKind, TextFile, Where
from postcheck.redact.wording import suggestions

PUPILS = {
    "P1": Pupil("P1", "Amelia", "Carter", year_group="Year 4"),
    "P2": Pupil("P2", "Rhys", "Morgan", year_group="Reception"),
    "P3": Pupil("P3", "Amelia", "Lee", year_group="2"),
    "P4": Pupil("P4", "Zoe", "Lee"),
    "P5": Pupil("P5", "Ali", "Lee", year_group="Nursery"),
    "P6": Pupil("P6", "Bea", "Lee", year_group="Y12"),
}


def flag(text: str, name: str, *ids: str, field: str = "body", kind: PlaceKind = PlaceKind.TEXT) -> Flag:
    start = text.index(name)
    where = Where(kind, "post.md", field, 1, start + 1, start, start + len(name))
    return Flag("R-1", Category.NAME, Severity.FAIL, "", "", name, where, ids)


def suggested(text: str, *flags: Flag) -> list[tuple[str, str]]:
    draft = Draft("post.md", None, TextFile("post.md", text))
    report = DraftReport(draft, Pack("own", "Own", "1", "", None, ()), (), date(2026, 11, 21), flags)
    return [(item.written, item.wording) for item in suggestions(report, PUPILS)]


@pytest.mark.parametrize(
    ("text", "name", "ids", "expected"),
    [
        ("Well done to Amelia Carter!", "Amelia Carter", ("P1",), ("Amelia Carter", "a Year 4 pupil")),
        ("Amelia won.", "Amelia", ("P1",), ("Amelia", "A Year 4 pupil")),
        ("It rained. Amelia won.", "Amelia", ("P1",), ("Amelia", "A Year 4 pupil")),
        ("We saw Amelia's cup.", "Amelia", ("P1",), ("Amelia's", "a Year 4 pupil's")),
        ("We saw Amelia\u2019s cup.", "Amelia", ("P1",), ("Amelia\u2019s", "a Year 4 pupil\u2019s")),
        ("We saw Rhys's cup.", "Rhys", ("P2",), ("Rhys's", "one of our Reception children's")),
        ("We saw Ali.", "Ali", ("P5",), ("Ali", "one of our Nursery children")),
        ("We saw Bea.", "Bea", ("P6",), ("Bea", "a Year 12 pupil")),
        ("We saw Zoe.", "Zoe", ("P4",), ("Zoe", "a pupil")),
        ("We saw Amelia.", "Amelia", ("P1", "P3"), ("Amelia", "a pupil")),
        ("Look #Amelia", "Amelia", ("P1",), ("Amelia", "")),
        ("Look @amelia", "@amelia", ("P1",), ("@amelia", "")),
    ],
)
def test_a_wording_fits(text: str, name: str, ids: tuple[str, ...], expected: tuple[str, str]) -> None:
    assert suggested(text, flag(text, name, *ids)) == [expected]


def test_flags_on_one_name_are_one_suggestion_and_others_stay_apart() -> None:
    text = "Well done, Amelia Carter and Rhys!"
    flags = (
        flag(text, "Amelia", "P1"),
        flag(text, "Rhys", "P2"),
        flag(text, "Amelia Carter", "P1"),
        flag(text, "Carter", "P1"),
    )
    assert suggested(text, *flags) == [("Amelia Carter", "a Year 4 pupil"), ("Rhys", "one of our Reception children")]


@pytest.mark.parametrize(
    ("name", "reason", "wording"),
    [
        ("Amelia Carter", Reason.FULL, "a Year 4 pupil"),
        ("Ameila Carter", Reason.TYPO, "a Year 4 pupil"),
        ("A. Carter", Reason.INITIAL_SURNAME, "a Year 4 pupil"),
        ("Carter", Reason.SURNAME, ""),
        ("Joan Carter", Reason.NOT_ON_ROLL, ""),
        ("Amelia Brook", Reason.OTHER_SURNAME, ""),
        ("Cartier", Reason.RESEMBLES, ""),
    ],
)
def test_who_may_be_a_parent_is_not_called_a_pupil(name: str, reason: Reason, wording: str) -> None:
    text = f"We saw {name}."
    naming = Naming(Role.CHILD, 0.7, (reason.value, "surname"))  # what was weighed stands behind it
    assert suggested(text, replace(flag(text, name, "P1"), naming=naming)) == [(name, wording)]


@pytest.mark.parametrize("role", [Role.ADULT, Role.FIGURE])
def test_for_what_is_no_childs_name_nothing_is_suggested(role: Role) -> None:
    text = "We saw Amelia Carter."
    naming = Naming(role, 0.7, (Reason.FULL.value,))
    assert suggested(text, replace(flag(text, "Amelia Carter", "P1"), naming=naming)) == []


def test_what_is_said_of_the_whole_name_counts_before_what_is_said_of_a_part() -> None:
    text = "We saw Amelia Carter."
    first, surname = (Naming(Role.CHILD, 0.7, (reason.value,)) for reason in (Reason.FIRST, Reason.SURNAME))
    part = replace(flag(text, "Carter", "P1"), naming=surname)
    whole = replace(flag(text, "Amelia Carter", "P1"), naming=first)
    assert suggested(text, part, whole) == [("Amelia Carter", "a Year 4 pupil")]
    assert suggested(text, replace(whole, naming=surname), replace(part, naming=first)) == [("Amelia Carter", "")]


def test_only_pupils_names_in_texts_have_one() -> None:
    text = "We saw Amelia."
    assert suggested(text, flag(text, "Amelia")) == []
    assert suggested(text, flag(text, "Amelia", "P1", kind=PlaceKind.FILENAME)) == []


def test_the_place_is_told() -> None:
    text = "We saw Amelia."
    draft = Draft("post.md", None, TextFile("post.md", text))
    report = DraftReport(
        draft, Pack("own", "Own", "1", "", None, ()), (), date(2026, 11, 21), (flag(text, "Amelia", "P1"),)
    )
    assert suggestions(report, PUPILS) == (Suggestion("post.md", 1, 8, "", "Amelia", "a Year 4 pupil", 7),)
