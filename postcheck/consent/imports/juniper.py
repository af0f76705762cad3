"""Juniper: a row for each pupil and type.

Requested, Granted and Not Granted are either values of one column or three columns of ticks or dates.
"""

from __future__ import annotations

from postcheck.consent.imports.base import System, answers, headings
from postcheck.model.people import Answer

JUNIPER = System(
    "juniper",
    "Juniper",
    headings(
        consent_type="consent consent_type consent_name type",
        answer="status consent_status response",
        requested="requested",
        granted="granted",
        not_granted="not_granted",
        given_by="informed_by",
        given_on="date date_informed",
    ),
    {**answers(requested="requested", given="granted"), "not_granted": Answer.REFUSED},
    marks=frozenset({"informedby", "notgranted"}),
)
