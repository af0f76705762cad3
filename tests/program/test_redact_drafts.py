"""``postcheck redact`` writes a copy of each draft that shows the safe copies, with the answers that still hold."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from tests.builders.school import Result, School
from tests.builders.signing import check, settings
from tests.program.test_confirmed_for import CHANGED, PACK, POST, declared, digest, exchange, flags, scripted

DAY = ("--date", "2026-11-21")


def redact(school: School, *told: str | Path) -> Result:
    return school.run("redact", *(told or ("drafts",)), "--out", "safe", *DAY)


def said(result: Result) -> str:
    return " ".join(result.out.split())


def certificate(school: School, name: str = "drafts/cert.png") -> Path:
    return school.picture("Certificate for\nRhys Morgan", name=name)


def copy_of(school: School, name: str = "drafts/post.md") -> str:
    return (school.folder / "safe" / name).read_text(encoding="utf-8")


@pytest.fixture
def ours(school: School) -> School:
    (school.folder / "hillside.toml").write_text(PACK, encoding="utf-8")
    settings(school)
    return school


def test_the_copy_of_a_draft_shows_the_safe_copies_and_the_answers_hold(ours: School) -> None:
    draft, picture = ours.draft(POST), certificate(ours)
    scripted(ours, "--shown", "cert.png=P0001")
    before = draft.read_bytes()
    done = redact(ours)
    assert done.code == 0, done.out + done.err
    assert "safe/drafts/post.md shows the safe copies" in said(done)
    assert "postcheck check safe\n" in done.out
    assert "Put each copy" not in done.out
    assert draft.read_bytes() == before
    copy = ours.folder / "safe" / "drafts" / "cert.png"
    assert copy_of(ours) == before.decode().replace(digest(picture), digest(copy))
    after = check(ours, "safe")
    assert not flags(after, CHANGED)
    assert not [flag for flag in after.post["flags"] if flag["severity"] != "note"]
    exchange(copy)
    assert len(flags(check(ours, "safe"), CHANGED)) == 1


def test_what_did_not_hold_before_does_not_hold_for_the_copy(ours: School) -> None:
    ours.draft(POST)
    ours.picture(name="drafts/cert.png")
    scripted(ours, "--shown", "cert.png=nobody")
    certificate(ours)
    before = check(ours)
    assert len(flags(before, CHANGED)) == 1
    assert redact(ours).code == 0
    assert len(flags(check(ours, "safe"), CHANGED)) == 1


@pytest.mark.parametrize("whole", [False, True])
def test_what_was_confirmed_of_the_whole_post_holds_for_the_copies(ours: School, *, whole: bool) -> None:
    """Both answers about the pictures together and items of the checklist, unless the text was changed since."""
    settings(ours, policy="hillside.toml")
    certificate(ours)
    ours.picture(name="drafts/sports.png")
    tied = ", ".join(digest(ours.folder / "drafts" / name) for name in ("cert.png", "sports.png"))
    head = f"people: [P0001]\nconfirmed_for: {{people: [{tied}]}}\n" if whole else "people: [P0001]\n"
    draft = ours.draft(POST.replace("---\n\n", f"{head}---\n\n"))
    scripted(ours, "--yes-to", "OWN-1")
    assert declared(check(ours)) == {"OWN-1"}
    assert redact(ours).code == 0
    after = check(ours, "safe")
    assert declared(after) == {"OWN-1"}
    assert not flags(after, CHANGED)
    assert not after.post["not_examined"]

    draft.write_text(draft.read_text(encoding="utf-8").replace("windy", "sunny"), encoding="utf-8")
    assert redact(ours).code == 0
    assert declared(check(ours, "safe")) == set()


def test_a_picture_whose_copy_has_another_name_is_called_so(ours: School) -> None:
    certificate(ours, "drafts/rhys-morgan.png")
    ours.draft(
        POST.replace("---\n\n", "images:\n  - {file: rhys-morgan.png, alt: A certificate, people: []}  # ours\n---\n\n")
        + "\n![A certificate](rhys-morgan.png)\n"
    )
    assert redact(ours).code == 0
    assert "rhys" not in copy_of(ours)
    assert "{file: picture.png, alt: A certificate, people: []}  # ours" in copy_of(ours)
    assert "![A certificate](picture.png)" in copy_of(ours)
    assert not check(ours, "safe").post["not_examined"]


def test_a_draft_somewhere_else_finds_its_copies(ours: School, tmp_path: Path) -> None:
    place = tmp_path / "elsewhere"
    (place / "img").mkdir(parents=True)
    shutil.copy(certificate(ours, "img.png"), place / "img" / "cert.png")
    (place / "post.md").write_text(f"{POST}\n![A certificate](img/cert.png)\n", encoding="utf-8")
    done = redact(ours, place, "--config", "postcheck.toml")
    assert done.code == 0, done.out
    found = check(ours, "safe")
    assert found.post["path"] == "safe/post.md"
    assert not found.post["not_examined"]
    assert "ASP-NAME-2" not in found.rules


def test_a_picture_by_itself_takes_what_is_said_beside_it_along(ours: School) -> None:
    picture = certificate(ours, "alone/cert.png")
    scripted(ours, "--shown", "cert.png=P0001", draft="alone/cert.png")
    done = redact(ours, "alone")
    assert done.code == 0, done.out
    copy = ours.folder / "safe" / "alone" / "cert.png"
    beside = copy.with_name("cert.png.postcheck.yaml").read_text(encoding="utf-8")
    assert digest(copy) in beside
    assert digest(picture) not in beside
    assert not flags(check(ours, "safe"), CHANGED)


def test_a_draft_without_all_its_copies_is_not_copied(ours: School) -> None:
    certificate(ours)
    (ours.folder / "drafts" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing more")
    ours.draft(POST)
    done = redact(ours)
    assert done.code == 3
    assert "No copy of it that shows the safe copies was written: not all of its pictures" in said(done)
    assert "Put each copy in the place of its picture." in done.out
    assert not (ours.folder / "safe" / "drafts" / "post.md").exists()


def test_a_copy_that_would_show_something_else_is_not_kept(ours: School) -> None:
    """The draft beside it is not among the copies, so that its picture would seem to be this one's."""
    certificate(ours, "drafts/star.png")
    certificate(ours, "drafts/harvest.png")
    ours.draft(f"{POST}\n![Our star](star.png)\n", "drafts/star.md")
    ours.draft("What a harvest!\n", "drafts/harvest.md")
    done = redact(ours)
    assert done.code == 0, done.out
    assert "DRAFT    drafts/star.md" in done.out
    assert "it would not show the same there" in said(done)
    assert not (ours.folder / "safe" / "drafts" / "star.md").exists()


def test_what_was_changed_in_a_copy_stays(ours: School) -> None:
    ours.draft(POST)
    certificate(ours)
    assert redact(ours).code == 0
    assert redact(ours).code == 0
    copy = ours.folder / "safe" / "drafts" / "post.md"
    copy.write_text(copy_of(ours).replace("windy", "sunny"), encoding="utf-8")
    done = redact(ours)
    assert "which was changed since, or is something else, and stays as it is" in said(done)
    assert "sunny" in copy_of(ours)


def test_a_file_of_somebody_else_stays(ours: School) -> None:
    ours.draft(POST)
    certificate(ours)
    other = ours.draft("Mine.\n", "safe/drafts/post.md")
    assert redact(ours).code == 0
    assert other.read_text(encoding="utf-8") == "Mine.\n"


def test_copies_among_the_drafts_are_no_drafts_of_the_next_run(ours: School) -> None:
    ours.draft(POST.replace("windy day", "windy day for Rhys Morgan"))
    certificate(ours)
    for _ in range(2):
        done = ours.run("redact", "drafts", "--out", "drafts/safe", *DAY)
        assert done.code == 0, done.out + done.err
        assert "drafts/safe/drafts/post.md:" not in done.out
    assert len(list((ours.folder / "drafts" / "safe").rglob("post.md"))) == 1


def test_the_command_names_settings_that_are_not_found_from_there_and_the_drafts_that_are_not_there(
    ours: School,
) -> None:
    (ours.folder / "drafts").mkdir()
    (ours.folder / "postcheck.toml").rename(ours.folder / "drafts" / "postcheck.toml")
    for name in ("consent.csv", "people.csv"):
        shutil.copy(ours.folder / name, ours.folder / "drafts" / name)
    ours.draft(POST, "drafts/a/post.md")
    certificate(ours, "drafts/a/cert.png")
    ours.draft(POST, "drafts/b/other.md")
    done = redact(ours)
    commands = re.findall(r"postcheck check (.*)", done.out)
    assert commands == ["safe --config drafts/postcheck.toml", "drafts/b/other.md"]


def test_a_header_in_toml_is_tied_to_the_copies(ours: School) -> None:
    picture = certificate(ours)
    tie = digest(picture)
    ours.draft(
        '+++\nchannel = "facebook"\naccount = "Hillside Primary"\n'
        f'images = [{{file = "cert.png", people = ["P0001"], confirmed_for = "{tie}"}}]\n+++\n\nA windy day.\n'
    )
    assert redact(ours).code == 0
    assert tie not in copy_of(ours)
    assert not flags(check(ours, "safe"), CHANGED)


def test_the_answer_is_tied_to_the_copy_and_to_nothing_else(ours: School) -> None:
    """Digits elsewhere in the header, and those of other content, stay as they are."""
    picture = certificate(ours)
    other = hashlib.sha256(b"other").hexdigest()[:12]
    ours.draft(
        POST.replace(
            "---\n\n",
            f"slug: {digest(picture)}\nimages:\n  - file: cert.png\n    people: []\n"
            f"    confirmed_for: [{digest(picture)}, {other}]\n---\n\n",
        )
    )
    assert redact(ours).code == 0
    copy = ours.folder / "safe" / "drafts" / "cert.png"
    assert f"slug: {digest(picture)}\n" in copy_of(ours)
    assert f"confirmed_for: [{digest(copy)}, {other}]" in copy_of(ours)
