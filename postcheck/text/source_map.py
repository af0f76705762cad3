"""Building a text out of pieces of another, without losing the way back to the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from postcheck.model.text import SourceRun, SourceText
from postcheck.text.characters import HIDDEN

Piece = tuple[str, int, int]
"""A text and the stretch ``start`` to ``end`` of the source text that it stands for; an empty stretch for what was
added."""


def derive(base: SourceText, pieces: Iterable[Piece]) -> SourceText:
    """Return the concatenation of ``pieces`` as a source text of ``base``'s file.

    A piece that is as long as its stretch corresponds to it character by character; any other is one unit.
    """
    texts: list[str] = []
    runs: list[SourceRun] = []
    position = 0
    starts = [run.start for run in base.runs]
    for text, start, end in pieces:
        if not text:
            continue
        texts.append(text)
        if end > start:
            found = _runs(base, starts, start, end) if len(text) == end - start else _unit(base, len(text), start, end)
            for run in found:
                _append(runs, SourceRun(run.start + position, run.length, run.origin, run.origin_end))
        position += len(text)
    return SourceText("".join(texts), base.file, tuple(runs))


def _unit(base: SourceText, length: int, start: int, end: int) -> Iterator[SourceRun]:
    origin, origin_end = base.origin(start, end)
    yield SourceRun(0, length, origin, origin_end)


def _runs(base: SourceText, starts: list[int], start: int, end: int) -> Iterator[SourceRun]:
    """Yield the parts of the base's runs between ``start`` and ``end``, counted from ``start``."""
    for index in range(max(0, bisect_right(starts, start) - 1), len(base.runs)):
        run = base.runs[index]
        if run.start >= end:
            return
        low, high = max(run.start, start), min(run.start + run.length, end)
        if low >= high:
            continue
        if run.origin_end - run.origin == run.length:
            origin = run.origin + (low - run.start)
            yield SourceRun(low - start, high - low, origin, origin + (high - low))
        else:
            yield SourceRun(low - start, high - low, run.origin, run.origin_end)


def _append(runs: list[SourceRun], run: SourceRun) -> None:
    """Add ``run``, joined to the last one where both continue each other exactly."""
    if runs:
        last = runs[-1]
        exact = last.origin_end - last.origin == last.length and run.origin_end - run.origin == run.length
        if exact and last.origin_end == run.origin and last.start + last.length == run.start:
            runs[-1] = SourceRun(last.start, last.length + run.length, last.origin, run.origin_end)
            return
    runs.append(run)


def visible(base: SourceText) -> SourceText:
    """Return ``base`` without the characters that nobody sees (soft hyphens, zero width spaces, direction marks)."""
    if not HIDDEN.search(base.text):
        return base
    return derive(base, _visible_pieces(base.text, 0, len(base.text)))


def _visible_pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    for match in HIDDEN.finditer(text, start, end):
        yield text[start : match.start()], start, match.start()
        start = match.end()
    yield text[start:end], start, end
