"""What a school has already published, read from exports of networks, sites and folders as a stream of items.

::

    with open_archives([Path("facebook-hillside.zip"), Path("site")]) as archives:
        for value in archives.read():
            match value:
                case ArchivedItem():    # a post, a comment by the school, a page, a story …
                    ...
                case NotRead():         # could not be examined: its place, and why
                    ...
        archives.tally                  # what was read, passed over and not published, counted

Nothing is unpacked: :meth:`~postcheck.archive.archives.ArchiveSet.local` lends a picture or video as a file for a
while. Items and everything in them are frozen and can be pickled. The values stand in :mod:`postcheck.archive.base`,
the files of an archive in :mod:`postcheck.archive.files`.
"""

from postcheck.archive.archives import ArchiveSet, open_archives
from postcheck.archive.base import (
    ArchivedItem,
    ItemKind,
    ItemText,
    Media,
    MediaKind,
    Member,
    NotRead,
    Place,
    Shown,
    Source,
    Tally,
)
from postcheck.archive.files import ArchiveFiles

__all__ = [
    "ArchiveFiles",
    "ArchiveSet",
    "ArchivedItem",
    "ItemKind",
    "ItemText",
    "Media",
    "MediaKind",
    "Member",
    "NotRead",
    "Place",
    "Shown",
    "Source",
    "Tally",
    "open_archives",
]
