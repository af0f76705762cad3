"""SIMS: the lookup "Parental Consent", with a tick for each type.

"Photograph Student" says that the pupil may be photographed, not where the picture may go: that is for the school to
say.
"""

from __future__ import annotations

from postcheck.consent.imports.base import NO, YES, System, headings
from postcheck.model.people import Answer

SIMS = System(
    "sims",
    "SIMS",
    headings(consent_type="parental_consent parental_consents parental_consent_description consent_description"),
    {**dict.fromkeys(YES, Answer.GIVEN), **dict.fromkeys(NO, Answer.REFUSED)},
    marks=frozenset({"parentalconsent", "parentalconsents", "parentalconsentdescription", "adno"}),
    presence_is_consent=True,
    hint="A tick in SIMS says nothing of social media or the website until the school says so.",
)
