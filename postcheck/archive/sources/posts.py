"""Posts and pages as files: a folder of what was published, and the repository of a static site.

They are found and loaded as ``postcheck check`` finds and loads drafts, so that the same files belong together.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import yaml

from postcheck.archive.base import ItemKind, ItemText, Media, MediaKind, Shown, Source
from postcheck.archive.export import Export, Found
from postcheck.archive.files import ArchiveFiles
from postcheck.archive.moments import LONDON, from_header
from postcheck.archive.passed_over import DRAFT, HIDDEN, NO_TEXTS, PROGRAMS
from postcheck.drafts.bulk.tables import posts_in
from postcheck.drafts.discovery import find_drafts
from postcheck.drafts.documents.data import holds_texts
from postcheck.drafts.documents.data import load as load_data
from postcheck.drafts.frontmatter import header_lines
from postcheck.drafts.header_keys import normal
from postcheck.drafts.loader import load_draft
from postcheck.drafts.parsed import Parsed
from postcheck.drafts.source import DraftSource
from postcheck.errors import UnreadableError, UsageError
from postcheck.formats.filetypes import SIDECAR, SIGN_OFF, FileKind, file_kind, suffix
from postcheck.formats.textfile import why_not_opened
from postcheck.formats.toml_header import TomlHeader
from postcheck.formats.yaml_document import YamlError, YamlHeader
from postcheck.model.draft import Annotations, Draft, DraftImage, Header, Part, PersonRef
from postcheck.model.settings import BulkSettings
from postcheck.model.text import SourceText, TextFile

_DATED = re.compile(r"(?<!\d)(?P<day>20\d\d[-_.]?[01]\d[-_.]?[0-3]\d)(?!\d)")
"""A day in the name of a file or folder: ``2026-09-24-star.md``, ``20260924_star.txt``."""
_DRAFTS = frozenset({"_drafts", "drafts"})
_DATA_FOLDERS = frozenset({"_data", "data", "i18n", "_i18n"})
_SITE_DATA = frozenset({".json", ".jsonl", ".yaml", ".yml", ".toml", ".xml"})
_OFF, _ON = frozenset({"false", "no", "off", "0"}), frozenset({"true", "yes", "on", "1"})
_DATE_KEYS = ("publish_at", "publishdate", "publish_date", "date", "published_at", "pubdate", "created")
_USUAL_COLUMNS = BulkSettings()
_MOST = 2_000_000_000
"""In bytes: how much of texts and documents is laid out from an archive that is no folder."""
_LAID_OUT = frozenset({FileKind.TEXT, FileKind.DOCUMENT, FileKind.DATA})


def read(export: Export) -> Iterator[Found]:
    """Yield each post or page."""
    for name in export.files.names():
        parts = [part.casefold() for part in name.split("/")]
        if any(part.startswith(".") for part in parts):
            export.pass_over(name, HIDDEN)
        elif (file_kind(parts[-1]) is FileKind.TOOL and not _is_site_data(name, export)) or name.endswith(
            (SIDECAR, SIGN_OFF)
        ):
            export.pass_over(name, PROGRAMS)
    refused: list[Found] = []
    with _laid_out(export, refused) as root:
        yield from refused
        yield from _Folder(export, root).read()


@contextmanager
def _laid_out(export: Export, refused: list[Found]) -> Iterator[Path]:
    """Lend the files as a folder: as they lie, or else texts copied and empty stand-ins for pictures and videos."""
    files = export.files
    if files.root is not None:
        yield files.root
        return
    left = _MOST
    with tempfile.TemporaryDirectory(prefix="postcheck-") as made:
        Path(made, ".git").mkdir()  # where the search for what belongs together ends
        for name in files.names():
            beside = name.endswith((SIDECAR, SIGN_OFF))
            if name in export.accounted and not beside:
                continue
            wanted = beside or file_kind(name) in _LAID_OUT
            left -= files.size(name) if wanted else 0
            if left < 0:
                refused.append(export.not_read(name, "The archive holds too much text. Unpack it and give the folder."))
                continue
            try:
                _lay_out(name, Path(made, name), files, wanted=wanted)
            except UnreadableError as error:
                refused.append(export.fault(name, error))
        yield Path(made)


def _lay_out(name: str, path: Path, files: ArchiveFiles, *, wanted: bool) -> None:
    """Put a file of an archive into a folder, or an empty one in its place."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        if wanted:
            with files.open(name) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
    except OSError as error:
        raise UnreadableError(why_not_opened(error), advice="Unpack the archive and give the folder.") from error
    except UnreadableError:
        path.unlink(missing_ok=True)
        raise


@dataclass
class _Folder:
    """Reads the posts of one folder."""

    export: Export
    root: Path
    parsed: Parsed = field(default_factory=Parsed)

    def read(self) -> Iterator[Found]:
        """Yield everything."""
        real = Path(os.path.realpath(self.root))
        try:
            sources = find_drafts([str(self.root)], stdin=None, parsed=self.parsed)
        except UsageError as error:
            yield self.export.not_read("", f"{error.message} {error.advice}")
            return
        for source in (post for found in sources for post in posts_in(found, _USUAL_COLUMNS)):
            if source.path is not None and Path(os.path.realpath(source.path)).is_relative_to(real):
                yield from self._post(source)
        for name in self.export.files.names():
            if name in self.export.accounted:
                continue
            if _is_site_data(name, self.export):
                yield from self._data(name)
            elif file_kind(name) is FileKind.DATA:
                with self.export.files.local(name) as path:
                    if not holds_texts(path):
                        self.export.pass_over(name, NO_TEXTS)

    def _data(self, name: str) -> Iterator[Found]:
        """Yield what stands in a file of data that the pages of a site are made with, single names too."""
        try:
            with self.export.files.local(name) as path:
                parts = load_data(path, name).parts
        except UnreadableError as error:
            yield self.export.fault(name, error)
            return
        texts = [ItemText(part.field, text) for part in parts if (text := _plain(part)).strip()]
        if not texts:
            self.export.pass_over(name, NO_TEXTS)
            return
        self.export.reading(name)
        yield self.export.item(self.export.place(name), kind=ItemKind.PAGE, moment=None, texts=texts)

    def _name(self, path: Path | None) -> str:
        """Return a file's name in the archive; empty if it lies elsewhere."""
        if path is None:
            return ""
        relative = os.path.relpath(path, self.root)
        return "" if relative.startswith("..") else Path(relative).as_posix()

    def _post(self, source: DraftSource) -> Iterator[Found]:
        name = self._name(source.path)
        if source.reason:
            yield self.export.not_read(name, source.reason)
            return
        draft = load_draft(source, parsed=self.parsed)
        said = _said(draft.file) if draft.file is not None and source.row is None else {}
        if self._is_draft(name, said):
            self.export.reading(name)
            self.export.tally.not_published[DRAFT] += 1
            return  # its pictures are published with the site all the same
        self.export.reading(name)
        media = [self._medium(image) for image in draft.images]
        media += [
            self.export.member(self._name(video.path)) if self._name(video.path) else self.export.media(video.file)
            for video in draft.header.videos
        ]
        for beside in (*draft.read_beside, *(path for video in draft.header.videos for path in video.beside)):
            self.export.reading(self._name(beside))
        yield self.export.item(
            self.export.place(name, (source.row + 1) if source.row is not None else None),
            kind=self._kind(source),
            moment=self._moment(draft, name, said),
            texts=[*_texts(draft)],
            media=media,
            account=draft.header.account or self.export.account,
            channels=draft.header.channels,
            shown=_shown(draft.header),
        )
        absent = {image.name for image in draft.images if image.absent}
        for one in draft.unexamined:
            if one.file not in absent:
                yield self.export.not_read(name, one.reason)

    def _kind(self, source: DraftSource) -> ItemKind:
        if source.image or source.video:
            return ItemKind.MEDIA
        return ItemKind.PAGE if self.export.source is Source.SITE else ItemKind.POST

    def _is_draft(self, name: str, said: dict[str, str]) -> bool:
        if self.export.source is not Source.SITE:
            return said.get("draft", "").casefold() in _ON
        folders = {part.casefold() for part in name.split("/")[:-1]}
        return (
            bool(folders & _DRAFTS)
            or said.get("draft", "").casefold() in _ON
            or said.get("published", "").casefold() in _OFF
        )

    def _medium(self, image: DraftImage) -> Media:
        about = [ItemText("alt", text.text) for text in image.said.alt]
        about += [
            ItemText(field_name, text.text)
            for field_name, text in (("caption", image.said.caption), ("credit", image.said.credit))
            if text is not None
        ]
        name = "" if image.absent else self._name(image.path)
        if not name:
            written = self._name(image.path) or image.name
            return Media(written, MediaKind.IMAGE, None, tuple(about), _shown(image.said))
        medium = self.export.member(name, about)
        kind = MediaKind.DOCUMENT if image.inside else medium.kind
        return Media(medium.written, kind, medium.member, medium.texts, _shown(image.said))

    def _moment(self, draft: Draft, name: str, said: dict[str, str]) -> date | datetime | None:
        if draft.header.publish_at is not None:
            return draft.header.publish_at.replace(tzinfo=LONDON)
        for key in _DATE_KEYS:
            if key in said and (moment := from_header(said[key])) is not None:
                return moment
        for part in reversed(name.split("/")):
            if (match := _DATED.search(part)) and (day := _day(match["day"])) is not None:
                return day
        return None


def _is_site_data(name: str, export: Export) -> bool:
    """Whether a file lies where static sites keep the data of their pages, whatever tools would call it so."""
    folders = {part.casefold() for part in name.split("/")[:-1]}
    return export.source is Source.SITE and bool(folders & _DATA_FOLDERS) and suffix(name) in _SITE_DATA


def _shown(said: Header | Annotations) -> Shown:
    return Shown(*map(_written, (said.people, said.work_of, said.quote_of)))


def _written(people: tuple[PersonRef, ...] | None) -> tuple[str, ...] | None:
    return None if people is None else tuple(person.text for person in people)


def _day(digits: str) -> date | None:
    try:
        return date.fromisoformat(re.sub(r"[-_.]", "", digits))
    except ValueError:
        return None


def _said(file: TextFile) -> dict[str, str]:
    """Return the simple values of a header, by their keys in small letters; empty if there is none to be read."""
    lines = header_lines(file.text)
    if lines is None:
        return {}
    try:
        root = (TomlHeader if lines[2] else YamlHeader)(file, lines[0], lines[1]).root
    except YamlError:
        return {}
    if not isinstance(root, yaml.MappingNode):
        return {}
    return {
        normal(key.value): value.value.strip()
        for key, value in root.value
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode)
    }


def _texts(draft: Draft) -> Iterator[ItemText]:
    header = draft.header
    for field_name, text in (("title", header.title), ("first_comment", header.first_comment)):
        if text is not None:
            yield ItemText(field_name, text.text)
    yield from (ItemText("tags", tag.text) for tag in header.tags)
    videos = (part for video in header.videos for part in video.words)
    for part in (*header.texts, *draft.parts, *videos):
        yield ItemText(part.field, _plain(part))
    if draft.file is not None and draft.body[1] > draft.body[0]:
        yield ItemText("body", _without(draft.file.text, draft.body, draft.masked), markdown=True)


def _plain(part: Part) -> str:
    return part.text.text if isinstance(part.text, SourceText) else part.text


def _without(text: str, body: tuple[int, int], masked: tuple[tuple[int, int], ...]) -> str:
    """Return the body less the stretches that are published through a picture."""
    kept, at = [], body[0]
    for start, end in masked:
        kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at : body[1]])
    return " ".join(kept)
