"""From archives to a report with the commands as they are installed."""

from __future__ import annotations

import json

import pytest

from tests.builders import archives, published
from tests.builders.school import Result, School


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


def read(school: School, *archives_: str) -> Result:
    return school.run("audit", "read", *archives_, "--store", "audit.db", "--jobs", "1", "--quiet")


def test_pictures_that_could_not_be_opened_are_counted_apart(school: School) -> None:
    files: dict[str, archives.Content] = {
        "2025-05-01-choir.md": "![choir](choir.png) ![cup](torn.png) ![flag](empty.png)\n",
        "choir.png": archives.picture(),
        "torn.png": b"no picture",
        "empty.png": b"",
    }
    archives.folder(school.folder / "posts", files)
    done = read(school, "posts")
    said = done.out.splitlines()
    assert said[1:3] == [
        "1 of 3 pictures, videos and documents was looked at.",
        "2 could not be opened, and may show anybody. `postcheck audit report` lists each with its place and why.",
    ]
    assert done.code == 3
    assert read(school, "posts").out.splitlines() == said  # from the store
    published.lists(school.folder)
    found = school.run(
        *("audit", "report", "--store", "audit.db", "--consent", "consent.csv", "--policy", "aspire"),
        *("--pupil", "P0007", "--format", "json"),
    )
    assert json.loads(found.out)["summary"]["media"] == 3
    (school.folder / "posts/2025-05-01-choir.md").write_text(
        "---\npeople: [P0007]\n---\n![](choir.png) ![](torn.png)\n"
    )
    read(school, "posts")
    found = school.run(
        *("audit", "report", "--store", "audit.db", "--consent", "consent.csv", "--policy", "aspire"),
        *("--pupil", "P0007", "--format", "json"),
    )
    media = {one["file"]: one["looked_at"] for item in json.loads(found.out)["items"] for one in item["media"]}
    assert (media["choir.png"], media["torn.png"]) == (True, False)


def test_one_item_with_one_picture_is_said_as_one(school: School) -> None:
    archives.folder(school.folder / "posts", {"2025-05-01-a.md": "![](a.png)\n", "a.png": archives.picture()})
    done = read(school, "posts")
    assert done.code == 0
    assert done.out.splitlines()[:2] == [
        "1 published item is in the store (1 from folder).",
        "1 of 1 picture, video or document was looked at.",
    ]


@pytest.mark.parametrize(
    "arguments",
    [("nothere",), ("posts", "nothere"), ("posts", "--scheduler", "tcp://127.0.0.1:1"), ("s3+nothing://here",)],
)
def test_a_reading_that_could_not_start_leaves_no_store(school: School, arguments: tuple[str, ...]) -> None:
    archives.folder(school.folder / "posts", {"a.md": "Hello\n"})
    before = {path.name for path in school.folder.iterdir()}
    done = read(school, *arguments)
    assert (done.code, done.out) == (2, "")
    assert {path.name for path in school.folder.iterdir()} - {".cache"} == before
    # One that was there stays.
    read(school, "posts")
    kept = (school.folder / "audit.db").read_bytes()
    assert read(school, *arguments).code == 2
    assert (school.folder / "audit.db").read_bytes() == kept
