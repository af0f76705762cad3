"""Plans what to cover: the places in pictures where a report flags a name or personal detail, and faces on request."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from postcheck.model.draft import DraftImage, Unexamined
from postcheck.model.faces import Faces
from postcheck.model.pack import BAR_RULE
from postcheck.model.report import DraftReport, Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, PlaceKind, Slanted
from postcheck.redact.places import Place, places_of, with_place

_INSIDE = (
    "This picture is part of a document, and a picture within a document cannot be covered here. Save the picture as a "
    "file by itself, make a safe copy of that, and put the copy in its place in the document."
)
_PAGES = (
    "This is a PDF, and its pages cannot be covered here. Export the pages as pictures and make safe copies of those, "
    "or mend the document that the PDF was made from and export it again."
)
_VIDEO = (
    "This is a video, and no safe copy of a video can be made yet. Cut out what is flagged, or cover it, in a video "
    "program."
)
_SHOWN = frozenset({"pictured", "consent", "do_not_publish", "faces"})
"""Kinds of rule that may object to who is shown in a picture."""
_COVERED = frozenset({Category.NAME, Category.DETAIL})
LEAST = Severity.REVIEW
"""How bad a flag is, at least, for its words to be covered, unless more is asked for; notes tell of what may be shown.
"""

_HEAD = (0.25, 0.35, 0.15)
"""How far a head goes beyond its face: to each side, as a share of the face's width; upwards and downwards, as shares
of its height."""


@dataclass(frozen=True)
class Cover:
    """A picture, and what must not be seen in its copy."""

    source: Path
    name: str
    """The picture's path as the report shows it."""
    target: str
    """Path of the safe copy below the folder for copies."""
    places: dict[int, tuple[Place, ...]] = field(default_factory=dict)
    """The words to cover, by frame."""
    faces: dict[int, tuple[Box, ...]] = field(default_factory=dict)
    """The heads to cover, by frame, in pixels of the picture as a person sees it."""
    faceless: bool = False
    """Whether no face may be left in the copy."""
    renamed: bool = False
    """Whether the copy has a neutral name because the picture's own gives a name away."""
    wide: bool = False
    """Whether covers are as large as they can be: something could still be read beside those that fit their words."""

    def covers(self) -> dict[int, tuple[Box | Slanted | Place, ...]]:
        """Return what to paint over, by frame."""
        return {frame: (*self._words(frame), *self.faces.get(frame, ())) for frame in {*self.places, *self.faces}}

    def _words(self, frame: int) -> tuple[Box | Slanted | Place, ...]:
        places = self.places.get(frame, ())
        return tuple(place.cover() for place in places) if self.wide else places


@dataclass(frozen=True)
class Plan:
    """What to do about the pictures of a run."""

    covers: tuple[Cover, ...]
    unexamined: tuple[Unexamined, ...]
    """What was not, or not fully, examined, so that no safe copy can be made; and videos."""
    inside: tuple[Unexamined, ...] = ()
    """Pictures and pages within documents on which something is flagged that cannot be covered there."""
    untouched: int = 0
    """How many pictures and pages within documents were examined and have nothing to cover."""


def plan(posts: Sequence[DraftReport], *, faces: bool = False, least: Severity = LEAST) -> Plan:
    """Return which places of which pictures to cover. A picture that several posts show is covered for all of them.

    Parameters
    ----------
    posts:
        The check's reports.
    faces:
        Whether all faces in a picture that shows, or may show, a pupil who must not be shown are covered too: nobody
        knows which face is theirs.
    least:
        How bad a flag is, at least, for its words to be covered.
    """
    unexamined: dict[str, Unexamined] = {}
    inside: dict[str, Unexamined] = {}
    examined_inside: set[str] = set()
    pictures: dict[Path, tuple[DraftImage, list[Flag], dict[int, list[Place]]]] = {}
    seen: dict[Path, list[Faces]] = {}
    watched: set[Path] = set()
    for post in posts:
        unexamined |= {
            video.file: Unexamined(video.file, _VIDEO) for video in post.draft.header.videos if video.path is not None
        }
        for image in post.draft.images:
            if reason := _not_examined(post, image):
                unexamined[image.name] = Unexamined(image.name, reason)
            elif image.inside is not None:
                examined_inside.add(image.name)
                if _flags_on(post, image, least) or (faces and _shows_wrongly(post, image)):
                    inside[image.name] = Unexamined(image.name, _PAGES if image.inside.pages else _INSIDE)
            elif not image.absent:
                _, flags, places = pictures.setdefault(image.path, (image, [], {}))
                found = _flags_on(post, image, least)
                flags += found
                _add(places, found, post, image)
                if faces and _shows_wrongly(post, image):
                    seen.setdefault(image.path, []).extend(post.faces.get(image.key, ()))
                    watched.add(image.path)
        for item in post.unexamined:
            unexamined.setdefault(item.file, item)
    names = CopyNames()
    covers = [
        replace(with_faces(_cover(image, flags, places, names), seen.get(path, ())), faceless=path in watched)
        for path, (image, flags, places) in pictures.items()
        if image.name not in unexamined
    ]
    cannot = tuple(item for name, item in inside.items() if name not in unexamined)
    untouched = len(examined_inside - inside.keys() - unexamined.keys())
    return Plan(tuple(covers), tuple(unexamined.values()), cannot, untouched)


def _shows_wrongly(post: DraftReport, image: DraftImage) -> bool:
    """Whether a rule objects to who is shown in a picture, or nobody has said who is shown."""
    about = [
        flag
        for flag in (*post.flags, *post.suppressed)
        if flag.where.file == image.name and flag.category is Category.PICTURE
    ]
    return any(
        flag.rule == BAR_RULE or ((rule := post.pack.by_id.get(flag.rule)) is not None and rule.check in _SHOWN)
        for flag in about
    )


def with_faces(cover: Cover, found: Iterable[Faces]) -> Cover:
    """Return ``cover`` extended by the whole heads of the faces that were seen."""
    frames = dict(cover.faces)
    for faces in found:
        frames[faces.frame] = (*frames.get(faces.frame, ()), *(_head(box) for box in faces.boxes))
    return replace(cover, faces=frames)


def _head(face: Box) -> Box:
    """Return the box of the head that a face is part of: a child is known by hair and chin too."""
    across, up, down = round(face.width * _HEAD[0]), round(face.height * _HEAD[1]), round(face.height * _HEAD[2])
    left, top = max(0, face.left - across), max(0, face.top - up)
    return Box(left, top, face.right + across - left, face.bottom + down - top)


def _not_examined(post: DraftReport, image: DraftImage) -> str:
    """Return why a picture was not examined, or not fully; empty if it was."""
    reasons = {item.file: item.reason for item in post.unexamined}
    if image.name in reasons:
        return reasons[image.name]
    if any(passage.image == image.key for passage in post.passages):
        return ""
    # The file name of every picture is read; without it, the check never came to this one.
    return reasons.get(post.draft.path, "The check did not come to this picture.")


def _flags_on(post: DraftReport, image: DraftImage, least: Severity) -> list[Flag]:
    """Return the flags for which a picture must not be shown as it is, those that somebody set aside among them."""
    return [
        flag
        for flag in (*post.flags, *post.suppressed)
        if flag.where.file == image.name and flag.category in _COVERED and flag.severity.rank >= least.rank
    ]


def _add(places: dict[int, list[Place]], flags: Iterable[Flag], post: DraftReport, image: DraftImage) -> None:
    """Add where the words of flags stand; what several rules object to is one place."""
    for flag in flags:
        for place in places_of(flag, image.key, post.passages):
            frame = flag.where.frame or 0
            places[frame] = with_place(places.get(frame, ()), place)


def _cover(image: DraftImage, flags: list[Flag], places: Mapping[int, list[Place]], names: CopyNames) -> Cover:
    revealing = any(flag.where.kind is PlaceKind.FILENAME for flag in flags)
    target = names.neutral(image.name) if revealing else names.own(image.name)
    return Cover(
        image.path, image.name, target, {frame: tuple(found) for frame, found in places.items()}, renamed=revealing
    )


@dataclass(frozen=True, slots=True)
class Residue:
    """What can still be seen in a copy."""

    flags: tuple[Flag, ...] = ()
    faces: tuple[Faces, ...] = ()
    places: Mapping[int, Sequence[Place]] = field(default_factory=dict)
    """Where the words of the flags stand, by frame."""


def residue(
    posts: Sequence[DraftReport],
    copies: Mapping[Path, Path],
    faceless: Collection[Path] = (),
    *,
    least: Severity = LEAST,
) -> dict[Path, Residue]:
    """Return what is wrong with copies that were checked in place of their pictures.

    Parameters
    ----------
    posts:
        The check's reports, in which the copies stand for the pictures.
    copies:
        Each picture's copy.
    faceless:
        The pictures in whose copies no face may be left.
    least:
        How bad a flag is, at least, for its words not to be left; as for :func:`plan`.

    Returns
    -------
    dict[Path, Residue]
        For each picture whose copy is not safe: the flags on the copy (a name or detail that can be read in it, or is
        left in its metadata or file name), and its faces. A copy that was not, or not fully, examined has neither, and
        is not safe either.
    """
    found: dict[Path, list[Flag]] = {}
    seen: dict[Path, list[Faces]] = {}
    places: dict[Path, dict[int, list[Place]]] = {}
    looked_at: set[Path] = set()
    originals = {copy: picture for picture, copy in copies.items()}
    for post in posts:
        for image in post.draft.images:
            picture = originals.get(image.path)
            if picture is None:
                continue
            looked_at.add(picture)
            kinds = {PlaceKind.IMAGE, PlaceKind.METADATA, PlaceKind.FILENAME}
            flags = [flag for flag in _flags_on(post, image, least) if flag.where.kind in kinds]
            left = post.faces.get(image.key, ()) if picture in faceless else ()
            if flags or left or _not_examined(post, image):
                found.setdefault(picture, []).extend(flags)
                seen.setdefault(picture, []).extend(left)
                _add(places.setdefault(picture, {}), flags, post, image)
    found.update({picture: [] for picture in copies if picture not in looked_at})
    return {
        picture: Residue(tuple(flags), tuple(seen.get(picture, ())), places.get(picture, {}))
        for picture, flags in found.items()
    }


def more(cover: Cover, left: Residue) -> Cover:
    """Return ``cover`` extended by the places of what was left, and each of its covers as large as it can be."""
    places = dict(cover.places)
    for frame, found in left.places.items():
        for place in found:
            places[frame] = tuple(with_place(places.get(frame, ()), place))
    return replace(with_faces(cover, left.faces), places=places, wide=True)


class CopyNames:
    """Gives each copy its own path below the folder for copies."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def own(self, name: str) -> str:
        """Return the picture's own path, or one like it if taken; of a path that leads elsewhere, the file name."""
        path = PurePosixPath(name.replace("\\", "/"))
        downwards = not path.is_absolute() and ".." not in path.parts and ":" not in name
        start = path if downwards else PurePosixPath(path.name)
        number = 1
        while (
            wanted := str(start if number == 1 else start.with_stem(f"{start.stem}-{number}"))
        ).casefold() in self._taken:
            number += 1
        self._taken.add(wanted.casefold())
        return wanted

    def neutral(self, name: str) -> str:
        """Return a path in the same folder that says nothing of what is in the picture."""
        path = PurePosixPath(name.replace("\\", "/"))
        return self.own(str(path.with_name(f"picture{path.suffix.lower()}")))
