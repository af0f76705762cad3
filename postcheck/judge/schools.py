"""Which pupils are the post's own school's, where several schools share a check."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from postcheck.model.people import DoNotPublish, Pupil, Roll, Status
from postcheck.model.settings import Account, Settings
from postcheck.text.folding import fold


def folded(name: str) -> str:
    """Return a name for comparison: letter case, accents, punctuation and spacing aside."""
    words = "".join(char if char.isalnum() or unicodedata.combining(char) else " " for char in name)
    return " ".join(fold(words).split())


@dataclass(frozen=True, slots=True)
class Own:
    """The school whose post it is."""

    ids: frozenset[str] = frozenset()
    """Ids of its pupils; empty if it is not known whose post it is."""
    day: date = date.min
    """The day as of which it is said who has left another school."""


NOBODYS = Own()


class Schools:
    """Knows the pupils of each school, by the ``school`` column or the name of the list. Built once a run."""

    def __init__(self, roll: Roll) -> None:
        self._ids: defaultdict[str, set[str]] = defaultdict(set)
        for part in roll.lists:
            by_school: defaultdict[str, set[str]] = defaultdict(set)
            for pupil in part.pupils:
                by_school[folded(pupil.school)].add(pupil.id)
            unsaid = by_school.pop("", set())  # may be of any school that this list names
            for school, ids in by_school.items():
                self._ids[school] |= ids | unsaid
            for name in {folded(name) for name in part.names} - {""}:
                self._ids[name] |= {pupil.id for pupil in part.pupils}
        self._twins: defaultdict[tuple[str, str], list[Pupil]] = defaultdict(list)
        for pupil in roll.pupils:
            if pupil.own_id:
                self._twins[_child(pupil)].append(pupil)

    def ids(self, school: str) -> frozenset[str]:
        """Return the ids of a school's pupils; none if no list is of that school."""
        return frozenset(self._ids.get(folded(school), ()))

    def own(self, schools: Iterable[str]) -> frozenset[str]:
        """Return the ids of all pupils of these schools; none if one of them is not known, or none is named."""
        groups = [self.ids(school) for school in schools]
        return frozenset().union(*groups) if all(groups) else frozenset()

    def first(self, pupils: tuple[Pupil, ...], own: Own, *, full_name: bool) -> tuple[Pupil, ...]:
        """Return those of the post's own school; all of them if none is, or if its school is not known.

        A pupil whom another list has under the same id and name is most likely the same child, who goes to both
        schools or has moved: what that list says counts as well, unless the child has left there and isn't barred.
        Schools number their pupils themselves, so that a barred child of the same full name counts whatever its id.

        Parameters
        ----------
        pupils:
            Whom an id or a name may mean.
        own:
            The school whose post it is.
        full_name:
            Whether they were found by a full name.
        """
        mine = tuple(pupil for pupil in pupils if pupil.id in own.ids)
        if not mine or len(mine) == len(pupils):
            return pupils
        same = {twin.id for one in mine if one.own_id for twin in self._twins.get(_child(one), ())}
        return tuple(
            pupil
            for pupil in pupils
            if pupil.id in own.ids
            or (pupil.id in same and not _has_left(pupil, own.day))
            or ((full_name or pupil.id in same) and pupil.do_not_publish is not DoNotPublish.NONE)
        )


def _child(pupil: Pupil) -> tuple[str, str]:
    return pupil.own_id.casefold(), folded(f"{pupil.forename} {pupil.surname}")


def _has_left(pupil: Pupil, day: date) -> bool:
    return pupil.status is Status.LEAVER or (pupil.leaving_date is not None and pupil.leaving_date < day)


def schools_of(accounts: tuple[Account, ...], settings: Settings, *, named: bool) -> tuple[str, ...]:
    """Return the schools whose post it is: by its account, or else by the settings; none if that is not known.

    Parameters
    ----------
    accounts:
        The entries of the register that the post's account may be.
    settings:
        The settings for its folder.
    named:
        Whether the post names an account. One that the register does not have may be any school's.
    """
    found = (
        {entry.school or settings.school for entry in accounts} if named and settings.accounts else {settings.school}
    )
    return () if "" in found else tuple(sorted(found))
