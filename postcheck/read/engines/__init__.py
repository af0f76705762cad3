"""OCR engines, one file each."""

from __future__ import annotations

from postcheck.model.settings import OcrSettings
from postcheck.read.engines.base import InstalledEngine

RAPIDOCR = "rapidocr"
TESSERACT = "tesseract"


def engines_for(settings: OcrSettings, side_by_side: int = 1) -> tuple[InstalledEngine, ...]:
    """Return the engines that the settings name, in the order in which they read; ``side_by_side`` pictures will be read at a time."""
    engines: list[InstalledEngine] = []
    if settings.engine != TESSERACT:
        from postcheck.read.engines.rapid import RapidEngine  # noqa: PLC0415 - a check without images needs no engine

        engines.append(RapidEngine(settings, side_by_side))
    if settings.engine != RAPIDOCR:
        from postcheck.read.engines.tesseract import TesseractEngine  # noqa: PLC0415 - as above

        engines.append(TesseractEngine(settings))
    return tuple(engines)
