"""A PDF gives its text with its place on the page, its pages as pictures, and what readers bring to light besides."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from postcheck.drafts.documents import pdf
from postcheck.drafts.documents.document import Document
from postcheck.drafts.documents.pdf import load
from postcheck.errors import UnreadableError
from postcheck.media.embedded import PAGE_SIDE, image_file
from postcheck.model.draft import DraftImage, Part
from postcheck.model.text import PlaceKind, SourceText, Where
from tests.builders.documents import Pdf


def read(path: Path) -> Document:
    return load(path, "drafts/poster.pdf")


def layers(document: Document) -> list[Part]:
    return [part for part in document.parts if part.words]


def said(document: Document, field: str) -> list[str]:
    return [
        part.text.text if isinstance(part.text, SourceText) else part.text
        for part in document.parts
        if part.field == field
    ]


def dark(path: Path, box: tuple[int, int, int, int]) -> float:
    """Return the share of dark pixels in a part of a picture."""
    with Image.open(path) as picture:
        histogram = picture.convert("L").crop(box).histogram()
    return sum(histogram[:128]) / max(1, sum(histogram))


def drawn(document: Document, path: Path) -> DraftImage:
    (picture,) = document.pictures
    return DraftImage(picture.name, path, picture.name, picture.where, inside=picture.inside)


@pytest.mark.parametrize("turn", ["", "/Rotate 90", "/Rotate 180", "/Rotate 270", "/CropBox [50 300 500 800]"])
def test_the_boxes_of_the_words_cover_what_is_drawn(tmp_path: Path, turn: str) -> None:
    draft = Pdf()
    draft.page((100, 700, "Well done"), (100, 400, "Amelia"), extra=turn)
    path = draft.write(tmp_path / "x.pdf")
    document = read(path)
    (layer,) = layers(document)
    assert sorted(str(layer.text).split()) == ["Amelia", "Well", "done"]
    assert (layer.kind, layer.image, layer.frame) == (PlaceKind.IMAGE, "drafts/poster.pdf", 0)
    with image_file(drawn(document, path)) as (picture, number):
        assert number == 0
        with Image.open(picture) as image:
            assert image.size == layer.size
            assert max(image.size) == PAGE_SIDE
        for word in layer.words:
            box = word.box
            assert dark(picture, (box.left, box.top, box.right, box.bottom)) > 0.1
            blank = Image.open(picture).convert("RGB")
            for other in layer.words:
                ImageDraw.Draw(blank).rectangle(
                    (other.box.left - 3, other.box.top - 3, other.box.right + 3, other.box.bottom + 3), fill="white"
                )
            assert blank.convert("L").getextrema() == (255, 255)
            blank.close()


def test_words_of_a_line_stay_together_and_lines_apart(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Amelia Carter"), (100, 400, "Rhys"))
    (layer,) = layers(read(draft.write(tmp_path / "x.pdf")))
    assert str(layer.text) == "Amelia Carter\nRhys"
    assert [str(layer.text)[word.start : word.end] for word in layer.words] == ["Amelia", "Carter", "Rhys"]


def test_each_page_is_a_frame(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "One"))
    draft.page()
    draft.page((100, 700, "Three"))
    document = read(draft.write(tmp_path / "x.pdf"))
    assert [(layer.frame, layer.text) for layer in layers(document)] == [(0, "One"), (2, "Three")]
    (picture,) = document.pictures
    assert picture.inside is not None
    assert picture.inside.pages == 3
    assert picture.where == Where(PlaceKind.IMAGE, "drafts/poster.pdf")
    with image_file(drawn(document, tmp_path / "x.pdf"), 1) as (path, _):
        assert dark(path, (0, 0, 1000, 1000)) == 0


def test_text_that_is_not_seen_is_text(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page(
        content="BT /F1 24 Tf 3 Tr 100 500 Td (Amelia) Tj ET 1 1 1 rg BT 0 Tr /F1 24 Tf 100 300 Td (Rhys) Tj ET\n"
    )
    (layer,) = layers(read(draft.write(tmp_path / "x.pdf")))
    assert str(layer.text).split() == ["Amelia", "Rhys"]


def test_text_beside_the_page_is_said(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Seen"), (2000, 700, "Amelia"))
    document = read(draft.write(tmp_path / "x.pdf"))
    assert [layer.text for layer in layers(document)] == ["Seen"]
    assert said(document, "hidden") == ["Amelia"]
    assert document.file is not None
    assert document.file.place(0) == "page 1, outside what the page shows"


def test_only_a_page_with_a_picture_can_show_somebody(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Text alone"))
    (picture,) = read(draft.write(tmp_path / "x.pdf")).pictures
    assert not picture.peopled
    Image.new("RGB", (60, 40), "grey").save(tmp_path / "y.pdf")
    (picture,) = read(tmp_path / "y.pdf").pictures
    assert picture.peopled


def test_details_notes_links_and_forms(tmp_path: Path) -> None:
    draft = Pdf()
    draft.info = "/Title (Star of the week) /Author (J. Osei) /Producer (Some Program)"
    note = draft.add("<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (Ask Amelia) /T (Reviewer) >>")
    link = draft.add(
        "<< /Type /Annot /Subtype /Link /Rect [10 10 30 30] /A << /S /URI /URI (https://school.example/rhys) >> >>"
    )
    form = draft.add("<< /Type /Annot /Subtype /Widget /FT /Tx /T (Name) /V (Zainab) /Rect [10 10 90 30] >>")
    draft.catalog = f"/AcroForm << /Fields [{form} 0 R] >>"
    draft.page((100, 700, "Text"), extra=f"/Annots [{note} 0 R {link} 0 R {form} 0 R]")
    document = read(draft.write(tmp_path / "x.pdf"))
    assert said(document, "pdf") == ["Star of the week"]
    assert said(document, "credit") == ["J. Osei"]
    assert said(document, "annotation") == ["Ask Amelia", "Reviewer", "Name"]
    assert said(document, "link") == ["https://school.example/rhys"]
    assert said(document, "form field") == ["Zainab"]
    assert document.unexamined == ()


def test_what_layout_programs_write_about_a_document(tmp_path: Path) -> None:
    draft = Pdf()
    xmp = (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator><rdf:Seq><rdf:li>J. Osei</rdf:li></rdf:Seq></dc:creator>"
        "<dc:description>Amelia &amp; Co</dc:description><dc:format>application/pdf</dc:format></x:xmpmeta>"
    )
    draft.add(f"<< /Type /Metadata /Subtype /XML /Length {len(xmp)} >>\nstream\n{xmp}\nendstream")
    draft.page((100, 700, "Text"))
    document = read(draft.write(tmp_path / "x.pdf"))
    assert said(document, "credit") == ["J. Osei"]
    assert said(document, "xmp") == ["Amelia & Co"]


def test_attached_files_are_said(tmp_path: Path) -> None:
    draft = Pdf()
    stream = draft.add("<< /Type /EmbeddedFile /Length 6 >>\nstream\nAmelia\nendstream")
    file = draft.add(f"<< /Type /Filespec /F (list.txt) /EF << /F {stream} 0 R >> >>")
    draft.catalog = f"/Names << /EmbeddedFiles << /Names [(list.txt) {file} 0 R] >> >>"
    draft.page((100, 700, "Text"))
    (item,) = read(draft.write(tmp_path / "x.pdf")).unexamined
    assert item.reason.startswith("1 other file is attached to it.")


# Limits


def test_pages_beyond_the_limit_are_said(tmp_path: Path) -> None:
    draft = Pdf()
    for number in range(pdf.MAX_PAGES + 3):
        draft.page((100, 700, f"Page {number}"))
    document = read(draft.write(tmp_path / "x.pdf"))
    assert len(layers(document)) == pdf.MAX_PAGES
    (picture,) = document.pictures
    assert picture.inside is not None
    assert picture.inside.pages == pdf.MAX_PAGES
    assert [item.reason for item in document.unexamined] == [
        "Only the first 50 of its 53 pages were looked at. Split it and check its parts one by one."
    ]


def test_a_book_of_ten_thousand_pages_is_bounded(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Same"))
    draft.pages *= 10_000
    (item,) = read(draft.write(tmp_path / "x.pdf")).unexamined
    assert "of its 10000 pages" in item.reason


def test_more_text_than_can_be_looked_at_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 20)
    draft = Pdf()
    draft.page((100, 700, "Ten letters"))
    draft.page((100, 700, "Ten letters more"))
    document = read(draft.write(tmp_path / "x.pdf"))
    assert len(layers(document)) == 1
    assert "more text" in document.unexamined[0].reason


def test_a_huge_page_is_drawn_small(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Text"), size=(14_400, 14_400))
    path = draft.write(tmp_path / "x.pdf")
    with image_file(drawn(read(path), path)) as (picture, _), Image.open(picture) as image:
        assert max(image.size) == PAGE_SIDE


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"not a PDF at all", b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF"]
)
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match="damaged, cut short or no PDF"):
        read(path)


def test_a_protected_pdf_is_refused(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Text"))
    key = "00" * 32
    number = draft.add(f"<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>")
    draft.trailer = f"/Encrypt {number} 0 R /ID [<00> <00>]"
    with pytest.raises(UnreadableError, match="password"):
        read(draft.write(tmp_path / "x.pdf"))


def test_a_truncated_pdf_is_refused_or_told(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.effect_noise((300, 300), 50).convert("RGB").save(buffer, "PDF")
    path = tmp_path / "x.pdf"
    path.write_bytes(buffer.getvalue()[: len(buffer.getvalue()) // 2])
    with pytest.raises(UnreadableError):
        read(path)


def test_nothing_is_left_of_the_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "private"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "private").mkdir()
    draft = Pdf()
    draft.page((100, 700, "Text"))
    path = draft.write(tmp_path / "x.pdf")
    with image_file(drawn(read(path), path)) as (picture, _):
        assert picture.parent == tmp_path / "private"
        assert picture.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "private").iterdir()) == []
