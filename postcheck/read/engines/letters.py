"""What RapidOCR's recogniser holds possible besides what it reads, kept for the lines of which it is not sure.

The recogniser says for each step along a line how probable every character is. RapidOCR takes the likeliest; the rest
tells whether a name fits that was read otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from postcheck.model.letters import BLANK, DEAREST, GAP, UNIT, WIDTH, Letters
from postcheck.read.engines.line_crops import Point, Quad, is_vertical
from postcheck.text.folding import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SURE = 0.97
"""Confidence in each of its letters from which on a line is as it was read."""
_QUIET = 56
"""Cost from which on, in units, no letter is worth a thought where none was read."""
_LEAST = 1e-9
_LATIN, _FURTHER = 0x250, frozenset(map(chr, range(0x1E00, 0x1F00)))
"""Latin letters, with and without accents, are before the first and among the second."""
_BETWEEN = " -'\u2019.,_·:;|/()"
"""Signs between words."""
_STEPS = 400
"""Steps of a line that are kept at most: no line of letters has more."""


class LetterWatch:
    """Stands in for RapidOCR's decoder, and leaves with each unsure line what else its letters may be.

    Parameters
    ----------
    decoder:
        RapidOCR's own.
    """

    def __init__(self, decoder: Any) -> None:  # noqa: ANN401 - RapidOCR has no types
        import numpy as np  # noqa: PLC0415 - heavy

        self._decoder = decoder
        groups = sorted(
            (group, number) for number, char in enumerate(decoder.character) if (group := _group(number, char)) >= 0
        )
        self._order = np.array([number for _, number in groups])
        self._starts = np.searchsorted([group for group, _ in groups], range(WIDTH))

    def __call__(self, predicted: NDArray[Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        """Decode a batch of lines."""
        lines, infos = self._decoder(predicted, *args, **kwargs)
        for number, ((text, _), info) in enumerate(zip(lines, infos, strict=True)):
            letters = [sure for char, sure in zip(text, info.confs, strict=False) if not char.isspace()]
            if min(letters, default=0.0) < _SURE:
                info.possible = self._possible(predicted[number][: min(_STEPS, math.ceil(info.line_txt_len) + 1)])
        return lines, infos

    def _possible(self, probable: NDArray[Any]) -> tuple[bytes, tuple[int, ...]]:
        """Return the costs of the steps that matter, and their columns."""
        import numpy as np  # noqa: PLC0415 - heavy

        shares = np.maximum.reduceat(probable[:, self._order], self._starts, axis=1)
        costs = np.log(np.maximum(probable.max(axis=1, keepdims=True), _LEAST)) - np.log(np.maximum(shares, _LEAST))
        units = np.clip(np.rint(costs / UNIT), 0, DEAREST).astype(np.uint8)
        quiet = (units[:, BLANK] == 0) & (units[:, 1:].min(axis=1) >= _QUIET)
        kept = np.flatnonzero(~(quiet & np.concatenate(([False], quiet[:-1]))))
        return units[kept].tobytes(), tuple(int(column) for column in kept)


def letters_of(info: Any, text: str, quad: Quad, *, upside_down: bool) -> Letters | None:  # noqa: ANN401 - as above
    """Return what else the letters of a line may be; None if it was read surely.

    Parameters
    ----------
    info:
        What RapidOCR says of the line.
    text:
        What it read.
    quad, upside_down:
        Where the line is, and whether it was turned.
    """
    begins, ends = ((0, 1), (3, 2)) if is_vertical(quad) else ((0, 3), (1, 2))
    if upside_down:
        begins, ends = ends, begins
    return letters_along(info, text, [quad[corner] for corner in (*begins, *ends)])


def letters_along(info: Any, text: str, corners: Sequence[Point]) -> Letters | None:  # noqa: ANN401 - as above
    """Return the same of a line of any course; ``corners`` as :class:`~postcheck.model.letters.Letters` has them."""
    possible = getattr(info, "possible", None)
    if possible is None or not possible[1] or not info.line_txt_len:
        return None
    costs, columns = possible
    ends = tuple(round(value) for corner in corners for value in corner)
    return Letters(costs, columns, float(info.line_txt_len), ends, *_read(info, text))


def _read(info: Any, text: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:  # noqa: ANN401 - as above
    """Return what was read with the column of each character and how sure it is; nothing if that is not known."""
    placed = iter([column for word in info.word_cols for column in word])
    columns: list[int] = []
    for char in text:
        column = next(placed, -1) if not char.isspace() else columns[-1] if columns else 0
        columns.append(int(column))
    if -1 in columns or next(placed, None) is not None or len(info.confs) != len(text):
        return "", (), ()
    return text, tuple(columns), tuple(round(100 * sure) for sure in info.confs)


def _group(number: int, char: str) -> int:
    """Return the column of a character, -1 if it has none."""
    if number == 0:
        return BLANK
    if len(char) == 1 and (ord(char) < _LATIN or char in _FURTHER):
        folded = fold(char)
        if len(folded) == 1 and "a" <= folded <= "z":
            return 1 + ord(folded) - ord("a")
    return GAP if char in _BETWEEN else -1
