"""Drafts as they come: Word, web pages, PDFs and schedulers' tables, checked by the real command."""

from __future__ import annotations

import base64
import io
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.builders.documents import Pdf, paragraph, picture, story, word
from tests.builders.school import DAY, Result, School


def drawing(*lines: str, size: tuple[int, int] = (1000, 500)) -> bytes:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).multiline_text(
        (80, 120), "\n".join(lines), fill="black", font=ImageFont.load_default(64), spacing=30
    )
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def found(result: Result) -> dict[str, Any]:
    """Return where each piece of evidence stands."""
    return {flag["evidence"]: flag["where"] for flag in result.post["flags"] if flag["pupil_ids"]}


def folder(school: School) -> Path:
    (school.folder / "drafts").mkdir(exist_ok=True)
    return school.folder / "drafts"


def letter(school: School) -> Path:
    parts: dict[str, str | bytes] = {
        "word/media/image1.png": drawing("Star of the week", "Zainab Qureshi"),
        "word/comments.xml": story(
            "comments", f'<w:comment w:id="1">{paragraph("Is Imogen Blackstock allowed?")}</w:comment>'
        ),
    }
    body = paragraph("Well done ", "Am", "elia Carter.") + paragraph(
        "<w:del><w:r><w:delText>Rhys Morgan</w:delText></w:r></w:del>", "A pupil"
    )
    links = (("rId5", "image", "media/image1.png"),)
    return word(folder(school) / "letter.docx", body + paragraph(picture("rId5")), links, parts)


def test_a_word_document(school: School) -> None:
    letter(school)
    result = school.check("drafts/letter.docx")
    assert (result.code, result.err) == (1, "")
    places = found(result)
    assert {words: (where["kind"], where.get("place")) for words, where in places.items()} == {
        "Amelia Carter": ("text", "paragraph 1"),
        "Rhys Morgan": ("text", "deleted text in paragraph 2 (tracked change)"),
        "Imogen Blackstock": ("text", "comment 1"),
        "Zainab Qureshi": ("image", None),
    }
    assert places["Zainab Qureshi"]["file"] == "drafts/letter.docx#image1.png"
    assert result.post["not_examined"] == []


def test_a_name_that_is_cropped_away_says_so(school: School) -> None:
    for crop, place in (
        ('b="60000"', "in the part that is cropped away, which is still in the file"),
        ('r="10000"', None),
    ):
        parts = {"word/media/image1.png": drawing("", "", "Zainab Qureshi")}
        body = paragraph(picture("rId5", crop=crop))
        word(folder(school) / "letter.docx", body, (("rId5", "image", "media/image1.png"),), parts)
        result = school.check("drafts/letter.docx")
        assert found(result)["Zainab Qureshi"].get("place") == place


def test_a_web_page(school: School) -> None:
    data = base64.b64encode(drawing("Oluwaseun Adeyemi")).decode()
    page = (
        "<title>Star</title><p>Well done <b>Am</b>elia&#32;Carter</p><!-- Rhys Morgan -->"
        '<img src="star.png" alt="Zainab Qureshi">'
        f'<img src="data:image/png;base64,{data}"><img src="https://x.example/a.jpg">'
    )
    path = school.draft(page, "drafts/page.html")
    school.picture("Imogen Blackstock", "drafts/star.png")
    result = school.check("drafts/page.html")
    places = found(result)
    assert set(places) == {
        "Am</b>elia&#32;Carter",
        "Rhys Morgan",
        "Zainab Qureshi",
        "Oluwaseun Adeyemi",
        "Imogen Blackstock",
    }
    text = path.read_text()
    for words, where in places.items():
        if where["kind"] == "text":
            assert text[where["start"] : where["end"]] == words
    assert [item["file"] for item in result.post["not_examined"]] == ["https://x.example/a.jpg"]
    assert len(school.check("drafts").report["posts"]) == 1


def test_a_pdf_of_text_and_one_of_a_picture(school: School) -> None:
    draft = Pdf()
    draft.page((80, 700, "Star of the week"), (80, 400, "Amelia Carter"))
    draft.page((80, 700, "Nothing here"))
    draft.write(folder(school) / "text.pdf")
    result = school.check("drafts/text.pdf")
    (flag,) = [flag for flag in result.post["flags"] if flag["category"] in {"name", "picture"}]
    assert (flag["evidence"], flag["severity"], flag["where"]["frame"], flag["where"]["confidence"]) == (
        "Amelia Carter",
        "fail",
        0,
        1.0,
    )
    assert result.post["not_examined"] == []
    Image.open(io.BytesIO(drawing("Star of the week", "Zainab Qureshi"))).save(school.folder / "drafts/poster.pdf")
    result = school.check("drafts/poster.pdf")
    where = found(result)["Zainab Qureshi"]
    assert (where["kind"], where["file"], where["frame"]) == ("image", "drafts/poster.pdf", 0)
    assert any(flag["category"] == "picture" for flag in result.post["flags"])


def test_a_text_draft_that_shows_a_pdf(school: School) -> None:
    draft = Pdf()
    draft.page((80, 700, "Amelia Carter"))
    draft.write(folder(school) / "poster.pdf")
    school.draft("---\nimages:\n  - file: poster.pdf\n    people: []\n---\nOur poster.\n")
    result = school.check("drafts")
    assert [post["path"] for post in result.report["posts"]] == ["drafts/post.md"]
    assert found(result)["Amelia Carter"]["file"] == "drafts/poster.pdf"


PLAN = (
    'date,time_24hr,message_text,image,profile\n2026-12-01,09:00,"Well done ""Amelia"" Carter",,Facebook\n'
    "2026-12-02,09:00,All is well,,Instagram\n"
)


def test_a_schedulers_csv(school: School) -> None:
    path = school.draft(PLAN, "drafts/plan.csv")
    first, second = school.check("drafts").report["posts"]
    assert (first["path"], first["verdict"], first["channels"], first["date"]) == (
        "drafts/plan.csv#row 2",
        "fail",
        ["facebook"],
        "2026-12-01",
    )
    assert (second["path"], second["verdict"], second["channels"], second["date"]) == (
        "drafts/plan.csv#row 3",
        "pass",
        ["instagram"],
        "2026-12-02",
    )
    (flag,) = first["flags"]
    assert path.read_text()[flag["where"]["start"] : flag["where"]["end"]] == flag["evidence"] == 'Amelia"" Carter'


def test_rows_have_fingerprints_of_their_own_that_last(school: School) -> None:
    def fingerprints(text: str) -> list[str]:
        school.draft(text, "drafts/plan.csv")
        return [flag["fingerprint"] for post in school.check("drafts").report["posts"] for flag in post["flags"]]

    head = "date,message\n"
    one, two = "2026-12-01,Well done Amelia Carter\n", "2026-12-02,Well done Amelia Carter\n"
    before = fingerprints(head + one + two)
    assert len(set(before)) == 2
    assert fingerprints(head + "2026-11-30,All is well\n" + one + two) == before


def test_a_workbook(school: School) -> None:
    book = openpyxl.Workbook()
    for row in (["Post text", "Image"], ["Well done Amelia Carter", None], ["All is well", "gone.jpg"]):
        book.worksheets[0].append(row)
    folder(school)
    book.save(school.folder / "drafts/plan.xlsx")
    first, second = school.check("drafts/plan.xlsx").report["posts"]
    (flag,) = first["flags"]
    assert (flag["evidence"], flag["where"]["place"]) == ("Amelia Carter", "row 2, column “Post text”")
    assert second["not_examined"][0]["reason"].startswith(
        "Row 3, column “Image” of the draft names this image, but it is not there."
    )


def test_columns_by_settings(school: School) -> None:
    school.draft("Words;Private\nWell done;Amelia Carter\n", "drafts/plan.csv")
    assert [post["verdict"] for post in school.check("drafts").report["posts"]] == ["pass", "fail"]
    (school.folder / "postcheck.toml").write_text('[bulk]\ntext = "Words"\nignore = ["Private"]\n')
    assert school.check("drafts").report["posts"][0]["verdict"] == "pass"


def test_nothing_that_nobody_sees_hides_a_name_in_a_table_or_in_a_pictures_name(school: School) -> None:
    (folder(school) / "plan.csv").write_text(
        "Date,Text\n2026-12-01,Well done Rh\u034fys Mor\u206agan\n", encoding="utf-8"
    )
    result = school.check("drafts/plan.csv")
    assert list(found(result)) == ["Rh\u034fys Mor\u206agan"]
    Image.new("RGB", (8, 8)).save(folder(school) / "Rh\u206ays.jpg")
    (folder(school) / "post.md").write_text("![A cake](Rh\u206ays.jpg)\n\nA cake.\n", encoding="utf-8")
    result = school.check("drafts/post.md")
    assert {words: where["kind"] for words, where in found(result).items()} == {"Rh\u206ays": "filename"}


def test_lists_of_pupils_among_the_drafts_are_named_and_not_searched(school: School) -> None:
    school.draft("pupil_id,forename,surname\nP0001,Amelia,Carter\n", "drafts/old-list.csv")
    result = school.check("drafts")
    assert result.code == 3
    assert result.post["not_examined"][0]["reason"].startswith("It looks like a list of pupils")
    assert [post["path"] for post in school.check(".").report["posts"]] == [
        "drafts/old-list.csv"
    ]  # those in force are left alone


def test_a_header_beside_the_document(school: School) -> None:
    letter(school)
    school.draft("channel: website\npeople: []\ndeclare: [dress_checked]\n", "drafts/letter.docx.postcheck.yaml")
    result = school.check("drafts")
    assert (result.post["path"], result.post["channels"]) == ("drafts/letter.docx", ["website"])
    assert not any(flag["category"] == "picture" for flag in result.post["flags"])
    school.draft("channel: myspace\n", "drafts/letter.docx.postcheck.yaml")
    flags = [flag for flag in school.check("drafts/letter.docx").post["flags"] if flag["category"] == "record"]
    assert [(flag["evidence"], flag["where"]["file"]) for flag in flags] == [
        ("myspace", "drafts/letter.docx.postcheck.yaml")
    ]


def test_a_header_beside_says_who_is_in_which_picture(school: School) -> None:
    letter(school)
    school.draft("images:\n  - file: image1.png\n    people: [P0002]\n", "drafts/letter.docx.postcheck.yaml")
    flags = [flag for flag in school.check("drafts/letter.docx").post["flags"] if flag["category"] == "picture"]
    assert [flag["pupil_ids"] for flag in flags] == [["P0002"]]


UNREADABLE = {
    "pdf.docx": (b"%PDF-1.7 Amelia", "Give it the ending .pdf"),
    "zip.pdf": (b"PK\x03\x04", "damaged, cut short or no PDF"),
    "empty.docx": (b"", "It is empty."),
    "text.docx": (b"Amelia Carter", "damaged"),
    "pdf.html": (b"%PDF-1.7 Amelia", "Give it the ending .pdf"),
    "zip.csv": (b"PK\x03\x04", "Office document or a zip archive"),
    "text.xlsx": (b"Message\nAmelia", "damaged"),
    "letter.doc": (b"\xd0\xcf\x11\xe0", "Save it as .docx or PDF"),
    "letter.pages": (b"PK\x03\x04", "Save it as .docx or PDF"),
    "slides.pptx": (b"PK\x03\x04", "Save it as PDF"),
    "poster.pub": (b"\xd0\xcf\x11\xe0", "Export it as PDF"),
}


def test_what_cannot_be_read_never_passes(school: School) -> None:
    for name, (content, _) in UNREADABLE.items():
        (folder(school) / name).write_bytes(content)
    for given in (["drafts"], [f"drafts/{name}" for name in UNREADABLE]):
        result = school.check(*given)
        assert (result.code, result.err) == (3, "")
        posts = {post["path"].removeprefix("drafts/"): post for post in result.report["posts"]}
        assert posts.keys() == UNREADABLE.keys()
        for name, (_, words) in UNREADABLE.items():
            assert posts[name]["verdict"] == "incomplete", name
            assert words in posts[name]["not_examined"][0]["reason"], name


@pytest.mark.parametrize("shown", ["--show-names", "--hide-names"])
def test_every_format_can_say_it(school: School, shown: str) -> None:
    letter(school)
    school.draft(PLAN, "drafts/plan.csv")
    school.draft("<title>Star</title><p>Well done Amelia Carter</p>", "drafts/page.html")
    Image.open(io.BytesIO(drawing("Amelia Carter"))).save(school.folder / "drafts/poster.pdf")
    lists = ("--consent", "consent.csv", "--people", "people.csv", "--policy", "aspire", "--date", DAY, shown)
    for name in ("rich", "json", "sarif", "junit", "github", "markdown", "html")[
        :: 1 if shown == "--show-names" else 6
    ]:
        result = school.run("check", "drafts", "--format", name, *lists)
        assert (result.code, result.err) == (1, ""), name
        assert "plan.csv#row 2" in result.out or name in {"github", "sarif"}
        if shown == "--hide-names":
            assert not any(word in result.out for word in ("Amelia", "Carter", "Zainab", "Rhys", "Blackstock")), name
        elif name == "html":
            assert result.out.count("data:image/") >= 2
            assert "on page 1 of poster.pdf" in result.out
        if name == "json":
            schema = json.loads((files("postcheck.report") / "schema" / "postcheck-report-1.json").read_text())
            jsonschema.validate(result.report, schema)


def test_a_page_of_a_site_is_searched_in_what_its_header_publishes(school: School) -> None:
    posts = folder(school) / "_posts"
    posts.mkdir()
    (posts / "2026-11-01-rhys-morgan.md").write_text(
        "---\ntitle: A win\nauthor: Zainab Qureshi\nslug: amelia-carter-wins\n"
        "excerpt: Imogen Blackstock smiled\n---\nHello\n"
    )
    result = school.check("drafts/_posts")
    assert (result.code, result.err) == (1, "")
    assert {words: (where["kind"], where["field"]) for words, where in found(result).items()} == {
        "rhys-morgan": ("filename", "filename"),
        "Zainab Qureshi": ("text", "author"),
        "amelia-carter": ("text", "slug"),
        "Imogen Blackstock": ("text", "excerpt"),
    }


def test_an_author_who_is_no_pupil_is_a_note(school: School) -> None:
    draft = folder(school) / "page.md"
    draft.write_text("---\ntitle: News\nauthor: Barnaby Thistlewood\nchannel: website\n---\nHello.\n")
    result = school.check("drafts/page.md")
    assert {flag["severity"] for flag in result.post["flags"] if flag["category"] == "name"} <= {"note"}
    assert result.code == 0


def test_no_advice_of_a_library_reaches_standard_error(school: School) -> None:
    draft = Pdf()
    draft.catalog = "/AcroForm << /Fields [] /XFA [(template) 3 0 R] >>"
    draft.page((100, 700, "Please wait"))
    draft.write(folder(school) / "form.pdf")
    result = school.start(
        "check",
        "drafts/form.pdf",
        "--no-config",
        "--consent",
        "consent.csv",
        "--channel",
        "website",
        "--date",
        DAY,
        "--format",
        "json",
    )
    assert (result.code, result.err) == (3, "")
