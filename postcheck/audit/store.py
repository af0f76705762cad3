"""The store of an audit: what was published and what was read in it, in one private SQLite file.

It holds what archives say (texts, dates, addresses), what was read in their pictures and videos, what the language
model sees in all that, and what could not be read. It holds no picture, no consent list and no verdict. Of each list
that it was judged by it keeps a keyed digest a row, by which changes are told and nothing else; and of each item and
medium the day of the first report that judged it.

One process writes at a time. What is committed survives whatever ends that process.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple, Self, TypeVar

import postcheck
from postcheck.archive import ArchivedItem, Member, NotRead, Place
from postcheck.audit.store_file import check_file, check_marks, files_of, make_private, told
from postcheck.errors import StoreError
from postcheck.find.language import Reading as Opinion
from postcheck.formats.filetypes import FileKind, file_kind
from postcheck.formats.records import Records
from postcheck.model.reading import Reading

_APPLICATION: Final = 0x706F7374
"""``post``: by this SQLite's ``application_id`` a store is known."""
_VERSION: Final = 2
"""The layout of the tables."""
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE archives (name TEXT PRIMARY KEY, source TEXT NOT NULL, whole INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE items (key TEXT NOT NULL, digest TEXT NOT NULL, archive TEXT NOT NULL, file TEXT NOT NULL,
    item BLOB NOT NULL, judged TEXT NOT NULL, gone INTEGER NOT NULL, PRIMARY KEY (key, digest)) WITHOUT ROWID;
CREATE TABLE media (archive TEXT NOT NULL, file TEXT NOT NULL, fingerprint TEXT NOT NULL, state TEXT NOT NULL,
    content TEXT NOT NULL, judged TEXT NOT NULL, PRIMARY KEY (archive, file)) WITHOUT ROWID;
CREATE TABLE contents (content TEXT PRIMARY KEY, reading BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE opinions (text TEXT PRIMARY KEY, opinion BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE not_read (archive TEXT NOT NULL, file TEXT NOT NULL, place INTEGER NOT NULL, line INTEGER NOT NULL,
    reason TEXT NOT NULL, PRIMARY KEY (archive, file, place, line, reason)) WITHOUT ROWID;
CREATE TABLE counted (what TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (what, name))
    WITHOUT ROWID;
CREATE TABLE lists (day TEXT NOT NULL, pupil TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (day, pupil)) WITHOUT ROWID;
"""
T = TypeVar("T")
_DIGITS: Final = 64
"""Of a SHA-256 in hexadecimal digits."""
_PAGES: Final = 1_000
"""After how many pages SQLite puts what was written into the file itself, which is its own default."""
_NONE = -1
"""What stands for no index and no line."""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item of an archive with what was read in its media."""

    item: ArchivedItem
    readings: tuple[StoredReading, ...]
    """One for each of ``item.media``, in order."""
    judged: date | None = None
    """The day as of which all of it was first judged by a list that was kept; None if it never was."""
    gone: bool = False
    """Whether its archive no longer had it when it was last read to its end."""


@dataclass(frozen=True, slots=True)
class StoredReading:
    """What was read in one medium."""

    content: str = ""
    """The SHA-256 of the file, in hexadecimal digits; empty if it could not be opened."""
    reading: Reading | None = None
    """All that was read in it, as if it were checked by itself; None if nothing was."""
    missing: bool = False
    """Whether the archive lacks the file."""
    judged: str = ""
    """The day as of which it was first judged, as ISO has it; empty if it never was."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of everything in the archives."""

    items: Mapping[str, int] = field(default_factory=dict)
    """By source."""
    passed_over: Mapping[str, int] = field(default_factory=dict)
    """Files that hold nothing that is published, by what they are."""
    not_published: Mapping[str, int] = field(default_factory=dict)
    """Items that were never published, or no longer are, by why."""
    media: int = 0
    media_to_do: int = 0
    """How many of the media have not been looked at yet: reading was not finished."""
    media_unopened: int = 0
    """How many could not be opened, so that nobody has looked at them."""
    unfinished: tuple[str, ...] = ()
    """Archives that were not read to their end."""


@dataclass
class _Given:
    """Archives that are being read, and what could not be read of them."""

    archives: tuple[tuple[str, str, str], ...] = ()
    not_read: set[PurePosixPath] = field(default_factory=set)
    """Archives, and files in them."""

    def is_read(self, archive: str, file: str) -> bool:
        """Whether a file was read, and the archive, and whatever that lies in."""
        path = PurePosixPath(archive, file)
        return self.not_read.isdisjoint((path, *path.parents))


Key = tuple[str, str]
"""What tells an item from all others, and by what they are ordered: its key and its digest."""


_FIRST: Final = ("", "")
"""No item comes before it."""


class Span(NamedTuple):
    """Items that follow each other: from ``first`` up to the one before ``end``, or to the last one."""

    first: Key
    end: Key | None = None


class AuditStore:
    """An opened store; close it, or use it with ``with``.

    Parameters
    ----------
    path:
        Its file.
    create:
        Whether to make it if it isn't there.
    lent:
        Whether another process has it open and lends it (see :meth:`lent`): then it can be read and not be written to.

    Raises
    ------
    StoreError
        If it is missing, is no store or one of another version, is used by another audit, or cannot be opened.
    """

    def __init__(self, path: Path, *, create: bool = False, lent: bool = False) -> None:
        self.path = path
        self._made = False
        if not lent and not os.path.lexists(path):
            if not create:
                raise StoreError("there is no such store.", advice="Make it with `postcheck audit read`.")
            make_private(path)
            self._made = True
        check_file(path, _APPLICATION, _VERSION)
        self._readings = Records(Reading)
        self._items = Records(ArchivedItem)
        self._opinions = Records(Opinion)
        self._model = ""
        self._given: _Given | None = None
        with told():
            # Checks nothing of the file yet. One that is lent is locked, and does not change.
            address = f"{path.absolute().as_uri()}?mode=ro&immutable=1" if lent else path
            self._database = sqlite3.connect(
                address, timeout=0.5, isolation_level=None, check_same_thread=False, uri=lent
            )
        try:
            with told():
                if not lent:
                    self._open()
                self._salt = bytes.fromhex(
                    self._database.execute("SELECT value FROM about WHERE name = 'salt'").fetchone()[0]
                )
        except StoreError:
            self._database.close()
            raise

    def _open(self) -> None:
        database = self._database
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("BEGIN EXCLUSIVE")  # from here on no other process gets in, until this one ends
        application = database.execute("PRAGMA application_id").fetchone()[0]
        version = database.execute("PRAGMA user_version").fetchone()[0]
        empty = database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if empty and application in {0, _APPLICATION}:
            for statement in _TABLES.split(";"):
                database.execute(statement)
            database.execute(f"PRAGMA application_id = {_APPLICATION}")
            database.execute(f"PRAGMA user_version = {_VERSION}")
            about = {"salt": secrets.token_hex(32), "made by": f"postcheck {postcheck.__version__}"}
            database.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        else:
            check_marks(application, version, _APPLICATION, _VERSION)
        database.execute("COMMIT")

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Close it; if it was made only now, and nothing could be begun, there is none."""
        unused = kind is not None and self._made and self._is_unused()
        self.close()
        if unused:
            for file in files_of(self.path):
                file.unlink(missing_ok=True)

    def _is_unused(self) -> bool:
        """Whether no archive was begun."""
        try:
            return self._one("SELECT 1 FROM archives") is None
        except StoreError:
            return False

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """Let other processes read the file meanwhile: it stays as it is, and what is written waits beside it."""
        kept = self._one("PRAGMA wal_checkpoint(TRUNCATE)")
        if kept is None or kept[0]:
            # Others would see an older state.
            raise StoreError("the store is being read elsewhere.", advice="Run the same command with --jobs 1.")
        self._do("PRAGMA wal_autocheckpoint = 0")
        try:
            yield
        finally:
            self._do(f"PRAGMA wal_autocheckpoint = {_PAGES}")

    def together(self) -> AbstractContextManager[None]:
        """Write what is written within as one: all of it is there afterwards, or none."""
        return self._transaction()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with told():
            self._database.execute("BEGIN")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")
            raise
        with told():
            self._database.execute("COMMIT")

    # What archives say

    def is_whole(self, archive: str, identity: str) -> bool:
        """Whether an archive was read to its end, by all that it says of itself."""
        found = self._one("SELECT whole FROM archives WHERE name = ?", _archive_key(archive, identity))
        return bool(found and found[0])

    def begin(self, archives: Iterable[tuple[str, str, str]]) -> None:
        """Note that archives are being read together: each one's name, what changes when it does, and its source."""
        self._given = _Given(tuple(archives))
        self._do("CREATE TEMP TABLE IF NOT EXISTS given (key TEXT, digest TEXT, PRIMARY KEY (key, digest))")
        self._do("DELETE FROM given")
        for archive, identity, source in self._given.archives:
            self._do("INSERT OR REPLACE INTO archives VALUES (?, ?, 0)", _archive_key(archive, identity), source)

    def finish(self) -> None:
        """Note that these archives were read to their end, and which items they no longer have.

        Of a file that could not be read nobody knows what it has. An item that several archives have is given once, so
        that it counts as there if any of them gave it.
        """
        given = self._given or _Given()
        for archive, identity, source in given.archives:
            rows = self._all(
                "SELECT key, digest, file FROM items WHERE archive = ? AND NOT gone AND NOT EXISTS "
                "(SELECT 1 FROM given WHERE given.key = items.key AND given.digest = items.digest)",
                archive,
            )
            for key, digest, file in rows:
                if given.is_read(archive, file):
                    self._do("UPDATE items SET gone = 1 WHERE key = ? AND digest = ?", key, digest)
            # What it was before counts no longer: were it to be so again, it would have to be read again.
            name = _archive_key(archive, "")
            self._do("DELETE FROM archives WHERE substr(name, 1, ?) = ?", len(name), name)
            self._do("INSERT INTO archives VALUES (?, ?, 1)", _archive_key(archive, identity), source)

    def add_item(self, item: ArchivedItem, fingerprint: Callable[[Member], str]) -> None:
        """Keep an item, and note its media as to be looked at, unless they were and have the same fingerprint.

        One that is kept already is kept as it stands now. One that was gone counts as new.
        """
        if self._given is not None:
            self._do("INSERT OR IGNORE INTO given VALUES (?, ?)", item.key, item.digest)
        self._do(
            "INSERT INTO items VALUES (?, ?, ?, ?, ?, '', 0) ON CONFLICT DO UPDATE SET archive = excluded.archive, "
            "file = excluded.file, item = excluded.item, judged = iif(gone, '', judged), gone = 0 "
            "WHERE gone OR item <> excluded.item",
            item.key,
            item.digest,
            item.place.archive,
            item.place.file,
            _packed(self._items, item),
        )
        for media in item.media:
            if media.member is not None:
                self._do(
                    "INSERT INTO media VALUES (?, ?, ?, 'to do', '', '') ON CONFLICT DO UPDATE SET "
                    "fingerprint = excluded.fingerprint, state = 'to do', content = '', judged = '' "
                    "WHERE fingerprint <> excluded.fingerprint",
                    media.member.archive,
                    media.member.file,
                    fingerprint(media.member),
                )

    def add_not_read(self, told: NotRead) -> None:
        """Keep that something could not be read."""
        place = told.place
        if self._given is not None:
            self._given.not_read.add(PurePosixPath(place.archive, place.file))
        index, line = (_NONE if one is None else one for one in (place.index, place.line))
        self._do(
            "INSERT OR IGNORE INTO not_read VALUES (?, ?, ?, ?, ?)", place.archive, place.file, index, line, told.reason
        )

    def set_counts(self, what: str, counts: Mapping[str, int]) -> None:
        """Keep how many there are of what, each by name."""
        for name, number in counts.items():
            self._do("INSERT OR REPLACE INTO counted VALUES (?, ?, ?)", what, name, number)

    # What was read in media

    def media_to_do(self) -> list[Member]:
        """Return the media that have not been looked at yet, in order."""
        rows = self._all("SELECT archive, file FROM media WHERE state = 'to do' ORDER BY archive, file")
        return [Member(*row) for row in rows]

    def add_reading(self, member: Member, content: str, reading: Reading) -> None:
        """Keep what was read in a medium.

        Parameters
        ----------
        member:
            The medium.
        content:
            The SHA-256 of the file, in hexadecimal digits; empty if it could not be opened.
        reading:
            What was read. What could not be is in its ``unexamined``.
        """
        # What was read in a picture names no file, so that it is kept once, however often the picture was published. By
        # its ending a file is told to be a picture, so that what was read depends on that too.
        if content and file_kind(member.file) is FileKind.IMAGE:
            key = f"{content}{PurePosixPath(member.file).suffix.casefold()}"
        else:
            key = f"{content}\n{member.archive}\n{member.file}"
        self._do("INSERT OR REPLACE INTO contents VALUES (?, ?)", key, _packed(self._readings, reading))
        self._do(
            "UPDATE media SET state = ?, content = ? WHERE archive = ? AND file = ?",
            "unopened" if reading.of_nothing else "read",
            key,
            member.archive,
            member.file,
        )
        self._do("UPDATE media SET judged = '' WHERE content = ? AND judged <> ''", key)

    # What the language model sees

    def use_model(self, identity: str) -> None:
        """Keep and return the opinions of this language model alone from now on; those of others stay."""
        self._model = identity

    def opinion(self, text: str) -> Opinion | None:
        """Return what the language model was kept to see in a text; None if nothing was kept."""
        found = self._one("SELECT opinion FROM opinions WHERE text = ?", _text_key(self._model, text))
        return self._opinions.read(zlib.decompress(found[0])) if found else None

    def add_opinion(self, text: str, opinion: Opinion) -> None:
        """Keep what the language model sees in a text."""
        self._do(
            "INSERT OR REPLACE INTO opinions VALUES (?, ?)",
            _text_key(self._model, text),
            _packed(self._opinions, opinion),
        )

    # All of it

    def __len__(self) -> int:
        """Return how many items it holds."""
        found = self._one("SELECT count(*) FROM items")
        return int(found[0]) if found else 0

    def __iter__(self) -> Iterator[StoredItem]:
        """Yield every item with what was read in its media, always in the same order."""
        return self.items(Span(_FIRST))

    def spans(self, size: int) -> Iterator[Span]:
        """Yield all items in the same order, so many at a time."""
        first: Key | None = None
        for number, key in enumerate(self._each("SELECT key, digest FROM items ORDER BY key, digest")):
            if number % size == 0:
                if first is not None:
                    yield Span(first, key)
                first = key
        if first is not None:
            yield Span(first)

    def items(self, span: Span) -> Iterator[StoredItem]:
        """Yield some items, as iterating over all does."""
        below, end = (" AND (key, digest) < (?, ?)", span.end) if span.end is not None else ("", ())
        rows = self._each(
            f"SELECT item, judged, gone FROM items WHERE (key, digest) >= (?, ?){below} ORDER BY key, digest",  # noqa: S608 - our own words
            *span.first,
            *end,
        )
        for data, judged, gone in rows:
            item = self._items.read(zlib.decompress(data))
            readings = tuple(self._stored(media.member) for media in item.media)
            days = [judged, *(read.judged for read in readings if read.reading is not None)]
            yield StoredItem(item, readings, date.fromisoformat(max(days)) if all(days) else None, bool(gone))

    def _stored(self, member: Member | None) -> StoredReading:
        if member is None:
            return StoredReading(missing=True)
        row = self._one(
            "SELECT media.content, reading, judged FROM media JOIN contents ON media.content = contents.content "
            "WHERE archive = ? AND file = ?",
            member.archive,
            member.file,
        )
        if row is None:
            return StoredReading()
        content = row[0].partition("\n")[0][:_DIGITS]
        return StoredReading(content, self._readings.read(zlib.decompress(row[1])), judged=row[2])

    def not_read(self) -> tuple[NotRead, ...]:
        """Return what could not be read of the archives, in order."""
        rows = self._all("SELECT * FROM not_read ORDER BY archive, file, place, line")
        return tuple(
            NotRead(Place(archive, file, None if index == _NONE else index, None if line == _NONE else line), reason)
            for archive, file, index, line, reason in rows
        )

    def counts(self) -> Counts:
        """Return what became of everything."""
        counted: dict[str, Counter[str]] = {}
        for what, name, number in self._all("SELECT * FROM counted ORDER BY what, name"):
            counted.setdefault(what, Counter())[name] = number
        states = dict(self._all("SELECT state, count(*) FROM media GROUP BY state"))
        unfinished = self._all("SELECT name FROM archives WHERE whole = 0 ORDER BY name")
        return Counts(
            counted.get("items", {}),
            counted.get("passed over", {}),
            counted.get("not published", {}),
            sum(states.values()),
            states.get("to do", 0),
            states.get("unopened", 0),
            tuple(name.partition("\n")[0] for (name,) in unfinished),
        )

    # Lists that it was judged by

    def digest(self, *parts: str) -> str:
        """Return a digest of texts that is of use with this store alone."""
        data = b"".join(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest() for part in parts)
        return hmac.new(self._salt, data, "sha256").hexdigest()

    def keep_list(self, day: date, rows: Mapping[str, str]) -> None:
        """Keep the digests of a list's rows as of a day, by which all that is in the store has been judged.

        Parameters
        ----------
        day:
            The day.
        rows:
            By the digest of a pupil's id that of the row.
        """
        with self.together():
            self._do("DELETE FROM lists WHERE day = ?", day.isoformat())
            for pupil, row in rows.items():
                self._do("INSERT INTO lists VALUES (?, ?, ?)", day.isoformat(), pupil, row)
            for table in ("items", "media"):
                self._do(f"UPDATE {table} SET judged = ?1 WHERE judged = '' OR judged > ?1", day.isoformat())  # noqa: S608 - two of our own tables

    def list_days(self) -> tuple[date, ...]:
        """Return the days as of which lists were kept, in order."""
        return tuple(date.fromisoformat(day) for (day,) in self._all("SELECT DISTINCT day FROM lists ORDER BY day"))

    def kept_list(self, day: date) -> Mapping[str, str]:
        """Return the digests of the list's rows as of a day."""
        return dict(self._all("SELECT pupil, row FROM lists WHERE day = ?", day.isoformat()))

    # SQLite

    def _do(self, statement: str, *values: object) -> None:
        with told():
            self._database.execute(statement, values)

    def _one(self, statement: str, *values: object) -> Sequence[Any] | None:
        with told():
            row: Sequence[Any] | None = self._database.execute(statement, values).fetchone()
            return row

    def _all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with told():
            return self._database.execute(statement, values).fetchall()

    def _each(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        with told():
            yield from self._database.execute(statement, values)


def _archive_key(archive: str, identity: str) -> str:
    return f"{archive}\n{identity}"


def _text_key(model: str, text: str) -> str:
    return hashlib.sha256(f"{model}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def _packed(records: Records[T], value: T) -> bytes:
    return zlib.compress(records.written(value), 6)
