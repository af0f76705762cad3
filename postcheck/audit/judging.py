"""Judges what is in a store by today's consent list and policy: nothing is looked at again, only matched and judged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from postcheck.audit.appearances import appearances
from postcheck.audit.lists import Changed, changed_since, gone_since_last, rows_of
from postcheck.audit.may_name import MayName
from postcheck.audit.opinions import StoredOpinions
from postcheck.audit.published import as_draft, name_of
from postcheck.audit.store import AuditStore, StoredItem
from postcheck.config.settings import Overrides
from postcheck.engine.checker import Checker, ReadDraft
from postcheck.engine.executor import without_reading
from postcheck.engine.factory import Factory, Kept
from postcheck.engine.incremental import listed_in, notes_on
from postcheck.engine.job import Job
from postcheck.errors import UsageError
from postcheck.find.finder import Finder
from postcheck.find.known_people import own_names
from postcheck.model.audit import (
    AuditItem,
    AuditMedium,
    AuditReport,
    NotExamined,
    comes_down,
)
from postcheck.model.cause import Cause
from postcheck.model.draft import Draft, PersonRef, Unexamined
from postcheck.model.people import Pupil, Roll
from postcheck.model.reading import Reading
from postcheck.model.report import DraftReport, Flag
from postcheck.model.text import Passage, PlaceKind, Where
from postcheck.read.reader import Reader
from postcheck.report.audit_words import gone_words
from postcheck.text.listing import listed

T = TypeVar("T")
_TOGETHER = 32
"""Items whose names are found together."""
_NAMES = 200
"""Names of files in which names are found together."""
_FEW = 50
"""Up to this many pupils it is quicker to leave out at once what cannot name them."""
_PLACES = {
    "place": "in the name of a place",
    "comment": "in a comment",
    "author": "in the author's name",
    "source": "in the source of the page",
    "tags": "among the tags",
    "name": "in the name that it has there",
    "filename": "in the name of the file",
}
"""Where a text of an item stands, of fields that have another meaning in a draft or none."""
_AS_IN_DRAFTS = frozenset(
    {"", "body", "title", "first_comment", "link", "alt", "caption", "credit", "meta", "subtitles"}
)
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
        model = StoredOpinions(store, settings.language_model)
        finder = Finder(roll, people, model, own_names(settings.accounts, roll))
        self._checker = Checker(
            settings, roll, people, finder, threading.Lock(), reader=Reader(settings.ocr), published=True
        )
        self._store = store
        self._job = job
        self._roll: Roll = roll
        self._pupil = self._looked_up(job.pupil) if job.pupil else None
        self._changed: Changed | None = None
        if job.since is not None:
            self._changed = changed_since(store, roll, job.since, job.today, self._checker.terms)
        self._items: list[AuditItem] = []
        self._not_examined: list[NotExamined] = []
        self._new = self._gone_items = 0

    def report(self) -> AuditReport:
        """Return what the audit comes to."""
        counts = self._store.counts()
        for several in _batched(self._wanted(), _TOGETHER):
            self._judge(several)
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
            changes=replace(self._changed.changes, read=self._new) if self._changed else None,
            gone=self._gone_items,
            names={pupil.id: pupil.known_as for pupil in self._roll.pupils if pupil.id in concerned | self._ids},
            others=tuple(self._named()) if self._job.hide_names else (),
            listed=listed_in([self._checker]),
        )

    def keep_list(self) -> None:
        """Keep today's list, as digests, for whoever asks later what changed since."""
        self._store.keep_list(self._job.today, rows_of(self._store, self._roll))

    @property
    def _ids(self) -> frozenset[str]:
        """The only pupils whom it is about; empty if it is about all."""
        if self._pupil is not None:
            return frozenset({self._pupil.id})
        return self._changed.ids if self._changed else frozenset()

    def _wanted(self) -> Iterator[tuple[StoredItem, Draft, Reading]]:
        """Yield the items that have to be judged; what could not be examined of the others is noted."""
        if self._changed and not self._ids:
            few: Callable[[Draft, Reading], bool] = lambda *_: False  # noqa: E731 - nobody is concerned
        elif self._ids and len(self._ids) <= _FEW:
            few = MayName(self._roll.by_id[identity] for identity in self._ids)
        else:
            few = lambda *_: True  # noqa: E731 - everything is judged
        for stored in self._store:
            draft, reading = as_draft(stored)
            is_new = self._is_new(stored)
            self._new += is_new
            self._gone_items += stored.gone
            if is_new or few(draft, reading):
                yield stored, draft, reading
            else:
                self._note(stored, draft, (*draft.unexamined, *reading.unexamined))

    def _judge(self, several: Sequence[tuple[StoredItem, Draft, Reading]]) -> None:
        read = [ReadDraft(draft, reading) for _, draft, reading in several]
        for (stored, draft, _), one, mentions in zip(several, read, self._checker.find(read), strict=True):
            post = self._checker.judge(one, mentions, self._job.today, ())
            self._note(stored, draft, post.unexamined)
            flags = tuple(self._kept(post, whole=not self._restricted or self._is_new(stored)))
            if flags:
                kept = replace(post, flags=flags, suppressed=(), checklist=())
                self._items.append(_item(stored, kept if self._job.keep_reading else self._lean(kept)))

    def _lean(self, post: DraftReport) -> DraftReport:
        """Return no more of an item than lists of what must come down need: there may be a million."""
        post = without_reading(post)
        flags = tuple(
            replace(flag, naming=replace(flag.naming, grounds=())) if flag.naming else flag for flag in post.flags
        )
        mentions = post.mentions if self._job.hide_names else ()
        return replace(post, flags=flags, mentions=mentions, called=(), suggestions=())

    def _is_new(self, stored: StoredItem) -> bool:
        """Whether an item has to be judged for all pupils, as no report with which the list is compared did."""
        return self._changed is not None and self._changed.is_new(stored)

    def _kept(self, post: DraftReport, *, whole: bool) -> Iterator[Flag]:
        """Yield the flags that concern whom the report is about; of a whole item that is everybody."""
        for flag in post.flags:
            if not flag.pupil_ids:
                continue
            causes = flag.causes or tuple(
                (identity, Cause.POLICY if comes_down(flag) else Cause.PERMITTED) for identity in flag.pupil_ids
            )
            concerned = {identity for identity, _ in causes}
            wanted = comes_down(flag) and (whole or bool(concerned & self._ids))
            if self._pupil is not None:
                wanted = self._pupil.id in flag.pupil_ids
                causes = causes if self._pupil.id in concerned else (*causes, (self._pupil.id, Cause.PERMITTED))
            if wanted:
                yield replace(flag, causes=causes, where=_placed(flag.where))
        if self._pupil is not None:
            yield from (
                replace(flag, where=_placed(flag.where))
                for flag in appearances(post, self._pupil, self._checker.directory)
            )

    @property
    def _restricted(self) -> bool:
        return self._pupil is not None or self._changed is not None

    def _note(self, stored: StoredItem, draft: Draft, unexamined: Iterable[Unexamined]) -> None:
        """Note what could not be examined of an item."""
        address = stored.item.address
        self._not_examined += (NotExamined(draft.path, one.file, one.reason, address) for one in unexamined)

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


def _item(stored: StoredItem, post: DraftReport) -> AuditItem:
    item = stored.item
    media = tuple(
        AuditMedium(
            name_of(medium),
            medium.kind.value,
            medium.member.archive if medium.member else "",
            read.content,
            read.reading is not None,
        )
        for medium, read in zip(item.media, stored.readings, strict=True)
    )
    return AuditItem(
        item.source.value,
        item.kind.value,
        item.date,
        item.account,
        item.address,
        item.place.archive,
        str(item.place),
        media,
        post,
        stored.gone,
    )


def _placed(where: Where) -> Where:
    """Return a place without lines and columns: the texts of an item have none in its archive."""
    if where.kind is not PlaceKind.TEXT:
        return where
    field_name = where.field or ""
    place = where.place or _PLACES.get(field_name, "")
    if not place and field_name not in _AS_IN_DRAFTS:
        place = f"in what the export calls “{field_name}”"
    return replace(where, line=None, column=None, place=place)
