"""Ids for children whose export has none: numbers, which tell nothing.

Drafts name pupils by these ids, so that a child keeps its own for as long as each list is written over the last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from postcheck.consent.consent_list import Reading
from postcheck.consent.imports.record import ID
from postcheck.errors import ConsentListError
from postcheck.formats.cells import normalize_header
from postcheck.formats.files import holds_something
from postcheck.model.people import Pupil

_NUMBER = re.compile(r"N(?P<number>[0-9]{1,9})", re.IGNORECASE)
_WHO = ("forename", "surname", "year_group", "form")


def listed_before(out: Path) -> tuple[Pupil, ...]:
    """Return the rows of the list that is about to be written over; none if there is no list."""
    if not holds_something(out):
        return ()
    try:
        return tuple(row for row in Reading(out, None).rows if row.id)
    except ConsentListError:
        return ()


def give_ids(rows: Sequence[dict[str, str]], before: Sequence[Pupil]) -> int:
    """Give each row an id, and return how many kept the one they had.

    Parameters
    ----------
    rows:
        A row for each child. Those of one name and class are one child's already.
    before:
        The list that is written over. A child keeps its id if name and class are the same and nobody else's in it; no
        other child gets an id that stands there.
    """
    ids: dict[tuple[str, ...], set[str]] = {}
    for pupil in before:
        ids.setdefault(tuple(normalize_header(getattr(pupil, name)) for name in _WHO), set()).add(pupil.id)
    whose = Counter(pupil_id.casefold() for found in ids.values() for pupil_id in found)
    numbers = (_NUMBER.fullmatch(pupil.id) for pupil in before)
    last = max((int(match["number"]) for match in numbers if match), default=0)
    asked = Counter(_who(row) for row in rows)
    kept = 0
    for row in rows:
        who = _who(row)
        had = ids.get(who, set())
        if len(had) == 1 and asked[who] == 1 and whose[next(iter(had)).casefold()] == 1:
            row[ID] = next(iter(had))
            kept += 1
        else:
            last += 1
            row[ID] = f"N{last:04}"
    return kept


def _who(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(normalize_header(row.get(name, "")) for name in _WHO)
