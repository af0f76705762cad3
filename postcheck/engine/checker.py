"""One draft in, one report out."""

from __future__ import annotations

import threading
import traceback
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from postcheck.config.packs import all_declares, declares, load_pack
from postcheck.drafts.loader import load_draft
from postcheck.drafts.parsed import Parsed
from postcheck.drafts.source import DraftSource
from postcheck.engine.binding import material_of
from postcheck.engine.given import as_given, digests_of
from postcheck.errors import LanguageModelError, PluginError
from postcheck.find.concerns import ConcernFinder
from postcheck.formats.files import shown_path
from postcheck.judge import approval
from postcheck.judge.case import Directory, make_case
from postcheck.judge.checks.phrases import looks_for_concerns
from postcheck.judge.consent import Terms
from postcheck.judge.registry import CHECKS, ON_PUPILS
from postcheck.judge.rule_engine import RuleEngine
from postcheck.judge.signers import English
from postcheck.media.embedded import content_of
from postcheck.model.concern import ConcernMatch
from postcheck.model.detail import Detail
from postcheck.model.draft import Draft, DraftImage, Problem, Unexamined
from postcheck.model.mention import Mention
from postcheck.model.pack import Pack
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.reading import Reading
from postcheck.model.report import DraftReport, Flag
from postcheck.model.settings import Settings
from postcheck.model.sign_off import SignOffs
from postcheck.model.text import Passage, PlaceKind, Where
from postcheck.model.waiver import Waiver
from postcheck.read.reader import Reader
from postcheck.redact.wording import suggestions

_STOPPED = "The check was stopped before it was examined. Run the check again, or check this post by hand."
"""Why a draft was not examined that the run had not reached when it was told to stop."""
_DIED = (
    "A program that opens files of its kind broke down on it. Save its pictures and documents anew in another program, "
    "or check this post by hand."
)
_SHORTEST_NAME = 3
"""How many letters a part of a name needs to be looked for in a folder's name."""


@dataclass(frozen=True)
class ReadDraft:
    """A draft, and all that can be read in it."""

    draft: Draft
    reading: Reading


class NameFinder(Protocol):
    """Finds names; see :class:`~postcheck.find.finder.Finder`."""

    def find(self, passages: Sequence[Passage]) -> tuple[Mention, ...]:
        """Return every name in the passages."""

    def find_each(self, groups: Sequence[Sequence[Passage]]) -> Iterator[tuple[Mention, ...]]:
        """Yield every name in each of several groups of passages."""


class Checker:
    """Examines drafts under one settings file: it loads, reads, finds and judges. Threads share it.

    Parameters
    ----------
    settings:
        What the school has set; it names the rule pack.
    roll, people:
        The pupils, and the people who aren't.
    finder:
        What finds names.
    lock:
        Held while names are found: all checkers of a run share the language model.
    copies:
        Pictures, each with a copy that is examined in its place.
    reader:
        What reads drafts; by default one as the settings have it.
    parsed:
        What was parsed when the drafts were looked for.
    concerns:
        What finds sentences that a person should see; None goes by wording alone.
    published:
        Whether what it examines is published already: only rules on names, pictures, work and words of pupils then
        speak, by the consent of today.

    Raises
    ------
    PackError
        If the rule pack cannot be used.
    """

    def __init__(
        self,
        settings: Settings,
        roll: Roll,
        people: PeopleList,
        finder: NameFinder,
        lock: threading.Lock,
        copies: Mapping[Path, Path] = MappingProxyType({}),
        reader: Reader | None = None,
        parsed: Parsed | None = None,
        concerns: ConcernFinder | None = None,
        *,
        published: bool = False,
    ) -> None:
        from postcheck.find.details.finder import DetailFinder  # noqa: PLC0415 - only a check needs its patterns
        from postcheck.find.details.plugged import plugged_finders  # noqa: PLC0415 - as above
        from postcheck.find.lexicon import lexicon  # noqa: PLC0415 - only a check needs its words

        self.settings = settings
        self.pack: Pack = load_pack(settings.policy, checks=frozenset(CHECKS))
        self.roll = roll
        self.reader = reader or Reader(settings.ocr)
        self.people = people
        words = lexicon()
        self.directory = Directory(roll, people, English(words.known, words.forename))
        self._finder = finder
        self._detail_finder = DetailFinder(settings.contacts)
        more = plugged_finders()
        self._further_finder = DetailFinder(settings.contacts, more) if more else None
        """The same with the finders of other packages."""
        self._published = published
        rules = tuple(rule for rule in self.pack.rules if rule.check in ON_PUPILS or not published)
        self._rule_engine = RuleEngine(replace(self.pack, rules=rules))
        self._lock = lock
        self._copies = copies
        self._parsed = parsed or Parsed()
        self._concern_finder = concerns if looks_for_concerns(self.pack) and not published else None

    def is_current(self, settings: Settings, roll: Roll, people: PeopleList) -> bool:
        """Whether a checker made now from these would find and judge as this one does."""
        same = (self.settings, self.roll, self.people) == (settings, roll, people)
        return same and self.pack == load_pack(settings.policy, checks=frozenset(CHECKS))

    @property
    def terms(self) -> frozenset[Terms]:
        """What the policy's rules ask of consent, each in its own way."""
        return self._rule_engine.terms

    def unknown_schools(self) -> tuple[str, ...]:
        """Return the schools that the settings name and none of several consent lists is of."""
        named = dict.fromkeys((self.settings.school, *(entry.school for entry in self.settings.accounts)))
        schools = self.directory.schools
        return tuple(name for name in named if name and self.roll.parts and not schools.ids(name))

    def examine(
        self,
        source: DraftSource,
        today: date,
        channels: tuple[str, ...],
        waivers: tuple[Waiver, ...] = (),
        sign_offs: SignOffs | None = None,
    ) -> DraftReport:
        """Return the report of one draft. Whatever goes wrong on the way is part of it; nothing is raised.

        Parameters
        ----------
        source:
            The draft.
        today:
            The day to take for today.
        channels:
            Channels that it is judged for besides those that it names itself.
        waivers:
            The waivers that were written for it.
        sign_offs:
            The sign-offs that lie beside it; None if there is no file of any.
        """
        draft = self.load(source, today)
        read = draft if isinstance(draft, DraftReport) else self.read(draft, today)
        return read if isinstance(read, DraftReport) else self.judge(read, None, today, channels, waivers, sign_offs)

    def load(self, source: DraftSource, today: date) -> Draft | DraftReport:
        """Return a draft, whose pictures have not been looked at yet; or its report if that went wrong."""
        draft = Draft(source.name, None)
        try:
            extra_channels = {**self.settings.extra_channels, **self.pack.channels}
            draft = load_draft(
                source,
                extra_channels=extra_channels,
                bulk=self.settings.bulk,
                ignored_keys=self.settings.ignored_keys,
                parsed=self._parsed,
            )
            return _with_copies(draft, self._copies)
        except KeyboardInterrupt:
            raise
        # One bad draft never stops the others, and never passes; a library that calls sys.exit() or panics in Rust is
        # no Exception.
        except BaseException as error:  # noqa: BLE001 - as above
            return self._crashed(draft, error, today)

    def read(self, draft: Draft, today: date) -> ReadDraft | DraftReport:
        """Return a draft with all that can be read in it, or its report if that went wrong."""
        try:
            return ReadDraft(draft, self.reader.read(draft))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - as in `load`
            return self._crashed(draft, error, today)

    def find(self, drafts: Sequence[ReadDraft]) -> list[tuple[Mention, ...] | None]:
        """Return the names in each of several drafts, found together, which is quicker than one by one.

        None stands for a draft whose names could not be found this way: :meth:`judge` looks for them once more.
        """
        # The language model and the matcher are shared by all threads; only pictures are read side by side, mostly by
        # other processes.
        try:
            with self._lock:
                return list(self._finder.find_each([draft.reading.passages for draft in drafts]))
        except KeyboardInterrupt:
            raise
        except BaseException:  # noqa: BLE001 - which of the drafts it was comes out when each is looked at by itself
            return [None] * len(drafts)

    def judge(
        self,
        read: ReadDraft,
        mentions: tuple[Mention, ...] | None,
        today: date,
        channels: tuple[str, ...],
        waivers: tuple[Waiver, ...] = (),
        sign_offs: SignOffs | None = None,
    ) -> DraftReport:
        """Return the report of a draft that was read; nothing is raised.

        Parameters
        ----------
        read:
            The draft.
        mentions:
            The names in it; None if they have yet to be found.
        today, channels, waivers, sign_offs:
            See :meth:`examine`.
        """
        try:
            return self._judge(read, mentions, today, channels, waivers, sign_offs)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - as in `load`
            return self._crashed(read.draft, error, today)

    def _crashed(self, draft: Draft, error: BaseException, today: date) -> DraftReport:
        return self._unjudged(draft, today, *draft.unexamined, Unexamined(draft.path, _describe(error)))

    def died(self, source: DraftSource, today: date) -> DraftReport:
        """Return the report of a draft at which the process died that examined it."""
        return self._unjudged(Draft(source.name, source.path), today, Unexamined(source.name, _DIED))

    def stopped(self, source: DraftSource, today: date) -> DraftReport:
        """Return the report of a draft that the run did not reach."""
        draft = Draft(source.name, source.path)
        return replace(self._unjudged(draft, today, Unexamined(source.name, _STOPPED)), stopped=True)

    def shown_folder(self, source: DraftSource) -> str:
        """Return the folder of a draft for standard error, without anything that holds a part of a pupil's name."""
        if source.folder not in self._shown_folders:
            parts = Path(shown_path(source.folder)).parts
            self._shown_folders[source.folder] = "/".join(
                "…" if any(name in _letters(part) for name in self._name_parts) else part
                for part in parts
                if part != "/"
            )
        return self._shown_folders[source.folder]

    @cached_property
    def _shown_folders(self) -> dict[Path, str]:
        return {}

    @cached_property
    def _name_parts(self) -> frozenset[str]:
        names = (name for pupil in self.roll.pupils for name in _names_of(pupil))
        return frozenset(
            part for name in names for word in name.split() if len(part := _letters(word)) >= _SHORTEST_NAME
        )

    def _unjudged(self, draft: Draft, today: date, *unexamined: Unexamined) -> DraftReport:
        """Return the report of a draft that no rule was applied to."""
        return DraftReport(draft, self.pack, (), today, unexamined=unexamined, consent_lists=self.roll.files)

    def _concerns(self, reading: Reading) -> tuple[ConcernMatch, ...]:
        if self._concern_finder is None:
            return ()
        with self._lock:
            return self._concern_finder.find(reading.passages)

    def _judge(
        self,
        read: ReadDraft,
        mentions: tuple[Mention, ...] | None,
        today: date,
        channels: tuple[str, ...],
        waivers: tuple[Waiver, ...],
        sign_offs: SignOffs | None,
    ) -> DraftReport:
        draft, reading = read.draft, read.reading
        if mentions is None:
            with self._lock:
                mentions = self._finder.find(reading.passages)
        draft = replace(draft, problems=(*draft.problems, *self._undeclarable(draft)))
        digests = digests_of(draft, reading)
        if not self._published:
            draft = as_given(draft, digests)
        details, broken = self._details(draft, reading, mentions)
        case = make_case(
            draft,
            reading,
            mentions,
            details,
            concerns=self._concerns(reading),
            directory=self.directory,
            pack=self.pack,
            settings=self.settings,
            today=today,
            channels=channels,
            waivers=waivers,
            published=self._published,
        )
        bound = None
        if sign_offs is not None:
            bound = approval.bound(case, material_of(draft, reading))
            standings = approval.standings(case, sign_offs, bound)
            case = replace(case, sign_offs=sign_offs, standings=standings, bound=bound)
        judgement = self._rule_engine.judge(case)
        report = DraftReport(
            draft=draft,
            pack=self.pack,
            channels=case.channels,
            day=case.day,
            flags=judgement.flags,
            suppressed=judgement.suppressed,
            unexamined=(*draft.unexamined, *reading.unexamined, *broken),
            checklist=judgement.checklist,
            passages=reading.passages,
            mentions=mentions,
            consent_lists=self.roll.files,
            faces=reading.faces,
            standings=case.standings,
            bound=bound,
            digests=digests,
        )
        return replace(
            report,
            called=called((*report.flags, *report.suppressed), self.roll),
            suggestions=suggestions(report, self.roll.by_id),
        )

    def _details(
        self, draft: Draft, reading: Reading, mentions: Sequence[Mention]
    ) -> tuple[tuple[Detail, ...], tuple[Unexamined, ...]]:
        """Return the details in a draft, and what another package's finder could not look at."""
        if self._published:
            return (), ()
        broken: tuple[Unexamined, ...] = ()
        if self._further_finder is not None:
            try:
                return self._further_finder.find(reading.passages, mentions), ()
            except PluginError as error:
                broken = (Unexamined(draft.path, f"The finder {error.message} {error.advice}"),)
        return self._detail_finder.find(reading.passages, mentions), broken

    def _undeclarable(self, draft: Draft) -> tuple[Problem, ...]:
        """Return a problem for each entry of ``declare`` that isn't a checklist item of this or any shipped pack."""
        declared = {entry: entry.strip().casefold() for entry in draft.header.declare}
        if set(declared.values()) <= self._declares:
            return ()
        known = self._declares | {word.casefold() for word in all_declares()}
        where = draft.header.where("declare") or Where(PlaceKind.POST, draft.path)
        return tuple(
            Problem(
                "declare-unknown",
                "An entry under `declare:` is no item of the policy's checklist, so it confirms nothing.",
                "`postcheck rules list` shows the checklist; correct the spelling or remove the entry.",
                where,
                entry,
            )
            for entry, word in declared.items()
            if word not in known
        )

    @cached_property
    def _declares(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in declares(self.pack))


def _with_copies(draft: Draft, copies: Mapping[Path, Path]) -> Draft:
    """Return the draft with copies in place of its pictures, under the copies' own names."""
    if not copies:
        return draft
    found = ((image, copies.get(image.path)) for image in draft.images)
    return replace(draft, images=tuple(_with_copy(image, copy) if copy else image for image, copy in found))


def _with_copy(image: DraftImage, copy: Path) -> DraftImage:
    return replace(image, path=copy, name=copy.as_posix(), copy_of=content_of(image))


def called(flags: Iterable[Flag], roll: Roll) -> tuple[tuple[str, str], ...]:
    """Return the full name of each pupil on the roll whom a flag is about, by id and in order of the ids."""
    pupils = {identity: roll.by_id.get(identity) for flag in flags for identity in flag.pupil_ids}
    return tuple((identity, name) for identity, pupil in sorted(pupils.items()) if pupil and (name := pupil.known_as))


def _letters(text: str) -> str:
    """Return the letters of a text without case and accents, to compare too strictly rather than too laxly."""
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
    """Say where an unexpected error came from, without its text, which may quote the draft or the consent list."""
    if isinstance(error, LanguageModelError):
        return f"{error.message} {error.advice}".strip()  # one of our own, which quotes nothing
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    return (
        f"postcheck itself failed on this draft ({type(error).__name__}{place}). "
        "Please report it; check this post by hand until it is mended."
    )
