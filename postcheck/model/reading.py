"""What was read of a draft: all that a person can read in it, what its images are, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from postcheck.model.content_digest import EMPTY
from postcheck.model.draft import DraftImage, Unexamined
from postcheck.model.faces import Faces
from postcheck.model.lack import Lack
from postcheck.model.text import Passage, PlaceKind


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What is known of an image besides its words."""

    key: str
    """The image's ``DraftImage.key``."""
    name: str
    """Its file name, without folders."""
    width: int = 0
    """Pixels, as a person sees it; 0 if it could not be opened."""
    height: int = 0
    frames: int = 0
    """Frames or pages; 0 if it could not be opened."""
    has_gps: bool = False
    """Whether its metadata says where it was taken."""
    artist: str = ""
    """Who made it, as its metadata says. May be a pupil's name."""
    copyright: str = ""
    """Who owns it, as its metadata says."""
    opened: bool = False
    """Whether it could be opened at all."""
    faces: tuple[Faces, ...] = ()
    """The faces that were seen in it, by frame; frames without any are left out."""
    digest: str = ""
    """By which another picture under the same name is told; empty if its bytes could not be read."""


@dataclass(frozen=True)
class Reading:
    """All that can be read in a draft."""

    passages: tuple[Passage, ...] = ()
    unexamined: tuple[Unexamined, ...] = ()
    images: tuple[ImageFacts, ...] = ()

    @property
    def of_nothing(self) -> bool:
        """Whether all that is known of it is why it could not be opened."""
        return bool(self.unexamined) and not self.passages and not any(image.opened for image in self.images)

    @cached_property
    def by_key(self) -> Mapping[str, ImageFacts]:
        """What is known of each image, by its ``DraftImage.key``; an image that is not there has no entry."""
        return {image.key: image for image in self.images}

    def facts(self, key: str) -> ImageFacts:
        """Return what is known of an image; nothing is known of one that is not there."""
        return self.by_key.get(key) or ImageFacts(key, "")

    @cached_property
    def faces(self) -> Mapping[str, tuple[Faces, ...]]:
        """The faces that were seen, by the image's key; images without any are left out."""
        return {image.key: image.faces for image in self.images if image.faces}


@dataclass(frozen=True, slots=True)
class PictureReading:
    """All that can be read in a picture or video, whichever draft shows it, and under whatever name."""

    passages: tuple[Passage, ...] = ()
    """Their ``file``, ``image`` and ``crop`` are left blank."""
    problems: tuple[str, ...] = ()
    """Why something of it could not be examined; half sentences, without a full stop."""
    facts: ImageFacts = ImageFacts("", "")
    """Its ``key`` and ``name`` are left blank."""
    sounds: int | None = 0
    """How many tracks of sound a video holds; None if that cannot be told."""

    def of(self, image: DraftImage) -> Reading:
        """Return what was read as that of an image of a draft."""
        passages = []
        for passage in self.passages:
            shown = passage.kind is PlaceKind.IMAGE and passage.from_ocr and passage.size
            crop = image.crop.box(passage.size) if image.crop and shown and passage.size else None
            passages.append(replace(passage, file=image.name, image=image.key, crop=crop))
        facts = replace(self.facts, key=image.key, name=base_name(image.name))
        return Reading(tuple(passages), tuple(self.unexamined(image.name)), (facts,))

    def unexamined(self, name: str) -> Iterator[Unexamined]:
        """Yield what could not be examined in a file, as that of one of this name."""
        lack = Lack.EMPTY if self.facts.digest == EMPTY else None
        for problem in self.problems:
            yield Unexamined(name, f"{problem[:1].upper()}{problem[1:]}.", lack=lack)


def base_name(path: str) -> str:
    """Return the last part of a path as a draft writes it, whatever the system."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]
