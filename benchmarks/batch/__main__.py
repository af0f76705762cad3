"""``python -m benchmarks.batch``: how long many drafts take, side by side and a second time, and how much memory.

Every figure that matters is a ratio of two runs on the same machine; the seconds beside it only show how large the runs
were.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.batch.drafts import write_drafts
from benchmarks.pictures.pages import write_between
from benchmarks.running import COMMAND, RunCost, measure
from postcheck import __version__

_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"
_SIZES = "1000,5000"
_JUDGED = frozenset({0, 1, 3})


@dataclass(frozen=True)
class _Check:
    """A run of the check, and its report."""

    cost: RunCost
    report: bytes


class _Differ(Exception):  # noqa: N818 - it ends the benchmark
    """Runs that should say the same do not."""


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.batch", description="Measure how long many drafts take."
    )
    parser.add_argument("--drafts", type=int, default=2000, help="drafts without a picture (2000)")
    parser.add_argument("--pictures", type=int, default=100, help="drafts with a picture each (100)")
    parser.add_argument(
        "--sizes",
        default=_SIZES,
        metavar="N,N",
        help=f"how many drafts lie in one folder where the cost of a draft is compared ({_SIZES})",
    )
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--remark", default="", help="a sentence about the machine, for the page")
    parser.add_argument("--docs", type=Path, metavar="FILE", help="put the results into this page, between its marks")
    return parser.parse_args(given)


def _check(folder: Path, jobs: int, *, cache: str = "", paths: Sequence[str] = ("drafts",)) -> _Check:
    """Check the drafts of a folder; ``cache`` names the cache of pictures, which is not used if it is empty."""
    report = folder / f"report-{Path(paths[0]).name}.json"
    judged_by = ["--consent", "consent.csv", "--policy", "aspire", "--no-config", "--date", "2026-11-21"]
    output: list[str | Path] = ["--format", "json", "--output", report, "--jobs", str(jobs)]
    command: list[str | Path] = [COMMAND, "check", *paths, *judged_by, *output]
    environ = {"POSTCHECK_CACHE_DIR": str(folder / cache)}
    cost = measure([*command, *([] if cache else ["--no-cache"])], folder, environ=environ, ends_with=_JUDGED)
    return _Check(cost, report.read_bytes())


def _row(name: str, cost: RunCost, ratio: str) -> str:
    return f"| {name} | {cost.seconds:.1f} | {ratio} | {cost.cpu:.1f} | {cost.peak_mb:,} | {cost.largest_mb:,} |"


def _compared(rows: list[str], *runs: tuple[str, _Check]) -> None:
    """Add runs that have to give the same report; the ratio is of seconds, to the first."""
    first = runs[0][1]
    rows += [_row(name, run.cost, f"{run.cost.seconds / first.cost.seconds:.2f}") for name, run in runs]
    print("\n".join(rows[-len(runs) :]), file=sys.stderr, flush=True)
    if len({run.report for _, run in runs}) > 1:
        raise _Differ


def _at_once(rows: list[str], folder: Path) -> None:
    """Add two runs at once, each of half the drafts: what two processes that share nothing come to on this machine."""
    places = [f"drafts/{place.name}" for place in sorted((folder / "drafts").iterdir())]
    halves = [half for half in (places[::2], places[1::2]) if half]
    with ThreadPoolExecutor(len(halves)) as pool:
        costs = [run.cost for run in pool.map(lambda half: _check(folder, 1, paths=half), halves)]
    if len(halves) > 1:
        both = RunCost(
            max(cost.seconds for cost in costs),
            sum(cost.cpu for cost in costs),
            sum(cost.peak_mb for cost in costs),
            max(cost.largest_mb for cost in costs),
            0,
        )
        rows.append(_row("two runs at once, `--jobs 1`, half of them each", both, ""))
        print(rows[-1], file=sys.stderr, flush=True)


def _texts(rows: list[str], folder: Path, arguments: argparse.Namespace) -> None:
    write_drafts(folder, seed=arguments.seed, drafts=arguments.drafts, pictures=0)
    what = f"{arguments.drafts:,} texts"
    _compared(rows, *((f"{what}, `--jobs {jobs}`", _check(folder, jobs)) for jobs in (1, 2)))
    _at_once(rows, folder)


def _pictures(rows: list[str], folder: Path, arguments: argparse.Namespace) -> None:
    write_drafts(folder, seed=arguments.seed, drafts=arguments.pictures, pictures=arguments.pictures)
    what = f"{arguments.pictures:,} drafts with a picture each"
    _compared(
        rows,
        *((f"{what}, `--jobs {jobs}`", _check(folder, jobs, cache=f".cache-{jobs}")) for jobs in (1, 2)),
        ("the same once more, `--jobs 1`", _check(folder, 1, cache=".cache-1")),
    )
    _at_once(rows, folder)


def _sizes(rows: list[str], place: Path, arguments: argparse.Namespace) -> str:
    """Add checks of folders of different sizes, and return what a draft costs in each, less the start of a run."""
    sizes = [int(size) for size in arguments.sizes.split(",")]
    costs = {}
    for size in (1, *sizes):
        folder = place / f"folder-{size}"
        write_drafts(folder, seed=arguments.seed, drafts=size, pictures=0, in_a_folder=size)
        costs[size] = cost = _check(folder, 1).cost
        rows.append(_row(f"{size:,} {'texts' if size > 1 else 'text'} in one folder, `--jobs 1`", cost, ""))
        print(rows[-1], file=sys.stderr, flush=True)
    start = costs[1].cpu
    each = {size: (costs[size].cpu - start) / (size - 1) for size in sizes}
    said = ", ".join(
        f"of {size:,} in one folder ({costs[size].cpu:.1f} - {start:.1f}) s / {size - 1:,} = {each[size] * 1000:.2f} ms"
        for size in sizes
    )
    few, many = sizes[0], sizes[-1]
    return f"A draft takes, in seconds of a core: {said}. Ratio: {each[many] / each[few]:.2f}."


def main(given: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    arguments = _arguments(given)
    rows = [
        "| run | seconds | ratio | seconds of a core | peak MB | largest process, MB |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    with tempfile.TemporaryDirectory(prefix="postcheck-benchmark-") as made:
        place = Path(made)
        write_drafts(place / "first", seed=arguments.seed, drafts=2, pictures=1)
        _check(place / "first", 1)  # whatever the first run of all has to fetch from the disk
        try:
            _texts(rows, place / "texts", arguments)
            _pictures(rows, place / "pictures", arguments)
        except _Differ:
            print("The reports of runs that should say the same differ.", file=sys.stderr)
            return 1
        linear = _sizes(rows, place, arguments)
    options = (
        f"--drafts {arguments.drafts} --pictures {arguments.pictures} --sizes {arguments.sizes} --seed {arguments.seed}"
    )
    today = dt.datetime.now(dt.UTC).date().isoformat()
    about = f"postcheck {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores, {today}"
    head = f"`python -m benchmarks.batch {options}`: {about}. {arguments.remark}".rstrip()
    pieces = [head, "\n".join(rows), linear]
    print("\n\n".join(pieces))
    if arguments.docs:
        write_between(arguments.docs, _BEGIN, _END, pieces)
    return 0


if __name__ == "__main__":
    sys.exit(main())
