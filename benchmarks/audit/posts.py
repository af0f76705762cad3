"""What an invented school has published over the years: posts, some with a picture, drawn from a seed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.names.people import School, make_school
from benchmarks.names.posts import make_test_set
from benchmarks.names.stock import half_of
from benchmarks.pictures.images import make_picture_set

PUPILS = 800
_FIRST, _LAST = dt.datetime(2017, 9, 4, 8, tzinfo=dt.UTC), dt.datetime(2026, 11, 20, 16, tzinfo=dt.UTC)
_PARAGRAPHS = (1, 4)
_ALTS = ("A certificate on a table", "A display in the hall", "Our class at work", "A sign at the gate", "")
_NO_TEXTS = frozenset({"filename"})


@dataclass(frozen=True)
class Published:
    """A post."""

    number: int
    moment: dt.datetime
    """Of no two posts it is the same."""
    paragraphs: tuple[str, ...]
    picture: int | None
    """The number of its picture, if it has one; no other post has that."""
    alt: str
    """What is said of the picture; may be empty."""

    @property
    def seconds(self) -> int:
        """Its moment in seconds since 1970."""
        return round(self.moment.timestamp())


def make_roll(seed: int) -> School:
    """Return the pupils of the consent list: those whom pictures show, and others, 800 in all."""
    shown = {pupil.id for pupil in make_picture_set(seed, 1).school.pupils}
    everyone = make_school(half_of(seed), seed).pupils
    others = [pupil.id for pupil in everyone if pupil.id not in shown]
    kept = shown | set(others[: PUPILS - len(shown)])
    return School(tuple(pupil for pupil in everyone if pupil.id in kept), half_of(seed))


def make_posts(seed: int, posts: int, pictures: int) -> Iterator[Published]:
    """Yield so many posts in the order of their moments, as many of them with a picture, spread evenly."""
    rng = random.Random(f"published {seed}")
    stock = [post.text for post in make_test_set(seed).posts if post.kind not in _NO_TEXTS]
    step = (_LAST - _FIRST) / max(1, posts)
    drawn = 0
    for number in range(posts):
        moment = _FIRST + step * number + dt.timedelta(seconds=rng.uniform(0, 0.5) * step.total_seconds())
        picture = drawn if drawn < pictures and number * pictures >= drawn * posts else None
        drawn += picture is not None
        yield Published(number, moment.replace(microsecond=0), _words(stock, rng), picture, rng.choice(_ALTS))


def _words(stock: Sequence[str], rng: random.Random) -> tuple[str, ...]:
    return tuple(rng.choice(stock) for _ in range(rng.randint(*_PARAGRAPHS)))
