"""What counts as a permission, and what a declaration that a picture shows nothing that needs one may settle."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.config.lexicons import shipped_lexicons
from postcheck.judge.checks.permissions import Permissions, Worth
from postcheck.model.severity import Severity
from tests.judge.desk import judge, levels

FAIL, REVIEW = Severity.FAIL, Severity.REVIEW
GOOD, DOUBTFUL, NONE = Worth.GOOD, Worth.DOUBTFUL, Worth.NONE
PERMISSIONS = Permissions({kind.id: kind for kind in shipped_lexicons()["permission"].kinds})
OWN = ("hillsideprimary",)


def picture(*lines: str, head: str = "", channel: str = "facebook") -> str:
    extra = "".join(f"    {line}\n" for line in lines)
    return f"---\nchannel: {channel}\n{head}images:\n  - file: picture.png\n{extra}---\nOur new library.\n"


@pytest.mark.parametrize(
    ("value", "worth"),
    [
        ("VAT-2026-014", GOOD),
        ("e-mail from the trust office, 3 November 2026", GOOD),
        ("J. Osei, by letter", GOOD),
        ("agreed with the trust's marketing team", GOOD),
        ("requested 3 Nov, granted 5 Nov (J. Osei)", GOOD),
        ("not needed: public domain, 1890", GOOD),
        ("Creative Commons CC0", GOOD),
        ("not needed", NONE),
        ("Not required", NONE),
        ("none required, it is only the playground", NONE),
        ("no need for any", NONE),
        ("N/A", NONE),
        ("will ask the trust on Monday", NONE),
        ("still to ask", NONE),
        ("asked Mrs Okonkwo on Monday", NONE),
        ("asked the trust, granted 3 Nov", GOOD),
        ("e-mailed the trust, awaiting reply", NONE),
        ("waiting for Mrs Okonkwo", NONE),
        ("not yet", NONE),
        ("refused by the trust 3 Nov", NONE),
        ("withdrawn", NONE),
        ("I took it myself", NONE),
        ("my own photo", NONE),
        ("our own pictures", NONE),
        ("taken by staff", NONE),
        ("", NONE),
        ("verbal", DOUBTFUL),
        ("granted", DOUBTFUL),
        ("Permission given.", DOUBTFUL),
        ("should be fine", DOUBTFUL),
        ("same as last year", DOUBTFUL),
        ("parents agreed", DOUBTFUL),
        ("consent forms", DOUBTFUL),
    ],
)
def test_what_a_permission_is_worth(value: str, worth: Worth, tmp_path: Path) -> None:
    assert PERMISSIONS.permission(value).worth is worth
    found = levels(
        judge("victoria", picture("people: []", f"permission: '{value.replace(chr(39), chr(39) * 2)}'"), tmp_path)
    )
    assert found.get("VIC-IMG-1") is {GOOD: None, DOUBTFUL: REVIEW, NONE: FAIL}[worth]


@pytest.mark.parametrize(
    ("value", "worth"),
    [
        ("VAT-M-3", GOOD),
        ("TRUST-2026-03", GOOD),
        ("trust prospectus 2026", GOOD),
        ("Open evening poster (approved)", GOOD),
        ("https://www.facebook.com/hillsideprimary/posts/17", GOOD),
        ("my own phone", NONE),
        ("a mum's WhatsApp", NONE),
        ("Google images", NONE),
        ("Pinterest", NONE),
        ("yes", NONE),
        ("", NONE),
        ("last week's post", DOUBTFUL),
        ("Riverbank", DOUBTFUL),
        ("WhatsApp from the trust's marketing team", DOUBTFUL),
        ("https://www.facebook.com/riverbank/posts/17", DOUBTFUL),
    ],
)
def test_what_may_be_posted_again(value: str, worth: Worth) -> None:
    assert PERMISSIONS.repost(value, OWN).worth is worth


def test_a_good_permission_settles_a_doubtful_repost_and_not_the_other_way_round(tmp_path: Path) -> None:
    settled = picture("people: []", "repost_of: my own phone", "permission: VAT-2026-014")
    assert "VIC-IMG-1" not in levels(judge("victoria", settled, tmp_path))
    doubtful = picture("people: []", "repost_of: last week's post", "permission: not needed")
    assert levels(judge("victoria", doubtful, tmp_path))["VIC-IMG-1"] is REVIEW


def test_messages_say_what_the_words_read_like_and_never_repeat_them(tmp_path: Path) -> None:
    (flag,) = [
        flag
        for flag in judge("victoria", picture("people: []", "permission: not needed"), tmp_path).flags
        if flag.rule == "VIC-IMG-1"
    ]
    assert flag.message == (
        "What the draft names under `permission:` for this picture reads like a statement that none is needed."
    )
    assert "declare: [shows_none_of_these]" in flag.advice


DECLARED = "declare: [shows_none_of_these]\n"


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ((), None),
        (("people: []",), None),
        (("alt: A plate of cakes baked by our Year 4 children", "people: []"), None),
        (("alt: 'Poster: winter fair in the school hall, all children welcome'",), None),
        (("alt: Children's paintings of sunflowers",), None),
        (("permission: not needed",), None),
        (("alt: Three children beside a plate of cakes",), REVIEW),
        (("alt: 4A baking at their tables",), REVIEW),
        (("alt: Baking in Oak class",), REVIEW),
        (("alt: Our netball team after the match",), REVIEW),
        (("alt: A baking tray and a painting of the playing field",), None),
        (("alt: Our school in the snow",), REVIEW),
        (("caption: The climbing frame is up!",), REVIEW),
        (("alt: A blue jumper on a peg",), REVIEW),
        (("alt: Mrs Okonkwo with the other teachers",), REVIEW),
        (("people: [P0001]",), FAIL),
        (("people: [Nobody Known]",), FAIL),
        (("people: [P0001]", "permission: verbal"), REVIEW),
    ],
)
def test_what_the_declaration_settles(lines: tuple[str, ...], level: Severity | None, tmp_path: Path) -> None:
    found = levels(judge("victoria", picture(*lines, head=DECLARED), tmp_path))
    assert found.get("VIC-IMG-1") is level
    assert "PC-HEAD-1" not in found


def test_it_says_who_is_shown_in_pictures_and_not_in_a_video(tmp_path: Path) -> None:
    assert levels(judge("victoria", picture(head=DECLARED), tmp_path)) == {}
    assert levels(judge("victoria", picture(), tmp_path)) == {"VIC-IMG-1": FAIL, "PC-IMG-1": REVIEW}
    video = f"---\nchannel: facebook\n{DECLARED}video: {{file: clip.mp4}}\n---\nOur day."
    found = levels(judge("victoria", video, tmp_path, files={"clip.mp4": 2048}))
    assert found == {"VIC-IMG-1": FAIL, "PC-IMG-1": REVIEW}


def test_what_it_advises_for_a_video_settles_it(tmp_path: Path) -> None:
    video = "---\nchannel: facebook\n{}video: {{file: clip.mp4{}}}\n---\nOur day."
    (flag,) = [
        flag
        for flag in judge("victoria", video.format("", ""), tmp_path, files={"clip.mp4": 2048}).flags
        if flag.rule == "PC-IMG-1"
    ]
    assert flag.advice == (
        "List the pupils who can be recognised under `people:`, for the whole post or in the video's entry under "
        "`video:` (by pupil id or full name), or write `people: []` there if nobody can be recognised."
    )
    for said in (("people: []\n", ""), ("", ", people: []")):
        settled = judge("victoria", video.format(*said), tmp_path, files={"clip.mp4": 2048})
        assert "PC-IMG-1" not in levels(settled)


def test_people_of_the_whole_post_are_not_declared_away(tmp_path: Path) -> None:
    head = f"people: [P0002]\n{DECLARED}"
    assert levels(judge("victoria", picture(head=head), tmp_path)) == {"VIC-IMG-1": FAIL, "PC-IMG-1": FAIL}


def test_other_policies_are_not_told_anything_by_it(tmp_path: Path) -> None:
    assert levels(judge("southport", picture(head=DECLARED), tmp_path)) == {"STH-CONS-1": REVIEW}


@pytest.mark.parametrize(
    ("permission", "level"),
    [("not needed", FAIL), ("will ask", FAIL), ("verbal", REVIEW), ("e-mail of 3 November", None)],
)
def test_other_peoples_material_goes_by_the_same_words(permission: str, level: Severity | None, tmp_path: Path) -> None:
    lines = ("people: []", "third_party: yes", "credit: Riverbank Arts", f"permission: {permission}")
    assert levels(judge("southport", picture(*lines), tmp_path)).get("STH-COPY-1") is level
