"""One draft in, one report out."""

from __future__ import annotations

import threading
import traceback
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from postcheck.config.packs import all_declares, declares, load_pack
from postcheck.drafts.discovery import DraftSource
from postcheck.drafts.loader import load_draft
from postcheck.find.finder import Finder
from postcheck.formats.files import shown_path
from postcheck.judge.bench import Bench
from postcheck.judge.case import Case, Directory
from postcheck.judge.registry import CHECKS
from postcheck.media.embedded import content_of
from postcheck.model.channels import CHANNELS
from postcheck.model.draft import Draft, Problem, Unexamined
from postcheck.model.pack import Pack
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.report import DraftReport
from postcheck.model.settings import Settings
from postcheck.model.text import PlaceKind, Where
from postcheck.model.waiver import Waiver
from postcheck.read.reader import Reader

_STOPPED = "The check was stopped before it was examined. Run the check again, or check this post by hand."
"""Why a draft was not examined that a run had not come to when it was told to stop."""
_SHORTEST_NAME = 3
"""Letters of a part of a name that is looked for in the name of a folder."""


class Checker:
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
        """Whether nothing has changed by which these checker find and judge."""
        same = (self.settings, self.roll, self._people) == (settings, roll, people)
        return same and self.pack == load_pack(settings.policy, checks=frozenset(CHECKS))

    @cached_property
    def channels(self) -> frozenset[str]:
        """Every channel that a post may go to."""
        return frozenset({**CHANNELS, **self.settings.extra_channels, **self.pack.channels})

    def examine(
        self, source: DraftSource, today: date, channels: tuple[str, ...], waivers: tuple[Waiver, ...] = ()
    ) -> DraftReport:
        """Walk one draft through the checker. Whatever goes wrong on the way is part of the report; nothing is raised."""
        draft = Draft(source.name, None)
        try:
            draft = load_draft(
                source, extra_channels={**self.settings.extra_channels, **self.pack.channels}, bulk=self.settings.bulk
            )
            draft = _with_copies(draft, self._copies)
            return self._examine(draft, today, channels, waivers)
        except KeyboardInterrupt:
            raise
        # One bad draft never stops the others, and never passes; a library that calls sys.exit() or panics in Rust is
        # no Exception.
        except BaseException as error:  # noqa: BLE001 - as above
            crash = Unexamined(source.name, _describe(error))
            return DraftReport(
                draft, self.pack, (), today, unexamined=(*draft.unexamined, crash), consent_list=self.roll.file
            )

    def foldershown_path(self, source: DraftSource) -> str:
        """Return the folder of a draft for standard error: what holds a part of a pupil's name is left out."""
        parts = Path(shown_path(source.folder)).parts
        return "/".join(
            "…" if any(name in _letters(part) for name in self._name_parts) else part for part in parts if part != "/"
        )

    @cached_property
    def _name_parts(self) -> frozenset[str]:
        names = (name for pupil in self.roll.pupils for name in _names_of(pupil))
        return frozenset(
            part for name in names for word in name.split() if len(part := _letters(word)) >= _SHORTEST_NAME
        )

    def stopped(self, source: DraftSource, today: date) -> DraftReport:
        """Return the report of a draft that the run did not come to."""
        unexamined = (Unexamined(source.name, _STOPPED),)
        return DraftReport(
            Draft(source.name, source.path),
            self.pack,
            (),
            today,
            unexamined=unexamined,
            consent_list=self.roll.file,
            stopped=True,
        )

    def _examine(
        self, draft: Draft, today: date, channels: tuple[str, ...], waivers: tuple[Waiver, ...]
    ) -> DraftReport:
        reading = self.reader.read(draft)
        # The language model and the matcher are shared by all threads; only pictures are read side by side, mostly by
        # other processes.
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
            owners={
                image.key: (image.artist, image.copyright)
                for image in reading.images
                if image.artist or image.copyright
            },
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


def _with_copies(draft: Draft, copies: Mapping[Path, Path]) -> Draft:
    """Return the draft with copies of its pictures in their place, under the copies' own names."""
    if not copies:
        return draft
    found = ((image, copies.get(image.path)) for image in draft.images)
    return replace(
        draft, images=tuple(replace(image, path=copy, name=copy.as_posix()) if copy else image for image, copy in found)
    )


def _letters(text: str) -> str:
    """Return the letters of a text without case and accents, for a comparison that is too strict rather than too lax."""
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalpha())


def _names_of(pupil: Pupil) -> tuple[str, ...]:
    names = (
        pupil.forename,
        pupil.surname,
        pupil.preferred_forename,
        pupil.preferred_surname,
        pupil.middle_names,
        *pupil.other_names,
    )
    return (*names, *(name for alias in pupil.aliases for name in _names_of(alias)))


def _describe(error: BaseException) -> str:
    """Say where an unexpected error came from without its text, which may hold what the draft or the consent list says."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return f"postcheck itself failed on this draft ({type(error).__name__}{place}). Please report it; check this post by hand until it is mended."
