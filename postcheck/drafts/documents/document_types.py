"""The kinds of document that a draft may be, besides text and tables: one line each."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from postcheck.drafts.documents import data, html, pdf, timed, word
from postcheck.drafts.documents.document import Document, Loader
from postcheck.errors import UnreadableError
from postcheck.formats import textfile
from postcheck.formats.filetypes import suffix

_LOADERS: Mapping[str, Loader] = MappingProxyType(
    {
        ".docx": word.load,
        ".docm": word.load,
        ".html": html.load,
        ".htm": html.load,
        ".xhtml": html.load,
        ".pdf": pdf.load,
        ".srt": timed.load_subtitles,
        ".vtt": timed.load_subtitles,
        ".ics": timed.load_calendar,
        ".json": data.load,
        ".jsonl": data.load,
        ".yaml": data.load,
        ".yml": data.load,
        ".xml": data.load,
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
        raise UnreadableError("It is empty.", advice="Save it again and check that.")
    if start.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = frozenset(archive.namelist())
        except Exception:  # noqa: BLE001 - whoever reads it will say what is wrong with it
            return ""
        return next((ending for part, ending in _OFFICE.items() if part in names), "")
    return ".pdf" if b"%PDF-" in start and not start.lstrip().startswith(b"<") else ""
