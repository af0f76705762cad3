"""What a PDF holds beside its pages: bookmarks, descriptions, details; and what of it no reader could draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import regex

from postcheck.drafts.documents import pdf_objects, pdf_words
from postcheck.drafts.documents.pdf_objects import Name, PdfObject, Reference, TooMuchError, decoded
from postcheck.drafts.documents.pdf_streams import AGAIN, PICTURE_DETAIL, StreamReader
from postcheck.drafts.documents.pdf_unseen import Unseen

if TYPE_CHECKING:
    import mmap

    import pypdfium2

_LETTERS = 2
_SKIPPED = frozenset(
    (  # noqa: SIM905 - as above
        "ID CheckSum FontFamily Registry Ordering CharSet Panose Style DA DS Lang Limits D Dest Names NM XFA Cert "
        "ByteRange OutputConditionIdentifier OutputCondition RegistryName PTEX.Fullbanner IDTree GTS_PDFXVersion "
        "GTS_PDFXConformance"
    ).split()
)
"""Keys whose strings are for programs: names of fonts, of places to jump to, digests."""
_FONTS = frozenset(
    (  # noqa: SIM905 - as above
        "BaseFont FontName FontFamily Name DA DS Style CharSet Panose Registry Ordering Lang Cert CheckSum Limits "
        "OutputConditionIdentifier OutputCondition RegistryName PTEX.Fullbanner GTS_PDFXVersion GTS_PDFXConformance"
    ).split()
)
"""Keys under which not even words are anybody's: fonts, colours, standards."""
_BETWEEN = regex.compile(r"[\s_.'\u2019-]+")
_PLACES = {
    "Alt": ("alt", "the description of a picture"),
    "ActualText": ("hidden", "the words that stand for a picture"),
    "E": ("hidden", "the long form of an abbreviation"),
    "Opt": ("form field", "a list of choices"),
    "V": ("form field", "a form field"),
    "DV": ("form field", "a form field"),
    "TU": ("form field", "a form field"),
    "CA": ("form field", "a button"),
    "AC": ("form field", "a button"),
    "RC": ("form field", "a button"),
    "RV": ("form field", "a form field"),
    "Contents": ("annotation", "a note"),
    "Subj": ("annotation", "a note"),
    "Title": ("bookmark", "a bookmark"),
    "JS": ("hidden", "a script"),
    "URI": ("link", "a link"),
    "F": ("link", "the name of another file"),
    PICTURE_DETAIL: ("hidden", "a detail of a picture"),
    "UF": ("link", "the name of another file"),
}
_MEDIA = {
    **dict.fromkeys([("Subtype", "Sound"), ("S", "Sound")], "a sound"),
    **dict.fromkeys([("Subtype", "Movie"), ("S", "Movie"), ("S", "Rendition")], "a film or a sound"),
    **dict.fromkeys([("Subtype", "3D"), ("Subtype", "U3D"), ("Subtype", "PRC")], "a model in three dimensions"),
    ("Subtype", "RichMedia"): "a film, a sound or a model",
}
"""What nobody reads here: where it stands, and what it is."""
_ELSEWHERE = ("hidden", "a detail of the document")
_DETAILS = {"Author": "credit"}
_PROGRAMS = frozenset({"Producer", "Creator"})
_PROGRAM = regex.compile(
    r"\d|adobe|acrobat|microsoft|word|excel|powerpoint|publisher|canva|office|writer|draw|quartz|mac ?os|chrom|mozilla"
    r"|skia|cairo|tex|ghostscript|pdf|print|scan|indesign|illustrator|photoshop|affinity|scribus|google|apple|pages|xerox"
    r"|ricoh|canon|konica|epson|kyocera|software|program|systems|\bhp\b|\binc\b|\bltd\b|gmbh",
    regex.IGNORECASE,
)
"""What a program's own name looks like."""
_DATE = regex.compile(r"D:\d{4}|\d[\d\s:+'/.TZ-]*$")


class Said(NamedTuple):
    """A string of the document."""

    field: str
    text: str
    spot: str
    detail: bool = False
    """Whether it is one of the document's own details: its title, its author."""


@dataclass
class Beside:
    """All that was found beside the pages."""

    said: list[Said] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    metadata: list[bytes] = field(default_factory=list)
    """What layout programs write about it, unpacked."""
    files: int = 0
    """How many other files are in it."""
    pages: int = 0
    """How many pages are in it, shown or not."""
    objects: set[int] = field(default_factory=set)
    """The numbers of all objects in use."""
    elsewhere: bytes | None = None
    """A document with a page for everything that may be drawn elsewhere than on its pages."""


def read_beside(document: pypdfium2.PdfDocument, drawn: set[bytes]) -> Beside:
    """Read what PDFium itself does not return of a document.

    Parameters
    ----------
    document:
        The document.
    drawn:
        Digests of the pictures that its pages draw.
    """
    reader = _Reader(unseen=Unseen(drawn))
    try:
        with pdf_objects.rewritten(document) as data:
            reader.read(data)
    except TooMuchError:
        reader.report("It holds more than can be looked at. Split it and check its parts one by one.")
    except Exception:  # noqa: BLE001 - documents are broken in every way there is, and all of them mean the same
        reader.report(f"Its bookmarks, descriptions and details cannot be read. {AGAIN}")
    return reader.found


@dataclass
class _Reader:
    found: Beside = field(default_factory=Beside)
    present: set[int] = field(default_factory=set)
    keys: dict[int, str] = field(default_factory=dict)
    """Under which key an object is referred to."""
    drawn: set[int] = field(default_factory=set)
    """Objects that pages draw."""
    info: int = -1
    files: set[int] = field(default_factory=set)
    """Other files in it."""
    streams: StreamReader = field(default_factory=StreamReader)
    unseen: Unseen = field(default_factory=Unseen)
    pages: int = 0

    def read(self, data: mmap.mmap) -> None:
        for item in pdf_objects.objects(data):
            self._note(item)
        if self.drawn - self.present:
            self.report(f"Something that a page shows is missing from it. {AGAIN}")
        for item in pdf_objects.objects(data):
            if item.number:
                self._object(item)
                self.unseen.note(item, self.keys.get(item.number, ""), on_page=item.number in self.drawn)
        self.found.files = len(self.files)
        self.found.pages, self.found.objects = self.pages, self.present
        self.found.elsewhere = self.unseen.copy(data)
        if self.unseen.too_many:
            raise TooMuchError
        self.found.metadata = self.streams.metadata

    def report(self, problem: str) -> None:
        if problem not in self.found.problems:
            self.found.problems.append(problem)

    # What refers to what

    def _note(self, item: PdfObject) -> None:
        self.present.add(item.number)
        if isinstance(item.value, dict):
            self._note_object(item, item.value)
        for key, value in _pairs(item.value):
            if isinstance(value, Reference):
                self.keys.setdefault(value.number, key)
            elif key == "XObject" and isinstance(value, dict):
                self.drawn |= _referred(value.values())
            elif key == "EF" and isinstance(value, dict):
                self.files |= _referred(value.values())
            elif isinstance(value, Name) and (media := _MEDIA.get((key, value))):
                self.report(f"It holds {media}, which was not looked at. Take it out, or check it by itself.")
            elif key == "XFA":
                self.report("It holds a form of the XFA kind, which cannot be read. Print it as PDF and check that.")

    def _note_object(self, item: PdfObject, about: dict[str, object]) -> None:
        if item.number == 0:
            info = about.get("Info")
            self.info = info.number if isinstance(info, Reference) else -1
        elif about.get("Type") == "Page":
            self.pages += 1
            contents = about.get("Contents")
            self.drawn |= _referred(contents if isinstance(contents, list) else [contents])
        elif about.get("Type") == "EmbeddedFile":
            self.files.add(item.number)
        if item.data is not None and str(about.get("N", "")).isdecimal():
            self.streams.components[item.number] = int(str(about["N"]))

    # Strings

    def _object(self, item: PdfObject) -> None:
        key = self.keys.get(item.number, "")
        for name, text in _strings(item.value, key):
            self._say(name, text, detail=item.number == self.info)
        if item.data is not None and isinstance(item.value, dict):
            self._stream(item, item.value, item.data, key)

    def _say(self, key: str, text: str, *, detail: bool = False) -> None:
        if not text:
            return
        if detail:
            if not (key in _PROGRAMS and _PROGRAM.search(text)):
                self.found.said.append(Said(_DETAILS.get(key, "pdf"), text, "", detail=True))
            return
        if key in _PROGRAMS:
            return
        name, spot = _PLACES.get(key, _ELSEWHERE)
        if key == "JS":
            self.found.said += [Said(name, words, spot) for words in pdf_words.scripted(text)]
            return
        if key in {"RC", "RV"}:
            text = " ".join(pdf_words.MARKUP.sub(" ", text).split())
        self.found.said.append(Said(name, text, spot))

    # Streams

    def _stream(self, item: PdfObject, about: dict[str, object], data: bytes, key: str) -> None:
        reader = self.streams
        reader.read(about, data, key, drawn=item.number in self.drawn, file=item.number in self.files)
        for name, text in reader.said:
            self._say(name, text)
        for name, raw in reader.raw:
            if name not in _SKIPPED and (said := _worded(raw)) is not None:
                self._say(name, said)
        for problem in reader.problems:
            self.report(problem)
        reader.said, reader.raw, reader.problems = [], [], []


def _referred(values: Iterable[object]) -> set[int]:
    return {one.number for one in values if isinstance(one, Reference)}


def _pairs(value: object) -> Iterator[tuple[str, object]]:
    """Yield everything that stands under a key, at any depth; what is in a list stands under the list's key."""
    stack: list[tuple[str, object]] = [("", value)]
    while stack:
        key, one = stack.pop()
        if isinstance(one, dict) and "OutputConditionIdentifier" not in one:  # which is the colours of a printing press
            stack.extend(reversed([(str(name), inner) for name, inner in one.items()]))
        elif isinstance(one, list) and not (one and one[0] == "Indexed" and isinstance(one[0], Name)):
            stack.extend((key, inner) for inner in reversed(one))
        if key:
            yield key, one


def _strings(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Yield the strings with words in a value, each with its key; and what names of objects say in words."""
    for name, one in _pairs({key: value} if key and not isinstance(value, dict) else value):
        if isinstance(one, bytes) and name not in _SKIPPED:
            if (text := _worded(one)) is not None:
                yield name, text
        elif isinstance(one, Name | bytes) and name not in _FONTS:
            yield "", _named(decoded(one) if isinstance(one, bytes) else one)
        if " " in name:
            yield "", _named(name)


def _named(name: str) -> str:
    """Return the words that a name for programs is made of, or the empty string if it is none."""
    pieces = _BETWEEN.split(name.strip())
    return " ".join(pieces) if len(pieces) > 1 and all(map(str.isalpha, pieces)) else ""


def _worded(raw: bytes) -> str | None:
    """Return a string as text if there are words in it: no date, no number, no bytes for programs."""
    text = decoded(raw).replace("\r", "\n")
    if sum(map(str.isalpha, text)) < _LETTERS or _DATE.match(text):
        return None
    return None if any(char < " " and char not in "\t\n\f\b" for char in text) else text
