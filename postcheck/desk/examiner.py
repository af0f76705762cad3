"""What checks the posts of the desk, with models that are loaded once, and knows whom and what they may name."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from postcheck.config.settings import Overrides, find_settings_file
from postcheck.desk.draft_file import compare, draft_text
from postcheck.desk.post import Post
from postcheck.desk.refusal import RefusedError
from postcheck.desk.sheet import Sheet
from postcheck.drafts.loader import load_draft
from postcheck.drafts.source import DraftSource
from postcheck.engine.checker import Checker
from postcheck.engine.factory import Factory, Kept
from postcheck.engine.incremental import IncrementalCheck, listed_in, notes_on
from postcheck.engine.job import Job
from postcheck.engine.snapshot import Snapshot
from postcheck.errors import PostcheckError
from postcheck.formats.table_file import split_sheet
from postcheck.judge.case import all_channels
from postcheck.judge.roll_search import RollSearch
from postcheck.model.draft import Draft
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.report import DraftReport, Report
from postcheck.model.settings import Settings
from postcheck.redact.copying import make_copies
from postcheck.redact.cover import Style
from postcheck.redact.folder import Folder
from postcheck.redact.plan import plan

NAME = "post"
"""What reports call the post on the desk."""
_FILE = "post.md"
_MOST_FOUND = 12
"""People whom a search shows."""


@dataclass(frozen=True)
class Choices:
    """By what posts are judged: as on the command line."""

    overrides: Overrides
    channels: tuple[str, ...]
    config: Path | None
    """The settings file, if one is named."""
    no_config: bool
    today: Callable[[], date]
    folder: Path
    """The folder in which the desk was opened."""
    environ: Mapping[str, str]


@dataclass(frozen=True)
class Known:
    """What a post may name."""

    policy: str
    channels: tuple[str, ...]
    usual: tuple[str, ...]
    """The channels that posts go to if nothing else is said."""
    accounts: tuple[str, ...]
    lists: tuple[str, ...]
    """The consent lists."""


@dataclass(frozen=True)
class _ReadLists:
    """The consent lists and the people list."""

    files: Snapshot
    """What they come from, as it was when they were read."""
    roll: Roll
    people: PeopleList


class Examiner:
    """Checks posts of the desk; one at a time.

    Parameters
    ----------
    choices:
        By what posts are judged.
    """

    def __init__(self, choices: Choices) -> None:
        self.choices = choices
        self._kept = Kept()
        self._lock = threading.Lock()
        self._config = choices.config or (None if choices.no_config else find_settings_file(choices.folder))
        self._read: _ReadLists | None = None
        self._search: tuple[_ReadLists, RollSearch] | None = None
        self.notices: list[str] = []

    def open(self) -> Known:
        """Load everything that a check needs, and return what posts may name.

        Raises
        ------
        PostcheckError
            If a check cannot start: settings, lists, pack or language model.
        """
        with self._lock:
            factory = self._factory()
            known = self._known(factory)
            factory.prepare(models=True)
        return known

    def known(self) -> Known:
        """Return what posts may name by the settings and lists as they are now; raises as :meth:`open` does."""
        with self._lock:
            return self._known(self._factory())

    def search(self, words: str) -> list[tuple[str, str]]:
        """Return whom the words may mean, the likeliest first: what a header calls each, and how to show them."""
        found = self._searched().find(words)
        found.sort(key=lambda known: not known.is_called(words))
        return [(known.ref, known.shown) for known in found[:_MOST_FOUND]]

    def shown(self, refs: Collection[str]) -> dict[str, str]:
        """Return how to show people, by what a header calls each."""
        if not refs:
            return {}
        shown = self._searched().shown
        return {ref: shown(ref) for ref in refs}

    def check(self, sheet: Sheet, post: Post, *, still_wanted: Callable[[], bool] = lambda: True) -> Report | None:
        """Check a post; None if nobody wants to know any more.

        Raises
        ------
        PostcheckError, RefusedError
            If it cannot be checked: then nothing is known of it.
        """
        with self._lock:
            if not still_wanted():
                return None
            factory = self._factory()
            checker = factory.checker_for(self._settings(factory))
            return self._examined(sheet, post, checker)

    def pupils(self) -> Mapping[str, Pupil]:
        """Return the pupils by id."""
        return self._lists().roll.by_id

    def cover(self, sheet: Sheet, post: Post, identity: str, *, faces: bool) -> str:
        """Make a safe copy of a picture, which is then among the sheet's copies; return what was done.

        Raises
        ------
        RefusedError
            If no safe copy can be made: the message says why.
        """
        picture = sheet.picture(identity)
        with self._lock:
            factory = self._factory()
            settings = self._settings(factory)
            report = self._examined(sheet, post, factory.checker_for(settings))
            todo = plan(report.posts, faces=faces)
            if why := next((item.reason for item in todo.unexamined if item.file == picture.name), ""):
                raise RefusedError(f"No safe copy can be made. {why}")
            cover = next((one for one in todo.covers if one.source == picture.path), None)
            if cover is None:
                raise RefusedError("This picture was not checked yet. Wait for the check, and try again.")
            folder = sheet.folder / "safe" / identity

            def again(copies: Mapping[Path, Path]) -> Sequence[DraftReport]:
                kept = replace(self._kept, checkers={})
                checker = self._factory(kept, copies).checker_for(settings)
                return self._examined(sheet, post, checker, copied=True).posts

            problem = make_copies(replace(todo, covers=(cover,)), Folder(folder), Style.BOX, again)[cover.source]
        if problem:
            raise RefusedError(f"No safe copy could be made: {problem}")
        sheet.copies[identity] = (folder / cover.target, cover.target)
        places, heads = (sum(map(len, found.values())) for found in (cover.places, cover.faces))
        said = [
            {0: "", 1: "1 place with words is covered"}.get(places, f"{places} places with words are covered"),
            {0: "", 1: "1 face is covered"}.get(heads, f"{heads} faces are covered"),
            "no face was seen in it: look for yourself" if cover.faceless and not heads else "",
            "its name gave a name away and was changed" if cover.renamed else "",
            "hidden details (where and when it was taken) are removed",
        ]
        return f"{'; '.join(filter(None, said)).capitalize()}. Look at it before you post it."

    def run_over(self, path: Path, *, signing: bool) -> IncrementalCheck:
        """Return what checks a draft, or a folder of drafts, by the settings that are in force there."""
        return IncrementalCheck(
            self._job(path, signing=signing), self.choices.environ, replace(self._kept, checkers={})
        )

    def load(self, draft: Path) -> Draft:
        """Load a draft by the settings that are in force where it lies, or by none if they cannot be used."""
        source = DraftSource(draft.name, draft, draft.parent)
        job = self._job(draft, signing=False)
        factory = Factory(job, self.choices.environ, self.notices.append, replace(self._kept, checkers={}))
        try:
            loaded = factory.checker_for(factory.settings_for(draft.parent)).load(source, job.today)
        except PostcheckError:  # whoever checks it hears of it
            return load_draft(source)
        return loaded if isinstance(loaded, Draft) else load_draft(source)

    def _job(self, path: Path, *, signing: bool) -> Job:
        choices = self.choices
        return Job(
            (str(path),),
            choices.today(),
            choices.overrides,
            channels=choices.channels,
            config=choices.config,
            no_config=choices.no_config,
            signing=signing,
        )

    def stop(self) -> None:
        """End every program that reads pictures."""
        for reader in self._kept.readers.values():
            reader.stop()

    def _factory(self, kept: Kept | None = None, copies: Mapping[Path, Path] = MappingProxyType({})) -> Factory:
        choices = self.choices
        job = Job(
            (),
            choices.today(),
            choices.overrides,
            config=self._config,
            no_config=self._config is None,
            copies=copies,
        )
        return Factory(job, choices.environ, self.notices.append, kept or self._kept)

    def _searched(self) -> RollSearch:
        lists, known = self._lists(), self._search
        if known is None or known[0] is not lists:
            known = self._search = (lists, RollSearch(lists.roll, lists.people))
        return known[1]

    def _lists(self) -> _ReadLists:
        """Return the lists as they are now; they are read once, until a file that they come from is changed."""
        known = self._read
        if known is None or not known.files.is_current():
            begun = time.time_ns()
            factory = self._factory(replace(self._kept, checkers={}))
            settings = self._settings(factory)
            roll, people = factory.lists_for(settings)
            named = (split_sheet(path)[0] for path in (*settings.consent, *settings.people))
            files = (*named, *settings.consent_folders, *filter(None, (settings.file,)))
            known = self._read = _ReadLists(Snapshot.take(files, begun), roll, people)
        return known

    def _settings(self, factory: Factory) -> Settings:
        return factory.settings_for(self.choices.folder)

    def _known(self, factory: Factory) -> Known:
        settings = self._settings(factory)
        checker = factory.checker_for(settings)
        usual = tuple(dict.fromkeys((*settings.channels, *self.choices.channels)))
        channels = tuple(dict.fromkeys((*usual, *all_channels(settings, checker.pack))))
        return Known(
            f"{checker.pack.title}, version {checker.pack.version}",
            channels,
            usual,
            tuple(account.name for account in settings.accounts),
            checker.roll.files,
        )

    def _examined(self, sheet: Sheet, post: Post, checker: Checker, *, copied: bool = False) -> Report:
        path, names = sheet.files / _FILE, sheet.names  # a picture may be on its way meanwhile
        path.write_bytes(draft_text(post, names).encode())
        today = self.choices.today()
        found = checker.examine(DraftSource(NAME, path, sheet.files), today, ())
        if not copied and not found.unexamined:
            compare(found.draft, post, names)
        return Report((found,), checker.pack, today, notes_on([checker], today), listed_in([checker]))
