"""What ``postcheck confirm`` writes counts for the picture, or the text and pictures, that it was given for."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from tests.builders.documents import paragraph, word
from tests.builders.school import Result, School
from tests.builders.signing import check, settings
from tests.builders.videos import film, page

DAY = ("--date", "2026-11-21")
CHANGED = (
    "This picture was changed, or put here, after somebody confirmed who can be recognised. That does not count for "
    "it, so consent could not be checked."
)
ITEM_CHANGED = "The text, the pictures, the channel or the account were changed after something was confirmed"
PACK = """\
schema = "postcheck-pack/1"
id = "hillside"
title = "Hillside Primary"
version = "2"
source = "Hillside policy, 2026"
[[rule]]
id = "OWN-1"
title = "Read through"
check = "checklist"
category = "record"
severity = "review"
section = "3.1"
asks = "Somebody has read it through."
why = "Mistakes are seen."
remedy = "Read it."
required = true
"""
POST = "---\nchannel: facebook\naccount: Hillside Primary\n---\n\nA windy day.\n"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def scripted(school: School, *told: str, draft: str | Path = "drafts/post.md") -> Result:
    done = school.run("confirm", draft, *DAY, *told)
    assert done.code == 0, done.err
    return done


def exchange(picture: Path, colour: str = "navy") -> None:
    """Put another picture in the place of one, under the same name."""
    Image.new("RGB", (64, 48), colour).save(picture)


def flags(result: Result, says: str) -> list[dict[str, Any]]:
    return [flag for flag in result.post["flags"] if says in flag["message"]]


def declared(result: Result) -> set[str]:
    return {item["rule"] for item in result.post["checklist"] if item["declared"]}


def test_a_picture_that_is_exchanged_is_asked_about_again(school: School) -> None:
    settings(school)
    draft = school.draft(POST)
    picture = school.picture(name="drafts/sports.png")
    scripted(school, "--shown", "sports.png=nobody")
    first = digest(picture)
    assert check(school).code == 0
    exchange(picture)
    after = check(school)
    assert after.code == 1
    [flag] = flags(after, CHANGED)
    assert flag["severity"] == "review"
    assert flag["where"]["file"] == "drafts/sports.png"
    assert flag["advice"].endswith("`postcheck confirm drafts/post.md`")
    again = school.run("confirm", "drafts/post.md", *DAY, stdin=b"P0001\n" + b"y\n" * 9)
    assert again.code == 0, again.err
    assert "drafts/sports.png was changed, or put here, after this was confirmed." in again.out
    text = draft.read_text(encoding="utf-8")
    assert text.count("file: sports.png") == 1
    assert "    people: [P0001]\n" in text
    assert digest(picture) in text
    assert first not in text
    assert check(school).code == 0


def test_by_hand_nothing_need_be_tied_to_a_picture(school: School) -> None:
    settings(school)
    school.draft(
        POST.replace("---\n\n", "images:\n  - {file: sports.png, people: []}\ndeclare: [nobody_objected]\n---\n\n")
    )
    picture = school.picture(name="drafts/sports.png")
    before = check(school)
    exchange(picture)
    after = check(school)
    assert (after.code, after.rules, declared(after)) == (0, before.rules, declared(before))


def test_only_what_was_exchanged_is_asked_again(school: School) -> None:
    settings(school)
    draft = school.draft(POST)
    pictures = [school.picture(name=f"drafts/{name}.png") for name in ("one", "two", "three")]
    exchange(pictures[1], "green")
    shutil.copyfile(pictures[0], pictures[2])
    scripted(school, *(f"--shown={name}.png=P0001" for name in ("one", "two", "three")))
    exchange(pictures[1])
    assert [flag["where"]["file"] for flag in flags(check(school), CHANGED)] == ["drafts/two.png"]
    asked = school.run("confirm", "drafts/post.md", *DAY, stdin=b"nobody\n" + b"y\n" * 9).out
    assert asked.count("Who can be recognised") == 1
    entries = draft.read_text(encoding="utf-8").partition("images:")[2]
    assert [entries.count(digest(picture)) for picture in pictures] == [2, 1, 2]
    assert check(school).code == 0


def test_a_picture_may_be_renamed(school: School) -> None:
    settings(school)
    draft = school.draft(POST.replace("day.", "day.\n\n![Stars](sports.png)"))
    picture = school.picture(name="drafts/sports.png")
    scripted(school, "--shown", "sports.png=nobody", "--yes-to", "nobody_objected")
    before = check(school)
    picture.rename(picture.with_name("stars.png"))
    draft.write_bytes(draft.read_bytes().replace(b"sports.png", b"stars.png"))
    after = check(school)
    assert (after.code, declared(after)) == (0, declared(before))
    assert not flags(after, "changed")


def test_an_item_counts_for_the_text_and_pictures_that_it_was_confirmed_for(school: School) -> None:
    settings(school)
    draft = school.draft(POST.replace("---\n\n", "title: Our day\n---\n\n"))
    picture = school.picture(name="drafts/sports.png")
    scripted(school, "--shown", "sports.png=nobody", "--yes-to", "nobody_objected")
    kept = draft.read_bytes()
    assert "ASP-IMG-2" in declared(check(school))
    for same in (
        kept.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + kept,
        kept.replace(b"channel: facebook", b"channel: FB\npublish_at: 2027-01-05"),
    ):
        draft.write_bytes(same)
        assert "ASP-IMG-2" in declared(check(school))
    for old, new in ((b"windy", b"sunny"), (b"Our day", b"A day"), (b"facebook", b"x"), (b"Primary", b"Infants")):
        other = kept.replace(old, new)
        draft.write_bytes(other)
        after = check(school)
        assert "ASP-IMG-2" not in declared(after)
        [flag] = flags(after, ITEM_CHANGED)
        assert (flag["severity"], flag["where"]["line"]) == ("note", 9)
        assert flag["advice"].endswith("`postcheck confirm drafts/post.md`")
    again = scripted(school, "--yes-to", "nobody_objected")
    assert "-confirmed_for" in again.out.replace("  -", "-")
    assert draft.read_bytes().count(b"nobody_objected") == 2
    assert "ASP-IMG-2" in declared(check(school))
    exchange(picture)
    assert "ASP-IMG-2" not in declared(check(school))
    school.picture(name="drafts/sports.png")
    assert "ASP-IMG-2" in declared(check(school))
    school.picture(name="drafts/another.png")
    assert "ASP-IMG-2" not in declared(check(school))


def test_what_the_policy_requires_is_asked_again(school: School) -> None:
    pack = school.folder / "own.toml"
    pack.write_text(PACK, encoding="utf-8")
    settings(school, policy=str(pack))
    draft = school.draft(POST)
    assert check(school).rules == {"OWN-1": "review"}
    scripted(school, "--yes-to", "OWN-1")
    assert check(school).code == 0
    draft.write_bytes(draft.read_bytes().replace(b"windy", b"sunny"))
    after = check(school)
    assert (after.code, after.rules["OWN-1"]) == (1, "review")
    [flag] = flags(after, "were changed after the draft confirmed this")
    assert "so the policy asks again" in flag["message"]
    scripted(school, "--yes-to", "own-1")
    assert draft.read_text(encoding="utf-8").lower().count("own-1") == 2
    assert check(school).code == 0


@pytest.mark.parametrize("name", ["letter.docx", "page.html", "data.json"])
def test_a_file_beside_a_document_says_the_same(school: School, name: str) -> None:
    settings(school, policy="victoria")
    path = school.folder / name

    def write(text: str) -> None:
        if name.endswith("docx"):
            word(path, paragraph(text))
        elif name.endswith("html"):
            path.write_text(f"<title>Fair</title><p>{text}</p>", encoding="utf-8")
        else:
            path.write_text(f'{{"title": "Fair", "body": "{text}"}}', encoding="utf-8")

    write("The fair starts at noon.")
    scripted(school, "--yes-to", "no_conflict", draft=name)
    assert declared(check(school, name))
    write("The fair starts at ten.")
    after = check(school, name)
    assert not declared(after)
    assert len(flags(after, ITEM_CHANGED)) == 1
    scripted(school, "--yes-to", "no_conflict", draft=name)
    assert declared(check(school, name))


def test_a_picture_by_itself(school: School) -> None:
    settings(school)
    picture = school.picture(name="alone/cup.png")
    scripted(school, "--shown", "cup.png=nobody", draft="alone/cup.png")
    assert check(school, "alone").code == 0
    exchange(picture)
    after = check(school, "alone")
    assert after.code == 1
    assert len(flags(after, CHANGED)) == 1
    scripted(school, "--shown", "cup.png=P0001", draft="alone/cup.png")
    beside = picture.with_name("cup.png.postcheck.yaml").read_text(encoding="utf-8")
    assert re.fullmatch(rf'people: \[P0001\]\nconfirmed_for: {{people: \["?{digest(picture)}"?\]}}\n', beside)
    assert check(school, "alone").code == 0


def test_videos_are_confirmed_each(school: School) -> None:
    settings(school)
    draft = school.draft("---\nchannel: website\nvideo: [one.mp4, two.mp4]\n---\nOur day.\n")
    one, two = (draft.parent / name for name in ("one.mp4", "two.mp4"))
    film(one, (1, page(200)))
    film(two, (1, page(120)))
    says = "This video was changed, or put here, after somebody confirmed who can be recognised."
    scripted(school, "--shown", "one.mp4=P0001")
    assert [flag["where"]["line"] for flag in flags(check(school), says)] == [3]
    scripted(school, "--shown", "two.mp4=P0003")
    text = draft.read_text(encoding="utf-8")
    assert "people: [P0001, P0003]\n" in text
    assert digest(one) in text
    assert digest(two) in text
    assert not flags(check(school), says)
    film(one, (1, page(80)))
    [flag] = flags(check(school), says)
    assert flag["advice"].endswith("`postcheck confirm drafts/post.md`")
    again = scripted(school, "--shown", "one.mp4=nobody")
    assert "+people" not in again.out
    assert not flags(check(school), says)
    assert digest(one) in draft.read_text(encoding="utf-8")


def test_two_entries_of_one_picture_count_together(school: School) -> None:
    settings(school)
    picture = school.picture(name="drafts/sports.png")
    entry = "  - file: sports.png\n    people: []\n    confirmed_for: '{}'\n"
    wrong, right = entry.format("0" * 12), entry.format(digest(picture))
    for both, number in ((right + right, 0), (right + wrong, 1), (wrong + right, 1)):
        school.draft(POST.replace("---\n\n", f"images:\n{both}---\n\n"))
        assert len(flags(check(school), CHANGED)) == number


@pytest.mark.parametrize("broken", ["abc", "3f9a12bc45dg", "[a]", "{a: b}", "yes", "''"])
def test_digits_that_cannot_be_read_are_an_error_with_its_place(school: School, broken: str) -> None:
    settings(school)
    school.picture(name="drafts/sports.png")
    entry = f"images:\n  - file: sports.png\n    people: []\n    confirmed_for: {broken}\n"
    school.draft(POST.replace("---\n\n", f"{entry}---\n\n"))
    result = check(school)
    assert result.code == 1
    [flag] = flags(result, "are not the digits that `postcheck confirm` writes")
    assert (flag["where"]["file"], flag["where"]["line"]) == ("drafts/post.md", 7)
    assert "postcheck confirm" in flag["advice"]
    assert flags(result, "Nobody has said who can be recognised")
    scripted(school, "--shown", "sports.png=nobody")
    assert check(school).code == 0


@pytest.mark.parametrize("broken", ["abc", "{nobody_objected: abc}", "[3f9a12bc45de]"])
def test_so_they_are_at_the_head_of_the_header(school: School, broken: str) -> None:
    settings(school)
    school.draft(POST.replace("---\n\n", f"declare: [nobody_objected]\nconfirmed_for: {broken}\n---\n\n"))
    result = check(school)
    assert result.code == 1
    [flag] = flags(result, "are not the digits that `postcheck confirm` writes")
    assert flag["where"]["line"] == 5


def test_an_older_word_for_something_else_asks_nobody(school: School) -> None:
    """``confirmed`` is no misspelling of the key that only postcheck writes."""
    settings(school)
    school.draft(POST)
    plain = check(school)
    school.draft(POST.replace("---\n\n", "confirmed: true\nconfirmed_by: 3\n---\n\n"))
    assert check(school).rules == plain.rules


def namesakes(school: School) -> None:
    """Let two pupils be called Amelia Carter, one of whom must not be named."""
    settings(school, policy="snmat")
    lists = school.folder / "consent.csv"
    lists.write_text(lists.read_text(encoding="utf-8").replace("P0007,Imogen,Blackstock", "P0007,Amelia,Carter"))


@pytest.mark.parametrize("name", ["drafts/cup.png", "alone/cup.png"])
def test_an_answer_for_another_picture_settles_no_namesake(school: School, name: str) -> None:
    namesakes(school)
    school.draft(POST)
    school.picture("Amelia Carter", name=name)
    draft = "drafts/post.md" if name.startswith("drafts") else name
    scripted(school, "--shown", "cup.png=P0001", draft=draft)
    assert not check(school, draft).post["flags"]
    school.picture("Amelia Carter", name=name, size=(1100, 500))
    assert ["P0001", "P0007"] in [flag["pupil_ids"] for flag in check(school, draft).post["flags"]]


def test_an_older_answer_is_not_made_up_for_by_one_for_the_whole_post(school: School) -> None:
    settings(school)
    picture = school.picture(name="drafts/sports.png")
    entry = f"people: []\nimages:\n  - {{file: sports.png, people: [P0001], confirmed_for: '{digest(picture)}'}}\n"
    school.draft(POST.replace("---\n\n", f"{entry}---\n\n"))
    assert check(school).code == 0
    exchange(picture)
    assert len(flags(check(school), CHANGED)) == 1
    scripted(school, "--shown", "sports.png=P0003")
    assert check(school).code == 0


def test_safe_copies_are_made_of_what_was_confirmed(school: School, tmp_path: Path) -> None:
    """The same people are shown in a copy: what their names must not be covered for stays."""
    namesakes(school)
    school.draft(POST)
    picture = school.picture("Amelia Carter\n\nRhys Morgan", name="drafts/certificate.png")
    scripted(school, "--shown", "certificate.png=P0001")
    done = school.run("redact", "drafts", "--out", tmp_path / "safe", *DAY)
    assert done.code == 0, done.out
    [copy] = (tmp_path / "safe").rglob("*.png")
    with Image.open(picture) as before, Image.open(copy) as after:
        upper, lower = (0, 0, 1000, 220), (0, 220, 1000, 500)
        assert ImageChops.difference(before.crop(upper), after.convert("RGB").crop(upper)).getbbox() is None
        assert ImageChops.difference(before.crop(lower), after.convert("RGB").crop(lower)).getbbox() is not None
    [draft] = (tmp_path / "safe").rglob("*.md")
    assert digest(copy) in draft.read_text(encoding="utf-8")
