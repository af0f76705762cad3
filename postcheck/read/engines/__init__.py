"""OCR engines, one file each."""

from __future__ import annotations

from postcheck.model.settings import OcrSettings
from postcheck.read.engines.base import OcrEngine


def default_engine(settings: OcrSettings) -> OcrEngine:
    """Return the engine that the settings name."""
    if settings.engine == "rapidocr":
        from postcheck.read.engines.rapid import RapidEngine  # noqa: PLC0415 - loads RapidOCR

        return RapidEngine(settings)
    from postcheck.read.engines.tesseract import TesseractEngine  # noqa: PLC0415 - loads pytesseract

    return TesseractEngine(settings)
