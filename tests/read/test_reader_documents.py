"""Pages of PDFs and pictures inside documents are read as pictures.

They are told apart from what the document writes itself.
"""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.model.draft import Crop, Draft, DraftImage, Inside
from postcheck.model.reading import Reading
from postcheck.model.settings import OcrSettings
from postcheck.model.text import CROPPED, Box, Passage, PlaceKind, Where
from postcheck.read.reader import Reader
from tests.builders.documents import Pdf, png
from tests.fakes.engines import ScriptedEngine, words


def engine_of(*lines: tuple[tuple[str, Box], ...]) -> ScriptedEngine:
    """Return an engine that reads the same lines in every picture."""
    return ScriptedEngine(always=tuple(words(*line) for line in lines))


def read(draft: Draft, engine: ScriptedEngine) -> Reading:
    return Reader(OcrSettings(), engine).read(draft)


def ocr(reading: Reading) -> list[tuple[str, bool, int | None]]:
    return [
        (passage.text, passage.alternative, passage.frame) for passage in reading.passages if passage.field == "ocr"
    ]


def pdf(path: Path, pages: int = 1) -> Draft:
    made = Pdf()
    for _ in range(pages):
        made.page((100, 700, "Amelia Carter"))
    made.write(path)
    return load_draft(DraftSource(path.name, path, path.parent))


def layer(draft: Draft) -> dict[str, Box]:
    (part,) = [part for part in draft.parts if part.frame == 0]
    return {str(part.text)[word.start : word.end]: word.box for word in part.words}


def test_what_the_text_layer_has_is_not_read_again(tmp_path: Path) -> None:
    draft = pdf(tmp_path / "x.pdf")
    boxes = layer(draft)
    known = (("AMELIA", boxes["Amelia"]), ("Carler", boxes["Carter"]))
    outlined = (("Rhys", Box(200, 1500, 100, 40)),)
    assert ocr(read(draft, engine_of(known, outlined))) == [("Rhys", False, 0)]


def test_what_is_seen_where_the_text_layer_says_something_else_is_a_second_reading(tmp_path: Path) -> None:
    draft = pdf(tmp_path / "x.pdf")
    boxes = layer(draft)
    assert ocr(read(draft, engine_of((("Zainab", boxes["Amelia"]),)))) == [("Zainab", True, 0)]


def test_a_line_that_goes_on_beyond_the_text_layer_counts(tmp_path: Path) -> None:
    draft = pdf(tmp_path / "x.pdf")
    boxes = layer(draft)
    line = (("Amelia", boxes["Amelia"]), ("Morgan", Box(boxes["Carter"].right + 300, boxes["Carter"].top, 90, 40)))
    assert any("Morgan" in text and not second for text, second, _ in ocr(read(draft, engine_of(line))))


def test_each_page_is_read_as_a_frame(tmp_path: Path) -> None:
    draft = pdf(tmp_path / "x.pdf", pages=3)
    engine = engine_of((("Rhys", Box(200, 1500, 100, 40)),))
    reading = read(draft, engine)
    assert ocr(reading) == [("Rhys", False, 0), ("Rhys", False, 1), ("Rhys", False, 2)]
    texts = [passage for passage in reading.passages if passage.field == "text"]
    assert [(passage.kind, passage.frame, passage.size, passage.from_ocr) for passage in texts] == [
        (PlaceKind.IMAGE, number, engine.sizes[0], False) for number in range(3)
    ]
    (facts,) = reading.images
    assert (facts.frames, facts.opened, (facts.width, facts.height)) == (3, True, engine.sizes[0])


def test_a_page_that_cannot_be_drawn_is_said(tmp_path: Path) -> None:
    draft = pdf(tmp_path / "x.pdf", pages=2)
    (tmp_path / "x.pdf").write_bytes(b"gone")
    reading = read(draft, engine_of())
    assert [item.reason for item in reading.unexamined] == [
        f"Page {number} of 2: it could not be taken out of the document; save the document again." for number in (1, 2)
    ]


def inside(path: Path, *, crop: Crop | None = None) -> Draft:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/media/image1.png", png((200, 100)))
    name = "x.docx#image1.png"
    image = DraftImage(
        name, path, name, Where(PlaceKind.IMAGE, name), inside=Inside("word/media/image1.png"), crop=crop
    )
    return Draft("x.docx", path, images=(image,))


def places(reading: Reading) -> list[str | None]:
    passages: list[Passage] = [passage for passage in reading.passages if passage.field == "ocr"]
    return [passage.where(word.start, word.end).place for passage in passages for word in passage.words]


def test_a_picture_inside_a_document_is_read_and_its_name_there_is_not_published(tmp_path: Path) -> None:
    reading = read(inside(tmp_path / "x.docx"), engine_of((("Amelia", Box(10, 10, 80, 20)),)))
    assert [(passage.field, passage.text, passage.file) for passage in reading.passages] == [
        ("ocr", "Amelia", "x.docx#image1.png")
    ]
    assert places(reading) == [None]


def test_words_that_are_cropped_away_say_so(tmp_path: Path) -> None:
    engine = engine_of((("Amelia", Box(10, 10, 80, 20)),), (("Rhys", Box(120, 70, 60, 20)),))
    assert places(read(inside(tmp_path / "x.docx", crop=Crop(right=0.5)), engine)) == [None, CROPPED]


def test_a_picture_that_is_no_longer_there_is_said(tmp_path: Path) -> None:
    draft = inside(tmp_path / "x.docx")
    image = dataclasses.replace(draft.images[0], inside=Inside("word/media/other.png"))
    (item,) = read(dataclasses.replace(draft, images=(image,)), engine_of()).unexamined
    assert item.reason == "It could not be taken out of the document; save the document again."
