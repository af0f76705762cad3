"""Waivers before the judges: what they set aside, what they cannot, and which edits they survive."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postcheck.consent.consent_list import load_consent
from postcheck.drafts.discovery import find_drafts
from postcheck.engine.checker import Checker
from postcheck.find.finder import Finder
from postcheck.judge.waiving import RULE
from postcheck.model.people import PeopleList
from postcheck.model.report import DraftReport, Flag, Verdict
from postcheck.model.settings import Settings
from postcheck.model.waiver import Waiver

DAY = date(2026, 11, 21)
HEADER = "pupil_id,forename,surname,do_not_publish,photo,name_first,name_full,name_with_photo\n"
ROWS = {
    "P0001": "P0001,Amelia,Carter,none,given,given,given,given",
    "P0002": "P0002,Rhys,Morgan,none,refused,refused,refused,refused",
    "P0004": "P0004,Oluwaseun,Adeyemi,all,given,given,given,given",
    "P0005": "P0005,Tomasz,Wójcik,name,given,given,given,given",
}
POST = "---\nchannel: facebook\n---\n{body}\n"

Check = Callable[..., DraftReport]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    checker: dict[tuple[str, ...], Checker] = {}

    def run(
        text: str,
        waivers: tuple[Waiver, ...] = (),
        *,
        rows: tuple[str, ...] = tuple(ROWS.values()),
        policy: str = "aspire",
    ) -> DraftReport:
        if (policy, *rows) not in checker:
            (tmp_path / "consent.csv").write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
            roll = load_consent(tmp_path / "consent.csv")
            checker[policy, *rows] = Checker(
                Settings(policy=policy), roll, PeopleList(), Finder(roll, PeopleList(), None), threading.Lock()
            )
        post = tmp_path / "post.md"
        post.write_text(text, encoding="utf-8")
        (source,) = find_drafts([str(post)], stdin=None)
        return checker[policy, *rows].examine(source, DAY, (), waivers)

    return run


def waiver(flag: Flag, **change: object) -> Waiver:
    made = Waiver(
        flag.fingerprint,
        flag.rule,
        Path("post.md"),
        "An author",
        "J. Osei",
        date(2026, 12, 31),
        "postcheck-waivers.toml",
        7,
    )
    return replace(made, **change)  # type: ignore[arg-type]


def counted(report: DraftReport) -> list[str]:
    return [flag.rule for flag in report.flags]


def test_a_waived_flag_does_not_count(check: Check) -> None:
    text = POST.format(body="Well done, Amelia!")
    (flag,) = check(text).flags
    report = check(text, (waiver(flag),))
    assert report.verdict is Verdict.PASS
    assert report.flags == ()
    (suppressed,) = report.suppressed
    assert suppressed.waiver == waiver(flag)
    assert replace(suppressed, waiver=None) == flag


def test_a_waiver_is_for_one_flag(check: Check) -> None:
    text = POST.format(body="Well done, Amelia! Amelia won. And Rhys.")
    first, second, other = check(text).flags
    report = check(text, (waiver(second),))
    assert report.flags == (first, other)
    assert report.verdict is Verdict.FAIL


def test_an_expired_waiver_counts_again_and_says_so(check: Check) -> None:
    text = POST.format(body="Well done, Amelia!")
    (flag,) = check(text).flags
    assert check(text, (waiver(flag, until=DAY),)).verdict is Verdict.PASS
    report = check(text, (waiver(flag, until=date(2026, 11, 20)),))
    assert counted(report) == ["ASP-NAME-1", RULE]
    assert report.verdict is Verdict.FAIL
    note = report.flags[1]
    assert (note.category, note.severity) == ("record", "note")
    assert note.message == (
        "The waiver of ASP-NAME-1 at postcheck-waivers.toml, line 7, ran out on 20 November 2026, so the "
        "flag that it covered counts again."
    )


def test_a_waiver_holds_until_the_day_of_publishing(check: Check) -> None:
    text = "---\nchannel: facebook\npublish_at: 2027-01-01T09:00\n---\nWell done, Amelia!\n"
    (flag,) = check(text).flags
    assert counted(check(text, (waiver(flag),))) == ["ASP-NAME-1", RULE]


def test_an_unused_waiver_is_pointed_out_and_changes_nothing(check: Check) -> None:
    (flag,) = check(POST.format(body="Well done, Amelia!")).flags
    report = check(POST.format(body="Well done, everybody!"), (waiver(flag),))
    assert counted(report) == [RULE]
    assert "matches no flag" in report.flags[0].message
    assert report.verdict is Verdict.PASS
    assert report.suppressed == ()


def test_a_waiver_that_names_another_rule_matches_nothing(check: Check) -> None:
    text = POST.format(body="Well done, Amelia!")
    (flag,) = check(text).flags
    assert counted(check(text, (waiver(flag, rule="ASP-NAME-2"),))) == ["ASP-NAME-1", RULE]


@pytest.mark.parametrize(
    ("name", "policy"),
    [("Oluwaseun", "aspire"), ("Tomasz", "aspire"), ("Tomasz", "southport"), ("Oluwaseun", "victoria")],
)
def test_the_do_not_publish_list_cannot_be_waived(check: Check, name: str, policy: str) -> None:
    text = POST.format(body=f"Well done, {name}!")
    before = check(text, policy=policy)
    failed = next(flag for flag in before.flags if flag.severity == "fail")
    report = check(text, (waiver(failed),), policy=policy)
    assert failed in report.flags
    assert report.suppressed == ()
    note = next(flag for flag in report.flags if flag.rule == RULE)
    assert "cannot be waived" in note.message
    for word in ("do-not-publish", "list", name):
        assert word not in note.message + note.advice


def test_a_barred_pupil_in_a_picture_cannot_be_waived(check: Check, tmp_path: Path) -> None:
    from PIL import Image  # noqa: PLC0415 - needed here only

    Image.new("RGB", (8, 8)).save(tmp_path / "p.png")
    text = "---\nchannel: facebook\nimages:\n  - {file: p.png, people: [P0004]}\n---\nIn the sun.\n"
    failed = next(flag for flag in check(text).flags if flag.severity == "fail")
    assert failed in check(text, (waiver(failed),)).flags


def test_a_misspelling_of_a_barred_pupil_s_name_can_be(check: Check) -> None:
    # What only may be the pupil is a question, and a question can be answered.
    text = POST.format(body="Well done, Oluwasen!")
    flags = check(text).flags
    assert [flag.severity for flag in flags] == ["review"]
    assert check(text, (waiver(flags[0]),)).verdict is Verdict.PASS


def test_what_was_not_examined_cannot_be_waived(check: Check) -> None:
    text = "---\nchannel: facebook\nimages: [missing.png]\n---\nWell done, Amelia!\n"
    before = check(text)
    after = check(text, tuple(waiver(flag) for flag in before.flags))
    assert after.flags == ()
    assert after.unexamined == before.unexamined != ()
    assert after.verdict is Verdict.INCOMPLETE


@pytest.mark.parametrize(
    "body",
    [
        "A new line.\n\nWell done, Amelia!",
        "Well done, Amelia! And more.",
        "Thank you to Rhys. Well done, Amelia!",
        "Hooray for   Amelia",
        "WELL DONE, AMELIA!",
    ],
)
def test_a_fingerprint_survives_edits_elsewhere(check: Check, body: str) -> None:
    (flag,) = check(POST.format(body="Well done, Amelia!")).flags
    assert flag.fingerprint in {other.fingerprint for other in check(POST.format(body=body)).flags}


@given(
    st.text(alphabet="the sun shone on a warm day.\n", max_size=60),
    st.text(alphabet="and we had cake, \n", max_size=60),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_a_fingerprint_survives_any_text_around(check: Check, before: str, after: str) -> None:
    (flag,) = check(POST.format(body="Well done, Amelia!")).flags
    assert flag.fingerprint in {
        other.fingerprint for other in check(POST.format(body=f"{before}\nWell done, Amelia!\n{after}")).flags
    }


def test_another_name_in_the_same_spot_is_another_flag(check: Check) -> None:
    (amelia,) = check(POST.format(body="Well done, Amelia!")).flags
    (rhys,) = check(POST.format(body="Well done, Rhys!")).flags
    assert amelia.where == replace(rhys.where, end=rhys.where.end + 2)  # type: ignore[operator]
    assert amelia.fingerprint != rhys.fingerprint


@pytest.mark.parametrize(
    ("row", "same"),
    [
        ("P0001,Amelia,Carter,none,given,given,given,given", True),
        ("P0001,Amelia,Carter,none,given,refused,given,given", False),
        ("P0001,Amelia,Carter,name,given,given,given,given", False),
        ("P0001,Amelia,Carter,image,given,given,given,given", False),
    ],
)
def test_a_decision_ends_when_what_the_family_said_changes(check: Check, row: str, same: bool) -> None:
    text = POST.format(body="Well done, Amelia!")
    (flag,) = check(text).flags
    others = [ROWS[key] for key in ("P0002", "P0005")]
    (after,) = check(text, rows=(*others, row)).flags
    assert (after.fingerprint == flag.fingerprint) is same


def test_a_second_pupil_of_the_name_is_a_new_question(check: Check) -> None:
    text = POST.format(body="Well done, Amelia!")
    (flag,) = check(text).flags
    (after,) = check(text, rows=(*ROWS.values(), "P0099,Amelia,Blackstock,none,given,given,given,given")).flags
    assert after.fingerprint != flag.fingerprint
    (elsewhere,) = check(text, rows=("P0098,Zainab,Qureshi,none,given,given,given,given", *ROWS.values())).flags
    assert elsewhere.fingerprint == flag.fingerprint
