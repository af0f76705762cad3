"""``postcheck confirm``: it asks, and writes the answers where the draft has its header."""

from __future__ import annotations

import hashlib
from pathlib import Path

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


def test_it_asks_who_is_shown_and_the_checklist_and_writes_both(school: School) -> None:
    settings(school)
    draft = school.draft(SPORTS)
    school.picture(name="drafts/sports.png")
    assert check(school).rules == {"ASP-IMG-1": "review"}
    done = confirm(school, "Amelia Carter, P0003", "y", "n", "n")
    assert done.code == 0, done.err
    assert "Who can be recognised in drafts/sports.png?" in done.out
    assert "Written into the draft's header." in done.out
    text = draft.read_bytes().decode()
    body = "---\n\nA windy day.\r\nWith spaces  \n"
    assert text == (
        "---\nchannel: facebook  # our page\naccount: Hillside Primary\nimages:\n  - file: sports.png\n"
        f"    people: [P0001, P0003]\ndeclare: [nobody_objected]\n{body}"
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
    done = confirm(school, "Imogen Fairweather, Somebody Else", "P0006", "n", "n")
    assert "“Imogen Fairweather” may be P0006 or P0007: give the id." in done.out
    assert "“Somebody Else” is neither a pupil on the consent list nor an adult on the people list." in done.out
    assert "people: [P0006]" in (school.folder / "drafts/post.md").read_text(encoding="utf-8")


def test_nobody_and_nothing_are_two_answers(school: School) -> None:
    settings(school)
    draft = school.draft(SPORTS)
    school.picture(name="drafts/sports.png")
    assert confirm(school, "", "n", "n", "n").code == 0
    assert draft.read_bytes() == SPORTS.encode()
    confirm(school, "nobody", "n", "n")
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


def test_a_document_and_a_picture_get_a_file_beside_them(school: School) -> None:
    settings(school, policy="victoria")
    letter = school.folder / "letter.docx"
    word(letter, paragraph("The fair starts at noon."))
    before = letter.read_bytes()
    assert confirm(school, "y", "y", draft="letter.docx").code == 0
    assert letter.read_bytes() == before
    beside = school.folder / "letter.docx.postcheck.yaml"
    assert beside.read_text(encoding="utf-8") == "declare: [no_conflict, read_through]\n"
    picture = school.picture(name="alone/cup.png")
    beside = picture.with_name("cup.png.postcheck.yaml")
    beside.write_text("# the cup\nchannel: facebook\n", encoding="utf-8")
    assert confirm(school, "Mrs J. Okonkwo", "y", "n", draft="alone/cup.png").code == 0
    assert beside.read_text(encoding="utf-8") == (
        '# the cup\nchannel: facebook\npeople: ["Mrs J. Okonkwo"]\ndeclare: [no_conflict]\n'
    )


def test_a_table_has_one_header_for_all_its_posts(school: School) -> None:
    settings(school)
    school.draft("date,message\n2026-12-01,The fair.\n2026-12-02,The fete.\n", "drafts/plan.csv")
    refused = confirm(school, "y", draft="drafts/plan.csv")
    assert refused.code == 2
    assert "one header for all of them" in refused.err


def test_a_header_that_cannot_be_added_to_is_left_and_said(school: School) -> None:
    settings(school, policy="victoria")
    draft = school.draft("---\nchannel: facebook\ndeclare: {a: b}\n---\nThe fair.\n")
    refused = confirm(school, "y")
    assert refused.code == 2
    assert "Write in it yourself: declare: [no_conflict]." in refused.err
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
    done = confirm(school, *people, "y", *"nnnn")
    assert done.code == 0, done.err
    said = digest if digest[0].isalpha() else f'"{digest}"'
    assert draft.read_text(encoding="utf-8").startswith(f"{start}{written.format(said)}\n---\n")
    assert "listened" not in confirm(school, *people, *"nnnn").out


def test_it_says_that_a_sign_off_is_void(school: School) -> None:
    settings(school, policy="victoria")
    school.draft("---\nchannel: facebook\n---\nThe fair.\n")
    assert sign_off(school).code == 0
    assert "The sign-off of this post is void now" in confirm(school, "y").out


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
