"""What has to be covered: the places in pictures at which a report flags a name or a personal detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from postcheck.model.draft import DraftImage, Unexamined
from postcheck.model.pack import Category
from postcheck.model.report import DraftReport, Flag
from postcheck.model.text import Box, PlaceKind

_INSIDE = "It is part of a document, of which no safe copy can be made. Save the picture by itself, and put the safe copy in its place."
_COVERED = frozenset({Category.NAME, Category.DETAIL})


@dataclass(frozen=True)
class Cover:
    """A picture, and what of it must not be seen."""

    source: Path
    name: str
    """The picture's path as the report shows it."""
    target: str
    """Path of the safe copy below the folder for copies."""
    boxes: dict[int, tuple[Box, ...]] = field(default_factory=dict)
    """What is to be covered, by frame, in pixels of the picture as a person sees it."""
    renamed: bool = False
    """Whether the copy has a neutral name because the picture's own gives a name away."""


@dataclass(frozen=True)
class Plan:
    """What is to be done about the pictures of a run."""

    covers: tuple[Cover, ...]
    unexamined: tuple[Unexamined, ...]
    """Pictures of which no safe copy can be made, because not all of them could be looked at."""


def plan(posts: Sequence[DraftReport]) -> Plan:
    """Say which places of which pictures have to be covered. A picture that several posts show is covered for all of them."""
    unexamined: dict[str, Unexamined] = {}
    pictures: dict[Path, tuple[DraftImage, list[Flag]]] = {}
    for post in posts:
        for image in post.draft.images:
            if reason := _not_examined(post, image):
                unexamined[image.name] = Unexamined(image.name, reason)
            elif image.inside is not None:
                unexamined[image.name] = Unexamined(image.name, _INSIDE)
            elif not image.absent:
                _, flags = pictures.setdefault(image.path, (image, []))
                flags += [flag for flag in (*post.flags, *post.suppressed) if flag.where.file == image.name]
    names = _Names()
    covers = [_cover(image, flags, names) for image, flags in pictures.values() if image.name not in unexamined]
    return Plan(tuple(covers), tuple(unexamined.values()))


def _not_examined(post: DraftReport, image: DraftImage) -> str:
    """Return why a picture was not looked at, or not at all of it; the empty string if it was."""
    reasons = {item.file: item.reason for item in post.unexamined}
    if image.name in reasons:
        return reasons[image.name]
    if any(passage.image == image.key for passage in post.passages):
        return ""
    # Whatever is read, a picture's file name is among it; without that, the check never came to it.
    return reasons.get(post.draft.path, "The check did not come to this picture.")


def _cover(image: DraftImage, flags: list[Flag], names: _Names) -> Cover:
    boxes: dict[int, list[Box]] = {}
    for flag in flags:
        if flag.where.box is not None and flag.category in _COVERED:
            boxes.setdefault(flag.where.frame or 0, []).append(flag.where.box)
    telling = any(flag.where.kind is PlaceKind.FILENAME for flag in flags)
    target = names.neutral(image.name) if telling else names.own(image.name)
    return Cover(image.path, image.name, target, {frame: tuple(found) for frame, found in boxes.items()}, renamed=telling)


def residue(posts: Sequence[DraftReport], copies: Mapping[Path, Path]) -> dict[Path, tuple[Flag, ...]]:
    """Return what is wrong with copies that were checked in the place of pictures.

    Parameters
    ----------
    posts:
        The check's reports, in which the copies stand for the pictures.
    copies:
        Each picture's copy.

    Returns
    -------
    dict[Path, tuple[Flag, ...]]
        For each picture with a copy that is not safe the flags on it: a name or detail that can be read in it, or is left in its metadata or its
        name. A copy that could not be looked at, or was not, has no flags and is not safe either.
    """
    found: dict[Path, list[Flag]] = {}
    looked_at: set[Path] = set()
    originals = {copy: picture for picture, copy in copies.items()}
    for post in posts:
        for image in post.draft.images:
            picture = originals.get(image.path)
            if picture is None:
                continue
            looked_at.add(picture)
            flags = [flag for flag in (*post.flags, *post.suppressed) if flag.where.file == image.name and flag.category in _COVERED]
            flags = [flag for flag in flags if flag.where.kind in {PlaceKind.IMAGE, PlaceKind.METADATA, PlaceKind.FILENAME}]
            if flags or _not_examined(post, image):
                found.setdefault(picture, []).extend(flags)
    found.update({picture: [] for picture in copies if picture not in looked_at})
    return {picture: tuple(flags) for picture, flags in found.items()}


def more(cover: Cover, flags: Sequence[Flag]) -> Cover:
    """Return ``cover`` with the places of further flags."""
    boxes = dict(cover.boxes)
    for flag in flags:
        if flag.where.box is not None:
            frame = flag.where.frame or 0
            boxes[frame] = (*boxes.get(frame, ()), flag.where.box)
    return replace(cover, boxes=boxes)


class _Names:
    """Gives each copy a path of its own."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def own(self, name: str) -> str:
        """Return the picture's own path, as far as it leads downwards, or one like it if that is taken."""
        path = PurePosixPath(name.replace("\\", "/"))
        downwards = not path.is_absolute() and ".." not in path.parts and ":" not in name
        start = path if downwards else PurePosixPath(path.name)
        number = 1
        while (wanted := str(start if number == 1 else start.with_stem(f"{start.stem}-{number}"))).casefold() in self._taken:
            number += 1
        self._taken.add(wanted.casefold())
        return wanted

    def neutral(self, name: str) -> str:
        """Return a path in the same folder that says nothing of what is in the picture."""
        path = PurePosixPath(name.replace("\\", "/"))
        return self.own(str(path.with_name(f"picture{path.suffix.lower()}")))
