"""What a post is made of, to be compared with what somebody signed off: digests of its text, header and files."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from postcheck.drafts.loader import sidecar_of
from postcheck.model.draft import Draft
from postcheck.model.reading import Reading
from postcheck.model.sign_off import Material
from postcheck.model.text import SourceText

_UNREADABLE = "unreadable"
"""Stands for a file that cannot be opened; it was not examined, which no sign-off settles."""


def material_of(draft: Draft, reading: Reading) -> Material:
    """Return what a draft is made of.

    How lines end, and a byte order mark, make no difference: git changes them from one computer to another.
    """
    text, header = _words(draft)
    return Material(_digest(text), _digest(header), tuple(sorted(_files(draft, reading))))


def _words(draft: Draft) -> tuple[bytes, bytes]:
    """Return the text of a post and its header."""
    beside = _bytes(sidecar_of(draft.location)) if draft.location else b""
    if draft.identity:
        return _row(draft), beside
    if draft.file is not None and draft.body[1]:
        start = draft.body[0]
        written = [
            _one_end(part.encode("utf-8", "surrogatepass"))
            for part in (draft.file.text[:start], draft.file.text[start:])
        ]
        return written[1], written[0]
    return (_bytes(draft.location) if draft.location else b""), beside


def _row(draft: Draft) -> bytes:
    """Return the words of a row of a table, with what is said of its pictures."""
    parts = [[part.field, part.text.text if isinstance(part.text, SourceText) else part.text] for part in draft.parts]
    said = [[alt.text for alt in image.said.alt] for image in draft.images]
    videos = [video.file for video in draft.header.videos]
    return json.dumps([parts, said, videos]).encode()


def _files(draft: Draft, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield the files that a post shows: path from its folder, and digest."""
    if draft.location is None:
        return
    folder, seen = draft.location.parent, {draft.location}
    for image in draft.images:
        if not image.absent and image.path not in seen:
            seen.add(image.path)
            yield _relative(image.path, folder), reading.facts(image.key).digest or _UNREADABLE
    for video in draft.header.videos:
        digest = reading.facts(video.file).digest
        for path, known in ((video.path, digest), *((subtitles, "") for subtitles in video.beside)):
            if path is not None and path not in seen:
                seen.add(path)
                yield _relative(path, folder), known or _of_file(path)


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


def _of_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return _UNREADABLE


def _bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError:
        return _UNREADABLE.encode()
    return content if b"\0" in content else _one_end(content.removeprefix(b"\xef\xbb\xbf"))


def _one_end(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
