"""First names that a short form may stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from postcheck.find.roll.names import RollName

LEAST_SHORT = 3
"""Letters that a short form has at least in common with its name."""
_LEAST_END = 4
"""The same, of one that is the end of a name."""
_ENDINGS = tuple("ie ey ee y i o s z a e u ek us ka ko ia sia ers zie x".split())  # noqa: SIM905 -- a line, not twenty
"""What short forms end in besides letters of their names."""


class ShortForms:
    """Finds the first names that begin or end as a short form does.

    Parameters
    ----------
    names:
        Every name of the roll.
    """

    def __init__(self, names: Sequence[RollName]) -> None:
        self._names = names

    def beginning(self, key: str) -> Iterator[RollName]:
        """Yield the first names that begin as a short form does, whatever its ending."""
        stems = {key, *(key[: -len(ending)] for ending in _ENDINGS if key.endswith(ending))}
        if len(key) > LEAST_SHORT and key[-1] == key[-2]:
            stems.add(key[:-1])
        stems |= {stem[:-1] for stem in tuple(stems) if len(stem) > LEAST_SHORT and stem[-1] == stem[-2]}  # "Danni"
        for stem in stems:
            if len(stem) < LEAST_SHORT:
                continue
            for name in self._starts.get(stem[:LEAST_SHORT], ()):
                if name.key.startswith(stem) and len(name.key) > max(len(stem), len(key) - 1):
                    yield name

    def ending(self, key: str) -> Sequence[RollName]:
        """Return the long first names of which a short form is the end."""
        return self._ends.get(key, ())

    @cached_property
    def _starts(self) -> dict[str, list[RollName]]:
        """First names by their first letters."""
        found: dict[str, list[RollName]] = {}
        for name in self._names:
            if name.firsts or name.halves:
                found.setdefault(name.key[:LEAST_SHORT], []).append(name)
        return found

    @cached_property
    def _ends(self) -> dict[str, list[RollName]]:
        """Long first names by their last letters."""
        found: dict[str, list[RollName]] = {}
        for name in self._names:
            if name.firsts or name.halves:
                for length in range(_LEAST_END, len(name.key) - 2):
                    found.setdefault(name.key[-length:], []).append(name)
        return found
