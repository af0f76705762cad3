"""Databridge: a row for each pupil and topic.

Its tick is the other way round, "Consent Denied", and archived rows no longer count.
"""

from __future__ import annotations

from postcheck.consent.imports.base import System, headings

DATABRIDGE = System(
    "databridge",
    "Databridge",
    headings(
        consent_type="topic consent_topic",
        denied="consent_denied denied",
        archived="archived is_archived",
        given_on="date consent_date",
    ),
    marks=frozenset({"consentdenied", "consenttopic"}),
    hint="“Consent Denied” is read the other way round: yes means refused.",
)
