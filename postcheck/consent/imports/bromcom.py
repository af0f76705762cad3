"""Bromcom: First Name and Last Name are the legal names.

The headings of its consent exports are the school's own, and have to be explained.
"""

from __future__ import annotations

from postcheck.consent.imports.base import System, headings

BROMCOM = System(
    "bromcom",
    "Bromcom",
    headings(legal_forename="first_name legal_first_name", legal_surname="last_name legal_last_name"),
    hint="The headings of Bromcom's consent exports differ from school to school.",
)
