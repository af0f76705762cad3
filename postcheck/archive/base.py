"""What archives consist of, as values: items that were published, and what could not be read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    """What an archive is an export of."""

    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    X = "x"
    LINKEDIN = "linkedin"
    WORDPRESS = "wordpress"
    SITE = "site"
    """The repository of a static site."""
    FOLDER = "folder"
    """A folder of posts as they were published."""

    @property
    def channel(self) -> str:
        """The channel that its items were published on (:mod:`postcheck.model.channels`); empty if each item says."""
        if self is Source.FOLDER:
            return ""
        return "website" if self in {Source.WORDPRESS, Source.SITE} else self.value


class ItemKind(StrEnum):
    """What an item is on its network."""

    POST = "post"
    COMMENT = "comment"
    STORY = "story"
    """Was shown for a day only, unless it was kept as a highlight."""
    ALBUM = "album"
    PAGE = "page"
    PROFILE = "profile"
    """What an account says of itself, and its picture."""
    MEDIA = "media"
    """A picture or video that no post names, published by itself."""


class MediaKind(StrEnum):
    """What sort of file a medium is."""

    IMAGE = "image"
    VIDEO = "video"
    DOCUMENT = "document"
    """A PDF, an Office document, subtitles or a page that holds pictures: to be looked at as ``check`` looks at a
    draft."""
    OTHER = "other"
    """Sound or something unknown."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an archive something stands, for messages."""

    archive: str
    """The folder or file as the user gave it."""
    file: str = ""
    """A file within it, ``/`` between folders; empty for the archive itself."""
    index: int | None = None
    """Which item of that file it is, from 1."""
    line: int | None = None
    """The line, from 1, where items stand on lines."""

    def __str__(self) -> str:
        named = f"{self.archive}: {self.file}" if self.file else self.archive
        if self.line is not None:
            return f"{named}, line {self.line}"
        return named if self.index is None else f"{named}, item {self.index}"


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive; :meth:`postcheck.archive.archives.ArchiveSet.local` opens it."""

    archive: str
    """As in :class:`Place`. An export in several parts may have a post in one and its picture in another."""
    file: str


@dataclass(frozen=True, slots=True)
class ItemText:
    """Words that a reader of the network sees."""

    field: str
    """``body``, ``title``, ``alt``, ``caption``, ``comment``, ``tags``, ``place``, ``link``, ``author``, ``source``
    (remarks in a page's source) …"""
    text: str
    markdown: bool = False
    """Whether it is Markdown as it was written, its pictures and header taken out; else it is as a reader sees it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom an item or a picture of it concerns, as its header says: ids or full names; None if it doesn't say."""

    people: tuple[str, ...] | None = None
    """Who can be recognised."""
    work_of: tuple[str, ...] | None = None
    quote_of: tuple[str, ...] | None = None

    @property
    def says(self) -> bool:
        """Whether it says anything."""
        return self != Shown()


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video or other file that an item shows."""

    written: str
    """As the export names it: a path or an address."""
    kind: MediaKind
    member: Member | None
    """Where it is; None if the archive names it and lacks it."""
    texts: tuple[ItemText, ...] = ()
    """What stands with it: ``alt``, ``caption``, ``title``."""
    shown: Shown = Shown()

    @property
    def missing(self) -> bool:
        """Whether the archive lacks the file, so that nobody can look at it."""
        return self.member is None


@dataclass(frozen=True, slots=True)
class ArchivedItem:
    """Something that was published."""

    source: Source
    kind: ItemKind
    key: str
    """The same for one item in all exports that hold it: made of the network's own id or address, or else of source,
    account, date and content. It tells nothing of what is in it."""
    date: dt.datetime | dt.date | None
    """When it was published: a moment with its zone (UTC for networks), a day, or None if that cannot be known."""
    account: str
    """Whose account it stands on, as the export names it; empty if it doesn't."""
    address: str
    """Where it stands on the network; empty if the export doesn't say."""
    texts: tuple[ItemText, ...]
    media: tuple[Media, ...]
    place: Place
    channels: tuple[str, ...] = ()
    """Where it was published, if its source doesn't say that: what the header of a folder's item names, or Threads."""
    comment_on: str = ""
    """Of a comment: the key of the item that it stands under, where that is known."""
    shown: Shown = Shown()

    @property
    def digest(self) -> str:
        """Of all that it says and shows.

        Another one under the same key is the item as it was edited, or with files that the other export lacked.
        """
        said = [(text.field, text.text) for text in self.texts]
        shown = [(m.written, m.missing, *((text.field, text.text) for text in m.texts)) for m in self.media]
        concerned = [one for one in (self.shown, *(m.shown for m in self.media)) if one.says]
        return digest_of(repr(said), repr(shown), *map(repr, concerned))


@dataclass(frozen=True, slots=True)
class NotRead:
    """Something of an archive that could not be examined: never a pass."""

    place: Place
    reason: str
    """What is wrong and what to do, in sentences that hold nothing of what the archive says."""


@dataclass
class Tally:
    """What became of everything in the archives; complete once the stream has ended."""

    items: Counter[Source] = field(default_factory=Counter)
    """How many items were given."""
    again: int = 0
    """How many were met again, word for word, in an export that overlaps with another one."""
    files_read: int = 0
    """How many files with items in them were read."""
    media_shown: int = 0
    """How many files are media that an item shows."""
    passed_over: Counter[str] = field(default_factory=Counter)
    """How many files are known to hold nothing that is published, by what they are: "private messages",
    "advertisements" …"""
    not_published: Counter[str] = field(default_factory=Counter)
    """How many items were never published, or no longer are, by why: "draft", "private", "in the bin" …"""
    not_read: int = 0
    """How many times the stream said :class:`NotRead`."""


def digest_of(*parts: str) -> str:
    """Return 32 hexadecimal digits that stand for a sequence of texts."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
