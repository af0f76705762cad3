"""Lines that a selfie has turned round are read in a mirror, beside what they seem to say."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING, Any

from postcheck.read.engines.base import OcrLine
from postcheck.read.engines.letters import letters_of
from postcheck.read.engines.line_crops import LineCrop, straightened
from postcheck.read.engines.line_words import words_of

if TYPE_CHECKING:
    from PIL.Image import Image

_SURE, _LEAST = 0.9, 3
"""Mean confidence below which a line is also read in a mirror; there it needs as much, and so many letters."""
_AT_ONCE = 24
"""Lines that are read before the clock is looked at again."""


def with_mirrored(ocr: Any, image: Image, crops: Sequence[LineCrop], deadline: float) -> tuple[list[LineCrop], bool]:  # noqa: ANN401 - RapidOCR has no types
    """Return lines with what they say in a mirror, and whether the time was up before all were looked at.

    Where more makes sense in a mirror only, all lines are looked at there: "AVA" and "TOM" make sense both ways.

    Parameters
    ----------
    ocr:
        A RapidOCR.
    image:
        The picture.
    crops:
        Its lines, as they were read.
    deadline:
        On the clock of ``time.monotonic``.
    """
    seen = list(crops)
    unsure = [number for number, crop in enumerate(crops) if not crop.faint and not _sure(crop)]
    late = _look(ocr, image, seen, unsure, deadline)
    sure = [number for number in range(len(seen)) if number not in unsure]
    turned = sum(_letters(line) for number in unsure for line in seen[number].others)
    if not late and turned and turned >= sum(_letters(line) for number in sure for line in seen[number].lines):
        late = _look(ocr, image, seen, sure, deadline)
    return seen, late


def _letters(line: OcrLine) -> int:
    return sum(char.isalpha() for word in line.words for char in word.text)


def _sure(crop: LineCrop) -> bool:
    words = crop.line.words if crop.line else ()
    return bool(words) and fmean(word.confidence for word in words) >= _SURE


def _look(ocr: Any, image: Image, crops: list[LineCrop], numbers: Sequence[int], deadline: float) -> bool:  # noqa: ANN401 - as above
    """Add to some of the lines what they say in a mirror, if it makes sense; return whether the time was up."""
    import numpy as np  # noqa: PLC0415 - heavy

    for start in range(0, len(numbers), _AT_ONCE):
        if time.monotonic() > deadline:
            return True
        batch = numbers[start : start + _AT_ONCE]
        shown = {number: np.asarray(straightened(image, crops[number].quad))[:, :, ::-1] for number in batch}
        # In a mirror a line runs from right to left, as what stands on its head; from left to right if it does both.
        for backwards in (True, False):
            lines = [line[:, ::-1] if backwards else line[::-1] for line in shown.values()]
            read = ocr.recognize_txt([np.ascontiguousarray(line) for line in lines])
            for number, text, info, score in zip(tuple(shown), read.txts, read.word_results, read.scores, strict=True):
                crop = replace(crops[number], upside_down=False)
                words = tuple(words_of(text, info, crop.quad, upside_down=backwards, size=image.size))
                letters = letters_of(info, text, crop.quad, upside_down=backwards)
                line = OcrLine(words, crop.direction, crop.place, letters)
                if score >= _SURE and _letters(line) >= _LEAST:
                    crops[number] = replace(crops[number], others=(*crops[number].others, line))
                    del shown[number]
            if not shown:
                break
    return False
