"""What is in a Word document is found, wherever it hides, and each piece says where it stands."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postcheck.drafts.documents.document import Document
from postcheck.drafts.documents.word import load
from postcheck.errors import UnreadableError
from postcheck.formats import container
from postcheck.model.draft import Crop
from postcheck.model.text import PlaceKind, SourceText
from tests.builders.documents import paragraph, picture, png, relations, story, word


def read(path: Path) -> Document:
    return load(path, "drafts/letter.docx")


def said(document: Document) -> dict[str, list[tuple[str, str]]]:
    """Return the pieces of a document by field: the words, and where they stand."""
    found: dict[str, list[tuple[str, str]]] = {}
    for part in document.parts:
        if isinstance(part.text, SourceText):
            source = part.text
            assert source.file is document.file
            for start in (spot.start for spot in source.file.spots):
                if source.runs[0].origin <= start < source.runs[-1].origin_end:
                    place = source.file.place(start)
                    following = [spot.start for spot in source.file.spots if spot.start > start]
                    end = min([*following, source.runs[-1].origin_end])
                    found.setdefault(part.field, []).append((source.file.text[start:end].strip("\n\t"), str(place)))
        else:
            found.setdefault(part.field, []).append((part.text, part.kind))
    return found


def test_paragraphs_are_counted_as_a_person_counts_them(tmp_path: Path) -> None:
    path = word(
        tmp_path / "x.docx",
        paragraph("One")
        + paragraph("")
        + paragraph("Am", "elia ", "Carter")
        + paragraph("a", "<w:r><w:tab/></w:r>", "b"),
    )
    assert said(read(path))["body"] == [
        ("One", "paragraph 1"),
        ("Amelia Carter", "paragraph 2"),
        ("a\tb", "paragraph 3"),
    ]


def test_the_cells_of_a_row_are_one_line(tmp_path: Path) -> None:
    def cell(*texts: str) -> str:
        return f"<w:tc><w:tcPr/>{''.join(map(paragraph, texts))}</w:tc>"

    rows = (
        f"<w:tr>{cell('Forename')}{cell('Surname')}</w:tr><w:tr>{cell('Amelia')}{cell('Carter')}</w:tr>"
        f"<w:tr>{cell('Rhys')}{cell('')}</w:tr>"
    )
    document = read(word(tmp_path / "x.docx", f"<w:tbl>{rows}</w:tbl>{paragraph('After')}"))
    assert document.file is not None
    assert document.file.text == "Forename\tSurname\nAmelia\tCarter\nRhys\t\nAfter\n"
    assert said(document)["body"][2:] == [
        ("Amelia", "table 1, row 2, cell 1"),
        ("Carter", "table 1, row 2, cell 2"),
        ("Rhys", "table 1, row 3, cell 1"),
        ("After", "paragraph 1"),
    ]


def test_a_table_within_a_table_is_read(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('Inner')}</w:tc></w:tr></w:tbl>"
    path = word(tmp_path / "x.docx", f"<w:tbl><w:tr><w:tc>{paragraph('Outer')}{inner}</w:tc></w:tr></w:tbl>")
    assert said(read(path))["body"] == [("Outer", "table 1, row 1, cell 1"), ("Inner", "table 2, row 1, cell 1")]


def test_headers_footers_notes_and_comments(tmp_path: Path) -> None:
    parts = {
        "word/header1.xml": story("hdr", paragraph("Above")),
        "word/footer2.xml": story("ftr", paragraph("Below")),
        "word/footnotes.xml": story(
            "footnotes",
            (
                f'<w:footnote w:type="separator" w:id="0">{paragraph("-")}</w:footnote>'
                f'<w:footnote w:id="1">{paragraph("Note")}</w:footnote>'
            ),
        ),
        "word/endnotes.xml": story("endnotes", f'<w:endnote w:id="1">{paragraph("End")}</w:endnote>'),
        "word/comments.xml": story(
            "comments",
            f'<w:comment w:id="1" w:author="J. Osei">{paragraph("May we")}{paragraph("name her")}</w:comment>',
        ),
    }
    found = said(read(word(tmp_path / "x.docx", paragraph("Text"), parts=parts)))
    assert found["body"] == [("Text", "paragraph 1"), ("Below", "page footer"), ("Above", "page header")]
    assert sorted(found["footnote"]) == [("End", "endnote 1"), ("Note", "footnote 1")]
    assert found["comment"] == [("May we", "comment 1"), ("name her", "comment 1")]
    assert found["credit"] == [("J. Osei", PlaceKind.METADATA)]


def test_tracked_changes_are_still_in_the_file(tmp_path: Path) -> None:
    body = paragraph(
        "Well done ",
        '<w:del w:author="A. Editor"><w:r><w:delText>Amelia</w:delText></w:r></w:del>',
        '<w:ins w:author="A. Editor"><w:r><w:t>a pupil</w:t></w:r></w:ins>',
        "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>",
    )
    found = said(read(word(tmp_path / "x.docx", body)))
    assert found["body"] == [("Well done a pupil", "paragraph 1")]
    assert found["deleted"] == [("Ameliamoved", "deleted text in paragraph 1 (tracked change)")]
    assert found["credit"] == [("A. Editor", PlaceKind.METADATA)]


def test_hidden_text_and_lists_of_choices(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Rhys</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r>'
    choices = (
        '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="Zainab" w:value="P3"/></w:dropDownList></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>pick</w:t></w:r></w:sdtContent></w:sdt>"
    )
    found = said(read(word(tmp_path / "x.docx", paragraph(hidden, shown, choices))))
    assert found["body"] == [("seenpick", "paragraph 1")]
    assert ("Rhys", "hidden text in paragraph 1") in found["hidden"]
    assert ("Zainab", "a list of choices in paragraph 1") in found["hidden"]


def test_a_text_box_is_read_once_though_word_keeps_it_twice(tmp_path: Path) -> None:
    def both(text: str) -> str:
        box = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
        choice = f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        return (
            f"<w:r><mc:AlternateContent>{choice}<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"
        )

    found = said(read(word(tmp_path / "x.docx", paragraph("Text", both("Amelia")) + paragraph("More", both("Amelia")))))
    assert found["text box"] == [("Amelia", "text box at paragraph 1"), ("Amelia", "text box at paragraph 2")]


def test_links_fields_and_old_word_art(tmp_path: Path) -> None:
    body = paragraph(
        '<w:hyperlink r:id="rId7" w:tooltip="All about Zainab"><w:r><w:t>here</w:t></w:r></w:hyperlink>',
        '<w:r><w:instrText>HYPERLINK "https://school.example/rhys-morgan"</w:instrText></w:r>',
        '<w:r><w:pict><v:shape alt="A star"><v:textpath string="AMELIA"/></v:shape></w:pict></w:r>',
    )
    found = said(
        read(word(tmp_path / "x.docx", body, (("rId7", "hyperlink", "https://school.example/amelia-carter"),)))
    )
    assert {words for words, _ in found["link"]} == {
        "https://school.example/amelia-carter",
        "All about Zainab",
        "https://school.example/rhys-morgan",
    }
    assert {words for words, _ in found["alt"]} == {"A star", "AMELIA"}


def test_charts_and_diagrams(tmp_path: Path) -> None:
    chart = (
        '<c:chartSpace xmlns:c="urn:c" xmlns:a="urn:a"><a:t>Reading</a:t>'
        "<c:v>Amelia Carter</c:v><c:v>12</c:v></c:chartSpace>"
    )
    parts = {"word/charts/chart1.xml": chart, "word/diagrams/data1.xml": '<d xmlns:a="urn:a"><a:t>Head girl</a:t></d>'}
    assert said(read(word(tmp_path / "x.docx", "", parts=parts)))["body"] == [
        ("Reading", "a chart"),
        ("Amelia Carter", "a chart"),
        ("Head girl", "a diagram"),
    ]


def test_properties(tmp_path: Path) -> None:
    core = (
        '<p xmlns:dc="urn:dc"><dc:creator>J. Osei</dc:creator>'
        "<dc:title>Star of the week</dc:title><dc:created>2026-01-01T00:00:00Z</dc:created></p>"
    )
    parts = {
        "docProps/core.xml": core,
        "docProps/app.xml": "<p><Application>Microsoft Office Word</Application><Company>Hillside</Company></p>",
    }
    found = said(read(word(tmp_path / "x.docx", paragraph("Text"), parts=parts)))
    assert found["docx"] == [("Star of the week", PlaceKind.METADATA)]
    assert {words for words, _ in found["credit"]} == {"J. Osei", "Hillside"}


# Pictures


def test_a_picture_with_its_description_and_its_original_name(tmp_path: Path) -> None:
    body = paragraph(picture("rId5", alt="Held up by its winner", file="amelia carter.jpg"))
    document = read(
        word(tmp_path / "x.docx", body, (("rId5", "image", "media/image1.png"),), {"word/media/image1.png": png()})
    )
    (image,) = document.pictures
    assert (image.name, image.crop, image.peopled) == ("drafts/letter.docx#image1.png", None, True)
    assert image.inside is not None
    assert image.inside.member == "word/media/image1.png"
    alts = [part for part in document.parts if part.field == "alt"]
    assert [part.text.text for part in alts if isinstance(part.text, SourceText)] == [
        "Held up by its winner",
        "amelia carter.jpg",
    ]
    assert {part.image for part in alts} == {image.name}


@pytest.mark.parametrize("crop", ['l="10000" t="0" r="25000" b="0"', 'l="10%" r="25%"'])
def test_what_is_cropped_away_is_known(tmp_path: Path, crop: str) -> None:
    links = (("rId5", "image", "media/image1.png"),)
    path = word(tmp_path / "x.docx", paragraph(picture("rId5", crop=crop)), links, {"word/media/image1.png": png()})
    (image,) = read(path).pictures
    assert image.crop == Crop(left=0.1, right=0.25)
    assert image.crop.box((100, 50)).right == 75


def test_a_picture_that_is_shown_whole_elsewhere_is_not_cropped(tmp_path: Path) -> None:
    body = paragraph(picture("rId5", crop='l="50000"')) + paragraph(picture("rId5"))
    (image,) = read(
        word(tmp_path / "x.docx", body, (("rId5", "image", "media/image1.png"),), {"word/media/image1.png": png()})
    ).pictures
    assert image.crop is None


def test_pictures_that_nothing_refers_to_and_those_elsewhere(tmp_path: Path) -> None:
    body = paragraph('<w:r><w:drawing><pic:blipFill><a:blip r:link="rId6"/></pic:blipFill></w:drawing></w:r>')
    parts = {"word/media/left.png": png(), "docProps/thumbnail.jpeg": png()}
    pictures = {
        item.name: item
        for item in read(
            word(tmp_path / "x.docx", body, (("rId6", "image", "https://x.example/a.jpg"),), parts)
        ).pictures
    }
    assert pictures["https://x.example/a.jpg"].inside is None
    assert pictures["drafts/letter.docx#left.png"].peopled
    assert not pictures["drafts/letter.docx#thumbnail.jpeg"].peopled


@pytest.mark.parametrize(
    ("member", "words"),
    [
        ("word/media/image1.emf", "format that cannot be read"),
        ("word/embeddings/book.xlsx", "built into the document"),
        ("word/vbaProject.bin", "built into the document"),
        ("word/media/image1.svg", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, member: str, words: str) -> None:
    (item,) = read(word(tmp_path / "x.docx", paragraph("Text"), parts={member: b"\x00<!DOCTYPE"})).unexamined
    assert item.file == "drafts/letter.docx"
    assert words in item.reason


def test_other_files_within_the_text_are_said(tmp_path: Path) -> None:
    body = '<w:altChunk r:id="rId9"/>' + paragraph("<w:r><w:object><o:OLEObject/></w:object></w:r>")
    assert len(read(word(tmp_path / "x.docx", body)).unexamined) == 2


# What only an attacker, or a broken disk, would write


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", relations(("rId1", "officeDocument", "word/document.xml")))
        archive.writestr(
            "word/document.xml", bomb + story("document", f"<w:body>{paragraph('&b;')}</w:body>").partition("?>")[2]
        )
    with pytest.raises(UnreadableError, match="document type"):
        read(path)


def test_a_part_that_is_damaged_does_not_cost_the_others(tmp_path: Path) -> None:
    document = read(
        word(
            tmp_path / "x.docx",
            paragraph("Text"),
            parts={"word/header1.xml": "<w:hdr", "word/footer1.xml": story("ftr", paragraph("Below"))},
        )
    )
    assert [words for words, _ in said(document)["body"]] == ["Text", "Below"]
    (item,) = document.unexamined
    assert "damaged" in item.reason


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="nested too deeply"):
        read(word(tmp_path / "x.docx", "<w:sdt>" * 5_000 + "</w:sdt>" * 5_000))


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = word(tmp_path / "x.docx", paragraph("Text"), parts={"word/media/image1.png": bytes(2_000_000)})
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(container, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(UnreadableError, match="too large when unpacked"):
        read(path)


def test_a_part_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_XML", 10_000)
    document = read(
        word(tmp_path / "x.docx", paragraph("Text"), parts={"word/header1.xml": story("hdr", paragraph("x" * 20_000))})
    )
    assert [item.reason for item in document.unexamined] == [
        "A part of it is too large to be read. Split the document and check its parts one by one."
    ]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_document_is_refused(tmp_path: Path, share: float) -> None:
    path = word(tmp_path / "x.docx", paragraph("Text"))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableError, match="damaged, cut short"):
        read(path)


def test_a_protected_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(UnreadableError, match="password"):
        read(path)


def test_another_kind_of_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "Amelia")
    with pytest.raises(UnreadableError, match="no Word document"):
        read(path)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(codec="utf-8", exclude_characters="<>&\r\n\t", exclude_categories=["C"]), max_size=12
            ),
            max_size=4,
        ),
        max_size=6,
    )
)
def test_every_character_keeps_its_place(tmp_path_factory: pytest.TempPathFactory, texts: list[list[str]]) -> None:
    path = word(tmp_path_factory.mktemp("word") / "x.docx", "".join(paragraph(*runs) for runs in texts))
    document = read(path)
    shown = ["".join(runs) for runs in texts if "".join(runs).strip()]
    assert [words for words, _ in said(document).get("body", [])] == [text.strip("\n\t") for text in shown]
    assert [place for _, place in said(document).get("body", [])] == [
        f"paragraph {number}" for number in range(1, len(shown) + 1)
    ]


# Words that stand beside the running text

_LIST = '<w:sdtPr><w:dropDownList><w:listItem w:displayText="Zainab" w:value="P3"/></w:dropDownList></w:sdtPr>'


@pytest.mark.parametrize(
    "body",
    [
        f"<w:sdt>{_LIST}<w:sdtContent>{paragraph('pick')}</w:sdtContent></w:sdt>",
        f"<w:sdt>{_LIST.replace('dropDownList', 'comboBox')}<w:sdtContent>{paragraph('pick')}</w:sdtContent></w:sdt>",
        f"<w:tbl><w:tr><w:sdt>{_LIST}<w:sdtContent><w:tc>{paragraph('pick')}</w:tc></w:sdtContent></w:sdt></w:tr></w:tbl>",
        f"<w:tbl><w:sdt>{_LIST}<w:sdtContent><w:tr><w:tc>{paragraph('x')}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>",
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:listEntry w:val="Zainab"/></w:ddList>'
            "</w:ffData></w:fldChar></w:r>"
        ),
    ],
    ids=["block", "combo", "cell", "row", "legacy"],
)
def test_choices_of_lists_wherever_the_control_stands(tmp_path: Path, body: str) -> None:
    found = said(read(word(tmp_path / "x.docx", body)))["hidden"]
    assert [text for text, _ in found] == ["Zainab"]
    assert found[0][1].startswith("a list of choices in ")


def test_a_list_in_a_text_box_is_read_once(tmp_path: Path) -> None:
    control = f"<w:sdt>{_LIST}<w:sdtContent><w:r><w:t>pick</w:t></w:r></w:sdtContent></w:sdt>"
    box = f"<w:r><w:pict><w:txbxContent>{paragraph(control)}</w:txbxContent></w:pict></w:r>"
    found = said(read(word(tmp_path / "x.docx", paragraph(box))))
    assert found["hidden"] == [("Zainab", "a list of choices in text box at paragraph 1")]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (["MACROBUTTON Celebrate Well done Amelia"], ["Well done Amelia"]),
        (["MACROBUTTON Go Well done ", "Amelia \\* MERGEFORMAT"], ["Well done Amelia"]),
        (['FILLIN "Is it Amelia?" \\d "Rhys"'], ["Is it Amelia?", "Rhys"]),
        (["TITLE Amelia"], ["Amelia"]),
        (["PAGE \\* MERGEFORMAT"], []),
        (["PAGEREF _Toc123abc \\h"], []),
        (["REF Amelia_Table \\h"], []),
    ],
)
def test_what_fields_say(tmp_path: Path, told: list[str], words: list[str]) -> None:
    runs = [
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        *(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in told),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ]
    found = said(read(word(tmp_path / "x.docx", paragraph("Text", *runs))))
    assert [text for text, place in found.get("link", []) if place == "a field in paragraph 1"] == words


def test_variables_numbering_and_people_of_a_document(tmp_path: Path) -> None:
    parts = {
        "word/settings.xml": story(
            "settings",
            '<w:docVars><w:docVar w:name="best" w:val="Amelia Carter"/></w:docVars><w:zoom w:percent="100"/>',
        ),
        "word/numbering.xml": story(
            "numbering", '<w:lvl><w:lvlText w:val="%1."/></w:lvl><w:lvl><w:lvlText w:val="Rhys %1:"/></w:lvl>'
        ),
        "word/people.xml": story("people", '<w:person w:author="J. Osei"/>'),
    }
    found = said(read(word(tmp_path / "x.docx", paragraph("Text"), parts=parts)))
    assert found["hidden"] == [
        ("Rhys :", "the numbering in the document"),
        ("best", "a document variable in the document"),
        ("Amelia Carter", "a document variable in the document"),
    ]
    assert found["credit"] == [("J. Osei", PlaceKind.METADATA)]


def test_the_description_of_a_table(tmp_path: Path) -> None:
    table = (
        f'<w:tbl><w:tblPr><w:tblDescription w:val="What Amelia won"/></w:tblPr><w:tr><w:tc>{paragraph("x")}</w:tc>'
        "</w:tr></w:tbl>"
    )
    found = said(read(word(tmp_path / "x.docx", table)))
    assert found["alt"] == [("What Amelia won", "the description of a table in the text")]


# Parts are what they hold, not what they are called


def test_parts_are_found_whatever_they_are_called(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "word/Kopf.XML": story("hdr", paragraph("Above")),
        "elsewhere/x.bin": story("comments", f'<w:comment w:id="1">{paragraph("Rhys")}</w:comment>'),
        "Word/Settings.xml": story("settings", '<w:docVars><w:docVar w:name="x" w:val="Amelia"/></w:docVars>'),
        "docs/core.xml": '<c:coreProperties xmlns:c="urn:c"><c:creator>J. Osei</c:creator></c:coreProperties>',
        "word/photos/image.PNG": png(),
    }
    document = read(word(tmp_path / "x.docx", paragraph("Text"), parts=parts))
    found = said(document)
    assert [text for text, _ in found["body"]] == ["Text", "Above"]
    assert found["comment"] == [("Rhys", "comment 1")]
    assert found["hidden"] == [("Amelia", "a document variable in the document")]
    assert found["credit"] == [("J. Osei", PlaceKind.METADATA)]
    assert [one.name for one in document.pictures] == ["drafts/letter.docx#image.PNG"]
    assert document.unexamined == ()


def test_small_and_capital_letters_are_one_in_names_of_parts(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_RELS/.RELS", relations(("rId1", "officeDocument", "word/document.xml")))
        archive.writestr("Word/Document.XML", story("document", f"<w:body>{paragraph(picture('rId5'))}</w:body>"))
        archive.writestr("word/_rels/document.xml.rels", relations(("rId5", "image", "Media/Image1.PNG")))
        archive.writestr("word/media/image1.png", png())
    (image,) = read(path).pictures
    assert image.inside is not None
    assert image.inside.member == "word/media/image1.png"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["word/header1.xml", "word/Header1.xml"])
def test_two_parts_of_one_name_are_damage(tmp_path: Path, second: str) -> None:
    path = word(tmp_path / "x.docx", paragraph("Text"), parts={"word/header1.xml": story("hdr", paragraph("One"))})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(second, story("hdr", paragraph("Two")))
    with pytest.raises(UnreadableError, match="two parts of one name"):
        read(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("word/extra.xml", "<memo>Amelia won</memo>", "A part of it (extra.xml) is of a kind"),
        ("word/extra.xml", b"\0\1\2", "A part of it is damaged or missing."),
        ("word/page.htm", "<html><body>Amelia</body></html>", "Another file (page.htm) is built into the document."),
        ("word/activeX/activeX1.bin", b"\0\1Amelia", "Another file (activeX1.bin) is built into the document."),
        ("word/data.bin", png(), "A picture in it (data.bin) is in a format that cannot be read."),
    ],
)
def test_what_a_part_is_that_nobody_knows_is_said(tmp_path: Path, name: str, content: str | bytes, reason: str) -> None:
    (item,) = read(word(tmp_path / "x.docx", paragraph("Text"), parts={name: content})).unexamined
    assert item.reason.startswith(reason)


def test_the_parts_of_an_ordinary_document_are_known(tmp_path: Path) -> None:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types><Default Extension='xml' ContentType='application/xml'/></Types>",
        "word/styles.xml": story("styles", '<w:style><w:name w:val="Jack Heading"/></w:style>'),
        "word/theme/theme1.xml": '<a:theme xmlns:a="urn:a" name="Office"/>',
        "word/fontTable.xml": story("fonts", '<w:font w:name="Georgia"/>'),
        "word/webSettings.xml": story("webSettings", ""),
        "word/fonts/font1.odttf": b"\0\1\2",
        "word/printerSettings1.bin": b"\0\1\2",
        "word/commentsIds.xml": story("commentsIds", ""),
        "customXml/itemProps1.xml": '<ds:datastoreItem xmlns:ds="urn:ds"/>',
        "docMetadata/LabelInfo.xml": '<clbl:labelList xmlns:clbl="urn:c"/>',
        "word/empty.bin": b"",
    }
    document = read(word(tmp_path / "x.docx", paragraph("Text"), parts=parts))
    assert (document.unexamined, document.pictures, [*said(document)]) == ((), (), ["body"])


def test_the_caption_of_a_button(tmp_path: Path) -> None:
    control = '<ax:ocx xmlns:ax="urn:ax"><ax:ocxPr ax:name="Caption" ax:value="Well done Amelia"/></ax:ocx>'
    found = said(read(word(tmp_path / "x.docx", paragraph("Text"), parts={"word/activeX/activeX1.xml": control})))
    assert found["hidden"] == [("Well done Amelia", "a form field in the document")]


def test_attributes_of_data_within_a_document(tmp_path: Path) -> None:
    parts = {
        "customXml/item1.xml": '<class><pupil name="Amelia" id="{0-1}" link="urn:x"/></class>',
        "customXml/item2.xml": '<s xmlns="http://schemas.microsoft.com/office/x" name="Shared With"/>',
    }
    found = said(read(word(tmp_path / "x.docx", paragraph("Text"), parts=parts)))
    assert found["docx"] == [("Amelia", PlaceKind.METADATA)]


def test_a_name_in_several_runs_of_a_diagram(tmp_path: Path) -> None:
    data = '<d:dataModel xmlns:d="urn:d" xmlns:a="urn:a"><a:p><a:t>Am</a:t><a:t>elia</a:t></a:p></d:dataModel>'
    found = said(read(word(tmp_path / "x.docx", paragraph("Text"), parts={"word/data.xml": data})))
    assert found["body"] == [("Text", "paragraph 1"), ("Amelia", "a diagram")]
