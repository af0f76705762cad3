"""OCR engines, one file each."""

from __future__ import annotations

from postcheck.model.settings import OcrSettings
from postcheck.plugins import ENGINES, found
from postcheck.read.engines.base import InstalledEngine

RAPIDOCR = "rapidocr"
TESSERACT = "tesseract"
"""Values of ``ocr.engine``; the second is also a value of ``ocr.mode``."""


def engines_for(settings: OcrSettings, side_by_side: int = 1) -> tuple[InstalledEngine, ...]:
    """Return the engines that the settings name, in the order in which they read, and those that other packages add.

    They will read ``side_by_side`` pictures at a time, once they have read one of our own. With both engines, Tesseract
    reads the lines that RapidOCR found but was not sure of: two opinions on one place, both kept.
    """
    from postcheck.read.engines.plugged import PluggedEngine  # noqa: PLC0415 - a check without images needs no engine
    from postcheck.read.engines.sighted import SightedEngine  # noqa: PLC0415 - as above

    added = tuple(SightedEngine(PluggedEngine(plugin, settings)) for plugin in found(ENGINES))
    return (*_own_engines(settings, side_by_side), *added)


def _own_engines(settings: OcrSettings, side_by_side: int) -> tuple[InstalledEngine, ...]:
    from postcheck.read.engines.rapid import RapidEngine  # noqa: PLC0415 - a check without images needs no engine
    from postcheck.read.engines.sighted import SightedDetector, SightedEngine  # noqa: PLC0415 - as above
    from postcheck.read.engines.tesseract import TesseractEngine  # noqa: PLC0415 - as above

    if TESSERACT in {settings.engine, settings.mode}:
        return (SightedEngine(TesseractEngine(settings)),)
    rapid = SightedDetector(RapidEngine(settings, side_by_side))
    if settings.engine == RAPIDOCR:
        return (rapid,)
    # A blind RapidOCR knows no lines; Tesseract then reads whole pictures.
    return rapid, SightedEngine(TesseractEngine(settings, rapid), whole=False)
