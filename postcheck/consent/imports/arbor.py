"""Arbor: one file for each type of consent, which the school has named itself. They are joined by pupil id."""

from __future__ import annotations

from postcheck.consent.imports.base import System, answers, headings

ARBOR = System(
    "arbor",
    "Arbor",
    headings(
        consent_type="consent_type consent consent_name",
        answer="status consent_status",
        given_on="date_received received_date received_on",
    ),
    answers(given="received", requested="pending", refused="declined"),
    marks=frozenset({"arborstudentid", "arborid"}),
    hint=(
        "Arbor exports one file for each type of consent. "
        "Name the type of each with --consent-type, or name the file after it."
    ),
)
