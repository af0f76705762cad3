"""The Markdown report, and that nothing from a draft is markup in it."""

from __future__ import annotations

import dataclasses
import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.model.draft import Draft, Unexamined
from postcheck.model.pack import Pack
from postcheck.model.report import Flag, Report
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind, TextFile, Where
from postcheck.report.base import FORMATS, ReportOptions
from postcheck.report.markdown_text import code, prose
from postcheck.report.plain import plain

from . import build

TEXT = st.text(st.sampled_from("ab `|\\<>&*_[]()#@!:/.~$^-+=\n\"'é"), max_size=20)


def rendered(report: Report, *, show_names: bool = True) -> str:
    return FORMATS["markdown"](report, ReportOptions(show_names=show_names))


def table(text: str, head: str) -> list[list[str]]:
    """Return the rows of the first table whose head begins so."""
    lines = text[text.index(f"| {head}") :].split("\n\n", maxsplit=1)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def outside_code(text: str) -> str:
    """Return what is left for a reader of Markdown to take as markup: neither escaped nor code."""
    left, position = "", 0
    text = re.sub(r"<code>[^<]*</code>", "", text)
    while position < len(text):
        if text[position] == "\\" and position + 1 < len(text):
            position += 2
            continue
        if run := re.compile("`+").match(text, position):
            closing = re.compile(f"(?<!`){run[0]}(?!`)").search(text, run.end())
            assert closing, f"a fence that is not closed: {text}"
            position = closing.end()
            continue
        left += text[position]
        position += 1
    return left


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Amelia", "`Amelia`"),
        ("a`b", "``a`b``"),
        ("`a`", "`` `a` ``"),
        (" a", "`  a `"),
        ("a|b*", "<code>a&#124;b&#42;</code>"),
        ("a\nb", "`a b`"),
        ("", "<code></code>"),
        ("\x1b[0m", "`<U+001B>[0m`"),
    ],
)
def test_code(text: str, shown: str) -> None:
    assert code(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Write `people: []` here.", "Write `people: []` here."),
        ("a *b* _c_ <i>d</i> | e", r"a \*b\* \_c\_ \<i\>d\</i\> \| e"),
        ("[x](y) ![z](w)", r"\[x\](y) !\[z\](w)"),
        ("Ask @someone, see #12 or https://a.b.", "Ask `@someone,` see `#12` or `https://a.b.`"),
        ("`x`@y", "`x` `@y`"),
        (":smile: at 9:30", "`:smile:` at 9:30"),
        ("&amp; ~~a~~ $b$", r"\&amp; \~\~a\~\~ \$b\$"),
        ("“a Year 4 pupil” (a note).", "“a Year 4 pupil” (a note)."),
    ],
)
def test_prose(text: str, shown: str) -> None:
    assert prose(text) == shown


@given(TEXT)
def test_code_is_shown_to_the_letter(text: str) -> None:
    """Undone as CommonMark reads it, within a table."""
    written = code(text)
    assert not re.search(r"(?<!\\)\|", written)
    if match := re.fullmatch(r"<code>(.*)</code>", written):
        shown = html.unescape(match[1])
    else:
        fence = re.match(r"`+", written)
        assert fence
        inside = written[len(fence[0]) : -len(fence[0])]
        assert fence[0] not in re.findall(r"`+", inside)
        padded = inside.startswith(" ") and inside.endswith(" ") and inside.strip(" ")
        shown = inside[1:-1] if padded else inside
    assert shown == plain(text)


@given(TEXT)
def test_prose_has_no_live_markup(text: str) -> None:
    outside = outside_code(prose(text))
    assert not set(outside) & set("*_<>|[]`&~$")
    assert "@" not in outside
    assert "\n" not in outside


def test_the_head_and_the_table_of_posts() -> None:
    text = rendered(build.everything())
    assert text.startswith("## postcheck: ❌ FAIL\n\n**1 of 5 posts must not go out as it is, 1 needs a decision")
    assert table(text, "Verdict") == [
        ["❌ FAIL", "`sample_posts/star.md`", "facebook", "5 to change, 1 to decide"],
        ["⚠️ REVIEW", "`sample_posts/match.md`", "x, instagram", "1 to decide, 1 for information"],
        ["❔ INCOMPLETE", "`sample_posts/trip.md`", "none named", "1 not examined"],
        ["✅ PASS", "`sample_posts/fair.md`", "website", "no problems found"],
        ["✅ PASS", "`sample_posts/fair.md`", "website", "no problems found"],
    ]
    assert text.endswith("- Judged as of 21 November 2026, with the consent list sample\\_posts/consent.csv.\n")


def test_a_post_in_full() -> None:
    text = rendered(build.one(build.star()))
    assert "### ❌ FAIL `sample_posts/star.md`" in text
    assert "#### ❌ Must change: No child's name in a post (`ASP-NAME-1`)" in text
    assert [
        "A pupil's first name is in the text.",
        "line 8, column 96 of the text",
        "`…to the museum. Well done to »Amelia« for reading forty books…`",
        "P0007",
    ] in table(text, "What")
    assert f"**What to do:** {build.NEVER}" in text
    assert "**Policy:** section “Use of children's names”" in text


def test_a_post_with_nothing_found_has_no_section() -> None:
    assert "### " not in rendered(build.one(build.fair()))


def test_what_was_not_examined() -> None:
    ((file, why),) = table(rendered(build.one(build.trip())), "File")
    assert file == "`beach.heic`"
    assert why.startswith("It is no picture that postcheck can open.")


def test_each_question_is_asked_once() -> None:
    assert table(rendered(build.everything()), "Question") == [
        [
            build.DRESS.text,
            "`dress_checked`",
            "`sample_posts/star.md`, `sample_posts/match.md`, `sample_posts/fair.md`",
        ],
        [build.DELETE.text, "`compromising_deleted`", "`sample_posts/star.md`"],
    ]
    assert table(rendered(build.one(build.fair(checklist=(build.DRESS,)))), "Question")[0][2] == "this post"


def test_what_is_about_an_account_is_asked_once_for_the_account() -> None:
    text = rendered(build.one(build.fair(checklist=(build.STAFF,))))
    assert table(text, "Account") == [["Hillside Primary", build.STAFF.text, build.NEVER]]
    assert "under `declare:`" not in text


def test_posts_of_several_policies_name_theirs() -> None:
    other = Pack("hillside", "Hillside", "2", "Hillside policy", None, ())
    text = rendered(Report((build.star(), dataclasses.replace(build.trip(), pack=other)), build.PACK, build.DAY))
    assert "(policy: Hillside)" in text
    assert "(judged as of 1 December 2026)" in rendered(build.everything())


def test_names_are_hidden_on_request() -> None:
    text = rendered(build.everything(), show_names=False)
    assert not re.search("amelia|mohammed", text, re.IGNORECASE)
    assert "| ▮▮▮ |" in text


def test_nothing_checked() -> None:
    assert "No drafts were found" in rendered(Report((), build.PACK, build.DAY))


def test_hostile_text_is_no_markup() -> None:
    hostile = "<img src=x onerror=alert(1)> | **x** [a](javascript:b) @everyone `"
    file = TextFile("a|b`.md", hostile)
    flag = Flag(
        "R|1",
        Category.CONTENT,
        Severity.FAIL,
        hostile,
        hostile,
        hostile,
        Where(PlaceKind.TEXT, file.name, "body", 1, 1, 0, len(hostile)),
    )
    post = dataclasses.replace(
        build.fair(), draft=Draft(file.name, None, file), flags=(flag,), unexamined=(Unexamined("x\ny|z", hostile),)
    )
    text = rendered(build.one(post))
    for line in text.splitlines():
        outside = outside_code(line)
        assert not set(outside) & set("<>[]`")
        assert "@" not in outside
        if line.startswith("| "):
            assert outside.count("|") in {3, 5}
