"""Builds what a run needs, each thing once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from postcheck.config.packs import all_rules
from postcheck.config.settings import find_settings_file, load_settings
from postcheck.config.waivers import find_waivers_file, load_waivers
from postcheck.consent.consent_list import load_consent
from postcheck.consent.people_list import load_people
from postcheck.drafts.discovery import DraftSource
from postcheck.engine.checker import Checker
from postcheck.engine.job import Job
from postcheck.find.finder import Finder
from postcheck.find.language import LanguageModel, load_language_model
from postcheck.formats.files import shown_path
from postcheck.model.pack import Pack
from postcheck.model.people import PeopleList, Roll
from postcheck.model.settings import CacheSettings, OcrSettings, Settings
from postcheck.model.waiver import Waiver
from postcheck.read.cache import Memory, Store
from postcheck.read.faces import CenterFace
from postcheck.read.reader import Reader


class Factory:
    """Builds the checker that a run needs, each thing once, and takes over from a ``former`` factory what would come out the same."""

    def __init__(
        self, job: Job, environ: Mapping[str, str], notice: Callable[[str], None], former: Factory | None = None
    ) -> None:
        self._job = job
        self._former = former.checker if former else {}
        self._environ = environ
        self._notice = notice
        self.side_by_side = 1
        """How many drafts will be examined at a time."""
        self.readers: dict[tuple[OcrSettings, CacheSettings], Reader] = former.readers if former else {}
        self.models: dict[str, LanguageModel] = former.models if former else {}
        self._face_detector = CenterFace()
        self.checker: dict[Path | None, Checker] = {}
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
            self._waivers[key] = load_waivers(file, rules=pack.by_id.keys(), others=all_rules, name=shown_path(file))
        draft = Path(os.path.realpath(source.path))
        return tuple(waiver for waiver in self._waivers[key] if waiver.draft == draft)

    def checker_for(self, settings: Settings) -> Checker:
        """Return the checker for these settings."""
        if settings.file not in self.checker:
            roll, people = self.lists_for(settings)
            former = self._former.get(settings.file)
            if former is None or not former.stand_for(settings, roll, people):
                finder, reader = self._finder(settings, roll, people), self._reader(settings)
                former = Checker(settings, roll, people, finder, self.lock, self._job.copies, reader)
            self.checker[settings.file] = former
        return self.checker[settings.file]

    def _reader(self, settings: Settings) -> Reader:
        """Return the reader of drafts under these settings; OCR engines are large, so settings files that agree share them."""
        key = (settings.ocr, settings.cache)
        if key not in self.readers:
            memory = Memory(Store(settings.cache) if settings.cache.enabled else None, self._notice)
            self.readers[key] = Reader(
                settings.ocr, memory=memory, side_by_side=self.side_by_side, faces=self._face_detector
            )
        return self.readers[key]

    def lists_for(self, settings: Settings) -> tuple[Roll, PeopleList]:
        """Return the consent list and the people list under these settings."""
        return self._roll(settings.consent), self._people_list(settings.people)

    def _roll(self, file: Path | None) -> Roll:
        name = shown_path(file) if file else None
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
