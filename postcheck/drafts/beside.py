"""Which of the images in a folder belong to which of its texts, without any text naming them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from postcheck.formats.filetypes import FileKind, file_kind

_NUMBER_BEHIND = re.compile(r"(?:[ _-]+[0-9]{1,2}|[ _-]*\([0-9]{1,2}\))$")
"""What tells several images of one post apart: ``star-1.jpg``, ``star (2).jpg``."""


class Beside:
    """The files of one folder, by what they are.

    Parameters
    ----------
    files:
        All that count, in the order in which the report shows them.
    """

    def __init__(self, files: Iterable[Path]) -> None:
        kinds = [(file, file_kind(file.name)) for file in files]
        self._texts = {file for file, kind in kinds if kind is FileKind.TEXT}
        self._images = tuple(file for file, kind in kinds if kind is FileKind.IMAGE)
        self._alike: defaultdict[str, list[Path]] = defaultdict(list)
        named = {file.stem.casefold() for file in self._texts}
        for file in self._images:
            stem = file.stem.casefold()
            self._alike[stem if stem in named else _NUMBER_BEHIND.sub("", stem)].append(file)

    def images_of(self, text: Path) -> tuple[Path, ...]:
        """Return the images of a text: those named like it, or all if it is the only text."""
        return self._images if self._texts <= {text} else tuple(self._alike.get(text.stem.casefold(), ()))
