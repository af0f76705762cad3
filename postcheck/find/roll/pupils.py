"""Pupils who may be meant, as candidates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from postcheck.find.roll.remembering import remember
from postcheck.model.mention import Candidate, Certainty, NameForm
from postcheck.model.people import Pupil

MatchingPupils = dict[int, tuple[NameForm, Certainty]]
"""The pupils who may be meant, by their position on the roll: in which form, and how certainly."""
_MANY = 8
"""Candidates from which on their forms are remembered."""


class Candidates:
    """Makes candidates of pupils; equal ones are the same object.

    Parameters
    ----------
    pupils:
        The roll.
    """

    def __init__(self, pupils: Sequence[Pupil]) -> None:
        self._pupils = pupils
        self._made: dict[tuple[NameForm, Certainty], dict[int, Candidate]] = {}
        self._forms: dict[int, tuple[tuple[Candidate, ...], frozenset[NameForm]]] = {}

    def of(self, pupils: MatchingPupils) -> tuple[Candidate, ...]:
        """Return candidates in the order of the roll."""
        return tuple(self._candidate(position, *pupils[position]) for position in sorted(pupils))

    def _candidate(self, position: int, form: NameForm, certainty: Certainty) -> Candidate:
        made = self._made.setdefault((form, certainty), {})
        found = made.get(position)
        if found is None:
            found = made[position] = Candidate(self._pupils[position].id, form, certainty)
        return found

    def forms(self, candidates: tuple[Candidate, ...]) -> frozenset[NameForm]:
        """Return the forms in which a name may be these pupils'; remembered for large groups."""
        known = self._forms.get(id(candidates))
        if known is not None and known[0] is candidates:
            return known[1]
        forms = frozenset([candidate.form for candidate in candidates])
        if len(candidates) > _MANY:
            remember(self._forms, id(candidates), (candidates, forms))
        return forms

    def together(self, one: tuple[Candidate, ...], two: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Return the candidates of two readings of one place, in roll order, each as the likelier reading has it."""
        met = {candidate.pupil_id: candidate for candidate in one}
        added = False
        for candidate in two:
            known = met.get(candidate.pupil_id)
            if known is None or known.certainty < candidate.certainty:
                met[candidate.pupil_id] = candidate
                added = True
        if not added:
            return one
        return tuple(sorted(met.values(), key=lambda candidate: self._positions[candidate.pupil_id]))

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {pupil.id: position for position, pupil in enumerate(self._pupils)}
