"""Which engines read, by the settings."""

from __future__ import annotations

import shutil

import pytest
from PIL import Image

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.model.settings import OcrSettings
from postcheck.read.engines import engines_for
from postcheck.read.engines.base import OcrTimeoutError, timed_out
from postcheck.read.engines.rapid import RapidEngine
from postcheck.read.engines.sighted import NUMBER, WORD, SightedEngine
from tests.builders.pictures import certificate
from tests.fakes.engines import Lines, ScriptedEngine, row


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (OcrSettings(), ["rapidocr", "tesseract"]),
        (OcrSettings(mode="thorough"), ["rapidocr", "tesseract"]),
        (OcrSettings(mode="tesseract"), ["tesseract"]),
        (OcrSettings(engine="tesseract"), ["tesseract"]),
        (OcrSettings(engine="rapidocr"), ["rapidocr"]),
        (OcrSettings(engine="rapidocr", mode="thorough"), ["rapidocr"]),
    ],
)
def test_the_settings_name_the_engines(settings: OcrSettings, names: list[str]) -> None:
    assert [engine.name for engine in engines_for(settings)] == names


def test_what_a_thorough_reading_remembers_is_not_taken_for_another() -> None:
    pytest.importorskip("rapidocr")
    standard, thorough = (
        engines_for(OcrSettings(engine="rapidocr", mode=mode))[0].identity() for mode in ("standard", "thorough")
    )
    assert standard
    assert standard != thorough


# Engines that went blind


class Shown(ScriptedEngine):
    """An engine with what it reads in postcheck's own line, or what it fails with there, time after time.

    ``found`` is what it finds in the first picture.
    """

    remedy = "Install it anew."

    def __init__(self, *own: Lines | Exception, expected: str = WORD, found: Lines | Exception | None = None) -> None:
        super().__init__(*([row("Rhys Morgan") if found is None else found]), always=row("Rhys Morgan"))
        self.own = list(own)
        self.expected = expected

    def read_line(self, image: Image.Image, *, time_limit: float) -> Lines:
        assert (image.mode, time_limit) == ("RGB", 5)
        answer = self.own.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def read(engine: SightedEngine) -> Lines:
    return engine.read(Image.new("RGB", (90, 60)), time_limit=5)


@pytest.mark.parametrize("own", [row(""), row("Pla nets"), row("Rhys Morgan"), row("2746")])
def test_an_engine_that_cannot_read_a_plain_word_is_not_used(own: Lines) -> None:
    shown = Shown(own)
    engine = SightedEngine(shown)
    for _ in range(2):  # it is asked once
        with pytest.raises(EngineUnavailableError, match=r"could not read a plain word .* Install it anew\."):
            read(engine)
    assert shown.asked == 0


def test_an_engine_that_sees_is_shown_our_picture_once() -> None:
    shown = Shown(row(f"{WORD} {NUMBER}"))
    engine = SightedEngine(shown)
    assert [read(engine), read(engine)] == [row("Rhys Morgan")] * 2
    assert shown.own == []
    assert shown.sizes[1:] == [(90, 60)] * 2
    assert all(side > 2 * 60 for side in shown.sizes[0])


def test_an_engine_that_reads_lines_and_finds_none_is_not_used() -> None:
    shown = Shown(row(WORD), found=())
    engine = SightedEngine(shown)
    for _ in range(2):
        with pytest.raises(EngineUnavailableError, match="could not read a plain word"):
            read(engine)
    assert shown.asked == 1


def test_an_engine_that_fails_to_find_our_line_is_asked_again() -> None:
    engine = SightedEngine(Shown(row(WORD), row(WORD), found=UnreadableError("It was slow.")))
    with pytest.raises(UnreadableError, match="It was slow"):
        read(engine)
    assert read(engine) == row("Rhys Morgan")


def test_an_engine_that_only_helps_another_need_not_find_lines() -> None:
    shown = Shown(row(WORD))
    assert read(SightedEngine(shown, whole=False)) == row("Rhys Morgan")
    assert shown.sizes == [(90, 60)]


def test_an_engine_that_fails_on_our_picture_is_shown_it_again() -> None:
    engine = SightedEngine(Shown(UnreadableError("It was slow."), row(NUMBER), expected=NUMBER))
    with pytest.raises(UnreadableError, match="It was slow"):
        read(engine)
    assert read(engine) == row("Rhys Morgan")


def test_what_was_read_of_our_picture_when_the_time_was_up_is_not_taken_for_the_schools() -> None:
    engine = SightedEngine(Shown(timed_out(row(NUMBER)), expected=NUMBER))
    with pytest.raises(OcrTimeoutError) as late:
        read(engine)
    assert late.value.lines == ()


def test_doctor_hears_of_it() -> None:
    class Patient(Shown):
        def read_line(self, image: Image.Image, *, time_limit: float) -> Lines:
            del image, time_limit
            return ()

    with pytest.raises(EngineUnavailableError, match="could not read a plain word"):
        SightedEngine(Patient()).version()


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_the_real_engines_see(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    usual = RapidEngine.read_line

    def counted(self: RapidEngine, image: Image.Image, *, time_limit: float) -> Lines:
        asked.append("rapidocr")
        return usual(self, image, time_limit=time_limit)

    monkeypatch.setattr(RapidEngine, "read_line", counted)
    rapid, tesseract = engines_for(OcrSettings())
    page = certificate()
    assert rapid.read(page, time_limit=60)
    tesseract.read(page, time_limit=60)
    assert asked == ["rapidocr"]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_beside_a_blind_rapidocr_tesseract_reads_whole_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RapidEngine, "_fresh", lambda *_: ())
    rapid, tesseract = engines_for(OcrSettings())
    with pytest.raises(EngineUnavailableError, match="could not read a plain word"):
        rapid.read(certificate(), time_limit=60)
    said = {word.text for line in tesseract.read(certificate(), time_limit=60) for word in line.words}
    assert {"Amelia", "Carter"} <= said
