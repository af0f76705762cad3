"""The streams of a PDF: what words they hold, and whether all of each is there to be drawn."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import regex
from PIL import Image

from postcheck.drafts.documents import pdf_filters, pdf_words
from postcheck.drafts.documents.pdf_filters import UndecodableError, Unpacked, Unpacker
from postcheck.drafts.documents.pdf_objects import Reference, decoded

AGAIN = "Export it again and check that."
PICTURE_DETAIL = "picture detail"
"""Key of what the data of a picture say of it."""
_SEARCHED = 5_000_000
"""How many bytes of a page's own commands are searched for descriptions."""
_PLAIN = 200_000
"""How many bytes of a stream of an unknown kind are searched."""
_WORDED = frozenset({"JS", "RC", "RV", "V"})
"""Keys of strings that may be streams."""
_ANY = frozenset({"Length", "Filter", "DecodeParms", "DL", "Type"})
_KNOWN_TYPES = frozenset({"XObject", "Pattern", "Metadata", "EmbeddedFile", "CMap", "Font", "Halftone", "Sig"})
_FOR_PROGRAMS = frozenset(
    (  # noqa: SIM905 - a list of quoted words is harder to check
        "ToUnicode FontFile FontFile2 FontFile3 CIDSet CIDToGIDMap Encoding JBIG2Globals ColorSpace Function EF "
        "Subtype Length1 N FunctionType ShadingType CMapName"
    ).split()
)
"""Keys of streams, and in their dictionaries, that hold fonts, colours and the like."""
_COMMANDS = regex.compile(rb"(?<![^\s])(?:Tj|TJ|re|cm|Do|d0|d1|BT|Tf|rg|RG|[fSQ])(?![^\s])")
_PRINTABLE = 0.95
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*")
_COMPONENTS = {
    **dict.fromkeys(("DeviceGray", "G", "CalGray", "Indexed", "I", "Separation"), 1),
    **dict.fromkeys(("DeviceRGB", "RGB", "CalRGB", "Lab"), 3),
    **dict.fromkeys(("DeviceCMYK", "CMYK"), 4),
}
_ENOUGH = 0.98
"""Share of a picture's data that must be there."""
_EXIF_TEXTS = (0x010E, 0x013B, 0x8298, 0x9286)
_EXIF_WIDE_TEXTS = range(0x9C9B, 0x9CA0)


@dataclass
class StreamReader:
    """Reads the streams of one PDF."""

    said: list[tuple[str, str]] = field(default_factory=list)
    """Texts, each with the key under which it would stand as a string."""
    raw: list[tuple[str, bytes]] = field(default_factory=list)
    """Strings among the commands of pages, likewise, still to be decoded."""
    metadata: list[bytes] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    components: dict[int, int] = field(default_factory=dict)
    """How many numbers a colour has in the colour spaces that lie in streams."""
    _unpacker: Unpacker = field(default_factory=Unpacker)

    def read(self, about: Mapping[str, object], data: bytes, key: str, *, drawn: bool, file: bool) -> None:
        """Read a stream.

        Parameters
        ----------
        about, data:
            Its dictionary, and what it holds, packed as it is.
        key:
            Under which key it is referred to.
        drawn:
            Whether a page draws it.
        file:
            Whether it is another file.
        """
        names = _filters(about, data)
        if not pdf_filters.KNOWN.issuperset(names):
            self.problems.append(f"A part of it is packed in a way that cannot be read. {AGAIN}")
            return
        try:
            unpacked = self._unpacker.unpack(data, names, 0 if about.get("Subtype") == "Image" else _SEARCHED)
        except UndecodableError:
            self._damaged()
            return
        if about.get("Subtype") == "Image" or unpacked.left:
            self._whole_picture(about, unpacked)
        elif not file:
            self._unpacked(about, unpacked.kept, key, drawn=drawn)

    def _whole_picture(self, about: Mapping[str, object], unpacked: Unpacked) -> None:
        """See whether all of a picture is there."""
        if unpacked.left and unpacked.left[0] in pdf_filters.PICTURES:
            self._picture(unpacked.kept)
        elif not unpacked.left and unpacked.size < _ENOUGH * self._picture_size(about):
            self._damaged()

    def _unpacked(self, about: Mapping[str, object], kept: bytes, key: str, *, drawn: bool) -> None:
        kind = about.get("Type")
        if kind == "Metadata" or key == "Metadata":
            self.metadata.append(kept)
        elif key in _WORDED:
            self.said.append((key, decoded(kept)))
        elif drawn or _may_be_commands(about, key):
            self._commands(kept)
            if not drawn and _ANY.issuperset(about) and key != "Contents":
                self._unknown(kept)
        elif kind not in _KNOWN_TYPES and _FOR_PROGRAMS.isdisjoint((key, *about)):
            self._unknown(kept)

    def _damaged(self) -> None:
        self.problems.append(f"A part of it is damaged and would be shown as nothing or cut short. {AGAIN}")

    def _commands(self, commands: bytes) -> None:
        """Read what a page says of the stretches that it draws, and look at the pictures among its commands."""
        self.raw += pdf_words.marked(commands)
        for packed, data in pdf_words.inline_pictures(commands):
            if packed and packed not in pdf_filters.KNOWN:
                self.problems.append(f"A part of it is packed in a way that cannot be read. {AGAIN}")
            elif packed in pdf_filters.PICTURES:
                self._picture(data)

    def _unknown(self, kept: bytes) -> None:
        """Read a stream that is of no kind which is known here."""
        if kept.startswith(_PICTURE_STARTS):
            self.problems.append(f"It holds a picture that no page shows, which was not looked at. {AGAIN}")
        elif not _COMMANDS.search(kept) and (text := _plain(kept[:_PLAIN])):
            self.said.append(("", text))

    def _picture_size(self, about: Mapping[str, object]) -> int:
        """Return how many bytes a picture needs, at least as far as can be told."""
        space = about.get("ColorSpace", about.get("CS"))
        parts = space if isinstance(space, list) else [space]
        numbers = _COMPONENTS.get(str(parts[0]), 1)
        if parts[0] == "ICCBased" and isinstance(parts[-1], Reference):
            numbers = self.components.get(parts[-1].number, 1)
        bits = 1 if about.get("ImageMask") == "true" else about.get("BitsPerComponent", "1")
        width, height = about.get("Width"), about.get("Height")
        try:
            return (int(str(width)) * numbers * int(str(bits)) + 7) // 8 * int(str(height))
        except ValueError:
            return 0

    def _picture(self, data: bytes) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(io.BytesIO(data)) as picture:
                    details = [text for text in _details(picture) if text]
                    packet = picture.info.get("xmp")
                    picture.draft("L", (1, 1))
                    picture.load()
        except Exception:  # noqa: BLE001 - pictures are broken in every way there is, and all of them mean the same
            self.problems.append(f"A picture in it is damaged or cannot be read. {AGAIN}")
            return
        self.said += [(PICTURE_DETAIL, text) for text in details]
        if isinstance(packet, bytes):
            self.metadata.append(packet)


def _may_be_commands(about: Mapping[str, object], key: str) -> bool:
    kinds = about.get("Subtype") in {None, "Form"} and about.get("Type") in {None, "XObject", "Pattern"}
    return kinds and key not in _FOR_PROGRAMS and (_FOR_PROGRAMS - {"Subtype"}).isdisjoint(about)


def _details(picture: Image.Image) -> Iterator[str]:
    """Yield what is written into the data of a picture."""
    comment = picture.info.get("comment")
    if isinstance(comment, bytes):
        yield comment.decode("utf-8", "replace")
    try:
        exif = picture.getexif()
        values = {**exif, **exif.get_ifd(0x8769)}
    except Exception:  # noqa: BLE001 - as above; what cannot be read is shown by no program either
        return
    for tag in _EXIF_TEXTS:
        value = values.get(tag, "")
        yield value if isinstance(value, str) else bytes(value).removeprefix(b"ASCII\0\0\0").decode("utf-8", "replace")
    for tag in _EXIF_WIDE_TEXTS:
        value = values.get(tag, b"")
        yield bytes(value).decode("utf-16-le", "replace").rstrip("\0") if isinstance(value, bytes | tuple) else ""


def _plain(data: bytes) -> str:
    """Return the text that a stream is, or the empty string if it is none."""
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    printable = sum(char.isprintable() or char in "\t\n\r\f" for char in text)
    return text if text and printable >= _PRINTABLE * len(text) else ""


def _filters(about: Mapping[str, object], data: bytes) -> list[str]:
    """Return how a stream is packed, in the order in which it is to be unpacked."""
    filters = about.get("Filter", [])
    if not filters and about.get("Type") == "Metadata" and data.startswith(b"x"):
        return ["FlateDecode"]  # which PDFium leaves out where it writes metadata
    return [str(one) for one in (filters if isinstance(filters, list) else [filters])]
