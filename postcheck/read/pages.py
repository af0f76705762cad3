"""The pages of a PDF, of which only that is read which their text layers aren't known to have."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from postcheck.media.pdf_letters import words_on_page
from postcheck.read.page_letters import KnownLetters, PageLetters

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

    from postcheck.model.draft import Part
    from postcheck.read.engines.base import OcrLine

    Found = tuple[list[OcrLine], list[tuple[str, str]], int]
    """The lines that engines read, which of them failed and why, and how many are missing."""


class Pages:
    """The pages of one PDF, read one after the other.

    Parameters
    ----------
    path:
        The PDF.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = KnownLetters()
        self._read: dict[bytes, Found] = {}
        """What was read, by a digest of the picture."""

    def lines(
        self, number: int, views: tuple[Image, ...], layer: Part | None, read: Callable[[tuple[Image, ...]], Found]
    ) -> Found:
        """Return what is read on a page besides what its text layer is known to have.

        Parameters
        ----------
        number:
            Of the page, from 0.
        views:
            The page as a picture.
        layer:
            What its text layer says; None if it has none.
        read:
            Has pictures read.
        """
        if layer is None or len(views) != 1:
            return read(views)
        page = PageLetters(self._known, views[0], words_on_page(self._path, number), layer)
        rest = page.unread()
        if rest is None:
            return [], [], 0
        # Pages without a picture of their own often have the same rest: a badge, a rule, a coloured ground.
        digest = hashlib.sha256(repr(rest.size).encode() + rest.tobytes()).digest()
        found = self._read.get(digest)
        if found is None:
            found = read((rest,))
            page.learn(found[0])
            if not found[1]:
                self._read[digest] = found
        return found
