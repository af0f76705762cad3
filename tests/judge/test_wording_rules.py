"""Rules about wording: where they look, at what level they speak, and what settles them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from postcheck.config.packs import load_pack
from postcheck.model.people import KnownName, PeopleList, PersonKind
from postcheck.model.settings import Account, Settings
from postcheck.model.severity import Severity
from postcheck.model.text import PlaceKind
from tests.judge.desk import PACKS, judge, levels, loud

FAIL, REVIEW, NOTE = Severity.FAIL, Severity.REVIEW, Severity.NOTE
HEAD = "---\nchannel: facebook\n---\n"
EVERYWHERE = """---
channel: facebook
title: What a shambles
first_comment: Another shambles
tags: ["@shambles"]
images:
  - file: picture.png
    alt: A shambles of a road
    caption: Shambles again
    credit: Shambles
    people: []
    permission: X-1
---
The shambles. [Read](https://example.org/shambles) #WhatAShambles
"""


def test_every_passage_that_is_read_is_searched_and_no_link_or_file_name(tmp_path: Path) -> None:
    flags = [
        flag for flag in judge("aspire", EVERYWHERE, tmp_path, words="SHAMBLES").flags if flag.rule == "ASP-TONE-1"
    ]
    assert [(flag.where.kind, flag.where.field, flag.evidence) for flag in flags] == [
        (PlaceKind.TEXT, "title", "shambles"),
        (PlaceKind.TEXT, "body", "shambles"),
        (PlaceKind.TEXT, "body", "Shambles"),
        (PlaceKind.TEXT, "first_comment", "shambles"),
        (PlaceKind.TEXT, "tags", "shambles"),
        (PlaceKind.TEXT, "alt", "shambles"),
        (PlaceKind.TEXT, "caption", "Shambles"),
        (PlaceKind.TEXT, "credit", "Shambles"),
        (PlaceKind.IMAGE, "ocr", "SHAMBLES"),
    ]
    for flag in flags:
        if flag.where.start is not None:
            assert EVERYWHERE[flag.where.start : flag.where.end] == flag.evidence
    assert flags[-1].where.box is not None


@pytest.mark.parametrize("name", ["grumpy-cat.png", "funny_meme_2.png", "Meme.png"])
def test_a_meme_is_told_by_its_file_name_too(name: str, tmp_path: Path) -> None:
    Image.new("RGB", (32, 32), "white").save(tmp_path / name)
    draft = f"---\nchannel: facebook\nimages:\n  - file: {name}\n    people: []\n---\nFriday!"
    flags = [flag for flag in judge("southport", draft, tmp_path).flags if flag.rule == "STH-SENS-1"]
    assert [(flag.severity, flag.where.kind) for flag in flags] == [(REVIEW, PlaceKind.FILENAME)]


def test_a_slur_fails_in_the_text_and_asks_in_a_picture(tmp_path: Path) -> None:
    draft = "---\nchannel: facebook\nimages:\n  - file: picture.png\n    people: []\n    permission: X-1\n---\n{}"
    for pack, rule in (
        ("aspire", "ASP-TONE-1"),
        ("north-star", "NST-REP-1"),
        ("snmat", "SNM-PROF-1"),
        ("southport", "STH-SENS-1"),
        ("victoria", "VIC-REP-1"),
    ):
        assert levels(judge(pack, draft.format("They shouted: spaz."), tmp_path))[rule] is FAIL
        assert levels(judge(pack, draft.format("A wall in town."), tmp_path, words="spaz"))[rule] is REVIEW


def test_messages_say_what_it_reads_like_and_never_the_words(tmp_path: Path) -> None:
    (flag,) = loud(judge("snmat", HEAD + "Amelia's uncle: we would highly recommend him.", tmp_path))[:1]
    assert flag.message == "This wording reads like a reference for somebody."
    assert "paper" in flag.advice


def test_a_pupils_name_is_no_wording(tmp_path: Path) -> None:
    pack = load_pack(
        str(own_pack(tmp_path, '[[lexicon.kind]]\nid = "k"\nsays = "it"\nentries = [{ words = ["amelia"] }]\n'))
    )
    flags = judge(pack, HEAD + "Amelia won.", tmp_path / "post").flags
    assert [flag.evidence for flag in flags if flag.rule == "OWN-1"] == []
    pack = load_pack(
        str(own_pack(tmp_path, '[[lexicon.kind]]\nid = "k"\nsays = "it"\nentries = [{ words = ["horse"] }]\n'))
    )
    assert [
        flag.evidence for flag in judge(pack, HEAD + "Amelia's horse", tmp_path / "post").flags if flag.rule == "OWN-1"
    ] == ["horse"]


def own_pack(
    folder: Path, lexicon: str, words: str = "ours", head: str = 'id = "ours"\ntitle = "Ours"\n', params: str = ""
) -> Path:
    path = folder / "own.toml"
    path.write_text(
        'schema = "postcheck-pack/1"\nid = "own"\ntitle = "Own"\nversion = "1"\nsource = "Own policy"\n'
        '[[rule]]\nid = "OWN-1"\ntitle = "Words"\ncheck = "phrases"\ncategory = "content"\nseverity = "review"\n'
        'section = "1"\n'
        'asks = "It is asked."\nwhy = "That is why."\nremedy = "Do it."\n'
        f'params = {{ words = ["{words}"]{params} }}\n[[lexicon]]\n{head}{lexicon}',
        encoding="utf-8",
    )
    return path


def test_a_pack_adds_to_a_lexicon_that_ships_and_takes_words_out(tmp_path: Path) -> None:
    added = '[[lexicon.kind]]\nid = "insult"\nentries = [{ words = ["wazzock"], except = ["wazzock festival"] }]\n'
    pack = load_pack(str(own_pack(tmp_path, added, "offence", 'id = "offence"\ndrop = ["moron"]\n')))
    draft = HEAD + "The moron, the wazzock, the Wazzock Festival, the morons."
    assert [flag.evidence for flag in judge(pack, draft, tmp_path / "post").flags if flag.rule == "OWN-1"] == [
        "wazzock",
        "morons",
    ]
    assert "moron" in {
        word for kind in load_pack("aspire").lexicons["offence"].kinds for entry in kind.entries for word in entry.words
    }


@pytest.mark.parametrize(
    ("draft", "level"),
    [
        ("---\nchannel: facebook\n---\n", REVIEW),
        ("---\nchannel: facebook\napproved_by: J. Osei\n---\n", None),
        ("---\nchannel: facebook\napproved_by: TBC\n---\n", REVIEW),
        ("---\nchannel: facebook\napproved_by: refused by J. Osei\n---\n", REVIEW),
        ("---\nchannel: facebook\napproved_by: under review\n---\n", REVIEW),
        ("---\nchannel: facebook\napproved_by: Submitted\n---\n", REVIEW),
        ("---\nchannel: facebook\naccount: Hillside Primary\napproved_by: J. Osei\n---\n", None),
        ("---\nchannel: facebook\naccount: Miss Stuart History\napproved_by: J. Osei\n---\n", FAIL),
        ("---\nchannel: facebook\naccount: '@hillsideprimary'\n---\n", REVIEW),
    ],
)
def test_news_of_an_incident_needs_an_official_account_and_a_name(
    draft: str, level: Severity | None, tmp_path: Path
) -> None:
    assert levels(judge("southport", draft + "Police were called to the gate.", tmp_path)).get("STH-INC-1") is level


def test_without_a_register_no_account_is_held_against_a_post(tmp_path: Path) -> None:
    draft = (
        "---\nchannel: facebook\naccount: Miss Stuart History\napproved_by: J. Osei\n---\n"
        "Police were called to the gate."
    )
    found = levels(judge("southport", draft, tmp_path, settings=Settings()))
    assert "STH-INC-1" not in found
    assert found["STH-CHAN-3"] is NOTE


def test_an_unofficial_entry_of_the_register_is_none_of_the_trusts_own(tmp_path: Path) -> None:
    settings = Settings(accounts=(Account("Miss Stuart History", official=False),))
    draft = "---\nchannel: facebook\naccount: Miss Stuart History\n---\nPolice were called to the gate."
    assert levels(judge("southport", draft, tmp_path, settings=settings))["STH-INC-1"] is FAIL


@pytest.mark.parametrize(
    ("pack", "rule", "text"),
    [
        ("aspire", "ASP-NAME-3", "Tag your little one in the comments!"),
        ("aspire", "ASP-CHAT-1", "Any questions? DM us."),
        ("aspire", "ASP-GAIN-1", "I'm selling my car; message me to buy."),
        ("aspire", "ASP-GRIEV-1", "Staff morale is low and the bosses do nothing."),
        ("aspire", "ASP-CONF-1", "Five sealed tenders were received for the catering contract."),
        ("aspire", "ASP-CONF-1", "There will be redundancies."),
        ("aspire", "ASP-CONF-1", "Here is the draft budget."),
        ("aspire", "ASP-CONF-1", "Two pupils face permanent exclusion."),
        ("aspire", "ASP-CONF-1", "An update on the safeguarding case."),
        ("aspire", "ASP-U13-1", "Year 6, follow us on Instagram!"),
        ("aspire", "ASP-DISC-1", "I think homework should go."),
        ("north-star", "NST-CONF-1", "Draft proposals for the new building."),
        ("north-star", "NST-TONE-1", "What a terrible week."),
        ("north-star", "NST-OPIN-1", "We strongly oppose the council's plans."),
        ("snmat", "SNM-SOLIC-1", "Like and share to win a hamper."),
        ("snmat", "SNM-SOLIC-1", "Please vote for us!"),
        ("snmat", "SNM-SOLIC-1", "Vote for the Labour candidate."),
        ("snmat", "SNM-REFS-1", "We highly recommend Mrs Green for the role."),
        ("snmat", "SNM-INDIV-1", "In response to the complaint we have changed the rota."),
        ("southport", "STH-PURP-1", "Special offers, shop now!"),
        ("southport", "STH-PLAN-1", "Keep it to yourselves: it has not been announced."),
        ("southport", "STH-TALK-1", "Inbox us."),
        ("southport", "STH-SENS-1", "There are rumours about a teacher."),
        ("victoria", "VIC-VIEW-1", "In my view the test is unfair."),
        ("victoria", "VIC-U13-1", "Children can follow us on X."),
        ("victoria", "VIC-CONF-2", "One of our pupils has been permanently excluded."),
    ],
)
def test_what_a_careful_officer_would_stop(pack: str, rule: str, text: str, tmp_path: Path) -> None:
    assert levels(judge(pack, HEAD + text, tmp_path)).get(rule) is REVIEW


@pytest.mark.parametrize("pack", PACKS)
def test_no_wording_is_flagged_by_two_rules_at_once(pack: str, tmp_path: Path) -> None:
    text = (
        "The moron called it a shambles. A parent complained. In my opinion Brexit was a mistake; I'm selling "
        "T-shirts. DM us. Tag your child! "
        "Police were called. There will be redundancies. What a terrible week. Like and share to win. Year 6, follow "
        "us on X. Staff morale is low."
    )
    places = [(flag.where.start, flag.where.end) for flag in loud(judge(pack, HEAD + text, tmp_path))]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("text", "people", "named"),
    [
        ("Thank you to Mrs Green.", (), ["Green"]),
        ("Thank you to Mrs Green and Mr P. Lamb-Jones.", (), ["Green", "Lamb-Jones"]),
        ("Thank you to Mrs Green.", ("Mrs J. Green",), []),
        ("Thank you to Mrs Green.", ("Mrs Greenway",), ["Green"]),
        ("Dr Seuss, Mr Men and Mrs Tiggy-Winkle.", (), []),
        ("miss Friday's deadline", (), []),
    ],
)
def test_adults_who_are_not_on_the_people_list_are_noted(
    text: str, people: tuple[str, ...], named: list[str], tmp_path: Path
) -> None:
    listed = PeopleList(tuple(KnownName(name, PersonKind.STAFF) for name in people))
    flags = [
        flag for flag in judge("north-star", HEAD + text, tmp_path, people=listed).flags if flag.rule == "NST-IDENT-1"
    ]
    assert [flag.evidence for flag in flags] == named
    assert all(flag.severity is NOTE for flag in flags)
