"""Word and Excel documents as what they are: zip archives of XML.

They are opened so that a hostile one can neither exhaust the machine nor reach outside itself.
"""

from __future__ import annotations

import os
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import unquote
from xml.etree import ElementTree as ET
from xml.parsers import expat

from postcheck.errors import UnreadableError
from postcheck.formats import textfile

MAX_BYTES = 300_000_000
"""In bytes; a larger document is not opened."""
MAX_ENTRIES = 10_000
MAX_UNPACKED = 1_000_000_000
"""How many bytes all entries together may unpack to; a zip bomb unpacks to far more."""
MAX_XML = 60_000_000
_MAX_DEPTH = 200
_MAX_ELEMENTS = 3_000_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = 0x1
_START = 4_096
_HEADER, _NAME_LENGTH_AT = 30, 26
"""Of an entry, in bytes."""
_DESCRIPTOR = 24
"""In bytes, the most that follows an entry whose length was not known beforehand."""
_END_MARK, _END, _END_WITHIN = b"PK\5\6", 22, 70_000
COMMENT = "{urn:postcheck}comment"
"""What a comment in XML becomes: a last element of the outermost one."""
_AGAIN = "Open it in the program that made it, save it again and check that."


@dataclass(frozen=True, slots=True)
class Target:
    """Something that a part of the document refers to by an id."""

    kind: str
    """The last word of the relationship's type: ``image``, ``hyperlink`` …"""
    target: str
    """Name of the archive's entry, or an address if ``external``."""
    external: bool


class Container:
    """An opened document.

    Parameters
    ----------
    path:
        Where it is.

    Raises
    ------
    UnreadableError
        If it is not a zip archive, is protected or damaged, or would be too large when unpacked.
    """

    def __init__(self, path: Path) -> None:
        try:
            if path.stat().st_size > MAX_BYTES:
                raise UnreadableError(
                    f"The file is larger than {MAX_BYTES // 1_000_000} MB.",
                    advice="Split it and check its parts one by one.",
                )
            with path.open("rb") as file:
                start = file.read(8)
        except OSError as error:
            raise UnreadableError(textfile.why_not_opened(error), advice=textfile.how_to_open(error)) from error
        if start.startswith(_OLD_OFFICE):
            message = "It is protected by a password, or an old Office document."
            raise UnreadableError(message, advice="Save it without a password in the current format and check that.")
        try:
            self._archive = zipfile.ZipFile(path)
            self.names = frozenset(self._archive.namelist())
        except Exception as error:  # zip archives are broken in all sorts of ways, and they all mean the same
            raise UnreadableError(
                "It is damaged, cut short or not an Office document at all.", advice=_AGAIN
            ) from error
        entries = self._archive.infolist()
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            self._archive.close()
            raise UnreadableError(
                "It would become too large when unpacked.", advice="Save it again with fewer or smaller pictures."
            )
        self.oddities = tuple(_oddities(path, self._archive))
        """What else is in the file than its parts, as sentences."""
        self._actual = {entry.filename.casefold(): entry.filename for entry in entries}
        if len(self._actual) < len(entries):
            self._archive.close()
            raise UnreadableError("It holds two parts of one name, of which each program shows another.", advice=_AGAIN)
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            self._archive.close()
            raise UnreadableError(
                "It is protected by a password.", advice="Save it without the password and check that."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def xml(self, name: str) -> ET.Element:
        """Return the root of an XML part.

        Raises
        ------
        UnreadableError
            If it is missing, too large, damaged, or declares a document type (Office never does; bombs do).
        """
        if name in self.names and self.size(name) > MAX_XML:
            raise UnreadableError(
                "A part of it is too large to be read.", advice="Split the document and check its parts one by one."
            )
        try:
            return _parsed(self._archive.read(name))
        except UnreadableError:
            raise
        except Exception as error:  # as above
            raise UnreadableError("A part of it is damaged or missing.", advice=_AGAIN) from error

    def check(self) -> None:
        """Look through every XML part before another library opens the document.

        Raises
        ------
        UnreadableError
            If :meth:`xml` would refuse one of them.
        """
        for name in sorted(self.names):
            if name.casefold().endswith((".xml", ".rels", ".vml")):
                self.xml(name)

    def start(self, name: str) -> bytes:
        """Return the first bytes of an entry.

        Raises
        ------
        UnreadableError
            If it cannot be unpacked.
        """
        try:
            with self._archive.open(name) as file:
                return file.read(_START)
        except Exception as error:  # as above
            raise UnreadableError("A part of it is damaged or missing.", advice=_AGAIN) from error

    def entry(self, name: str) -> str:
        """Return how the archive writes the name of an entry: small and capital letters are one to Office."""
        return self._actual.get(name.casefold(), name)

    def size(self, name: str) -> int:
        """Return how many bytes an entry comes to when unpacked."""
        return self._archive.getinfo(name).file_size

    def targets(self, part: str) -> dict[str, Target]:
        """Return what a part refers to, by id."""
        folder, base = posixpath.split(part)
        name = self.entry(posixpath.join(folder, "_rels", f"{base}.rels"))
        return {key: target for key, target in self._relations(name, folder) if key} if name in self.names else {}

    def _relations(self, name: str, folder: str) -> Iterator[tuple[str, Target]]:
        for element in self.xml(name):
            target, kind = element.get("Target", ""), element.get("Type", "").rpartition("/")[2]
            external = element.get("TargetMode") == "External"
            if not external:
                written = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                target = self.entry(written if written.casefold() in self._actual else unquote(written))
            yield element.get("Id", ""), Target(kind, target, external)


def _parsed(data: bytes) -> ET.Element:
    """Parse XML without document types, bounded in depth and size."""
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = elements = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > _MAX_DEPTH or elements > _MAX_ELEMENTS:
            raise UnreadableError("A part of it is nested too deeply or has too many elements.", advice=_AGAIN)
        builder.start(_qualified(name), {_qualified(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_qualified(name))

    def doctype(*_: object) -> None:
        raise UnreadableError("It declares a document type, which no Office program writes.", advice=_AGAIN)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    remarks: list[str] = []
    parser.CommentHandler = remarks.append
    parser.Parse(data, True)
    root = builder.close()
    for remark in remarks:  # in their places they would part words
        ET.SubElement(root, COMMENT).text = remark
    return root


def _oddities(path: Path, archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield what is in an archive beside its entries: what other programs show, or what was hidden there."""
    at = 0
    with path.open("rb") as file:
        for entry in sorted(archive.infolist(), key=lambda one: one.header_offset):
            yield from _unaccounted(file, at, entry.header_offset)
            file.seek(entry.header_offset + _NAME_LENGTH_AT)
            lengths = int.from_bytes(file.read(2), "little") + int.from_bytes(file.read(2), "little")
            at = max(at, entry.header_offset + _HEADER + lengths + entry.compress_size)
        yield from _unaccounted(file, at, archive.start_dir)
        file.seek(0, os.SEEK_END)
        end = file.tell()
        file.seek(max(archive.start_dir, end - _END_WITHIN))
        _, mark, rest = file.read().rpartition(_END_MARK)
        if archive.comment.strip() or (mark and rest[_END - len(mark) :].strip(b"\0 \r\n")):
            yield "It holds more than its parts: something stands behind them."


def _unaccounted(file: IO[bytes], start: int, end: int) -> Iterator[str]:
    """Say so if more than padding lies between two entries."""
    file.seek(start)
    if end > start and len(file.read(end - start).strip(b"\0")) > (_DESCRIPTOR if start else 0):
        yield "It holds more than its parts: something stands before or between them."


def _qualified(name: str) -> str:
    return "{" + name if "}" in name else name


def local(element: ET.Element) -> str:
    """Return an element's name without its namespace.

    Nothing else that matters here tells documents in the strict form from the usual ones.
    """
    return element.tag.rpartition("}")[2]


def attribute(element: ET.Element, name: str) -> str:
    """Return the value of an attribute, named without its namespace; empty if there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
