"""A whole draft becomes passages, and nothing that could not be read is passed over."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from PIL import Image

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.model.draft import Annotations, Draft, Header, Video
from postcheck.model.reading import Reading
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box, Passage, PlaceKind, SourceText, TextFile
from postcheck.read.engines.base import OcrLine, OcrTimeoutError, OcrWord
from postcheck.read.reader import Reader
from tests.builders.letters import line_of
from tests.builders.pictures import certificate, draft_of, image_of, text_draft
from tests.fakes.engines import NONSENSE, Answer, ScriptedEngine


def read(draft: Draft, *answers: Answer) -> Reading:
    return Reader(OcrSettings(), ScriptedEngine(*answers)).read(draft)


def saved(path: Path, size: tuple[int, int] = (90, 60), **options: object) -> Path:
    Image.new("RGB", size, "white").save(path, **options)  # type: ignore[arg-type]
    return path


def line(text: str) -> tuple[OcrLine, ...]:
    return (OcrLine((OcrWord(text, Box(10, 10, 40, 12), 0.9),)),)


def fields(reading: Reading) -> list[tuple[str, str]]:
    return [(passage.field, passage.text) for passage in reading.passages]


def test_every_published_text_is_a_passage(tmp_path: Path) -> None:
    text = "Star\nWell **done** [x](/amelia)\nfirst\n@zoe\nalt *text*\ncap\nme"
    file = TextFile("post.md", text)

    def part(words: str) -> SourceText:
        start = text.index(words)
        return SourceText.slice(file, start, start + len(words))

    image = dataclasses.replace(
        image_of(saved(tmp_path / "cup.png")),
        name="posts/amelia.png",
        said=Annotations(alt=(part("alt *text*"),), caption=part("cap"), credit=part("me")),
    )
    header = Header(
        title=part("Star"), first_comment=part("first"), tags=(part("@zoe"),), videos=(Video("clips/rhys.mp4"),)
    )
    body = text.index("Well")
    reading = read(Draft("post.md", None, file, (body, text.index("first")), (), header, (image,)))
    assert fields(reading) == [
        ("title", "Star"),
        ("body", "Well done x\n"),
        ("link", "/amelia"),
        ("first_comment", "first"),
        ("tags", "@zoe"),
        ("alt", "alt text"),
        ("caption", "cap"),
        ("credit", "me"),
        ("filename", "amelia.png"),
        ("filename", "rhys.mp4"),
    ]
    by_field = {passage.field: passage for passage in reading.passages}
    assert {by_field[name].image for name in ("alt", "caption", "credit")} == {"image-1"}
    assert by_field["body"].image is None
    where = by_field["body"].where(5, 9)
    assert (where.kind, where.file, where.field, where.line, where.column) == (PlaceKind.TEXT, "post.md", "body", 2, 8)
    assert by_field["link"].evidence(1, 7) == "amelia"
    assert by_field["filename"].kind is PlaceKind.FILENAME


def test_holes_are_counted_from_the_start_of_the_file() -> None:
    text = "---\n---\nOne ![a*](b) two*"
    start = text.index("!")
    draft = dataclasses.replace(text_draft(text), body=(8, len(text)), masked=((start, text.index(" two")),))
    assert fields(read(draft)) == [("body", "One   two*")]


def test_a_draft_without_words_has_no_passages() -> None:
    assert read(text_draft(" \n")) == Reading()


def test_words_in_an_image_have_boxes_and_frames(tmp_path: Path) -> None:
    reading = read(draft_of(saved(tmp_path / "a.png")), line("Amelia"))
    passage = next(passage for passage in reading.passages if passage.kind is PlaceKind.IMAGE)
    assert passage.text == "Amelia"
    assert (passage.field, passage.image, passage.frame, passage.file) == ("ocr", "image-1", 0, "a.png")
    where = passage.where(0, 6)
    assert (where.box, where.frame, where.confidence) == (Box(10, 10, 40, 12), 0, 0.9)
    assert reading.unexamined == ()


def test_facts_of_an_image(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "J. Osei"
    exif[0x8298] = "Hillside Primary"
    exif[0x8825] = {2: (51.0, 30.0, 0.0)}
    engine = ScriptedEngine()
    reading = Reader(OcrSettings(), engine).read(draft_of(saved(tmp_path / "a.jpg", exif=exif)))
    (facts,) = reading.images
    assert (facts.key, facts.name, facts.width, facts.height, facts.frames) == ("image-1", "a.jpg", 60, 90, 1)
    assert (facts.has_gps, facts.artist, facts.copyright, facts.opened) == (True, "J. Osei", "Hillside Primary", True)
    assert engine.sizes == [(60, 90)]
    metadata = [passage for passage in reading.passages if passage.kind is PlaceKind.METADATA]
    assert {(passage.field, passage.text, passage.image) for passage in metadata} == {
        ("exif", "J. Osei", "image-1"),
        ("exif", "Hillside Primary", "image-1"),
    }


def test_what_an_engine_should_not_say_is_put_right(tmp_path: Path) -> None:
    reading = read(draft_of(saved(tmp_path / "a.png")), NONSENSE)
    words = {passage.text[word.start : word.end]: word for passage in reading.passages for word in passage.words}
    assert words["Amelia C"].box == Box(0, 10, 90, 12)
    assert (words["Amelia C"].confidence, words["Rhys"].confidence) == (0.0, 1.0)
    assert set(words) == {"Amelia C", "Rhys"}


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            EngineUnavailableError("Tesseract is not installed.", advice="Install it."),
            "The words in it could not be read: tesseract is not installed; Install it.",
        ),
        (
            OcrTimeoutError("Reading took too long.", advice="Save a smaller copy."),
            "The words in it could not be read: reading took too long; Save a smaller copy.",
        ),
        (UnreadableError("It broke."), "The words in it could not be read: it broke."),
        (
            ValueError("Amelia Carter"),
            "The words in it could not be read: the OCR engine failed (ValueError); run postcheck doctor.",
        ),
        (
            RuntimeError("Amelia Carter"),
            "The words in it could not be read: the OCR engine failed (RuntimeError); run postcheck doctor.",
        ),
    ],
)
def test_an_engine_that_fails_leaves_the_image_unexamined(error: Exception, says: str, tmp_path: Path) -> None:
    reading = read(draft_of(saved(tmp_path / "a.png", dpi=(72, 72)), saved(tmp_path / "b.png")), error, line("Rhys"))
    assert [(missed.file, missed.reason) for missed in reading.unexamined] == [("a.png", says)]
    assert ("filename", "a.png") in fields(reading)
    assert ("ocr", "Rhys") in fields(reading)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (
            OcrTimeoutError("Too long."),
            ["The words in it could not all be read: too long."],
        ),
        (
            EngineUnavailableError("Gone."),
            ["The words in it could not all be read: too long.", "The words in it could not all be read: gone."],
        ),
        (line("Rhys"), ["The words in it were read without fake, so some may have been missed: too long."]),
    ],
)
def test_what_was_read_when_the_time_was_up_counts_and_the_image_is_unexamined(
    other: Answer, says: list[str], tmp_path: Path
) -> None:
    late = OcrTimeoutError("Too long.", lines=line("Amelia"))
    reading = Reader(OcrSettings(), ScriptedEngine(late), ScriptedEngine(other)).read(
        draft_of(saved(tmp_path / "a.png"))
    )
    assert [missed.reason for missed in reading.unexamined] == says
    assert "Amelia" in {word for field, text in fields(reading) if field == "ocr" for word in text.split()}


def test_frames_after_one_that_took_too_long_are_read(tmp_path: Path) -> None:
    first, second = (Image.new("L", (50, 50), shade) for shade in (0, 255))
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second])
    late = OcrTimeoutError("Too long.", lines=line("Amelia"))
    reading = read(draft_of(tmp_path / "a.tif"), late, line("Rhys"))
    assert [missed.reason for missed in reading.unexamined] == [
        "The words in frame 1 of 2 could not all be read: too long."
    ]
    assert [(passage.frame, passage.text) for passage in reading.passages if passage.field == "ocr"] == [
        (0, "Amelia"),
        (1, "Rhys"),
    ]


def test_a_missing_engine_is_said_once_an_image(tmp_path: Path) -> None:
    first, second = (Image.new("L", (50, 50), shade) for shade in (0, 255))
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second])
    saved(tmp_path / "b.png")
    gone = EngineUnavailableError("Gone.", advice="Install it.")
    reading = read(draft_of(tmp_path / "a.tif", tmp_path / "b.png"), gone, gone, gone)
    assert [missed.file for missed in reading.unexamined] == ["a.tif", "b.png"]


def test_frames_that_fail_are_named(tmp_path: Path) -> None:
    first, second = (Image.new("L", (50, 50), shade) for shade in (0, 255))
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second])
    reading = read(draft_of(tmp_path / "a.tif"), OcrTimeoutError("Too long."), line("Rhys"))
    assert [missed.reason for missed in reading.unexamined] == [
        "The words in frame 1 of 2 could not be read: too long."
    ]
    assert [passage.frame for passage in reading.passages if passage.field == "ocr"] == [1]


def test_bad_images_are_unexamined_and_the_others_read(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "text.jpg").write_text("Amelia Carter")
    whole = saved(tmp_path / "whole.png")
    (tmp_path / "cut.png").write_bytes(whole.read_bytes()[:-40])
    draft = draft_of(tmp_path / "empty.png", tmp_path / "none.png", tmp_path / "text.jpg", tmp_path / "cut.png", whole)
    reading = read(draft, line("Rhys"))
    assert [missed.file for missed in reading.unexamined] == ["empty.png", "none.png", "text.jpg", "cut.png"]
    assert [facts.opened for facts in reading.images] == [False, False, False, False, True]
    assert not any("Amelia" in missed.reason for missed in reading.unexamined)
    assert ("ocr", "Rhys") in fields(reading)


def test_too_large_an_image_is_unexamined(tmp_path: Path) -> None:
    reading = Reader(OcrSettings(max_pixels=100), ScriptedEngine()).read(draft_of(saved(tmp_path / "a.png")))
    assert "too large" in reading.unexamined[0].reason
    assert not reading.images[0].opened


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_certificate_with_the_default_engine(tmp_path: Path) -> None:
    certificate().save(tmp_path / "certificate.jpg", quality=90)
    reading = Reader(OcrSettings()).read(draft_of(tmp_path / "certificate.jpg"))
    passages: list[Passage] = [passage for passage in reading.passages if passage.from_ocr]
    assert "Amelia Carter" in passages[0].text
    assert reading.unexamined == ()


def test_a_missing_tesseract_leaves_every_image_unexamined(tmp_path: Path) -> None:
    draft = draft_of(saved(tmp_path / "a.png"), saved(tmp_path / "b.png"))
    reading = Reader(OcrSettings(tesseract=str(tmp_path / "none"))).read(draft)
    assert [missed.file for missed in reading.unexamined] == ["a.png", "b.png"]
    assert fields(reading) == [("filename", "a.png"), ("filename", "b.png")]


def test_what_either_engine_reads_is_there(tmp_path: Path) -> None:
    draft = draft_of(saved(tmp_path / "a.png"))
    reading = Reader(OcrSettings(), ScriptedEngine(line("Amelia")), ScriptedEngine(line("Arnelia"))).read(draft)
    words = [passage for passage in reading.passages if passage.from_ocr]
    assert [(passage.text, passage.alternative) for passage in words] == [("Arnelia", False), ("Amelia", True)]
    assert all(passage.size == (90, 60) for passage in words)
    assert reading.unexamined == ()


def test_what_else_letters_may_be_comes_with_the_first_passage(tmp_path: Path) -> None:
    possible, other = line_of("Amefia"), line_of("Rhvs")
    draft = draft_of(saved(tmp_path / "a.png"))
    first = (*line("Amelia"), OcrLine((), letters=possible))
    reading = Reader(
        OcrSettings(), ScriptedEngine(first), ScriptedEngine((*line("Arnelia"), OcrLine((), letters=other)))
    ).read(draft)
    read_in = [passage for passage in reading.passages if passage.field == "ocr"]
    assert [(passage.text, passage.letters) for passage in read_in] == [("Arnelia", (possible, other)), ("Amelia", ())]


def test_letters_without_a_word_are_a_passage_too(tmp_path: Path) -> None:
    possible = line_of("Amefia")
    reading = read(draft_of(saved(tmp_path / "a.png")), (OcrLine((), letters=possible),))
    (passage,) = [passage for passage in reading.passages if passage.field == "ocr"]
    assert (passage.text, passage.letters, passage.frame, passage.size) == ("", (possible,), 0, (90, 60))


@pytest.mark.parametrize(
    "failure",
    [EngineUnavailableError("It is not installed."), OcrTimeoutError("It took too long."), ValueError("boom")],
)
def test_an_engine_that_fails_is_reported_and_the_other_one_counts(tmp_path: Path, failure: Exception) -> None:
    draft = draft_of(saved(tmp_path / "a.png"))
    reading = Reader(OcrSettings(), ScriptedEngine(failure), ScriptedEngine(line("Amelia"))).read(draft)
    assert ("ocr", "Amelia") in fields(reading)
    (missed,) = reading.unexamined
    assert missed.file == "a.png"
    assert "without fake" in missed.reason
    assert "boom" not in missed.reason


@pytest.mark.parametrize(
    ("name", "shown"),
    [("\u202eretraC ailemA.png", "gnp.Amelia Carter"), ("Star \u202eailemA\u202c 4.png", "Star Amelia 4.png")],
)
def test_the_name_of_a_picture_is_read_in_the_order_in_which_it_is_shown(name: str, shown: str, tmp_path: Path) -> None:
    reading = read(draft_of(saved(tmp_path / name)))
    assert fields(reading) == [("filename", name), ("filename", shown)]
