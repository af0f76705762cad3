"""Tesseract: reads flat, printed pages well; anything else has to be shown to it in several ways, or line by line."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from postcheck.errors import EngineUnavailableError, UnreadableError
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrTimeoutError, OcrWord, TextDirection, check_time, timed_out
from postcheck.read.engines.line_crops import Detector, LineCrop, LinesTimeoutError, part_of, straightened
from postcheck.read.engines.program import Programs, StoppedError
from postcheck.read.engines.sighted import NUMBER, WORD
from postcheck.read.engines.tesseract_program import TESSERACT, find_tesseract

_SPARSE, _BLOCK, _PAGE = 11, 6, 3
"""Tesseract's page segmentation modes. Each finds text that the others miss: scattered words, lines one below another,
a page with columns."""
_LINE = 7
"""The page segmentation mode for a picture of a single line."""
_CLEAR = 0.9
"""A line needs no second reading if another engine's confidence in every word is at least this."""
_DARK = 100
"""Grey level of the edge below which a line is light on dark, which Tesseract reads badly."""
_LINE_HEIGHT = 48
"""Height in pixels to which a smaller line is enlarged."""
_FINE = (1600, 3200)
_COARSE = (1000, 1500)
"""Length of the longer side, at least and at most, in pixels. Small letters need the fine size; large ones are seen
only in the coarse one."""
_AT_ONCE = 48
"""Lines that are shown to one Tesseract, so that not all is lost when the time is up."""
_MAX_ENLARGEMENT = 3.0
_BORDER = 12
"""Pixels of margin: Tesseract misses letters that touch the edge."""
_ENOUGH = 16
"""How many letters in trusted words show that an image is the right way up."""
_SURE, _SURE_LENGTH = 0.85, 4
"""Confidence and length of a trusted word: upside down, shorter ones are misread with great confidence ("is", "SI")."""
_TRUST = {1: 0.85, 2: 0.6, 3: 0.45}
_MIN_TRUST = 0.3
"""Confidence, by number of letters, below which a word is far more often a pattern in the background."""
_QUARTERS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}

_DIRECTIONS = {0: TextDirection.RIGHT, 90: TextDirection.DOWN, 180: TextDirection.LEFT, 270: TextDirection.UP}
"""Which way a line runs that is upright once the picture is rotated by so many degrees anticlockwise."""


@dataclass(frozen=True, slots=True)
class _Pass:
    """One way of showing the image."""

    picture: Image.Image
    mode: int
    """Tesseract's page segmentation mode."""
    scale: float
    """How many times larger than the image, margin aside."""
    quarter: int = 0
    """Degrees by which it was rotated, anticlockwise."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The lines that another engine found in a picture."""

    crops: tuple[LineCrop, ...]
    all: bool = True
    """Whether it had the time to find and read them all."""


class TesseractEngine:
    """Reads images with the Tesseract program, through pytesseract.

    Parameters
    ----------
    settings:
        Where Tesseract is and which languages it reads.
    detector:
        Another engine that has read the same pictures and knows where their lines are. Then only the lines that it is
        not sure of are read or, in a thorough reading, all of them. Without it, or if it fails, whole pictures are.
    """

    name = "tesseract"

    def __init__(self, settings: OcrSettings, detector: Detector | None = None) -> None:
        self._detector = detector
        self._clear = math.inf if settings.mode == "thorough" else _CLEAR
        self._command = find_tesseract(settings.tesseract)
        self._languages = settings.languages
        self.expected = WORD if "eng" in self._languages.split("+") else NUMBER
        self.remedy = f"Install it anew. {_install()}."
        self._programs = Programs()

    def version(self) -> str:
        """Return Tesseract's version.

        Raises
        ------
        EngineUnavailableError
            If it is not installed, lacks a language or does not work.
        """
        return self._answers()[0]

    def identity(self) -> str:
        """Return what decides how pictures are read; see :class:`~postcheck.read.engines.base.InstalledEngine`."""
        version, languages = self._answers()
        if (folder := re.search(r'languages in "([^"]+)"', languages)) is None:
            return ""
        digest = hashlib.sha256()
        try:
            for language in self._languages.split("+"):
                with Path(folder[1], f"{language}.traineddata").open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        except OSError:
            return ""
        lines = f" {self._clear} {self._detector.identity()}" if self._detector else ""
        return f"{version} {self._languages} {digest.hexdigest()}{lines}"

    def stop(self) -> None:
        """End every running Tesseract; see :class:`~postcheck.read.engines.base.InstalledEngine`."""
        self._programs.stop()

    def _answers(self) -> tuple[str, str]:
        """Return Tesseract's version and what it says of its languages; raises as :meth:`version` does."""
        try:
            # pytesseract's own way of asking for the version ends the process if it does not understand the answer.
            answers = [
                subprocess.run(  # noqa: S603 - the user's own program
                    [self._command, question], capture_output=True, timeout=20, check=False, stdin=subprocess.DEVNULL
                )
                for question in ("--version", "--list-langs")
            ]
        except FileNotFoundError as error:
            raise _missing(self._command) from error
        except (OSError, subprocess.SubprocessError) as error:
            raise _broken(self._command) from error
        said = [(answer.stdout + answer.stderr).decode("utf-8", "replace") for answer in answers]
        version = re.search(r"tesseract\s+v?(\d[\w.\-]*)", said[0])
        if version is None or any(answer.returncode for answer in answers):
            raise _broken(self._command)
        installed = set(said[1].split())
        for language in self._languages.split("+"):
            if language not in installed:
                raise _no_language(language)
        return version[1], said[1]

    def read(self, image: Image.Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Read an RGB image; see :class:`~postcheck.read.engines.base.OcrEngine`."""
        known = self._known(image, time_limit)
        deadline = time.monotonic() + time_limit
        lines: list[OcrLine] = []
        try:
            if known is None:
                self._read_pages(image, deadline, lines)
            else:
                self._reread(self._unsure(known.crops), image, deadline, lines)
        except OcrTimeoutError as error:
            raise timed_out(tuple(lines)) from error
        if known and not known.all:
            raise timed_out(tuple(lines))
        return tuple(lines)

    def _read_pages(self, image: Image.Image, deadline: float, lines: list[OcrLine]) -> None:
        """Read the whole picture in several ways, and add its lines."""
        fine, fine_scale = _prepared(image, *_FINE)
        coarse, scale = _prepared(image, *_COARSE)
        sparse = [_Pass(fine, _SPARSE, fine_scale), _Pass(ImageOps.invert(coarse), _SPARSE, scale)]
        for passes in (sparse, [_Pass(coarse, _BLOCK, scale)], [_Pass(coarse, _PAGE, scale)]):
            lines += self._passes(passes, image.size, deadline)
        if _doubtful(lines):
            for mode in (_SPARSE, _PAGE):
                rotated = [
                    _Pass(coarse.transpose(method), mode, scale, quarter) for quarter, method in _QUARTERS.items()
                ]
                lines += self._passes(rotated, image.size, deadline)

    def read_line(self, image: Image.Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Read a line by itself; see :class:`~postcheck.read.engines.sighted.LineReader`."""
        width, height = image.size
        whole = LineCrop(((0, 0), (width, 0), (width, height), (0, height)))
        lines: list[OcrLine] = []
        self._reread([whole], image, time.monotonic() + time_limit, lines)
        return tuple(lines)

    def _known(self, image: Image.Image, time_limit: float) -> _Known | None:
        """Return the lines of a picture, or None if it is not known where they are."""
        if self._detector is None:
            return None
        try:
            return _Known(self._detector.line_crops(image, time_limit=time_limit))
        except LinesTimeoutError as error:
            return _Known(error.crops, all=False)
        except Exception:  # noqa: BLE001 - the engine itself reports it to the reader; here it only means that it is no help
            return None

    def _unsure(self, found: Sequence[LineCrop]) -> list[LineCrop]:
        """Return the lines to read once more."""
        return [
            crop
            for crop in found
            if (not crop.faint or self._clear > 1)  # a pattern more often than not
            and (
                crop.line is None
                or not crop.line.words
                or any(word.confidence < self._clear for word in crop.line.words)
            )
        ]

    def _reread(self, crops: Sequence[LineCrop], image: Image.Image, deadline: float, lines: list[OcrLine]) -> None:
        """Read single lines, and add them with their boxes in pixels of the image."""
        if not crops and shutil.which(self._command) is None:
            raise _missing(self._command)  # a missing Tesseract is reported for every picture, not just for some
        for start in range(0, len(crops), _AT_ONCE):
            lines += self._reread_some(crops[start : start + _AT_ONCE], image, deadline)

    def _reread_some(self, crops: Sequence[LineCrop], image: Image.Image, deadline: float) -> Iterator[OcrLine]:
        passes = []
        for crop in crops:
            cut = straightened(image, crop.quad, upside_down=crop.upside_down).convert("L")
            scale = max(1.0, _LINE_HEIGHT / cut.height)
            size = (max(1, round(cut.width * scale)), max(1, round(cut.height * scale)))
            shown = ImageOps.autocontrast(cut.resize(size, Image.Resampling.LANCZOS), cutoff=1)
            passes.append(_Pass(ImageOps.invert(shown) if _edge(shown) < _DARK else shown, _LINE, scale))
        for number, words in self._tables(passes, deadline):
            crop, width = crops[number], passes[number].picture.width
            placed = []
            for text, box, confidence in words:
                start, end = (min(1.0, max(0.0, (x - _BORDER) / width)) for x in (box.left, box.right))
                placed.append(
                    OcrWord(
                        text,
                        part_of(crop.quad, start, end, upside_down=crop.upside_down, size=image.size),
                        confidence,
                    )
                )
            yield OcrLine(tuple(word for word in placed if _trusted(word)), crop.direction, crop.place)

    def _passes(self, passes: list[_Pass], size: tuple[int, int], deadline: float) -> Iterator[OcrLine]:
        """Run Tesseract once over pictures to be read in one mode, and yield their lines in pixels of the image."""
        for number, words in self._tables(passes, deadline):
            shown = passes[number]
            placed = (OcrWord(text, _placed(box, shown, size), confidence) for text, box, confidence in words)
            yield OcrLine(tuple(word for word in placed if _trusted(word)), _DIRECTIONS[shown.quarter])

    def _tables(self, passes: list[_Pass], deadline: float) -> Iterator[tuple[int, list[tuple[str, Box, float]]]]:
        """Run Tesseract once over pictures to be read in one mode; yield each line: its picture's number and words."""
        with tempfile.TemporaryDirectory(prefix="postcheck-") as folder:
            names = []
            for number, shown in enumerate(passes):
                names.append(str(Path(folder, f"{number}.png")))
                ImageOps.expand(shown.picture, _BORDER, fill=_edge(shown.picture)).save(names[-1], compress_level=1)
            listing = Path(folder, "pictures.txt")
            listing.write_text("\n".join(names), encoding="utf-8")
            table = self._run(str(listing), Path(folder, "words"), passes[0].mode, deadline)
        yield from _lines(table, len(passes))

    def _run(self, listing: str, output: Path, mode: int, deadline: float) -> str:
        """Return the table that Tesseract writes. All files are in the caller's private folder."""
        from pytesseract import pytesseract  # noqa: PLC0415 - loads numpy

        check_time(deadline)
        # One thread per process is fastest on small pictures, and images are read side by side anyway.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        pytesseract.tesseract_cmd = self._command
        options = f"-c tessedit_create_tsv=1 --psm {mode}"
        try:
            with self._programs.held():
                pytesseract.run_tesseract(
                    listing, str(output), "tsv", self._languages, options, timeout=max(0.1, deadline - time.monotonic())
                )
            return output.with_suffix(".tsv").read_text(encoding="utf-8", errors="replace")
        except StoppedError as error:
            raise UnreadableError("It was stopped.") from error
        except pytesseract.TesseractNotFoundError as error:
            raise _missing(self._command) from error
        except pytesseract.TesseractError as error:
            missing = re.search(r"load(?:ing)? (?:the )?language '?([\w/+-]+)|(\w+)\.traineddata", str(error.message))
            raise (_no_language(missing[1] or missing[2]) if missing else _broken(self._command)) from error
        except RuntimeError as error:
            # pytesseract says "time-out" with a bare RuntimeError.
            raise timed_out() from error
        except FileNotFoundError as error:
            raise _garbled() from error
        except OSError as error:
            raise _broken(self._command) from error


def _prepared(image: Image.Image, at_least: int, at_most: int) -> tuple[Image.Image, float]:
    """Return the image in grey, with full contrast and its longer side within limits, and its scale."""
    longest = max(image.size)
    scale = min(_MAX_ENLARGEMENT, max(1.0, at_least / longest)) if longest <= at_most else at_most / longest
    grey = image.convert("L")
    if scale != 1.0:
        grey = grey.resize(
            (max(1, round(image.width * scale)), max(1, round(image.height * scale))), Image.Resampling.LANCZOS
        )
    return ImageOps.autocontrast(grey, cutoff=1), scale


def _edge(picture: Image.Image) -> int:
    """Return the commonest grey along the top and bottom edge, for a margin that does not look like a frame."""
    width, height = picture.size
    edges = (picture.crop((0, 0, width, 1)), picture.crop((0, height - 1, width, height)))
    counts = [one + other for one, other in zip(edges[0].histogram(), edges[1].histogram(), strict=True)]
    return counts.index(max(counts))


def _trusted(word: OcrWord) -> bool:
    letters = sum(char.isalnum() for char in word.text)
    return word.confidence >= _TRUST.get(letters, _MIN_TRUST)


def _doubtful(lines: list[OcrLine]) -> bool:
    """Whether so little was read with confidence that the image may lie on its side."""
    sure = {
        word.text for line in lines for word in line.words if len(word.text) >= _SURE_LENGTH and word.confidence > _SURE
    }
    return sum(map(len, sure)) < _ENOUGH


_COLUMNS = ("level", "page_num", "block_num", "par_num", "line_num", "left", "top", "width", "height", "conf", "text")
_PAGE_LEVEL, _WORD_LEVEL = 1, 5


def _lines(table: str, pages: int) -> Iterator[tuple[int, list[tuple[str, Box, float]]]]:
    """Yield the number of the picture and the words of each line of Tesseract's table."""
    rows = csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
    if not set(_COLUMNS) <= set(rows.fieldnames or ()):
        raise _garbled()
    found: dict[tuple[int, ...], list[tuple[str, Box, float]]] = {}
    seen = 0
    try:
        for row in rows:
            level = int(row["level"])
            seen += level == _PAGE_LEVEL
            if level == _WORD_LEVEL and (row["text"] or "").strip():
                box = Box(*(int(row[name]) for name in ("left", "top", "width", "height")))
                place = tuple(int(row[name]) for name in ("page_num", "block_num", "par_num", "line_num"))
                found.setdefault(place, []).append((row["text"], box, float(row["conf"]) / 100))
    except (ValueError, TypeError) as error:
        raise _garbled() from error
    # Tesseract lists every picture, even one without a word; a table without all of them is not Tesseract's.
    if seen != pages or any(not 1 <= place[0] <= pages for place in found):
        raise _garbled()
    for place, words in found.items():
        yield place[0] - 1, words


def _placed(box: Box, shown: _Pass, size: tuple[int, int]) -> Box:
    """Return a box of the shown picture in pixels of the image: margin, rotation and scale undone."""
    left, top, right, bottom = box.left - _BORDER, box.top - _BORDER, box.right - _BORDER, box.bottom - _BORDER
    width, height = shown.picture.size
    if shown.quarter == 90:  # noqa: PLR2004 - degrees
        left, top, right, bottom = height - bottom, left, height - top, right
    elif shown.quarter == 180:  # noqa: PLR2004 - degrees
        left, top, right, bottom = width - right, height - bottom, width - left, height - top
    elif shown.quarter == 270:  # noqa: PLR2004 - degrees
        left, top, right, bottom = top, width - right, bottom, width - left
    low, high = (
        (int(left / shown.scale), int(top / shown.scale)),
        (-int(-right // shown.scale), -int(-bottom // shown.scale)),
    )
    low = (min(max(0, low[0]), size[0] - 1), min(max(0, low[1]), size[1] - 1))
    high = (min(max(low[0] + 1, high[0]), size[0]), min(max(low[1] + 1, high[1]), size[1]))
    return Box(low[0], low[1], high[0] - low[0], high[1] - low[1])


# Errors


def _install() -> str:
    if sys.platform == "darwin":
        return "Install it with: brew install tesseract"
    if sys.platform == "win32":
        return "Install it with: winget install UB-Mannheim.TesseractOCR, then open a new window"
    return "Install it with: sudo apt install tesseract-ocr tesseract-ocr-eng"


def _missing(command: str) -> EngineUnavailableError:
    if command == TESSERACT:
        return EngineUnavailableError("The OCR program Tesseract is not installed.", advice=f"{_install()}.")
    return EngineUnavailableError(
        f"There is no Tesseract at {command}.", advice="Correct ocr.tesseract in the settings."
    )


def _broken(command: str) -> EngineUnavailableError:
    return EngineUnavailableError(
        "The OCR program Tesseract does not work.",
        advice=f'Run "{command} --version" to see why, or install it anew. {_install()}.',
    )


def _no_language(language: str) -> EngineUnavailableError:
    package = Path(language).name
    advice = {
        "darwin": "Install the languages with: brew install tesseract-lang.",
        "win32": "Run Tesseract's installer again and choose the language.",
    }.get(sys.platform, f"Install it with: sudo apt install tesseract-ocr-{package.replace('_', '-')}.")
    return EngineUnavailableError(f'Tesseract lacks the data of the language "{package}".', advice=advice)


def _garbled() -> UnreadableError:
    return UnreadableError("Tesseract gave an answer that makes no sense.", advice="Run postcheck doctor.")
