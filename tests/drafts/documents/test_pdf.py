"""A PDF gives its text with its place on the page, its pages as pictures, and what readers bring to light besides."""

from __future__ import annotations

import hashlib
import io
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from postcheck.drafts.documents import pdf, pdf_filters, pdf_objects
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


# What stands beside the pages


def stream(about: str, data: bytes) -> bytes:
    return f"<< {about} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def reasons(document: Document) -> list[str]:
    return [item.reason for item in document.unexamined]


def test_bookmarks_and_descriptions(tmp_path: Path) -> None:
    draft = Pdf()
    title = draft.add("<FEFF0041006D0065006C00690061>")
    mark = draft.add(f"<< /Title {title} 0 R /Parent 1 0 R >>")
    figure = draft.add("<< /Type /StructElem /S /Figure /Alt (Rhys \\(left\\)) /ActualText (Cup) /E (Well done) >>")
    draft.catalog = f"/Outlines << /First {mark} 0 R /Last {mark} 0 R >> /StructTreeRoot << /K {figure} 0 R >>"
    draft.page((100, 700, "Text"), content="/Figure << /Alt (Zainab) >> BDC EMC\n")
    document = read(draft.write(tmp_path / "x.pdf"))
    assert said(document, "bookmark") == ["Amelia"]
    assert sorted(said(document, "alt")) == ["Rhys (left)", "Zainab"]
    assert sorted(said(document, "hidden")) == ["Cup", "Well done"]
    assert document.unexamined == ()


def test_every_string_of_the_details(tmp_path: Path) -> None:
    draft = Pdf()
    draft.info = (
        "/Title (Star) /House (Amelia Carter) /Class (4B, Rhys\\212s) /Producer (pdfTeX) /Creator (Zainab Malik) "
        "/CreationDate (D:20261121120000Z) /Count (12)"
    )
    draft.page((100, 700, "Text"))
    document = read(draft.write(tmp_path / "x.pdf"))
    assert said(document, "pdf") == ["Star", "4B, Rhys−s", "Zainab Malik", "Amelia Carter"]  # noqa: RUF001 - as PDFs have it


def test_choices_of_lists_scripts_and_buttons(tmp_path: Path) -> None:
    draft = Pdf()
    choices = draft.add("[(Zainab) [(1) (Rhys)]]")
    script = draft.add(stream("", b"app.alert('Well done Amelia', 1)"))
    form = draft.add(
        f"<< /Type /Annot /Subtype /Widget /FT /Ch /T (Who) /Opt {choices} 0 R /MK << /CA (Owen) >> "
        f"/A << /S /JavaScript /JS {script} 0 R >> /Rect [10 10 90 30] >>"
    )
    draft.catalog = f"/AcroForm << /Fields [{form} 0 R] >>"
    draft.page((100, 700, "Text"), extra=f"/Annots [{form} 0 R]")
    document = read(draft.write(tmp_path / "x.pdf"))
    assert sorted(said(document, "form field")) == ["Owen", "Rhys", "Zainab"]
    assert said(document, "hidden") == ["Well done Amelia"]


def test_strings_for_programs_are_left_alone(tmp_path: Path) -> None:
    draft = Pdf()
    draft.catalog = (
        "/Lang (en-GB) /OutputIntents [<< /S /GTS_PDFX /OutputConditionIdentifier (Coated) /Info (Fogra Ltd) >>] "
        "/Names << /Dests << /Names [(Amelia) 1 0 R] /Limits [(Amelia) (Amelia)] >> >>"
    )
    draft.page((100, 700, "Text"), resources="/ColorSpace << /C [/Indexed /DeviceRGB 1 <414243444546>] >>")
    document = read(draft.write(tmp_path / "x.pdf"))
    assert [part.field for part in document.parts] == ["text"]
    assert document.unexamined == ()


def test_packed_details_of_layout_programs(tmp_path: Path) -> None:
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:title>Amelia</dc:title></x:xmpmeta>"
    draft = Pdf()
    number = draft.add(stream("/Type /Metadata /Subtype /XML /Filter /FlateDecode", zlib.compress(xmp)))
    draft.catalog = f"/Metadata {number} 0 R"
    draft.page((100, 700, "Text"))
    assert said(read(draft.write(tmp_path / "x.pdf")), "xmp") == ["Amelia"]


def test_text_of_a_form_within_a_form(tmp_path: Path) -> None:
    draft = Pdf()
    fonts = "/Font << /F1 3 0 R >>"
    box = "/Type /XObject /Subtype /Form /BBox [0 0 600 800]"
    inner = draft.add(stream(f"{box} /Resources << {fonts} >>", b"BT /F1 24 Tf 100 500 Td (Amelia) Tj ET"))
    outer = draft.add(stream(f"{box} /Resources << /XObject << /X {inner} 0 R >> >>", b"/X Do"))
    draft.page((100, 700, "Text"), resources=f"/XObject << /X {outer} 0 R >>", content="/X Do\n")
    (layer,) = layers(read(draft.write(tmp_path / "x.pdf")))
    assert str(layer.text).split() == ["Text", "Amelia"]


def test_a_form_of_the_xfa_kind_is_said(tmp_path: Path) -> None:
    draft = Pdf()
    template = draft.add(stream("", b"<template/>"))
    draft.catalog = f"/AcroForm << /Fields [] /XFA [(template) {template} 0 R] >>"
    draft.page((100, 700, "Please wait"))
    assert reasons(read(draft.write(tmp_path / "x.pdf"))) == [
        "It holds a form of the XFA kind, which cannot be read. Print it as PDF and check that."
    ]


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(buffer, "JPEG")
    return buffer.getvalue()


GREY = "/Type /XObject /Subtype /Image /Width 64 /Height 64 /BitsPerComponent 8 /ColorSpace /DeviceGray"
DAMAGED = "A picture in it is damaged or cannot be read. Export it again and check that."
CUT = "A part of it is damaged and would be shown as nothing or cut short. Export it again and check that."
UNKNOWN = "A part of it is packed in a way that cannot be read. Export it again and check that."
UNDRAWN = "A picture on page 1 cannot be drawn. Put it in as JPEG or PNG and export again."


@pytest.mark.parametrize(
    ("packed", "data", "problems"),
    [
        ("/Filter /DCTDecode", jpeg(), []),
        ("/Filter [/FlateDecode /DCTDecode]", zlib.compress(jpeg()), []),
        ("/Filter /FlateDecode", zlib.compress(bytes(4096)), []),
        ("/Filter /FlateDecode", zlib.compress(bytes(4096))[:-4] + b"\0\0\0\0", []),
        ("/Filter /DCTDecode", jpeg()[:-900], [DAMAGED]),
        ("/Filter /DCTDecode", b"none", [DAMAGED]),
        ("/Filter [/FlateDecode /DCTDecode]", zlib.compress(jpeg()[:-900]), [DAMAGED]),
        ("/Filter /JPXDecode", b"none", [DAMAGED]),
        ("/Filter /FlateDecode", zlib.compress(Image.effect_noise((64, 64), 50).tobytes())[:-900], [CUT]),
        ("/Filter /SecretDecode", b"abc", [UNDRAWN, UNKNOWN]),
        ("/Filter /JBIG2Decode", b"none", [UNDRAWN]),
    ],
)
def test_pictures_that_would_be_drawn_as_nothing_are_said(
    tmp_path: Path, packed: str, data: bytes, problems: list[str]
) -> None:
    draft = Pdf()
    number = draft.add(stream(f"{GREY} {packed}", data))
    draft.page((100, 700, "Text"), resources=f"/XObject << /I {number} 0 R >>", content="/I Do\n")
    assert reasons(read(draft.write(tmp_path / "x.pdf"))) == problems


def test_a_page_without_its_contents_is_said(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Text"))
    path = draft.write(tmp_path / "x.pdf")
    path.write_bytes(path.read_bytes().replace(b"/Contents 4 0 R", b"/Contents 9 0 R"))
    assert reasons(read(path)) == ["Something that a page shows is missing from it. Export it again and check that."]


def test_contents_packed_in_an_unknown_way_are_said(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page()
    path = draft.write(tmp_path / "x.pdf")
    path.write_bytes(path.read_bytes().replace(b"<< /Length 0 >>", b"<</Filter/X/Length 0>>"))
    assert reasons(read(path)) == [UNKNOWN]


def test_what_unpacks_without_end_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_filters, "MAX_UNPACKED", 1_000)
    draft = Pdf()
    draft.add(stream("", b""))
    number = draft.add(stream(f"{GREY} /Filter /FlateDecode", zlib.compress(bytes(4096))))
    draft.page((100, 700, "Text"), resources=f"/XObject << /I {number} 0 R >>")
    assert reasons(read(draft.write(tmp_path / "x.pdf"))) == [
        "It holds more than can be looked at. Split it and check its parts one by one."
    ]


def test_more_objects_than_are_looked_at_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_objects, "MAX_TOKENS", 20)
    draft = Pdf()
    draft.page((100, 700, "Text"))
    assert reasons(read(draft.write(tmp_path / "x.pdf"))) == [
        "It holds more than can be looked at. Split it and check its parts one by one."
    ]


def test_a_stream_that_fills_its_pieces_exactly_is_no_damage(tmp_path: Path) -> None:
    draft = Pdf()
    number = draft.add(stream(f"{GREY} /Filter /FlateDecode", zlib.compress(bytes(4_000_000))))
    draft.page((100, 700, "Text"), resources=f"/XObject << /I {number} 0 R >>")
    assert reasons(read(draft.write(tmp_path / "x.pdf"))) == []


def _rc4(key: bytes, data: bytes) -> bytes:
    box = [*range(256)]
    second = 0
    for first in range(256):
        second = (second + box[first] + key[first % len(key)]) % 256
        box[first], box[second] = box[second], box[first]
    first = second = 0
    out = bytearray()
    for byte in data:
        first = (first + 1) % 256
        second = (second + box[first]) % 256
        box[first], box[second] = box[second], box[first]
        out.append(byte ^ box[(box[first] + box[second]) % 256])
    return bytes(out)


def test_strings_of_a_document_that_only_forbids_printing(tmp_path: Path) -> None:
    """Such a document is encrypted, with a password that is empty."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    owner, identity = b"o" * 32, b"identity"
    key = hashlib.md5(padding + owner + (-44).to_bytes(4, "little", signed=True) + identity).digest()[:5]  # noqa: S324 - as PDFs of that kind have it
    user = _rc4(key, padding)
    draft = Pdf()
    of_object = hashlib.md5(key + (4).to_bytes(3, "little") + bytes(2)).digest()[:10]  # noqa: S324 - as above
    figure = draft.add(f"<< /Type /StructElem /S /Figure /Alt <{_rc4(of_object, b'Amelia').hex()}> >>")
    draft.catalog = f"/StructTreeRoot << /K {figure} 0 R >>"
    number = draft.add(f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P -44 >>")
    draft.page()
    draft.trailer = f"/Encrypt {number} 0 R /ID [<{identity.hex()}> <{identity.hex()}>]"
    document = read(draft.write(tmp_path / "x.pdf"))
    assert said(document, "alt") == ["Amelia"]
    assert document.unexamined == ()
