"""RapidOCR on real pictures, where it is installed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageFilter, ImageOps

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.find.roll import RollIndex
from postcheck.find.spotting import spots
from postcheck.model.letters import WIDTH
from postcheck.model.people import Pupil, Roll
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box
from postcheck.read.engines import rapid
from postcheck.read.engines.base import OcrLine, OcrTimeoutError, TextDirection
from postcheck.read.engines.line_crops import LinesTimeoutError
from postcheck.read.engines.rapid import RapidEngine
from postcheck.read.layout import arrange
from tests.builders.pictures import certificate, draw

pytest.importorskip("rapidocr")


@pytest.fixture(scope="module")
def engine() -> RapidEngine:
    return RapidEngine(OcrSettings())


def boxes(lines: tuple[OcrLine, ...]) -> dict[str, Box]:
    return {word.text: word.box for line in lines for word in line.words}


def test_a_certificate_is_read_in_silence(engine: RapidEngine, capfd: pytest.CaptureFixture[str]) -> None:
    assert {"Amelia", "Carter"} <= set(boxes(engine.read(certificate(), time_limit=60)))
    assert engine.read(Image.new("RGB", (300, 200), "white"), time_limit=60) == ()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("scale", "size"), [(1, (900, 300)), (3, (2700, 900))])
def test_words_are_cut_out_of_their_line(engine: RapidEngine, scale: int, size: tuple[int, int]) -> None:
    image, (first, second) = draw(
        size, ("Rosalind", 60 * scale, 100 * scale, 60 * scale), ("Carter", 360 * scale, 100 * scale, 60 * scale)
    )
    found = boxes(engine.read(image, time_limit=60))
    for name, box in (("Rosalind", first), ("Carter", second)):
        assert found[name].overlap(box) > 0.85
        assert found[name].area < 2.5 * box.area


@pytest.mark.parametrize(
    ("method", "directions"),
    [
        (Image.Transpose.ROTATE_270, {TextDirection.DOWN}),
        (Image.Transpose.ROTATE_180, {TextDirection.LEFT}),
        (Image.Transpose.ROTATE_90, {TextDirection.UP}),
    ],
)
def test_turned_words_lie_where_they_are(
    engine: RapidEngine, method: Image.Transpose, directions: set[TextDirection]
) -> None:
    upright, (first, second) = draw((900, 500), ("Amelia", 60, 300, 60), ("Carter", 280, 300, 60))
    turned = upright.transpose(method)
    lines = engine.read(turned, time_limit=60)
    assert {line.direction for line in lines} == directions
    for name, box in (("Amelia", first), ("Carter", second)):
        mask = Image.new("L", upright.size, 0)
        mask.paste(255, (box.left, box.top, box.right, box.bottom))
        left, top, right, bottom = mask.transpose(method).getbbox() or (0, 0, 0, 0)
        assert boxes(lines)[name].overlap(Box(left, top, right - left, bottom - top)) > 0.8


def test_a_long_screenshot_is_read_to_its_end(engine: RapidEngine) -> None:
    image, (_, box) = draw((500, 3500), ("Amelia", 40, 60, 26), ("Rosalind", 200, 3400, 26))
    found = boxes(engine.read(image, time_limit=120))
    assert "Amelia" in found
    assert found["Rosalind"].overlap(box) > 0.8


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3)])
def test_tiny_and_thin_pictures_are_no_error(engine: RapidEngine, size: tuple[int, int]) -> None:
    assert engine.read(Image.new("RGB", size, "white"), time_limit=60) == ()


def test_the_time_limit_is_an_error(engine: RapidEngine) -> None:
    with pytest.raises(OcrTimeoutError):
        engine.read(certificate(), time_limit=-1.0)


def test_a_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(EngineUnavailableError) as raised:
        RapidEngine(OcrSettings()).version()
    assert "pip install" in raised.value.advice


def test_every_line_of_a_tilted_page_is_read_once(engine: RapidEngine) -> None:
    texts = (
        ("Maths Whizz", 200, 60, 70),
        ("awarded to", 300, 200, 40),
        ("Rosalind Carter", 180, 300, 70),
        ("for trying hard", 240, 440, 40),
    )
    page = draw((900, 600), *texts)[0].convert("RGBA").rotate(17, expand=True)
    ground = Image.new("RGB", (1500, 1200), "saddlebrown")
    ground.paste(page, (180, 160), page)
    read = [word.text for line in engine.read(ground, time_limit=60) for word in line.words]
    assert sorted(read) == sorted(word for text, *_ in texts for word in text.split())


def test_small_letters_in_a_large_picture_are_looked_at_more_closely(engine: RapidEngine) -> None:
    image, (_, box) = draw((3600, 2700), ("Hillside", 300, 300, 300), ("Rosalind", 2500, 2300, 34))
    found = boxes(engine.read(image, time_limit=60))
    assert {"Hillside", "Rosalind"} <= set(found)
    assert found["Rosalind"].overlap(box) > 0.8


def test_lines_that_cannot_be_read_are_an_error_and_no_silence(
    engine: RapidEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rapidocr.main import RapidOCR, RapidOCRError  # noqa: PLC0415 - heavy

    def broken(*_: object) -> None:
        raise RapidOCRError

    monkeypatch.setattr(RapidOCR, "recognize_txt", broken)
    with pytest.raises(UnreadableError):
        engine.read(certificate(), time_limit=60)
    assert engine.read(Image.new("RGB", (300, 200), "white"), time_limit=60) == ()


def test_the_picture_that_was_read_last_is_not_read_again_for_another_engine(
    engine: RapidEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rapidocr.main import RapidOCR  # noqa: PLC0415 - heavy

    image = certificate()
    lines = engine.read(image, time_limit=60)
    monkeypatch.delattr(RapidOCR, "detect_and_crop")
    assert tuple(crop.line for crop in engine.line_crops(image, time_limit=60)) == lines
    with pytest.raises(AttributeError):
        engine.line_crops(image, time_limit=60)


# What else letters may be


def blurred(turned: Image.Transpose | None = None) -> Image.Image:
    """Return a name of which hardly a letter is sure."""
    picture, _ = draw((900, 300), ("Amelia Carter", 250, 100, 56))
    picture = picture.resize((81, 27), Image.Resampling.BOX).resize((900, 300))
    return picture.transpose(turned) if turned is not None else picture


def test_a_line_that_is_read_surely_is_left_at_that(engine: RapidEngine) -> None:
    assert [line.letters for line in engine.read(certificate(), time_limit=60)] == [None] * 3


@pytest.mark.parametrize("turned", [None, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270])
def test_a_line_that_is_not_says_what_else_its_letters_may_be(
    engine: RapidEngine, turned: Image.Transpose | None
) -> None:
    (line,) = engine.read(blurred(turned), time_limit=60)
    letters = line.letters
    assert letters is not None
    assert len(letters.costs) == WIDTH * len(letters.columns)
    assert sorted(set(letters.columns)) == list(letters.columns)
    assert letters.columns[-1] <= letters.total
    assert letters.text.split() == [word.text for word in line.words]
    assert len(letters.text) == len(letters.places) == len(letters.sure)
    rows = {column: letters.costs[at * WIDTH : (at + 1) * WIDTH] for at, column in enumerate(letters.columns)}
    read = [(char, place) for char, place in zip(letters.text, letters.places, strict=True) if char.isascii()]
    assert all(rows[place][1 + ord(char.lower()) - ord("a")] == 0 for char, place in read if char.isalpha())
    begins, ends = letters.ends[:2], letters.ends[4:6]
    across, down = ends[0] - begins[0], ends[1] - begins[1]
    way = {None: across > 300, Image.Transpose.ROTATE_180: across < -300, Image.Transpose.ROTATE_270: down > 300}
    assert way[turned]


def test_the_roll_is_found_in_it(engine: RapidEngine) -> None:
    (line,) = engine.read(blurred(), time_limit=60)
    assert line.letters is not None
    assert "Amelia" not in line.letters.text
    pupils = (Pupil("P1", "Amelia", "Carter"), Pupil("P2", "Rhys", "Morgan"))
    tree = RollIndex(Roll(pupils)).tree
    assert [name.key for name in spots(line.letters, tree)[0].spelt if name] == ["amelia", "carter"]


def test_a_line_that_is_hardly_seen_is_read_all_the_same(engine: RapidEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    blurred = draw((900, 500), ("Amelia", 300, 200, 70), ink="#c3c3c3")[0].filter(ImageFilter.GaussianBlur(8))
    (crop,) = engine.line_crops(blurred, time_limit=60)
    assert (crop.faint, crop.lines) == (True, ())
    (clear,) = engine.line_crops(draw((900, 500), ("Amelia", 300, 200, 70))[0], time_limit=60)
    assert not clear.faint
    monkeypatch.setattr("postcheck.read.engines.detecting._FAINT", 1.1)
    (read,) = engine.line_crops(draw((900, 500), ("Amelia", 300, 200, 70))[0], time_limit=60)
    assert (read.faint, [word.text for line in read.lines for word in line.words]) == (True, ["Amelia"])
    monkeypatch.setattr("postcheck.read.engines.rapid._FAINT_SURE", 1.1)
    (unsure,) = engine.line_crops(draw((900, 500), ("Amelia", 300, 200, 70))[0], time_limit=60)
    assert unsure.lines == ()


def test_faint_lines_do_not_send_for_a_closer_look(engine: RapidEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    from rapidocr.main import RapidOCR  # noqa: PLC0415 - heavy

    looks: list[object] = []
    usual: Any = RapidOCR.detect_and_crop

    def counted(*given: object) -> object:
        looks.append(given)
        return usual(*given)

    monkeypatch.setattr(RapidOCR, "detect_and_crop", counted)
    image, _ = draw((3600, 2700), ("Hillside", 300, 300, 300), ("Rosalind", 2500, 2300, 34))
    engine.read(image, time_limit=60)
    assert len(looks) == 2
    monkeypatch.setattr("postcheck.read.engines.detecting.ScoreWatch.is_faint", lambda _, box: box.max(axis=0)[1] > 300)
    engine.read(image, time_limit=60)
    assert len(looks) == 3


def test_what_a_selfie_has_turned_round_is_read(engine: RapidEngine) -> None:
    picture, (first, second) = draw((900, 500), ("Rosalind", 60, 60, 60), ("TOM", 60, 260, 60))
    lines = engine.read(ImageOps.mirror(picture), time_limit=60)
    found = boxes(lines)
    for name, box in (("Rosalind", first), ("TOM", second)):
        assert found[name].overlap(Box(900 - box.right, box.top, box.width, box.height)) > 0.8
    assert {line.direction for line in lines} == {TextDirection.RIGHT}


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270])
def test_what_is_in_a_mirror_may_be_turned_as_well(engine: RapidEngine, turn: Image.Transpose) -> None:
    picture, (place,) = draw((700, 300), ("Rosalind", 160, 100, 60))
    shown = Image.new("L", picture.size)
    shown.paste(255, (place.left, place.top, place.right, place.bottom))
    box = ImageOps.mirror(shown).transpose(turn).getbbox()
    found = boxes(engine.read(ImageOps.mirror(picture).transpose(turn), time_limit=60))
    assert box is not None
    assert found["Rosalind"].overlap(Box(box[0], box[1], box[2] - box[0], box[3] - box[1])) > 0.8


def test_the_words_of_a_line_in_a_mirror_come_in_the_order_in_which_they_were_written(engine: RapidEngine) -> None:
    picture, _ = draw((900, 300), ("Amelia Carter", 60, 100, 60))
    assert arrange(engine.read(ImageOps.mirror(picture), time_limit=60))[0].text == "Amelia Carter"


def test_a_word_that_makes_sense_either_way_is_read_as_it_stands(engine: RapidEngine) -> None:
    picture, _ = draw((900, 500), ("Rosalind", 60, 60, 60), ("TOM", 60, 260, 60))
    assert set(boxes(engine.read(picture, time_limit=60))) == {"Rosalind", "TOM"}


class Clock:
    """A clock that stands still until it is put forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("postcheck.read.engines.rapid.time", clock)
    return clock


def after(monkeypatch: pytest.MonkeyPatch, step: str, clock: Clock, seconds: float) -> None:
    """Let a step of RapidOCR's take so long."""
    from rapidocr.main import RapidOCR  # noqa: PLC0415 - heavy

    usual = getattr(RapidOCR, step)

    def slow(*given: object) -> object:
        answer = usual(*given)
        clock.now += seconds
        return answer

    monkeypatch.setattr(RapidOCR, step, slow)


def test_what_was_read_when_the_time_is_up_counts_and_nothing_starts_over(
    engine: RapidEngine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rapidocr.main import RapidOCR  # noqa: PLC0415 - heavy

    image = certificate()
    monkeypatch.setattr("postcheck.read.engines.rapid._AT_ONCE", 2)
    after(monkeypatch, "recognize_txt", clock, 61)
    with pytest.raises(OcrTimeoutError) as late:
        engine.read(image, time_limit=60)
    assert set(boxes(late.value.lines)) == {"awarded", "to", "Amelia", "Carter"}
    monkeypatch.delattr(RapidOCR, "detect_and_crop")
    with pytest.raises(LinesTimeoutError) as known:
        engine.line_crops(image, time_limit=60)
    assert tuple(crop.line for crop in known.value.crops if crop.line) == late.value.lines
    assert len(known.value.crops) == 3


def test_some_time_is_kept_for_reading_what_was_found(
    engine: RapidEngine, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    image, _ = draw((500, 3500), ("Amelia", 40, 60, 26), ("Rosalind", 200, 3400, 26))
    after(monkeypatch, "detect_and_crop", clock, 50)
    with pytest.raises(OcrTimeoutError) as late:
        engine.read(image, time_limit=60)
    assert [word.text for line in late.value.lines for word in line.words] == ["Amelia"]


def test_threads_that_wait_keep_no_core_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def started(_: bytes, options: Any, **__: object) -> None:
        asked.append(options.get_session_config_entry("session.intra_op.allow_spinning"))

    monkeypatch.setattr("onnxruntime.InferenceSession", started)
    (tmp_path / "model.onnx").write_bytes(b"")
    rapid._session(str(tmp_path / "model.onnx"), 2)  # noqa: SLF001 - where each of its models is loaded
    assert asked == ["0"]
