"""What every report of an audit for people says, and how it groups what was found."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postcheck.model.audit import AuditItem, AuditReport, NotExamined, cause_of, comes_down, day_of
from postcheck.model.cause import Cause, gravest
from postcheck.model.report import Flag, Verdict
from postcheck.model.severity import Category, Severity
from postcheck.report import summary
from postcheck.report.mask import Masker
from postcheck.report.wording import day_words
from postcheck.text.listing import listed

CAUSES: Mapping[Cause, str] = {
    Cause.DO_NOT_PUBLISH: "On the do-not-publish list",
    Cause.WITHDRAWN: "Consent was withdrawn",
    Cause.REFUSED: "Consent was refused",
    Cause.LEFT: "The pupil has left",
    Cause.EXPIRED: "Consent has run out",
    Cause.NOT_GIVEN: "No consent that counts is recorded",
    Cause.POLICY: "The policy allows it for nobody",
    Cause.PERMITTED: "May stay",
}
"""Headings, the most serious first."""
SHORT: Mapping[Cause, str] = {
    Cause.DO_NOT_PUBLISH: "do not publish",
    Cause.WITHDRAWN: "withdrawn",
    Cause.REFUSED: "refused",
    Cause.LEFT: "left",
    Cause.EXPIRED: "run out",
    Cause.NOT_GIVEN: "not given",
    Cause.POLICY: "policy",
    Cause.PERMITTED: "may stay",
}
_OF_ANOTHER = "May stay as far as this pupil goes; it may be another pupil of that name"
LEVELS = {Severity.FAIL: "Must come down:", Severity.REVIEW: "Please decide:", Severity.NOTE: "May stay:"}
"""What each level asks of a person."""
SOURCES = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "x": "X",
    "linkedin": "LinkedIn",
    "wordpress": "WordPress",
    "site": "website",
    "folder": "folder of posts",
}
NEXT = (
    "Next: take each item down where it was published, or edit it so that it no longer names or shows the pupil. Then "
    "export that account again, read the new export into a new store, and run the report again."
)


@dataclass(frozen=True)
class Reasoned:
    """Everything of one kind that could not be examined."""

    reason: str
    found: tuple[NotExamined, ...]


@dataclass(frozen=True)
class PupilLine:
    """What concerns one pupil."""

    identity: str
    name: str
    """Empty if names are hidden."""
    items: int
    """How many items ask for something."""
    stays: int
    """How many items are listed that may stay."""
    causes: Mapping[Cause, int]
    """Items by why, the most serious reason of each; the most serious first."""
    unsure: int
    """In how many of the items it may as well be another pupil."""

    @property
    def words(self) -> str:
        """What is said of the pupil."""
        parts = [f"{number} {SHORT[cause]}" for cause, number in self.causes.items()]
        why = SHORT[next(iter(self.causes))] if len(self.causes) == 1 else ", ".join(parts)
        said = f"{count_of(self.items, 'item')} ({why})" if self.items else ""
        stays = f"{count_of(self.stays, 'item')} that may stay" if self.stays else ""
        unsure = f"; in {self.unsure} it may be another pupil of that name" if self.unsure else ""
        return f"{listed([part for part in (said, stays) if part], 'and')}{unsure}"


def preamble(report: AuditReport, masker: Masker) -> tuple[summary.PreambleLine, ...]:
    """Say what was judged, by what, and what a reader must know about it."""
    lines = [summary.PreambleLine(f"Policy: {report.pack.title}, version {report.pack.version}", strong=True)]
    if report.pack.id == summary.NO_TRUST:
        advice = "Name your trust's with --policy, or in postcheck.toml."
        lines.append(summary.PreambleLine(f"No policy was chosen, so these are general rules only. {advice}"))
    lists = "list" if len(report.consent_lists) == 1 else "lists"
    named = listed([masker.path(name) for name in report.consent_lists], "and")
    lines.append(summary.PreambleLine(f"Judged as of {day_words(report.day)}, with the consent {lists} {named}."))
    sources = ", ".join(f"{number:,} from {SOURCES.get(name, name)}" for name, number in report.sources.items())
    lines.append(
        summary.PreambleLine(
            f"In the store: {count_of(report.total, 'published item')}{f' ({sources})' if sources else ''}, "
            f"{count_of(report.media, 'picture, video or document', 'pictures, videos and documents')}."
        )
    )
    if report.gone:
        lines.append(summary.PreambleLine(_no_longer(report.gone)))
    lines += [summary.PreambleLine(words) for words in scope(report)]
    lines += [summary.PreambleLine(masker.prose(note)) for note in report.notes]
    return tuple(lines)


def scope(report: AuditReport) -> Iterator[str]:
    """Say whom the report is about, if it isn't about all."""
    if report.pupil:
        yield (
            f"Only what names or shows pupil {report.pupil} is listed, and all of that: what must come down, and what "
            "may stay. Pictures without a name or a list of who is shown cannot be searched for a face."
        )
    changes = report.changes
    if changes is None:
        return
    yield (
        f"Only pupils of whom the consent list says something else than on {day_words(changes.compared)} are reported: "
        f"{count_of(changes.changed, 'row')} changed, {changes.new:,} new, {changes.lapsed:,} that time has changed "
        "(consent that ran out, for example). "
        f"{count_of(changes.read, 'item')} read since the report of that day {'is' if changes.read == 1 else 'are'} "
        "judged for all pupils."
    )
    if changes.gone:
        yield gone_words(changes.gone, changes.compared)


def _no_longer(number: int) -> str:
    """Say that archives no longer have some items."""
    return (
        f"{count_of(number, 'item')} {'is' if number == 1 else 'are'} no longer in the archive: it didn't have them "
        "when it was last read. They were taken down or edited, or the export holds less than the one before. They are "
        "judged and marked all the same: see for each that is listed whether it is still published."
    )


def gone_words(number: int, day: dt.date) -> str:
    """Say that pupils are no longer on the list."""
    who = "1 pupil who was" if number == 1 else f"{number:,} pupils who were"
    return (
        f"{who} on the consent list of {day_words(day)} {'is' if number == 1 else 'are'} no longer on it. Nobody who "
        "is not on the list is looked for, and the store does not know who they were: find them in your earlier list, "
        "add them to this one with the status leaver, and run the report again."
    )


def outcome(report: AuditReport) -> str:
    """Say what the audit came to: one sentence."""
    if not report.total:
        return "Nothing that is published is in the store, so nothing was judged."
    down = [item for item in report.items if item.comes_down]
    fails = sum(any(flag.severity is Severity.FAIL for flag in item.post.flags) for item in down)
    said = []
    if fails:
        said.append(f"{fails:,} must come down")
    if len(down) > fails:
        said.append(f"{len(down) - fails:,} {'needs' if len(down) - fails == 1 else 'need'} a decision")
    stays = len(report.items) - len(down)
    if stays:
        said.append(f"{stays:,} may stay")
    only = "" if report.changes is None else " (this is only about pupils of whom the list has changed)"
    if said:
        return f"Of {count_of(report.total, 'published item')}, {', '.join(said)}{only}."
    nobody = f"pupil {report.pupil}" if report.pupil else "any pupil in a way that must come down" + only
    found = f"Nothing was found that names or shows {nobody}"
    return f"{found}, but not everything could be examined." if report.verdict is Verdict.INCOMPLETE else f"{found}."


def next_step(report: AuditReport) -> str:
    """Say what to do next, and what was not asked about; empty if there is nothing to do."""
    said = ""
    if any(item.comes_down for item in report.items):
        said = NEXT
    elif not report.total:
        said = "That is no pass. Read the archives first: postcheck audit read ARCHIVE… --store FILE."
    elif report.verdict is Verdict.INCOMPLETE:
        said = "Next: look at what could not be examined yourself, or put it right and read it again. This is no pass."
    return f"{said} {_not_asked(report)}".strip()


def _not_asked(report: AuditReport) -> str:
    """Say how much of what is published was not asked about, as the list has changed for few; empty if all was."""
    changes = report.changes
    if changes is None or report.total <= changes.read:
        return ""
    rest = report.total - changes.read
    items = f"{rest:,} of {count_of(report.total, 'published item')} {'was' if rest == 1 else 'were'}"
    concerned = changes.changed + changes.new + changes.lapsed
    if concerned:
        only = "the only pupil" if concerned == 1 else f"the {concerned:,} pupils"
        said = f"{items} asked about {only} of whom the list has changed, and about nobody else"
    else:
        said = f"{items} not asked about, as the list has changed for nobody"
    return (
        f"This is not the whole: {said}. What had to come down before, and is still published, is not listed here: "
        "run the report without --since for that."
    )


def sections(report: AuditReport) -> Iterator[tuple[str, list[AuditItem]]]:
    """Yield the items under their headings, the most serious first: each item once."""
    headings = {**CAUSES, Cause.PERMITTED: _OF_ANOTHER}
    for cause, heading in headings.items():
        items = [item for item in report.items if item.comes_down and _cause(item, report.pupil) is cause]
        if items:
            yield heading, items
    if stays := [item for item in report.items if not item.comes_down]:
        yield CAUSES[Cause.PERMITTED], stays


def _cause(item: AuditItem, pupil: str) -> Cause:
    """Return why an item must come down; in a report on one pupil, as far as that pupil goes."""
    if not pupil:
        return item.cause
    return gravest(reason_of(flag, pupil) for flag in item.post.flags if comes_down(flag)) or Cause.PERMITTED


def pupils(report: AuditReport, *, show_names: bool) -> list[PupilLine]:
    """Return a line for each pupil whom something concerns: the most serious first, then whom most concerns."""
    found: dict[str, _Tally] = {}
    for item in report.items:
        flags: dict[str, list[Flag]] = {}
        for flag in item.post.flags:
            for identity in flag.pupil_ids:
                flags.setdefault(identity, []).append(flag)
        for identity in [report.pupil] if report.pupil else flags:
            found.setdefault(identity, _Tally()).add(flags.get(identity, ()), identity)
    lines = []
    for identity, tally in found.items():
        stays = tally.stays if report.pupil else 0
        if tally.causes or stays:
            ordered = dict(sorted(tally.causes.items(), key=lambda pair: pair[0].rank))
            name = report.names.get(identity, "") if show_names else ""
            lines.append(PupilLine(identity, name, tally.causes.total(), stays, ordered, tally.unsure))
    return sorted(lines, key=lambda line: (min((c.rank for c in line.causes), default=9), -line.items, line.identity))


@dataclass
class _Tally:
    """Counts the items that concern one pupil."""

    causes: Counter[Cause] = field(default_factory=Counter)
    stays: int = 0
    unsure: int = 0

    def add(self, flags: Sequence[Flag], identity: str) -> None:
        """Count an item by those of its flags that are about the pupil."""
        down = [flag for flag in flags if comes_down(flag)]
        cause = gravest(reason_of(flag, identity) for flag in down)
        if cause is not None and cause is not Cause.PERMITTED:
            self.causes[cause] += 1
            self.unsure += all(len(flag.pupil_ids) > 1 for flag in down)
        elif flags:
            self.stays += 1


def reasoned(report: AuditReport) -> list[Reasoned]:
    """Return what could not be examined, that for one reason together: the most frequent reason first."""
    found: dict[str, list[NotExamined]] = {}
    for one in report.not_examined:
        found.setdefault(one.reason, []).append(one)
    return sorted((Reasoned(reason, tuple(some)) for reason, some in found.items()), key=lambda one: -len(one.found))


def where_not_examined(one: NotExamined, masker: Masker) -> str:
    """Return the place of something that could not be examined."""
    own = one.file and one.file not in one.place
    return masker.path(f"{one.file} ({one.place})" if own else one.place)


def headline(item: AuditItem, masker: Masker) -> str:
    """Return source, date and account of an item."""
    day = day_of(item.date)
    parts = [SOURCES.get(item.source, item.source), item.kind, day_words(day) if day else "date unknown"]
    if item.account:
        parts.append(masker.written(item.account))
    if item.gone:
        parts.append("no longer in the archive")
    return ", ".join(parts)


def media_words(item: AuditItem, masker: Masker) -> str:
    """Return which files an item shows; empty if none."""
    named = [
        masker.path(medium.file) + ("" if medium.archive else " (missing in the export)")
        for medium in item.media[:_MOST]
    ]
    if len(item.media) > _MOST:
        named.append(f"{len(item.media) - _MOST} more")
    return listed(named, "and") if named else ""


def whose(flag: Flag) -> str:
    """Return who may be meant by a flag, each with why."""
    causes = dict(flag.causes)
    several = len(flag.pupil_ids) > 1
    said = [
        f"{identity}: {SHORT[causes.get(identity, Cause.PERMITTED)]}" if several or identity in causes else identity
        for identity in flag.pupil_ids
    ]
    return f"pupil {listed(said, 'or')}"


def says_what_to_do(flag: Flag) -> bool:
    """Whether the advice of a flag says more than to take it down: how to decide, or that nobody is to be asked."""
    decide = flag.category is Category.PICTURE and flag.severity is Severity.REVIEW
    return bool(flag.advice) and (decide or cause_of(flag) is Cause.DO_NOT_PUBLISH)


def reason_of(flag: Flag, pupil: str = "") -> Cause:
    """Return why a flag asks for something; in a report on one pupil, why of that pupil."""
    return dict(flag.causes).get(pupil, Cause.PERMITTED) if pupil else cause_of(flag)


def count_of(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun, with commas between thousands."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_MOST = 12
"""Files of one item that are named."""
