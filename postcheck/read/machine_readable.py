"""Names in the machine-readable zone of a passport or an identity card: ``P<GBRBROWN<<HOLLIE<MARIA<<<<``.

There ``<`` fills the gaps between names and the rest of the line, so that the line is one word to an engine. It is read
as people would: forenames, then surname, each in its place. (ICAO Doc 9303.)
"""

from __future__ import annotations

import re
from dataclasses import replace

from postcheck.model.text import Box
from postcheck.read.engines.base import OcrLine, OcrWord, TextDirection

_NAMES = re.compile(
    r"(?P<surname>[A-Z][A-Z0158|]+(?:<[A-Z0158|]{2,})*)<<(?P<forenames>[A-Z0158|]{2,}(?:<[A-Z0158|]+)*)(?:<.*)?"
)
_NAME = re.compile(r"[^<]+")
_DOCUMENT = re.compile(r"[PIACV][A-Z<][A-Z<]{3}(?=[A-Z]{2})")
"""Kind of document and issuing state, which stand before the names unless those have a line of their own."""
_WITH_DOCUMENT = 33
"""Characters from which on a line begins with them: it has 36 or 44, one with names alone 30."""
_LIKE = str.maketrans("0158|«", "OISBI<")
"""What letters are taken for, as these lines have no figures among names; and what ``<`` is taken for."""


def with_names(line: OcrLine) -> OcrLine:
    """Return a line with the names in its machine-readable words as words of their own; mostly the line itself."""
    if not any("<<" in word.text or "«" in word.text for word in line.words):
        return line
    whole = "".join(word.text for word in line.words)
    words = _names(OcrWord(whole, _around(line), min(word.confidence for word in line.words)), line.direction)
    return replace(line, words=words) if words else line


def _names(word: OcrWord, direction: TextDirection) -> tuple[OcrWord, ...]:
    """Return the names in a word, forenames first; nothing if it is no machine-readable one."""
    text = word.text.replace("«", "<<")
    begins = _DOCUMENT.match(text)
    start = begins.end() if begins and (text[1] == "<" or len(text) >= _WITH_DOCUMENT) else 0
    found = _NAMES.fullmatch(text, start)
    if not found:
        return ()
    parts = [match.span() for name in ("forenames", "surname") for match in _NAME.finditer(text, *found.span(name))]
    return tuple(
        OcrWord(
            text[first:last].translate(_LIKE),
            _part(word.box, first / len(text), last / len(text), direction),
            word.confidence,
        )
        for first, last in parts
    )


def _around(line: OcrLine) -> Box:
    box = line.words[0].box
    for word in line.words[1:]:
        box = box.union(word.box)
    return box


def _part(box: Box, first: float, last: float, direction: TextDirection) -> Box:
    """Return part of the box of a word whose letters are equally wide, as those of these lines are."""
    if direction in {TextDirection.LEFT, TextDirection.UP}:
        first, last = 1 - last, 1 - first
    if direction in {TextDirection.DOWN, TextDirection.UP}:
        return Box(box.left, box.top + round(first * box.height), box.width, max(1, round((last - first) * box.height)))
    return Box(box.left + round(first * box.width), box.top, max(1, round((last - first) * box.width)), box.height)
