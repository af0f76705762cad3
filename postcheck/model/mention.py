"""What finders find: names, and who may be meant by them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from postcheck.model.text import Passage

ON_THE_LIST = "on the people list"
WELL_KNOWN = "a well-known name"
PLACE = "part of a place's name"
"""Values of ``Mention.adult`` that leave nothing to ask."""


class Certainty(IntEnum):
    """How sure a finder is that the words are a person's name.

    ``CERTAIN`` gets the rule's own level, ``LIKELY`` at most ``review``, ``UNSURE`` at most ``note``.
    """

    UNSURE = 1
    LIKELY = 2
    CERTAIN = 3


class NameForm(StrEnum):
    """Which parts of a name the text has."""

    FULL = "full"
    """Forename (or nickname) and surname, in either order."""
    FIRST = "first"
    """A forename, preferred name, nickname or middle name, without a surname."""
    SURNAME = "surname"
    FIRST_INITIAL = "first_initial"
    """Forename and the initial of the surname: "Amelia C."."""
    INITIAL_SURNAME = "initial_surname"
    """Initial of the forename and surname: "A. Carter"."""
    INITIALS = "initials"
    """Nothing but initials: "A. C."."""

    @property
    def shows_surname(self) -> bool:
        """Whether more than the first name is given away."""
        return self not in {NameForm.FIRST, NameForm.INITIALS}

    @property
    def shows_first(self) -> bool:
        """Whether the first name is given away."""
        return self in {NameForm.FULL, NameForm.FIRST, NameForm.FIRST_INITIAL}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pupil who may be meant."""

    pupil_id: str
    form: NameForm
    certainty: Certainty


@dataclass(frozen=True)
class Mention:
    """A person's name at ``passage.text[start:end]``."""

    passage: Passage
    start: int
    end: int
    candidates: tuple[Candidate, ...]
    """Every pupil who may be meant, in the order of the roll; empty for a person who is not on it."""
    form: NameForm
    certainty: Certainty
    why: str
    """Why it was taken for a name and, if not certain, why not: half a sentence in plain English, without the name."""
    adult: str = ""
    """What in the text says that this is an adult ("Mrs", "on the people list"); empty if nothing does."""

    @property
    def of_adult(self) -> bool:
        """Whether the text or the people list says that this is an adult, and no pupil has that full name."""
        return bool(self.adult) and not any(
            candidate.form.shows_first and candidate.form.shows_surname for candidate in self.candidates
        )

    @property
    def text(self) -> str:
        """The words as the passage has them."""
        return self.passage.text[self.start : self.end]
