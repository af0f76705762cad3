"""Words of a Word document that no reader looks for, wherever they stand, and what is in the file beside its parts."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from postcheck.drafts.documents.document import Document
from postcheck.drafts.documents.word import load
from tests.builders.documents import paragraph, picture, png, relations, story, word
from tests.drafts.documents.test_word import said

LOOK = "Look at it yourself, or take it out of the document."
BESIDE = "words beside the text, in the text"


def read(path: Path) -> Document:
    return load(path, "drafts/letter.docx")


def hidden(path: Path) -> list[tuple[str, str]]:
    return said(read(path)).get("hidden", [])


@pytest.mark.parametrize(
    "body",
    [
        "<w:t>Amelia Carter</w:t>",
        "<w:r><w:t>Amelia </w:t></w:r><w:r><w:t>Carter</w:t></w:r>",
        f"<w:tbl>{paragraph('Amelia', ' Carter')}</w:tbl>",
        f"<w:tbl><w:tr>{paragraph('Amelia Carter')}</w:tr></w:tbl>",
        f"<w:sectPr>{paragraph('Amelia Carter')}</w:sectPr>",
        "<w:p><w:pPr><w:r><w:t>Amelia Carter</w:t></w:r></w:pPr></w:p>",
        "<w:p>Amelia Carter</w:p>",
        "<w:p><w:r/>Amelia Carter</w:p>",
        '<w:p><x:note xmlns:x="urn:x">Amelia Carter</x:note></w:p>',
        '<w:p><x:note xmlns:x="urn:x" text="Amelia Carter"/></w:p>',
        '<m:oMath xmlns:m="urn:m"><m:r><m:t>Amelia Carter</m:t></m:r></m:oMath>',
        '<w:p><w:permStart w:initials="Amelia Carter"/></w:p>',
        "<w:date><w:dateFormat w:val=\"'Amelia Carter' d MMMM yyyy\"/></w:date>",
        "<w:fldChar><w:fldData>QW1lbGlhIENhcnRlcg==</w:fldData></w:fldChar>",
        "<!-- Amelia Carter -->",
    ],
)
def test_words_that_no_reader_looks_for(tmp_path: Path, body: str) -> None:
    assert hidden(word(tmp_path / "x.docx", paragraph("Text") + body)) == [("Amelia Carter", BESIDE)]


@pytest.mark.parametrize(
    ("body", "text", "what"),
    [
        ('<w:bookmarkStart w:name="Amelia_Carter"/>', "Amelia Carter", "a bookmark in the text"),
        ('<w:permStart w:ed="Amelia"/>', "Amelia", "a permission in the text"),
        ('<w:sdt><w:sdtPr><w:name w:val="Amelia"/></w:sdtPr></w:sdt>', "Amelia", "a name given in the text"),
        ('<w:customXmlPr><w:attr w:name="x" w:val="Amelia"/></w:customXmlPr>', "Amelia", "a smart tag in the text"),
        ('<w:control w:name="Amelia"/>', "Amelia", "a form field in the text"),
    ],
)
def test_names_that_elements_carry(tmp_path: Path, body: str, text: str, what: str) -> None:
    assert hidden(word(tmp_path / "x.docx", paragraph("Text") + body)) == [(text, what)]


def test_what_programs_write_is_no_word_of_a_person(tmp_path: Path) -> None:
    body = (
        '<w:p mc:Ignorable="wx wy"><w:bookmarkStart w:name="_Toc12 ab"/><w:r><w:rPr><w:rFonts w:ascii="Gill Sans"/>'
        '</w:rPr><w:t>Text</w:t></w:r><w:hyperlink w:anchor="_Toc_Heading"/><wp:anchor><wp:positionH><wp:align>left'
        '</wp:align></wp:positionH></wp:anchor><w:dateFormat w:val="dd MMMM yyyy"/><v:shape style="top: left" '
        'path="ab cd"><v:formulas eqn="sum prod"/></v:shape><wp:docPr name="Text Box 12"/></w:p>'
    )
    parts: dict[str, str | bytes] = {
        "word/styles.xml": story(
            "styles",
            '<w:style><w:name w:val="Table Grid"/></w:style><w:style w:customStyle="1"><w:name w:val="Body Text Char"/>'
            "</w:style>",
        ),
        "word/fontTable.xml": story("fonts", '<w:font w:name="Lucida Grande"/>'),
        "word/theme/theme1.xml": '<a:theme xmlns:a="http://schemas.openxmlformats.org/x" name="Office Theme"/>',
    }
    document = read(word(tmp_path / "x.docx", body, parts=parts))
    assert (said(document), document.unexamined) == ({"body": [("Text", "paragraph 1")]}, ())


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/styles.xml", story("styles", '<w:style w:customStyle="1"><w:name w:val="Amelia Carter"/></w:style>')),
        ("word/styles.xml", story("styles", paragraph("Amelia Carter"))),
        ("word/theme/theme1.xml", '<theme><a t="Amelia Carter"/></theme>'),
        ("customXml/item1.xml", "<styles>Amelia Carter</styles>"),
    ],
)
def test_words_in_what_a_document_looks_like(tmp_path: Path, part: str, content: str) -> None:
    found = hidden(word(tmp_path / "x.docx", paragraph("Text"), parts={part: content}))
    assert found == [("Amelia Carter", "what the document looks like")]


@pytest.mark.parametrize(
    "part",
    [
        "word/header1.rels",
        "word/font1.odttf",
        "word/printerSettings1.bin",
        "word/media/h.xml",
        "docProps/thumbnail.xml",
    ],
)
def test_a_header_is_one_whatever_its_name(tmp_path: Path, part: str) -> None:
    path = word(tmp_path / "x.docx", paragraph("Text"), parts={part: story("hdr", paragraph("Amelia Carter"))})
    assert said(read(path))["body"] == [("Text", "paragraph 1"), ("Amelia Carter", "page header")]


@pytest.mark.parametrize(
    ("part", "content"), [("word/fonts/a.ttf", b"Amelia Carter"), ("word/folder/", b"Amelia Carter")]
)
def test_texts_under_other_names_are_said(tmp_path: Path, part: str, content: bytes) -> None:
    (item,) = read(word(tmp_path / "x.docx", paragraph("Text"), parts={part: content})).unexamined
    assert (
        item.reason == f"Another file ({Path(part).name if part[-1] != '/' else ''}) is built into the document. {LOOK}"
    )


def test_symbols_are_letters_unless_their_font_has_pictures(tmp_path: Path) -> None:
    letters = "".join(f'<w:r><w:sym w:font="Arial" w:char="F0{ord(char):02X}"/></w:r>' for char in "Amelia")
    smiley = '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'
    assert said(read(word(tmp_path / "x.docx", paragraph(letters, smiley))))["body"] == [("Amelia", "paragraph 1")]


def test_properties_by_their_names(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "docProps/app.xml": "<Properties><Application>Microsoft Office Word</Application><Template>Amelia Carter"
        "</Template><Notes>Rhys Morgan</Notes><AppVersion>x</AppVersion></Properties>",
        "docProps/custom.xml": '<Properties><property name="Zainab">1</property></Properties>',
    }
    found = said(read(word(tmp_path / "x.docx", paragraph("Text"), parts=parts)))["docx"]
    assert [text for text, _ in found] == ["Amelia Carter", "Rhys Morgan", "Zainab"]


# References


@pytest.mark.parametrize("kind", ["oleObject", "frame", "subDocument", "video"])
def test_what_is_shown_from_elsewhere_is_said(tmp_path: Path, kind: str) -> None:
    document = read(word(tmp_path / "x.docx", paragraph("Text"), links=(("r9", kind, "file:///C:/Amelia.docx"),)))
    assert [item.reason for item in document.unexamined] == [f"It shows another file that is not in it. {LOOK}"]
    assert said(document)["link"] == [("file:///C:/Amelia.docx", "a reference")]


@pytest.mark.parametrize("kind", ["attachedTemplate", "mailMergeSource"])
def test_what_is_only_mentioned_is_read(tmp_path: Path, kind: str) -> None:
    document = read(word(tmp_path / "x.docx", paragraph("Text"), links=(("r9", kind, "file:///C:/Amelia.dotx"),)))
    assert document.unexamined == ()
    assert said(document)["link"] == [("file:///C:/Amelia.dotx", "a reference")]


@pytest.mark.parametrize("links", [(), (("r5", "image", "media/gone.png"),)])
def test_a_picture_that_is_not_there_is_said(tmp_path: Path, links: tuple[tuple[str, str, str], ...]) -> None:
    document = read(word(tmp_path / "x.docx", paragraph("Text", picture("r5")), links))
    assert [item.reason for item in document.unexamined] == [f"A picture that it shows is not in it. {LOOK}"]


def test_a_fill_from_elsewhere_is_a_picture(tmp_path: Path) -> None:
    body = paragraph("Text", '<w:r><w:pict><v:rect><v:fill r:id="r5"/></v:rect></w:pict></w:r>')
    document = read(word(tmp_path / "x.docx", body, (("r5", "image", "http://example.org/a.png"),)))
    assert [one.name for one in document.pictures] == ["http://example.org/a.png"]


# What is in the file beside its parts


def archive(path: Path) -> Path:
    return word(path, paragraph("Text"), parts={"word/media/image1.png": png()})


BEHIND = f"It holds more than its parts: something stands behind them. {LOOK}"
BETWEEN = f"It holds more than its parts: something stands before or between them. {LOOK}"


def test_what_stands_before_or_behind_the_parts_is_said(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.docx")
    data = path.read_bytes()
    assert read(path).unexamined == ()
    path.write_bytes(data + b"\0\0\r\n")
    assert read(path).unexamined == ()
    path.write_bytes(data + b"Amelia")
    assert [item.reason for item in read(path).unexamined] == [BEHIND]
    path.write_bytes(b"Amelia" + data)
    assert [item.reason for item in read(path).unexamined] == [BETWEEN]
    path.write_bytes(data)
    with zipfile.ZipFile(path, "a") as changed:
        changed.comment = b"Amelia"
    assert [item.reason for item in read(path).unexamined] == [BEHIND]


def test_a_part_that_is_not_listed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("_rels/.rels", relations(("rId1", "officeDocument", "word/document.xml")))
        written.writestr("word/hidden.xml", story("hdr", paragraph("Amelia Carter")))
        written.writestr("word/document.xml", story("document", f"<w:body>{paragraph('Text')}</w:body>"))
        del written.filelist[1], written.NameToInfo["word/hidden.xml"]
    assert [item.reason for item in read(path).unexamined] == [BETWEEN]


def test_a_part_whose_length_was_not_known_beforehand_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"

    class Stream:
        """What can't be gone back in, so that lengths follow the parts."""

        def __init__(self, file: object) -> None:
            self.write = file.write  # type: ignore[attr-defined]
            self.flush = file.flush  # type: ignore[attr-defined]

    with path.open("wb") as file, zipfile.ZipFile(Stream(file), "w") as written:  # type: ignore[call-overload]
        written.writestr("_rels/.rels", relations(("rId1", "officeDocument", "word/document.xml")))
        written.writestr("word/document.xml", story("document", f"<w:body>{paragraph('Text')}</w:body>"))
    assert struct.unpack("<H", path.read_bytes()[6:8])[0] & 8
    assert read(path).unexamined == ()
