"""A whole run: drafts in, one report out; and repeated runs that examine only what has changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from postcheck.config.packs import load_pack
from postcheck.config.settings import find_settings_file
from postcheck.config.waivers import find_waivers_file
from postcheck.consent.refusals import READ_IT, where_refused
from postcheck.drafts.bulk.tables import posts_in
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.excluded import Excluded
from postcheck.drafts.source import DraftSource
from postcheck.drafts.staged import SUBMODULE
from postcheck.engine.checker import Checker
from postcheck.engine.executor import Task, examine_all
from postcheck.engine.factory import Factory, Kept
from postcheck.engine.job import Job, Observer
from postcheck.engine.snapshot import Snapshot, files_before_loading, files_of, files_shown
from postcheck.engine.worth import worth_it
from postcheck.find.lexicon import is_ordinary
from postcheck.formats.files import holds_something, is_standard_output, not_replaced, spare
from postcheck.formats.recognise import is_report
from postcheck.formats.table_file import split_sheet
from postcheck.judge.checks.consent import OWN_SAY
from postcheck.judge.registry import CHECKS
from postcheck.model.draft import Draft
from postcheck.model.people import ListedNames, Roll
from postcheck.model.report import DraftReport, Report
from postcheck.model.settings import Settings
from postcheck.text.shell import quoted


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


@dataclass(frozen=True)
class _KnownReport:
    """The report of a draft, and what it depends on."""

    task: Task
    today: date
    report: DraftReport
    files: Snapshot
    """Its files and their folder."""

    def holds_for(self, task: Task, today: date) -> bool:
        """Whether examining the draft again would give the same report."""
        return self.task == task and self.today == today and self.files.is_current()


class IncrementalCheck:
    """Checks the same paths as often as it is asked to, and examines only what has changed since.

    Parameters
    ----------
    job:
        What to check, and how.
    environ:
        The environment, for ``POSTCHECK_`` variables.
    kept:
        What an earlier run left; None to begin anew.
    """

    def __init__(self, job: Job, environ: Mapping[str, str], kept: Kept | None = None) -> None:
        self._job = job
        self._environ = environ
        self._kept = kept or Kept()
        self._known: dict[DraftSource, _KnownReport] = {}
        self._settings: tuple[Settings, ...] = ()
        """All settings by which the drafts of the last check are judged."""
        self._judged_by = Snapshot()
        self._excluded = Excluded(())
        self._begun = 0
        """When the last check began, in nanoseconds."""
        self.changed: tuple[DraftReport, ...] = ()
        """The reports of the last check that differ from those of the one before, in order."""

    def check(self, stdin: Callable[[], bytes], observer: Observer, today: date | None = None) -> Report:
        """Check everything once more, as of ``today`` if it is given; see :func:`check`."""
        self._begun = time.time_ns()
        try:
            return self._check(stdin, observer, today)
        finally:
            self._judged_by = Snapshot.take(self._files_judged_by(), self._begun)

    def stale(self) -> bool:
        """Whether any file has changed since the last check on which it depends, wherever it lies."""
        if self._judged_by.paths != self._files_judged_by():
            return True
        return not Snapshot.together((self._judged_by, *(known.files for known in self._known.values()))).is_current()

    def inputs(self) -> set[Path]:
        """Return what the last check read: drafts and their files, and what they were judged by."""
        drafts = {path for source, known in self._known.items() for path in files_of(source, known.report)}
        return drafts | self._files_judged_by()

    def checker_of(self, post: DraftReport) -> Checker:
        """Return what a post of the last check was judged by."""
        return next(known.task.checker for known in self._known.values() if known.report is post)

    def as_if(self, post: DraftReport, changed: Callable[[Draft], Draft]) -> DraftReport:
        """Return the report that a post of the last check would have if its draft were changed; no file is written."""
        task = next(known.task for known in self._known.values() if known.report is post)
        today, checker = self._job.today, task.checker
        draft = checker.load(task.source, today)
        read = draft if isinstance(draft, DraftReport) else checker.read(changed(draft), today)
        if isinstance(read, DraftReport):
            return read
        found = checker.judge(read, None, today, self._job.channels, task.waivers, task.sign_offs)
        return replace(found, given=self._job.given)

    def _check(self, stdin: Callable[[], bytes], observer: Observer, today: date | None) -> Report:
        job = self._job = replace(self._job, today=today or self._job.today)
        factory = Factory(job, self._environ, observer.notice, self._kept)
        of_paths = [factory.settings_for(Path(path)) for path in job.paths if path != "-"]
        sources, of_drafts = self._sources(factory, of_paths, stdin)
        self._settings = _distinct((*of_paths, *of_drafts))
        self._spare_inputs(path for source in sources for path in files_before_loading(source))
        if not sources:
            return self._nothing_to_check(factory, of_paths)
        self._settings = _distinct(of_drafts)
        factory.side_by_side = max(1, min(job.jobs, len(sources)))
        tasks = self._tasks(factory, sources, of_drafts)
        posts = self._examined(tasks, factory, observer)
        self._spare_inputs(path for post in posts for path in files_shown(post))  # nothing is written yet
        pack = posts[0].pack
        notes = (*notes_on([task.checker for task in tasks], job.today), *_says_what_was_left_out(self._excluded))
        return Report(posts, pack, job.today, notes, listed_in([task.checker for task in tasks]))

    def _sources(
        self, factory: Factory, of_paths: Sequence[Settings], stdin: Callable[[], bytes]
    ) -> tuple[tuple[DraftSource, ...], tuple[Settings, ...]]:
        """Return every post that the paths name, each row of a table by itself, and the settings of each."""
        job = self._job
        if job.checkout is not None and not job.paths:
            return (), ()  # nothing is staged
        ignored, stdin = _no_drafts(of_paths, job), cache(stdin)
        self._excluded = Excluded(_left_out(of_paths, job))
        submodules = job.checkout.submodules if job.checkout else frozenset[str]()
        paths = [path for path in job.paths if path not in submodules]
        while True:
            found = (
                find_drafts(
                    paths,
                    stdin=stdin,
                    stdin_name=job.stdin_name,
                    ignore=ignored,
                    excluded=self._excluded,
                    parsed=self._kept.parsed,
                )
                if paths
                else ()
            )
            # Settings in subfolders may name lists of their own. Such a list is no draft, and so claims no pictures.
            more = _no_drafts((factory.settings_for(one.folder) for one in found), job) - ignored
            if not any(one.path and Path(os.path.realpath(one.path)) in more for one in found):
                break
            ignored |= more
        posts = [post for one in found for post in posts_in(one, factory.settings_for(one.folder).bulk)]
        for name in sorted(submodules.intersection(job.paths)):
            place = Path(name).absolute()
            posts.append(DraftSource(name, place, place.parent, reason=SUBMODULE))
        return tuple(posts), tuple(factory.settings_for(post.folder) for post in posts)

    def _nothing_to_check(self, factory: Factory, of_paths: Sequence[Settings]) -> Report:
        """Return the report when there are no drafts; it mentions a draft that was named as a list by mistake."""
        here = factory.settings_for(Path.cwd())
        for settings in (*of_paths, here):
            factory.lists_for(settings)
        self._known, self.changed, self._settings = {}, (), (*of_paths, here)
        pack = load_pack(here.policy, checks=frozenset(CHECKS))
        may_be_empty = self._job.may_be_empty or self._job.checkout is not None  # a commit need not change a post
        notes = tuple(_says_what_was_left_out(self._excluded))
        return Report((), pack, self._job.today, notes, may_be_empty=may_be_empty)

    def _tasks(
        self, factory: Factory, sources: Sequence[DraftSource], of_drafts: Sequence[Settings]
    ) -> tuple[Task, ...]:
        """Return what to examine, and by what."""
        tasks = []
        for source, settings in zip(sources, of_drafts, strict=True):
            checker = factory.checker_for(settings)
            waivers, sign_offs = factory.waivers_for(source, checker.pack), factory.sign_offs_for(source, settings)
            tasks.append(Task(source, checker, waivers, sign_offs))
        return tuple(tasks)

    def _examined(self, tasks: Sequence[Task], factory: Factory, observer: Observer) -> tuple[DraftReport, ...]:
        """Return the report of each draft.

        It is the former one if neither the draft nor anything that it is judged by has changed.
        """
        former, today = self._known, self._job.today
        self._known = {
            task.source: known
            for task in tasks
            if (known := former.get(task.source)) is not None and known.holds_for(task, today)
        }
        todo = [task for task in tasks if task.source not in self._known]
        done, given = self._reports(todo, factory, observer), self._job.given
        for number, task in enumerate(todo):
            report = done[number] if number in done else task.checker.stopped(task.source, today)
            report = replace(report, given=given)
            self._known[task.source] = _KnownReport(task, today, report, self._snapshot(task.source, report))
        posts = [(former.get(task.source), self._known[task.source].report) for task in tasks]
        self.changed = tuple(post for before, post in posts if before is None or before.report != post)
        return tuple(post for _, post in posts)

    def _reports(self, tasks: Sequence[Task], factory: Factory, observer: Observer) -> Mapping[int, DraftReport]:
        """Return the report of each draft by its number, but for those that were not finished when it stopped."""
        if self._job.processes and worth_it(tasks, factory.side_by_side):
            from postcheck.engine.workers import WorkerPool  # noqa: PLC0415 - few drafts need no processes

            pool = WorkerPool(tasks, self._job, self._environ, observer, factory.side_by_side)
            observer.found(len(tasks), pool.stop)
            return pool.examine()
        factory.prepare()
        observer.found(len(tasks), factory.stop_reading)
        return examine_all(tasks, self._job, observer, threads=factory.side_by_side, stop_reading=factory.stop_reading)

    def _snapshot(self, source: DraftSource, report: DraftReport) -> Snapshot:
        """Return the state of a draft's files; standard input, and a draft that was not reached, count as changed."""
        if source.path is None or source.data is not None or report.stopped:
            return Snapshot()
        return Snapshot.take((source.folder, *files_of(source, report)), self._begun)

    def _files_judged_by(self) -> set[Path]:
        """Return the files that drafts are judged by, and the given folders, as somebody may put a draft there."""
        job = self._job
        folders = {source.folder for source in self._known} | {Path.cwd()}
        nearest = (file for folder in folders for file in (find_settings_file(folder), find_waivers_file(folder)))
        packs = {Path(settings.policy) for settings in self._settings}
        inherited = {Path(file) for known in self._known.values() for file in known.task.checker.pack.files}
        return {
            *_lists_and_settings(self._settings, job),
            *(file for file in (*nearest, job.waivers) if file),
            *(folder for settings in self._settings for folder in settings.consent_folders),
            *packs,
            *inherited,
            *map(Path, job.paths),
        }

    def _spare_inputs(self, files: Iterable[Path]) -> None:
        """Refuse to write the report over one of these files of drafts, or over what drafts are judged by."""
        job = self._job
        if job.written is not None:
            read = [
                path.absolute() for path in (*files, *self._files_judged_by(), *((job.config,) if job.config else ()))
            ]
            spare(job.written, (*read, *map(job.checkout.real, read)) if job.checkout else read, "--output")
            if holds_something(job.written) and not (is_standard_output(job.written) or is_report(job.written)):
                raise not_replaced("--output")


def _distinct(settings: Iterable[Settings]) -> tuple[Settings, ...]:
    return tuple({found.file: found for found in settings}.values())


def _left_out(settings: Iterable[Settings], job: Job) -> Iterator[tuple[str, Path | None]]:
    """Yield the patterns of files that are left out, each with the folder of its settings."""
    yield from ((pattern, None) for pattern in job.exclude)
    for one in _distinct(settings):
        base = Path(os.path.abspath(one.file)).parent if one.file else None  # noqa: PTH100 - links stay as they are
        yield from ((pattern, base) for pattern in one.exclude)


def _says_what_was_left_out(excluded: Excluded) -> Iterator[str]:
    """Yield a sentence about files that were left out; it names none, as a name may be a pupil's."""
    if number := len(excluded.met):
        files = "1 file was" if number == 1 else f"{number} files were"
        yield f"{files} left out of the folders, as --exclude or `exclude` in postcheck.toml asks."


def listed_in(used: Iterable[Checker]) -> ListedNames:
    """Return the names on all consent lists of these checkers."""
    rolls = {id(checker.roll): checker.roll for checker in used}
    return ListedNames(tuple(rolls.values()), is_ordinary)


def notes_on(used: Iterable[Checker], today: date) -> tuple[str, ...]:
    """Return a note for each consent list that is too old, or lacks what the policy asks of it."""
    notes: dict[str, str] = {}
    for checker in used:
        for school in checker.unknown_schools():
            notes[f"{checker.roll.file} {school}"] = (
                f"The settings name the school “{school}”, and none of the consent lists is of that school "
                f"({checker.roll.file}). Its posts are judged by the strictest of all lists. Write the name as the "
                "lists' column school or the name of the list's file has it."
            )
        asking = next((rule.id for rule in checker.pack.rules if rule.check == OWN_SAY.name), "")
        limit = checker.settings.consent_max_age
        for roll in checker.roll.lists:
            notes |= _notes_on_list(roll, asking, limit, today)
    return tuple(notes.values())


def _notes_on_list(roll: Roll, asking: str, limit: int, today: date) -> dict[str, str]:
    """Return the notes on one consent list; ``asking`` is the rule that asks older pupils themselves, or empty."""
    notes: dict[str, str] = {}
    if asking and not roll.says_who_agreed:
        notes[f"{roll.file} {asking}"] = (
            f"The consent list {roll.file} does not say who agreed, so that it cannot be told whether older pupils "
            f"were asked themselves ({asking}). Add the column given_by: parent, pupil or both."
        )
    if roll.unread:
        notes[f"{roll.file} {roll.unread}"] = (
            f"The consent list {roll.file}: {roll.unread} If each school has a sheet, name them all in `consent` or "
            "--consent, each as FILE#SHEET; if not, name the one that is the list, and this note ends."
        )
    for heading, lines in roll.unread_refusals:
        notes[f"{roll.file} unread {heading}"] = (
            f"The consent list {roll.file}: its column “{heading}” is not read, and {where_refused(lines)}. {READ_IT}"
        )
    if roll.nameless:
        every = "1 pupil has" if roll.nameless == 1 else f"{roll.nameless} of {len(roll.pupils)} pupils have"
        notes[f"{roll.file} nameless"] = (
            f"The consent list {roll.file}: {every} no name there, so that no post could be checked for them. "
            f"`postcheck consent check {quoted(roll.file or '')}` says in which lines, and which columns "
            "are not read."
        )
    if roll.file and roll.updated_on and limit and (today - roll.updated_on).days > limit:
        age, changed = (today - roll.updated_on).days, f"{roll.updated_on.day} {roll.updated_on:%B %Y}"
        notes[roll.file] = (
            f"The consent list {roll.file} is {age} days old (last changed on {changed}), "
            "and families may have changed their minds since. "
            f"Export it again, or set max_age_days under [consent_list] in postcheck.toml (now {limit})."
        )
    return notes


def _no_drafts(settings: Iterable[Settings], job: Job) -> frozenset[Path]:
    """Return the files that are never drafts: lists, settings, and a former report that this one replaces."""
    former = {Path(os.path.realpath(job.written))} if job.written and is_report(job.written) else frozenset()
    return _lists_and_settings(settings, job) | _with_copies(former, job)


def _lists_and_settings(settings: Iterable[Settings], job: Job) -> frozenset[Path]:
    """Return the files that settings are read from or name, links resolved, and their copies."""
    of_settings = (
        path for found in settings for path in (*found.consent, *found.people, found.allowed_signers, found.file)
    )
    named = (path for path in (*of_settings, job.waivers) if path)
    return _with_copies({Path(os.path.realpath(split_sheet(path)[0])) for path in named}, job)


def _with_copies(files: AbstractSet[Path], job: Job) -> frozenset[Path]:
    """Return files, and their copies if staged content is checked."""
    return frozenset((*files, *(map(job.checkout.copy_of, files) if job.checkout else ())))
