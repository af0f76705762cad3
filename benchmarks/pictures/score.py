"""What was found, missed and wrongly flagged in the pictures, and how much of each name a cover would hide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.pictures.images import Picture
from benchmarks.pictures.paint import Label
from postcheck.model.text import Box
from postcheck.redact.places import Place, within

_SAME_PLACE = 0.3
"""How much of the smaller box, the flag's or the name's, the other must cover for the flag to be on the name."""
_COVERED = 0.99


@dataclass(frozen=True)
class FlaggedName:
    """A name that a system flagged."""

    box: Box
    pupil_ids: frozenset[str] = frozenset()
    text: str = ""
    why: str = ""


@dataclass
class Tally:
    """What was found in the pictures of one kind."""

    names: int = 0
    found: int = 0
    """Flagged, with the right pupil among the candidates."""
    placed: int = 0
    """Flagged as anybody's name."""
    covered: int = 0
    """Of those placed: those whose ink a cover would hide to at least 99 %."""
    cover: float = 0.0
    """For the names placed, the sum of the shares of their ink that covers would hide."""
    right: int = 0
    """Flags that are on a pupil's name."""
    wrong: int = 0
    """Flags in pictures with names that aren't on any of them."""

    @property
    def recall(self) -> float:
        """Share of names that are flagged with the right pupil among the candidates."""
        return self.found / self.names if self.names else 0.0

    def add(self, other: Tally) -> None:
        """Add the counts of another."""
        for name in vars(other):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Score:
    """All that a system did."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    """By kind of picture."""
    origins: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    without: int = 0
    """Pictures without a pupil's name."""
    false: int = 0
    """Flags in them."""
    missed: list[tuple[str, str]] = field(default_factory=list)
    """Picture and name."""
    cries: list[tuple[str, str, str]] = field(default_factory=list)
    """Picture, words and why."""
    flags_off_names: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Flags that are on no pupil's name, in pictures with and without names, by kind."""
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Processor seconds for each picture, by kind."""

    @property
    def total(self) -> Tally:
        """All kinds together."""
        total = Tally()
        for tally in self.tallies.values():
            total.add(tally)
        return total

    @property
    def macro(self) -> float:
        """Mean of the kinds' recalls."""
        recalls = [tally.recall for tally in self.tallies.values() if tally.names]
        return sum(recalls) / len(recalls) if recalls else 0.0

    @property
    def precision(self) -> float:
        """Share of all flags that are on a pupil's name."""
        total = self.total
        flags = total.right + total.wrong + self.false
        return total.right / flags if flags else 1.0

    @property
    def per_hundred(self) -> float:
        """False flags in a hundred pictures without a pupil's name."""
        return 100 * self.false / self.without if self.without else 0.0

    def count(self, picture: Picture, flags: Sequence[FlaggedName], *, knows_pupils: bool = True) -> None:
        """Count what a system flagged in a picture; ``knows_pupils`` says whether it can tell which pupil is meant."""
        if not picture.labels:
            self.without += 1
            self.false += len(flags)
            self.flags_off_names[picture.kind] += len(flags)
            self.cries += [(picture.name, flag.text, flag.why) for flag in flags]
            return
        tally = self.tallies[picture.kind]
        for label in picture.labels:
            own = Tally(names=1)
            there = [flag for flag in flags if is_on(flag, label)]
            right = [flag for flag in there if flag.pupil_ids & label.pupil_ids or not knows_pupils]
            own.found = bool(right)
            if there:
                own.placed = 1
                own.cover = cover(label, [flag.box for flag in there], picture.image.size)
                own.covered = own.cover >= _COVERED
            if not right:
                self.missed.append((picture.name, label.text))
            tally.add(own)
            self.origins[label.origin].add(own)
        for flag in flags:
            if any(is_on(flag, label) for label in picture.labels):
                tally.right += 1
            else:
                tally.wrong += 1
                self.flags_off_names[picture.kind] += 1
                self.cries.append((picture.name, flag.text, flag.why))


def is_on(flag: FlaggedName, label: Label) -> bool:
    """Whether a flag is where a name is."""
    return any(flag.box.overlap(_box(quad)) >= _SAME_PLACE for quad in label.quads)


def _box(points: Iterable[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    left, top = int(min(xs)), int(min(ys))
    return Box(left, top, max(1, round(max(xs)) - left), max(1, round(max(ys)) - top))


def cover(label: Label, boxes: Sequence[Box], size: tuple[int, int]) -> float:
    """Return the share of a name's place that ``postcheck redact`` would cover for flags with these boxes."""
    left, top, right, bottom = (round(edge) for edge in label.box)
    area = Image.new("1", (max(1, right - left + 1), max(1, bottom - top + 1)), 0)
    for quad in label.quads:
        ImageDraw.Draw(area).polygon([(x - left, y - top) for x, y in quad], fill=1)
    ink = np.asarray(area)
    hidden = np.zeros_like(ink)
    for box in boxes:
        reach = Place.of(box).cover()
        whole = within(reach if isinstance(reach, Box) else reach.box, size)
        hidden[
            max(0, whole.top - top) : max(0, whole.bottom - top), max(0, whole.left - left) : max(0, whole.right - left)
        ] = True
    return float((ink & hidden).sum() / max(1, ink.sum()))
