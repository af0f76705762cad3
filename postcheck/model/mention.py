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


class Role(StrEnum):
    """Whose name it is."""

    CHILD = "child"
    """A pupil, or another child."""
    ADULT = "adult"
    """A grown-up of the school or of a family."""
    FIGURE = "figure"
    """Somebody public, historical or invented."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One piece of evidence that was weighed for a mention."""

    code: str
    """For programs: the name of the cue or of the feature."""
    says: str
    """For people: half a sentence about the name."""
    toward: str
    """What it spoke for: a role, or ``none`` for no person's name; or against, ``not child`` for one."""
    weight: float
    """By how much more than for anything else, in natural logarithms of odds."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Whose name a flag is about, how sure that is, and why. It holds no name."""

    role: Role
    confidence: float
    """How probable the role is, 0 to 1."""
    reasons: tuple[str, ...]
    """Codes, the weightiest first."""
    grounds: tuple[Ground, ...] = ()
    """What was weighed, the weightiest first."""


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


class Reason(StrEnum):
    """Why words were taken for a name and, where that isn't certain, why not; ``judge/reasons.py`` has the words."""

    FIRST = "first_name"
    FULL = "full_name"
    ORDINARY = "ordinary_word"
    SPELLING = "other_spelling"
    TYPO = "typo"
    MISREAD = "ocr_confusion"
    FITS = "fits_what_is_seen"
    RESEMBLES = "resembles"
    MIDDLE = "middle_name"
    SURNAME = "surname"
    INITIAL_SURNAME = "initial_and_surname"
    FIRST_INITIAL = "first_name_and_initial"
    INITIALS = "initials"
    ACCOUNT = "begins_account"
    APART = "letters_apart"
    ACROSTIC = "acrostic"
    DOUBTFUL = "doubtful_reading"
    NOT_ON_ROLL = "not_on_roll"
    OTHER_SURNAME = "other_surname"
    JOINED = "joined_name"
    NAMED_AFTER = "named_after"
    AFTER_TITLE = "after_title"
    BESIDE_ROLE = "beside_role"
    CHILD_OF = "child_of"
    NEAR_WELL_KNOWN = "near_well_known"
    WELL_KNOWN_SURNAME = "well_known_surname"
    STORY = "story"
    PLACE = "place"
    STORM = "storm"


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
    why: Reason
    adult: str = ""
    """What in the text says that this is an adult ("Mrs", "on the people list"); empty if nothing does."""
    contradicted: bool = False
    """Whether another reading of the picture has a plain word in its place."""
    role: Role = Role.CHILD
    """Whose name it most likely is; a child's wherever that is well possible."""
    confidence: float = 1.0
    """How probable the role is, 0 to 1."""
    grounds: tuple[Ground, ...] = ()
    """What was weighed, the weightiest first."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of why it was taken for a name, and of what was weighed, the weightiest first."""
        return tuple(dict.fromkeys((self.why.value, *(ground.code for ground in self.grounds))))

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
