"""OCR engines, one file each."""

from __future__ import annotations

from postcheck.model.settings import OcrSettings
from postcheck.read.engines.base import OcrEngine


def default_engine(settings: OcrSettings) -> OcrEngine:
    """Return the engine that reads images unless another is given."""
    from postcheck.read.engines.tesseract import TesseractEngine  # noqa: PLC0415 - loads pytesseract

    return TesseractEngine(settings)
