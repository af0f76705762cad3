"""What a PDF holds beside its pages: read, whatever it is packed in and written as, or said."""

from __future__ import annotations

import base64
import io
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from postcheck.drafts.documents import pdf_filters, pdf_versions
from postcheck.drafts.documents.document import Document
from postcheck.drafts.documents.pdf import load
from postcheck.drafts.documents.pdf_filters import UndecodableError, Unpacker
from postcheck.model.text import SourceText
from tests.builders.documents import Pdf

NAME = "Amelia Carter"
CUT = "A part of it is damaged and would be shown as nothing or cut short. Export it again and check that."


def read(draft: Pdf, folder: Path) -> Document:
    return load(draft.write(folder / "x.pdf"), "x.pdf")


def words(document: Document) -> list[str]:
    """Return all that is said beside the pages."""
    return [
        part.text.text if isinstance(part.text, SourceText) else part.text for part in document.parts if not part.words
    ]


def stream(about: str, data: bytes) -> bytes:
    return f"<< {about} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def packet(body: str) -> bytes:
    return f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF>{body}</rdf:RDF></x:xmpmeta>".encode()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (f"<rdf:Description pdf:Keywords='{NAME}'/>", [NAME]),
        (f"<rdf:Description><pdfx:Klasse>{NAME}</pdfx:Klasse></rdf:Description>", [NAME]),
        (f"<d:title><rdf:Alt><rdf:li>{NAME}</rdf:li></rdf:Alt></d:title>", [NAME]),
        (f"<dc:title><![CDATA[{NAME}]]></dc:title>", [NAME]),
        (f"<!-- {NAME} -->", [NAME]),
        (f"<xmpMM:History><rdf:Seq><rdf:li stEvt:changed='{NAME}'/></rdf:Seq></xmpMM:History>", [NAME]),
        (
            (
                "<xmp:CreatorTool>Adobe InDesign</xmp:CreatorTool><pdf:Producer>Adobe PDF Library</pdf:Producer>"
                "<xmpMM:DocumentID>uuid:1234-ab</xmpMM:DocumentID><xmp:CreateDate>2026-11-21T10:00:00Z</xmp:CreateDate>"
                "<rdf:li stEvt:softwareAgent='Adobe Photoshop' stFnt:fontName='Gill Sans'/>"
                "<dc:format>application/pdf</dc:format>"
            ),
            [],
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_layout_programs_write(tmp_path: Path, body: str, said: list[str], encoding: str) -> None:
    draft = Pdf()
    data = zlib.compress(packet(body).decode().encode(encoding))
    number = draft.add(stream("/Type /Metadata /Subtype /XML /Filter /FlateDecode", data))
    draft.catalog = f"/Metadata {number} 0 R"
    draft.page((100, 700, "Text"))
    document = read(draft, tmp_path)
    assert words(document) == said
    assert document.unexamined == ()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("alert('Well done \\\\u0041melia')", ["Well done Amelia"]),
        ('alert("\\\\x41melia" + " Carter")', [NAME]),
        (f"alert(`{NAME}`)", [NAME]),
        (f"// {NAME}\nvar a = 1", [f" {NAME}"]),
    ],
)
def test_texts_and_comments_in_scripts(tmp_path: Path, script: str, said: list[str]) -> None:
    draft = Pdf()
    written = script.replace("(", "\\(").replace(")", "\\)")
    draft.catalog = f"/OpenAction << /S /JavaScript /JS ({written}) >>"
    draft.page((100, 700, "Text"))
    assert words(read(draft, tmp_path)) == said


@pytest.mark.parametrize(
    "commands",
    [
        f"/Span << /Alt (Pupil (left) {NAME}) >> BDC EMC",
        f"/Span << /T (Pupil (left) {NAME}) >> BDC EMC",
        f"/Span << /Alt <{f'Pupil (left) {NAME}'.encode().hex()}> >> BDC EMC",
    ],
)
@pytest.mark.parametrize("packed", ["", "ASCII85Decode", "ASCIIHexDecode", "RunLengthDecode"])
def test_descriptions_among_the_commands_of_a_page(tmp_path: Path, commands: str, packed: str) -> None:
    data = commands.encode()
    data = {
        "": data,
        "ASCII85Decode": base64.a85encode(data) + b"~>",
        "ASCIIHexDecode": data.hex().encode() + b">",
        "RunLengthDecode": bytes([len(data) - 1]) + data + b"\x80",
    }[packed]
    draft = Pdf()
    number = draft.add(stream(f"/Type /Odd /Filter [{'/' if packed else ''}{packed}]", data))
    draft.page(extra=f"/Contents {number} 0 R")
    path = draft.write(tmp_path / "x.pdf")
    path.write_bytes(path.read_bytes().replace(b"/Contents 5 0 R", b"/Elsewhere 5   ", 1))
    assert words(load(path, "x.pdf")) == [f"Pupil (left) {NAME}"]


@pytest.mark.parametrize(
    "catalog",
    [
        "/Names << /Dests << /Names [(Amelia Carter) [4 0 R /Fit]] >> >>",
        "/Dests << /Amelia#20Carter [4 0 R /Fit] >>",
        "/ViewerPreferences << /Odd /Amelia-Carter >>",
    ],
)
def test_names_for_programs_that_are_words(tmp_path: Path, catalog: str) -> None:
    draft = Pdf()
    draft.catalog = catalog
    draft.page((100, 700, "Text"))
    assert words(read(draft, tmp_path)) == [NAME]


def test_a_stream_of_an_unknown_kind(tmp_path: Path) -> None:
    draft = Pdf()
    text = draft.add(stream("/Filter /FlateDecode", zlib.compress(NAME.encode())))
    picture = draft.add(stream("", b"\xff\xd8\xff\xe0 and so on"))
    draft.catalog = f"/PieceInfo << /App << /Private {text} 0 R /Saved {picture} 0 R >> >>"
    draft.page((100, 700, "Text"))
    document = read(draft, tmp_path)
    assert words(document) == [NAME]
    assert [item.reason for item in document.unexamined] == [
        "It holds a picture that no page shows, which was not looked at. Export it again and check that."
    ]


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("/Subtype /Sound", "a sound"),
        ("/Subtype /Movie", "a film or a sound"),
        ("/Subtype /Screen /A << /S /Rendition >>", "a film or a sound"),
        ("/Subtype /3D", "a model in three dimensions"),
        ("/Subtype /RichMedia", "a film, a sound or a model"),
    ],
)
def test_films_sounds_and_models_are_said(tmp_path: Path, note: str, what: str) -> None:
    draft = Pdf()
    number = draft.add(f"<< /Type /Annot {note} /Rect [10 10 30 30] >>")
    draft.page((100, 700, "Text"), extra=f"/Annots [{number} 0 R]")
    assert [item.reason for item in read(draft, tmp_path).unexamined] == [
        f"It holds {what}, which was not looked at. Take it out, or check it by itself."
    ]


def test_a_file_that_belongs_to_a_page_is_said(tmp_path: Path) -> None:
    draft = Pdf()
    data = draft.add(stream("/Type /EmbeddedFile", b"<pupils/>"))
    file = draft.add(f"<< /Type /Filespec /F (data.xml) /EF << /F {data} 0 R >> >>")
    draft.page((100, 700, "Text"), extra=f"/AF [{file} 0 R]")
    (item,) = read(draft, tmp_path).unexamined
    assert item.reason == "1 other file is attached to it. Take them out, or check them one by one."


def test_details_in_the_data_of_a_picture(tmp_path: Path) -> None:
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = NAME
    Image.new("L", (64, 64), "grey").save(buffer, "JPEG", exif=exif, comment=b"Rhys Morgan")
    about = "/Type /XObject /Subtype /Image /Width 64 /Height 64 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    draft = Pdf()
    number = draft.add(stream(f"{about} /Filter /DCTDecode", buffer.getvalue()))
    draft.page(resources=f"/XObject << /I {number} 0 R >>", content="q 64 0 0 64 9 9 cm /I Do Q")
    assert sorted(words(read(draft, tmp_path))) == [NAME, "Rhys Morgan"]


@pytest.mark.parametrize(
    ("packed", "data", "problems"),
    [
        ("/ASCII85Decode", base64.a85encode(bytes(4096)) + b"~>", []),
        ("/ASCII85Decode", b"\xff\xfe~>", [CUT]),
        ("/ASCIIHexDecode", b"zzzz>", [CUT]),
        ("/LZWDecode", b"\xff\xff\xff\xffxxxx", [CUT]),
        ("[]", b"12", [CUT]),
        ("/FlateDecode", zlib.compress(b"12"), [CUT]),
        ("/FlateDecode", zlib.compress(bytes(4096)), []),
    ],
)
def test_pictures_that_lack_data_are_said(tmp_path: Path, packed: str, data: bytes, problems: list[str]) -> None:
    about = "/Type /XObject /Subtype /Image /Width 64 /Height 64 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    draft = Pdf()
    number = draft.add(stream(f"{about} /Filter {packed}", data))
    draft.page(resources=f"/XObject << /I {number} 0 R >>", content="q 64 0 0 64 9 9 cm /I Do Q")
    assert [item.reason for item in read(draft, tmp_path).unexamined] == problems


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        ("/Odd", "A part of it is packed in a way that cannot be read. Export it again and check that."),
        ("/DCT", "A picture in it is damaged or cannot be read. Export it again and check that."),
    ],
)
def test_pictures_among_the_commands(tmp_path: Path, packed: str, reason: str) -> None:
    draft = Pdf()
    draft.page(content=f"q 9 0 0 9 9 9 cm\nBI /W 3 /H 1 /BPC 8 /CS /G /F {packed} ID xxx\nEI Q\n")
    assert reason in [item.reason for item in read(draft, tmp_path).unexamined]


def test_lzw_as_the_standard_has_it() -> None:
    packed = bytes.fromhex("800B6050220C0C8501")
    assert Unpacker().unpack(packed, ["LZWDecode"], 100).kept == bytes([45, 45, 45, 45, 45, 65, 45, 45, 45, 66])
    with pytest.raises(UndecodableError):
        Unpacker().unpack(b"\xff\xff\xff", ["LZWDecode"], 100)


def test_lzw_whose_codes_grow() -> None:
    buffer = io.BytesIO()
    noise = Image.effect_noise((200, 200), 90)
    noise.save(buffer, "TIFF", compression="tiff_lzw", strip_size=1_000_000)
    with Image.open(io.BytesIO(buffer.getvalue())) as picture:
        assert isinstance(picture, TiffImageFile)
        (start,), (size,) = picture.tag_v2[273], picture.tag_v2[279]
    packed = buffer.getvalue()[start : start + size]
    assert Unpacker().unpack(packed, ["LZW"], 1_000_000).kept == noise.tobytes()


def test_what_is_left_to_other_decoders() -> None:
    unpacked = Unpacker().unpack(b"6161>", ["AHx", "Crypt", "DCT"], 1)
    assert (unpacked.kept, unpacked.left) == (b"aa", ("DCT",))
    assert {"Fl", "JPXDecode", "CCF"} <= pdf_filters.KNOWN


@pytest.mark.parametrize(
    ("appearance", "flags"),
    [("/N {} 0 R", "/F 2"), ("/N {} 0 R", "/F 32"), ("/D {} 0 R", ""), ("/N << /Off null /On {} 0 R >>", "/AS /Off")],
)
def test_what_a_note_or_button_looks_like_at_other_times(tmp_path: Path, appearance: str, flags: str) -> None:
    draft = Pdf()
    about = "/Type /XObject /Subtype /Form /BBox [0 0 400 100] /Resources << /Font << /F1 3 0 R >> >>"
    number = draft.add(stream(about, f"BT /F1 36 Tf 10 40 Td ({NAME}) Tj ET".encode()))
    note = draft.add(
        f"<< /Type /Annot /Subtype /Stamp /Rect [100 100 500 200] {flags} /AP << {appearance.format(number)} >> >>"
    )
    draft.page((100, 700, "Text"), extra=f"/Annots [{note} 0 R]")
    document = read(draft, tmp_path)
    assert words(document) == [NAME]
    assert document.file is not None
    assert document.file.place(0) == "a button, a note or a pattern that is not always shown"
    assert document.unexamined == ()


def test_pages_that_are_not_shown_are_said(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Shown"))
    draft.page((100, 700, NAME))
    kept = draft.pages.pop()
    draft.catalog = f"/Names << /Templates << /Names [(t) {kept} 0 R] >> >>"
    assert [item.reason for item in read(draft, tmp_path).unexamined] == [
        "It holds pages that are not shown but can be brought to light. Print it as PDF and check that."
    ]


def test_a_page_that_nothing_refers_to_is_said(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Shown"))
    draft.page((100, 700, NAME))
    draft.pages.pop()
    assert [item.reason for item in read(draft, tmp_path).unexamined] == [
        "It holds pages that are not shown but can be brought to light. Print it as PDF and check that."
    ]


def test_fonts_hold_nothing_to_be_read(tmp_path: Path) -> None:
    draft = Pdf()
    file = draft.add(stream("/Length1 60", b"%!PS-AdobeFont /Notice (Copyright Amelia Carter) readonly def"))
    about = draft.add(f"<< /Type /FontDescriptor /FontName /Odd /Flags 4 /FontFile {file} 0 R >>")
    draft.catalog = f"/Fonts [{about} 0 R]"
    draft.page((100, 700, "Text"))
    assert words(read(draft, tmp_path)) == []


def appended(data: bytes, number: int, content: bytes) -> bytes:
    """Return a document with an object changed as editors do it: at the end of the file."""
    before = int(data.rsplit(b"startxref", 1)[1].split()[0])
    out = data + f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(out)
    out += f"xref\n{number} 1\n{len(data):010} 00000 n \n".encode()
    return out + f"trailer\n<< /Size 40 /Root 1 0 R /Prev {before} >>\nstartxref\n{table}\n%%EOF\n".encode()


def test_an_earlier_version_is_still_in_the_file(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Open evening"), (100, 500, NAME))
    path = draft.write(tmp_path / "x.pdf")
    path.write_bytes(appended(path.read_bytes(), 4, stream("", b"BT /F1 24 Tf 100 700 Td (Open evening) Tj ET")))
    document = load(path, "x.pdf")
    assert words(document) == [NAME]
    assert document.file is not None
    assert document.file.place(0) == "an earlier version, which is still in the file"
    assert document.unexamined == ()


def test_a_note_of_an_earlier_version(tmp_path: Path) -> None:
    draft = Pdf()
    note = draft.add(f"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents ({NAME}) >>")
    draft.page((100, 700, "Text"), extra=f"/Annots [{note} 0 R]")
    path = draft.write(tmp_path / "x.pdf")
    path.write_bytes(appended(path.read_bytes(), note, b"<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] >>"))
    assert words(load(path, "x.pdf")) == [NAME]


def test_a_picture_of_an_earlier_version(tmp_path: Path) -> None:
    about = "/Type /XObject /Subtype /Image /Width 64 /Height 64 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    draft = Pdf()
    number = draft.add(stream(about, Image.effect_noise((64, 64), 50).tobytes()))
    draft.page(resources=f"/XObject << /I {number} 0 R >>", content="q 64 0 0 64 9 9 cm /I Do Q")
    path = draft.write(tmp_path / "x.pdf")
    path.write_bytes(appended(path.read_bytes(), number, stream(about, bytes(4096))))
    assert [picture.name for picture in load(path, "x.pdf").pictures] == ["x.pdf", "x.pdf#earlier-page1-picture1.png"]


@pytest.mark.parametrize("more", [b"\0\0\r\n", b"\n\n", b""])
def test_nothing_follows_the_end(tmp_path: Path, more: bytes) -> None:
    draft = Pdf()
    draft.page((100, 700, "Text"))
    path = draft.write(tmp_path / "x.pdf")
    path.write_bytes(path.read_bytes().replace(b"%PDF-1.7\n", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") + more)
    document = load(path, "x.pdf")
    assert words(document) == []
    assert document.unexamined == ()


def test_what_stands_before_and_after_a_document(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Text"))
    path = draft.write(tmp_path / "x.pdf")
    data = path.read_bytes()
    path.write_bytes(data + NAME.encode())
    assert words(load(path, "x.pdf")) == [NAME]
    path.write_bytes(data.replace(b"%PDF-1.7\n", b"%PDF-1.7\n% Rhys Morgan\n"))
    assert words(load(path, "x.pdf")) == ["Rhys Morgan"]
    path.write_bytes(data + b"PK\x03\x04" + bytes(60) + b"\xff")
    assert [item.reason for item in load(path, "x.pdf").unexamined] == [
        "Something stands after its end, which was not looked at. Print it as PDF."
    ]


def test_more_earlier_versions_than_are_looked_at_are_said(tmp_path: Path) -> None:
    draft = Pdf()
    draft.page((100, 700, "Text"))
    path = draft.write(tmp_path / "x.pdf")
    for number in range(6):
        path.write_bytes(appended(path.read_bytes(), 30 + number, b"<< >>"))
    assert [item.reason for item in load(path, "x.pdf").unexamined] == [
        "It holds more earlier versions than can be looked at. Print it as PDF and check that."
    ]


def test_marks_of_ends_by_the_thousand_hold_no_copies_of_the_file() -> None:
    ends = pdf_versions.earlier_versions(b"%PDF-1.4\n" + b"%%EOF\n" * 5_000)
    assert (len(ends), ends[0], ends[-1]) == (4_999, 15, 30_003)
