"""The text layer of a PDF's page: its words and letters, each with its place on the page as it is drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.media.embedded import PDFIUM, page_scale
from postcheck.model.text import Box

if TYPE_CHECKING:
    import pypdfium2

_HYPHEN = "\x02"
"""What PDFium puts for a hyphen at the end of a line."""
_SURROGATES = range(0xD800, 0xE000)
_FIRST_LOW = 0xDC00


@dataclass(frozen=True, slots=True)
class WrittenLetter:
    """A letter of a text layer, or the letters of a ligature, which have one place."""

    text: str
    box: Box
    """In pixels of the page as it is drawn; it may reach beyond it."""


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """A word of a text layer."""

    text: str
    gap: str
    """The white space before it."""
    box: Box
    letters: tuple[WrittenLetter, ...]


def page_size(page: pypdfium2.PdfPage) -> tuple[int, int]:
    """Return the width and height in pixels of a page as it is drawn."""
    width, height = page.get_size()
    scale = page_scale(width, height)
    return max(1, -int(-width * scale // 1)), max(1, -int(-height * scale // 1))


def words_on_page(path: Path, number: int) -> tuple[WrittenWord, ...]:
    """Return the words of the text layer of a page, the first of which is page 0; none if it cannot be read."""
    import pypdfium2  # noqa: PLC0415 - heavy, and needed for PDFs only

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
        except (OSError, pypdfium2.PdfiumError):
            return ()
        try:
            page = document[number]
            layer = page.get_textpage()
            found = tuple(written_words(page, layer, page_size(page)))
            layer.close()
            page.close()
        except (IndexError, pypdfium2.PdfiumError):
            return ()
        finally:
            document.close()
    return found


def written_words(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, size: tuple[int, int]
) -> Iterator[WrittenWord]:
    """Yield the words of a page's text layer, in its order.

    Parameters
    ----------
    page, layer:
        The page and its layer; whoever calls holds the lock on PDFium.
    size:
        Width and height in pixels of the page as it is drawn.
    """
    letters: list[WrittenLetter] = []
    gap = ""
    for index, character in _characters(layer, layer.count_chars()):
        if character.isspace() or not character.isprintable():
            if letters:
                yield _word(letters, gap)
                letters, gap = [], ""
            gap = "\n" if character in "\r\n" or gap == "\n" else " "
            continue
        box = _pixels(page, layer, index, size)
        if letters and letters[-1].box == box:
            letters[-1] = WrittenLetter(letters[-1].text + character, box)
        else:
            letters.append(WrittenLetter(character, box))
    if letters:
        yield _word(letters, gap)


def within(box: Box, size: tuple[int, int]) -> Box | None:
    """Return the part of a box that is on a page of this size, or None if nothing is."""
    left, top = max(0, box.left), max(0, box.top)
    right, bottom = min(size[0], box.right), min(size[1], box.bottom)
    return Box(left, top, right - left, bottom - top) if left < right and top < bottom else None


def _word(letters: list[WrittenLetter], gap: str) -> WrittenWord:
    box = letters[0].box
    for letter in letters[1:]:
        box = box.union(letter.box)
    return WrittenWord("".join(letter.text for letter in letters), gap, box, tuple(letters))


def _characters(layer: pypdfium2.PdfTextPage, total: int) -> Iterator[tuple[int, str]]:
    """Yield the index and the character of everything in a text layer.

    PDFium gives characters beyond Unicode's first plane in two halves, which are joined here.
    """
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    high = 0
    for index in range(total):
        code = pdfium.FPDFText_GetUnicode(layer, index)
        if code in _SURROGATES:
            if high and code >= _FIRST_LOW:
                yield index, chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
            high = code if code < _FIRST_LOW else 0
        elif code:
            yield index, "-" if chr(code) == _HYPHEN else chr(code)


def _pixels(page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, index: int, size: tuple[int, int]) -> Box:
    """Return the box of a character in pixels of the page as it is shown: turned and cropped."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    left, bottom, right, top = layer.get_charbox(index)
    corners = []
    for across, up in ((left, bottom), (right, top)):
        x, y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, across, up, x, y)
        corners.append((x.value, y.value))
    (x1, y1), (x2, y2) = corners
    return Box(min(x1, x2), min(y1, y2), max(1, abs(x1 - x2)), max(1, abs(y1 - y2)))
