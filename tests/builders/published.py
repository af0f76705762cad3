"""What an invented school has published, one small archive a source, and the lists by which it is judged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from postcheck.archive import ArchivedItem, Media, open_archives
from postcheck.audit.store import AuditStore
from postcheck.model.faces import Faces
from postcheck.model.reading import ImageFacts, Reading
from postcheck.model.text import Box
from tests.builders import archives
from tests.builders.faces import group

CONSENT = """\
pupil_id,forename,surname,status,leaving_date,do_not_publish,expires_on,withdrawn_on,photo,name_first,name_full,work,quote
P0001,Amelia,Carter,current,,none,,2026-03-01,given,given,given,given,given
P0002,Zoë,Whitlock,current,,none,,,given,refused,refused,given,given
P0003,Łukasz,Nowak,leaver,2026-07-20,none,,,given,given,given,given,given
P0004,Ravi,Osei,current,,all,,,given,given,given,given,given
P0005,Priya,Nair,current,,none,2026-08-31,,given,given,given,given,given
P0006,Imogen,Blackstock,current,,none,,,,,,,
P0007,Tomasz,Wójcik,current,,none,,,given,given,given,given,given
P0008,Seren,Llewellyn,current,,none,,,refused,given,given,given,given
"""
DAY = "2026-11-21"


def lists(folder: Path, rows: str = CONSENT) -> Path:
    """Write the consent list."""
    path = folder / "consent.csv"
    path.write_text(rows, encoding="utf-8")
    return path


def posts(folder: Path) -> Path:
    """Write a folder of posts, whose headers say who is shown."""
    files: dict[str, archives.Content] = {
        "2025-05-01-choir.md": (
            "---\nchannel: facebook\naccount: Hillside Primary\n"
            "images: [{file: choir.jpg, people: [P0008, P0007]}]\n"
            "---\nThe choir sang, and Tomasz Wójcik sang alone.\n"
        ),
        "2025-06-01-art.md": "---\nchannel: website\nwork_of: [P0006]\n---\nA painting of a hill.\n",
        "choir.jpg": archives.picture("green"),
        "2024-02-02-fair.md": (
            "---\nchannel: website\nimages: [{file: fair.jpg}]\n---\nSeren Llewellyn opened the fair.\n"
        ),
        "notes/2023-01-01-imogen.txt": "Imogen Blackstock won a book.\n",
    }
    archives.folder(folder, files)
    group(2).save(folder / "fair.jpg")
    return folder


def website(folder: Path) -> Path:
    """Write the repository of a static site."""
    archives.folder(
        folder,
        {
            "_config.yml": "title: Hillside\n",
            "_posts/2025-09-01-welcome.md": "---\ntitle: Welcome back, Priya Nair\n---\nA new year.\n",
        },
    )
    return folder


def everything(folder: Path) -> list[Path]:
    """Write an archive of every source, and return their paths."""
    facebook = archives.packed(folder / "facebook.zip", archives.facebook())
    instagram = archives.folder(folder / "instagram", archives.instagram())
    x = archives.packed(folder / "x.zip", archives.x())
    linkedin = archives.folder(folder / "linkedin", {"Shares.csv": archives.SHARES})
    items = archives.wp_item(1, "Zoë Whitlock sings", "<p>Well done, Zoë Whitlock!</p>")
    wordpress = archives.folder(folder / "wordpress", {"hillside.xml": archives.wxr(items)})
    return [facebook, instagram, x, linkedin, wordpress, website(folder / "website"), posts(folder / "posts")]


def seen(media: Media) -> Reading | None:
    """Return a reading of a medium in which nothing can be read; a face is seen in pictures of fairs."""
    faces = (Faces(0, (Box(1, 1, 4, 4),)),) if "fair" in media.written else ()
    return Reading(images=(ImageFacts("", "", 8, 6, 1, opened=True, faces=faces),))


def stored(path: Path, *given: Path, read: Callable[[Media], Reading | None] = seen) -> Path:
    """Make a store of archives without looking at a picture: ``read`` says what would be read in it."""
    with AuditStore(path, create=True) as store, open_archives(given) as opened:
        identities = opened.identities()
        store.begin((name, identities[name], source.value) for name, source in opened.sources)
        for found in opened.read():
            if not isinstance(found, ArchivedItem):
                store.add_not_read(found)
                continue
            store.add_item(found, opened.fingerprint)
            for media in found.media:
                reading = read(media)
                if media.member is not None and reading is not None:
                    with opened.local(media.member) as file:
                        store.add_reading(media.member, hashlib.sha256(file.read_bytes()).hexdigest(), reading)
        store.set_counts("items", {source.value: number for source, number in opened.tally.items.items()})
        store.finish()
    return path
