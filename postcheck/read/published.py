"""What a draft says in words, as passages: its texts, what it says of its images, and the names of its files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postcheck.model.draft import Draft, DraftImage, Part, Video
from postcheck.model.reading import base_name
from postcheck.model.text import Passage, PlaceKind, SourceText
from postcheck.read.markdown import render
from postcheck.text.directions import as_shown
from postcheck.text.source_map import derive, visible


def texts_of(draft: Draft) -> Iterator[Passage]:
    """Yield the texts of a draft: title, body, first comment, tags, what else its header publishes, and parts."""
    header = draft.header
    if header.title is not None:
        yield from _rendered("title", header.title)
    if draft.file is not None:
        start, end = draft.body
        masked = [(low - start, high - start) for low, high in draft.masked]
        yield from _rendered("body", SourceText.slice(draft.file, start, end), masked)
    if header.first_comment is not None:
        yield from _rendered("first_comment", header.first_comment)
    for tag in header.tags:
        yield from _passages("tags", visible(tag))
        yield from _turned("tags", tag)
    for text in header.texts:
        yield from _part(text, draft.path)
    for part in draft.parts:
        yield from _part(part, draft.path)


def said_of(image: DraftImage) -> Iterator[Passage]:
    """Yield what the draft says of an image, and the image's file name."""
    for alt in image.said.alt:
        yield from _rendered("alt", alt, image=image.key)
    for name, text in (("caption", image.said.caption), ("credit", image.said.credit)):
        if text is not None:
            yield from _rendered(name, text, image=image.key)
    if image.inside is None or image.inside.pages:
        for name in _name_as_written_and_shown(base_name(image.name)):
            yield Passage(name, PlaceKind.FILENAME, image.name, "filename", image=image.key)


def names_of_videos(draft: Draft) -> Iterator[Passage]:
    """Yield the names of the files of the draft's videos."""
    for video in draft.header.videos:
        for name in filter(None, _name_as_written_and_shown(base_name(video.file))):
            yield Passage(name, PlaceKind.FILENAME, video.file, "filename")


def subtitles_of(video: Video) -> Iterator[Passage]:
    """Yield what is said in the subtitles beside a video."""
    for part in video.words:
        yield from _part(part, video.file)


def _part(part: Part, file: str) -> Iterator[Passage]:
    """Yield the text of a document's part, which holds no more markup."""
    if isinstance(part.text, SourceText):
        yield from _passages(part.field, visible(part.text), part.image)
        yield from _turned(part.field, part.text, part.image)
    elif part.text.strip():
        name = part.image or file
        yield Passage(
            part.text, part.kind, name, part.field, words=part.words, image=part.image, frame=part.frame, size=part.size
        )
        if turned := _as_shown(part.text):
            yield Passage(turned, part.kind, name, part.field, image=part.image, frame=part.frame)


def _rendered(
    name: str, source: SourceText, masked: Sequence[tuple[int, int]] = (), *, image: str | None = None
) -> Iterator[Passage]:
    rendered = render(source, masked)
    yield from _passages(name, rendered.text, image)
    for detached in rendered.detached:
        yield from _passages(detached.field or name, detached.text, image)


def _turned(name: str, text: SourceText, image: str | None = None) -> Iterator[Passage]:
    """Yield the lines in which letters are shown against their order, as they are shown."""
    yield from _passages(name, derive(text, as_shown([(text.text, 0, len(text.text))])), image)


def _as_shown(text: str) -> str:
    return "".join(piece[0] for piece in as_shown([(text, 0, len(text))])).strip()


def _name_as_written_and_shown(name: str) -> Iterator[str]:
    yield name
    if turned := _as_shown(name):
        yield turned


def _passages(name: str, text: SourceText, image: str | None = None) -> Iterator[Passage]:
    if text.text.strip():
        yield Passage(text.text, PlaceKind.TEXT, text.file.name, name, source=text, image=image)
