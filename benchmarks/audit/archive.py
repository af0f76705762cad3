"""An invented archive as files: exports of several networks side by side, and the consent list of the school."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from benchmarks.audit.exports import Export, Facebook, Folder, Instagram, Pictures, WordPress, X
from benchmarks.audit.pictures import draw_pictures
from benchmarks.audit.posts import Published, make_posts, make_roll
from benchmarks.batch.drafts import write_consent

_FACEBOOK, _INSTAGRAM, _X, _WORDPRESS, _FOLDER = Facebook(), Instagram(), X(), WordPress(), Folder()
_SOURCES: tuple[Export, ...] = (_FACEBOOK, _INSTAGRAM, _X, _WORDPRESS, _FOLDER)
_WITH_PICTURE: tuple[Export, ...] = (
    *(_FACEBOOK, _INSTAGRAM, _WORDPRESS, _X, _FOLDER),
    *(_FACEBOOK, _INSTAGRAM, _FACEBOOK, _WORDPRESS, _FACEBOOK),
)
_WITHOUT: tuple[Export, ...] = (
    *(_FACEBOOK, _X, _WORDPRESS, _FACEBOOK, _FOLDER),
    *(_FACEBOOK, _X, _FACEBOOK, _FACEBOOK, _WORDPRESS),
)
"""Where of ten posts each is published."""


@dataclass(frozen=True)
class Drawn:
    """An archive that was drawn."""

    archives: tuple[str, ...]
    """The exports, relative to their folder."""
    posts: int
    pictures: int
    items: int
    """What there is to be read in all of it: posts, what accounts say of themselves, and each picture that WordPress
    keeps as an item of its own."""


def write_pictures(folder: Path, *, seed: int, pictures: int, processes: int = 1) -> Pictures:
    """Draw pictures into a folder, and return what lends them by their numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(draw_pictures(seed, pictures, processes)):
        _picture_file(folder, number).write_bytes(content)
    return lambda number: _picture_file(folder, number).read_bytes()


def _picture_file(folder: Path, number: int) -> Path:
    return folder / f"{number:06}.jpg"


def write_archive(folder: Path, drawn_pictures: Pictures, *, seed: int, posts: int, pictures: int) -> Drawn:
    """Write an archive of so many posts, some with a picture, and the consent list ``consent.csv``."""
    folder.mkdir(parents=True)
    write_consent(folder / "consent.csv", make_roll(seed), random.Random(f"consent {seed}"))
    items, archives = 0, []
    for source, published in _by_source(make_posts(seed, posts, pictures)).items():
        if published:
            archives.append(source.name)
            items += source.write(folder / source.name, published, drawn_pictures)
    return Drawn(tuple(archives), posts, pictures, items)


def _by_source(posts: Iterator[Published]) -> dict[Export, list[Published]]:
    found: dict[Export, list[Published]] = {source: [] for source in _SOURCES}
    with_picture, without = cycle(_WITH_PICTURE), cycle(_WITHOUT)
    for post in posts:
        found[next(without if post.picture is None else with_picture)].append(post)
    return found
