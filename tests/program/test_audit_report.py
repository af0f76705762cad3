"""From archives to a report with the commands as they are installed."""

from __future__ import annotations

import json

from tests.builders import archives, published
from tests.builders.school import School


def test_archives_are_read_once_and_judged_as_consent_changes(school: School) -> None:
    facebook = archives.packed(school.folder / "facebook.zip", archives.facebook())
    posts = published.posts(school.folder / "posts")
    published.lists(school.folder)
    read = school.start("audit", "read", facebook, posts, "--store", "audit.db", "--jobs", "1", "--quiet")
    assert "13 published items" in read.out, read.err
    asked = ("audit", "report", "--store", "audit.db", "--consent", "consent.csv", "--policy", "aspire")
    first = school.start(*asked, "--format", "json", fresh=True)
    assert (first.code, first.err) == (1, "")
    found = json.loads(first.out)
    assert found["schema"] == "postcheck-audit/1"
    beside = [flag for item in found["items"] for flag in item["flags"] if "stands beside" in flag["message"]]
    assert {flag["pupil_ids"][0]: flag["reason"] for flag in beside} == {"P0003": "left", "P0008": "refused"}
    assert "2 faces are seen in it." in next(flag["message"] for flag in beside if flag["reason"] == "refused")

    # Imogen's family withdraws what it had never given, and asks what is out there.
    published.lists(school.folder, published.CONSENT.replace("current,,none,,,,,,,", "current,,none,,2026-01-01,,,,,"))
    since = school.start(*asked, "--since", found["date"], "--format", "json")
    assert since.code == 1
    assert {line["id"] for line in json.loads(since.out)["pupils"]} == {"P0006"}
    page = school.start(*asked, "--pupil", "P0006", "--hide-names")
    assert page.code == 1
    assert "imogen" not in page.out.casefold()
    assert "P0006" in page.out
