"""``python -m benchmarks.audit``: what it costs to read an archive and to report on it, and what a large one needs."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.audit.archive import write_archive, write_pictures
from benchmarks.audit.outlook import PICTURES, POSTS, Measured, Series, outlook
from benchmarks.audit.posts import PUPILS
from benchmarks.audit.runs import Audit
from benchmarks.audit.stored import StoreSize, digest_of, size_of
from benchmarks.pictures.fonts import missing
from benchmarks.pictures.pages import write_between
from benchmarks.running import RunCost
from postcheck import __version__

_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"
_POSTS, _PICTURES, _PART = 20_000, 2_000, 5
_LEAST = 20
_REPORT = "report.json"
_NAMES = ("least", "texts", "part", "whole")
_ONE, _TWO, _DASK = ("--jobs", "1"), ("--jobs", "2"), ("--jobs", "2", "--scheduler", "local")
_READERS = {"`--jobs 1`": _ONE, "`--jobs 2`": _TWO, "Dask, `--scheduler local --jobs 2`": _DASK}


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description="Measure what an audit costs.")
    parser.add_argument("--posts", type=int, default=_POSTS, help=f"posts of the archive ({_POSTS:,})")
    parser.add_argument("--pictures", type=int, default=_PICTURES, help=f"how many have a picture ({_PICTURES:,})")
    parser.add_argument(
        "--part", type=int, default=_PART, help=f"readers are compared on one of so many parts of it ({_PART})"
    )
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--remark", default="", help="a sentence about the machine, for the page")
    parser.add_argument("--docs", type=Path, metavar="FILE", help="put the results into this page, between its marks")
    arguments = parser.parse_args(given)
    if not 0 < arguments.pictures <= arguments.posts // 2 or not 1 <= arguments.part <= arguments.pictures:
        parser.error("There have to be at least twice as many posts as pictures, and a picture in each part.")
    if arguments.posts // arguments.part < 2 * _LEAST:
        parser.error(f"There have to be at least {2 * _LEAST} posts in a part, to tell them from the start of a run.")
    return arguments


@dataclass
class _Table:
    """The rows of the results."""

    rows: list[str] = field(
        default_factory=lambda: [
            "| run | seconds | ratio | seconds of a core | peak MB | largest process, MB |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
    )

    def add(self, run: str, cost: RunCost | str, than: RunCost | str | None = None) -> None:
        """Add a run, or why it was not measured; ``than`` is what its seconds are compared with."""
        if isinstance(cost, str):
            row = f"| {run} | not measured: {cost} | | | | |"
        else:
            ratio = f"{cost.seconds / than.seconds:.2f}" if isinstance(than, RunCost) else ""
            row = f"| {run} | {cost.seconds:.1f} | {ratio} | {cost.cpu:.1f} | {cost.peak_mb:,} | {cost.largest_mb:,} |"
        self.rows.append(row)
        print(row, file=sys.stderr, flush=True)


class _Differ(Exception):  # noqa: N818 - it ends the benchmark
    """Runs that should say the same do not."""


def _compare(audit: Audit, table: _Table) -> tuple[Mapping[str, RunCost | str], RunCost | None, str]:
    """Read an archive in every way into a store of its own, and compare all that the stores and reports hold.

    Returns
    -------
    tuple
        What each took, or why it was not measured; what a report took, if there is one; what was compared.
    """
    costs: dict[str, RunCost | str] = {}
    stores, reports = set(), set()
    first: RunCost | None = None
    report: RunCost | None = None
    for name, options in _READERS.items():
        reason = audit.why_not_read(*options)
        costs[name] = cost = reason or audit.read(*options)
        table.add(f"read {_size(audit)}, {name}", cost, first or cost)
        if isinstance(cost, str):
            continue
        first = first or cost
        stores.add(digest_of(audit.store))
        if not audit.why_no_report():
            report = audit.report(_REPORT, *_ONE)
            reports.add((audit.folder / _REPORT).read_bytes())
    if report and not audit.why_no_report(*_TWO):
        audit.report(_REPORT, *_TWO)
        reports.add((audit.folder / _REPORT).read_bytes())
    if len(stores) > 1 or len(reports) > 1:
        raise _Differ
    return costs, report, "what the stores hold" + (", and the reports" if reports else " (there was no report)")


def _judge(audit: Audit, table: _Table) -> RunCost | None:
    """Report on the store again and again; return what the first report took, if there was one."""
    reason = audit.why_no_report()
    # As of today, whatever day that is: only such a report keeps the list that the next one is compared with.
    first = None if reason else audit.report(_REPORT, *_ONE, day=None)
    table.add(f"report of {_size(audit)}, `--jobs 1`", first or reason, first)
    lacking = reason or audit.why_no_report(*_TWO)
    table.add("the same, `--jobs 2`", lacking or audit.report(_REPORT, *_TWO, day=None), first)
    pupil = audit.change_a_row()
    kept = dt.date.today()  # noqa: DTZ011 - as postcheck takes it; midnight may have passed since the list was kept
    for shown, options in (
        ("after a row of the list changed, only that (`--since`)", ("--since", kept.isoformat(), *_ONE)),
        ("the same, of one pupil (`--pupil`)", ("--pupil", pupil, *_ONE)),
        ("the same, of everybody", _ONE),
    ):
        lacking = reason or audit.why_no_report(*options)
        table.add(shown, lacking or audit.report(_REPORT, *options, day=None), first)
    return first


def _size(audit: Audit) -> str:
    pictures = f"{audit.drawn.pictures:,}" if audit.drawn.pictures else "no"
    return f"{audit.drawn.posts:,} posts, {pictures} pictures"


def main(given: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    arguments = _arguments(given)
    with tempfile.TemporaryDirectory(prefix="postcheck-benchmark-") as made:
        try:
            pieces = ["\n".join(_about(arguments)), *_measured(Path(made), arguments)]
        except _Differ:
            print("The stores or reports of runs that should say the same differ.", file=sys.stderr)
            return 1
    print("\n\n".join(pieces))
    if arguments.docs:
        write_between(arguments.docs, _BEGIN, _END, pieces)
    return 0


def _measured(place: Path, arguments: argparse.Namespace) -> list[str]:
    """Measure everything; return the results in pieces."""
    table = _Table()
    posts, pictures, cores = arguments.posts, arguments.pictures, os.cpu_count() or 1
    drawn = write_pictures(place / "pictures", seed=arguments.seed, pictures=pictures, processes=cores)
    part = posts // arguments.part, pictures // arguments.part
    archives = {
        name: Audit(place / name, write_archive(place / name, drawn, seed=arguments.seed, posts=number, pictures=shown))
        for name, number, shown in (
            ("warm-up", _LEAST, 1),
            ("least", _LEAST, 0),
            ("part", *part),
            ("texts", part[0], 0),
            ("whole", posts, pictures),
        )
    }
    archives["warm-up"].read(*_ONE)  # whatever the first run of all has to fetch from the disk
    read: dict[str, RunCost] = {"least": archives["least"].read(*_TWO)}
    table.add(f"read {_size(archives['least'])}: the start", read["least"])
    costs, report, compared = _compare(archives["part"], table)
    for name in ("texts", "whole"):
        read[name] = archives[name].read(*_TWO)
        table.add(f"read {_size(archives[name])}, `--jobs 2`", read[name])
    whole, store = archives["whole"], size_of(archives["whole"].store)
    table.add("read again: nothing is new", whole.read(*_TWO, again=True), read["whole"])
    reported = {name: archives[name].report(_REPORT, *_ONE) for name in ("least", "texts") if report}
    for name, cost in reported.items():
        table.add(f"report of {_size(archives[name])}", cost)
    judged = _judge(whole, table)
    one, two = (costs[name] for name in list(_READERS)[:2])
    if not isinstance(one, RunCost) or not isinstance(two, RunCost):
        raise SystemExit("`postcheck audit read --jobs 2` cannot be run; see above.")
    read["part"] = two
    series = _series(archives, read)
    judging = _series(archives, {**reported, "part": report, "whole": judged}) if report and judged else None
    return [
        "\n".join(table.rows),
        f"Every way of reading gave the same, byte for byte: {compared}.",
        _stored(store, whole),
        f"{POSTS:,} posts and {PICTURES:,} pictures would need, computed from this:",
        "\n".join(outlook(series, judging, store, one.seconds / two.seconds)),
    ]


def _series(archives: Mapping[str, Audit], costs: Mapping[str, RunCost]) -> Series:
    return Series(
        *(Measured(archives[name].drawn.posts, archives[name].drawn.pictures, costs[name]) for name in _NAMES)
    )


def _stored(store: StoreSize, audit: Audit) -> str:
    post, picture = store.for_posts / audit.drawn.posts, store.for_pictures / audit.drawn.pictures
    return (
        f"The store of the whole archive has {store.file / 1e6:.1f} MB: {post:,.0f} bytes a post, "
        f"{picture:,.0f} bytes a picture."
    )


def _about(arguments: argparse.Namespace) -> Iterator[str]:
    options = (
        f"--posts {arguments.posts} --pictures {arguments.pictures} --part {arguments.part} --seed {arguments.seed}"
    )
    left_out = missing()
    yield f"- date: {dt.datetime.now(dt.UTC).date().isoformat()}"
    yield f"- command: `python -m benchmarks.audit {options}`"
    about = f"postcheck {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores"
    yield f"- {about}. {arguments.remark}".rstrip()
    yield f"- a consent list of {PUPILS} pupils; fonts: {f'{len(left_out)} MISSING' if left_out else 'all there'}"


if __name__ == "__main__":
    sys.exit(main())
