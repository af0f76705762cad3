"""What a sign-off never settles, however it is signed, run as a user runs it."""

from __future__ import annotations

import pytest

from tests.builders.school import CONSENT, School
from tests.builders.signing import check, settings, sign_off


def pictured(people: str) -> str:
    return (
        f"---\nchannel: facebook\nimages:\n  - {{file: picture.png, people: {people}}}\n---\nOur walk in the woods.\n"
    )


def test_somebody_whom_no_list_knows_is_not_signed_off(school: School) -> None:
    settings(school)
    school.draft(pictured("[P9999]"))
    school.picture()
    assert check(school).rules["PC-PEOPLE-1"] == "review"
    done = sign_off(school)
    assert "It does not settle PC-PEOPLE-1: consent cannot be looked up" in " ".join(done.out.split())
    after = check(school)
    assert after.rules["PC-PEOPLE-1"] == "review"
    assert after.post["verdict"] == "review"


@pytest.mark.parametrize("written", ["P 0004", "Ｐ0004", "p０００４", " P0004 "])  # noqa: RUF001 - as a keyboard for Chinese types it
def test_an_id_is_known_however_it_is_typed(school: School, written: str) -> None:
    settings(school)
    school.draft(pictured(f'["{written}"]'))
    school.picture()
    found = check(school)
    assert "PC-PEOPLE-1" not in found.rules
    assert found.post["verdict"] == "fail"


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("---\nWell done, Amelia!\n", "STH-CONS-1"),
        ("people: [P0001]\nimages: [picture.png]\n---\nOur walk.\n", "STH-CONS-1"),
        ("people: []\nimages: [picture.png]\nwork_of: [P0001]\n---\nOur picture.\n", "PC-WORK-1"),
        ("quote_of: [P0001]\n---\nIt was fun.\n", "PC-QUOTE-1"),
    ],
)
def test_consent_that_has_ended_since_a_day_gone_by_is_not_signed_off(school: School, body: str, rule: str) -> None:
    head, *rows = CONSENT.splitlines()
    ended = [f"{head},expires_on,work,quote", *(f"{row},2026-08-31,given,given" for row in rows)]
    (school.folder / "consent.csv").write_text("\n".join(ended), encoding="utf-8")
    settings(school, policy="southport")
    school.picture()
    school.draft(f"---\nchannel: facebook\nauthor: T. Ashdown\npublish_at: 2026-08-30\n{body}")
    assert check(school).rules[rule] == "review"
    done = " ".join(sign_off(school).out.split())
    assert f"It does not settle {rule}: consent has ended since the day under `publish_at:`" in done
    after = check(school)
    assert (after.rules[rule], after.post["verdict"]) == ("review", "review")


def test_it_settles_the_flags_that_were_shown_and_not_as_many_others(school: School) -> None:
    """Both names are taken for adults by turns, as the people list has it; one was put to the approver."""
    settings(school)
    people = school.folder / "people.csv"
    lines = people.read_text(encoding="utf-8")
    people.write_text(f"{lines}Zara Quillon,staff,\n", encoding="utf-8")
    school.draft(
        "---\nchannel: facebook\n---\nCongratulations to Zara Quillon and to Tom Brandreth, who won a medal.\n"
    )
    (before,) = (flag for flag in check(school).post["flags"] if flag["severity"] == "review")
    assert before["evidence"] == "Tom Brandreth"
    assert sign_off(school).code == 0
    assert check(school).post["verdict"] == "pass"
    people.write_text(f"{lines}Tom Brandreth,staff,\n", encoding="utf-8")
    after = check(school)
    assert after.post["suppressed"] == []
    (opened,) = (flag for flag in after.post["flags"] if flag["severity"] == "review")
    assert (opened["rule"], opened["evidence"]) == (before["rule"], "Zara Quillon")
    assert any("it was not put to them when they signed" in flag["message"] for flag in after.post["flags"])
    people.write_text(f"{lines}Zara Quillon,staff,\n", encoding="utf-8")
    assert check(school).post["verdict"] == "pass"


def test_a_role_that_is_given_later_settles_nothing_more(school: School) -> None:
    teacher, head = (f'[[approver]]\nname = "J. Osei"\nrole = "{role}"\n' for role in ("teacher", "head"))
    settings(school, teacher, policy="north-star")
    school.draft(
        "---\nchannel: facebook\naccount: Hillside Primary\n---\nWe condemn the council's new bus timetable.\n"
    )
    assert sign_off(school).code == 0
    assert check(school).rules["NST-OPIN-1"] == "review"
    settings(school, head, policy="north-star")
    after = check(school)
    assert (after.rules["NST-OPIN-1"], after.post["verdict"]) == ("review", "review")
    assert any("not theirs to decide then" in flag["message"] for flag in after.post["flags"])
    assert sign_off(school).code == 0
    assert check(school).post["verdict"] == "pass"
    settings(school, teacher, policy="north-star")
    assert check(school).rules["NST-OPIN-1"] == "review"


@pytest.mark.parametrize("policy", ["snmat", "southport"])
def test_the_author_is_nobody_s_second_person(school: School, policy: str) -> None:
    text = "---\nchannel: facebook\naccount: Hillside Primary\n{}---\nThe summer fair starts at noon.\n"
    settings(school, policy=policy)
    for author in ("the headteacher", "Jane Osei (Year 3)"):
        school.draft(text.format(f"author: {author}\n"))
        refused = sign_off(school)
        assert refused.code == 2, author
        assert "J. Osei is the author" in " ".join(refused.err.split()), author
    for author in ("", "author: tbc\n"):
        school.draft(text.format(author))
        done = sign_off(school)
        assert done.code == 0
        assert "The policy wants two people: J. Osei must not be who wrote this post." in " ".join(done.out.split())
    school.draft(text.format("author: T. Ashdown\n"))
    done = sign_off(school)
    assert done.code == 0
    assert "wants two people" not in done.out
    assert [one["counts"] for one in check(school).post["sign_offs"] if one["policy"] == policy][-1] is True
