"""OCR engines, one file each."""

from __future__ import annotations

from postcheck.model.settings import OcrSettings
from postcheck.read.engines.base import InstalledEngine

RAPIDOCR = "rapidocr"
TESSERACT = "tesseract"
"""Values of ``ocr.engine``; the second is one of ``ocr.mode`` too."""


def engines_for(settings: OcrSettings, side_by_side: int = 1) -> tuple[InstalledEngine, ...]:
    """Return the engines that the settings name, in the order in which they read; ``side_by_side`` pictures will be read at a time.

    Where there are both, Tesseract reads the lines that RapidOCR found and was not sure of: two opinions of one place,
    each kept.
    """
    from postcheck.read.engines.rapid import RapidEngine  # noqa: PLC0415 - a check without images needs no engine
    from postcheck.read.engines.tesseract import TesseractEngine  # noqa: PLC0415 - as above

    if TESSERACT in {settings.engine, settings.mode}:
        return (TesseractEngine(settings),)
    rapid = RapidEngine(settings, side_by_side)
    return (rapid,) if settings.engine == RAPIDOCR else (rapid, TesseractEngine(settings, rapid))
