"""From a post's files to a :class:`~postcheck.model.draft.Draft`. Nothing here raises for a bad draft: what is wrong is part of the draft."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from postcheck.drafts.bulk.rows import post_of
from postcheck.drafts.bulk.tables import is_table, posts_in, read_table
from postcheck.drafts.documents.document import Document
from postcheck.drafts.documents.document_types import is_document, load_document
from postcheck.drafts.frontmatter import FrontMatter, ImageEntry, read_front_matter, read_sidecar
from postcheck.drafts.locate import Locator, is_elsewhere, is_file
from postcheck.drafts.markdown_images import ImageSyntax, find_images
from postcheck.drafts.source import DraftSource
from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.formats.filetypes import (
    PDF,
    SIDECAR,
    WEB_PAGES,
    FileKind,
    file_kind,
    known_to_be_unreadable,
    suffix,
    why_unreadable,
)
from postcheck.formats.yaml_document import place
from postcheck.model.draft import Crop, Draft, DraftImage, Inside, Part, PersonRef, Unexamined, Video
from postcheck.model.people import Outlet
from postcheck.model.settings import BulkSettings
from postcheck.model.text import PlaceKind, SourceText, TextFile, Where

_NO_CHANNELS: Mapping[str, Outlet] = MappingProxyType({})
_USUAL_COLUMNS = BulkSettings()
_LONGEST_NAME = 200
_QUERY = re.compile(r"[?#]")


def load_draft(
    source: DraftSource, *, extra_channels: Mapping[str, Outlet] = _NO_CHANNELS, bulk: BulkSettings = _USUAL_COLUMNS
) -> Draft:
    """Load one post: decode its text, read its header, find its images.

    Parameters
    ----------
    source:
        The post, as :func:`postcheck.drafts.discovery.find_drafts` found it.
    extra_channels:
        Channels beside the built-in ones, by name.
    bulk:
        What the columns of a scheduler's table mean.
    """
    if source.reason:
        return Draft(source.name, source.path, unexamined=(Unexamined(source.name, source.reason),))
    files = _Files(Locator(source.folder, source.name))
    if source.path is not None and (source.image or is_table(source.path) or is_document(source.path)):
        return _with_attached(_load_other(source, source.path, files, extra_channels, bulk), files)
    try:
        file = (
            textfile.read(source.path, source.name) if source.path else textfile.decode(source.data or b"", source.name)
        )
    except UnreadableError as error:
        files.add_siblings(source.siblings)
        reason = f"{error.message} {error.advice}"
        return Draft(source.name, source.path, images=files.images(), unexamined=(Unexamined(source.name, reason),))
    draft, files = _load_text(source, file, files, extra_channels)
    return _with_attached(draft, files)


def _with_attached(draft: Draft, files: _Files) -> Draft:
    files.open_attached()
    return replace(
        draft,
        parts=(*draft.parts, *files.parts),
        images=files.images(),
        unexamined=tuple(dict.fromkeys(files.unexamined)),
    )


def claimed_files(path: Path) -> frozenset[Path]:
    """Return the images and videos that a text file names and that are there, as absolute paths with links resolved.

    A file that cannot be read claims nothing; whoever checks it will hear of it.
    """
    if file_kind(path.name) is FileKind.DOCUMENT:
        return _claimed_by_document(path)
    try:
        file = textfile.read(path, path.name)
    except UnreadableError:
        return frozenset()
    _, files = _load_text(
        DraftSource(path.name, path, path.parent), file, _Files(Locator(path.parent, path.name)), _NO_CHANNELS
    )
    return frozenset(Path(os.path.realpath(found)) for found in files.claimed)


def _claimed_by_document(path: Path) -> frozenset[Path]:
    """Return the files that a document names: a web page in its text, a table in its rows, any other in the header beside it."""
    source = DraftSource(path.name, path, path.parent)
    files = _Files(Locator(path.parent, path.name))
    if suffix(path.name) in WEB_PAGES:
        _load_other(source, path, files, _NO_CHANNELS, _USUAL_COLUMNS)
    elif is_table(path):
        for post in posts_in(source, _USUAL_COLUMNS):
            if not post.reason:
                _load_other(post, path, files, _NO_CHANNELS, _USUAL_COLUMNS)
    elif (front := _beside(source, files, _NO_CHANNELS)) is not None:
        files.add_header(front, path.name)
    return frozenset(Path(os.path.realpath(found)) for found in files.claimed)


def _load_other(
    source: DraftSource, path: Path, files: _Files, extra_channels: Mapping[str, Outlet], bulk: BulkSettings
) -> Draft:
    """Load a post that is no text file. What its format has no room for may stand in a header beside it."""
    front = _beside(source, files, extra_channels)
    draft = Draft(source.name, source.path, beside=True)
    try:
        if source.image:
            files.add_sibling(path, source.name)
        elif is_table(path):
            draft, front = _load_row(draft, path, source, files, front or FrontMatter(), extra_channels, bulk)
        else:
            draft, front = _load_document(draft, path, files, front, extra_channels)
    except UnreadableError as error:
        files.unexamined.append(Unexamined(source.name, f"{error.message} {error.advice}"))
    front = front or FrontMatter()
    files.add_header(front, source.name)
    return replace(
        draft,
        header=replace(front.header, videos=tuple(files.videos)),
        images=files.images(),
        problems=front.problems,
        unexamined=tuple(dict.fromkeys(files.unexamined)),
    )


def _load_row(
    draft: Draft,
    path: Path,
    source: DraftSource,
    files: _Files,
    front: FrontMatter,
    extra_channels: Mapping[str, Outlet],
    bulk: BulkSettings,
) -> tuple[Draft, FrontMatter]:
    if source.row is None:
        raise UnreadableError("Its rows were not looked at one by one.", advice="Check the file by itself.")
    table = read_table(path, source.name.rpartition("#")[0], bulk)
    row = table.rows[source.row]
    document, front = post_of(row, table, source.name, front, extra_channels)
    files.add_document(document, path)
    return replace(draft, file=table.file, parts=document.parts, identity=row.identity), front


def _load_document(
    draft: Draft, path: Path, files: _Files, front: FrontMatter | None, extra_channels: Mapping[str, Outlet]
) -> tuple[Draft, FrontMatter | None]:
    document = load_document(path, draft.path)
    files.add_document(document, path)
    if front is None and document.file is not None and suffix(path.name) in WEB_PAGES:
        front = read_front_matter(document.file, extra_channels)
        draft = replace(draft, beside=front.body[0] == 0)
    # A file that is published as it is tells its name; that of a PDF is told with its pages.
    named = (Part("filename", path.name, PlaceKind.FILENAME),) if suffix(path.name) != PDF else ()
    return replace(draft, file=document.file, parts=(*document.parts, *named)), front


def _beside(source: DraftSource, files: _Files, extra_channels: Mapping[str, Outlet]) -> FrontMatter | None:
    """Return the header that stands in a file of its own beside a draft, or None if there is none."""
    path = source.path and sidecar_of(source.path)
    if path is None or not is_file(path):
        return None
    name = files.name(path)
    try:
        return read_sidecar(textfile.read(path, name), extra_channels)
    except UnreadableError as error:
        files.unexamined.append(Unexamined(name, f"{error.message} {error.advice}"))
        return None


def sidecar_of(path: Path) -> Path:
    """Return where the header of a draft is looked for that has no room for one itself."""
    return path.with_name(path.name + SIDECAR)


def _load_text(
    source: DraftSource, file: TextFile, files: _Files, extra_channels: Mapping[str, Outlet]
) -> tuple[Draft, _Files]:
    front = read_front_matter(file, extra_channels)
    files.add_header(front, file.name)
    masked = tuple(
        _apart(span for syntax in find_images(file.text, *front.body) for span in files.add_syntax(syntax, file))
    )
    files.add_siblings(source.siblings)
    draft = Draft(
        source.name,
        source.path,
        file=file,
        body=front.body,
        masked=masked,
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
    inside: Inside | None = None
    crop: Crop | None = None
    peopled: bool = True

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
            work_of=entry.work_of,
            absent=self.absent,
            inside=self.inside,
            crop=self.crop,
            peopled=self.peopled,
        )


class _Files:
    """Gathers the images and videos of one draft, each once, in the order in which they are first named."""

    def __init__(self, locator: Locator) -> None:
        self._locator = locator
        self._images: dict[str, _Image] = {}
        self._attached: dict[str, Path] = {}
        self.videos: list[Video] = []
        self.claimed: set[Path] = set()
        self.unexamined: list[Unexamined] = []
        self.parts: list[Part] = []
        """The text of the PDFs that were named as pictures."""

    def open_attached(self) -> None:
        """Read the PDFs that were named as pictures."""
        for name, path in self._attached.items():
            try:
                document = load_document(path, name)
            except UnreadableError as error:
                self._report(name, f"{error.message} {error.advice}")
                self._images[name].absent = True
                continue
            for picture in document.pictures:
                self._images[name].inside, self._images[name].peopled = picture.inside, picture.peopled
            self.parts.extend(document.parts)
            self.unexamined.extend(document.unexamined)

    def images(self) -> tuple[DraftImage, ...]:
        """Return what was gathered."""
        return tuple(image.finished() for image in self._images.values())

    def name(self, path: Path) -> str:
        """Return a file's path as the report shows it."""
        return self._locator.name(path)

    def add_document(self, document: Document, path: Path) -> None:
        """Add the pictures and videos of a document: those inside it, and the files that it names."""
        for picture in document.pictures:
            if picture.inside is None:
                image = self._add(picture.name, picture.where)
            else:
                image = self._keep(
                    _Image(
                        path,
                        picture.name,
                        picture.where,
                        inside=picture.inside,
                        crop=picture.crop,
                        peopled=picture.peopled,
                    ),
                    None,
                )
            image.alt.extend(picture.alt)
        for video, where in document.videos:
            self._add_video(Video(video, where=where))
        self.unexamined.extend(document.unexamined)

    def add_header(self, front: FrontMatter, name: str) -> None:
        """Add what the header names."""
        for number, entry in enumerate(front.images, start=1):
            if not entry.file:
                # Its words are published, whatever they belong to.
                self._add_absent(f"{name}#{number}", "", entry.where, entry)
            elif entry.pattern and set(entry.file) & set("*?[") and self._locator.find(entry.file) is None:
                for path in self._locator.matching(entry.file):
                    self._add(str(path), entry.where, entry)
            else:
                self._add(entry.file, entry.where, entry)
        for glimpsed, where in front.glimpsed:
            if self._locator.find(glimpsed) is not None:
                self._add(glimpsed, where)
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
        return syntax.masked

    def add_siblings(self, paths: tuple[Path, ...]) -> None:
        """Add the images that lie beside the folder's only text."""
        for path in paths:
            self.add_sibling(path, self._locator.name(path))

    def add_sibling(self, path: Path, name: str) -> None:
        """Add an image that no text need name."""
        self.claimed.add(path)
        self._images.setdefault(name, _Image(path, name, Where(PlaceKind.IMAGE, name)))

    def _add(self, destination: str, where: Where, entry: ImageEntry | None = None) -> _Image:
        inside = next(
            (image for image in self._images.values() if image.inside and image.name.rpartition("#")[2] == destination),
            None,
        )
        if inside is not None:
            return self._keep(inside, entry)
        if is_elsewhere(destination):
            return self._add_elsewhere(destination, where, entry)
        found = self._locator.find(destination)
        if found is None:
            name = self._locator.joined(destination[:_LONGEST_NAME])
            self._report(
                name, f"{_spot(where)} names this image, but it is not there. Put it there or correct the name."
            )
            return self._add_absent(name, destination, where, entry)
        name = self._locator.name(found)
        self.claimed.add(found)
        reason = ""
        if not is_file(found):
            reason = f"{_spot(where)} names it as an image, but it is no file. Correct the name."
        elif file_kind(found.name) is not FileKind.IMAGE and known_to_be_unreadable(found.name):
            reason = f"{_spot(where)} names it. {why_unreadable(found.name)}"
        if reason:
            self._report(name, reason)
            return self._add_absent(name, destination, where, entry)
        if suffix(name) == PDF:
            self._attached[name] = found
        return self._keep(_Image(found, name, where), entry)

    def _add_elsewhere(self, destination: str, where: Where, entry: ImageEntry | None) -> _Image:
        name = (
            destination[:_LONGEST_NAME]
            if not destination[:5].casefold().startswith("data:")
            else f"{where.file}#{where.line}"
        )
        what = "shows a picture from the web" if name == destination[:_LONGEST_NAME] else "holds a picture as text"
        self._report(
            name,
            f"{_spot(where)} {what}, which was not looked at. Save the picture beside the draft and name it there.",
        )
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


def _spot(where: Where) -> str:
    """Return where a draft names something, to begin a sentence with."""
    if where.line is not None:
        return f"Line {where.line} of the draft"
    return f"{where.place[:1].upper()}{where.place[1:]} of the draft" if where.place else "The draft"


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
        work_of=tuple(dict.fromkeys((*first.work_of, *second.work_of))),
    )
