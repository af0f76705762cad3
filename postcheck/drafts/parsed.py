"""What was parsed of drafts, each parsed once: to see which files it claims, and again to load it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from postcheck.drafts.documents.document import Document
from postcheck.drafts.documents.document_types import load_document
from postcheck.drafts.frontmatter import parse_front_matter, parse_sidecar
from postcheck.drafts.header_values import FrontMatter
from postcheck.drafts.markdown_images import ImageSyntax, scan_images
from postcheck.drafts.named_files import NamedFile, find_named
from postcheck.formats.filetypes import WEB_PAGES, suffix
from postcheck.model.text import TextFile

_Value = TypeVar("_Value")

_MOST = 32_000_000
"""How many characters of parsed text are kept; anything beyond is parsed each time that it is needed."""


@dataclass(frozen=True)
class ParsedText:
    """The text of a post: its header, its channels not looked up yet, and the places where it shows an image."""

    front: FrontMatter
    images: tuple[ImageSyntax, ...]
    named: tuple[NamedFile, ...]
    """What looks like the path of a picture, a PDF or a video, in the header too."""


class Parsed:
    """Parses drafts, and keeps each result for as long as the file stays the same.

    Threads share it, and so do one check and the next.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[str, int, object]] = {}
        """What was parsed, and as what: the content, how many characters it has, and the result."""
        self._size = 0

    def text(self, file: TextFile) -> ParsedText:
        """Return the parts of a text file."""
        return self._parsed("text", file.name, file.text, len(file.text), lambda: _parsed_text(file))

    def sidecar(self, file: TextFile) -> FrontMatter:
        """Return the header in a file that holds nothing else."""
        return self._parsed("sidecar", file.name, file.text, len(file.text), lambda: parse_sidecar(file))

    def document(self, path: Path, name: str) -> Document:
        """Return a document. Only web pages name other files, and so only they are needed twice.

        Raises
        ------
        UnreadableError
            If nothing of it can be read, or if it is of another kind than its name says.
        """
        if suffix(path.name) not in WEB_PAGES:
            return load_document(path, name)
        try:
            content = path.read_bytes()
        except OSError:
            return load_document(path, name)  # it says what is wrong
        kept = self._kept.get(("page", name))
        if kept is not None and isinstance(kept[2], Document) and kept[0] == _digest(content, kept[2].beside):
            return kept[2]
        document = load_document(path, name)
        return self._parsed("page", name, _digest(content, document.beside), len(content), lambda: document)

    def _parsed(self, kind: str, name: str, content: str, size: int, parse: Callable[[], _Value]) -> _Value:
        """Return what a file was parsed as if it still holds ``content``, else what ``parse`` makes of it."""
        kept, kept_size, value = self._kept.get((kind, name), ("", 0, None))
        if value is None or kept != content:
            value = parse()
            if self._size - kept_size + size <= _MOST:
                self._size += size - kept_size
                self._kept[kind, name] = content, size, value
        return cast("_Value", value)


def _digest(content: bytes, beside: tuple[Path, ...]) -> str:
    """Return what a page and the files that it is read with hold, in short."""
    digest = hashlib.blake2b(content)
    for path in beside:
        try:
            digest.update(path.read_bytes())
        except OSError:
            digest.update(b"\0")
    return digest.hexdigest()


def _parsed_text(file: TextFile) -> ParsedText:
    front = parse_front_matter(file)
    found = scan_images(file.text, *front.body)
    return ParsedText(front, found.images, tuple(find_named(file.text, front.body[0], found.quiet)))
