"""What a draft's text could say instead of a pupil's name."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another wording for a stretch of a draft's text."""

    file: str
    line: int | None
    column: int | None
    place: str
    """Where in a document without lines, in words; empty for a text file."""
    written: str
    """What the draft says there: possibly a pupil's name."""
    wording: str
    """What it could say instead; empty if it is better left out."""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    """Offsets of the flags that it answers, in the file as decoded; what is written may go on, as in ``Amelia's``."""
