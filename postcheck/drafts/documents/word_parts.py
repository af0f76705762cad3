"""What each part of a Word document is: told by its content, whatever its name and its folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from enum import Enum, auto
from xml.etree import ElementTree as ET

from postcheck.formats.container import Container
from postcheck.formats.filetypes import IMAGE_SUFFIXES, suffix


class Role(Enum):
    """What is to be done with a part."""

    STORY = auto()
    """Running text."""
    NOTES = auto()
    """Running texts one after the other: notes, comments."""
    DRAWN = auto()
    SWEPT = auto()
    """Words stand in its attributes."""
    DETAILS = auto()
    IGNORED = auto()
    """It holds nothing that somebody could bring to light: styles, fonts, colours."""
    PICTURE = auto()
    THUMBNAIL = auto()
    FILE = auto()
    """Another file."""
    UNKNOWN = auto()


_ROOTS = {
    "document": (Role.STORY, "building block"),
    "glossaryDocument": (Role.STORY, "building block"),
    "hdr": (Role.STORY, "page header"),
    "ftr": (Role.STORY, "page footer"),
    "footnotes": (Role.NOTES, "footnote"),
    "endnotes": (Role.NOTES, "endnote"),
    "comments": (Role.NOTES, "comment"),
    "chartSpace": (Role.DRAWN, "chart"),
    "dataModel": (Role.DRAWN, "diagram"),
    "drawing": (Role.DRAWN, "diagram"),
    "userShapes": (Role.DRAWN, "drawing"),
    **dict.fromkeys(("settings", "numbering", "people", "ocx"), (Role.SWEPT, "the document")),
    **dict.fromkeys(("coreProperties", "Properties", "Sources"), (Role.DETAILS, "")),
    **dict.fromkeys(
        (
            *("styles", "fonts", "theme", "themeOverride", "webSettings", "Types", "Relationships", "datastoreItem"),
            *("colorsDef", "layoutDef", "styleDef", "chartStyle", "colorStyle", "labelList", "Signature", "ink"),
            *("commentsEx", "commentsIds", "commentsExtensible", "vbaSuppData", "tcg"),
        ),
        (Role.IGNORED, ""),
    ),
}
"""By the name of the outermost element."""
_FOLDERS = {
    "charts": (Role.DRAWN, "chart"),
    "diagrams": (Role.DRAWN, "diagram"),
    "drawings": (Role.DRAWN, "drawing"),
    "docprops": (Role.DETAILS, ""),
    "customxml": (Role.DETAILS, ""),
}
_MAKERS = ("schemas.microsoft.com", "schemas.openxmlformats.org", "purl.oclc.org")
_OUTERMOST = re.compile(r"<(?:[^\s<>?!/:]+:)?([^\s<>?!/:]+)")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_STARTS_OF_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
    b"\x01\0\0\0",
    b"\xd7\xcd\xc6\x9a",
)
_BINARY = re.compile(
    r".*\.(?:odttf|ttf|otf|fntdata|rels)|printersettings\d*\.bin|\[content_types\]\.xml", re.IGNORECASE
)
_PICTURE_ENDINGS = frozenset({*IMAGE_SUFFIXES, ".emf", ".wmf", ".svg", ".wdp", ".pct", ".pict"})


def role_of(container: Container, part: str) -> tuple[Role, str]:
    """Return what a part is, and how the report calls it.

    Raises
    ------
    UnreadableError
        If it cannot be unpacked.
    """
    base, folder = posixpath.basename(part), posixpath.basename(posixpath.dirname(part)).casefold()
    if not base or _BINARY.fullmatch(base):
        return Role.IGNORED, ""
    if base.casefold().startswith("thumbnail") and folder == "docprops":
        return Role.THUMBNAIL, ""
    if folder == "media" or suffix(base) in _PICTURE_ENDINGS:
        return Role.PICTURE, ""
    start = container.start(part)
    root = _root(start)
    if not root:
        return _other(base, start), ""
    if root.casefold() == "html" or folder == "embeddings" or base.casefold().startswith("afchunk"):
        return Role.FILE, ""
    return _ROOTS.get(root) or _FOLDERS.get(folder) or (Role.UNKNOWN, "")


def _other(base: str, start: bytes) -> Role:
    """Return what a part is that isn't XML."""
    if not start:
        return Role.IGNORED
    if start.startswith(_STARTS_OF_PICTURES):
        return Role.PICTURE
    return Role.UNKNOWN if suffix(base) == ".xml" else Role.FILE  # whoever reads that XML hears of the damage


def _root(start: bytes) -> str:
    """Return the name of the outermost element, or the empty string if it isn't XML."""
    text = next((start[len(mark) :].decode(code, "replace") for mark, code in _MARKS if start.startswith(mark)), None)
    text = start.decode("utf-8", "replace") if text is None else text
    match = _OUTERMOST.search(text) if text.lstrip().startswith("<") else None
    return match[1] if match else ""


def words_of(root: ET.Element) -> Iterator[str]:
    """Yield the texts with letters in a part of which nothing else is known."""
    for element in root.iter():
        for text in (element.text, element.tail):
            if text and any(map(str.isalpha, text)):
                yield " ".join(text.split())


def words_in_attributes(root: ET.Element) -> Iterator[str]:
    """Yield the words in the attributes of a part that a person thought out, not Office."""
    if any(maker in root.tag for maker in _MAKERS):
        return
    for element in root.iter():
        for text in element.attrib.values():
            if any(map(str.isalpha, text)) and ":" not in text and not text.startswith("{"):
                yield text
