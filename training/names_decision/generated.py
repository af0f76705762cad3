"""Posts from the benchmark's templates for tuning: tags, addresses, certificates, typos; a thousand pupils.

Natural posts have few of these. The benchmark's other half, with other templates and names, is kept for measuring.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from names_decision.examples import NONE, Example
from postcheck.find.finder import Finder

sys.path.append(str(Path(__file__).resolve().parents[2]))  # the benchmarks are no package that is installed

from benchmarks.names.posts import make_test_set
from benchmarks.names.systems import passage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.names.posts import Post
    from postcheck.find.language import LanguageModel

_MEASURING_FROM = 1_000  # seeds from here on draw from the half that measures
_STRANGERS = 0.3
_TRAPS = {
    "titled_adult": 1,
    "staff_on_list": 1,
    "staff_by_role": 1,
    "adult": 1,
    "author": 2,
    "historical": 2,
    "character": 2,
    "figure": 2,
}


def generated(seed: int, model: LanguageModel | None, counts: float) -> Iterator[Example]:
    """Yield posts as the finder sees them; each counts for so much of a natural one.

    Raises
    ------
    ValueError
        If the seed is one of those that measure.
    """
    if seed >= _MEASURING_FROM:
        raise ValueError(f"seed {seed} is for measuring")
    tests = make_test_set(seed)
    finder = Finder(tests.school.roll, tests.people, model)
    for post, examined in zip(tests.posts, finder.examine([passage(post) for post in tests.posts]), strict=True):
        truth = tuple(_truth(post, proposal.start, proposal.end) for proposal in examined.proposals)
        # Templates name no grown-up by first name alone, so they say little of who strangers are.
        weights = tuple(counts if proposal.known else counts * _STRANGERS for proposal in examined.proposals)
        yield Example(examined, truth, weights)


def _truth(post: Post, start: int, end: int) -> int:
    if any(span.start < end and start < span.end for span in post.spans):
        return 0
    return min(
        (_TRAPS.get(trap.kind, NONE) for trap in post.traps if trap.start < end and start < trap.end), default=NONE
    )
