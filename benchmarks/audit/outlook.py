"""What a larger archive would need, computed from what two smaller ones took."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from benchmarks.audit.stored import StoreSize
from benchmarks.running import RunCost

POSTS, PICTURES = 1_000_000, 300_000
_CORES = 16


@dataclass(frozen=True)
class Measured:
    """What an archive took."""

    posts: int
    pictures: int
    cost: RunCost


@dataclass(frozen=True)
class Rates:
    """Seconds of a core for a post and for a picture."""

    post: float
    picture: float


def rates(texts: Measured, mixed: Measured) -> Rates:
    """Return what a post and a picture take, from an archive of posts alone and from one with pictures.

    The start of a run is part of both, so that it makes each a little dearer.
    """
    post = texts.cost.cpu / texts.posts
    return Rates(post, max(0.0, mixed.cost.cpu - post * mixed.posts) / max(1, mixed.pictures))


def outlook(
    read: tuple[Measured, Measured], report: tuple[Measured, Measured] | None, store: StoreSize, speed_up: float
) -> Iterator[str]:
    """Yield lines that say what a million posts would need, with the arithmetic.

    Parameters
    ----------
    read, report:
        What an archive of posts alone and the whole one took; None if no report could be made.
    store:
        How large the store of the whole one is.
    speed_up:
        Of two workers over one, on the same archive.
    """
    whole = read[1]
    seconds = yield from _time("Reading", *read)
    two, many = seconds / speed_up, seconds / (speed_up / 2 * _CORES)
    yield (
        f"- That is {_hours(seconds)} on one core. Two workers were {speed_up:.2f} times as fast as one: "
        f"{_hours(seconds)} / {speed_up:.2f} = {_hours(two)}; and if {_CORES} workers on {_CORES} cores gain as much "
        f"each, {_hours(seconds)} / ({speed_up:.2f} / 2 x {_CORES}) = {_hours(many)}."
    )
    if report is not None:
        seconds = yield from _time("A report", *report)
        yield f"- That is {_hours(seconds)} on one core."
        yield from _memory("A report", *report)
    yield from _memory("Reading", *read)
    post, picture = store.for_posts / whole.posts, store.for_pictures / max(1, whole.pictures)
    size = POSTS * post + PICTURES * picture
    yield (
        f"- The store: {POSTS:,} posts x {post:,.0f} bytes + {PICTURES:,} pictures x {picture:,.0f} bytes "
        f"= {size / 1e9:.1f} GB."
    )


def _time(what: str, texts: Measured, mixed: Measured) -> Generator[str, None, float]:
    """Say how long it takes; return the seconds of a core."""
    each = rates(texts, mixed)
    seconds = POSTS * each.post + PICTURES * each.picture
    yield (
        f"- {what}, a post: {texts.cost.cpu:.0f} s of a core / {texts.posts:,} = {each.post * 1000:.1f} ms; a picture: "
        f"({mixed.cost.cpu:.0f} s - {mixed.posts:,} x {each.post * 1000:.1f} ms) / {mixed.pictures:,} "
        f"= {each.picture:.3f} s; {POSTS:,} x {each.post * 1000:.1f} ms + {PICTURES:,} x {each.picture:.3f} s "
        f"= {seconds:,.0f} s."
    )
    return seconds


def _memory(what: str, texts: Measured, mixed: Measured) -> Iterator[str]:
    yield (
        f"- {what}, memory: {texts.cost.peak_mb:,} MB with {texts.posts:,} posts alone, {mixed.cost.peak_mb:,} MB with "
        f"{mixed.posts:,} posts and {mixed.pictures:,} pictures. If it went on growing so, a post would add "
        f"{_growth(texts, mixed):.1f} kB."
    )


def _growth(texts: Measured, mixed: Measured) -> float:
    more = mixed.posts - texts.posts
    return max(0.0, (mixed.cost.peak_mb - texts.cost.peak_mb) * 1000 / more) if more > 0 else 0.0


def _hours(seconds: float) -> str:
    hours = 3600
    return f"{seconds / hours:.1f} h" if seconds >= hours else f"{seconds / 60:.1f} min"
