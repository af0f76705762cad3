"""Finds people by a few letters of their names: pupils on the consent lists, and adults on the people list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from postcheck.judge.schools import folded
from postcheck.model.people import PeopleList, PersonKind, Pupil, Roll

_ADULTS = frozenset({PersonKind.STAFF, PersonKind.GOVERNOR, PersonKind.VISITOR, PersonKind.PUBLIC})


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on the consent list or the people list."""

    ref: str
    """What a header calls them: a pupil's id, an adult's name."""
    shown: str
    words: tuple[str, ...]
    """Every word by which somebody may look for them."""

    def is_called(self, words: str) -> bool:
        """Whether each of the words is one of theirs, and not only the beginning of one."""
        return all(word in self.words for word in folded(words).split())


class RollSearch:
    """Finds people; built once for the lists.

    Parameters
    ----------
    roll, people:
        The pupils, and the people who aren't.
    """

    def __init__(self, roll: Roll, people: PeopleList) -> None:
        adults = [
            Known(known.name, f"{known.name} ({known.kind.value})", tuple(folded(known.name).split()))
            for known in people.names
            if known.kind in _ADULTS
        ]
        self._known = [*map(_of_pupil, roll.pupils), *adults]
        self._shown = {known.ref: known.shown for known in reversed(self._known)}

    def shown(self, ref: str) -> str:
        """Return how to show somebody to a person, by what a header calls them."""
        return self._shown.get(ref, ref)

    def find(self, words: str) -> list[Known]:
        """Return everybody of whom each of the words begins a name, in the order of the alphabet."""
        wanted = folded(words).split()
        found = [known for known in self._known if wanted and all(_begins(known, word) for word in wanted)]
        return sorted(found, key=lambda known: known.shown.casefold())


def _begins(known: Known, word: str) -> bool:
    return any(name.startswith(word) for name in known.words)


def _of_pupil(pupil: Pupil) -> Known:
    year = f"Year {pupil.year_group}" if pupil.year_group.isdigit() else pupil.year_group
    about = ", ".join(filter(None, (year, pupil.form, pupil.school, pupil.id)))
    return Known(pupil.id, f"{pupil.known_as} ({about})", tuple(dict.fromkeys(_words(pupil))))


def _words(pupil: Pupil) -> Iterator[str]:
    for row in (pupil, *pupil.aliases):
        names = (row.forename, row.preferred_forename, row.middle_names, row.surname, row.preferred_surname)
        for name in (*names, *row.other_names, row.id):
            yield from folded(name).split()
