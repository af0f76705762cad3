"""The composition root: drafts in, one report out.

A draft's settings are the nearest ``postcheck.toml``, so drafts of one run may be judged by different packs. What they share (a consent list, a
language model) is loaded once.
"""

from __future__ import annotations

import os
import threading
import time
import traceback
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from postcheck.config.packs import all_declares, all_rules, declares, load_pack
from postcheck.config.settings import Overrides, find_settings_file, load_settings
from postcheck.config.waivers import find_waivers_file, load_waivers
from postcheck.consent.consent_list import load_consent
from postcheck.consent.people_list import load_people
from postcheck.drafts.bulk.tables import posts_in
from postcheck.drafts.discovery import DraftSource, find_drafts
from postcheck.drafts.loader import load_draft, sidecar_of
from postcheck.drafts.staged import Checkout
from postcheck.find.finder import Finder
from postcheck.find.language import LanguageModel, load_language_model
from postcheck.formats.table_file import split_sheet
from postcheck.judge.bench import Bench
from postcheck.judge.case import Case, Directory
from postcheck.judge.registry import CHECKS
from postcheck.media.embedded import content_of
from postcheck.model.channels import CHANNELS
from postcheck.model.draft import Draft, Problem, Unexamined
from postcheck.formats.files import spare
from postcheck.model.pack import Pack
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.report import DraftReport, Report
from postcheck.model.settings import CacheSettings, OcrSettings, Settings
from postcheck.model.text import PlaceKind, SourceText, Where
from postcheck.model.waiver import Waiver
from postcheck.read.cache import Memory, Store
from postcheck.read.faces import CenterFace
from postcheck.read.reader import Reader
from postcheck.report.recognise import is_report


@dataclass(frozen=True)
class Job:
    """What one run of the check is asked to do."""

    paths: tuple[str, ...]
    today: date
    """The day that stands for today; a draft's ``publish_at`` wins over it."""
    overrides: Overrides = field(default_factory=Overrides)
    channels: tuple[str, ...] = ()
    """Channels that every draft is judged for, besides those that it names itself."""
    config: Path | None = None
    """The settings file for all drafts; None looks for each draft's own."""
    no_config: bool = False
    waivers: Path | None = None
    """The waivers file for all drafts; None looks for each draft's own, unless ``no_config`` is set."""
    jobs: int = 1
    """How many drafts are examined side by side."""
    keep_reading: bool = True
    """Whether reports keep all that was read, as the HTML page shows it; otherwise thousands of drafts take little memory."""
    written: Path | None = None
    """The file that the report is written to. A former report there is no draft; anything else that the run reads is never written over."""
    copies: Mapping[Path, Path] = field(default_factory=lambda: MappingProxyType({}))
    """Pictures, each with a copy that is examined in its place."""
    checkout: Checkout | None = None
    """Where the staged content of a repository lies, if that is what is checked: settings are still those of the repository itself."""


_STOPPED = "The check was stopped before it was examined. Run the check again, or check this post by hand."
"""Why a draft was not examined that a run had not come to when it was told to stop."""
_LOOK = 0.2
"""Seconds after which a run looks whether it is to stop."""
_SLACK = 1_000_000_000
"""Nanoseconds by which the clock of a file system may be behind."""
_SHORTEST_NAME = 3
_GRACE = 5.0
"""Seconds that drafts under way have to put away their temporary files once the run is told to stop."""


class Observer:
    """Hears of a run while it goes on, and may stop it. This one does neither. Drafts are told of by several threads at once."""

    def found(self, total: int, end: Callable[[], None]) -> None:
        """Be told how many drafts will be examined, and how to end every program that the run starts. From now on it asks :meth:`stopping`."""

    def begun(self, folder: str) -> None:
        """Be told that a draft in this folder is being examined; what may be a pupil's name is left out of it."""

    def finished(self, report: DraftReport) -> None:
        """Be told what a draft came to."""

    def notice(self, text: str) -> None:
        """Be told something that the user should know and that is about no draft."""

    def stopping(self) -> bool:
        """Say whether the run is to stop: drafts that are not finished then are reported as not examined."""
        return False


class Rooms:
    """Everything that stands ready to examine a draft under one settings file."""

    def __init__(
        self,
        settings: Settings,
        roll: Roll,
        people: PeopleList,
        finder: Finder,
        lock: threading.Lock,
        copies: Mapping[Path, Path] = MappingProxyType({}),
        reader: Reader | None = None,
    ) -> None:
        from postcheck.find.details.finder import DetailFinder  # noqa: PLC0415 - only a check needs its patterns

        self.settings = settings
        self._people = people
        self.pack: Pack = load_pack(settings.policy, checks=frozenset(CHECKS))
        self.bench = Bench(self.pack)
        self.roll = roll
        self.directory = Directory(roll, people)
        self.finder = finder
        self.detail_finder = DetailFinder(settings.contacts)
        self.reader = reader or Reader(settings.ocr)
        self._lock = lock
        self._copies = copies

    def stand_for(self, settings: Settings, roll: Roll, people: PeopleList) -> bool:
        """Whether nothing has changed by which these rooms find and judge."""
        same = (self.settings, self.roll, self._people) == (settings, roll, people)
        return same and self.pack == load_pack(settings.policy, checks=frozenset(CHECKS))

    @cached_property
    def channels(self) -> frozenset[str]:
        """Every channel that a post may go to."""
        return frozenset({**CHANNELS, **self.settings.extra_channels, **self.pack.channels})

    def examine(self, source: DraftSource, today: date, channels: tuple[str, ...], waivers: tuple[Waiver, ...] = ()) -> DraftReport:
        """Walk one draft through the rooms. Whatever goes wrong on the way is part of the report; nothing is raised."""
        draft = Draft(source.name, None)
        try:
            draft = load_draft(source, extra_channels={**self.settings.extra_channels, **self.pack.channels}, bulk=self.settings.bulk)
            draft = _with_copies(draft, self._copies)
            return self._examine(draft, today, channels, waivers)
        except Exception as error:  # noqa: BLE001 - one bad draft never stops the others, and never passes
            crash = Unexamined(source.name, _describe(error))
            return DraftReport(draft, self.pack, (), today, unexamined=(*draft.unexamined, crash), consent_list=self.roll.file)

    def folder_shown(self, source: DraftSource) -> str:
        """Return the folder of a draft for standard error: what holds a part of a pupil's name is left out."""
        parts = Path(_shown(source.folder)).parts
        return "/".join("…" if any(name in _letters(part) for name in self._name_parts) else part for part in parts if part != "/")

    @cached_property
    def _name_parts(self) -> frozenset[str]:
        names = (name for pupil in self.roll.pupils for name in _names_of(pupil))
        return frozenset(part for name in names for word in name.split() if len(part := _letters(word)) >= _SHORTEST_NAME)

    def stopped(self, source: DraftSource, today: date) -> DraftReport:
        """Return the report of a draft that the run did not come to."""
        unexamined = (Unexamined(source.name, _STOPPED),)
        return DraftReport(Draft(source.name, source.path), self.pack, (), today, unexamined=unexamined, consent_list=self.roll.file, stopped=True)

    def _examine(self, draft: Draft, today: date, channels: tuple[str, ...], waivers: tuple[Waiver, ...]) -> DraftReport:
        reading = self.reader.read(draft)
        # The language model and the matcher are shared by all threads; only pictures are read side by side, mostly by other processes.
        with self._lock:
            mentions = self.finder.find(reading.passages)
        draft = replace(draft, problems=(*draft.problems, *self._undeclarable(draft)))
        wanted = (*(draft.header.channels or self.settings.channels), *channels)
        day = draft.header.publish_at.date() if draft.header.publish_at else today
        faces = {image.key: image.faces for image in reading.images if image.faces}
        case = Case(
            draft=draft,
            mentions=mentions,
            opened=frozenset(image.key for image in reading.images if image.opened),
            located=frozenset(image.key for image in reading.images if image.has_gps),
            passages=reading.passages,
            roll=self.roll,
            directory=self.directory,
            pack=self.pack,
            settings=self.settings,
            channels=tuple(dict.fromkeys(channel for channel in wanted if channel in self.channels)),
            day=day,
            today=today,
            pictures={image.name: content_of(image) for image in draft.images if not image.absent},
            owners={image.key: (image.artist, image.copyright) for image in reading.images if image.artist or image.copyright},
            waivers=waivers,
            details=self.detail_finder.find(reading.passages, mentions),
            faces=faces,
        )
        judgement = self.bench.judge(case)
        return DraftReport(
            draft=draft,
            pack=self.pack,
            channels=case.channels,
            day=day,
            flags=judgement.flags,
            suppressed=judgement.suppressed,
            unexamined=(*draft.unexamined, *reading.unexamined),
            checklist=judgement.checklist,
            passages=reading.passages,
            mentions=mentions,
            consent_list=self.roll.file,
            faces=faces,
        )

    def _undeclarable(self, draft: Draft) -> tuple[Problem, ...]:
        """Return a problem for each entry of ``declare`` that is no checklist item of this pack nor of any that ships."""
        known = {word.casefold() for word in (*declares(self.pack), *all_declares())}
        where = draft.header.where("declare") or Where(PlaceKind.POST, draft.path)
        return tuple(
            Problem(
                "declare-unknown",
                "An entry under `declare:` is no item of the policy's checklist, so it confirms nothing.",
                "`postcheck rules list` shows the checklist; correct the spelling or remove the entry.",
                where,
                entry,
            )
            for entry in draft.header.declare
            if entry.strip().casefold() not in known
        )


_Work = tuple[DraftSource, Rooms, tuple[Waiver, ...]]


class Workshop:
    """Builds the rooms that a run needs, each thing once, and takes over from a ``former`` workshop what would come out the same."""

    def __init__(self, job: Job, environ: Mapping[str, str], notice: Callable[[str], None], former: Workshop | None = None) -> None:
        self._job = job
        self._former = former.rooms if former else {}
        self._environ = environ
        self._notice = notice
        self.side_by_side = 1
        """How many drafts will be examined at a time."""
        self.readers: dict[tuple[OcrSettings, CacheSettings], Reader] = former.readers if former else {}
        self.models: dict[str, LanguageModel] = former.models if former else {}
        self._face_detector = CenterFace()
        self.rooms: dict[Path | None, Rooms] = {}
        self.lock: threading.Lock = former.lock if former else threading.Lock()
        self._settings: dict[Path | None, Settings] = {}
        self._rolls: dict[str | None, Roll] = {}
        self._people: dict[tuple[Path, ...], PeopleList] = {}
        self._waivers: dict[tuple[Path, str], tuple[Waiver, ...]] = {}
        self._finders: dict[tuple[str | None, tuple[Path, ...], str], Finder] = {}

    def settings_for(self, folder: Path) -> Settings:
        """Return the settings in force for a draft in ``folder``."""
        if self._job.checkout:
            folder = self._job.checkout.real(folder.absolute())
        file = None if self._job.no_config else self._job.config or find_settings_file(folder)
        if file not in self._settings:
            self._settings[file] = load_settings(file, overrides=self._job.overrides, environ=self._environ)
        return self._settings[file]

    def waivers_for(self, source: DraftSource, pack: Pack) -> tuple[Waiver, ...]:
        """Return the waivers that were written for a draft. Text on standard input has none."""
        if source.path is None:
            return ()
        file = self._job.waivers or (None if self._job.no_config else find_waivers_file(source.folder))
        if file is None:
            return ()
        key = (file, pack.file)
        if key not in self._waivers:
            self._waivers[key] = load_waivers(file, rules=all_rules() | pack.by_id.keys(), name=_shown(file))
        draft = Path(os.path.realpath(source.path))
        return tuple(waiver for waiver in self._waivers[key] if waiver.draft == draft)

    def rooms_for(self, settings: Settings) -> Rooms:
        """Return the rooms for these settings."""
        if settings.file not in self.rooms:
            roll, people = self.lists_for(settings)
            former = self._former.get(settings.file)
            if former is None or not former.stand_for(settings, roll, people):
                finder, reader = self._finder(settings, roll, people), self._reader(settings)
                former = Rooms(settings, roll, people, finder, self.lock, self._job.copies, reader)
            self.rooms[settings.file] = former
        return self.rooms[settings.file]

    def _reader(self, settings: Settings) -> Reader:
        """Return the reader of drafts under these settings; OCR engines are large, so settings files that agree share them."""
        key = (settings.ocr, settings.cache)
        if key not in self.readers:
            memory = Memory(Store(settings.cache) if settings.cache.enabled else None, self._notice)
            self.readers[key] = Reader(settings.ocr, memory=memory, side_by_side=self.side_by_side, faces=self._face_detector)
        return self.readers[key]

    def lists_for(self, settings: Settings) -> tuple[Roll, PeopleList]:
        """Return the consent list and the people list under these settings."""
        return self._roll(settings.consent), self._people_list(settings.people)

    def _roll(self, file: Path | None) -> Roll:
        name = _shown(file) if file else None
        if name not in self._rolls:
            self._rolls[name] = load_consent(file, name=name) if file else Roll()
        return self._rolls[name]

    def _people_list(self, files: tuple[Path, ...]) -> PeopleList:
        if files not in self._people:
            self._people[files] = load_people(files)
        return self._people[files]

    def _finder(self, settings: Settings, roll: Roll, people: PeopleList) -> Finder:
        key = (roll.file, settings.people, settings.language_model)
        if key not in self._finders:
            self._finders[key] = Finder(roll, people, self._model(settings))
        return self._finders[key]

    def _model(self, settings: Settings) -> LanguageModel:
        name = settings.language_model
        if name not in self.models:
            file = str(settings.file) if settings.file and settings.language_model_line else None
            self.models[name] = load_language_model(name, file=file, line=settings.language_model_line)
        return self.models[name]


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
    return Checker(job, environ).check(stdin, observer or Observer())


_Stamp = tuple[int, int, int]
_Stamps = tuple[tuple[Path, _Stamp | None], ...]


@dataclass(frozen=True)
class _Known:
    """What a draft came to, and what that depends on."""

    rooms: Rooms
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
    paths = dict.fromkeys((source.folder, *_files_of(source), *_files_shown(report)))
    return _stable([(path, _stamp(path)) for path in paths], begun)


def _files_of(source: DraftSource) -> Iterator[Path]:
    """Yield the files of a draft that are known before it is loaded, whether they are there or not."""
    if source.path is not None:
        yield from (source.path, sidecar_of(source.path))
    yield from source.siblings


def _files_shown(report: DraftReport) -> Iterator[Path]:
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


class Checker:
    """Checks the same paths as often as it is asked to, and examines only what has changed since."""

    def __init__(self, job: Job, environ: Mapping[str, str]) -> None:
        self._job = job
        self._environ = environ
        self._workshop: Workshop | None = None
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
        workshop = self._workshop = Workshop(job, self._environ, observer.notice, self._workshop)
        here = [workshop.settings_for(Path(path)) for path in job.paths if path != "-"]
        nothing_staged = job.checkout is not None and not job.paths
        sources = () if nothing_staged else find_drafts(job.paths, stdin=stdin, ignore=_used(here, job))
        sources = tuple(post for source in sources for post in posts_in(source, workshop.settings_for(source.folder).bulk))
        settings = [workshop.settings_for(source.folder) for source in sources]
        self._settings = tuple({found.file: found for found in (*here, *settings)}.values())
        self._spare(path for source in sources for path in _files_of(source))
        if not sources:
            settings_here = workshop.settings_for(Path.cwd())
            for found in (*here, settings_here):
                workshop.lists_for(found)  # a draft that was named as a list by mistake is told of here
            self._known, self.changed, self._settings = {}, (), (*here, settings_here)
            return Report((), load_pack(settings_here.policy, checks=frozenset(CHECKS)), job.today)
        self._settings = tuple({found.file: found for found in settings}.values())
        workshop.side_by_side = max(1, min(job.jobs, len(sources)))
        used = _used(settings, job)  # settings further down may have lists of their own
        work = [
            (source, rooms, workshop.waivers_for(source, rooms.pack))
            for source, found in zip(sources, settings, strict=True)
            if source.path is None or Path(os.path.realpath(source.path)) not in used
            for rooms in (workshop.rooms_for(found),)
        ]
        posts = self._posts(work, workshop, observer)
        self._spare(path for post in posts for path in _files_shown(post))  # known only now, and nothing is written yet
        pack = posts[0].pack if posts else workshop.rooms_for(settings[0]).pack
        return Report(posts, pack, job.today, _notes([rooms for _, rooms, _ in work], job.today))

    def stale(self) -> bool:
        """Whether any file has changed since the last check on which it depends, wherever it lies."""
        depends = [self._judged_by, *(known.stamps for known in self._known.values())]
        if not all(depends) or {path for path, _ in self._judged_by} != self._judging():
            return True
        return any(_stamp(path) != stamp for path, stamp in dict.fromkeys(pair for stamps in depends for pair in stamps))

    def _judging(self) -> set[Path]:
        """Return the files that drafts are judged by, and the folders that were given: somebody may put a draft there."""
        folders = {source.folder for source in self._known} | {Path.cwd()}
        nearest = {file for folder in folders for file in (find_settings_file(folder), find_waivers_file(folder), self._job.waivers) if file}
        packs = {Path(found.policy) for found in self._settings}
        return {*_used(self._settings, replace(self._job, written=None)), *nearest, *packs, *(Path(path) for path in self._job.paths)}

    def inputs(self) -> set[Path]:
        """Return what the last check read: drafts and their files, and what they were judged by."""
        drafts = {path for source, known in self._known.items() for path in (*_files_of(source), *_files_shown(known.report))}
        return drafts | self._judging()

    def _spare(self, files: Iterable[Path]) -> None:
        """Refuse to write the report over one of the drafts' files, or over what drafts are judged by."""
        job = self._job
        if job.written is not None:
            read = [path.absolute() for path in (*files, *self._judging(), *((job.config,) if job.config else ()))]
            spare(job.written, (*read, *map(job.checkout.real, read)) if job.checkout else read, "--output")

    def _posts(self, work: Sequence[_Work], workshop: Workshop, observer: Observer) -> tuple[DraftReport, ...]:
        """Return the report of each draft: the former one, if neither the draft nor anything that it is judged by has changed."""
        former, self._known = self._known, {}
        begun = time.time_ns()
        todo: list[_Work] = []
        for item in work:
            source, rooms, waivers = item
            known = former.get(source)
            if known and known.rooms is rooms and known.waivers == waivers and known.today == self._job.today and known.unchanged():
                self._known[source] = known
            else:
                todo.append(item)
        examined = _examined(todo, self._job, workshop, observer)
        for (source, rooms, waivers), report in zip(todo, examined, strict=True):
            self._known[source] = _Known(rooms, waivers, self._job.today, report, _stamps(source, report, begun))
        posts = tuple(self._known[source].report for source, _, _ in work)
        self.changed = tuple(post for (source, _, _), post in zip(work, posts, strict=True) if source not in former or former[source].report != post)
        return posts


def _examined(work: Sequence[_Work], job: Job, workshop: Workshop, observer: Observer) -> tuple[DraftReport, ...]:
    """Return the report of each draft, in order, whatever order they are finished in."""

    def examine(item: _Work) -> DraftReport:
        source, rooms, waivers = item
        observer.begun(rooms.folder_shown(source))
        report = rooms.examine(source, job.today, job.channels, waivers)
        report = report if job.keep_reading else _without_reading(report)
        observer.finished(report)
        return report

    def end() -> None:
        for reader in workshop.readers.values():
            reader.stop()

    observer.found(len(work), end)
    # Threads, as most of the work is done by OCR engines, which leave the interpreter to others meanwhile; they share the models and what was read.
    pool = ThreadPoolExecutor(workshop.side_by_side)
    futures: list[Future[DraftReport]] = []
    try:
        futures += [pool.submit(examine, item) for item in work]
        pending = set(futures)
        while pending and not observer.stopping():
            pending = wait(pending, timeout=_LOOK, return_when=FIRST_COMPLETED).not_done
        # What is finished only after this is left out: its OCR engine may have been ended before it was through.
        done = {number: future.result() for number, future in enumerate(futures) if future.done()}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        if under_way := [future for future in futures if not future.done()]:
            end()
            wait(under_way, timeout=_GRACE)
    return tuple(done[number] if number in done else rooms.stopped(source, job.today) for number, (source, rooms, _) in enumerate(work))


def _without_reading(report: DraftReport) -> DraftReport:
    """Return a report without what was read: of an image it keeps the size, of a name that was found the name."""
    passages = tuple(replace(passage, text="", source=None, words=()) for passage in report.passages if passage.size)
    mentions = tuple(
        replace(mention, passage=replace(mention.passage, text=mention.text, source=None, words=()), start=0, end=len(mention.text))
        for mention in report.mentions
    )
    images = tuple(replace(image, inside=replace(image.inside, data=b"")) if image.inside else image for image in report.draft.images)
    # Where a cell or a paragraph begins and ends is needed to quote it.
    parts = tuple(part for part in report.draft.parts if isinstance(part.text, SourceText) and not part.words)
    return replace(report, draft=replace(report.draft, images=images, parts=parts), passages=passages, mentions=mentions)


def _notes(used: Iterable[Rooms], today: date) -> tuple[str, ...]:
    """Return a note for each consent list that is older than the school's settings allow."""
    notes: dict[str, str] = {}
    for rooms in used:
        roll, limit = rooms.roll, rooms.settings.consent_max_age
        if not roll.file or not roll.updated_on or not limit or (today - roll.updated_on).days <= limit:
            continue
        age, changed = (today - roll.updated_on).days, f"{roll.updated_on.day} {roll.updated_on:%B %Y}"
        notes[roll.file] = (
            f"The consent list {roll.file} is {age} days old (last changed on {changed}), and families may have changed their minds since. "
            f"Export it again, or set max_age_days under [consent_list] in postcheck.toml (now {limit})."
        )
    return tuple(notes.values())


def _with_copies(draft: Draft, copies: Mapping[Path, Path]) -> Draft:
    """Return the draft with copies of its pictures in their place, under the copies' own names."""
    if not copies:
        return draft
    found = ((image, copies.get(image.path)) for image in draft.images)
    return replace(draft, images=tuple(replace(image, path=copy, name=copy.as_posix()) if copy else image for image, copy in found))


def _letters(text: str) -> str:
    """Return the letters of a text without case and accents, for a comparison that is too strict rather than too lax."""
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalpha())


def _used(settings: Iterable[Settings], job: Job) -> frozenset[Path]:
    """Return the files that settings are read from or name, and a former report where this one goes: they are no drafts."""
    named = (path for found in settings for path in (found.consent, *found.people, found.file) if path)
    files = {Path(os.path.realpath(split_sheet(path)[0])) for path in named}
    if job.written and is_report(job.written):
        files.add(Path(os.path.realpath(job.written)))
    return frozenset(files | {job.checkout.copy_of(path) for path in files} if job.checkout else files)


def _names_of(pupil: Pupil) -> tuple[str, ...]:
    names = (pupil.forename, pupil.surname, pupil.preferred_forename, pupil.preferred_surname, pupil.middle_names, *pupil.other_names)
    return (*names, *(name for alias in pupil.aliases for name in _names_of(alias)))


def _shown(file: Path) -> str:
    """Return a path as the report shows it: from the current folder if it is below it."""
    here, place = Path.cwd(), Path(os.path.abspath(file))  # noqa: PTH100 - resolve() would show where links lead instead of what the user wrote
    return place.relative_to(here).as_posix() if place.is_relative_to(here) else place.as_posix()


def _describe(error: Exception) -> str:
    """Say where an unexpected error came from without its text, which may hold what the draft or the consent list says."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"postcheck itself failed on this draft ({type(error).__name__}{place}). Please report it; check this post by hand until it is mended."
