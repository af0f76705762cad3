"""A whole run: drafts in, one report out; and the same again, where only what has changed is examined."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from postcheck.config.packs import load_pack
from postcheck.config.settings import find_settings_file
from postcheck.config.waivers import find_waivers_file
from postcheck.drafts.bulk.tables import posts_in
from postcheck.drafts.discovery import DraftSource, find_drafts
from postcheck.drafts.loader import sidecar_of
from postcheck.engine.checker import Checker
from postcheck.engine.executor import Task, examined
from postcheck.engine.factory import Factory
from postcheck.engine.job import Job, Observer
from postcheck.formats.files import spare
from postcheck.formats.table_file import split_sheet
from postcheck.judge.registry import CHECKS
from postcheck.model.report import DraftReport, Report
from postcheck.model.settings import Settings
from postcheck.model.waiver import Waiver
from postcheck.report.recognise import is_report


def check(job: Job, environ: Mapping[str, str], stdin: Callable[[], bytes], observer: Observer | None = None) -> Report:
    """Check every draft that the paths name.

    Parameters
    ----------
    job:
        What to check, and how.
    environ:
        The environment, for ``POSTCHECK_`` variables.
    stdin:
        Returns the bytes of standard input; called only if a path is ``-``.
    observer:
        What hears of each draft, and says whether to stop.

    Raises
    ------
    PostcheckError
        If the check cannot start: wrong usage, settings, consent list, rule pack or language model.
    """
    return IncrementalCheck(job, environ).check(stdin, observer or Observer())


_SLACK = 1_000_000_000
"""Nanoseconds by which the clock of a file system may be behind."""

_Stamp = tuple[int, int, int]
_Stamps = tuple[tuple[Path, _Stamp | None], ...]


@dataclass(frozen=True)
class _Known:
    """What a draft came to, and what that depends on."""

    checker: Checker
    waivers: tuple[Waiver, ...]
    today: date
    report: DraftReport
    stamps: _Stamps
    """Its files and their folder as they were; empty if one changed meanwhile."""

    def unchanged(self) -> bool:
        """Whether the draft's files are as they were."""
        return bool(self.stamps) and all(_stamp(path) == stamp for path, stamp in self.stamps)


def _stamps(source: DraftSource, report: DraftReport, begun: int) -> _Stamps:
    """Return the state of each of a draft's files, unless one has changed since ``begun`` (nanoseconds)."""
    if source.path is None or report.stopped:
        return ()
    paths = dict.fromkeys((source.folder, *_files_of(source), *_filesshown_path(report)))
    return _stable([(path, _stamp(path)) for path in paths], begun)


def _files_of(source: DraftSource) -> Iterator[Path]:
    """Yield the files of a draft that are known before it is loaded, whether they are there or not."""
    if source.path is not None:
        yield from (source.path, sidecar_of(source.path))
    yield from source.siblings


def _filesshown_path(report: DraftReport) -> Iterator[Path]:
    """Yield the files of the pictures and videos that a draft shows."""
    yield from (image.path for image in report.draft.images)
    yield from (Path(video.file) for video in report.draft.header.videos if video.size is not None)


def _stable(stamps: Sequence[tuple[Path, _Stamp | None]], begun: int) -> _Stamps:
    """Return the stamps, or nothing if one is of a file that may have changed since ``begun`` (nanoseconds), and so may not be what was read."""
    return () if any(stamp and begun - _SLACK < stamp[0] <= time.time_ns() for _, stamp in stamps) else tuple(stamps)


def _stamp(path: Path) -> _Stamp | None:
    """Return what tells a file's state: when it was changed, its size and its number; None if it is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class IncrementalCheck:
    """Checks the same paths as often as it is asked to, and examines only what has changed since."""

    def __init__(self, job: Job, environ: Mapping[str, str]) -> None:
        self._job = job
        self._environ = environ
        self._factory: Factory | None = None
        self._known: dict[DraftSource, _Known] = {}
        self._settings: tuple[Settings, ...] = ()
        self._judged_by: _Stamps = ()
        self.changed: tuple[DraftReport, ...] = ()
        """The reports of the last check that are other than those of the one before, in order."""

    def check(self, stdin: Callable[[], bytes], observer: Observer, today: date | None = None) -> Report:
        """Check everything once more, as of ``today`` if it is given; see :func:`check`."""
        begun = time.time_ns()
        try:
            return self._check(stdin, observer, today)
        finally:
            self._judged_by = _stable([(path, _stamp(path)) for path in self._judging()], begun)

    def _check(self, stdin: Callable[[], bytes], observer: Observer, today: date | None) -> Report:
        job = self._job = replace(self._job, today=today or self._job.today)
        factory = self._factory = Factory(job, self._environ, observer.notice, self._factory)
        here = [factory.settings_for(Path(path)) for path in job.paths if path != "-"]
        nothing_staged = job.checkout is not None and not job.paths
        sources = () if nothing_staged else find_drafts(job.paths, stdin=stdin, ignore=_used(here, job))
        sources = tuple(
            post for source in sources for post in posts_in(source, factory.settings_for(source.folder).bulk)
        )
        settings = [factory.settings_for(source.folder) for source in sources]
        self._settings = tuple({found.file: found for found in (*here, *settings)}.values())
        self._spare(path for source in sources for path in _files_of(source))
        if not sources:
            settings_here = factory.settings_for(Path.cwd())
            for found in (*here, settings_here):
                factory.lists_for(found)  # a draft that was named as a list by mistake is told of here
            self._known, self.changed, self._settings = {}, (), (*here, settings_here)
            return Report((), load_pack(settings_here.policy, checks=frozenset(CHECKS)), job.today)
        self._settings = tuple({found.file: found for found in settings}.values())
        factory.side_by_side = max(1, min(job.jobs, len(sources)))
        used = _used(settings, job)  # settings further down may have lists of their own
        work = [
            (source, checker, factory.waivers_for(source, checker.pack))
            for source, found in zip(sources, settings, strict=True)
            if source.path is None or Path(os.path.realpath(source.path)) not in used
            for checker in (factory.checker_for(found),)
        ]
        posts = self._posts(work, factory, observer)
        self._spare(
            path for post in posts for path in _filesshown_path(post)
        )  # known only now, and nothing is written yet
        pack = posts[0].pack if posts else factory.checker_for(settings[0]).pack
        return Report(posts, pack, job.today, _notes([checker for _, checker, _ in work], job.today))

    def stale(self) -> bool:
        """Whether any file has changed since the last check on which it depends, wherever it lies."""
        depends = [self._judged_by, *(known.stamps for known in self._known.values())]
        if not all(depends) or {path for path, _ in self._judged_by} != self._judging():
            return True
        return any(
            _stamp(path) != stamp for path, stamp in dict.fromkeys(pair for stamps in depends for pair in stamps)
        )

    def _judging(self) -> set[Path]:
        """Return the files that drafts are judged by, and the folders that were given: somebody may put a draft there."""
        folders = {source.folder for source in self._known} | {Path.cwd()}
        nearest = {
            file
            for folder in folders
            for file in (find_settings_file(folder), find_waivers_file(folder), self._job.waivers)
            if file
        }
        packs = {Path(found.policy) for found in self._settings}
        return {
            *_used(self._settings, replace(self._job, written=None)),
            *nearest,
            *packs,
            *(Path(path) for path in self._job.paths),
        }

    def inputs(self) -> set[Path]:
        """Return what the last check read: drafts and their files, and what they were judged by."""
        drafts = {
            path
            for source, known in self._known.items()
            for path in (*_files_of(source), *_filesshown_path(known.report))
        }
        return drafts | self._judging()

    def _spare(self, files: Iterable[Path]) -> None:
        """Refuse to write the report over one of the drafts' files, or over what drafts are judged by."""
        job = self._job
        if job.written is not None:
            read = [path.absolute() for path in (*files, *self._judging(), *((job.config,) if job.config else ()))]
            spare(job.written, (*read, *map(job.checkout.real, read)) if job.checkout else read, "--output")

    def _posts(self, work: Sequence[Task], factory: Factory, observer: Observer) -> tuple[DraftReport, ...]:
        """Return the report of each draft: the former one, if neither the draft nor anything that it is judged by has changed."""
        former, self._known = self._known, {}
        begun = time.time_ns()
        todo: list[Task] = []
        for item in work:
            source, checker, waivers = item
            known = former.get(source)
            if (
                known
                and known.checker is checker
                and known.waivers == waivers
                and known.today == self._job.today
                and known.unchanged()
            ):
                self._known[source] = known
            else:
                todo.append(item)
        reports = examined(todo, self._job, factory, observer)
        for (source, checker, waivers), report in zip(todo, reports, strict=True):
            self._known[source] = _Known(checker, waivers, self._job.today, report, _stamps(source, report, begun))
        posts = tuple(self._known[source].report for source, _, _ in work)
        self.changed = tuple(
            post
            for (source, _, _), post in zip(work, posts, strict=True)
            if source not in former or former[source].report != post
        )
        return posts


def _notes(used: Iterable[Checker], today: date) -> tuple[str, ...]:
    """Return a note for each consent list that is older than the school's settings allow."""
    notes: dict[str, str] = {}
    for checker in used:
        roll, limit = checker.roll, checker.settings.consent_max_age
        if not roll.file or not roll.updated_on or not limit or (today - roll.updated_on).days <= limit:
            continue
        age, changed = (today - roll.updated_on).days, f"{roll.updated_on.day} {roll.updated_on:%B %Y}"
        notes[roll.file] = (
            f"The consent list {roll.file} is {age} days old (last changed on {changed}), and families may have changed their minds since. "
            f"Export it again, or set max_age_days under [consent_list] in postcheck.toml (now {limit})."
        )
    return tuple(notes.values())


def _used(settings: Iterable[Settings], job: Job) -> frozenset[Path]:
    """Return the files that settings are read from or name, and a former report where this one goes: they are no drafts."""
    named = (path for found in settings for path in (found.consent, *found.people, found.file) if path)
    files = {Path(os.path.realpath(split_sheet(path)[0])) for path in named}
    if job.written and is_report(job.written):
        files.add(Path(os.path.realpath(job.written)))
    return frozenset(files | {job.checkout.copy_of(path) for path in files} if job.checkout else files)
