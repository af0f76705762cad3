"""The real Tesseract on real pictures, and programs that only pretend to be Tesseract."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrTimeoutError, OcrWord, TextDirection, timed_out
from postcheck.read.engines.line_crops import LinesTimeoutError
from postcheck.read.engines.tesseract import TesseractEngine
from tests.builders.pictures import certificate, draw
from tests.fakes.engines import ScriptedLineCrops
from tests.fakes.programs import alive, needs_shell, program

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
HEADER = "level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n"


def words(lines: tuple[OcrLine, ...]) -> dict[str, OcrWord]:
    found: dict[str, OcrWord] = {}
    for line in lines:
        for word in line.words:
            if word.text not in found or word.confidence > found[word.text].confidence:
                found[word.text] = word
    return found


def read(image: Image.Image) -> dict[str, OcrWord]:
    return words(TesseractEngine(OcrSettings()).read(image, time_limit=60))


def close(box: Box, other: Box, slack: int) -> bool:
    pairs = ((box.left, other.left), (box.top, other.top), (box.right, other.right), (box.bottom, other.bottom))
    return all(abs(one - two) <= slack for one, two in pairs)


@needs_tesseract
@pytest.mark.parametrize(("paper", "ink"), [("white", "black"), ("navy", "yellow"), ("#d33", "#fff"), ("#7d7", "#060")])
def test_a_certificate_is_read(paper: str, ink: str) -> None:
    image, _ = draw(
        (900, 400), ("Star of the week", 250, 60, 40), ("Amelia Carter", 250, 200, 56), paper=paper, ink=ink
    )
    assert {"Amelia", "Carter"} <= set(read(image))


@needs_tesseract
@pytest.mark.parametrize(
    ("size", "height", "left", "top"),
    [((400, 200), 24, 60, 80), ((1200, 800), 48, 300, 400), ((4200, 2800), 160, 900, 1500)],
)
def test_boxes_are_pixels_of_the_image(size: tuple[int, int], height: int, left: int, top: int) -> None:
    image, (box,) = draw(size, ("Rosalind", left, top, height))
    assert close(read(image)["Rosalind"].box, box, max(3, height // 6))


@needs_tesseract
@pytest.mark.parametrize(
    ("method", "direction"),
    [
        (Image.Transpose.ROTATE_270, TextDirection.DOWN),
        (Image.Transpose.ROTATE_180, TextDirection.LEFT),
        (Image.Transpose.ROTATE_90, TextDirection.UP),
    ],
)
def test_a_picture_on_its_side_is_read_and_its_boxes_lie_in_it(
    method: Image.Transpose, direction: TextDirection
) -> None:
    upright, (box,) = draw((1000, 500), ("Rosalind", 120, 300, 60))
    mask = Image.new("L", upright.size, 0)
    mask.paste(255, (box.left, box.top, box.right, box.bottom))
    left, top, right, bottom = mask.transpose(method).getbbox() or (0, 0, 0, 0)
    lines = TesseractEngine(OcrSettings()).read(upright.transpose(method), time_limit=60)
    assert close(words(lines)["Rosalind"].box, Box(left, top, right - left, bottom - top), 12)
    assert direction in {line.direction for line in lines if "Rosalind" in {word.text for word in line.words}}


@needs_tesseract
def test_an_empty_page_has_no_words() -> None:
    assert read(Image.new("RGB", (400, 300), "white")) == {}
    assert read(Image.new("RGB", (1, 1), "white")) == {}


@needs_tesseract
def test_an_inverted_certificate_reads_like_the_certificate() -> None:
    assert {"Amelia", "Carter"} <= set(read(ImageOps.invert(certificate())))


@needs_tesseract
def test_the_time_limit_is_an_error_and_not_an_empty_page() -> None:
    with pytest.raises(OcrTimeoutError):
        TesseractEngine(OcrSettings()).read(certificate(), time_limit=0.0)


@needs_tesseract
def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read(certificate())
    assert list(tmp_path.iterdir()) == []


@needs_tesseract
def test_the_version_is_a_number() -> None:
    assert TesseractEngine(OcrSettings()).version()[0].isdigit()


@needs_tesseract
def test_a_language_that_is_not_installed_is_named() -> None:
    engine = TesseractEngine(OcrSettings(languages="eng+xyz"))
    with pytest.raises(EngineUnavailableError, match='"xyz"'):
        engine.version()
    only = TesseractEngine(OcrSettings(languages="xyz"))
    with pytest.raises(EngineUnavailableError, match="language") as raised:
        only.read(certificate(), time_limit=60)
    assert raised.value.advice


def pretender(folder: Path, script: str) -> TesseractEngine:
    """Return an engine whose Tesseract is a shell script."""
    return TesseractEngine(OcrSettings(tesseract=str(program(folder, script))))


def places(**how: Exception) -> ScriptedLineCrops:
    """Return what knows two lines: one that was read well, and one that was not."""
    return ScriptedLineCrops(("Rosalind", Box(50, 40, 300, 90), 0.99), ("Carler", Box(50, 240, 300, 90), 0.5), **how)


def test_a_missing_tesseract_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    engine = TesseractEngine(OcrSettings())
    for attempt in (engine.version, lambda: engine.read(certificate(), time_limit=5)):
        with pytest.raises(EngineUnavailableError, match="not installed") as raised:
            attempt()
        assert "Install it with" in raised.value.advice


@pytest.mark.parametrize(("platform", "tool"), [("linux", "apt"), ("darwin", "brew"), ("win32", "winget")])
def test_the_remedy_fits_the_platform(
    platform: str, tool: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("postcheck.read.engines.tesseract.sys.platform", platform)
    with pytest.raises(EngineUnavailableError) as raised:
        TesseractEngine(OcrSettings()).version()
    assert tool in raised.value.advice


def test_a_wrong_path_in_the_settings_is_said(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailableError, match="no Tesseract at"):
        TesseractEngine(OcrSettings(tesseract=str(tmp_path / "none"))).read(certificate(), time_limit=5)


@needs_shell
@pytest.mark.parametrize(
    ("script", "error", "says"),
    [
        ("exit 0", UnreadableError, "makes no sense"),
        ("exit 3", EngineUnavailableError, "does not work"),
        ('echo "what?" > "$2.tsv"', UnreadableError, "makes no sense"),
        ('printf "\\377\\000\\001" > "$2.tsv"', UnreadableError, "makes no sense"),
        (f'printf "{HEADER}" > "$2.tsv"', UnreadableError, "makes no sense"),
        (
            (
                f'printf "{HEADER}1\\tx\\t0\\t0\\t0\\t0\\t0\\t0\\t9\\t9\\t-1\\t\\n'
                '5\\tx\\t1\\t1\\t1\\t1\\ta\\t0\\t9\\t9\\t90\\tAmelia\\n" > "$2.tsv"'
            ),
            UnreadableError,
            "makes no sense",
        ),
        (
            'echo "Error opening data file ./eng.traineddata" >&2; echo "Failed loading language \'eng\'" >&2; exit 1',
            EngineUnavailableError,
            '"eng"',
        ),
        ("kill -9 $$", EngineUnavailableError, "does not work"),
    ],
)
def test_a_strange_tesseract_is_never_an_empty_page(
    script: str, error: type[Exception], says: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=says):
        pretender(tmp_path, script).read(certificate(), time_limit=20)


@needs_shell
def test_a_program_without_permission_does_not_work(tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_bytes(b"\x7fELF nonsense")
    program.chmod(0o700)
    with pytest.raises(EngineUnavailableError, match="does not work"):
        TesseractEngine(OcrSettings(tesseract=str(program))).read(certificate(), time_limit=5)


@needs_shell
def test_a_tesseract_that_hangs_is_stopped(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    with pytest.raises(OcrTimeoutError):
        pretender(tmp_path, f'echo $$ > "{pid}"; exec sleep 600').read(certificate(), time_limit=0.5)
    assert not alive(int(pid.read_text()))


@needs_shell
@pytest.mark.parametrize("script", ["exit 0", "echo tesseract 5.3.0; exit 1", "echo cake 1.0"])
def test_a_strange_version_is_an_error(script: str, tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailableError, match="does not work"):
        pretender(tmp_path, script).version()


# Lines that another engine found


@needs_tesseract
def test_only_lines_that_were_read_badly_are_read_once_more() -> None:
    picture, (_, box) = draw((500, 400), ("Rosalind", 60, 50, 60), ("Carter", 60, 250, 60))
    lines = TesseractEngine(OcrSettings(), places()).read(picture, time_limit=60)
    (word,) = (word for line in lines for word in line.words)
    assert word.text == "Carter"
    assert word.box.overlap(box) > 0.8
    thorough = TesseractEngine(OcrSettings(mode="thorough"), places()).read(picture, time_limit=60)
    assert [word.text for line in thorough for word in line.words] == ["Rosalind", "Carter"]
    assert len({line.place for line in thorough}) == 2


@needs_tesseract
def test_without_help_the_whole_picture_is_read() -> None:
    picture, _ = draw((500, 400), ("Rosalind", 60, 50, 60), ("Carter", 60, 250, 60))
    failing = places(failure=UnreadableError("It failed."))
    lines = TesseractEngine(OcrSettings(), failing).read(picture, time_limit=60)
    assert {"Rosalind", "Carter"} <= {word.text for line in lines for word in line.words}
    assert failing.asked == 1


@needs_tesseract
def test_a_faint_line_is_read_once_more_only_in_a_thorough_reading() -> None:
    picture, _ = draw((500, 400), ("Rosalind", 60, 50, 60), ("Carter", 60, 250, 60))
    _, unsure = places().line_crops(picture, time_limit=60)
    detector = places()
    detector.found = (dataclasses.replace(unsure, faint=True, line=None),)
    for mode, read_again in (("standard", []), ("thorough", ["Carter"])):
        lines = TesseractEngine(OcrSettings(mode=mode), detector).read(picture, time_limit=60)
        assert [word.text for line in lines for word in line.words] == read_again


@needs_tesseract
def test_lines_that_another_engine_had_no_time_for_are_read_and_the_picture_counts_as_not_whole() -> None:
    picture, _ = draw((500, 400), ("Rosalind", 60, 50, 60), ("Carter", 60, 250, 60))
    sure, unsure = places().line_crops(picture, time_limit=60)
    late = places(failure=LinesTimeoutError((sure, dataclasses.replace(unsure, line=None))))
    with pytest.raises(OcrTimeoutError) as raised:
        TesseractEngine(OcrSettings(), late).read(picture, time_limit=60)
    assert [word.text for line in raised.value.lines for word in line.words] == ["Carter"]


@needs_tesseract
@pytest.mark.parametrize("detector", [places(), None])
def test_what_was_read_when_the_time_is_up_counts(
    detector: ScriptedLineCrops | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, _ = draw((500, 400), ("Rosalind", 60, 50, 60), ("Carter", 60, 250, 60))
    usual, calls = TesseractEngine._run, iter(range(9))  # noqa: SLF001 - one call of the program, which may take too long

    def slow(self: TesseractEngine, listing: str, output: Path, mode: int, deadline: float) -> str:
        if next(calls):
            raise timed_out()
        return usual(self, listing, output, mode, deadline)

    monkeypatch.setattr(TesseractEngine, "_run", slow)
    monkeypatch.setattr("postcheck.read.engines.tesseract._AT_ONCE", 1)
    with pytest.raises(OcrTimeoutError) as raised:
        TesseractEngine(OcrSettings(mode="thorough"), detector).read(picture, time_limit=60)
    read_in_time = {word.text for line in raised.value.lines for word in line.words}
    assert read_in_time == ({"Rosalind"} if detector else {"Rosalind", "Carter"})


@needs_tesseract
def test_what_is_read_depends_on_the_engine_that_found_the_lines() -> None:
    alone, helped = TesseractEngine(OcrSettings()).identity(), TesseractEngine(OcrSettings(), places()).identity()
    thorough = TesseractEngine(OcrSettings(mode="thorough"), places()).identity()
    assert len({alone, helped, thorough}) == 3
