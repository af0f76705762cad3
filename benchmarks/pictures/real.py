"""``python -m benchmarks.pictures.real FOLDER``: the same on real pictures, which are no part of the repository.

The folder has ``truth.json``: under ``with_names`` each picture with its names, the place of each as shares of the
upright picture, and a kind; under ``without`` pictures in which nobody is named; and ``roll-without.csv``, a roll of
pupils of whom none is in any picture. Each picture with names is checked against that roll and the pupils named in it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from benchmarks.pictures.score import FlaggedName
from benchmarks.pictures.systems import Postcheck, System, WholePage, one_thread, timed, warm_up
from postcheck.consent.consent_list import load_consent
from postcheck.find.finder import Finder
from postcheck.find.language import LanguageModel, load_language_model
from postcheck.model.people import PeopleList, Pupil, Roll
from postcheck.model.settings import OcrSettings
from postcheck.model.text import Box
from postcheck.read.reader import Reader

_ON_IT = 0.3
"""How much of the smaller box, the flag's or the name's, the other must cover for the flag to be on the name."""


@dataclass
class _Tally:
    names: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)


@dataclass
class _Figures:
    """What came of all pictures."""

    kinds: defaultdict[str, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    false: list[str] = field(default_factory=list)
    without: int = 0
    cpu: list[float] = field(default_factory=list)
    baseline: list[float] = field(default_factory=list)
    unexamined: list[str] = field(default_factory=list)


def _pupils(names: Sequence[str]) -> Iterator[Pupil]:
    """Yield a pupil for each name; a name of one word is a forename."""
    for number, name in enumerate(dict.fromkeys(names), start=1):
        first, _, last = name.partition(" ")
        yield Pupil(f"N{number:04}", first, last)


def _finder(roll: Roll, names: Sequence[str], model: LanguageModel) -> Finder:
    return Finder(Roll((*_pupils(names), *roll.pupils), file=roll.file, columns=roll.columns), PeopleList(), model)


def _boxes(entry: Mapping[str, Any], path: Path) -> list[tuple[str, Box]]:
    with Image.open(path) as image:
        width, height = ImageOps.exif_transpose(image).size
    found = []
    for one in entry["names"]:
        left, top, right, bottom = one["box"]
        place = (left * width, top * height, (right - left) * width, (bottom - top) * height)
        found.append((one["name"], Box(*(round(number) for number in place))))
    return found


def measure(folder: Path, *, baseline: bool) -> _Figures:
    """Return the figures; ``baseline`` has whole pages read by Tesseract as well, for the time that it takes."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    roll = load_consent(folder / "roll-without.csv")
    model = load_language_model("")
    reader, figures = Reader(OcrSettings(), side_by_side=2), _Figures()
    whole = Reader(OcrSettings(), WholePage())
    warm_up(Postcheck("warm up", reader, _finder(roll, (), model)))
    for entry in (*truth["with_names"], *truth["without"]):
        path = next(file for file in folder.rglob(entry["file"]) if file.is_file())
        places = _boxes(entry, path) if entry.get("names") else []
        finder = _finder(roll, [name for name, _ in places], model)
        flags, problems, spent = timed(Postcheck("postcheck", reader, finder), path)
        figures.cpu.append(spent.cpu)
        figures.unexamined += [f"{entry['file']}: {problem}" for problem in problems]
        if baseline:
            other: System = Postcheck("whole page", whole, finder)
            figures.baseline.append(timed(other, path)[2].cpu)
        _count(figures, entry, places, flags)
    return figures


def _count(
    figures: _Figures, entry: Mapping[str, Any], places: Sequence[tuple[str, Box]], flags: Sequence[FlaggedName]
) -> None:
    for name, box in places:
        tally = figures.kinds[entry["kind"]]
        tally.names += 1
        if any(flag.box.overlap(box) >= _ON_IT for flag in flags):
            tally.found += 1
        else:
            tally.missed.append(f"{entry['file']}: {name}")
    if not places:
        figures.without += 1
        figures.false += [f"{entry['file']}: “{flag.text}” ({flag.why})" for flag in flags]


def main(given: Sequence[str] | None = None) -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures.real", description=__doc__)
    parser.add_argument("folder", type=Path, help="the pictures, with truth.json and roll-without.csv")
    parser.add_argument("--no-baseline", action="store_true", help="do not time whole-page Tesseract as well")
    parser.add_argument("--errors", action="store_true", help="show what was missed and what was wrongly flagged")
    arguments = parser.parse_args(given)
    one_thread()
    figures = measure(arguments.folder, baseline=not arguments.no_baseline)
    print("| kind | names | flagged |\n| --- | --- | --- |")
    for kind, tally in sorted(figures.kinds.items()):
        print(f"| {kind} | {tally.names} | {tally.found / tally.names:.2f} |")
    names = sum(tally.names for tally in figures.kinds.values())
    found = sum(tally.found for tally in figures.kinds.values())
    print(f"| all | {names} | {found / names:.2f} |\n" if names else "")
    each = len(figures.false) / figures.without if figures.without else 0.0
    print(f"False flags: {len(figures.false)} in {figures.without} pictures without names, {each:.2f} each.")
    print(f"Processor time: median {statistics.median(figures.cpu):.1f} s a picture, {sum(figures.cpu):.0f} s in all.")
    if figures.baseline:
        ratios = [own / other for own, other in zip(figures.cpu, figures.baseline, strict=True)]
        print(
            f"Beside whole-page Tesseract on the same pictures: {statistics.median(ratios):.1f} times in the median "
            f"picture, {sum(figures.cpu) / sum(figures.baseline):.1f} times in all."
        )
    print(f"Not examined as they should be: {len(figures.unexamined)}.")
    if arguments.errors:
        missed = [one for tally in figures.kinds.values() for one in tally.missed]
        print("\n".join(("", "Missed:", *missed, "", "Wrongly flagged:", *figures.false, "", *figures.unexamined)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
