"""The report for people on many posts: what to do first, on few screens, and nothing left out unsaid."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from postcheck.model.draft import Draft, Unexamined
from postcheck.model.report import DraftReport, Report
from postcheck.model.severity import Category, Severity
from postcheck.model.suggestion import Suggestion
from postcheck.model.text import PlaceKind, TextFile, Where
from postcheck.report.base import ReportOptions
from postcheck.report.rich_report import render

from . import build

BOUND = 6 * 24


def rendered(*posts: DraftReport, **options: Any) -> str:
    return render(Report(posts, build.PACK, build.DAY), ReportOptions(**options))


def flat(*posts: DraftReport, **options: Any) -> str:
    return " ".join(rendered(*posts, **options).split())


def moved(post: DraftReport, path: str, **changes: Any) -> DraftReport:
    return dataclasses.replace(post, draft=dataclasses.replace(post.draft, path=path), **changes)


def forty() -> tuple[DraftReport, ...]:
    kinds = (build.fair(), build.star(), build.match(), build.trip(), build.fair(checklist=(build.DRESS,)))
    return tuple(moved(kinds[number % 5], f"drafts/post-{number:02}.md") for number in range(40))


def suggested(**changes: Any) -> DraftReport:
    post = build.star()
    (flag,) = [flag for flag in post.flags if flag.where.line == 8]
    start, end = flag.where.start or 0, flag.where.end or 0
    wording = Suggestion(flag.where.file, 8, 96, "", "Amelia", "a Year 4 pupil", start, end)
    return dataclasses.replace(
        post, flags=(flag,), suggestions=(wording,), called=(("P0007", "Amelia Carter"),), **changes
    )


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_forty_posts_are_six_screens_and_all_are_there(width: int) -> None:
    posts = forty()
    lines = rendered(*posts, width=width, lines=BOUND).splitlines()
    assert len(lines) <= BOUND
    for post in posts:
        assert sum(post.draft.path in line for line in lines) >= 1
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("width", [60, 80, 100, 160])
@pytest.mark.parametrize("folder", ["drafts", "drafts/2026-27/autumn/facebook/week-12"])
@pytest.mark.parametrize("stopped", [False, True])
def test_forty_posts_that_all_fail_are_six_screens_too(width: int, folder: str, *, stopped: bool) -> None:
    posts = [moved(build.star(), f"{folder}/star-of-the-week-{number:02}.md") for number in range(40)]
    if stopped:
        reason = Unexamined("x.md", "The check was stopped before it was examined.")
        posts[30:] = [dataclasses.replace(post, stopped=True, unexamined=(reason,), flags=()) for post in posts[30:]]
    lines = rendered(*posts, width=width, lines=BOUND).splitlines()
    assert len(lines) <= BOUND
    for number in range(30 if stopped else 40):
        assert sum(f"star-of-the-week-{number:02}.md" in line for line in lines) >= 1
    assert max(cell_len(line) for line in lines if not line.lstrip().startswith("postcheck ")) <= width


def test_the_table_says_less_of_each_post_only_where_the_whole_has_no_room() -> None:
    whole, listed = "2 names in the text, 1 name in a picture,", "FAIL  drafts/post-01.md  5 to change, 1 to decide"
    for lines, says, acts in ((BOUND, True, True), (95, False, True), (75, False, False), (None, True, True)):
        text = rendered(*forty(), width=80, lines=lines)
        assert (whole in text) is says
        assert ("First: " in text) is acts
        assert (listed in text.splitlines()) is not acts
    short = rendered(*forty(), width=80, lines=95)
    assert "FAIL        drafts/post-01.md  5 to change, 1 to decide\n            First: Take the name out" in short
    assert len(rendered(*forty(), width=80, lines=75).splitlines()) <= 75
    columns = rendered(*forty(), width=100, lines=85)
    assert whole not in " ".join(columns.split())
    assert "5 to change, 1 to decide" in columns


def test_the_most_serious_comes_first_and_a_pass_is_one_line() -> None:
    text = rendered(*forty(), width=100, lines=BOUND)
    table = text[: text.index("\n\nFAIL  ")].splitlines()
    verdicts = [word for line in table if (word := line.split(" ")[0]) in {"FAIL", "REVIEW", "INCOMPLETE", "PASS"}]
    assert verdicts == ["FAIL"] * 8 + ["REVIEW"] * 8 + ["INCOMPLETE"] * 8 + ["PASS"] * 16
    passes = [line for line in table if line.startswith("PASS")]
    assert passes[0] == "PASS  drafts/post-00.md  (website)  no problems found"
    assert table[-16:] == passes


def test_what_has_no_room_is_said_and_how_to_see_it() -> None:
    text = flat(*forty(), width=100, lines=BOUND)
    shown = len(set(re.findall(r"Once it is changed: postcheck check (\S+)", text)))
    incomplete = text.count("Could not be examined:")
    left = re.search(
        r"(\d+) posts are only listed above\. To see all: .+? To see one in full: postcheck check drafts/\S+", text
    )
    assert left
    assert int(left[1]) == 24 - shown - incomplete
    full = flat(*forty(), width=100)
    assert "only listed above" not in full
    assert full.count("Once it is changed: ") == 16


def test_places_of_a_kind_are_counted_where_room_is_short() -> None:
    file = TextFile("a.md", "\n".join(f"Line for Amelia number {number}." for number in range(40)))
    flags = tuple(build.text_flag(file, "Amelia", number) for number in range(40))
    long = DraftReport(Draft("a.md", Path("a.md"), file), build.PACK, (), build.DAY, flags)
    text = flat(*(long, *forty()), width=100, lines=BOUND)
    assert "40 names in the text" in text
    assert "- and 37 more places" in text
    assert "more places" not in flat(long, width=100, lines=BOUND)


def test_questions_of_many_posts_are_asked_once() -> None:
    text = flat(*forty(), width=100, lines=BOUND)
    assert text.count(build.DRESS.text) == 1
    assert f"{build.DRESS.text} [dress_checked] (24 posts)" in text


@pytest.mark.parametrize(("width", "columns"), [(60, False), (80, False), (100, True), (160, True)])
def test_the_width_is_used(width: int, columns: bool) -> None:
    lines = rendered(*forty(), width=width).splitlines()
    assert any("Verdict" in line for line in lines) is columns
    assert width - 12 <= max(map(cell_len, lines)) <= width


def test_policy_and_dates_are_at_the_foot() -> None:
    for posts in ((build.star(),), (build.star(), build.fair())):
        text = rendered(*posts)
        assert text.index("Policy: Aspire") > text.index("What to do:")
        assert text.index("Judged as of") < text.index("Checked ")


def test_brief_is_one_line_a_post() -> None:
    lines = rendered(*forty(), brief=True).splitlines()
    assert len(lines) == 40
    assert lines[0] == (
        "FAIL  drafts/post-01.md  2 names in the text, 1 name in a picture, 1 name in the title and 1 more; 1 to decide"
    )
    assert lines[-1].startswith("PASS  drafts/post-")
    narrow = rendered(*forty(), brief=True, width=60).splitlines()
    assert len(narrow) == 40
    assert max(map(cell_len, narrow)) <= 60


def test_a_stopped_run_says_so_once() -> None:
    reason = Unexamined("x.md", "The check was stopped before it was examined.")
    left = [
        moved(build.trip(), f"drafts/{number:02}.md", stopped=True, unexamined=(reason,), flags=())
        for number in range(30)
    ]
    text = flat(build.star(), *left, width=100, lines=BOUND)
    assert text.casefold().count("stopped") == 1
    assert "The check was stopped before it reached 30 posts. Nothing is known of drafts/00.md, " in text
    assert "drafts/07.md and 22 more posts." in text
    assert "30 could not be fully examined" in text
    assert "drafts/29.md" in flat(build.star(), *left)


def test_the_pupils_name_stands_beside_the_id_where_names_are_shown() -> None:
    assert "(pupil P0007 Amelia Carter)" in flat(suggested())
    hidden = flat(suggested(), show_names=False)
    assert "(pupil P0007)" in hidden
    assert "Carter" not in hidden


def test_other_wording_is_suggested_at_the_place() -> None:
    assert "(pupil P0007 Amelia Carter); say “a Year 4 pupil” What to do:" in flat(suggested())
    assert "In line 8, say “a Year 4 pupil” instead of the name." in flat(suggested(), build.fair())
    two = suggested()
    other = dataclasses.replace(two.flags[0], where=dataclasses.replace(two.flags[0].where, column=40))
    both = dataclasses.replace(two, flags=(*two.flags, other))
    assert f"In line 8, column {two.flags[0].where.column}, say “a Year 4 pupil”" in flat(both, build.fair())
    final = suggested()
    final = dataclasses.replace(final, flags=(dataclasses.replace(final.flags[0], waivable=False),))
    assert "; say" not in flat(final)


def test_a_command_stands_on_a_line_of_its_own_for_this_draft() -> None:
    advice = 'Leave it out, or have a senior leader sign the post off: `postcheck sign-off DRAFT --as "NAME"`.'
    flag = build.name_flag(
        "",
        Where(PlaceKind.POST, "a b.md"),
        rule="ASP-ACC-2",
        category=Category.CONTENT,
        severity=Severity.REVIEW,
        advice=advice,
        pupil_ids=(),
    )
    lines = rendered(moved(build.fair(), "a b.md", flags=(flag,))).splitlines()
    assert "      postcheck sign-off 'a b.md' --as \"NAME\"" in lines
    assert "  Once it is changed: postcheck check 'a b.md'" in lines


def test_a_name_in_the_path_of_a_command_is_hidden_however_it_is_quoted() -> None:
    path = "Amelia's star.md"
    found = build.name_flag("Amelia", Where(PlaceKind.FILENAME, path, "filename", start=0, end=6))
    post = moved(build.star(), path)
    post = dataclasses.replace(post, flags=(*post.flags, found))
    assert "postcheck check 'Amelia'" in flat(post)
    hidden = flat(post, build.fair(), show_names=False, lines=BOUND)
    assert "Amelia" not in hidden
    assert "Once it is changed: postcheck check " in hidden
