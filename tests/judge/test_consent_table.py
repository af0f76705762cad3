"""Consent as the contract has it, cell by cell.

The tables are written from the contract: `Y` permits, `-` does not. The columns of the first ones are days, those of
the others outlets.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from postcheck.config.packs import BASELINE, load_pack, shipped_packs
from postcheck.consent.consent_list import load_consent
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.loader import load_draft
from postcheck.errors import ConsentListError
from postcheck.find.finder import Finder
from postcheck.judge.case import Directory, make_case
from postcheck.judge.consent import Terms, use_of_image, use_of_name
from postcheck.judge.rule_engine import RuleEngine
from postcheck.model.draft import Draft
from postcheck.model.mention import Mention, NameForm
from postcheck.model.people import (
    Answer,
    DoNotPublish,
    GivenBy,
    Outlet,
    PeopleList,
    Pupil,
    Roll,
    Status,
    Use,
    youngest_age,
)
from postcheck.model.reading import Reading
from postcheck.model.report import Flag
from postcheck.model.settings import OcrSettings, Settings
from postcheck.model.severity import Severity
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord
from postcheck.read.reader import Reader

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

THE_DAY = date(2026, 9, 1)
DAYS = [THE_DAY + timedelta(days=number) for number in (-400, -1, 0, 1, 400)]
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


# Whole posts, before the judges.

CONSENT = [str(use) for use in Use]
COLUMNS = (
    *(
        "pupil_id",
        "forename",
        "surname",
        "year_group",
        "status",
        "leaving_date",
        "do_not_publish",
        "method",
        "given_by",
        "given_on",
        "expires_on",
    ),
    *("withdrawn_on", *CONSENT, *(f"{use}_social" for use in Use)),
)
AMELIA = {
    "pupil_id": "P1",
    "forename": "Amelia",
    "surname": "Carter",
    "year_group": "4",
    "method": "written",
    "given_by": "parent",
}
RHYS = {
    "pupil_id": "P2",
    "forename": "Rhys",
    "surname": "Morgan",
    "year_group": "9",
    "method": "written",
    "given_by": "both",
}
ALL_GIVEN = dict.fromkeys(CONSENT, "given")
PACKS = {name: RuleEngine(load_pack(name)) for name in (*shipped_packs(), BASELINE)}
RANK: dict[Severity | None, int] = {None: -1, **{severity: severity.rank for severity in Severity}}


class Script:
    """An OCR engine that reads the same words in every picture."""

    name = "script"

    def __init__(self, words: str) -> None:
        self._words = words.split()

    def version(self) -> str:
        return "1"

    def read(self, image: Picture, *, time_limit: float) -> tuple[OcrLine, ...]:
        del image, time_limit
        return (
            (
                OcrLine(
                    tuple(OcrWord(word, Box(10 + 100 * at, 10, 90, 30), 0.95) for at, word in enumerate(self._words))
                ),
            )
            if self._words
            else ()
        )


@dataclass(frozen=True)
class Post:
    """A draft that has been read, with the names in it: neither depends on consent."""

    draft: Draft
    mentions: tuple[Mention, ...]
    reading: Reading
    """What is known of its images; its passages say nothing of consent."""


def roll_of(folder: Path, *rows: Mapping[str, str]) -> Roll:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [column for column in COLUMNS if any(column in row for row in rows)])
    writer.writeheader()
    writer.writerows(rows)
    (folder / "consent.csv").write_text(text.getvalue(), encoding="utf-8")
    return load_consent(folder / "consent.csv")


@cache
def finder(folder: Path) -> Finder:
    return Finder(roll_of(folder, AMELIA, RHYS), PeopleList(), None)


def read(folder: Path, text: str, *, in_picture: str = "", described: str = "") -> Post:
    place = folder / "post"
    place.mkdir(exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    for name in ("picture.jpg", "other.jpg", "extra.jpg", "amelia-carter.jpg"):
        if name not in text:
            continue
        image = Image.new("RGB", (600, 60), "white")
        exif = image.getexif()
        if described:
            exif[0x010E] = described
        image.save(place / name, exif=exif)
    (place / "post.md").write_text(text, encoding="utf-8")
    (source,) = find_drafts([str(place / "post.md")], stdin=None)
    draft = load_draft(source)
    assert draft.problems == ()
    reading = Reader(OcrSettings(), Script(in_picture)).read(draft)
    return Post(draft, finder(folder).find(reading.passages), replace(reading, passages=()))


def flags(post: Post, roll: Roll, engine: RuleEngine, day: date = THE_DAY) -> tuple[Flag, ...]:
    directory = Directory(roll, PeopleList())
    case = make_case(
        post.draft,
        post.reading,
        post.mentions,
        directory=directory,
        pack=engine.pack,
        settings=Settings(),
        today=day,
    )
    return tuple(flag for flag in engine.judge(case).flags if flag.category in {"name", "picture"})


def worst(found: tuple[Flag, ...]) -> Severity | None:
    return max((flag.severity for flag in found), key=lambda severity: severity.rank, default=None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("school")


NAMED = {
    "title": "title: Well done Amelia",
    "first_comment": "first_comment: Ask Amelia!",
    "alt": "images: [{file: picture.jpg, alt: Amelia waves}]",
    "caption": "images: [{file: picture.jpg, caption: Amelia waves}]",
    "credit": "images: [{file: picture.jpg, credit: drawn by Amelia}]",
    "tag": 'tags: ["@AmeliaCarter"]',
}
SHOWN = {
    "its own picture": "images: [{file: picture.jpg, people: [P1]}]",
    "the post's people": "images: [picture.jpg]\npeople: [P1]",
    "another picture": "images: [{file: other.jpg, people: []}, {file: picture.jpg, people: [Amelia Carter]}]",
    "a video": "video: clip.mp4\npeople: [P1]",
}


def pairs() -> Iterator[tuple[str, str, str, dict[str, object]]]:
    """Yield every place of a name with every way of showing the pupil: a header, a body, and what the pictures hold."""
    for shown, header in SHOWN.items():
        for named, line in NAMED.items():
            if not line.startswith("images"):
                yield f"{named}, {shown}", f"{header}\n{line}", "Look!", {}
            elif "images" in header:  # the words belong to a picture of its own, which shows nobody
                entry = line.removeprefix("images: [{file: picture.jpg").removesuffix("}]")
                images = header.replace("images: [picture.jpg]", "images: [{file: picture.jpg}]")
                yield (
                    f"{named}, {shown}",
                    images.replace("images: [", f"images: [{{file: extra.jpg, people: []{entry}}}, "),
                    "Look!",
                    {},
                )
            else:
                yield f"{named}, {shown}", f"{line.replace('}', ', people: []}')}\n{header}", "Look!", {}
        yield f"body, {shown}", header, "Well done, Amelia!", {}
        yield f"hashtag, {shown}", header, "Look! #WellDoneAmelia", {}
        if "images" in header:
            yield f"in the picture, {shown}", header, "Look!", {"in_picture": "Merit award for Amelia Carter"}
            yield f"hidden details, {shown}", header, "Look!", {"described": "Amelia Carter at the fair"}
            yield f"file name, {shown}", header.replace("picture.jpg", "amelia-carter.jpg"), "Look!", {}


@pytest.mark.parametrize(("header", "body", "how"), [pytest.param(*rest, id=name) for name, *rest in pairs()])
def test_name_and_photo_meet_anywhere_in_the_post(folder: Path, header: str, body: str, how: dict[str, object]) -> None:
    post = read(folder, f"---\nchannel: instagram\n{header}\n---\n{body}\n", **how)  # type: ignore[arg-type]
    agreed = roll_of(folder, AMELIA | ALL_GIVEN, RHYS)
    not_together = roll_of(folder, AMELIA | ALL_GIVEN | {"name_with_photo": "refused"}, RHYS)
    for name in (BASELINE, "southport", "snmat"):
        assert worst(flags(post, agreed, PACKS[name])) is None
        found = flags(post, not_together, PACKS[name])
        assert any("name and photo together" in flag.message and flag.pupil_ids == ("P1",) for flag in found)
    for name in ("north-star", "victoria"):
        assert worst(flags(post, not_together, PACKS[name])) in {Severity.FAIL, Severity.REVIEW}


@pytest.mark.parametrize(
    "header",
    ["images: [{file: picture.jpg, people: []}]", "images: [{file: picture.jpg, people: [P2]}]", "people: [P1]"],
)
def test_a_name_without_the_pupils_picture_needs_no_consent_to_both(folder: Path, header: str) -> None:
    post = read(folder, f"---\nchannel: instagram\n{header}\n---\nWell done, Amelia!\n")
    roll = roll_of(folder, AMELIA | ALL_GIVEN | {"name_with_photo": "refused"}, RHYS | ALL_GIVEN)
    assert flags(post, roll, PACKS[BASELINE]) == ()


# Which level each pack gives a pupil of whom everything is agreed: named, named in full, shown, shown and named. `-` is
# no flag.
#              aspire  north-star snmat southport victoria
POLICIES = [
    ({}, "Well done, Amelia!", "", "fail review - - review"),
    ({}, "Well done, Amelia Carter!", "", "fail fail - - review"),
    ({}, "Well done!", "P1", "- - - - -"),
    ({}, "Well done, Amelia!", "P1", "fail - - - review"),
    ({"method": "verbal"}, "Well done!", "P1", "- - fail - -"),
    ({"method": "unknown"}, "Well done!", "P1", "- - fail - -"),
    ({"method": ""}, "Well done, Amelia!", "", "fail review fail - review"),
    ({"method": "online"}, "Well done!", "P1", "- - - - -"),
    ({"given_by": "pupil"}, "Well done!", "P1", "- fail fail review -"),
    ({"given_by": "pupil"}, "Well done, Amelia!", "P1", "fail fail fail review review"),
    ({"given_by": "pupil", "year_group": ""}, "Well done!", "P1", "- fail fail - -"),
    ({"given_by": "both"}, "Well done!", "P1", "- - - - -"),
    ({"given_by": ""}, "Well done!", "P1", "- - - - -"),
    ({"given_by": "parent", "year_group": "Year 8"}, "Well done!", "P1", "- - - - -"),
    ({"given_by": "parent", "year_group": "Y9"}, "Well done!", "P1", "- - - review -"),
    ({"given_by": "parent", "year_group": "Year 11"}, "Well done, Amelia!", "", "fail review - review review"),
    ({"given_by": "both", "year_group": "Year 11"}, "Well done, Amelia!", "P1", "fail - - - review"),
    ({"given_by": "pupil", "year_group": "Year 11"}, "Well done!", "P1", "- fail fail - -"),
    ({"given_by": "", "year_group": "Year 11"}, "Well done!", "P1", "- - - - -"),
    ({"do_not_publish": "image"}, "Well done!", "P1", "fail fail fail fail fail"),
    ({"do_not_publish": "name"}, "Well done!", "P1", "- - - - -"),
    ({"do_not_publish": "name"}, "Well done, Amelia!", "P1", "fail fail fail fail fail"),
    ({"do_not_publish": "all"}, "Well done, Amelia!", "", "fail fail fail fail fail"),
    ({"photo": "refused"}, "Well done!", "P1", "fail fail fail fail fail"),
    ({"photo": ""}, "Well done!", "P1", "fail fail fail fail fail"),
    ({"name_first": "refused"}, "Well done, Amelia!", "P1", "fail fail fail fail fail"),
    ({"expires_on": "31/08/2026"}, "Well done!", "P1", "fail fail fail fail fail"),
    ({"expires_on": "01/09/2026"}, "Well done!", "P1", "- - - - -"),
    ({"leaving_date": "2026-08-31"}, "Well done!", "P1", "fail fail fail fail fail"),
    ({"status": "leaver"}, "Well done!", "P1", "fail fail fail fail fail"),
    ({"withdrawn_on": "2026-09-01"}, "Well done, Amelia!", "P1", "fail fail fail fail fail"),
]


@pytest.mark.parametrize(("change", "body", "people", "expected"), POLICIES)
def test_what_each_policy_makes_of_it(
    folder: Path, change: dict[str, str], body: str, people: str, expected: str
) -> None:
    picture = f"images: [{{file: picture.jpg, people: [{people}], permission: T-1}}]\n" if people else ""
    post = read(folder, f"---\nchannel: facebook\n{picture}---\n{body}\n")
    roll = roll_of(folder, AMELIA | ALL_GIVEN | change, RHYS)
    found = [
        worst(flags(post, roll, PACKS[name])) for name in ("aspire", "north-star", "snmat", "southport", "victoria")
    ]
    assert [str(severity) if severity else "-" for severity in found] == expected.split()


TWIN = {"pupil_id": "P3", "forename": "Amelia", "surname": "Carter", "method": "written", "given_by": "parent"}


@pytest.mark.parametrize(("people", "level"), [("Amelia Carter", Severity.FAIL), ("P1", None), ("P3", Severity.FAIL)])
def test_of_two_pupils_of_one_name_the_stricter_counts_until_people_says_which(
    folder: Path, people: str, level: Severity | None
) -> None:
    roll = roll_of(folder, AMELIA | ALL_GIVEN, RHYS, TWIN | dict.fromkeys(CONSENT, "refused"))
    post = read(
        folder,
        (
            f"---\nchannel: facebook\nimages: [{{file: picture.jpg, people: [{people}]}}]\n---\n"
            "Well done, Amelia Carter!\n"
        ),
    )
    mentions = Finder(roll, PeopleList(), None).find(())
    assert mentions == ()
    both = tuple(
        replace(
            mention,
            candidates=(
                *mention.candidates,
                *(replace(one, pupil_id="P3") for one in mention.candidates if one.pupil_id == "P1"),
            ),
        )
        for mention in post.mentions
    )
    assert worst(flags(replace(post, mentions=both), roll, PACKS["southport"])) is level


def test_nothing_tells_why_a_pupil_is_barred_nor_which_bar_it_is(folder: Path) -> None:
    """A picture is barred in the same words whatever the bar, and so is a name; no fingerprint changes with it."""
    shown = read(
        folder, "---\nchannel: facebook\nimages: [{file: picture.jpg, people: [P1], permission: T-1}]\n---\nLook!\n"
    )
    named = read(folder, "---\nchannel: website\n---\nWell done, Amelia!\n")
    for engine in PACKS.values():
        for post, kinds in ((shown, ("image", "all")), (named, ("name", "all"))):
            told = [
                flags(post, roll_of(folder, AMELIA | ALL_GIVEN | {"do_not_publish": kind}, RHYS), engine)
                for kind in kinds
            ]
            assert told[0] == told[1]  # fingerprints and all
            refused = flags(
                post,
                roll_of(folder, AMELIA | dict.fromkeys(CONSENT, "refused") | {"do_not_publish": "all"}, RHYS),
                engine,
            )
            assert [flag.message for flag in refused] == [
                flag.message for flag in told[0]
            ]  # a bar hides what the family said


DRAFTS = [
    "---\nchannel: facebook\n---\nWell done, Amelia!\n",
    "---\nchannel: facebook\n---\nWell done, Amelia Carter and Rhys M.!\n",
    "---\nchannel: [linkedin, website]\nimages: [{file: picture.jpg, people: [P1], permission: T-1}]\n---\nFootball.\n",
    (
        "---\nchannel: facebook\nimages: [{file: picture.jpg, people: [P1, P2], permission: T-1}]\n---\n"
        "Well done, Amelia!\n"
    ),
    (
        "---\nchannel: newsletter\nimages: [{file: picture.jpg, people: [Amelia Carter], alt: "
        "Amelia and a goat}]\n---\nFootball.\n"
    ),
    (
        "---\nchannel: website\nimages: [{file: picture.jpg, people: [], work_of: [P1], "
        "credit: by Rhys Morgan}]\n---\nArt week.\n"
    ),
    "---\nchannel: facebook\nvideo: clip.mp4\npeople: [P1]\n---\nWe did it, Amelia!\n",
    "---\nchannel: facebook\nimages: [picture.jpg]\n---\nA. Carter and Amelia\n",
]
STRICTER_ANSWERS = ["given", "conditional", "requested", "not_asked", "", "withdrawn", "refused"]
SOME_DAYS = st.sampled_from(["", *(str(day) for day in DAYS)])
AGREED = AMELIA | ALL_GIVEN
DEVIATIONS = {
    "year_group": st.sampled_from(["Y9", ""]),
    "status": st.sampled_from(["joining", "leaver"]),
    "leaving_date": SOME_DAYS,
    "do_not_publish": st.sampled_from(["image", "name", "all"]),
    "method": st.sampled_from(["online", "verbal", "unknown"]),
    "given_by": st.sampled_from(["pupil", "both", ""]),
    "given_on": SOME_DAYS,
    "expires_on": SOME_DAYS,
    "withdrawn_on": SOME_DAYS,
    **{column: st.sampled_from(STRICTER_ANSWERS) for use in Use for column in (str(use), f"{use}_social")},
}


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    """Return a row that agrees to everything but for a few cells: one that forbids all anyway shows nothing."""
    changed = draw(st.sets(st.sampled_from(sorted(DEVIATIONS)), max_size=4))
    return AGREED | {column: draw(DEVIATIONS[column]) for column in sorted(changed)}


ROWS = rows()


@st.composite
def made_stricter(draw: st.DrawFn) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the rows of a pupil, and the same made stricter in one way or several."""
    before = dict.fromkeys(
        ("status", "leaving_date", "do_not_publish", "given_on", "expires_on", "withdrawn_on"), ""
    ) | draw(ROWS)
    after, extra = dict(before), []
    for change in draw(
        st.sets(
            st.sampled_from(
                ["answer", "bar", "expiry", "leaving", "withdrawn", "later", "method", "giver", "leaver", "row"]
            ),
            min_size=1,
        )
    ):
        if change == "answer":
            column = draw(st.sampled_from([column for column in after if column.removesuffix("_social") in CONSENT]))
            at = STRICTER_ANSWERS.index(after[column])
            after[column] = draw(st.sampled_from(STRICTER_ANSWERS[at:]))
        elif change == "bar":
            after["do_not_publish"] = draw(st.sampled_from([after["do_not_publish"] or "image", "all"]))
        elif change in {"expiry", "withdrawn"} or (change == "leaving" and after["status"] != "leaver"):
            column = {"expiry": "expires_on", "leaving": "leaving_date", "withdrawn": "withdrawn_on"}[change]
            day = str(draw(st.sampled_from(DAYS)))
            after[column] = min(after[column] or day, day)
        elif change == "later":
            after["given_on"] = max(after["given_on"], str(draw(st.sampled_from(DAYS))))
        elif change == "method":
            weaker = {
                "written": ["verbal", "unknown"],
                "online": ["verbal", "unknown"],
                "verbal": ["unknown"],
                "unknown": ["unknown"],
            }
            after["method"] = draw(st.sampled_from(weaker[after["method"]]))
        elif change == "giver" and after["given_by"] in {"both", ""}:
            after["given_by"] = draw(st.sampled_from(["parent", "pupil"]))
        elif change == "leaver" and not after["leaving_date"]:
            after["status"] = "leaver"
        elif change == "row":
            extra.append({column: value for column, value in draw(ROWS).items() if column in after})
    return [before], [after, *extra]


@settings(max_examples=300)
@given(rows=made_stricter(), number=st.integers(0, len(DRAFTS) - 1), day=st.sampled_from(DAYS))
def test_stricter_consent_never_lets_more_pass(
    folder: Path, rows: tuple[list[dict[str, str]], list[dict[str, str]]], number: int, day: date
) -> None:
    post = posts(folder)[number]
    before, after = rows
    loose, strict = roll_of(folder, *before, RHYS | ALL_GIVEN), roll_of(folder, *after, RHYS | ALL_GIVEN)
    for name, engine in PACKS.items():
        was, now = worst(flags(post, loose, engine, day)), worst(flags(post, strict, engine, day))
        assert RANK[now] >= RANK[was], f"{name}: {was} became {now}"


def beside(row: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    """Return a row with the columns that the list has because of another row; a narrower column that it lacks says the same in both."""
    return {**{column: value if column.endswith("_social") else "" for column, value in other.items()}, **row}


@settings(max_examples=400)
@given(one=ROWS, other=ROWS, number=st.integers(0, len(DRAFTS) - 1), day=st.sampled_from(DAYS))
def test_two_rows_for_a_pupil_are_as_strict_as_the_stricter_of_them(
    folder: Path, one: dict[str, str], other: dict[str, str], number: int, day: date
) -> None:
    post = posts(folder)[number]
    one, other = beside(one, other), beside(other, one)
    alone = [roll_of(folder, row, RHYS | ALL_GIVEN) for row in (one, other)]
    both = [roll_of(folder, *rows, RHYS | ALL_GIVEN) for rows in ((one, other), (other, one))]
    for name, engine in PACKS.items():
        was = max((worst(flags(post, roll, engine, day)) for roll in alone), key=RANK.__getitem__)
        for roll in both:
            now = worst(flags(post, roll, engine, day))
            assert RANK[now] >= RANK[was], f"{name}: {was} became {now}"


@cache
def posts(folder: Path) -> tuple[Post, ...]:
    return tuple(read(folder, draft) for draft in DRAFTS)


@given(
    row=ROWS,
    heading=st.sampled_from(
        ["remarks", "photo consent", "photo_instagram", "all photos ok", "foto", "consent", "photo_soc"]
    ),
    number=st.integers(0, 3),
)
def test_unknown_columns_never_permit(folder: Path, row: dict[str, str], heading: str, number: int) -> None:
    post = posts(folder)[number]
    plain = roll_of(folder, row, RHYS)
    text = (folder / "consent.csv").read_text(encoding="utf-8").splitlines()
    (folder / "consent.csv").write_text(
        "\n".join([f"{text[0]},{heading}", *(f"{line},given" for line in text[1:])]), encoding="utf-8"
    )
    try:
        more = load_consent(folder / "consent.csv")
    except ConsentListError:
        return  # a list that is refused permits nothing
    for engine in PACKS.values():
        assert flags(post, more, engine) == flags(post, plain, engine)
