"""Decisions that are remembered: flags that somebody has answered for, with a reason and a last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Waiver:
    """One flag of one draft that does not count up to a certain day."""

    fingerprint: str
    rule: str
    """Id of the rule that the flag is of."""
    draft: Path
    """Where the draft is: an absolute path, links followed."""
    reason: str
    by: str
    """Who decided; an adult's name."""
    until: date
    """Last day on which the post may go out with it."""
    file: str
    """The waivers file as the report shows it."""
    line: int

    def holds_on(self, day: date) -> bool:
        """Whether the waiver has not run out on ``day``."""
        return day <= self.until
