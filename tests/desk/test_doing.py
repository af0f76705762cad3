"""What is done at the desk: covering, other wording, saving, opening folders, signing off."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from postcheck.engine.checker import Checker
from tests.builders.school import DAY, School
from tests.builders.signing import settings
from tests.desk.conftest import KEY, ORIGIN, Bench
from tests.desk.test_checking import CALM, lettered
from tests.desk.test_sheet import picture

TENDERS = CALM | {"text": "We have received five tenders for the kitchen.", "author": "A. Writer"}


def opened(bench: Bench, path: Path) -> str:
    """Open a folder or draft, wait until it is checked, and return its address."""
    return waited(bench, bench.tell("/folders", {"path": str(path)}).json()["go"])


def waited(bench: Bench, go: str) -> str:
    address = go.removeprefix(f"/{KEY}")
    while not bench.get(f"{address}state").json()["ready"]:
        time.sleep(0.02)
    return address


def test_a_name_in_a_picture_is_covered_and_the_copy_checked(bench: Bench) -> None:
    sheet = bench.sheet()
    identity = bench.add(sheet, lettered(), "prize.png").json()["id"]
    post = CALM | {"pictures": {identity: {"people": []}}}
    before = bench.check(sheet, **post)
    assert before["verdict"] == "fail"
    done = bench.tell(f"{sheet}/pictures/{identity}/cover", {"post": post, "faces": False}).json()
    assert done["said"].startswith("1 place with words is covered")
    place = f"{sheet}/pictures/{identity}"
    download = bench.get(f"{place}/download")
    assert download.headers["content-disposition"].startswith("attachment")
    assert download.headers["content-type"] == "application/octet-stream"
    copy, original = (Image.open(BytesIO(data)).convert("L") for data in (download.content, lettered()))
    assert copy.size == original.size
    assert copy.tobytes() != original.tobytes()
    assert bench.get(f"{place}/copy").headers["content-type"].startswith("image/")
    assert bench.check(sheet, **post)["verdict"] == "fail"  # the post still has the picture itself
    assert bench.tell(f"{place}/use", {}).json() == {"name": "prize.png"}
    assert bench.check(sheet, **post)["verdict"] == "pass"
    assert bench.tell(f"{place}/use", {}).status_code == 404


def test_a_name_that_gives_a_name_away_goes_with_the_safe_copy(bench: Bench) -> None:
    sheet = bench.sheet()
    identity = bench.add(sheet, picture(), "rhys-morgan.png").json()["id"]
    post = CALM | {"pictures": {identity: {"people": []}}}
    assert bench.check(sheet, **post)["verdict"] == "fail"
    done = bench.tell(f"{sheet}/pictures/{identity}/cover", {"post": post, "faces": False}).json()
    assert done["name"] == "picture.png"
    bench.tell(f"{sheet}/pictures/{identity}/use", {})
    assert bench.check(sheet, **post)["verdict"] == "pass"


def test_without_a_safe_copy_it_says_why(bench: Bench) -> None:
    sheet = bench.sheet()
    identity = bench.add(sheet, b"nothing", "prize.png").json()["id"]
    answer = bench.tell(f"{sheet}/pictures/{identity}/cover", {"post": CALM | {"pictures": {}}})
    assert answer.status_code == 422
    assert "No safe copy can be made." in answer.json()["problem"]
    assert bench.get(f"{sheet}/pictures/{identity}/download").status_code == 404


def test_other_wording_is_shown_first_and_then_made(bench: Bench) -> None:
    sheet = bench.sheet()
    post = CALM | {"text": "\U0001f389 Rhys Morgan won.\nAsk Rhys's coach, or Imogen Fairweather."}
    assert bench.check(sheet, **post)["changes"] == 3
    found = bench.tell(f"{sheet}/wording", {"post": post}).json()
    changes = found["changes"]
    assert [(one["written"], one["wording"]) for one in changes] == [
        ("Rhys Morgan", "a Year 4 pupil"),
        ("Rhys's", "a Year 4 pupil's"),
        ("Imogen Fairweather", "a Year 6 pupil"),
    ]
    pairs = [[one["written"], one["wording"]] for one in changes]
    told = {"post": post, "chosen": [0, 1, 2], "changes": pairs}
    done = bench.tell(f"{sheet}/corrected", told).json()
    assert done["text"] == "\U0001f389 a Year 4 pupil won.\nAsk a Year 4 pupil's coach, or a Year 6 pupil."
    assert done["verdict"] == bench.check(sheet, **post | {"text": done["text"]})["verdict"]
    some = bench.tell(f"{sheet}/corrected", told | {"chosen": [2]}).json()
    assert some["text"] == "\U0001f389 Rhys Morgan won.\nAsk Rhys's coach, or a Year 6 pupil."
    assert some["verdict"] == "fail"
    stale = bench.tell(f"{sheet}/corrected", told | {"post": post | {"text": "Rhys won."}})
    assert stale.status_code == 409


def test_wording_outside_the_text_is_for_hands(bench: Bench) -> None:
    sheet = bench.sheet()
    found = bench.tell(f"{sheet}/wording", {"post": CALM | {"title": "Rhys Morgan"}}).json()
    assert (found["changes"], [one["written"] for one in found["elsewhere"]]) == ([], ["Rhys Morgan"])


def test_a_draft_is_saved_and_nothing_written_over(bench: Bench, school: School) -> None:
    sheet = bench.sheet()
    identity = bench.add(sheet, picture(), "fair.png").json()["id"]
    post = TENDERS | {"pictures": {identity: {"alt": "A stall", "people": []}}, "declare": ["dress_checked"]}
    told = {"post": post, "folder": str(school.folder), "name": "tenders"}
    saved = bench.tell(f"{sheet}/save", told).json()
    draft = Path(saved["saved"])
    assert draft == school.folder / "tenders" / "tenders.md"
    assert (draft.parent / "fair.png").read_bytes() == picture()
    again = bench.tell(f"{sheet}/save", told | {"post": CALM})
    assert again.status_code == 422
    assert "five tenders" in draft.read_text(encoding="utf-8")
    assert "REVIEW" in bench.get(waited(bench, saved["go"])).text


def test_what_is_saved_counts_for_the_pictures_and_text_on_the_desk(bench: Bench, school: School) -> None:
    sheet = bench.sheet()
    identity = bench.add(sheet, picture(), "fair.png").json()["id"]
    said = {"people": [], "alt": "Two stalls"}
    post = CALM | {"title": "Our day", "pictures": {identity: said}, "declare": ["nobody_objected"]}
    told = {"post": post, "folder": str(school.folder), "name": "fair"}
    draft = Path(bench.tell(f"{sheet}/save", told).json()["saved"])

    def declared() -> bool:
        items = school.check("fair").post["checklist"]
        return "ASP-IMG-2" in {item["rule"] for item in items if item["declared"]}

    kept = draft.read_bytes()
    assert kept.count(b"confirmed_for") == 2
    assert declared()
    assert school.check("fair").rules.get("ASP-IMG-1") is None
    draft.write_bytes(kept.replace(b"Two", b"Three"))
    assert not declared()
    draft.write_bytes(kept)
    (draft.parent / "fair.png").write_bytes(picture(colour="navy"))
    assert not declared()
    assert school.check("fair").rules["ASP-IMG-1"] == "review"


def test_what_is_saved_for_a_channel_of_the_school_counts_for_that_channel(bench: Bench, school: School) -> None:
    toml = school.folder / "postcheck.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + '[channel.intranet]\noutlet = "website"\n', encoding="utf-8")
    post = CALM | {"channels": ["intranet"], "declare": ["nobody_objected"]}
    sheet = bench.sheet()
    bench.add(sheet, picture(), "fair.png")
    told = {"post": post, "folder": str(school.folder), "name": "fair"}
    draft = Path(bench.tell(f"{sheet}/save", told).json()["saved"])
    assert not outdated(school, draft)
    draft.write_text(draft.read_text(encoding="utf-8").replace("intranet", "facebook"), encoding="utf-8")
    assert outdated(school, draft)


def outdated(school: School, draft: Path) -> bool:
    done = school.run("check", draft, "--date", DAY, "--format", "json")
    return "were changed after something was confirmed" in done.out


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../out", "a/b", "a\\b", "/srv/x", ".hidden", "con", "nul.md", "a\x00b", "a.", "x" * 200]
)
def test_a_drafts_name_leads_nowhere(bench: Bench, school: School, name: str) -> None:
    before = sorted(school.folder.iterdir())
    told = {"post": CALM, "folder": str(school.folder), "name": name}
    assert bench.tell(f"{bench.sheet()}/save", told).status_code == 422
    assert sorted(school.folder.iterdir()) == before


@pytest.mark.parametrize("folder", ["", "/nowhere", "consent.csv", "\x00", "~nobody-of-that-name"])
def test_a_folder_that_is_none(bench: Bench, folder: str) -> None:
    told = {"post": CALM, "folder": folder, "name": "star"}
    assert bench.tell(f"{bench.sheet()}/save", told).status_code == 422


def test_a_folder_is_listed_by_verdict(bench: Bench, school: School) -> None:
    school.draft("---\nchannel: facebook\n---\nThe library is open.\n", "drafts/calm.md")
    school.draft("---\nchannel: facebook\n---\nWell done, Rhys Morgan!\n", "drafts/<b>named.md")
    address = opened(bench, school.folder / "drafts")
    page = bench.get(address).text
    assert page.index("&lt;b&gt;named.md") < page.index("calm.md")
    assert "<b>" not in page
    assert "Rhys" not in page
    assert "named.md</a> (1 name in the text)" in page
    assert "calm.md</a> </li>" in page
    failing = bench.get(f"{address}0").text + bench.get(f"{address}1").text
    assert "Rhys Morgan" in failing
    assert "Open this draft by itself" in failing
    assert bench.get(f"{address}2").status_code == 404


def test_a_folder_that_cannot_be_checked_is_no_pass(bench: Bench, school: School) -> None:
    drafts = school.draft("Hello", "drafts/a.md").parent
    (school.folder / "consent.csv").write_text("nonsense", encoding="utf-8")
    page = bench.get(opened(bench, drafts)).text
    assert "NOT CHECKED" in page
    assert "badge pass" not in page


def test_an_empty_folder_is_no_pass(bench: Bench, school: School) -> None:
    (school.folder / "empty").mkdir()
    page = bench.get(opened(bench, school.folder / "empty")).text
    assert "That is no pass" in page


def test_a_folder_that_is_being_checked_ends_with_the_desk(
    bench: Bench, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not reached by then is no pass."""
    for number in range(3):
        school.draft("---\nchannel: facebook\n---\nThe library is open.\n", f"drafts/{number}.md")
    closing = Checker.read

    def closed(*given: Any, **more: Any) -> Any:
        bench.desk.close()
        return closing(*given, **more)

    monkeypatch.setattr(Checker, "read", closed)
    page = bench.get(opened(bench, school.folder / "drafts")).text
    assert "could not be fully examined" in page
    assert "badge pass" not in page


def signed(bench: Bench, address: str, **changed: Any) -> Any:
    look = bench.get(address).text.partition('data-look="')[2].partition('"')[0]
    return bench.tell(f"{address}sign", {"as": "J. Osei", "look": look} | changed)


def test_a_draft_is_signed_off_as_it_was_shown(bench: Bench, school: School) -> None:
    draft = school.draft(
        "---\nchannel: facebook\naccount: Hillside Primary\nauthor: A. Writer\n---\n"
        "We have received five tenders for the kitchen.\n"
    )
    address = opened(bench, draft)
    assert "REVIEW" in bench.get(address).text
    lines = bench.tell(f"{address}settles", {"as": "J. Osei"}).json()["lines"]
    assert "ASP-CONF-1" in lines[0]
    done = signed(bench, address)
    assert done.status_code == 200, done.text
    assert draft.with_name("post.md.signed-off.toml").exists()
    assert "Signed off by J. Osei (head)" in bench.get(address).text
    after = school.run("check", draft, "--date", "2026-11-21", "--format", "json")
    assert (after.code, after.post["sign_offs"][0]["counts"]) == (0, True)


@pytest.mark.parametrize("told", [{"as": "N. Obody"}, {"as": ""}, {"look": "stale"}])
def test_who_may_not_or_saw_something_else_signs_nothing(bench: Bench, school: School, told: dict[str, str]) -> None:
    draft = school.draft("---\nchannel: facebook\n---\nWe have received five tenders for the kitchen.\n")
    address = opened(bench, draft)
    assert signed(bench, address, **told).status_code >= 400
    assert not draft.with_name("post.md.signed-off.toml").exists()


def test_a_draft_that_was_changed_meanwhile_is_not_signed(bench: Bench, school: School) -> None:
    draft = school.draft("---\nchannel: facebook\n---\nWe have received five tenders for the kitchen.\n")
    address = opened(bench, draft)
    draft.write_text(draft.read_text(encoding="utf-8").replace("five", "six"), encoding="utf-8")
    assert signed(bench, address).status_code == 409
    assert not draft.with_name("post.md.signed-off.toml").exists()


def test_without_a_register_nobody_signs(bench: Bench, school: School) -> None:
    settings(school, "")
    draft = school.draft("---\nchannel: facebook\n---\nWe have received five tenders for the kitchen.\n")
    address = opened(bench, draft)
    assert "say of nobody that they may sign posts off" in bench.get(address).text
    assert signed(bench, address).status_code == 422


def test_only_the_page_itself_signs(bench: Bench, school: School) -> None:
    draft = school.draft("---\nchannel: facebook\n---\nWe have received five tenders for the kitchen.\n")
    address = opened(bench, draft)
    other = ORIGIN | {"Origin": "http://evil.example"}
    assert bench.client.post(f"/{KEY}{address}sign", json={"as": "J. Osei"}, headers=other).status_code == 403
