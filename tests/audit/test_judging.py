"""Laws of an audit that hold whatever the list says and however a name is written."""

from __future__ import annotations

import threading
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcheck.archive import ArchivedItem, ItemKind, ItemText, Media, MediaKind, Member, Place, Shown, Source
from postcheck.audit.may_name import MayName
from postcheck.audit.published import as_draft
from postcheck.audit.store import StoredItem, StoredReading
from postcheck.config.settings import load_settings
from postcheck.engine.checker import Checker, ReadDraft
from postcheck.find.finder import Finder
from postcheck.model.audit import cause_of, comes_down
from postcheck.model.cause import Cause
from postcheck.model.people import Answer, DoNotPublish, PeopleList, Pupil, Roll, Status
from postcheck.model.reading import ImageFacts, Reading
from postcheck.model.report import Flag

DAY = date(2026, 11, 21)
COLUMNS = ("photo", "name_first", "name_full", "name_with_photo", "work", "quote")
GIVEN = tuple((column, Answer.GIVEN) for column in COLUMNS)
OPENED = StoredReading("0" * 64, Reading(images=(ImageFacts("", "", 8, 6, 1, opened=True),)))


def item(text: str, *, picture: bool = False, shown: Shown = Shown(), title: str = "") -> StoredItem:  # noqa: B008
    """Return a post."""
    member = Member("posts", "fair.jpg")
    media = (Media("fair.jpg", MediaKind.IMAGE, member),) if picture else ()
    texts = tuple(ItemText(*pair) for pair in (("title", title), ("body", text)) if pair[1])
    place = Place("posts", "a.md")
    found = ArchivedItem(
        Source.FOLDER, ItemKind.POST, "folder-0", None, "", "", texts, media, place, ("facebook",), shown=shown
    )
    return StoredItem(found, (OPENED,) if picture else ())


POSTS = (
    item("Seren Llewellyn opened the fair.", picture=True),
    item("Well done, Seren!"),
    item("The fair.", picture=True, shown=Shown(people=("P1",), work_of=("P1",), quote_of=("P1",))),
)


@cache
def finder() -> Finder:
    return Finder(roll_of(Pupil("P1", "Seren", "Llewellyn", answers=GIVEN)), PeopleList(), None)


def roll_of(*pupils: Pupil) -> Roll:
    return Roll(pupils, "consent.csv", COLUMNS)


def flags(pupil: Pupil, policy: str) -> list[Flag]:
    """Return what must come down of the posts."""
    chosen = load_settings(None, environ={"POSTCHECK_POLICY": policy})
    checker = Checker(chosen, roll_of(pupil), PeopleList(), finder(), threading.Lock(), published=True)
    read = [ReadDraft(*as_draft(post)) for post in POSTS]
    reports = [checker.judge(one, mentions, DAY, ()) for one, mentions in zip(read, checker.find(read), strict=True)]
    assert not any(report.unexamined for report in reports)
    return [flag for report in reports for flag in report.flags if flag.pupil_ids and comes_down(flag)]


ANSWERS = st.sampled_from(Answer)
DAYS = st.sampled_from((None, date(2026, 11, 20), date(2026, 11, 22)))


@st.composite
def pupils(draw: st.DrawFn) -> Pupil:
    answers = tuple((column, draw(ANSWERS)) for column in COLUMNS)
    return Pupil(
        "P1",
        "Seren",
        "Llewellyn",
        answers=answers,
        status=draw(st.sampled_from(Status)),
        do_not_publish=draw(st.sampled_from(DoNotPublish)),
        expires_on=draw(DAYS),
        withdrawn_on=draw(DAYS),
        leaving_date=draw(DAYS),
    )


@pytest.mark.parametrize("policy", ["baseline", "aspire", "southport"])
def test_whoever_gave_everything_is_flagged_for_the_policy_at_most(policy: str) -> None:
    given_all = flags(Pupil("P1", "Seren", "Llewellyn", answers=GIVEN), policy)
    assert {cause_of(flag) for flag in given_all} <= {Cause.POLICY, Cause.NOT_GIVEN}
    if policy == "baseline":
        assert given_all == []


@settings(max_examples=40)
@given(pupils(), st.sampled_from(("baseline", "aspire")))
def test_stricter_consent_never_gives_fewer_flags(pupil: Pupil, policy: str) -> None:
    most = Pupil("P1", "Seren", "Llewellyn", answers=GIVEN)
    least = Pupil(
        "P1",
        "Seren",
        "Llewellyn",
        answers=tuple((column, Answer.REFUSED) for column in COLUMNS),
        do_not_publish=DoNotPublish.ALL,
    )

    def places(found: list[Flag]) -> set[tuple[str, object]]:
        return {(flag.category.value, flag.where) for flag in found}

    middle = places(flags(pupil, policy))
    assert places(flags(most, policy)) <= middle <= places(flags(least, policy))


@settings(max_examples=40)
@given(pupils())
def test_a_reason_is_what_the_list_says(pupil: Pupil) -> None:
    causes = {cause_of(flag) for flag in flags(pupil, "aspire")}
    answers = {answer for _, answer in pupil.answers}
    if pupil.do_not_publish is DoNotPublish.NONE:
        assert Cause.DO_NOT_PUBLISH not in causes
    if Answer.REFUSED not in answers:
        assert Cause.REFUSED not in causes
    if Answer.WITHDRAWN not in answers and not (pupil.withdrawn_on and pupil.withdrawn_on <= DAY):
        assert Cause.WITHDRAWN not in causes
    if pupil.status is not Status.LEAVER and not (pupil.leaving_date and pupil.leaving_date < DAY):
        assert Cause.LEFT not in causes
    if pupil.do_not_publish is DoNotPublish.ALL:
        assert causes == {Cause.DO_NOT_PUBLISH}


PUPIL = Pupil("P1", "Oluwafemi", "O'Connor-Hughes", preferred_forename="Femi", other_names=("Zo",), answers=GIVEN)
WAYS = (
    "Oluwafemi came.",
    "oluwafemi",
    "OLUWAFEMI",
    "Femi!",
    "Well done Fémi",
    "Oluwafem1",
    "Oluwafemi O.",
    "F. O'Connor-Hughes",
    "O\u2019Connor Hughes, Femi",
    "#WellDoneFemi",
    "#oluwafemioconnorhughes",
    "@femi_oconnor",
    "F e m i",
    "Oluwafmi got a star",
    "Mr Connor and Femi's mum",
    "Olu\u00adwafemi",
    "\uff26\uff45\uff4d\uff49",
    "F\u0435mi",
    "F.O. got a star",
    "Zo sang.",
    "Our fair\nLooks\nUnder a hill\nWhat fun\nAll day\nFrom ten\nEntry free\nMany games\nIce cream",
)


@pytest.mark.parametrize("text", WAYS)
@pytest.mark.parametrize("field", ["body", "title"])
def test_what_names_a_pupil_is_never_left_out(text: str, field: str) -> None:
    post = item(text) if field == "body" else item("The hall.", title=text)
    draft, reading = as_draft(post)
    found = Finder(roll_of(PUPIL), PeopleList(), None).find(reading.passages)
    named = any(candidate.pupil_id == "P1" for mention in found for candidate in mention.candidates)
    assert named
    assert MayName([PUPIL])(draft, reading)


def test_most_that_names_nobody_is_left_out() -> None:
    texts = ("The hall is open on Monday.", "Sports day was a success, thank you all!", "Bring a packed lunch.")
    may_name = MayName([Pupil("P1", "Seren", "Llewellyn")])
    assert [may_name(*as_draft(item(text))) for text in texts] == [False] * 3
    assert may_name(*as_draft(item("The hall.", shown=Shown(people=("P1",)))))


def test_each_place_in_an_item_is_of_one_text() -> None:
    draft, reading = as_draft(item("Seren came.", title="Seren Llewellyn"))
    assert draft.file is not None
    for passage in reading.passages:
        where = passage.where(0, 5)
        assert draft.file.text[where.start : where.end] == "Seren"
    starts = {passage.where(0, 5).start for passage in reading.passages}
    assert len(starts) == len(reading.passages)
