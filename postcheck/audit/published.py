"""An item of an archive, with what was read in its media, as a draft that can be judged."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path, PurePosixPath

from postcheck.archive import ArchivedItem, ItemText, Media, MediaKind
from postcheck.audit.store import StoredItem, StoredReading
from postcheck.model.draft import Annotations, Draft, DraftImage, Header, Part, PersonRef, Unexamined, Video
from postcheck.model.reading import ImageFacts, Reading
from postcheck.model.text import Passage, PlaceKind, SourceText, TextFile, Where
from postcheck.read.published import names_of_videos, said_of, texts_of

_MISSING = (
    "The archive names it and lacks it, so nobody has looked at it. Look at it on the network, or export it again."
)
_APART = "\n\n"
_NOT_YET = "It has not been looked at yet. Run `postcheck audit read` again to its end."


def as_draft(stored: StoredItem) -> tuple[Draft, Reading]:
    """Return an item as a draft, and all that was read in it.

    Its flags say in which file of the archive they are: of the item's own words it is where the item stands in it.
    """
    item = stored.item
    words = _Words(item)
    images: list[DraftImage] = []
    videos: list[Video] = []
    unexamined: list[Unexamined] = []
    passages: list[Passage] = []
    facts: list[ImageFacts] = []
    for number, (media, read) in enumerate(zip(item.media, stored.readings, strict=True), start=1):
        shown = name_of(media)
        key = f"media-{number}"
        if reason := _why_not_read(read):
            unexamined.append(Unexamined(shown, reason))
        if media.kind is MediaKind.IMAGE:
            image = DraftImage(
                key,
                Path(shown),
                shown,
                Where(PlaceKind.POST, words.name),
                words.said(media),
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
            own = shown if media.kind is MediaKind.VIDEO else ""
            facts += (
                dataclasses.replace(one, key=own or one.key or key, name=own or one.name or PurePosixPath(shown).name)
                for one in read.reading.images
            )
            unexamined += (dataclasses.replace(one, file=shown) for one in read.reading.unexamined)
    draft = words.draft(tuple(images), tuple(videos))
    everything = (*texts_of(draft), *passages, *names_of_videos(draft))
    return draft, Reading(everything, tuple(dict.fromkeys(unexamined)), tuple(facts))


def name_of(media: Media) -> str:
    """Return what a medium is called: its path within its archive, or as the export names it."""
    return media.member.file if media.member else PurePosixPath(media.written).name or media.written


class _Words:
    """The words of an item as one file, one text after the other: each place in it is that of one text."""

    def __init__(self, item: ArchivedItem) -> None:
        self._item = item
        self.name = str(item.place)
        texts = [*item.texts, *(text for media in item.media for text in media.texts)]
        self._file = TextFile(self.name, _APART.join(text.text for text in texts))
        starts = accumulate((len(text.text) + len(_APART) for text in texts), initial=0)
        self._slices = {
            id(text): SourceText.slice(self._file, start, start + len(text.text))
            for text, start in zip(texts, starts, strict=False)
        }

    def draft(self, images: tuple[DraftImage, ...], videos: tuple[Video, ...]) -> Draft:
        """Return the item as a draft."""
        item = self._item
        body = next((text for text in item.texts if text.markdown), None)
        run = self._of(body).runs[0] if body and body.text else None
        return Draft(
            self.name,
            None,
            file=self._file,
            body=(run.origin, run.origin_end) if run else (0, 0),
            header=Header(
                channels=item.channels or ((item.source.channel,) if item.source.channel else ()),
                account=item.account,
                videos=videos,
                people=self._people(item.shown.people),
                work_of=self._people(item.shown.work_of),
                quote_of=self._people(item.shown.quote_of),
            ),
            images=images,
            parts=tuple(Part(text.field, self._of(text)) for text in item.texts if text is not body),
        )

    def said(self, media: Media) -> Annotations:
        """Return what stands with a picture."""
        texts = [(text.field, self._of(text)) for text in media.texts]
        caption = next((text for field, text in texts if field == "caption"), None)
        return Annotations(
            alt=tuple(text for _, text in texts if text is not caption),
            caption=caption,
            people=self._people(media.shown.people),
            work_of=self._people(media.shown.work_of),
            quote_of=self._people(media.shown.quote_of),
        )

    def _of(self, text: ItemText) -> SourceText:
        return self._slices[id(text)]

    def _people(self, written: tuple[str, ...] | None) -> tuple[PersonRef, ...] | None:
        if written is None:
            return None
        return tuple(PersonRef(text, Where(PlaceKind.POST, self.name)) for text in written)


def _texts(name: str, texts: Iterable[ItemText]) -> Iterator[Passage]:
    for text in texts:
        if text.text.strip():
            source = SourceText.slice(TextFile(name, text.text), 0, len(text.text))
            yield Passage(text.text, PlaceKind.TEXT, name, text.field, source=source)


def _bound(passages: Iterable[Passage], key: str, name: str) -> Iterator[Passage]:
    """Yield what was read in a medium as a part of its item.

    Files of one content are read once, so that what was read may name another of them.
    """
    for passage in passages:
        inner = passage.image and passage.file
        yield dataclasses.replace(
            passage, file=passage.file if inner else name, image=key if passage.image == "" else passage.image
        )


def _why_not_read(read: StoredReading) -> str:
    if read.missing:
        return _MISSING
    return _NOT_YET if read.reading is None else ""
