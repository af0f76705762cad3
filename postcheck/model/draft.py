"""A draft as it was loaded: its header, its body and its images, nothing read or judged yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from postcheck.model.text import SourceText, TextFile, Where


@dataclass(frozen=True, slots=True)
class Unexamined:
    """Something that could not be looked at. It is carried to the report; a post that has one never passes."""

    file: str
    reason: str
    """One sentence: why, and what to do. Never a pupil's name."""


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
    alt: tuple[SourceText, ...] = ()
    """Alt text from the header and from each ``![alt](file)`` and its title."""
    caption: SourceText | None = None
    credit: SourceText | None = None
    permission: str = ""
    people: tuple[PersonRef, ...] | None = None
    """Who can be recognised; empty says nobody, None leaves it open."""
    repost_of: str = ""
    third_party: bool = False
    absent: bool = False
    """There is no such file here, or none that is an image: ``Draft.unexamined`` says so. Its words are published all the same."""


@dataclass(frozen=True, slots=True)
class Video:
    """A video that the draft announces. Its pictures are not examined."""

    file: str
    visibility: str = ""
    embedded_on: str = ""
    size: int | None = None
    """Bytes, if the file is there."""
    where: Where | None = None
    permission: str = ""


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
    people: tuple[PersonRef, ...] | None = None
    approved_by: str = ""
    author: str = ""
    declare: tuple[str, ...] = ()
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
    """The decoded text; None for an image that is checked by itself."""
    body: tuple[int, int] = (0, 0)
    """Offsets of the body in ``file.text``."""
    holes: tuple[tuple[int, int], ...] = ()
    """Stretches of the body that are published through an image (``![alt](file.jpg "title")``), in order."""
    header: Header = Header()
    images: tuple[DraftImage, ...] = ()
    problems: tuple[Problem, ...] = ()
    unexamined: tuple[Unexamined, ...] = ()
