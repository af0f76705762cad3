"""Which engines read, by the settings."""

from __future__ import annotations

import pytest

from postcheck.model.settings import OcrSettings
from postcheck.read.engines import engines_for


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
