"""What ``postcheck doctor`` found: whether all that a check needs is there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DoctorCheck:
    """One thing that was looked at."""

    name: str
    """What was looked at: "OCR engine", "Language model", "Consent list" …"""
    ok: bool | None
    """True if it is there, False if a check would suffer, None for what is only worth knowing."""
    detail: str
    """What was found: a version, a path, or what is missing. Never a pupil's name."""
    remedy: str = ""
    """What to do about it; empty if there is nothing to do."""


@dataclass(frozen=True)
class DoctorReport:
    """All that was looked at, and the language model that a check would use."""

    checks: tuple[DoctorCheck, ...]
    model_path: str | None = None
    """Folder or package name that ``spacy.load()`` takes; None if there is no usable model."""
    model_name: str | None = None
    model_version: str | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing that a check needs is missing."""
        return all(check.ok is not False for check in self.checks)
