"""The roll of the benchmark, the people who are not on it, and who may be meant by a name."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from benchmarks.names.stock import (
    SHARED_SURNAMES,
    Half,
    accents,
    fold,
    names,
    origins,
    pet_names,
    plain,
    real_people,
    things,
    words,
)
from postcheck.model.people import KnownName, PeopleList, PersonKind, Pupil, Roll

_ENGLISH = 330
_OTHERS = 29  # of each other origin
_TWINS = 6  # pupils who share their full name with another
_STAFF = 14


@dataclass(frozen=True)
class Person:
    """A pupil, on the roll or not. ``spelling`` is the forename with its accents where the roll has it without."""

    forename: str
    surname: str
    origin: str
    id: str = ""
    middle: str = ""
    preferred: str = ""
    pet_name: str = ""
    former: str = ""
    spelling: str = ""
    word: str = ""
    """The part of the name that is an ordinary word, if one is."""

    @property
    def on_roll(self) -> bool:
        """Whether the roll holds this person."""
        return bool(self.id)

    @property
    def full(self) -> str:
        """Forename and surname."""
        return f"{self.forename} {self.surname}".strip()

    def pupil(self, year_group: str) -> Pupil:
        """Return the row of the consent list."""
        other = tuple(name for name in (self.pet_name, self.former) if name)
        return Pupil(self.id, self.forename, self.surname, self.preferred, "", self.middle, other, year_group)


@dataclass(frozen=True)
class School:
    """The pupils of a roll and who may be meant by the parts of a name."""

    pupils: tuple[Person, ...]
    half: Half
    _by: dict[str, dict[str, set[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set)), repr=False
    )

    def __post_init__(self) -> None:
        for person in self.pupils:
            for name in (person.forename, person.preferred, person.pet_name):
                if name:
                    self._by["given"][fold(name)].add(person.id)
                    self._by["initial"][fold(name)[0]].add(person.id)
            if person.surname:
                self._by["family"][fold(person.surname)].add(person.id)
                self._by["family initial"][fold(person.surname)[0]].add(person.id)
            if person.middle:
                self._by["middle"][fold(person.middle)].add(person.id)

    def meant(self, **parts: str) -> frozenset[str]:
        """Return the ids of all pupils with every part.

        Parts are ``given``, ``family``, ``middle``, ``initial`` and ``family_initial``.
        """
        found = [self._by[part.replace("_", " ")].get(fold(name), set()) for part, name in parts.items()]
        return frozenset(set.intersection(*found)) if found else frozenset()

    @cached_property
    def roll(self) -> Roll:
        """The pupils as postcheck takes them."""
        years = things(self.half)["year"]
        return Roll(
            tuple(person.pupil(years[number % len(years)]) for number, person in enumerate(self.pupils)),
            file="consent.csv",
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """Every folded part of a name that the roll holds."""
        parts = {"given", "family", "middle"}
        return frozenset(name for part in parts for name in self._by[part])


@dataclass
class _Enrolment:
    """Pupils as they are drawn: no two with the same full name, nobody real."""

    rng: random.Random
    taken: set[str] = field(default_factory=set)
    pupils: list[Person] = field(default_factory=list)

    def add(self, forenames: Sequence[str], surnames: Sequence[str], origin: str, word: str = "") -> None:
        for _ in range(200):
            person = Person(self.rng.choice(forenames), self.rng.choice(surnames), origin, word=word)
            key = fold(person.full)
            if key not in self.taken and key not in real_people():
                self.taken.add(key)
                self.pupils.append(person)
                return
        raise ValueError("There are too few names for so many pupils.")


def make_school(half: Half, seed: int) -> School:
    """Draw about a thousand pupils from the names that the half keeps for the roll."""
    rng = random.Random(f"roll {seed}")
    enrolled = _Enrolment(rng)
    english = names("english", half, on_roll=True)
    for word in words():
        if word.half is half:
            for _ in range(2):
                if word.is_forename:
                    enrolled.add((word.name,), english.surnames, "english", word.name)
                else:
                    enrolled.add(english.forenames, (word.name,), "english", word.name)
    for origin in origins():
        stock = names(origin, half, on_roll=True)
        shared = SHARED_SURNAMES.get(origin, stock.surnames)
        for number in range(_ENGLISH if origin == "english" else _OTHERS):
            enrolled.add(stock.forenames, shared if number % 6 == 0 else stock.surnames, origin)
    for name in names("single", half, on_roll=True).forenames:
        enrolled.add((name,), ("",), "single")
    pupils = [_furnish(person, half, rng) for person in enrolled.pupils]
    plainly_named = [person for person in pupils if person.surname and not person.word]
    pupils.extend(Person(twin.forename, twin.surname, twin.origin) for twin in rng.sample(plainly_named, _TWINS))
    rng.shuffle(pupils)
    return School(tuple(replace(person, id=f"P{number:04}") for number, person in enumerate(pupils, 1)), half)


def _furnish(person: Person, half: Half, rng: random.Random) -> Person:
    """Give a pupil what some have besides a forename and a surname."""
    if not person.surname or person.word:
        return person
    stock = names(person.origin, half, on_roll=True)
    english = names("english", half, on_roll=True)
    forename, surname, spelling = person.forename, person.surname, ""
    middle = rng.choice([name for name in stock.forenames if name != forename]) if rng.random() < 0.35 else ""  # noqa: PLR2004 -- shares of pupils
    preferred = rng.choice(english.forenames) if person.origin != "english" and rng.random() < 0.08 else ""  # noqa: PLR2004
    pet_name = rng.choice(pet_names()) if rng.random() < 0.08 else ""  # noqa: PLR2004
    former = f"{forename} {rng.choice(stock.surnames)}" if rng.random() < 0.06 else ""  # noqa: PLR2004
    if former == person.full or fold(former) in real_people():
        former = ""
    if "-" not in surname and person.origin == "english" and rng.random() < 0.12:  # noqa: PLR2004
        surname = f"{surname}-{rng.choice([name for name in stock.surnames if name != surname])}"
    if forename in accents() and rng.random() < 0.5:  # noqa: PLR2004
        spelling = accents()[forename]
    elif plain(forename) != forename and rng.random() < 0.2:  # noqa: PLR2004
        spelling, forename = forename, plain(forename)
    return replace(
        person,
        forename=forename,
        surname=surname,
        middle=middle,
        preferred=preferred,
        pet_name=pet_name,
        former=former,
        spelling=spelling,
    )


def stranger(origin: str, half: Half, rng: random.Random) -> Person:
    """Draw a person with a name of which the roll holds no part."""
    stock = names(origin, half, on_roll=False)
    while True:
        person = Person(rng.choice(stock.forenames), rng.choice(stock.surnames), origin)
        if fold(person.full) not in real_people():
            return person


def adult_name(half: Half, rng: random.Random, *, on_people_list: bool = False) -> tuple[str, str]:
    """Draw forename and surname of an adult; half of the surnames are pupils' surnames as well."""
    stock = names("adults", half, on_roll=on_people_list)
    surnames = stock.surnames
    if not on_people_list and rng.random() < 0.5:  # noqa: PLR2004 -- half
        surnames = names("english", half, on_roll=True).surnames
    while True:
        forename, surname = rng.choice(stock.forenames), rng.choice(surnames)
        if fold(forename + surname) not in real_people():
            return forename, surname


def make_people_list(half: Half, seed: int) -> PeopleList:
    """Draw the staff who are on the people list."""
    rng = random.Random(f"people {seed}")
    drawn: dict[str, None] = {}
    while len(drawn) < _STAFF:
        drawn[" ".join(adult_name(half, rng, on_people_list=True))] = None
    kinds = (PersonKind.STAFF, PersonKind.STAFF, PersonKind.GOVERNOR, PersonKind.VISITOR)
    return PeopleList(tuple(KnownName(name, kinds[number % len(kinds)]) for number, name in enumerate(drawn)))
