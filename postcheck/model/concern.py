"""What a sentence seems to be about that a policy wants a person to see: found by a small classifier."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postcheck.model.text import Passage


class Concern(StrEnum):
    """Why a person should read a sentence before it goes out. The order is that of the classifier's outputs."""

    DISPARAGEMENT = "disparagement"
    """It complains of somebody, or runs them down."""
    INCIDENT = "incident"
    """Something bad has happened or is going on."""
    PLANS = "plans"
    """Something internal, or not yet announced."""
    IDENTIFIABLE = "identifiable"
    """Somebody can be recognised who is not named."""
    PRIVATE_MATTER = "private_matter"
    """Health, family, behaviour, money of one person."""
    PUBLIC_REPLY = "public_reply"
    """A complaint, a rumour or one family's matter, answered in public."""
    ADVERT = "advert"
    """Something is promoted: a business, a paid service, a campaign."""
    UNDER_13 = "under_13"
    """Children are invited to social media."""
    RUDE = "rude"
    """Rudeness, mockery."""
    CLOSED_CHANNEL = "closed_channel"
    """Readers are sent to private or unofficial channels."""


@dataclass(frozen=True, slots=True)
class ConcernMatch:
    """A sentence at ``passage.text[start:end]``."""

    passage: Passage
    start: int
    end: int
    concern: Concern
    probability: float
    """How probable it is that a person should see it, 0 to 1, calibrated on sentences of school posts."""
