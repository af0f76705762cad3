"""Reads the JSON files of Facebook's and Instagram's exports; what a file is tells its path, what is in it its keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from postcheck.archive.base import ArchivedItem, ItemKind, ItemText
from postcheck.archive.export import Export, Found
from postcheck.archive.json_stream import Record, Value, records
from postcheck.archive.meta_records import Content, labelled, moment_of, read_record, text_of
from postcheck.errors import UnreadableError

GENERATED_BY_NETWORK = frozenset({"title", "name", "author", "group"})
"""Fields whose words the network writes, in the language that the account has on the day of the export."""
_MEDIA_ID = re.compile(r"(?P<id>\d{9,})(?:_[a-z]+)?\.\w{3,4}$")


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What one sort of file of an export is."""

    path: re.Pattern[str]
    """Its whole path, from the root of the export."""
    kind: ItemKind | None
    """What its records are; None if none of them is published."""
    why_not: str = ""
    """Why its records, or the whole file, are not published."""
    counted: bool = False
    """Whether its records were made for publication, so that they are counted one by one."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a network's exports are laid out."""

    network: str
    """As people call it."""
    files: tuple[KnownFile, ...]
    """In order: the first that fits says what a file is."""
    pages: re.Pattern[str]
    """The pages that an export consists of if it was asked for in HTML."""
    posts: str
    """The folder with the posts: a file that is given by itself is taken for one of that."""


def layout(
    network: str,
    within: str,
    files: Sequence[tuple[str, ItemKind | str]],
    *,
    counted: Sequence[str],
    published: str,
    posts: str,
) -> Layout:
    """Return a layout.

    Parameters
    ----------
    network:
        As people call it.
    within:
        Pattern of the folder, with its ``/``, that most of an export lies in since some year, and earlier did not.
    files:
        Patterns of paths below it, each with the kind of item or why there are none.
    counted:
        Of these reasons those whose records are counted one by one.
    published:
        Pattern of the folders with what is published.
    posts:
        The one of them that holds the posts.
    """
    known = []
    for pattern, what in files:
        path = re.compile(rf"(?:{within})?(?:{pattern})", re.IGNORECASE)
        if isinstance(what, ItemKind):
            known.append(KnownFile(path, what))
        else:
            known.append(KnownFile(path, None, what, what in counted))
    pages = re.compile(rf"(?:{within})?(?:{published})/(?:[^/]+/)?[^/]+\.html", re.IGNORECASE)
    return Layout(network, tuple(known), pages, posts)


Make = Callable[[str, Record, ItemKind], ArchivedItem]


def read_export(export: Export, how: Layout, make: Make) -> Iterator[Found]:
    """Yield what an export holds of what was published. Files that the layout doesn't know stay unaccounted for."""
    every = export.files.names()
    for name in every:
        path = f"{how.posts}/{name}" if len(every) == 1 and "/" not in name else name
        what = next((one for one in how.files if one.path.fullmatch(path)), None)
        if how.pages.fullmatch(path):
            yield export.not_read(
                name,
                f"It is a web page: the export was asked for in HTML. Ask {how.network} for it in JSON, and read that.",
            )
        elif what is None:
            continue
        elif what.kind is None and not what.counted:
            export.pass_over(name, what.why_not)
        else:
            yield from _read_file(name, what, export, make)


def _read_file(name: str, what: KnownFile, export: Export, make: Make) -> Iterator[Found]:
    """Yield the items of one JSON file, or count them if they are not published."""
    export.reading(name)
    last = 0
    try:
        with export.files.open(name) as file:
            for record in records(file):
                last = record.index
                if what.kind is not None:
                    yield from _made(name, record, what.kind, export, make)
                elif isinstance(record.value, Mapping):
                    export.tally.not_published[what.why_not] += 1
                    with export.pool.withholding():
                        read_record(record.value, export)
    except UnreadableError as error:
        yield export.fault(name, error, index=last)
    yield from export.more_changed(name)


def _made(name: str, record: Record, kind: ItemKind, export: Export, make: Make) -> Iterator[Found]:
    item = make(name, record, kind)
    if item.texts or item.media:
        yield item
    elif item.date is None and record.value and record.index:
        lacking = "all fields that posts have (timestamp, data, attachments, media, title, label_values)"
        yield from export.changed(name, lacking, index=record.index)


def item_of(name: str, record: Record, kind: ItemKind, export: Export) -> ArchivedItem:
    """Return what a record says as an item."""
    value = record.value if record.index else {record.key: record.value}
    content = read_record(value, export)
    identity, address = _identity(record.value), _address(record.value)
    told_by = [text.text for text in content.texts if text.field not in GENERATED_BY_NETWORK and text.field != "link"]
    return export.item(
        export.place(name, record.index),
        kind=kind,
        moment=moment_of(value),
        texts=_sorted(content),
        media=content.media,
        identity=identity or _only_medium(content, kind),
        address=address,
        told_by=told_by if told_by or content.media else None,
    )


def _sorted(content: Content) -> list[ItemText]:
    """Return the texts, what a person wrote first."""
    return sorted(content.texts, key=lambda text: text.field in GENERATED_BY_NETWORK or text.field == "link")


def _identity(value: Value) -> str:
    """Return the network's own id of a record, if the export has it."""
    if isinstance(value, Mapping) and isinstance(found := value.get("fbid"), str) and found.isdecimal():
        return found
    return ""


def _only_medium(content: Content, kind: ItemKind) -> str:
    """Return the id of a medium that is published by itself: its file is called by it."""
    if kind is not ItemKind.MEDIA or len(content.media) != 1:
        return ""
    match = _MEDIA_ID.search(content.media[0].written)
    return f"medium {match['id']}" if match else ""


def _address(value: Value) -> str:
    found = labelled(value, "URL") if isinstance(value, Mapping) and "label_values" in value else ""
    return found if found.startswith("https://") else ""


def profile_texts(value: Value, wanted: Mapping[str, str]) -> list[ItemText]:
    """Return what an account says of itself under some keys or labels, each with the field that it is given as."""
    texts = []
    for key, field_name in wanted.items():
        found = _under(value, key) or labelled(value, key)
        if found:
            texts.append(ItemText(field_name, found))
    return texts


def _under(value: Value, key: str) -> str:
    """Return the text under a key, at any depth; empty if there is none."""
    if isinstance(value, Mapping):
        inner = value.get(key)
        if isinstance(inner, str):
            return text_of(inner)
        if isinstance(inner, Mapping):
            return next(filter(None, (text_of(inner.get(name)) for name in ("full_name", "text", "name", "value"))), "")
    return ""
