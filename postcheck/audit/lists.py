"""What changed in the consent list since an earlier audit, row by row, by digests that the store keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from postcheck.audit.store import AuditStore
from postcheck.errors import UsageError
from postcheck.judge.consent import ANY, Terms, lapsed
from postcheck.model.audit import ListChanges
from postcheck.model.people import Pupil, Roll
from postcheck.text.listing import listed

_MOST_DAYS = 12


@dataclass(frozen=True)
class Changed:
    """Whom the changes concern."""

    ids: frozenset[str]
    changes: ListChanges


def rows_of(store: AuditStore, roll: Roll) -> dict[str, str]:
    """Return a digest of each row of the list, by the digest of the pupil's id; only this store can tell them."""
    return {store.digest(pupil.id): store.digest(_row(pupil)) for pupil in roll.pupils}


def changed_since(store: AuditStore, roll: Roll, since: date, today: date, terms: Iterable[Terms]) -> Changed:
    """Return whose rows changed since the last list that was kept by a day.

    Whoever's row is as it was counts too if time alone has changed what it comes to: consent ran out, say.

    Parameters
    ----------
    since:
        The day.
    today:
        The day that stands for today.
    terms:
        What the policy asks of consent.

    Raises
    ------
    UsageError
        If no list was kept by then.
    """
    days = store.list_days()
    if since > today:
        raise UsageError(f"--since names a day to come. {_kept(days)}", advice=_advice(days))
    compared = max((day for day in days if day <= since), default=None)
    if compared is None:
        raise UsageError(f"no consent list was kept by the day that --since names. {_kept(days)}", advice=_advice(days))
    former = store.kept_list(compared)
    rows = rows_of(store, roll)
    by_digest = {store.digest(pupil.id): pupil for pupil in roll.pupils}
    new = {by_digest[pupil].id for pupil in rows.keys() - former.keys()}
    changed = {by_digest[pupil].id for pupil in rows.keys() & former.keys() if rows[pupil] != former[pupil]}
    every = {ANY, *terms}
    by_time = {
        pupil.id
        for pupil in roll.pupils
        if pupil.id not in new | changed
        and any(lapsed(pupil, compared, one) != lapsed(pupil, today, one) for one in every)
    }
    gone = len(former.keys() - rows.keys())
    return Changed(
        frozenset(new | changed | by_time),
        ListChanges(since, compared, len(changed), len(new), len(by_time), gone),
    )


def gone_since_last(store: AuditStore, rows: Mapping[str, str], today: date) -> tuple[int, date] | None:
    """Return how many pupils are no longer on the list, and since which day's; None if there was none, or none are."""
    compared = max((day for day in store.list_days() if day <= today), default=None)
    if compared is None:
        return None
    gone = len(store.kept_list(compared).keys() - rows.keys())
    return (gone, compared) if gone else None


def _row(pupil: Pupil) -> str:
    """Return all that a row says, wherever in the list it stands and however the columns are ordered."""
    plain = replace(pupil, line=0, answers=tuple(sorted(pupil.answers)), aliases=())
    return "\n".join((repr(plain), *sorted(map(_row, pupil.aliases))))


def _kept(days: tuple[date, ...]) -> str:
    if not days:
        return "No report on the whole list has been made of this store yet."
    shown = [day.isoformat() for day in days[:_MOST_DAYS]]
    more = f" and {len(days) - len(shown)} later ones" if len(days) > len(shown) else ""
    return f"Lists were kept on {listed(shown, 'and')}{more}."


def _advice(days: tuple[date, ...]) -> str:
    return "Name one of these days or a later one." if days else "Run the report without --since first; it keeps one."
