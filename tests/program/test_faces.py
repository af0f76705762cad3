"""More faces than people: the real command asks, shows where, and lets a person settle it."""

from __future__ import annotations

import pytest

from tests.builders.faces import group
from tests.builders.school import School


def flags(school: School, people: str, declare: str = "") -> dict[str, dict[str, object]]:
    school.draft(
        f"---\nchannel: website\n{declare}images: [{{file: club.jpg, people: {people}, permission: T-1}}]\n"
        "---\nThe chess club.\n"
    )
    return {flag["rule"]: flag for flag in school.check("drafts/post.md", policy="baseline").post["flags"]}


def test_who_is_not_listed_is_asked_for(school: School) -> None:
    (school.folder / "drafts").mkdir()
    group(3).save(school.folder / "drafts" / "club.jpg")
    asked = flags(school, "[P0001]")["PC-FACE-1"]
    assert (asked["severity"], asked["category"], asked["evidence"]) == ("review", "picture", "")
    assert "3 faces" in str(asked["message"])
    boxes = asked["boxes"]
    assert isinstance(boxes, list)
    assert len(boxes) == 3
    hull = asked["where"]["box"]  # type: ignore[index]
    assert hull[0] == min(box[0] for box in boxes)
    assert hull[0] + hull[2] == max(box[0] + box[2] for box in boxes)

    assert "PC-FACE-1" in flags(school, "[]")
    assert "PC-FACE-1" not in flags(school, "[P0001, P0005, Mrs J. Okonkwo]")
    assert "PC-FACE-1" not in flags(school, "[]", "declare: [faces_checked]\n")
    page = school.run("check", "drafts", "--consent", "consent.csv", "--policy", "baseline", "--format", "html").out
    assert page.count('class="box') == 0
    flags(school, "[]")
    page = school.run("check", "drafts", "--consent", "consent.csv", "--policy", "baseline", "--format", "html").out
    assert page.count('class="box') == 3


def test_where_nobody_is_listed_the_number_is_told(school: School) -> None:
    (school.folder / "drafts").mkdir()
    group(2).save(school.folder / "drafts" / "club.jpg")
    school.draft("---\nchannel: website\nimages: [{file: club.jpg, permission: T-1}]\n---\nThe chess club.\n")
    found = {flag["rule"]: flag["message"] for flag in school.check("drafts/post.md", policy="baseline").post["flags"]}
    assert "2 faces are seen" in found["PC-IMG-1"]
    assert "PC-FACE-1" not in found


@pytest.mark.parametrize("policy", ["aspire", "north-star", "snmat", "southport", "victoria"])
def test_every_policy_asks(school: School, policy: str) -> None:
    (school.folder / "drafts").mkdir()
    group(1).save(school.folder / "drafts" / "club.jpg")
    school.draft("---\nchannel: facebook\nimages: [{file: club.jpg, people: []}]\n---\nThe chess club.\n")
    assert school.check("drafts/post.md", policy=policy).rules["PC-FACE-1"] == "review"
