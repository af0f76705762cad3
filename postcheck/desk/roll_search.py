"""Finds people by a few letters of their names: pupils on the consent lists, and adults on the people list."""

from __future__ import annotations

from dataclasses import dataclass

from postcheck.judge.schools import folded
from postcheck.model.people import PeopleList, PersonKind, Pupil, Roll

_MOST = 12
_ADULTS = {PersonKind.STAFF, PersonKind.GOVERNOR, PersonKind.VISITOR, PersonKind.PUBLIC}


@dataclass(frozen=True, slots=True)
class _Entry:
    ref: str
    shown: str
    words: tuple[str, ...]
    """Every word by which somebody may look for them."""


class RollSearch:
    """Finds people; built once for the lists.

    Parameters
    ----------
    roll, people:
        The pupils, and the people who aren't.
    """

    def __init__(self, roll: Roll, people: PeopleList) -> None:
        pupils = [_pupil(pupil) for pupil in roll.pupils]
        adults = [
            _Entry(known.name, f"{known.name} ({known.kind.value})", tuple(folded(known.name).split()))
            for known in people.names
            if known.kind in _ADULTS
        ]
        self._entries = [*pupils, *adults]
        self.shown = {entry.ref: entry.shown for entry in reversed(self._entries)}
        """How to show each, by what a header calls them."""

    def find(self, words: str) -> list[tuple[str, str]]:
        """Return whom the words may mean, the likeliest first: what a header calls each, and how to show them."""
        wanted = folded(words).split()
        if not wanted:
            return []
        found = [entry for entry in self._entries if all(_begins(entry, word) for word in wanted)]
        found.sort(key=lambda entry: (not all(word in entry.words for word in wanted), entry.shown.casefold()))
        return [(entry.ref, entry.shown) for entry in found[:_MOST]]


def _begins(entry: _Entry, word: str) -> bool:
    return any(name.startswith(word) for name in entry.words)


def _pupil(pupil: Pupil) -> _Entry:
    names = [
        name
        for row in (pupil, *pupil.aliases)
        for name in (
            row.forename,
            row.preferred_forename,
            row.middle_names,
            row.surname,
            row.preferred_surname,
            *row.other_names,
        )
    ]
    first, last = pupil.preferred_forename or pupil.forename, pupil.preferred_surname or pupil.surname
    about = ", ".join(filter(None, (_year(pupil.year_group), pupil.form, pupil.school, pupil.id)))
    words = dict.fromkeys(word for name in (*names, pupil.id) for word in folded(name).split())
    return _Entry(pupil.id, f"{first} {last}".strip() + f" ({about})", tuple(words))


def _year(group: str) -> str:
    return f"Year {group}" if group.isdigit() else group
