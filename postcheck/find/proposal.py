"""What may be a person's name, before anything is weighed."""

from __future__ import annotations

from dataclasses import dataclass, field

from postcheck.find.roll import MatchingPupils, RollIndex
from postcheck.model.mention import Candidate, Certainty, NameForm, Reason


@dataclass(slots=True)
class Proposal:
    """What may become a mention: tokens ``first`` to ``last`` (exclusive), the characters ``start`` to ``end``."""

    first: int
    last: int
    start: int
    end: int
    form: NameForm
    certainty: Certainty
    """The most that it can become, however clear it is that a child is meant."""
    why: Reason
    rank: int = 0
    """Which of two proposals for the same words is the likelier."""
    pupils: MatchingPupils = field(default_factory=dict)
    """Those who may be meant."""
    ready: tuple[Candidate, ...] | None = None
    """The same as candidates, where ``pupils`` need not be written out."""
    by_class: bool = False
    """Whether they are initials beside a class or in a list with a pupil, so that a child is meant."""
    others: list[Proposal] = field(default_factory=list)
    """Other readings of some of the same words that are just as likely: their pupils may be meant too."""

    @property
    def known(self) -> bool:
        """Whether it is a name of the roll."""
        return bool(self.pupils or self.ready or self.others)

    def candidates(self, index: RollIndex) -> tuple[Candidate, ...]:
        """Return the pupils who may be meant, in the order of the roll."""
        own = self.ready if self.ready is not None else index.candidates(self.pupils)
        for other in self.others:
            own = index.together(own, other.candidates(index))
        return own
