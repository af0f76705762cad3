"""What a file lacks that cannot be examined because there is nothing in its place to look at."""

from __future__ import annotations

from enum import Enum, auto


class Lack(Enum):
    """Why nobody can look at a file, so that something else has to be done about it first."""

    MISSING = auto()
    """A draft names it, and it is not there."""
    NO_FILE = auto()
    """A draft names it, and it is a folder or the like."""
    EMPTY = auto()
    """There is nothing in it."""
    LEADS_NOWHERE = auto()
    """It is a link to a file that is not there."""
    NO_PATH = auto()
    """Somebody gave it on the command line, and it is not there."""
    NO_DRAFT = auto()
    """It belongs beside a draft that is not there."""
    NOTHING_CAME = auto()
    """It is standard input, on which nothing came in."""
