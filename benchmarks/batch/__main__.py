"""``python -m benchmarks.batch``: how long many drafts take, side by side and a second time, and how much memory.

Every figure that matters is a ratio of two runs on the same machine; the seconds beside it only show how large the runs
were.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.batch.drafts import write_drafts
from postcheck import __version__

_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"
_COMMAND = Path(sys.executable).with_name("postcheck")


@dataclass(frozen=True)
class RunCost:
    """What one run took."""

    seconds: float
    peak_mb: int
    """Of the process itself; those of Tesseract, which come and go, are not counted."""
    report: bytes


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.batch", description="Measure how long many drafts take."
    )
    parser.add_argument("--drafts", type=int, default=2000, help="drafts of the large batch")
    parser.add_argument("--pictures", type=int, default=100, help="how many of them have a picture")
    parser.add_argument(
        "--again", type=int, default=200, help="drafts, all with a picture, that are checked a second time"
    )
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--remark", default="", help="a sentence about the machine, for the page")
    parser.add_argument("--docs", type=Path, metavar="FILE", help="put the results into this page, between its marks")
    return parser.parse_args(given)


def _check(folder: Path, *options: str) -> RunCost:
    report = folder / "report.json"
    command: list[str | Path] = [
        _COMMAND,
        "check",
        "drafts",
        "--consent",
        "consent.csv",
        "--policy",
        "aspire",
        "--no-config",
        "--date",
        "2026-11-21",
    ]
    environ = {**os.environ, "POSTCHECK_CACHE_DIR": str(folder / ".cache")}
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--format", "json", "--output", report, *options], cwd=folder, env=environ)  # noqa: S603 - the real command
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status) not in {0, 1, 3}:
        raise SystemExit("The check could not start; see above.")
    peak = usage.ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)
    return RunCost(seconds, round(peak), report.read_bytes())


def _row(name: str, cost: RunCost, ratio: float) -> str:
    return f"| {name} | {cost.seconds:.0f} | {ratio:.2f} | {cost.peak_mb} |"


def main(given: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    arguments = _arguments(given)
    rows = ["| run | seconds | ratio | peak MB |", "| --- | --- | --- | --- |"]
    with tempfile.TemporaryDirectory(prefix="postcheck-benchmark-") as place:
        batch, again = Path(place, "batch"), Path(place, "again")
        write_drafts(batch, seed=arguments.seed, drafts=arguments.drafts, pictures=arguments.pictures)
        one, two = (_check(batch, "--no-cache", "--jobs", jobs) for jobs in ("1", "2"))
        what = f"{arguments.drafts:,} drafts, {arguments.pictures} with a picture"
        rows += [_row(f"{what}, `--jobs 1`", one, 1.0), _row(f"{what}, `--jobs 2`", two, two.seconds / one.seconds)]
        write_drafts(again, seed=arguments.seed, drafts=arguments.again, pictures=arguments.again)
        first, second = _check(again), _check(again)
        what = f"{arguments.again} drafts with a picture each"
        rows += [
            _row(f"{what}, first run", first, 1.0),
            _row(f"{what}, second run", second, second.seconds / first.seconds),
        ]
    if one.report != two.report or first.report != second.report:
        print("The reports of runs that should say the same differ.", file=sys.stderr)
        return 1
    options = (
        f"--drafts {arguments.drafts} --pictures {arguments.pictures} --again {arguments.again} --seed {arguments.seed}"
    )
    today = dt.datetime.now(dt.UTC).date().isoformat()
    about = f"postcheck {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores, {today}"
    page = "\n".join([f"`python -m benchmarks.batch {options}`: {about}. {arguments.remark}".rstrip(), "", *rows])
    print(page)
    if arguments.docs:
        text = arguments.docs.read_text(encoding="utf-8")
        before, after = text[: text.index(_BEGIN) + len(_BEGIN)], text[text.index(_END) :]
        arguments.docs.write_text(f"{before}\n\n{page}\n\n{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
