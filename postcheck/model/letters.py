"""What else the letters of a line in a picture may be, where the engine that read it was not sure of them.

It says nothing of the roll, so that it can be remembered with the words that were read.
"""

from __future__ import annotations

from dataclasses import dataclass

BLANK, GAP, WIDTH = 0, 27, 28
"""The columns of a step: no letter, the letters a to z, and what stands between words; and how many that are."""
UNIT = 0.125
"""What one unit of a cost is worth, in natural logarithms of probability."""
DEAREST = 96
"""The highest cost: hardly possible."""


@dataclass(frozen=True, slots=True)
class Letters:
    """One line, cut across into steps, some of which make up a letter."""

    costs: bytes
    """:data:`WIDTH` bytes a step: how much less probable each letter is there than what was read, in units of
    :data:`UNIT`."""
    columns: tuple[int, ...]
    """Where on the line each step is: several steps without a letter are kept as one."""
    total: float
    """How many columns the whole line has."""
    ends: tuple[int, ...]
    """Two corners where the line begins, then the two opposite where it ends, x and y each; in between, if it is not
    straight, more such pairs, evenly along it."""
    text: str = ""
    """What was read."""
    places: tuple[int, ...] = ()
    """The column of each character of ``text``; a space has that of the letter before it."""
    sure: tuple[int, ...] = ()
    """How sure the engine is of each, in per cent."""
