"""What a run came to, in words."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from postcheck.model.report import DraftReport, Report, Verdict
from postcheck.model.severity import Severity
from postcheck.report import summary
from postcheck.report.mask import Masker
from postcheck.report.place import Places

from . import build


def told(report: Report, *, show_names: bool = True) -> list[str]:
    return [remark.text for remark in summary.preamble(report, Masker(report, show_names=show_names))]


@pytest.mark.parametrize(
    ("post", "outcome", "step"),
    [
        (build.star(), "This post must not go out as it is.", "Next: change what must change"),
        (build.match(), "This post needs a decision before it goes out.", "Next: settle what is to be decided"),
        (build.trip(), "This post could not be fully examined.", "Next: look at what could not be examined yourself"),
        (build.fair(), "No problems found in this post.", "Next: have it signed off as usual."),
        (build.fair(checklist=(build.DRESS,)), "No problems found in this post.", "Next: confirm the points listed"),
    ],
)
def test_one_post(post: DraftReport, outcome: str, step: str) -> None:
    report = build.one(post)
    assert summary.outcome(report) == outcome
    assert summary.next_step(report).startswith(step)


def test_many_posts() -> None:
    report = build.everything()
    assert summary.outcome(report) == (
        "1 of 5 posts must not go out as it is, 1 needs a decision, 1 could not be fully examined, 2 have no "
        "problems found."
    )
    assert summary.counts(report) == {Verdict.FAIL: 1, Verdict.REVIEW: 1, Verdict.INCOMPLETE: 1, Verdict.PASS: 2}


def test_no_posts_are_no_pass() -> None:
    report = Report((), build.PACK, build.DAY)
    assert summary.outcome(report) == "No drafts were found, so nothing was checked."
    assert report.verdict is Verdict.INCOMPLETE
    assert summary.next_step(report).startswith("That is no pass. Give the path of a draft, ")
    expected = dataclasses.replace(report, may_be_empty=True)
    assert expected.verdict is Verdict.PASS
    assert summary.next_step(expected) == ""
    assert summary.packs(report) == (build.PACK,)


def test_the_preamble() -> None:
    assert told(build.one(build.fair())) == [
        "Policy: Aspire Academy Trust: Social Media Policy, version 1.3",
        "This policy was due for review in June 2026. That does not change the results, but tell whoever owns it.",
        "Judged as of 21 November 2026, with the consent list sample_posts/consent.csv.",
    ]
    early = Report((build.fair(),), build.PACK, date(2026, 6, 30))
    assert not any("due for review" in text for text in told(early))


def test_the_preamble_without_policy_or_consent_list() -> None:
    pack = dataclasses.replace(build.PACK, id="baseline", review_due=None)
    post = dataclasses.replace(build.fair(), pack=pack, consent_lists=())
    remarks = told(Report((post,), pack, build.DAY))
    assert remarks[1].startswith("No policy was chosen")
    assert remarks[-1].startswith("No consent list was given for these posts")
    mixed = told(Report((post, build.fair()), pack, build.DAY))
    assert mixed[-1].startswith("No consent list was given for some of these posts")


def test_the_worst_block_comes_first() -> None:
    post = build.match()
    note, review = post.flags[1], post.flags[0]
    found = summary.blocks((note, review), Places(post, Masker(build.one(post), show_names=True)))
    assert found == [[review], [note]]
    assert [block[0].severity for block in found] == [Severity.REVIEW, Severity.NOTE]
