"""The files that no source has accounted for: nothing of an archive is passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postcheck.archive.base import ItemKind, MediaKind, Member
from postcheck.archive.export import Export, Found
from postcheck.archive.media import kind_of
from postcheck.archive.passed_over import EMPTY, HIDDEN, OTHER_PARTS, WITHHELD
from postcheck.errors import UnreadableError

_EMPTY = 200
"""In bytes: a larger file isn't empty."""
_NOTHING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:window\.YTD\.[\w.]+\s*=)?\s*(?:\[\s*\]|\{\s*\})?[\s;]*")
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "ehthumbs.db"})


def unclaimed(export: Export, shown: dict[tuple[str, str], Member]) -> Iterator[Found]:
    """Yield the media that no item shows as items of their own, and any other file as not read.

    Parameters
    ----------
    export:
        A read archive.
    shown:
        By base name and fingerprint what is shown of all archives of the source: parts of an export repeat files.
    """
    for name in export.files.names():
        base = name.rpartition("/")[2]
        member = Member(export.files.archive, name)
        if member in export.pool.shown:
            export.tally.media_shown += name not in export.accounted
        elif name in export.accounted:
            continue
        elif member in export.pool.withheld:
            export.pass_over(name, WITHHELD)
        elif base.casefold() in _SYSTEM or base.startswith("._"):
            export.pass_over(name, HIDDEN)
        elif _is_empty(name, export):
            export.pass_over(name, EMPTY)
        elif (base, export.files.fingerprint(name)) in shown:
            export.pass_over(name, OTHER_PARTS)
        elif export.pool.kind(name, member) is not MediaKind.OTHER:
            yield _by_itself(name, export)
        else:
            yield export.not_read(
                name,
                "postcheck does not know what this file of the export is, so it was not read. "
                "Look at it, and take it out if nothing in it is published.",
            )


def _is_empty(name: str, export: Export) -> bool:
    """Whether nothing stands in a file, or nothing but an empty list: exports have a file for whatever there may be."""
    if export.files.size(name) > _EMPTY:
        return False
    try:
        with export.files.open(name) as file:
            return _NOTHING.fullmatch(file.read(_EMPTY)) is not None
    except UnreadableError:
        return False


def _by_itself(name: str, export: Export) -> Found:
    medium = export.member(name)
    export.tally.media_shown += 1
    kind = ItemKind.POST if kind_of(name) is MediaKind.DOCUMENT else ItemKind.MEDIA
    return export.item(
        export.place(name),
        kind=kind,
        moment=None,
        texts=(),
        media=(medium,),
        told_by=[export.files.fingerprint(name)],
    )


def shown_of(exports: list[Export]) -> dict[tuple[str, str], Member]:
    """Return what is shown of some archives, by base name and fingerprint."""
    made: dict[tuple[str, str], Member] = {}
    by_archive = {export.files.archive: export.files for export in exports}
    for export in exports:
        for member in export.pool.shown:
            try:
                print_ = by_archive[member.archive].fingerprint(member.file)
            except (UnreadableError, KeyError):
                continue
            made[member.file.rpartition("/")[2], print_] = member
    return made
