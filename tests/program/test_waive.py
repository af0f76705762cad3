"""``postcheck waive`` and what the check makes of a waivers file, run as a user runs them."""

from __future__ import annotations

from pathlib import Path

from tests.builders.school import Result, School

DRAFT = "---\nchannel: facebook\n---\nWell done, Amelia! Amelia won the chess cup.\n"


def waive(
    school: School, *more: str | Path, reason: str = "The author of our book", until: str = "2999-12-31"
) -> Result:
    lists = ("--consent", "consent.csv", "--people", "people.csv", "--policy", "aspire")
    return school.run(
        "waive",
        "drafts/post.md",
        "--rule",
        "asp-name-1",
        "--reason",
        reason,
        "--by",
        "J. Osei",
        "--until",
        until,
        *lists,
        *more,
    )


def test_a_flag_is_waived_and_the_check_says_so(school: School) -> None:
    school.draft(DRAFT)
    first, second = school.check("drafts").post["flags"]
    unclear = waive(school)
    assert unclear.code == 2
    assert "1 line 4, column 12 of the text; 2 line 4, column 20 of the text." in unclear.err
    assert not any(flag["fingerprint"][:4] in unclear.err for flag in (first, second))
    assert "Amelia" not in unclear.err
    assert "no such flag" in waive(school, "--flag", "3").err
    assert waive(school, "--flag", "2").code == 0
    (left,) = school.check("drafts").post["flags"]
    assert left == first
    assert waive(school, "--flag", first["fingerprint"][:8]).code == 0
    result = school.check("drafts")
    assert result.code == 0
    assert result.post["verdict"] == "pass"
    assert result.post["flags"] == []
    assert result.post["suppressed"][0] == first | {
        "reason": "The author of our book",
        "by": "J. Osei",
        "until": "2999-12-31",
    }
    assert school.check("drafts", "--no-config").code == 1
    again = waive(school)
    assert again.code == 2
    assert "waived already" in again.err


def test_what_cannot_be_waived_is_refused(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nWell done, Oluwaseun!\n")
    result = waive(school)
    assert result.code == 2
    assert "cannot be waived" in result.err
    assert not list(school.folder.rglob("postcheck-waivers.toml"))
    assert waive(school, until="soon").code == 2
    assert waive(school, reason=" ").code == 2


def test_a_wrong_waiver_stops_the_run(school: School) -> None:
    school.draft(DRAFT)
    (school.folder / "ours.toml").write_text('[[waiver]]\nrule = "ASP-NAME-1"\n', encoding="utf-8")
    result = school.check("drafts", "--waivers", "ours.toml")
    assert result.code == 2
    assert result.err.startswith("postcheck: ours.toml:1:1: ")
    assert school.check("drafts", "--waivers", "none.toml").code == 2


def test_a_waiver_of_a_picture_does_not_cover_another_under_its_name(school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nWe planted an oak.\n")
    school.picture()
    lists = ("--consent", "consent.csv", "--people", "people.csv", "--policy", "aspire")
    decision = ("--rule", "ASP-IMG-1", "--reason", "Nobody in it", "--by", "J. Osei", "--until", "2999-12-31")
    assert school.run("waive", "drafts/post.md", *decision, *lists).code == 0
    assert school.check("drafts").code == 0
    school.picture(size=(900, 500))
    result = school.check("drafts")
    assert result.code == 1
    assert set(result.rules) == {"ASP-IMG-1", "PC-WAIVE-1"}
