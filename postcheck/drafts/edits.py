"""Changes of single stretches of a file's text, which leave every other byte as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postcheck.formats import textfile


@dataclass(frozen=True)
class Edit:
    """Something else in the place of a stretch of text."""

    start: int
    end: int
    """From where to where in the file's text."""
    text: str


def edited(data: bytes, text: str, edits: Sequence[Edit]) -> bytes:
    """Return the bytes of a file with its text edited; all other bytes stay.

    Parameters
    ----------
    data, text:
        The file, and its text as it was decoded.
    edits:
        What to write where; they do not overlap.

    Raises
    ------
    ValueError
        If the bytes cannot be told from the text, or the new text has no bytes in the file's encoding.
    """
    mark, encoding = _encoding(data)
    # Bytes that mean nothing in UTF-8 are one character each, here as where drafts are read.
    errors = "surrogateescape" if encoding == "utf-8" else "strict"
    written = data[len(mark) :].decode(encoding, errors)
    if len(written) != len(text):
        raise ValueError(encoding)
    for edit in sorted(edits, key=lambda edit: -edit.start):
        written = written[: edit.start] + edit.text + written[edit.end :]
    return mark + written.encode(encoding, errors)


def _encoding(data: bytes) -> tuple[bytes, str]:
    for mark, encoding in textfile.MARKS:
        if data.startswith(mark):
            return mark, encoding
    if b"\0" in data:
        return b"", "utf-16-be" if data[0::2].count(0) > data[1::2].count(0) else "utf-16-le"
    return b"", "utf-8"
