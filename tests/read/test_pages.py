"""Of a PDF only that is read by OCR which its text layer isn't known to have; a layer that lies is found out."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.media.embedded import image_file, page_scale
from postcheck.media.pdf_letters import WrittenWord, words_on_page
from postcheck.model.draft import Part
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box, Word
from postcheck.read.engines.base import OcrLine, OcrWord
from postcheck.read.page_letters import KnownLetters, PageLetters
from postcheck.read.reader import Reader
from tests.builders.documents import Pdf
from tests.fakes.eyes import Eyes

_SIZE = (150, 200)
_SCALE = page_scale(*_SIZE)
_LESSON = (
    "The quick brown fox jumps over the lazy dog",
    "A wizard boxed Jack Quill while five pupils sang",
    "Amelia Carter, Rhys Morgan met in the sunny garden",
    "Zebedee and Felix won. Nobody lost, and Carter ran",
)
_WORDS = ("the", "pupils", "sang", "in", "a", "sunny", "garden", "while", "five", "dogs", "and", "lazy", "fox", "over")
_NAMES = ("Amelia", "Rhys Morgan", "Zebedee", "Carter")


def text(size: float, *lines: tuple[float, float, str], font: str = "F1", before: str = "") -> str:
    """Return the commands that write lines, each with its place in points from the lower left."""
    return "".join(f"BT {before} /{font} {size} Tf {x} {y} Td ({line}) Tj ET\n" for x, y, line in lines)


def lesson(size: float = 5.0) -> str:
    """Return lines with every letter that is used here."""
    return text(size, *((8, 190 - 1.6 * size * at, line) for at, line in enumerate(_LESSON)))


def place(x: float, y: float, width: float, height: float) -> Box:
    """Return the pixels of a rectangle in points, from its lower left."""
    top = _SIZE[1] - y - height
    return Box(round(x * _SCALE), round(top * _SCALE), round(width * _SCALE), round(height * _SCALE))


def picture(pdf: Pdf, words: str) -> int:
    """Add a picture with words in it, and return its number."""
    image = Image.new("RGB", (400, 100), (210, 225, 250))
    ImageDraw.Draw(image).text((20, 20), words, fill="black", font_size=50)
    data = image.tobytes()
    about = "/Type /XObject /Subtype /Image /Width 400 /Height 100 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    return pdf.add(f"<< {about} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")


def letters_as_lines(x: float, y: float, high: float = 5.0) -> str:
    """Return the commands that draw an L, an I and an L with a pen."""
    strokes = [(x, y + high, x, y), (x, y, x + 3, y), (x + 5, y, x + 5, y + high)]
    strokes += [(x + 8, y + high, x + 8, y), (x + 8, y, x + 11, y)]
    return "0.6 w " + "".join(f"{a} {b} m {c} {d} l S\n" for a, b, c, d in strokes)


def look(
    path: Path, drawn: Mapping[str, str] | None = None, more: Mapping[int, list[tuple[str, Box]]] | None = None
) -> tuple[Eyes, dict[int, str], str]:
    """Return the engine that read a PDF, what it read page by page, and what its text layer has."""
    draft = load_draft(DraftSource(path.name, path, path.parent))
    image = next(one for one in draft.images if one.inside and one.inside.pages)
    eyes = Eyes(path, image, drawn, more)
    reading = Reader(OcrSettings(), eyes).read(dataclasses.replace(draft, images=(image,)))
    assert not reading.unexamined
    read: dict[int, str] = {}
    for passage in reading.passages:
        if passage.from_ocr and passage.frame is not None:
            read[passage.frame] = f"{read.get(passage.frame, '')} {passage.text}".strip()
    return eyes, read, "\n".join(passage.text for passage in reading.passages if not passage.from_ocr)


def two_pages(path: Path, content: str, fonts: str = "", pdf: Pdf | None = None) -> Path:
    """Write a PDF whose first page shows what letters look like."""
    pdf = pdf or Pdf()
    pdf.page(content=lesson(), size=_SIZE)
    pdf.page(content=content, size=_SIZE, resources=fonts)
    return pdf.write(path / "x.pdf")


def test_what_an_earlier_page_has_taught_is_not_read_again(tmp_path: Path) -> None:
    path = two_pages(tmp_path, text(5, (8, 150, "Amelia sang in the garden"), (8, 100, "and a fox")))
    eyes, read, layer = look(path)
    assert (eyes.whole, eyes.part) == ([0], [])
    assert not read
    assert "Amelia sang in the garden" in layer


def test_letters_are_known_again_wherever_they_stand(tmp_path: Path) -> None:
    lines = [(8 + 0.037 * at, 190 - 7.13 * at, "in the sunny garden") for at in range(20)]
    eyes, _, _ = look(two_pages(tmp_path, "0.2 0.2 0.6 rg " + text(5, *lines)))
    assert (eyes.whole, eyes.part) == ([0], [])


def test_a_size_that_was_not_seen_before_is_read(tmp_path: Path) -> None:
    eyes, _, _ = look(two_pages(tmp_path, text(5, (8, 150, "five lazy dogs")) + text(9, (8, 100, "Amelia"))))
    assert (eyes.whole, eyes.part) == ([0], [1])


def test_a_newsletter_is_read_in_part(tmp_path: Path) -> None:
    draw = random.Random(7)
    pdf = Pdf()
    badge = picture(pdf, "Felix")
    shown: dict[int, list[tuple[str, Box]]] = {}
    for number in range(12):
        rows = [" ".join(draw.sample(_WORDS, k=7)) for _ in range(6)]
        rows[draw.randrange(6)] += f" {_NAMES[number % 4]}"
        content = (lesson() if number == 0 else "") + text(5, *((8, 140 - 9 * at, row) for at, row in enumerate(rows)))
        if number % 7 == 3:
            content += "q 80 0 0 20 10 20 cm /P Do Q\n"
            shown[number] = [("Felix", place(10, 20, 80, 20))]
        pdf.page(content=content, resources=f"/XObject << /P {badge} 0 R >>", size=_SIZE)
    eyes, read, layer = look(pdf.write(tmp_path / "x.pdf"), more=shown)
    assert eyes.whole == [0]
    assert len(eyes.part) == 1, "pages with the same picture in the same place are read once"
    assert read == dict.fromkeys(shown, "Felix")
    assert all(name in layer for name in _NAMES)


# Layers that lie, on the second page: the first one is honest


def _font(pdf: Pdf, drawn: str, said: str) -> str:
    """Add a font that calls some letters by the names of others, and return the resources."""
    pairs = "".join(f"<{ord(one):02X}> <{ord(other):04X}>\n" for one, other in zip(drawn, said, strict=True))
    head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def"
    span = "1 begincodespacerange <00> <FF> endcodespacerange"
    cmap = f"{head}\n{span}\n{len(drawn)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    number = pdf.add(f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream")
    about = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"
    return f"/Font << /F1 3 0 R /F2 {pdf.add(f'<< {about} /ToUnicode {number} 0 R >>')} 0 R >>"


@pytest.mark.parametrize("said", ["garden", "\ue001\ue002\ue003\ue004\ue005\ue006", ".,.,.,"])
def test_a_font_that_calls_its_letters_by_other_names(tmp_path: Path, said: str) -> None:
    pdf = Pdf()
    fonts = _font(pdf, "Amelix", said)
    path = two_pages(tmp_path, text(5, (8, 150, "Amelix"), font="F2"), fonts, pdf)
    _, read, layer = look(path, drawn={said: ""}, more={1: [("Amelix", place(8, 150, 14, 4))]})
    assert "Amelix" not in layer
    assert "Amelix" in read[1]


def test_only_one_letter_in_it_has_another_name(tmp_path: Path) -> None:
    pdf = Pdf()
    path = two_pages(tmp_path, text(5, (8, 150, "Jane"), font="F2"), _font(pdf, "J", "L"), pdf)
    assert "Lane" in look(path)[2]
    assert look(path, drawn={"Lane": "Jane"})[0].whole == [0, 1]


@pytest.mark.parametrize(
    ("before", "after"),
    [("3 Tr", ""), ("1 1 1 rg", ""), ("", "0 g 5 148 60 8 re f"), ("7 Tr", ""), ("", "1 1 1 rg 5 148 60 8 re f")],
    ids=["invisible", "white on white", "behind a bar", "clips", "behind paper"],
)
def test_words_are_drawn_where_other_words_are_hidden(tmp_path: Path, before: str, after: str) -> None:
    hidden = f"q {text(5, (8, 150, 'five lazy dogs'), before=before)} Q {after}\n"
    path = two_pages(tmp_path, f"{hidden} 0.9 0 0 RG {letters_as_lines(20, 149.5)}")
    eyes, read, _ = look(path, {"five": "", "lazy": "", "dogs": ""}, {1: [("LIL", place(19, 149, 13, 6))]})
    assert 1 in eyes.whole + eyes.part
    assert "LIL" in read[1]


@pytest.mark.parametrize("x", [1.5, 31.5], ids=["before", "behind"])
def test_a_word_that_goes_on_in_another_way_is_read_whole(tmp_path: Path, x: float) -> None:
    path = two_pages(tmp_path, text(5, (14, 150, "Amelia")) + letters_as_lines(x, 150))
    eyes, _, _ = look(path, more={1: [("LIL", place(x, 150, 12, 5))]})
    assert eyes.whole == [0, 1]


@pytest.mark.parametrize("spaced", ["[(A) -190 (m) -190 (e) -190 (l) -190 (i) -190 (a)]", "[(Ame) -120 (lia)]"])
def test_words_with_spaces_that_may_be_none_are_read(tmp_path: Path, spaced: str) -> None:
    eyes, _, _ = look(two_pages(tmp_path, f"BT /F1 5 Tf 8 150 Td {spaced} TJ ET"))
    assert eyes.whole == [0, 1]


def _unread(path: Path, words: Sequence[WrittenWord]) -> bool:
    """Whether a page is to be read whose layer has these words, once all of its letters are known."""
    draft = load_draft(DraftSource(path.name, path, path.parent))
    with image_file(draft.images[0]) as (file, _), Image.open(file) as opened:
        shown = opened.convert("RGB")
    known = KnownLetters()
    for layer_words in (words_on_page(path, 0), words):
        text, places = "", []
        for word in layer_words:
            places.append(Word(len(text), len(text) + len(word.text), word.box, 1.0))
            text += f"{word.text} "
        page = PageLetters(known, shown, layer_words, Part("text", text, words=tuple(places)))
        page.learn([OcrLine(tuple(OcrWord(word.text, word.box, 1.0) for word in layer_words))])
    return page.unread() is not None


def _word(text: str, word: WrittenWord, first: int, end: int | None = None) -> WrittenWord:
    letters = word.letters[first:end]
    box = letters[0].box
    for letter in letters:
        box = box.union(letter.box)
    return WrittenWord(text, " ", box, letters)


def test_words_and_letters_count_in_the_order_in_which_they_are_seen(tmp_path: Path) -> None:
    pdf = Pdf()
    pdf.page(content=text(5, (8, 150, "Amelia in")), size=_SIZE)
    path = pdf.write(tmp_path / "x.pdf")
    amelia, other = words_on_page(path, 0)
    assert not _unread(path, (amelia, other))
    assert _unread(path, (other, amelia))
    assert _unread(path, (_word("Ame", amelia, 0, 3), _word("lia", amelia, 3), other)), "a space that nobody sees"
    turned = WrittenWord("ailemA", " ", amelia.box, amelia.letters[::-1])
    assert _unread(path, (turned, other))


@pytest.mark.parametrize("kind", ["annotation", "pattern", "form"])
def test_what_is_drawn_beside_the_text_is_read(tmp_path: Path, kind: str) -> None:
    pdf = Pdf()
    pdf.page(content=lesson(), size=_SIZE)
    words = text(5, (2, 2, "Carter"))
    fonts = "/Resources << /Font << /F1 3 0 R >> >>"
    box = "/BBox [0 0 40 10]"
    extra = resources = content = ""
    if kind == "pattern":
        about = f"/PatternType 1 /PaintType 1 /TilingType 1 {box} /XStep 40 /YStep 10 {fonts}"
        tile = pdf.add(f"<< /Type /Pattern {about} /Length {len(words)} >>\nstream\n{words}\nendstream")
        resources = f"/Pattern << /T {tile} 0 R >>"
        content = "/Pattern cs /T scn 80 80 40 10 re f\n"
    else:
        about = f"/Type /XObject /Subtype /Form {box} {fonts} /Length {len(words)}"
        drawn = pdf.add(f"<< {about} >>\nstream\n{words}\nendstream")
        field = "/Subtype /Widget /FT /Tx /T (x)" if kind == "form" else "/Subtype /Stamp"
        note = pdf.add(f"<< /Type /Annot {field} /F 4 /Rect [80 80 120 90] /AP << /N {drawn} 0 R >> >>")
        extra = f"/Annots [{note} 0 R]"
        pdf.catalog = f"/AcroForm << /Fields [{note} 0 R] >>" if kind == "form" else ""
    pdf.page(content=text(5, (8, 150, "five lazy dogs")) + content, resources=resources, extra=extra, size=_SIZE)
    _, read, _ = look(pdf.write(tmp_path / "x.pdf"), more={1: [("Carter", place(80, 80, 40, 10))]})
    assert read == {1: "Carter"}


def test_a_word_cut_off_at_the_edge_is_read(tmp_path: Path) -> None:
    eyes, _, _ = look(two_pages(tmp_path, text(5, (140, 150, "five lazy dogs"))))
    assert 1 in eyes.whole
