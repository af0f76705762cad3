"""Has the items of a store judged by several processes, which read it themselves; only the first one writes to it."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from postcheck.audit.item_judge import About, ItemJudge, Judged
from postcheck.audit.opinions import InStore, Lent
from postcheck.audit.store import AuditStore, Span
from postcheck.engine.processes import Died, Processes, pickled
from postcheck.errors import PostcheckError
from postcheck.find.known_opinions import Opinions
from postcheck.find.language import Reading as Opinion
from postcheck.model.people import PeopleList, Roll
from postcheck.model.settings import Settings

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

    from postcheck.model.pack import Pack
    from postcheck.model.report import DraftReport


@dataclass(frozen=True)
class Orders:
    """What items are judged by, which a process is told once."""

    store: Path
    settings: Settings
    roll: Roll
    people: PeopleList
    about: About


class _Portion(NamedTuple):
    """What a process is given to judge."""

    number: int
    span: Span


class _Answer(NamedTuple):
    """What a process says of a portion."""

    judged: Judged = Judged()
    """Without packs, as they are large and known."""
    opinions: Mapping[str, Opinion] = {}
    """What the language model sees in texts of which the store does not know that."""
    error: PostcheckError | None = None
    """Why it cannot judge anything."""


# In such a process


class _Worker:
    def __init__(self, orders: Orders) -> None:
        self._store = AuditStore(orders.store, lent=True)
        self._opinions = Lent(InStore(self._store, orders.settings.language_model))
        self._judge = ItemJudge(orders.settings, orders.roll, orders.people, self._opinions)
        self._judge.take(orders.about)

    def judge(self, span: Span) -> _Answer:
        judged = self._judge.judge([*self._store.items(span)])
        return _Answer(_with_pack(judged, None), self._opinions.taken())


_orders: Orders | None = None
_worker: _Worker | None = None


def _begin(orders: bytes, stop: Event) -> None:
    """Get ready, in a new process."""
    del stop  # a portion takes no longer than to end a process does
    global _orders  # noqa: PLW0603 - there is one in a process, and no other way to hand it on
    _orders = pickle.loads(orders)  # noqa: S301 - our own process wrote it


def _judge(portion: _Portion) -> bytes:
    global _worker  # noqa: PLW0603 - as above
    if _orders is None:
        raise RuntimeError
    try:
        _worker = _worker or _Worker(_orders)
        return pickled(_worker.judge(portion.span))
    except PostcheckError as error:
        return pickled(_Answer(error=error))


# In the first process


def judged_side_by_side(
    store: AuditStore, size: int, orders: Orders, here: ItemJudge, opinions: Opinions, workers: int
) -> Iterator[Judged]:
    """Yield what the items of a store come to, in their order.

    Parameters
    ----------
    store:
        The store.
    size:
        How many items a process judges together.
    orders:
        What they are judged by.
    here:
        Judges by the same in this process, which it does for items at which a process died, twice: that may have been
        ended for want of memory, and no item may be left out for that.
    opinions:
        Where it is kept what the language model sees.
    workers:
        How many processes.

    Raises
    ------
    PostcheckError
        If a process cannot judge anything, or the store fails.
    """
    processes = Processes(_judge, workers, _begin, pickled(orders), _never)
    waiting: dict[int, Judged] = {}
    turn = 0
    with store.lent():
        for portion, found in processes.run(_Portion(*one) for one in enumerate(store.spans(size))):
            if isinstance(found, Died):
                waiting[portion.number] = here.judge([*store.items(portion.span)])
            else:
                answer: _Answer = pickle.loads(found)  # noqa: S301 - our own process wrote it
                if answer.error is not None:
                    raise answer.error
                if answer.opinions:
                    opinions.keep(answer.opinions)
                waiting[portion.number] = _with_pack(answer.judged, here.checker.pack)
            while turn in waiting:
                yield waiting.pop(turn)
                turn += 1


def _with_pack(judged: Judged, pack: Pack | None) -> Judged:
    def packed(post: DraftReport) -> DraftReport:
        return replace(post, pack=pack)  # type: ignore[arg-type] # put back where it arrives

    return judged._replace(items=tuple(replace(item, post=packed(item.post)) for item in judged.items))


def _never() -> bool:
    return False
