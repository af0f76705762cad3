"""Natural posts with a roll and a people list: those of each author are a school's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from names_model.natural import Post, read_file
from names_model.records import ADULT, CHILD

from postcheck.find.lexicon import lexicon
from postcheck.model.people import KnownName, PeopleList, PersonKind, Pupil, Roll

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from names_model.names import Namer

_LISTED = 2  # every second adult who is named in full is on the people list, by a hash of the name
_WORD_SHARE = 0.4  # of the further pupils bear a forename that is an ordinary word
_NAMESAKES = 0.15  # of the words and of other people's forenames in the posts are a further pupil's forename as well


@dataclass(frozen=True)
class SchoolPosts:
    """The posts of one author, and the school that they come from."""

    author: str
    posts: tuple[Post, ...]
    roll: Roll
    people: PeopleList
    ids: dict[str, str]
    """The pupil of each full name that the posts' marks have."""


def read_schools(folder: Path) -> list[SchoolPosts]:
    """Read a folder of natural posts; each school's roll holds the children whom its author names."""
    return [_school(file, read_file(file)) for file in sorted(folder.glob("*.txt"))]


def _school(file: Path, posts: list[Post]) -> SchoolPosts:
    names = dict.fromkeys(mark.registered for post in posts for mark in post.persons if mark.registered)
    pupils = tuple(_pupil(f"P{number:04}", name) for number, name in enumerate(names, 1))
    adults = dict.fromkeys(
        name
        for post in posts
        for mark in post.persons
        if mark.role == ADULT and " " in (name := post.text[mark.start : mark.end])
    )
    listed = (name for name in adults if not int(hashlib.sha256(name.encode()).hexdigest(), 16) % _LISTED)
    people = PeopleList(tuple(KnownName(name, PersonKind.STAFF) for name in listed))
    ids = {name: pupil.id for name, pupil in zip(names, pupils, strict=True)}
    return SchoolPosts(file.stem, tuple(posts), Roll(pupils), people, ids)


def _pupil(number: str, name: str) -> Pupil:
    forename, _, surname = name.partition(" ")
    return Pupil(number, forename, surname)


def thinned(school: SchoolPosts, share: float, rng: random.Random) -> SchoolPosts:
    """Return a school whose roll lacks some of its children, as new starters and other schools' children are lacking.

    Parameters
    ----------
    school:
        The school.
    share:
        Of its pupils are left out, 0 to 1.
    rng:
        Source of chance.
    """
    kept = tuple(pupil for pupil in school.roll.pupils if rng.random() >= share)
    numbers = {pupil.id for pupil in kept}
    ids = {name: number for name, number in school.ids.items() if number in numbers}
    return replace(school, roll=Roll(kept), ids=ids)


def enlarged(school: SchoolPosts, count: int, namer: Namer, rng: random.Random) -> SchoolPosts:
    """Return a school with more pupils, so that more of what its posts say is also a pupil's name, as in a real one.

    Parameters
    ----------
    school:
        The school.
    count:
        How many pupils to add.
    namer, rng:
        Where their names come from; three in ten bear a forename that is an ordinary word.
    """
    words = lexicon()
    ordinary = sorted(name for name in words.classes["given"] if words.known(name))
    children = {
        post.text[mark.start : mark.end].split()[0].casefold()
        for post in school.posts
        for mark in post.persons
        if mark.role == CHILD
    }
    others = sorted(
        {
            word
            for post in school.posts
            for start, end in (
                *((mark.start, mark.end) for mark in post.persons if mark.role != CHILD),
                *post.lookalikes,
            )
            if (word := post.text[start:end].split()[0]).isalpha() and words.generations.get(word.casefold(), 0) >= 0
        }
    )
    added = [
        Pupil(f"Y{number:04}", word.title(), namer.surname(namer.origin()))
        for number, word in enumerate(others)
        if len(word) > 1 and word.casefold() not in children and rng.random() < _NAMESAKES
    ]
    while len(added) < count:
        # A namesake of a child would make a right finding look wrong.
        origin = namer.origin()
        forename = rng.choice(ordinary).title() if rng.random() < _WORD_SHARE else namer.forename(origin)
        if forename.casefold() not in children:
            added.append(Pupil(f"X{len(added):04}", forename, namer.surname(origin)))
    return replace(school, roll=Roll((*school.roll.pupils, *added)))
