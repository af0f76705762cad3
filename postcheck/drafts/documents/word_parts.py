"""What each part of a Word document is: told by its content, whatever its name and its folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from enum import Enum, auto
from xml.etree import ElementTree as ET

from postcheck.formats.container import Container, attribute, local
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
    LOOKS = auto()
    """It says what the others look like: styles, colours. Any words in it are odd, and read as hidden ones."""
    IGNORED = auto()
    """It holds nothing that somebody could bring to light: fonts, settings of printers."""
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
        (Role.LOOKS, ""),
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
# What programs write about themselves.
_TECHNICAL_PROPERTIES = frozenset(
    (  # noqa: SIM905 - a list of quoted words is harder to check
        "Application AppVersion DocSecurity Lines Pages Paragraphs Words Characters CharactersWithSpaces TotalTime "
        "ScaleCrop LinksUpToDate SharedDoc HyperlinksChanged Template created modified lastPrinted revision version "
        "language TitlesOfParts HeadingPairs DigSig HLinks Slides Notes HiddenSlides MMClips PresentationFormat"
    ).split()
)
_BY_PROGRAM = re.compile(r"(?:Microsoft|LibreOffice|OpenOffice|Google|Apple|WPS|Adobe)\b.*|\S+$", re.DOTALL)
_LIBRARIES = frozenset({"openpyxl", "python-docx", "Apache POI", "XlsxWriter", "docx"})
"""What libraries give as the author of a document."""
_AUTHORS = frozenset({"creator", "lastModifiedBy", "Manager", "Company"})
_MAKERS = ("schemas.microsoft.com", "schemas.openxmlformats.org", "purl.oclc.org")
"""In the namespaces of Office's own elements."""
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
_BINARY = re.compile(r".*\.(?:odttf|ttf|otf|fntdata)|printersettings\d*\.bin", re.IGNORECASE)
_PRINTABLE = re.compile(rb"[\t\n\r -~]+")
_PICTURE_ENDINGS = frozenset({*IMAGE_SUFFIXES, ".emf", ".wmf", ".svg", ".wdp", ".pct", ".pict"})


def role_of(container: Container, part: str) -> tuple[Role, str]:
    """Return what a part is, and how the report calls it.

    Raises
    ------
    UnreadableError
        If it cannot be unpacked.
    """
    base, folder = posixpath.basename(part), posixpath.basename(posixpath.dirname(part)).casefold()
    start = container.start(part)
    root = _root(start)
    if not base:
        return Role.FILE if start else Role.IGNORED, ""
    if base.casefold().startswith("thumbnail") and folder == "docprops" and not root:
        return Role.THUMBNAIL, ""
    if (folder == "media" or suffix(base) in _PICTURE_ENDINGS) and root not in _ROOTS:
        return Role.PICTURE, ""
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
    if _BINARY.fullmatch(base) and not _PRINTABLE.fullmatch(start):
        return Role.IGNORED
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


def details_of(root: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield the words of a part without running text, and which field they belong to."""
    for element in root.iter():
        name, text = local(element), (element.text or "").strip()
        by_program = text in _LIBRARIES or (name in _TECHNICAL_PROPERTIES and _BY_PROGRAM.match(text))
        if any(map(str.isalpha, text)) and not by_program:
            yield "credit" if name in _AUTHORS else "docx", text
        for words in (element.tail or "", attribute(element, "name") if name == "property" else ""):
            if any(map(str.isalpha, words)):
                yield "docx", words
    for words in _words_in_attributes(root):
        yield "docx", words


def _words_in_attributes(root: ET.Element) -> Iterator[str]:
    """Yield the words in the attributes of a part that a person thought out, not Office."""
    if made_by_office(root):
        return
    for element in root.iter():
        for text in element.attrib.values():
            if any(map(str.isalpha, text)) and ":" not in text and not text.startswith("{"):
                yield text


def made_by_office(root: ET.Element) -> bool:
    """Whether the outermost element of a part is one of Office's own."""
    return any(maker in root.tag for maker in _MAKERS)
