"""The pictures of an archive: those of ``benchmarks.pictures``, as networks keep them: smaller, without metadata."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import cache, partial

from PIL import Image

from benchmarks.pictures.images import PictureSet, make_picture_set
from benchmarks.pictures.kinds import KINDS

_TOO_SLOW = frozenset({"phone photo", "phone portrait", "exercise book", "dense print"})
"""They take a second and more to draw, and much of what they are drawn with is lost in a smaller picture."""
_KINDS = tuple(kind for kind in KINDS if kind not in _TOO_SLOW)
_EDGES = (1000, 1600)
"""In pixels: the longer edge; none is enlarged."""
_QUALITIES = (72, 90)
_AT_ONCE = 8


def draw_pictures(seed: int, pictures: int, processes: int) -> Iterator[bytes]:
    """Yield so many pictures as JPEG files, in order, drawn by so many processes; no two of them are the same.

    The first of a larger number are the same as those of a smaller.
    """
    with ExitStack() as stack:
        draw = partial(_draw, seed)
        if processes > 1 and pictures > _AT_ONCE:
            pool = stack.enter_context(ProcessPoolExecutor(processes))
            yield from pool.map(draw, range(pictures), chunksize=_AT_ONCE)
        else:
            yield from map(draw, range(pictures))


def _draw(seed: int, number: int) -> bytes:
    turn, kind = divmod(number, len(_KINDS))
    place = turn * len(KINDS) + list(KINDS).index(_KINDS[kind])
    rng = random.Random(f"published picture {seed} {number}")
    image = _pictures(seed).draw(place).image
    edge = rng.randint(*_EDGES)
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=rng.randint(*_QUALITIES))
    return buffer.getvalue()


@cache
def _pictures(seed: int) -> PictureSet:
    return make_picture_set(seed, 1)
