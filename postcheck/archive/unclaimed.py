"""The files that no source has accounted for: nothing of an archive is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator

from postcheck.archive.base import ItemKind, MediaKind, Member
from postcheck.archive.export import Export, Found
from postcheck.archive.media import kind_of
from postcheck.archive.passed_over import HIDDEN, OTHER_PARTS
from postcheck.errors import UnreadableError

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
        elif base.casefold() in _SYSTEM or base.startswith("._"):
            export.pass_over(name, HIDDEN)
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
