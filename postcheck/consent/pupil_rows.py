"""The rows of a pupil: every name in them, and several rows made one, where the stricter of what they say counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from itertools import product
from typing import Any

from postcheck.formats.cells import words
from postcheck.model.people import DoNotPublish, GivenBy, Method, Pupil, Status, youngest_age

DETAILS = ("year_group", "form", "house", "school")
_METHODS = (Method.WRITTEN, Method.ONLINE, Method.VERBAL, Method.UNKNOWN)
"""From the firmest to the least firm."""
_STATUSES = (Status.CURRENT, Status.JOINING, Status.LEAVER)
_GIVERS = {
    GivenBy.PARENT: frozenset({"parent"}),
    GivenBy.PUPIL: frozenset({"pupil"}),
    GivenBy.BOTH: frozenset({"parent", "pupil"}),
}


def all_names(pupil: Pupil) -> Iterator[str]:
    """Yield the names of one row."""
    yield from (
        pupil.forename,
        pupil.surname,
        pupil.preferred_forename,
        pupil.preferred_surname,
        pupil.middle_names,
        *pupil.other_names,
    )


def words_of_names(*pupils: Pupil) -> frozenset[str]:
    """Return every word of the names of these rows."""
    return frozenset().union(
        *(words(name) for pupil in pupils for row in (pupil, *pupil.aliases) for name in all_names(row))
    )


def named_further(row: Pupil, further: Mapping[str, Sequence[str]]) -> Pupil:
    """Return a row under its further names as well: every first name with every surname.

    Parameters
    ----------
    row:
        The row.
    further:
        Its names in other columns: of ``forename``, of ``surname`` and of ``other_names``.
    """
    others = tuple(dict.fromkeys((*row.other_names, *further.get("other_names", ()))))
    row = replace(row, other_names=others)
    pairs = product((row.forename, *further.get("forename", ())), (row.surname, *further.get("surname", ())))
    known = {
        (row.forename.casefold(), row.surname.casefold()),
        (row.preferred_forename.casefold(), row.surname.casefold()),
    }
    new = {(first.casefold(), last.casefold()): (first, last) for first, last in pairs}
    aliases = [replace(row, forename=first, surname=last) for key, (first, last) in new.items() if key not in known]
    return replace(row, aliases=tuple(aliases))


def merged(rows: Sequence[Pupil]) -> Pupil:
    """Return the rows of one pupil as one: the stricter reading of everything, and every name."""
    first = rows[0]
    if len(rows) == 1:
        return first
    names = {tuple(all_names(first))}
    aliases = []
    for row in [one for each in rows for one in (each, *each.aliases)][1:]:
        key = tuple(all_names(row))
        if key not in names and any(key):
            names.add(key)
            aliases.append(row)
    details: dict[str, Any] = {
        detail: next((text for row in rows if (text := getattr(row, detail))), "") for detail in DETAILS
    }
    # Older pupils may have to be asked themselves.
    details["year_group"] = max(
        (row.year_group for row in rows if row.year_group), key=lambda group: youngest_age(group) or 0, default=""
    )
    return replace(
        reduce(_stricter, rows),
        **details,
        contradictory=any(agreed(row) != agreed(first) for row in rows[1:]),
        aliases=tuple(aliases),
    )


def agreed(row: Pupil) -> tuple[object, ...]:
    """Return what a row says about consent."""
    return (
        row.answers,
        row.do_not_publish,
        row.method,
        row.given_by,
        row.given_on,
        row.expires_on,
        row.withdrawn_on,
        row.status,
        row.leaving_date,
    )


def _stricter(one: Pupil, other: Pupil) -> Pupil:
    bars = {one.do_not_publish, other.do_not_publish} - {DoNotPublish.NONE}
    giver, differ = _givers(one, other)
    left = any(row.status is Status.LEAVER and row.leaving_date is None for row in (one, other))
    return replace(
        one,
        answers=tuple(
            (column, max(mine, theirs, key=lambda answer: answer.strictness))
            for (column, mine), (_, theirs) in zip(one.answers, other.answers, strict=True)
        ),
        do_not_publish=DoNotPublish.ALL if len(bars) > 1 else next(iter(bars), DoNotPublish.NONE),
        method=max(one.method, other.method, key=_METHODS.index),
        status=max(one.status, other.status, key=_STATUSES.index),
        given_by=giver,
        givers_differ=differ,
        giver_blank=one.giver_blank or other.giver_blank,
        given_on=_pick(max, one.given_on, other.given_on),
        expires_on=_pick(min, one.expires_on, other.expires_on),
        withdrawn_on=_pick(min, one.withdrawn_on, other.withdrawn_on),
        # A leaver without a date has left already, whatever another row says.
        leaving_date=None if left else _pick(min, one.leaving_date, other.leaving_date),
    )


def _givers(one: Pupil, other: Pupil) -> tuple[GivenBy | None, bool]:
    """Return who gave consent by both rows, and whether they contradict each other; a blank contradicts nothing."""
    if one.givers_differ or other.givers_differ:
        return None, True
    if one.given_by is None or other.given_by is None:
        return one.given_by or other.given_by, False
    agree = _GIVERS[one.given_by] & _GIVERS[other.given_by]
    return next((giver for giver, who in _GIVERS.items() if who == agree), None), not agree


def _pick(choose: Callable[[list[date]], date], *days: date | None) -> date | None:
    known = [day for day in days if day is not None]
    return choose(known) if known else None
