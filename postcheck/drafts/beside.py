"""Which images beside a text are named like it, so that whoever checks the text means them too."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from postcheck.formats.filetypes import FileKind, alike, file_kind

_NUMBER_BEHIND = re.compile(r"(?:[ _-]+[0-9]{1,2}|[ _-]*\([0-9]{1,2}\))$")
"""What tells several images of one post apart: ``star-1.jpg``, ``star (2).jpg``."""


def images_by_text(files: Iterable[Path]) -> dict[str, list[Path]]:
    """Return the images that are named like a text, in the order of the files, by its stem as ``alike`` has it.

    Parameters
    ----------
    files:
        All that is in a folder. Of two texts, ``week.md`` and ``week-1.md``, the latter has ``week-1.jpg``.
    """
    files = tuple(files)
    texts = {alike(file.stem) for file in files if file_kind(file.name) is FileKind.TEXT}
    found: dict[str, list[Path]] = {}
    for file in files:
        if file_kind(file.name) is FileKind.IMAGE and (stem := _of(file, texts)) in texts:
            found.setdefault(stem, []).append(file)
    return found


def _of(image: Path, texts: set[str]) -> str:
    stem = alike(image.stem)
    return stem if stem in texts else _NUMBER_BEHIND.sub("", stem)
