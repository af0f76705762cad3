"""What a run goes by: the settings file, the environment and the command line, already joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from postcheck.model.people import Outlet


@dataclass(frozen=True, slots=True)
class Account:
    """An entry of the trust's account register."""

    name: str
    channels: tuple[str, ...] = ()
    """Canonical names; empty means any."""
    handle: str = ""
    official: bool = True


@dataclass(frozen=True)
class OcrSettings:
    """How images are read."""

    time_limit: float = 60.0
    """Seconds that an engine may take for one frame of an image; reaching it means not examined."""
    max_pixels: int = 120_000_000
    """Images of more pixels are not opened, and reported as not examined."""
    tesseract: str = ""
    """Path of the Tesseract program, if it is not on the search path."""
    languages: str = "eng"
    engine: str = "both"
    """``both``, ``rapidocr`` or ``tesseract``. A name is found when either reads it."""


@dataclass(frozen=True)
class Settings:
    """Everything that can be set."""

    policy: str = "baseline"
    """A shipped pack's id or the path of a pack file."""
    consent: Path | None = None
    people: tuple[Path, ...] = ()
    channels: tuple[str, ...] = ()
    """Where drafts go that do not say so; canonical names."""
    extra_channels: Mapping[str, Outlet] = field(default_factory=lambda: MappingProxyType({}))
    accounts: tuple[Account, ...] = ()
    language_model: str = ""
    """Name or path of an installed spaCy pipeline; empty means the one that ships."""
    ocr: OcrSettings = OcrSettings()
    file: Path | None = None
    """The settings file, or None."""
    language_model_line: int | None = None
    """Line of ``file`` that names the language model, for error messages."""
