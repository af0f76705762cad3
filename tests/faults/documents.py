"""Corners of Word documents, PDFs and Excel workbooks: where each can hold a name."""
# ruff: noqa: E501 -- a fault a line

from __future__ import annotations

from collections.abc import Callable, Iterator

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from tests.builders.documents import Pdf, paragraph, picture, png, story
from tests.faults.fault import NAME, Fault
from tests.faults.made import pdf_bytes, renamed, with_parts, word_bytes, workbook_bytes

_BODY = paragraph("Our fair was fun.")
_RUN = f"<w:r><w:t>{NAME}</w:t></w:r>"
_TWO_RUNS = "<w:r><w:t>Tam</w:t></w:r><w:r><w:t>sin</w:t></w:r>"


def _control(kind: str, inside: str = "<w:p/>") -> str:
    return f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


_LIST = f'<w:dropDownList><w:listItem w:displayText="{NAME}" w:value="1"/></w:dropDownList>'
_FORM = "<w:r><w:fldChar w:fldCharType='begin'><w:ffData>{}</w:ffData></w:fldChar></w:r>"
_UNDER = NAME.replace(" ", "_")


def _form(data: str) -> str:
    return f"<w:p>{_FORM.format(data)}</w:p>"


_WORD = {
    "paragraph": paragraph(NAME),
    "split-runs": f"<w:p>{_TWO_RUNS}</w:p>",
    "hidden": f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{NAME}</w:t></w:r></w:p>",
    "deleted": f"<w:p><w:del><w:r><w:delText>{NAME}</w:delText></w:r></w:del></w:p>",
    "moved": f"<w:p><w:moveFrom><w:r><w:t>{NAME}</w:t></w:r></w:moveFrom></w:p>",
    "table": f"<w:tbl><w:tr><w:tc>{paragraph(NAME)}</w:tc></w:tr></w:tbl>",
    "nested-table": f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{paragraph(NAME)}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
    "text-box": f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{paragraph(NAME)}</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    "shape": f"<w:p><w:r><wps:txbx><w:txbxContent>{paragraph(NAME)}</w:txbxContent></wps:txbx></w:r></w:p>",
    "alternate": f"<w:p><w:r><mc:AlternateContent><mc:Fallback><w:t>{NAME}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    "word-art": f'<w:p><w:r><w:pict><v:shape><v:textpath string="{NAME}"/></v:shape></w:pict></w:r></w:p>',
    "shape-alt": f'<w:p><w:r><w:pict><v:shape alt="{NAME}"/></w:pict></w:r></w:p>',
    "drop-down": f"<w:p>{_control(_LIST, '<w:r/>')}</w:p>",
    "drop-down-block": _control(_LIST),
    "drop-down-cell": f"<w:tbl><w:tr>{_control(_LIST, '<w:tc><w:p/></w:tc>')}</w:tr></w:tbl>",
    "drop-down-row": f"<w:tbl>{_control(_LIST, '<w:tr><w:tc><w:p/></w:tc></w:tr>')}</w:tbl>",
    "combo-box": _control(_LIST.replace("dropDownList", "comboBox")),
    "control-title": _control(f'<w:alias w:val="{NAME}"/>'),
    "control-tag": _control(f'<w:tag w:val="{NAME}"/>'),
    "control-placeholder": _control("<w:showingPlcHdr/>", paragraph(NAME)),
    "control-content": _control("<w:text/>", paragraph(NAME)),
    "form-text": _form(f'<w:textInput><w:default w:val="{NAME}"/></w:textInput>'),
    "form-list": _form(f'<w:ddList><w:listEntry w:val="{NAME}"/></w:ddList>'),
    "form-help": _form(f'<w:helpText w:val="{NAME}"/>'),
    "form-status": _form(f'<w:statusText w:val="{NAME}"/>'),
    "form-name": _form(f'<w:name w:val="{NAME}"/>'),
    "field": f"<w:p><w:r><w:instrText>AUTHOR {NAME}</w:instrText></w:r></w:p>",
    "simple-field": f'<w:p><w:fldSimple w:instr="QUOTE {NAME}"/></w:p>',
    "macro-button": f"<w:p><w:r><w:instrText>MACROBUTTON none {NAME}</w:instrText></w:r></w:p>",
    "bookmark": f'<w:p><w:bookmarkStart w:id="0" w:name="{_UNDER}"/></w:p>',
    "tip": f'<w:p><w:hyperlink w:tooltip="{NAME}" w:anchor="x"/></w:p>',
    "anchor": '<w:p><w:hyperlink w:anchor="Tamsin_Penhallow"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>',
    "smart-tag": f"<w:p><w:smartTag>{_RUN}</w:smartTag></w:p>",
    "custom-xml": f"<w:p><w:customXml>{_RUN}</w:customXml></w:p>",
    "ruby": f"<w:p><w:r><w:ruby><w:rt>{_RUN}</w:rt></w:ruby></w:r></w:p>",
    "equation": f"<w:p><m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><m:r><m:t>{NAME}</m:t></m:r></m:oMath></w:p>",
    "symbols": "<w:p><w:r>" + "".join(f'<w:sym w:font="Arial" w:char="{ord(letter):04X}"/>' for letter in "Tamsin") + "</w:r></w:p>",
    "symbols-private": "<w:p><w:r>" + "".join(f'<w:sym w:font="Arial" w:char="F0{ord(letter):02X}"/>' for letter in "Tamsin") + "</w:r></w:p>",
    "no-break-hyphen": "<w:p><w:r><w:t>Tam</w:t><w:softHyphen/><w:t>sin</w:t></w:r></w:p>",
    "tabs": "<w:p><w:r><w:t>Tamsin</w:t><w:tab/><w:t>Penhallow</w:t></w:r></w:p>",
    "author-of-change": f'<w:p><w:ins w:author="{NAME}" w:id="1"><w:r><w:t>x</w:t></w:r></w:ins></w:p>',
    "table-caption": f'<w:tbl><w:tblPr><w:tblCaption w:val="{NAME}"/></w:tblPr></w:tbl>',
    "table-description": f'<w:tbl><w:tblPr><w:tblDescription w:val="{NAME}"/></w:tblPr></w:tbl>',
    "unknown-element": f"<w:p><w:r><w:newThing><w:t>{NAME}</w:t></w:newThing></w:r></w:p>",
    "unknown-attribute": f'<w:p><w:r><w:newThing w:caption="{NAME}"/></w:r></w:p>',
    "page-field": f'<w:p><w:r><w:instrText>INCLUDETEXT "C:\\\\{NAME}.docx"</w:instrText></w:r></w:p>',
    "ole": f'<w:p><w:r><w:object><o:OLEObject ProgID="{NAME}"/></w:object></w:r></w:p>',
    "letters": paragraph("T.A.M.S.I.N"),
    "capitals-styled": "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>tamsin penhallow</w:t></w:r></w:p>",
    "style-number": f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p>{paragraph(NAME)}',
}  # fmt: skip
_PARTS: dict[str, dict[str, str | bytes]] = {
    "header": {"word/header1.xml": story("hdr", paragraph(NAME))},
    "footer": {"word/footer1.xml": story("ftr", paragraph(NAME))},
    "footnotes": {"word/footnotes.xml": story("footnotes", f'<w:footnote w:id="1">{paragraph(NAME)}</w:footnote>')},
    "endnotes": {"word/endnotes.xml": story("endnotes", f'<w:endnote w:id="1">{paragraph(NAME)}</w:endnote>')},
    "comments": {"word/comments.xml": story("comments", f'<w:comment w:id="1">{paragraph(NAME)}</w:comment>')},
    "comment-author": {"word/comments.xml": story("comments", f'<w:comment w:id="1" w:author="{NAME}">{_BODY}</w:comment>')},
    "people": {"word/people.xml": f'<w15:people xmlns:w15="x"><w15:person w15:author="{NAME}"/></w15:people>'},
    "variables": {"word/settings.xml": story("settings", f'<w:docVars><w:docVar w:name="a" w:val="{NAME}"/></w:docVars>')},
    "merge-source": {"word/settings.xml": story("settings", f'<w:mailMerge><w:query w:val="SELECT {NAME}"/></w:mailMerge>')},
    "glossary": {"word/glossary/document.xml": story("glossaryDocument", paragraph(NAME))},
    "numbering": {"word/numbering.xml": story("numbering", f'<w:abstractNum><w:lvl><w:lvlText w:val="{NAME} %1"/></w:lvl></w:abstractNum>')},
    "custom-xml": {"customXml/item1.xml": f"<a><b>{NAME}</b></a>"},
    "core": {"docProps/core.xml": f'<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:title>{NAME}</dc:title></cp:coreProperties>'},
    "core-subject": {"docProps/core.xml": f'<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:subject>{NAME}</dc:subject></cp:coreProperties>'},
    "app": {"docProps/app.xml": f"<Properties><Manager>{NAME}</Manager></Properties>"},
    "custom": {"docProps/custom.xml": f"<Properties><property name='who'><lpwstr>{NAME}</lpwstr></property></Properties>"},
    "chart": {"word/charts/chart1.xml": f'<c:chartSpace xmlns:c="x" xmlns:a="y"><a:t>{NAME}</a:t></c:chartSpace>'},
    "chart-cache": {"word/charts/chart1.xml": f'<c:chartSpace xmlns:c="x"><c:v>{NAME}</c:v></c:chartSpace>'},
    "diagram": {"word/diagrams/data1.xml": f'<dgm:dataModel xmlns:dgm="x" xmlns:a="y"><a:t>{NAME}</a:t></dgm:dataModel>'},
    "embedded-sheet": {"word/embeddings/Book1.xlsx": b"PK\x03\x04broken"},
    "ole": {"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0" + NAME.encode()},
    "macros": {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + NAME.encode()},
    "html-chunk": {"word/afchunk.htm": f"<p>{NAME}</p>"},
    "text-chunk": {"word/afchunk.txt": NAME},
    "rtf-chunk": {"word/afchunk.rtf": f"{{\\rtf1 {NAME}}}"},
    "document-chunk": {"word/afchunk.docx": word_bytes(paragraph(NAME))},
    "unknown-xml": {"word/other/thing.xml": f"<thing>{NAME}</thing>"},
    "unknown-text": {"word/notes": f"{NAME}"},
    "picture": {"word/media/image1.png": b"no picture"},
    "picture-upper": {"WORD/MEDIA/IMAGE1.PNG": b"no picture"},
    "picture-elsewhere": {"other/image1.png": b"no picture"},
    "picture-no-ending": {"word/media/image1": png()},
    "emf": {"word/media/image1.emf": b"\x01\0\0\0"},
    "svg": {"word/media/image1.svg": f"<svg><text>{NAME}</text></svg>"},
    "thumbnail": {"docProps/thumbnail.jpeg": b"no picture"},
    "header-upper": {"word/Header1.XML": story("hdr", paragraph(NAME))},
    "header-elsewhere": {"odd/kopf.xml": story("hdr", paragraph(NAME))},
    "not-xml": {"word/header1.xml": "<w:hdr"},
}  # fmt: skip


def _page(content: str = "", **more: str) -> Callable[[Pdf], None]:
    return lambda pdf: pdf.page((20, 30, "Our fair"), content=content, size=(120, 80), **more)


_GREY = "/Image /Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 8"


def _drawn(kind: str, data: str) -> Callable[[Pdf], None]:
    """Return a step that adds a page with nothing but one object, a picture or a form."""

    def put(pdf: Pdf) -> None:
        number = pdf.add(f"<< /Type /XObject /Subtype {kind} /Length {len(data)} >>\nstream\n{data}\nendstream")
        pdf.page(content="/X Do", size=(120, 80), resources=f"/XObject << /X {number} 0 R >>")

    return put


def _pdf(*steps: Callable[[Pdf], object]) -> bytes:
    pdf = Pdf()
    _page()(pdf)
    for step in steps:
        step(pdf)
    return pdf_bytes(pdf)


def _set(**values: str) -> Callable[[Pdf], None]:
    def put(pdf: Pdf) -> None:
        for name, value in values.items():
            setattr(pdf, name, value)

    return put


_UTF16 = "<FEFF" + NAME.encode("utf-16-be").hex() + ">"
_FIELD = "/AcroForm << /Fields [<< /FT {} >>] >>"
_PDFS: dict[str, Callable[[Pdf], object]] = {
    "bookmark": _set(catalog=f"/Outlines << /First << /Title ({NAME}) >> >>"),
    "bookmark-utf16": _set(catalog=f"/Outlines << /First << /Title {_UTF16} >> >>"),
    "alt": _set(catalog=f"/StructTreeRoot << /K << /S /Figure /Alt ({NAME}) >> >>"),
    "actual-text": _set(catalog=f"/StructTreeRoot << /K << /S /Span /ActualText ({NAME}) >> >>"),
    "expansion": _set(catalog=f"/StructTreeRoot << /K << /S /Span /E ({NAME}) >> >>"),
    "struct-title": _set(catalog=f"/StructTreeRoot << /K << /S /P /T ({NAME}) >> >>"),
    "alt-utf16": _set(catalog=f"/StructTreeRoot << /K << /S /Figure /Alt {_UTF16} >> >>"),
    "field-value": _set(catalog=_FIELD.format(f"/Tx /T (a) /V ({NAME})")),
    "field-default": _set(catalog=_FIELD.format(f"/Tx /T (a) /DV ({NAME})")),
    "field-name": _set(catalog=_FIELD.format(f"/Tx /T ({NAME})")),
    "field-tip": _set(catalog=_FIELD.format(f"/Tx /T (a) /TU ({NAME})")),
    "field-choices": _set(catalog=_FIELD.format(f"/Ch /T (a) /Opt [(x) ({NAME})]")),
    "field-choice-pairs": _set(catalog=_FIELD.format(f"/Ch /T (a) /Opt [[(x) ({NAME})]]")),
    "field-rich": _set(catalog=_FIELD.format(f"/Tx /T (a) /RV (<p>{NAME}</p>)")),
    "xfa": _set(catalog="/AcroForm << /Fields [] /XFA (x) >>"),
    "open-action": _set(catalog=f"/OpenAction << /S /JavaScript /JS (app.alert('{NAME}')) >>"),
    "name-tree-script": _set(catalog=f"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (say '{NAME}') >>] >> >>"),
    "attachment": _set(catalog="/Names << /EmbeddedFiles << /Names [(a.txt) << /Type /Filespec /F (a.txt) /EF << >> >>] >> >>"),
    "associated": _set(catalog="/AF [<< /Type /Filespec /F (a.txt) /EF << >> >>]"),
    "layer-name": _set(catalog=f"/OCProperties << /OCGs [<< /Type /OCG /Name ({NAME}) >>] /D << >> >>"),
    "page-labels": _set(catalog=f"/PageLabels << /Nums [0 << /P ({NAME}) >>] >>"),
    **{f"info-{key.lower()}": _set(info=f"/{key} ({NAME})") for key in ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "Company", "Teacher")},
    "info-utf16": _set(info=f"/Subject {_UTF16}"),
    "info-hex": _set(info=f"/Subject <{NAME.encode().hex()}>"),
    "info-octal": _set(info="/Subject (T\\141msin Penhallow)"),
    "note": _page(extra=f"/Annots [<< /Subtype /Text /Rect [0 0 9 9] /Contents ({NAME}) >>]"),
    "note-author": _page(extra=f"/Annots [<< /Subtype /Text /Rect [0 0 9 9] /T ({NAME}) >>]"),
    "note-subject": _page(extra=f"/Annots [<< /Subtype /Text /Rect [0 0 9 9] /Subj ({NAME}) >>]"),
    "note-rich": _page(extra=f"/Annots [<< /Subtype /Text /Rect [0 0 9 9] /RC (<p>{NAME}</p>) >>]"),
    "link": _page(extra="/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://x.example/tamsin-penhallow) >> >>]"),
    "file-note": _page(extra="/Annots [<< /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /Type /Filespec /F (a.txt) /EF << >> >> >>]"),
    "media-note": _page(extra="/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] >>]"),
    "page-piece": _page(extra=f"/PieceInfo << /x << /Private ({NAME}) >> >>"),
    "beside-page": _page(f"BT /F1 12 Tf 900 900 Td ({NAME}) Tj ET"),
    "invisible": _page(f"BT /F1 12 Tf 3 Tr 9 9 Td ({NAME}) Tj ET"),
    "white": _page(f"1 g BT /F1 12 Tf 9 9 Td ({NAME}) Tj ET"),
    "tiny": _page(f"BT /F1 1 Tf 9 9 Td ({NAME}) Tj ET"),
    "marked-actual-text": _page(f"/Span << /ActualText ({NAME}) >> BDC BT /F1 9 Tf 9 9 Td (x) Tj ET EMC"),
    "marked-alt": _page(f"/Figure << /Alt ({NAME}) >> BDC EMC"),
    "kerned": _page("BT /F1 12 Tf 9 9 Td [(Tam) 3 (sin)] TJ ET"),
    "hex-string": _page(f"BT /F1 12 Tf 9 9 Td <{NAME.encode().hex()}> Tj ET"),
    "form-object": _drawn("/Form /BBox [0 0 120 80] /Resources << /Font << /F1 3 0 R >> >>", f"BT /F1 12 Tf 9 9 Td ({NAME}) Tj ET"),
    "unknown-filter": _drawn(f"{_GREY} /Filter /NoneSuch", "abc"),
    "broken-picture": _drawn(f"{_GREY} /Filter /DCTDecode", "abc"),
    "broken-flate": _drawn(f"{_GREY} /Filter /FlateDecode", "abc"),
    "broken-jpeg2000": _drawn(f"{_GREY} /Filter /JPXDecode", "abc"),
    "short-picture": _drawn(_GREY, "abc"),
}  # fmt: skip
_BROKEN_PDFS = {
    "empty": b"", "header-only": b"%PDF-1.7\n", "cut": _pdf()[:300], "text": b"Tamsin Penhallow", "encrypted":
    _pdf(_set(trailer="/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -4 >>")), "no-pages":
    pdf_bytes(Pdf()), "missing-page": _pdf(lambda pdf: pdf.pages.append(99)), "damaged-contents":
    _pdf().replace(b"Tj ET", b"\xff\xff\xff\xff\xff"), "html": f"<p>{NAME}</p>".encode(), "zip": word_bytes(_BODY),
}  # fmt: skip


def _cell(book: Workbook, column: int = 2, text: str = "Our fair was fun") -> None:
    sheet = book.active
    sheet.append(["date", "text"])
    sheet.append(["2026-12-01"])
    sheet.cell(2, column, text)


def _hiding() -> dict[str, Callable[[Workbook], object]]:
    def hidden_sheet(book: Workbook) -> None:
        book.create_sheet("More").append(["x", NAME])
        book["More"].sheet_state = "hidden"

    def hidden_row(book: Workbook) -> None:
        book.active.append(["2026-12-02", NAME])
        book.active.row_dimensions[3].hidden = True

    def hidden_column(book: Workbook) -> None:
        book.active["D2"] = NAME
        book.active.column_dimensions["D"].hidden = True

    return {"hidden-sheet": hidden_sheet, "hidden-row": hidden_row, "hidden-column": hidden_column}


def _books() -> dict[str, Callable[[Workbook], object]]:
    def comment(book: Workbook) -> None:
        book.active["B2"].comment = Comment(NAME, "x")

    def author(book: Workbook) -> None:
        book.active["B2"].comment = Comment("x", NAME)

    def validation(**words: str) -> Callable[[Workbook], object]:
        return lambda book: book.active.add_data_validation(
            DataValidation(**{"type": "list", "formula1": '"a,b"', "sqref": "B2", **words})
        )

    def link(book: Workbook) -> None:
        book.active["B2"].hyperlink = "https://x.example/tamsin-penhallow"

    def header(book: Workbook) -> None:
        book.active.oddHeader.center.text = NAME

    def footer(book: Workbook) -> None:
        book.active.evenFooter.left.text = NAME

    def number_format(book: Workbook) -> None:
        book.active["C2"] = 5
        book.active["C2"].number_format = f'"{NAME}" 0'

    return {
        "cell": lambda book: book.active.append(["2026-12-02", NAME]),
        "other-column": lambda book: book.active.append(["2026-12-02", "x", "x", NAME]),
        "far-column": lambda book: book.active.cell(2, 120, NAME),
        "far-row": lambda book: book.active.cell(400, 2, NAME),
        "comment": comment, "comment-author": author, **_hiding(), "second-sheet": lambda book: book.create_sheet("More").append(["x", NAME]),
        "sheet-name": lambda book: setattr(book.active, "title", NAME), "link": link, "header": header, "footer": footer,
        "list": validation(formula1=f'"{NAME},x"'), "prompt": validation(prompt=NAME), "error": validation(error=NAME),
        "prompt-title": validation(promptTitle=NAME), "title": lambda book: setattr(book.properties, "title", NAME),
        "creator": lambda book: setattr(book.properties, "creator", NAME), "number-format": number_format,
        "defined-name": lambda book: book.defined_names.add(DefinedName("Tamsin_Penhallow", attr_text="Sheet!$A$1")),
        "defined-text": lambda book: book.defined_names.add(DefinedName("who", attr_text=f'"{NAME}"')),
        "formula-text": lambda book: book.active.append(["2026-12-02", f'="{NAME}"']),
        "formula-joined": lambda book: book.active.append(["2026-12-02", '="Tam"&"sin"']),
        "title-above": lambda book: book.active.insert_rows(1) or book.active.cell(1, 1, NAME),
        "chart-sheet": lambda book: book.create_chartsheet(NAME),
    }  # fmt: skip


def faults() -> Iterator[Fault]:
    for name, body in _WORD.items():
        yield Fault(f"word-{name}", "corners of Word", {"letter.docx": word_bytes(_BODY + body)})
    for name, parts in _PARTS.items():
        yield Fault(f"word-part-{name}", "parts of Word", {"letter.docx": word_bytes(_BODY, parts=parts)})
    plain = word_bytes(_BODY)
    for name, content in {
        "main-renamed": renamed(word_bytes(paragraph(NAME)), {"word/document.xml": "word/text.xml", "word/_rels/document.xml.rels": "word/_rels/text.xml.rels"}, main="word/text.xml"),
        "main-upper": renamed(word_bytes(paragraph(NAME)), {"word/document.xml": "Word/Document.XML"}, main="Word/Document.XML"),
        "main-elsewhere": renamed(word_bytes(paragraph(NAME)), {"word/document.xml": "a/b.xml"}, main="a/b.xml"),
        "backslashes": renamed(word_bytes(paragraph(NAME)), {"word/document.xml": "word\\document.xml"}),
        "twice": with_parts(plain, {"word/document.xml": story("document", f"<w:body>{paragraph(NAME)}</w:body>")}),
        "cut": plain[:200], "empty": b"", "text": NAME.encode(), "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9,
        "damaged": plain.replace(b"PK\x01\x02", b"PK\x01\x09"), "pdf": _pdf(), "no-parts": with_parts(b"", {}),
        "broken-xml": word_bytes("<w:p>"),
    }.items():  # fmt: skip
        yield Fault(f"word-file-{name}", "containers", {"letter.docx": content})
    yield from _pictures_in_word()
    for name, step in _PDFS.items():
        yield Fault(f"pdf-{name}", "corners of PDF", {"poster.pdf": _pdf(step)})
    for name, content in _BROKEN_PDFS.items():
        yield Fault(f"pdf-file-{name}", "damaged PDFs", {"poster.pdf": content})
    yield from _workbooks()
    yield from _calm()


def _pictures_in_word() -> Iterator[Fault]:
    shown = word_bytes(paragraph(picture("rId9", alt="x")), (("rId9", "image", "media/none.png"),))
    yield Fault("word-picture-missing", "pictures in Word", {"letter.docx": shown})
    linked = word_bytes(paragraph(picture("rId9")), (("rId9", "image", "https://x.example/a.png"),))
    yield Fault("word-picture-linked", "pictures in Word", {"letter.docx": linked})


def _workbooks() -> Iterator[Fault]:
    for name, change in _books().items():
        yield Fault(f"excel-{name}", "corners of Excel", {"plan.xlsx": workbook_bytes(_cell, change)})
    book = workbook_bytes(_cell)
    further: dict[str, dict[str, str | bytes]] = {
        "text-box": {"xl/drawings/drawing9.xml": f'<xdr:wsDr xmlns:xdr="x" xmlns:a="y"><a:t>{NAME}</a:t></xdr:wsDr>'},
        "old-text-box": {"xl/drawings/vmlDrawing9.vml": f"<xml><div>{NAME}</div></xml>"},
        "picture": {"xl/media/image1.png": b"no picture"}, "custom-xml": {"customXml/item1.xml": f"<a>{NAME}</a>"},
        "threads": {"xl/threadedComments/threadedComment1.xml": f"<a><text>{NAME}</text></a>"},
        "persons": {"xl/persons/person.xml": f'<a><person displayName="{NAME}"/></a>'},
        "macros": {"xl/vbaProject.bin": NAME.encode()}, "embedded": {"xl/embeddings/a.docx": b"PK"},
        "external": {"xl/externalLinks/externalLink1.xml": f"<a><v>{NAME}</v></a>"},
        "pivot": {"xl/pivotCache/pivotCacheRecords1.xml": f'<a><s v="{NAME}"/></a>'},
        "unknown": {"xl/odd.xml": f"<a>{NAME}</a>"}, "header-picture": {"xl/media/image2.emf": b"\x01\0\0\0"},
        "twice": {"xl/worksheets/sheet1.xml": f"<worksheet>{NAME}</worksheet>"},
    }  # fmt: skip
    for name, more in further.items():
        yield Fault(f"excel-part-{name}", "parts of Excel", {"plan.xlsx": with_parts(book, more)})
    for name, content in {
        "cut": book[:400],
        "empty": b"",
        "old": b"\xd0\xcf\x11\xe0" * 99,
        "text": NAME.encode(),
    }.items():
        yield Fault(f"excel-file-{name}", "containers", {"plan.xlsx": content})


def _calm() -> Iterator[Fault]:
    calm_word: dict[str, dict[str, str | bytes]] = {
        "core": {
            "docProps/core.xml": '<cp:coreProperties xmlns:cp="x" xmlns:dc="y"><dc:title>Our fair</dc:title></cp:coreProperties>'
        },
        "header": {"word/header1.xml": story("hdr", _BODY)},
        "settings": {"word/settings.xml": story("settings", '<w:zoom w:percent="100"/>')},
    }
    for name, parts in calm_word.items():
        yield Fault(f"calm-word-{name}", "Word", {"letter.docx": word_bytes(_BODY, parts=parts)}, calm=True)
    yield Fault("calm-pdf", "PDF", {"poster.pdf": _pdf(_set(info="/Title (Our fair)"))}, calm=True)
    yield Fault("calm-excel", "Excel", {"plan.xlsx": workbook_bytes(_cell)}, calm=True)
