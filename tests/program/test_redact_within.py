"""Safe copies and what ``check`` flags within documents, leaves unexamined or merely notes."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from tests.builders.documents import paragraph, picture, word
from tests.builders.school import School
from tests.program.test_redact import copies, redact


def drawing(words: str) -> bytes:
    page, buffer = Image.new("RGB", (1000, 300), "white"), io.BytesIO()
    ImageDraw.Draw(page).text((80, 120), words, fill="black", font=ImageFont.load_default(64))
    page.save(buffer, "PNG")
    return buffer.getvalue()


def letter(school: School, words: str) -> None:
    (school.folder / "drafts").mkdir()
    links, parts = (("rId5", "image", "media/image1.png"),), {"word/media/image1.png": drawing(words)}
    word(school.folder / "drafts/letter.docx", paragraph("The fair.") + paragraph(picture("rId5")), links, parts)


def test_a_picture_in_a_document_that_check_flags_is_said_and_what_to_do_about_it(school: School) -> None:
    letter(school, "Star: Rhys Morgan")
    assert "ASP-NAME-2" in school.check("drafts").rules
    done = redact(school, "drafts")
    assert done.code == 1
    assert "NO COPY  drafts/letter.docx#image1.png\n" in done.out
    assert "Something that must be covered is in it." in done.out
    assert "Save the picture as a file by itself" in done.out
    assert "No copy was written. 1 file has no safe copy: do not post it as it is." in done.out
    given = "--consent consent.csv --people people.csv --policy aspire"
    assert done.out.rstrip().endswith(f"postcheck check drafts {given}")
    assert "ASP-NAME-2" in school.check("drafts").rules


def test_a_picture_in_a_document_with_nothing_to_cover_is_no_alarm(school: School) -> None:
    letter(school, "The summer fair")
    done = redact(school, "drafts")
    assert done.code == 0, done.out
    assert "NO COPY" not in done.out
    assert "1 picture or page within a document was examined, with nothing to cover." in done.out


def test_a_picture_that_the_draft_names_and_that_is_missing_is_not_left_out(school: School) -> None:
    school.draft("---\nchannel: facebook\nimages:\n  - {file: gone.jpg, people: []}\n---\nOur winner.\n")
    assert school.check("drafts").code == 3
    done = redact(school, "drafts")
    assert done.code == 3
    assert "NO COPY  drafts/gone.jpg\n" in done.out


@pytest.mark.parametrize(("also", "covered"), [((), False), (("--also", "notes"), True)])
def test_notes_are_covered_only_if_that_is_asked_for(school: School, also: tuple[str, ...], covered: bool) -> None:
    original = school.picture("Best wishes\nThe Williams family", name="drafts/door.png")
    school.draft("---\nchannel: website\nimages:\n  - {file: door.png, people: []}\n---\nOur school.\n")
    flags = [flag["severity"] for flag in school.check("drafts").post["flags"] if flag["where"]["kind"] == "image"]
    assert flags == ["note"]
    done = redact(school, "drafts", *also)
    assert done.code == 0, done.out
    assert copies(school) == ["door.png"]
    with Image.open(school.folder / "safe/drafts/door.png") as copy, Image.open(original) as before:
        assert bool(ImageChops.difference(copy.convert("RGB"), before.convert("RGB")).getbbox()) is covered


def test_what_else_there_is_to_cover_is_refused(school: School) -> None:
    school.picture(name="drafts/a.png")
    done = redact(school, "drafts", "--also", "everything")
    assert done.code == 2
    assert "Choose one of notes." in done.err


def test_the_words_beside_a_name_and_below_it_stay(school: School) -> None:
    page = Image.new("RGB", (1100, 500), "white")
    font, draw = ImageFont.load_default(48), ImageDraw.Draw(page)
    draw.text((60, 120), "Awarded to ", fill="black", font=font)
    across = 60 + font.getlength("Awarded to ")
    draw.text((60, 188), "for kindness and for hard work in all he does", fill="black", font=font)
    draw.text((across + font.getlength("Rhys Morgan "), 120), "of Oak Class", fill="black", font=font)
    (school.folder / "drafts").mkdir()
    named = page.copy()
    ImageDraw.Draw(named).text((across, 120), "Rhys Morgan", fill="black", font=font)
    named.save(school.folder / "drafts/a.png")
    done = redact(school, "drafts")
    assert done.code == 0, done.out
    with Image.open(school.folder / "safe/drafts/a.png") as copy:
        changed = ImageChops.difference(copy.convert("RGB"), page)
    box = changed.getbbox()
    assert box is not None
    ink = page.crop(box).convert("L").point(lambda level: 255 if level < 128 else 0)
    # Of what stands around the name, next to nothing is under the cover.
    assert sum(count for level, count in enumerate(ink.histogram()) if level) <= 20
