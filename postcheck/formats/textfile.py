"""From the bytes of a draft to its characters, whatever wrote it: a web editor, Notepad, or Word's "plain text"."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from postcheck.errors import UnreadableError
from postcheck.formats import code_pages
from postcheck.formats.ordinary import NotOrdinaryError, refuse_special
from postcheck.model.text import TextFile

MAX_BYTES = 50_000_000
"""In bytes; a larger text is not a draft, and is reported as not examined."""

_SAVE_AS = "Save it as plain text (UTF-8) and check again."
MARKS = (
    # UTF-32 first: its little-endian mark begins like that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks, and the encodings that they announce."""
_DISGUISED = (
    (b"%PDF", "It is a PDF, whatever its name says."),
    (b"PK\x03\x04", "It is an Office document or a zip archive, whatever its name says."),
    (b"{\\rtf", "It is a rich text document, whatever its name says."),
    (b"\xd0\xcf\x11\xe0", "It is an old Office document, whatever its name says."),
)
_ELSEWHERE = b"version https://git-lfs.github.com/spec/"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_MAX_CONTROL_SHARE = 0.02


def read(path: Path, name: str) -> TextFile:
    """Read and decode a text file.

    Parameters
    ----------
    path:
        Where to open it.
    name:
        Its path as the report shows it.

    Raises
    ------
    UnreadableError
        If it cannot be opened, is too big, or holds no text.
    """
    try:
        refuse_special(path)
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableError(
                f"The file is larger than {MAX_BYTES // 1_000_000} MB, too big for a post.",
                advice="Check its parts one by one.",
                file=name,
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(why_not_opened(error), advice=how_to_open(error), file=name) from error
    return decode(data, name)


def why_not_opened(error: OSError) -> str:
    """Return in plain English why a file could not be opened, without naming it."""
    if isinstance(error, FileNotFoundError):
        return "There is no such file."
    if isinstance(error, PermissionError):
        return "The system does not let postcheck open it."
    if isinstance(error, NotOrdinaryError):
        return "It is no ordinary file, but a pipe, a device or a socket."
    return f"It could not be opened ({error.strerror or 'unknown reason'})."


def how_to_open(error: OSError) -> str:
    """Return what to do about a file that could not be opened."""
    if isinstance(error, FileNotFoundError):
        return "Correct the path, or put the file there."
    if isinstance(error, PermissionError):
        return "Ask for permission to read it, or check a copy."
    if isinstance(error, NotOrdinaryError):
        return "Save what it holds to a file, and name that."
    return "Check a copy of it."


def decode(data: bytes, name: str) -> TextFile:
    """Decode a text file: UTF-8, UTF-16 or UTF-32, with or without a mark, or else a code page.

    The byte order mark is removed; line ends stay as they are. Bytes that are not valid UTF-8 are read one by one as
    the code page in which they make most sense, so that a text pasted together from both keeps every name.

    Raises
    ------
    UnreadableError
        If the bytes aren't text, or are in an encoding that cannot be recognised.
    """
    for magic, what in _DISGUISED:
        if data.startswith(magic):
            raise UnreadableError(what, advice=_SAVE_AS, file=name)
    if data.startswith(_ELSEWHERE):
        raise UnreadableError(
            "It only says where git keeps the file (Git LFS).", advice="Run `git lfs pull` and check again.", file=name
        )
    text = _decoded(data)
    if text is None or "\0" in text or len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise UnreadableError("It does not hold text that postcheck can read.", advice=_SAVE_AS, file=name)
    return TextFile(name, text)


def _decoded(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            return _strictly(rest, encoding) if encoding != "utf-8" else _utf8_or_code_page(rest)
    if b"\0" in data:
        return _unmarked_utf16(data)
    return _utf8_or_code_page(data)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked_utf16(data: bytes) -> str | None:
    """Decode UTF-16 without a mark: nearly all the NUL halves of ASCII characters stand at even, or at odd, places."""
    at_even, at_odd = data[0::2].count(0), data[1::2].count(0)
    fewer, more = sorted((at_even, at_odd))
    # Even a text in Cyrillic or Greek has a space for every eight letters; a stray NUL doesn't make it UTF-16.
    if fewer * 20 > more or more * 16 < len(data) // 2:
        return None
    return _strictly(data, "utf-16-be" if at_even > at_odd else "utf-16-le")


def _utf8_or_code_page(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        page = code_pages.guess(data)
        return code_pages.decode(data, page) if page else None
