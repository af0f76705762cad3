"""What a family agreed to, over answers, dates, outlets and statuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.judge.consent import Ruling, Terms, objection_to_name, use_of_image, use_of_name
from postcheck.model.mention import NameForm
from postcheck.model.people import Answer, DoNotPublish, Method, Outlet, Pupil, Status, Use

DAY = date(2026, 12, 1)
YESTERDAY = DAY - timedelta(days=1)
TOMORROW = DAY + timedelta(days=1)


def pupil(**answers: str) -> Pupil:
    return Pupil(
        "P0001", "Amelia", "Carter", answers=tuple((column, Answer(value)) for column, value in answers.items())
    )


def photo(who: Pupil, outlet: Outlet = Outlet.SOCIAL) -> Ruling:
    return use_of_image(who, Use.PHOTO, outlet, DAY)


@pytest.mark.parametrize("answer", list(Answer))
def test_only_given_permits(answer: Answer) -> None:
    assert photo(pupil(photo=answer)).permitted is (answer is Answer.GIVEN)


def test_without_a_column_nothing_is_permitted() -> None:
    assert not photo(pupil(video="given")).permitted


@pytest.mark.parametrize(
    ("columns", "outlet", "permitted"),
    [
        ({"photo": "given"}, Outlet.SOCIAL, True),
        ({"photo": "refused", "photo_social": "given"}, Outlet.SOCIAL, True),
        ({"photo": "given", "photo_social": "refused"}, Outlet.SOCIAL, False),
        ({"photo": "given", "photo_social": "blank"}, Outlet.SOCIAL, False),
        ({"photo": "given", "photo_social": "refused"}, Outlet.WEBSITE, True),
        ({"photo_social": "given"}, Outlet.WEBSITE, False),
        ({"photo_display": "given"}, Outlet.DISPLAY, True),
    ],
)
def test_the_narrower_column_wins_even_when_blank(columns: dict[str, str], outlet: Outlet, permitted: bool) -> None:
    assert photo(pupil(**columns), outlet).permitted is permitted


@pytest.mark.parametrize(
    ("change", "permitted"),
    [
        ({"expires_on": DAY}, True),
        ({"expires_on": YESTERDAY}, False),
        ({"given_on": DAY}, True),
        ({"given_on": TOMORROW}, False),
        ({"withdrawn_on": TOMORROW}, True),
        ({"withdrawn_on": DAY}, False),
        ({"withdrawn_on": YESTERDAY}, False),
        ({"leaving_date": DAY}, True),
        ({"leaving_date": YESTERDAY}, False),
        ({"status": Status.LEAVER}, False),
        ({"status": Status.LEAVER, "leaving_date": TOMORROW}, True),
        ({"status": Status.JOINING}, True),
        ({"do_not_publish": DoNotPublish.IMAGE}, False),
        ({"do_not_publish": DoNotPublish.ALL}, False),
        ({"do_not_publish": DoNotPublish.NAME}, True),
    ],
)
def test_dates_status_and_bar(change: dict[str, object], permitted: bool) -> None:
    assert photo(replace(pupil(photo="given"), **change)).permitted is permitted  # type: ignore[arg-type]


@pytest.mark.parametrize("method", list(Method))
def test_method(method: Method) -> None:
    written = frozenset({Method.WRITTEN, Method.ONLINE})
    ruling = use_of_image(
        replace(pupil(photo="given"), method=method), Use.PHOTO, Outlet.SOCIAL, DAY, Terms(methods=written)
    )
    assert ruling.permitted is (method in written)


@pytest.mark.parametrize(
    ("columns", "form", "pictured", "permitted"),
    [
        ({"name_first": "given"}, NameForm.FIRST, False, True),
        ({"name_first": "given"}, NameForm.FULL, False, False),
        ({"name_full": "given"}, NameForm.FULL, False, True),
        ({"name_full": "given"}, NameForm.FIRST, False, True),
        ({"name_full": "given", "name_first": "blank"}, NameForm.FIRST, False, False),
        ({"name_full": "given", "name_first": "refused"}, NameForm.FULL, False, False),
        ({"name_full": "given"}, NameForm.FIRST_INITIAL, False, True),
        ({"name_first": "given"}, NameForm.FIRST_INITIAL, False, False),
        ({"name_first": "given"}, NameForm.FIRST, True, True),
        ({"name_first": "given", "name_with_photo": "refused"}, NameForm.FIRST, True, False),
        ({"name_first": "given", "name_with_photo": "refused"}, NameForm.FIRST, False, True),
        ({"name_with_photo": "given"}, NameForm.FIRST, True, True),
        ({"name_with_photo": "given"}, NameForm.FIRST, False, False),
        ({"photo": "given"}, NameForm.FIRST, True, False),
    ],
)
def test_names(columns: dict[str, str], form: NameForm, pictured: bool, permitted: bool) -> None:
    assert use_of_name(pupil(**columns), form, Outlet.SOCIAL, DAY, pictured=pictured).permitted is permitted


@pytest.mark.parametrize(
    ("columns", "permitted"),
    [
        ({}, True),
        ({"name_first": "blank"}, True),
        ({"name_first": "refused"}, False),
        ({"name_with_photo": "withdrawn"}, False),
    ],
)
def test_an_objection_counts_where_no_consent_is_asked(columns: dict[str, str], permitted: bool) -> None:
    assert objection_to_name(pupil(**columns), Outlet.SOCIAL, day=DAY).permitted is permitted


def test_the_bar_is_named_and_its_reason_is_not() -> None:
    ruling = photo(replace(pupil(photo="given"), do_not_publish=DoNotPublish.ALL))
    assert ruling.barred
    assert "do-not-publish list" in ruling.reason


days = st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31))
pupils = st.builds(
    Pupil,
    id=st.just("P0001"),
    forename=st.just("Amelia"),
    surname=st.just("Carter"),
    status=st.sampled_from(Status),
    leaving_date=days,
    do_not_publish=st.sampled_from(DoNotPublish),
    method=st.sampled_from(Method),
    given_on=days,
    expires_on=days,
    withdrawn_on=days,
    answers=st.dictionaries(
        st.sampled_from(["photo", "photo_social", "name_first", "name_first_social", "name_full", "name_with_photo"]),
        st.sampled_from(Answer),
    ).map(lambda answers: tuple(sorted(answers.items()))),
)


def permissions(who: Pupil) -> list[bool]:
    rulings = [use_of_image(who, Use.PHOTO, outlet, DAY) for outlet in Outlet]
    rulings += [
        use_of_name(who, form, outlet, DAY, pictured=pictured)
        for form in NameForm
        for outlet in Outlet
        for pictured in (True, False)
    ]
    rulings += [objection_to_name(who, outlet, day=DAY) for outlet in Outlet]
    return [ruling.permitted for ruling in rulings]


@given(pupils, st.data())
def test_stricter_consent_never_permits_more(who: Pupil, data: st.DataObject) -> None:
    changes: list[Pupil] = [
        replace(who, do_not_publish=DoNotPublish.ALL),
        replace(who, withdrawn_on=YESTERDAY),
        replace(who, expires_on=YESTERDAY),
        replace(who, status=Status.LEAVER, leaving_date=YESTERDAY),
    ]
    if who.answers:
        index = data.draw(st.integers(0, len(who.answers) - 1))
        column, answer = who.answers[index]
        stricter = data.draw(st.sampled_from([other for other in Answer if other.strictness >= answer.strictness]))
        changes.append(replace(who, answers=(*who.answers[:index], (column, stricter), *who.answers[index + 1 :])))
    for changed in changes:
        assert all(before or not after for before, after in zip(permissions(who), permissions(changed), strict=True))
