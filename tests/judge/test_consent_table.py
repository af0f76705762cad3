"""Consent as the contract has it, cell by cell.

The tables are written from the contract: `Y` permits, `-` does not. The columns of the first ones are days, those of
the others outlets.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from postcheck.judge.consent import Terms, use_of_image, use_of_name
from postcheck.model.mention import NameForm
from postcheck.model.people import Answer, DoNotPublish, GivenBy, Outlet, Pupil, Status, Use, youngest_age
from tests.judge.consented import DAYS, THE_DAY

BEFORE, AFTER = DAYS[1], DAYS[3]

# What is set, and whether consent that was given holds 400 days before the day, the day before, on the day, the day
# after and 400 days after.
DATES = [
    ({}, "Y Y Y Y Y"),
    ({"given_on": THE_DAY}, "- - Y Y Y"),
    ({"expires_on": THE_DAY}, "Y Y Y - -"),
    ({"withdrawn_on": THE_DAY}, "Y Y - - -"),
    ({"leaving_date": THE_DAY}, "Y Y Y - -"),
    ({"status": Status.JOINING}, "Y Y Y Y Y"),
    ({"status": Status.JOINING, "given_on": THE_DAY}, "- - Y Y Y"),
    ({"status": Status.LEAVER}, "- - - - -"),
    ({"status": Status.LEAVER, "leaving_date": THE_DAY}, "Y Y Y - -"),
    ({"status": Status.LEAVER, "expires_on": AFTER}, "- - - - -"),
    ({"given_on": THE_DAY, "expires_on": THE_DAY}, "- - Y - -"),
    ({"given_on": AFTER, "expires_on": BEFORE}, "- - - - -"),
    ({"given_on": BEFORE, "withdrawn_on": AFTER}, "- Y Y - -"),
    ({"given_on": AFTER, "withdrawn_on": BEFORE}, "- - - - -"),
    ({"expires_on": AFTER, "leaving_date": BEFORE}, "Y Y - - -"),
    ({"expires_on": BEFORE, "leaving_date": AFTER}, "Y Y - - -"),
    ({"given_on": BEFORE, "expires_on": AFTER, "leaving_date": THE_DAY}, "- Y Y - -"),
]


@pytest.mark.parametrize(("fields", "expected"), DATES)
@pytest.mark.parametrize("outlet", Outlet)
@pytest.mark.parametrize("use", [Use.PHOTO, Use.VIDEO, Use.WORK])
def test_dates_and_statuses(fields: dict[str, object], expected: str, outlet: Outlet, use: Use) -> None:
    who = Pupil("P1", "Amelia", "Carter", answers=((str(use), Answer.GIVEN), ("name_full", Answer.GIVEN)), **fields)  # type: ignore[arg-type]
    assert ["Y" if use_of_image(who, use, outlet, day).permitted else "-" for day in DAYS] == expected.split()
    assert [
        "Y" if use_of_name(who, NameForm.FULL, outlet, day, pictured=False).permitted else "-" for day in DAYS
    ] == expected.split()


#                                            social website press print display
PLACES = [
    ({"photo": "given"}, "Y Y Y Y Y"),
    ({"photo_social": "given"}, "Y - - - -"),
    ({"photo_website": "given", "photo_print": "given"}, "- Y - Y -"),
    ({"photo": "given", "photo_social": "refused"}, "- Y Y Y Y"),
    ({"photo": "given", "photo_press": "blank"}, "Y Y - Y Y"),
    ({"photo": "refused", "photo_display": "given"}, "- - - - Y"),
    (
        {
            "photo": "given",
            "photo_social": "requested",
            "photo_website": "not_asked",
            "photo_press": "conditional",
            "photo_print": "withdrawn",
        },
        "- - - - Y",
    ),
    ({"photo": "blank"}, "- - - - -"),
    ({"video": "given", "work": "given", "name_full": "given"}, "- - - - -"),
    ({}, "- - - - -"),
]


@pytest.mark.parametrize(("columns", "expected"), PLACES)
def test_places(columns: dict[str, str], expected: str) -> None:
    who = Pupil("P1", "Amelia", answers=tuple((column, Answer(answer)) for column, answer in columns.items()))
    assert [
        "Y" if use_of_image(who, Use.PHOTO, outlet, THE_DAY).permitted else "-" for outlet in Outlet
    ] == expected.split()


# The first name, the full name; then both of a pupil whom the post shows.
NAME_COLUMNS = [
    ({"name_first": "given"}, "Y - Y -"),
    ({"name_full": "given"}, "Y Y Y Y"),
    ({"name_first": "given", "name_full": "refused"}, "Y - Y -"),
    ({"name_first": "refused", "name_full": "given"}, "- - - -"),
    ({"name_first": "blank", "name_full": "given"}, "- Y - Y"),
    ({"name_first": "given", "name_full": "given", "name_with_photo": "refused"}, "Y Y - -"),
    ({"name_first": "given", "name_full": "given", "name_with_photo": "blank"}, "Y Y - -"),
    ({"name_first": "given", "name_full": "given", "name_with_photo": "given"}, "Y Y Y Y"),
    (
        {
            "name_first": "given",
            "name_full": "given",
            "name_with_photo": "given",
            "name_with_photo_social": "not_asked",
        },
        "Y Y - -",
    ),
    (
        {"name_first": "given", "name_full": "given", "name_with_photo": "refused", "name_with_photo_social": "given"},
        "Y Y Y Y",
    ),
    ({"name_with_photo": "given"}, "- - Y -"),
    ({"name_first_website": "given", "name_full_website": "given"}, "- - - -"),
    ({}, "- - - -"),
]


@pytest.mark.parametrize(("columns", "expected"), NAME_COLUMNS)
def test_names(columns: dict[str, str], expected: str) -> None:
    who = Pupil("P1", "Amelia", "Carter", answers=tuple((column, Answer(answer)) for column, answer in columns.items()))
    found = [
        use_of_name(who, form, Outlet.SOCIAL, THE_DAY, pictured=pictured).permitted
        for pictured in (False, True)
        for form in (NameForm.FIRST, NameForm.FULL)
    ]
    assert ["Y" if one else "-" for one in found] == expected.split()


# What is asked of consent, and whether it holds if a parent, the pupil, both, somebody unknown or two who disagree gave
# it.
GIVERS = [
    (Terms(), "Y Y Y Y Y"),
    (Terms(givers=frozenset({GivenBy.PARENT, GivenBy.BOTH})), "Y - Y Y -"),
    (Terms(givers=frozenset({GivenBy.PUPIL, GivenBy.BOTH})), "- Y Y Y -"),
    (Terms(givers=frozenset({GivenBy.BOTH})), "- - Y Y -"),
]


@pytest.mark.parametrize(("terms", "expected"), GIVERS)
def test_who_gave_it(terms: Terms, expected: str) -> None:
    who = Pupil("P1", "Amelia", answers=(("photo", Answer.GIVEN),))
    rows = [replace(who, given_by=giver) for giver in (GivenBy.PARENT, GivenBy.PUPIL, GivenBy.BOTH, None)]
    rows.append(replace(who, givers_differ=True, contradictory=True))
    assert [
        "Y" if use_of_image(row, Use.PHOTO, Outlet.SOCIAL, THE_DAY, terms).permitted else "-" for row in rows
    ] == expected.split()


@pytest.mark.parametrize(
    ("given_on", "contradictory", "permitted"),
    [
        (THE_DAY, False, True),
        (THE_DAY - timedelta(days=365), False, True),
        (THE_DAY - timedelta(days=366), False, False),
        (None, False, False),
        (THE_DAY, True, False),
    ],
)
def test_consent_that_a_policy_has_renewed(given_on: date | None, contradictory: bool, permitted: bool) -> None:
    who = Pupil("P1", "Amelia", answers=(("photo", Answer.GIVEN),), given_on=given_on, contradictory=contradictory)
    assert use_of_image(who, Use.PHOTO, Outlet.SOCIAL, THE_DAY, Terms(renew_days=365)).permitted is permitted
    assert use_of_image(who, Use.PHOTO, Outlet.SOCIAL, THE_DAY).permitted


# A photo, a video, work that is shown, the first name, the full name.
BARS = {
    DoNotPublish.NONE: "Y Y Y Y Y",
    DoNotPublish.IMAGE: "- - - Y Y",
    DoNotPublish.NAME: "Y Y Y - -",
    DoNotPublish.ALL: "- - - - -",
}


@pytest.mark.parametrize("bar", DoNotPublish)
@pytest.mark.parametrize("outlet", Outlet)
def test_bars_beat_every_consent(bar: DoNotPublish, outlet: Outlet) -> None:
    who = Pupil("P1", "Amelia", "Carter", do_not_publish=bar, answers=tuple((str(use), Answer.GIVEN) for use in Use))
    rulings = [use_of_image(who, use, outlet, THE_DAY) for use in (Use.PHOTO, Use.VIDEO, Use.WORK)]
    rulings += [use_of_name(who, form, outlet, THE_DAY, pictured=True) for form in (NameForm.FIRST, NameForm.FULL)]
    assert ["Y" if ruling.permitted else "-" for ruling in rulings] == BARS[bar].split()
    assert len({ruling.reason for ruling in rulings if not ruling.permitted}) <= 1  # whatever the bar, the same words


@pytest.mark.parametrize(
    ("year_group", "age"),
    [
        *(
            (written, 13)
            for written in (
                "9",
                "Y9",
                "y 9",
                "Year 9",
                "YEAR 09",
                "Yr 9",
                "Yr.9",
                "Year Group 9",
                "9B",
                "Year-9",
                " Year  9 ",
            )
        ),
        ("Year 8", 12),
        ("Year 10", 14),
        ("Y11", 15),
        ("13", 17),
        ("Reception", 4),
        ("R", 4),
        ("Year R", 4),
        ("Nursery", 2),
        ("N2", 2),
        ("Year 1", 5),
        ("Upper Sixth", 17),
        ("Sixth form", 16),
        ("", None),
        ("Kestrels", None),
        ("Mixed 3/4", None),
        ("2026", None),
        ("Year", None),
        ("Year 15", None),
    ],
)
def test_ages_by_year_group(year_group: str, age: int | None) -> None:
    assert youngest_age(year_group) == age
