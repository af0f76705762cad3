"""Names that an OCR engine has read wrongly, because letters look alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from postcheck.find.roll.names import RollName
from postcheck.find.roll.typos import TypoIndex

_CONFUSED = str.maketrans("01ijt|!5$8249q6", "ollllllssbzaggb")
"""A struck-out ł is read as a t."""


def skeleton(key: str) -> str:
    """Return what is left of a key when letters that OCR mixes up are made equal."""
    key = key.translate(_CONFUSED).replace("vv", "w").replace("cl", "d")
    return key.replace("rn", "m").replace("rl", "n").replace("ll", "u").replace("nn", "rm")


class OcrConfusions:
    """Finds names by their skeletons, which are worked out when a picture first asks for them.

    Parameters
    ----------
    names:
        Every name of the roll.
    """

    def __init__(self, names: Sequence[RollName]) -> None:
        self._names = names

    def alike(self, key: str) -> tuple[RollName, ...]:
        """Return the names that ``key`` is when letters that look alike are taken for each other."""
        return tuple(self._by_skeleton.get(skeleton(key), ()))

    def misread(self, key: str) -> tuple[RollName, ...]:
        """Return the names that an OCR engine may have read as ``key``.

        Letters may look alike, and a longer name may have one typo besides.
        """
        bones = skeleton(key)
        found = list(self._by_skeleton.get(bones, ()))
        if not found and bones.isascii():
            for other in self._typos.near(bones):
                found.extend(self._by_skeleton[other])
        return tuple(found)

    @cached_property
    def _by_skeleton(self) -> dict[str, list[RollName]]:
        found: dict[str, list[RollName]] = {}
        for name in self._names:
            found.setdefault(skeleton(name.key), []).append(name)
        return found

    @cached_property
    def _typos(self) -> TypoIndex:
        return TypoIndex(self._by_skeleton)
