"""What a roll costs: a process builds a finder for a roll of some size, without a model, and reads posts with it.

``python -m benchmarks.names.cost PUPILS SEED POSTS`` prints one line of JSON.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.names.posts import make_test_set
from benchmarks.names.stock import Half, names, origins
from benchmarks.names.systems import passage
from postcheck.find.finder import Finder
from postcheck.model.people import Pupil, Roll

SIZES = (1_000, 100_000)
POSTS = 500
_PASSES = 3
_SOUNDS = (
    "ba",
    "cor",
    "den",
    "el",
    "fa",
    "gri",
    "hal",
    "is",
    "jo",
    "ka",
    "lin",
    "mo",
    "na",
    "or",
    "pre",
    "quin",
    "ra",
    "sel",
    "tho",
    "ur",
    "vi",
    "wen",
    "xa",
    "yo",
    "zel",
)


@dataclass(frozen=True)
class Cost:
    """What one roll costs."""

    pupils: int
    build_seconds: float
    build_cpu_seconds: float
    milliseconds_a_post: float
    peak_megabytes: float
    """Of the whole process: with Python and the roll's own values, without the language model."""


def make_roll(pupils: int, seed: int) -> Roll:
    """Draw a roll: half of its names are the benchmark's, so that many pupils share them; half are made up."""
    rng = random.Random(f"cost {seed}")
    stocks = [names(origin, half, on_roll=True) for origin in origins() for half in Half]
    forenames = [name for stock in stocks for name in stock.forenames]
    surnames = [name for stock in stocks for name in stock.surnames]

    def draw(common: list[str]) -> str:
        return (
            rng.choice(common)
            if rng.random() < 0.5  # noqa: PLR2004 - a toss of a coin
            else "".join(rng.choices(_SOUNDS, k=rng.randint(2, 4))).capitalize()
        )

    return Roll(tuple(Pupil(f"P{number:06}", draw(forenames), draw(surnames)) for number in range(pupils)))


def _peak() -> float:
    """Return the most memory that this process has had, in megabytes."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux, getrusage also counts the process that started this one
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def measure(pupils: int, seed: int, posts: int) -> Cost:
    """Build and read in this process. The peak memory is that of the process, so call this only once in each."""
    tests = make_test_set(seed)
    drawn = random.Random(f"cost posts {seed}").sample(tests.posts, min(posts, len(tests.posts)))
    passages = [passage(post) for post in drawn]
    Finder(Roll(), tests.people, None).find(passages[:5])  # loads what every finder needs, whatever its roll
    roll = make_roll(pupils, seed)
    wall, cpu = time.perf_counter(), time.process_time()
    finder = Finder(roll, tests.people, None)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    passes = []
    for _ in range(_PASSES):
        start = time.process_time()
        for one in passages:
            finder.find((one,))
        passes.append(time.process_time() - start)
    return Cost(pupils, round(wall, 3), round(cpu, 3), round(1000 * min(passes) / len(passages), 4), round(_peak(), 1))


def measure_apart(pupils: int, seed: int) -> Cost:
    """Measure in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.names.cost", str(pupils), str(seed), str(POSTS)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)  # noqa: S603 -- this very module
    return Cost(**json.loads(done.stdout))


if __name__ == "__main__":
    print(json.dumps(asdict(measure(*map(int, sys.argv[1:4])))))
