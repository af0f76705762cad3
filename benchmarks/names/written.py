"""A name as a post has it, the ways to write it that others build on, and who may be meant by it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.names.people import Person, School
from benchmarks.names.stock import SHARED_SURNAMES

SHARED = frozenset(name for names in SHARED_SURNAMES.values() for name in names)
LONG = 6  # letters that a name needs to be recognisable with a typo in it
PARTICLES = ("al-", "el-", "bin ", "abu ", "da ", "dos ")


@dataclass(frozen=True)
class Written:
    """A name as a post has it.

    ``before`` and ``after`` belong to the same word but not to the name: ``#WellDone``, ``_y4.jpg``.
    """

    name: str
    pupil_ids: frozenset[str]
    before: str = ""
    after: str = ""


Writer = Callable[[Person, School, random.Random], Written | None]
"""Returns None for a pupil whose name cannot be written in that way."""


@dataclass(frozen=True)
class Form:
    """A way to write a name."""

    name: str
    section: str
    """The section of the templates with a slot for it."""
    write: Writer
    kinds: tuple[str, ...] = ()
    """The kinds of post that it belongs in; empty for all of the section."""
    cases: tuple[str, ...] = ("title", "title", "title", "upper", "lower")
    """Letter cases to draw from."""


TITLE = ("title",)
TITLE_UPPER = ("title", "title", "title", "upper")


def full_name_ids(person: Person, school: School) -> frozenset[str]:
    """Return who may be meant by the full name."""
    return (
        school.meant(given=person.forename, family=person.surname)
        if person.surname
        else school.meant(given=person.forename)
    )


def first_only(person: Person, school: School, _: random.Random) -> Written | None:
    """Write the first name."""
    return Written(person.forename, school.meant(given=person.forename))


def full_name(person: Person, school: School, _: random.Random) -> Written | None:
    """Write first name and surname."""
    return Written(person.full, full_name_ids(person, school)) if person.surname else None


def surname_only(person: Person, school: School, _: random.Random) -> Written | None:
    """Write the surname, unless it is one that thousands share or an ordinary word."""
    alone = person.surname and person.surname not in SHARED and not person.word
    return Written(person.surname, school.meant(family=person.surname)) if alone else None
