"""Reads archives into a store, once: their items, then their media, then what the language model sees in all of it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from postcheck.archive import ArchivedItem, ArchiveSet, Member, NotRead, open_archives
from postcheck.audit.opinions import InStore
from postcheck.audit.published import as_draft
from postcheck.audit.schedulers import Scheduler
from postcheck.audit.store import AuditStore, Counts
from postcheck.audit.work import MediumRead, Portion, Setup, died
from postcheck.engine.processes import Died
from postcheck.errors import UnreadableError
from postcheck.find.finder import texts_for_model

Found = ArchivedItem | NotRead
_ITEMS = 500
"""Items that are written to the store at once."""
_TEXTS = 64
"""Texts that a worker gives the language model at once."""
_SECONDS = 1.0
"""How long what was read waits, at most, before it is written to the store."""


class Watcher:
    """Hears how the reading goes on, and may stop it; this one does nothing."""

    def found(self, items: int, media: int) -> None:
        """Be told how many items there are, and how many media have to be looked at."""

    def looked_at(self, media: int) -> None:
        """Be told that so many more media were looked at."""

    def stopping(self) -> bool:
        """Say whether to stop; what was read by then is kept."""
        return False


def read_archives(
    paths: Sequence[Path | str], store: AuditStore, setup: Setup, scheduler: Scheduler, watcher: Watcher
) -> Counts:
    """Read archives into a store. What is in it already is not read again.

    Parameters
    ----------
    paths:
        The archives; addresses (``s3://…``) are texts.
    store:
        Where everything is kept.
    setup:
        How media are read.
    scheduler:
        Who reads them.
    watcher:
        What hears how it goes on, and may stop it.

    Returns
    -------
    Counts
        What became of everything.

    Raises
    ------
    PostcheckError
        If there are no such archives, the store fails, or no worker can do anything.
    """
    with open_archives(paths) as archives:
        if not _read_items(archives, store, watcher):
            return store.counts()
    todo = store.media_to_do()
    watcher.found(len(store), len(todo))
    _read_media(todo, store, setup, scheduler, watcher)
    if not watcher.stopping():
        _read_texts(store, setup, scheduler)
    return store.counts()


def _read_items(archives: ArchiveSet, store: AuditStore, watcher: Watcher) -> bool:
    """Keep every item that is not in the store yet; return False if it was stopped."""
    identities = archives.identities()
    if all(store.is_whole(name, identity) for name, identity in identities.items()):
        return True
    with store.together():
        store.begin((name, identities[name], source.value) for name, source in archives.sources)

    def fingerprint(member: Member) -> str:
        try:
            return archives.fingerprint(member)
        except UnreadableError:
            return ""  # whoever reads it says why

    for several in _batched(archives.read(), _ITEMS):
        with store.together():
            for found in several:
                if isinstance(found, ArchivedItem):
                    store.add_item(found, fingerprint)
                else:
                    store.add_not_read(found)
        if watcher.stopping():
            return False
    with store.together():
        tally = archives.tally
        store.set_counts("items", {source.value: number for source, number in tally.items.items()})
        store.set_counts("passed over", tally.passed_over)
        store.set_counts("not published", tally.not_published)
        store.finish()
    return True


def _batched(found: Iterable[Found], size: int) -> Iterator[list[Found]]:
    rest = iter(found)
    while several := list(islice(rest, size)):
        yield several


@dataclass
class _Writer:
    """Writes what was read to the store, some of it at a time."""

    store: AuditStore
    _waiting: list[tuple[Member, MediumRead]] = field(default_factory=list)
    _written: float = field(default_factory=time.monotonic)

    def add(self, member: Member, read: MediumRead) -> None:
        self._waiting.append((member, read))
        if time.monotonic() - self._written > _SECONDS:
            self.write()

    def write(self) -> None:
        with self.store.together():
            for member, read in self._waiting:
                self.store.add_reading(member, read.content, read.reading)
        self._waiting.clear()
        self._written = time.monotonic()


def _read_media(
    todo: Sequence[Member], store: AuditStore, setup: Setup, scheduler: Scheduler, watcher: Watcher
) -> None:
    writer = _Writer(store)
    try:
        for portion, outcome in scheduler.run(setup, (Portion(media=(member,)) for member in todo)):
            done = died(portion) if isinstance(outcome, Died) else outcome
            if done.error is not None:
                raise done.error
            for member, read in zip(portion.media, done.media, strict=True):
                writer.add(member, read)
            watcher.looked_at(len(portion.media))
    finally:
        writer.write()


def _read_texts(store: AuditStore, setup: Setup, scheduler: Scheduler) -> None:
    """Have the language model read all texts that it has not read yet."""
    opinions = InStore(store, setup.language_model)
    for portion, outcome in scheduler.run(setup, (Portion(texts=texts) for texts in _portions(store))):
        if isinstance(outcome, Died):
            continue  # whoever judges them has the model read them
        if outcome.error is not None:
            raise outcome.error
        opinions.keep(dict(zip(portion.texts, outcome.texts, strict=True)))


def _portions(store: AuditStore) -> Iterator[tuple[str, ...]]:
    known: set[int] = set()
    waiting: list[str] = []
    for stored in store:
        for text in texts_for_model(as_draft(stored)[1].passages):
            if hash(text) not in known and store.opinion(text) is None:
                known.add(hash(text))
                waiting.append(text)
        while len(waiting) >= _TEXTS:
            yield tuple(waiting[:_TEXTS])
            del waiting[:_TEXTS]
    if waiting:
        yield tuple(waiting)
