"""Several rows of one pupil: the stricter reading counts, in whatever order they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.model.people import Answer, DoNotPublish, GivenBy, Method, Pupil, Status
from tests.consent.lists import only


def test_rows_of_one_pupil_are_merged_to_the_stricter_reading(path: Path) -> None:
    pupil = only(
        path,
        "pupil_id,forename,surname,form,status,leaving_date,do_not_publish,method,given_by,given_on,expires_on,withdrawn_on,photo,video,work\n"
        "P1,Amelia,Carter,,current,,image,written,both,2026-01-01,2027-01-01,,given,given,given\n"
        "p1,Amelia,Carter,3B,leaver,2028-01-01,name,verbal,parent,2026-02-01,,2026-05-01,refused,,given\n"
        "P1,Millie,Dane,3C,joining,2027-06-01,,online,parent,,2026-12-01,2026-04-01,withdrawn,requested,given\n",
    )
    assert pupil == Pupil(
        id="P1",
        forename="Amelia",
        surname="Carter",
        form="3B",
        status=Status.LEAVER,
        leaving_date=date(2027, 6, 1),
        do_not_publish=DoNotPublish.ALL,
        method=Method.VERBAL,
        given_by=GivenBy.PARENT,
        given_on=date(2026, 2, 1),
        expires_on=date(2026, 12, 1),
        withdrawn_on=date(2026, 4, 1),
        answers=(("photo", Answer.REFUSED), ("video", Answer.BLANK), ("work", Answer.GIVEN)),
        contradictory=True,
        aliases=pupil.aliases,
        line=2,
    )
    assert [(alias.forename, alias.surname, alias.line) for alias in pupil.aliases] == [("Millie", "Dane", 4)]


def test_of_two_year_groups_the_older_counts(path: Path) -> None:
    for first, second in (("Year 4", "Y10"), ("Y10", "Year 4"), ("Y10", ""), ("Kestrels", "Y10")):
        assert only(path, f"pupil_id,forename,year_group\nP1,Ann,{first}\nP1,Ann,{second}\n").year_group == "Y10"


def test_two_equal_rows_do_not_contradict_each_other(path: Path) -> None:
    pupil = only(path, "pupil_id,forename,form,photo\nP1,Ann,3B,yes\nP1,Ann,3C,given\n")
    assert (pupil.contradictory, pupil.aliases, pupil.form) == (False, (), "3B")


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ("none", "image", "image"),
        ("name", "name", "name"),
        ("image", "name", "all"),
        ("all", "image", "all"),
        ("", "none", "none"),
    ],
)
def test_bars_are_added_up(path: Path, one: str, other: str, merged: str) -> None:
    for first, second in ((one, other), (other, one)):
        assert (
            only(path, f"pupil_id,forename,do_not_publish\nP1,Ann,{first}\nP1,Ann,{second}\n").do_not_publish == merged
        )


@pytest.mark.parametrize(
    ("one", "other", "merged"),
    [
        ("both", "pupil", "pupil"),
        ("both", "parent", "parent"),
        ("parent", "pupil", None),
        ("both", "", "both"),
        ("", "parent", "parent"),
        ("", "pupil", "pupil"),
        ("both", "both", "both"),
        ("", "", None),
    ],
)
def test_who_gave_consent_by_two_rows(path: Path, one: str, other: str, merged: str | None) -> None:
    for first, second in ((one, other), (other, one)):
        pupil = only(path, f"pupil_id,forename,given_by\nP1,Ann,{first}\nP1,Ann,{second}\n")
        assert (pupil.given_by, pupil.givers_differ) == (merged, {one, other} == {"parent", "pupil"})


def test_a_third_row_does_not_settle_who_gave_consent(path: Path) -> None:
    pupil = only(path, "pupil_id,forename,given_by\nP1,Ann,parent\nP1,Ann,pupil\nP1,Ann,both\n")
    assert (pupil.given_by, pupil.givers_differ) == (None, True)


def test_another_row_does_not_bring_a_leaver_back(path: Path) -> None:
    rows = ["P1,Ann,leaver,", "P1,Ann,current,2030-07-01"]
    for first, second in (rows, rows[::-1]):
        pupil = only(path, f"pupil_id,forename,status,leaving_date\n{first}\n{second}\n")
        assert (pupil.status, pupil.leaving_date) == (Status.LEAVER, None)


ROWS = st.lists(st.sampled_from([*Answer]), min_size=1, max_size=5)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, answers: list[Answer], random: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "merge.csv"
    shuffled = list(answers)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # a random.Random, which hypothesis does not say
    merged = [
        only(
            path,
            "pupil_id,forename,photo\n"
            + "".join(f"P1,Ann,{'' if answer is Answer.BLANK else answer}\n" for answer in rows),
        )
        for rows in (answers, shuffled)
    ]
    assert merged[0].answers == merged[1].answers == (("photo", max(answers, key=lambda answer: answer.strictness)),)
    assert all(pupil.contradictory == (len(set(answers)) > 1) for pupil in merged)
