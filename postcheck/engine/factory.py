"""Builds what a run needs, each thing once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from postcheck.config.packs import all_rules
from postcheck.config.settings import find_settings_file, load_settings
from postcheck.config.sign_offs import load_sign_offs
from postcheck.config.waivers import find_waivers_file, load_waivers
from postcheck.consent.consent_lists import joined, load_one
from postcheck.consent.people_list import load_people
from postcheck.drafts.parsed import Parsed
from postcheck.drafts.source import DraftSource
from postcheck.engine.checker import Checker, NameFinder
from postcheck.engine.job import Job
from postcheck.find.concerns import ConcernFinder
from postcheck.find.finder import Finder
from postcheck.find.known_opinions import KnownOpinions
from postcheck.find.known_people import own_names
from postcheck.find.language import LanguageModel, load_language_model
from postcheck.formats.files import shown_path
from postcheck.late import loading
from postcheck.model.mention import Mention
from postcheck.model.pack import Pack
from postcheck.model.people import PeopleList, Roll
from postcheck.model.settings import CacheSettings, OcrSettings, Settings
from postcheck.model.sign_off import SignOffs
from postcheck.model.text import Passage
from postcheck.model.waiver import Waiver
from postcheck.read.cache import CacheFolder, ReadingCache
from postcheck.read.faces import CenterFace
from postcheck.read.reader import Reader

if TYPE_CHECKING:
    from postcheck.read.text_cache import TextCache


@dataclass
class Kept:
    """What one run leaves to the next, because it is slow to make."""

    parsed: Parsed = field(default_factory=Parsed)
    """What was parsed of drafts."""
    readers: dict[tuple[OcrSettings, CacheSettings], Reader] = field(default_factory=dict)
    models: dict[str, LanguageModel] = field(default_factory=dict)
    """Those that were loaded, by name."""
    texts: dict[CacheSettings, TextCache] = field(default_factory=dict)
    concerns: dict[CacheSettings, ConcernFinder] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    """Held while names are found: the models are shared by all threads."""
    loading: threading.Lock = field(default_factory=threading.Lock)
    """Held while models are loaded and readers are made, so that runs side by side don't each make their own."""
    checkers: dict[Path | None, Checker] = field(default_factory=dict)
    """Those of the last run, by the file of their settings."""


class Factory:
    """Builds the checkers of one run and all that they share.

    Lists, settings, packs and waivers are read anew for each run, so that a change to them is seen; a checker of the
    last run is kept if its settings, lists and pack have not changed.

    Parameters
    ----------
    job:
        What the run is asked to do.
    environ:
        The environment, for ``POSTCHECK_`` variables.
    notice:
        Takes what the user should know that isn't about any one draft.
    kept:
        What the run before left, and what this one leaves.
    """

    def __init__(self, job: Job, environ: Mapping[str, str], notice: Callable[[str], None], kept: Kept) -> None:
        self._job = job
        self._environ = environ
        self._notice = notice
        self.side_by_side = 1
        """How many drafts will be examined at a time; set it before the first checker is made."""
        self._kept = kept
        self._former, kept.checkers = kept.checkers, {}
        self._settings: dict[Path | None, Settings] = {}
        self._lists: dict[Path, Roll] = {}
        self._rolls: dict[tuple[Path, ...], Roll] = {}
        self._people: dict[tuple[Path, ...], PeopleList] = {}
        self._waivers: dict[tuple[Path, str], tuple[Waiver, ...]] = {}
        self._finders: dict[tuple[tuple[str, ...], tuple[Path, ...], str, frozenset[str]], _LateFinder] = {}
        self._settings_files: dict[Path, Path | None] = {}
        """By the folder of a draft."""
        self._waivers_files: dict[Path, Path | None] = {}
        """By the folder of a draft."""

    def settings_for(self, folder: Path) -> Settings:
        """Return the settings in force for a draft in ``folder``.

        Raises
        ------
        SettingsError
            If they cannot be used.
        """
        if self._job.checkout:
            folder = self._job.checkout.real(folder.absolute())
        if folder not in self._settings_files:
            self._settings_files[folder] = (
                None if self._job.no_config else self._job.config or find_settings_file(folder)
            )
        file = self._settings_files[folder]
        if file not in self._settings:
            self._settings[file] = load_settings(file, overrides=self._job.overrides, environ=self._environ)
        return self._settings[file]

    def lists_for(self, settings: Settings) -> tuple[Roll, PeopleList]:
        """Return the roll of all consent lists and the people list under these settings.

        Raises
        ------
        ConsentListError, PeopleListError
            If one of them cannot be used.
        """
        return self._roll(settings.consent), self._people_list(settings.people)

    def checker_for(self, settings: Settings) -> Checker:
        """Return the checker for these settings.

        Raises
        ------
        PostcheckError
            If the lists or the rule pack cannot be used.
        """
        if settings.file not in self._kept.checkers:
            roll, people = self.lists_for(settings)
            former = self._former.get(settings.file)
            if former is not None and former.is_current(settings, roll, people):
                self._kept.checkers[settings.file] = former
        else:
            return self._kept.checkers[settings.file]
        return self.checker_of(settings, roll, people)

    def checker_of(self, settings: Settings, roll: Roll, people: PeopleList) -> Checker:
        """Return the checker for these settings and lists; raises as :meth:`checker_for` does."""
        checkers = self._kept.checkers
        if settings.file not in checkers:
            checkers[settings.file] = self._made(settings, roll, people)
        return checkers[settings.file]

    def prepare(self, *, models: bool = False) -> None:
        """Load what finds names, which is large: only now, as other processes may do without.

        The language model that ships waits for a text that it has not read before, unless ``models`` are asked for.

        Raises
        ------
        PostcheckError
            If the language model cannot be used.
        """
        with loading():
            for finder in self._finders.values():
                finder.load()
            for settings in self._settings.values() if models else ():
                self._loaded(settings)

    def waivers_for(self, source: DraftSource, pack: Pack) -> tuple[Waiver, ...]:
        """Return the waivers that were written for a draft. Text on standard input has none.

        Raises
        ------
        WaiverError
            If the waivers file cannot be used.
        """
        if source.path is None:
            return ()
        if source.folder not in self._waivers_files:
            self._waivers_files[source.folder] = self._job.waivers or (
                None if self._job.no_config else find_waivers_file(source.folder)
            )
        file = self._waivers_files[source.folder]
        if file is None:
            return ()
        key = (file, pack.file)
        if key not in self._waivers:
            self._waivers[key] = load_waivers(file, rules=pack.by_id.keys(), others=all_rules, name=shown_path(file))
        draft = Path(os.path.realpath(source.path))
        return tuple(waiver for waiver in self._waivers[key] if waiver.draft == draft)

    def sign_offs_for(self, source: DraftSource, settings: Settings) -> SignOffs | None:
        """Return the sign-offs that lie beside a draft; None if there are none, and none is about to be given.

        Where copies take the place of pictures, what was signed off is not what is checked.
        """
        if source.path is None or self._job.copies:
            return None
        return load_sign_offs(source.path, settings) or (SignOffs() if self._job.signing else None)

    def stop_reading(self) -> None:
        """End every program that reads pictures; what they were reading is then reported as not examined."""
        for reader in self._kept.readers.values():
            reader.stop()

    def _made(self, settings: Settings, roll: Roll, people: PeopleList) -> Checker:
        finder, reader = self._finder(settings, roll, people), self._reader(settings)
        kept = self._kept
        concerns = self._concern_finder(settings.cache)
        return Checker(settings, roll, people, finder, kept.lock, self._job.copies, reader, kept.parsed, concerns)

    def _concern_finder(self, cache: CacheSettings) -> ConcernFinder:
        with self._kept.loading:
            if cache not in self._kept.concerns:
                texts = self._texts(cache)
                memory = None
                if texts is not None:
                    from postcheck.engine.remembered import RememberedChances  # noqa: PLC0415 - as in `_texts`

                    memory = RememberedChances(texts)
                self._kept.concerns[cache] = ConcernFinder(memory=memory)
            return self._kept.concerns[cache]

    def _texts(self, cache: CacheSettings) -> TextCache | None:
        """Return what models saw in texts in earlier runs; None if nothing is to be remembered."""
        from postcheck.read.text_cache import TextCache  # noqa: PLC0415 - with it SQLite, of use only where there is a cache

        if not cache.enabled:
            return None
        return self._kept.texts.setdefault(cache, TextCache(cache))

    def _reader(self, settings: Settings) -> Reader:
        """Return the reader of drafts under these settings.

        OCR engines are large, so settings files that agree on them share a reader.
        """
        key = (settings.ocr, settings.cache)
        with self._kept.loading:
            if key not in self._kept.readers:
                cache = ReadingCache(CacheFolder(settings.cache) if settings.cache.enabled else None, self._notice)
                self._kept.readers[key] = Reader(
                    settings.ocr, cache=cache, side_by_side=self.side_by_side, faces=self._face_detector
                )
            return self._kept.readers[key]

    @cached_property
    def _face_detector(self) -> CenterFace:
        return CenterFace(side_by_side=self.side_by_side)

    def _roll(self, files: tuple[Path, ...]) -> Roll:
        files = tuple(map(Path.absolute, files))
        for file in files:
            if file not in self._lists:
                self._lists[file] = load_one(file, shown_path(file))
        if files not in self._rolls:
            self._rolls[files] = joined([(file, self._lists[file]) for file in files])
        return self._rolls[files]

    def _people_list(self, files: tuple[Path, ...]) -> PeopleList:
        if files not in self._people:
            self._people[files] = load_people(files)
        return self._people[files]

    def _finder(self, settings: Settings, roll: Roll, people: PeopleList) -> NameFinder:
        own = own_names(settings.accounts, roll)
        key = (roll.files, settings.people, settings.language_model, own)
        if key not in self._finders:
            self._finders[key] = _LateFinder(lambda: Finder(roll, people, self._model(settings), own))
        return self._finders[key]

    def _model(self, settings: Settings) -> LanguageModel:
        """Return the language model; the one that ships is only loaded for texts that it has not read before."""
        texts = self._texts(settings.cache)
        if texts is None or settings.language_model:
            return self._loaded(settings)
        from postcheck.engine.remembered import RememberedOpinions  # noqa: PLC0415 - as in `_texts`

        return KnownOpinions(RememberedOpinions(texts), settings.language_model, lambda: self._loaded(settings))

    def _loaded(self, settings: Settings) -> LanguageModel:
        name = settings.language_model
        with self._kept.loading:
            if name not in self._kept.models:
                file = str(settings.file) if settings.file and settings.language_model_line else None
                with loading():
                    self._kept.models[name] = load_language_model(name, file=file, line=settings.language_model_line)
            return self._kept.models[name]


class _LateFinder:
    """Finds names once it is loaded; that is done at the latest when it is first asked."""

    def __init__(self, load: Callable[[], Finder]) -> None:
        self._load = load
        self._finder: Finder | None = None

    def load(self) -> Finder:
        """Load it, if that has not been done yet; raises if it cannot be loaded."""
        if self._finder is None:
            self._finder = self._load()
        return self._finder

    def find(self, passages: Sequence[Passage]) -> tuple[Mention, ...]:
        """Return every name in the passages; see :class:`~postcheck.find.finder.Finder`."""
        return self.load().find(passages)

    def find_each(self, groups: Sequence[Sequence[Passage]]) -> Iterator[tuple[Mention, ...]]:
        """Yield every name in each of several groups of passages; see :class:`~postcheck.find.finder.Finder`."""
        return self.load().find_each(groups)
