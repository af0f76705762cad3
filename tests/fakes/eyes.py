"""An OCR engine that sees of a PDF what is drawn, and no more: a word is read only as long as its place isn't empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from postcheck.media.embedded import image_file
from postcheck.media.pdf_letters import WrittenWord, words_on_page
from postcheck.model.draft import DraftImage
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord

_BLACK = [255 * (level > 16) for level in range(256)]
Placed = tuple[str, Box]


class Eyes:
    """Reads the pages of one PDF.

    Parameters
    ----------
    path, image:
        The PDF, and the same as an image of a draft.
    drawn:
        What a reader sees instead of words that the text layer has.
    more:
        What else is to be read, by the number of the page; each is a line.
    """

    name = "eyes"

    def __init__(
        self,
        path: Path,
        image: DraftImage,
        drawn: Mapping[str, str] | None = None,
        more: Mapping[int, Sequence[Placed]] | None = None,
    ) -> None:
        with pypdfium2.PdfDocument(path) as document:
            total = len(document)
        self._pages = [_drawn(image, number) for number in range(total)]
        self._lines = [
            [*_rows(words_on_page(path, number), drawn or {}), *([one] for one in (more or {}).get(number, ()))]
            for number in range(total)
        ]
        self.whole: list[int] = []
        """Which pages were shown to it as they are, in order."""
        self.part: list[int] = []
        """Which pages were shown to it with something left out."""

    def version(self) -> str:
        return "1"

    def identity(self) -> str:
        return ""

    def stop(self) -> None:
        """Nothing to stop."""

    def read(self, image: Image.Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        assert time_limit > 0
        number = self._which(image)
        (self.part if ImageChops.difference(image, self._pages[number]).getbbox() else self.whole).append(number)
        seen = [[(text, box) for text, box in line if _shows(image, box)] for line in self._lines[number]]
        return tuple(OcrLine(tuple(OcrWord(text, box, 0.95) for text, box in line)) for line in seen if line)

    def _which(self, image: Image.Image) -> int:
        """Return the number of the page that has everything that is shown, and as little else as there is."""
        small = image.reduce(8)
        shown = ImageChops.difference(small, Image.new("RGB", small.size, "white")).convert("L").point(_BLACK)
        differing = []
        for page in self._pages:
            other = ImageChops.difference(small, page.reduce(8))
            lost = Image.composite(other, Image.new("RGB", small.size), shown)
            differing.append((_ink(lost), _ink(other)))
        return differing.index(min(differing))


def _drawn(image: DraftImage, number: int) -> Image.Image:
    with image_file(image, number) as (path, _), Image.open(path) as picture:
        return picture.convert("RGB")


def _ink(difference: Image.Image) -> int:
    return sum(difference.convert("L").histogram()[16:])


def _shows(image: Image.Image, box: Box) -> bool:
    colours = image.crop((box.left, box.top, box.right, box.bottom)).split()
    return any(_range(colour) > 16 for colour in colours)


def _range(colour: Image.Image) -> int:
    levels = [level for level, pixels in enumerate(colour.histogram()) if pixels]
    return levels[-1] - levels[0]


def _rows(words: Sequence[WrittenWord], drawn: Mapping[str, str]) -> list[list[Placed]]:
    rows: list[list[Placed]] = []
    for word in words:
        if not rows or abs(rows[-1][-1][1].bottom - word.box.bottom) > word.box.height:
            rows.append([])
        rows[-1].append((drawn.get(word.text, word.text), word.box))
    return rows
