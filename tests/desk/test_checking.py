"""What the page is told of a post: a verdict of exactly what it holds, or none."""

from __future__ import annotations

import html
import os
import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from postcheck.consent import consent_lists
from postcheck.desk import examiner, shown
from postcheck.desk.draft_file import draft_text
from postcheck.desk.post import post_from
from postcheck.desk.sheet import Picture
from postcheck.engine.checker import Checker
from postcheck.errors import SettingsError
from postcheck.model.people import Roll
from tests.builders.pictures import certificate
from tests.builders.school import School
from tests.desk.conftest import Bench
from tests.desk.test_sheet import picture

CALM: dict[str, Any] = {
    "text": "The library is open on Monday.",
    "channels": ["facebook"],
    "account": "Hillside Primary",
}
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover='alert(1)"


def lettered() -> bytes:
    data = BytesIO()
    certificate().save(data, "PNG")
    return data.getvalue()


def test_a_calm_text_passes_and_a_name_fails(bench: Bench) -> None:
    sheet = bench.sheet()
    assert bench.check(sheet, **CALM)["verdict"] == "pass"
    found = bench.check(sheet, **CALM | {"text": "Well done, Rhys Morgan!"})
    assert found["verdict"] == "fail"
    assert "FAIL. This post must not go out as it is." in found["said"]
    assert "line 1, column 12 of the text" in found["html"]
    assert "Rhys Morgan, P0002" in found["html"]


def test_nothing_is_no_verdict(bench: Bench) -> None:
    assert bench.check(bench.sheet()) == {"empty": True}
    assert bench.check(bench.sheet(), text=" \n") == {"empty": True}


def test_the_same_as_the_command(bench: Bench, school: School) -> None:
    """The desk's post, saved, comes to the same flags when `postcheck check` reads it."""
    sheet = bench.sheet()
    identity = bench.add(sheet, lettered(), "prize.png").json()["id"]
    post = {
        "text": "Well done, Rhys!\n\n---\nchannel: x\n---\nSee you at the fair.",
        "title": "Star: of the week #1 - 'it''s'",
        "first_comment": "Rhys Morgan came first\nand second",
        "channels": ["facebook", "website"],
        "pictures": {identity: {"alt": "Amelia's prize", "people": [{"ref": "P0001", "face": 0}]}},
    }
    found = bench.check(sheet, **post)
    saved = bench.tell(f"{sheet}/save", {"post": post, "folder": str(school.folder), "name": "star"}).json()
    report = school.run("check", saved["saved"], "--date", "2026-11-21", "--format", "json").post
    assert report["verdict"] == found["verdict"] == "fail"
    titles = {flag["rule"] for flag in report["flags"]}
    assert titles == set(re.findall(r"<h4>[^<]*\[([A-Z0-9-]+)\]</h4>", found["html"]))
    assert {flag["where"].get("field") for flag in report["flags"]} >= {"body", "first_comment", "alt"}


@pytest.mark.parametrize("field", ["text", "title", "first_comment", "author", "account", "publish_at"])
def test_a_script_in_a_field_stays_words(bench: Bench, field: str) -> None:
    sheet = bench.sheet()
    answer = bench.tell(f"{sheet}/check", {"post": {"text": "Amelia Carter", field: SCRIPT}})
    assert_words(answer.text if answer.status_code != 200 else answer.json()["html"])
    assert_words(bench.get(f"{sheet}/").text, own=1)


def test_a_script_in_a_channel_an_item_a_name_or_an_alt_text_stays_words(bench: Bench) -> None:
    sheet = bench.sheet()
    added = bench.add(sheet, lettered(), f"{SCRIPT}.png").json()
    assert_words(added["html"])
    found = bench.check(
        sheet,
        text="Hello",
        channels=[SCRIPT],
        declare=[SCRIPT],
        pictures={added["id"]: {"alt": f"Amelia Carter {SCRIPT}", "people": [{"ref": SCRIPT}]}},
    )
    assert_words(found["html"])
    assert all("<script" not in item["html"] for item in found["checklist"])
    assert_words(bench.get(f"{sheet}/").text, own=1)


class Elements(HTMLParser):
    """Gathers the elements of a page as a browser would."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_words(page: str, own: int = 0) -> None:
    """Make sure that markup holds no script but the page's own, and no element that was typed."""
    found = Elements(page).found
    assert sum(tag == "script" for tag, _ in found) == own
    assert not any(name.startswith("on") or name == "style" for _, named in found for name in named)
    assert all(named["src"] != "x" for tag, named in found if tag in {"img", "script"})


def test_people_checklist_and_faces_of_pictures(bench: Bench) -> None:
    sheet = bench.sheet()
    identity = bench.add(sheet, picture(), "fair.png").json()["id"]

    def checked(**said: Any) -> dict[str, Any]:
        return bench.check(sheet, **CALM, pictures={identity: said})

    assert checked()["verdict"] == "review"
    assert checked(people=[{"ref": "P0002"}])["verdict"] == "fail"
    found = checked(people=[])
    assert found["verdict"] == "pass"
    assert "dress_checked" in [item["declare"] for item in found["checklist"]]
    ticked = bench.check(sheet, **CALM, pictures={identity: {"people": []}}, declare=["dress_checked"])
    assert "dress_checked" in [item["declare"] for item in ticked["checklist"]]


def test_what_could_not_be_examined_is_said_and_no_pass(bench: Bench) -> None:
    sheet = bench.sheet()
    identity = bench.add(sheet, b"no picture at all", "fair.jpg").json()["id"]
    found = bench.check(sheet, **CALM, pictures={identity: {"people": []}})
    assert found["verdict"] == "incomplete"
    assert "Could not be examined" in found["html"]
    (one,) = found["pictures"]
    assert one["problems"]
    assert bench.get(f"{sheet}/pictures/{identity}/shown").status_code == 404


@pytest.mark.parametrize("error", [RuntimeError("Rhys Morgan"), SettingsError("it is broken."), KeyError("x")])
def test_whatever_goes_wrong_is_no_verdict(bench: Bench, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    sheet = bench.sheet()

    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(examiner.Examiner, "_examined", fails)
    answer = bench.tell(f"{sheet}/check", {"post": CALM})
    assert answer.status_code >= 400
    assert "verdict" not in answer.json()
    assert "Rhys" not in answer.text


def test_a_check_that_is_drawn_wrongly_is_no_verdict(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr(shown, "view_of", fails)
    answer = bench.tell(f"{bench.sheet()}/check", {"post": CALM})
    assert answer.status_code == 500
    assert "do not post" in answer.json()["problem"]


def test_a_draft_that_says_something_else_is_no_verdict(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the post could not be written down as it is, what was checked is another post."""

    def other(post: Any, names: Any) -> str:
        return draft_text(post, names).replace("Monday", "Sunday")

    monkeypatch.setattr(examiner, "draft_text", other)
    answer = bench.tell(f"{bench.sheet()}/check", {"post": CALM})
    assert answer.status_code == 422
    assert "verdict" not in answer.json()


@pytest.mark.parametrize(
    "text",
    [
        "---\nchannel: x\n---\nHi",
        "+++\na = 1\n+++",
        "\ufeffHi",
        " \n\n Hi \n",
        "a: b\nc: d",
        "Hi\u2028there",
        "\U0001f469\u200d\U0001f467",
        "%YAML 1.2\n---\nHi",
        "...\nHi",
        "\t{{ x }}",
    ],
)
def test_any_text_is_checked_as_it_stands(bench: Bench, text: str) -> None:
    found = bench.check(bench.sheet(), **CALM | {"text": text + " Rhys Morgan"})
    assert found["verdict"] == "fail"


def test_an_older_check_is_left_out_for_a_newer_one(bench: Bench) -> None:
    """A check that waited while the page changed once more is not made at all."""
    checker = bench.examiner
    sheet = bench.desk._sheets.new()  # noqa: SLF001 - the page of it is not needed
    assert checker.check(sheet, post_from(CALM), still_wanted=lambda: False) is None


def test_a_picture_that_comes_meanwhile_is_in_no_way(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is checked is what lay on the desk when the check began."""
    sheet = bench.desk._sheets.new()  # noqa: SLF001 - the page of it is not needed
    examine = Checker.examine

    def meanwhile(*given: Any, **more: Any) -> Any:
        path = sheet.files / "late.png"
        path.write_bytes(picture())
        sheet.pictures["late"] = Picture("late", path, 1)
        return examine(*given, **more)

    monkeypatch.setattr(Checker, "examine", meanwhile)
    report = bench.examiner.check(sheet, post_from(CALM))
    assert report is not None
    assert report.posts[0].draft.images == ()


def test_a_change_of_the_consent_list_is_seen(bench: Bench, school: School) -> None:
    sheet = bench.sheet()
    post = {**CALM, "text": "Hello Gethin Prosser-Bowen"}
    before = bench.check(sheet, **post)
    assert "P0099" not in before["html"]
    with (school.folder / "consent.csv").open("a", encoding="utf-8") as file:
        file.write("P0099,Gethin,Prosser-Bowen,,,4,current,none,written,given,given,given,given,given\n")
    assert "P0099" in bench.check(sheet, **post)["html"]
    (school.folder / "consent.csv").write_text("nonsense", encoding="utf-8")
    answer = bench.tell(f"{sheet}/check", {"post": post})
    assert answer.status_code == 422
    assert "consent.csv" in answer.json()["problem"]


def test_the_roll_is_searched(bench: Bench) -> None:
    def found(words: str) -> list[str]:
        return [one["ref"] for one in bench.get("/people", params={"q": words}).json()]

    assert found("imo") == ["P0007", "P0006"]
    assert found("fair imo") == ["P0006"]
    assert found("wojcik") == found("WÓJ") == found("p0005") == ["P0005"]
    assert found("seun") == ["P0004"]
    assert found("okonkwo") == ["Mrs J. Okonkwo"]
    assert found("nobody") == found("") == found(" ") == found("carter hall") == []


def test_the_lists_are_read_once_for_many_searches_and_again_once_they_are_changed(
    bench: Bench, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = school.folder / "consent.csv"
    for file in (lists, school.folder / "people.csv", school.folder / "postcheck.toml"):
        os.utime(file, ns=(0, 10**18))  # long ago, so that nobody is at it
    read: list[Path] = []
    usual = consent_lists.load_one

    def load_one(file: Path, name: str) -> Roll:
        read.append(file)
        return usual(file, name)

    monkeypatch.setattr("postcheck.engine.factory.load_one", load_one)
    for typed in ("i", "im", "imo", "imog"):
        assert len(bench.examiner.search(typed)) >= 2 or typed == "i"
    assert len(read) == 1
    before = lists.read_text(encoding="utf-8")
    lists.write_text(before.replace("Imogen,Blackstock", "Marlow,Blackstock"), encoding="utf-8")  # of the same size
    assert lists.stat().st_size == len(before.encode())
    assert [ref for ref, _ in bench.examiner.search("Marlow")] == ["P0007"]
    other = school.folder / "other.csv"
    other.write_text(before, encoding="utf-8")
    toml = school.folder / "postcheck.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("consent.csv", "other.csv"), encoding="utf-8")
    assert bench.examiner.search("Marlow") == []


def test_the_page_is_the_same_after_it_is_loaded_again(bench: Bench) -> None:
    sheet = bench.sheet()
    identity = bench.add(sheet, picture(), "fair.png").json()["id"]
    said = {"alt": 'A "prize"', "people": [{"ref": "P0001", "face": None}]}
    bench.check(sheet, **CALM | {"text": "\nTwo\nlines </textarea>"}, title="Fair", pictures={identity: said})
    page = bench.get(f"{sheet}/").text
    assert html.escape("\nTwo\nlines </textarea>") in page
    assert 'value="Fair"' in page
    assert html.escape('"shown": "Amelia Carter (Year 4, P0001)"') in page
    assert "fair.png" in page


def test_nothing_is_written_to_the_schools_folders(bench: Bench, school: School) -> None:
    def listed() -> set[Path]:
        return {path for path in school.folder.rglob("*") if ".cache" not in path.parts and "desk" not in path.parts}

    before = listed()
    sheet = bench.sheet()
    bench.add(sheet, picture())
    bench.check(sheet, **CALM)
    assert listed() == before
