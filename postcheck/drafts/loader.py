"""From a post's files to a :class:`~postcheck.model.draft.Draft`.

Nothing here raises for a bad draft: what is wrong is part of the draft.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from postcheck.drafts.bulk.tables import is_table, posts_in, read_table
from postcheck.drafts.documents.document_types import is_document
from postcheck.drafts.header_values import FrontMatter
from postcheck.drafts.locate import Locator, is_file
from postcheck.drafts.parsed import Parsed
from postcheck.drafts.shown import Shown
from postcheck.drafts.source import DraftSource
from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.formats.filetypes import PDF, SIDECAR, WEB_PAGES, FileKind, file_kind, suffix
from postcheck.formats.yaml_document import place
from postcheck.model.draft import Draft, Part, Unexamined
from postcheck.model.people import Outlet
from postcheck.model.settings import BulkSettings
from postcheck.model.text import PlaceKind, TextFile

_NO_CHANNELS: Mapping[str, Outlet] = MappingProxyType({})
_USUAL_COLUMNS = BulkSettings()
_DATED = re.compile(r"\d{4}-\d\d?-\d\d?-")
"""How the name of a post for Jekyll begins."""
_COLLECTION_WITHIN, _CONTENT_WITHIN = 2, 4
"""How many folders above a page are looked at for Jekyll's ``_posts`` or ``_news``, and for Hugo's ``content``."""


def load_draft(
    source: DraftSource,
    *,
    extra_channels: Mapping[str, Outlet] = _NO_CHANNELS,
    bulk: BulkSettings = _USUAL_COLUMNS,
    ignored_keys: Collection[str] = (),
    parsed: Parsed | None = None,
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
    ignored_keys:
        Keys of headers that are not published, and so not searched.
    parsed:
        What was parsed already, and is not parsed again; None to begin anew.
    """
    if source.reason:
        return Draft(source.name, source.path, unexamined=(Unexamined(source.name, source.reason, lack=source.lack),))
    loader = _PostLoader(source, parsed or Parsed(), extra_channels, bulk, ignored_keys)
    lone = source.image or source.video
    piped = source.data is not None
    if source.path is not None and not piped and (lone or is_table(source.path) or is_document(source.path)):
        return loader.with_attached(loader.load_other(source.path))
    try:
        file = (
            textfile.read(source.path, source.name)
            if source.path is not None and not piped
            else textfile.decode(source.data or b"", source.name)
        )
    except UnreadableError as error:
        return loader.unreadable(error)
    return loader.with_attached(loader.load_text(file))


def claimed_files(path: Path, name: str, parsed: Parsed) -> frozenset[Path]:
    """Return the images and videos that a draft names and that are there, as absolute paths with links resolved.

    A web page names them in its text, a table in its rows, any other document in the header beside it. A file that
    cannot be read claims nothing; whoever checks it will hear of it.

    Parameters
    ----------
    path, name:
        The draft, and how the report shows it.
    parsed:
        What was parsed already; what is parsed here is kept there.
    """
    source = DraftSource(name, path, path.parent)
    loader = _PostLoader(source, parsed)
    if file_kind(path.name) is not FileKind.DOCUMENT:
        try:
            loader.load_text(textfile.read(path, name))
        except UnreadableError:
            return frozenset()
    elif is_table(path):
        posts = [_PostLoader(post, parsed) for post in posts_in(source, _USUAL_COLUMNS) if not post.reason]
        for post in posts:
            post.load_other(path)
        return _real(found for post in posts for found in post.shown.claimed)
    elif suffix(path.name) in WEB_PAGES:
        loader.load_other(path)
    elif (front := loader.header_beside()) is not None:
        loader.shown.add_header(front, name)
    return _real(loader.shown.claimed)


def _real(paths: Iterable[Path]) -> frozenset[Path]:
    return frozenset(Path(os.path.realpath(path)) for path in paths)


def sidecar_of(path: Path) -> Path:
    """Return where to look for the header of a draft whose format has no room for one."""
    return path.with_name(path.name + SIDECAR)


class _PostLoader:
    """Loads one post, and gathers the pictures that it shows."""

    def __init__(
        self,
        source: DraftSource,
        parsed: Parsed,
        extra_channels: Mapping[str, Outlet] = _NO_CHANNELS,
        bulk: BulkSettings = _USUAL_COLUMNS,
        ignored_keys: Collection[str] = (),
    ) -> None:
        self._source = source
        self._parsed = parsed
        self._extra_channels = extra_channels
        self._bulk = bulk
        self._ignored_keys = ignored_keys
        self.shown = Shown(Locator(source.folder, source.name))

    def load_text(self, file: TextFile) -> Draft:
        """Return the post of a text file."""
        parsed = self._parsed.text(file)
        self.shown.add_header(parsed.front, file.name)
        masked = tuple(_apart(span for syntax in parsed.images for span in self.shown.add_syntax(syntax, file)))
        self.shown.add_siblings(self._source.siblings)
        self.shown.named += [(named, place(file, "body", named.start, named.end)) for named in parsed.named]
        self.shown.look_for_named()
        draft = Draft(
            self._source.name,
            self._source.path,
            file=file,
            body=parsed.front.body,
            masked=masked,
            parts=tuple(_address(self._source.path)),
        )
        return self._finished(draft, parsed.front.settled(self._extra_channels, self._ignored_keys))

    def load_other(self, path: Path) -> Draft:
        """Return a post that isn't a text file; a header beside it may say what its format has no room for."""
        front = self.header_beside()
        draft = Draft(self._source.name, self._source.path, beside=True)
        try:
            if self._source.image:
                self.shown.add_sibling(path, self._source.name)
            elif self._source.video:
                self.shown.add_lone_video(path, self._source.name)
            elif is_table(path):
                draft, front = self._with_row(draft, path, front or FrontMatter())
            else:
                draft, front = self._with_document(draft, path, front)
        except UnreadableError as error:
            self.shown.report_error(self._source.name, error)
        front = front or FrontMatter()
        self.shown.add_header(front, self._source.name)
        self.shown.look_for_named()
        return self._finished(draft, front)

    def unreadable(self, error: UnreadableError) -> Draft:
        """Return a post whose text cannot be read. The images beside it are looked at all the same."""
        self.shown.add_siblings(self._source.siblings)
        unexamined = (Unexamined(self._source.name, f"{error.message} {error.advice}"),)
        return Draft(self._source.name, self._source.path, images=self.shown.images(), unexamined=unexamined)

    def with_attached(self, draft: Draft) -> Draft:
        """Return a post with the PDFs that it names as pictures opened."""
        self.shown.open_attached()
        return replace(
            draft,
            parts=(*draft.parts, *self.shown.parts),
            images=self.shown.images(),
            unexamined=tuple(dict.fromkeys(self.shown.unexamined)),
        )

    def header_beside(self) -> FrontMatter | None:
        """Return the header that stands in a file of its own beside a draft, or None if there is none."""
        path = self._source.path and sidecar_of(self._source.path)
        if path is None or not is_file(path):
            return None
        name = self.shown.name(path)
        try:
            return self._parsed.sidecar(textfile.read(path, name)).settled(self._extra_channels, self._ignored_keys)
        except UnreadableError as error:
            self.shown.report_error(name, error)
            return None

    def _with_row(self, draft: Draft, path: Path, front: FrontMatter) -> tuple[Draft, FrontMatter]:
        if self._source.row is None:
            raise UnreadableError("Its rows were not looked at one by one.", advice="Check the file by itself.")
        from postcheck.drafts.bulk.rows import post_of  # noqa: PLC0415 - a text draft has no rows

        table = read_table(path, self._source.name.rpartition("#")[0], self._bulk)
        row = table.rows[self._source.row]
        document, front = post_of(row, table, self._source.name, front, self._extra_channels)
        self.shown.add_document(document, path)
        return replace(draft, file=table.file, parts=document.parts, identity=row.identity), front

    def _with_document(self, draft: Draft, path: Path, front: FrontMatter | None) -> tuple[Draft, FrontMatter | None]:
        document = self._parsed.document(path, draft.path)
        self.shown.add_document(document, path)
        if document.front is not None:
            within = document.front.settled(self._extra_channels, self._ignored_keys)
            draft = replace(draft, beside=front is not None or within.body[0] == 0)
            front = front.joined(within) if front else within
        # A file that is published as it is shows its name; a PDF's name comes with its pages, data are put elsewhere.
        shows_name = suffix(path.name) != PDF and file_kind(path.name) is not FileKind.DATA
        named = (Part("filename", path.name, PlaceKind.FILENAME),) if shows_name else ()
        parts = (*document.parts, *named)
        return replace(draft, file=document.file, parts=parts, read_beside=document.beside), front

    def _finished(self, draft: Draft, front: FrontMatter) -> Draft:
        """Return the post with what its header says and all that it shows."""
        return replace(
            draft,
            header=replace(front.header, videos=tuple(self.shown.videos)),
            images=self.shown.images(),
            problems=front.problems,
            unexamined=tuple(dict.fromkeys(self.shown.unexamined)),
        )


def _address(path: Path | None) -> Iterator[Part]:
    """Yield what a site generator makes the page's address of: the file's name, or that of the folder of an index."""
    if path is None:
        return
    folders = path.absolute().parent.parts
    collection = any(name.startswith("_") for name in folders[-_COLLECTION_WITHIN:])
    if _DATED.match(path.name) or collection or "content" in folders[-_CONTENT_WITHIN:]:
        name = folders[-1] if path.stem.strip("_").casefold() in {"index", "readme"} else path.name
        yield Part("filename", name, PlaceKind.FILENAME)


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
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
