"""Letters that are shown against their order: overrides of direction, in characters and in markup.

After a right-to-left override, ``ailemA`` reads “Amelia”. Ordinary marks of direction (LRM, RLM, isolates), as Hebrew
and Arabic texts have them, turn nothing round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import regex

from postcheck.text.characters import EMBEDS, ENDS_EMBEDDING, ENDS_ISOLATE, HIDDEN, ISOLATES, OVERRIDE
from postcheck.text.source_map import Piece

_DEEPEST = 125
"""How many stretches within each other have directions of their own (Unicode Standard Annex 9)."""
_LINE_ENDS = "\n\r\x85"
_GRAPHEME = regex.compile(r"\X")
_TURNS = regex.compile(r"unicode-bidi\s*+:\s*+(?:bidi|isolate)-override", regex.IGNORECASE)
_RIGHT_TO_LEFT = regex.compile(r"direction\s*+:\s*+rtl", regex.IGNORECASE)


def backwards(text: str) -> str:
    """Return each line of a text from its end to its beginning, letters with what belongs to them."""
    return "\n".join("".join(reversed(_GRAPHEME.findall(HIDDEN.sub("", line)))) for line in text.split("\n"))


def turns_letters(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element of HTML or SVG has its letters shown from right to left, whatever letters they are."""
    style = attributes.get("style", "")
    if _TURNS.search(style) and _RIGHT_TO_LEFT.search(style):
        return True
    override = attributes.get("unicode-bidi", "").strip().casefold().endswith("-override")
    if override and attributes.get("direction", "").strip().casefold() == "rtl":
        return True
    return name == "bdo" and attributes.get("dir", "").strip().casefold() != "ltr"


def as_shown(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the lines of a text that hold overrides of direction, in the order in which they are shown.

    What is turned round is one piece, whose place is all of it.
    """
    pieces = list(pieces)
    if not any(OVERRIDE in text for text, _, _ in pieces):
        return
    for line in _lines(pieces):
        if any(OVERRIDE in text for text, _, _ in line):
            yield from _line_as_shown(line)
            yield "\n", line[-1][2], line[-1][2]


def _lines(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield the lines of a text, its characters apart where they have places of their own."""
    line: list[Piece] = []
    for text, start, end in pieces:
        exact = len(text) == end - start
        for at, char in enumerate(text):
            low, high = (start + at, start + at + 1) if exact else (start, end)
            if char in _LINE_ENDS:
                if line:
                    yield line
                line = []
            else:
                line.append((char, low, high))
    if line:
        yield line


def _line_as_shown(line: list[Piece]) -> Iterator[Piece]:
    open_signs: list[str] = []
    turned: list[Piece] = []
    for piece in line:
        char = piece[0]
        was_turned = OVERRIDE in open_signs
        if char in EMBEDS or char in ISOLATES:
            open_signs += [char] if len(open_signs) < _DEEPEST else []
        elif char == ENDS_EMBEDDING and open_signs and open_signs[-1] in EMBEDS:
            open_signs.pop()
        elif char == ENDS_ISOLATE and any(sign in ISOLATES for sign in open_signs):
            while open_signs.pop() not in ISOLATES:
                pass
        if was_turned or OVERRIDE in open_signs:
            turned.append(piece)
        else:
            yield from _turned(turned)
            turned = []
            if not HIDDEN.fullmatch(char):
                yield piece
    yield from _turned(turned)


def _turned(pieces: list[Piece]) -> Iterator[Piece]:
    if pieces:
        yield backwards("".join(piece[0] for piece in pieces)), pieces[0][1], max(piece[2] for piece in pieces)
