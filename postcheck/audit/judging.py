"""Judges what is in a store by today's consent list and policy: nothing is looked at again, only matched and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from postcheck.audit.item_judge import About, ItemJudge, Judged
from postcheck.audit.judge_pool import Orders, judged_side_by_side
from postcheck.audit.lists import Changed, changed_since, gone_since_last, rows_of
from postcheck.audit.opinions import InStore
from postcheck.audit.store import AuditStore
from postcheck.config.settings import Overrides
from postcheck.engine.checker import ReadDraft
from postcheck.engine.factory import Factory, Kept
from postcheck.engine.incremental import listed_in, notes_on
from postcheck.engine.job import Job
from postcheck.errors import UsageError
from postcheck.model.audit import AuditItem, AuditReport, NotExamined
from postcheck.model.draft import Draft, PersonRef
from postcheck.model.people import Pupil, Roll
from postcheck.model.reading import Reading
from postcheck.model.report import DraftReport
from postcheck.model.text import Passage, PlaceKind, Where
from postcheck.report.audit_words import gone_words
from postcheck.text.listing import listed

T = TypeVar("T")
_TOGETHER = 32
"""Items whose names are found together."""
_NAMES = 200
"""Names of files in which names are found together."""
_ENOUGH = 1_500
"""Items from which on it is worth while to start processes: they take as long to start as it takes to judge these."""
_ENOUGH_OF_FEW = 10_000
"""The same, where few pupils are looked for."""
_UNFINISHED = "It was not read to its end. Run `postcheck audit read` again with the same archives and store."


@dataclass(frozen=True)
class AuditJob:
    """What a report is asked for."""

    today: date
    """The day to take for today."""
    overrides: Overrides = field(default_factory=Overrides)
    config: Path | None = None
    no_config: bool = False
    pupil: str = ""
    """Id or full name of the only pupil whom it is about; empty for all."""
    hide_names: bool = False
    """Whether names will be masked, so that they are looked for in the names of all files that are not examined."""
    since: date | None = None
    """Only pupils of whom the list changed since that day; None for all."""
    jobs: int = 1
    """How many processes judge, where there are enough items."""
    keep_reading: bool = True
    """Whether the report keeps what only the web page shows (names in pictures, why a name counts): memory for each."""


class Audit:
    """Judges a store.

    Parameters
    ----------
    store:
        What was read.
    job:
        What is asked for.
    environ:
        The environment, for ``POSTCHECK_`` variables.
    notice:
        Takes what the user should know that isn't about any one item.

    Raises
    ------
    PostcheckError
        If settings, lists or the rule pack cannot be used, or the pupil is not on the list.
    """

    def __init__(
        self, store: AuditStore, job: AuditJob, environ: Mapping[str, str], notice: Callable[[str], None]
    ) -> None:
        asked = Job((), job.today, job.overrides, config=job.config, no_config=job.no_config)
        factory = Factory(asked, environ, notice, Kept())
        settings = factory.settings_for(Path.cwd())
        roll, people = factory.lists_for(settings)
        if roll.file is None:
            raise UsageError(
                "no consent list is given, and without one nobody can say what must come down.",
                advice="Name it with --consent, or in postcheck.toml.",
            )
        self._opinions = InStore(store, settings.language_model)
        self._judge = ItemJudge(settings, roll, people, self._opinions)
        self._checker = self._judge.checker
        self._store = store
        self._job = job
        self._roll: Roll = roll
        self._pupil = self._looked_up(job.pupil) if job.pupil else None
        self._changed: Changed | None = None
        if job.since is not None:
            self._changed = changed_since(store, roll, job.since, job.today, self._checker.terms)
        self._orders = Orders(store.path, settings, roll, people, self._about())
        self._judge.take(self._orders.about)
        self._items: list[AuditItem] = []
        self._not_examined: list[NotExamined] = []

    def _about(self) -> About:
        job = self._job
        return About(
            job.today,
            self._pupil.id if self._pupil else "",
            self._changed.ids if self._changed else None,
            self._changed.changes.compared if self._changed else None,
            hide_names=job.hide_names,
            keep_reading=job.keep_reading,
        )

    def report(self, judged_more: Callable[[int], None] = lambda _: None) -> AuditReport:
        """Return what the audit comes to; ``judged_more`` is told each time how many more items were judged."""
        counts = self._store.counts()
        new = gone = 0
        for judged in self._judged():
            self._items += judged.items
            self._not_examined += judged.not_examined
            judged_more(judged.total)
            new += judged.new
            gone += judged.gone
        self._not_examined += (NotExamined(str(one.place), "", one.reason) for one in self._store.not_read())
        self._not_examined += (NotExamined(name, "", _UNFINISHED) for name in counts.unfinished)
        items = tuple(sorted(self._items, key=lambda item: item.order))
        concerned = {identity for item in items for flag in item.post.flags for identity in flag.pupil_ids}
        return AuditReport(
            items=items,
            pack=self._checker.pack,
            day=self._job.today,
            total=len(self._store),
            sources=dict(counts.items),
            media=counts.media,
            not_examined=tuple(dict.fromkeys(self._not_examined)),
            consent_lists=self._roll.files,
            notes=(*notes_on([self._checker], self._job.today), *self._gone()),
            pupil=self._pupil.id if self._pupil else "",
            changes=replace(self._changed.changes, read=new) if self._changed else None,
            gone=gone,
            names={
                pupil.id: pupil.known_as
                for pupil in self._roll.pupils
                if pupil.id in concerned | self._orders.about.ids
            },
            others=tuple(self._named()) if self._job.hide_names else (),
            listed=listed_in([self._checker]),
        )

    def keep_list(self) -> None:
        """Keep today's list, as digests, for whoever asks later what changed since."""
        self._store.keep_list(self._job.today, rows_of(self._store, self._roll))

    def _judged(self) -> Iterator[Judged]:
        """Yield what the items come to, several at a time."""
        enough = _ENOUGH_OF_FEW if self._orders.about.of_few else _ENOUGH
        if self._job.jobs > 1 and len(self._store) >= enough:
            yield from judged_side_by_side(
                self._store, _TOGETHER, self._orders, self._judge, self._opinions, self._job.jobs
            )
        else:
            yield from map(self._judge.judge, _batched(self._store, _TOGETHER))

    def _named(self) -> Iterator[DraftReport]:
        """Yield what is to be masked in the names of files that could not be examined."""
        names = (name for one in self._not_examined for name in (one.place, one.file))
        for several in _batched(dict.fromkeys(names), _NAMES):
            passages = [Passage(name, PlaceKind.FILENAME, name, "filename") for name in several if name]
            read = ReadDraft(Draft("", None), Reading(tuple(passages)))
            (mentions,) = self._checker.find([read])
            if mentions:
                yield DraftReport(read.draft, self._checker.pack, (), self._job.today, mentions=mentions)

    def _gone(self) -> Iterator[str]:
        if self._changed is not None:
            return
        gone = gone_since_last(self._store, rows_of(self._store, self._roll), self._job.today)
        if gone:
            yield gone_words(*gone)

    def _looked_up(self, written: str) -> Pupil:
        pupils = self._checker.directory.look_up(PersonRef(written, Where(PlaceKind.POST, ""))).pupils
        if not pupils:
            raise UsageError(
                "--pupil names nobody on the consent list.",
                advice="Give an id or a full name as the list has it. Whoever has left needs a row to be looked for.",
            )
        if len(pupils) > 1:
            ids = listed([pupil.id for pupil in pupils], "and")
            raise UsageError(f"several pupils have the name that --pupil gives: {ids}.", advice="Give the id of one.")
        return pupils[0]


def _batched(found: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(found)
    while several := list(islice(rest, size)):
        yield several
