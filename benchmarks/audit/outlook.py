"""What a larger archive would need, computed from what smaller ones took."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from benchmarks.audit.stored import StoreSize
from benchmarks.running import RunCost

POSTS, PICTURES = 1_000_000, 300_000
_CORES = 16
_HOUR = 3600


@dataclass(frozen=True)
class Measured:
    """What an archive took."""

    posts: int
    pictures: int
    cost: RunCost


@dataclass(frozen=True)
class Series:
    """One command on four archives."""

    least: Measured
    """A few posts, so that it is hardly more than its start."""
    texts: Measured
    """Posts alone."""
    part: Measured
    """A part of the whole archive."""
    whole: Measured


def outlook(read: Series, report: Series | None, store: StoreSize, speed_up: float) -> Iterator[str]:
    """Yield lines that say what a million posts would need, with the arithmetic.

    Parameters
    ----------
    read, report:
        What the two commands took; None if no report could be made.
    store:
        How large the store of the whole archive is.
    speed_up:
        Of two workers over one, on the same archive.
    """
    seconds = yield from _time("Reading", read)
    two, many = seconds / speed_up, seconds / (speed_up / 2 * _CORES)
    yield (
        f"- That is {_hours(seconds)} of one core. Two workers were {speed_up:.2f} times as fast as one: "
        f"{_hours(seconds)} / {speed_up:.2f} = {_hours(two)}. If {_CORES} workers on {_CORES} cores gain as much "
        f"each: {_hours(seconds)} / ({speed_up:.2f} / 2 x {_CORES}) = {_hours(many)}."
    )
    yield from _memory("Reading with two workers", read)
    if report is not None:
        seconds = yield from _time("A report", report)
        yield f"- That is {_hours(seconds)} of one core."
        yield from _memory("A report", report)
    post, picture = store.for_posts / read.whole.posts, store.for_pictures / read.whole.pictures
    size = POSTS * post + PICTURES * picture
    yield (
        f"- The store: {POSTS:,} posts x {post:,.0f} bytes + {PICTURES:,} pictures x {picture:,.0f} bytes "
        f"= {size / 1e9:.1f} GB."
    )


def _time(what: str, series: Series) -> Generator[str, None, float]:
    """Say how long it takes; return the seconds of a core."""
    start, texts, whole = series.least.cost.cpu, series.texts, series.whole
    more = texts.posts - series.least.posts
    post = max(0.0, texts.cost.cpu - start) / more
    picture = max(0.0, whole.cost.cpu - start - post * whole.posts) / whole.pictures
    seconds = start + POSTS * post + PICTURES * picture
    yield (
        f"- {what}, in seconds of a core. A post: ({texts.cost.cpu:.1f} - {start:.1f}) / {more:,} = {post:.4f}. "
        f"A picture: ({whole.cost.cpu:.1f} - {start:.1f} - {whole.posts:,} x {post:.4f}) / {whole.pictures:,} "
        f"= {picture:.3f}. All: {POSTS:,} x {post:.4f} + {PICTURES:,} x {picture:.3f} = {seconds:,.0f}."
    )
    return seconds


def _memory(what: str, series: Series) -> Iterator[str]:
    part, whole = series.part, series.whole
    more = whole.posts - part.posts
    growth = max(0.0, whole.cost.peak_mb - part.cost.peak_mb) / more
    yield (
        f"- {what}, memory: {part.cost.peak_mb:,} MB for {part.posts:,} posts, {whole.cost.peak_mb:,} MB for "
        f"{whole.posts:,}. If it goes on growing so: {whole.cost.peak_mb:,} + ({POSTS:,} - {whole.posts:,}) x "
        f"{growth:.4f} = {whole.cost.peak_mb + (POSTS - whole.posts) * growth:,.0f} MB."
    )


def _hours(seconds: float) -> str:
    return f"{seconds / _HOUR:.1f} h" if seconds >= _HOUR else f"{seconds / 60:.1f} min"
