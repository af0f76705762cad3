"""An item of an archive, with what was read in its media, as a draft that can be judged."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from postcheck.archive import ArchivedItem, ItemText, Media, MediaKind
from postcheck.audit.store import StoredItem, StoredReading
from postcheck.model.draft import Annotations, Draft, DraftImage, Header, Part, Unexamined, Video
from postcheck.model.reading import ImageFacts, Reading
from postcheck.model.text import Passage, PlaceKind, SourceText, TextFile, Where
from postcheck.read.published import names_of_videos, said_of, texts_of

_MISSING = (
    "The archive names it and lacks it, so nobody has looked at it. Look at it on the network, or export it again."
)
_NOT_YET = "It has not been looked at yet. Run `postcheck audit read` again to its end."


def as_draft(stored: StoredItem) -> tuple[Draft, Reading]:
    """Return an item as a draft, and all that was read in it.

    Its flags say in which file of the archive they are: of the item's own words it is where the item stands in it.
    """
    item = stored.item
    name = str(item.place)
    images: list[DraftImage] = []
    videos: list[Video] = []
    unexamined: list[Unexamined] = []
    passages: list[Passage] = []
    facts: list[ImageFacts] = []
    for number, (media, read) in enumerate(zip(item.media, stored.readings, strict=True), start=1):
        shown = media.member.file if media.member else PurePosixPath(media.written).name or media.written
        key = f"media-{number}"
        if reason := _why_not_read(read):
            unexamined.append(Unexamined(shown, reason))
        if media.kind is MediaKind.IMAGE:
            image = DraftImage(
                key,
                Path(shown),
                shown,
                Where(PlaceKind.POST, name),
                _said(media, shown),
                absent=read.reading is None,
            )
            images.append(image)
            passages += said_of(image)
        else:
            if media.kind is MediaKind.VIDEO:
                videos.append(Video(shown))
            passages += _texts(shown, media.texts)
        if read.reading is not None:
            passages += _bound(read.reading.passages, key, shown)
            facts += (
                dataclasses.replace(one, key=one.key or key, name=one.name or PurePosixPath(shown).name)
                for one in read.reading.images
            )
            unexamined += (dataclasses.replace(one, file=one.file or shown) for one in read.reading.unexamined)
    draft = _draft(item, name, tuple(images), tuple(videos))
    words = (*texts_of(draft), *passages, *names_of_videos(draft))
    return draft, Reading(words, tuple(dict.fromkeys(unexamined)), tuple(facts))


def _draft(item: ArchivedItem, name: str, images: tuple[DraftImage, ...], videos: tuple[Video, ...]) -> Draft:
    body = next((text for text in item.texts if text.markdown), None)
    file = TextFile(name, body.text) if body else None
    channels = item.channels or ((item.source.channel,) if item.source.channel else ())
    return Draft(
        name,
        None,
        file=file,
        body=(0, len(file.text)) if file else (0, 0),
        header=Header(channels=channels, account=item.account, videos=videos),
        images=images,
        parts=tuple(
            Part(text.field, SourceText.slice(TextFile(name, text.text), 0, len(text.text)))
            for text in item.texts
            if text is not body
        ),
    )


def _said(media: Media, name: str) -> Annotations:
    """Return what stands with a picture."""
    texts = [(text.field, SourceText.slice(TextFile(name, text.text), 0, len(text.text))) for text in media.texts]
    caption = next((text for field, text in texts if field == "caption"), None)
    return Annotations(alt=tuple(text for _, text in texts if text is not caption), caption=caption)


def _texts(name: str, texts: Iterable[ItemText]) -> Iterator[Passage]:
    for text in texts:
        if text.text.strip():
            source = SourceText.slice(TextFile(name, text.text), 0, len(text.text))
            yield Passage(text.text, PlaceKind.TEXT, name, text.field, source=source)


def _bound(passages: Iterable[Passage], key: str, name: str) -> Iterator[Passage]:
    """Yield what was read in a medium as a part of its item."""
    for passage in passages:
        yield dataclasses.replace(
            passage, file=passage.file or name, image=key if passage.image == "" else passage.image
        )


def _why_not_read(read: StoredReading) -> str:
    if read.missing:
        return _MISSING
    return _NOT_YET if read.reading is None else ""
