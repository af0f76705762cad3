"""Pupils, what their families agreed to, and people who aren't pupils."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

_YEAR_GROUP = re.compile(r"(?:y(?:ea)?r?(?:\s*group)?)?[\s.\-]*0*(?P<year>[1-9]|1[0-4])(?P<class>[a-z]{0,2})")
_EARLY_YEARS = re.compile(
    r"r|yr|year\s*r|reception|nursery|pre-?school|(?:n|fs|eyfs|e)\s*[0-2]?|foundation(?:\s*stage)?(?:\s*[12])?"
)
_SIXTH_FORM = {"lower sixth": 12, "l6": 12, "upper sixth": 13, "u6": 13, "sixth form": 12}
_AGE_BEFORE_YEAR_1 = 4
"""Pupils in Year N are at least N + 4 years old when the school year begins."""


class Use(StrEnum):
    """What a family is asked to agree to (``WHAT`` in the consent list)."""

    PHOTO = "photo"
    VIDEO = "video"
    NAME_FIRST = "name_first"
    NAME_FULL = "name_full"
    NAME_WITH_PHOTO = "name_with_photo"
    WORK = "work"
    QUOTE = "quote"


class Outlet(StrEnum):
    """Where something is published (``WHERE`` in the consent list)."""

    SOCIAL = "social"
    WEBSITE = "website"
    PRESS = "press"
    PRINT = "print"
    DISPLAY = "display"


class Answer(StrEnum):
    """One cell of the consent list. Only ``GIVEN`` permits."""

    GIVEN = "given"
    CONDITIONAL = "conditional"
    REQUESTED = "requested"
    NOT_ASKED = "not_asked"
    BLANK = "blank"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"

    @property
    def strictness(self) -> int:
        """A rank: of two answers to one question, the one with the higher rank counts."""
        return tuple(Answer).index(self)


class DoNotPublish(StrEnum):
    """The school's own bar on publishing, which overrides every consent. No reason is stored."""

    NONE = "none"
    IMAGE = "image"
    NAME = "name"
    ALL = "all"

    @property
    def bars_image(self) -> bool:
        """Whether pictures of the pupil are barred."""
        return self in {DoNotPublish.IMAGE, DoNotPublish.ALL}

    @property
    def bars_name(self) -> bool:
        """Whether the pupil's name is barred."""
        return self in {DoNotPublish.NAME, DoNotPublish.ALL}


class Method(StrEnum):
    """How consent was given."""

    WRITTEN = "written"
    ONLINE = "online"
    VERBAL = "verbal"
    UNKNOWN = "unknown"


class GivenBy(StrEnum):
    """Who gave consent."""

    PARENT = "parent"
    PUPIL = "pupil"
    BOTH = "both"


class Status(StrEnum):
    """Whether the pupil is at the school."""

    CURRENT = "current"
    LEAVER = "leaver"
    JOINING = "joining"


@dataclass(frozen=True)
class Pupil:
    """One pupil of the roll, with what the consent list says."""

    id: str
    forename: str = ""
    surname: str = ""
    preferred_forename: str = ""
    preferred_surname: str = ""
    middle_names: str = ""
    other_names: tuple[str, ...] = ()
    """Nicknames and former names."""
    year_group: str = ""
    form: str = ""
    house: str = ""
    school: str = ""
    status: Status = Status.CURRENT
    leaving_date: date | None = None
    do_not_publish: DoNotPublish = DoNotPublish.NONE
    method: Method = Method.UNKNOWN
    given_by: GivenBy | None = None
    given_on: date | None = None
    expires_on: date | None = None
    """Last day on which consent holds."""
    withdrawn_on: date | None = None
    answers: tuple[tuple[str, Answer], ...] = ()
    """Consent columns (``photo``, ``photo_social`` …) of the list, each with this pupil's answer."""
    contradictory: bool = False
    """Two rows of the list disagree about this pupil; the stricter reading of each was taken."""
    givers_differ: bool = False
    """One row says that a parent gave consent and another that the pupil did, so that neither counts; ``given_by`` is
    then None."""
    giver_blank: bool = False
    """The list has a column for who gave consent, and it is blank."""
    aliases: tuple[Pupil, ...] = ()
    """Further rows of the same pupil whose names differ: each name is looked for."""
    line: int = 0
    """Line of the consent list, from 1."""
    own_id: str = ""
    """The id as its list has it, if another school's list has it too and ``id`` tells the two apart."""

    @property
    def known_as(self) -> str:
        """The full name by which the pupil is known: preferred names where there are any."""
        names = (self.preferred_forename or self.forename, self.preferred_surname or self.surname)
        return " ".join(filter(None, names))

    @cached_property
    def answer_by_column(self) -> dict[str, Answer]:
        """The answers by column name."""
        return dict(self.answers)


def youngest_age(year_group: str) -> int | None:
    """Return the age that all pupils of a year group have reached when the school year begins, or None if unknown.

    It understands ``9``, ``Y9``, ``Year 9``, ``Yr 9``, ``9B``, ``Reception``, ``Nursery`` and the sixth form.
    """
    text = " ".join(year_group.casefold().split())
    if _EARLY_YEARS.fullmatch(text):
        return _AGE_BEFORE_YEAR_1 if text in {"r", "yr", "year r", "reception"} else _AGE_BEFORE_YEAR_1 - 2
    if text in _SIXTH_FORM:
        return _SIXTH_FORM[text] + _AGE_BEFORE_YEAR_1
    match = _YEAR_GROUP.fullmatch(text)
    return int(match["year"]) + _AGE_BEFORE_YEAR_1 if match else None


@dataclass(frozen=True)
class Roll:
    """The consent list: every pupil, in the order of the file."""

    pupils: tuple[Pupil, ...] = ()
    file: str | None = None
    """The list's path as the report shows it, or those of several; None when the check runs without a list."""
    columns: tuple[str, ...] = ()
    """The consent columns that the list has."""
    updated_on: date | None = None
    names: tuple[str, ...] = ()
    """What the list is called, by its file or sheet: a school may be named like that."""
    unread: str = ""
    """Which sheets of its workbook are not read, as a sentence, if nobody named the one that is; empty if none."""
    unread_refusals: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Columns that are not read although some of their cells read like a refusal: heading, and the lines of those."""
    parts: tuple[Roll, ...] = ()
    """The lists that were joined, one a school, if there are several."""

    @cached_property
    def lists(self) -> tuple[Roll, ...]:
        """Each list by itself."""
        return self.parts or ((self,) if self.file is not None else ())

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The path of each list, as the report shows it."""
        return tuple(part.file for part in self.lists if part.file is not None)

    @cached_property
    def by_id(self) -> dict[str, Pupil]:
        """The pupils by id, as written in the list."""
        return {pupil.id: pupil for pupil in self.pupils}

    @cached_property
    def nameless(self) -> int:
        """How many pupils have no name in any row, middle names aside: no post can be checked for them."""
        return sum(
            not any(
                row.forename or row.surname or row.preferred_forename or row.preferred_surname or row.other_names
                for row in (pupil, *pupil.aliases)
            )
            for pupil in self.pupils
        )

    @cached_property
    def says_who_agreed(self) -> bool:
        """Whether the list has a column for who gave consent."""
        return any(pupil.giver_blank or pupil.given_by or pupil.givers_differ for pupil in self.pupils)

    @cached_property
    def bars_anyone(self) -> bool:
        """Whether a pupil is on the do-not-publish list; asked for every draft, so not looked up each time."""
        return any(pupil.do_not_publish is not DoNotPublish.NONE for pupil in self.pupils)


def _no_word(_: str) -> bool:
    return False


@dataclass(frozen=True, eq=False)
class ListedNames:
    """Whose names a report must not give away where names are hidden."""

    rolls: tuple[Roll, ...] = ()
    is_word: Callable[[str], bool] = _no_word
    """Whether a name, folded, is also an ordinary word."""


class PersonKind(StrEnum):
    """What a name on the people list belongs to."""

    STAFF = "staff"
    GOVERNOR = "governor"
    VISITOR = "visitor"
    PUBLIC = "public"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that isn't a pupil's."""

    name: str
    kind: PersonKind
    note: str = ""


@dataclass(frozen=True)
class PeopleList:
    """The people lists, joined."""

    names: tuple[KnownName, ...] = field(default=())
