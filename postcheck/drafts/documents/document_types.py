"""The kinds of document that a draft may be, besides text and tables: one line each."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from postcheck.drafts.documents.document import Document, Loader
from postcheck.errors import EmptyFileError, UnreadableError
from postcheck.formats import textfile
from postcheck.formats.filetypes import suffix


def _word(path: Path, name: str) -> Document:
    from postcheck.drafts.documents.word import load  # noqa: PLC0415 - a text draft needs none of these readers

    return load(path, name)


def _html(path: Path, name: str) -> Document:
    from postcheck.drafts.documents.html import load  # noqa: PLC0415 - as above

    return load(path, name)


def _pdf(path: Path, name: str) -> Document:
    from postcheck.drafts.documents.pdf import load  # noqa: PLC0415 - as above

    return load(path, name)


def _subtitles(path: Path, name: str) -> Document:
    from postcheck.drafts.documents.timed import load_subtitles  # noqa: PLC0415 - as above

    return load_subtitles(path, name)


def _calendar(path: Path, name: str) -> Document:
    from postcheck.drafts.documents.timed import load_calendar  # noqa: PLC0415 - as above

    return load_calendar(path, name)


def _data(path: Path, name: str) -> Document:
    from postcheck.drafts.documents.data import load  # noqa: PLC0415 - as above

    return load(path, name)


_LOADERS: Mapping[str, Loader] = MappingProxyType(
    {
        **dict.fromkeys((".docx", ".docm"), _word),
        **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
        ".pdf": _pdf,
        **dict.fromkeys((".srt", ".vtt"), _subtitles),
        ".ics": _calendar,
        **dict.fromkeys((".json", ".jsonl", ".yaml", ".yml", ".xml"), _data),
    }
)
_PDF_WITHIN = 1_024
"""How far into a file PDFs may begin."""
_OFFICE = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx"}


def is_document(path: Path) -> bool:
    """Whether a file's name is that of a document that can be read."""
    return suffix(path.name) in _LOADERS


def load_document(path: Path, name: str) -> Document:
    """Read a document of any kind.

    Parameters
    ----------
    path:
        Where it is.
    name:
        Its path as the report shows it.

    Raises
    ------
    UnreadableError
        If nothing in it can be read, or it is of a different kind from what its name says.
    """
    own = suffix(path.name)
    meant = _kind_by_content(path)
    if meant and _LOADERS.get(meant) is not _LOADERS[own]:
        raise UnreadableError(
            f"Its name says {own}, but its content is that of {meant}.",
            advice=f"Give it the ending {meant} and check that.",
        )
    return _LOADERS[own](path, name)


def _kind_by_content(path: Path) -> str:
    """Return the suffix that a file ought to have, or the empty string if its content does not show it."""
    try:
        with path.open("rb") as file:
            start = file.read(_PDF_WITHIN)
    except OSError as error:
        raise UnreadableError(textfile.why_not_opened(error), advice=textfile.how_to_open(error)) from error
    if not start.strip():
        raise EmptyFileError("It is empty.", advice="Save it again and check that.")
    if start.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = frozenset(archive.namelist())
        except Exception:  # noqa: BLE001 - whoever reads it will say what is wrong with it
            return ""
        return next((ending for part, ending in _OFFICE.items() if part in names), "")
    return ".pdf" if b"%PDF-" in start and not start.lstrip().startswith(b"<") else ""
