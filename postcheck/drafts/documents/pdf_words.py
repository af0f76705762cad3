"""Words in what a PDF holds for programs: what layout programs write about it, scripts, commands that draw a page."""

from __future__ import annotations

import html
from collections.abc import Iterator

import regex

from postcheck.drafts.documents import pdf_objects

MARKUP = regex.compile(r"<[^<>]*+>")
_MAX_PACKET = 1_000_000
_ELEMENT = regex.compile(
    r"<(?P<name>[\w.-]+:[\w.-]+|[\w.-]+)(?P<attributes>(?:\s[^<>]*+)?)>(?P<text>(?:[^<]|<!\[CDATA\[.{0,5000}?\]\]>)*+)",
    regex.DOTALL,
)
_ATTRIBUTE = regex.compile(r"(?P<name>[\w.-]+:[\w.-]+)\s*=\s*(?:\"(?P<double>[^\"<]*+)\"|'(?P<single>[^'<]*+)')")
_COMMENT = regex.compile(r"<!--(.{0,5000}?)-->", regex.DOTALL)
_CDATA = regex.compile(r"<!\[CDATA\[(.*?)\]\]>", regex.DOTALL)
_FOR_PROGRAMS = frozenset(
    (  # noqa: SIM905 - a list of quoted words is harder to check
        "xmlns xml x pdfaid pdfuaid pdfxid xmpTPg xmpG stFnt stDim crs exif exifEX tiff aux illustrator "
        "pdfaSchema pdfaProperty pdfaType pdfaExtension xmpGImg stMfs"
    ).split()
)
"""Vocabularies of colours, fonts and settings."""
_OF_HISTORY = frozenset({"xmpMM", "stEvt", "stRef", "stVer"})
"""Vocabularies of what programs did with a document."""
_PROGRAM_FIELDS = frozenset(
    (  # noqa: SIM905 - as above
        "format Producer PDFVersion CreatorTool language type Trapped GTS_PDFXVersion GTS_PDFXConformance about "
        "resource parseType datatype lang ID"
    ).split()
)
_ID = regex.compile(r"\s*+(?:uuid:|xmp\.\w+:|adobe:|https?:/|[\d\s.:/TZ+-]*+$)", regex.IGNORECASE)
_SCRIPT = regex.compile(
    r'"((?:[^"\\\n]|\\.)*+)"|\'((?:[^\'\\\n]|\\.)*+)\'|`((?:[^`\\]|\\.)*+)`|//([^\n]*+)|/\*(.*?)\*/', regex.DOTALL
)
_JOINED = regex.compile(r"([\"'])\s*\+\s*\1")
_ESCAPED = regex.compile(
    r"\\(?:u\{(?P<any>[0-9A-Fa-f]{1,6})\}|u(?P<four>[0-9A-Fa-f]{4})|x(?P<two>[0-9A-Fa-f]{2})|(?P<other>.))",
    regex.DOTALL,
)
_PLAIN = rb"(?:[^()\\]|\\.)"
_STRING = rb"\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb"|\((?:" + _PLAIN + rb")*+\))*+\))*+\)"
"""A string, with up to two more pairs of brackets in one another."""
_MARKED = regex.compile(rb"/(?P<key>\w+)\s*(?:(?P<string>" + _STRING + rb")|<(?P<hex>[0-9A-Fa-f\s]++)>)", regex.DOTALL)
_INLINE = regex.compile(rb"(?<![^\s])BI\s(?P<about>[^()<>]{0,500}?)\sID\s", regex.DOTALL)
_FILTER = regex.compile(rb"/F(?:ilter)?\s*(?:\[\s*)?/(\w+)")


def layout_details(packet: bytes) -> Iterator[tuple[str, str]]:
    """Yield the texts that layout programs write about a document (XMP), each with the name of its element."""
    text = _as_text(packet[:_MAX_PACKET])
    for match in _COMMENT.finditer(text):
        yield "", match[1]
    within = ""
    for match in _ELEMENT.finditer(_COMMENT.sub(" ", text)):
        name, words = match["name"], html.unescape(MARKUP.sub(" ", _CDATA.sub(r" \1 ", match["text"])))
        prefix = name.partition(":")[0]
        within = within if prefix == "rdf" else name
        for attribute in _ATTRIBUTE.finditer(match["attributes"]):
            value = html.unescape(attribute["double"] or attribute["single"] or "")
            if _is_said(attribute["name"], value):
                yield attribute["name"], value
        if _is_said(within, words):
            yield within, " ".join(words.split())


def _as_text(packet: bytes) -> str:
    if packet.startswith((b"\xff\xfe", b"\xfe\xff")):
        return packet.decode("utf-16", "replace")
    if packet[1:2] == b"\0" or packet[:1] == b"\0":
        return packet.decode("utf-16-le" if packet[1:2] == b"\0" else "utf-16-be", "replace")
    return packet.decode("utf-8-sig", "replace")


def _is_said(name: str, value: str) -> bool:
    prefix, _, own = name.rpartition(":")
    if not value.strip() or prefix in _FOR_PROGRAMS or own in _PROGRAM_FIELDS or _ID.match(value):
        return False
    return prefix not in _OF_HISTORY or (" " in value.strip() and own != "softwareAgent")


def scripted(text: str) -> Iterator[str]:
    """Yield the texts and comments in a script."""
    for match in _SCRIPT.finditer(_JOINED.sub("", text)):
        found = next(filter(None, match.groups()), "")
        yield _ESCAPED.sub(_unescaped, found)


def _unescaped(match: regex.Match[str]) -> str:
    digits = match["any"] or match["four"] or match["two"]
    if digits:
        code = int(digits, 16)
        return chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"  # noqa: PLR2004 - what is a character
    return {"n": "\n", "r": "\n", "t": "\t", "\n": ""}.get(match["other"], match["other"])


def marked(commands: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the strings that say something of the stretches that a page draws, each with its key."""
    for match in _MARKED.finditer(commands):
        key, written = match["key"].decode("ascii", "replace"), match["string"]
        yield key, pdf_objects.unescaped(written[1:-1]) if written is not None else pdf_objects.from_hex(match["hex"])


def inline_pictures(commands: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield how each picture among the commands is packed (in the first place), and its data with what follows it."""
    for match in _INLINE.finditer(commands):
        packed = _FILTER.search(match["about"])
        yield packed[1].decode("ascii", "replace") if packed else "", commands[match.end() :]
