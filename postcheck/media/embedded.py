"""Opens the images of a draft wherever they are.

They may be files of their own, inside a Word document, in the text of a web page, or pages of a PDF. An image inside
another file is written to a private temporary file for as long as it is needed, so that whatever opens images opens
these too.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from postcheck.errors import UnreadableError
from postcheck.model.draft import DraftImage, Inside

MAX_MEMBER = 100_000_000
"""Bytes of an image inside a document; a larger one is not unpacked."""
PAGE_SIDE = 2_339
"""Pixels of the longer side of a PDF page that is drawn as a picture: A4 at 200 dots an inch."""
_MAX_SCALE = 6.0
"""Pixels a point, at most, to which a small page is enlarged."""

PDFIUM = threading.Lock()
"""PDFium does one thing at a time."""


@contextmanager
def image_file(image: DraftImage, frame: int = 0) -> Iterator[tuple[Path, int]]:
    """Yield the path of a file that holds an image of a draft, and the number of the wanted frame in it.

    Parameters
    ----------
    image:
        The image.
    frame:
        Which frame is wanted, from 0; of a PDF, only that page is drawn.

    Raises
    ------
    UnreadableError
        If it cannot be taken out of the file that it is in; the message is half a sentence, with the remedy.
    """
    inside = image.inside
    if inside is None:
        yield image.path, frame
        return
    with _written(lambda file: _extract(image.path, inside, frame, file), Path(inside.member).suffix) as path:
        yield path, 0 if inside.pages else frame


def content_of(image: DraftImage) -> str:
    """Return a digest of an image's bytes, which tells it from another picture under the same name.

    For a page of a PDF it is the digest of the whole PDF. It is empty if the image cannot be opened.
    """
    inside = image.inside
    try:
        if inside is not None and (inside.data or inside.member):
            with image_file(image) as (path, _), path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        with image.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, UnreadableError):
        return ""


@contextmanager
def _written(write: Callable[[IO[bytes]], None], suffix: str) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix="postcheck-", suffix=suffix)  # readable by its owner only
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _extract(path: Path, inside: Inside, frame: int, file: IO[bytes]) -> None:
    if inside.data:
        file.write(inside.data)
        return
    try:
        if inside.member:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, inside.member, file)
        else:
            _draw(path, frame, file)
    except UnreadableError:
        raise
    except Exception as error:  # archives and PDFs fail in every possible way, and all of them mean the same
        raise UnreadableError("it could not be taken out of the document; save the document again") from error


def _unpack(archive: zipfile.ZipFile, member: str, file: IO[bytes]) -> None:
    if archive.getinfo(member).file_size > MAX_MEMBER:
        raise UnreadableError("it is too large to be unpacked; save a smaller copy")
    file.write(archive.read(member))


def _draw(path: Path, number: int, file: IO[bytes]) -> None:
    """Write a page of a PDF as a picture, as a person sees it."""
    import pypdfium2  # noqa: PLC0415 - heavy, and needed for PDFs only

    with PDFIUM:
        document = pypdfium2.PdfDocument(path)
        try:
            document.init_forms()  # otherwise what is filled into a form would not be drawn
            page = document[number]
            picture = page.render(scale=page_scale(*page.get_size())).to_pil().convert("RGB")
            page.close()
        finally:
            document.close()
    picture.save(file, "PNG", compress_level=1)


def page_scale(width: float, height: float) -> float:
    """Return how many pixels a point becomes on a page of this size (in points)."""
    return min(_MAX_SCALE, PAGE_SIDE / max(width, height, 1.0))
