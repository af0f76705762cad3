"""Documents made by hand.

A test can put into them whatever Word, Excel and layout programs would, and what only an attacker would.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(*runs: str) -> str:
    """Return a paragraph of runs; what begins with ``<`` is taken as it is."""
    return (
        "<w:p>"
        + "".join(run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
        + "</w:p>"
    )


def story(root: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMESPACES}>{content}</w:{root}>'


def relations(*entries: tuple[str, str, str]) -> str:
    """Return a part of relations: id, kind, target (an address if it has a colon)."""
    items = ""
    for key, kind, target in entries:
        mode = ' TargetMode="External"' if ":" in target else ""
        items += f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{target}"{mode}/>'
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'
    )


def word(
    path: Path, body: str, links: tuple[tuple[str, str, str], ...] = (), parts: Mapping[str, str | bytes] | None = None
) -> Path:
    """Write a Word document."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", relations(("rId1", "officeDocument", "word/document.xml")))
        archive.writestr("word/document.xml", story("document", f"<w:body>{body}</w:body>"))
        archive.writestr("word/_rels/document.xml.rels", relations(*links))
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return path


def picture(relation: str, *, alt: str = "", name: str = "Picture 1", file: str = "", crop: str = "") -> str:
    """Return a run with a picture as Word writes it."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="{name}" descr="{alt}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="{file}"/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/>{f"<a:srcRect {crop}/>" if crop else ""}</pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def png(size: tuple[int, int] = (40, 30), colour: str = "white") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


class Pdf:
    """A PDF, object by object."""

    def __init__(self) -> None:
        self._objects: list[bytes] = [
            b"",
            b"",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
        self.pages: list[int] = []
        self.catalog = ""
        self.info = ""
        self.trailer = ""

    def add(self, content: str | bytes) -> int:
        """Add an object and return its number."""
        self._objects.append(content.encode("latin-1") if isinstance(content, str) else content)
        return len(self._objects)

    def page(
        self,
        *lines: tuple[int, int, str],
        extra: str = "",
        content: str = "",
        resources: str = "",
        size: tuple[int, int] = (595, 842),
    ) -> None:
        """Add a page with lines of text, each with its place in points from the lower left."""
        stream = "".join(f"BT /F1 24 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in lines) + content
        number = self.add(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents {number} 0 R "
        self.pages.append(self.add(f"{page}/Resources << /Font << /F1 3 0 R >> {resources} >> {extra} >>"))

    def write(self, path: Path) -> Path:
        info = f"/Info {self.add(f'<< {self.info} >>')} 0 R" if self.info else ""
        self._objects[0] = f"<< /Type /Catalog /Pages 2 0 R {self.catalog} >>".encode("latin-1")
        kids = " ".join(f"{page} 0 R" for page in self.pages)
        self._objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>".encode("latin-1")
        data = b"%PDF-1.7\n"
        offsets = []
        for number, content in enumerate(self._objects, start=1):
            offsets.append(len(data))
            data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
        start = len(data)
        data += f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode() + b"".join(
            f"{offset:010} 00000 n \n".encode() for offset in offsets
        )
        data += (
            f"trailer\n<< /Size {len(offsets) + 1} /Root 1 0 R {info} {self.trailer} >>\nstartxref\n{start}\n%%EOF\n"
        ).encode("latin-1")
        path.write_bytes(data)
        return path


def sheet_cell(place: str, text: str) -> str:
    """Return a cell of a sheet."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbook_parts(
    path: Path, rows: str = "", *, beside: str = "", parts: Mapping[str, str | bytes] | None = None, folder: str = "xl"
) -> Path:
    """Write a workbook by hand, whose sheet has a column ``Text`` with one post.

    Parameters
    ----------
    path:
        Where.
    rows, beside:
        What follows the post, and what follows the cells.
    parts:
        More parts, by name.
    folder:
        Where the parts of the workbook are.
    """
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    names = f'xmlns="{spreadsheet}" xmlns:r="{_RELATION}"'
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = f'<row r="1">{sheet_cell("B1", "Text")}</row><row r="2">{sheet_cell("B2", "Well done")}</row>{rows}'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{folder}/workbook.xml" ContentType="{kinds}.sheet.main+xml"/></Types>',
        )
        archive.writestr("_rels/.rels", relations(("rId1", "officeDocument", f"{folder}/workbook.xml")))
        sheet = '<sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
        archive.writestr(f"{folder}/workbook.xml", f"<workbook {names}><sheets>{sheet}</sheets></workbook>")
        archive.writestr(f"{folder}/_rels/workbook.xml.rels", relations(("rId1", "worksheet", "worksheets/sheet1.xml")))
        archive.writestr(
            f"{folder}/worksheets/sheet1.xml",
            f"<worksheet {names}><sheetData>{cells}</sheetData>{beside}</worksheet>",
        )
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return path
