"""OCR engines, one file each."""

from __future__ import annotations

from postcheck.model.settings import OcrSettings
from postcheck.read.engines.base import OcrEngine

RAPIDOCR = "rapidocr"
TESSERACT = "tesseract"


def engines_for(settings: OcrSettings) -> tuple[OcrEngine, ...]:
    """Return the engines that the settings name, in the order in which they read."""
    engines: list[OcrEngine] = []
    if settings.engine != TESSERACT:
        from postcheck.read.engines.rapid import RapidEngine  # noqa: PLC0415 - a check without images needs no engine

        engines.append(RapidEngine(settings))
    if settings.engine != RAPIDOCR:
        from postcheck.read.engines.tesseract import TesseractEngine  # noqa: PLC0415 - as above

        engines.append(TesseractEngine(settings))
    return tuple(engines)
