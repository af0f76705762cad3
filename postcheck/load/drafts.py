"""From a post's files to a :class:`~postcheck.model.draft.Draft`. Nothing here raises for a bad draft: what is wrong is part of the draft."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from postcheck.errors import UnreadableError
from postcheck.load import textfile
from postcheck.load.filetypes import FileKind, file_kind, known_to_be_unreadable, why_unreadable
from postcheck.load.frontmatter import FrontMatter, ImageEntry, read_front_matter
from postcheck.load.locate import Locator, is_elsewhere, is_file
from postcheck.load.markdown_images import ImageSyntax, find_images
from postcheck.load.source import DraftSource
from postcheck.load.yamltext import place
from postcheck.model.draft import Draft, DraftImage, PersonRef, Unexamined, Video
from postcheck.model.people import Outlet
from postcheck.model.text import PlaceKind, SourceText, TextFile, Where

_NO_CHANNELS: Mapping[str, Outlet] = MappingProxyType({})
_LONGEST_NAME = 200
_QUERY = re.compile(r"[?#]")


def load_draft(source: DraftSource, *, extra_channels: Mapping[str, Outlet] = _NO_CHANNELS) -> Draft:
    """Load one post: decode its text, read its header, find its images.

    Parameters
    ----------
    source:
        The post, as :func:`postcheck.load.discover.find_drafts` found it.
    extra_channels:
        Channels beside the built-in ones, by name.
    """
    if source.reason:
        return Draft(source.name, source.path, unexamined=(Unexamined(source.name, source.reason),))
    files = _Files(Locator(source.folder, source.name))
    if source.image and source.path is not None:
        files.add_sibling(source.path, source.name)
        return Draft(source.name, source.path, images=files.images())
    try:
        file = textfile.read(source.path, source.name) if source.path else textfile.decode(source.data or b"", source.name)
    except UnreadableError as error:
        files.add_siblings(source.siblings)
        reason = f"{error.message} {error.advice}"
        return Draft(source.name, source.path, images=files.images(), unexamined=(Unexamined(source.name, reason),))
    return _load_text(source, file, files, extra_channels)[0]


def claimed_files(path: Path) -> frozenset[Path]:
    """Return the images and videos that a text file names and that are there, as absolute paths with links resolved.

    A file that cannot be read claims nothing; whoever checks it will hear of it.
    """
    try:
        file = textfile.read(path, path.name)
    except UnreadableError:
        return frozenset()
    _, files = _load_text(DraftSource(path.name, path, path.parent), file, _Files(Locator(path.parent, path.name)), _NO_CHANNELS)
    return frozenset(Path(os.path.realpath(found)) for found in files.claimed)


def _load_text(source: DraftSource, file: TextFile, files: _Files, extra_channels: Mapping[str, Outlet]) -> tuple[Draft, _Files]:
    front = read_front_matter(file, extra_channels)
    files.add_header(front, file)
    holes = tuple(_apart(span for syntax in find_images(file.text, *front.body) for span in files.add_syntax(syntax, file)))
    files.add_siblings(source.siblings)
    draft = Draft(
        source.name,
        source.path,
        file=file,
        body=front.body,
        holes=holes,
        header=replace(front.header, videos=tuple(files.videos)),
        images=files.images(),
        problems=front.problems,
        unexamined=tuple(dict.fromkeys(files.unexamined)),
    )
    return draft, files


def _apart(spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans in order, with those that overlap joined."""
    joined: tuple[int, int] | None = None
    for span in sorted(spans):
        if joined and span[0] < joined[1]:
            joined = (joined[0], max(joined[1], span[1]))
        else:
            if joined:
                yield joined
            joined = span
    if joined:
        yield joined


@dataclass
class _Image:
    """An image while all that the draft says of it is being gathered."""

    path: Path
    name: str
    where: Where
    entry: ImageEntry | None = None
    alt: list[SourceText] = field(default_factory=list)
    absent: bool = False

    def finished(self) -> DraftImage:
        entry = self.entry or ImageEntry("", self.where)
        return DraftImage(
            key=self.name,
            path=self.path,
            name=self.name,
            where=self.where,
            alt=(*entry.alt, *self.alt),
            caption=entry.caption,
            credit=entry.credit,
            permission=entry.permission,
            people=entry.people,
            repost_of=entry.repost_of,
            third_party=entry.third_party,
            absent=self.absent,
        )


class _Files:
    """Gathers the images and videos of one draft, each once, in the order in which they are first named."""

    def __init__(self, locator: Locator) -> None:
        self._locator = locator
        self._images: dict[str, _Image] = {}
        self.videos: list[Video] = []
        self.claimed: set[Path] = set()
        self.unexamined: list[Unexamined] = []

    def images(self) -> tuple[DraftImage, ...]:
        """Return what was gathered."""
        return tuple(image.finished() for image in self._images.values())

    def add_header(self, front: FrontMatter, file: TextFile) -> None:
        """Add what the header names."""
        for number, entry in enumerate(front.images, start=1):
            if not entry.file:
                # Its words are published, whatever they belong to.
                self._add_absent(f"{file.name}#{number}", "", entry.where, entry)
            elif entry.pattern and set(entry.file) & set("*?[") and self._locator.find(entry.file) is None:
                for path in self._locator.matching(entry.file):
                    self._add(str(path), entry.where, entry)
            else:
                self._add(entry.file, entry.where, entry)
        for name, where in front.glimpsed:
            if self._locator.find(name) is not None:
                self._add(name, where)
        for video in front.header.videos:
            self._add_video(video)

    def add_syntax(self, syntax: ImageSyntax, file: TextFile) -> tuple[tuple[int, int], ...]:
        """Add an image that the body shows, and return the stretches of the body that this took care of."""
        where = place(file, "body", syntax.start, syntax.end)
        if not syntax.destination:
            return ()
        found = None if is_elsewhere(syntax.destination) else self._locator.find(syntax.destination)
        if syntax.quiet and found is None:
            return ()
        if file_kind(found.name if found else _QUERY.split(syntax.destination)[0]) is FileKind.VIDEO:
            self._add_video(Video(syntax.destination, where=where))
            return ()
        image = self._add(syntax.destination, where)
        image.alt.extend(SourceText.slice(file, start, end) for start, end in syntax.words)
        return syntax.holes

    def add_siblings(self, paths: tuple[Path, ...]) -> None:
        """Add the images that lie beside the folder's only text."""
        for path in paths:
            self.add_sibling(path, self._locator.name(path))

    def add_sibling(self, path: Path, name: str) -> None:
        """Add an image that no text need name."""
        self.claimed.add(path)
        self._images.setdefault(name, _Image(path, name, Where(PlaceKind.IMAGE, name)))

    def _add(self, destination: str, where: Where, entry: ImageEntry | None = None) -> _Image:
        if is_elsewhere(destination):
            return self._add_elsewhere(destination, where, entry)
        found = self._locator.find(destination)
        if found is None:
            name = self._locator.joined(destination[:_LONGEST_NAME])
            self._report(name, f"Line {where.line} of the draft names this image, but it is not there. Put it there or correct the name.")
            return self._add_absent(name, destination, where, entry)
        name = self._locator.name(found)
        self.claimed.add(found)
        reason = ""
        if not is_file(found):
            reason = f"Line {where.line} of the draft names it as an image, but it is no file. Correct the name."
        elif file_kind(found.name) is not FileKind.IMAGE and known_to_be_unreadable(found.name):
            reason = f"Line {where.line} of the draft names it. {why_unreadable(found.name)}"
        if reason:
            self._report(name, reason)
            return self._add_absent(name, destination, where, entry)
        return self._keep(_Image(found, name, where), entry)

    def _add_elsewhere(self, destination: str, where: Where, entry: ImageEntry | None) -> _Image:
        name = destination[:_LONGEST_NAME] if not destination[:5].casefold().startswith("data:") else f"{where.file}#{where.line}"
        what = "shows a picture from the web" if name == destination[:_LONGEST_NAME] else "holds a picture as text"
        self._report(name, f"Line {where.line} of the draft {what}, which was not looked at. Save the picture beside the draft and name it there.")
        return self._add_absent(name, destination, where, entry)

    def _add_absent(self, name: str, destination: str, where: Where, entry: ImageEntry | None) -> _Image:
        return self._keep(_Image(self._locator.literal(destination[:_LONGEST_NAME]), name, where, absent=True), entry)

    def _keep(self, image: _Image, entry: ImageEntry | None) -> _Image:
        """Keep an image, or add to what is known of it already."""
        kept = self._images.setdefault(image.name, image)
        if entry:
            kept.entry = _both(kept.entry, entry) if kept.entry else entry
        return kept

    def _add_video(self, video: Video) -> None:
        found = None if is_elsewhere(video.file) or not video.file else self._locator.find(video.file)
        if found is not None:
            self.claimed.add(found)
            try:
                size = found.stat().st_size
            except OSError:
                size = None
            video = replace(video, file=self._locator.name(found), size=size)
        if all(video.file != other.file or not video.file for other in self.videos):
            self.videos.append(video)

    def _report(self, file: str, reason: str) -> None:
        self.unexamined.append(Unexamined(file, reason))


def _both(first: ImageEntry, second: ImageEntry) -> ImageEntry:
    """Join two entries for one image: everybody who is named in either, every word."""
    people: tuple[PersonRef, ...] | None = (*(first.people or ()), *(second.people or ()))
    extra = (second.caption, second.credit)
    return replace(
        first,
        alt=(*first.alt, *second.alt, *(text for text in extra if text)),
        people=people or (first.people if second.people is None else second.people),
        permission=first.permission or second.permission,
        repost_of=first.repost_of or second.repost_of,
        third_party=first.third_party or second.third_party,
    )
