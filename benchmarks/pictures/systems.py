"""What is measured: postcheck's reader and finder in every mode, and what one might use instead.

The latter use the same finder or their own.
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

from PIL import Image

from benchmarks.pictures.score import FlaggedName
from postcheck.find.finder import Finder
from postcheck.model.draft import Draft, DraftImage
from postcheck.model.mention import Certainty
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box, PlaceKind, Where
from postcheck.read.engines.base import OcrLine, OcrWord
from postcheck.read.reader import Reader

_WORD_LEVEL = 5


@dataclass(frozen=True)
class Timing:
    """How long something took, in seconds."""

    wall: float
    cpu: float
    """Processor time of this process and of the programs that it ran."""


class System(Protocol):
    """Something that reads names in pictures."""

    name: str
    knows_pupils: bool

    def flags(self, path: Path) -> tuple[list[FlaggedName], Sequence[str]]:
        """Return what it flags in a picture, and what it could not look at."""


class Postcheck:
    """A picture's whole way through postcheck: read by its engines, words joined by layout, names found."""

    knows_pupils = True

    def __init__(self, name: str, reader: Reader, finder: Finder) -> None:
        self.name = name
        self._reader = reader
        self._finder = finder

    def flags(self, path: Path) -> tuple[list[FlaggedName], Sequence[str]]:
        """Return the names that a rule would act on: likely or certain, and not an adult's."""
        image = DraftImage(path.name, path, path.name, Where(PlaceKind.POST, path.name))
        reading = self._reader.read(Draft(path.name, path, images=(image,)))
        flags = []
        for mention in self._finder.find([passage for passage in reading.passages if passage.kind is PlaceKind.IMAGE]):
            box = mention.passage.where(mention.start, mention.end).box
            if box and mention.certainty >= Certainty.LIKELY and not mention.of_adult:
                ids = frozenset(candidate.pupil_id for candidate in mention.candidates)
                flags.append(FlaggedName(box, ids, mention.text, f"{mention.certainty.name.lower()}: {mention.why}"))
        return flags, [problem.reason for problem in reading.unexamined]


class WholePage:
    """Tesseract on the whole page in its usual mode: what pytesseract does by default."""

    name = "tesseract"

    def version(self) -> str:
        """Return Tesseract's version."""
        return str(import_module("pytesseract").get_tesseract_version())

    def read(self, image: Image.Image, *, time_limit: float) -> tuple[OcrLine, ...]:
        """Return the lines of the page."""
        tesseract: Any = import_module("pytesseract")
        table = tesseract.image_to_data(image, config="--psm 3", output_type=tesseract.Output.DICT, timeout=time_limit)
        lines: dict[tuple[int, ...], list[OcrWord]] = {}
        for row, level in enumerate(table["level"]):
            if level == _WORD_LEVEL and table["text"][row].strip():
                box = Box(*(table[name][row] for name in ("left", "top", "width", "height")))
                place = tuple(table[name][row] for name in ("block_num", "par_num", "line_num"))
                lines.setdefault(place, []).append(OcrWord(table["text"][row], box, float(table["conf"][row]) / 100))
        return tuple(OcrLine(tuple(words)) for words in lines.values())


class PresidioImages:
    """Presidio's image analyzer, asked for persons, on the same language model: it reads whole pages with Tesseract."""

    name = "Presidio"
    knows_pupils = False

    def __init__(self, model: str) -> None:
        images: Any = import_module("presidio_image_redactor")
        analyzer: Any = import_module("presidio_analyzer")
        engines: Any = import_module("presidio_analyzer.nlp_engine")
        recognizers: Any = import_module("presidio_analyzer.predefined_recognizers")
        settings = engines.NerModelConfiguration(model_to_presidio_entity_mapping={"PERSON": "PERSON"})
        engine = engines.SpacyNlpEngine(
            models=[{"lang_code": "en", "model_name": model}], ner_model_configuration=settings
        )
        registry = analyzer.RecognizerRegistry(
            recognizers=[recognizers.SpacyRecognizer(supported_entities=["PERSON"])], supported_languages=["en"]
        )
        text: Any = analyzer.AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
        self._engine: Any = images.ImageAnalyzerEngine(analyzer_engine=text)

    def flags(self, path: Path) -> tuple[list[FlaggedName], Sequence[str]]:
        """Return the boxes of the words of persons."""
        with Image.open(path) as image:
            found = self._engine.analyze(image.convert("RGB"), entities=["PERSON"])
        return [FlaggedName(Box(one.left, one.top, one.width, one.height), why="a person") for one in found], ()


def presidio_version() -> str:
    """Return the version of Presidio's image redactor, or the empty string if it is not installed."""
    try:
        import_module("presidio_image_redactor")
        return version("presidio-image-redactor")
    except (ImportError, PackageNotFoundError):
        return ""


def timed(system: System, path: Path) -> tuple[list[FlaggedName], Sequence[str], Timing]:
    """Let a system look at a picture; return what it flags, what it could not look at, and how long it took."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    flags, problems = system.flags(path)
    return flags, problems, Timing(time.perf_counter() - wall, cpu_seconds() - cpu)


def cpu_seconds() -> float:
    """Return the processor time so far of this process and of the programs that it ran."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def warm_up(system: System) -> None:
    """Let a system load what it needs, so that the first picture does not pay for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "blank.png")
        Image.new("RGB", (200, 200), "white").save(path)
        system.flags(path)


def modes() -> dict[str, OcrSettings]:
    """Return the settings of every mode that is measured, the default first."""
    return {
        "standard": OcrSettings(),
        "thorough": OcrSettings(mode="thorough"),
        "rapidocr alone": OcrSettings(engine="rapidocr"),
        "tesseract": OcrSettings(mode="tesseract"),
    }


def one_thread() -> None:
    """Let Tesseract use one thread in every system: more only slow it down on pictures of this size."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
