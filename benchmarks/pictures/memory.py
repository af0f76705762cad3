"""How much memory one worker takes for a very large picture: measured in a process that reads one.

``python -m benchmarks.pictures.memory MODE FILE`` prints the peak in megabytes.
"""

from __future__ import annotations

import math
import random
import sys
import tempfile
from pathlib import Path

from benchmarks.names.stock import Half
from benchmarks.pictures.fonts import Style, packages
from benchmarks.pictures.paint import INK, Sheet
from benchmarks.pictures.systems import Postcheck, modes, one_thread
from benchmarks.running import measure
from postcheck.find.finder import Finder
from postcheck.find.language import load_language_model
from postcheck.model.people import PeopleList, Roll
from postcheck.read.reader import Reader

MEGAPIXELS = 50
_LINES = 12


def large_picture(path: Path, megapixels: int) -> None:
    """Write a picture of this many megapixels with a few lines of text in it."""
    width = round(math.sqrt(megapixels * 4e6 / 3))
    sheet = Sheet.blank(width, round(width * 0.75), (236, 232, 220))
    rng, package = random.Random(megapixels), packages(Style.PLAIN, Half.TEST)[0]
    for line in range(_LINES):
        x, y = rng.uniform(0.2, 0.8) * width, (line + 0.5) * width * 0.75 / _LINES
        sheet.write("Sports day: results of the relay", x, y, package, round(width / rng.uniform(60, 240)), INK)
    sheet.image.save(path, "JPEG", quality=85)


def measure_apart(mode: str) -> float:
    """Return the peak memory of a process that checks a large picture, in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.jpg")
        large_picture(path, MEGAPIXELS)
        command = [sys.executable, "-m", "benchmarks.pictures.memory", mode, str(path)]
        cost = measure(command, Path(__file__).parents[2], environ={}, ends_with=frozenset({0}))
        return float(cost.peak_mb)


def main() -> None:
    """Read the picture that the command line names."""
    one_thread()
    finder = Finder(Roll(), PeopleList(), load_language_model(""))
    system = Postcheck(sys.argv[1], Reader(modes()[sys.argv[1]], side_by_side=2), finder)
    system.flags(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
