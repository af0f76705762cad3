"""The words of a line as RapidOCR reads it, each with its place in the picture."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean
from typing import Any

from postcheck.read.engines.base import OcrWord
from postcheck.read.engines.line_crops import Quad, part_of

_MIN_CONFIDENCE = 0.35
"""Words that RapidOCR trusts less are patterns far more often than text."""


def words_of(text: str, info: Any, quad: Quad, *, upside_down: bool, size: tuple[int, int]) -> Iterator[OcrWord]:  # noqa: ANN401 - RapidOCR has no types
    """Cut a line into its words, in the middle of the white space between letters."""
    columns = [column for word in info.word_cols for column in word]
    letters = [index for index, char in enumerate(text) if not char.isspace()]
    if not letters or len(columns) != len(letters) or not info.line_txt_len or len(info.confs) != len(text):
        # Without their places, letters count as equally wide.
        columns, total = letters, float(max(1, len(text)))
    else:
        total = float(info.line_txt_len)
    confidences = info.confs if len(info.confs) == len(text) else [fmean(info.confs or [0.0])] * len(text)
    groups: list[list[int]] = []
    for number, index in enumerate(letters):
        if not number or index != letters[number - 1] + 1:
            groups.append([])
        groups[-1].append(number)
    for place, group in enumerate(groups):
        start = (columns[groups[place - 1][-1]] + columns[group[0]] + 1) / 2 / total if place else 0.0
        end = (columns[group[-1]] + columns[groups[place + 1][0]] + 1) / 2 / total if place + 1 < len(groups) else 1.0
        confidence = fmean(confidences[letters[number]] for number in group)
        if confidence >= _MIN_CONFIDENCE:
            word = "".join(text[letters[number]] for number in group)
            yield OcrWord(
                word, part_of(quad, min(start, 1.0), min(end, 1.0), upside_down=upside_down, size=size), confidence
            )
