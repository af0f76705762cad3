"""What one post consists of, before any of it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from postcheck.model.lack import Lack


@dataclass(frozen=True, slots=True)
class DraftSource:
    """One post as it was found.

    Exactly one of these holds: ``reason`` is set (it cannot be examined), ``image`` or ``video`` is set (an image or a
    video by itself), ``data`` is set (text that came in on standard input), or it is a text file.
    """

    name: str
    """Its text file, or else its only file, as the report shows it; ``-`` for standard input."""
    path: Path | None
    """Where that file is, absolute; None for standard input. With ``data`` it is the file that the text is about to
    become: it need not be there, and what it holds is not read."""
    folder: Path
    """Where the paths that it names start from, absolute."""
    siblings: tuple[Path, ...] = ()
    """Images that belong to it because it is the only text of its folder."""
    image: bool = False
    video: bool = False
    data: bytes | None = None
    row: int | None = None
    """Which post of a table it is, from 0; None if it isn't in a table."""
    shows: int = field(default=0, compare=False)
    """How many images and videos its text names or has beside it: what it costs to examine it. Of a row of a table it
    is its share of what all rows name."""
    reason: str = ""
    """Why it cannot be examined, and what to do about it."""
    lack: Lack | None = None
    """Why nobody can look at it either; None if somebody can."""
