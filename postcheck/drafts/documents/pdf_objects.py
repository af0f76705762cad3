"""The objects of a PDF, for what PDFium itself does not return.

PDFium writes the document anew first: repaired, without encryption, object streams unpacked. What is parsed here is
only what PDFium writes, never what somebody made by hand.
"""

from __future__ import annotations

import codecs
import mmap
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    import pypdfium2

MAX_TOKENS = 5_000_000
"""How many names, numbers, strings and brackets of one PDF are looked at."""
_WITHOUT_SECURITY = 3
_OBJECT = regex.compile(rb"\s*(?P<number>\d+) \d+ obj\s")
_TOKEN = regex.compile(
    rb"\s*+(?:(?P<open><<|\[)|(?P<close>>>|\])|/(?P<name>[^\s()<>\[\]{}/%]*+)|\((?P<string>(?:[^()\\]|\\.)*+)\)"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*+)>|(?P<reference>\d+) \d+ R\b|(?P<word>[^\s()<>\[\]{}/%]++))",
    regex.DOTALL,
)
_ESCAPE = regex.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", regex.DOTALL)
_NAMED = regex.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_MARKS = ((codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF8, "utf-8"))
_LANGUAGE = regex.compile("\x1b[^\x1b]*\x1b")
_DOCUMENT_ENCODING = str.maketrans(
    {
        **dict(zip(range(0x18, 0x20), "˘ˇˆ˙˝˛˚˜", strict=True)),  # noqa: RUF001 - as the standard has it
        **dict(zip(range(0x80, 0x9F), "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž", strict=True)),  # noqa: RUF001 - as above
        0xA0: "€",
    }
)
"""Where PDFs' own encoding of strings differs from Latin-1."""


class Name(str):
    """A name of a PDF, without its slash."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """The number of another object."""

    number: int


@dataclass(frozen=True, slots=True)
class PdfObject:
    """One object of a document."""

    number: int
    value: object
    """A dictionary, a list, a :class:`Name`, a :class:`Reference`, a string as ``bytes``, or a number as ``str``."""
    data: bytes | None
    """What a stream holds, packed as it is; None for other objects."""


class TooMuchError(Exception):
    """There is more in the document than is looked at."""


@contextmanager
def rewritten(document: pypdfium2.PdfDocument) -> Iterator[mmap.mmap]:
    """Yield the document as PDFium writes it anew, in a private temporary file."""
    with tempfile.TemporaryFile(prefix="postcheck-") as file:
        document.save(file, flags=_WITHOUT_SECURITY)
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


def objects(data: mmap.mmap) -> Iterator[PdfObject]:
    """Yield the objects of a document in order, and its trailer as object 0.

    Raises
    ------
    TooMuchError
        If there are more than are looked at.
    ValueError
        If something is not as PDFium writes it.
    """
    position = max(0, data.find(b"\n", data.find(b"\n") + 1))
    left = MAX_TOKENS
    while match := _OBJECT.match(data, position):
        value, position, used = _value(data, match.end(), left)
        left -= used
        content: bytes | None = None
        if data[position : position + 8] == b"stream\r\n":
            position += 8
            length = value.get("Length") if isinstance(value, dict) else None
            size = int(length) if isinstance(length, str) else 0
            content = data[position : position + size]
            position += size
        yield PdfObject(int(match["number"]), value, content)
        position = data.find(b"endobj", position) + len(b"endobj")
        if position < len(b"endobj"):
            raise ValueError("an object has no end")
    start = data.rfind(b"trailer")
    if start >= 0:
        yield PdfObject(0, _value(data, start + len(b"trailer"), left)[0], None)


def _value(data: mmap.mmap, position: int, most: int) -> tuple[object, int, int]:
    """Return the value at a place, the place behind it, and how many tokens it took."""
    top: list[object] = []
    stack: list[list[object]] = [top]
    used = 0
    while not (top and len(stack) == 1):
        match = _TOKEN.match(data, position)
        used += 1
        if match is None or used > most:
            raise TooMuchError if match else ValueError("no token")
        position = match.end()
        kind = match.lastgroup or ""
        text = match[kind]
        if kind == "open":
            stack.append([])
        elif kind == "close":
            inner = stack.pop()
            if not stack:
                raise ValueError("a bracket too many")
            stack[-1].append(inner if text == b"]" else dict(zip(map(str, inner[::2]), inner[1::2], strict=False)))
        else:
            stack[-1].append(_simple(kind, text))
    return top[0], position, used


def _simple(kind: str, text: bytes) -> object:
    if kind == "string":
        return unescaped(text)
    if kind == "hex":
        return from_hex(text)
    if kind == "reference":
        return Reference(int(text))
    if kind == "name":
        raw = _NAMED.sub(lambda match: bytes([int(match[1], 16)]), text)
        try:
            return Name(raw.decode("utf-8"))
        except UnicodeDecodeError:
            return Name(raw.decode("latin-1"))
    return text.decode("latin-1")


def from_hex(text: bytes) -> bytes:
    """Return the string that is written as hexadecimal digits."""
    digits = b"".join(text.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def unescaped(text: bytes) -> bytes:
    """Return the string that is written between round brackets."""
    return _ESCAPE.sub(_escaped, text)


def _escaped(match: regex.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8) & 0xFF]) if match[1] else _ESCAPED.get(match[2], match[2])


def decoded(text: bytes) -> str:
    """Return a string of a document as text."""
    for mark, encoding in _MARKS:
        if text.startswith(mark):
            return _LANGUAGE.sub("", text[len(mark) :].decode(encoding, "replace"))
    return text.decode("latin-1").translate(_DOCUMENT_ENCODING)
