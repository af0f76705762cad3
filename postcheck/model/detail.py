"""What finders find besides names: personal details, and whose they may be."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum

from postcheck.model.mention import Certainty, Mention
from postcheck.model.text import Passage


class DetailKind(StrEnum):
    """What sort of detail it is; rules choose by these words."""

    UPN = "upn"
    """A unique pupil number."""
    NHS_NUMBER = "nhs_number"
    NI_NUMBER = "ni_number"
    BIRTH_DATE = "birth_date"
    """A date of birth, a birthday, or an age with its day."""
    PHONE = "phone"
    """A phone number that isn't a mobile's."""
    MOBILE = "mobile"
    EMAIL = "email"
    """An address of a school or of another organisation."""
    PRIVATE_EMAIL = "private_email"
    """An address at a provider open to everybody, or one outside the school that pupils are asked to write to."""
    HANDLE = "handle"
    """Somebody's own account on social media."""
    POSTCODE = "postcode"
    ADDRESS = "address"
    """A house and its street."""
    COORDINATES = "coordinates"
    PASSWORD = "password"  # noqa: S105 - a kind of detail, not a password
    """A password, PIN, network key, door code or user name."""
    BANK = "bank"
    """A sort code, account number, IBAN or card number."""
    HEALTH = "health"
    NEEDS = "special_needs"
    CARE = "care"
    """Being looked after, fostered, adopted or known to social services."""
    MEALS = "free_meals"
    """Free school meals or pupil premium."""
    DESCRIPTION = "description"
    """Words by which people know which child is meant, without a name: "our caretaker's little boy"."""
    FAMILY = "family"
    """Whose parent or relative a named person is, with the class or the child."""


class Bearing(StrEnum):
    """Whether a detail is meant to be public."""

    PUBLIC = "public"
    """The settings list it as the school's own, or the words around it as an organisation's or a venue's: no flag."""
    OPEN = "open"
    """Nothing says whose it is."""
    PRIVATE = "private"
    """Its kind or the words around it say that it belongs to a person."""


@dataclass(frozen=True)
class Detail:
    """A personal detail at ``passage.text[start:end]``."""

    passage: Passage
    start: int
    end: int
    kind: DetailKind
    bearing: Bearing
    certainty: Certainty
    what: str
    """What it is, in plain English with an article ("a mobile number"), without the detail itself."""
    why: str = ""
    """If it isn't certain, why not: half a sentence, without the detail itself."""
    beside: Mention | None = None
    """The name that it stands beside, if any."""
    _: KW_ONLY
    outside: bool = False
    """Of a private mailbox: whether it is out of the school's hands, whether or not the settings list it."""
    someone: bool = False
    """Whether it is said of one person who isn't named, or whose name was not found: "our caretaker"."""

    @property
    def text(self) -> str:
        """The words as the passage has them."""
        return self.passage.text[self.start : self.end]
