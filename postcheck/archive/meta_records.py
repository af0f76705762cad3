"""What a record of Facebook's or Instagram's says and shows, wherever in it that stands.

The two networks write the same building blocks in ever new arrangements. So a record is walked whole: what has a
``uri`` is a medium, and every other text is read unless it is known to be technical.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from postcheck.archive.base import ItemText, Media, MediaKind, Source
from postcheck.archive.export import Export
from postcheck.archive.json_stream import Value
from postcheck.archive.media import is_on_web, kind_of
from postcheck.archive.mojibake import mended
from postcheck.archive.moments import from_seconds
from postcheck.text.html_words import word_set

_FIELDS = {
    "post": "body",
    "text": "body",
    "comment": "comment",
    "title": "title",
    "description": "caption",
    "caption": "caption",
    "alt_text": "alt",
    "accessibility_caption": "alt",
    "custom_accessibility_caption": "alt",
    "name": "name",
    "url": "link",
    "href": "link",
    "question": "poll",
    "option": "poll",
    "author": "author",
    "group": "group",
    "tags": "tags",
    "address": "place",
    "city": "place",
}
_LABELS = {"message": "body", "post": "body", "text": "body", "comment": "comment", "caption": "caption", "url": "link"}
_TECHNICAL = word_set(
    "fbid ent_name ent_field_name id media_metadata exif_data coordinate latitude longitude upload_ip source_app "
    "cross_post_source media_variants dubbing_info backup_uri reaction actor thumbnail privacy mode "
    "ai_generated ad_id currency donated_amount"
)
"""Keys of values that no visitor sees; they are looked through for subtitles and alt texts alone."""
_MOMENTS = (
    "timestamp",
    "creation_timestamp",
    "create_timestamp",
    "created_timestamp",
    "taken_at",
    "start_timestamp",
    "timestamp_value",
)
_PATHS = ("uri", "path")
_SUBTITLES = frozenset({".srt", ".vtt"})


@dataclass
class Content:
    """What a record says and shows."""

    texts: list[ItemText] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)

    def of(self, field_name: str) -> list[str]:
        """Return the texts of one field."""
        return [text.text for text in self.texts if text.field == field_name]


def read_record(value: Value, export: Export) -> Content:
    """Return what a record says and shows. Instagram calls captions titles."""
    content = Content()
    _walk(value, "", content, export)
    if export.source is Source.INSTAGRAM:
        content.texts = [_caption(text) for text in content.texts]
        content.media = [replace(one, texts=tuple(map(_caption, one.texts))) for one in content.media]
    return content


def _caption(text: ItemText) -> ItemText:
    return replace(text, field="caption") if text.field == "title" else text


def moment_of(value: Value) -> datetime | None:
    """Return when a record was published: what it says itself counts before what its parts say."""
    if isinstance(value, Mapping):
        for key in _MOMENTS:
            if (moment := from_seconds(value.get(key))) is not None:
                return moment
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return next((moment for one in inner if (moment := moment_of(one)) is not None), None)


def labelled(value: Value, *labels: str) -> str:
    """Return what stands under one of some labels in ``string_map_data`` or ``label_values``; empty if nothing does."""
    wanted = {label.casefold() for label in labels}
    if isinstance(value, Mapping):
        if str(value.get("label", "")).casefold() in wanted:
            return text_of(value.get("value")) or text_of(value.get("href"))
        for key, inner in value.items():
            if key.casefold() in wanted and isinstance(inner, Mapping):
                return text_of(inner.get("value")) or text_of(inner.get("href"))
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return next(filter(None, (labelled(one, *labels) for one in inside)), "")


def text_of(value: Value) -> str:
    """Return a text as it was meant; empty if the value is none."""
    return mended(value).strip() if isinstance(value, str) else ""


def _walk(value: Value, key: str, content: Content, export: Export) -> None:
    if isinstance(value, str):
        if text := text_of(value):
            content.texts.append(ItemText(_FIELDS.get(key, key.casefold() or "body"), text))
    elif isinstance(value, list):
        for one in value:
            _walk(one, key, content, export)
    elif isinstance(value, Mapping):
        if path := _path_of(value):
            _walk_medium(path, value, content, export)
        elif "label" in value:
            _walk_labelled(value, content, export)
        else:
            _walk_entries(value, key, content, export)


def _path_of(value: Mapping[str, Value]) -> str:
    return next((path for key in _PATHS if isinstance(path := value.get(key), str) and path), "")


def _walk_medium(path: str, value: Mapping[str, Value], content: Content, export: Export) -> None:
    beside = Content()
    _walk_entries({name: one for name, one in value.items() if name not in _PATHS}, "", beside, export)
    if is_on_web(path) and kind_of(path) is MediaKind.OTHER:
        content.texts.extend((ItemText("link", path), *beside.texts))
    else:
        content.media.append(export.media(mended(path), beside.texts))
    content.media.extend(beside.media)


def _walk_labelled(value: Mapping[str, Value], content: Content, export: Export) -> None:
    """Read ``{"label": "Message", "value": "…"}``; the label is a heading in the language of the account."""
    label = text_of(value.get("label")).casefold()
    field_name = _LABELS.get(label, label.replace(" ", "_") or "body")
    for name, one in value.items():
        if name in {"value", "href"}:
            if text := text_of(one):
                content.texts.append(ItemText("link" if name == "href" else field_name, text))
        elif name != "label" and name not in _TECHNICAL:
            _walk(one, field_name, content, export)


def _walk_entries(value: Mapping[str, Value], key: str, content: Content, export: Export) -> None:
    for name, one in value.items():
        if name in _TECHNICAL:
            content.media.extend(_files_in(one, export))
            content.texts.extend(_described_in(one))
        elif name == "string_map_data" and isinstance(one, Mapping):
            for label, inner in one.items():
                _walk(inner, _LABELS.get(label.casefold(), label.casefold().replace(" ", "_")), content, export)
        elif name == "value" and key:
            _walk(one, key, content, export)
        else:
            _walk(one, key if key == "tags" else name, content, export)


def _described_in(value: Value) -> Iterator[ItemText]:
    """Yield the alt texts in what is technical: screen readers read them out."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if _FIELDS.get(name) == "alt" and (text := text_of(one)):
                yield ItemText("alt", text)
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for one in inside:
        yield from _described_in(one)


def _files_in(value: Value, export: Export) -> Iterator[Media]:
    """Yield the media in what is technical: subtitles, and first frames that are files of their own."""
    if isinstance(value, Mapping):
        path = _path_of(value)
        if path and not is_on_web(path):
            named = export.media(mended(path))
            if named.member is not None or path[-4:].casefold() in _SUBTITLES:
                yield named
    inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for one in inside:
        yield from _files_in(one, export)
