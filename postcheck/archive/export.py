"""One archive on its way to becoming items: what every source needs to make them, and to account for every file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from postcheck.archive.base import (
    ArchivedItem,
    ItemKind,
    ItemText,
    Media,
    Member,
    NotRead,
    Place,
    Shown,
    Source,
    Tally,
    digest_of,
)
from postcheck.archive.files import ArchiveFiles
from postcheck.archive.media import MediaPool, is_on_web
from postcheck.errors import UnreadableError

_OPEN = Shown()
"""Of an item that doesn't say whom it concerns."""
Found = ArchivedItem | NotRead
Reader = Callable[["Export"], Iterator[Found]]
"""Yields what one archive holds; accounts for each file with :meth:`Export.reading` or :meth:`Export.pass_over`."""


_MOST_SAID = 5
_BY_HAND = "Look at it by hand, and tell whoever maintains postcheck."


@dataclass
class Export:
    """One archive that is being read."""

    source: Source
    files: ArchiveFiles
    pool: MediaPool
    tally: Tally
    account: str = ""
    """Whose account it is an export of."""
    accounted: set[str] = field(default_factory=set)
    """The files that are read or passed over."""
    _changed: Counter[str] = field(default_factory=Counter)

    def place(self, file: str = "", index: int | None = None, line: int | None = None) -> Place:
        """Return a place in this archive."""
        return Place(self.files.archive, file, index or None, line)

    def reading(self, name: str) -> None:
        """Note that a file is read for what is published in it."""
        if name not in self.accounted:
            self.accounted.add(name)
            self.tally.files_read += 1

    def pass_over(self, name: str, what: str) -> None:
        """Note that a file holds nothing that is published."""
        if name not in self.accounted:
            self.accounted.add(name)
            self.tally.passed_over[what] += 1

    def not_read(self, file: str, reason: str, *, index: int | None = None, line: int | None = None) -> NotRead:
        """Return that something could not be examined; its file is accounted for with that."""
        self.accounted.add(file)
        return NotRead(self.place(file, index, line), reason)

    def changed(
        self, file: str, lacking: str, *, index: int | None = None, line: int | None = None
    ) -> Iterator[NotRead]:
        """Yield that an entry is not laid out as it should be; of many such in one file only the first are said."""
        self._changed[file] += 1
        if self._changed[file] <= _MOST_SAID:
            reason = f"An entry lacks {lacking}: the layout of the export has changed. {_BY_HAND}"
            yield self.not_read(file, reason, index=index, line=line)

    def more_changed(self, file: str) -> Iterator[NotRead]:
        """Yield how many more entries of a file that was read are not laid out as they should be."""
        if (more := self._changed[file] - _MOST_SAID) > 0:
            are = "entry of it is" if more == 1 else "entries of it are"
            yield self.not_read(file, f"{more:,} more {are} not laid out as they should be. {_BY_HAND}")

    def fault(self, file: str, error: UnreadableError, *, index: int | None = None) -> NotRead:
        """Return that a file, or what follows an entry of it, could not be examined."""
        entries = "entry" if index == 1 else "entries"
        after = f" What stands before it was read: {index:,} {entries}." if index else ""
        return self.not_read(file, f"{error.message}{after} {error.advice}".strip(), index=index and index + 1)

    def media(self, written: str, texts: Iterable[ItemText] = ()) -> Media:
        """Return a medium that the export names, looked for among its files."""
        member = None if is_on_web(written) else self.pool.find(written, self.files.archive)
        return Media(written, self.pool.kind(written, member), member, tuple(texts))

    def member(self, name: str, texts: Iterable[ItemText] = ()) -> Media:
        """Return a medium that is a file of this archive."""
        member = self.pool.show(Member(self.files.archive, name))
        return Media(name, self.pool.kind(name, member), member, tuple(texts))

    def item(
        self,
        place: Place,
        *,
        kind: ItemKind,
        moment: datetime | date | None,
        texts: Sequence[ItemText],
        media: Sequence[Media] = (),
        identity: str = "",
        address: str = "",
        told_by: Sequence[str] | None = None,
        account: str | None = None,
        channels: tuple[str, ...] = (),
        comment_on: str = "",
        shown: Shown = _OPEN,
    ) -> ArchivedItem:
        """Return an item with its key.

        Parameters
        ----------
        identity:
            The network's own id, which makes the key if there is one; else the address does.
        told_by:
            What else of its content makes the key, if there is neither; all texts and media unless said otherwise.
        account:
            Whose it is, if it is not the archive's.
        """
        whose = self.account if account is None else account
        own = identity or address
        if own:
            key = digest_of(self.source, "id", own)
        else:
            content = [text.text for text in texts] if told_by is None else list(told_by)
            files = [one.written.rpartition("/")[2] for one in media]
            key = digest_of(self.source, whose, moment.isoformat() if moment else "", repr(content), repr(files))
        unique_texts = tuple(dict.fromkeys(text for text in texts if text.text.strip()))
        return ArchivedItem(
            self.source,
            kind,
            f"{self.source}-{key}",
            moment,
            whose,
            address,
            unique_texts,
            tuple(dict.fromkeys(media)),
            place,
            channels,
            comment_on,
            shown,
        )

    def key_of(self, identity: str) -> str:
        """Return the key of the item that has an id of the network's."""
        return f"{self.source}-{digest_of(self.source, 'id', identity)}"
