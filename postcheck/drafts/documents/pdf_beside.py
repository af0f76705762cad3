"""What a PDF holds beside its pages: bookmarks, descriptions, details; and what of it no reader could draw."""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import regex
from PIL import Image

from postcheck.drafts.documents import pdf_objects
from postcheck.drafts.documents.pdf_objects import Name, PdfObject, Reference, TooMuchError, decoded

if TYPE_CHECKING:
    import mmap

    import pypdfium2

MAX_UNPACKED = 2_000_000_000
"""How many bytes the streams of one PDF may unpack to."""
_CHUNK = 1_000_000
_SEARCHED = 5_000_000
"""How many bytes of a page's own commands are searched for descriptions."""
_AGAIN = "Export it again and check that."
_LETTERS = 2
_KNOWN_FILTERS = frozenset(
    (  # noqa: SIM905 - a list of quoted words is harder to check
        "FlateDecode Fl LZWDecode LZW ASCIIHexDecode AHx ASCII85Decode A85 RunLengthDecode RL DCTDecode DCT "
        "CCITTFaxDecode CCF JBIG2Decode JPXDecode Crypt"
    ).split()
)
_FLATE = frozenset({"FlateDecode", "Fl"})
DECODED_ELSEWHERE = frozenset({"DCTDecode", "DCT", "JPXDecode"})
"""Pictures that are decoded here, to see whether all of them is there."""
_SKIPPED = frozenset(
    (  # noqa: SIM905 - as above
        "ID CheckSum FontFamily Registry Ordering CharSet Panose Style DA DS Lang Limits D Dest Names NM XFA Cert "
        "ByteRange OutputConditionIdentifier OutputCondition RegistryName PTEX.Fullbanner IDTree GTS_PDFXVersion "
        "GTS_PDFXConformance"
    ).split()
)
"""Keys whose strings are for programs: names of fonts, of places to jump to, digests."""
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
    "UF": ("link", "the name of another file"),
}
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
_MARKUP = regex.compile(r"<[^<>]*+>")
_QUOTED = regex.compile(r'"((?:[^"\\\n]|\\.)*+)"|\'((?:[^\'\\\n]|\\.)*+)\'')
_MARKED = regex.compile(
    rb"/(?P<key>Alt|ActualText|E)\s*(?:\((?P<string>(?:[^()\\]|\\.)*+)\)|<(?P<hex>[0-9A-Fa-f\s]++)>)", regex.DOTALL
)


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


def read_beside(document: pypdfium2.PdfDocument) -> Beside:
    """Read what PDFium itself does not return of a document."""
    reader = _Reader()
    try:
        with pdf_objects.rewritten(document) as data:
            reader.read(data)
    except TooMuchError:
        reader.report("It holds more than can be looked at. Split it and check its parts one by one.")
    except Exception:  # noqa: BLE001 - documents are broken in every way there is, and all of them mean the same
        reader.report(f"Its bookmarks, descriptions and details cannot be read. {_AGAIN}")
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
    unpacked: int = 0

    def read(self, data: mmap.mmap) -> None:
        for item in pdf_objects.objects(data):
            self._note(item)
        if self.drawn - self.present:
            self.report(f"Something that a page shows is missing from it. {_AGAIN}")
        for item in pdf_objects.objects(data):
            if item.number:
                self._object(item)

    def report(self, problem: str) -> None:
        if problem not in self.found.problems:
            self.found.problems.append(problem)

    # What refers to what

    def _note(self, item: PdfObject) -> None:
        self.present.add(item.number)
        if item.number == 0 and isinstance(item.value, dict):
            info = item.value.get("Info")
            self.info = info.number if isinstance(info, Reference) else -1
        for key, value in _pairs(item.value):
            if isinstance(value, Reference):
                self.keys.setdefault(value.number, key)
            elif key == "XObject" and isinstance(value, dict):
                self.drawn |= {one.number for one in value.values() if isinstance(one, Reference)}
            elif key == "XFA":
                self.report("It holds a form of the XFA kind, which cannot be read. Print it as PDF and check that.")
        if isinstance(item.value, dict) and item.value.get("Type") == "Page":
            contents = item.value.get("Contents")
            self.drawn |= {
                one.number
                for one in (contents if isinstance(contents, list) else [contents])
                if isinstance(one, Reference)
            }

    # Strings

    def _object(self, item: PdfObject) -> None:
        key = self.keys.get(item.number, "")
        for name, text in _strings(item.value, key):
            self._say(name, text, detail=item.number == self.info)
        if item.data is not None and isinstance(item.value, dict):
            self._stream(item.value, item.data, key)

    def _say(self, key: str, text: str, *, detail: bool = False) -> None:
        if detail:
            if not (key in _PROGRAMS and _PROGRAM.search(text)):
                self.found.said.append(Said(_DETAILS.get(key, "pdf"), text, "", detail=True))
            return
        if key in _PROGRAMS:
            return
        name, spot = _PLACES.get(key, _ELSEWHERE)
        if key == "JS":
            for match in _QUOTED.finditer(text):
                self.found.said.append(Said(name, match[1] or match[2] or "", spot))
            return
        if key in {"RC", "RV"}:
            text = " ".join(_MARKUP.sub(" ", text).split())
        self.found.said.append(Said(name, text, spot))

    # Streams

    def _stream(self, about: dict[str, object], data: bytes, key: str) -> None:
        kind = about.get("Type")
        names = _filters(about, data)
        if not _KNOWN_FILTERS.issuperset(names):
            self.report(f"A part of it is packed in a way that cannot be read. {_AGAIN}")
            return
        wanted = key in {"JS", "RC", "RV", "V"} or kind == "Metadata"
        commands = about.get("Subtype") in {None, "Form"} and kind in {None, "XObject"}
        kept = data[:_SEARCHED]
        if names and names[0] in _FLATE:
            whole = names[1:2] and names[1] in DECODED_ELSEWHERE
            kept = self._inflated(data, MAX_UNPACKED if whole else _SEARCHED if wanted or commands else 0)
            data = kept
            names = names[1:]
        if names:
            if names[0] in DECODED_ELSEWHERE:
                self._picture(data)
        elif kind == "Metadata":
            self.found.metadata.append(kept)
        elif wanted:
            self._say(key, decoded(kept))
        elif commands:
            self._commands(kept)

    def _commands(self, commands: bytes) -> None:
        """Read what a page says of the stretches that it draws."""
        for match in _MARKED.finditer(commands):
            raw = match["string"]
            text = pdf_objects.unescaped(raw) if raw is not None else pdf_objects.from_hex(match["hex"])
            if (said := _worded(text)) is not None:
                self._say(match["key"].decode(), said)

    def _inflated(self, data: bytes, most: int) -> bytes:
        """Unpack a stream, and return at most so much of it."""
        unpack = zlib.decompressobj()
        kept = bytearray()
        rest, piece = data, b"first"
        try:
            while not unpack.eof and (rest or piece):
                piece = unpack.decompress(rest, _CHUNK)
                rest = unpack.unconsumed_tail
                self.unpacked += len(piece)
                if self.unpacked > MAX_UNPACKED:
                    raise TooMuchError
                kept += piece[: max(0, most - len(kept))]
        except zlib.error as error:
            if "incorrect data check" not in str(error):  # all of it was unpacked before its check sum came
                self._undecodable()
        else:
            if not unpack.eof:
                self._undecodable()
        return bytes(kept)

    def _undecodable(self) -> None:
        self.report(f"A part of it is damaged and would be shown as nothing or cut short. {_AGAIN}")

    def _picture(self, data: bytes) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(io.BytesIO(data)) as picture:
                    picture.draft("L", (1, 1))
                    picture.load()
        except Exception:  # noqa: BLE001 - pictures are broken in every way there is, and all of them mean the same
            self.report(f"A picture in it is damaged or cannot be read. {_AGAIN}")


def _filters(about: dict[str, object], data: bytes) -> list[str]:
    """Return how a stream is packed, in the order in which it is to be unpacked."""
    filters = about.get("Filter", [])
    if not filters and about.get("Type") == "Metadata" and data.startswith(b"x"):
        return ["FlateDecode"]  # which PDFium leaves out where it writes metadata
    return [str(one) for one in (filters if isinstance(filters, list) else [filters])]


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
    """Yield the strings with words in a value, each with its key."""
    for name, one in _pairs({key: value} if key and not isinstance(value, dict) else value):
        if isinstance(one, bytes) and name not in _SKIPPED and (text := _worded(one)) is not None:
            yield name, text


def _worded(raw: bytes) -> str | None:
    """Return a string as text if there are words in it: no date, no number, no bytes for programs."""
    text = decoded(raw).replace("\r", "\n")
    if sum(map(str.isalpha, text)) < _LETTERS or _DATE.match(text):
        return None
    return None if any(char < " " and char not in "\t\n\f\b" for char in text) else text
