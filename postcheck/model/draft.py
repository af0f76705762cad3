"""A draft as it was loaded: its header, its body and its images, nothing read or judged yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from postcheck.model.lack import Lack
from postcheck.model.text import Box, PlaceKind, SourceText, TextFile, Where, Word


@dataclass(frozen=True, slots=True)
class Unexamined:
    """Something that could not be looked at. It is carried to the report; a post that has one never passes."""

    file: str
    reason: str
    """One sentence: why, and what to do. Never a pupil's name."""
    listened: str = ""
    """Of a video's sound: what its entry is to say once somebody has listened to it. Empty for all else."""
    lack: Lack | None = None
    """Why nobody can look at it either; None if somebody can."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a draft's header that a person must put right: it becomes a ``record`` flag."""

    code: str
    """``header-broken``, ``channel-unknown``, ``date-invalid``, ``key-unknown``, ``value-invalid`` …"""
    message: str
    advice: str
    where: Where
    evidence: str = ""
    blocking: bool = True
    """Whether a person must decide (``review``); otherwise it is worth a ``note``."""


@dataclass(frozen=True, slots=True)
class PersonRef:
    """An entry of ``people:``: a pupil's id or full name, not yet looked up on the roll."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Inside:
    """Where an image is within a file: an entry of a zip archive, the bytes of a ``data:`` address, or PDF pages."""

    member: str = ""
    """Name of the archive's entry."""
    data: bytes = b""
    """The image itself."""
    pages: int = 0
    """How many pages of the PDF are looked at; each is a frame."""


@dataclass(frozen=True, slots=True)
class Crop:
    """What a document shows of a picture: how much of it is cut off at each side, as shares of its width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    def box(self, size: tuple[int, int]) -> Box:
        """Return the part that is shown of a picture of this size."""
        width, height = size
        left, top = round(width * self.left), round(height * self.top)
        return Box(
            left, top, max(0, round(width * (1 - self.right)) - left), max(0, round(height * (1 - self.bottom)) - top)
        )


@dataclass(frozen=True)
class Part:
    """A stretch of a document's text: its body, a comment, an alt text, a property and so on."""

    field: str
    """``body``, ``title``, ``comment``, ``deleted``, ``link``, ``alt``, ``properties`` …"""
    text: SourceText | str
    """A plain string has no place of its own."""
    kind: PlaceKind = PlaceKind.TEXT
    image: str | None = None
    """The image that it is about (its ``DraftImage.key``)."""
    words: tuple[Word, ...] = ()
    """Of a page's text layer: its words with their boxes."""
    frame: int | None = None
    size: tuple[int, int] | None = None
    """Of a page's text layer: width and height of the page in pixels."""


@dataclass(frozen=True)
class Annotations:
    """What a draft says of a picture: in its header, in Markdown or HTML, in a document or in the row of a table."""

    alt: tuple[SourceText, ...] = ()
    """Alt texts and titles: what a visitor can read instead of the picture or beside it."""
    caption: SourceText | None = None
    credit: SourceText | None = None
    permission: str = ""
    people: tuple[PersonRef, ...] | None = None
    """Who can be recognised; empty means nobody, None leaves it open."""
    work_of: tuple[PersonRef, ...] | None = None
    """Pupils whose work it shows: a drawing, a poem, a model. Empty means no pupil's, None leaves it open."""
    quote_of: tuple[PersonRef, ...] | None = None
    """Pupils whose words stand in it; the same."""
    repost_of: str = ""
    third_party: bool = False
    confirmed_for: tuple[str, ...] = ()
    """The first digits of the digest of the picture for which ``people`` was said; where two entries say so, both count
    only together. Empty if what is said is tied to no picture."""
    outdated: bool = False
    """Whether it was said for another picture who can be recognised, so that ``people`` leaves it open."""

    def joined(self, other: Annotations) -> Annotations:
        """Return what both say of one picture: everybody named in either, every word.

        Where only one value is possible, this one's stays.
        """
        return Annotations(
            alt=(*self.alt, *other.alt, *(text for text in (other.caption, other.credit) if text)),
            caption=self.caption,
            credit=self.credit,
            permission=self.permission or other.permission,
            people=_named_in_either(self.people, other.people),
            work_of=_named_in_either(self.work_of, other.work_of),
            quote_of=_named_in_either(self.quote_of, other.quote_of),
            repost_of=self.repost_of or other.repost_of,
            third_party=self.third_party or other.third_party,
            confirmed_for=tuple(dict.fromkeys((*self.confirmed_for, *other.confirmed_for))),
            outdated=self.outdated or other.outdated,
        )


def _named_in_either(
    one: tuple[PersonRef, ...] | None, other: tuple[PersonRef, ...] | None
) -> tuple[PersonRef, ...] | None:
    named = tuple(dict.fromkeys((*(one or ()), *(other or ()))))
    return named or (one if other is None else other)


@dataclass(frozen=True)
class DraftImage:
    """An image that belongs to a draft."""

    key: str
    """Unique within the draft; what ``Passage.image`` refers to."""
    path: Path
    """Where to open it."""
    name: str
    """The path as the report shows it."""
    where: Where
    """Where the draft names it (or the image itself)."""
    said: Annotations = Annotations()
    absent: bool = False
    """There is no such file here, or none that is an image: ``Draft.unexamined`` says so. Its words are published all
    the same."""
    inside: Inside | None = None
    """Where in the file ``path`` the image is; None if it is that file. :func:`postcheck.media.embedded.image_file`
    opens either."""
    crop: Crop | None = None
    """What the document shows of it; None if all."""
    peopled: bool = True
    """Whether somebody may be seen in it: a page that holds no picture shows nobody."""
    copy_of: str = ""
    """The digest of the picture of which this is a safe copy, which shows the same people; empty if it is none."""


@dataclass(frozen=True)
class Video:
    """A video that the draft announces."""

    file: str
    visibility: str = ""
    embedded_on: str = ""
    size: int | None = None
    """Bytes, if the file is there."""
    where: Where | None = None
    permission: str = ""
    people: tuple[PersonRef, ...] | None = None
    """Who can be recognised in it; None if its entry leaves that to the post."""
    path: Path | None = None
    """Where to open it; None if it is not there."""
    listened: str = ""
    """What the draft says of its sound: ``true`` if somebody has listened to it, or the first digits of the SHA-256 of
    the file that somebody has listened to; empty if nobody has."""
    subtitles: tuple[str, ...] = ()
    """The files with its subtitles that the draft names, as it writes them."""
    beside: tuple[Path, ...] = ()
    """The files with its subtitles that are there."""
    words: tuple[Part, ...] = ()
    """What is said in them."""
    confirmed_for: tuple[str, ...] = ()
    """The first digits of the digest of the video for which ``people`` was said; as for a picture."""
    outdated: bool = False
    """Whether it was said for another video who can be recognised; as for a picture."""

    def joined(self, other: Video) -> Video:
        """Return what is known of one video from two places; where only one value is possible, this one's stays."""
        return replace(
            self,
            visibility=self.visibility or other.visibility,
            embedded_on=self.embedded_on or other.embedded_on,
            permission=self.permission or other.permission,
            people=_named_in_either(self.people, other.people),
            listened=self.listened or other.listened,
            subtitles=(*self.subtitles, *other.subtitles),
            beside=(*self.beside, *(path for path in other.beside if path not in self.beside)),
            words=(*self.words, *(part for part in other.words if part not in self.words)),
            confirmed_for=tuple(dict.fromkeys((*self.confirmed_for, *other.confirmed_for))),
            outdated=self.outdated or other.outdated,
        )


@dataclass(frozen=True)
class Header:
    """The front matter. Empty for a draft without one."""

    channels: tuple[str, ...] = ()
    """Canonical channel names, in the order written."""
    account: str = ""
    publish_at: datetime | None = None
    """Europe/London wall time, or None if the header does not say (or not readably)."""
    title: SourceText | None = None
    first_comment: SourceText | None = None
    tags: tuple[SourceText, ...] = ()
    texts: tuple[Part, ...] = ()
    """What else of it is published: author, description, address of the page … Each has its key as its field."""
    people: tuple[PersonRef, ...] | None = None
    work_of: tuple[PersonRef, ...] | None = None
    """Pupils whose work the pictures show, as far as a picture does not say itself."""
    quote_of: tuple[PersonRef, ...] | None = None
    """Pupils whose words are quoted."""
    approved_by: str = ""
    author: str = ""
    embargo_until: datetime | None = None
    """Europe/London wall time before which nothing of this may be published, or None if the header does not say."""
    declare: tuple[str, ...] = ()
    confirmed_for: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What the post's own answers were given for, by answer (``people``, or an item under ``declare``): of ``people``
    the first digits of the digest of each picture and video that it is said of, of an item those of the digest of the
    text, pictures, channels and account. An answer that is not among them is tied to nothing."""
    outdated: tuple[str, ...] = ()
    """Items that were under ``declare``, and were confirmed for another text, other pictures or another place."""
    videos: tuple[Video, ...] = ()
    places: tuple[tuple[str, Where], ...] = ()
    """Where each key of the header stands: ``channel``, ``account`` …"""

    def where(self, key: str) -> Where | None:
        """Return where ``key`` stands, or None if the header has none."""
        return dict(self.places).get(key)


@dataclass(frozen=True)
class Draft:
    """One post before publication."""

    path: str
    """The text file, or the image that is checked by itself, as the report shows it; ``-`` for standard input."""
    location: Path | None
    """Where that file is; None for standard input."""
    file: TextFile | None = None
    """The decoded text, or the text that was taken out of a document; None for an image that is checked by itself, or a
    PDF."""
    body: tuple[int, int] = (0, 0)
    """Offsets of the body in ``file.text``; empty for a document, whose text is in ``parts``."""
    masked: tuple[tuple[int, int], ...] = ()
    """Stretches of the body that are published through an image (``![alt](file.jpg "title")``), in order."""
    header: Header = Header()
    images: tuple[DraftImage, ...] = ()
    problems: tuple[Problem, ...] = ()
    unexamined: tuple[Unexamined, ...] = ()
    parts: tuple[Part, ...] = ()
    """The text of a document (Word, HTML, PDF, a row of a table), stretch by stretch, markup already seen through."""
    identity: str = ""
    """What tells this post from others of the same file, whatever is added to or taken from the file; empty if it is
    the only one."""
    read_beside: tuple[Path, ...] = ()
    """Style sheets and scripts beside a web page whose texts are among the parts."""
    beside: bool = False
    """Whether its header stands, or would stand, in a file of its own, as the draft has no room for one."""

    @property
    def header_place(self) -> str:
        """Where what the author declares is to be written."""
        if not self.beside:
            return "the draft's header"
        return (
            f"a file called {self.location.name}.postcheck.yaml in the same folder"
            if self.location
            else "a file in the same folder"
        )
