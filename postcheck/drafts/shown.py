"""The pictures and videos that one draft shows, whoever names them: its header, its body, a document, its folder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from postcheck.drafts.documents.document import Document, Picture
from postcheck.drafts.documents.document_types import load_document
from postcheck.drafts.documents.timed import load_subtitles, subtitles_beside
from postcheck.drafts.header_values import FrontMatter
from postcheck.drafts.locate import Locator, is_file
from postcheck.drafts.markdown_images import ImageSyntax
from postcheck.drafts.named_files import MOST, NamedFile, find_named, last_piece, on_the_web
from postcheck.errors import EmptyFileError, UnreadableError
from postcheck.formats.filetypes import (
    PDF,
    FileKind,
    file_kind,
    is_elsewhere,
    known_to_be_unreadable,
    suffix,
    why_unreadable,
)
from postcheck.formats.yaml_document import place
from postcheck.model.draft import Annotations, DraftImage, Part, Unexamined, Video
from postcheck.model.lack import Lack
from postcheck.model.text import SUBTITLES, PlaceKind, SourceText, TextFile, Where

_LONGEST_NAME = 200
_QUERY = re.compile(r"[?#]")


@dataclass
class _GatheredImage:
    """An image, and what the draft says about it, as far as it has been gathered."""

    image: DraftImage
    header: Annotations | None = None
    """What the header says about it, which counts before what is said elsewhere."""
    body: Annotations = field(default_factory=Annotations)

    def finished(self) -> DraftImage:
        """Return the image with all that is said about it."""
        return replace(self.image, said=self.header.joined(self.body) if self.header else self.body)


class Shown:
    """Gathers the images and videos of one draft, each once, in the order in which they are first named."""

    def __init__(self, locator: Locator) -> None:
        self._locator = locator
        self._images: dict[str, _GatheredImage] = {}
        self._attached: dict[str, Path] = {}
        self.videos: list[Video] = []
        self.claimed: set[Path] = set()
        self.unexamined: list[Unexamined] = []
        self.parts: list[Part] = []
        """The text of the PDFs that were named as pictures."""
        self.named: list[tuple[NamedFile, Where]] = []
        """What looks like a path in the draft, still to be looked for."""
        self._written: set[str] = set()
        """The ends of all destinations that were added."""

    def open_attached(self) -> None:
        """Read the PDFs that were named as pictures."""
        for name, path in self._attached.items():
            kept = self._images[name]
            try:
                document = load_document(path, name)
            except UnreadableError as error:
                self.report_error(name, error)
                kept.image = replace(kept.image, absent=True)
                continue
            for picture in document.pictures:
                if picture.name == name:
                    kept.image = replace(kept.image, inside=picture.inside, peopled=picture.peopled)
                else:
                    self._keep_inside(picture, path)
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
                known = len(self._images)
                kept = self._add(picture.name, picture.where)
                peopled = picture.peopled or (len(self._images) == known and kept.image.peopled)
                kept.image = replace(kept.image, peopled=peopled)
            else:
                kept = self._keep_inside(picture, path)
            kept.body = kept.body.joined(picture.said)
        for video, where in document.videos:
            self._add_video(Video(video, where=where))
        self.unexamined.extend(document.unexamined)
        self.named.extend(document.named)

    def add_header(self, front: FrontMatter, name: str) -> None:
        """Add what the header names."""
        for number, entry in enumerate(front.images, start=1):
            if not entry.file:
                # Its words are published, whatever they belong to.
                self._add_absent(f"{name}#{number}", "", entry.where, entry.said)
            elif entry.pattern and set(entry.file) & set("*?[") and self._locator.find(entry.file) is None:
                for path in self._locator.matching(entry.file):
                    self._add(str(path), entry.where, entry.said)
            else:
                self._add(entry.file, entry.where, entry.said)
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
        kept = self._add(syntax.destination, where)
        words = tuple(SourceText.slice(file, start, end) for start, end in syntax.words)
        kept.body = kept.body.joined(Annotations(alt=words))
        return syntax.masked

    def look_for_named(self) -> None:
        """Add the files whose paths stand anywhere in the draft, once all that is shown in a known way is added.

        A picture or video that isn't there is said, unless it is in code or a comment, and may be an example.
        """
        for named, where in self.named[:MOST]:
            found = next(filter(None, map(self._found_beside_or_on_site, named.spellings)), None)
            if found is not None:
                if file_kind(found.name) is FileKind.VIDEO:
                    self._keep_video(Video(str(found), where=where), found)
                else:
                    self._add_found(found, where)
            elif not (named.quiet or suffix(named.written) == PDF or on_the_web(named.written)):
                self._say_absent(named.written, where)
        if len(self.named) > MOST:
            _, where = self.named[MOST]
            self.report(where.file, f"It names more than {MOST:,} files, and not all were looked for. Split it.")

    def _found_beside_or_on_site(self, path: str) -> Path | None:
        """Return the file that a path means: as it stands, or from the root of the site, as includes read it."""
        found = self._locator.find(path) or self._locator.find(f"/{path}")
        return found if found is not None and is_file(found) else None

    def _in_template(self, destination: str) -> Path | None:
        """Return the file whose path a site generator is to complete: ``{{ "/a.png" | relative_url }}``."""
        named = tuple(find_named(destination)) if "{" in destination else ()
        self._written.update(last_piece(one.written) for one in named)
        found = (self._found_beside_or_on_site(spelling) for one in named for spelling in one.spellings)
        return next(filter(None, found), None)

    def _say_absent(self, written: str, where: Where) -> None:
        if last_piece(written) not in self._written:
            self._written.add(last_piece(written))
            what = "video" if file_kind(written) is FileKind.VIDEO else "image"
            self.report(
                self._locator.joined(written),
                f"{_spot(where)} names this {what}, but it is not there. Put it there or correct the name.",
                Lack.MISSING,
            )

    def add_siblings(self, paths: tuple[Path, ...]) -> None:
        """Add the images that lie beside the folder's only text."""
        for path in paths:
            self.add_sibling(path, self._locator.name(path))

    def add_sibling(self, path: Path, name: str) -> None:
        """Add an image, whether or not a text names it."""
        self.claimed.add(path)
        self._keep(_image(path, name, Where(PlaceKind.IMAGE, name)))

    def _add(self, destination: str, where: Where, said: Annotations | None = None) -> _GatheredImage:
        """Add an image that the draft names; ``said`` is what the header says about it."""
        self._written.add(last_piece(destination))
        images = (kept.image for kept in self._images.values())
        inside = next((one for one in images if one.inside and one.name.rpartition("#")[2] == destination), None)
        if inside is not None:
            return self._keep(inside, said)
        if is_elsewhere(destination):
            return self._add_elsewhere(destination, where, said)
        found = self._locator.find(destination) or self._in_template(destination)
        if found is None:
            name = self._locator.joined(destination[:_LONGEST_NAME])
            self.report(
                name,
                f"{_spot(where)} names this image, but it is not there. Put it there or correct the name.",
                Lack.MISSING,
            )
            return self._add_absent(name, destination, where, said)
        return self._add_found(found, where, said)

    def _add_found(self, found: Path, where: Where, said: Annotations | None = None) -> _GatheredImage:
        name = self._locator.name(found)
        self.claimed.add(found)
        reason, lack = "", None
        if is_file(found) and file_kind(found.name) is FileKind.VIDEO:
            self._keep_video(Video(str(found), where=where), found)
            return self._add_absent(name, str(found), where, said)
        if not is_file(found):
            reason, lack = f"{_spot(where)} names it as an image, but it is no file. Correct the name.", Lack.NO_FILE
        elif file_kind(found.name) is not FileKind.IMAGE and known_to_be_unreadable(found.name):
            reason = f"{_spot(where)} names it. {why_unreadable(found.name)}"
        if reason:
            self.report(name, reason, lack)
            return self._add_absent(name, str(found), where, said)
        if suffix(name) == PDF:
            self._attached[name] = found
        return self._keep(_image(found, name, where), said)

    def _add_elsewhere(self, destination: str, where: Where, said: Annotations | None) -> _GatheredImage:
        name = (
            destination[:_LONGEST_NAME]
            if not destination[:5].casefold().startswith("data:")
            else f"{where.file}#{where.line}"
        )
        what = "shows a picture from the web" if name == destination[:_LONGEST_NAME] else "holds a picture as text"
        self.report(
            name,
            f"{_spot(where)} {what}, which was not looked at. Save the picture beside the draft and name it there.",
        )
        return self._add_absent(name, destination, where, said)

    def _add_absent(self, name: str, destination: str, where: Where, said: Annotations | None) -> _GatheredImage:
        path = self._locator.literal(destination[:_LONGEST_NAME])
        return self._keep(replace(_image(path, name, where), absent=True), said)

    def _keep_inside(self, picture: Picture, path: Path) -> _GatheredImage:
        image = _image(path, picture.name, picture.where)
        return self._keep(replace(image, inside=picture.inside, crop=picture.crop, peopled=picture.peopled))

    def _keep(self, image: DraftImage, said: Annotations | None = None) -> _GatheredImage:
        """Keep an image; if it is known already, add what the header says about it."""
        kept = self._images.setdefault(image.name, _GatheredImage(image))
        if said:
            kept.header = kept.header.joined(said) if kept.header else said
        return kept

    def _add_video(self, video: Video) -> None:
        found = None if is_elsewhere(video.file) or not video.file else self._locator.find(video.file)
        self._written.add(last_piece(video.file))
        self._keep_video(video, found)

    def add_lone_video(self, path: Path, name: str) -> None:
        """Add a video that is a post by itself."""
        self._keep_video(Video(name), path)

    def _keep_video(self, video: Video, found: Path | None) -> None:
        if found is not None:
            self.claimed.add(found)
            try:
                size = found.stat().st_size
            except OSError:
                size = None
            video = replace(video, file=self._locator.name(found), size=size, path=found)
        video = self._with_subtitles(video)
        known = next((index for index, other in enumerate(self.videos) if video.file == other.file), None)
        if known is None or not video.file:
            self.videos.append(video)
        else:
            self.videos[known] = self.videos[known].joined(video)

    def _with_subtitles(self, video: Video) -> Video:
        """Return a video with the subtitles that lie beside it, or that the draft names, read."""
        paths = dict.fromkeys(subtitles_beside(video.path)) if video.path else {}
        for written in video.subtitles:
            named = None if is_elsewhere(written) else self._locator.find(written)
            if named is None or not is_file(named):
                self.report(
                    self._locator.joined(written[:_LONGEST_NAME]),
                    "The draft names these subtitles, but they are not there. Put them there or correct the name.",
                    Lack.MISSING,
                )
            else:
                paths[named] = None
        words: list[Part] = []
        for path in paths:
            self.claimed.add(path)
            name = self._locator.name(path)
            try:
                words += [replace(part, field=SUBTITLES) for part in load_subtitles(path, name).parts]
            except UnreadableError as error:
                self.report_error(name, error)
        return replace(video, beside=tuple(paths), words=tuple(words))

    def report(self, file: str, reason: str, lack: Lack | None = None) -> None:
        """Say that something was not examined, and why, and whether there is anything to look at."""
        self.unexamined.append(Unexamined(file, reason, lack=lack))

    def report_error(self, file: str, error: UnreadableError) -> None:
        """Say that a file could not be read, and why."""
        lack = Lack.EMPTY if isinstance(error, EmptyFileError) else None
        self.report(file, f"{error.message} {error.advice}", lack)


def _spot(where: Where) -> str:
    """Return where a draft names something, to begin a sentence with."""
    if where.line is not None:
        return f"Line {where.line} of the draft"
    return f"{where.place[:1].upper()}{where.place[1:]} of the draft" if where.place else "The draft"


def _image(path: Path, name: str, where: Where) -> DraftImage:
    return DraftImage(name, path, name, where)
