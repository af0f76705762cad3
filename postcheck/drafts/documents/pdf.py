"""PDFs: the text of each page with its place, every page as a picture, and what a PDF viewer shows besides."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.drafts.documents import pdf_versions, pdf_words
from postcheck.drafts.documents.document import Document, Extract, Picture
from postcheck.drafts.documents.pdf_beside import read_beside
from postcheck.drafts.documents.pdf_filters import PICTURES
from postcheck.drafts.documents.pdf_pictures import PictureLook
from postcheck.drafts.documents.pdf_unseen import digest
from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.media.embedded import PDFIUM
from postcheck.media.pdf_letters import WrittenWord, page_size, within, written_words
from postcheck.model.draft import Inside, Part, Unexamined
from postcheck.model.text import PlaceKind, Where, Word

if TYPE_CHECKING:
    import pypdfium2

MAX_BYTES = 300_000_000
MAX_PAGES = 50
"""How many pages of one PDF are examined."""
MAX_CHARACTERS = 1_000_000
"""How many characters of one PDF's pages are examined."""
_MAX_ANNOTATIONS = 5_000
_MAX_DEPTH = 8
_PASSWORD = 4
_DETAILS = {"Title": "pdf", "Subject": "pdf", "Keywords": "pdf", "Author": "credit"}
_NOTES = {"Contents": "annotation", "Subj": "annotation", "T": "annotation", "V": "form field", "TU": "form field"}
_SEARCHED_FOR_XMP = 50_000_000
_MAX_PACKETS = 20
_MAX_PACKET = 100_000


def load(path: Path, name: str) -> Document:
    """Read a PDF.

    Raises
    ------
    UnreadableError
        If it isn't a PDF, or is protected, damaged or too large.
    """
    import pypdfium2  # noqa: PLC0415 - heavy, and needed for PDFs only

    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(
                f"The file is larger than {MAX_BYTES // 1_000_000} MB.",
                advice="Split it and check its parts one by one.",
            )
        with path.open("rb") as file:
            data = file.read(_SEARCHED_FOR_XMP)
    except OSError as error:
        raise UnreadableError(textfile.why_not_opened(error), advice=textfile.how_to_open(error)) from error
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == _PASSWORD:
                raise UnreadableError(
                    "It is protected by a password.", advice="Save it without the password and check that."
                ) from error
            raise UnreadableError(
                "It is damaged, cut short or no PDF at all.", advice="Export it again and check that."
            ) from error
        try:
            return _PdfReader(document, name, data).read()
        finally:
            document.close()


@dataclass
class _PdfReader:
    """Reads one PDF; whoever creates it holds the lock on PDFium."""

    document: pypdfium2.PdfDocument
    name: str
    data: bytes
    layers: list[Part] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    characters: int = 0
    pictured: bool = False
    drawn: set[bytes] = field(default_factory=set)
    """Digests of the pictures that its pages draw."""
    files: int = 0
    """Other files in it."""
    attached_to_page: bool = False

    def __post_init__(self) -> None:
        self.extract = Extract(self.name)
        self.pictures = PictureLook(self.name)

    def read(self) -> Document:
        total = len(self.document)
        if not total:
            raise UnreadableError("It has no pages.", advice="Export it again and check that.")
        pages = min(total, MAX_PAGES)
        if total > pages:
            self.problems.append(
                f"Only the first {pages} of its {total} pages were looked at. Split it and check its parts one by one."
            )
        self._details()
        self.document.init_forms()
        for number in range(pages):
            try:
                self._page(number)
            except Exception:  # noqa: BLE001 - pages are broken in every way there is, and all of them mean the same
                self.problems.append(f"Page {number + 1} is damaged. Export it again and check that.")
        self._beside()
        if len(self.data) < _SEARCHED_FOR_XMP:
            self._versions()
        attached = self.document.count_attachments()
        if not attached and not self.attached_to_page:
            attached = self.files
        if attached:
            self.problems.append(
                f"{attached} other file{'s are' if attached > 1 else ' is'} attached to it. "
                "Take them out, or check them one by one."
            )
        file, parts = self.extract.finished()
        picture = Picture(
            self.name, Where(PlaceKind.IMAGE, self.name), inside=Inside(pages=pages), peopled=self.pictured
        )
        unexamined = tuple(
            Unexamined(self.name, problem) for problem in dict.fromkeys((*self.problems, *self.pictures.problems))
        )
        return Document(file, (*self.layers, *parts), (picture, *self.pictures.found), unexamined=unexamined)

    def _details(self) -> None:
        for key, value in self.document.get_metadata_dict(skip_empty=True).items():
            if key in _DETAILS:
                self.extract.add_detail(_DETAILS[key], value)
        for packet in _packets(self.data):
            self._layout_details(packet)

    def _layout_details(self, packet: bytes) -> None:
        for name, text in pdf_words.layout_details(packet):
            self.extract.add_detail("credit" if name == "dc:creator" else "xmp", text)

    def _beside(self) -> None:
        """Add what no page led to."""
        found = read_beside(self.document, self.drawn)
        for packet in found.metadata:
            self._layout_details(packet)
        shown = "\n".join(str(layer.text) for layer in self.layers)
        said: set[str] = set()
        for name, text, spot, detail in found.said:
            if text in said or self.extract.has(text) or (name == "hidden" and text in shown):
                continue
            said.add(text)
            if detail:
                self.extract.add_detail(name, text)
            else:
                self.extract.add(name, text, spot)
        self.problems += found.problems
        self.files = found.files
        in_no_use = not pdf_versions.earlier_versions(self.data) and pdf_versions.pages_in_no_use(
            self.data, found.objects
        )
        if found.pages > len(self.document) or (found.objects and in_no_use):
            self.problems.append(
                "It holds pages that are not shown but can be brought to light. Print it as PDF and check that."
            )
        if found.elsewhere:
            try:
                self._elsewhere(found.elsewhere)
            except Exception:  # noqa: BLE001 - as in read()
                self.problems.append("Something in it that no page shows is damaged. Export it again and check that.")

    def _elsewhere(self, data: bytes) -> None:
        """Read what may be drawn elsewhere than on a page."""
        import pypdfium2  # noqa: PLC0415 - heavy, and needed for PDFs only
        import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(document)):
                page = document[number]
                layer = page.get_textpage()
                lines = (" ".join(line.split()) for line in layer.get_text_range().splitlines())
                text = " ".join(line for line in lines if line and not self.extract.has(line))
                if sum(map(str.isalpha, text)) > 1:
                    self.extract.add("hidden", text, "a button, a note or a pattern that is not always shown")
                for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_MAX_DEPTH):
                    if digest(bytes(picture.get_data())) not in self.drawn:
                        self.pictures.unused(picture, f"picture{number + 1}")
                layer.close()
                page.close()
        finally:
            document.close()

    def _versions(self) -> None:
        """Read what is left in the file of earlier versions, and what is no part of any."""
        for text in pdf_versions.stray(self.data):
            if text:
                self.extract.add("hidden", text, "before the beginning of the document or after its end")
            else:
                self.problems.append("Something stands after its end, which was not looked at. Print it as PDF.")
        earlier = pdf_versions.earlier_versions(self.data)
        if len(earlier) > pdf_versions.MOST:
            self.problems.append(
                "It holds more earlier versions than can be looked at. Print it as PDF and check that."
            )
        shown = " ".join(word for layer in self.layers for word in str(layer.text).split())
        for data in (self.data[:end] for end in earlier[-pdf_versions.MOST :]):
            try:
                self._version(data, shown)
            except Exception:  # noqa: BLE001 - as in read()
                self.problems.append("It holds an earlier version that cannot be read. Print it as PDF and check that.")

    def _version(self, data: bytes, shown: str) -> None:
        import pypdfium2  # noqa: PLC0415 - heavy, and needed for PDFs only
        import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

        spot = "an earlier version, which is still in the file"
        document = pypdfium2.PdfDocument(data)
        try:
            texts = [text for _, text, _, _ in read_beside(document, self.drawn).said]
            for number in range(min(MAX_PAGES, len(document))):
                page = document[number]
                layer = page.get_textpage()
                texts += layer.get_text_range().splitlines()
                for place, picture in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]), start=1):
                    if digest(bytes(picture.get_data())) not in self.drawn:
                        self.pictures.unused(picture, f"earlier-page{number + 1}-picture{place}")
                layer.close()
                page.close()
        finally:
            document.close()
        for text in dict.fromkeys(" ".join(text.split()) for text in texts):
            if text not in shown and not self.extract.has(text):
                self.extract.add("hidden", text, spot)

    def _page(self, number: int) -> None:
        import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

        page = self.document[number]
        try:
            self._text_layer(page, number)
            pictures = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_MAX_DEPTH))
            if not all(map(_drawable, pictures)):
                self.problems.append(
                    f"A picture on page {number + 1} cannot be drawn. Put it in as JPEG or PNG and export again."
                )
            if pictures:
                self.pictured = True
                self.drawn |= {digest(bytes(picture.get_data())) for picture in pictures}
                layer = self.layers[-1] if self.layers and self.layers[-1].frame == number else None
                self.pictures.page(page, number, pictures, [word.box for word in layer.words] if layer else [])
            self._annotations(page, number)
        finally:
            page.close()

    # The text layer

    def _text_layer(self, page: pypdfium2.PdfPage, number: int) -> None:
        size = page_size(page)
        text, words, outside = "", [], []
        for written in self._written(page, size):
            seen = within(written.box, size)
            if seen is None:
                outside.append(written.text)
                continue
            text += written.gap if text else ""
            words.append(Word(len(text), len(text) + len(written.text), seen, 1.0))
            text += written.text
        if words:
            self.layers.append(Part("text", text, PlaceKind.IMAGE, self.name, tuple(words), number, size))
        self.extract.add("hidden", " ".join(outside), f"page {number + 1}, outside what the page shows")

    def _written(self, page: pypdfium2.PdfPage, size: tuple[int, int]) -> Iterator[WrittenWord]:
        layer = page.get_textpage()
        try:
            total = layer.count_chars()
            if self.characters + total > MAX_CHARACTERS:
                self.problems.append(
                    "Its pages hold more text than can be looked at. Split it and check its parts one by one."
                )
                return
            self.characters += total
            yield from written_words(page, layer, size)
        finally:
            layer.close()

    # Annotations, form fields, links

    def _annotations(self, page: pypdfium2.PdfPage, number: int) -> None:
        import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

        total = pdfium.FPDFPage_GetAnnotCount(page)
        if total > _MAX_ANNOTATIONS:
            self.problems.append(
                f"Page {number + 1} has more notes and links than can be looked at. Export it again without them."
            )
        for index in range(min(total, _MAX_ANNOTATIONS)):
            annotation = pdfium.FPDFPage_GetAnnot(page, index)
            if not annotation:
                continue
            try:
                for key, name in _NOTES.items():
                    self.extract.add(
                        name,
                        _string(annotation, key),
                        f"page {number + 1}, a {'note' if name == 'annotation' else name}",
                    )
                self.extract.add("link", _address(self.document, annotation), f"page {number + 1}, a link")
                if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                    self.attached_to_page = True
                    self.problems.append(
                        f"Another file is attached to page {number + 1}. Take it out, or check it by itself."
                    )
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)


def _drawable(picture: pypdfium2.PdfObject) -> bool:
    """Whether PDFium can draw a picture, rather than nothing in its place."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    filters = set(picture.get_filters())
    if filters & PICTURES:
        return True
    bitmap = pdfium.FPDFImageObj_GetBitmap(picture)
    if not bitmap:
        return False
    try:
        # Of a damaged JBIG2 picture PDFium returns an empty one.
        return "JBIG2Decode" not in filters or not _is_blank(bitmap)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _is_blank(bitmap: object) -> bool:
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    size = pdfium.FPDFBitmap_GetStride(bitmap) * pdfium.FPDFBitmap_GetHeight(bitmap)
    pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)
    return len(set(pixels)) <= 1


def _packets(data: bytes) -> Iterator[bytes]:
    """Yield what layout programs write about a document, which PDFium does not return."""
    end = 0
    for _ in range(_MAX_PACKETS):
        start = data.find(b"<x:xmpmeta", end)
        end = data.find(b"</x:xmpmeta>", start)
        if start < 0 or end < 0:
            return
        yield data[start : min(end, start + _MAX_PACKET)]


def _string(annotation: object, key: str) -> str:
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    length = pdfium.FPDFAnnot_GetStringValue(annotation, key.encode("ascii"), None, 0)
    buffer = (pdfium.FPDF_WCHAR * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key.encode("ascii"), buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").partition("\0")[0].replace("\r", "\n")


def _address(document: pypdfium2.PdfDocument, annotation: object) -> str:
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    link = pdfium.FPDFAnnot_GetLink(annotation)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return ""
    length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(length + 1)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
    return buffer.value.decode("utf-8", "replace")
