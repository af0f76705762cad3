"""Wonde: names are forename and surname, or else the legal ones.

How it passes on consent is not known, and has to be explained.
"""

from __future__ import annotations

from postcheck.consent.imports.base import System, headings

WONDE = System(
    "wonde", "Wonde", headings(form="form registration_group class", year_group="year year_group current_nc_year")
)
