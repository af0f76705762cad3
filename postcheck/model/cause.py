"""Why something that is published must come down, as one word."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Cause(StrEnum):
    """Why a pupil's name, picture, work or words may not be published: the most serious first."""

    DO_NOT_PUBLISH = "do_not_publish"
    """The school's do-not-publish list bars it."""
    WITHDRAWN = "withdrawn"
    """Consent was given once and withdrawn."""
    REFUSED = "refused"
    LEFT = "left"
    """The pupil has left, and consent ended then."""
    EXPIRED = "expired"
    """Consent has run out, by its own date or because the policy has it renewed."""
    NOT_GIVEN = "not_given"
    """No consent that counts is recorded: none was asked for, no answer came, or it was given with conditions, later,
    or not by whom or how the policy asks."""
    POLICY = "policy"
    """The policy forbids it whatever the family agreed to."""
    PERMITTED = "permitted"
    """Nothing speaks against it: it is only listed because somebody asked what there is."""

    @property
    def rank(self) -> int:
        """A number that is lower the more serious it is."""
        return tuple(Cause).index(self)


def gravest(causes: Iterable[Cause]) -> Cause | None:
    """Return the most serious of some causes; None if there are none."""
    return min(causes, key=lambda cause: cause.rank, default=None)
