"""The report for people: every flag with what, where, which rule and what to do.

It is readable without colour, narrow, piped, and in a poor encoding.
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from postcheck.model.draft import Draft, Unexamined
from postcheck.model.pack import Pack
from postcheck.model.report import ChecklistItem, DraftReport, Report
from postcheck.model.severity import Category, Severity
from postcheck.model.text import PlaceKind, TextFile, Where
from postcheck.report import overview
from postcheck.report.base import FORMATS, ReportOptions
from postcheck.report.rich_report import render, sheet

from . import build


def rendered(*posts: DraftReport, pack: Pack = build.PACK, day: date = build.DAY, **options: Any) -> str:
    return render(Report(posts, pack, day), ReportOptions(**options))


def flat(*posts: DraftReport, **options: Any) -> str:
    """Return the report with its wrapping undone."""
    return " ".join(rendered(*posts, **options).split())


def test_the_whole_report() -> None:
    assert (
        rendered(build.star(), build.trip(), build.fair())
        == """\
FAIL        sample_posts/star.md
            2 names in the text, 1 name in a picture, 1 name in the title and 1
            more; 1 to decide
            First: Take the name out, or say “a pupil” instead.
INCOMPLETE  sample_posts/trip.md  1 thing not examined
            First: Look at beach.heic yourself.

PASS  sample_posts/fair.md  (website)  no problems found

FAIL  sample_posts/star.md  (facebook)

  Must change: No child's name in a post [ASP-NAME-1]
    A pupil's first name and surname initial is in the title.
    - in the title (line 3): “title: »Amelia C« is our star!” (pupil P0007)
    A pupil's first name is in the alt text of a picture.
    - in the alt text of certificate.jpg (line 6): “alt: A certificate for
      »Amelia«” (pupil P0007)
    A pupil's first name is in the text.
    - line 8, column 96 of the text: “…to the museum. Well done to »Amelia« for
      reading forty books…” (pupil P0007)
    - line 10, column 10 of the text: “#WellDone»Amelia«” (pupil P0007)
    What to do: Take the name out, or say “a pupil” instead. This policy allows
                no name, whatever the family agreed to.
    Policy:     section “Use of children's names”

  Must change: A child's name in a picture is blurred out [ASP-NAME-2]
    A pupil's full name is readable in a picture.
    - in the picture certificate.jpg, in the middle: “»AMELIA CARTER«” (pupil
      P0007)
    What to do: Cover the name in the picture (a solid box is best), or use
                another picture.
    Policy:     section “Use of children's names”

  Please decide: Consent for every pupil who is shown [ASP-IMG-1]
    Nobody has said who can be recognised in this picture, so consent could not
    be checked.
    - in the picture certificate.jpg
    What to do: List the pupils who can be recognised under `people:` for the
                picture, or write `people: []` if nobody can be recognised.
      postcheck confirm sample_posts/star.md
    Policy:     section “Use of images & video”

  Please confirm before posting:
    - Everyone in the picture is dressed appropriately, and nobody is made fun
      of. [dress_checked]
    - Pictures that turned out compromising have been deleted.
      [compromising_deleted]
    Once confirmed, write in the draft's header:
      declare: [dress_checked, compromising_deleted]

  Once it is changed: postcheck check sample_posts/star.md

INCOMPLETE  sample_posts/trip.md  (no channel named)

  Could not be examined:
    - beach.heic: It is no picture that postcheck can open. Save it as JPEG or
      PNG and name that file in the draft.

Policy: Aspire Academy Trust: Social Media Policy, version 1.3
This policy was due for review in June 2026. That does not change the results,
but tell whoever owns it.
Judged as of 21 November 2026, with the consent list sample_posts/consent.csv.

Checked 3 posts: 1 FAIL, 1 INCOMPLETE, 1 PASS.
1 of 3 posts must not go out as it is, 1 could not be fully examined, 1 has no
problems found.
Next: change what must change, settle what is to be decided, and run the check
again.
"""
    )


def test_either_of_two_pupils() -> None:
    assert "»Mohammed« scored twice, and Art kept goal.” (pupil P0012 or P0013)" in flat(build.match())


def test_a_flag_says_at_which_level_it_is() -> None:
    text = flat(build.match())
    assert "Please decide: No child's name in a post [ASP-NAME-1]" in text
    assert "For information: No child's name in a post [ASP-NAME-1]" in text


def test_every_occurrence_is_listed_and_the_advice_given_once() -> None:
    file = TextFile("a.md", "\n".join(f"Line for Amelia number {number}." for number in range(40)))
    flags = tuple(build.text_flag(file, "Amelia", number) for number in range(40))
    text = rendered(DraftReport(Draft("a.md", Path("a.md"), file), build.PACK, (), build.DAY, flags))
    assert [int(line) for line in re.findall(r"- line (\d+), column 10 of the text", text)] == list(range(1, 41))
    assert text.count("What to do:") == text.count("[ASP-NAME-1]") == 1


def test_the_worst_comes_first_whatever_the_order_of_the_flags() -> None:
    post = build.star()
    post = dataclasses.replace(post, flags=tuple(reversed(post.flags)))
    assert re.findall(r"\[([A-Z]+-[A-Z]+-\d)\]", rendered(post)) == ["ASP-NAME-1", "ASP-NAME-2", "ASP-IMG-1"]
    assert rendered(post) == rendered(build.star())


def test_a_rule_that_is_not_the_policys_own_says_so() -> None:
    good_practice = build.name_flag(
        "", Where(PlaceKind.POST, "a.md"), rule="PC-REC-1", category=Category.RECORD, pupil_ids=()
    )
    inferred = build.name_flag(
        "", Where(PlaceKind.POST, "a.md"), rule="ASP-ACC-2", category=Category.CHANNEL, pupil_ids=()
    )
    text = flat(dataclasses.replace(build.fair(), flags=(good_practice, inferred)))
    assert "Policy: Baseline (good practice, not the policy's own words)" in text
    assert "Policy: section “Accounts” (our reading of it)" in text


def test_a_flag_without_a_rule_of_the_pack_is_shown_all_the_same() -> None:
    text = flat(
        dataclasses.replace(build.fair(), flags=(build.name_flag("", Where(PlaceKind.POST, "a.md"), rule="OTHER-9"),))
    )
    assert "Must change: OTHER-9 A pupil's first name is in the text. - pupil P0007 What to do:" in text


def test_waived_flags_are_counted_and_named() -> None:
    flag = dataclasses.replace(build.star().flags[1], waiver=build.WAIVER)
    text = flat(dataclasses.replace(build.fair(), suppressed=(flag,)))
    assert (
        "1 finding is waived and not counted: ASP-NAME-1. - ASP-NAME-1, line 8, column 96 of the text, "
        "waived by J. Osei until 31 December"
    ) in text
    assert "no problems found, apart from what was waived" in text
    assert "No problems found in this post, apart from what was waived." in text
    text = flat(dataclasses.replace(build.fair(), suppressed=(flag, flag)))
    assert "1 PASS. 2 findings are waived and not counted: ASP-NAME-1 (2 times)." in text


def test_a_name_in_the_reason_of_a_waiver_is_hidden_with_the_others() -> None:
    waiver = dataclasses.replace(build.WAIVER, reason="Amelia's grandfather, not Amelia")
    post = dataclasses.replace(build.star(), suppressed=(dataclasses.replace(build.star().flags[1], waiver=waiver),))
    assert "grandfather" in flat(post)
    hidden = flat(post, show_names=False)
    assert "grandfather, not" in hidden
    assert "Amelia" not in hidden


def test_declared_checklist_items_are_not_asked_again() -> None:
    declared = dataclasses.replace(build.DRESS, declared=True)
    text = flat(build.fair(checklist=(declared,)))
    assert "confirm" not in text
    assert text.endswith("No problems found in this post. Next: have it signed off as usual.")


def test_a_checklist_is_explained_once() -> None:
    text = flat(
        build.fair(checklist=(build.DRESS,)),
        build.fair(checklist=(build.DRESS,)),
        build.fair(checklist=(build.DRESS, build.DELETE)),
    )
    assert text.count(build.DRESS.text) == text.count(build.DELETE.text) == 1
    assert "Please confirm before posting (explained above): declare: [dress_checked] " in text
    assert f"{build.DELETE.text} [compromising_deleted] - dress_checked (explained above) Once confirmed" in text
    assert "declare: [dress_checked, compromising_deleted]" in text


def test_what_is_about_an_account_is_asked_once_and_not_of_each_post() -> None:
    text = flat(build.fair(checklist=(build.STAFF,)), build.fair(checklist=(build.STAFF, build.DRESS)))
    assert text.count(build.STAFF.text) == 1
    assert "two_named_staff" not in text
    assert (
        f"Please confirm once for the account Hillside Primary: - {build.STAFF.text} What to do: "
        f"{build.NEVER} Policy: Aspire"
    ) in text
    assert "account Hillside" not in flat(build.fair(checklist=(dataclasses.replace(build.STAFF, declared=True),)))


def test_what_a_post_may_not_go_out_without_is_asked_with_the_post() -> None:
    text = flat(build.fair(checklist=(dataclasses.replace(build.STAFF, required=True),)))
    assert "declare: [two_named_staff]" in text
    assert "once for the account" not in text


def test_the_place_for_answers_is_said_again_where_it_is_another(tmp_path: Path) -> None:
    leaflet = Draft("a/leaflet.pdf", tmp_path / "leaflet.pdf", beside=True)
    report = dataclasses.replace(build.fair(checklist=(build.DRESS,)), draft=leaflet)
    text = flat(build.fair(checklist=(build.DRESS,)), report)
    assert (
        "(explained above), and write in a file called leaflet.pdf.postcheck.yaml in the same folder: "
        "declare: [dress_checked]"
    ) in text


def test_what_the_message_says_already_is_not_repeated_as_a_place() -> None:
    flag = build.name_flag("x", Where(PlaceKind.POST, "a.md"), message="The post is meant for x.", pupil_ids=())
    assert "»x«" not in flat(dataclasses.replace(build.fair(), flags=(flag,)))


def test_a_checklist_item_without_a_word_is_declared_by_its_rule() -> None:
    assert "declare: [ASP-IMG-6]" in flat(
        build.fair(checklist=(ChecklistItem("ASP-IMG-6", "Deleted.", declared=False),))
    )


def test_no_consent_list() -> None:
    without = dataclasses.replace(build.fair(), consent_lists=())
    assert (
        "Judged as of 21 November 2026. No consent list was given for these posts, so nothing is known of "
        "who your pupils are."
    ) in flat(without)
    text = flat(without, build.fair())
    assert "with the consent list sample_posts/consent.csv. No consent list was given for some of these posts" in text
    assert "No consent list" not in flat(build.fair())


def test_no_policy() -> None:
    pack = Pack("baseline", "postcheck baseline", "1", "Good practice", None, ())
    text = flat(dataclasses.replace(build.fair(), pack=pack), pack=pack)
    assert "Policy: postcheck baseline, version 1 No policy was chosen, so these are general rules only." in text
    assert "due for review" not in text


@pytest.mark.parametrize(
    ("due", "words"), [("2025", "in 2025"), ("2026-06", "in June 2026"), ("2026-06-30", "on 30 June 2026")]
)
def test_a_policy_past_its_review(due: str, words: str) -> None:
    pack = dataclasses.replace(build.PACK, review_due=due)
    assert f"This policy was due for review {words}. That does not change the results" in flat(
        dataclasses.replace(build.fair(), pack=pack), pack=pack
    )


def test_a_policy_before_its_review_is_not_mentioned() -> None:
    assert "due for review" not in flat(build.fair(), day=date(2026, 6, 30))


def test_posts_under_two_policies_say_which() -> None:
    other = Pack("north-star", "North Star: Social Media", "2.0", "North Star", "2030", build.PACK.rules)
    text = flat(build.star(), dataclasses.replace(build.star(), pack=other))
    assert "Policy: Aspire Academy Trust: Social Media Policy, version 1.3 It was due" in text
    assert "Policy: North Star: Social Media, version 2.0" in text
    assert "(facebook; policy: aspire)" in text
    assert "(facebook; policy: north-star)" in text
    assert "Policy: North Star: Social Media, section “Use of children's names”" in text


def test_a_day_of_publication_is_named_where_it_is_another() -> None:
    assert "(x, instagram; judged as of 1 December 2026)" in flat(build.match())


@pytest.mark.parametrize(
    ("posts", "outcome"),
    [
        ((), "No drafts were found, so nothing was checked."),
        ((build.star(),), "Checked 1 post: 1 FAIL. This post must not go out as it is."),
        ((build.match(),), "Checked 1 post: 1 REVIEW. This post needs a decision before it goes out."),
        ((build.trip(),), "Checked 1 post: 1 INCOMPLETE. This post could not be fully examined."),
        ((build.fair(),), "Checked 1 post: 1 PASS. No problems found in this post."),
        ((build.fair(), build.fair()), "Checked 2 posts: 2 PASS. 2 of 2 posts have no problems found."),
        (
            (build.star(),) * 3 + (build.match(),) * 2 + (build.trip(),) + (build.fair(),) * 6,
            (
                "3 of 12 posts must not go out as they are, 2 need a decision, 1 could not be fully examined, 6 "
                "have no problems found."
            ),
        ),
    ],
)
def test_the_end(posts: tuple[DraftReport, ...], outcome: str) -> None:
    assert outcome in flat(*posts)


def test_passing_posts_are_one_line_each() -> None:
    lines = rendered(build.fair(), build.fair(), build.fair()).splitlines()
    first = lines.index("PASS  sample_posts/fair.md  (website)  no problems found")
    assert lines[first : first + 3] == [lines[first]] * 3


def test_nothing_is_called_safe_or_lawful() -> None:
    text = rendered(*build.everything().posts).casefold()
    assert not re.search(r"\b(safe|lawful|unlawful)\b", text)


def test_standard_input_is_called_so() -> None:
    post = DraftReport(Draft("-", None, TextFile("-", "x")), build.PACK, (), build.DAY)
    assert "PASS standard input (no channel named)" in flat(post)


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "ascii"])
def test_no_line_is_too_wide_nor_ends_in_blanks(width: int, encoding: str) -> None:
    for line in rendered(*build.everything().posts, width=width, encoding=encoding).splitlines():
        assert cell_len(line) <= width or line.startswith("      postcheck ")  # broken in two it could not be pasted
        assert line == line.rstrip()


@pytest.mark.parametrize("width", [40, 60, 200])
def test_every_word_is_there_at_any_width(width: int) -> None:
    for post in (build.star(), build.match()):
        assert flat(post, width=width).split() == flat(post).split()
    # In columns, words stand in another order and have heads instead of labels.
    wide, narrow = (Counter(flat(build.star(), build.match(), width=wide).split()) for wide in (width, 80))
    heads = Counter(" ".join(overview.HEADS).split())
    assert set(wide - narrow) | set(narrow - wide) <= {*heads, "First:"}


def test_a_string_has_no_control_codes_whatever_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = rendered(*build.everything().posts)
    for name, value in {"FORCE_COLOR": "1", "TTY_COMPATIBLE": "1", "COLUMNS": "30", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    assert rendered(*build.everything().posts) == expected == FORMATS["rich"](build.everything(), ReportOptions())
    assert "\x1b" not in expected


def test_colour_changes_no_word() -> None:
    coloured = rendered(*build.everything().posts, colour=True)
    assert "\x1b[1;31mFAIL" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == rendered(*build.everything().posts)


def test_a_console_prints_the_same() -> None:
    file = io.StringIO()
    Console(file=file, width=80, color_system=None).print(sheet(build.everything(), ReportOptions()))
    assert file.getvalue() == rendered(*build.everything().posts)


def test_a_console_of_poor_encoding_gets_what_it_can_take() -> None:
    for encoding in ("ascii", "cp437", "cp1252"):
        raw = io.BytesIO()
        console = Console(
            file=io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="\n", write_through=True),
            width=80,
            color_system=None,
        )
        console.print(sheet(build.everything(), ReportOptions(show_names=False)))
        text = raw.getvalue().decode(encoding)
        assert "***" in text
        assert "?" not in text


def test_hostile_text_cannot_paint_the_terminal() -> None:
    name = "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202eAmelia\r[bold red]:warning:[/bold red]\x08\x08"
    file = TextFile("a\x1b[31m.md", f"Hello {name} there")
    flag = dataclasses.replace(build.text_flag(file, name), message=f"Seen {name}", advice=name, pupil_ids=(name,))
    post = DraftReport(
        Draft(file.name, Path("a"), file),
        build.PACK,
        (name,),
        build.DAY,
        (flag,),
        unexamined=(Unexamined(name, name),),
        consent_lists=(name,),
    )
    for colour in (False, True):
        text = re.sub(r"\x1b\[[0-9;]*m", "", rendered(post, colour=colour)) if colour else rendered(post)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
        assert "[bold red]:warning:[/bold red]" in text
        assert "<U+001B>" in text


@given(
    st.text(min_size=1),
    st.data(),
    st.integers(20, 120),
    st.sampled_from(["utf-8", "ascii", "cp1252"]),
)
def test_any_text_can_be_shown(text: str, data: st.DataObject, width: int, encoding: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    file = TextFile("a.md", text)
    line, column = file.line_column(start)
    flag = build.name_flag(
        text[start:end], Where(PlaceKind.TEXT, "a.md", "body", line, column, start, end), severity=Severity.REVIEW
    )
    report = rendered(
        DraftReport(Draft("a.md", Path("a.md"), file), build.PACK, (), build.DAY, (flag,)),
        width=width,
        encoding=encoding,
    )
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", report)
    assert f"line {line}, column {column}" in " ".join(report.split())
    assert all(cell_len(part) <= width for part in report.split("\n"))
