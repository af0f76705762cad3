"""Whole posts before the judges: where a name and a photo meet, and what each policy makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from postcheck.config.packs import BASELINE
from postcheck.find.finder import Finder
from postcheck.model.people import PeopleList
from postcheck.model.severity import Severity
from tests.judge.consented import ALL_GIVEN, AMELIA, CONSENT, PACKS, RHYS, flags, read, roll_of, worst

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
    "a video's own people": "video: {file: clip.mp4, people: [P1]}",
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
    ({"given_by": ""}, "Well done!", "P1", "- fail fail - -"),
    ({"given_by": "parent", "year_group": "Year 8"}, "Well done!", "P1", "- - - - -"),
    ({"given_by": "parent", "year_group": "Y9"}, "Well done!", "P1", "- - - review -"),
    ({"given_by": "parent", "year_group": "Year 11"}, "Well done, Amelia!", "", "fail review - review review"),
    ({"given_by": "both", "year_group": "Year 11"}, "Well done, Amelia!", "P1", "fail - - - review"),
    ({"given_by": "pupil", "year_group": "Year 11"}, "Well done!", "P1", "- fail fail - -"),
    ({"given_by": "", "year_group": "Year 11"}, "Well done!", "P1", "- fail fail review -"),
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


# The day of a post has gone by: the stricter of then and today counts, and what has only changed since is for a person.


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "-"),
        ({"withdrawn_on": "2026-08-15"}, "review"),
        ({"expires_on": "2026-08-15"}, "review"),
        ({"leaving_date": "2026-08-15"}, "review"),
        ({"withdrawn_on": "2026-07-01"}, "fail"),
        ({"given_on": "2026-08-15"}, "fail"),
        ({"name_first": "refused"}, "fail"),
    ],
)
def test_a_day_that_has_gone_by(folder: Path, change: dict[str, str], expected: str) -> None:
    post = read(folder, "---\nchannel: facebook\npublish_at: 2026-08-01\n---\nWell done, Amelia!\n")
    roll = roll_of(folder, AMELIA | ALL_GIVEN | change, RHYS)
    assert str(worst(flags(post, roll, PACKS[BASELINE])) or "-") == expected


@pytest.mark.parametrize(
    ("header", "change", "expected"),
    [
        ("quote_of: [P1]", {}, "-"),
        ("quote_of: [P1]", {"quote": "refused"}, "fail"),
        ("quote_of: [P1]", {"quote": ""}, "fail"),
        ("quote_of: [P1]", {"quote_social": "refused"}, "fail"),
        ("quote_of: Amelia Carter", {"quote": "refused"}, "fail"),
        ("quote_of: [P1]", {"do_not_publish": "image"}, "fail"),
        ("quote_of: []", {"quote": "refused"}, "-"),
        ("images: [{file: picture.jpg, people: [], quote_of: [P1]}]", {"quote": "refused"}, "fail"),
        ("work_of: [P1]\nimages: [{file: picture.jpg, people: []}]", {"work": "refused"}, "fail"),
        ("work_of: [P1]\nimages: [{file: picture.jpg, people: [], work_of: []}]", {"work": "refused"}, "fail"),
        ("work_of: []\nimages: [{file: picture.jpg, people: []}]", {"work": "refused"}, "-"),
        ("work_of: [P1]", {"work": "refused"}, "fail"),
        ("work_of: [P1]", {"do_not_publish": "image"}, "fail"),
        ("work_of: [P1]", {}, "-"),
    ],
)
def test_words_and_work(folder: Path, header: str, change: dict[str, str], expected: str) -> None:
    post = read(folder, f"---\nchannel: facebook\n{header}\n---\n“It was the best day ever!”\n")
    roll = roll_of(folder, AMELIA | ALL_GIVEN | change, RHYS)
    assert str(worst(flags(post, roll, PACKS[BASELINE])) or "-") == expected
