"""The texts of a post as they will look, cut where something in them was flagged or must not be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from postcheck.model.draft import Draft, Header
from postcheck.model.report import DraftReport
from postcheck.model.text import Passage, PlaceKind, SourceRun, SourceText, Where

Span = tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """A piece of text that will be published."""

    field: str
    """``body``, ``title``, ``alt``, ``link`` …"""
    source: SourceText
    image: str | None = None
    """The image that it is about (its ``DraftImage.key``), if any."""
    names: tuple[Span, ...] = ()
    """Where the names of people who may be pupils were found in it, flagged or not."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text."""

    text: str
    marks: tuple[int, ...]
    """The marks that cover it, as indices in the order given."""
    hidden: bool
    """Whether it must not be seen."""


def shown_texts(post: DraftReport) -> tuple[Shown, ...]:
    """Return the texts of a post as they were read or, if nothing was read, as they were written."""
    read = tuple(
        Shown(passage.field, passage.source, passage.image, names_in(post, passage))
        for passage in post.passages
        if passage.kind is PlaceKind.TEXT and passage.source is not None
    )
    return read or tuple(_written(post.draft))


def names_in(post: DraftReport, passage: Passage) -> tuple[Span, ...]:
    """Return where the passage names people who may be pupils."""
    mentions = (mention for mention in post.mentions if mention.candidates or not mention.adult)
    return tuple((mention.start, mention.end) for mention in mentions if mention.passage == passage)


def _written(draft: Draft) -> Iterable[Shown]:
    header = draft.header
    if header.title:
        yield Shown("title", header.title)
    if draft.file:
        yield Shown("body", _body(draft))
    if header.first_comment:
        yield Shown("first_comment", header.first_comment)
    for tag in header.tags:
        yield Shown("tags", tag)
    yield from _keyed(header)
    for image in draft.images:
        for alt in image.said.alt:
            yield Shown("alt", alt, image.key)
        for field, text in (("caption", image.said.caption), ("credit", image.said.credit)):
            if text:
                yield Shown(field, text, image.key)


def _keyed(header: Header) -> Iterable[Shown]:
    """Yield what a site publishes of a header under keys of its own."""
    return (Shown(part.field, part.text) for part in header.texts if isinstance(part.text, SourceText))


def _body(draft: Draft) -> SourceText:
    """Return the body without what is published through an image."""
    file = draft.file
    if file is None:
        raise ValueError("an image by itself has no body")
    texts: list[str] = []
    runs: list[SourceRun] = []
    position, length = draft.body[0], 0
    for start, end in (*draft.masked, (draft.body[1], draft.body[1])):
        if start > position:
            texts.append(file.text[position:start])
            runs.append(SourceRun(length, start - position, position, start))
            length += start - position
        position = max(position, end)
    return SourceText("".join(texts), file, tuple(runs))


def span_of(source: SourceText, where: Where) -> Span | None:
    """Return the stretch of a text that a place in its file corresponds to, or None if it lies elsewhere."""
    if where.kind is not PlaceKind.TEXT or where.file != source.file.name or where.start is None or where.end is None:
        return None
    touched: list[int] = []
    for run in source.runs:
        low, high = max(run.origin, where.start), min(run.origin_end, where.end)
        if low < high:
            exact = run.origin_end - run.origin == run.length
            touched += (
                [run.start + (low - run.origin), run.start + (high - run.origin)]
                if exact
                else [run.start, run.start + run.length]
            )
    return (min(touched), max(touched)) if touched else None


def segments(text: str, marks: Sequence[Span], hidden: Iterable[Span] = ()) -> tuple[Segment, ...]:
    """Return the text cut at both ends of every mark; hidden stretches that touch become one piece."""
    covers = _merged((max(0, start), min(end, len(text))) for start, end in hidden)
    cuts = {0, len(text), *(end for mark in (*marks, *covers) for end in mark)}
    cuts = {cut for cut in cuts if not any(start < cut < end for start, end in covers)}
    ordered = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    return tuple(
        Segment(
            text[start:end],
            tuple(number for number, (low, high) in enumerate(marks) if low < end and start < high),
            any(low < end and start < high for low, high in covers),
        )
        for start, end in pairwise(ordered)
    )


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
