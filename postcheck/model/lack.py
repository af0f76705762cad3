"""What a file lacks that cannot be examined because there is nothing in its place to look at."""

from __future__ import annotations

from enum import StrEnum


class Lack(StrEnum):
    """Why nobody can look at a file, so that something else has to be done about it first."""

    MISSING = "missing"
    """A draft names it, and it is not there."""
    NO_FILE = "no_file"
    """A draft names it, and it is a folder or the like."""
    EMPTY = "empty"
    """There is nothing in it."""
    LEADS_NOWHERE = "leads_nowhere"
    """It is a link to a file that is not there."""
    NO_PATH = "no_path"
    """Somebody gave it on the command line, and it is not there."""
    NO_DRAFT = "no_draft"
    """It belongs beside a draft that is not there."""
    NOTHING_CAME = "nothing_came"
    """It is standard input, on which nothing came in."""
