"""Links: what their address gives away, with and without the school's own list."""

from __future__ import annotations

from pathlib import Path

import pytest

from postcheck.model.settings import Settings
from postcheck.model.severity import Severity
from postcheck.model.text import PlaceKind
from tests.judge.desk import ACCOUNTS, PACKS, judge, loud

HEAD = "---\nchannel: facebook\n---\n"
FAIL, REVIEW, NOTE = Severity.FAIL, Severity.REVIEW, Severity.NOTE
RULES = {"aspire": "ASP-LINK-1", "north-star": "NST-LINK-1", "snmat": "SNM-LINK-1", "southport": "STH-LINK-1"}


def said(pack: str, text: str, folder: Path, *allow: str) -> list[tuple[Severity, str]]:
    flags = judge(pack, HEAD + text, folder, settings=Settings(accounts=ACCOUNTS, links=allow)).flags
    return [(flag.severity, flag.evidence) for flag in flags if flag.rule == RULES[pack]]


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("https://bit.ly/abc123", "https://bit.ly/abc123"),
        ("Form: bit.ly/abc123.", "bit.ly/abc123"),
        ("[the form](https://tinyurl.com/x)", "https://tinyurl.com/x"),
        ("<https://t.co/x>", "https://t.co/x"),
        ("https://user@evil.example/", "https://user@evil.example/"),
        ("https://www.gov.uk@evil.example/", "https://www.gov.uk@evil.example/"),
        ("http://192.0.2.7/form", "http://192.0.2.7/form"),
        ("[x](<https://[2001:db8::1]/>)", "https://[2001:db8::1]/"),
        ("https://xn--bbc-tma.example/", "https://xn--bbc-tma.example/"),
        ("[x](https://bbс.co.uk/)", "https://bbс.co.uk/"),  # noqa: RUF001 - a Cyrillic letter
        ("https://www.school.sch.uk:8443/", "https://www.school.sch.uk:8443/"),
        ("[x](javascript:alert(1))", "javascript:alert(1)"),
        ("[x](ftp://files.example/x)", "ftp://files.example/x"),
        ("[x](whatsapp://send?text=1)", "whatsapp://send?text=1"),
    ],
)
def test_odd_addresses_go_to_a_person(text: str, flagged: str, tmp_path: Path) -> None:
    assert said("aspire", text, tmp_path) == [(REVIEW, flagged)]


@pytest.mark.parametrize(
    "text",
    [
        "https://www.gov.uk/school-uniform",
        "https://www.hillside.cornwall.sch.uk/news?id=3#top",
        "https://www.bbc.co.uk/bitesize and https://www.nspcc.org.uk and https://rnli.org/",
        "https://www.facebook.com/school, https://youtu.be/abc, https://uk.linkedin.com/x",
        "www.school.sch.uk",
        "WWW.GOV.UK/Apply",
        "https://www.gov.uk:443/",
        "[write](mailto:office@school.sch.uk) or [ring](tel:01632960123)",
        "[below](#menu), [the menu](menu.pdf), [home](/), [next](../next.html)",
        "bit by bit.ly is no link",
        "No link at all.",
    ],
)
def test_ordinary_addresses_say_nothing(text: str, tmp_path: Path) -> None:
    for pack in RULES:
        assert said(pack, text, tmp_path) == []


def test_an_unknown_site_is_worth_a_note_and_no_more(tmp_path: Path) -> None:
    for pack in PACKS:
        assert loud(judge(pack, HEAD + "https://www.joes-coaches.example/book", tmp_path)) == []
    assert said("aspire", "https://www.joes-coaches.example/book", tmp_path) == [
        (NOTE, "https://www.joes-coaches.example/book")
    ]


def test_plain_http_is_a_note_and_a_review_where_the_policy_asks_for_safe_links(tmp_path: Path) -> None:
    assert [said(pack, "http://www.school.sch.uk/", tmp_path)[0][0] for pack in RULES] == [NOTE, NOTE, REVIEW, NOTE]


@pytest.mark.parametrize(
    ("allow", "text", "level"),
    [
        ("school.sch.uk", "https://www.school.sch.uk/", None),
        (".school.sch.uk", "https://school.sch.uk/", None),
        ("*.sch.uk", "https://other.sch.uk/", None),
        ("school.sch.uk", "https://www.gov.uk/", REVIEW),
        ("school.sch.uk", "https://notschool.sch.uk/", REVIEW),
        ("school.sch.uk", "https://school.sch.uk.evil.example/", REVIEW),
        ("bit.ly", "https://bit.ly/x", None),
        ("school.sch.uk", "https://bit.ly/x", REVIEW),
    ],
)
def test_the_schools_own_list_decides(allow: str, text: str, level: Severity | None, tmp_path: Path) -> None:
    assert [severity for severity, _ in said("aspire", text, tmp_path, allow)] == ([level] if level else [])


def test_links_stand_where_they_are_written(tmp_path: Path) -> None:
    draft = (
        '---\nchannel: facebook\nfirst_comment: "More: https://bit.ly/one"\n---\n'
        "[Form](https://bit.ly/two) and bit.ly/three"
    )
    flags = [flag for flag in judge("aspire", draft, tmp_path).flags if flag.rule == "ASP-LINK-1"]
    assert {flag.evidence for flag in flags} == {"https://bit.ly/one", "https://bit.ly/two", "bit.ly/three"}
    for flag in flags:
        assert flag.where.kind is PlaceKind.TEXT
        assert draft[flag.where.start : flag.where.end] == flag.evidence
