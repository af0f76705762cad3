"""From the bytes of a web page, a style sheet or a script to its characters, as browsers do it (WHATWG Encoding)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import regex
import webencodings

from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.formats.ordinary import refuse_special
from postcheck.model.text import TextFile

_PRESCAN = 1_024
"""In bytes, within which a label is to stand. One that stands later is heeded as well: browsers begin anew then."""
_LATEST = 65_536
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_SCANNED = regex.compile(
    rb"<!--(?:>|->|(?:[^-]|-(?!->))*+(?:-->)?)"
    rb"|(?P<meta><meta(?=[\t\n\f\r /]))"
    rb"|(?P<tag></?[A-Za-z][^\t\n\f\r >]*+)"
    rb"|<[!/?][^>]*+>?",
    regex.IGNORECASE,
)
_ATTRIBUTE = regex.compile(
    rb"""[\t\n\f\r /]*+(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)"""
    rb"""(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+"""
    rb"""(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\t\n\f\r >"'][^\t\n\f\r >]*+)?))?""",
)
_CONTENT = regex.compile(
    rb"""charset[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\t\n\f\r ;"']++))""",
    regex.IGNORECASE,
)
_XML = regex.compile(rb"""<\?xml[^>]{0,200}?encoding\s*+=\s*+["']([^"'>]{1,60})["']""", regex.IGNORECASE)
_CSS = regex.compile(rb'@charset "([^"]{1,100})";')
_LABEL = regex.compile(rb"[A-Za-z0-9][A-Za-z0-9_.:+-]{1,39}")
_USUAL = frozenset({"utf-8", "utf-16le", "utf-16be"})
"""What :mod:`postcheck.formats.textfile` reads by itself; a page that says UTF-16 in single bytes is in UTF-8."""
_UNDEFINED, _LAST_UNDEFINED = "\uf8f0", "\uf8f3"
"""What Python makes of bytes that mean nothing in Shift JIS."""
_UNKNOWN = (
    "Line {line} declares an encoding that browsers do not know, so its words may be shown otherwise than they were "
    "read. Save the page as UTF-8 and declare that."
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a page, and what is doubtful in it."""

    file: TextFile
    doubt: str = ""
    """Why its letters may not be what a visitor sees, and what to do; empty if nothing is doubtful."""


def read_page(path: Path, name: str) -> Decoded:
    """Read a web page in the encoding that a browser would take.

    Raises
    ------
    UnreadableError
        If it cannot be opened, holds no text, or does not fit the encoding that it declares.
    """
    data = _bytes(path, name)
    found = None if data.startswith(_MARKS) else (_prescan(data[:_PRESCAN]) or _prescan(data[:_LATEST]))
    if found is None:
        return Decoded(textfile.decode(data, name))
    label, at = found
    encoding = _lookup(label)
    if encoding is not None:
        return Decoded(_decode(data, name, encoding))
    doubt = _UNKNOWN.format(line=data.count(b"\n", 0, at) + 1) if _LABEL.fullmatch(label) else ""
    return Decoded(textfile.decode(data, name), doubt)


def read_sheet(path: Path, name: str) -> TextFile:
    """Read a style sheet or a script that lies beside a page.

    Raises
    ------
    UnreadableError
        If it cannot be opened, holds no text, or does not fit the encoding that it declares.
    """
    data = _bytes(path, name)
    match = None if data.startswith(_MARKS) else _CSS.match(data)
    encoding = _lookup(match[1]) if match else None
    return textfile.decode(data, name) if encoding is None else _decode(data, name, encoding)


def _bytes(path: Path, name: str) -> bytes:
    try:
        refuse_special(path)
        if path.stat().st_size > textfile.MAX_BYTES:
            raise UnreadableError("It is too large for a web page.", advice="Check its parts one by one.", file=name)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(textfile.why_not_opened(error), advice=textfile.how_to_open(error), file=name) from error


def _lookup(label: bytes) -> str | None:
    """Return the name of the encoding that browsers know by a label."""
    encoding = webencodings.lookup(label.decode("ascii", "replace"))
    if encoding is None or encoding.name == "replacement":
        return None
    return "windows-1252" if encoding.name == "x-user-defined" else encoding.name


def _decode(data: bytes, name: str, encoding: str) -> TextFile:
    """Decode in an encoding of the list; UTF-8 that says to be in another one is read as what it is."""
    if encoding in _USUAL or _plainly_utf8(data):
        return textfile.decode(data, name)
    codec = webencodings.lookup(encoding)
    python = codec.codec_info.name if codec else encoding
    try:
        text = data.decode(python, "strict" if _many_bytes(encoding) else "replace")
    except (UnicodeDecodeError, LookupError):
        text = _UNDEFINED
    if _many_bytes(encoding) and any(_UNDEFINED <= char <= _LAST_UNDEFINED for char in text):
        raise UnreadableError(
            "Its text does not fit the encoding that it declares.", advice="Save it as UTF-8 and check that.", file=name
        )
    return textfile.decode(text.encode("utf-8", "replace"), name)


def _many_bytes(encoding: str) -> bool:
    """Whether a character may be of several bytes."""
    return encoding in {"gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr"}


def _plainly_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 beyond doubt: hardly any text beyond ASCII in another encoding is valid UTF-8."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _prescan(data: bytes) -> tuple[bytes, int] | None:
    """Return the label that a page declares and where, as the HTML standard finds it before the page is decoded."""
    if match := _XML.match(data):
        return match[1].strip(), match.start(1)
    at = 0
    while match := _SCANNED.search(data, at):
        at = match.end()
        if match["meta"] or match["tag"]:
            attributes, at = _attributes(data, at)
            label = _declared(attributes) if match["meta"] else b""
            if label:
                return label, match.start()
    return None


def _attributes(data: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    attributes: dict[bytes, bytes] = {}
    while match := _ATTRIBUTE.match(data, at):
        at = match.end()
        value = match["double"] or match["single"] or match["bare"] or b""
        attributes.setdefault(match["name"].lower(), value)
    return attributes, at


def _declared(attributes: dict[bytes, bytes]) -> bytes:
    if b"charset" in attributes:
        return attributes[b"charset"].strip()
    if attributes.get(b"http-equiv", b"").lower() != b"content-type":
        return b""
    match = _CONTENT.search(attributes.get(b"content", b""))
    return (match["double"] or match["single"] or match["bare"] or b"").strip() if match else b""
