"""Documents as bytes, so that a fault is data."""

from __future__ import annotations

import io
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from openpyxl import Workbook

from tests.builders.documents import Pdf, word


def _as_bytes(write: Callable[[Path], object]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made"
        write(path)
        return path.read_bytes()


def word_bytes(
    body: str, links: tuple[tuple[str, str, str], ...] = (), parts: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Return a Word document."""
    return _as_bytes(lambda path: word(path, body, links, parts))


def pdf_bytes(pdf: Pdf) -> bytes:
    """Return a PDF."""
    return _as_bytes(pdf.write)


def workbook_bytes(*steps: Callable[[Workbook], object]) -> bytes:
    """Return an Excel workbook that is filled step by step."""
    book = Workbook()
    for step in steps:
        step(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_parts(container: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """Return a container with further parts, even if there is one of that name."""
    buffer = io.BytesIO(container)
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def renamed(container: bytes, names: Mapping[str, str], main: str = "") -> bytes:
    """Return a container whose parts have other names, and whose main part is said to be ``main``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(container)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if main and info.filename == "_rels/.rels":
                content = content.replace(b"word/document.xml", main.encode())
            new.writestr(names.get(info.filename, info.filename), content)
    return buffer.getvalue()
