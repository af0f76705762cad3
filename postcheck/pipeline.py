"""The composition root: drafts in, one report out.

A draft's settings are the nearest ``postcheck.toml``, so drafts of one run may be judged by different packs. What they share (a consent list, a
language model) is loaded once.
"""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from postcheck.find.finder import Finder
from postcheck.find.language import LanguageModel, load_language_model
from postcheck.judge.bench import Bench
from postcheck.judge.case import Case, Directory
from postcheck.judge.checks.registry import CHECKS
from postcheck.load.consent import load_consent
from postcheck.load.discover import DraftSource, find_drafts
from postcheck.load.drafts import load_draft
from postcheck.load.packs import all_declares, declares, load_pack
from postcheck.load.people import load_people
from postcheck.load.settings import Overrides, find_settings_file, load_settings
from postcheck.model.channels import CHANNELS
from postcheck.model.draft import Draft, Problem, Unexamined
from postcheck.model.pack import Pack
from postcheck.model.people import PeopleList, Roll
from postcheck.model.report import DraftReport, Report
from postcheck.model.settings import Settings
from postcheck.model.text import PlaceKind, Where
from postcheck.read.reader import Reader


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
    jobs: int = 1
    """How many drafts are examined side by side."""


class Rooms:
    """Everything that stands ready to examine a draft under one settings file."""

    def __init__(self, settings: Settings, roll: Roll, people: PeopleList, finder: Finder, lock: threading.Lock) -> None:
        self.settings = settings
        self.pack: Pack = load_pack(settings.policy, checks=frozenset(CHECKS))
        self.bench = Bench(self.pack)
        self.roll = roll
        self.directory = Directory(roll, people)
        self.finder = finder
        self.reader = Reader(settings.ocr)
        self._lock = lock

    @cached_property
    def channels(self) -> frozenset[str]:
        """Every channel that a post may go to."""
        return frozenset({**CHANNELS, **self.settings.extra_channels, **self.pack.channels})

    def examine(self, source: DraftSource, today: date, channels: tuple[str, ...]) -> DraftReport:
        """Walk one draft through the rooms. Whatever goes wrong on the way is part of the report; nothing is raised."""
        draft = Draft(source.name, None)
        try:
            draft = load_draft(source, extra_channels={**self.settings.extra_channels, **self.pack.channels})
            return self._examine(draft, today, channels)
        except Exception as error:  # noqa: BLE001 - one bad draft never stops the others, and never passes
            crash = Unexamined(source.name, _describe(error))
            return DraftReport(draft, self.pack, (), today, unexamined=(*draft.unexamined, crash), consent_list=self.roll.file)

    def _examine(self, draft: Draft, today: date, channels: tuple[str, ...]) -> DraftReport:
        reading = self.reader.read(draft)
        # The language model and the matcher are shared by all threads; only pictures are read side by side, mostly by other processes.
        with self._lock:
            mentions = self.finder.find(reading.passages)
        draft = replace(draft, problems=(*draft.problems, *self._undeclarable(draft)))
        wanted = (*(draft.header.channels or self.settings.channels), *channels)
        day = draft.header.publish_at.date() if draft.header.publish_at else today
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
        )
        judgement = self.bench.judge(case)
        return DraftReport(
            draft=draft,
            pack=self.pack,
            channels=case.channels,
            day=day,
            flags=judgement.flags,
            unexamined=(*draft.unexamined, *reading.unexamined),
            checklist=judgement.checklist,
            passages=reading.passages,
            mentions=mentions,
            consent_list=self.roll.file,
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


class Workshop:
    """Builds the rooms that a run needs, each thing once."""

    def __init__(self, job: Job, environ: Mapping[str, str]) -> None:
        self._job = job
        self._environ = environ
        self._lock = threading.Lock()
        self._rooms: dict[Path | None, Rooms] = {}
        self._settings: dict[Path | None, Settings] = {}
        self._rolls: dict[str | None, Roll] = {}
        self._people: dict[tuple[Path, ...], PeopleList] = {}
        self._models: dict[str, LanguageModel] = {}
        self._finders: dict[tuple[str | None, tuple[Path, ...], str], Finder] = {}

    def settings_for(self, folder: Path) -> Settings:
        """Return the settings in force for a draft in ``folder``."""
        file = None if self._job.no_config else self._job.config or find_settings_file(folder)
        if file not in self._settings:
            self._settings[file] = load_settings(file, overrides=self._job.overrides, environ=self._environ)
        return self._settings[file]

    def rooms_for(self, settings: Settings) -> Rooms:
        """Return the rooms for these settings."""
        if settings.file not in self._rooms:
            roll, people = self._roll(settings.consent), self._people_list(settings.people)
            self._rooms[settings.file] = Rooms(settings, roll, people, self._finder(settings, roll, people), self._lock)
        return self._rooms[settings.file]

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
        if name not in self._models:
            file = str(settings.file) if settings.file and settings.language_model_line else None
            self._models[name] = load_language_model(name, file=file, line=settings.language_model_line)
        return self._models[name]


def check(job: Job, environ: Mapping[str, str], stdin: Callable[[], bytes], finished: Callable[[DraftReport], None] | None = None) -> Report:
    """Check every draft that the paths name.

    Parameters
    ----------
    job:
        What to check, and how.
    environ:
        The environment, for ``POSTCHECK_`` variables.
    stdin:
        Returns the bytes of standard input; called only if a path is ``-``.
    finished:
        Called with each draft's report when it is done, in any order.

    Raises
    ------
    PostcheckError
        If the check cannot start: wrong usage, settings, consent list, rule pack or language model.
    """
    workshop = Workshop(job, environ)
    here = [workshop.settings_for(Path(path)) for path in job.paths if path != "-"]
    sources = find_drafts(job.paths, stdin=stdin, ignore=_used(here))
    settings = [workshop.settings_for(source.folder) for source in sources]
    if not sources:
        settings_here = workshop.settings_for(Path.cwd())
        return Report((), load_pack(settings_here.policy, checks=frozenset(CHECKS)), job.today)
    used = _used(settings)  # settings further down may have lists of their own
    work = [
        (source, workshop.rooms_for(found))
        for source, found in zip(sources, settings, strict=True)
        if source.path is None or Path(os.path.realpath(source.path)) not in used
    ]

    def examine(item: tuple[DraftSource, Rooms]) -> DraftReport:
        source, rooms = item
        report = rooms.examine(source, job.today, job.channels)
        if finished:
            finished(report)
        return report

    if job.jobs > 1 and len(work) > 1:
        pool = ThreadPoolExecutor(job.jobs)
        try:
            posts = tuple(pool.map(examine, work))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # when interrupted, what has not begun never begins
    else:
        posts = tuple(map(examine, work))
    pack = posts[0].pack if posts else workshop.rooms_for(settings[0]).pack
    return Report(posts, pack, job.today)


def _used(settings: Iterable[Settings]) -> frozenset[Path]:
    """Return the files that settings are read from or name: they are no drafts."""
    files = (path for found in settings for path in (found.consent, *found.people, found.file) if path)
    return frozenset(Path(os.path.realpath(path)) for path in files)


def _shown(file: Path) -> str:
    """Return a path as the report shows it: from the current folder if it is below it."""
    here, place = Path.cwd(), Path(os.path.abspath(file))  # noqa: PTH100 - resolve() would show where links lead instead of what the user wrote
    return place.relative_to(here).as_posix() if place.is_relative_to(here) else place.as_posix()


def _describe(error: Exception) -> str:
    """Say where an unexpected error came from without its text, which may hold what the draft or the consent list says."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"postcheck itself failed on this draft ({type(error).__name__}{place}). Please report it; check this post by hand until it is mended."
