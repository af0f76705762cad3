"""``--hide-names``: no report gives away anybody on the consent list, however the name is written."""

from __future__ import annotations

import html
import itertools
import unicodedata
from urllib.parse import unquote

import pytest

from postcheck.report.audit_base import AUDIT_FORMATS
from postcheck.report.base import FORMATS
from postcheck.report.listed import squashed
from postcheck.report.mask import MASK
from tests.builders import archives, published
from tests.builders.school import CONSENT, DAY, School

ROWS = """\
P0008,Zoë,Kowalczyk,,,3,current,none,written,given,given,given,given,given
P0009,Summer,Brackenbury,,,3,current,none,written,refused,refused,refused,refused,refused
P0010,Mary Jane,O'Leary-Okonjo,,,3,current,none,written,given,given,given,given,given
"""
NAMES = [
    ("Amelia", "Carter"),
    ("Rhys", "Morgan"),
    ("Zainab", "Qureshi"),
    ("Oluwaseun", "Adeyemi"),
    ("Seun", "Adeyemi"),
    ("Tomasz", "Wójcik"),
    ("Imogen", "Fairweather"),
    ("Imogen", "Blackstock"),
    ("Zoë", "Kowalczyk"),
    ("Summer", "Brackenbury"),
    ("Mary Jane", "O'Leary-Okonjo"),
]
ALONE = ["Oluwaseun", "Adeyemi", "Zainab", "Qureshi", "Tomasz", "Wójcik", "Imogen", "Fairweather", "Kowalczyk"]
ALONE += ["Blackstock", "Brackenbury", "Okonjo", "Amelia", "Rhys"]
GIVEN_AWAY = [squashed("".join(pair)) for name in NAMES for pair in itertools.permutations(name)]
GIVEN_AWAY += [squashed(name) for name in ALONE]


def leaks(out: str) -> list[str]:
    """Return the names that can be read in a report, in any form that a program or a reader would undo."""
    found = squashed(unicodedata.normalize("NFC", unquote(html.unescape(out))))
    if "\\u" in out:
        found += squashed(unquote(out.encode("ascii", "replace").decode("unicode_escape")))
    return [name for name in GIVEN_AWAY if name in found]


FRONT = "---\nchannel: facebook\n{}---\n{}\n"
DRAFTS = {
    # Pupils who stand in paths only.
    "drafts/Oluwaseun Adeyemi/snow.md": FRONT.format("", "Snow fell on the playground."),
    "drafts/Zoe Kowalczyk/snow.md": FRONT.format("", "Snow fell on the field."),
    "drafts/wojcik_tomasz.md": FRONT.format("", "![The hall](pics/FairweatherImogen.png)"),
    "drafts/Summer/Brackenbury/post.md": FRONT.format("", "A song."),
    "drafts/maryjane-olearyokonjo/post.md": FRONT.format("", "A dance, by cadet Brackenbury and T. Brackenbury."),
    "drafts/zkowalczyk.md": FRONT.format("Okonjo: yes\n", "![The hall](<pics/Qureshi gone.png>)"),
    "drafts/QURESHI, Zainab.md": FRONT.format("", "Mail office@oluwaseun-adeyemi.example to come."),
    # Pupils who are found, and named in every part of a draft.
    "drafts/Imogen-Blackstock.md": FRONT.format(
        "title: Rhys Morgan\napproved_by: Amelia Carter\nTomasz Wójcik: yes\nimages:\n"
        "  - {file: pics/zainab.png, alt: Zainab Qureshi, caption: Seun Adeyemi}\n"
        "  - {file: pics/Amelia Carter gone.png}\n",
        "Well done, Imogen Blackstock, and Amelia! See [here](https://hillside.example/Rhys%20Morgan). #TomaszWojcik",
    ),
}


@pytest.fixture
def named(school: School) -> School:
    (school.folder / "consent.csv").write_text(CONSENT + ROWS, encoding="utf-8")
    for name, text in DRAFTS.items():
        school.draft(text, name)
    school.picture("Rhys Morgan", "drafts/pics/FairweatherImogen.png")
    school.picture("", "drafts/pics/zainab.png")
    (school.folder / "drafts/Zoe Kowalczyk.pptx").write_bytes(b"no slides")
    (school.folder / "drafts/Adeyemi").mkdir()
    (school.folder / "drafts/Adeyemi/broken.docx").write_bytes(b"no letter")
    return school


def arguments(report_format: str) -> list[str]:
    return ["--consent", "consent.csv", "--policy", "aspire", "--date", DAY, "--format", report_format, "--hide-names"]


@pytest.mark.parametrize("report_format", FORMATS)
def test_no_report_of_a_check_gives_a_name_away(named: School, report_format: str) -> None:
    result = named.run("check", "drafts", *arguments(report_format))
    assert result.code == 1
    assert leaks(result.out) == []
    assert leaks(result.err) == []


@pytest.mark.parametrize("report_format", FORMATS)
def test_what_is_set_aside_gives_no_name_away(named: School, report_format: str) -> None:
    shown = named.run("check", "drafts", *arguments("json")[:-1])
    entries = [
        f'[[waiver]]\nfingerprint = "{flag["fingerprint"]}"\nrule = "{flag["rule"]}"\ndraft = "{post["path"]}"\n'
        f'reason = "Amelia Carter\'s mother and Zoe-Kowalczyk agreed"\nby = "J. Osei"\nuntil = 2026-12-31\n'
        for post in shown.report["posts"]
        for flag in post["flags"]
        if flag["fingerprint"]
    ]
    (named.folder / "postcheck-waivers.toml").write_text("\n".join(entries), encoding="utf-8")
    result = named.run("check", "drafts", *arguments(report_format))
    assert result.code in {1, 3}, result.err
    assert leaks(result.out) == []


def test_a_person_can_still_find_each_draft(named: School) -> None:
    result = named.run("check", "drafts", *arguments("json"))
    paths = [post["path"] for post in result.report["posts"]]
    assert len(set(paths)) == len(paths)
    assert len([path for path in paths if path.startswith(f"drafts/{MASK}") and path.endswith("/snow.md")]) == 2


def test_words_are_no_names_until_one_is_found(named: School) -> None:
    named.draft(FRONT.format("", "The fair is at noon."), "news/summer/rose.md")
    result = named.run("check", "news", *arguments("json"))
    assert result.post["path"] == "news/summer/rose.md"


@pytest.mark.parametrize("report_format", AUDIT_FORMATS)
def test_no_report_of_an_audit_gives_a_name_away(named: School, report_format: str) -> None:
    posts = named.folder / "posts"
    files: dict[str, archives.Content] = {name.removeprefix("drafts/"): text for name, text in DRAFTS.items()}
    files |= {"pics/FairweatherImogen.png": archives.picture(), "Adeyemi Seun.pptx": b"no slides"}
    archives.folder(posts, files)
    published.stored(named.folder / "audit.db", posts)
    result = named.run("audit", "report", "--store", "audit.db", *arguments(report_format))
    assert result.code == 1, result.err
    assert leaks(result.out) == []
    assert leaks(result.err) == []


def test_what_redact_says_gives_no_name_away(named: School) -> None:
    given = [one for one in arguments("") if one not in {"--format", ""}]
    result = named.run("redact", "drafts", "--out", "Oluwaseun Adeyemi copies", *given)
    assert result.code in {0, 1, 3}, result.err
    assert MASK in result.out
    assert leaks(result.out) == []
    assert leaks(result.err) == []
