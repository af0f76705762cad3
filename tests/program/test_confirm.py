"""``postcheck confirm``: it asks, and writes the answers where the draft has its header."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from tests.builders.documents import paragraph, word
from tests.builders.faces import group
from tests.builders.school import Result, School
from tests.builders.signing import check, settings, sign_off
from tests.builders.videos import film, page, track, with_boxes

SPORTS = "---\nchannel: facebook  # our page\naccount: Hillside Primary\n---\n\nA windy day.\r\nWith spaces  \n"


def confirm(school: School, *answers: str, draft: str | Path = "drafts/post.md") -> Result:
    typed = "".join(f"{answer}\n" for answer in answers).encode()
    return school.run("confirm", draft, "--date", "2026-11-21", stdin=typed)


def untied(text: str) -> str:
    """Return a header with a mark for each digest in it: tests/program/test_confirmed_for.py looks at those."""
    return re.sub(r'"[0-9a-f]{12}"|\b[a-f][0-9a-f]{11}\b', "#", text)


def test_it_asks_who_is_shown_and_the_checklist_and_writes_both(school: School) -> None:
    settings(school)
    draft = school.draft(SPORTS)
    school.picture(name="drafts/sports.png")
    assert check(school).rules == {"ASP-IMG-1": "review"}
    done = confirm(school, "Amelia Carter, P0003", "y", "n", "n", "y")
    assert done.code == 0, done.err
    assert "Who can be recognised in drafts/sports.png?" in done.out
    assert "Written into the draft's header." in done.out
    text = draft.read_bytes().decode()
    body = "---\n\nA windy day.\r\nWith spaces  \n"
    assert untied(text) == (
        "---\nchannel: facebook  # our page\naccount: Hillside Primary\nimages:\n  - file: sports.png\n"
        "    people: [P0001, P0003]\n    confirmed_for: #\ndeclare: [nobody_objected]\n"
        f"confirmed_for: {{nobody_objected: #}}\n{body}"
    )
    after = check(school)
    assert after.post["verdict"] == "pass"
    assert [item["rule"] for item in after.post["checklist"] if item["declared"]] == ["ASP-IMG-2", "ASP-ACCT-2"]
    again = confirm(school, "n", "n")
    assert "There was nothing to write." in again.out
    assert draft.read_bytes().decode() == text


def test_an_answer_that_cannot_be_understood_is_asked_again(school: School) -> None:
    settings(school)
    school.draft(SPORTS)
    school.picture(name="drafts/sports.png")
    lists = school.folder / "consent.csv"
    lists.write_text(lists.read_text(encoding="utf-8").replace("P0007,Imogen,Blackstock", "P0007,Imogen,Fairweather"))
    done = confirm(school, "Imogen Fairweather, Somebody Else", "a", "n", "n", "y")
    assert "“Imogen Fairweather” may be one of these. Type the letter:" in done.out
    assert "    a  Imogen Fairweather (Year 2, P0007)\n    b  Imogen Fairweather (Year 6, P0006)\n" in done.out
    assert "“Somebody Else” is neither a pupil on the consent list nor an adult on the people list." in done.out
    assert "people: [P0007]" in (school.folder / "drafts/post.md").read_text(encoding="utf-8")


def test_nobody_and_nothing_are_two_answers(school: School) -> None:
    settings(school)
    draft = school.draft(SPORTS)
    school.picture(name="drafts/sports.png")
    assert confirm(school, "", "n", "n", "n").code == 0
    assert draft.read_bytes() == SPORTS.encode()
    found = re.search(r"1 of (\d+): ", confirm(school, "nobody").out)
    confirm(school, "nobody", *"n" * int(found[1] if found else 0), "y")
    assert "    people: []\n" in draft.read_text(encoding="utf-8")


def test_where_nobody_answers_nothing_is_assumed(school: School) -> None:
    settings(school)
    draft = school.draft(SPORTS)
    school.picture(name="drafts/sports.png")
    done = confirm(school)
    assert done.code == 2
    assert "nobody answered." in done.err
    assert draft.read_bytes() == SPORTS.encode()
    assert confirm(school, draft="drafts/none.md").code == 2


def test_whoever_leaves_before_the_end_has_said_nothing(school: School) -> None:
    settings(school)
    draft = school.draft(SPORTS)
    school.picture(name="drafts/sports.png")
    for answers in (["P0001"], ["P0001", "y"], ["P0001", "y", "n", "n"], ["P0001", "y", "n", "n", "n"]):
        done = confirm(school, *answers)
        assert done.code == 2
        assert "nothing was written" in done.err or "nobody answered" in done.err
        assert draft.read_bytes() == SPORTS.encode()
    assert "+images:\n  +  - file: sports.png\n  +    people: [P0001]\n" in done.out
    assert "People: Amelia Carter (Year 4, P0001)." in done.out


def test_people_are_found_by_a_part_of_a_name_and_chosen(school: School) -> None:
    settings(school)
    school.draft(SPORTS)
    school.picture(name="drafts/sports.png")
    done = confirm(school, "imo, P0003, zzz", "b", "n", "n", "n", "y", "y")
    assert "    a  Imogen Blackstock (Year 2, P0007)\n    b  Imogen Fairweather (Year 6, P0006)\n" in done.out
    assert "“zzz” is neither a pupil on the consent list nor an adult on the people list." in done.out
    assert "So far: Zainab Qureshi (Year 5, P0003)." in done.out
    assert "That is Zainab Qureshi (Year 5, P0003), Imogen Fairweather (Year 6, P0006)." in done.out


def test_a_script_says_beforehand_what_is_so_and_nothing_else_is(school: School) -> None:
    settings(school)
    draft = school.draft(SPORTS)
    school.picture(name="drafts/sports.png")
    told = ("--shown", "sports.png=P0001, Zainab Qureshi", "--yes-to", "NOBODY_OBJECTED")
    done = school.run("confirm", "drafts/post.md", "--date", "2026-11-21", *told)
    assert done.code == 0, done.err
    assert "?" not in done.out
    text = untied(draft.read_text(encoding="utf-8"))
    entry = "images:\n  - file: sports.png\n    people: [P0001, P0003]\n    confirmed_for: #\n"
    assert f"{entry}declare: [nobody_objected]\nconfirmed_for: {{nobody_objected: #}}\n---\n" in text


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (("--shown", "sports.png=Imogen"), "not exactly one person's"),
        (("--shown", "sports.png="), "not exactly one person's"),
        (("--shown", "sports.png"), "not exactly one person's"),
        (("--shown", "other.png=nobody"), "1 of the answers fits nothing"),
        (("--shown", "sports.png=nobody", "--yes-to", "no_such_item"), "1 of the answers fits nothing"),
        (("--listened-to", "clip.mp4"), "1 of the answers fits nothing"),
    ],
)
def test_a_script_that_says_what_fits_nothing_is_refused(school: School, told: tuple[str, ...], says: str) -> None:
    settings(school)
    draft = school.draft(SPORTS)
    school.picture(name="drafts/sports.png")
    done = school.run("confirm", "drafts/post.md", "--date", "2026-11-21", *told)
    assert done.code == 2
    assert says in done.err
    assert "Imogen" not in done.err
    assert draft.read_bytes() == SPORTS.encode()


def test_a_byte_order_mark_line_ends_and_toml_stay(school: School) -> None:
    settings(school)
    told = ("--date", "2026-11-21", "--shown", "sports.png=nobody")
    school.picture(name="drafts/sports.png")
    windows = "\ufeff---\r\nchannel: facebook # ours\r\n---\r\nA windy day.\r\n"
    draft = school.draft(windows)
    assert school.run("confirm", "drafts/post.md", *told).code == 0
    added = "images:\r\n  - file: sports.png\r\n    people: []\r\n    confirmed_for: #\r\n"
    assert untied(draft.read_bytes().decode()) == windows.replace("ours\r\n", f"ours\r\n{added}")
    draft.write_text('+++\nchannel = "facebook" # ours\n+++\nA windy day.\n', encoding="utf-8")
    assert school.run("confirm", "drafts/post.md", *told).code == 0
    toml = 'images = [{file = "sports.png", people = [], confirmed_for = #}]\nchannel = "facebook" # ours\n'
    assert toml in untied(draft.read_text("utf-8"))
    draft.write_text("A windy day.\n", encoding="utf-8")
    assert school.run("confirm", "drafts/post.md", *told).code == 0
    entry = "images:\n  - file: sports.png\n    people: []\n    confirmed_for: #\n"
    assert untied(draft.read_text("utf-8")) == f"---\n{entry}---\nA windy day.\n"


def test_a_document_and_a_picture_get_a_file_beside_them(school: School) -> None:
    settings(school, policy="victoria")
    letter = school.folder / "letter.docx"
    word(letter, paragraph("The fair starts at noon."))
    before = letter.read_bytes()
    assert confirm(school, "y", "y", "y", draft="letter.docx").code == 0
    assert letter.read_bytes() == before
    beside = school.folder / "letter.docx.postcheck.yaml"
    assert untied(beside.read_text(encoding="utf-8")) == (
        "declare: [no_conflict, read_through]\nconfirmed_for: {no_conflict: #, read_through: #}\n"
    )
    picture = school.picture(name="alone/cup.png")
    beside = picture.with_name("cup.png.postcheck.yaml")
    beside.write_text("# the cup\nchannel: facebook\n", encoding="utf-8")
    assert confirm(school, "Mrs J. Okonkwo", "y", "n", "y", draft="alone/cup.png").code == 0
    assert untied(beside.read_text(encoding="utf-8")) == (
        '# the cup\nchannel: facebook\npeople: ["Mrs J. Okonkwo"]\ndeclare: [no_conflict]\n'
        "confirmed_for: {people: [#], no_conflict: #}\n"
    )


def test_a_table_has_one_header_for_all_its_posts(school: School) -> None:
    settings(school)
    school.draft("date,message\n2026-12-01,The fair.\n2026-12-02,The fete.\n", "drafts/plan.csv")
    refused = confirm(school, "y", draft="drafts/plan.csv")
    assert refused.code == 2
    assert "one header for all of them" in refused.err
    row = confirm(school, "y", draft="drafts/plan.csv#row 2")
    assert row.code == 2
    assert "Save that post as a draft by itself" in row.err


def test_a_header_that_cannot_be_added_to_is_left_and_said(school: School) -> None:
    settings(school, policy="victoria")
    draft = school.draft("---\nchannel: facebook\ndeclare: {a: b}\n---\nThe fair.\n")
    refused = confirm(school, "y")
    assert refused.code == 2
    said = "Write in it yourself: declare: [no_conflict]; confirmed_for: {no_conflict: #}."
    assert said in untied(refused.err)
    assert draft.read_bytes() == b"---\nchannel: facebook\ndeclare: {a: b}\n---\nThe fair.\n"


@pytest.mark.parametrize(
    ("header", "written"),
    [
        ("video: clip.mp4", "video: {{file: clip.mp4, listened: {0}}}"),
        ("video: {file: clip.mp4, permission: T-1}", "video: {{file: clip.mp4, permission: T-1, listened: {0}}}"),
        ("video: {file: clip.mp4, listened: abcdefabcdef}", "video: {{file: clip.mp4, listened: {0}}}"),
        (
            "video:\n  - file: clip.mp4  # ours\n    permission: T-1",
            "video:\n  - file: clip.mp4  # ours\n    listened: {0}\n    permission: T-1",
        ),
        ("people: []", "people: []\nvideo:\n  - {{file: clip.mp4, listened: {0}}}"),
    ],
)
def test_it_asks_who_has_listened_to_a_video(school: School, header: str, written: str) -> None:
    start = "---\nchannel: website\n"
    draft = school.draft(f"{start}{header}\n---\nOur day: [film](clip.mp4)\n")
    clip = with_boxes(film(draft.parent / "clip.mp4", (1, page(200))), track(b"soun", b"mp4a"))
    digest = hashlib.sha256(clip.read_bytes()).hexdigest()[:12]
    people = [] if header == "people: []" else [""]
    no = confirm(school, *people, "n", *"nnnn")
    assert "Has somebody listened to the whole of drafts/clip.mp4 for names?" in no.out
    assert draft.read_text(encoding="utf-8") == f"{start}{header}\n---\nOur day: [film](clip.mp4)\n"
    others = "n" * (no.out.count("Is it so?") - 1)
    done = confirm(school, *people, "y", *others, "y")
    assert done.code == 0, done.err
    said = digest if digest[0].isalpha() else f'"{digest}"'
    assert draft.read_text(encoding="utf-8").startswith(f"{start}{written.format(said)}\n---\n")
    assert "listened" not in confirm(school, *people, *"nnnn").out


def test_it_says_that_a_sign_off_is_void(school: School) -> None:
    settings(school, policy="victoria")
    school.draft("---\nchannel: facebook\n---\nThe fair.\n")
    assert sign_off(school).code == 0
    assert "The sign-off of this post is void now" in confirm(school, "y", *"yy").out


def test_faces_that_somebody_has_looked_at(school: School) -> None:
    """An item of a rule that is flagged is asked as well, not only those of the checklist."""
    settings(school)
    picture = school.folder / "drafts/team.png"
    school.draft("---\nchannel: facebook\nimages:\n  - {file: team.png, people: []}\n---\nOur team.\n")
    group(2).save(picture)
    assert check(school).rules["PC-FACE-1"] == "review"
    done = confirm(school, "y", "y", "y", "y")
    assert done.code == 0, done.err
    assert "PC-FACE-1" not in check(school).rules


@pytest.mark.parametrize("disk", ["NFC", "NFD"])
def test_a_script_may_write_accents_the_other_way(school: School, disk: Literal["NFC", "NFD"]) -> None:
    settings(school)
    draft = school.draft(SPORTS)
    school.picture(name=f"drafts/{unicodedata.normalize(disk, 'José.png')}")
    other = unicodedata.normalize("NFD" if disk == "NFC" else "NFC", "José.png")
    told = ("--date", "2026-11-21", "--shown", f"{other}=P0001")
    assert school.run("confirm", draft, *told).code == 0
    assert "people: [P0001]" in draft.read_text(encoding="utf-8")
    header = draft.read_text(encoding="utf-8").replace(unicodedata.normalize(disk, "José.png"), other)
    draft.write_text(header, encoding="utf-8")  # the header's own spelling is as good as the disk's
    assert "ASP-IMG-1" not in check(school).rules
