"""What lies on the desk: posts being written, each with its pictures in the desk's private folder."""

from __future__ import annotations

import re
import secrets
import shutil
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from postcheck.desk.post import Post
from postcheck.desk.refusal import RefusedError
from postcheck.formats.filetypes import FileKind, file_kind, why_unreadable
from postcheck.model.report import DraftReport

MOST_PICTURES = 20
LARGEST_PICTURE = 50_000_000
LARGEST_SHEET = 300_000_000
"""Bytes of all pictures of one post."""
_MOST_SHEETS = 24
_LONGEST_NAME = 120
"""Bytes of a picture's name, without its ending."""
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
"""Names that Windows keeps for devices."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was given to the desk."""

    id: str
    path: Path
    size: int
    """Bytes."""

    @property
    def name(self) -> str:
        """Its file name, which may be published with it."""
        return self.path.name


@dataclass
class Sheet:
    """One post, as long as it is on the desk."""

    id: str
    folder: Path
    post: Post = field(default_factory=Post)
    """As the page told it last."""
    pictures: dict[str, Picture] = field(default_factory=dict)
    copies: dict[str, tuple[Path, str]] = field(default_factory=dict)
    """The safe copy of a picture, by the picture's id, and the name that it is to have."""
    turn: int = 0
    """The number of the latest check that was asked for; earlier ones that have not begun are left out."""
    report: DraftReport | None = None
    """What the last check came to, and of which post."""
    coming: int = 0
    """Bytes of pictures that are on their way."""

    @property
    def files(self) -> Path:
        """The folder of the draft."""
        return self.folder / "post"

    @property
    def names(self) -> dict[str, str]:
        """The file name of each picture, by its id."""
        return {picture.id: picture.name for picture in self.pictures.values()}

    def picture(self, identity: str) -> Picture:
        """Return a picture; raises RefusedError if there is none of this id."""
        if identity not in self.pictures:
            raise RefusedError("This picture is not on the desk any more. Load the page again.", 404)
        return self.pictures[identity]

    async def add(self, name: str, chunks: AsyncIterator[bytes], announced: int | None) -> Picture:
        """Take a picture in, piece by piece.

        Parameters
        ----------
        name:
            Its file name as the browser tells it.
        chunks:
            Its bytes.
        announced:
            How many bytes there will be, if the browser says.

        Raises
        ------
        RefusedError
            If it is no picture by its name, too large, or one too many. Nothing of it is kept.
        """
        safe = self._free(file_name(name))
        if len(self.pictures) >= MOST_PICTURES:
            raise RefusedError(f"A post on the desk has {MOST_PICTURES} pictures at most.", 413)
        if announced is not None:
            self._refuse_size(announced)
        path = self.files / safe
        try:
            size = await self._write(path, chunks)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        picture = Picture(secrets.token_hex(8), path, size)
        self.pictures[picture.id] = picture
        return picture

    def remove(self, identity: str) -> None:
        """Take a picture from the desk, and its safe copy."""
        picture = self.picture(identity)
        del self.pictures[identity]
        picture.path.unlink(missing_ok=True)
        if copy := self.copies.pop(identity, None):
            copy[0].unlink(missing_ok=True)

    def use_copy(self, identity: str) -> Picture:
        """Put the safe copy of a picture in its place; raises RefusedError if there is none."""
        picture = self.picture(identity)
        if identity not in self.copies:
            raise RefusedError("There is no safe copy of this picture. Make one first.", 404)
        copy, name = self.copies.pop(identity)
        picture.path.unlink(missing_ok=True)
        path = self.files / self._free(name)
        copy.replace(path)
        self.pictures[identity] = Picture(identity, path, path.stat().st_size)
        return self.pictures[identity]

    async def _write(self, path: Path, chunks: AsyncIterator[bytes]) -> int:
        size = 0
        with path.open("xb") as file:
            try:
                async for chunk in chunks:
                    size += len(chunk)
                    self.coming += len(chunk)
                    self._refuse_size(size)
                    file.write(chunk)
            finally:
                self.coming -= size
        return size

    def _refuse_size(self, size: int) -> None:
        if size > LARGEST_PICTURE:
            raise RefusedError(f"The picture is larger than {LARGEST_PICTURE // 1_000_000} MB. Export it smaller.", 413)
        if sum(picture.size for picture in self.pictures.values()) + max(size, self.coming) > LARGEST_SHEET:
            raise RefusedError(
                f"The pictures of one post are larger than {LARGEST_SHEET // 1_000_000} MB together. "
                "Export them smaller.",
                413,
            )

    def _free(self, name: str) -> str:
        """Return a name that no other picture of the post has, whatever its letter case."""
        taken = {path.name.casefold() for path in self.files.iterdir()}
        wanted, number = name, 1
        while wanted.casefold() in taken:
            number += 1
            stem, dot, ending = name.rpartition(".")
            wanted = f"{stem}-{number}{dot}{ending}"
        return wanted


def file_name(told: str) -> str:
    """Return the name under which a file is kept: its own, without whatever leads out of a folder.

    Raises
    ------
    RefusedError
        If it is not the name of a picture.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", told))[-1]
    clean = _FORBIDDEN.sub("", last.encode("utf-8", "ignore").decode()).strip(". ")
    kind = file_kind(clean)
    if kind is FileKind.VIDEO:
        raise RefusedError(
            "The desk takes pictures only. Put the video in a folder with its text, and open that folder here.", 415
        )
    if kind is not FileKind.IMAGE:
        why = why_unreadable(clean) if kind is FileKind.UNREADABLE else "The desk takes pictures only."
        raise RefusedError(why, 415)
    stem, _, ending = clean.rpartition(".")
    if _RESERVED.match(stem) or not stem:
        stem = f"picture-{stem}".rstrip("-")
    return f"{stem.encode()[:_LONGEST_NAME].decode('utf-8', 'ignore').strip()}.{ending}"


class Sheets:
    """All posts on the desk.

    Parameters
    ----------
    folder:
        The desk's private folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sheets: dict[str, Sheet] = {}

    def new(self) -> Sheet:
        """Begin a post. If there are very many, the one that was begun first is thrown away."""
        while len(self._sheets) >= _MOST_SHEETS:
            oldest = self._sheets.pop(next(iter(self._sheets)))
            shutil.rmtree(oldest.folder, ignore_errors=True)
        identity = secrets.token_hex(8)
        sheet = Sheet(identity, self._folder / identity)
        sheet.files.mkdir(mode=0o700, parents=True)
        self._sheets[identity] = sheet
        return sheet

    def get(self, identity: str) -> Sheet:
        """Return a post; raises RefusedError if there is none of this id."""
        if identity not in self._sheets:
            raise RefusedError("This post is not on the desk any more. Begin a new one.", 404)
        return self._sheets[identity]
