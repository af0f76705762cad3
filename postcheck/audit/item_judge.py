"""Judges items of a store, each by itself: whether it names or shows whom a report is about, and must come down."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from postcheck.audit.appearances import appearances
from postcheck.audit.may_name import MayName
from postcheck.audit.published import as_draft, name_of
from postcheck.audit.store import StoredItem
from postcheck.engine.checker import Checker, ReadDraft
from postcheck.engine.executor import without_reading
from postcheck.find.finder import Finder
from postcheck.find.known_opinions import KnownOpinions, Opinions
from postcheck.find.known_people import own_names
from postcheck.find.language import load_language_model
from postcheck.model.audit import AuditItem, AuditMedium, NotExamined, comes_down
from postcheck.model.cause import Cause
from postcheck.model.draft import Draft, Unexamined
from postcheck.model.people import PeopleList, Roll
from postcheck.model.reading import Reading
from postcheck.model.report import DraftReport, Flag
from postcheck.model.settings import Settings
from postcheck.model.text import PlaceKind, Where
from postcheck.read.reader import Reader

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


@dataclass(frozen=True)
class About:
    """Whom and what a report is about."""

    today: date
    """The day to take for today."""
    pupil: str = ""
    """The id of the only pupil; empty for all."""
    changed: frozenset[str] | None = None
    """The ids of the only pupils, as the list changed for them; None for all."""
    compared: date | None = None
    """The day of the report with which the list is compared: what was read since concerns everybody."""
    hide_names: bool = False
    """Whether names will be masked."""
    keep_reading: bool = True
    """Whether the report keeps what only the web page shows (names in pictures, why a name counts): memory for each."""

    @property
    def ids(self) -> frozenset[str]:
        """The only pupils whom it is about; empty if it is about all."""
        return frozenset({self.pupil}) if self.pupil else self.changed or frozenset()

    @property
    def restricted(self) -> bool:
        """Whether it is not about everybody."""
        return bool(self.pupil) or self.changed is not None

    @property
    def of_few(self) -> bool:
        """Whether it is about so few pupils that most items need not be judged."""
        return self.restricted and len(self.ids) <= _FEW

    def is_new(self, stored: StoredItem) -> bool:
        """Whether an item, or what was read in its media, was read after the report with which the list is compared."""
        return self.compared is not None and (stored.judged is None or stored.judged > self.compared)


class Judged(NamedTuple):
    """What several items come to."""

    items: tuple[AuditItem, ...] = ()
    """Those in which there is something to say."""
    not_examined: tuple[NotExamined, ...] = ()
    total: int = 0
    """How many items they were."""
    new: int = 0
    """How many were judged for all pupils, as no report with which the list is compared did."""
    gone: int = 0
    """How many their archives no longer have."""


class ItemJudge:
    """Judges items; see :class:`~postcheck.engine.checker.Checker` for the settings and lists.

    Parameters
    ----------
    settings, roll, people:
        What they are judged by.
    opinions:
        What the language model is known to see.

    Raises
    ------
    PackError
        If the rule pack cannot be used.
    """

    def __init__(self, settings: Settings, roll: Roll, people: PeopleList, opinions: Opinions) -> None:
        name = settings.language_model
        model = KnownOpinions(opinions, name, lambda: load_language_model(name))
        finder = Finder(roll, people, model, own_names(settings.accounts, roll))
        self.checker = Checker(
            settings, roll, people, finder, threading.Lock(), reader=Reader(settings.ocr), published=True
        )
        self._roll = roll
        self._about = About(date.min)
        self._may_concern: Callable[[Draft, Reading], bool] = lambda *_: True

    def take(self, about: About) -> None:
        """Judge for this report from now on."""
        self._about = about
        if about.restricted and not about.ids:
            self._may_concern = lambda *_: False  # nobody is concerned
        elif about.of_few:
            self._may_concern = MayName(self._roll.by_id[identity] for identity in about.ids)

    def judge(self, several: Sequence[StoredItem]) -> Judged:
        """Return what items come to: of each by itself, but names are found in all of them together."""
        drafts = [ReadDraft(*as_draft(stored)) for stored in several]
        new = [self._about.is_new(stored) for stored in several]
        wanted = [
            number for number, read in enumerate(drafts) if new[number] or self._may_concern(read.draft, read.reading)
        ]
        found = dict(zip(wanted, self.checker.find([drafts[number] for number in wanted]), strict=True))
        items: list[AuditItem] = []
        not_examined: list[NotExamined] = []
        for number, (stored, read) in enumerate(zip(several, drafts, strict=True)):
            if number not in found:
                not_examined += _noted(stored, read.draft, (*read.draft.unexamined, *read.reading.unexamined))
                continue
            post = self.checker.judge(read, found[number], self._about.today, ())
            not_examined += _noted(stored, read.draft, post.unexamined)
            if flags := tuple(self._kept(post, whole=new[number] or not self._about.restricted)):
                kept = replace(post, flags=flags, suppressed=(), checklist=())
                items.append(_item(stored, kept if self._about.keep_reading else self._lean(kept)))
        gone = sum(stored.gone for stored in several)
        return Judged(tuple(items), tuple(not_examined), len(several), sum(new), gone)

    def _lean(self, post: DraftReport) -> DraftReport:
        """Return no more of an item than lists of what must come down need: there may be a million."""
        post = without_reading(post)
        flags = tuple(
            replace(flag, naming=replace(flag.naming, grounds=())) if flag.naming else flag for flag in post.flags
        )
        mentions = post.mentions if self._about.hide_names else ()
        return replace(post, flags=flags, mentions=mentions, called=(), suggestions=())

    def _kept(self, post: DraftReport, *, whole: bool) -> Iterator[Flag]:
        """Yield the flags that concern whom the report is about; of a whole item that is everybody."""
        pupil = self._about.pupil
        for flag in post.flags:
            if not flag.pupil_ids:
                continue
            causes = flag.causes or tuple(
                (identity, Cause.POLICY if comes_down(flag) else Cause.PERMITTED) for identity in flag.pupil_ids
            )
            concerned = {identity for identity, _ in causes}
            wanted = comes_down(flag) and (whole or bool(concerned & self._about.ids))
            if pupil:
                wanted = pupil in flag.pupil_ids
                causes = causes if pupil in concerned else (*causes, (pupil, Cause.PERMITTED))
            if wanted:
                yield replace(flag, causes=causes, where=_placed(flag.where))
        if pupil:
            yield from (
                replace(flag, where=_placed(flag.where))
                for flag in appearances(post, self._roll.by_id[pupil], self.checker.directory)
            )


def _noted(stored: StoredItem, draft: Draft, unexamined: Iterable[Unexamined]) -> Iterator[NotExamined]:
    """Yield what could not be examined of an item."""
    address = stored.item.address
    return (NotExamined(draft.path, one.file, one.reason, address) for one in unexamined)


def _item(stored: StoredItem, post: DraftReport) -> AuditItem:
    item = stored.item
    media = tuple(
        AuditMedium(
            name_of(medium),
            medium.kind.value,
            medium.member.archive if medium.member else "",
            read.content,
            read.reading is not None and not read.reading.of_nothing,
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
