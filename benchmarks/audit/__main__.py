"""``python -m benchmarks.audit``: what it costs to read an archive and to report on it, and what a large one needs."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.audit.archive import write_archive, write_pictures
from benchmarks.audit.exports import Pictures
from benchmarks.audit.outlook import Measured, outlook
from benchmarks.audit.posts import PUPILS
from benchmarks.audit.runs import DAY, LATER, Audit
from benchmarks.audit.stored import StoreSize, digest_of, size_of
from benchmarks.pictures.fonts import missing
from benchmarks.pictures.pages import write_between
from benchmarks.running import RunCost
from postcheck import __version__

_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"
_POSTS, _PICTURES, _PART = 20_000, 2_000, 5
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


@dataclass(frozen=True)
class _Compared:
    """What came of readers that read the same."""

    costs: dict[str, RunCost | str]
    same: bool
    compared: str
    """What of them was compared."""


def _compare(audit: Audit, table: _Table) -> _Compared:
    """Read an archive in every way into a store of its own, and compare all that the stores and reports hold."""
    costs: dict[str, RunCost | str] = {}
    stores, reports = set(), set()
    what = f"read {_size(audit)}"
    first: RunCost | None = None
    for name, options in _READERS.items():
        reason = audit.why_not_read(*options)
        costs[name] = cost = reason or audit.read(*options)
        table.add(f"{what}, {name}", cost, first or cost)
        if isinstance(cost, str):
            continue
        first = first or cost
        stores.add(digest_of(audit.store))
        if not audit.why_no_report():
            audit.report("report.json")
            reports.add((audit.folder / "report.json").read_bytes())
    compared = "what the stores hold" + (" and the reports" if reports else "; there were no reports to compare")
    return _Compared(costs, len(stores) == 1 and len(reports) <= 1, compared)


def _judge(audit: Audit, table: _Table) -> RunCost | None:
    """Report on the store again and again; return what the first report took, if there was one."""
    what = f"of {_size(audit)}"
    reason = audit.why_no_report()
    first = None if reason else audit.report("report.json")
    table.add(f"report {what}", first or reason, first)
    pupil = audit.change_a_row()
    table.add("the same after a row of the list changed", reason or audit.report("changed.json", day=LATER), first)
    for shown, options in (
        ("the same, of one pupil (`--pupil`)", ("--pupil", pupil)),
        ("the same, what changed since the list before (`--since`)", ("--since", DAY.isoformat())),
    ):
        lacking = reason or audit.why_no_report(*options)
        table.add(shown, lacking or audit.report("some.json", *options, day=LATER), first)
    return first


def _size(audit: Audit) -> str:
    pictures = f"{audit.drawn.pictures:,}" if audit.drawn.pictures else "no"
    return f"{audit.drawn.posts:,} posts, {pictures} pictures"


def main(given: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    arguments = _arguments(given)
    table = _Table()
    with tempfile.TemporaryDirectory(prefix="postcheck-benchmark-") as made:
        place = Path(made)
        pictures = write_pictures(
            place / "pictures", seed=arguments.seed, pictures=arguments.pictures, processes=os.cpu_count() or 1
        )
        part = arguments.posts // arguments.part
        compared = _compare(
            _drawn(place / "part", arguments, pictures, part, arguments.pictures // arguments.part), table
        )
        if not compared.same:
            print("The stores or reports of runs that should say the same differ.", file=sys.stderr)
            return 1
        texts = _drawn(place / "texts", arguments, pictures, part, 0)
        read_texts = Measured(part, 0, texts.read(*_TWO))
        table.add(f"read {_size(texts)}, `--jobs 2`", read_texts.cost)
        report_texts = None if texts.why_no_report() else Measured(part, 0, texts.report("report.json"))
        if report_texts:
            table.add(f"report of {_size(texts)}", report_texts.cost)
        whole = _drawn(place / "whole", arguments, pictures, arguments.posts, arguments.pictures)
        read_whole = Measured(arguments.posts, arguments.pictures, whole.read(*_TWO))
        table.add(f"read {_size(whole)}, `--jobs 2`", read_whole.cost)
        store = size_of(whole.store)
        table.add("read again: nothing is new", whole.read(*_TWO, again=True), read_whole.cost)
        judged = _judge(whole, table)
        report = (
            (report_texts, Measured(arguments.posts, arguments.pictures, judged)) if report_texts and judged else None
        )
        one, two = (compared.costs[name] for name in list(_READERS)[:2])
        speed_up = one.seconds / two.seconds if isinstance(one, RunCost) and isinstance(two, RunCost) else 1.0
        pieces = [
            "\n".join(_about(arguments)),
            "\n".join(table.rows),
            f"Every way of reading gave the same, byte for byte: {compared.compared}.",
            _stored(store, whole),
            "A million posts and 300,000 pictures would need, computed from this:",
            "\n".join(outlook((read_texts, read_whole), report, store, speed_up)),
        ]
    print("\n\n".join(pieces))
    if arguments.docs:
        write_between(arguments.docs, _BEGIN, _END, pieces)
    return 0


def _stored(store: StoreSize, audit: Audit) -> str:
    post, picture = store.for_posts / audit.drawn.posts, store.for_pictures / audit.drawn.pictures
    return (
        f"The store of the whole archive has {store.file / 1e6:.1f} MB: {post:,.0f} bytes a post, "
        f"{picture:,.0f} bytes a picture."
    )


def _drawn(folder: Path, arguments: argparse.Namespace, pictures: Pictures, posts: int, shown: int) -> Audit:
    return Audit(folder, write_archive(folder, pictures, seed=arguments.seed, posts=posts, pictures=shown))


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
