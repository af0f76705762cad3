"""The picture set: drawn from a seed, written as files, with the roll and the people list that go with it."""

from __future__ import annotations

import io
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image

from benchmarks.names.people import School, adult_name, make_people_list, make_school
from benchmarks.names.stock import Half, half_of
from benchmarks.pictures.artist import Artist
from benchmarks.pictures.kinds import KINDS
from benchmarks.pictures.paint import Label
from postcheck.model.people import PeopleList

DATA = Path(__file__).parent / "data"
_PUPILS = 420
_WORDS = 24
"""Pupils whose name is a word ("May"); they are never in a picture, but such words are."""
_WITHOUT = 0.24
"""Share of pictures without a pupil's name."""
_ADULTS = 8


@dataclass(frozen=True)
class Picture:
    """A picture of the set."""

    number: int
    kind: str
    image: Image.Image
    labels: tuple[Label, ...]
    """Every pupil's name that can be seen in it; empty for a picture that was drawn without any."""

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

    def __iter__(self) -> Iterator[Picture]:
        for number in range(self.count):
            yield self.draw(number)

    def draw(self, number: int) -> Picture:
        """Draw one picture; each has its own random numbers."""
        rng = random.Random(f"picture {self.seed} {number}")
        kind = tuple(KINDS)[number % len(KINDS)]
        # Every kind has its share of pictures without names, whatever the count.
        turn = number // len(KINDS)
        with_names = int((turn + 1) * _WITHOUT) == int(turn * _WITHOUT)
        listed = [known.name for known in self.people.names]
        unlisted = [" ".join(adult_name(self.half, rng, on_people_list=False)) for _ in range(_ADULTS)]
        adults = [*rng.sample(listed, min(_ADULTS, len(listed))), *unlisted]
        artist = Artist(rng, self.half, texts(self.half), self.school, adults, with_names)
        sheet = KINDS[kind](artist)
        return Picture(number, kind, sheet.image, tuple(sheet.labels))


@cache
def texts(half: Half) -> dict[str, tuple[str, ...]]:
    """Return what else is written in pictures, by kind."""
    found = tomllib.loads((DATA / "texts.toml").read_text(encoding="utf-8"))
    return {kind: tuple(values[half].split("|")) for kind, values in found.items()}


def make_picture_set(seed: int, count: int) -> PictureSet:
    """Return the set of a seed: below 1000 with what is kept for tuning, from 1000 on with the rest, for measuring."""
    half = half_of(seed)
    school = make_school(half, seed)
    rng = random.Random(f"pictures {seed}")
    words = rng.sample([pupil for pupil in school.pupils if pupil.word], _WORDS)
    others = rng.sample([pupil for pupil in school.pupils if not pupil.word], _PUPILS - _WORDS)
    kept = {pupil.id for pupil in (*words, *others)}
    school = School(tuple(pupil for pupil in school.pupils if pupil.id in kept), half)
    return PictureSet(seed, half, count, school, make_people_list(half, seed))
