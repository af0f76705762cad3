"""What doctor says, to people and to programs."""

from __future__ import annotations

import json

from postcheck.model.doctor import DoctorCheck, DoctorReport
from postcheck.report.base import ReportOptions
from postcheck.report.doctor_report import doctor_json, render_doctor
from postcheck.report.sheet import to_text

GOOD = DoctorCheck("OCR engine", True, "Tesseract 5.3.0")
BAD = DoctorCheck("Language model", False, "it cannot be loaded.", "Install postcheck again.")
NOTE = DoctorCheck("Consent list", None, "none is named.", "Name one in postcheck.toml.")


def test_everything_is_there() -> None:
    report = DoctorReport((GOOD, NOTE), "/models/en", "en_postcheck", "1.0")
    assert (
        to_text(render_doctor(report), ReportOptions())
        == """\
OK       OCR engine: Tesseract 5.3.0
NOTE     Consent list: none is named.
         What to do: Name one in postcheck.toml.

Everything that a check needs is there.
"""
    )
    assert json.loads(doctor_json(report)) == {
        "ok": True,
        "model": {"path": "/models/en", "name": "en_postcheck", "version": "1.0"},
        "checks": [
            {"name": "OCR engine", "ok": True, "detail": "Tesseract 5.3.0", "remedy": ""},
            {"name": "Consent list", "ok": None, "detail": "none is named.", "remedy": "Name one in postcheck.toml."},
        ],
    }


def test_something_is_missing() -> None:
    report = DoctorReport((GOOD, BAD))
    text = to_text(render_doctor(report), ReportOptions())
    assert "MISSING  Language model: it cannot be loaded.\n         What to do: Install postcheck again.\n" in text
    assert text.endswith("\n1 thing that a check needs is missing.\n")
    value = json.loads(doctor_json(report))
    assert (value["ok"], value["model"]["path"]) == (False, None)
