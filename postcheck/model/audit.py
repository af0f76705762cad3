"""What an audit of what is published comes to: items, why each must come down, and what could not be examined."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from postcheck.model.cause import Cause, gravest
from postcheck.model.pack import Pack
from postcheck.model.people import ListedNames
from postcheck.model.report import DraftReport, Flag, Report, Verdict
from postcheck.model.severity import Severity


def comes_down(flag: Flag) -> bool:
    """Whether a flag asks for something: to take down what it is about, or to decide about it."""
    return flag.severity is not Severity.NOTE


def cause_of(flag: Flag) -> Cause:
    """Return why it must come down, as one word; of several pupils who may be meant, the most serious counts."""
    return gravest(cause for _, cause in flag.causes) or Cause.POLICY


@dataclass(frozen=True, slots=True)
class AuditMedium:
    """A picture, video or document that an item shows."""

    file: str
    """Its path in its archive; or as the export names it, if it lacks it."""
    kind: str
    """``image``, ``video``, ``document`` or ``other``."""
    archive: str = ""
    """The archive that it lies in; empty if the export lacks it."""
    content: str = ""
    """The SHA-256 of the file, in hexadecimal digits; empty if it could not be opened."""
    looked_at: bool = False


@dataclass(frozen=True)
class AuditItem:
    """Something that is published and concerns a pupil."""

    source: str
    """``facebook``, ``website`` … as :class:`postcheck.archive.base.Source` has it."""
    kind: str
    date: dt.datetime | dt.date | None
    account: str
    address: str
    """Where it stands on the network; empty if the export doesn't say."""
    archive: str
    place: str
    """Where it stands in the archive."""
    media: tuple[AuditMedium, ...]
    post: DraftReport
    """What was found: only flags that concern a pupil of the roll."""
    gone: bool = False
    """Whether its archive no longer had it when it was last read: it was taken down, edited or not exported again."""

    @property
    def cause(self) -> Cause:
        """Why it must come down: the most serious of its flags that ask for something."""
        flags = [flag for flag in self.post.flags if comes_down(flag)] or self.post.flags
        return gravest(map(cause_of, flags)) or Cause.POLICY

    @property
    def comes_down(self) -> bool:
        """Whether any of its flags asks for something."""
        return any(map(comes_down, self.post.flags))

    @property
    def order(self) -> tuple[int, int, str, str]:
        """A key that sorts items: the most serious first, then the newest, those without a date last."""
        day = day_of(self.date)
        rank = self.cause.rank if self.comes_down else len(Cause)
        return (rank, -day.toordinal() if day else 0, self.archive, self.place)


def day_of(moment: dt.datetime | dt.date | None) -> dt.date | None:
    """Return the day of a moment; None if it is not known."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


@dataclass(frozen=True, slots=True)
class NotExamined:
    """Something of what is published that could not be examined."""

    place: str
    """Where it stands in the archive."""
    file: str
    """The file that it is about; empty if it is about the place itself."""
    reason: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What changed in the consent list since an earlier audit."""

    since: dt.date
    """The day that was asked for."""
    compared: dt.date
    """The day of the list that it was compared with."""
    changed: int = 0
    """How many rows are not as they were."""
    new: int = 0
    lapsed: int = 0
    """How many rows are as they were, and what they say no longer holds, or only holds now, as time has gone by."""
    gone: int = 0
    """How many pupils are no longer on the list: nobody can be judged who isn't."""
    read: int = 0
    """How many items were read since, in whole or in part, and so are judged for all pupils."""


@dataclass(frozen=True)
class AuditReport:
    """What an audit came to."""

    items: tuple[AuditItem, ...]
    """The most serious first."""
    pack: Pack
    day: dt.date
    """The day that stands for today."""
    total: int
    """How many published items there are in the store."""
    sources: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """How many items each source has."""
    media: int = 0
    gone: int = 0
    """How many items their archives no longer had when they were last read."""
    not_examined: tuple[NotExamined, ...] = ()
    consent_lists: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know about the whole: sentences that name no pupil."""
    pupil: str = ""
    """The id of the only pupil whom it is about: everything is listed then, what may stay as well."""
    changes: ListChanges | None = None
    """What changed in the list, if only those are reported whom that concerns."""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Names of the pupils whom it is about, by id."""
    others: tuple[DraftReport, ...] = ()
    """Other posts with names that must be masked where names are hidden."""
    listed: ListedNames = field(default=ListedNames(), repr=False, compare=False)
    """The consent lists that it was judged by."""

    @property
    def verdict(self) -> Verdict:
        """What it comes to, as that of a check; without any item there is nothing that could be right."""
        severities = {flag.severity for flag in self.flags}
        if Severity.FAIL in severities:
            return Verdict.FAIL
        if Severity.REVIEW in severities:
            return Verdict.REVIEW
        whole = self.total and not self.not_examined and not (self.changes and self.changes.gone)
        return Verdict.PASS if whole else Verdict.INCOMPLETE

    @property
    def flags(self) -> Iterator[Flag]:
        """Every flag of every item."""
        return (flag for item in self.items for flag in item.post.flags)

    @property
    def as_checked(self) -> Report:
        """The same as the report of a check, for whatever goes by one."""
        return Report((*(item.post for item in self.items), *self.others), self.pack, self.day, self.notes, self.listed)
