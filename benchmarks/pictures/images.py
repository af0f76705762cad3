"""The picture set: drawn from a seed, written as files, with the roll and the people list that go with it."""

from __future__ import annotations

import io
import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ExifTags, Image

from benchmarks.names.people import School, adult_name, make_people_list, make_school
from benchmarks.names.stock import Half, half_of
from benchmarks.pictures.artist import Artist
from benchmarks.pictures.kinds import KINDS
from benchmarks.pictures.paint import Label
from benchmarks.pictures.profiles import display_p3, in_display_p3
from postcheck.model.people import PeopleList

DATA = Path(__file__).parent / "data"
_PUPILS = 420
_WORDS = 24
"""Pupils whose name is a word ("May"); they are never in a picture, but such words are."""
_WITHOUT = 4
"""One of so many pictures of each kind is without a pupil's name, the third first."""
_ADULTS = 8
_STORED = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}
"""How a picture is turned to be stored with an EXIF orientation."""


@dataclass(frozen=True)
class Picture:
    """A picture of the set."""

    number: int
    kind: str
    image: Image.Image
    labels: tuple[Label, ...]
    """Every pupil's name that can be seen in it, in pixels of the picture as a person sees it; empty for a picture
    that was drawn without any."""
    orientation: int = 1
    """EXIF's number for how the pixels lie in the file."""

    @property
    def name(self) -> str:
        """Name of its file; no pupil's name is in it."""
        return f"{self.number:03}-{self.kind.replace(' ', '-')}.{'png' if self.kind == 'screenshot' else 'jpg'}"

    def save(self, folder: Path) -> Path:
        """Write it as schools would: screenshots as PNG, everything else as JPEG."""
        path = folder / self.name
        path.write_bytes(self.content())
        return path

    def content(self) -> bytes:
        """Return the content of its file."""
        buffer = io.BytesIO()
        if self.kind == "screenshot":
            self.image.save(buffer, "PNG")
        elif self.orientation in _STORED:
            # As a phone does: pixels as the sensor saw them, how to turn them, and what their colours mean.
            exif = Image.Exif()
            exif[ExifTags.Base.Orientation] = self.orientation
            exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Invented", "Phone 1"
            stored = in_display_p3(self.image).transpose(_STORED[self.orientation])
            stored.save(buffer, "JPEG", quality=82, exif=exif, icc_profile=display_p3())
        else:
            self.image.save(buffer, "JPEG", quality=80 if "photo" in self.kind else 88)
        return buffer.getvalue()


@dataclass(frozen=True)
class PictureSet:
    """Everything that is drawn from a seed; the pictures themselves are drawn one at a time."""

    seed: int
    half: Half
    count: int
    school: School
    people: PeopleList
    kinds: tuple[str, ...] = tuple(KINDS)
    """Which of the kinds are wanted."""

    @property
    def numbers(self) -> Iterator[int]:
        """The numbers of the pictures of these kinds, among the first ``count`` of all."""
        return (number for number in range(self.count) if _kind(number) in self.kinds)

    def __iter__(self) -> Iterator[Picture]:
        for number in self.numbers:
            yield self.draw(number)

    def draw(self, number: int) -> Picture:
        """Draw one picture; each has its own random numbers."""
        kind, turn = _kind(number), number // len(KINDS)
        # Each kind has its own random numbers and its share of pictures without names, whatever other kinds there are.
        rng = random.Random(f"picture {self.seed} {kind} {turn}")
        with_names = turn % _WITHOUT != _WITHOUT // 2
        listed = [known.name for known in self.people.names]
        unlisted = [" ".join(adult_name(self.half, rng, on_people_list=False)) for _ in range(_ADULTS)]
        adults = [*rng.sample(listed, min(_ADULTS, len(listed))), *unlisted]
        artist = Artist(rng, self.half, texts(self.half), self.school, adults, with_names)
        sheet = KINDS[kind](artist)
        return Picture(number, kind, sheet.image, tuple(sheet.labels), sheet.orientation)


def _kind(number: int) -> str:
    return tuple(KINDS)[number % len(KINDS)]


@cache
def texts(half: Half) -> dict[str, tuple[str, ...]]:
    """Return what else is written in pictures, by kind."""
    found = tomllib.loads((DATA / "texts.toml").read_text(encoding="utf-8"))
    return {kind: tuple(values[half].split("|")) for kind, values in found.items()}


def make_picture_set(seed: int, count: int, kinds: Sequence[str] = ()) -> PictureSet:
    """Return the set of a seed: below 1000 with what is kept for tuning, from 1000 on with the rest, for measuring.

    ``count`` is of all kinds; ``kinds`` says which of them are wanted, if not all are.
    """
    half = half_of(seed)
    school = make_school(half, seed)
    rng = random.Random(f"pictures {seed}")
    words = rng.sample([pupil for pupil in school.pupils if pupil.word], _WORDS)
    others = rng.sample([pupil for pupil in school.pupils if not pupil.word], _PUPILS - _WORDS)
    kept = {pupil.id for pupil in (*words, *others)}
    school = School(tuple(pupil for pupil in school.pupils if pupil.id in kept), half)
    return PictureSet(seed, half, count, school, make_people_list(half, seed), tuple(kinds or KINDS))
