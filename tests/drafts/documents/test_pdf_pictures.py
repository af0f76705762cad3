"""Pictures that a page of a PDF does not show whole are looked at as they lie in the file."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from postcheck.drafts.documents import pdf_pictures
from postcheck.drafts.documents.document import Document, Picture
from postcheck.drafts.documents.pdf import load
from postcheck.model.draft import Crop
from postcheck.model.text import CROPPED
from tests.builders.documents import Pdf
from tests.builders.school import School

DRAWN = "q 300 0 0 100 100 300 cm /I Do Q\n"


def lettered(text: str = "Rhys Morgan", size: tuple[int, int] = (600, 200)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).text((40, 60), text, fill="black", font=ImageFont.load_default(72))
    return image


def stream(about: str, data: bytes) -> bytes:
    return f"<< {about} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def held(draft: Pdf, image: Image.Image, about: str = "") -> int:
    return draft.add(
        stream(
            f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /BitsPerComponent 8 "
            f"/ColorSpace /DeviceRGB /Filter /FlateDecode {about}",
            zlib.compress(image.tobytes()),
        )
    )


def poster(path: Path, content: str, *, extra: str = "", about: str = "", image: Image.Image | None = None) -> Path:
    draft = Pdf()
    number = held(draft, image or lettered(), about)
    draft.page((100, 750, "Open evening"), resources=f"/XObject << /I {number} 0 R >>", content=content, extra=extra)
    return draft.write(path)


def read(path: Path) -> Document:
    return load(path, "poster.pdf")


def whole(path: Path) -> tuple[Picture, ...]:
    """Return the pictures that are looked at in addition to the pages."""
    pages, *others = read(path).pictures
    assert pages.inside is not None
    assert pages.inside.pages == 1
    return tuple(others)


@pytest.mark.parametrize(
    ("content", "extra"),
    [
        (DRAWN, ""),
        (DRAWN, "/Rotate 90"),
        ("q 0.866 0.5 -0.5 0.866 100 100 cm 300 0 0 100 100 100 cm /I Do Q\n", ""),
        ("q 200 0 0 200 100 300 cm /I Do Q\n", "/UserUnit 2"),
        # Letters over a picture, as posters have them, hide nothing; nor does what lies beside it.
        (DRAWN + "BT /F1 20 Tf 120 310 Td (Come in) Tj ET 0 g 10 10 50 50 re f\n", ""),
        ("q 100 300 300 100 re W n " + DRAWN + "Q\n", ""),
    ],
)
def test_a_picture_that_is_shown_whole_is_looked_at_once(tmp_path: Path, content: str, extra: str) -> None:
    assert whole(poster(tmp_path / "x.pdf", content, extra=extra)) == ()


@pytest.mark.parametrize(
    ("content", "extra", "about"),
    [
        ("q 0 0 50 50 re W n " + DRAWN + "Q\n", "", ""),
        ("q 100 300 90 100 re W n " + DRAWN + "Q\n", "", ""),
        (DRAWN, "/CropBox [0 500 595 842]", ""),
        ("q 300 0 0 100 -150 300 cm /I Do Q\n", "", ""),
        ("q 300 0 0 100 100 -500 cm /I Do Q\n", "", ""),
        (DRAWN + "1 g 90 290 320 120 re f\n", "", ""),
        (DRAWN + "0 g 240 330 120 40 re f\n", "", ""),
        (DRAWN, "", "/Mask [0 255 0 255 0 255]"),
        ("q 0 0 0 0 100 300 cm /I Do Q\n", "", ""),
        ("q -300 0 0 100 400 300 cm /I Do Q\n", "", ""),
        ("q 12 0 0 4 100 300 cm /I Do Q\n", "", ""),
    ],
)
def test_a_picture_that_is_not_is_looked_at_whole(tmp_path: Path, content: str, extra: str, about: str) -> None:
    (picture,) = whole(poster(tmp_path / "x.pdf", content, extra=extra, about=about))
    assert picture.name == "poster.pdf#page1-picture1.png"
    assert picture.inside is not None
    with Image.open(io.BytesIO(picture.inside.data)) as image:
        assert image.tobytes() == lettered().tobytes()


def test_within_a_form_that_cuts_it_off(tmp_path: Path) -> None:
    draft = Pdf()
    number = held(draft, lettered())
    form = draft.add(
        stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 60 100] /Matrix [1 0 0 1 50 50] "
            f"/Resources << /XObject << /I {number} 0 R >> >>",
            b"q 300 0 0 100 0 0 cm /I Do Q",
        )
    )
    draft.page(resources=f"/XObject << /X {form} 0 R >>", content="/X Do\n")
    (picture,) = whole(draft.write(tmp_path / "x.pdf"))
    assert picture.crop is not None
    assert picture.crop.left < 0.15
    assert 0.7 < picture.crop.right < 0.85


def test_small_print_of_a_large_poster_is_read_in_the_size_of_its_picture(tmp_path: Path) -> None:
    draft = Pdf()
    number = held(draft, lettered(size=(1200, 400)))
    draft.page(
        resources=f"/XObject << /I {number} 0 R >>", content="q 600 0 0 200 100 300 cm /I Do Q\n", size=(2384, 3370)
    )
    (picture,) = whole(draft.write(tmp_path / "x.pdf"))
    assert not picture.peopled
    assert picture.crop is None


@pytest.mark.parametrize(
    ("resources", "extra"),
    [("/XObject << /I {} 0 R >>", ""), ("", "/Thumb {} 0 R"), ("", "/PieceInfo << /App << /Kept {} 0 R >> >>")],
)
def test_a_picture_that_no_page_draws(tmp_path: Path, resources: str, extra: str) -> None:
    draft = Pdf()
    number = held(draft, lettered())
    draft.page((100, 700, "Text"), resources=resources.format(number), extra=extra.format(number))
    (picture,) = whole(draft.write(tmp_path / "x.pdf"))
    assert picture.name == "poster.pdf#picture1.png"
    assert picture.crop == Crop(left=1.0, top=1.0)


def test_pictures_in_patterns_and_letters(tmp_path: Path) -> None:
    draft = Pdf()
    number = held(draft, lettered())
    resources = f"/Resources << /XObject << /I {number} 0 R >> >>"
    pattern = draft.add(
        stream(
            f"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 {resources}",
            b"q 600 0 0 200 0 0 cm /I Do Q",
        )
    )
    draft.page((100, 700, "Text"), resources=f"/Pattern << /P {pattern} 0 R >>")
    assert [picture.name for picture in whole(draft.write(tmp_path / "x.pdf"))] == ["poster.pdf#picture1.png"]
    draft = Pdf()
    number = held(draft, lettered())
    glyph = draft.add(stream("", b"600 0 0 0 600 200 d1 q 600 0 0 200 0 0 cm /I Do Q"))
    draft.add(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 600 200] /FontMatrix [0.001 0 0 0.001 0 0] "
        f"/CharProcs << /a {glyph} 0 R >> /Resources << /XObject << /I {number} 0 R >> >> /Widths [600] "
        "/Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 >>"
    )
    draft.page((100, 700, "Text"), extra=f"/PieceInfo << /F {glyph + 1} 0 R >>")
    names = [picture.name for picture in whole(draft.write(tmp_path / "x.pdf"))]
    assert names == ["poster.pdf#picture1.png"]


def test_a_picture_cut_off_on_two_pages_is_looked_at_once(tmp_path: Path) -> None:
    draft = Pdf()
    number = held(draft, lettered())
    for _ in range(2):
        draft.page(resources=f"/XObject << /I {number} 0 R >>", content=f"q 100 300 90 100 re W n {DRAWN} Q\n")
    pages, *others = read(draft.write(tmp_path / "x.pdf")).pictures
    assert pages.inside is not None
    assert pages.inside.pages == 2
    assert [picture.name for picture in others] == ["poster.pdf#page1-picture1.png"]


def test_more_than_can_be_looked_at_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pictures, "MAX_PICTURES", 0)
    path = poster(tmp_path / "x.pdf", DRAWN + "1 g 90 290 320 120 re f\n")
    assert whole(path) == ()
    (item,) = read(path).unexamined
    assert item.reason == (
        "It holds more pictures that its pages do not show whole than can be looked at. "
        "Crop the pictures themselves, and export it again."
    )


def test_words_in_the_part_that_is_cropped_away_say_so(tmp_path: Path) -> None:
    school = School(tmp_path)
    school.draft("---\nchannel: website\n---\n[Our poster](poster.pdf)\n")
    poster(tmp_path / "drafts/poster.pdf", f"q 100 300 10 100 re W n {DRAWN} Q\n")
    result = school.check("drafts")
    found = [flag for flag in result.post["flags"] if flag["where"]["file"] == "drafts/poster.pdf#page1-picture1.png"]
    assert {flag["where"].get("place") for flag in found if flag["category"] == "name"} == {CROPPED}
    assert any(flag["pupil_ids"] == ["P0002"] for flag in found)
