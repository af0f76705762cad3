"""Other people's material, permissions, accounts, tags, videos, dates and checklists."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from postcheck.drafts.discovery import find_drafts
from postcheck.engine.checker import Checker
from postcheck.find.finder import Finder
from postcheck.judge.checks.base import stated
from postcheck.model.channels import canonical
from postcheck.model.people import KnownName, PeopleList, PersonKind
from postcheck.model.settings import Account, OcrSettings, Settings
from postcheck.model.severity import Severity
from postcheck.read.reader import Reader
from tests.fakes.engines import ScriptedEngine
from tests.judge.desk import ACCOUNTS, ROLL, judge, levels

FAIL, REVIEW, NOTE = Severity.FAIL, Severity.REVIEW, Severity.NOTE


def picture(*lines: str, body: str = "Our new library.", file: str = "picture.png", head: str = "") -> str:
    extra = "".join(f"    {line}\n" for line in lines)
    return f"---\nchannel: facebook\n{head}images:\n  - file: {file}\n    people: []\n{extra}---\n{body}\n"


# Other people's material


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), (None, None, None, None)),
        (("third_party: yes",), (FAIL, FAIL, FAIL, REVIEW)),
        (("third_party: yes", "credit: Riverbank Arts"), (FAIL, None, FAIL, REVIEW)),
        (("third_party: yes", "permission: X-1"), (FAIL, FAIL, FAIL, None)),
        (("third_party: yes", "credit: Riverbank Arts", "permission: X-1"), (None, None, None, None)),
        (("third_party: yes", "credit: TBC", "permission: '?'"), (FAIL, FAIL, FAIL, REVIEW)),
        (("third_party: no", "credit: Year 2"), (None, None, None, None)),
        (("credit: Year 2",), (None, None, None, None)),
        (("credit: © Riverbank Arts",), (REVIEW, REVIEW, REVIEW, REVIEW)),
        (("credit: © Riverbank Arts", "permission: X-1"), (None, None, None, None)),
        (("credit: © Hillside Primary",), (None, None, None, None)),
        (("credit: © 2026 Hillside Primary School",), (None, None, None, None)),
        (("caption: Photo courtesy of the Herald",), (REVIEW, REVIEW, REVIEW, REVIEW)),
        (("repost_of: https://www.facebook.com/1",), (REVIEW, REVIEW, REVIEW, None)),
    ],
)
def test_other_peoples_pictures(lines: tuple[str, ...], expected: tuple[Severity | None, ...], tmp_path: Path) -> None:
    rules = {"aspire": "ASP-COPY-1", "snmat": "SNM-COPY-1", "southport": "STH-COPY-1", "victoria": "VIC-COPY-1"}
    assert tuple(levels(judge(pack, picture(*lines), tmp_path)).get(rule) for pack, rule in rules.items()) == expected


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("Photo: @riverbanknews", REVIEW),
        ("Photos by Whitlock Photography", REVIEW),
        ("Picture: The Riverbank Gazette", REVIEW),
        ("Photo: Mrs Green", None),
        ("Photo: Hillside Primary", None),
        ("Photo: our caretaker, with a camera from the Gazette", None),
        ("Photos by Friday!", None),
        ("Photo: the pond", None),
        ("All rights reserved.", REVIEW),
        ("Found on Google", REVIEW),
    ],
)
def test_credits_in_the_text(body: str, level: Severity | None, tmp_path: Path) -> None:
    assert levels(judge("aspire", f"---\nchannel: facebook\n---\n{body}", tmp_path)).get("ASP-COPY-1") is level


@pytest.mark.parametrize("words", ["shutterstock", "Getty Images", "a picture by ALAMY here"])
def test_an_agencys_mark_in_a_picture(words: str, tmp_path: Path) -> None:
    flags = [flag for flag in judge("southport", picture(), tmp_path, words=words).flags if flag.rule == "STH-COPY-1"]
    assert [flag.severity for flag in flags] == [REVIEW]
    assert flags[0].where.box is not None
    assert (
        levels(judge("southport", picture("permission: invoice 12"), tmp_path, words=words)).get("STH-COPY-1") is None
    )


@pytest.mark.parametrize(
    ("artist", "rights", "level"),
    [
        ("Jane Whitlock", "", REVIEW),
        ("", "Riverbank Gazette 2026", REVIEW),
        ("Canon", "", None),
        ("unknown", "", None),
        ("Hillside Primary", "", None),
        ("J. Okonkwo", "", None),
        ("", "", None),
    ],
)
def test_a_maker_in_the_hidden_details(artist: str, rights: str, level: Severity | None, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x013B], exif[0x8298] = artist, rights
    people = PeopleList((KnownName("J. Okonkwo", PersonKind.STAFF),))
    draft = picture(file="picture.jpg")
    assert levels(judge("aspire", draft, tmp_path, save={"exif": exif}, people=people)).get("ASP-COPY-1") is level
    permitted = picture("permission: X-1", file="picture.jpg")
    assert levels(judge("aspire", permitted, tmp_path, save={"exif": exif}, people=people)).get("ASP-COPY-1") is None


# Permissions


@pytest.mark.parametrize(
    "value",
    [
        "TODO",
        "todo: ask",
        "tbc",
        "TBC (asked on Monday)",
        "?",
        "-",
        "n/a",
        "None",
        "no",
        "yes",
        "pending",
        "To follow",
        "to be confirmed",
        "…",
        "xxx",
    ],
)
def test_a_placeholder_is_no_permission(value: str, tmp_path: Path) -> None:
    assert stated(value) == ""
    flags = [
        flag
        for flag in judge("victoria", picture(f'permission: "{value}"'), tmp_path).flags
        if flag.rule == "VIC-IMG-1"
    ]
    assert [(flag.severity, "placeholder" in flag.message) for flag in flags] == [(FAIL, True)]


@pytest.mark.parametrize(
    "value",
    [
        "VAT-2026-014",
        "J. Osei, 3 November",
        "e-mail of 3/11",
        "12",
        "No. 7",
        "Noah's father, letter of 2 May",
        "to be used until 2027",
    ],
)
def test_a_reference_is_a_permission(value: str, tmp_path: Path) -> None:
    assert stated(f" {value} ") == value
    assert "VIC-IMG-1" not in levels(judge("victoria", picture(f'permission: "{value}"'), tmp_path))


def test_a_repost_of_approved_material_needs_no_permission_unless_it_is_a_placeholder(tmp_path: Path) -> None:
    assert "VIC-IMG-1" not in levels(judge("victoria", picture("repost_of: VAT-M-3"), tmp_path))
    assert levels(judge("victoria", picture("repost_of: tbc"), tmp_path))["VIC-IMG-1"] is FAIL


# Accounts


@pytest.mark.parametrize(("people", "level"), [("[]", None), ("[P0001]", FAIL), ("[Nobody Known]", FAIL), (None, FAIL)])
def test_aspires_rule_on_accounts_is_about_pictures_of_pupils(
    people: str | None, level: Severity | None, tmp_path: Path
) -> None:
    line = f"    people: {people}\n" if people else ""
    draft = f"---\nchannel: facebook\naccount: Miss Stuart History\nimages:\n  - file: picture.png\n{line}---\nOur day."
    assert levels(judge("aspire", draft, tmp_path)).get("ASP-IMG-5") is level


def test_a_text_from_an_unapproved_account_breaks_another_rule_of_aspires(tmp_path: Path) -> None:
    found = levels(judge("aspire", "---\nchannel: facebook\naccount: Miss Stuart History\n---\nOur day.", tmp_path))
    assert "ASP-IMG-5" not in found
    assert found["ASP-ACCT-1"] is FAIL


def test_a_picture_of_adults_only_is_no_picture_of_pupils(tmp_path: Path) -> None:
    people = PeopleList((KnownName("Jane Osei", PersonKind.STAFF),))
    draft = (
        "---\nchannel: facebook\naccount: Miss Stuart History\nimages:\n  - file: picture.png\n"
        "    people: [Jane Osei]\n---\nOur day."
    )
    assert "ASP-IMG-5" not in levels(judge("aspire", draft, tmp_path, people=people))


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("Year 4 need their wellies on Thursday.", NOTE),
        ("The winter fair starts at noon. See you at Carter Hall!", NOTE),
        ("We read about Florence Nightingale.", NOTE),
        ("Well done, Amelia!", FAIL),
        ("Star of the week: A.C.", FAIL),
        ("A pupil has been excluded for the fight between two boys.", FAIL),
        ("Police were called to the gate.", FAIL),
        ("Mrs Whitlock has had her baby.", REVIEW),
        ("Mrs Okonkwo leaves us at Easter.", REVIEW),
    ],
)
def test_victorias_rule_on_accounts_is_about_individual_matters(body: str, level: Severity, tmp_path: Path) -> None:
    people = PeopleList((KnownName("Mrs J. Okonkwo", PersonKind.STAFF), KnownName("Carter Hall", PersonKind.PLACE)))
    draft = f"---\nchannel: facebook\naccount: Miss Stuart History\n---\n{body}"
    assert levels(judge("victoria", draft, tmp_path, people=people))["VIC-INDIV-1"] is level
    elsewhere = draft.replace("Miss Stuart History", "Hillside Primary").replace("facebook", "tiktok")
    assert levels(judge("victoria", elsewhere, tmp_path, people=people))["VIC-INDIV-1"] is level
    own = draft.replace("Miss Stuart History", "Hillside Primary")
    assert "VIC-INDIV-1" not in levels(judge("victoria", own, tmp_path, people=people))


def test_an_account_is_only_noted_where_there_is_no_register(tmp_path: Path) -> None:
    found = levels(
        judge("aspire", "---\nchannel: facebook\naccount: Hillside\n---\nOur day.", tmp_path, settings=Settings())
    )
    assert found == {"ASP-ACCT-1": NOTE}


@pytest.mark.parametrize(
    ("accounts", "account", "tag", "level"),
    [
        (ACCOUNTS, "", "@HillsidePrimary", None),
        (ACCOUNTS, "", "Hillside Primary", None),
        (ACCOUNTS, "", "@someone", FAIL),
        ((), "Hillside Primary", "@hillside_primary", None),
        ((), "Hillside Primary", "@someone", FAIL),
        ((), "", "@hillsideprimary", FAIL),
        (ACCOUNTS, "Miss Stuart", "@missstuart", FAIL),
        ((Account("Old", handle="@old", official=False),), "", "@old", FAIL),
    ],
)
def test_only_the_trusts_own_accounts_may_be_tagged(
    accounts: tuple[Account, ...], account: str, tag: str, level: Severity | None, tmp_path: Path
) -> None:
    draft = f'---\nchannel: facebook\naccount: {account}\ntags: ["{tag}"]\n---\nOur day.'
    assert levels(judge("aspire", draft, tmp_path, settings=Settings(accounts=accounts))).get("ASP-TAG-1") is level


# Videos


@pytest.mark.parametrize(
    ("size", "facebook", "youtube"),
    [
        (2048, REVIEW, FAIL),
        (319_999_999, REVIEW, FAIL),
        (320_000_000, None, REVIEW),
        (320 * 1_048_576, None, REVIEW),
        (320 * 1_048_576 + 1, None, None),
    ],
)
def test_the_border_of_320_megabytes(
    size: int, facebook: Severity | None, youtube: Severity | None, tmp_path: Path
) -> None:
    for channel, level in (("facebook", facebook), ("youtube", youtube)):
        video = "{file: clip.mp4, visibility: unlisted, embedded_on: 'https://school.example/x'}"
        draft = f"---\nchannel: {channel}\npeople: []\nvideo: {video}\n---\nOur day."
        assert levels(judge("aspire", draft, tmp_path, files={"clip.mp4": size})).get("ASP-VID-1") is level


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (2048, "smaller than 1 MB"),
        (999_999, "smaller than 1 MB"),
        (1_000_000, "1 MB"),
        (5_960_000, "5.9 MB"),
        (48_000_000, "48 MB"),
        (319_999_999, "319.9 MB"),
    ],
)
def test_a_videos_size_is_said_as_people_say_it(size: int, said: str, tmp_path: Path) -> None:
    draft = "---\nchannel: facebook\npeople: []\nvideo: {file: clip.mp4}\n---\nOur day."
    (message,) = (
        flag.message
        for flag in judge("aspire", draft, tmp_path, files={"clip.mp4": size}).flags
        if flag.rule == "ASP-VID-1"
    )
    assert message.startswith(f"This video is {said}. ")


# Dates


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ("embargo_until: 2026-12-01T09:00\npublish_at: 2026-12-01T08:59", FAIL),
        ("embargo_until: 2026-12-01T09:00\npublish_at: 2026-12-01T09:00", None),
        ("embargo_until: 2026-12-01", FAIL),
        ("embargo_until: 2026-11-21T09:00", REVIEW),
        ("embargo_until: 2026-11-21", None),
        ("embargo_until: 2026-11-20T23:59", None),
        ("embargo: 2026-12-01", FAIL),
        ("publish_at: 2026-12-01", None),
    ],
)
def test_an_embargo_holds_under_every_policy(lines: str, level: Severity | None, tmp_path: Path) -> None:
    draft = f"---\nchannel: facebook\n{lines}\n---\nOur day."
    assert levels(judge("southport", draft, tmp_path)).get("STH-PLAN-2") is level
    assert levels(judge("aspire", draft, tmp_path)).get("PC-EMBARGO-1") is level
    assert "PC-EMBARGO-1" not in levels(judge("southport", draft, tmp_path))


def test_an_embargo_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert (
        levels(judge("aspire", "---\nchannel: facebook\nembargo_until: soon\n---\nOur day.", tmp_path))["PC-HEAD-1"]
        is REVIEW
    )


@pytest.mark.parametrize(("day", "level"), [(date(2026, 12, 1), None), (date(2026, 12, 2), NOTE)])
def test_a_date_of_publication_in_the_past_is_noted(day: date, level: Severity | None, tmp_path: Path) -> None:
    draft = "---\nchannel: facebook\npublish_at: 2026-12-01T09:00\n---\nOur day."
    assert levels(judge("victoria", draft, tmp_path, today=day)).get("PC-DATE-1") is level


# Channels


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("You Tube", "youtube"), ("YouTube", "youtube"), ("Facebook page", "facebook"), ("Insta", "instagram"),
        ("Twitter (X)", "x"), ("X (formerly Twitter)", "x"), ("X/Twitter", "x"), ("twitter", "x"),
        ("Linked In", "linkedin"), ("Tik Tok", "tiktok"), ("What's App", "whatsapp"), ("school website", "website"),
        ("facebok", "facebok"), ("Parent-Mail", "parent-mail"),
    ],
)  # fmt: skip
def test_channels_have_the_names_that_people_give_them(written: str, name: str) -> None:
    assert canonical(written) == name


# Checklists


def items(pack: str, draft: str, folder: Path, **how: object) -> dict[str, bool]:
    return {item.rule: item.declared for item in judge(pack, draft, folder, **how).checklist}  # type: ignore[arg-type]


def test_what_is_asked_depends_on_the_post(tmp_path: Path) -> None:
    assert items("southport", "---\nchannel: facebook\n---\nOur day.", tmp_path) == {"STH-TRUE-1": False}
    closed = items("southport", "---\nchannel: facebook\ndeclare: [also_sent]\n---\nSchool is closed today.", tmp_path)
    assert closed == {"STH-TRUE-1": False, "STH-REACH-1": True, "PC-READ-1": False}
    assert "STH-MOD-1" in items("southport", "---\nchannel: facebook\n---\nSend us your pictures of snowmen!", tmp_path)
    assert "SNM-LOGO-1" in items("snmat", "---\nchannel: facebook\n---\nOur new logo.", tmp_path)


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Our new LEGO® wall is open.", ["®"]),
        ("Imagine™ is here.", ["™"]),
        ("Our kit is kindly sponsored by Brightwell's.", ["kindly sponsored by"]),
        ("I'm lovin' it!", ["I'm lovin' it"]),
        ("The Nike logo is on our shirts.", ["logo"]),
        ("Our new logo.", []),
        ("Our LEGO club meets on Monday.", []),
    ],
)
def test_a_companys_mark_is_flagged_until_permission_is_declared(
    text: str, evidence: list[str], tmp_path: Path
) -> None:
    flags = judge("snmat", f"---\nchannel: facebook\n---\n{text}", tmp_path).flags
    assert [(flag.evidence, flag.severity) for flag in flags if flag.rule == "SNM-LOGO-1"] == [
        (words, REVIEW) for words in evidence
    ]
    permitted = f"---\nchannel: facebook\ndeclare: [logo_permitted]\n---\n{text}"
    assert "SNM-LOGO-1" not in levels(judge("snmat", permitted, tmp_path))


def test_what_is_asked_of_an_account_is_answered_in_the_register(tmp_path: Path) -> None:
    draft = "---\nchannel: facebook\naccount: Hillside Primary\napproved_by: J. Osei\n---\nOur day."
    asked = {"SNM-ACCT-2", "SNM-TWO-2", "SNM-ABOUT-1"}
    assert {rule for rule, declared in items("snmat", draft, tmp_path).items() if not declared} == asked
    kept = Account(
        "Hillside Primary", staff=("J. Osei", "T. Ashdown"), head_told_on=date(2026, 9, 1), policies_linked=True
    )
    assert all(items("snmat", draft, tmp_path, settings=Settings(accounts=(kept,))).values())
    alone = Account("Hillside Primary", staff=("J. Osei",))
    assert not items("snmat", draft, tmp_path, settings=Settings(accounts=(alone,)))["SNM-TWO-2"]
    assert not asked & items("snmat", "---\nchannel: facebook\n---\nOur day.", tmp_path).keys()
    about = {item.rule: item.account for item in judge("snmat", draft, tmp_path).checklist if item.account}
    assert about == dict.fromkeys(asked, "Hillside Primary")


@pytest.mark.parametrize(
    ("lines", "declared"),
    [
        ("approved_by: J. Osei", True),
        ("approved_by: J. Osei\nauthor: T. Ashdown", True),
        ("approved_by: J. Osei\nauthor: j. osei", False),
        ("approved_by: Mrs J. Osei, head\nauthor: Jane Osei (Year 3)", False),
        ("approved_by: approved by J. Osei\nauthor: j.osei@hillside.sch.uk", False),
        ("approved_by: J. Osei and T. Ashdown\nauthor: j. osei", True),
        ("approved_by: the head\nauthor: T. Ashdown", True),
        ("approved_by: TBC", False),
        ("declare: [approved]", True),
        ("author: J. Osei", False),
    ],
)
def test_nobody_approves_a_post_of_their_own(lines: str, declared: bool, tmp_path: Path) -> None:
    assert items("snmat", f"---\nchannel: facebook\n{lines}\n---\nOur day.", tmp_path)["SNM-TWO-1"] is declared


def test_doubt_is_asked_about_only_where_there_is_some(tmp_path: Path) -> None:
    assert "STH-DOUBT-1" not in items(
        "southport", "---\nchannel: facebook\naccount: Hillside\n---\nOur day.", tmp_path, settings=Settings()
    )
    assert items("southport", "---\nchannel: facebook\n---\nOur shambles.", tmp_path)["STH-DOUBT-1"] is False
    assert (
        items("southport", "---\nchannel: facebook\napproved_by: J. Osei\n---\nOur shambles.", tmp_path)["STH-DOUBT-1"]
        is True
    )


def test_an_item_that_is_not_required_never_stops_a_post(tmp_path: Path) -> None:
    draft = "---\nchannel: facebook\nimages:\n  - file: picture.png\n    people: [P0001]\n---\nOur swimming gala."
    found = levels(judge("aspire", draft, tmp_path))
    assert found == {"ASP-IMG-4": NOTE}


# The whole way


def test_the_pipeline_hands_the_judges_the_day_and_the_makers_of_pictures(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Jane Whitlock"
    Image.new("RGB", (300, 100), "white").save(tmp_path / "picture.jpg", exif=exif)
    (tmp_path / "post.md").write_text(
        picture(file="picture.jpg", head="publish_at: 2026-11-01T09:00\n"), encoding="utf-8"
    )
    checker = Checker(Settings(policy="aspire"), ROLL, PeopleList(), Finder(ROLL, PeopleList(), None), threading.Lock())
    checker.reader = Reader(OcrSettings(), ScriptedEngine())
    (source,) = find_drafts([str(tmp_path / "post.md")], stdin=None)
    found = {flag.rule: flag.severity for flag in checker.examine(source, date(2026, 11, 21), ()).flags}
    assert found["PC-DATE-1"] is NOTE
    assert found["ASP-COPY-1"] is REVIEW
